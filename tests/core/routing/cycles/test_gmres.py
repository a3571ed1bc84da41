"""GMRES for several systems at once against dense solutions."""

from __future__ import annotations

import numpy as np
import pytest
from carbon_service_flow.core.routing.cycles import gmres as module
from carbon_service_flow.core.routing.cycles.gmres import gmres


def systems(seed, sizes=(5, 1, 9)):
    """Return (matrix of all systems, where each begins): blocks 1 - W side by side."""
    rng = np.random.default_rng(seed)
    starts = np.append(0, np.cumsum(sizes)[:-1])
    matrix = np.eye(sum(sizes))
    for begin, size in zip(starts, sizes):
        block = rng.random((size, size))
        matrix[begin : begin + size, begin : begin + size] -= 0.8 * block / block.sum(axis=0)
    return matrix, starts


@pytest.mark.parametrize("seed", range(6))
def test_solves_each_system(seed):
    matrix, starts = systems(seed)
    right = np.random.default_rng(seed).random(len(matrix))
    y = gmres(lambda x: matrix @ x, right, starts, 1e-12)
    assert y == pytest.approx(np.linalg.solve(matrix, right), rel=1e-9)


def test_the_residual_of_every_system_is_below_the_tolerance():
    """The first system's right side is a million times the second's: each has a norm of its own."""
    matrix, starts = systems(3, (8, 8))
    right = np.random.default_rng(3).random(16) * np.repeat([1e6, 1.0], 8)
    for tolerance in (1e-2, 1e-5):
        residual = right - matrix @ gmres(lambda x: matrix @ x, right, starts, tolerance)
        for system in (slice(0, 8), slice(8, 16)):
            assert np.linalg.norm(residual[system]) <= 1.0001 * tolerance * np.linalg.norm(right[system])


def test_a_loose_tolerance_needs_fewer_products():
    matrix, starts = systems(4, (30,))
    right = np.random.default_rng(0).random(30)
    counts = []
    for tolerance in (1e-1, 1e-10):
        calls = []
        gmres(lambda x, calls=calls: (calls.append(1), matrix @ x)[1], right, starts, tolerance)
        counts.append(len(calls))
    assert 0 < counts[0] < counts[1] <= 30


def test_a_right_side_of_zeros_gives_zeros():
    matrix, starts = systems(1)
    assert (gmres(lambda x: matrix @ x, np.zeros(15), starts, 1e-8) == 0).all()
    right = np.append(np.ones(6), np.zeros(9))  # the last system alone has nothing to do
    y = gmres(lambda x: matrix @ x, right, starts, 1e-12)
    assert (y[6:] == 0).all()
    assert y == pytest.approx(np.linalg.solve(matrix, right), rel=1e-9)


def test_a_singular_system_gives_finite_numbers():
    y = gmres(lambda x: np.zeros_like(x), np.ones(3), np.array([0]), 1e-8)
    assert np.isfinite(y).all()


def test_the_subspace_is_bounded(monkeypatch):
    """A cyclic shift of 40 needs 40 vectors; with 20 allowed, 20 products are made and the norm does not grow."""
    monkeypatch.setattr(module, "_SUBSPACE", 20)
    calls = []

    def shift(x):
        calls.append(1)
        return np.roll(x, 1)

    right = np.zeros(40)
    right[0] = 1.0
    y = gmres(shift, right, np.array([0]), 1e-8)
    assert len(calls) == 20
    assert np.linalg.norm(right - np.roll(y, 1)) <= 1.0 + 1e-12
