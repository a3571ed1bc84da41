"""Settle all cells in the order of their schedule.

In positions of that order, not in cells: `supply` is the own emission, `outflow` what leaves downwind. One pass:

    inflow(i)  = sum over donors k of weight(k -> i) * outflow(k)
    total(i)   = emission(i) + inflow(i)
    outflow(i) = max(0, total(i) - capacity(i))          absorbed = min(total, capacity)

exact where nothing comes back; batches of cycles are settled by `cycles`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..progress import Progress
from .cycles import Batch, settle
from .graph import Graph
from .kernel import make_add_inflow
from .linear import Donors, Vector
from .schedule import Schedule, Step

_CHECK_EVERY = 256


def gather_donors(graph: Graph, order: NDArray[np.int32], use_scipy: bool) -> Donors:
    """Return who sends to whom, rows and donors numbered by position in `order`."""
    position = np.full(graph.member.size, -1, dtype=np.int32)
    position[order] = np.arange(order.size, dtype=np.int32)
    rows, donors, weights = [], [], []
    for slot in range(graph.slots):
        heads = graph.receivers[slot, order]
        tails = np.flatnonzero(heads >= 0).astype(np.int32)
        rows.append(position[heads[tails]])
        donors.append(tails)
        weights.append(graph.weights(slot, order[tails]))
    return sort_donors(np.concatenate(rows), np.concatenate(donors), np.concatenate(weights), order.size, use_scipy)


def sort_donors(
    rows: NDArray[np.int32], donors: NDArray[np.int32], weights: Vector, count: int, use_scipy: bool
) -> Donors:
    """Return entries (row, donor, weight) ordered by row."""
    if use_scipy:
        from scipy.sparse import csr_matrix

        matrix = csr_matrix((weights, (rows, donors)), shape=(count, count))
        return Donors(matrix.indptr.astype(np.int64), matrix.indices, matrix.data)
    by_row = np.argsort(rows, kind="stable")
    first = np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=count))])
    return Donors(first, donors[by_row], weights[by_row])


def settle_all(
    schedule: Schedule,
    donors: Donors,
    emission: Vector,
    capacity: Vector,
    mean_step: Vector,
    cols: int,
    tolerance: float,
    use_scipy: bool,
    progress: Progress,
) -> tuple[Vector, Vector]:
    """Return (outflow, stay) by position in the schedule's order, t.

    emission, capacity (t), mean_step (m): by position; cols: columns of the grid; tolerance: t that may stay
    under way in all cycles.
    """
    outflow, stay = np.zeros(donors.size), np.zeros(donors.size)
    add_inflow = make_add_inflow(donors.first, donors.donor, donors.weight, use_scipy)
    for number, step in enumerate(schedule.steps):
        if number % _CHECK_EVERY == 0:
            progress.check()
            progress.fraction(step.start / max(1, donors.size))
        here = slice(step.start, step.stop)
        if step.parts is None:
            total = emission[here] - capacity[here]
            add_inflow(step.start, step.stop, outflow, total)
            np.maximum(total, 0.0, out=outflow[here])
            continue
        inner, outer = _split(donors, step)
        cells = schedule.order[here]
        batch = Batch(
            inner,
            emission[here] + outer.inflow(outflow),
            capacity[here],
            mean_step[here],
            (cells // cols).astype(np.int32),
            (cells % cols).astype(np.int32),
            np.repeat(np.arange(step.parts.size - 1), np.diff(step.parts)),
            tolerance * (step.stop - step.start) / donors.size,
            use_scipy,
        )
        outflow[here], stay[here] = settle(batch, progress)
    return outflow, stay


def _split(donors: Donors, step: Step) -> tuple[Donors, Donors]:
    """Return the weights of a batch's rows: from within, renumbered, and from before it."""
    first = donors.first[step.start : step.stop + 1]
    entries = slice(int(first[0]), int(first[-1]))
    donor, weight = donors.donor[entries], donors.weight[entries]
    row = np.repeat(np.arange(step.stop - step.start), np.diff(first))
    within = donor >= step.start
    inner_first = np.concatenate([[0], np.cumsum(np.bincount(row[within], minlength=first.size - 1))])
    outer_first = first - first[0] - inner_first
    inner = Donors(inner_first, donor[within] - np.int32(step.start), weight[within])
    return inner, Donors(outer_first, donor[~within], weight[~within])
