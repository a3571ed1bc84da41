"""Large components where carbon spreads in all directions (wind rose): solved on coarser and coarser grids.

With up to eight receivers nearly every pair of neighbours is a cycle, and no small cut opens them. But what is
left to correct after some hops is smooth, so it can be computed on blocks of 2 x 2 cells, those on blocks of
blocks, and so on (multigrid; aggregation as in Braess 1995, DOI 10.1007/BF02238488). A block's outflow is spread
evenly over its cells, and what arrives is added up; so no level loses mass:

    W_coarse[I, J] = sum over i in I, j in J of W[i, j] / size(J)

One descent and ascent is the preconditioner of BiCGSTAB (van der Vorst 1992, DOI 10.1137/0913035). The first
guess of which cells overflow comes from solving the same problem on the coarse grids.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...progress import Progress
from ..graph.arrays import Vector
from ..graph.weights import Donors

_COARSEST = 400
_DAMPING = 0.85
_STRETCH = 1.4  # even outflow within a block is too stiff, so corrections come out too short
_ITERATIONS = 120
_PRECISION = 1e-5
_FINE = 1e-11
_ROUGH = 1e-2
_FLOOR = 1e-15
_HOPS = 8
_COARSE_ROUNDS = 6


@dataclass(frozen=True)
class Level:
    """weights: W, sparse; own: 1 - its diagonal; block: the next level's cell for each cell; share: 1 / size.

    row, col: in the grid of this level; inverse: of 1 - W, on the coarsest level only.
    """

    weights: Any
    own: Vector
    block: NDArray[np.int32]
    share: Vector
    row: NDArray[np.int32]
    col: NDArray[np.int32]
    inverse: NDArray[np.float64] | None = None

    def block_sums(self, values: Vector) -> Vector:
        """Return sums over blocks."""
        return np.asarray(np.bincount(self.block, weights=values, minlength=self.share.size), dtype=np.float64)

    def broadcast(self, values: Vector) -> Vector:
        """Return block values spread over their cells."""
        return np.asarray((values * self.share)[self.block], dtype=np.float64)


def build_levels(weights: Any, row: NDArray[np.int32], col: NDArray[np.int32]) -> list[Level]:
    """Return grids from fine to coarse; weights: SciPy CSR matrix of the finest."""
    from scipy.sparse import csr_matrix

    levels = []
    while True:
        size = weights.shape[0]
        block = _blocks(row, col) if size > _COARSEST else np.zeros(size, dtype=np.int32)
        count = int(block.max()) + 1 if size else 0
        sizes = np.bincount(block, minlength=count).astype(np.float64)
        last = size <= _COARSEST or count == size
        inverse = np.linalg.pinv(np.eye(size) - weights.toarray(), rcond=1e-14) if last else None
        levels.append(Level(weights, 1.0 - weights.diagonal(), block, 1.0 / sizes, row, col, inverse))
        if last:
            return levels
        spread = csr_matrix((1.0 / sizes[block], block, np.arange(size + 1)), shape=(size, count))
        collect = csr_matrix((np.ones(size), block, np.arange(size + 1)), shape=(size, count)).T.tocsr()
        weights = collect @ (weights @ spread)
        first = np.zeros(count, dtype=np.int64)
        first[block[::-1]] = np.arange(size - 1, -1, -1)
        row, col = row[first] // 2, col[first] // 2


def _blocks(row: NDArray[np.int32], col: NDArray[np.int32]) -> NDArray[np.int32]:
    """Return the number of the 2 x 2 block that each cell lies in."""
    key = (row // 2).astype(np.int64) * (int(col.max()) // 2 + 1) + col // 2
    used = np.zeros(int(key.max()) + 1, dtype=bool)
    used[key] = True
    return (np.cumsum(used) - 1).astype(np.int32)[key]


def v_cycle(levels: list[Level], depth: int, right: Vector) -> Vector:
    """Return an approximate solution of y - W y = right on one level, by one cycle through the coarser ones."""
    level = levels[depth]
    if level.inverse is not None:
        return np.asarray(level.inverse @ right, dtype=np.float64)
    y = _DAMPING * right / level.own
    rest = level.weights @ y
    rest -= y
    rest += right
    for _ in range(2 if depth > 0 else 1):
        step = level.broadcast(_STRETCH * v_cycle(levels, depth + 1, level.block_sums(rest)))
        y += step
        rest -= step
        rest += level.weights @ step
    rest *= _DAMPING
    rest /= level.own
    y += rest
    return y


def bicgstab(levels: list[Level], right: Vector, start: Vector, precision: float, progress: Progress) -> Vector:
    """Return y with y - W y = right, with `precision` times the residual of the guess `start`."""
    weights = levels[0].weights
    y = start.copy()
    rest = right - y + weights @ y
    target = max(precision * float(np.linalg.norm(rest)), _FLOOR * float(np.linalg.norm(right)))
    shadow, search, image = rest.copy(), np.zeros_like(y), np.zeros_like(y)
    rho = alpha = omega = 1.0
    for _ in range(_ITERATIONS):
        progress.check()
        if float(np.linalg.norm(rest)) <= target:
            break
        rho_before, rho = rho, float(shadow @ rest)
        if rho == 0.0 or omega == 0.0:
            break
        search = rest + (rho / rho_before) * (alpha / omega) * (search - omega * image)
        step = v_cycle(levels, 0, search)
        image = step - weights @ step
        alpha = rho / float(shadow @ image)
        y += alpha * step
        rest = rest - alpha * image
        step = v_cycle(levels, 0, rest)
        second = step - weights @ step
        omega = float(second @ rest) / max(float(second @ second), 1e-300)
        y += omega * step
        rest = rest - omega * second
    return y


class AggregationSolver:
    """Components side by side. donors: weights among their cells; component: of each cell; row, col: in the grid."""

    def __init__(
        self,
        donors: Donors,
        component: NDArray[np.integer],
        row: NDArray[np.int32],
        col: NDArray[np.int32],
        progress: Progress,
    ) -> None:
        from scipy.sparse import csr_matrix

        self.donors, self.component, self.row, self.col, self.progress = donors, component, row, col, progress
        shape = (donors.size, donors.size)
        self.weights = csr_matrix((donors.weight, donors.donor, donors.first), shape=shape)
        self.levels: list[Level] = []

    def restrict(self, cells: NDArray[np.int64]) -> AggregationSolver:
        """Return the solver of the components that `cells` make up."""
        donors = self.donors.among(cells)
        return AggregationSolver(donors, self.component[cells], self.row[cells], self.col[cells], self.progress)

    def guess(self, supply: Vector, capacity: Vector) -> Vector:
        """Return outflow as coarser grids see it."""
        levels = build_levels(self.weights, self.row, self.col)
        self.levels = levels
        amounts = [(supply, capacity)]
        for level in levels[:-1]:
            amounts.append((level.block_sums(amounts[-1][0]), level.block_sums(amounts[-1][1])))
        outflow = np.zeros(amounts[-1][0].size)
        for depth in range(len(levels) - 1, 0, -1):
            outflow = self._rounds(levels[depth:], *amounts[depth], outflow)
            outflow = levels[depth - 1].broadcast(outflow)
        return outflow

    def _rounds(self, levels: list[Level], supply: Vector, capacity: Vector, outflow: Vector) -> Vector:
        """Return outflow on one level after a few rounds of hops and balance."""
        level = levels[0]
        before = np.zeros(0, dtype=bool)
        for _ in range(_COARSE_ROUNDS):
            for _ in range(_HOPS):
                net = supply - capacity + level.weights @ outflow - (1.0 - level.own) * outflow
                outflow = np.maximum(net / level.own, 0.0)
            active = outflow > 0
            if np.array_equal(active, before):
                break
            before = active
            outflow = np.maximum(self._solve_active(levels, active, supply - capacity, outflow, _ROUGH), 0.0)
        return outflow

    def relax(self, outflow: Vector, supply: Vector, capacity: Vector) -> tuple[Vector, Vector, NDArray[np.bool_]]:
        """Return outflow after a few hops, its last change, t, and which cells overflow."""
        before = outflow
        for _ in range(_HOPS):
            before = outflow
            total = supply + self.weights @ outflow
            outflow = np.maximum(total - capacity, 0.0)
        return outflow, outflow - before, outflow > 0

    def balance(self, active: NDArray[np.bool_], supply: Vector, start: Vector) -> Vector:
        """Return y = supply + W y in the active cells, 0 elsewhere, close to it; `start`: a guess."""
        levels = self.levels or [Level(self.weights, np.ones(0), np.zeros(0, np.int32), np.ones(0), self.row, self.col)]
        precision = _FINE if active.all() else _PRECISION  # the last round, when all cells overflow
        return self._solve_active(levels, active, supply, start, precision)

    def _solve_active(
        self, levels: list[Level], active: NDArray[np.bool_], supply: Vector, start: Vector, precision: float
    ) -> Vector:
        cells = np.flatnonzero(active)
        result = np.zeros(supply.size)
        if cells.size == 0:
            return result
        finest = levels[0]
        if cells.size < supply.size:
            levels = build_levels(finest.weights[cells][:, cells], finest.row[cells], finest.col[cells])
        elif finest.own.size == 0:
            levels = build_levels(finest.weights, finest.row, finest.col)
        result[cells] = bicgstab(levels, supply[cells], start[cells], precision, self.progress)
        return result
