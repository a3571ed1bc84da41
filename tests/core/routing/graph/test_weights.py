"""The sparse matrix of weights against a dense one; sums by group."""

from __future__ import annotations

import numpy as np
import pytest
from carbon_service_flow.core.routing.graph import weights
from carbon_service_flow.core.routing.graph.weights import Donors, starts_of, sum_by
from hypothesis import given
from hypothesis import strategies as st


def random_matrix(seed, size):
    """A matrix with many empty rows and columns whose sums are at most 1, dense and as `Donors`."""
    rng = np.random.default_rng(seed)
    dense = rng.random((size, size)) * (rng.random((size, size)) < 0.15)
    dense /= np.maximum(dense.sum(axis=0), 1.0)
    row, donor = np.nonzero(dense)
    first = np.concatenate([[0], np.cumsum(np.bincount(row, minlength=size))])
    return dense, Donors(first, donor.astype(np.int32), dense[row, donor])


@pytest.mark.parametrize("block", [1, 3, 1 << 17])
@pytest.mark.parametrize("seed", range(4))
def test_inflow_is_the_product(monkeypatch, seed, block):
    monkeypatch.setattr(weights, "_BLOCK_CELLS", block)
    dense, donors = random_matrix(seed, 20)
    outflow = np.random.default_rng(9).random(20)
    assert donors.size == 20
    assert donors.inflow(outflow) == pytest.approx(dense @ outflow, rel=1e-14)


@pytest.mark.parametrize("seed", range(6))
def test_among_is_the_submatrix(seed):
    dense, donors = random_matrix(seed, 17)
    cells = np.flatnonzero(np.random.default_rng(seed).random(17) < 0.6)
    inner = donors.among(cells)
    outflow = np.arange(1.0, cells.size + 1)
    assert inner.size == cells.size
    assert inner.inflow(outflow) == pytest.approx(dense[np.ix_(cells, cells)] @ outflow, rel=1e-14)


def test_leaving_is_the_sum_of_a_column():
    dense, donors = random_matrix(3, 12)
    assert donors.leaving() == pytest.approx(dense.sum(axis=0), rel=1e-14)


@given(st.lists(st.integers(1, 4), min_size=1, max_size=9))
def test_runs_begin_where_values_change(lengths):
    group = np.repeat(np.arange(len(lengths))[::-1], lengths)
    assert starts_of(group).tolist() == np.concatenate([[0], np.cumsum(lengths)[:-1]]).tolist()


def test_groups_without_a_value_have_a_sum_of_zero():
    assert sum_by(np.array([2, 0, 2]), np.array([1.5, 4.0, 2.0]), 4).tolist() == [4.0, 0.0, 3.5, 0.0]
