"""Prevailing wind from U and V rasters."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsProcessingParameterString

from ...core.tables.columns import names
from ...core.wind.directions import BEAUFORT_CALM_LIMIT
from ..framework.base import CarbonAlgorithm, Steps
from ..framework.help import HelpParts
from ..framework.parameters import ParameterAdder
from ..framework.translation import translate


class PrevailingWindUv(CarbonAlgorithm):
    """Sector frequencies, prevailing and resultant wind per cell, from a series of u and v."""

    GROUP = "flow"
    CHARTS_OF_TABLES = False

    def name(self) -> str:
        return "prevailingwinduv"

    def displayName(self) -> str:
        return translate("CarbonServiceFlow", "Prevailing wind from U and V rasters")

    def tags(self) -> list[str]:
        tags = "carbon,wind,prevailing,direction,rose,u10,v10,ERA5,reanalysis,主导风向,风向,风玫瑰,再分析,固碳"
        return tags.split(",")

    def help_parts(self) -> HelpParts:
        return HelpParts(
            what=translate(
                "CarbonServiceFlow",
                "Prevailing and resultant wind, mean speed, constancy and wind rose of every cell, from u "
                "(eastward) and v (northward) winds with a band per time step. In a monsoon climate the two "
                "directions differ.",
            ),
            formula=translate(
                "CarbonServiceFlow",
                "d = atan2(-u, -v) falls into one of 16 sectors, and the most frequent one prevails; with a tie, "
                "the first clockwise from north. The resultant is the direction of the mean vector; constancy is "
                "its length divided by the mean speed (Singer 1967, J. Appl. Meteor. 6, 1033).",
            ),
            units=translate(
                "CarbonServiceFlow",
                "u, v and speeds m/s; directions in degrees the wind comes FROM, clockwise from true north; "
                "frequencies and constancy 0 to 1.",
            ),
            nodata=translate(
                "CarbonServiceFlow",
                "steps without u or v do not count; cells without any are nodata. Calm has no direction: it counts "
                "in the rose, not in the sectors.",
            ),
            crs=translate(
                "CarbonServiceFlow",
                "any. On another grid u and v are interpolated for every step, never degrees.",
            ),
            example="U=u10.tif V=v10.tif GRID=grid.tif OUTPUT_DIRECTION=direction.tif OUTPUT_ROSE=rose.tif",
            more=translate(
                "CarbonServiceFlow",
                "NetCDF and GRIB files are read as downloaded, also in their zip: U=era5.nc, V empty. Which bands are "
                'u and v is told by what they say; NETCDF:"era5.nc":u10 names one variable. Declared units '
                "(km/h, knots) are converted; winds along a rotated or projected grid are turned to the true north.",
            ),
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        form = ParameterAdder(self)
        form.raster(
            "U",
            translate("CarbonServiceFlow", "Eastward wind u"),
            translate(
                "CarbonServiceFlow",
                "m/s, a band per time step; or a file that holds u and v: NetCDF, GRIB, their zip.",
            ),
        )
        form.raster(
            "V",
            translate("CarbonServiceFlow", "Northward wind v"),
            translate(
                "CarbonServiceFlow", "m/s, the same time steps on the same grid. Empty: the file of U holds both."
            ),
            optional=True,
        )
        form.raster(
            "GRID",
            translate("CarbonServiceFlow", "Grid"),
            translate("CarbonServiceFlow", "Any raster on the grid wanted. Empty: the grid of u and v."),
            optional=True,
        )
        form.number(
            "CALM_BELOW",
            translate("CarbonServiceFlow", "Calm below, m/s"),
            translate("CarbonServiceFlow", "A wind slower than this is calm; so is one of speed 0."),
            default=BEAUFORT_CALM_LIMIT,
            minimum=0.0,
        )
        form.add(
            QgsProcessingParameterString("LEVEL", translate("CarbonServiceFlow", "Level or member"), optional=True),
            translate(
                "CarbonServiceFlow",
                "Where the files hold several: the one to take, as the error lists them (10, 850, member 3).",
            ),
            advanced=True,
        )
        form.output_raster(
            "OUTPUT_DIRECTION",
            translate("CarbonServiceFlow", "Prevailing wind direction"),
            translate("CarbonServiceFlow", "Centre of the most frequent sector, degrees from."),
        )
        form.output_raster(
            "OUTPUT_RESULTANT",
            translate("CarbonServiceFlow", "Resultant wind direction"),
            translate("CarbonServiceFlow", "Direction of the mean vector, degrees from."),
            optional=True,
        )
        form.output_raster(
            "OUTPUT_SPEED",
            translate("CarbonServiceFlow", "Mean wind speed"),
            translate("CarbonServiceFlow", "m/s, calms included."),
            optional=True,
        )
        form.output_raster(
            "OUTPUT_CONSTANCY",
            translate("CarbonServiceFlow", "Constancy"),
            translate("CarbonServiceFlow", "|mean vector| / mean speed, 0 to 1."),
            optional=True,
        )
        form.output_raster(
            "OUTPUT_ROSE",
            translate("CarbonServiceFlow", "Wind rose"),
            translate("CarbonServiceFlow", "17 bands: frequencies of 16 sectors from north clockwise, and calm."),
            optional=True,
        )
        form.wind_arrows(names("prevailingwinduv", "OUTPUT_ARROWS"))
        form.output_page(
            "HTML",
            translate("CarbonServiceFlow", "Chart of the wind rose"),
            translate("CarbonServiceFlow", "One wind rose of all cells together; one file that works offline."),
        )

    def run_steps(self) -> Steps:
        from . import prevailingwinduv_run

        return prevailingwinduv_run
