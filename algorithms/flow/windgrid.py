"""Wind from stations to a grid."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsProcessing, QgsProcessingParameterFeatureSource

from ...core.tables.columns import names
from ..framework.base import CarbonAlgorithm, Steps
from ..framework.help import HelpParts
from ..framework.parameters import ParameterAdder
from ..framework.translation import translate


class WindGrid(CarbonAlgorithm):
    """Inverse distance weighting of the stations' roses and mean vectors."""

    GROUP = "flow"
    CHARTS_OF_TABLES = False

    def name(self) -> str:
        return "windgrid"

    def displayName(self) -> str:
        return translate("CarbonServiceFlow", "Wind from stations to a grid")

    def tags(self) -> list[str]:
        tags = (
            "carbon,wind,interpolation,IDW,station,direction,rose,grid,固碳,风向插值,反距离权重,主导风向,风玫瑰,气象站"
        )
        return tags.split(",")

    def help_parts(self) -> HelpParts:
        return HelpParts(
            what=translate(
                "CarbonServiceFlow",
                "Spreads the winds of stations over a grid by inverse distance weighting. Degrees are never "
                "averaged (350 and 10 would give 180): the frequencies of the roses are, or the mean vectors.",
            ),
            formula=translate(
                "CarbonServiceFlow",
                "w = d^-p over the nearest stations (Shepard 1968, DOI 10.1145/800186.810616). Each of the 17 "
                "frequencies is sum(w f) / sum(w), and the direction is the most frequent sector of that; by "
                "vector it is the direction of sum(w V), with V the mean wind of a station. Reliability is |sum(w "
                "c e)| / sum(w), with c the constancy and e the unit vector of the resultant: 1 where all "
                "neighbours always have one wind, 0 where they cancel; it does not tell how far they are.",
            ),
            units=translate(
                "CarbonServiceFlow",
                "directions in degrees the wind comes FROM, clockwise from true north; frequencies and reliability "
                "0 to 1; distances d in metres on the ellipsoid.",
            ),
            nodata=translate(
                "CarbonServiceFlow",
                "every cell gets a wind, also where the grid raster is nodata; the direction is nodata where there "
                "are only calms or the vectors cancel.",
            ),
            crs=translate("CarbonServiceFlow", "any, of both. Stations outside the grid count."),
            example="STATIONS=prevailing.gpkg GRID=grid.tif OUTPUT_DIRECTION=direction.tif OUTPUT_ROSE=rose.tif",
            more=translate(
                "CarbonServiceFlow",
                "The log gives the mean error when each station is predicted from the others.",
            ),
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        form = ParameterAdder(self)
        form.add(
            QgsProcessingParameterFeatureSource(
                "STATIONS",
                translate("CarbonServiceFlow", "Winds of the stations"),
                [QgsProcessing.SourceType.TypeVectorPoint],
            ),
            translate("CarbonServiceFlow", "Points, as carbonflow:prevailingwindstations makes them."),
        )
        form.raster(
            "GRID",
            translate("CarbonServiceFlow", "Grid"),
            translate("CarbonServiceFlow", "Any raster on the grid wanted."),
        )
        form.number(
            "POWER",
            translate("CarbonServiceFlow", "Distance power"),
            translate("CarbonServiceFlow", "p: the larger, the more the nearest station counts; above 0."),
            default=2.0,
            minimum=0.0,
        )
        form.number(
            "NEIGHBOURS",
            translate("CarbonServiceFlow", "Number of neighbours"),
            translate("CarbonServiceFlow", "How many of the nearest stations count in a cell."),
            default=12,
            minimum=1,
            whole=True,
        )
        form.enum(
            "METHOD",
            translate("CarbonServiceFlow", "Direction by"),
            [
                translate("CarbonServiceFlow", "Frequency (most frequent sector)"),
                translate("CarbonServiceFlow", "Vector (mean wind)"),
            ],
            translate("CarbonServiceFlow", "Where the direction raster comes from: the roses, or the mean vectors."),
            advanced=True,
        )
        form.output_raster(
            "OUTPUT_DIRECTION",
            translate("CarbonServiceFlow", "Wind direction"),
            translate("CarbonServiceFlow", "Degrees from, for carbonflow:windflowrouting."),
            optional=True,
            by_default=True,
        )
        form.output_raster(
            "OUTPUT_ROSE",
            translate("CarbonServiceFlow", "Wind rose"),
            translate("CarbonServiceFlow", "17 bands: frequencies of 16 sectors from north clockwise, and calm."),
            optional=True,
        )
        form.output_raster(
            "OUTPUT_RELIABILITY",
            translate("CarbonServiceFlow", "Reliability"),
            translate("CarbonServiceFlow", "0 to 1: how much the winds of the neighbours agree."),
            optional=True,
        )
        form.wind_arrows(names("windgrid", "OUTPUT_ARROWS"))
        form.output_page(
            "HTML",
            translate("CarbonServiceFlow", "Chart of the wind rose"),
            translate("CarbonServiceFlow", "One wind rose of all cells together; one file that works offline."),
        )
        form.output_number("STATIONS_USED", translate("CarbonServiceFlow", "Stations"))
        form.output_number("DIRECTION_ERROR", translate("CarbonServiceFlow", "Mean error at the stations, degrees"))
        form.output_number("MEAN_RELIABILITY", translate("CarbonServiceFlow", "Mean reliability"))

    def run_steps(self) -> Steps:
        from . import windgrid_run

        return windgrid_run
