"""Bring a raster onto the study grid."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsProcessingParameterBand

from ..framework.base import CarbonAlgorithm, Steps
from ..framework.help import HelpParts
from ..framework.parameters import ParameterAdder
from ..framework.translation import translate


class AlignToGrid(CarbonAlgorithm):
    """Another CRS, cell size or origin: resampled as its kind of value needs."""

    GROUP = "grids"

    def name(self) -> str:
        return "aligntogrid"

    def displayName(self) -> str:
        return translate("CarbonServiceFlow", "Bring a raster onto the study grid")

    def tags(self) -> list[str]:
        return "carbon,align,resample,warp,reproject,snap,grid,对齐,重采样,投影,固碳".split(",")

    def help_parts(self) -> HelpParts:
        return HelpParts(
            what=translate("CarbonServiceFlow", "Brings a raster in any CRS onto the cells of a grid raster."),
            formula=translate(
                "CarbonServiceFlow",
                "categories: the most frequent code when cells become larger, the nearest when smaller. Continuous "
                "values: the mean when larger, bilinear when smaller. Totals per cell: each source cell is cut up "
                "and its parts are added where they fall, so that the sum is kept (1e-6). Resampling is GDAL's "
                "(mode, near, average, bilinear, sum).",
            ),
            units=translate(
                "CarbonServiceFlow", "those of the input; for totals also per hectare or km2, and by a factor."
            ),
            nodata=translate(
                "CarbonServiceFlow",
                "stays nodata and has no part in means. What lies outside the grid is left out, with a warning for "
                "totals.",
            ),
            crs=translate(
                "CarbonServiceFlow",
                "any, of both; the result has that of the grid. Longitudes may count from 0 to 360 in one and from "
                "-180 to 180 in the other.",
            ),
            example="INPUT=lulc.tif KIND=0 GRID=grid.tif OUTPUT=lulc_5.tif",
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        form = ParameterAdder(self)
        form.raster(
            "INPUT",
            translate("CarbonServiceFlow", "Raster"),
            translate("CarbonServiceFlow", "The raster to bring onto the grid, in any CRS."),
        )
        form.add(
            QgsProcessingParameterBand(
                "BAND", translate("CarbonServiceFlow", "Band"), parentLayerParameterName="INPUT", optional=True
            ),
            translate("CarbonServiceFlow", "One band; empty: all bands."),
        )
        form.enum(
            "KIND",
            translate("CarbonServiceFlow", "Kind of values"),
            [
                translate("CarbonServiceFlow", "Category"),
                translate("CarbonServiceFlow", "Continuous"),
                translate("CarbonServiceFlow", "Total per cell"),
            ],
            translate("CarbonServiceFlow", "Codes, values such as elevation or densities, or amounts per cell."),
            default=1,
        )
        form.raster(
            "GRID",
            translate("CarbonServiceFlow", "Grid"),
            translate("CarbonServiceFlow", "Any raster on the grid wanted; its values do not matter."),
        )
        form.enum(
            "RESULT",
            translate("CarbonServiceFlow", "Result"),
            [
                translate("CarbonServiceFlow", "As the input"),
                translate("CarbonServiceFlow", "Per hectare"),
                translate("CarbonServiceFlow", "Per km2"),
            ],
            translate(
                "CarbonServiceFlow",
                "For totals per cell: divided by the cell's own area, the density that the other tools take.",
            ),
            default=0,
            advanced=True,
        )
        form.number(
            "FACTOR",
            translate("CarbonServiceFlow", "Factor"),
            translate("CarbonServiceFlow", "A conversion of units, applied to every value; not for categories."),
            default=1.0,
            advanced=True,
        )
        form.flag(
            "MASK",
            translate("CarbonServiceFlow", "Keep only cells where the grid has data"),
            translate("CarbonServiceFlow", "Cuts the result to the inside of a study grid."),
            advanced=True,
        )
        form.output_raster(
            "OUTPUT",
            translate("CarbonServiceFlow", "Raster on the grid"),
            translate("CarbonServiceFlow", "The bands of the input on the grid."),
        )

    def run_steps(self) -> Steps:
        from . import aligntogrid_run

        return aligntogrid_run
