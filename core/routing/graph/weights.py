"""Who sends how much to whom, as a sparse matrix W.

W holds what arrives at a cell (row) of what leaves its donors (columns): weights >= 0, the sum of a column <= 1.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .arrays import Vector

_BLOCK = 1 << 17  # cells that are looked at together


@dataclass(frozen=True)
class Donors:
    """Weights by receiving cell: row i has entries first[i] to first[i + 1] of donor and weight."""

    first: NDArray[np.integer]
    donor: NDArray[np.int32]
    weight: Vector

    @property
    def size(self) -> int:
        """Number of cells."""
        return int(self.first.size - 1)

    def inflow(self, outflow: Vector) -> Vector:
        """Return W @ outflow; cells without donors get 0."""
        result = np.zeros(self.size)
        for start in range(0, self.size, _BLOCK):
            first = self.first[start : start + _BLOCK + 1]
            filled = np.flatnonzero(first[1:] > first[:-1])
            if filled.size:
                entries = slice(int(first[0]), int(first[-1]))
                arriving = outflow[self.donor[entries]]
                arriving *= self.weight[entries]
                result[start + filled] = np.add.reduceat(arriving, first[filled] - first[0])
        return result

    def among(self, cells: NDArray[np.integer]) -> Donors:
        """Return the weights among `cells` (increasing numbers), renumbered in their order."""
        number = np.full(self.size, -1, dtype=np.int32)
        number[cells] = np.arange(cells.size, dtype=np.int32)
        counts = (self.first[1:] - self.first[:-1])[cells]
        begin = np.repeat(self.first[cells] - np.concatenate([[0], np.cumsum(counts)[:-1]]), counts)
        entries = np.arange(begin.size, dtype=np.int64) + begin
        donor = number[self.donor[entries]]
        keep = donor >= 0
        row = np.repeat(np.arange(cells.size), counts)[keep]
        first = np.concatenate([[0], np.cumsum(np.bincount(row, minlength=cells.size))])
        return Donors(first, donor[keep], self.weight[entries[keep]])

    def leaving(self) -> Vector:
        """Return the share of each cell's outflow that arrives at a cell of the group."""
        return sum_by(self.donor, self.weight, self.size)


def starts_of(group: NDArray[np.integer]) -> NDArray[np.int64]:
    """Return where each run of equal values begins; `group` has equal values side by side."""
    return np.flatnonzero(np.concatenate(([True], group[1:] != group[:-1]))).astype(np.int64)


def sum_by(group: NDArray[np.integer], values: NDArray[np.floating], count: int) -> NDArray[np.float64]:
    """Return the sum of `values` for each group number 0 to count - 1."""
    return np.asarray(np.bincount(group, weights=values, minlength=count), dtype=np.float64)
