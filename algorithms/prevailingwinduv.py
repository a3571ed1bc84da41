"""Prevailing wind from U and V rasters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..core.grid import Grid
from ..core.progress import Progress
from ..core.raster import Band
from ..core.wind import USUAL_CALM_BELOW, require_calm_limit
from ..core.wind_arrows import ANGLE
from ..core.wind_series import open_pair
from ..core.wind_uv import OUTPUTS, prevailing_wind_uv
from .base import CarbonAlgorithm
from .chart_pages import write_mean_rose
from .helptexts import HelpParts
from .inputs import Inputs
from .outputs import Outputs
from .parameters import Form
from .translation import translate

# Parameter and the raster of core that it names.
RASTERS = {
    "OUTPUT_DIRECTION": "direction",
    "OUTPUT_RESULTANT": "resultant",
    "OUTPUT_SPEED": "speed",
    "OUTPUT_CONSTANCY": "constancy",
    "OUTPUT_ROSE": "rose",
}
# Column of OUTPUT_ARROWS and its raster.
ARROWS = {"dir": "direction", "speed": "speed", "constancy": "constancy"}


@dataclass(frozen=True)
class Gathered:
    """What the computation needs."""

    u: Band
    v: Band
    grid: Grid | None
    calm_below: float


class PrevailingWindUv(CarbonAlgorithm):
    """Sector frequencies, prevailing and resultant wind per cell, from a series of u and v."""

    GROUP = "flow"

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
                'NetCDF and GRIB files are read as downloaded: NETCDF:"era5.nc":u10.',
            ),
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        form = Form(self)
        form.raster(
            "U",
            translate("CarbonServiceFlow", "Eastward wind u"),
            translate("CarbonServiceFlow", "m/s, a band per time step."),
        )
        form.raster(
            "V",
            translate("CarbonServiceFlow", "Northward wind v"),
            translate("CarbonServiceFlow", "m/s, the same time steps on the same grid."),
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
            default=USUAL_CALM_BELOW,
            minimum=0.0,
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
        form.wind_arrows([*ARROWS, ANGLE])
        form.output_page(
            "HTML",
            translate("CarbonServiceFlow", "Chart of the wind rose"),
            translate("CarbonServiceFlow", "One wind rose of all cells together; one file that works offline."),
        )

    def check(self, inputs: Inputs) -> None:
        require_calm_limit(inputs.number("CALM_BELOW"))
        open_pair(inputs.all_bands("U")[0], inputs.all_bands("V")[0], Progress())

    def gather(self, inputs: Inputs, progress: Progress) -> Gathered:
        extent = inputs.optional_band("GRID")
        grid = extent.grid if extent else None
        return Gathered(inputs.all_bands("U")[0], inputs.all_bands("V")[0], grid, inputs.number("CALM_BELOW"))

    def compute(self, outputs: Outputs, progress: Progress) -> dict[str, Any]:
        given: Gathered = self.gathered
        page = outputs.page("HTML")
        targets = {raster: outputs.raster(name, *OUTPUTS[raster]) for name, raster in RASTERS.items()}
        paths = {raster: target.path for raster, target in targets.items() if target is not None}
        arrows = outputs.wanted("OUTPUT_ARROWS")
        needed = {raster: outputs.scratch(f"{raster}.tif") for raster in ARROWS.values()} if arrows else {}
        paths = {**needed, **paths}
        found = prevailing_wind_uv(given.u, given.v, paths, given.grid, given.calm_below, progress)
        if page:
            speed = translate("CarbonServiceFlow", "mean {speed} m/s").format(speed=f"{found.mean_speed:.1f}")
            write_mean_rose(page, found.rose, speed)
        if arrows:
            outputs.winds("OUTPUT_ARROWS", {column: paths[raster] for column, raster in ARROWS.items()})
        return {}
