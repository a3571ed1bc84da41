"""Cells with one receiver each (D8) routed along their paths.

Most cells have one donor: what it passes on is carried along and needs no look at the cell's other donors. Only where
paths merge is it added to what waits there, and donors are counted. Each step of each cell is one byte (see
`Graph.single_steps`): where it leads, and whether it merges there or goes nowhere.

    > > > v        9 cells, 3 paths; they merge at the cell marked o, which waits for all three
    > > > o >
          ^

`loops_numpy` takes all paths a cell further at a time, `loops_numba` one path after the other to where it has to wait.
What is open when none can go on lies in or behind a cycle.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ..graph.graph import NO_STEP, Graph


@dataclass(frozen=True)
class Paths:
    """All that routing along paths changes and needs.

    Attributes
    ----------
    graph : Graph
        whose cells have one receiver at most
    amounts : (cells, 2) float64, t
        state (see `state`) and capacity, side by side as they are used together
    steps : (cells,) uint8
    open : (cells,) uint8
        donors that are not routed yet; 0 once the cell itself is routed
    """

    graph: Graph
    amounts: NDArray[np.float64]
    steps: NDArray[np.uint8]
    open: NDArray[np.uint8]

    @classmethod
    def start(cls, graph: Graph, amounts: NDArray[np.float64]) -> Paths:
        """Return the paths of a graph before any cell is routed.

        Parameters
        ----------
        graph : Graph
            whose cells have one receiver at most
        amounts : (cells, 2) float64, t
            emission and capacity

        Returns
        -------
        Paths
        """
        counts = graph.donor_counts(graph.links)
        return cls(graph, amounts, graph.single_steps(counts), counts)

    def ready(self) -> NDArray[np.int64]:
        """Return the cells that nothing flows into.

        Returns
        -------
        (n,) int64
        """
        return np.flatnonzero(self.graph.member & (self.open == 0))

    @cached_property
    def offsets(self) -> NDArray[np.int64]:
        """Difference of flat cell numbers by step."""
        near = self.graph.neighbourhood
        return np.concatenate(
            [near.offsets, near.offsets, np.zeros(NO_STEP + 1 - 2 * near.offsets.size, dtype=np.int64)]
        )
