"""Cells that send carbon round in cycles: the least fixed point of a batch of strongly connected components.

Within a component, with supply b (own emission and what comes from outside), capacity c and weights W,

    outflow x = max(0, b + W x - c)                                             the least x >= 0

From below, x = 0, this grows hop by hop (or lap by lap, in large components). In between, the cells that overflow
are taken as given and their linear balance is solved at once (policy iteration for a convex monotone map; Howard
1960, also semismooth Newton). Unless a component is full (below) its fixed point is the only one, so what counts
is how little carbon is still under way: iteration ends when that is below the tolerance, in t.

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
go more than STEPS steps on average, LOSS of what leaves a cell is taken as trapped there on each step.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Union

import numpy as np
from numpy.typing import NDArray

from ..errors import RasterError
from ..messages_routing import NOT_SETTLED
from ..progress import Progress
from .backend import Backend
from .direct import DENSE_LIMIT, SPARSE_LIMIT, DirectSolver
from .laps import LapSolver, lap_order
from .linear import Donors, Vector, starts_of
from .multigrid import GridSolver
from .passage import Passage
from .walk import Components, donors_among

Solver = Union[DirectSolver, LapSolver, GridSolver]

STEPS = 1e7
LOSS = 1e-6
_PATIENCE = 400  # rounds before a component counts as nearly closed
_ROUNDS = 4000
_ROUNDING = 1e-15  # relative error of one hop, in sums
_NOISE = 1e-11  # outflow below this part of a component's largest is rounding
_MIXING_HOPS = 64


@dataclass(frozen=True)
class Batch:
    """Components to settle together, their cells side by side.

    donors: weights among the cells; supply, capacity: t by cell; cells: their numbers in the grid; component: of each
    cell, ascending; bounds: None, or of the one component whose cells are in lap order; tolerance: t that may stay
    under way.
    """

    passage: Passage
    backend: Backend
    donors: Donors
    supply: Vector
    capacity: Vector
    cells: NDArray[np.int32]
    component: NDArray[np.integer]
    bounds: NDArray[np.int64] | None
    tolerance: float

    def sums(self, values: Vector) -> Vector:
        """Return the sum of a cell quantity for each component."""
        return np.asarray(np.add.reduceat(values, starts_of(self.component)), dtype=np.float64)

    def restrict(self, cells: NDArray[np.int64]) -> Batch:
        """Return the batch of the components that `cells` make up."""
        if cells.size == self.cells.size:
            return self
        return replace(
            self,
            donors=self.donors.among(cells),
            supply=self.supply[cells],
            capacity=self.capacity[cells],
            cells=self.cells[cells],
            component=self.component[cells],
            tolerance=self.tolerance * cells.size / self.donors.size,
        )

    def solver(self, progress: Progress) -> Solver:
        """Return the solver that suits these components."""
        if self.bounds is not None:
            return LapSolver(self.donors, self.bounds, self.backend, progress)
        if self.passage.graph.slots == 8 and self.backend.scipy and self.cells.size > SPARSE_LIMIT:
            row, col = np.divmod(self.cells, self.passage.graph.shape[1])
            return GridSolver(self.donors, self.component, row, col, progress)
        return DirectSolver(self.donors, self.component, self.backend.scipy)


@dataclass(frozen=True)
class Stay:
    """Trapped carbon. cells: their numbers; mass: t."""

    cells: NDArray[np.int32]
    mass: Vector


def settle_components(
    passage: Passage, components: Components, tolerance: float, backend: Backend, progress: Progress
) -> list[Stay]:
    """Put the final state of components into the passage; tolerance: t that may stay under way in all of them."""
    stays = []
    for batch in make_batches(passage, components, tolerance, backend, progress):
        outflow, stay = _settle(batch, progress)
        absorbed = np.minimum(batch.supply + batch.donors.inflow(outflow), batch.capacity)
        passage.state[batch.cells] = np.where(outflow > 0, outflow, -absorbed)
        trapped = np.flatnonzero(stay)
        if trapped.size:
            stays.append(Stay(batch.cells[trapped], stay[trapped]))
    return stays


def make_batches(
    passage: Passage, components: Components, tolerance: float, backend: Backend, progress: Progress
) -> Iterator[Batch]:
    """Yield small components together and each large one by itself."""
    sizes = np.diff(components.parts)
    large = sizes > (SPARSE_LIMIT if backend.scipy else DENSE_LIMIT)
    small = np.repeat(~large, sizes)
    if small.any():
        cells = components.cells[small]
        number = np.repeat(np.arange(sizes.size), sizes)[small]
        yield _batch(passage, components, cells, number, None, tolerance, backend)
    spreading = passage.graph.slots == 8
    for k in np.flatnonzero(large):
        one = replace(components, cells=components.cells[components.parts[k] : components.parts[k + 1]])
        cells, bounds = one.cells, None
        if not (spreading and backend.scipy):
            cells, bounds = lap_order(passage, one, backend, progress)
        yield _batch(passage, one, cells, np.broadcast_to(np.int8(0), cells.shape), bounds, tolerance, backend)


def _batch(
    passage: Passage,
    components: Components,
    cells: NDArray[np.int32],
    number: NDArray[np.integer],
    bounds: NDArray[np.int64] | None,
    tolerance: float,
    backend: Backend,
) -> Batch:
    donors = donors_among(passage, components, cells)
    supply, capacity = passage.state[cells], passage.capacity[cells]
    share = tolerance * cells.size / passage.order.size
    return Batch(passage, backend, donors, supply, capacity, cells, number, bounds, share)


def _settle(batch: Batch, progress: Progress) -> tuple[Vector, Vector]:
    """Return (outflow, stay) by cell, t; stay is trapped carbon."""
    starts = starts_of(batch.component)
    sizes = np.diff(np.append(starts, batch.component.size))
    leaks = batch.sums((batch.donors.leaving() < 1.0).astype(np.float64)) > 0
    surplus = batch.sums(batch.supply) - batch.sums(batch.capacity)
    full = ~leaks & (surplus >= -1e-13 * batch.sums(batch.supply))
    outflow, stay = np.zeros(batch.donors.size), np.zeros(batch.donors.size)
    for is_full in (False, True):
        cells = np.flatnonzero(np.repeat(full == is_full, sizes))
        if cells.size == 0:
            continue
        part = batch.restrict(cells)
        settle_part = settle_full if is_full else settle_least
        outflow[cells], stay[cells] = settle_part(part, part.solver(progress), progress)
    return outflow, stay


def settle_least(batch: Batch, solver: Solver, progress: Progress) -> tuple[Vector, Vector]:
    """Return (outflow, stay) at the least fixed point, dropping components that have settled on the way."""
    result, stay = np.zeros(batch.donors.size), np.zeros(batch.donors.size)
    going = np.arange(batch.donors.size)
    outflow = solver.guess(batch.supply, batch.capacity)
    part = batch
    for turn in range(_ROUNDS):
        progress.check()
        outflow, left, active = solver.relax(outflow, part.supply, part.capacity)
        result[going] = outflow
        starts = starts_of(part.component)
        sizes = np.diff(np.append(starts, part.component.size))
        share = part.tolerance * sizes / part.component.size
        rounding = _ROUNDING * (part.sums(part.supply) + part.sums(outflow))
        under_way = np.abs(left).sum() if left.size < outflow.size else part.sums(np.abs(left))
        open_ = under_way > np.maximum(share, rounding)
        endless = part.sums(outflow) > STEPS * part.sums(part.supply)
        endless |= open_ & (turn >= _PATIENCE)
        if endless.any():
            cells = np.flatnonzero(np.repeat(endless, sizes))
            result[going[cells]], stay[going[cells]] = settle_lossy(part.restrict(cells), progress)
            open_ &= ~endless
        if not open_.any():
            return result, stay
        if np.count_nonzero(np.repeat(open_, sizes)) < 0.7 * part.component.size:
            cells = np.flatnonzero(np.repeat(open_, sizes))
            solver, part = solver.restrict(cells), part.restrict(cells)
            going, outflow, active = going[cells], outflow[cells], active[cells]
        outflow = np.maximum(solver.balance(active, part.supply - part.capacity, outflow), 0.0)
    raise RasterError(NOT_SETTLED, cells=going.size, rounds=_ROUNDS)


def settle_lossy(batch: Batch, progress: Progress) -> tuple[Vector, Vector]:
    """Return (outflow, stay) of nearly closed components: LOSS of what leaves a cell is trapped on each step."""
    if (batch.donors.leaving() <= 1.0 - LOSS).all():
        raise RasterError(NOT_SETTLED, cells=batch.donors.size, rounds=_PATIENCE)
    progress.info(
        f"Carbon in {batch.donors.size} cells where winds meet would go round more than {STEPS:.0e} times: "
        f"{LOSS:.0e} of it is counted as trapped on each step."
    )
    donors = Donors(batch.donors.first, batch.donors.donor, batch.donors.weight * (1.0 - LOSS))
    lossy = replace(batch, donors=donors)
    outflow, _ = settle_least(lossy, lossy.solver(progress), progress)
    return outflow * (1.0 - LOSS), outflow * LOSS


def settle_full(batch: Batch, solver: Solver, progress: Progress) -> tuple[Vector, Vector]:
    """Return (outflow, stay) for closed components in which every capacity is used up."""
    starts = starts_of(batch.component)
    of = np.repeat(np.arange(starts.size), np.diff(np.append(starts, batch.component.size)))
    pin = _busiest(batch, starts)
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
    noise = _NOISE * np.maximum.reduceat(np.abs(outflow) + np.abs(net), starts)[of]
    needed = np.where(outflow < -noise, -outflow, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        round_trips = np.where(needed > 0, needed / stationary, 0.0)
        outflow = np.maximum(outflow + np.maximum.reduceat(round_trips, starts)[of] * stationary, 0.0)
    endless = ~(batch.sums(outflow) <= STEPS * supplied)  # also where it is not a number
    if endless.any():
        cells = np.flatnonzero(endless[of])
        outflow[cells], stay[cells] = settle_lossy(batch.restrict(cells), progress)
    return outflow, stay


def _busiest(batch: Batch, starts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return a cell of each component that carbon often comes by."""
    here = np.ones(batch.donors.size)
    for _ in range(_MIXING_HOPS):
        here = 0.5 * (here + batch.donors.inflow(here))
    ends = np.append(starts[1:], batch.donors.size)
    return np.array([begin + int(np.argmax(here[begin:end])) for begin, end in zip(starts, ends)])
