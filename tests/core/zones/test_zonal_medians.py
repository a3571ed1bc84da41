"""Exact medians per zone: against numpy on generated values, split into blocks in any way."""

from __future__ import annotations

import numpy as np
import pytest
from carbon_service_flow.core.zones import zonal_medians as medians_module
from carbon_service_flow.core.zones.zonal_medians import (
    MiddleBins,
    SparseCounts,
    coarse_counts,
    order_keys,
    values_of_keys,
)
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from support.common import laws

FLOATS = st.floats(allow_nan=False, allow_infinity=False, width=32)
# In one bin, and in neighbouring ones.
NEAR = [float(np.float32(value)) for value in (1.0, 1.0001, 1.001)]
EMPTY = SparseCounts(np.zeros(0, np.int64), np.zeros(0, np.int64))


def medians(zone: np.ndarray, values: np.ndarray, zones: int, parts: int) -> np.ndarray:
    pieces = list(zip(np.array_split(zone, parts), np.array_split(values, parts)))
    coarse = sum((coarse_counts(z, v) for z, v in pieces), EMPTY)
    middle = MiddleBins.locate(coarse, zones)
    while middle.bits:
        middle = middle.narrowed(sum((middle.counts(z, v) for z, v in pieces), EMPTY))
    return middle.medians()


def expected(zone: np.ndarray, values: np.ndarray, zones: int) -> list[float]:
    """Sorted float32 values; the mean of the middle two is taken in float64."""
    found = []
    for number in range(zones):
        mine = values[zone == number].astype(np.float64)
        found.append(np.median(mine) if mine.size else np.nan)
    return found


@pytest.mark.formula("three-ratios")
@laws
@given(st.data(), st.integers(1, 5), st.integers(1, 6))
def test_medians_are_numpys(data, zones, parts) -> None:
    """Even and odd counts, ties, one cell, zones without cells, both signs, denormals, in any split."""
    values = data.draw(arrays(np.float32, st.integers(0, 40), elements=FLOATS | st.sampled_from([0.0, -0.0, 1.0, 2.0])))
    zone = data.draw(arrays(np.int32, len(values), elements=st.integers(0, zones - 1)))
    np.testing.assert_array_equal(medians(zone, values, zones, parts), expected(zone, values, zones))


@laws
@given(st.data(), st.integers(1, 5), st.sampled_from([0, 3, 10]))
def test_medians_in_more_passes_are_the_same(data, zones, most) -> None:
    """With room for `most` values the bits that are left are halved again and again: 15, 8, 4, 2, 1, 0."""
    values = data.draw(arrays(np.float32, st.integers(1, 60), elements=FLOATS | st.sampled_from(NEAR)))
    zone = data.draw(arrays(np.int32, len(values), elements=st.integers(0, zones - 1)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(medians_module, "MOST_VALUES", most)
        found = medians(zone, values, zones, 2)
    np.testing.assert_array_equal(found, expected(zone, values, zones))


@pytest.mark.parametrize(
    ("values", "median"),
    [
        # The docstring's: ranks 1 and 2 of 1, 2, 4, 8 lie in different bins.
        ([1, 2, 4, 8], 3.0),
        ([5], 5.0),
        ([7, 7, 7, 7, 7], 7.0),
        ([1, 1, 1, 9], 1.0),
        ([1, 2, 2, 3], 2.0),
        ([0.25, 0.5], 0.375),
        # Neighbouring float32 values: one bin, and their mean is no float32.
        ([1.0, float(np.nextafter(np.float32(1), np.float32(2)))], 1.0 + 2.0**-24),
    ],
)
def test_medians_worked_by_hand(values, median) -> None:
    found = medians(np.zeros(len(values), np.int32), np.array(values, np.float32), 1, 2)
    assert found.tolist() == [median]


def test_many_cells_and_zones_against_numpy() -> None:
    random = np.random.default_rng(3)
    zone = random.integers(0, 300, 60_000).astype(np.int32)
    values = random.lognormal(0, 3, zone.size).astype(np.float32)
    np.testing.assert_array_equal(medians(zone, values, 301, 7), expected(zone, values, 301))


def test_as_many_zones_as_cells_take_memory_for_the_cells_only() -> None:
    """100 000 zones of one cell: a table of all bins of all zones would hold 1.6e9 counts (13 GB)."""
    import tracemalloc

    zone = np.arange(100_000, dtype=np.int32)
    values = np.linspace(0, 1, zone.size, dtype=np.float32)
    tracemalloc.start()
    counts = coarse_counts(zone, values)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert counts.counts.tolist() == [1] * zone.size
    assert peak < 50e6


@laws
@given(arrays(np.float32, 20, elements=FLOATS))
def test_keys_sort_like_values_and_can_be_undone(values) -> None:
    keys = order_keys(values)
    np.testing.assert_array_equal(values_of_keys(keys), values)
    order = np.argsort(keys, kind="stable")
    assert (np.diff(values[order].astype(np.float64)) >= 0).all()


@laws
@given(st.lists(st.lists(st.integers(0, 9), max_size=8), min_size=1, max_size=5), st.randoms())
def test_sparse_counts_merge_in_any_order(parts, random) -> None:
    shuffled = random.sample(parts, len(parts))
    first = sum((SparseCounts.of(np.array(part, np.int64)) for part in parts), EMPTY)
    second = sum((SparseCounts.of(np.array(part, np.int64)) for part in shuffled), EMPTY)
    np.testing.assert_array_equal(first.keys, second.keys)
    np.testing.assert_array_equal(first.counts, second.counts)
    assert first.counts.sum() == sum(len(part) for part in parts)


def test_counting_in_a_table_and_sorting_give_the_same(monkeypatch) -> None:
    """Wide and narrow values, zones with gaps between their numbers; then with no room for a table at all."""
    rng = np.random.default_rng(2)
    zone = rng.choice(np.array([1, 5, 2799], dtype=np.int32), 5000)
    values = np.concatenate([rng.lognormal(0, 3, 4000), np.zeros(500), -rng.random(500)]).astype(np.float32)
    table = coarse_counts(zone, values)
    monkeypatch.setattr(medians_module, "DENSE_BINS", 0)
    by_sorting = coarse_counts(zone, values)
    np.testing.assert_array_equal(table.keys, by_sorting.keys)
    np.testing.assert_array_equal(table.counts, by_sorting.counts)


def test_what_waits_to_be_merged_is_counted(monkeypatch) -> None:
    """Many small additions with little room to wait, against one count of everything."""
    rng = np.random.default_rng(3)
    parts = [rng.integers(0, 40, rng.integers(0, 30)) for _ in range(60)]
    monkeypatch.setattr(medians_module, "LEAST_WAITING", 20)
    merged = sum((SparseCounts.of(part) for part in parts), EMPTY)
    whole = SparseCounts.of(np.concatenate(parts))
    np.testing.assert_array_equal(merged.keys, whole.keys)
    np.testing.assert_array_equal(merged.counts, whole.counts)
    assert merged.counts.dtype == np.int64
