"""A feedback vertex set: a small set of cells without which a component has no cycle.

    > > v        A ring needs a step down and a step up across any line that divides it. Take out the cells above
    ^ | v        a line that send carbon down across it (here one), and no cycle crosses it any more: each is now
    ^ < <        on one side. Its components there are divided in turn, until no cycle is left.

The line is the middle row or the middle column of a component, with its crossing cells in one or the other
direction: of these four sets the smallest. A vortex of radius r is opened along one radius: r cells of 3 r^2. Each
round halves the remaining components in one direction, so a few rounds do. Receivers lie at most one row and column
away.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..graph.strips import row_strips
from ..graph.weights import renumber_groups
from ..ordered.backend import Backend

Index = NDArray[np.int32]

_STEPS_PER_BLOCK = 1 << 18  # receivers, or cells, that are looked at together
_LINES = tuple((of_row, above) for of_row in (True, False) for above in (0, 1))


def find_feedback_set(first: Index, sources: Index, cells: Index, cols: int, backend: Backend) -> NDArray[np.bool_]:
    """Return a set of cells without which no cycle is left.

    Parameters
    ----------
    first : (n + 1,) int32
        where the donors of each of n cells begin in `sources`
    sources : (entries,) int32
        position, 0 to n - 1, of each donor
    cells : (n,) int32
        number of each cell in the grid, ascending within a component
    cols : int
        columns of the grid
    backend : Backend

    Returns
    -------
    (n,) bool
    """
    in_set = np.zeros(cells.size, dtype=bool)
    remaining = np.arange(cells.size, dtype=np.int32)
    while True:
        label = backend.strong_components(first, sources)  # turning all steps round changes no component
        cyclic = (np.bincount(label) > 1)[label]
        number = np.cumsum(cyclic, dtype=np.int32) - np.int32(1)
        first, sources = steps_within(first, sources, label, cyclic, number)
        del number
        if not sources.size:
            return in_set
        remaining, label = remaining[cyclic], renumber_groups(label[cyclic])
        chosen = _smallest_line(first, sources, cells[remaining], cols, label)
        in_set[remaining[chosen]] = True
        del label
        first, sources = _steps_without(first, sources, chosen)


def _targets(first: Index, block: slice) -> Index:
    """Return which cells of a block the steps to it lead to."""
    counts = np.diff(first[block.start : block.stop + 1])
    return np.repeat(np.arange(block.start, block.stop, dtype=np.int32), counts)


def _cell_blocks(first: Index) -> list[slice]:
    return row_strips(first.size - 1, 1, _STEPS_PER_BLOCK)


def steps_within(
    first: Index, sources: Index, label: Index, cyclic: NDArray[np.bool_], number: Index
) -> tuple[Index, Index]:
    """Return the steps within groups of cells, whose cells alone are numbered then.

    Parameters
    ----------
    first : (n + 1,) int32
        where the donors of each of n cells begin in `sources`
    sources : (entries,) int32
        position, 0 to n - 1, of each donor
    label : (n,) int or bool
        the group of each cell
    cyclic : (n,) bool
        the same in all cells of a group: whether it is kept
    number : (n,) int32
        the position that each cell that is kept shall have

    Returns
    -------
    first, sources : int32
    """
    donors, counts = [np.zeros(0, dtype=np.int32)], [np.zeros(1, dtype=np.int32)]
    for block in _cell_blocks(first):
        source, target = sources[first[block.start] : first[block.stop]], _targets(first, block)
        inside = label[source] == label[target]
        inside &= cyclic[target]
        donors.append(number[source[inside]])
        count = np.bincount(target[inside] - block.start, minlength=block.stop - block.start)
        counts.append(count[cyclic[block]].astype(np.int32))
    return np.cumsum(np.concatenate(counts), dtype=np.int32), np.concatenate(donors)


def _steps_without(first: Index, sources: Index, removed: NDArray[np.bool_]) -> tuple[Index, Index]:
    """Return the steps that neither begin nor end in cells that are `removed`; all cells keep their numbers."""
    donors, counts = [np.zeros(0, dtype=np.int32)], [np.zeros(1, dtype=np.int32)]
    for block in _cell_blocks(first):
        source, target = sources[first[block.start] : first[block.stop]], _targets(first, block)
        stays = ~removed[source]
        stays &= ~removed[target]
        donors.append(source[stays])
        counts.append(np.bincount(target[stays] - block.start, minlength=block.stop - block.start).astype(np.int32))
    return np.cumsum(np.concatenate(counts), dtype=np.int32), np.concatenate(donors)


def _smallest_line(first: Index, sources: Index, cells: Index, cols: int, label: Index) -> NDArray[np.bool_]:
    """Return True for the cells that cross each component's best line."""
    count = int(label.max()) + 1
    middle = []
    for of_row in (True, False):
        low, high = _extent(cells, cols, of_row, label, count)
        middle.append(low + (high - low) // 2)
    crosses = np.zeros(cells.size, dtype=np.uint8)  # a bit per line and direction
    for block in _cell_blocks(first):
        source, target = sources[first[block.start] : first[block.stop]], _targets(first, block)
        for bit, (of_row, above) in enumerate(_LINES):
            line = middle[0 if of_row else 1][label[target]]
            crossing = _row_or_column(cells[source], cols, of_row) == line + above
            crossing &= _row_or_column(cells[target], cols, of_row) == line + (1 - above)
            crosses[source[crossing]] |= np.uint8(1 << bit)
    sizes = []
    for bit in range(len(_LINES)):
        size = np.bincount(label[crosses & np.uint8(1 << bit) != 0], minlength=count)
        sizes.append(np.where(size > 0, size, np.iinfo(np.int32).max))
    best = np.argmin(np.stack(sizes), axis=0).astype(np.uint8)[label]
    return crosses >> best & np.uint8(1) == 1


def _row_or_column(cells: Index, cols: int, of_row: bool) -> Index:
    return cells // np.int32(cols) if of_row else cells % np.int32(cols)


def _extent(cells: Index, cols: int, of_row: bool, label: Index, count: int) -> tuple[Index, Index]:
    """Return the smallest and the largest row or column for each label."""
    low, high = np.full(count, np.iinfo(np.int32).max, dtype=np.int32), np.full(count, -1, dtype=np.int32)
    for block in row_strips(cells.size, 1, _STEPS_PER_BLOCK):
        lines, group = _row_or_column(cells[block], cols, of_row), label[block]
        if not of_row:  # rows ascend already
            ascending = np.argsort(lines.astype(np.uint16) if cols <= 1 << 16 else lines, kind="stable")
            lines, group = lines[ascending], group[ascending]
        largest, smallest = high.copy(), low.copy()
        largest[group] = lines  # the last one stays
        smallest[group[::-1]] = lines[::-1]
        np.maximum(high, largest, out=high)
        np.minimum(low, smallest, out=low)
    return low, high
