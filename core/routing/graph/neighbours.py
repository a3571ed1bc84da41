"""The eight neighbours of a cell: codes, steps and distances in metres.

    code   0   1   2   3   4   5   6   7
           N   NE  E   SE  S   SW  W   NW       clockwise, in *grid* directions

Grid north is where the map's y grows. With `rows_southward` (row 0 is the northern edge, as in nearly every
GeoTIFF) N is one row up; otherwise one row down. Cells are `dx` by `dy` metres, given per row, as on a
geographic grid the columns draw together towards the pole. A diagonal neighbour therefore lies at
atan2(dx, dy), which is 45 degrees only where cells are square.

Example: at 60 degrees north on a 1 degree grid, dx = 55.8 km and dy = 111.4 km: NE lies at 26.6 degrees and is
124.6 km away.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ...errors import ParameterError
from ..messages import CELL_SIZE

NORTH, NORTHEAST, EAST, SOUTHEAST, SOUTH, SOUTHWEST, WEST, NORTHWEST = range(8)
EASTWARD = np.array([0, 1, 1, 1, 0, -1, -1, -1], dtype=np.int64)  # columns per step, by code
NORTHWARD = np.array([1, 1, 0, -1, -1, -1, 0, 1], dtype=np.int64)  # steps towards grid north, by code


@dataclass(frozen=True)
class Neighbourhood:
    """Shape of the grid and size of its cells.

    Attributes
    ----------
    rows, cols : int
    dx, dy : (rows,) float64, metres, the width and height of a cell by row
    rows_southward : bool; row 0 is the northern edge
    """

    rows: int
    cols: int
    dx: NDArray[np.float64]
    dy: NDArray[np.float64]
    rows_southward: bool = True

    @classmethod
    def of(cls, rows: int, cols: int, dx: ArrayLike, dy: ArrayLike, rows_southward: bool = True) -> Neighbourhood:
        """Return the neighbourhood of a grid.

        Parameters
        ----------
        rows, cols : int
        dx, dy : float or (rows,) float64, metres
        rows_southward : bool; row 0 is the northern edge

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
        return cls(rows, cols, width, height, rows_southward)

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
        """Return the length of every step.

        Returns
        -------
        (8, rows) float64, metres, by code and by the row that the step starts from
        """
        return np.hypot(EASTWARD[:, None] * self.dx, NORTHWARD[:, None] * self.dy)

    def bearings(self, rows: slice) -> NDArray[np.float64]:
        """Return the direction to every neighbour.

        Parameters
        ----------
        rows : slice of the grid's rows

        Returns
        -------
        (8, rows in the slice) float64, degrees clockwise from grid north, 0 <= bearing < 360, by code
        """
        angle = np.degrees(np.arctan2(EASTWARD[:, None] * self.dx[rows], NORTHWARD[:, None] * self.dy[rows]))
        bearing: NDArray[np.float64] = np.mod(angle, 360.0)
        return bearing
