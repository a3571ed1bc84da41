"""Strongly connected components against reachability by brute force."""

from __future__ import annotations

import sys

import numpy as np
import pytest
from carbon_service_flow.core.routing.ordered.components import have_scipy, strong_components
from support.networks import strong_pairs

SCIPY = [False, *([True] if have_scipy() else [])]


def edges_of(matrix):
    """Return (first, heads) of a matrix whose columns send to rows."""
    tails, heads = np.nonzero(matrix.T)
    first = np.append(0, np.cumsum(np.bincount(tails, minlength=len(matrix))))
    return first.astype(np.int32), heads.astype(np.int32)


@pytest.mark.parametrize("use_scipy", SCIPY)
def test_worked_example(use_scipy):
    """0 -> 1 -> 2 <-> 3 -> 4: the two in the middle reach each other, all others are alone."""
    first, heads = np.array([0, 1, 2, 3, 5, 5], np.int32), np.array([1, 2, 3, 2, 4], np.int32)
    label = strong_components(first, heads, use_scipy)
    assert label[2] == label[3]
    assert sorted(set(label.tolist())) == [0, 1, 2, 3]
    assert label.dtype == np.int32


@pytest.mark.parametrize("use_scipy", SCIPY)
@pytest.mark.parametrize("seed", range(20))
def test_two_nodes_share_a_number_where_each_reaches_the_other(use_scipy, seed):
    rng = np.random.default_rng(seed)
    matrix = rng.random((14, 14)) < rng.choice([0.05, 0.1, 0.2])
    label = strong_components(*edges_of(matrix), use_scipy)
    assert np.array_equal(label[:, None] == label, strong_pairs(matrix))
    assert set(label.tolist()) == set(range(label.max() + 1))


@pytest.mark.parametrize("use_scipy", SCIPY)
def test_without_edges_every_node_is_alone(use_scipy):
    assert sorted(strong_components(np.zeros(4, np.int32), np.zeros(0, np.int32), use_scipy).tolist()) == [0, 1, 2]


def test_without_scipy(monkeypatch):
    monkeypatch.setitem(sys.modules, "scipy.sparse", None)  # importing it raises ImportError
    assert not have_scipy()
