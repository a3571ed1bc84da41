"""Tagged transport: each origin's carbon through the cells that pass it on (see `origin_destination`).

Cells are taken in the order of a second topological sort, of the cells alone that pass something on (see `schedule`).
In positions of that order, the mass of every origin in a cell is one row of numbers:

    mass(i) = own emission in its origin's column  +  sum over donors k of weight(k -> i) passed(k) mass(k)

A level of cells is one product of a sparse matrix with the rows before it. A row is needed until the last receiver
of its cell has been served; so rows are held in a ring of that length. Origins that lie near each other are transported
together, as many as fit into memory, and only through cells that their carbon reaches: a row in which every mass is
below 1e-20 of what the least of these origins emits ends there, which over all cells of a grid is less than the
rounding of a sum.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ...progress import Progress
from ..graph.arrays import Vector
from ..graph.graph import Graph
from ..graph.result import Routed
from ..graph.weights import sum_by
from ..ordered.backend import Backend
from .component_solvers import Masses
from .od_sums import DISPERSED, LEFT_REGION, UNFIXED, OriginDestinationSums
from .schedule import Schedule, Segment, make_schedule

_RING_NUMBERS = 1 << 25  # in the ring: 256 MB
_MOST_COLUMNS = 192
_NEGLIGIBLE = 1e-20
_SEGMENTS_PER_CHECK = 64  # between two checks for cancelling


def transport_tagged(
    emission: Vector,
    routed: Routed,
    graph: Graph,
    zone: NDArray[np.int32],
    od_sums: OriginDestinationSums,
    *,
    backend: Backend,
    progress: Progress,
) -> None:
    """Enter into `od_sums` where the emission of each zone ends.

    Parameters
    ----------
    emission : (cells,) float64, t
        as routed, 0 outside the study area
    routed : Routed
        along the wind
    graph : Graph
    zone : (cells,) int32
        zone number, below 0 for none
    od_sums : OriginDestinationSums
        changed in place
    backend : Backend
    progress : Progress
        whose `check` raises when the user cancels
    """
    home = np.where(zone >= 0, zone, od_sums.zones).astype(np.int32)
    schedule = make_schedule(emission, routed, graph, home, backend=backend, progress=progress.span(0.0, 0.2))
    ring = schedule.rows_held()
    columns = max(1, min(_MOST_COLUMNS, _RING_NUMBERS // max(1, ring)))
    present = schedule.order_origins(graph.shape[1], columns)
    groups = range(0, present.size, columns)
    for number, first in enumerate(groups):
        share = progress.span(0.2 + 0.8 * number / len(groups), 0.2 + 0.8 * (number + 1) / len(groups))
        _GroupTransport(schedule, present[first : first + columns], ring, od_sums, backend).run(share)


class _GroupTransport:
    """The transport of some origins, which are rows of the table, at once."""

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
        self.reached = np.zeros(schedule.cells.size, dtype=bool)  # by position: holds carbon of any of these origins
        self.column = np.full(od_sums.zones + 1, -1, dtype=np.int32)
        self.column[origins] = np.arange(origins.size, dtype=np.int32)
        self.table = np.zeros((od_sums.zones + 4, origins.size))
        emitted = sum_by(schedule.home, schedule.emission, od_sums.zones + 1)[origins]
        self.negligible = _NEGLIGIBLE * float(emitted.min(initial=np.inf))

    def run(self, progress: Progress) -> None:
        """Transport the origins' emission down the order."""
        for number, segment in enumerate(self.schedule.segments):
            if number % _SEGMENTS_PER_CHECK == 0:
                progress.check()
                progress.fraction(segment.begin / self.schedule.cells.size)
            self._transport_segment(segment, progress)
        rows, columns = np.nonzero(self.table)
        self.od_sums.add(self.origins[columns], rows, self.table[rows, columns])

    def _transport_segment(self, segment: Segment, progress: Progress) -> None:
        """Find the masses in the cells of a segment from those before it, and what of them ends there."""
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
        if segment.solvers:
            reached[:] = True
        cells = np.flatnonzero(reached)  # within the segment
        bounds = np.append(starts[cells], starts[-1])
        weights = schedule.donors.weight[low:high][brings]
        mass = self.backend.multiply_rows(bounds, donor[brings] % size, weights, self.ring)
        own = np.flatnonzero(emits[cells])
        mass[own, column[cells[own]]] += schedule.emission[begin + cells[own]]
        if segment.solvers:
            self._solve_cycles(segment, mass, progress)
        counts = mass.max(axis=1) > self.negligible
        if not counts.all():
            cells, mass = cells[counts], mass[counts]
        positions = cells + begin
        self.reached[positions] = True
        self.ring[positions % size] = mass
        self._deposit(positions, mass)

    def _deposit(self, positions: NDArray[np.int64], mass: Masses) -> None:
        """Enter what the cells at these positions absorb, retain and lose into the table."""
        schedule = self.schedule
        home = schedule.home[positions]
        by_home = np.argsort(home, kind="stable")
        home = home[by_home]
        starts = np.flatnonzero(np.diff(home, prepend=-1))
        absorbed = schedule.absorbed[positions[by_home]]
        self.table[home[starts]] += self.backend.multiply_rows(np.append(starts, home.size), by_home, absorbed, mass)
        losses = (
            (LEFT_REGION, schedule.left_region),
            (UNFIXED, schedule.unfixed),
            (DISPERSED, schedule.dispersed),
        )
        for special, shares in losses:
            if shares is not None:
                losing = np.flatnonzero(shares[positions])
                if losing.size:
                    self.table[self.od_sums.column(special)] += shares[positions[losing]] @ mass[losing]

    def _solve_cycles(self, segment: Segment, mass: Masses, progress: Progress) -> None:
        """Replace what comes into components by all that passes through their cells."""
        cells = self.schedule.cells[segment.begin : segment.end]
        by_cell = np.argsort(cells, kind="stable")
        for solver in segment.solvers:
            rows = by_cell[np.searchsorted(cells, solver.batch.cells, sorter=by_cell)]
            mass[rows] = np.maximum(solver.solve(mass[rows], progress), 0.0)
