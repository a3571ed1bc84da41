"""Cells that send carbon round in cycles: the least fixed point of a batch of strongly connected components.

Within a component, with supply b (own emission and what comes from outside), capacity c and weights W,

    outflow x = max(0, b + W x - c)                                             the least x >= 0

From below, x = 0, this grows hop by hop (or sweep by sweep, in large components). In between, the cells that overflow
are taken as given and their linear balance is solved at once (policy iteration for a convex monotone map; Howard
1960, also semismooth Newton). Unless a component is saturated (below) its fixed point is the only one, so what counts
is how little carbon is still under way: iteration ends when that is below the tolerance, in t.

That ends: W >= 0 and the balance of any set of cells lies below the fixed point x*, because x* overflows at least as
much. Taking the set that overflows at x gives a balance that is no smaller than x (as max(0, .) is convex), so x and
with it the set only grow: after at most as many rounds as there are cells it stays, and then its balance is x*. In
practice some 5 to 20 rounds do. Should rounding spoil this, carbon still under way after the last round is counted as
trapped where it is, with a warning: no mass is lost and nothing hangs.

**Trapped carbon.** A component that nothing leaves (no neighbour outside, no decay) and that gets S = sum(b) -
sum(c) > 0 is saturated: it fills every cell; S circulates for ever, and outflow has no finite amount. What is reported
by cell:

- trapped carbon: where it is in the long run, S in proportion to pi(i) d(i), pi the stationary distribution of W
  and d the mean step length. A decay length, as it tends to infinity, disperses it the same way;
- outflow: the smallest x >= 0 that keeps the balance x = b - trapped - c + W x, what has moved when the last
  capacity fills up.

Example: two cells that send everything to each other, b = (5, 1), c = (1, 2). S = 3, pi = (1/2, 1/2): 1.5 t are
trapped in each. Balance: x0 = 2.5 + x1, x1 = -2.5 + x0; the smallest is x = (2.5, 0).

**Nearly closed.** Carbon may also leave a component, or reach its last free capacity, only after more steps than
rounding bears (a chance of 1e-30 per circulation is not rare where winds meet). Where the balance would make the supply
go more than MAX_CIRCULATIONS steps on average, DAMPING of what leaves a cell is taken as trapped there on each step.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ...progress import Progress
from ..graph.arrays import Vector
from ..graph.result import Loops
from ..graph.weights import Donors, sum_by
from ..ordered.backend import Backend
from ..ordered.state import RoutingState
from ..ordered.topological import Components
from .batches import Batch, Solver, make_batches
from .loops import find_loops

MAX_CIRCULATIONS = 1e7
DAMPING = 1e-6
_ROUNDS_UNTIL_DAMPED = 400  # rounds before a component counts as nearly closed
_POLICY_ROUNDS = 1000
_HOP_ROUNDING = 1e-15  # relative error of one hop, in sums
_NOISE = 1e-11  # outflow below this part of a component's largest is rounding
_MIXING_HOPS = 64


@dataclass(frozen=True)
class Trapped:
    """Trapped carbon.

    Attributes
    ----------
    cells : (n,) int32
        their numbers in the grid
    mass : (n,) float64, t
    """

    cells: NDArray[np.int32]
    mass: Vector


def solve_components(
    state: RoutingState, components: Components, tolerance: float, backend: Backend, progress: Progress
) -> tuple[list[Trapped], Loops]:
    """Put the final state of components into the state of routing.

    Parameters
    ----------
    state : RoutingState
        holds all that arrives at the components from outside; changed in place
    components : Components
    tolerance : float, t
        that may still be under way in all cells of the state's order
    backend : Backend
    progress : Progress
        whose `check` raises when the user cancels

    Returns
    -------
    trapped : list of Trapped
    loops : Loops

    Raises
    ------
    NotEnoughMemoryError
    """
    result, loops = [], Loops.none()
    for batch in make_batches(state, components, tolerance, backend, progress):
        outflow, trapped = _solve_batch(batch, progress)
        absorbed = np.minimum(batch.supply + batch.donors.inflow(outflow), batch.capacity)
        state.amounts[batch.cells, 0] = np.where(outflow > 0, outflow, -absorbed)
        del absorbed
        holding = np.flatnonzero(trapped)
        if holding.size:
            result.append(Trapped(batch.cells[holding], trapped[holding]))
        loops += find_loops(batch, outflow, trapped)
    return result, loops


def _solve_batch(batch: Batch, progress: Progress) -> tuple[Vector, Vector]:
    """Return (outflow, trapped) by cell, t."""
    leaks = batch.sums((batch.donors.leaving() < 1.0).astype(np.float64)) > 0
    surplus = batch.sums(batch.supply) - batch.sums(batch.capacity)
    saturated = ~leaks & (surplus >= -1e-13 * batch.sums(batch.supply))
    if not saturated.any():
        return least_fixed_point(batch, batch.solver(progress), progress)
    if saturated.all():
        return solve_saturated(batch, batch.solver(progress), progress)
    outflow, trapped = np.zeros(batch.donors.size), np.zeros(batch.donors.size)
    for is_saturated, solve in ((False, least_fixed_point), (True, solve_saturated)):
        cells = np.flatnonzero(saturated[batch.component] == is_saturated)
        group = batch.restrict(cells)
        outflow[cells], trapped[cells] = solve(group, group.solver(progress), progress)
    return outflow, trapped


def least_fixed_point(batch: Batch, solver: Solver, progress: Progress, damped: bool = False) -> tuple[Vector, Vector]:
    """Return the least fixed point of components that are not saturated.

    Parameters
    ----------
    batch : Batch
        of n cells; components are dropped on the way when they are solved
    solver : Solver
        of the batch
    progress : Progress
        whose `check` raises when the user cancels; warned when carbon is under way after the last round
    damped : bool
        True when the weights are damped already, and circulation is bounded by that

    Returns
    -------
    outflow, trapped : (n,) float64, t
    """
    result, trapped = np.zeros(batch.donors.size), np.zeros(batch.donors.size)
    going: NDArray[np.int64] | slice = slice(None)  # positions in the batch of the cells of `unsolved`
    outflow = solver.guess(batch.supply, batch.capacity)
    unsolved = batch
    size = np.bincount(batch.component)
    for turn in range(_POLICY_ROUNDS):
        progress.check()
        outflow, change, active = solver.relax(outflow, unsolved.supply, unsolved.capacity)
        if isinstance(going, slice):
            result = outflow
        else:
            result[going] = outflow
        share = unsolved.tolerance * size / unsolved.component.size
        passing = unsolved.sums(outflow)
        rounding = _HOP_ROUNDING * (unsolved.sums(unsolved.supply) + passing)
        under_way = sum_by(unsolved.component[: change.size], np.abs(change), unsolved.count)
        open_ = under_way > np.maximum(share, rounding)
        unbounded = passing > MAX_CIRCULATIONS * unsolved.sums(unsolved.supply)
        unbounded |= open_ & (turn >= _ROUNDS_UNTIL_DAMPED)
        if damped:
            unbounded[:] = False
        if unbounded.any():
            cells = np.flatnonzero(unbounded[unsolved.component])
            ended = cells if isinstance(going, slice) else going[cells]
            result[ended], trapped[ended] = solve_damped(unsolved.restrict(cells), progress)
            open_ &= ~unbounded
        if not open_.any():
            return result, trapped
        still = open_[unsolved.component]
        if unbounded.any() or np.count_nonzero(still) < 0.7 * unsolved.component.size:
            cells = np.flatnonzero(still)
            solver, unsolved = solver.restrict(cells), unsolved.restrict(cells)
            size = np.bincount(unsolved.component)
            going = cells if isinstance(going, slice) else going[cells]
            outflow, active, change = outflow[cells], active[cells], change[cells[cells < change.size]]
        if turn + 1 < _POLICY_ROUNDS:
            balance = solver.balance(active, unsolved.supply - unsolved.capacity, outflow)
            # A balance is never below the outflow that it starts from: this one is singular to rounding, and counts as
            # unbounded circulation in the next round.
            singular = unsolved.sums(balance) < -MAX_CIRCULATIONS * unsolved.sums(unsolved.supply)
            if singular.any():
                balance = np.where(singular[unsolved.component], -balance, balance)
            outflow = np.maximum(balance, 0.0)
    return _trap_under_way(going, change, result, trapped, progress)


def _trap_under_way(
    going: NDArray[np.int64] | slice, change: Vector, outflow: Vector, trapped: Vector, progress: Progress
) -> tuple[Vector, Vector]:
    """Count what is still under way, the last change of outflow in the first of the cells, as trapped."""
    cells = np.arange(outflow.size)[going][: change.size]
    under_way = np.maximum(change, 0.0)
    progress.warning(f"{under_way.sum():.3g} t were still under way after {_POLICY_ROUNDS} rounds: counted as trapped.")
    outflow[cells] -= under_way
    trapped[cells] += under_way
    return outflow, trapped


def solve_damped(batch: Batch, progress: Progress) -> tuple[Vector, Vector]:
    """Return the least fixed point of nearly closed components: DAMPING of what leaves a cell is trapped on each step.

    Parameters
    ----------
    batch : Batch
        of n cells
    progress : Progress
        told so; its `check` raises when the user cancels

    Returns
    -------
    outflow, trapped : (n,) float64, t
    """
    progress.info(
        f"Carbon in {batch.donors.size} cells where winds meet would go round more than {MAX_CIRCULATIONS:.0e} times: "
        f"{DAMPING:.0e} of it is counted as trapped on each step."
    )
    donors = Donors(batch.donors.first, batch.donors.donor, batch.donors.weight * (1.0 - DAMPING))
    scaled = replace(batch, donors=donors)
    outflow, trapped = least_fixed_point(scaled, scaled.solver(progress), progress, damped=True)
    return outflow * (1.0 - DAMPING), outflow * DAMPING + trapped


def solve_saturated(batch: Batch, solver: Solver, progress: Progress) -> tuple[Vector, Vector]:
    """Return trapped carbon, and the least outflow, of closed components in which every capacity is used up.

    Parameters
    ----------
    batch : Batch
        of n cells
    solver : Solver
        of the batch
    progress : Progress
        whose `check` raises when the user cancels

    Returns
    -------
    outflow, trapped : (n,) float64, t
    """
    component = batch.component
    pin = _busiest(batch)
    pinned = np.zeros(batch.donors.size)
    pinned[pin] = 1.0
    free = pinned == 0
    progress.check()
    stationary = solver.balance(free, batch.donors.inflow(pinned) * free, np.zeros(free.size))
    stationary = np.maximum(stationary, 0.0) + pinned
    stationary /= batch.sums(stationary)[component]
    time = stationary * batch.state.graph.mean_step(batch.cells)
    supplied, room = batch.sums(batch.supply), batch.sums(batch.capacity)
    trapped = np.maximum(supplied - room, 0.0)[component] * time / batch.sums(time)[component]
    net = batch.supply - batch.capacity - trapped
    outflow = solver.balance(free, net * free, np.zeros(free.size))
    noise = _NOISE * batch.largest(np.abs(outflow) + np.abs(net))[component]
    needed = np.where(outflow < -noise, -outflow, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        circulations = np.where(needed > 0, needed / stationary, 0.0)
        outflow = np.maximum(outflow + batch.largest(circulations)[component] * stationary, 0.0)
    unbounded = ~(batch.sums(outflow) <= MAX_CIRCULATIONS * supplied)  # also where it is not a number
    if unbounded.any():
        cells = np.flatnonzero(unbounded[component])
        outflow[cells], trapped[cells] = solve_damped(batch.restrict(cells), progress)
    return outflow, trapped


def _busiest(batch: Batch) -> NDArray[np.int64]:
    """Return a cell of each component that carbon often comes by."""
    presence = np.ones(batch.donors.size)
    for _ in range(_MIXING_HOPS):
        presence = 0.5 * (presence + batch.donors.inflow(presence))
    best = np.flatnonzero(presence == batch.largest(presence)[batch.component])
    result = np.empty(batch.count, dtype=np.int64)
    result[batch.component[best]] = best
    return result
