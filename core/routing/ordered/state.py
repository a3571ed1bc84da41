"""The state of routing in topological order: which cells are routed, and the shared array of their amounts.

All that changes lies in arrays with an entry per cell, written in place, so that each backend (`loops_numpy`,
`loops_numba`) can work on them:

    amounts    two numbers per cell, t; what they are changes on the way:

               stage                            column 0                            column 1
               read in                          emission                            capacity
               until the cell is routed         emission + what has arrived         capacity
               routed, and it overflows         outflow = state - capacity, > 0     capacity
               routed, and it does not          minus what it has absorbed, <= 0    capacity
               all are routed (see `route`)     flux: outflow, or 0 if calm         absorbed

               Column 0 is the state, until `route` turns it into the flux.
    open       donors that are not routed yet; BLOCKED more for a cell of a cycle, so that it is never ready by itself
    links      steps still to be taken, a bit per slot (see `Graph`)
    order      cells in the order in which they are routed. From its end backwards, those cells of cycles are queued
               whose donors outside the cycle are routed; the two never meet, as each cell is entered once

Worked example, D8, a row of three cells, west wind, E 10 1 0, C 4 5 1: state 10 1 0, open 0 1 1, order [0].
Cell 0 is routed: state 6 7 0, open 0 0 1, order [0 1]; then 6 2 2 and order [0 1 2]; then 6 2 1.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ..graph.graph import Graph

BLOCKED = 128
BEGIN, END, QUEUED = range(3)
ORDER_ALONE = np.zeros((0, 2))


@dataclass
class RoutingState:
    """Where routing in topological order stands; see the module.

    Attributes
    ----------
    graph : Graph
    amounts : (cells, 2) float64, t
        state and capacity side by side, as they are used together; or `ORDER_ALONE`, where only the order is wanted
    links, open : (cells,) uint8
    order : (members,) int32
    spare : (cells,) int32
        to work with; of no meaning between calls
    cursor : (3,) int64
        BEGIN: position in `order` of the next cell to route; END: after the last that is ready; QUEUED: how many
        cells are queued at its end
    """

    graph: Graph
    amounts: NDArray[np.float64]
    links: NDArray[np.uint8]
    open: NDArray[np.uint8]
    order: NDArray[np.int32]
    spare: NDArray[np.int32]
    cursor: NDArray[np.int64] = field(default_factory=lambda: np.zeros(3, dtype=np.int64))

    @classmethod
    def start(cls, graph: Graph, amounts: NDArray[np.float64], links: NDArray[np.uint8]) -> RoutingState:
        """Return the state before any cell is routed; the cells that nothing flows into are in its order.

        Parameters
        ----------
        graph : Graph
        amounts : (cells, 2) float64, t
            emission and capacity, or `ORDER_ALONE`
        links : (cells,) uint8
            steps to be taken; changed by routing

        Returns
        -------
        RoutingState
        """
        counts = graph.donor_counts(links)
        order = np.empty(np.count_nonzero(graph.member), dtype=np.int32)
        ready = np.flatnonzero(graph.member & (counts == 0))
        order[: ready.size] = ready
        spare = np.empty(graph.member.size, dtype=np.int32)
        state = cls(graph, amounts, links, counts, order, spare)
        state.cursor[END] = ready.size
        return state

    @classmethod
    def resume(cls, graph: Graph, amounts: NDArray[np.float64], open_: NDArray[np.uint8]) -> RoutingState:
        """Return the state after routing along D8 paths (see `d8_paths`).

        Parameters
        ----------
        graph : Graph
        amounts : (cells, 2) float64, t
            state and capacity
        open_ : (cells,) uint8
            donors that are not routed yet; 0 in cells that are routed

        Returns
        -------
        RoutingState
            its order is of the cells alone that are not routed yet; none of them is ready
        """
        order = np.empty(np.count_nonzero(open_), dtype=np.int32)
        spare = np.empty(graph.member.size, dtype=np.int32)
        return cls(graph, amounts, graph.links.copy(), open_, order, spare)

    def supply_and_capacity(self, cells: NDArray[np.int32]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return the amounts of some cells.

        Parameters
        ----------
        cells : (n,) int32

        Returns
        -------
        state, capacity : (n,) float64, t
            0 where the order alone is wanted
        """
        if not self.amounts.size:
            return np.zeros(cells.size), np.zeros(cells.size)
        return self.amounts[cells, 0], self.amounts[cells, 1]

    def take_queued(self) -> NDArray[np.int32]:
        """Return the cells queued since the last call, and forget them.

        Returns
        -------
        (n,) int32
        """
        count = int(self.cursor[QUEUED])
        self.cursor[QUEUED] = 0
        return self.order[self.order.size - count :].copy()

    def append(self, cells: NDArray[np.int32]) -> None:
        """Put cells at the end of the order.

        Parameters
        ----------
        cells : (n,) int32
        """
        end = int(self.cursor[END])
        self.order[end : end + cells.size] = cells
        self.cursor[END] = end + cells.size
