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

from .backend import Backend
from .linear import Donors

Index = NDArray[np.int32]


def feedback_cells(donors: Donors, row: Index, col: Index, backend: Backend) -> NDArray[np.bool_]:
    """Return True for cells that cut all cycles of `donors`; row, col: where in the grid each cell is."""
    cut = np.zeros(row.size, dtype=bool)
    cells = np.arange(row.size, dtype=np.int32)
    sources, first = donors.donor, donors.first.astype(np.int32)
    while True:
        label = backend.strong_components(first, sources)  # turning all steps round changes no component
        targets = np.repeat(np.arange(cells.size, dtype=np.int32), np.diff(first))
        looped = (np.bincount(label) > 1)[label]
        within = looped[sources] & (label[sources] == label[targets])
        if not within.any():
            return cut
        number = (np.cumsum(looped) - 1).astype(np.int32)
        sources, targets = number[sources[within]], number[targets[within]]
        cells, label = cells[looped], _renumber(label[looped])
        chosen = _smallest_line(sources, targets, row[cells], col[cells], label)
        cut[cells[chosen]] = True
        stays = ~chosen[sources] & ~chosen[targets]
        sources, targets = sources[stays], targets[stays]
        counts = np.bincount(targets, minlength=cells.size)
        first = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)


def _renumber(label: Index) -> Index:
    used = np.bincount(label) > 0
    return (np.cumsum(used) - 1).astype(np.int32)[label]


def _smallest_line(sources: Index, targets: Index, row: Index, col: Index, label: Index) -> NDArray[np.bool_]:
    """Return True for the cells that cross each component's best line."""
    count = int(label.max()) + 1
    sets, sizes = [], []
    for where in (row, col):
        low, high = _range(where, label, count)
        line = (low + (high - low) // 2)[label]
        at_source, at_target = where[sources], where[targets]
        first_line = line[sources]
        for above, below in ((0, 1), (1, 0)):
            crossing = (at_source == first_line + above) & (at_target == first_line + below)
            chosen = np.zeros(row.size, dtype=bool)
            chosen[sources[crossing]] = True
            size = np.bincount(label[chosen], minlength=count)
            sets.append(chosen)
            sizes.append(np.where(size > 0, size, np.iinfo(np.int32).max))
    best = np.argmin(np.stack(sizes), axis=0).astype(np.int8)[label]
    result = np.zeros(row.size, dtype=bool)
    for number, chosen in enumerate(sets):
        result |= chosen & (best == number)
    return result


def _range(where: Index, label: Index, count: int) -> tuple[Index, Index]:
    """Return the smallest and the largest of `where` for each label."""
    narrow = where.astype(np.uint16) if int(where.max()) < 1 << 16 else where  # sorted by radix
    ascending = np.argsort(narrow, kind="stable")
    low, high = np.empty(count, dtype=np.int32), np.empty(count, dtype=np.int32)
    high[label[ascending]] = where[ascending]
    descending = ascending[::-1]
    low[label[descending]] = where[descending]
    return low, high
