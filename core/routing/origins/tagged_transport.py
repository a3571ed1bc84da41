"""Carry each origin's carbon through the cells that pass it on (see `matrix`).

Cells are taken in the order of a second walk, over the cells alone that pass something on. In positions of that
order, the mass of every origin in a cell is one row of numbers:

    mass(i) = own emission in its origin's column  +  sum over donors k of weight(k -> i) passed(k) mass(k)

A level of cells is one product of a sparse matrix with the rows before it. A row is needed until the last receiver
of its cell has been served; so rows are kept in a ring of that length. Origins that lie near each other are carried
together, as many as fit into memory, and only through cells that their carbon reaches: a row in which every mass is
below 1e-20 of what the least of these origins emits ends there, which over all cells of a grid is less than the
rounding of a sum.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...progress import Progress
from ..cycles.batches import Batch, make_batches
from ..cycles.solve_aggregation import build_levels
from ..cycles.solve_direct import DirectSolver
from ..cycles.solve_feedback_set import SweepSolver
from ..graph.arrays import Vector
from ..graph.graph import GAP, OUTSIDE, Graph
from ..graph.result import Routed
from ..graph.weights import Donors, sum_by
from ..ordered.backend import Backend
from ..ordered.state import ORDER_ALONE, RoutingState
from ..ordered.topological import Components, donors_among, route_in_order
from .od_sums import DISPERSED, LEFT_REGION, UNFIXED, OriginDestinationSums

_NUMBERS = 1 << 25  # in the ring: 256 MB
_COLUMNS = 192
_NEGLIGIBLE = 1e-20
_TINY = 1e-300  # t; for cells whose total has underflowed
_CHECK_EVERY = 64
_BLOCK = 1 << 16

Rows = NDArray[np.float64]


@dataclass(frozen=True)
class Segment:
    """Positions begin to end of the order that are done at once: a level, or components with their batches."""

    begin: int
    end: int
    batches: tuple[Batch, ...] = ()


@dataclass(frozen=True)
class Schedule:
    """All that does not depend on the origin, by position in the order.

    cells: their numbers; donors: weights times what a donor passes on; home: row of the od_sums; absorbed, stays, left,
    dispersed: parts of a cell's mass; emission: t.
    """

    cells: NDArray[np.int32]
    segments: list[Segment]
    donors: Donors
    home: NDArray[np.int32]
    emission: Vector
    absorbed: Vector
    stays: Vector
    left: Vector
    dispersed: Vector | None


def transport_tagged(
    emission: Vector,
    routed: Routed,
    graph: Graph,
    zone: NDArray[np.int32],
    od_sums: OriginDestinationSums,
    backend: Backend,
    progress: Progress,
) -> None:
    """Enter into `od_sums` where the emission of each zone ends.

    emission: t by cell; zone: zone number by cell, below 0 for none.
    """
    home = np.where(zone >= 0, zone, od_sums.zones).astype(np.int32)
    schedule = _plot(emission, routed, graph, home, backend, progress.span(0.0, 0.2))
    ring = _ring_length(schedule)
    columns = max(1, min(_COLUMNS, _NUMBERS // max(1, ring)))
    present = _side_by_side(schedule, graph.shape[1], columns)
    parts = range(0, present.size, columns)
    for number, first in enumerate(parts):
        share = progress.span(0.2 + 0.8 * number / len(parts), 0.2 + 0.8 * (number + 1) / len(parts))
        _Carrier(schedule, present[first : first + columns], ring, od_sums, backend).run(share)


def _plot(
    emission: Vector, routed: Routed, graph: Graph, home: NDArray[np.int32], backend: Backend, progress: Progress
) -> Schedule:
    """Find the order, and who passes what part of its mass to whom."""
    flux, absorbed, stays = (field.ravel() for field in (routed.flux, routed.absorbed, routed.remainder))
    links = np.where(flux > 0, graph.links, 0).astype(np.uint8)
    passage = RoutingState.start(graph, ORDER_ALONE, links.copy())
    found: dict[int, Components] = {}
    levels = [0]

    def note(components: Components) -> None:
        found[int(passage.cursor[1]) - components.cells.size] = components

    route_in_order(passage, note, backend, progress, levels)
    order = passage.order
    everything = Components(order, np.zeros(0, dtype=np.int64), links, passage.spare)
    donors = donors_among(passage, everything, order)
    total = np.maximum(absorbed[order] + stays[order] + flux[order], _TINY)
    passed = flux[order] / total
    donors.weight[:] *= passed[donors.donor]
    left, dispersed = _losses(graph, order, passed)
    segments = []
    for begin, end in zip(levels[:-1], levels[1:]):
        batches: list[Batch] = []
        if begin in found:
            for batch in make_batches(passage, found[begin], 0.0, backend, progress):
                batch.donors.weight[:] *= _passed(routed, batch.cells)[batch.donors.donor]
                batches.append(batch)
        segments.append(Segment(begin, end, tuple(batches)))
    return Schedule(
        order,
        segments,
        donors,
        home[order],
        emission[order],
        absorbed[order] / total,
        stays[order] / total,
        left,
        dispersed,
    )


def _passed(routed: Routed, cells: NDArray[np.int32]) -> Vector:
    """Return the part of each cell's mass that it passes on."""
    flux, absorbed, stays = (field.ravel()[cells] for field in (routed.flux, routed.absorbed, routed.remainder))
    return np.asarray(flux / np.maximum(absorbed + stays + flux, _TINY))


def _losses(graph: Graph, order: NDArray[np.int32], passed: Vector) -> tuple[Vector, Vector | None]:
    """Return the parts of each cell's mass that leave the region and that are dispersed."""
    left = np.zeros(order.size)
    dispersed = None if graph.arriving is None else np.zeros(order.size)
    for start in range(0, order.size, _BLOCK):
        block = slice(start, start + _BLOCK)
        cells = order[block]
        for slot in range(graph.slots):
            heads = graph.receivers(slot, cells)
            arriving = graph.weights(slot, cells)
            gone = (heads == OUTSIDE) | (heads == GAP)
            left[block][gone] += (arriving * passed[block])[gone]
            if dispersed is not None:
                dispersed[block] += (graph.transport.share(slot, cells) - arriving) * passed[block]
    return left, dispersed


def _ring_length(schedule: Schedule) -> int:
    """Return how many rows must be kept: from the first donor of any cell to the end of its segment."""
    ends = np.asarray([segment.end for segment in schedule.segments], dtype=np.int64)
    sizes = np.diff(ends, prepend=0)
    if schedule.donors.donor.size == 0:
        return int(sizes.max(initial=0))
    oldest = np.full(schedule.cells.size, schedule.cells.size, dtype=np.int32)
    some = np.flatnonzero(np.diff(schedule.donors.first))
    oldest[some] = np.minimum.reduceat(schedule.donors.donor, schedule.donors.first[some])
    first = np.minimum.reduceat(oldest, np.append(0, ends[:-1]))
    return int(max((ends - np.minimum(first, ends - sizes)).max(), 1))


def _side_by_side(schedule: Schedule, cols: int, together: int) -> NDArray[np.int32]:
    """Return the origins that emit, ordered so that as many as are carried together lie near each other."""
    emits = schedule.emission > 0
    home = schedule.home[emits]
    row, col = np.divmod(schedule.cells[emits], cols)
    count = np.bincount(home)
    present = np.flatnonzero(count)
    middle_row = (sum_by(home, row, count.size)[present] / count[present]).astype(np.float64)
    middle_col = sum_by(home, col, count.size)[present] / count[present]
    side = max(1.0, (home.size * together / max(1, present.size)) ** 0.5)
    return present[np.lexsort((middle_col, middle_row // side))].astype(np.int32)


class _Carrier:
    """Some origins on their way. origins: rows of the od_sums."""

    def __init__(
        self,
        schedule: Schedule,
        origins: NDArray[np.int32],
        ring: int,
        od_sums: OriginDestinationSums,
        backend: Backend,
    ) -> None:
        self.schedule, self.origins, self.od_sums, self.backend = schedule, origins, od_sums, backend
        self.ring = np.zeros((ring, origins.size))
        self.reached = np.zeros(schedule.cells.size, dtype=bool)  # by position: carries any of these origins
        self.column = np.full(od_sums.zones + 1, -1, dtype=np.int32)
        self.column[origins] = np.arange(origins.size, dtype=np.int32)
        self.table = np.zeros((od_sums.zones + 4, origins.size))
        emitted = sum_by(schedule.home, schedule.emission, od_sums.zones + 1)[origins]
        self.nothing = _NEGLIGIBLE * float(emitted.min(initial=np.inf))

    def run(self, progress: Progress) -> None:
        """Carry the origins' emission down the order."""
        for number, segment in enumerate(self.schedule.segments):
            if number % _CHECK_EVERY == 0:
                progress.check()
                progress.fraction(segment.begin / self.schedule.cells.size)
            self._settle(segment)
        rows, columns = np.nonzero(self.table)
        self.od_sums.add(self.origins[columns], rows, self.table[rows, columns])

    def _settle(self, segment: Segment) -> None:
        schedule, size = self.schedule, self.ring.shape[0]
        begin, end = segment.begin, segment.end
        column = self.column[schedule.home[begin:end]]
        emits = (column >= 0) & (schedule.emission[begin:end] > 0)
        first = schedule.donors.first[begin : end + 1]
        low, high = int(first[0]), int(first[-1])
        donor = schedule.donors.donor[low:high]
        brings = self.reached[donor]  # not so the segment's own cells, for which that is not known yet
        if not brings.any() and not emits.any():
            return
        starts = np.append(0, np.cumsum(brings))[first - low]
        reached = (starts[1:] > starts[:-1]) | emits
        if segment.batches:
            reached[:] = True
        here = np.flatnonzero(reached)
        bounds = np.append(starts[here], starts[-1])
        mass = self.backend.multiply_rows(
            bounds, donor[brings] % size, schedule.donors.weight[low:high][brings], self.ring
        )
        own = np.flatnonzero(emits[here])
        mass[own, column[here[own]]] += schedule.emission[begin + here[own]]
        if segment.batches:
            self._solve_cycle(segment, mass)
        some = mass.max(axis=1) > self.nothing
        if not some.all():
            here, mass = here[some], mass[some]
        here += begin
        self.reached[here] = True
        self.ring[here % size] = mass
        self._deposit(here, mass)

    def _deposit(self, here: NDArray[np.int64], mass: Rows) -> None:
        """Enter what the cells at these positions absorb, keep and lose into the table."""
        schedule = self.schedule
        home = schedule.home[here]
        by_home = np.argsort(home, kind="stable")
        home = home[by_home]
        starts = np.flatnonzero(np.diff(home, prepend=-1))
        absorbed = schedule.absorbed[here[by_home]]
        self.table[home[starts]] += self.backend.multiply_rows(np.append(starts, home.size), by_home, absorbed, mass)
        for special, parts in (
            (LEFT_REGION, schedule.left),
            (UNFIXED, schedule.stays),
            (DISPERSED, schedule.dispersed),
        ):
            if parts is not None:
                some = np.flatnonzero(parts[here])
                if some.size:
                    self.table[self.od_sums.column(special)] += parts[here[some]] @ mass[some]

    def _solve_cycle(self, segment: Segment, mass: Rows) -> None:
        """Replace what comes into components by all that passes through their cells."""
        cells = self.schedule.cells[segment.begin : segment.end]
        by_cell = np.argsort(cells, kind="stable")
        for batch in segment.batches:
            at = by_cell[np.searchsorted(cells, batch.cells, sorter=by_cell)]
            mass[at] = np.maximum(_solve(batch, mass[at]), 0.0)


def _solve(batch: Batch, supplies: Rows) -> Rows:
    """Return the mass in the cells of a batch for each column of supplies."""
    solver = batch.solver(Progress())
    if isinstance(solver, DirectSolver):
        return solver.solve(np.arange(batch.cells.size), supplies)
    if isinstance(solver, SweepSolver):
        return solver.balance_all(supplies)
    solver.levels = build_levels(solver.weights, solver.row, solver.col)
    active = np.ones(batch.cells.size, dtype=bool)
    nothing = np.zeros(batch.cells.size)
    masses = np.zeros_like(supplies)
    for _ in range(2):
        for k in range(supplies.shape[1]):
            rest = supplies[:, k] + batch.donors.inflow(masses[:, k]) - masses[:, k]
            masses[:, k] += solver.balance(active, rest, nothing)
    return masses
