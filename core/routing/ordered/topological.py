"""The order in which cells can be routed: every cell after all that send it carbon, cycles as one.

    1 -> 2 -> 3 <-> 4 -> 5        in the order  [1] [2] {3, 4} [5]

Cells without open donors are routed, and those that this frees, until there are none (Kahn 1962,
DOI 10.1145/368996.369025). What is still open lies in or behind a cycle. Its strongly connected components are found
once; a component is ready when nothing outside still flows into it. All components that are ready together are solved
together; then it goes on behind them.

The order depends on how cells are numbered and on the backend; no result does, but for rounding.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...progress import Progress
from ..graph.strips import row_strips
from ..graph.weights import Donors
from .backend import Backend
from .state import BEGIN, BLOCKED, END, RoutingState

_CELLS_PER_ADVANCE = 1 << 18  # between two checks for cancelling
_CELLS_PER_BLOCK = 1 << 15  # whose steps are looked at together


@dataclass(frozen=True)
class Components:
    """Components that are ready together, cells of one side by side.

    Attributes
    ----------
    cells : (n,) int32
        their numbers in the grid
    starts : (components + 1,) int64
        where each component begins in `cells`, and the last one ends
    inner : (all cells,) uint8
        bit k is set where slot k leads to a cell of the own component
    position : (all cells,) int32
        to work with; of no meaning between calls
    """

    cells: NDArray[np.int32]
    starts: NDArray[np.int64]
    inner: NDArray[np.uint8]
    position: NDArray[np.int32]


SolveComponents = Callable[[Components], None]
"""Called when the state of these cells holds all that arrives from outside; puts their final state there."""


def route_in_order(
    state: RoutingState, solve: SolveComponents, backend: Backend, progress: Progress, levels: list[int] | None = None
) -> None:
    """Route all cells of a state that are not routed yet.

    Parameters
    ----------
    state : RoutingState
        changed in place
    solve : SolveComponents
        called with components as they get ready
    backend : Backend
    progress : Progress
        whose `check` raises when the user cancels
    levels : list of int, optional
        gets the positions in the order at which each level, and each group of components, ends
    """
    cyclic = None
    final = 0
    while True:
        _advance(state, final, backend, progress, levels)
        if state.cursor[END] == state.order.size:
            return
        if cyclic is None:
            cyclic = _CyclicComponents(state, backend, progress)
            ready = cyclic.without_inflow()
        else:
            ready = cyclic.unblock(state.take_queued())
        components = cyclic.take(ready)
        state.append(components.cells)
        final = int(state.cursor[END])
        solve(components)


def _advance(state: RoutingState, final: int, backend: Backend, progress: Progress, levels: list[int] | None) -> None:
    """Route what is ready, and what that frees, with checks for cancelling in between."""
    cursor = state.cursor
    progress.check()
    checked = 0
    while cursor[BEGIN] < cursor[END]:
        backend.advance(state, final, _CELLS_PER_ADVANCE if levels is None else int(cursor[END] - cursor[BEGIN]))
        if levels is not None:
            levels.append(int(cursor[BEGIN]))
        if cursor[BEGIN] > checked + _CELLS_PER_ADVANCE:
            checked = int(cursor[BEGIN])
            progress.check()
            progress.fraction(checked / state.order.size)


class _CyclicComponents:
    """The strongly connected components, of two cells or more, among the cells that are open still."""

    def __init__(self, state: RoutingState, backend: Backend, progress: Progress) -> None:
        self.state = state
        unrouted = np.flatnonzero(state.open).astype(np.int32)
        number = np.full(state.open.size, -1, dtype=np.int32)
        number[unrouted] = np.arange(unrouted.size, dtype=np.int32)
        first, heads = _steps_among(state, unrouted, number)
        progress.check()
        label = backend.strong_components(first, heads)
        progress.check()
        self.inner = np.zeros(state.open.size, dtype=np.uint8)
        _mark_inner(state, unrouted, number, label, self.inner)
        cyclic = unrouted[(np.bincount(label) > 1)[label]]
        label = label[number[cyclic]]
        by_component = np.argsort(label, kind="stable").astype(np.int32)
        label = label[by_component]
        self.cells = cyclic[by_component]
        starts = np.flatnonzero(np.diff(label, prepend=-1))
        self.starts = np.append(starts, label.size)
        del label, cyclic, by_component
        self.component = number
        self.component[self.cells] = np.repeat(np.arange(starts.size, dtype=np.int32), np.diff(self.starts))
        counts = state.graph.donor_counts(self.inner)
        counts = state.open[self.cells] - counts[self.cells]
        state.open[self.cells] = counts + np.uint8(BLOCKED)
        # By component, how many of its cells have open donors outside it.
        self.blocked = np.bincount(self.component[self.cells[counts > 0]], minlength=starts.size)

    def without_inflow(self) -> NDArray[np.int64]:
        """Return the components that nothing flows into."""
        return np.flatnonzero(self.blocked == 0)

    def unblock(self, cells: NDArray[np.int32]) -> NDArray[np.int64]:
        """Return the components that are ready now that all outside donors of `cells` are routed."""
        touched, times = np.unique(self.component[cells], return_counts=True)
        self.blocked[touched] -= times
        return touched[self.blocked[touched] == 0].astype(np.int64)

    def take(self, ready: NDArray[np.int64]) -> Components:
        """Return the components with these numbers."""
        if ready.size == self.blocked.size:
            return Components(self.cells, self.starts, self.inner, self.state.spare)
        pieces = [self.cells[self.starts[k] : self.starts[k + 1]] for k in ready]
        starts = np.concatenate([[0], np.cumsum([piece.size for piece in pieces])])
        return Components(np.concatenate(pieces), starts, self.inner, self.state.spare)


def _heads(state: RoutingState, cells: NDArray[np.int32]) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
    """Return which slots of `cells` are linked, (cells, slots), and where these lead, in that order."""
    graph = state.graph
    slots = np.arange(graph.slots, dtype=np.uint8)
    linked = (state.links[cells][:, None] >> slots) & np.uint8(1) == 1
    codes = (graph.transport.first.reshape(-1)[cells][:, None] + slots) & np.uint8(7)
    return linked, (cells[:, None] + graph.neighbourhood.offsets[codes])[linked]


def _steps_among(
    state: RoutingState, unrouted: NDArray[np.int32], number: NDArray[np.int32]
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return the steps from `unrouted` cells, all of which lead to such cells, as rows of a sparse matrix."""
    counts = np.zeros(unrouted.size + 1, dtype=np.int32)
    for slot in range(state.graph.slots):
        counts[1:] += (state.links[unrouted] >> np.uint8(slot)) & np.uint8(1)
    first = np.cumsum(counts, dtype=np.int32)
    heads = np.empty(first[-1], dtype=np.int32)
    for block in row_strips(unrouted.size, 1, _CELLS_PER_BLOCK):
        heads[first[block.start] : first[block.stop]] = number[_heads(state, unrouted[block])[1]]
    return first, heads


def _mark_inner(
    state: RoutingState,
    unrouted: NDArray[np.int32],
    number: NDArray[np.int32],
    label: NDArray[np.int32],
    inner: NDArray[np.uint8],
) -> None:
    """Move the bits of steps within a component from the state's links to `inner`."""
    slots = np.arange(state.graph.slots, dtype=np.uint8)
    for block in row_strips(unrouted.size, 1, _CELLS_PER_BLOCK):
        cells = unrouted[block]
        linked, heads = _heads(state, cells)
        tails = np.nonzero(linked)[0]
        linked[linked] = label[number[heads]] == label[block][tails]
        bits = (linked.astype(np.uint8) << slots).sum(axis=1, dtype=np.uint8)
        inner[cells] = bits
        state.links[cells] &= ~bits


def donors_among(
    state: RoutingState, components: Components, cells: NDArray[np.int32], weighted: bool = True
) -> Donors:
    """Return who sends to whom within components.

    Parameters
    ----------
    state : RoutingState
    components : Components
    cells : (n,) int32
        all cells of the components or some of them, in any order, by which the result is numbered
    weighted : bool
        False to leave the weights out

    Returns
    -------
    Donors
    """
    inner, position = components.inner, components.position
    position[components.cells] = -1
    position[cells] = np.arange(cells.size, dtype=np.int32)
    first = np.zeros(cells.size + 1, dtype=np.int32)
    for block in row_strips(cells.size, 1, _CELLS_PER_BLOCK):
        sends = _donor_slots(state, inner, position, cells[block])[0]
        first[1 + block.start : 1 + block.stop] = sends.sum(axis=1)
    np.cumsum(first, out=first)
    donor = np.empty(first[-1], dtype=np.int32)
    weight = np.empty(first[-1] if weighted else 0)
    for block in row_strips(cells.size, 1, _CELLS_PER_BLOCK):
        sends, source, slot = _donor_slots(state, inner, position, cells[block])
        entries = slice(first[block.start], first[block.stop])
        tails, slots = source[sends], slot[sends]
        donor[entries] = position[tails]
        for number in range(state.graph.slots if weighted else 0):
            of_slot = slots == number
            weight[entries][of_slot] = state.graph.weights(number, tails[of_slot])
    return Donors(first, donor, weight)


def _donor_slots(
    state: RoutingState, inner: NDArray[np.uint8], position: NDArray[np.int32], cells: NDArray[np.int32]
) -> tuple[NDArray[np.bool_], NDArray[np.int64], NDArray[np.uint8]]:
    """Return for each cell and code (cells, 8) whether a cell with a position sends by it, which, and by which slot."""
    near, first = state.graph.neighbourhood, state.graph.transport.first.reshape(-1)
    unclipped = cells.astype(np.int64)[:, None] - near.offsets
    source = np.clip(unclipped, 0, inner.size - 1)
    slot = (np.arange(8, dtype=np.uint8) - first.take(source)) & np.uint8(7)
    sends = (inner.take(source) >> slot) & np.uint8(1) == 1
    sends &= source == unclipped
    sends[sends] = position[source[sends]] >= 0
    return sends, source, slot
