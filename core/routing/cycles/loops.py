"""Loops in a final state: where carbon really comes back to, and what entered there.

    > > v        A component is all cells that can be reached from each other. Carbon goes round in those parts of it
    ^ . v        alone in which every step of some cycle has outflow: cells whose capacity takes all that comes cut
    ^ < <        a ring open, and then it is no loop.

Loops are therefore the strongly connected components, of two cells or more, among the cells that overflow; in closed
components whose capacity is used up these are all cells. What entered one is its gross supply: its own emission, and
inflow from cells outside, less what the cell where it enters takes up. It is also the largest flux that a cell of the
loop could have if nothing passed it twice.

Example: a ring of four cells, E = 1000 t at one of them, C = 0, of each outflow 7 % leaves. One loop, of four cells;
1000 t entered; the flux of the first is 1000 / (1 - 0.93^4) = 3970 t: what passes it on the first lap, the second, ...

With a wind rose carbon goes back and forth everywhere. That is what a rose means, so loops with an outlet are not
counted there, only closed ones.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..graph.arrays import Vector
from ..graph.result import Loops
from ..graph.strips import row_strips
from ..graph.weights import renumber_groups, sum_by
from .batches import Batch
from .feedback_set import steps_within

_NOISE = 1e-12  # outflow below this part of what a cell gets or could absorb is rounding
_CELLS_PER_BLOCK = 1 << 17  # whose donors are looked at together
_NO_LOOP = -1


def find_loops(batch: Batch, outflow: Vector, trapped: Vector) -> Loops:
    """Return the loops of a batch of components in their final state.

    Parameters
    ----------
    batch : Batch
        of n cells
    outflow, trapped : (n,) float64, t

    Returns
    -------
    Loops
    """
    holding = trapped > 0
    if batch.state.graph.slots == 8:
        closed = int(np.count_nonzero(batch.sums(trapped) > 0))
        return Loops(int(np.count_nonzero(holding)), closed, closed, *_none_repeated())
    moving = outflow > _NOISE * (outflow + batch.capacity)
    moving |= holding
    loop = _number_loops(batch, moving)
    count = int(loop.max(initial=_NO_LOOP)) + 1
    if not count:
        return Loops.none()
    setting_out = _inflow_from_others(batch, loop, outflow)
    setting_out += batch.supply
    setting_out -= batch.capacity
    np.maximum(setting_out, 0.0, out=setting_out)
    entered = sum_by(loop + np.int32(1), setting_out, count + 1)
    del setting_out
    entered[0] = 0.0  # of what is in no loop
    is_closed = np.zeros(count + 1, dtype=bool)
    is_closed[loop[holding] + 1] = True
    is_closed &= entered > 0  # without anything that entered it is rounding, and no loop
    cells, repeated = 0, []
    for block in row_strips(loop.size, 1, _CELLS_PER_BLOCK):
        there = entered[loop[block] + 1]
        cells += int(np.count_nonzero(there))
        repeated.append(block.start + np.flatnonzero((outflow[block] > there) & (there > 0)))
    above = np.concatenate(repeated)
    closed = int(np.count_nonzero(is_closed))
    return Loops(cells, int(np.count_nonzero(entered)), closed, batch.cells[above], entered[loop[above] + 1])


def _none_repeated() -> tuple[NDArray[np.int32], Vector]:
    return np.zeros(0, dtype=np.int32), np.zeros(0)


def _number_loops(batch: Batch, moving: NDArray[np.bool_]) -> NDArray[np.int32]:
    """Return the number of the loop of each cell, from 0, _NO_LOOP where none.

    A component all of whose cells move is one; only others are taken apart.
    """
    whole = batch.sums((~moving).astype(np.float64)) == 0
    of_whole = whole[batch.component]
    loop = np.where(of_whole, batch.component, _NO_LOOP).astype(np.int32)
    parted = moving & ~of_whole
    if parted.any():
        position = np.cumsum(parted, dtype=np.int32) - np.int32(1)
        first, donors = batch.donors.first.astype(np.int32, copy=False), batch.donors.donor
        first, donors = steps_within(first, donors, parted.view(np.int8).astype(np.int32), parted, position)
        label = batch.backend.strong_components(first, donors)  # turning all steps round changes no component
        cyclic = (np.bincount(label) > 1)[label]
        loop[np.flatnonzero(parted)[cyclic]] = label[cyclic] + np.int32(batch.count)
    inside = loop != _NO_LOOP
    if inside.any():
        loop[inside] = renumber_groups(loop[inside])
    return loop


def _inflow_from_others(batch: Batch, loop: NDArray[np.int32], outflow: Vector) -> Vector:
    """Return what each cell gets from cells of its component that are not of its loop, t."""
    result = np.zeros(loop.size)
    if loop.min(initial=0) != _NO_LOOP:
        return result  # components that are loops as a whole have no others
    first = batch.donors.first
    for block in row_strips(loop.size, 1, _CELLS_PER_BLOCK):
        entries = slice(int(first[block.start]), int(first[block.stop]))
        donor = batch.donors.donor[entries]
        cell = np.repeat(np.arange(block.start, block.stop), np.diff(first[block.start : block.stop + 1]))
        arriving = batch.donors.weight[entries] * outflow[donor] * (loop[donor] != loop[cell])
        result[block] = np.bincount(cell - block.start, weights=arriving, minlength=block.stop - block.start)
    return result
