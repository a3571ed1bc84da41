"""Large components from which carbon goes in all directions (wind rose): solved on coarser and coarser grids.

With up to eight receivers nearly every pair of neighbours is a cycle, and no small feedback set opens them. But the
error that remains after some hops is smooth, so it can be computed on blocks of 2 x 2 cells, those on blocks of
blocks, and so on (multigrid; aggregation as in Braess 1995, DOI 10.1007/BF02238488). A block's outflow is divided
evenly among its cells, and what arrives is added up; so no level loses mass:

    W_coarse[I, J] = sum over i in I, j in J of W[i, j] / size(J)

One V-cycle, down to the coarsest grid and up again, is the preconditioner of BiCGSTAB (van der Vorst 1992,
DOI 10.1137/0913035). The first guess of which cells overflow comes from solving the same problem on the coarse grids.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...progress import Progress
from ..graph.arrays import Vector
from ..graph.weights import Donors

_DENSE_LEVEL = 400  # cells up to which a level is the coarsest, and inverted
_JACOBI_DAMPING = 0.85
_OVERCORRECTION = 1.4  # even outflow within a block is too stiff, so corrections come out too short
_ITERATIONS = 120
_PRECISION = 1e-5  # of a balance's residual, relative to that of its guess
_LAST_PRECISION = 1e-11  # the same when all cells overflow
_GUESS_PRECISION = 1e-2  # the same on coarse grids
_LEAST_RESIDUAL = 1e-15  # relative to the supply
_RELAXATION_HOPS = 8
_COARSE_ROUNDS = 6


@dataclass(frozen=True)
class Level:
    """One grid of n cells, fine or coarse.

    Attributes
    ----------
    weights : (n, n) SciPy CSR matrix
        W
    own : (n,) float64
        1 - the diagonal of W
    block : (n,) int32
        the next level's cell for each cell
    share : (blocks,) float64
        1 / number of cells
    row, col : (n,) int32
        in the grid of this level
    inverse : (n, n) float64 or None
        of 1 - W, on the coarsest level only
    """

    weights: Any
    own: Vector
    block: NDArray[np.int32]
    share: Vector
    row: NDArray[np.int32]
    col: NDArray[np.int32]
    inverse: NDArray[np.float64] | None = None

    def block_sums(self, values: Vector) -> Vector:
        """Return sums over blocks.

        Parameters
        ----------
        values : (n,) float64

        Returns
        -------
        (blocks,) float64
        """
        return np.asarray(np.bincount(self.block, weights=values, minlength=self.share.size), dtype=np.float64)

    def divide_blocks(self, values: Vector) -> Vector:
        """Return block values divided evenly among their cells.

        Parameters
        ----------
        values : (blocks,) float64

        Returns
        -------
        (n,) float64
        """
        return np.asarray((values * self.share)[self.block], dtype=np.float64)


def build_levels(weights: Any, row: NDArray[np.int32], col: NDArray[np.int32]) -> list[Level]:
    """Return grids from fine to coarse.

    Parameters
    ----------
    weights : (n, n) SciPy CSR matrix
        W of the finest
    row, col : (n,) int32
        of its cells

    Returns
    -------
    list of Level
    """
    from scipy.sparse import csr_matrix

    levels = []
    while True:
        size = weights.shape[0]
        block = _block_numbers(row, col) if size > _DENSE_LEVEL else np.zeros(size, dtype=np.int32)
        count = int(block.max()) + 1 if size else 0
        sizes = np.bincount(block, minlength=count).astype(np.float64)
        last = size <= _DENSE_LEVEL or count == size
        inverse = np.linalg.pinv(np.eye(size) - weights.toarray(), rcond=1e-14) if last else None
        levels.append(Level(weights, 1.0 - weights.diagonal(), block, 1.0 / sizes, row, col, inverse))
        if last:
            return levels
        divide = csr_matrix((1.0 / sizes[block], block, np.arange(size + 1)), shape=(size, count))
        collect = csr_matrix((np.ones(size), block, np.arange(size + 1)), shape=(size, count)).T.tocsr()
        weights = collect @ (weights @ divide)
        first = np.zeros(count, dtype=np.int64)
        first[block[::-1]] = np.arange(size - 1, -1, -1)
        row, col = row[first] // 2, col[first] // 2


def _block_numbers(row: NDArray[np.int32], col: NDArray[np.int32]) -> NDArray[np.int32]:
    """Return the number of the 2 x 2 block that each cell lies in."""
    key = (row // 2).astype(np.int64) * (int(col.max()) // 2 + 1) + col // 2
    used = np.zeros(int(key.max()) + 1, dtype=bool)
    used[key] = True
    return (np.cumsum(used) - 1).astype(np.int32)[key]


def v_cycle(levels: list[Level], depth: int, right: Vector) -> Vector:
    """Solve y - W y = right on one level approximately, by one V-cycle through the coarser ones.

    Parameters
    ----------
    levels : list of Level
    depth : int
        which of them
    right : (n,) float64

    Returns
    -------
    (n,) float64
    """
    level = levels[depth]
    if level.inverse is not None:
        return np.asarray(level.inverse @ right, dtype=np.float64)
    y = _JACOBI_DAMPING * right / level.own
    residual = level.weights @ y
    residual -= y
    residual += right
    for _ in range(2 if depth > 0 else 1):
        step = level.divide_blocks(_OVERCORRECTION * v_cycle(levels, depth + 1, level.block_sums(residual)))
        y += step
        residual -= step
        residual += level.weights @ step
    residual *= _JACOBI_DAMPING
    residual /= level.own
    y += residual
    return y


def bicgstab(levels: list[Level], right: Vector, start: Vector, precision: float, progress: Progress) -> Vector:
    """Solve y - W y = right on the finest level by BiCGSTAB, one V-cycle being the preconditioner.

    Parameters
    ----------
    levels : list of Level
    right, start : (n,) float64
        the right side and a guess
    precision : float
        of the residual's 2-norm, relative to that of the guess
    progress : Progress
        whose `check` raises when the user cancels

    Returns
    -------
    (n,) float64

    References
    ----------
    van der Vorst, H. (1992). Bi-CGSTAB. DOI 10.1137/0913035
    """
    weights = levels[0].weights
    y = start.copy()
    residual = right - y + weights @ y
    target = max(precision * float(np.linalg.norm(residual)), _LEAST_RESIDUAL * float(np.linalg.norm(right)))
    shadow, search, image = residual.copy(), np.zeros_like(y), np.zeros_like(y)
    rho = alpha = omega = 1.0
    for _ in range(_ITERATIONS):
        progress.check()
        if float(np.linalg.norm(residual)) <= target:
            break
        rho_before, rho = rho, float(shadow @ residual)
        if rho == 0.0 or omega == 0.0:
            break
        search = residual + (rho / rho_before) * (alpha / omega) * (search - omega * image)
        step = v_cycle(levels, 0, search)
        image = step - weights @ step
        alpha = rho / float(shadow @ image)
        y += alpha * step
        residual = residual - alpha * image
        step = v_cycle(levels, 0, residual)
        second = step - weights @ step
        omega = float(second @ residual) / max(float(second @ second), 1e-300)
        y += omega * step
        residual = residual - omega * second
    return y


class AggregationSolver:
    """The solver of components side by side.

    Parameters
    ----------
    donors : Donors
        weights W among the n cells
    component : (n,) integers
        of each cell
    row, col : (n,) int32
        in the grid
    progress : Progress
        whose `check` raises when the user cancels
    """

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
        """Return the solver of some of the components.

        Parameters
        ----------
        cells : (m,) int64
            positions of all their cells, ascending

        Returns
        -------
        AggregationSolver
        """
        donors = self.donors.among(cells)
        return AggregationSolver(donors, self.component[cells], self.row[cells], self.col[cells], self.progress)

    def guess(self, supply: Vector, capacity: Vector) -> Vector:
        """Return the outflow to begin with, as coarser grids see it.

        Parameters
        ----------
        supply, capacity : (n,) float64, t

        Returns
        -------
        (n,) float64, t
        """
        levels = build_levels(self.weights, self.row, self.col)
        self.levels = levels
        amounts = [(supply, capacity)]
        for level in levels[:-1]:
            amounts.append((level.block_sums(amounts[-1][0]), level.block_sums(amounts[-1][1])))
        outflow = np.zeros(amounts[-1][0].size)
        for depth in range(len(levels) - 1, 0, -1):
            outflow = self._rounds(levels[depth:], *amounts[depth], outflow)
            outflow = levels[depth - 1].divide_blocks(outflow)
        return outflow

    def _rounds(self, levels: list[Level], supply: Vector, capacity: Vector, outflow: Vector) -> Vector:
        """Return outflow on one level after a few rounds of hops and balance."""
        level = levels[0]
        before = np.zeros(0, dtype=bool)
        for _ in range(_COARSE_ROUNDS):
            for _ in range(_RELAXATION_HOPS):
                net = supply - capacity + level.weights @ outflow - (1.0 - level.own) * outflow
                outflow = np.maximum(net / level.own, 0.0)
            active = outflow > 0
            if np.array_equal(active, before):
                break
            before = active
            outflow = np.maximum(self._solve_active(levels, active, supply - capacity, outflow, _GUESS_PRECISION), 0.0)
        return outflow

    def relax(self, outflow: Vector, supply: Vector, capacity: Vector) -> tuple[Vector, Vector, NDArray[np.bool_]]:
        """Take a few hops.

        Parameters
        ----------
        outflow, supply, capacity : (n,) float64, t

        Returns
        -------
        outflow : (n,) float64, t
        change : (n,) float64, t
            by the last hop
        active : (n,) bool
            where cells overflow
        """
        before = outflow
        for _ in range(_RELAXATION_HOPS):
            before = outflow
            total = supply + self.weights @ outflow
            outflow = np.maximum(total - capacity, 0.0)
        return outflow, outflow - before, outflow > 0

    def balance(self, active: NDArray[np.bool_], supply: Vector, start: Vector) -> Vector:
        """Solve the linear balance y = supply + W y of the active cells, nearly.

        Parameters
        ----------
        active : (n,) bool
        supply : (n,) float64, t
        start : (n,) float64, t
            a guess

        Returns
        -------
        (n,) float64, t
            0 in cells that are not active
        """
        levels = self.levels or [Level(self.weights, np.ones(0), np.zeros(0, np.int32), np.ones(0), self.row, self.col)]
        precision = _LAST_PRECISION if active.all() else _PRECISION  # the last round, when all cells overflow
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
