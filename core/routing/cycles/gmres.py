"""GMRES for many independent linear systems at once (Saad & Schultz 1986, DOI 10.1137/0907058).

The systems share every application of the operator, which is what costs, but each has a subspace and an error of
its own. Unknowns of one system stand side by side.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from ..graph.arrays import Vector

_SUBSPACE = 250
_BASIS_NUMBERS = 1 << 25  # float64 of all basis vectors together: 256 MB
_TABLE_NUMBERS = 1 << 23  # and of all triangles: 64 MB


def gmres(apply: Callable[[Vector], Vector], right: Vector, starts: NDArray[np.int64], tolerance: float) -> Vector:
    """Return y with apply(y) close to `right`, from one subspace of at most 250 vectors, or what memory allows.

    Parameters
    ----------
    apply : callable
        the linear operator of all systems, (n,) float64 to (n,) float64
    right : (n,) float64
    starts : (systems,) int64
        where the unknowns of each system begin
    tolerance : float
        of the residual's 2-norm, relative to that of `right`, for each system

    Returns
    -------
    (n,) float64

    References
    ----------
    Saad, Y., Schultz, M. (1986). GMRES: a generalized minimal residual algorithm. DOI 10.1137/0907058
    """
    count = starts.size
    system = np.repeat(np.arange(count), np.diff(np.append(starts, right.size)))

    def dot(a: Vector, b: Vector) -> Vector:
        return np.asarray(np.add.reduceat(a * b, starts), dtype=np.float64)

    subspace = min(_SUBSPACE, max(20, _BASIS_NUMBERS // right.size), max(20, int((_TABLE_NUMBERS / count) ** 0.5)))
    norm = np.sqrt(dot(right, right))
    basis = [right * _inverse(norm)[system]]
    triangle = np.zeros((count, subspace, subspace))
    cosine, sine = np.zeros((count, subspace)), np.zeros((count, subspace))
    goal = np.zeros((count, subspace + 1))
    goal[:, 0] = norm
    size = 0
    while size < subspace and (np.abs(goal[:, size]) > tolerance * norm).any():
        image = apply(basis[-1])
        column = np.zeros((count, size + 2))
        for k, direction in enumerate(basis):
            column[:, k] = dot(direction, image)
            image = image - column[system, k] * direction
        length = np.sqrt(dot(image, image))
        length[length <= 1e-14 * np.abs(column).max(axis=1)] = 0.0
        column[:, size + 1] = length
        basis.append(image * _inverse(length)[system])
        _rotate(column, cosine, sine, goal, size)
        triangle[:, : size + 1, size] = column[:, : size + 1]
        size += 1
    factors = _back_substitute(triangle[:, :size, :size], goal[:, :size])
    return np.asarray(sum(factors[system, k] * basis[k] for k in range(size)), dtype=np.float64) + np.zeros_like(right)


def _inverse(values: Vector) -> Vector:
    """Return 1 / values, 0 for 0."""
    return np.where(values > 0, 1.0 / np.where(values > 0, values, 1.0), 0.0)


def _rotate(column: Vector, cosine: Vector, sine: Vector, goal: Vector, size: int) -> None:
    """Bring one more column of each Hessenberg matrix to triangular form by Givens rotations, in place."""
    for k in range(size):
        upper = cosine[:, k] * column[:, k] + sine[:, k] * column[:, k + 1]
        column[:, k + 1] = -sine[:, k] * column[:, k] + cosine[:, k] * column[:, k + 1]
        column[:, k] = upper
    length = np.hypot(column[:, size], column[:, size + 1])
    scale = _inverse(length)
    cosine[:, size] = np.where(length > 0, column[:, size] * scale, 1.0)
    sine[:, size] = column[:, size + 1] * scale
    column[:, size] = length
    goal[:, size + 1] = -sine[:, size] * goal[:, size]
    goal[:, size] = cosine[:, size] * goal[:, size]


def _back_substitute(triangle: NDArray[np.float64], right: Vector) -> Vector:
    """Return the solutions of (systems, n, n) upper triangular systems; a zero pivot gives 0."""
    factors = np.zeros_like(right)
    for k in range(right.shape[1] - 1, -1, -1):
        remainder = right[:, k] - np.einsum("ij,ij->i", triangle[:, k, k + 1 :], factors[:, k + 1 :])
        pivot = triangle[:, k, k]
        factors[:, k] = np.where(np.abs(pivot) > 0, remainder / np.where(pivot == 0, 1.0, pivot), 0.0)
    return factors
