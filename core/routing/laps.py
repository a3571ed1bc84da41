"""Large components: cut open, swept lap by lap, and the cut accelerated.

Without the cut cells (see `cut`) a component has no cycle. So when the outflow of the cut cells is given, one
sweep along the levels of the rest gives every other outflow exactly, and what flows into the cut: one lap. Only
the cut, some hundred unknowns among 100 000 cells, is iterated. With the overflowing cells as they are, a lap is
linear in the outflow of the cut: small cuts are solved by their matrix, found by laps with many columns at once,
larger ones by GMRES in few laps.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from ..progress import Progress
from .cut import feedback_cells
from .kernel import AddInflow, make_add_inflow
from .krylov import gmres
from .linear import Donors, Vector, starts_of
from .schedule import make_schedule

Solve = Callable[[Vector], Vector]

_EXACT = 1e-14
_FORCING = 1e-8
_CORRECTIONS = 12
_LAPS = 3
_DENSE_WORK = 1 << 29  # cut cells of a component x cells, up to which its matrix is formed at once
_DENSE_CUT = 8000  # cut cells up to which it is formed when GMRES stalls
_STALLED = 1e-3
_BLOCK = 1 << 22  # numbers in a sweep of several columns


class LapSolver:
    """Components side by side. donors: weights among their cells; component: of each cell; row, col: in the grid."""

    def __init__(
        self,
        donors: Donors,
        component: NDArray[np.integer],
        row: NDArray[np.int32],
        col: NDArray[np.int32],
        use_scipy: bool,
        progress: Progress,
    ) -> None:
        self.component, self.row, self.col = component, row, col
        self.original, self.use_scipy, self.progress = donors, use_scipy, progress
        targets = np.repeat(np.arange(donors.size, dtype=np.int32), np.diff(donors.first))
        cut = feedback_cells(donors.donor, targets, row, col, use_scipy)
        self.order, self.bounds = _levels(donors, targets, cut, progress)
        self.cut_size = int(np.count_nonzero(cut))
        self.donors = _permuted(donors, self.order)
        self.cut_component = component[self.order[: self.cut_size]]
        self.add_inflow = make_add_inflow(self.donors.first, self.donors.donor, self.donors.weight, use_scipy)

    def restrict(self, cells: NDArray[np.int64]) -> LapSolver:
        """Return the solver of the components that `cells` make up."""
        return LapSolver(
            self.original.among(cells),
            self.component[cells],
            self.row[cells],
            self.col[cells],
            self.use_scipy,
            self.progress,
        )

    def guess(self, supply: Vector, capacity: Vector) -> Vector:  # noqa: ARG002
        """Return the outflow to begin with: none, so that what follows grows from below."""
        return np.zeros(supply.size)

    def relax(self, outflow: Vector, supply: Vector, capacity: Vector) -> tuple[Vector, Vector, Vector]:
        """Return outflow after a few laps, its last change at the cut, and the total of each cell, t."""
        supply, capacity = supply[self.order], capacity[self.order]
        x, total = outflow[self.order], supply.copy()
        cut = self.cut_size
        left = np.zeros_like(x)
        for _ in range(_LAPS):
            total[:] = supply
            for begin, end in zip(self.bounds[:-1], self.bounds[1:]):
                here = total[begin:end]
                self.add_inflow(begin, end, x, here)
                np.maximum(here - capacity[begin:end], 0.0, out=x[begin:end])
            self.progress.check()
            self.add_inflow(0, cut, x, total[:cut])
            after = np.maximum(total[:cut] - capacity[:cut], 0.0)
            left[:cut] = after - x[:cut]
            x[:cut] = after
        return self._back(x), self._back(left), self._back(total)

    def balance(self, active: NDArray[np.bool_], supply: Vector, start: Vector) -> Vector:
        """Return y = supply + W y in the active cells, 0 elsewhere, close to it; `start`: a guess."""
        slope = active[self.order]
        supply = supply[self.order] * slope
        cut = np.flatnonzero(slope[: self.cut_size])
        add = self._active_part(slope)
        guess = start[self.order[cut]]
        if cut.size:
            starts = starts_of(self.cut_component[cut])
            residual = self._lap(add, cut, guess, supply)[0] - guess
            widest = int(np.diff(np.append(starts, cut.size)).max())
            dense = widest * self.order.size <= _DENSE_WORK
            solve = self._response(add, cut, starts, widest) if dense else self._krylov(add, cut, starts)
            target = _EXACT * max(float(np.abs(supply).sum()), float(np.abs(guess).max()))
            first = before = float(np.abs(residual).sum())
            for _ in range(_CORRECTIONS):
                guess = guess + solve(residual)
                residual = self._lap(add, cut, guess, supply)[0] - guess
                size = float(np.abs(residual).sum())
                if not dense and size > max(_STALLED * first, target) and widest <= _DENSE_CUT:
                    solve, dense = self._response(add, cut, starts, widest), True
                elif size <= target or size > 0.5 * before or not dense:
                    break
                before = size
        return self._back(self._lap(add, cut, guess, supply)[1])

    def _active_part(self, slope: NDArray[np.bool_]) -> AddInflow:
        """Return the loop in which only active cells receive."""
        if slope.all():
            return self.add_inflow
        weight = self.donors.weight * np.repeat(slope, np.diff(self.donors.first))
        return make_add_inflow(self.donors.first, self.donors.donor, weight, self.use_scipy)

    def _krylov(self, add: AddInflow, cut: NDArray[np.int64], starts: NDArray[np.int64]) -> Solve:
        """Return a function that finds the correction at the cut for a residual, by laps in a Krylov subspace."""
        nothing = np.zeros(self.order.size)

        def apply(y: Vector) -> Vector:
            return y - self._lap(add, cut, y, nothing)[0]

        return lambda residual: gmres(apply, residual, starts, _FORCING)

    def _response(self, add: AddInflow, cut: NDArray[np.int64], starts: NDArray[np.int64], widest: int) -> Solve:
        """Return a function that does the same with the matrix of what each cut cell gets of each one's outflow.

        One lap finds a column of every component's matrix, and laps are taken with many columns at once.
        """
        ends = np.append(starts[1:], cut.size)
        column = np.arange(cut.size) - np.repeat(starts, ends - starts)
        matrices = [np.eye(end - begin) for begin, end in zip(starts, ends)]
        block = min(widest, max(1, _BLOCK // self.order.size))
        nothing = np.zeros((self.order.size, block))
        for first in range(0, widest, block):
            chosen = np.flatnonzero((column >= first) & (column < first + block))
            pulse = np.zeros((cut.size, block))
            pulse[chosen, column[chosen] - first] = 1.0
            got = self._lap(add, cut, pulse, nothing)[0]
            for matrix, begin, end in zip(matrices, starts, ends):
                width = min(end - begin - first, block)
                if width > 0:
                    matrix[:, first : first + width] -= got[begin:end, :width]
        return lambda residual: np.concatenate(
            [_solve_dense(matrix, residual[begin:end]) for matrix, begin, end in zip(matrices, starts, ends)]
        )

    def _lap(self, add: AddInflow, cut: NDArray[np.int64], at_cut: Vector, supply: Vector) -> tuple[Vector, Vector]:
        """Sweep with outflow `at_cut` (cut cells, or cut cells x columns); return what these get, and all outflow."""
        x = supply.copy()
        x[: self.cut_size] = 0.0
        x[cut] = at_cut
        for begin, end in zip(self.bounds[:-1], self.bounds[1:]):
            add(begin, end, x, x[begin:end])
        self.progress.check()
        back = supply[: self.cut_size].copy()
        add(0, self.cut_size, x, back)
        return back[cut], x

    def _back(self, values: Vector) -> Vector:
        """Return values in the order that the caller's cells have."""
        result = np.empty_like(values)
        result[self.order] = values
        return result


def _levels(
    donors: Donors, targets: NDArray[np.int32], cut: NDArray[np.bool_], progress: Progress
) -> tuple[NDArray[np.int32], list[int]]:
    """Return the cells, cut cells first and then level by level, and where levels begin and the last ends."""
    keep = ~cut[donors.donor] & ~cut[targets]
    sources, heads = donors.donor[keep], targets[keep]
    by_source = np.argsort(sources, kind="stable")
    sources, heads = sources[by_source], heads[by_source]
    count = np.bincount(sources, minlength=donors.size)
    slot = np.arange(sources.size) - np.repeat(np.cumsum(count) - count, count)
    receivers = np.full((max(1, int(count.max())), donors.size), -1, dtype=np.int32)
    receivers[slot, sources] = heads
    schedule = make_schedule(receivers, ~cut, False, progress)
    cells = np.flatnonzero(cut).astype(np.int32)
    bounds = [cells.size + step.start for step in schedule.steps]
    return np.concatenate([cells, schedule.order]), [*bounds, donors.size]


def _permuted(donors: Donors, order: NDArray[np.int32]) -> Donors:
    """Return the weights with cell order[k] as number k."""
    number = np.empty(donors.size, dtype=np.int32)
    number[order] = np.arange(donors.size, dtype=np.int32)
    counts = np.diff(donors.first)[order]
    first = np.concatenate([[0], np.cumsum(counts)])
    entries = np.arange(donors.donor.size) + np.repeat(donors.first[order] - first[:-1], counts)
    return Donors(first, number[donors.donor[entries]], donors.weight[entries])


def _solve_dense(matrix: NDArray[np.float64], right: Vector) -> Vector:
    """Return the solution, or 0 where the matrix is singular to rounding."""
    try:
        return np.asarray(np.linalg.solve(matrix, right), dtype=np.float64)
    except np.linalg.LinAlgError:
        return np.zeros_like(right)
