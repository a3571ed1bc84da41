"""Cells that send carbon round in cycles: the least fixed point of a batch of strongly connected components.

Within a component, with supply b (own emission and what comes from outside), capacity c and weights W,

    outflow x = max(0, b + W x - c)                                             the least x >= 0

From below, x = 0, this grows hop by hop (or lap by lap, in large components). In between, the cells that overflow
are taken as given and their linear balance is solved at once (policy iteration for a convex monotone map; Howard
1960, also semismooth Newton). Unless a component is full (below) its fixed point is the only one, so what counts
is how little carbon is still under way: iteration ends when that is below the tolerance, in t.

That ends: W >= 0 and the balance of any set of cells lies below the fixed point x*, because x* overflows at least as
much. Taking the set that overflows at x gives a balance that is no smaller than x (as max(0, .) is convex), so x and
with it the set only grow: after at most as many rounds as there are cells it stays, and then its balance is x*. In
practice some 5 to 20 rounds do. Should rounding spoil this, carbon still under way after _ROUNDS is counted as trapped
where it is, with a warning: no mass is lost and nothing hangs.

**Trapped carbon.** A component that nothing leaves (no neighbour outside, no decay) and that gets S = sum(b) -
sum(c) > 0 fills every cell; S goes round for ever, and outflow has no finite amount. What is reported by cell:

- the carbon that stays: where it is in the long run, S in proportion to pi(i) d(i), pi the stationary
  distribution of W and d the mean step length. A decay length, as it tends to infinity, disperses it the same way;
- outflow: the smallest x >= 0 that keeps the balance x = b - stay - c + W x, what has moved when the last
  capacity fills up.

Example: two cells that send everything to each other, b = (5, 1), c = (1, 2). S = 3, pi = (1/2, 1/2): each
keeps 1.5 t. Balance: x0 = 2.5 + x1, x1 = -2.5 + x0; the smallest is x = (2.5, 0).

**Nearly closed.** Carbon may also leave a component, or reach its last free capacity, only after more steps than
rounding bears (a chance of 1e-30 per lap is not rare where winds meet). Where the balance would make the supply
go more than MAX_CIRCULATIONS steps on average, DAMPING of what leaves a cell is taken as trapped there on each step.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ...progress import Progress
from ..graph.arrays import Vector
from ..graph.weights import Donors, sum_by
from ..ordered.backend import Backend
from ..ordered.state import RoutingState
from ..ordered.topological import Components
from .batches import Batch, Solver, make_batches

MAX_CIRCULATIONS = 1e7
DAMPING = 1e-6
_PATIENCE = 400  # rounds before a component counts as nearly closed
_ROUNDS = 1000
_ROUNDING = 1e-15  # relative error of one hop, in sums
_NOISE = 1e-11  # outflow below this part of a component's largest is rounding
_MIXING_HOPS = 64


@dataclass(frozen=True)
class Trapped:
    """Trapped carbon. cells: their numbers; mass: t."""

    cells: NDArray[np.int32]
    mass: Vector


def solve_components(
    passage: RoutingState, components: Components, tolerance: float, backend: Backend, progress: Progress
) -> list[Trapped]:
    """Put the final state of components into the passage; tolerance: t that may stay under way in all of them."""
    stays = []
    for batch in make_batches(passage, components, tolerance, backend, progress):
        outflow, stay = _solve_batch(batch, progress)
        absorbed = np.minimum(batch.supply + batch.donors.inflow(outflow), batch.capacity)
        passage.amounts[batch.cells, 0] = np.where(outflow > 0, outflow, -absorbed)
        trapped = np.flatnonzero(stay)
        if trapped.size:
            stays.append(Trapped(batch.cells[trapped], stay[trapped]))
    return stays


def _solve_batch(batch: Batch, progress: Progress) -> tuple[Vector, Vector]:
    """Return (outflow, stay) by cell, t; stay is trapped carbon."""
    leaks = batch.sums((batch.donors.leaving() < 1.0).astype(np.float64)) > 0
    surplus = batch.sums(batch.supply) - batch.sums(batch.capacity)
    full = ~leaks & (surplus >= -1e-13 * batch.sums(batch.supply))
    if not full.any():
        return least_fixed_point(batch, batch.solver(progress), progress)
    if full.all():
        return solve_saturated(batch, batch.solver(progress), progress)
    outflow, stay = np.zeros(batch.donors.size), np.zeros(batch.donors.size)
    for is_full, settle_part in ((False, least_fixed_point), (True, solve_saturated)):
        cells = np.flatnonzero(full[batch.component] == is_full)
        part = batch.restrict(cells)
        outflow[cells], stay[cells] = settle_part(part, part.solver(progress), progress)
    return outflow, stay


def least_fixed_point(batch: Batch, solver: Solver, progress: Progress, lossy: bool = False) -> tuple[Vector, Vector]:
    """Return (outflow, stay) at the least fixed point, dropping components that have settled on the way."""
    result, stay = np.zeros(batch.donors.size), np.zeros(batch.donors.size)
    going: NDArray[np.int64] | slice = slice(None)
    outflow = solver.guess(batch.supply, batch.capacity)
    part = batch
    size = np.bincount(batch.component)
    for turn in range(_ROUNDS):
        progress.check()
        outflow, left, active = solver.relax(outflow, part.supply, part.capacity)
        if isinstance(going, slice):
            result = outflow
        else:
            result[going] = outflow
        share = part.tolerance * size / part.component.size
        passing = part.sums(outflow)
        rounding = _ROUNDING * (part.sums(part.supply) + passing)
        under_way = sum_by(part.component[: left.size], np.abs(left), part.count)
        open_ = under_way > np.maximum(share, rounding)
        endless = passing > MAX_CIRCULATIONS * part.sums(part.supply)
        endless |= open_ & (turn >= _PATIENCE)
        if lossy:
            endless[:] = False
        if endless.any():
            cells = np.flatnonzero(endless[part.component])
            ended = cells if isinstance(going, slice) else going[cells]
            result[ended], stay[ended] = solve_damped(part.restrict(cells), progress)
            open_ &= ~endless
        if not open_.any():
            return result, stay
        still = open_[part.component]
        if endless.any() or np.count_nonzero(still) < 0.7 * part.component.size:
            cells = np.flatnonzero(still)
            solver, part = solver.restrict(cells), part.restrict(cells)
            size = np.bincount(part.component)
            going = cells if isinstance(going, slice) else going[cells]
            outflow, active, left = outflow[cells], active[cells], left[cells[cells < left.size]]
        if turn + 1 < _ROUNDS:
            found = solver.balance(active, part.supply - part.capacity, outflow)
            # A balance is never below the outflow that it starts from: this one is singular to rounding, and counts as
            # endless in the next round.
            singular = part.sums(found) < -MAX_CIRCULATIONS * part.sums(part.supply)
            outflow = np.maximum(np.where(singular[part.component], -found, found) if singular.any() else found, 0.0)
    return _stop(going, left, result, stay, progress)


def _stop(
    going: NDArray[np.int64] | slice, left: Vector, result: Vector, stay: Vector, progress: Progress
) -> tuple[Vector, Vector]:
    """Count what is still under way, the last change of outflow `left` in the first of the cells, as trapped."""
    cells = np.arange(result.size)[going][: left.size]
    rest = np.maximum(left, 0.0)
    progress.warning(f"{rest.sum():.3g} t were still under way after {_ROUNDS} rounds: counted as trapped.")
    result[cells] -= rest
    stay[cells] += rest
    return result, stay


def solve_damped(batch: Batch, progress: Progress) -> tuple[Vector, Vector]:
    """Return (outflow, stay) of nearly closed components: DAMPING of what leaves a cell is trapped on each step."""
    progress.info(
        f"Carbon in {batch.donors.size} cells where winds meet would go round more than {MAX_CIRCULATIONS:.0e} times: "
        f"{DAMPING:.0e} of it is counted as trapped on each step."
    )
    donors = Donors(batch.donors.first, batch.donors.donor, batch.donors.weight * (1.0 - DAMPING))
    scaled = replace(batch, donors=donors)
    outflow, stay = least_fixed_point(scaled, scaled.solver(progress), progress, lossy=True)
    return outflow * (1.0 - DAMPING), outflow * DAMPING + stay


def solve_saturated(batch: Batch, solver: Solver, progress: Progress) -> tuple[Vector, Vector]:
    """Return (outflow, stay) for closed components in which every capacity is used up."""
    of = batch.component
    pin = _busiest(batch)
    pinned = np.zeros(batch.donors.size)
    pinned[pin] = 1.0
    free = pinned == 0
    progress.check()
    stationary = solver.balance(free, batch.donors.inflow(pinned) * free, np.zeros(free.size))
    stationary = np.maximum(stationary, 0.0) + pinned
    stationary /= batch.sums(stationary)[of]
    time = stationary * batch.passage.graph.mean_step(batch.cells)
    supplied, room = batch.sums(batch.supply), batch.sums(batch.capacity)
    stay = np.maximum(supplied - room, 0.0)[of] * time / batch.sums(time)[of]
    net = batch.supply - batch.capacity - stay
    outflow = solver.balance(free, net * free, np.zeros(free.size))
    noise = _NOISE * batch.largest(np.abs(outflow) + np.abs(net))[of]
    needed = np.where(outflow < -noise, -outflow, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        round_trips = np.where(needed > 0, needed / stationary, 0.0)
        outflow = np.maximum(outflow + batch.largest(round_trips)[of] * stationary, 0.0)
    endless = ~(batch.sums(outflow) <= MAX_CIRCULATIONS * supplied)  # also where it is not a number
    if endless.any():
        cells = np.flatnonzero(endless[of])
        outflow[cells], stay[cells] = solve_damped(batch.restrict(cells), progress)
    return outflow, stay


def _busiest(batch: Batch) -> NDArray[np.int64]:
    """Return a cell of each component that carbon often comes by."""
    here = np.ones(batch.donors.size)
    for _ in range(_MIXING_HOPS):
        here = 0.5 * (here + batch.donors.inflow(here))
    best = np.flatnonzero(here == batch.largest(here)[batch.component])
    result = np.empty(batch.count, dtype=np.int64)
    result[batch.component[best]] = best
    return result
