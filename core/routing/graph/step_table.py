"""A number per step to a neighbour, in a table by rows or by patches of cells: lengths, and what arrives of a step.

On a geographic grid a step's length depends on the row alone, so there is a column of the table for each row. On a
projected grid it changes slowly from cell to cell; cells of a patch, a rectangle of rows x columns, share a column of
the table, and patches are so small that lengths within one differ by 0.05 % at most from that of its middle.

Example: EPSG:6933 at 50 degrees north, cells of 1 km: 743 m to E, 1346 m to N, a table by rows. In sinusoidal
coordinates at 112 degrees east and 30 north, a step to E is 1000 m, one to N 1398 m and leads east as well; patches are
some 10 x 14 cells.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

# Of a length, what it may differ within a patch from the one in its middle, and the most patches (64 bytes each).
_LENGTH_TOLERANCE = 5e-4
_MOST_PATCHES = 1 << 19


@dataclass(frozen=True)
class StepTable:
    """Numbers by neighbour code and patch.

    Attributes
    ----------
    values : (8, patches) float64
    cols : int, columns of the grid
    row_patch : (rows,) int64, patch of each row's first cell
    col_patch : (cols,) int64, what a column adds to it; None where all columns are alike
    """

    values: NDArray[np.float64]
    cols: int
    row_patch: NDArray[np.int64]
    col_patch: NDArray[np.int64] | None

    @classmethod
    def by_row(cls, values: NDArray[np.float64], cols: int) -> StepTable:
        """Return a table in which columns are alike.

        Parameters
        ----------
        values : (8, rows) float64
        cols : int

        Returns
        -------
        StepTable
        """
        return cls(values, cols, np.arange(values.shape[1]), None)

    def replaced(self, values: NDArray[np.float64]) -> StepTable:
        """Return a table of the same patches with other values.

        Parameters
        ----------
        values : (8, patches) float64

        Returns
        -------
        StepTable
        """
        return StepTable(values, self.cols, self.row_patch, self.col_patch)

    def at(self, code: NDArray[np.integer], cells: NDArray[np.integer]) -> NDArray[np.float64]:
        """Return the values of steps.

        Parameters
        ----------
        code : (n,) int, neighbour codes
        cells : (n,) int, flat indices of the cells that they start from

        Returns
        -------
        (n,) float64
        """
        row = cells // self.cols
        patch = self.row_patch[row]
        if self.col_patch is not None:
            patch += self.col_patch[cells - row * self.cols]
        return np.asarray(self.values[code, patch])

    def of_row(self, row: int) -> NDArray[np.float64]:
        """Return the values of a row of cells.

        Parameters
        ----------
        row : int

        Returns
        -------
        (8, cols) float64, or (8, 1) where columns are alike
        """
        first = self.row_patch[row]
        if self.col_patch is None:
            return self.values[:, first : first + 1]
        return self.values[:, first + self.col_patch]

    @cached_property
    def compiled(self) -> tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.int64]]:
        """`values`, `row_patch` and `col_patch` as compiled loops take them: empty instead of None."""
        none = np.zeros(0, dtype=np.int64)
        return self.values, self.row_patch, none if self.col_patch is None else self.col_patch


NO_TABLE = (np.zeros((0, 0)), np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))
"""In the place of `StepTable.compiled` where all arrives."""


def patch_sizes(lengths: NDArray[np.float64], rows: NDArray[np.float64], cols: NDArray[np.float64]) -> tuple[int, int]:
    """Return the rows and columns of patches within which lengths are nearly alike.

    Parameters
    ----------
    lengths : (8, m, n) float64, at the nodes of a lattice
    rows, cols : (m,), (n,) float64, positions of the nodes, in cells

    Returns
    -------
    (int, int)
        cells down and across; as many as there are where nothing changes that way
    """
    sizes = []
    for axis, nodes in ((1, rows), (2, cols)):
        steepest = 0.0
        if nodes.size > 1:
            change = np.abs(np.diff(np.log(lengths), axis=axis)).max(axis=(0, 3 - axis))
            steepest = float((change / np.diff(nodes)).max())
        far = 2 * _LENGTH_TOLERANCE
        sizes.append(int(np.clip(far / max(steepest, 1e-12), 1, 10**9)))
    return sizes[0], sizes[1]


def patches_of(shape: tuple[int, int], size: tuple[int, int]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return to which patch rows and columns belong, with patches made larger where there would be too many.

    Parameters
    ----------
    shape : (int, int), rows and columns of the grid
    size : (int, int), rows and columns of a patch

    Returns
    -------
    (rows,), (cols,) int64, counted from 0 on both sides
    """
    down, across = size
    while -(-shape[0] // down) * -(-shape[1] // across) > _MOST_PATCHES:
        down, across = down + (down <= across), across + (across < down)
    return np.arange(shape[0]) // down, np.arange(shape[1]) // across
