"""Negative amounts, which neither the balance nor the routing of emission and sequestration can take: how many, where.

a block from row 10, column 20, of cells 1 -2 / 3 -4   ->   2 negative cells, the first -2 at row 10, column 21
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from ..errors import RasterError


@dataclass(frozen=True)
class NegativeCells:
    """How many negative values there are, and where the first one is (row, column from 0); merges by addition."""

    count: int = 0
    row: int = 0
    col: int = 0
    value: float = 0.0

    @classmethod
    def find(cls, values: np.ndarray, valid: np.ndarray, row: int, col: int) -> NegativeCells:
        """Look in a block that starts at (row, col)."""
        # Mostly one look at the least value is enough.
        negative = (values < 0) & valid if values.min() < 0 else None
        if negative is None or not negative.any():
            return cls()
        y, x = np.argwhere(negative)[0]
        return cls(int(negative.sum()), row + int(y), col + int(x), float(values[y, x]))

    def __add__(self, other: NegativeCells) -> NegativeCells:
        """Keep the first position, add the counts."""
        first = self if self.count else other
        return replace(first, count=self.count + other.count)

    def raise_if_any(self, template: str, raster: str) -> None:
        """Raise `RasterError` when there is any."""
        if self.count:
            raise RasterError(
                template, raster=raster, count=self.count, row=self.row + 1, col=self.col + 1, value=self.value
            )
