"""Linear balance in a group of cells: find y = supply + W y.

W holds what arrives at a cell (row) of what leaves its donors (columns), all weights >= 0, the columns' sums <= 1.
`Donors` keeps it row by row. With SciPy a compiled sparse factorisation solves it (SuperLU; Demmel et al. 1999,
DOI 10.1137/S0895479895291765); without, a dense one for small groups and GMRES (Saad & Schultz 1986,
DOI 10.1137/0907058) for others. The caller checks what is left over.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .sums import sum_by

Vector = NDArray[np.float64]
DENSE_LIMIT = 600
_SUBSPACE = 60
_RESTARTS = 200


@dataclass(frozen=True)
class Donors:
    """Weights by receiving cell: row i has entries first[i] to first[i + 1] of donor and weight."""

    first: NDArray[np.int64]
    donor: NDArray[np.int32]
    weight: Vector

    @property
    def size(self) -> int:
        """Number of cells."""
        return int(self.first.size - 1)

    def inflow(self, outflow: Vector) -> Vector:
        """Return W @ outflow; cells without donors get 0."""
        result = np.zeros(self.size)
        if self.donor.size:
            filled = np.flatnonzero(self.first[1:] > self.first[:-1])
            result[filled] = np.add.reduceat(self.weight * outflow[self.donor], self.first[filled])
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


def solve_balance(donors: Donors, supplies: NDArray[np.float64], use_scipy: bool) -> NDArray[np.float64]:
    """Return y = supply + W y for each column of `supplies`, (cells, columns)."""
    if donors.size == 0:
        return supplies.copy()
    if use_scipy:
        return _factorised(donors, supplies)
    if donors.size <= DENSE_LIMIT:
        matrix = np.eye(donors.size)
        rows = np.repeat(np.arange(donors.size), np.diff(donors.first))
        np.subtract.at(matrix, (rows, donors.donor), donors.weight)
        return np.asarray(np.linalg.solve(matrix, supplies), dtype=np.float64)
    columns = [gmres(lambda y: y - donors.inflow(y), column, 1e-15) for column in supplies.T]
    return np.stack(columns, axis=1)


def _factorised(donors: Donors, supplies: NDArray[np.float64]) -> NDArray[np.float64]:
    from scipy.sparse import csr_matrix, identity
    from scipy.sparse.linalg import splu

    weights = csr_matrix((donors.weight, donors.donor, donors.first), shape=(donors.size, donors.size))
    factor = splu((identity(donors.size, format="csc") - weights.tocsc()).tocsc())
    return np.asarray(factor.solve(np.ascontiguousarray(supplies)), dtype=np.float64)


def gmres(apply: Callable[[Vector], Vector], right: Vector, tolerance: float, start: Vector | None = None) -> Vector:
    """Return y with apply(y) = right, to `tolerance` relative to |right| or as close as restarts bring it."""
    y = np.zeros_like(right) if start is None else start.copy()
    target = tolerance * float(np.linalg.norm(right))
    before = np.inf
    for _ in range(_RESTARTS):
        residual = right - apply(y) if y.any() else right.copy()
        norm = float(np.linalg.norm(residual))
        if norm <= target or norm >= 0.999 * before:
            break
        before = norm
        y = y + _krylov_step(apply, residual, norm, target)
    return y


def _krylov_step(apply: Callable[[Vector], Vector], residual: Vector, norm: float, target: float) -> Vector:
    """Return the correction that least squares finds in one Krylov subspace."""
    basis = [residual / norm]
    table = np.zeros((_SUBSPACE + 1, _SUBSPACE))
    size = 0
    for size in range(1, _SUBSPACE + 1):
        image = apply(basis[-1])
        for k, known in enumerate(basis):
            table[k, size - 1] = known @ image
            image = image - table[k, size - 1] * known
        length = float(np.linalg.norm(image))
        table[size, size - 1] = length
        right = np.zeros(size + 1)
        right[0] = norm
        factors = np.linalg.lstsq(table[: size + 1, :size], right, rcond=None)[0]
        left = float(np.linalg.norm(right - table[: size + 1, :size] @ factors))
        if left <= target or length <= 1e-14 * norm:
            break
        basis.append(image / length)
    correction: Vector = np.asarray(sum(f * v for f, v in zip(factors, basis)))
    return correction
