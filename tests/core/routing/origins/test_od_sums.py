"""Sums of flows between zones."""

from __future__ import annotations

import numpy as np
import pytest
from carbon_service_flow.core.routing.origins import od_sums as module
from carbon_service_flow.core.routing.origins.od_sums import (
    DISPERSED,
    LEFT_REGION,
    NO_ZONE,
    UNFIXED,
    OriginDestinationSums,
)


def test_columns_after_the_zones():
    sums = OriginDestinationSums(5)
    assert [sums.column(special) for special in (NO_ZONE, LEFT_REGION, UNFIXED, DISPERSED)] == [5, 6, 7, 8]


def test_equal_pairs_are_added_up_and_zeros_left_out():
    """Two zones. 0 -> 1: 1 + 4; 1 -> left the region: 2; no zone -> dispersed: 8; 1 -> 0: nothing."""
    sums = OriginDestinationSums(2)
    sums.add(np.array([0, 2, 1]), np.array([1, sums.column(DISPERSED), 0]), np.array([1.0, 8.0, 0.0]))
    sums.add(np.array([0]), 1, np.array([4.0]))
    sums.add(np.array([1]), sums.column(LEFT_REGION), np.array([2.0]))
    origin, destination, mass = sums.entries()
    assert origin.tolist() == [0, 1, NO_ZONE]
    assert destination.tolist() == [1, LEFT_REGION, DISPERSED]
    assert mass.tolist() == [5.0, 2.0, 8.0]


@pytest.mark.parametrize("limit", [1, 50, 1 << 21])
def test_adding_up_now_and_then_changes_nothing(monkeypatch, limit):
    monkeypatch.setattr(module, "_COMPACT_AT", limit)
    rng = np.random.default_rng(0)
    sums, table = OriginDestinationSums(4), np.zeros((5, 8))
    for _ in range(30):
        rows, columns, masses = rng.integers(0, 5, 20), rng.integers(0, 8, 20), rng.random(20)
        sums.add(rows, columns, masses)
        np.add.at(table, (rows, columns), masses)
        if limit == 1:
            assert sum(keys.size for keys in sums._keys) <= 40
    origin, destination, mass = sums.entries()
    rows = np.where(origin == NO_ZONE, 4, origin)
    columns = np.where(destination < 0, 3 - destination, destination)
    assert table[rows, columns] == pytest.approx(mass)
    assert mass.sum() == pytest.approx(table.sum())
    assert (np.diff(rows * 8 + columns) > 0).all()


def test_nothing_at_all():
    origin, destination, mass = OriginDestinationSums(3).entries()
    assert origin.size == destination.size == mass.size == 0
