"""Factor, interaction, risk and ecological detector."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from qgis.core import QgsProcessingParameterNumber

from ..core import detector
from ..core.binning import MAX_CLASSES, MIN_CLASSES, Binning, require_classes
from ..core.charts import require_plotly
from ..core.charts_drivers import write_detector_page
from ..core.correlation import require_layers
from ..core.grid import Grid
from ..core.progress import Progress
from ..core.raster import Band, common_grid
from .base import CarbonAlgorithm
from .helptexts import HelpParts
from .inputs import Inputs
from .layers import categorical_names, layers_parameter, names_parameter, table_names
from .outputs import Outputs
from .parameters import Form
from .translation import language, translate

BINNINGS = (Binning.QUANTILE, Binning.EQUAL_INTERVAL, Binning.NATURAL_BREAKS)
FACTOR_COLUMNS = (("factor", str), ("q", float), ("p", float), ("strata", int), ("rank", int))
INTERACTION_COLUMNS = (
    ("factor_a", str),
    ("factor_b", str),
    ("q_a", float),
    ("q_b", float),
    ("q_both", float),
    ("kind", str),
)
RISK_COLUMNS = (
    ("factor", str),
    ("class_a", str),
    ("class_b", str),
    ("mean_a", float),
    ("mean_b", float),
    ("t", float),
    ("df", float),
    ("p", float),
    ("different", int),
)
ECOLOGICAL_COLUMNS = (("factor_a", str), ("factor_b", str), ("f", float), ("p", float), ("different", int))


@dataclass(frozen=True)
class Gathered:
    """What the computation needs."""

    target: Band
    factors: list[Band]
    names: list[str]
    categorical: list[str]
    grid: Grid
    classes: int
    binning: Binning
    level: float


class FactorDetector(CarbonAlgorithm):
    """How much of the target's variance factors explain, alone and together."""

    GROUP = "drivers"

    def name(self) -> str:
        return "factordetector"

    def displayName(self) -> str:
        return translate("CarbonServiceFlow", "Factor and interaction detector")

    def tags(self) -> list[str]:
        tags = (
            "carbon,geodetector,geographical detector,factor,interaction,risk,stratified heterogeneity,q statistic,"
            "drivers,固碳,地理探测器,因子探测器,交互探测器,风险探测器,生态探测器,空间分层异质性,驱动因素"
        )
        return tags.split(",")

    def help_parts(self) -> HelpParts:
        return HelpParts(
            what=translate(
                "CarbonServiceFlow",
                "The geographical detector: how much of a target's variance its factors explain, whatever the form "
                "of the relation.",
            ),
            formula=translate(
                "CarbonServiceFlow",
                "a factor cuts the N cells into strata h; q = 1 - sum(N_h var_h) / (N var), 0 to 1. Method: Wang "
                "et al. (2010, DOI 10.1080/13658810802443457), Wang, Zhang and Fu (2016, DOI "
                "10.1016/j.ecolind.2016.02.052). Interaction: q of the overlay of two factors against their own q; "
                "over the same cells an overlay never explains less than either factor. Risk: do the target's "
                "means differ between two strata (Welch's t)? Ecological: does one factor leave less variance than "
                "another (F)?",
            ),
            units=translate(
                "CarbonServiceFlow",
                "q and p have none; means of the risk detector have the target's unit.",
            ),
            nodata=translate(
                "CarbonServiceFlow",
                "only cells with data in the target and in every factor count. A stratum of one cell has no "
                "variance: it is left out of the factor's q and p, with a warning, and kept in overlays.",
            ),
            crs=translate(
                "CarbonServiceFlow",
                "any, but all rasters must lie on one grid (aligntogrid brings them there); the first band is read.",
            ),
            example="TARGET=difference.tif FACTORS=population.tif FACTORS=landuse.tif "
            "FACTORS=elevation.tif CATEGORICAL=landuse.tif CLASSES=6 FACTOR_TABLE=q.csv "
            "INTERACTION_TABLE=overlays.csv HTML=q.html",
            more=translate(
                "CarbonServiceFlow",
                "Read q, not p. p takes cells as independent, which neighbouring cells are not: on rasters it is "
                "nearly always 0 or, for a target far from 0, nearly 1. q depends on the number of classes and on "
                "how a factor is cut: more classes, larger q; compare factors with like numbers of strata, and try "
                "several. If the target is made from land use, as C - E is (emission and stock both come from it), "
                "a large q of land use is built in, and no finding.",
            ),
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        form = Form(self)
        form.raster(
            "TARGET",
            translate("CarbonServiceFlow", "Target"),
            translate("CarbonServiceFlow", "What is to be explained, such as the difference C - E."),
        )
        layers_parameter(
            form,
            "FACTORS",
            translate("CarbonServiceFlow", "Factors"),
            translate("CarbonServiceFlow", "Rasters that may explain the target, on its grid."),
        )
        layers_parameter(
            form,
            "CATEGORICAL",
            translate("CarbonServiceFlow", "Factors that are categories"),
            translate(
                "CarbonServiceFlow",
                "Those of the factors whose values are codes, such as land use: whole numbers, a stratum each.",
            ),
            optional=True,
        )
        form.number(
            "CLASSES",
            translate("CarbonServiceFlow", "Number of classes"),
            translate(
                "CarbonServiceFlow",
                "Into how many classes a factor that is no category is cut, {least} to {most}. Many equal values may "
                "leave fewer.",
            ).format(least=MIN_CLASSES, most=MAX_CLASSES),
            default=5,
            minimum=MIN_CLASSES,
            whole=True,
        )
        form.enum(
            "BINNING",
            translate("CarbonServiceFlow", "Classes by"),
            [
                translate("CarbonServiceFlow", "Quantile"),
                translate("CarbonServiceFlow", "Equal interval"),
                translate("CarbonServiceFlow", "Natural breaks"),
            ],
            translate(
                "CarbonServiceFlow",
                "Equal numbers of cells, equal steps of the value, or least variance within classes (Fisher, Jenks). "
                "Quantiles and natural breaks of more than about a million cells come from a sample.",
            ),
        )
        names_parameter(form)
        _level(form)
        _tables(form)
        form.output_page(
            "HTML",
            translate("CarbonServiceFlow", "Charts of the detectors"),
            translate(
                "CarbonServiceFlow", "q of the factors and of their overlays as charts; one file that works offline."
            ),
        )
        form.output_number("N", translate("CarbonServiceFlow", "Number of cells"))

    def check(self, inputs: Inputs) -> None:
        require_classes(inputs.whole("CLASSES"))
        layers = [inputs.band("TARGET"), *inputs.bands("FACTORS")]
        common_grid(layers)
        names = table_names([band.name for band in layers], inputs.text("NAMES"), Progress())
        categories = categorical_names(layers[1:], names[1:], inputs.bands("CATEGORICAL"))
        require_layers(names[1:], categories, least=1)

    def gather(self, inputs: Inputs, progress: Progress) -> Gathered:
        layers = [inputs.band("TARGET"), *inputs.bands("FACTORS")]
        names = table_names([band.name for band in layers], inputs.text("NAMES"), progress)
        return Gathered(
            replace(layers[0], label=names[0]),
            layers[1:],
            names[1:],
            categorical_names(layers[1:], names[1:], inputs.bands("CATEGORICAL")),
            common_grid(layers),
            inputs.whole("CLASSES"),
            BINNINGS[inputs.whole("BINNING")],
            inputs.number("LEVEL"),
        )

    def compute(self, outputs: Outputs, progress: Progress) -> dict[str, Any]:
        given: Gathered = self.gathered
        page = outputs.page("HTML")
        if page:
            require_plotly()
        detection = detector.detect(
            given.target,
            given.factors,
            given.names,
            given.grid,
            given.categorical,
            given.classes,
            given.binning,
            progress,
            overlays=bool(page) or outputs.wanted("INTERACTION_TABLE"),
        )
        factors = detector.factor_detector(detection, progress)
        interactions = detector.interaction_detector(detection)
        outputs.table("FACTOR_TABLE", FACTOR_COLUMNS, factors)
        outputs.table("INTERACTION_TABLE", INTERACTION_COLUMNS, interactions)
        if outputs.wanted("RISK_TABLE"):
            risks = detector.risk_detector(detection, given.level, progress)
            outputs.table("RISK_TABLE", RISK_COLUMNS, _yes_as_one(risks))
        if outputs.wanted("ECOLOGICAL_TABLE"):
            comparisons = detector.ecological_detector(detection, given.level)
            outputs.table("ECOLOGICAL_TABLE", ECOLOGICAL_COLUMNS, _yes_as_one(comparisons))
        if page:
            notes = chart_notes(given, detection)
            write_detector_page(page, factors, interactions, chart_words(given.target.name), notes, language())
        return {"N": detection.cells}


def _level(form: Form) -> None:
    definition = QgsProcessingParameterNumber(
        "LEVEL",
        translate("CarbonServiceFlow", "Significance level"),
        QgsProcessingParameterNumber.Type.Double,
        detector.SIGNIFICANCE_LEVEL,
    )
    definition.setMinimum(0.0)
    definition.setMaximum(1.0)
    form.add(
        definition,
        translate(
            "CarbonServiceFlow", "The risk and ecological detectors call different what has a p below it, 0 to 1."
        ),
        advanced=True,
    )


def _tables(form: Form) -> None:
    form.output_table(
        "FACTOR_TABLE",
        translate("CarbonServiceFlow", "Factor detector"),
        translate(
            "CarbonServiceFlow", "factor, q, p, strata, rank; a row per factor, the one that explains most first."
        ),
        by_default=True,
    )
    form.output_table(
        "INTERACTION_TABLE",
        translate("CarbonServiceFlow", "Interaction detector"),
        translate(
            "CarbonServiceFlow",
            "factor_a, factor_b, q_a, q_b, q_both, kind; a row per pair. kind is enhance nonlinear (q_both above "
            "q_a + q_b), independent (equal to it), enhance bivariate (above the larger q), weaken univariate or "
            "weaken nonlinear.",
        ),
        by_default=True,
    )
    form.output_table(
        "RISK_TABLE",
        translate("CarbonServiceFlow", "Risk detector"),
        translate(
            "CarbonServiceFlow",
            "factor, class_a, class_b, mean_a, mean_b, t, df, p, different (1 or 0); a row per pair of strata. Means "
            "have the target's unit.",
        ),
    )
    form.output_table(
        "ECOLOGICAL_TABLE",
        translate("CarbonServiceFlow", "Ecological detector"),
        translate("CarbonServiceFlow", "factor_a, factor_b, f, p, different (1 or 0); a row per pair of factors."),
    )


def _yes_as_one(rows: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield rows with 1 and 0 for yes and no, which every table format holds."""
    for row in rows:
        different = row["different"]
        yield {**row, "different": None if different is None else int(different)}


def chart_words(target: str) -> dict[str, str]:
    """Words of the charts, in the user's language."""
    return {
        "title": translate("CarbonServiceFlow", "Factors that explain {target}").format(target=target),
        "factors": translate("CarbonServiceFlow", "Share q of the target's variance that a factor explains"),
        "strata": translate("CarbonServiceFlow", "Strata"),
        "interactions": translate("CarbonServiceFlow", "Two factors together (diagonal: one alone)"),
        "both": translate("CarbonServiceFlow", "Both"),
        "without": translate("CarbonServiceFlow", "Without a q: {layers}."),
        detector.ENHANCE_NONLINEAR: translate("CarbonServiceFlow", "more than the sum of both (enhance nonlinear)"),
        detector.ENHANCE_BIVARIATE: translate("CarbonServiceFlow", "more than either (enhance bivariate)"),
        detector.INDEPENDENT: translate("CarbonServiceFlow", "the sum of both (independent)"),
        detector.WEAKEN_UNIVARIATE: translate("CarbonServiceFlow", "no more than the larger one (weaken univariate)"),
        detector.WEAKEN_NONLINEAR: translate("CarbonServiceFlow", "less than either (weaken nonlinear)"),
    }


def chart_notes(given: Gathered, detection: detector.Detection) -> list[str]:
    """What a reader must know about the numbers, in the user's language."""
    how = {
        Binning.QUANTILE: translate("CarbonServiceFlow", "quantiles"),
        Binning.EQUAL_INTERVAL: translate("CarbonServiceFlow", "equal intervals"),
        Binning.NATURAL_BREAKS: translate("CarbonServiceFlow", "natural breaks"),
    }[given.binning]
    notes = [
        translate(
            "CarbonServiceFlow",
            "Over the {n} cells where target and factors have data. Factors that are no categories are cut into "
            "{classes} classes ({how}); q depends on that choice.",
        ).format(n=f"{detection.cells:,}", classes=given.classes, how=how)
    ]
    if given.categorical:
        notes.append(
            translate("CarbonServiceFlow", "Categories: {layers}.").format(layers=", ".join(given.categorical))
            + " "
            + translate(
                "CarbonServiceFlow",
                "If the target is made from land use, a large q of land use is built in, and no finding.",
            )
        )
    return notes
