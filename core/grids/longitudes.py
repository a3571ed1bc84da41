"""Longitudes are a circle: rasters of 0 to 360 degrees and of -180 to 180, and what crosses either seam.

    a raster of 36 columns from 0 to 360 E; a grid cell at 175 W   ->   column -18, which is column 18: 180 to 190 E

Columns are counted on beyond both ends, and read where they lie after whole turns: so a seam is a place like any other,
for means, bilinear values and totals. A column that repeats the first one (0 and 360 of one raster) is left out.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from ..errors import RasterError
from ..raster.grid import Grid, same_crs
from ..raster.nodata.watch import FillWatch
from ..raster.sources import Reader, Window
from ..wind.bilinear import full_turn
from .messages import LONGITUDES_TWICE

# Columns that miss a whole turn by at most this share of one close it; of a raster that goes round, by half of one.
CLOSES_WITHIN = 0.02
ROUNDED_CELL_SIZE = 0.5


def columns_per_turn(grid: Grid) -> int:
    """Return how many columns of a grid go round the Earth.

    Parameters
    ----------
    grid : Grid

    Returns
    -------
    int
        0 for a projected grid, and where no whole number of columns does.
    """
    if not grid.is_geographic:
        return 0
    width, turn = abs(grid.geotransform[1]), full_turn(grid)
    columns = round(turn / width)
    error = abs(columns * width - turn) / width
    goes_round = abs(grid.cols - columns) <= 1 and columns > 1
    return columns if error <= (ROUNDED_CELL_SIZE if goes_round else CLOSES_WITHIN) else 0


def nearest_turn(source: Grid, target: Grid, name: str) -> Grid:
    """Return a geographic source with its longitudes counted as the target counts them.

    Parameters
    ----------
    source, target : Grid
    name : str
        What messages call the source.

    Returns
    -------
    Grid
        The source itself, unless whole turns must be added, and cannot be by whole columns.

    Raises
    ------
    RasterError
        When parts of the target take different turns of a source whose columns do not close.
    """
    if not source.is_geographic or columns_per_turn(source) or not same_crs(source.crs, target.crs):
        return source
    turn = full_turn(source)
    west, _, east, _ = source.extent
    left, _, right, _ = target.extent
    first, last = math.ceil((left - east) / turn), math.floor((right - west) / turn)
    meeting = [n for n in range(first, last + 1) if min(east + n * turn, right) > max(west + n * turn, left)]
    if len(meeting) > 1:
        raise RasterError(LONGITUDES_TWICE, raster=name, width=f"{abs(source.geotransform[1]):.10g}")
    if not meeting or meeting == [0]:
        return source
    x0, *others = source.geotransform
    shifted = (x0 + meeting[0] * turn, *others)
    return replace(source, geotransform=shifted)  # type: ignore[arg-type]


def unwrapped(values: np.ndarray, period: float, middle: float) -> np.ndarray:
    """Return positions on a circle as those next to a middle one.

    Parameters
    ----------
    values : float array
    period : float
    middle : float

    Returns
    -------
    float array of that shape, from middle - period / 2 to middle + period / 2
    """
    return middle + np.mod(values - middle + period / 2, period) - period / 2


def filled_columns(low: float, high: float, columns: int, period: int) -> tuple[int, int] | None:
    """Return the columns from `low` to `high` without the empty ones at both ends.

    Parameters
    ----------
    low, high : float
        Positions in columns, counted on beyond both ends of the raster.
    columns : int
        Those that the raster has.
    period : int
        Those that go round.

    Returns
    -------
    (first, end) : int
        `end` is the one after the last; None when all are empty.
    """
    first, end, used = math.floor(low), math.ceil(high), min(columns, period)
    if first % period >= used:
        first += period - first % period
    if (end - 1) % period >= used:
        end -= (end - 1) % period - used + 1
    return (first, end) if end > first else None


@dataclass
class UnrolledReader:
    """Reads windows whose columns may lie beyond both ends of a raster that goes round, or part of the way.

    Parameters
    ----------
    reader : Reader
        Of the raster itself.
    columns : int
        Those that the raster has.
    period : int
        `columns_per_turn`; 0 for rasters that are read as they are.
    """

    reader: Reader
    columns: int
    period: int

    @property
    def watch(self) -> FillWatch | None:
        """That of the raster's reader."""
        return getattr(self.reader, "watch", None)

    def read(self, window: Window) -> np.ma.MaskedArray:
        """Return the window's values, masked where the raster has no column.

        Parameters
        ----------
        window : Window

        Returns
        -------
        (rows, cols) MaskedArray
        """
        end = window.col + window.cols
        used = min(self.columns, self.period)
        if not self.period or (window.col >= 0 and end <= used):
            return self.reader.read(window)
        parts: list[np.ma.MaskedArray] = []
        col = window.col
        while col < end:
            place = col % self.period
            width = min(end - col, (used if place < used else self.period) - place)
            if place < used:
                parts.append(self.reader.read(replace(window, col=place, cols=width)))
            else:
                parts.append(np.ma.masked_all((window.rows, width), np.uint8))
            col += width
        return np.ma.concatenate(parts, axis=1)
