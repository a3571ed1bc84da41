"""Loops over cells as plain Python over arrays, compiled by numba.

Same arguments and results as in `loops_numpy` and `sparse_products`. Compiled code is kept next to this file or, where
that cannot be written, in the user's cache; where neither can, it is compiled anew in each process (some seconds).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...progress import Progress
from ..graph.arrays import Vector
from ..graph.graph import MERGES, NO_STEP
from ..graph.shares import SHARE_UNIT
from ..graph.step_table import NO_TABLE
from ..graph.weights import Donors
from .d8_paths import Paths
from .state import BEGIN, BLOCKED, END, QUEUED, RoutingState

_STARTS_PER_CHECK = 1 << 14  # beginnings of paths between two checks for cancelling


@dataclass(frozen=True)
class Kernels:
    """The compiled loops, in the order of `compile_kernels`."""

    advance: Any
    route_paths: Any
    sweep_overflow: Any
    sweep_linear: Any


@cache
def compile_kernels() -> Kernels:
    """Return the loops, compiled.

    Returns
    -------
    Kernels

    Raises
    ------
    ImportError
        without numba, or with one that refuses this numpy
    """
    from numba import njit

    def compiled(function: Callable[..., Any]) -> Any:
        try:
            return njit(cache=True, nogil=True)(function)
        except RuntimeError:  # no folder for the cache
            return njit(nogil=True)(function)

    loops = (_advance, _route_paths, _sweep_overflow, _sweep_linear)
    return Kernels(*(compiled(loop) for loop in loops))


def have_numba() -> bool:
    """Return whether numba can be imported and accepts this numpy.

    Returns
    -------
    bool
    """
    try:
        compile_kernels()
    except ImportError:
        return False
    return True


def advance_compiled(state: RoutingState, final: int, limit: int) -> None:
    """Route ready cells, one after the other.

    Parameters
    ----------
    state, final, limit
        as of `loops_numpy.advance_by_level`
    """
    graph = state.graph
    arriving = NO_TABLE if graph.arriving is None else graph.arriving.compiled
    compile_kernels().advance(
        (state.order, state.cursor),
        (final, limit),
        (state.amounts, state.open, state.links),
        (graph.transport.first.reshape(-1), graph.transport.flat_shares, arriving),
        (graph.neighbourhood.offsets, graph.neighbourhood.cols, graph.slots),
    )


def _advance(queue, limits, cells, steps, near):  # type: ignore[no-untyped-def]
    order, cursor = queue
    final, limit = limits
    amounts, open_, links = cells
    first, shares, (arriving, row_patch, col_patch) = steps
    offsets, cols, slots = near
    begin, end, queued = cursor[BEGIN], cursor[END], cursor[QUEUED]
    stop = begin + limit
    while begin < end and begin < stop:
        cell = order[begin]
        outflow = 0.0
        if amounts.size > 0:
            if begin >= final:
                overflow = amounts[cell, 0] - amounts[cell, 1]
                amounts[cell, 0] = overflow if overflow > 0.0 else -amounts[cell, 0]
            outflow = max(amounts[cell, 0], 0.0)
        begin += 1
        bits = links[cell]
        if bits == 0:
            continue
        first_share = outflow
        if slots == 2:
            first_share = shares[0, cell] * (outflow * SHARE_UNIT)
        for slot in range(slots):
            if (bits >> slot) & 1 == 0:
                continue
            code = (first[cell] + slot) & 7
            head = cell + offsets[code]
            if outflow > 0.0:
                amount = first_share
                if slots == 2 and slot == 1:
                    amount = outflow - first_share
                elif slots == 8:
                    amount = outflow * shares[slot, cell] * SHARE_UNIT
                if arriving.size > 0:
                    row = cell // cols
                    patch = row_patch[row]
                    if col_patch.size > 0:
                        patch += col_patch[cell - row * cols]
                    amount *= arriving[code, patch]
                amounts[head, 0] += amount
            still_open = open_[head] - 1
            open_[head] = still_open
            if still_open == 0:
                order[end] = head
                end += 1
            elif still_open == BLOCKED:
                queued += 1
                order[order.size - queued] = head
    cursor[BEGIN], cursor[END], cursor[QUEUED] = begin, end, queued


def route_paths_compiled(paths: Paths, progress: Progress) -> None:
    """Route all cells but those in or behind cycles, one path after the other.

    Parameters
    ----------
    paths : Paths
        changed in place
    progress : Progress
        whose `check` raises when the user cancels
    """
    graph, ready = paths.graph, paths.ready()
    arriving = NO_TABLE if graph.arriving is None else graph.arriving.compiled
    for begin in range(0, ready.size, _STARTS_PER_CHECK):
        progress.check()
        progress.fraction(begin / ready.size)
        compile_kernels().route_paths(
            ready[begin : begin + _STARTS_PER_CHECK],
            (paths.amounts, paths.steps, paths.open),
            arriving,
            (paths.offsets, graph.neighbourhood.cols),
        )


def _route_paths(starts, cells, table, near):  # type: ignore[no-untyped-def]
    amounts, steps, open_ = cells
    arriving, row_patch, col_patch = table
    offsets, cols = near
    for start in starts:
        cell = start
        inflow = 0.0
        while True:
            total = amounts[cell, 0] + inflow
            overflow = total - amounts[cell, 1]
            amounts[cell, 0] = overflow if overflow > 0.0 else -total
            open_[cell] = 0
            step = steps[cell]
            if step >= NO_STEP:
                break
            inflow = max(overflow, 0.0)
            if arriving.size > 0:
                row = cell // cols
                patch = row_patch[row]
                if col_patch.size > 0:
                    patch += col_patch[cell - row * cols]
                inflow *= arriving[step & 7, patch]
            cell += offsets[step]
            if step < MERGES:
                continue
            amounts[cell, 0] += inflow
            inflow = 0.0
            open_[cell] -= 1
            if open_[cell] > 0:
                break


def sweep_overflow_compiled(
    donors: Donors, bounds: NDArray[np.int64], x: Vector, supply: Vector, capacity: Vector
) -> None:
    """Sweep once through cells that overflow (Gauss-Seidel).

    Parameters
    ----------
    donors, bounds, x, supply, capacity
        as of `sparse_products.sweep_overflow_by_level`; of `bounds`, the first alone counts
    """
    matrix = (donors.first, donors.donor, donors.weight)
    compile_kernels().sweep_overflow(matrix, bounds[0], x, supply, capacity)


def sweep_linear_compiled(donors: Donors, bounds: NDArray[np.int64], x: Vector, active: NDArray[np.bool_]) -> None:
    """Sweep once through the active cells, which pass on all that they get (Gauss-Seidel).

    Parameters
    ----------
    donors, bounds, x, active
        as of `sparse_products.sweep_linear_by_level`; of `bounds`, the first alone counts
    """
    matrix = (donors.first, donors.donor, donors.weight)
    compile_kernels().sweep_linear(matrix, bounds[0], x.reshape(x.shape[0], -1), active)


def _sweep_overflow(matrix, start, x, supply, capacity):  # type: ignore[no-untyped-def]
    first, donor, weight = matrix
    for cell in range(start, x.size):
        total = supply[cell] - capacity[cell]
        for k in range(first[cell], first[cell + 1]):
            total += weight[k] * x[donor[k]]
        x[cell] = max(total, 0.0)


def _sweep_linear(matrix, start, x, active):  # type: ignore[no-untyped-def]
    first, donor, weight = matrix
    for cell in range(start, x.shape[0]):
        if active[cell]:
            for k in range(first[cell], first[cell + 1]):
                for column in range(x.shape[1]):
                    x[cell, column] += weight[k] * x[donor[k], column]
