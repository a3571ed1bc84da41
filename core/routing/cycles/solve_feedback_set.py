"""Large components: opened at a feedback set, swept in order, and the feedback set solved for.

Without the cells of its feedback set (see `feedback_set`) a component has no cycle. So when their outflow is given, one
Gauss-Seidel sweep through all other cells gives every other outflow exactly, and what flows into the set. Only the
set, some hundred unknowns among 100 000 cells, is iterated. With the overflowing cells as they are, a sweep is linear
in the outflow of the set: small sets are solved by their matrix, found by sweeps with many columns at once, larger ones
by GMRES in few sweeps.

Cells are numbered as sweeps need it: the feedback set first, then every cell after its donors (see `sweep_order`).
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

_EXACT = 1e-14  # residual at which iteration ends, relative to supply and outflow
_GMRES_TOLERANCE = 1e-8
_CORRECTIONS = 12
_SWEEPS = 3
_COLUMN_CORRECTIONS = 2
_DENSE_WORK = 1 << 29  # feedback cells of a component x cells, up to which its matrix is formed at once
_DENSE_CELLS = 8000  # feedback cells up to which it is formed when GMRES stalls
_STALLED = 1e-3  # of the first residual
_NUMBERS_PER_SWEEP = 1 << 22  # in a sweep of several columns


def sweep_order(
    state: RoutingState, components: Components, backend: Backend, progress: Progress
) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """Return the cells of components in the order of sweeps.

    Parameters
    ----------
    state : RoutingState
    components : Components
    backend : Backend
    progress : Progress
        whose `check` raises when the user cancels

    Returns
    -------
    cells : (n,) int32
        the feedback set by component, then all others level by level
    bounds : (levels + 1,) int64
        where each level begins, and the last one ends
    """
    cells = components.cells
    donors = donors_among(state, components, cells, weighted=False)
    in_set = find_feedback_set(
        donors.first.astype(np.int32, copy=False), donors.donor, cells, state.graph.shape[1], backend
    )
    progress.check()
    sent = np.append(np.int32(0), np.cumsum(~in_set[donors.donor], dtype=np.int32))[donors.first]
    counts = np.diff(sent)
    del donors, sent
    open_ = np.zeros(state.open.size, dtype=np.uint8)
    open_[cells] = counts
    open_[cells[in_set]] = BLOCKED + BLOCKED // 2  # never ready, never queued
    ready = cells[~in_set & (counts == 0)]
    order = np.empty(cells.size - int(np.count_nonzero(in_set)), dtype=np.int32)
    inner_state = RoutingState(state.graph, ORDER_ALONE, components.inner, open_, order, state.spare)
    inner_state.append(ready)
    bounds = [0]
    while inner_state.cursor[BEGIN] < order.size:
        backend.advance(inner_state, 0, int(inner_state.cursor[END] - inner_state.cursor[BEGIN]))
        bounds.append(int(inner_state.cursor[BEGIN]))
    first = cells.size - order.size
    return np.concatenate([cells[in_set], order]), np.asarray(bounds, dtype=np.int64) + first


class SweepSolver:
    """The solver of components side by side.

    Parameters
    ----------
    donors : Donors
        weights W among the n cells, which are in the order of `sweep_order`
    bounds : (levels + 1,) int64
        of `sweep_order`
    component : (n,) integers
        of each cell
    backend : Backend
    progress : Progress
        whose `check` raises when the user cancels
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
        self.set_size = int(bounds[0])
        self.set_component = component[: self.set_size]
        self.component = component

    def restrict(self, cells: NDArray[np.int64]) -> SweepSolver:
        """Return the solver of some of the components.

        Parameters
        ----------
        cells : (m,) int64
            positions of all their cells, ascending

        Returns
        -------
        SweepSolver
        """
        bounds = np.searchsorted(cells, self.bounds)
        return SweepSolver(self.donors.among(cells), bounds, self.component[cells], self.backend, self.progress)

    def guess(self, supply: Vector, capacity: Vector) -> Vector:  # noqa: ARG002
        """Return the outflow to begin with: none, so that what follows grows from below.

        Parameters
        ----------
        supply, capacity : (n,) float64, t

        Returns
        -------
        (n,) float64, t
        """
        return np.zeros(supply.size)

    def relax(self, outflow: Vector, supply: Vector, capacity: Vector) -> tuple[Vector, Vector, NDArray[np.bool_]]:
        """Take a few sweeps.

        Parameters
        ----------
        outflow, supply, capacity : (n,) float64, t

        Returns
        -------
        outflow : (n,) float64, t
        change : (feedback cells,) float64, t
            by the last sweep
        active : (n,) bool
            where cells overflow
        """
        size = self.set_size
        x, change = outflow.copy(), np.zeros(0)
        for _ in range(_SWEEPS):
            self.backend.sweep_overflow(self.donors, self.bounds, x, supply, capacity)
            self.progress.check()
            after = supply[:size] - capacity[:size]
            self.backend.add_inflow(self.donors, 0, size, x, after)
            np.maximum(after, 0.0, out=after)
            change = after - x[:size]
            x[:size] = after
        return x, change, x > 0

    def balance(self, active: NDArray[np.bool_], supply: Vector, start: Vector) -> Vector:
        """Solve the linear balance y = supply + W y of the active cells, nearly.

        Parameters
        ----------
        active : (n,) bool
        supply : (n,) float64, t
            is set to 0 in cells that are not active
        start : (n,) float64, t
            a guess

        Returns
        -------
        (n,) float64, t
            0 in cells that are not active
        """
        supply *= active
        feedback = np.flatnonzero(active[: self.set_size])
        guess = start[feedback]
        if feedback.size:
            starts = starts_of(self.set_component[feedback])
            residual = self._sweep(active, feedback, guess, supply)[0] - guess
            widest = int(np.diff(np.append(starts, feedback.size)).max())
            dense = widest * self.donors.size <= _DENSE_WORK
            solve = self._response(active, feedback, starts, widest) if dense else self._gmres(active, feedback, starts)
            target = _EXACT * max(float(np.abs(supply).sum()), float(np.abs(guess).max()))
            initial = before = float(np.abs(residual).sum())
            for _ in range(_CORRECTIONS):
                guess = guess + solve(residual)
                residual = self._sweep(active, feedback, guess, supply)[0] - guess
                size = float(np.abs(residual).sum())
                if not dense and size > max(_STALLED * initial, target) and widest <= _DENSE_CELLS:
                    solve, dense = self._response(active, feedback, starts, widest), True
                elif size <= target or size > 0.5 * before or not dense:
                    break
                before = size
        return self._sweep(active, feedback, guess, supply)[1]

    def balance_all(self, supplies: NDArray[np.float64]) -> NDArray[np.float64]:
        """Solve y = supply + W y for several supplies; every cell passes on what it gets.

        Parameters
        ----------
        supplies : (n, columns) float64, t

        Returns
        -------
        (n, columns) float64, t
        """
        active = np.ones(self.donors.size, dtype=bool)
        feedback = np.arange(self.set_size)
        starts = starts_of(self.set_component)
        widest = int(np.diff(np.append(starts, feedback.size)).max())
        dense = widest <= _DENSE_CELLS
        solve = self._response(active, feedback, starts, widest) if dense else self._gmres(active, feedback, starts)
        guess = np.zeros((feedback.size, supplies.shape[1]))
        for _ in range(_COLUMN_CORRECTIONS):
            residual = self._sweep(active, feedback, guess, supplies)[0] - guess
            if dense:
                guess = guess + solve(residual)
            else:
                guess = guess + np.stack([solve(column) for column in residual.T], axis=1)
        return self._sweep(active, feedback, guess, supplies)[1]

    def _gmres(self, active: NDArray[np.bool_], feedback: NDArray[np.int64], starts: NDArray[np.int64]) -> Solve:
        """Return a function that finds the correction in the feedback set for a residual, by GMRES."""
        no_supply = np.zeros(active.size)

        def apply(y: Vector) -> Vector:
            return y - self._sweep(active, feedback, y, no_supply)[0]

        return lambda residual: gmres(apply, residual, starts, _GMRES_TOLERANCE)

    def _response(
        self, active: NDArray[np.bool_], feedback: NDArray[np.int64], starts: NDArray[np.int64], widest: int
    ) -> Solve:
        """Return a function that does the same with the matrix of what each feedback cell gets of each one's outflow.

        One sweep finds a column of every component's matrix, and sweeps are made with many columns at once.
        """
        ends = np.append(starts[1:], feedback.size)
        column = np.arange(feedback.size) - np.repeat(starts, ends - starts)
        matrices = [np.eye(end - begin) for begin, end in zip(starts, ends)]
        block = min(widest, max(1, _NUMBERS_PER_SWEEP // active.size))
        no_supply = np.zeros((active.size, block))
        for first in range(0, widest, block):
            chosen = np.flatnonzero((column >= first) & (column < first + block))
            pulse = np.zeros((feedback.size, block))
            pulse[chosen, column[chosen] - first] = 1.0
            returned = self._sweep(active, feedback, pulse, no_supply)[0]
            for matrix, begin, end in zip(matrices, starts, ends):
                width = min(end - begin - first, block)
                if width > 0:
                    matrix[:, first : first + width] -= returned[begin:end, :width]
        return lambda residual: np.concatenate(
            [_solve_dense(matrix, residual[begin:end]) for matrix, begin, end in zip(matrices, starts, ends)]
        )

    def _sweep(
        self, active: NDArray[np.bool_], feedback: NDArray[np.int64], at_set: Vector, supply: Vector
    ) -> tuple[Vector, Vector]:
        """Sweep with outflow `at_set` of feedback cells (in one column or several); return what they get, and all."""
        x = supply.copy()
        x[: self.set_size] = 0.0
        x[feedback] = at_set
        self.backend.sweep_linear(self.donors, self.bounds, x, active)
        self.progress.check()
        back = supply[: self.set_size].copy()
        self.backend.add_inflow(self.donors, 0, self.set_size, x, back)
        return back[feedback], x


def _solve_dense(matrix: NDArray[np.float64], right: Vector) -> Vector:
    """Return the solution, or 0 where the matrix is singular to rounding."""
    try:
        return np.asarray(np.linalg.solve(matrix, right), dtype=np.float64)
    except np.linalg.LinAlgError:
        return np.zeros_like(right)
