"""What `prevailingwinduv` does with its parameters: series to core's inputs, winds to rasters, arrows and a chart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ...core.progress import Progress
from ...core.raster.grid import Grid
from ...core.raster.sources import Band
from ...core.tables.columns import MEAN_WIND_ARROWS
from ...core.wind.directions import require_calm_limit
from ...core.wind.uv_roses import UV_OUTPUTS, prevailing_wind_uv, require_target
from ...core.wind.uv_series import open_pair
from ..charts.pages import write_mean_rose
from ..framework.inputs import Inputs
from ..framework.outputs import Outputs
from ..framework.translation import translate

# Parameter and the raster of core that it names.
RASTERS = {
    "OUTPUT_DIRECTION": "direction",
    "OUTPUT_RESULTANT": "resultant",
    "OUTPUT_SPEED": "speed",
    "OUTPUT_CONSTANCY": "constancy",
    "OUTPUT_ROSE": "rose",
}


@dataclass(frozen=True)
class Gathered:
    """What the computation needs."""

    u: Band
    v: Band | None
    grid: Grid | None
    calm_below: float
    level: str


def check(inputs: Inputs) -> None:
    """Refuse what can be refused before a run: a calm limit below 0, series that do not pair."""
    require_calm_limit(inputs.number("CALM_BELOW"))
    pair = open_pair(inputs.container("U"), inputs.optional_container("V"), Progress(), inputs.text("LEVEL"))
    if not inputs.given("GRID"):
        require_target(pair, None)


def gather(inputs: Inputs, progress: Progress) -> Gathered:
    """Return what `compute` needs, free of QGIS objects."""
    extent = inputs.optional_band("GRID")
    grid = extent.grid if extent else None
    u, v = inputs.container("U"), inputs.optional_container("V")
    return Gathered(u, v, grid, inputs.number("CALM_BELOW"), inputs.text("LEVEL"))


def compute(given: Gathered, outputs: Outputs, progress: Progress) -> dict[str, Any]:
    """Find the winds, hand rasters, arrows and the chart to `outputs`."""
    page = outputs.page("HTML")
    targets = {raster: outputs.raster(name, *UV_OUTPUTS[raster]) for name, raster in RASTERS.items()}
    paths = {raster: target.path for raster, target in targets.items() if target is not None}
    arrows = outputs.wanted("OUTPUT_ARROWS")
    needed = {raster: outputs.scratch(f"{raster}.tif") for raster in MEAN_WIND_ARROWS.values()} if arrows else {}
    paths = {**needed, **paths}
    found = prevailing_wind_uv(
        given.u, given.v, paths, given.grid, given.calm_below, level=given.level, progress=progress
    )
    if page:
        speed = translate("CarbonServiceFlow", "mean {speed} m/s").format(speed=f"{found.mean_speed:.1f}")
        write_mean_rose(page, found.rose, speed)
    if arrows:
        outputs.winds("OUTPUT_ARROWS", {column: paths[raster] for column, raster in MEAN_WIND_ARROWS.items()})
    return {}
