"""Routing with numpy: level by level, a level being all cells that are ready together.

Several cells of a level may send to the same cell. Each step writes its number at its head; the number that stays
there stands for the head, and what the steps bring is added up under it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ...progress import Progress
from ..graph.graph import MERGES, NO_STEP
from ..graph.shares import SHARE_UNIT
from .d8_paths import Paths
from .state import BEGIN, BLOCKED, END, QUEUED, RoutingState

_CELLS_PER_CHECK = 1 << 20  # cells between two checks for cancelling
_FEW_PATHS, _PATHS, _MANY_PATHS = 1 << 12, 1 << 13, 1 << 14  # that go on together
_MERGES_WAIT = 4  # until there is one for so many paths

Ends = tuple[NDArray[np.intp], NDArray[np.float64], NDArray[np.uint8]]
"""Paths that merge with others: the cells where, what arrives there, and the steps."""


def advance_by_level(state: RoutingState, final: int, limit: int) -> None:
    """Route ready cells until none is left or `limit` cells are done.

    Parameters
    ----------
    state : RoutingState
        changed in place
    final : int
        position in the order before which cells have their final state already
    limit : int
        number of cells after which to stop, at the end of a level
    """
    cursor, order = state.cursor, state.order
    stop = int(cursor[BEGIN]) + limit
    while cursor[BEGIN] < min(cursor[END], stop):
        begin, end = int(cursor[BEGIN]), int(cursor[END])
        end = final if begin < final else end
        cells = order[begin:end].astype(np.intp)
        cursor[BEGIN] = end
        heads, arriving = _steps(state, cells, _finish(state, cells, begin < final))
        if heads.size:
            _arrive(state, heads, arriving)


def _finish(state: RoutingState, cells: NDArray[np.intp], is_final: bool) -> NDArray[np.float64]:
    """Give cells their final state, unless they have it; return what they pass on."""
    if not state.amounts.size:
        return np.zeros(cells.size)
    both = state.amounts.take(cells, axis=0)
    total = both[:, 0]
    if is_final:
        return np.maximum(total, 0.0)
    overflow = total - both[:, 1]
    state.amounts[:, 0][cells] = np.where(overflow > 0, overflow, -total)
    return np.maximum(overflow, 0.0, out=overflow)


def _steps(
    state: RoutingState, cells: NDArray[np.intp], outflow: NDArray[np.float64]
) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """Return the heads of all steps from `cells`, and what arrives there."""
    graph = state.graph
    links, near = state.links.take(cells), graph.neighbourhood
    first = graph.transport.first.reshape(-1).take(cells)
    shares = graph.transport.flat_shares
    first_share = shares[0].take(cells) * (outflow * SHARE_UNIT) if graph.slots == 2 else outflow
    heads, amounts = [], []
    for slot in range(graph.slots):
        tails = np.flatnonzero(links & np.uint8(1 << slot))
        if tails.size == 0:
            continue
        code, amount, tail = first + np.uint8(slot) & np.uint8(7), first_share, cells
        if slot == 1 and graph.slots == 2:
            amount = outflow - first_share
        if tails.size < cells.size:
            code, amount, tail = code[tails], amount[tails], cells[tails]
        if graph.slots == 8:
            amount = amount * shares[slot].take(tail) * SHARE_UNIT
        if graph.arriving is not None:
            amount = amount * graph.arriving.at(code, tail)
        heads.append(tail + near.offsets.take(code))
        amounts.append(amount)
    if len(heads) == 1:
        return heads[0], amounts[0]
    return np.concatenate([np.zeros(0, np.intp), *heads]), np.concatenate([np.zeros(0), *amounts])


def _arrive(state: RoutingState, heads: NDArray[np.intp], arriving: NDArray[np.float64]) -> None:
    """Add what arrives, close the steps, and enter the heads that are ready now."""
    number = np.arange(heads.size, dtype=np.int32)
    state.spare[heads] = number
    group = state.spare.take(heads)
    standing = np.flatnonzero(group == number)
    reached = heads[standing]
    if state.amounts.size:
        state.amounts[:, 0][reached] += np.bincount(group, arriving, heads.size)[standing]
    still_open = state.open.take(reached) - np.bincount(group, minlength=heads.size)[standing].astype(np.uint8)
    state.open[reached] = still_open
    state.append(reached[still_open == 0].astype(np.int32))
    queued = reached[still_open == BLOCKED]
    if queued.size:
        count = int(state.cursor[QUEUED])
        state.order[state.order.size - count - queued.size : state.order.size - count] = queued
        state.cursor[QUEUED] = count + queued.size


def route_paths_in_step(paths: Paths, progress: Progress) -> None:
    """Route all cells but those in or behind cycles, many paths a cell further at a time.

    Some thousand paths go on together, a cell at a time, so that the rows of the grid that they are in stay in the
    processor's cache; when some end, others are taken up. What has come to where paths merge is added there later, when
    it is worth while.

    Parameters
    ----------
    paths : Paths
        changed in place
    progress : Progress
        whose `check` raises when the user cancels
    """
    starts = paths.ready()
    waiting = [(starts[k : k + _PATHS], np.zeros(starts[k : k + _PATHS].size)) for k in range(0, starts.size, _PATHS)]
    waiting.reverse()
    merging: list[Ends] = []
    front, merges = (starts[:0], np.zeros(0)), 0
    done = checked = 0
    while front[0].size or waiting or merges:
        if merges * _MERGES_WAIT > front[0].size:
            freed = _merge(paths, merging)
            merging, merges = [], 0
            waiting.append((freed, np.zeros(freed.size)))
        while waiting and front[0].size < _FEW_PATHS:
            front = tuple(np.concatenate(both) for both in zip(front, waiting.pop()))
        if front[0].size > _MANY_PATHS:
            waiting.append((front[0][_PATHS:], front[1][_PATHS:]))
            front = front[0][:_PATHS], front[1][:_PATHS]
        done += front[0].size
        if done > checked + _CELLS_PER_CHECK:
            checked = done
            progress.check()
            progress.fraction(done / paths.steps.size)
        front, ends = _go_on(paths, *front)
        if ends is not None and ends[0].size:
            merging.append(ends)
            merges += ends[0].size


def _go_on(
    paths: Paths, cells: NDArray[np.intp], arriving: NDArray[np.float64]
) -> tuple[tuple[NDArray[np.intp], NDArray[np.float64]], Ends | None]:
    """Route cells, to which comes what is `arriving` besides their state.

    Return where the paths go on and what arrives there, and those that merge with others.
    """
    both = paths.amounts.take(cells, axis=0)
    total = both[:, 0] + arriving
    overflow = total - both[:, 1]
    overflows = overflow > 0
    np.negative(total, out=total)
    np.copyto(total, overflow, where=overflows)
    paths.amounts[:, 0][cells] = total
    paths.open[cells] = 0
    step = paths.steps.take(cells)
    outflow = np.maximum(overflow, 0.0, out=overflow)
    if paths.graph.arriving is not None:
        outflow *= paths.graph.arriving.at(step & 7, cells)
    heads = cells + paths.offsets.take(step)
    on = np.flatnonzero(step < MERGES)
    if on.size == cells.size:
        return (heads, outflow), None
    ends = np.flatnonzero(step & MERGES)
    return (heads.take(on), outflow.take(on)), (heads.take(ends), outflow.take(ends), step.take(ends))


def _merge(paths: Paths, merging: list[Ends]) -> NDArray[np.intp]:
    """Add what arrives where paths merge, and return the heads that are ready now.

    Steps of one direction have different heads, so each direction is done at once.
    """
    heads, arriving, step = (np.concatenate(column) for column in zip(*merging))
    total, freed = paths.amounts[:, 0], [heads[:0]]
    for code in np.flatnonzero(np.bincount(step, minlength=NO_STEP)):
        same_code = np.flatnonzero(step == code)
        reached = heads.take(same_code)
        total[reached] += arriving.take(same_code)
        still_open = paths.open.take(reached) - np.uint8(1)
        paths.open[reached] = still_open
        freed.append(reached[still_open == 0])
    return np.concatenate(freed)
