"""One lap through cells whose donors, but for the first few, all come before them.

The cells from `bounds[0]` on are in levels, `bounds` being where each begins and the last ends: no cell feeds another
of its level. Plain numpy works level by level; compiled code cell by cell, for which `bounds` may be one stretch.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .linear import Donors, Vector


def overflow_lap(donors: Donors, bounds: NDArray[np.int64], x: Vector, supply: Vector, capacity: Vector) -> None:
    """Put the outflow max(0, supply + inflow - capacity) of all cells from bounds[0] on into `x`."""
    for begin, end in zip(bounds[:-1].tolist(), bounds[1:].tolist()):
        total = inflow(donors, begin, end, x)
        total += supply[begin:end]
        total -= capacity[begin:end]
        np.maximum(total, 0.0, out=x[begin:end])


def linear_lap(donors: Donors, bounds: NDArray[np.int64], x: Vector, active: NDArray[np.bool_]) -> None:
    """Add what arrives to x of the active cells from bounds[0] on; x: a number, or a row of numbers, per cell."""
    for begin, end in zip(bounds[:-1].tolist(), bounds[1:].tolist()):
        got = inflow(donors, begin, end, x)
        here = active[begin:end]
        got *= here if x.ndim == 1 else here[:, None]
        x[begin:end] += got


def inflow(donors: Donors, begin: int, end: int, x: Vector) -> Vector:
    """Return what cells begin to end - 1 get from `x`."""
    first = donors.first[begin : end + 1]
    low, high = int(first[0]), int(first[-1])
    if low == high:
        return np.zeros((end - begin, *x.shape[1:]))
    arriving = x.take(donors.donor[low:high], axis=0)
    arriving *= donors.weight[low:high] if x.ndim == 1 else donors.weight[low:high, None]
    starts = first[:-1] - low
    got = np.add.reduceat(arriving, np.minimum(starts, high - low - 1), axis=0)
    none = starts == first[1:] - low
    if none.any():
        got[none] = 0.0
    return got
