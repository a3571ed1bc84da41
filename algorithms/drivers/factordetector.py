"""Factor, interaction, risk and ecological detector."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsProcessingParameterNumber

from ...core.drivers.class_limits import MAX_CLASSES, MIN_CLASSES
from ...core.drivers.distributions import SIGNIFICANCE_LEVEL
from ..framework.base import CarbonAlgorithm, Steps
from ..framework.help import HelpParts
from ..framework.layer_names import layers_parameter, names_parameter
from ..framework.parameters import ParameterAdder
from ..framework.translation import translate


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
        form = ParameterAdder(self)
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

    def run_steps(self) -> Steps:
        from . import factordetector_run

        return factordetector_run


def _level(form: ParameterAdder) -> None:
    definition = QgsProcessingParameterNumber(
        "LEVEL",
        translate("CarbonServiceFlow", "Significance level"),
        QgsProcessingParameterNumber.Type.Double,
        SIGNIFICANCE_LEVEL,
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


def _tables(form: ParameterAdder) -> None:
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
