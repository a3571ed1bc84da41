"""Negative amounts, which neither the balance nor the routing of emission and sequestration can take: how many, where.

a block from row 10, column 20, of cells 1 -2 / 3 -4   ->   2 negative cells, the first -2 at row 10, column 21
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from ..errors import RasterError


@dataclass(frozen=True)
class NegativeCells:
    """How many cells are negative and where the first one is; merges by addition.

    Attributes
    ----------
    count : negative cells
    row, col : the first of them, counted from 0 on the grid
    value : its value
    """

    count: int = 0
    row: int = 0
    col: int = 0
    value: float = 0.0

    @classmethod
    def find(cls, values: np.ndarray, valid: np.ndarray, row: int, col: int) -> NegativeCells:
        """Find the negative cells of a block.

        Parameters
        ----------
        values : (rows, cols) float64
        valid : (rows, cols) bool: the cells that count
        row, col : the block's first cell on the grid

        Returns
        -------
        NegativeCells, the first one in row-major order
        """
        # Mostly the smallest value answers.
        negative = (values < 0) & valid if values.min() < 0 else None
        if negative is None or not negative.any():
            return cls()
        y, x = np.argwhere(negative)[0]
        return cls(int(negative.sum()), row + int(y), col + int(x), float(values[y, x]))

    def __add__(self, other: NegativeCells) -> NegativeCells:
        """Add the counts; the first position is that of the earlier block with any."""
        first = self if self.count else other
        return replace(first, count=self.count + other.count)

    def raise_if_any(self, template: str, raster: str) -> None:
        """Raise an error that says how many cells are negative, and where the first one is.

        Parameters
        ----------
        template : message with the fields raster, count, row, col (from 1) and value
        raster : its name

        Raises
        ------
        RasterError
            When any cell is negative.
        """
        if self.count:
            raise RasterError(
                template, raster=raster, count=self.count, row=self.row + 1, col=self.col + 1, value=self.value
            )
