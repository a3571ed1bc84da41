"""Make the study grid."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsProcessingParameterCrs

from ..framework.base import CarbonAlgorithm, Steps
from ..framework.help import HelpParts
from ..framework.parameters import ParameterAdder
from ..framework.translation import translate


class StudyGrid(CarbonAlgorithm):
    """Cells in an equal-area CRS: 1 inside the area, nodata outside."""

    GROUP = "grids"

    def name(self) -> str:
        return "studygrid"

    def displayName(self) -> str:
        return translate("CarbonServiceFlow", "Make the study grid")

    def tags(self) -> list[str]:
        return "carbon,grid,raster,mask,equal area,study area,格网,研究区,等面积,固碳".split(",")

    def help_parts(self) -> HelpParts:
        return HelpParts(
            what=translate(
                "CarbonServiceFlow",
                "The grid on which an assessment is made: square cells that cover the area, 1 where the cell's "
                "centre is inside, nodata elsewhere.",
            ),
            formula=translate(
                "CarbonServiceFlow",
                "edges at multiples of the cell size s: west = floor(xmin / s) s, north = ceil(ymax / s) s. "
                "Projections: Snyder 1987, USGS Professional Paper 1395, chapters 14 and 24.",
            ),
            units=translate("CarbonServiceFlow", "cell size in metres; the result has no unit."),
            nodata=translate("CarbonServiceFlow", "cells whose centre is outside the area."),
            crs=translate(
                "CarbonServiceFlow",
                "the area may be in any CRS. Without a CRS for the grid an equal-area one is made for the area: "
                "Albers' conic, or Lambert's azimuthal where the area touches the equator or a pole. A CRS in "
                "degrees is an error.",
            ),
            example="AREA=provinces.gpkg CELL_SIZE=5000 OUTPUT=grid.tif",
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        form = ParameterAdder(self)
        form.polygons(
            "AREA",
            translate("CarbonServiceFlow", "Extent of the study grid"),
            translate("CarbonServiceFlow", "Polygons of the study area, in any CRS."),
        )
        form.add(
            QgsProcessingParameterCrs("CRS", translate("CarbonServiceFlow", "CRS of the grid"), optional=True),
            translate("CarbonServiceFlow", "A projected CRS. Empty: an equal-area CRS made for the area."),
        )
        form.number(
            "CELL_SIZE",
            translate("CarbonServiceFlow", "Cell size, m"),
            translate("CarbonServiceFlow", "Width and height of a cell in metres."),
            default=1000.0,
            minimum=0.0,
        )
        form.output_raster(
            "OUTPUT",
            translate("CarbonServiceFlow", "Study grid"),
            translate("CarbonServiceFlow", "1 inside, nodata outside."),
        )

    def run_steps(self) -> Steps:
        from . import studygrid_run

        return studygrid_run
