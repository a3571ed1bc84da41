"""One lap through cells whose donors, but for the first few, all come before them.

The cells from `bounds[0]` on are in levels, `bounds` being where each begins and the last ends: no cell feeds another
of its level. Plain numpy works level by level; compiled code cell by cell, for which `bounds` may be one stretch.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..graph.arrays import Vector
from ..graph.weights import Donors


def sweep_overflow_by_level(
    donors: Donors, bounds: NDArray[np.int64], x: Vector, supply: Vector, capacity: Vector, *, use_scipy: bool
) -> None:
    """Put the outflow max(0, supply + inflow - capacity) of all cells from bounds[0] on into `x`."""
    for begin, end in zip(bounds[:-1].tolist(), bounds[1:].tolist()):
        total = supply[begin:end] - capacity[begin:end]
        add_inflow(donors, begin, end, x, total, use_scipy=use_scipy)
        np.maximum(total, 0.0, out=x[begin:end])


def sweep_linear_by_level(
    donors: Donors, bounds: NDArray[np.int64], x: Vector, active: NDArray[np.bool_], *, use_scipy: bool
) -> None:
    """Add what arrives to x of the active cells from bounds[0] on; x: a number, or a row of numbers, per cell.

    x is 0 in all other cells.
    """
    for begin, end in zip(bounds[:-1].tolist(), bounds[1:].tolist()):
        here = x[begin:end]
        add_inflow(donors, begin, end, x, here, use_scipy=use_scipy)
        here *= active[begin:end] if x.ndim == 1 else active[begin:end, None]


def add_inflow(donors: Donors, begin: int, end: int, x: Vector, to: Vector, *, use_scipy: bool) -> None:
    """Add what cells begin to end - 1, which all have donors, get from `x` to the array `to`."""
    first = donors.first[begin : end + 1]
    csr = compiled_rows() if use_scipy else None
    if csr is not None and donors.first.dtype == np.int32:
        if x.ndim == 1:
            csr.csr_matvec(end - begin, x.size, first, donors.donor, donors.weight, x, to)
        else:
            shape = (end - begin, x.shape[0], x.shape[1])
            csr.csr_matvecs(*shape, first, donors.donor, donors.weight, x.ravel(), to.ravel())
        return
    low, high = int(first[0]), int(first[-1])
    arriving = x.take(donors.donor[low:high], axis=0)
    arriving *= donors.weight[low:high] if x.ndim == 1 else donors.weight[low:high, None]
    to += np.add.reduceat(arriving, first[:-1] - low, axis=0)


def multiply_rows(
    first: NDArray[np.integer], columns: NDArray[np.integer], weights: Vector, rows: Vector, use_scipy: bool
) -> Vector:
    """Return the sparse matrix of row starts, columns and weights times dense `rows`, (first.size - 1, columns)."""
    result = np.zeros((first.size - 1, rows.shape[1]))
    csr = compiled_rows() if use_scipy else None
    if csr is not None:
        first, columns = first.astype(np.int32, copy=False), columns.astype(np.int32, copy=False)
        shape = (first.size - 1, rows.shape[0], rows.shape[1])
        csr.csr_matvecs(*shape, first, columns, weights, rows.ravel(), result.ravel())
        return result
    some = np.flatnonzero(first[1:] > first[:-1])
    if some.size:
        result[some] = np.add.reduceat(weights[:, None] * rows[columns], first[some], axis=0)
    return result


@cache
def compiled_rows() -> Any:
    """Return SciPy's row product over plain arrays, None without it.

    It has no public name, and the public product costs ten times as much for a level of a hundred cells; so it is
    tried out before it is believed.
    """
    try:
        from scipy.sparse import _sparsetools

        got = np.array([1.0, 1.0])
        first, column = np.array([1, 2, 4], dtype=np.int32), np.array([9, 0, 0, 1], dtype=np.int32)
        weight = np.array([9.0, 2.0, 3.0, 5.0])
        _sparsetools.csr_matvec(2, 2, first, column, weight, np.array([10.0, 100.0]), got)
        several = np.ones((2, 1))
        _sparsetools.csr_matvecs(2, 2, 1, first, column, weight, np.array([10.0, 100.0]), several.ravel())
    except Exception:  # whatever a SciPy of other days says
        return None
    return _sparsetools if got.tolist() == [21.0, 531.0] == several.ravel().tolist() else None
