"""Winds at the points of a thinned lattice, for arrows on a map: every n-th cell of wind rasters.

    grid of 100 x 250 cells, at most 32 points across: every 8th cell (250 / 32, rounded up), rows 4, 12, ... 92,
    columns 4, 12, ... 244: 12 x 31 points in cell centres

A point has a value per raster, None where that is nodata; where all are, there is no point. Directions stay as they
are: degrees that the wind comes FROM, clockwise from true north.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from .grid import Grid
from .raster import Band, Window, grid_of

ACROSS = 32
LITTLE_ENDIAN, POINT = 1, 1


def lattice(grid: Grid, across: int = ACROSS) -> tuple[np.ndarray, np.ndarray]:
    """Return rows and columns of the lattice, at most `across` along the grid's longer side."""
    step = math.ceil(max(grid.rows, grid.cols) / across)
    first_row, first_col = (min(step // 2, (size - 1) // 2) for size in grid.shape)
    return np.arange(first_row, grid.rows, step), np.arange(first_col, grid.cols, step)


def wind_points(rasters: Mapping[str, str], across: int = ACROSS) -> Iterator[dict[str, Any]]:
    """Yield a row per point: the values of the rasters (column -> path, all on one grid) and the point as WKB.

    Raises `ReadError` for a raster that cannot be read.
    """
    grid = grid_of(next(iter(rasters.values())))
    readers = {column: Band(path).open() for column, path in rasters.items()}
    rows, cols = lattice(grid, across)
    for row in rows:
        lines = {column: reader.read(Window(int(row), 0, 1, grid.cols))[0, cols] for column, reader in readers.items()}
        for index, col in enumerate(cols):
            values = {column: _number(line[index]) for column, line in lines.items()}
            if any(value is not None for value in values.values()):
                x, y = grid.centre(row, col)
                yield {**values, "geometry": struct.pack("<BIdd", LITTLE_ENDIAN, POINT, float(x), float(y))}


def _number(value: Any) -> float | None:
    return None if value is np.ma.masked else float(value)
