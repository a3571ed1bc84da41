"""Cut cycles open: a small set of cells without which a component has none.

    > > v        A ring needs a step down and a step up across any line that divides it. Take out the cells above
    ^ | v        a line that send carbon down across it (here one), and no cycle crosses it any more: each is now
    ^ < <        on one side. Its components there are cut in turn, until none is left.

The line is the middle row or the middle column of a component, with its crossing cells in one or the other
direction: of these four sets the smallest. A vortex of radius r is cut along one radius: r cells of 3 r^2. Each
round halves what is left in one direction, so a few rounds do. Receivers lie at most one row and column away.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..ordered.backend import Backend

Index = NDArray[np.int32]
_BLOCK = 1 << 18  # steps or cells that are looked at together
_LINES = tuple((of_row, above) for of_row in (True, False) for above in (0, 1))


def find_feedback_set(first: Index, sources: Index, at: Index, cols: int, backend: Backend) -> NDArray[np.bool_]:
    """Return True for cells that cut all cycles.

    first, sources: who sends to each cell, as of `Donors`; at: where in a grid of `cols` columns each cell is,
    ascending within a component.
    """
    cut = np.zeros(at.size, dtype=bool)
    cells = np.arange(at.size, dtype=np.int32)
    while True:
        label = backend.strong_components(first, sources)  # turning all steps round changes no component
        looped = (np.bincount(label) > 1)[label]
        number = np.cumsum(looped, dtype=np.int32) - np.int32(1)
        first, sources = _within(first, sources, label, looped, number)
        del number
        if not sources.size:
            return cut
        cells, label = cells[looped], _renumber(label[looped])
        chosen = _smallest_line(first, sources, at[cells], cols, label)
        cut[cells[chosen]] = True
        del label
        first, sources = _without(first, sources, chosen)


def _targets(first: Index, block: slice) -> Index:
    """Return which cells of a block the steps to it lead to."""
    counts = np.diff(first[block.start : block.stop + 1])
    return np.repeat(np.arange(block.start, block.stop, dtype=np.int32), counts)


def _blocks(first: Index) -> list[slice]:
    return [slice(k, min(k + _BLOCK, first.size - 1)) for k in range(0, first.size - 1, _BLOCK)]


def _within(
    first: Index, sources: Index, label: Index, looped: NDArray[np.bool_], number: Index
) -> tuple[Index, Index]:
    """Return the steps within components of several cells, whose cells alone are numbered then."""
    kept, counts = [np.zeros(0, dtype=np.int32)], [np.zeros(1, dtype=np.int32)]
    for block in _blocks(first):
        source, target = sources[first[block.start] : first[block.stop]], _targets(first, block)
        inside = label[source] == label[target]
        inside &= looped[target]
        kept.append(number[source[inside]])
        count = np.bincount(target[inside] - block.start, minlength=block.stop - block.start)
        counts.append(count[looped[block]].astype(np.int32))
    return np.cumsum(np.concatenate(counts), dtype=np.int32), np.concatenate(kept)


def _without(first: Index, sources: Index, gone: NDArray[np.bool_]) -> tuple[Index, Index]:
    """Return the steps that neither begin nor end in cells that are `gone`; all cells keep their numbers."""
    kept, counts = [np.zeros(0, dtype=np.int32)], [np.zeros(1, dtype=np.int32)]
    for block in _blocks(first):
        source, target = sources[first[block.start] : first[block.stop]], _targets(first, block)
        stays = ~gone[source]
        stays &= ~gone[target]
        kept.append(source[stays])
        counts.append(np.bincount(target[stays] - block.start, minlength=block.stop - block.start).astype(np.int32))
    return np.cumsum(np.concatenate(counts), dtype=np.int32), np.concatenate(kept)


def _renumber(label: Index) -> Index:
    used = np.bincount(label) > 0
    return (np.cumsum(used, dtype=np.int32) - np.int32(1))[label]


def _smallest_line(first: Index, sources: Index, at: Index, cols: int, label: Index) -> NDArray[np.bool_]:
    """Return True for the cells that cross each component's best line."""
    count = int(label.max()) + 1
    middle = []
    for of_row in (True, False):
        low, high = _range(at, cols, of_row, label, count)
        middle.append(low + (high - low) // 2)
    crosses = np.zeros(at.size, dtype=np.uint8)  # a bit per line and direction
    for block in _blocks(first):
        source, target = sources[first[block.start] : first[block.stop]], _targets(first, block)
        for bit, (of_row, above) in enumerate(_LINES):
            line = middle[0 if of_row else 1][label[target]]
            crossing = _place(at[source], cols, of_row) == line + above
            crossing &= _place(at[target], cols, of_row) == line + (1 - above)
            crosses[source[crossing]] |= np.uint8(1 << bit)
    sizes = []
    for bit in range(len(_LINES)):
        size = np.bincount(label[crosses & np.uint8(1 << bit) != 0], minlength=count)
        sizes.append(np.where(size > 0, size, np.iinfo(np.int32).max))
    best = np.argmin(np.stack(sizes), axis=0).astype(np.uint8)[label]
    return crosses >> best & np.uint8(1) == 1


def _place(at: Index, cols: int, of_row: bool) -> Index:
    return at // np.int32(cols) if of_row else at % np.int32(cols)


def _range(at: Index, cols: int, of_row: bool, label: Index, count: int) -> tuple[Index, Index]:
    """Return the smallest and the largest row or column for each label."""
    low, high = np.full(count, np.iinfo(np.int32).max, dtype=np.int32), np.full(count, -1, dtype=np.int32)
    for start in range(0, at.size, _BLOCK):
        where, group = _place(at[start : start + _BLOCK], cols, of_row), label[start : start + _BLOCK]
        if not of_row:  # rows ascend already
            ascending = np.argsort(where.astype(np.uint16) if cols <= 1 << 16 else where, kind="stable")
            where, group = where[ascending], group[ascending]
        largest, smallest = high.copy(), low.copy()
        largest[group] = where  # the last one stays
        smallest[group[::-1]] = where[::-1]
        np.maximum(high, largest, out=high)
        np.minimum(low, smallest, out=low)
    return low, high
