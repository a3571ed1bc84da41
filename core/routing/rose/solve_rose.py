"""The least fixed point of a grid with a wind rose: sweep over the rows, correct on coarser grids, and so on.

With up to eight receivers nearly every pair of neighbours is a cycle and most of the grid one component, so cells are
not put in order: all from which an outlet is reached (`outlets`) are solved together. Their fixed point is the only
one, as what circulates gets less with every round; so it need not be approached from below. One round is
`FineGrid.sweep_down`, a correction by `CoarseGrids` for the cells that overflow now, and `FineGrid.sweep_up`; such
truncated corrections are as good as those of a linear problem (Graeser & Kornhuber 2009, DOI
10.4208/jcm.2009.27.1.001). Rounds end when less would still change than the tolerance, in t.

The first two corrections are guesses: taken unscaled, on grids without exponential fitting, they bring outflow to about
the right size, which may be thousands of times the emission, and are rough, so that the residual first grows. If they
diverge, rounds begin anew with corrections that always reduce it.

Cells from which no outlet is reached follow, component by component (`cycles`). So does everything where rounds do not
converge, as may be where carbon circulates millions of times.

By cell this takes 12 bytes for coarser grids and 6 for work on them, and 2 for the prolongation.
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
_ROUNDING = 1e-15  # of supply and outflow: a residual below this is rounding
_OUTDATED = 0.0005  # cells whose prolongation is out of date, of the blocks, before it is renewed
_SLOW = 0.4  # of the residual of the round before
_FIRST_SWEEPS = 3  # down and up, before the first guess
_DIVERGED = 1e6  # residual, times the supply
_GUESSES = 2


def solve_rose(
    graph: Graph, emission: Raster, capacity: Vector, state: Vector, *, tolerance: float, progress: Progress
) -> Graph:
    """Put the final state of the cells that reach an outlet into `state`; return the network of the others.

    Small grids, and those where rounds do not converge, are left as they are.

    Parameters
    ----------
    graph : Graph, of a wind rose
    emission : (rows, cols) float64, t
    capacity : (cells,) float64, t
    state : (cells,) float64, t, the emission of members; overwritten by the final state of the cells that are solved,
        and by all that arrives in the others
    tolerance : float, t, by which outflow may still change
    progress : Progress

    Returns
    -------
    Graph, whose members are still to be solved
    """
    if np.count_nonzero(graph.member) <= SMALL:
        return graph
    supply = float(state.sum())
    inside = cells_reaching_outlet(graph)
    if inside.all():
        inside = graph.member.reshape(graph.shape)  # the same, without memory of its own
    state[:] = 0.0
    cells = FineGrid(graph, emission, capacity.reshape(graph.shape), inside, state.reshape(graph.shape))
    if not any(_run_rounds(cells, supply, tolerance, guessing, progress) for guessing in (True, False)):
        progress.info("Carbon goes round too many times to settle the grid at once: component by component.")
        state[:] = np.where(graph.valid, emission, 0.0).ravel()
        return graph
    cells.finish()
    unsolved = graph.member & ~inside.ravel()
    return replace(graph, member=unsolved, links=np.where(unsolved, graph.links, 0).astype(np.uint8))


def _run_rounds(cells: FineGrid, supply: float, tolerance: float, guessing: bool, progress: Progress) -> bool:
    """Return whether rounds converged, to circulation within bounds; guessing: begin with guesses."""
    cells.outflow[:] = 0.0
    for _ in range(_FIRST_SWEEPS if guessing else 1):
        cells.sweep_down()
        cells.sweep_up()
    cells.update_prolongation(even=not guessing)
    grids = CoarseGrids(cells.fold(not guessing), not guessing)
    renew_at, least_residual, least_at, last_residual = 2, np.inf, 0, np.inf
    for number in range(_ROUNDS):
        progress.check()
        residual = np.zeros(grids.grids[0].shape, np.float32)
        swept = cells.sweep_down(residual)
        goal = max(tolerance, _ROUNDING * (supply + swept.outflow))
        if swept.residual <= goal:
            return swept.outflow <= MAX_CIRCULATIONS * supply
        if not swept.residual < _DIVERGED * supply:
            return False
        if swept.residual < 0.9 * least_residual or number <= _GUESSES:
            least_residual, least_at = swept.residual, number
        elif number > least_at + _PATIENCE:
            return False
        progress.fraction(min(1.0, max(0.0, np.log(supply / swept.residual) / np.log(supply / goal))))
        guess = guessing and number < _GUESSES
        outdated = swept.outdated > (0 if swept.residual > _SLOW * last_residual else _OUTDATED * residual.size)
        last_residual = swept.residual
        if number >= renew_at or ((guess or guessing) and number > 0) or outdated:
            renew_at, f_cycle, guessing = max(2, 2 * number), grids.f_cycle, guess
            del grids
            cells.update_prolongation()
            grids = CoarseGrids(cells.fold(not guess), not guess, f_cycle)
        cells.sweep_up(grids.guess(residual) if guess else grids.solve(residual))
        del residual
    return False
