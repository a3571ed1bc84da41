"""Prevailing wind, resultant and rose of every cell, from U and V rasters with a band per time step.

    summary = prevailing_wind_uv(Band("u10.tif"), Band("v10.tif"), {"direction": "dir.tif", "rose": "rose.tif"}, grid)

Per cell, over the steps in which both u and v are there (definitions in `directions`): the prevailing direction, the
resultant direction, the mean speed, the constancy and the rose. Nodata: everywhere in a cell without a step, the
prevailing direction of a cell with calms only, the resultant where the vectors cancel, the constancy of a cell where
nothing ever blew.

On another grid than the rasters' own, u and v of each step (never degrees) are interpolated bilinearly to the cell
centres, see `bilinear`. Directions stay relative to true north, whatever the grid.

A hand-worked cell, three steps (u, v) = (-1, 0), (-3, 0), (0, -1) m/s: two from E and one from N. Prevailing 90,
resultant atan2(4, 1) = 75.96, mean speed 5/3, constancy sqrt(17)/5 = 0.825, rose N 1/3, E 2/3.

Memory: the steps are read one by one and added to 20 numbers per cell; 42 MB per window of 512 x 512 cells, whatever
the number of steps.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from ..engine.operation import Block, Result, Sums
from ..engine.run import run
from ..engine.windows import CHUNK
from ..errors import RasterError
from ..progress import Progress
from ..raster.geotiff import Target
from ..raster.grid import Grid
from ..raster.sources import Band
from .directions import (
    BEAUFORT_CALM_LIMIT,
    IMPLAUSIBLE_SPEED,
    ROSE_SIZE,
    SECTOR_NAMES,
    WindStatistics,
    describe_rose,
    require_calm_limit,
    wind_statistics,
    wrap_degrees,
)
from .fields.grid_axes import is_rotated
from .messages import NO_UV_DATA, ROTATED_NEEDS_GRID
from .uv_series import WindPair, open_pair
from .uv_sums import SUM_SPEED, SUM_U, SUM_V, WindSums

# Winds (u and v, 16 bytes) that are read into memory at the start, 256 MB at most; longer series are read window
# by window, which is slower where a file packs many steps into a chunk.
LOADED_VALUES = 16_000_000
# A grid coarser than the wind by more than this skips some of the wind's cells.
COARSER_TO_WARN = 2.0

# What can be written: bands and units by name.
UV_OUTPUTS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = MappingProxyType(
    {
        "direction": (("prevailing wind direction, degrees from",), ("degree",)),
        "resultant": (("resultant wind direction, degrees from",), ("degree",)),
        "speed": (("mean wind speed, m/s",), ("m/s",)),
        "constancy": (("constancy, |mean vector| / mean speed",), ("1",)),
        "rose": (
            (*(f"frequency of wind from {name}" for name in SECTOR_NAMES), "frequency of calm"),
            ("1",) * ROSE_SIZE,
        ),
        "steps": (("time steps with data",), ("1",)),
    }
)


@dataclass(frozen=True)
class WindStatisticsBands:
    """The operation: sums per cell to the bands of `outputs` (keys of `UV_OUTPUTS`), and what the log needs."""

    outputs: tuple[str, ...]
    steps: int

    def __call__(self, block: Block) -> Result:
        """Return the bands of one block, in the order of `outputs`."""
        totals = np.ma.getdata(block.bands[0])
        counts = totals[..., :ROSE_SIZE]
        count = counts.sum(axis=-1)
        u, v, speed = (totals[..., k] for k in (SUM_U, SUM_V, SUM_SPEED))
        winds = wind_statistics(counts, u, v, speed, count)
        bands = [band for output in self.outputs for band in self._bands(output, winds)]
        return Result(bands, self._sums(winds, counts, speed, u.size))

    def _bands(self, output: str, winds: WindStatistics) -> list[np.ma.MaskedArray]:
        if output == "rose":
            return [_masked(winds.rose[..., k]) for k in range(ROSE_SIZE)]
        if output == "steps":
            return [np.ma.MaskedArray(winds.observations)]
        chosen = {
            "direction": winds.prevailing,
            "resultant": wrap_degrees(winds.resultant),
            "speed": winds.mean_speed,
            "constancy": winds.constancy,
        }
        return [_masked(chosen[output])]

    def _sums(self, winds: WindStatistics, counts: np.ndarray, speed: np.ndarray, cells: int) -> Sums:
        with_data = winds.observations > 0
        return Sums(
            cells=cells,
            cells_with_data=int(with_data.sum()),
            cells_with_gaps=int((with_data & (winds.observations < self.steps)).sum()),
            cells_calm_only=int((with_data & np.isnan(winds.prevailing)).sum()),
            cells_without_resultant=int((with_data & np.isnan(winds.resultant)).sum()),
            cells_tied=int(winds.tied.sum()),
            counts=counts.sum(axis=(0, 1)),
            speed=float(speed.sum()),
        )


def _masked(values: np.ndarray) -> np.ma.MaskedArray:
    """Mask nan and round to float32, which is what is written: results wait in memory for their turn."""
    return np.ma.masked_invalid(values.astype(np.float32), copy=False)


@dataclass(frozen=True)
class UvSummary:
    """What a run found, over all cells.

    Attributes
    ----------
    steps : int, time steps
    cells, cells_with_data, cells_with_gaps, cells_calm_only, cells_without_resultant, cells_tied : int
    rose : (17,) float64, frequencies of all winds
    mean_speed : float, m/s, of all winds
    """

    steps: int
    cells: int
    cells_with_data: int
    cells_with_gaps: int
    cells_calm_only: int
    cells_without_resultant: int
    cells_tied: int
    rose: np.ndarray
    mean_speed: float


def prevailing_wind_uv(
    u: Band,
    v: Band | None,
    paths: Mapping[str, str],
    grid: Grid | None = None,
    calm_below: float = BEAUFORT_CALM_LIMIT,
    *,
    level: str = "",
    progress: Progress | None = None,
) -> UvSummary:
    """Write wind rasters from U and V.

    Parameters
    ----------
    u, v : Band
        the first bands of the two series, eastward and northward; without v the file of u holds both (`open_pair`)
    paths : mapping of outputs (keys of `UV_OUTPUTS`) to names from `Staging.reserve`
    grid : Grid or None, None for the grid of the U raster
    calm_below : float, m/s, the limit under which a wind is calm
    level : str, words of the level or member to take where there are several
    progress : Progress

    Returns
    -------
    UvSummary

    Raises
    ------
    ParameterError
        for a calm limit that is no speed
    GridMismatchError, ReadError
        as `open_pair` does
    RasterError
        as `open_pair` does, and when no cell has wind
    """
    progress = progress or Progress()
    require_calm_limit(calm_below)
    pair = open_pair(u, v, progress, level)
    require_target(pair, grid)
    target_grid = grid or pair.grid
    target_grid.require_usable("GRID")
    _log_plan(pair, target_grid, progress)
    outputs = tuple(name for name in UV_OUTPUTS if name in paths)
    winds = pair.load(progress) if pair.steps * pair.grid.cells <= LOADED_VALUES else pair
    sums = run(
        WindStatisticsBands(outputs, pair.steps),
        [WindSums(winds, target_grid, calm_below, progress)],
        target_grid,
        [Target(paths[name], *UV_OUTPUTS[name], label=name) for name in outputs],
        progress,
        window_cells=CHUNK * CHUNK,
    )
    if not sums["cells_with_data"]:
        where = {"wind_grid": pair.grid.describe(), "grid": target_grid.describe()}
        raise RasterError(NO_UV_DATA, u=u.name, **where)
    summary = _summary(sums, pair.steps)
    _log_summary(summary, progress)
    return summary


def _summary(sums: Sums, steps: int) -> UvSummary:
    counts = sums["counts"]
    cells = {name: sums[name] for name in sums if name.startswith("cells")}
    return UvSummary(steps, **cells, rose=counts / counts.sum(), mean_speed=sums["speed"] / counts.sum())


def require_target(pair: WindPair, grid: Grid | None) -> None:
    """Refuse results on a grid that no GeoTIFF can describe.

    Parameters
    ----------
    pair : WindPair
    grid : Grid or None, the grid of the results, None for the pair's own

    Raises
    ------
    RasterError
    """
    if grid is None and is_rotated(pair.grid.crs):
        raise RasterError(ROTATED_NEEDS_GRID, raster=pair.name)


def _log_plan(pair: WindPair, grid: Grid, progress: Progress) -> None:
    progress.info(f"{pair.steps} time steps, {pair.grid.describe()}.")
    if pair.steps < 4:
        progress.warning(f"There are only {pair.steps} time steps: the prevailing wind of a period needs more.")
    if grid.differences(pair.grid):
        progress.info(f"u and v are interpolated bilinearly to {grid.describe()}.")
        ratio = float(grid.cell_size_m()[1].mean() / pair.grid.cell_size_m()[1].mean())
        if ratio > COARSER_TO_WARN:
            progress.warning(
                f"The grid is {ratio:.1f} times coarser than the wind: cells get the wind at their centre."
            )


def _log_summary(summary: UvSummary, progress: Progress) -> None:
    progress.info(f"All winds: mean speed {summary.mean_speed:.2f} m/s, {describe_rose(summary.rose)}.")
    empty = summary.cells - summary.cells_with_data
    if empty:
        progress.warning(f"{empty} of {summary.cells} cells have no wind data and become nodata.")
    if summary.cells_with_gaps:
        progress.warning(
            f"{summary.cells_with_gaps} cells lack some of the {summary.steps} steps: frequencies are of the rest."
        )
    if summary.cells_calm_only:
        progress.warning(f"{summary.cells_calm_only} cells are calm throughout and have no prevailing direction.")
    if summary.cells_without_resultant:
        progress.info(f"In {summary.cells_without_resultant} cells the mean vector is 0: no resultant direction.")
    if summary.cells_tied:
        progress.info(
            f"In {summary.cells_tied} cells several sectors are equally frequent; "
            "the first clockwise from north is taken."
        )
    if summary.mean_speed > IMPLAUSIBLE_SPEED:
        progress.warning(
            f"A mean speed of {summary.mean_speed:.0f} is no wind at the ground in m/s. "
            "Check the units, and that neither raster holds directions."
        )
