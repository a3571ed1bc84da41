"""The schedule of tagged transport: in which order cells are taken, and what share of its mass each passes on where.

The order is that of the cells alone that pass something on. What follows from it depends on no origin, so it is found
once for all of them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...progress import Progress
from ..cycles.batches import make_batches
from ..graph.arrays import Vector
from ..graph.graph import GAP, OUTSIDE, Graph
from ..graph.result import Routed
from ..graph.strips import row_strips
from ..graph.weights import Donors, sum_by
from ..ordered.backend import Backend
from ..ordered.state import END, ORDER_ALONE, RoutingState
from ..ordered.topological import Components, donors_among, route_in_order
from .component_solvers import ComponentSolver

_LEAST_TOTAL = 1e-300  # t; for cells whose total has underflowed
_CELLS_PER_LOSS_BLOCK = 1 << 16


@dataclass(frozen=True)
class Segment:
    """Positions begin to end of the order that are done at once: a level, or components with their solvers."""

    begin: int
    end: int
    solvers: tuple[ComponentSolver, ...] = ()


@dataclass(frozen=True)
class Schedule:
    """All that does not depend on the origin, by position in the order of n cells.

    Attributes
    ----------
    cells : (n,) int32
        their numbers in the grid
    segments : list of Segment
    donors : Donors
        weights times the share that the donor passes on
    home : (n,) int32
        row of the table that the cell belongs to
    emission : (n,) float64, t
    absorbed, unfixed, left_region : (n,) float64
        shares of a cell's mass
    dispersed : (n,) float64 or None
        the same; None without decay
    """

    cells: NDArray[np.int32]
    segments: list[Segment]
    donors: Donors
    home: NDArray[np.int32]
    emission: Vector
    absorbed: Vector
    unfixed: Vector
    left_region: Vector
    dispersed: Vector | None

    def rows_held(self) -> int:
        """Return how many positions of the order are needed at once, from a donor to the end of its receiver's segment.

        Returns
        -------
        int
            at least 1, if there are cells
        """
        ends = np.asarray([segment.end for segment in self.segments], dtype=np.int64)
        sizes = np.diff(ends, prepend=0)
        if self.donors.donor.size == 0:
            return int(sizes.max(initial=0))
        oldest = np.full(self.cells.size, self.cells.size, dtype=np.int32)
        with_donors = np.flatnonzero(np.diff(self.donors.first))
        oldest[with_donors] = np.minimum.reduceat(self.donors.donor, self.donors.first[with_donors])
        first = np.minimum.reduceat(oldest, np.append(0, ends[:-1]))
        return int(max((ends - np.minimum(first, ends - sizes)).max(), 1))

    def order_origins(self, cols: int, together: int) -> NDArray[np.int32]:
        """Return the rows of the table that emit, ordered so that those transported together lie near each other.

        Parameters
        ----------
        cols : int
            columns of the grid
        together : int
            how many are transported together

        Returns
        -------
        (origins,) int32
        """
        emits = self.emission > 0
        home = self.home[emits]
        row, col = np.divmod(self.cells[emits], cols)
        count = np.bincount(home)
        present = np.flatnonzero(count)
        middle_row = (sum_by(home, row, count.size)[present] / count[present]).astype(np.float64)
        middle_col = sum_by(home, col, count.size)[present] / count[present]
        side = max(1.0, (home.size * together / max(1, present.size)) ** 0.5)
        return present[np.lexsort((middle_col, middle_row // side))].astype(np.int32)


def make_schedule(
    emission: Vector, routed: Routed, graph: Graph, home: NDArray[np.int32], *, backend: Backend, progress: Progress
) -> Schedule:
    """Find the order of the cells, and who passes what share of its mass to whom.

    Parameters
    ----------
    emission : (cells,) float64, t
        as routed, 0 outside the study area
    routed : Routed
        along the wind
    graph : Graph
    home : (cells,) int32
        row of the table of each cell
    backend : Backend
    progress : Progress
        whose `check` raises when the user cancels

    Returns
    -------
    Schedule
    """
    links = np.where(routed.flux.ravel() > 0, graph.links, 0).astype(np.uint8)
    state = RoutingState.start(graph, ORDER_ALONE, links.copy())
    cyclic: dict[int, Components] = {}  # by the position where they begin
    levels = [0]

    def collect(components: Components) -> None:
        cyclic[int(state.cursor[END]) - components.cells.size] = components

    route_in_order(state, collect, backend, progress, levels)
    order = state.order
    everything = Components(order, np.zeros(0, dtype=np.int64), links, state.spare)
    donors = donors_among(state, everything, order)
    flux, absorbed, unfixed = (field.ravel()[order] for field in (routed.flux, routed.absorbed, routed.remainder))
    total = np.maximum(absorbed + unfixed + flux, _LEAST_TOTAL)
    passed = flux / total
    donors.weight[:] *= passed[donors.donor]
    left_region, dispersed = _loss_shares(graph, order, passed)
    segments = []
    for begin, end in zip(levels[:-1], levels[1:]):
        solvers: list[ComponentSolver] = []
        if begin in cyclic:
            for batch in make_batches(state, cyclic[begin], 0.0, backend, progress):
                batch.donors.weight[:] *= _passed(routed, batch.cells)[batch.donors.donor]
                solvers.append(ComponentSolver(batch))
        segments.append(Segment(begin, end, tuple(solvers)))
    return Schedule(
        cells=order,
        segments=segments,
        donors=donors,
        home=home[order],
        emission=emission[order],
        absorbed=absorbed / total,
        unfixed=unfixed / total,
        left_region=left_region,
        dispersed=dispersed,
    )


def _passed(routed: Routed, cells: NDArray[np.int32]) -> Vector:
    """Return the share of each cell's mass that it passes on."""
    flux, absorbed, unfixed = (field.ravel()[cells] for field in (routed.flux, routed.absorbed, routed.remainder))
    return np.asarray(flux / np.maximum(absorbed + unfixed + flux, _LEAST_TOTAL))


def _loss_shares(graph: Graph, order: NDArray[np.int32], passed: Vector) -> tuple[Vector, Vector | None]:
    """Return the shares of each cell's mass that leave the region and that are dispersed."""
    left_region = np.zeros(order.size)
    dispersed = None if graph.arriving is None else np.zeros(order.size)
    for block in row_strips(order.size, 1, _CELLS_PER_LOSS_BLOCK):
        cells = order[block]
        for slot in range(graph.slots):
            heads = graph.receivers(slot, cells)
            arriving = graph.weights(slot, cells)
            lost = (heads == OUTSIDE) | (heads == GAP)
            left_region[block][lost] += (arriving * passed[block])[lost]
            if dispersed is not None:
                dispersed[block] += (graph.transport.share(slot, cells) - arriving) * passed[block]
    return left_region, dispersed
