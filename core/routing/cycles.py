"""Cells that send carbon round in cycles: the least fixed point of a batch of strongly connected components.

Within a component, with supply b (own emission and what comes from outside), capacity c and weights W,

    outflow x = max(0, b + W x - c)                                             the least x >= 0

From below, x = 0, this grows hop by hop. Every few hops the cells that overflow are taken as given and their
linear balance is solved at once; as a cell that overflows once does so for good, no step overshoots (policy
iteration for a convex monotone map; Howard 1960). So the result is the least fixed point, and few rounds do.

**Trapped carbon.** A component that nothing leaves (no neighbour outside, no decay) and that gets S = sum(b) -
sum(c) > 0 fills every cell; S goes round for ever. What is reported by cell is where it is in the long run: S in
proportion to pi(i) d(i), pi the stationary distribution of W and d the mean step length. This is also what a
decay length disperses, by cell, as it tends to infinity. The outflow reported there is the smallest x >= 0 that
keeps the balance x = b - stay - c + W x: what has moved when the last capacity fills up. Both are unique.

Example: two cells that send everything to each other, b = (5, 1), c = (1, 2). S = 3, pi = (1/2, 1/2): each
keeps 1.5 t. Balance: x0 = 2.5 + x1, x1 = -2.5 + x0; the smallest is x = (2.5, 0).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..errors import RasterError
from ..messages_routing import NOT_SETTLED
from ..progress import Progress
from .linear import Donors, Vector, solve_balance

HOPS = 12
_ROUNDS = 100_000
_ROUNDING = 1e-15  # relative error of one hop, in sums
_NOISE = 1e-11  # outflow below this part of a component's largest is rounding


@dataclass(frozen=True)
class Batch:
    """Components to settle together.

    donors: weights among the cells; supply, capacity: t by cell; step: mean step length, m; parts: positions
    where components begin, and the end; tolerance: t that may stay under way.
    """

    donors: Donors
    supply: Vector
    capacity: Vector
    step: Vector
    parts: NDArray[np.int64]
    tolerance: float
    use_scipy: bool

    def sums(self, values: Vector) -> Vector:
        """Return the sum of a cell quantity for each component."""
        return np.add.reduceat(values, self.parts[:-1])

    def component(self) -> NDArray[np.int64]:
        """Return the component of each cell."""
        return np.repeat(np.arange(self.parts.size - 1), np.diff(self.parts))


def settle(batch: Batch, progress: Progress) -> tuple[Vector, Vector]:
    """Return (outflow, stay) by cell, t; stay is the carbon trapped in components that nothing leaves."""
    component = batch.component()
    closed = batch.sums((batch.donors.leaving() < 1.0).astype(np.float64)) == 0
    surplus = batch.sums(batch.supply) - batch.sums(batch.capacity)
    scale = batch.sums(batch.supply)
    full = closed & (surplus >= -1e-13 * scale)
    outflow, stay = np.zeros(batch.donors.size), np.zeros(batch.donors.size)
    cells = np.flatnonzero(~full[component])
    if cells.size:
        outflow = _settle_least(batch, cells, component[cells], progress)
    cells = np.flatnonzero(full[component])
    if cells.size:
        outflow[cells], stay[cells] = _settle_full(batch, cells, component[cells], np.maximum(surplus, 0.0))
    return outflow, stay


def _settle_least(batch: Batch, cells: NDArray[np.int64], component: NDArray[np.int64], progress: Progress) -> Vector:
    """Return the batch's outflow, at the least fixed point in the whole components `cells` and 0 elsewhere."""
    result = np.zeros(batch.donors.size)
    donors = batch.donors if cells.size == batch.donors.size else batch.donors.among(cells)
    outflow = np.zeros(cells.size)
    for _ in range(_ROUNDS):
        progress.check()
        outflow, left, total = _hop(donors, outflow, batch.supply[cells], batch.capacity[cells])
        heads = np.flatnonzero(np.concatenate(([True], component[1:] != component[:-1])))
        allowed = np.maximum(
            batch.tolerance * np.diff(np.append(heads, cells.size)) / batch.donors.size,
            _ROUNDING * np.add.reduceat(total, heads),
        )
        open_ = np.add.reduceat(np.abs(left), heads) > allowed
        going = np.repeat(open_, np.diff(np.append(heads, cells.size)))
        result[cells] = outflow
        if not going.any():
            return result
        if not going.all():
            keep = np.flatnonzero(going)
            donors, cells, component, outflow = donors.among(keep), cells[keep], component[keep], outflow[keep]
        outflow = _leap(donors, outflow, batch.supply[cells], batch.capacity[cells], batch.use_scipy)
    raise RasterError(NOT_SETTLED, cells=cells.size, share="?", rounds=_ROUNDS)


def _hop(donors: Donors, outflow: Vector, supply: Vector, capacity: Vector) -> tuple[Vector, Vector, Vector]:
    """Return outflow after a few hops, its last change, and the last total of each cell."""
    before, total = outflow, supply
    for _ in range(HOPS):
        before = outflow
        total = supply + donors.inflow(outflow)
        outflow = np.maximum(total - capacity, 0.0)
    return outflow, outflow - before, total


def _leap(donors: Donors, outflow: Vector, supply: Vector, capacity: Vector, use_scipy: bool) -> Vector:
    """Return the outflow that balances the cells which overflow now, as if no other ever did."""
    active = np.flatnonzero(supply + donors.inflow(outflow) > capacity)
    result = np.zeros_like(outflow)
    net = (supply - capacity)[active]
    solution = solve_balance(donors.among(active), net[:, None], use_scipy)[:, 0]
    result[active] = np.maximum(solution, 0.0)
    return result


def _settle_full(
    batch: Batch, cells: NDArray[np.int64], component: NDArray[np.int64], surplus: Vector
) -> tuple[Vector, Vector]:
    """Return (outflow, stay) for closed components in which every capacity is used up."""
    donors = batch.donors.among(cells)
    heads = np.flatnonzero(np.concatenate(([True], component[1:] != component[:-1])))
    ends = np.append(heads, cells.size)
    of = np.repeat(np.arange(heads.size), np.diff(ends))
    pinned = np.zeros(cells.size)
    pinned[heads] = 1.0
    free = np.flatnonzero(pinned == 0)
    inner = donors.among(free)

    def balance(supply: Vector, at_pin: Vector) -> Vector:
        full = at_pin.copy()
        right = (supply + donors.inflow(at_pin))[free]
        full[free] = solve_balance(inner, right[:, None], batch.use_scipy)[:, 0]
        return full

    stationary = np.maximum(balance(np.zeros(cells.size), pinned), 0.0)
    time = stationary * batch.step[cells]
    stay = surplus[component] * time / np.add.reduceat(time, heads)[of]
    net = batch.supply[cells] - batch.capacity[cells] - stay
    outflow = balance(net, np.zeros(cells.size))
    noise = _NOISE * np.maximum.reduceat(np.abs(outflow) + np.abs(net), heads)[of]
    needed = np.where(outflow < -noise, -outflow, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        laps = np.where(needed > 0, needed / stationary, 0.0)
    outflow = outflow + np.maximum.reduceat(laps, heads)[of] * stationary
    return np.maximum(outflow, 0.0), stay
