"""The order in which cells can be settled: every cell after all that send it carbon, cycles as one.

    1 -> 2 -> 3 <-> 4 -> 5        settles as  [1] [2] {3, 4} [5]

Cells without open donors form a level and are taken off together, again and again (Kahn 1962,
DOI 10.1145/368996.369025). What is left lies in or behind a cycle. Its strongly connected components are found
once; a component counts as one node that is ready when nothing outside still flows into it. All components that
are ready together make one batch; then levels go on behind them.

The order within a level or batch follows the cells' numbers, and no result depends on it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..progress import Progress
from .components import strong_components


@dataclass(frozen=True)
class Step:
    """A stretch of the order that can be settled at once.

    start, stop: positions in the order; parts: None for a level of cells that do not feed each other, else the
    positions where the batch's components begin, and its end.
    """

    start: int
    stop: int
    parts: NDArray[np.int64] | None = None


@dataclass(frozen=True)
class Schedule:
    """order: (members,) int32 cells in order; steps: stretches that cover it, one after the other."""

    order: NDArray[np.int32]
    steps: list[Step]


class _Peeler:
    """Takes cells off the network level by level."""

    def __init__(
        self, receivers: NDArray[np.int32], member: NDArray[np.bool_], use_scipy: bool, progress: Progress
    ) -> None:
        self.receivers = receivers
        self.use_scipy = use_scipy
        self.progress = progress
        self.open_donors = _count_donors(receivers)
        self.taken: list[NDArray[np.int32]] = []
        self.steps: list[Step] = []
        self.position = 0
        self.total = int(np.count_nonzero(member))
        self.component: NDArray[np.int32] | None = None  # by cell, -1 outside all cycles
        self.blocked = np.zeros(0, dtype=np.int64)  # cells with open donors outside, by component
        self.cells_of = np.zeros(0, dtype=np.int32)  # cells sorted by component
        self.first_of = np.zeros(1, dtype=np.int64)

    def append(self, cells: NDArray[np.int32], parts: NDArray[np.int64] | None = None) -> None:
        begin, self.position = self.position, self.position + cells.size
        self.taken.append(cells)
        self.steps.append(Step(begin, self.position, None if parts is None else parts + begin))

    def release(self, cells: NDArray[np.int32], inside: NDArray[np.int32] | None = None) -> NDArray[np.int32]:
        """Close the steps out of `cells` and return the receivers that have no open donors left.

        inside: the component of each cell, whose steps to the same component were never counted.
        """
        reached = self.receivers[:, cells]
        use = reached >= 0
        if inside is not None and self.component is not None:
            use &= self.component[np.where(use, reached, 0)] != inside
        hits = np.sort(reached[use])
        if hits.size == 0:
            return hits
        first = np.flatnonzero(np.concatenate(([True], hits[1:] != hits[:-1])))
        heads = hits[first]
        left = self.open_donors[heads] - np.diff(np.append(first, hits.size)).astype(np.uint8)
        self.open_donors[heads] = left
        return heads[left == 0]

    def peel(self, front: NDArray[np.int32]) -> list[NDArray[np.int64]]:
        """Take off levels, beginning with `front`, until none is left; return the components that became ready."""
        ready = []
        while front.size:
            if self.component is not None:
                inside = self.component[front]
                ready.append(self.unblock(inside[inside >= 0]))
                front = front[inside < 0]
                if front.size == 0:
                    break
            self.append(front)
            if len(self.steps) % 256 == 0:
                self.progress.check()
                self.progress.fraction(self.position / max(1, self.total))
            front = self.release(front)
        return ready

    def unblock(self, components: NDArray[np.int32]) -> NDArray[np.int64]:
        touched, times = np.unique(components, return_counts=True)
        self.blocked[touched] -= times
        return touched[self.blocked[touched] == 0].astype(np.int64)

    def find_cycles(self, cells: NDArray[np.int32]) -> NDArray[np.int64]:
        """Find the components among `cells`, all that is left; return those that nothing outside flows into."""
        number = np.full(self.receivers.shape[1], -1, dtype=np.int32)
        number[cells] = np.arange(cells.size, dtype=np.int32)
        sources, targets = _edges(self.receivers, cells, number)
        label = strong_components(sources, targets, cells.size, self.use_scipy)
        size = np.bincount(label)
        cyclic = size[label] > 1
        renumber = np.cumsum(size > 1) - 1
        component = number
        component[cells] = np.where(cyclic, renumber[label], -1)
        within = cyclic[sources] & (label[sources] == label[targets])
        inner = np.bincount(targets[within], minlength=cells.size)
        self.open_donors[cells] -= inner.astype(np.uint8)
        self.component = component
        looped = cells[cyclic]
        by_component = np.argsort(component[looped], kind="stable")
        self.cells_of = looped[by_component]
        count = int(renumber[-1]) + 1 if renumber.size else 0
        per_component = np.bincount(component[looped], minlength=count)
        self.first_of = np.concatenate([[0], np.cumsum(per_component)])
        waiting = looped[self.open_donors[looped] > 0]
        self.blocked = np.bincount(component[waiting], minlength=count)
        return np.flatnonzero(self.blocked == 0)

    def take_components(self, ready: NDArray[np.int64]) -> NDArray[np.int32]:
        """Append the ready components as a batch; return the cells that this frees."""
        pieces = [self.cells_of[self.first_of[k] : self.first_of[k + 1]] for k in ready]
        cells = np.concatenate(pieces)
        sizes = np.asarray([piece.size for piece in pieces], dtype=np.int64)
        self.append(cells, np.concatenate([[0], np.cumsum(sizes)]))
        return self.release(cells, np.repeat(ready, sizes).astype(np.int32))


def make_schedule(
    receivers: NDArray[np.int32],
    member: NDArray[np.bool_],
    use_scipy: bool,
    progress: Progress | None = None,
) -> Schedule:
    """Return the order for the cells where `member` is True.

    receivers: (slots, cells) int32, below 0 where a slot leads to no cell.
    """
    peeler = _Peeler(receivers, member, use_scipy, progress or Progress())
    sources = np.flatnonzero(member & (peeler.open_donors == 0)).astype(np.int32)
    ready = peeler.peel(sources)
    if peeler.position < peeler.total:
        rest = np.flatnonzero(member & (peeler.open_donors > 0)).astype(np.int32)
        ready = [peeler.find_cycles(rest)]
    while any(part.size for part in ready):
        ready = peeler.peel(peeler.take_components(np.sort(np.concatenate(ready))))
    order = np.concatenate(peeler.taken) if peeler.taken else np.zeros(0, dtype=np.int32)
    return Schedule(order, peeler.steps)


def _count_donors(receivers: NDArray[np.int32]) -> NDArray[np.uint8]:
    """Return the number of steps that lead to each cell; at most 8, so uint8 holds it."""
    count = np.zeros(receivers.shape[1], dtype=np.uint8)
    for slot in receivers:
        count += np.bincount(slot[slot >= 0], minlength=count.size).astype(np.uint8)
    return count


def _edges(
    receivers: NDArray[np.int32], cells: NDArray[np.int32], number: NDArray[np.int32]
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return the steps among `cells` as pairs of their numbers."""
    sources, targets = [], []
    for slot in receivers:
        heads = slot[cells]
        tails = np.flatnonzero(heads >= 0).astype(np.int32)
        heads = number[heads[tails]]
        sources.append(tails[heads >= 0])
        targets.append(heads[heads >= 0])
    return np.concatenate(sources), np.concatenate(targets)
