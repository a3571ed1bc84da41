"""Who sends how much to whom: the sparse matrix W of weights, and sums by group.

W holds what arrives at a cell (row) of what leaves its donors (columns): weights >= 0, the sum of a column <= 1.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .arrays import Vector

_BLOCK_CELLS = 1 << 17  # whose entries are gathered together


@dataclass(frozen=True)
class Donors:
    """W in compressed rows: row i has the entries first[i] to first[i + 1] of `donor` and `weight`.

    Attributes
    ----------
    first : (cells + 1,) int, where each row begins
    donor : (entries,) int32, the column of each entry
    weight : (entries,) float64, share of the donor's outflow that arrives, decay included
    """

    first: NDArray[np.integer]
    donor: NDArray[np.int32]
    weight: Vector

    @property
    def size(self) -> int:
        """Number of cells."""
        return int(self.first.size - 1)

    def inflow(self, outflow: Vector) -> Vector:
        """Return W @ outflow.

        Parameters
        ----------
        outflow : (cells,) float64, t

        Returns
        -------
        (cells,) float64, t, 0 for cells without donors
        """
        result = np.zeros(self.size)
        for start in range(0, self.size, _BLOCK_CELLS):
            first = self.first[start : start + _BLOCK_CELLS + 1]
            filled = np.flatnonzero(first[1:] > first[:-1])
            if filled.size:
                entries = slice(int(first[0]), int(first[-1]))
                arriving = outflow[self.donor[entries]]
                arriving *= self.weight[entries]
                result[start + filled] = np.add.reduceat(arriving, first[filled] - first[0])
        return result

    def among(self, cells: NDArray[np.integer]) -> Donors:
        """Return the weights among some cells, which are numbered anew in their order.

        Parameters
        ----------
        cells : (n,) int, increasing

        Returns
        -------
        Donors, of n cells
        """
        number = np.full(self.size, -1, dtype=np.int32)
        number[cells] = np.arange(cells.size, dtype=np.int32)
        counts = (self.first[1:] - self.first[:-1])[cells]
        begin = np.repeat(self.first[cells] - np.concatenate([[0], np.cumsum(counts)[:-1]]), counts)
        entries = np.arange(begin.size, dtype=np.int64) + begin
        donor = number[self.donor[entries]]
        inside = donor >= 0
        row = np.repeat(np.arange(cells.size), counts)[inside]
        first = np.concatenate([[0], np.cumsum(np.bincount(row, minlength=cells.size))])
        return Donors(first, donor[inside], self.weight[entries[inside]])

    def leaving(self) -> Vector:
        """Return the column sums of W: the share of each cell's outflow that arrives at a cell of the group.

        Returns
        -------
        (cells,) float64, 0 to 1
        """
        return sum_by(self.donor, self.weight, self.size)


def starts_of(group: NDArray[np.integer]) -> NDArray[np.int64]:
    """Return where each run of equal values begins.

    >>> starts_of(np.array([4, 4, 7, 7, 7, 9])).tolist()
    [0, 2, 5]

    Parameters
    ----------
    group : (n,) int, n > 0, equal values side by side

    Returns
    -------
    (runs,) int64
    """
    return np.flatnonzero(np.concatenate(([True], group[1:] != group[:-1]))).astype(np.int64)


def sum_by(group: NDArray[np.integer], values: NDArray[np.floating], count: int) -> NDArray[np.float64]:
    """Return the sum of the values of each group.

    Parameters
    ----------
    group : (n,) int, 0 to count - 1
    values : (n,) float
    count : int, of groups

    Returns
    -------
    (count,) float64, 0 for groups without a value
    """
    return np.asarray(np.bincount(group, weights=values, minlength=count), dtype=np.float64)


def renumber_groups(group: NDArray[np.int32]) -> NDArray[np.int32]:
    """Return the same groups, numbered without gaps in the same order.

    Parameters
    ----------
    group : (n,) int32, >= 0

    Returns
    -------
    (n,) int32
        0 to the number of groups - 1
    """
    used = np.bincount(group) > 0
    return (np.cumsum(used, dtype=np.int32) - np.int32(1))[group]
