"""Large components: cut open, swept lap by lap, and the cut accelerated.

Without the cut cells (see `cut`) a component has no cycle. So when the outflow of the cut cells is given, one
sweep through the rest gives every other outflow exactly, and what flows into the cut: one lap. Only the cut, some
hundred unknowns among 100 000 cells, is iterated. With the overflowing cells as they are, a lap is linear in the
outflow of the cut: small cuts are solved by their matrix, found by laps with many columns at once, larger ones by
GMRES in few laps.

Cells are numbered as laps need it: the cut first, then every cell after its donors (see `sweep_order`).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from ...progress import Progress
from ..graph.arrays import Vector
from ..graph.weights import Donors, starts_of
from ..ordered.backend import Backend
from ..ordered.state import BEGIN, BLOCKED, END, ORDER_ALONE, RoutingState
from ..ordered.topological import Components, donors_among
from .feedback_set import find_feedback_set
from .gmres import gmres

Solve = Callable[[Vector], Vector]

_EXACT = 1e-14
_FORCING = 1e-8
_CORRECTIONS = 12
_LAPS = 3
_COLUMN_CORRECTIONS = 2
_DENSE_WORK = 1 << 29  # cut cells of a component x cells, up to which its matrix is formed at once
_DENSE_CUT = 8000  # cut cells up to which it is formed when GMRES stalls
_STALLED = 1e-3
_BLOCK = 1 << 22  # numbers in a sweep of several columns


def sweep_order(
    passage: RoutingState, components: Components, backend: Backend, progress: Progress
) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """Return cells in lap order: the cut by component, then level by level; and where levels begin and end."""
    cells = components.cells
    donors = donors_among(passage, components, cells, weighted=False)
    cut = find_feedback_set(
        donors.first.astype(np.int32, copy=False), donors.donor, cells, passage.graph.shape[1], backend
    )
    progress.check()
    sent = np.append(np.int32(0), np.cumsum(~cut[donors.donor], dtype=np.int32))[donors.first]
    counts = np.diff(sent)
    del donors, sent
    open_ = np.zeros(passage.open.size, dtype=np.uint8)
    open_[cells] = counts
    open_[cells[cut]] = BLOCKED + BLOCKED // 2  # never ready, never noted
    ready = cells[~cut & (counts == 0)]
    order = np.empty(cells.size - int(np.count_nonzero(cut)), dtype=np.int32)
    sub = RoutingState(passage.graph, ORDER_ALONE, components.inner, open_, order, passage.spare)
    sub.append(ready)
    bounds = [0]
    while sub.cursor[BEGIN] < order.size:
        backend.advance(sub, 0, int(sub.cursor[END] - sub.cursor[BEGIN]))
        bounds.append(int(sub.cursor[BEGIN]))
    first = cells.size - order.size
    return np.concatenate([cells[cut], order]), np.asarray(bounds, dtype=np.int64) + first


class SweepSolver:
    """Components side by side. donors: weights among their cells, which are in lap order; bounds: as of `sweep_order`;
    component: of each cell.
    """

    def __init__(
        self,
        donors: Donors,
        bounds: NDArray[np.int64],
        component: NDArray[np.integer],
        backend: Backend,
        progress: Progress,
    ) -> None:
        self.donors, self.bounds, self.backend, self.progress = donors, bounds, backend, progress
        self.cut_size = int(bounds[0])
        self.cut_component = component[: self.cut_size]
        self.component = component

    def restrict(self, cells: NDArray[np.int64]) -> SweepSolver:
        """Return the solver of the components that `cells` make up."""
        bounds = np.searchsorted(cells, self.bounds)
        return SweepSolver(self.donors.among(cells), bounds, self.component[cells], self.backend, self.progress)

    def guess(self, supply: Vector, capacity: Vector) -> Vector:  # noqa: ARG002
        """Return the outflow to begin with: none, so that what follows grows from below."""
        return np.zeros(supply.size)

    def relax(self, outflow: Vector, supply: Vector, capacity: Vector) -> tuple[Vector, Vector, NDArray[np.bool_]]:
        """Return outflow after a few laps, its last change at the cut, and which cells overflow."""
        cut = self.cut_size
        x, left = outflow.copy(), np.zeros(0)
        for _ in range(_LAPS):
            self.backend.sweep_overflow(self.donors, self.bounds, x, supply, capacity)
            self.progress.check()
            after = supply[:cut] - capacity[:cut]
            self.backend.add_inflow(self.donors, 0, cut, x, after)
            np.maximum(after, 0.0, out=after)
            left = after - x[:cut]
            x[:cut] = after
        return x, left, x > 0

    def balance(self, active: NDArray[np.bool_], supply: Vector, start: Vector) -> Vector:
        """Return y = supply + W y in the active cells, 0 elsewhere, close to it; `start`: a guess.

        supply: is set to 0 elsewhere.
        """
        supply *= active
        cut = np.flatnonzero(active[: self.cut_size])
        guess = start[cut]
        if cut.size:
            starts = starts_of(self.cut_component[cut])
            residual = self._sweep(active, cut, guess, supply)[0] - guess
            widest = int(np.diff(np.append(starts, cut.size)).max())
            dense = widest * self.donors.size <= _DENSE_WORK
            solve = self._response(active, cut, starts, widest) if dense else self._gmres(active, cut, starts)
            target = _EXACT * max(float(np.abs(supply).sum()), float(np.abs(guess).max()))
            first = before = float(np.abs(residual).sum())
            for _ in range(_CORRECTIONS):
                guess = guess + solve(residual)
                residual = self._sweep(active, cut, guess, supply)[0] - guess
                size = float(np.abs(residual).sum())
                if not dense and size > max(_STALLED * first, target) and widest <= _DENSE_CUT:
                    solve, dense = self._response(active, cut, starts, widest), True
                elif size <= target or size > 0.5 * before or not dense:
                    break
                before = size
        return self._sweep(active, cut, guess, supply)[1]

    def balance_all(self, supplies: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return y = supply + W y for each column of (cells, columns); every cell passes on what it gets."""
        active = np.ones(self.donors.size, dtype=bool)
        cut = np.arange(self.cut_size)
        starts = starts_of(self.cut_component)
        widest = int(np.diff(np.append(starts, cut.size)).max())
        dense = widest <= _DENSE_CUT
        solve = self._response(active, cut, starts, widest) if dense else self._gmres(active, cut, starts)
        guess = np.zeros((cut.size, supplies.shape[1]))
        for _ in range(_COLUMN_CORRECTIONS):
            residual = self._sweep(active, cut, guess, supplies)[0] - guess
            if dense:
                guess = guess + solve(residual)
            else:
                guess = guess + np.stack([solve(column) for column in residual.T], axis=1)
        return self._sweep(active, cut, guess, supplies)[1]

    def _gmres(self, active: NDArray[np.bool_], cut: NDArray[np.int64], starts: NDArray[np.int64]) -> Solve:
        """Return a function that finds the correction at the cut for a residual, by laps in a Krylov subspace."""
        nothing = np.zeros(active.size)

        def apply(y: Vector) -> Vector:
            return y - self._sweep(active, cut, y, nothing)[0]

        return lambda residual: gmres(apply, residual, starts, _FORCING)

    def _response(
        self, active: NDArray[np.bool_], cut: NDArray[np.int64], starts: NDArray[np.int64], widest: int
    ) -> Solve:
        """Return a function that does the same with the matrix of what each cut cell gets of each one's outflow.

        One lap finds a column of every component's matrix, and laps are taken with many columns at once.
        """
        ends = np.append(starts[1:], cut.size)
        column = np.arange(cut.size) - np.repeat(starts, ends - starts)
        matrices = [np.eye(end - begin) for begin, end in zip(starts, ends)]
        block = min(widest, max(1, _BLOCK // active.size))
        nothing = np.zeros((active.size, block))
        for first in range(0, widest, block):
            chosen = np.flatnonzero((column >= first) & (column < first + block))
            pulse = np.zeros((cut.size, block))
            pulse[chosen, column[chosen] - first] = 1.0
            got = self._sweep(active, cut, pulse, nothing)[0]
            for matrix, begin, end in zip(matrices, starts, ends):
                width = min(end - begin - first, block)
                if width > 0:
                    matrix[:, first : first + width] -= got[begin:end, :width]
        return lambda residual: np.concatenate(
            [_solve_dense(matrix, residual[begin:end]) for matrix, begin, end in zip(matrices, starts, ends)]
        )

    def _sweep(
        self, active: NDArray[np.bool_], cut: NDArray[np.int64], at_cut: Vector, supply: Vector
    ) -> tuple[Vector, Vector]:
        """Sweep with outflow `at_cut` (cut cells, or cut cells x columns); return what these get, and all outflow."""
        x = supply.copy()
        x[: self.cut_size] = 0.0
        x[cut] = at_cut
        self.backend.sweep_linear(self.donors, self.bounds, x, active)
        self.progress.check()
        back = supply[: self.cut_size].copy()
        self.backend.add_inflow(self.donors, 0, self.cut_size, x, back)
        return back[cut], x


def _solve_dense(matrix: NDArray[np.float64], right: Vector) -> Vector:
    """Return the solution, or 0 where the matrix is singular to rounding."""
    try:
        return np.asarray(np.linalg.solve(matrix, right), dtype=np.float64)
    except np.linalg.LinAlgError:
        return np.zeros_like(right)
