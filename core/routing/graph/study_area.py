"""The study area: its cells, what lies outside, and the gaps inside.

    . . . . . .        a  study-area cell (`valid`)
    . a a a a .        .  outside: an invalid cell linked to the grid's border by invalid cells
    . a o o a .        o  gap: an invalid cell that is not
    . a a a a o
    . . . . . a

Carbon moves to eight neighbours, also past the corner where two cells meet. A ring of valid cells that touch
only at corners therefore closes the area, and invalid cells are linked by edges alone (four neighbours). Mouths of
rivers that a coastline of cells closes at a corner are gaps then; `inlets_among` finds these, for those who would
rather have them outside.

Gaps that are passed over act as cells without emission or sequestration: what arrives goes on along their own
wind where it is known, else along the wind of the nearest cell that has one. Nearest is counted in steps of
eight neighbours; at equal distance the first in the order N, NE, E, ... of the neighbour codes wins. That order
is fixed by directions, so the result does not depend on how cells are numbered.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .neighbours import Neighbourhood

STRAIGHT_CODES = (0, 2, 4, 6)
ALL_CODES = tuple(range(8))


def step_to(cells: NDArray[np.integer], code: int, neighbourhood: Neighbourhood) -> NDArray[np.int64]:
    """Return the flat index of each cell's neighbour.

    Parameters
    ----------
    cells : int array of any shape, flat indices
    code : int, of the neighbour
    neighbourhood : Neighbourhood

    Returns
    -------
    int64 array of the shape of `cells`, flat indices, -1 beyond the grid
    """
    row, col = np.divmod(cells.astype(np.int64), neighbourhood.cols)
    row = row + neighbourhood.row_steps[code]
    col = col + (int(neighbourhood.offsets[code]) - int(neighbourhood.row_steps[code]) * neighbourhood.cols)
    inside = (row >= 0) & (row < neighbourhood.rows) & (col >= 0) & (col < neighbourhood.cols)
    return np.where(inside, row * neighbourhood.cols + col, -1)


def find_gaps(valid: NDArray[np.bool_], neighbourhood: Neighbourhood) -> NDArray[np.bool_]:
    """Return the invalid cells that no chain of invalid cells links to the grid's border.

    Parameters
    ----------
    valid : (rows, cols) bool, the study area
    neighbourhood : Neighbourhood

    Returns
    -------
    (rows, cols) bool; read-only where all cells are valid
    """
    if valid.all():
        return np.broadcast_to(np.False_, valid.shape)
    unlinked = ~valid.ravel()
    border = np.concatenate(_border(*valid.shape))
    front = np.unique(border[unlinked[border]])
    unlinked[front] = False
    while front.size:
        candidates = np.concatenate([step_to(front, code, neighbourhood) for code in STRAIGHT_CODES])
        candidates = candidates[candidates >= 0]
        front = np.unique(candidates[unlinked[candidates]])
        unlinked[front] = False
    return unlinked.reshape(valid.shape)


def inlets_among(gaps: NDArray[np.bool_], valid: NDArray[np.bool_], neighbourhood: Neighbourhood) -> NDArray[np.bool_]:
    """Return the gap cells that a chain of invalid cells links to the outside when corners are links, too.

    Parameters
    ----------
    gaps : (rows, cols) bool, of `find_gaps`
    valid : (rows, cols) bool, the study area
    neighbourhood : Neighbourhood

    Returns
    -------
    (rows, cols) bool; read-only where there are no gaps
    """
    closed = np.flatnonzero(gaps.ravel())
    if not closed.size:
        return np.broadcast_to(np.False_, gaps.shape)
    waiting, outside = gaps.flatten(), ~(valid | gaps).ravel()
    touching = np.zeros(closed.size, dtype=bool)
    for code in ALL_CODES:
        neighbour = step_to(closed, code, neighbourhood)
        touching |= (neighbour >= 0) & outside[neighbour]
    front = closed[touching]
    waiting[front] = False
    while front.size:
        front = _around(front, waiting, neighbourhood)
        waiting[front] = False
    return gaps & ~waiting.reshape(gaps.shape)


def _border(rows: int, cols: int) -> list[NDArray[np.int64]]:
    """Return the flat indices of the first and last row and column."""
    first_row, first_column = np.arange(cols), np.arange(rows) * cols
    return [first_row, first_row + (rows - 1) * cols, first_column, first_column + cols - 1]


def nearest_moving(
    wanted: NDArray[np.bool_], moving: NDArray[np.bool_], neighbourhood: Neighbourhood
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return each wanted cell without wind, and the nearest cell that has one.

    Rings grow from the moving cells into those without wind.

    Parameters
    ----------
    wanted : (rows, cols) bool, cells that need a wind
    moving : (rows, cols) bool, cells that have one
    neighbourhood : Neighbourhood

    Returns
    -------
    cells : (n,) int64, flat indices of the wanted cells that do not move, increasing
    sources : (n,) int64, flat index of the nearest moving cell of each, -1 where there is none
    """
    lacking = np.flatnonzero((wanted & ~moving).ravel())
    if lacking.size == 0 or not moving.any():
        return lacking, np.full(lacking.size, -1, dtype=np.int64)
    nearest = np.where(moving.ravel(), np.arange(moving.size, dtype=np.int64), -1)
    waiting = _linked(lacking, nearest, neighbourhood)
    front = np.flatnonzero(waiting)
    while front.size:
        offer = _first_offer(front, nearest, neighbourhood)
        front, offer = front[offer >= 0], offer[offer >= 0]
        nearest[front] = offer  # all at once: a ring is complete before the next begins
        waiting[front] = False
        front = _around(front, waiting, neighbourhood)
    return lacking, nearest[lacking]


def _first_offer(
    cells: NDArray[np.int64], nearest: NDArray[np.int64], neighbourhood: Neighbourhood
) -> NDArray[np.int64]:
    """Return for each cell what its first neighbour, in code order, has as nearest moving cell (-1: none)."""
    first_offer = np.full(cells.size, -1, dtype=np.int64)
    for code in ALL_CODES:
        neighbour = step_to(cells, code, neighbourhood)
        offer = np.where(neighbour >= 0, nearest[neighbour], -1)
        first_offer = np.where(first_offer < 0, offer, first_offer)
    return first_offer


def _around(cells: NDArray[np.int64], where: NDArray[np.bool_], neighbourhood: Neighbourhood) -> NDArray[np.int64]:
    """Return the neighbours of `cells` for which the flat mask `where` is True, each once."""
    reached = np.concatenate([step_to(cells, code, neighbourhood) for code in ALL_CODES])
    reached = reached[reached >= 0]
    return np.unique(reached[where[reached]])


def _linked(lacking: NDArray[np.int64], nearest: NDArray[np.int64], neighbourhood: Neighbourhood) -> NDArray[np.bool_]:
    """Return a flat mask of the cells without wind that are linked to a lacking one by such cells."""
    unseen = nearest < 0
    unseen[lacking] = False
    linked = np.zeros(neighbourhood.size, dtype=bool)
    front = lacking
    while front.size:
        linked[front] = True
        front = _around(front, unseen, neighbourhood)
        unseen[front] = False
    return linked
