"""Correlation matrix of rasters."""

from __future__ import annotations

from typing import Any

from ..framework.base import CarbonAlgorithm, Steps
from ..framework.help import HelpParts
from ..framework.layer_names import layers_parameter, names_parameter
from ..framework.parameters import ParameterAdder
from ..framework.translation import translate


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
        form = ParameterAdder(self)
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

    def run_steps(self) -> Steps:
        from . import rastercorrelationmatrix_run

        return rastercorrelationmatrix_run
