"""What `factordetector` does with its parameters: layers to core's inputs, detectors to tables and charts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ...core.charts.drivers import write_detector_page
from ...core.charts.elements.page import require_packages
from ...core.drivers import factor_detector as detector
from ...core.drivers.class_limits import Binning, require_classes
from ...core.drivers.layer_checks import require_layers
from ...core.progress import Progress
from ...core.raster.grid import Grid
from ...core.raster.sources import Band, common_grid
from ...core.tables.columns import fields
from ..framework.inputs import Inputs
from ..framework.layer_names import categorical_names, table_names, with_categories
from ..framework.outputs import Outputs
from ..framework.translation import language, translate

# In the order of the parameter's choices.
BINNINGS = (Binning.QUANTILE, Binning.EQUAL_INTERVAL, Binning.NATURAL_BREAKS)


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


def check(inputs: Inputs) -> None:
    """Refuse what can be refused before a run; raises `ParameterError` and what the layers' grids raise."""
    require_classes(inputs.integer("CLASSES"))
    layers = [inputs.band("TARGET"), *inputs.bands("FACTORS")]
    common_grid(layers)
    names = table_names([band.name for band in layers], inputs.text("NAMES"), Progress())
    categories = categorical_names(layers[1:], names[1:], inputs.bands("CATEGORICAL"))
    require_layers(names[1:], categories, least=1)


def gather(inputs: Inputs, progress: Progress) -> Gathered:
    """Return what `compute` needs, free of QGIS objects."""
    layers = [inputs.band("TARGET"), *inputs.bands("FACTORS")]
    names = table_names([band.name for band in layers], inputs.text("NAMES"), progress)
    categories = categorical_names(layers[1:], names[1:], inputs.bands("CATEGORICAL"))
    return Gathered(
        replace(layers[0], label=names[0]),
        with_categories(layers[1:], names[1:], categories),
        names[1:],
        categories,
        common_grid(layers, progress),
        inputs.integer("CLASSES"),
        BINNINGS[inputs.integer("BINNING")],
        inputs.number("LEVEL"),
    )


def compute(given: Gathered, outputs: Outputs, progress: Progress) -> dict[str, Any]:
    """Run the detectors, hand tables and charts to `outputs`, return the number of cells."""
    page = outputs.page("HTML")
    if page:
        require_packages()
    detection = detector.gather_detection(
        given.target,
        given.factors,
        given.names,
        given.grid,
        given.categorical,
        classes=given.classes,
        binning=given.binning,
        progress=progress,
        overlays=bool(page) or outputs.wanted("INTERACTION_TABLE"),
    )
    factors = detector.factor_detector(detection, progress)
    interactions = detector.interaction_detector(detection)
    outputs.table("FACTOR_TABLE", fields("factordetector", "FACTOR_TABLE"), factors)
    outputs.table("INTERACTION_TABLE", fields("factordetector", "INTERACTION_TABLE"), interactions)
    if outputs.wanted("RISK_TABLE"):
        risks = detector.risk_detector(detection, given.level, progress)
        outputs.table("RISK_TABLE", fields("factordetector", "RISK_TABLE"), _yes_as_one(risks))
    if outputs.wanted("ECOLOGICAL_TABLE"):
        comparisons = detector.ecological_detector(detection, given.level)
        outputs.table("ECOLOGICAL_TABLE", fields("factordetector", "ECOLOGICAL_TABLE"), _yes_as_one(comparisons))
    if page:
        notes = chart_notes(given, detection)
        write_detector_page(page, factors, interactions, chart_words(given.target.name), notes, language=language())
    return {"N": detection.cells}


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
