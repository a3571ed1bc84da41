"""Cells with one receiver each (D8) settled along their paths.

Most cells have one donor: what it passes on is carried along and needs no look at the cell's other donors. Only where
paths merge is it added to what waits there, and donors are counted. Each step of each cell is one byte (see
`Graph.single_steps`): where it leads, and whether it merges there or goes nowhere.

    > > > v        9 cells, 3 paths; they merge at the cell marked o, which waits for all three
    > > > o >
          ^

`plain` carries all paths a cell further at a time, `compiled` one path after the other to where it has to wait. What
is left open when none can go on lies in or behind a cycle.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ..graph.graph import NO_STEP, Graph


@dataclass(frozen=True)
class Paths:
    """All that settling changes and needs, by cell.

    amounts: (cells, 2) float64, t, beside each other as they are used together: the state (see `passage`) and the
    capacity; steps: uint8; open: uint8, donors that are not settled yet, 0 once the cell itself is settled.
    """

    graph: Graph
    amounts: NDArray[np.float64]
    steps: NDArray[np.uint8]
    open: NDArray[np.uint8]

    @classmethod
    def start(cls, graph: Graph, amounts: NDArray[np.float64]) -> Paths:
        """Return the paths of a graph whose cells have one receiver at most."""
        counts = graph.donor_counts(graph.links)
        return cls(graph, amounts, graph.single_steps(counts), counts)

    def ready(self) -> NDArray[np.int64]:
        """Return the cells that nothing flows into."""
        return np.flatnonzero(self.graph.member & (self.open == 0))

    @cached_property
    def offsets(self) -> NDArray[np.int64]:
        """Difference of flat cell numbers by step."""
        near = self.graph.neighbourhood
        return np.concatenate(
            [near.offsets, near.offsets, np.zeros(NO_STEP + 1 - 2 * near.offsets.size, dtype=np.int64)]
        )
