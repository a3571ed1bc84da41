"""Products of sparse matrices with dense rows, and Gauss-Seidel sweeps made of them, level by level.

In a sweep all donors of a cell come before it, but for the first few cells, which are given. The cells from bounds[0]
on are in levels, `bounds` being where each begins and the last ends: no cell feeds another of its level. `loops_numba`
does the same cell by cell.
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
    """Put the outflow max(0, supply + inflow - capacity) of all cells from bounds[0] on into `x`.

    Parameters
    ----------
    donors : Donors
        weights among n cells
    bounds : (levels + 1,) int64
    x : (n,) float64, t
        outflow, given for the cells before bounds[0]
    supply, capacity : (n,) float64, t
    use_scipy : bool
    """
    for begin, end in zip(bounds[:-1].tolist(), bounds[1:].tolist()):
        total = supply[begin:end] - capacity[begin:end]
        add_inflow(donors, begin, end, x, total, use_scipy=use_scipy)
        np.maximum(total, 0.0, out=x[begin:end])


def sweep_linear_by_level(
    donors: Donors, bounds: NDArray[np.int64], x: Vector, active: NDArray[np.bool_], *, use_scipy: bool
) -> None:
    """Add what arrives to `x` of the active cells from bounds[0] on.

    Parameters
    ----------
    donors : Donors
        weights among n cells
    bounds : (levels + 1,) int64
    x : (n,) or (n, columns) float64, t
        0 in cells that are not active; changed in place
    active : (n,) bool
    use_scipy : bool
    """
    for begin, end in zip(bounds[:-1].tolist(), bounds[1:].tolist()):
        level = x[begin:end]
        add_inflow(donors, begin, end, x, level, use_scipy=use_scipy)
        level *= active[begin:end] if x.ndim == 1 else active[begin:end, None]


def add_inflow(donors: Donors, begin: int, end: int, x: Vector, to: Vector, *, use_scipy: bool) -> None:
    """Add to `to` what cells `begin` to `end` - 1, which all have donors, get of the outflow `x`.

    Parameters
    ----------
    donors : Donors
        weights among n cells
    begin, end : int
    x : (n,) or (n, columns) float64, t
    to : (end - begin,) or (end - begin, columns) float64, t
        changed in place
    use_scipy : bool
    """
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
    """Return a sparse matrix times a dense one.

    Parameters
    ----------
    first : (n + 1,) integers
        where the entries of each row of the sparse matrix begin
    columns, weights : (entries,) integers and float64
    rows : (m, k) float64
    use_scipy : bool

    Returns
    -------
    (n, k) float64
    """
    result = np.zeros((first.size - 1, rows.shape[1]))
    csr = compiled_rows() if use_scipy else None
    if csr is not None:
        first, columns = first.astype(np.int32, copy=False), columns.astype(np.int32, copy=False)
        shape = (first.size - 1, rows.shape[0], rows.shape[1])
        csr.csr_matvecs(*shape, first, columns, weights, rows.ravel(), result.ravel())
        return result
    filled = np.flatnonzero(first[1:] > first[:-1])
    if filled.size:
        result[filled] = np.add.reduceat(weights[:, None] * rows[columns], first[filled], axis=0)
    return result


@cache
def compiled_rows() -> Any:
    """Return SciPy's products of rows over plain arrays, None without them.

    They have no public name, and the public product costs ten times as much for a level of a hundred cells; so they
    are tried out before they are believed.

    Returns
    -------
    module or None
    """
    try:
        from scipy.sparse import _sparsetools

        result = np.array([1.0, 1.0])
        first, column = np.array([1, 2, 4], dtype=np.int32), np.array([9, 0, 0, 1], dtype=np.int32)
        weight = np.array([9.0, 2.0, 3.0, 5.0])
        _sparsetools.csr_matvec(2, 2, first, column, weight, np.array([10.0, 100.0]), result)
        rows = np.ones((2, 1))
        _sparsetools.csr_matvecs(2, 2, 1, first, column, weight, np.array([10.0, 100.0]), rows.ravel())
    except Exception:  # whatever a SciPy of other days says
        return None
    return _sparsetools if result.tolist() == [21.0, 531.0] == rows.ravel().tolist() else None
