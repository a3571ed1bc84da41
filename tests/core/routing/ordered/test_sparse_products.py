"""Sparse products and Gauss-Seidel sweeps against dense matrices."""

from __future__ import annotations

import sys

import numpy as np
import pytest
from carbon_service_flow.core.routing.graph.weights import Donors
from carbon_service_flow.core.routing.ordered import sparse_products
from carbon_service_flow.core.routing.ordered.components import have_scipy
from carbon_service_flow.core.routing.ordered.sparse_products import (
    add_inflow,
    compiled_rows,
    multiply_rows,
    sweep_linear_by_level,
    sweep_overflow_by_level,
)
from support.networks import donors_of

SCIPY = [False, *([True] if have_scipy() else [])]


def levelled(seed):
    """Return W of two given cells and three levels of three, each fed by those before it, and the bounds of these."""
    rng = np.random.default_rng(seed)
    matrix = np.zeros((11, 11))
    for begin in (2, 5, 8):
        matrix[begin : begin + 3, :begin] = rng.random((3, begin)) * (rng.random((3, begin)) < 0.7)
        matrix[begin : begin + 3, begin - 1] += 0.1  # each has a donor
    matrix[:2, 4:] = rng.random((2, 7))  # the given cells' donors come after them
    return matrix, np.array([2, 5, 8, 11])


@pytest.mark.parametrize("use_scipy", SCIPY)
def test_a_sweep_through_overflowing_cells_by_hand(use_scipy):
    """Given x0 = 4; half of it comes to cell 1, with supply 1 and room 2: 2 + 1 - 2 = 1. All of that, and a quarter of
    x0, come to cell 2, with supply 0 and room 5: 1 + 1 - 5 < 0, so nothing leaves it."""
    donors = donors_of(np.array([[0, 0, 0], [0.5, 0, 0], [0.25, 1, 0]]))
    x = np.array([4.0, 9.0, 9.0])
    bounds, supply, capacity = np.array([1, 2, 3]), np.array([7.0, 1, 0]), np.array([0.0, 2, 5])
    sweep_overflow_by_level(donors, bounds, x, supply, capacity, use_scipy=use_scipy)
    assert x.tolist() == [4, 1, 0]


@pytest.mark.parametrize("use_scipy", SCIPY)
@pytest.mark.parametrize("seed", range(4))
def test_sweeps_solve_the_triangular_balance(use_scipy, seed):
    matrix, bounds = levelled(seed)
    rng = np.random.default_rng(seed)
    supply, capacity, x = rng.random(11) * 3, rng.random(11) * 2, rng.random(11)
    start = x.copy()
    sweep_overflow_by_level(donors_of(matrix), bounds, x, supply, capacity, use_scipy=use_scipy)
    expected = np.maximum(supply + matrix @ x - capacity, 0)
    assert x[2:] == pytest.approx(expected[2:], rel=1e-12)
    assert np.array_equal(x[:2], start[:2])


@pytest.mark.parametrize("columns", [None, 4])
@pytest.mark.parametrize("use_scipy", SCIPY)
def test_linear_sweeps_pass_on_what_active_cells_get(use_scipy, columns):
    matrix, bounds = levelled(5)
    rng = np.random.default_rng(1)
    active = np.array([True, True, True, False, True, True, True, False, True, True, True])
    mask = active if columns is None else active[:, None]
    supply = rng.random(11 if columns is None else (11, columns)) * mask
    x = supply.copy()
    sweep_linear_by_level(donors_of(matrix), bounds, x, active, use_scipy=use_scipy)
    assert x[2:] == pytest.approx(((supply + matrix @ x) * mask)[2:], rel=1e-12)
    assert np.array_equal(x[:2], supply[:2])
    assert (x[~active] == 0).all()


@pytest.mark.parametrize("dtype", [np.int32, np.int64])
@pytest.mark.parametrize("columns", [None, 3])
@pytest.mark.parametrize("use_scipy", SCIPY)
def test_inflow_is_added_to_the_cells_asked_for(use_scipy, columns, dtype):
    matrix, _ = levelled(2)
    donors = donors_of(matrix)
    donors = Donors(donors.first.astype(dtype), donors.donor, donors.weight)
    rng = np.random.default_rng(0)
    x = rng.random(11 if columns is None else (11, columns))
    to = rng.random(4 if columns is None else (4, columns))
    expected = to + (matrix @ x)[4:8]
    add_inflow(donors, 4, 8, x, to, use_scipy=use_scipy)
    assert to == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("hidden", [False, True])
@pytest.mark.parametrize("use_scipy", SCIPY)
def test_product_with_empty_rows(monkeypatch, use_scipy, hidden):
    """Rows 1 and 3 of the sparse matrix are empty; a SciPy without the row product is done without."""
    if hidden:
        monkeypatch.setattr(sparse_products, "compiled_rows", lambda: None)
    rng = np.random.default_rng(0)
    first, columns = np.array([0, 2, 2, 5, 5]), np.array([1, 3, 0, 2, 3])
    weights, rows = rng.random(5), rng.random((4, 3))
    matrix = np.zeros((4, 4))
    matrix[[0, 0, 2, 2, 2], columns] = weights
    assert multiply_rows(first, columns, weights, rows, use_scipy) == pytest.approx(matrix @ rows)
    assert multiply_rows(first[:1], columns[:0], weights[:0], rows, use_scipy).shape == (0, 3)
    assert (multiply_rows(np.zeros(3, int), columns[:0], weights[:0], rows, use_scipy) == 0).all()


@pytest.mark.skipif(not have_scipy(), reason="SciPy is missing")
def test_the_row_product_is_tried_out(monkeypatch):
    from scipy.sparse import _sparsetools

    assert compiled_rows() is _sparsetools
    monkeypatch.setattr(_sparsetools, "csr_matvec", lambda *_: None)  # adds nothing
    assert compiled_rows.__wrapped__() is None


def test_without_scipy_there_is_no_row_product(monkeypatch):
    monkeypatch.setitem(sys.modules, "scipy.sparse", None)
    assert compiled_rows.__wrapped__() is None
