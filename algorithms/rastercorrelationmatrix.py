"""Correlation matrix of rasters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..core.association import eta_squared
from ..core.charts import require_plotly
from ..core.charts_drivers import write_correlation_page
from ..core.correlation import Correlation, Method, Missing, correlate, require_layers
from ..core.grid import Grid
from ..core.progress import Progress
from ..core.ranking import rank
from ..core.raster import Band, common_grid
from ..core.significance import significance
from .base import CarbonAlgorithm
from .helptexts import HelpParts
from .inputs import Inputs
from .layers import categorical_names, layers_parameter, names_parameter, table_names
from .outputs import Outputs
from .parameters import Form
from .translation import language, translate

METHODS = (Method.PEARSON, Method.SPEARMAN)
MISSING = (Missing.LISTWISE, Missing.PAIRWISE, Missing.ARCGIS)
RANKING_COLUMNS = (
    ("rank", int),
    ("layer", str),
    ("r", float),
    ("n", float),
    ("n_effective", float),
    ("p", float),
    ("eta2", float),
)


@dataclass(frozen=True)
class Gathered:
    """What the computation needs; the target is the first layer."""

    layers: list[Band]
    names: list[str]
    categorical: list[str]
    grid: Grid
    method: Method
    missing: Missing
    tested: bool


class RasterCorrelationMatrix(CarbonAlgorithm):
    """Covariance and correlation over cells, and the drivers ranked by |r|."""

    GROUP = "drivers"

    def name(self) -> str:
        return "rastercorrelationmatrix"

    def displayName(self) -> str:
        return translate("CarbonServiceFlow", "Correlation matrix of rasters")

    def tags(self) -> list[str]:
        tags = (
            "carbon,correlation,covariance,matrix,drivers,Pearson,Spearman,eta squared,heat map,effective sample size,"
            "固碳,band collection statistics,相关,关联矩阵,相关矩阵,驱动因素,有效样本量,热力图"
        )
        return tags.split(",")

    def help_parts(self) -> HelpParts:
        return HelpParts(
            what=translate(
                "CarbonServiceFlow",
                "Covariance and correlation of rasters over their cells, and the layers ranked by |r| with the target.",
            ),
            formula=translate(
                "CarbonServiceFlow",
                "r = cov(x, y) / (s_x s_y), covariance with N - 1. Method: DOI 10.12677/ag.2022.125066, eq. 11-12. "
                "Sums are merged in float64, so that a large offset costs no digits. A constant layer has no "
                "correlation: its cells in the tables are empty.",
            ),
            units=translate(
                "CarbonServiceFlow",
                "r has none; a covariance has the product of the units of its two rasters.",
            ),
            nodata=translate(
                "CarbonServiceFlow",
                "listwise: only cells where every layer has data. Pairwise: for each pair, the cells where both "
                "have. ArcGIS: nodata replaced by the layer's mean, which pulls every r towards 0.",
            ),
            crs=translate(
                "CarbonServiceFlow",
                "any, but all rasters must lie on one grid (aligntogrid brings them there); the first band is read.",
            ),
            example="TARGET=difference.tif LAYERS=population.tif LAYERS=landuse.tif LAYERS=elevation.tif "
            "CATEGORICAL=landuse.tif RANKING=ranking.csv CORRELATION=r.csv HTML=r.html",
            more=translate(
                "CarbonServiceFlow",
                "Significance. Neighbouring cells are alike: with millions of cells taken as independent, every r "
                "is significant. p counts with the effective sample size n_effective after Clifford, Richardson "
                "and Hemon (1989, DOI 10.2307/2532039) and Dutilleul (1993, DOI 10.2307/2532625), from the "
                "autocovariances of both rasters by distance and direction; of grids with more than 4 million "
                "cells, from means of blocks. Without a test, n_effective and p are empty.\n\n"
                "Categories. Codes, such as land use, are no amounts: their r depends on the numbering, and comes "
                "with a warning. Read eta2 instead, the share of the target's variance that lies between the "
                "classes. If the target is made from land use, as C - E is, a part of its dependence on land use "
                "is built in.",
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
            "LAYERS",
            translate("CarbonServiceFlow", "Layers"),
            translate("CarbonServiceFlow", "The drivers, on the grid of the target. Columns are called as the layers."),
        )
        layers_parameter(
            form,
            "CATEGORICAL",
            translate("CarbonServiceFlow", "Layers that are categories"),
            translate("CarbonServiceFlow", "Those of the layers whose values are codes, such as land use."),
            optional=True,
        )
        form.enum(
            "METHOD",
            translate("CarbonServiceFlow", "Method"),
            ["Pearson", "Spearman"],
            translate("CarbonServiceFlow", "Correlation of values, or of mid-ranks."),
        )
        form.enum(
            "MISSING",
            translate("CarbonServiceFlow", "Missing cells"),
            [
                translate("CarbonServiceFlow", "Listwise"),
                translate("CarbonServiceFlow", "Pairwise"),
                translate("CarbonServiceFlow", "ArcGIS (mean substitution)"),
            ],
            translate("CarbonServiceFlow", "Which cells count where some layers have no data."),
        )
        form.flag(
            "SIGNIFICANCE",
            translate("CarbonServiceFlow", "Test significance"),
            translate(
                "CarbonServiceFlow",
                "Effective sample size and p of each layer's correlation with the target, for the ranking and the "
                "charts. Takes seconds on a large raster.",
            ),
            default=True,
        )
        names_parameter(form)
        form.output_table(
            "CORRELATION",
            translate("CarbonServiceFlow", "Correlation matrix"),
            translate("CarbonServiceFlow", "Column layer, and a column per layer; the target first."),
            by_default=True,
        )
        form.output_table(
            "COVARIANCE",
            translate("CarbonServiceFlow", "Covariance matrix"),
            translate("CarbonServiceFlow", "Column layer, and a column per layer; variances on the diagonal."),
        )
        form.output_table(
            "RANKING",
            translate("CarbonServiceFlow", "Ranking"),
            translate("CarbonServiceFlow", "rank, layer, r, n, n_effective, p, eta2; by |r| with the target."),
        )
        form.output_page(
            "HTML",
            translate("CarbonServiceFlow", "Charts of the correlation"),
            translate(
                "CarbonServiceFlow",
                "The ranking with confidence intervals, and the matrix as a heat map; one file that works offline.",
            ),
        )
        form.output_number("N", translate("CarbonServiceFlow", "Number of cells"))

    def check(self, inputs: Inputs) -> None:
        layers = [inputs.band("TARGET"), *inputs.bands("LAYERS")]
        common_grid(layers)
        names = table_names([band.name for band in layers], inputs.text("NAMES"), Progress())
        categories = categorical_names(layers, names, inputs.bands("CATEGORICAL"))
        require_layers(names, categories, least=2)

    def gather(self, inputs: Inputs, progress: Progress) -> Gathered:
        layers = [inputs.band("TARGET"), *inputs.bands("LAYERS")]
        names = table_names([band.name for band in layers], inputs.text("NAMES"), progress)
        return Gathered(
            layers,
            names,
            categorical_names(layers, names, inputs.bands("CATEGORICAL")),
            common_grid(layers),
            METHODS[inputs.whole("METHOD")],
            MISSING[inputs.whole("MISSING")],
            inputs.flag("SIGNIFICANCE"),
        )

    def compute(self, outputs: Outputs, progress: Progress) -> dict[str, Any]:
        given: Gathered = self.gathered
        page = outputs.page("HTML")
        if page:
            require_plotly()
        result = correlate(
            given.layers,
            given.names,
            given.grid,
            given.method,
            given.missing,
            given.categorical,
            progress.part(0, 0.4),
        )
        eta2 = _eta_squared(given, result, progress.part(0.4, 0.6))
        tests = None
        if given.tested and (page or outputs.wanted("RANKING")):
            tests = significance(result, given.grid, progress=progress.part(0.6, 1))
        ranking = rank(result, tests=tests, eta2=eta2)
        columns = [("layer", str), *((name, float) for name in given.names)]
        outputs.table("CORRELATION", columns, result.correlation_rows())
        outputs.table("COVARIANCE", columns, result.covariance_rows())
        outputs.table("RANKING", RANKING_COLUMNS, ranking)
        if page:
            write_correlation_page(page, result, ranking, chart_words(), chart_notes(given, result), language())
        return {"N": int(result.n[0, 0])}


def _eta_squared(given: Gathered, result: Correlation, progress: Progress) -> dict[str, float]:
    """Eta squared of the categories that share cells with the target; of the others a warning."""
    shared = [name for name, cells in zip(given.names, result.moments.n[0]) if cells > 0]
    for name in given.categorical:
        if name not in shared:
            progress.warning(f"{name} has no cell in common with {given.names[0]}: no eta squared.")
    countable = [name for name in given.categorical if name in shared]
    return eta_squared(given.layers, given.names, given.grid, countable, missing=given.missing, progress=progress)


def chart_words() -> dict[str, str]:
    """Words of the charts, in the user's language."""
    return {
        "title": translate("CarbonServiceFlow", "Correlation of {target} with its drivers"),
        "ranking": translate("CarbonServiceFlow", "Correlation with the target, the closest first"),
        "interval": translate("CarbonServiceFlow", "95 % confidence interval"),
        "matrix": translate("CarbonServiceFlow", "Correlation matrix"),
        "cells": translate("CarbonServiceFlow", "Cells"),
        "effective": translate("CarbonServiceFlow", "Effective sample size"),
        "without": translate("CarbonServiceFlow", "Without a correlation: {layers}."),
    }


def chart_notes(given: Gathered, result: Correlation) -> list[str]:
    """What a reader must know about the numbers, in the user's language."""
    rules = {
        Missing.LISTWISE: translate("CarbonServiceFlow", "Over the {n} cells where every layer has data."),
        Missing.PAIRWISE: translate(
            "CarbonServiceFlow", "Each pair over its own cells; the target has data in {n} cells."
        ),
        Missing.ARCGIS: translate(
            "CarbonServiceFlow", "Over {n} cells; nodata replaced by the layer's mean, which pulls r towards 0."
        ),
    }
    method = {Method.PEARSON: "Pearson", Method.SPEARMAN: "Spearman"}[given.method]
    notes = [f"{method}. " + rules[given.missing].format(n=f"{int(result.n[0, 0]):,}")]
    if given.tested:
        notes.append(
            translate(
                "CarbonServiceFlow",
                "Intervals count with the effective sample size, because neighbouring cells are alike; without one "
                "there are too few independent cells.",
            )
        )
    if given.categorical:
        notes.append(
            translate("CarbonServiceFlow", "Codes of categories ({layers}): r depends on their numbering.").format(
                layers=", ".join(given.categorical)
            )
        )
    return notes
