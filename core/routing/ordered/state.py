"""One passage through the network: cells settled one after the other, each after all that send it carbon.

Everything a passage changes lies in arrays of one entry per cell, written in place, so that both backends (`plain`,
`compiled`) can work on it:

    state      t that has arrived, own emission included, until the cell is settled; then its outflow if that is
               above 0, else minus what it has absorbed
    open       donors that are not settled yet; BLOCKED more for a cell of a cycle, so that it is never ready alone
    links      steps still to be taken, a bit per slot (see `Graph`)
    order      cells in the order in which they are settled. From its end backwards, cells of cycles are noted whose
               donors outside the cycle are settled; the two never meet, as each cell is entered once

Worked example, D8, a row of three cells, west wind, E 10 1 0, C 4 5 1: state 10 1 0, open 0 1 1, order [0].
Cell 0 is settled: state 6 7 0, open 0 0 1, order [0 1]; then 6 2 2 and order [0 1 2]; then 6 2 1.
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
    """State of a passage; see the module. cursor: BEGIN of what is to be settled, its END, cells QUEUED.

    amounts: (cells, 2) float64, t, state and capacity side by side, as they are used together; or `ORDER_ALONE`, where
    no amounts are moved. spare: int32 by cell, of no meaning between calls.
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
        """Return a passage with the cells that nothing flows into in its order. links: changed by the passage."""
        counts = graph.donor_counts(links)
        order = np.empty(np.count_nonzero(graph.member), dtype=np.int32)
        ready = np.flatnonzero(graph.member & (counts == 0))
        order[: ready.size] = ready
        spare = np.empty(graph.member.size, dtype=np.int32)
        result = cls(graph, amounts, links, counts, order, spare)
        result.cursor[END] = ready.size
        return result

    @classmethod
    def resume(cls, graph: Graph, amounts: NDArray[np.float64], open_: NDArray[np.uint8]) -> RoutingState:
        """Return a passage through what a pass along paths has left open (see `single`); its order is of that alone."""
        order = np.empty(np.count_nonzero(open_), dtype=np.int32)
        spare = np.empty(graph.member.size, dtype=np.int32)
        return cls(graph, amounts, graph.links.copy(), open_, order, spare)

    def supply_and_capacity(self, cells: NDArray[np.int32]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return the state and the capacity of cells, 0 where no amounts are moved."""
        if not self.amounts.size:
            return np.zeros(cells.size), np.zeros(cells.size)
        return self.amounts[cells, 0], self.amounts[cells, 1]

    def take_queued(self) -> NDArray[np.int32]:
        """Return the cells noted since the last call."""
        count = int(self.cursor[QUEUED])
        self.cursor[QUEUED] = 0
        return self.order[self.order.size - count :].copy()

    def append(self, cells: NDArray[np.int32]) -> None:
        """Put cells at the end of the order."""
        end = int(self.cursor[END])
        self.order[end : end + cells.size] = cells
        self.cursor[END] = end + cells.size
