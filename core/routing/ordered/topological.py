"""The order in which cells can be settled: every cell after all that send it carbon, cycles as one.

    1 -> 2 -> 3 <-> 4 -> 5        settles as  [1] [2] {3, 4} [5]

Cells without open donors are settled, and those that this frees, until none is left (Kahn 1962,
DOI 10.1145/368996.369025). What is left lies in or behind a cycle. Its strongly connected components are found
once; a component is ready when nothing outside still flows into it. All components that are ready together make one
batch; then it goes on behind them.

The order depends on how cells are numbered and on the backend; no result does, but for rounding.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...progress import Progress
from ..graph.weights import Donors
from .backend import Backend
from .state import BEGIN, BLOCKED, END, RoutingState

_CHUNK = 1 << 18  # cells between two looks at progress
_BLOCK = 1 << 15


@dataclass(frozen=True)
class Components:
    """Components that are ready together, cells of one side by side.

    cells: their numbers; starts: where components begin, and the end; inner: (all cells) uint8, bit k set where slot k
    leads to the own component; position: (all cells) int32, of no meaning, to work with.
    """

    cells: NDArray[np.int32]
    starts: NDArray[np.int64]
    inner: NDArray[np.uint8]
    position: NDArray[np.int32]


SolveComponents = Callable[[Components], None]
"""Called when `state` of these cells holds all that arrives from outside; puts their final state there."""


def route_in_order(
    passage: RoutingState, solve: SolveComponents, backend: Backend, progress: Progress, levels: list[int] | None = None
) -> None:
    """Route all members; put into `levels` where each level and each batch of components ends in the order."""
    cycles = None
    settled = 0
    while True:
        _advance(passage, settled, backend, progress, levels)
        if passage.cursor[END] == passage.order.size:
            return
        if cycles is None:
            cycles = _Cycles(passage, backend, progress)
            ready = cycles.free()
        else:
            ready = cycles.unblock(passage.take_queued())
        components = cycles.take(ready)
        passage.append(components.cells)
        settled = int(passage.cursor[END])
        solve(components)


def _advance(
    passage: RoutingState, settled: int, backend: Backend, progress: Progress, levels: list[int] | None
) -> None:
    cursor = passage.cursor
    progress.check()
    told = 0
    while cursor[BEGIN] < cursor[END]:
        backend.advance(passage, settled, _CHUNK if levels is None else int(cursor[END] - cursor[BEGIN]))
        if levels is not None:
            levels.append(int(cursor[BEGIN]))
        if cursor[BEGIN] > told + _CHUNK:
            told = int(cursor[BEGIN])
            progress.check()
            progress.fraction(told / passage.order.size)


class _Cycles:
    """The strongly connected components among the cells that a passage has left open."""

    def __init__(self, passage: RoutingState, backend: Backend, progress: Progress) -> None:
        self.passage = passage
        rest = np.flatnonzero(passage.open).astype(np.int32)
        number = np.full(passage.open.size, -1, dtype=np.int32)
        number[rest] = np.arange(rest.size, dtype=np.int32)
        first, heads = _steps(passage, rest, number)
        progress.check()
        label = backend.strong_components(first, heads)
        progress.check()
        self.inner = np.zeros(passage.open.size, dtype=np.uint8)
        _mark_inner(passage, rest, number, label, self.inner)
        looped = rest[(np.bincount(label) > 1)[label]]
        label = label[number[looped]]
        by_component = np.argsort(label, kind="stable").astype(np.int32)
        label = label[by_component]
        self.cells = looped[by_component]
        starts = np.flatnonzero(np.diff(label, prepend=-1))
        self.first = np.append(starts, label.size)
        del label, looped, by_component
        self.component = number
        self.component[self.cells] = np.repeat(np.arange(starts.size, dtype=np.int32), np.diff(self.first))
        counts = passage.graph.donor_counts(self.inner)
        counts = passage.open[self.cells] - counts[self.cells]
        passage.open[self.cells] = counts + np.uint8(BLOCKED)
        self.blocked = np.bincount(self.component[self.cells[counts > 0]], minlength=starts.size)

    def free(self) -> NDArray[np.int64]:
        """Return the components that nothing flows into."""
        return np.flatnonzero(self.blocked == 0)

    def unblock(self, cells: NDArray[np.int32]) -> NDArray[np.int64]:
        """Return the components that are ready now that all outside donors of `cells` are settled."""
        touched, times = np.unique(self.component[cells], return_counts=True)
        self.blocked[touched] -= times
        return touched[self.blocked[touched] == 0].astype(np.int64)

    def take(self, ready: NDArray[np.int64]) -> Components:
        """Return the components with these numbers."""
        if ready.size == self.blocked.size:
            return Components(self.cells, self.first, self.inner, self.passage.spare)
        pieces = [self.cells[self.first[k] : self.first[k + 1]] for k in ready]
        starts = np.concatenate([[0], np.cumsum([piece.size for piece in pieces])])
        return Components(np.concatenate(pieces), starts, self.inner, self.passage.spare)


def _blocks(cells: NDArray[np.int32]) -> list[slice]:
    return [slice(k, min(k + _BLOCK, cells.size)) for k in range(0, cells.size, _BLOCK)]


def _heads(passage: RoutingState, cells: NDArray[np.int32]) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
    """Return which slots of `cells` are linked, (cells, slots), and where these lead, in that order."""
    graph = passage.graph
    slots = np.arange(graph.slots, dtype=np.uint8)
    linked = (passage.links[cells][:, None] >> slots) & np.uint8(1) == 1
    codes = (graph.transport.first.reshape(-1)[cells][:, None] + slots) & np.uint8(7)
    return linked, (cells[:, None] + graph.neighbourhood.offsets[codes])[linked]


def _steps(
    passage: RoutingState, rest: NDArray[np.int32], number: NDArray[np.int32]
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return the steps from `rest`, all of which lead to cells of `rest`, as rows of a sparse matrix."""
    counts = np.zeros(rest.size + 1, dtype=np.int32)
    for slot in range(passage.graph.slots):
        counts[1:] += (passage.links[rest] >> np.uint8(slot)) & np.uint8(1)
    first = np.cumsum(counts, dtype=np.int32)
    heads = np.empty(first[-1], dtype=np.int32)
    for block in _blocks(rest):
        heads[first[block.start] : first[block.stop]] = number[_heads(passage, rest[block])[1]]
    return first, heads


def _mark_inner(
    passage: RoutingState,
    rest: NDArray[np.int32],
    number: NDArray[np.int32],
    label: NDArray[np.int32],
    inner: NDArray[np.uint8],
) -> None:
    """Move the bits of steps within a component from the passage's links to `inner`."""
    slots = np.arange(passage.graph.slots, dtype=np.uint8)
    for block in _blocks(rest):
        cells = rest[block]
        linked, heads = _heads(passage, cells)
        tails = np.nonzero(linked)[0]
        linked[linked] = label[number[heads]] == label[block][tails]
        bits = (linked.astype(np.uint8) << slots).sum(axis=1, dtype=np.uint8)
        inner[cells] = bits
        passage.links[cells] &= ~bits


def donors_among(
    passage: RoutingState, components: Components, cells: NDArray[np.int32], weighted: bool = True
) -> Donors:
    """Return who sends to whom within components, numbered as `cells`, which are all or some of theirs.

    weighted: False to leave the weights out.
    """
    inner, position = components.inner, components.position
    position[components.cells] = -1
    position[cells] = np.arange(cells.size, dtype=np.int32)
    first = np.zeros(cells.size + 1, dtype=np.int32)
    for block in _blocks(cells):
        sends = _donor_slots(passage, inner, position, cells[block])[0]
        first[1 + block.start : 1 + block.stop] = sends.sum(axis=1)
    np.cumsum(first, out=first)
    donor = np.empty(first[-1], dtype=np.int32)
    weight = np.empty(first[-1] if weighted else 0)
    for block in _blocks(cells):
        sends, source, slot = _donor_slots(passage, inner, position, cells[block])
        entries = slice(first[block.start], first[block.stop])
        tails, slots = source[sends], slot[sends]
        donor[entries] = position[tails]
        for number in range(passage.graph.slots if weighted else 0):
            chosen = slots == number
            weight[entries][chosen] = passage.graph.weights(number, tails[chosen])
    return Donors(first, donor, weight)


def _donor_slots(
    passage: RoutingState, inner: NDArray[np.uint8], position: NDArray[np.int32], cells: NDArray[np.int32]
) -> tuple[NDArray[np.bool_], NDArray[np.int64], NDArray[np.uint8]]:
    """Return for each cell and code (cells, 8) whether a cell with a position sends by it, which, and by which slot."""
    near, first = passage.graph.neighbourhood, passage.graph.transport.first.reshape(-1)
    at = cells.astype(np.int64)[:, None] - near.offsets
    source = np.clip(at, 0, inner.size - 1)
    slot = (np.arange(8, dtype=np.uint8) - first.take(source)) & np.uint8(7)
    sends = (inner.take(source) >> slot) & np.uint8(1) == 1
    sends &= source == at
    sends &= slot < passage.graph.slots
    sends[sends] = position[source[sends]] >= 0
    return sends, source, slot
