"""The least fixed point of a grid with a wind rose: settle rows, correct on coarser grids, and so on.

With up to eight receivers nearly every pair of neighbours is a cycle and most of the grid one component, so cells are
not put in order: all from which carbon can get out (`escape`) are settled together. Their fixed point is the only one,
as what goes round gets less with every round; so it need not be approached from below. One round is `FineGrid.down`, a
correction by `CoarseGrids` for the cells that overflow now, and `FineGrid.up`; such truncated corrections are as good
as those of a linear problem (Graeser & Kornhuber 2009, DOI 10.4208/jcm.2009.27.1.001). It ends when less would still
change than the tolerance, in t.

The first two corrections are taken as they come, on grids that are not fitted: they bring outflow to about the right
height, which may be thousands of times the emission, and leave much to smooth, so that what is left first grows. Should
that go astray, rounds begin anew with corrections that always leave less.

Cells from which carbon cannot get out come after, component by component (`cycles`). So does everything where rounds do
not come to an end, as they may where carbon goes round millions of times.

By cell this takes 12 bytes for coarser grids and 6 for work on them, and 2 for the form of corrections.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ...progress import Progress
from ..cycles.policy_iteration import MAX_CIRCULATIONS
from ..cycles.solve_direct import DENSE_LIMIT
from ..graph.arrays import Raster, Vector
from ..graph.graph import Graph
from .coarse_grids import CoarseGrids
from .fine_grid import FineGrid
from .outlets import cells_reaching_outlet

SMALL = DENSE_LIMIT  # cells; so few are factorised
_ROUNDS = 150
_PATIENCE = 12  # rounds without getting nearer
_ROUNDING = 1e-15
_OUTDATED = 0.0005  # of the blocks
_SLOW = 0.4
_BEFORE = 3  # ways down and up before the first guess
_ASTRAY = 1e6  # times the supply that would still change: corrections go wrong
_GUESSES = 2


def solve_rose(
    graph: Graph, emission: Raster, capacity: Vector, state: Vector, tolerance: float, progress: Progress
) -> Graph:
    """Put the final state of what can be settled together into `state`; return the network of the rest.

    emission: t, (rows, cols); capacity, state: (cells,); state: the emission of members, and for the rest then all
    that arrives; tolerance: t that may still be under way. Small grids are left as they are.
    """
    if np.count_nonzero(graph.member) <= SMALL:
        return graph
    supply = float(state.sum())
    inside = cells_reaching_outlet(graph)
    if inside.all():
        inside = graph.member.reshape(graph.shape)  # the same, without memory of its own
    state[:] = 0.0
    cells = FineGrid(graph, emission, capacity.reshape(graph.shape), inside, state.reshape(graph.shape))
    if not any(_run_rounds(cells, supply, tolerance, bold, progress) for bold in (True, False)):
        progress.info("Carbon goes round too many times to settle the grid at once: component by component.")
        state[:] = np.where(graph.valid, emission, 0.0).ravel()
        return graph
    cells.finish()
    rest = graph.member & ~inside.ravel()
    return replace(graph, member=rest, links=np.where(rest, graph.links, 0).astype(np.uint8))


def _run_rounds(cells: FineGrid, supply: float, tolerance: float, bold: bool, progress: Progress) -> bool:
    """Return whether rounds came to an end; bold: begin with guesses."""
    cells.outflow[:] = 0.0
    for _ in range(_BEFORE if bold else 1):
        cells.down()
        cells.up()
    cells.update_prolongation(even=not bold)
    grids = CoarseGrids(cells.fold(not bold), not bold)
    due, best, best_at, last = 2, np.inf, 0, np.inf
    for turn in range(_ROUNDS):
        progress.check()
        rest = np.zeros(grids.grids[0].shape, np.float32)
        look = cells.down(rest)
        goal = max(tolerance, _ROUNDING * (supply + look.passing))
        if look.left <= goal:
            return look.passing <= MAX_CIRCULATIONS * supply
        if not look.left < _ASTRAY * supply:
            return False
        if look.left < 0.9 * best or turn <= _GUESSES:
            best, best_at = look.left, turn
        elif turn > best_at + _PATIENCE:
            return False
        progress.fraction(min(1.0, max(0.0, np.log(supply / look.left) / np.log(supply / goal))))
        guess = bold and turn < _GUESSES
        outdated = look.outdated > (0 if look.left > _SLOW * last else _OUTDATED * rest.size)
        last = look.left
        if turn >= due or ((guess or bold) and turn > 0) or outdated:
            due, full, bold = max(2, 2 * turn), grids.full, guess
            del grids
            cells.update_prolongation()
            grids = CoarseGrids(cells.fold(not guess), not guess, full)
        cells.up(grids.guess(rest) if guess else grids.solve(rest))
        del rest
    return False
