"""Winds at the points of a thinned lattice, for arrows on a map: every n-th cell of wind rasters.

    grid of 100 x 250 cells, at most 32 points across: every 8th cell (250 / 32, rounded up), rows 4, 12, ... 92,
    columns 4, 12, ... 244: 12 x 31 points in cell centres

    >>> thin_lattice(Grid(100, 250, (0, 1, 0, 0, 0, -1), "EPSG:6933"), 32).shape
    (12, 31)

A point has a value per raster, None where that is nodata; where all are, there is no point. Directions stay as they
are: degrees that the wind comes FROM, clockwise from true north. `angle` is how to draw it: degrees clockwise from the
map's upward direction in the grid's CRS, the way the wind GOES: the bearing direction + 180 as the map shows it there,
so that arrows run along the lines of the flow. On a geographic grid it is direction + 180.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from ..raster.dataset import grid_of
from ..raster.geodesy import points_to_wkb
from ..raster.grid import Grid
from ..raster.ground_steps import GroundSteps, map_angles
from ..raster.sources import Band, Window

POINTS_ACROSS = 32
DIRECTION, ANGLE = "dir", "angle"


def thin_lattice(grid: Grid, across: int = POINTS_ACROSS) -> Grid:
    """Return the grid whose cells are centred on the lattice's points.

    Parameters
    ----------
    grid : Grid
    across : int, points along the longer side, at most

    Returns
    -------
    Grid
    """
    step = math.ceil(max(grid.rows, grid.cols) / across)
    first_row, first_col = (min(step // 2, (size - 1) // 2) for size in grid.shape)
    rows, cols = (math.ceil((size - first) / step) for size, first in zip(grid.shape, (first_row, first_col)))
    x, y = grid.centre(first_row, first_col)
    width, height = grid.geotransform[1] * step, grid.geotransform[5] * step
    return Grid(rows, cols, (x - width / 2, width, 0.0, y - height / 2, 0.0, height), grid.crs)


def wind_points(rasters: Mapping[str, str], across: int = POINTS_ACROSS) -> Iterator[dict[str, Any]]:
    """Yield a row per point of the lattice.

    Parameters
    ----------
    rasters : mapping of columns to paths of rasters, all on one grid; the column `dir` holds directions, degrees from
    across : int, points along the longer side, at most

    Yields
    ------
    dict
        the columns of `rasters` (float, None where nodata), `angle` (degrees clockwise from the map's upward direction,
        None without a direction) and `geometry` (the point as WKB)

    Raises
    ------
    ReadError
        for a raster that cannot be read
    """
    grid = grid_of(next(iter(rasters.values())))
    points = thin_lattice(grid, across)
    ground = GroundSteps.of(points)
    readers = {column: Band(path).open() for column, path in rasters.items()}
    for row in range(points.rows):
        xs, ys = points.centre(np.full(points.cols, row), np.arange(points.cols))
        cells = [grid.cell_at(float(x), float(y)) or (0, 0) for x, y in zip(xs, ys)]
        raster_row = Window(cells[0][0], 0, 1, grid.cols)
        values = {column: reader.read(raster_row)[0] for column, reader in readers.items()}
        matrices = None if ground is None else ground.lattice.at(np.full(points.cols, row), np.arange(points.cols))
        for col, (_, raster_col) in enumerate(cells):
            winds = {column: _number(row_values[raster_col]) for column, row_values in values.items()}
            if any(value is not None for value in winds.values()):
                wkb = points_to_wkb(np.array([xs[col], ys[col]]))
                matrix = None if matrices is None else matrices[:, col]
                yield {**winds, ANGLE: _angle(winds[DIRECTION], matrix, points), "geometry": wkb}


def _number(value: Any) -> float | None:
    return None if value is np.ma.masked else float(value)


def _angle(direction: float | None, matrix: np.ndarray | None, grid: Grid) -> float | None:
    if direction is None:
        return None
    bearing = (direction + 180.0) % 360.0
    return bearing if matrix is None else float(map_angles(matrix, grid, bearing)) % 360.0
