"""Carry each origin's carbon through the cells that pass it on (see `matrix`)."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..progress import Progress
from .cycles import Batch, make_solver
from .direct import DENSE_LIMIT, SPARSE_LIMIT, DirectSolver
from .flow import sort_donors
from .graph import GAP, OUTSIDE, UNUSED, Graph
from .ledger import DISPERSED, LEFT_REGION, UNFIXED, Ledger
from .linear import Donors, Vector
from .result import Routed
from .schedule import Schedule, Step, make_schedule
from .sums import sum_by

_CHECK_EVERY = 256
_TINY = 1e-300  # t; for cells whose total has underflowed
_CORRECTIONS = 2
_BLOCK = 1 << 22  # numbers in a dense block of (cells, origins)


@dataclass(frozen=True)
class Load:
    """Carbon in cells, by origin: three arrays of one length. place: position in the order; mass: t."""

    place: NDArray[np.int64]
    origin: NDArray[np.int64]
    mass: Vector


def carry_origins(
    emission: Vector,
    routed: Routed,
    graph: Graph,
    zone: NDArray[np.int32],
    ledger: Ledger,
    use_scipy: bool,
    progress: Progress,
) -> None:
    """Enter into `ledger` where the emission of each zone ends.

    emission: t by cell; zone: zone number by cell, below 0 for none.
    """
    carrier = _Carrier(routed, graph, zone, ledger)
    resting = np.flatnonzero((emission > 0) & ~carrier.passes)
    carrier.put_down(resting, carrier.row_of(resting), emission[resting])
    receivers = np.where(carrier.passes, graph.receivers, UNUSED).astype(np.int32)
    receivers[(receivers >= 0) & ~carrier.passes[np.maximum(receivers, 0)]] = UNUSED
    schedule = make_schedule(receivers, carrier.passes, use_scipy, progress.part(0.0, 0.3))
    carrier.run(schedule, emission, use_scipy, progress.part(0.3, 1.0))


class _Carrier:
    """The well-mixed cells of a routed field, and carbon on its way between them."""

    def __init__(self, routed: Routed, graph: Graph, zone: NDArray[np.int32], ledger: Ledger) -> None:
        self.flux, self.absorbed = routed.flux.ravel(), routed.absorbed.ravel()
        self.remainder = routed.remainder.ravel()
        self.graph, self.zone, self.ledger = graph, zone, ledger
        self.passes = graph.member & (self.flux > 0)
        self.order = np.zeros(0, dtype=np.int32)
        self.place_of = np.zeros(0, dtype=np.int32)
        self.step_of = np.zeros(0, dtype=np.int32)
        self.waiting: dict[int, list[Load]] = {}

    def row_of(self, cells: NDArray[np.integer]) -> NDArray[np.int64]:
        """Return the ledger's row of the zone that each cell is in."""
        zone = self.zone[cells].astype(np.int64)
        return np.where(zone >= 0, zone, self.ledger.zones)

    def put_down(self, cells: NDArray[np.integer], origin: NDArray[np.int64], mass: Vector) -> Vector:
        """Enter what `cells` absorb and keep of `mass` that meets there; return what they pass on."""
        total = np.maximum(self.absorbed[cells] + self.remainder[cells] + self.flux[cells], _TINY)
        absorbed = mass * (self.absorbed[cells] / total)
        stays = mass * (self.remainder[cells] / total)
        self.ledger.add(origin, self.row_of(cells), absorbed)
        self.ledger.add(origin, self.ledger.column(UNFIXED), stays)
        return mass * (self.flux[cells] / total)

    def run(self, schedule: Schedule, emission: Vector, use_scipy: bool, progress: Progress) -> None:
        """Carry all emission down the schedule."""
        self.order = schedule.order
        self.place_of = np.full(self.zone.size, -1, dtype=np.int32)
        self.place_of[self.order] = np.arange(self.order.size, dtype=np.int32)
        lengths = [step.stop - step.start for step in schedule.steps]
        self.step_of = np.repeat(np.arange(len(lengths), dtype=np.int32), lengths)
        for number, step in enumerate(schedule.steps):
            if number % _CHECK_EVERY == 0:
                progress.check()
                progress.fraction(step.start / max(1, self.order.size))
            load = self._collect(step, self.waiting.pop(number, []), emission)
            blocks = [load] if step.parts is None else self._go_round(step, step.parts, load, use_scipy, progress)
            for block in blocks:
                self._pass_on(block, step)

    def _collect(self, step: Step, arrived: list[Load], emission: Vector) -> Load:
        """Return the carbon that a step's cells emit and have received, added up by cell and origin."""
        places = np.arange(step.start, step.stop, dtype=np.int64)
        cells = self.order[step.start : step.stop]
        own = emission[cells] > 0
        place = np.concatenate([places[own], *(load.place for load in arrived)])
        origin = np.concatenate([self.row_of(cells[own]), *(load.origin for load in arrived)])
        mass = np.concatenate([emission[cells[own]], *(load.mass for load in arrived)])
        width = self.ledger.zones + 1
        keys, inverse = np.unique((place - step.start) * width + origin, return_inverse=True)
        sums = sum_by(inverse.ravel(), mass, keys.size)
        return Load(keys // width + step.start, keys % width, sums)

    def _go_round(
        self, step: Step, parts: NDArray[np.int64], load: Load, use_scipy: bool, progress: Progress
    ) -> list[Load]:
        """Return all the carbon that passes through a batch of cycles, by cell and origin."""
        size = step.stop - step.start
        cells = self.order[step.start : step.stop]
        total = self.absorbed[cells] + self.remainder[cells] + self.flux[cells]
        rows, donors, weights = [], [], []
        for slot in range(self.graph.slots):
            heads = self.graph.receivers[slot, cells]
            place = np.where(heads >= 0, self.place_of[heads], -1)
            tails = np.flatnonzero((place >= step.start) & (place < step.stop)).astype(np.int32)
            rows.append((place[tails] - step.start).astype(np.int32))
            donors.append(tails)
            weights.append(self.graph.weights(slot, cells[tails]) * self.flux[cells[tails]] / total[tails])
        inner = sort_donors(np.concatenate(rows), np.concatenate(donors), np.concatenate(weights), size, use_scipy)
        origins, column = np.unique(load.origin, return_inverse=True)
        result = []
        solve = self._linear_solver(inner, cells, parts, use_scipy, progress)
        width = max(1, _BLOCK // size)
        for first in range(0, origins.size, width):
            chosen = (column >= first) & (column < first + width)
            supplies = np.zeros((size, min(width, origins.size - first)))
            supplies[load.place[chosen] - step.start, column[chosen] - first] = load.mass[chosen]
            masses = solve(supplies)
            place, which = np.nonzero(masses > 0)
            result.append(Load(place + step.start, origins[which + first], masses[place, which]))
        return result

    def _linear_solver(
        self,
        inner: Donors,
        cells: NDArray[np.int32],
        parts: NDArray[np.int64],
        use_scipy: bool,
        progress: Progress,
    ) -> Callable[[NDArray[np.float64]], NDArray[np.float64]]:
        """Return a function that finds the mass in the cells of a batch for each column of supplies."""
        cols = self.graph.neighbourhood.cols
        nothing = np.zeros(cells.size)
        component = np.repeat(np.arange(parts.size - 1), np.diff(parts))
        row, col = (cells // cols).astype(np.int32), (cells % cols).astype(np.int32)
        batch = Batch(inner, nothing, nothing, nothing, row, col, component, 0.0, use_scipy)
        large = int(np.diff(parts).max()) > (SPARSE_LIMIT if use_scipy else DENSE_LIMIT)
        solver = make_solver(batch, large, progress)
        if isinstance(solver, DirectSolver):
            return functools.partial(solver.solve, np.arange(cells.size))
        active = np.ones(cells.size, dtype=bool)

        def solve(supplies: NDArray[np.float64]) -> NDArray[np.float64]:
            masses = np.zeros_like(supplies)
            for _ in range(_CORRECTIONS):
                for k in range(supplies.shape[1]):
                    rest = supplies[:, k] + inner.inflow(masses[:, k]) - masses[:, k]
                    masses[:, k] += solver.balance(active, rest, nothing)
            return np.maximum(masses, 0.0)

        return solve

    def _pass_on(self, load: Load, step: Step) -> None:
        """Put down what stays of a load, and send the rest on, except to cells of the same batch."""
        cells = self.order[load.place]
        passed = self.put_down(cells, load.origin, load.mass)
        for slot in range(self.graph.slots):
            heads = self.graph.receivers[slot, cells]
            used = heads != UNUSED
            sent = passed[used] * self.graph.shares[slot, cells[used]]
            arriving = passed[used] * self.graph.weights(slot, cells[used])
            heads, origin = heads[used], load.origin[used]
            if self.graph.arriving is not None:
                self.ledger.add(origin, self.ledger.column(DISPERSED), sent - arriving)
            gone = (heads == OUTSIDE) | (heads == GAP)
            self.ledger.add(origin[gone], self.ledger.column(LEFT_REGION), arriving[gone])
            place = np.where(gone, -1, self.place_of[np.where(gone, 0, heads)])
            ends = ~gone & (place < 0)
            self.put_down(heads[ends], origin[ends], arriving[ends])
            onward = (place >= step.stop) & (arriving > 0)
            self._send(Load(place[onward].astype(np.int64), origin[onward], arriving[onward]))

    def _send(self, load: Load) -> None:
        """Leave a load with the steps that its places belong to."""
        if load.place.size == 0:
            return
        step = self.step_of[load.place]
        by_step = np.argsort(step, kind="stable")
        bounds = np.flatnonzero(np.diff(step[by_step], prepend=-1, append=-1))
        for begin, end in zip(bounds[:-1], bounds[1:]):
            part = by_step[begin:end]
            piece = Load(load.place[part], load.origin[part], load.mass[part])
            self.waiting.setdefault(int(step[part[0]]), []).append(piece)
