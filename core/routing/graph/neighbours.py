"""The eight neighbours of a cell: codes, steps and distances in metres.

    code   0   1   2   3   4   5   6   7
           N   NE  E   SE  S   SW  W   NW       clockwise, in *grid* directions

Grid north is where the map's y grows. With `rows_southward` (row 0 is the northern edge, as in nearly every
GeoTIFF) N is one row up; otherwise one row down. On a geographic grid cells are `dx` by `dy` metres, given per row, as
columns draw together towards the pole. A diagonal neighbour therefore lies at atan2(dx, dy), which is 45 degrees only
where cells are square. On a projected grid `ground` says where each neighbour really lies (`raster.ground_steps`):
axes are turned, stretched and, as a rule, not at right angles.

Example: at 60 degrees north on a 1 degree grid, dx = 55.8 km and dy = 111.4 km: NE lies at 26.6 degrees and is
124.6 km away.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ...errors import ParameterError
from ...raster.grid import Grid
from ...raster.ground_steps import GroundSteps
from ..messages import CELL_SIZE
from .step_table import StepTable, patch_sizes, patches_of

NORTH, NORTHEAST, EAST, SOUTHEAST, SOUTH, SOUTHWEST, WEST, NORTHWEST = range(8)
EASTWARD = np.array([0, 1, 1, 1, 0, -1, -1, -1], dtype=np.int64)  # columns per step, by code
NORTHWARD = np.array([1, 1, 0, -1, -1, -1, 0, 1], dtype=np.int64)  # steps towards grid north, by code


@dataclass(frozen=True)
class Neighbourhood:
    """Shape of the grid and size of its cells.

    Attributes
    ----------
    rows, cols : int
    dx, dy : (rows,) float64, metres, the width and height of a cell by row; of no effect where there is `ground`
    rows_southward : bool; row 0 is the northern edge
    ground : GroundSteps, of a projected grid; None where the grid's axes point east and north
    """

    rows: int
    cols: int
    dx: NDArray[np.float64]
    dy: NDArray[np.float64]
    rows_southward: bool = True
    ground: GroundSteps | None = None

    @classmethod
    def of_grid(cls, grid: Grid) -> Neighbourhood:
        """Return the neighbourhood of a grid, on the ground.

        Parameters
        ----------
        grid : Grid

        Returns
        -------
        Neighbourhood
        """
        dx, dy = grid.cell_size_m()
        return cls.of(grid.rows, grid.cols, dx, dy, grid.rows_run_south, ground=GroundSteps.of(grid))

    @classmethod
    def of(
        cls,
        rows: int,
        cols: int,
        dx: ArrayLike,
        dy: ArrayLike,
        rows_southward: bool = True,
        *,
        ground: GroundSteps | None = None,
    ) -> Neighbourhood:
        """Return the neighbourhood of a grid of given cells.

        Parameters
        ----------
        rows, cols : int
        dx, dy : float or (rows,) float64, metres
        rows_southward : bool; row 0 is the northern edge
        ground : GroundSteps or None, as of the class

        Returns
        -------
        Neighbourhood

        Raises
        ------
        ParameterError
            A width or height is not finite and above 0.
        """
        width = np.broadcast_to(np.asarray(dx, dtype=np.float64), (rows,)).copy()
        height = np.broadcast_to(np.asarray(dy, dtype=np.float64), (rows,)).copy()
        wrong_rows = np.flatnonzero(~((width > 0) & (height > 0) & np.isfinite(width) & np.isfinite(height)))
        if wrong_rows.size:
            row = int(wrong_rows[0])
            raise ParameterError(CELL_SIZE, row=row + 1, dx=float(width[row]), dy=float(height[row]))
        return cls(rows, cols, width, height, rows_southward, ground)

    @property
    def size(self) -> int:
        """Number of cells."""
        return self.rows * self.cols

    @property
    def row_steps(self) -> NDArray[np.int64]:
        """Rows per step, by code (8)."""
        return -NORTHWARD if self.rows_southward else NORTHWARD

    @property
    def offsets(self) -> NDArray[np.int64]:
        """Difference of flat cell indices per step, by code (8)."""
        return self.row_steps * self.cols + EASTWARD

    def lengths(self) -> NDArray[np.float64]:
        """Return the length of every step by the size of cells.

        Returns
        -------
        (8, rows) float64, metres, by code and by the row that the step starts from
        """
        return np.hypot(EASTWARD[:, None] * self.dx, NORTHWARD[:, None] * self.dy)

    @cached_property
    def step_lengths(self) -> StepTable:
        """The length of every step on the ground, metres."""
        if self.ground is None:
            return StepTable.by_row(self.lengths(), self.cols)
        lattice = self.ground.lattice
        down, across = patch_sizes(np.hypot(*step_vectors(lattice.values)), lattice.rows, lattice.cols)
        by_row = across >= self.cols
        row_patch, col_patch = patches_of((self.rows, self.cols), (1 if by_row else down, across))
        rows, cols = (
            np.bincount(patch, np.arange(patch.size)) / np.bincount(patch) for patch in (row_patch, col_patch)
        )
        row, col = (place.ravel() for place in np.meshgrid(rows, cols, indexing="ij"))
        values = np.empty((8, row.size))
        for code in range(8):
            east, north = int(EASTWARD[code]), int(NORTHWARD[code])
            middle = row + 0.5 * self.row_steps[code], col + 0.5 * east
            values[code] = np.hypot(*self.ground.displacement(*middle, np.array(east), np.array(north)))
        return StepTable(values, self.cols, row_patch * cols.size, None if by_row else col_patch)

    def displacement(
        self, cells: NDArray[np.integer], to_cells: NDArray[np.integer]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return the way on the ground from cells to others not far away.

        Parameters
        ----------
        cells, to_cells : (n,) int, flat indices

        Returns
        -------
        east, north : (n,) float64, metres
        """
        (row, col), (to_row, to_col) = np.divmod(cells, self.cols), np.divmod(to_cells, self.cols)
        columns, rows_up = to_col - col, (to_row - row) * (-1 if self.rows_southward else 1)
        if self.ground is not None:
            return self.ground.displacement(0.5 * (row + to_row), 0.5 * (col + to_col), columns, rows_up)
        return columns * 0.5 * (self.dx[to_row] + self.dx[row]), rows_up * 0.5 * (self.dy[to_row] + self.dy[row])

    def bearings(self, rows: slice) -> NDArray[np.float64]:
        """Return the direction to every neighbour by the size of cells.

        Parameters
        ----------
        rows : slice of the grid's rows

        Returns
        -------
        (8, rows in the slice) float64, degrees clockwise from grid north, 0 <= bearing < 360, by code
        """
        return neighbour_bearings(self.dx[rows], self.dy[rows])


def neighbour_bearings(dx: NDArray[np.float64], dy: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the direction to every neighbour where axes are true.

    Parameters
    ----------
    dx, dy : (rows,) float64, metres

    Returns
    -------
    (8, rows) float64, degrees clockwise from north, 0 <= bearing < 360, by code
    """
    bearing: NDArray[np.float64] = np.mod(
        np.degrees(np.arctan2(EASTWARD[:, None] * dx, NORTHWARD[:, None] * dy)), 360.0
    )
    return bearing


def step_vectors(matrix: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the steps to all neighbours on the ground.

    Parameters
    ----------
    matrix : (4, ...) float64, metres, as the fields of `GroundSteps`

    Returns
    -------
    east, north : (8, ...) float64, metres, by code
    """
    a, b, c, d = matrix[:, None]
    columns, rows_up = (code.reshape(8, *(1,) * (matrix.ndim - 1)) for code in (EASTWARD, NORTHWARD))
    return a * columns + b * rows_up, c * columns + d * rows_up
