"""Large components: cut open, swept lap by lap, and the cut accelerated.

Without the cut cells (see `cut`) a component has no cycle. So when the outflow of the cut cells is given, one
sweep along the levels of the rest gives every other outflow exactly, and what flows into the cut: one lap. Only
the cut, some hundred unknowns among 100 000 cells, is iterated. With the overflowing cells as they are, a lap is
linear in the outflow of the cut, and GMRES solves it in few laps.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..progress import Progress
from .cut import feedback_cells
from .krylov import gmres
from .linear import Donors, Vector, starts_of
from .schedule import make_schedule

_EXACT = 1e-14
_FORCING = 1e-4
_RESTARTS = 25


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
        self.first = self.donors.first.tolist()

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

    def relax(self, outflow: Vector, supply: Vector, capacity: Vector) -> tuple[Vector, Vector, Vector]:
        """Return outflow after a lap, its change at the cut, and the total of each cell, t."""
        supply, capacity = supply[self.order], capacity[self.order]
        x, total = outflow[self.order], supply.copy()
        cut = self.cut_size
        for begin, end in zip(self.bounds[:-1], self.bounds[1:]):
            inflow = self._arrive(begin, end, x)
            np.add(inflow, supply[begin:end], out=total[begin:end])
            np.subtract(total[begin:end], capacity[begin:end], out=inflow)
            np.maximum(inflow, 0.0, out=x[begin:end])
        self.progress.check()
        total[:cut] += self._arrive(0, cut, x)
        after = np.maximum(total[:cut] - capacity[:cut], 0.0)
        left = np.zeros_like(x)
        left[:cut] = after - x[:cut]
        x[:cut] = after
        return self._back(x), self._back(left), self._back(total)

    def balance(self, active: NDArray[np.bool_], supply: Vector, start: Vector) -> Vector:
        """Return y = supply + W y in the active cells, 0 elsewhere, close to it; `start`: a guess."""
        slope = active[self.order].astype(np.float64)
        supply = supply[self.order] * slope
        cut = np.flatnonzero(slope[: self.cut_size])
        x = start[self.order] * slope
        if cut.size == 0:
            return self._back(self._lap(x, slope, supply)[1])
        starts = starts_of(self.cut_component[cut])

        def lap(at_cut: Vector, own: Vector | float) -> Vector:
            x[: self.cut_size] = 0.0
            x[cut] = at_cut
            return self._lap(x, slope, own)[0][cut]

        guess = x[cut].copy()
        residual = lap(guess, supply) - guess
        target = _EXACT * np.maximum(np.abs(guess).max(), np.abs(supply).sum())
        for _ in range(_RESTARTS):
            guess = guess + gmres(lambda y: y - lap(y, 0.0), residual, starts, _FORCING)
            residual = lap(guess, supply) - guess
            if np.abs(residual).sum() <= target or self.inexact:
                break
        lap(guess, supply)
        return self._back(x)

    inexact = False

    def _lap(self, x: Vector, slope: Vector, supply: Vector | float) -> tuple[Vector, Vector]:
        """Sweep x, given at the cut, in place; return what the cut cells get, and x."""
        own = supply if isinstance(supply, np.ndarray) else None
        for begin, end in zip(self.bounds[:-1], self.bounds[1:]):
            inflow = self._arrive(begin, end, x)
            inflow *= slope[begin:end]
            if own is not None:
                inflow += own[begin:end]
            x[begin:end] = inflow
        self.progress.check()
        back = self._arrive(0, self.cut_size, x)
        return (back if own is None else back + own[: self.cut_size]), x

    def _arrive(self, begin: int, end: int, x: Vector) -> Vector:
        """Return the inflow of a stretch of cells, each of which has donors."""
        low, high = self.first[begin], self.first[end]
        arriving = x.take(self.donors.donor[low:high])
        arriving *= self.donors.weight[low:high]
        result: Vector = np.add.reduceat(arriving, self.donors.first[begin:end] - low)
        return result

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
