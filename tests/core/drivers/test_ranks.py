"""Spearman: mid-ranks against a brute-force ranking, exact while the sample is complete, bounded beyond."""

from __future__ import annotations

import math

import numpy as np
import pytest
from carbon_service_flow.core.drivers import ranks, samples
from carbon_service_flow.core.drivers.correlation import CorrelationMethod, MissingCells, correlate
from carbon_service_flow.core.drivers.ranks import edge_positions, mid_ranks, rank_layers
from carbon_service_flow.core.raster.sources import ArraySource, Window
from hypothesis import given, settings
from hypothesis import strategies as st
from support.common import Recorder
from support.layers import grid_for


def brute_ranks(values):
    """1 + how many are smaller + half of how many others are equal; O(n^2) on purpose."""
    values = np.asarray(values, dtype=float)
    return np.array([1 + (values < v).sum() + ((values == v).sum() - 1) / 2 for v in values])


def spearman(arrays, gaps=None, missing=MissingCells.LISTWISE, progress=None):
    gaps = gaps or [None] * len(arrays)
    layers = [ArraySource(a, g) for a, g in zip(arrays, gaps)]
    names = [f"l{i}" for i in range(len(arrays))]
    return correlate(layers, names, grid_for(arrays[0]), CorrelationMethod.SPEARMAN, missing, progress=progress)


def test_docstring_example():
    source = rank_layers([ArraySource(np.array([[7, 0, 0, 3, 0]]))], ["a"], grid_for(np.zeros((1, 5))), True)[0]
    assert source.open().read(Window(0, 0, 1, 5)).tolist() == [[5, 2, 2, 4, 2]]


def test_places():
    edges = np.array([1.0, 3.0])
    assert edge_positions(edges, np.array([0, 1, 2, 3, 4])).tolist() == [0, 1, 2, 3, 4]


@pytest.mark.formula("spearman")
def test_mid_ranks():
    # Groups of 3, 0 and 2: ranks 1 2 3 have the mean 2, ranks 4 5 the mean 4.5.
    assert mid_ranks(np.array([3, 0, 2]))[[0, 2]].tolist() == [2, 4.5]


values = st.lists(st.integers(-3, 3), min_size=12, max_size=12)
masks = st.lists(st.booleans(), min_size=12, max_size=12)


@pytest.mark.formula("spearman")
@settings(max_examples=30, deadline=None)
@given(values, values, masks, masks)
def test_equals_pearson_of_brute_force_ranks(first, second, gap1, gap2):
    a, b = (np.array(v, dtype=float) for v in (first, second))
    both = ~np.array(gap1) & ~np.array(gap2)
    if not both.any():
        return
    shape = (3, 4)
    gaps = [np.array(g).reshape(shape) for g in (gap1, gap2)]
    for missing in (MissingCells.LISTWISE, MissingCells.PAIRWISE):
        r = spearman([a.reshape(shape), b.reshape(shape)], gaps, missing).r[0, 1]
        ra, rb = brute_ranks(a[both]), brute_ranks(b[both])
        if len(set(ra)) == 1 or len(set(rb)) == 1:
            assert np.isnan(r)
        else:
            assert r == pytest.approx(np.corrcoef(ra, rb)[0, 1], abs=1e-12)


def test_arcgis_rule_ranks_each_layer_over_its_own_cells():
    a, b = np.array([[5.0, 1, 2, 9]]), np.array([[3.0, 8, 0, 1]])
    result = spearman([a, b], [None, np.array([[False, False, True, False]])], MissingCells.ARCGIS)
    # a ranks 3 1 2 4, mean 2.5; b ranks 2 3 - 1, mean 2 in the gap. Products .5*0 - 1.5*1 + 0 + 1.5*(-1) = -3;
    # squares .25 + 2.25 + .25 + 2.25 = 5 and 0 + 1 + 0 + 1 = 2.
    assert result.r[0, 1] == pytest.approx(-3 / np.sqrt(5 * 2), abs=1e-15)


def test_monotone_transformations_do_not_matter():
    rng = np.random.default_rng(0)
    a, b = rng.standard_normal((2, 40, 50))
    assert spearman([np.exp(a), -(b**3)]).r[0, 1] == pytest.approx(-spearman([a, b]).r[0, 1], abs=1e-14)


def test_pairwise_of_three_layers_ranks_each_pair_anew():
    rng = np.random.default_rng(1)
    arrays = [rng.integers(0, 5, (20, 20)).astype(float) for _ in range(3)]
    gaps = [rng.random((20, 20)) < 0.3 for _ in range(3)]
    result = spearman(arrays, gaps, MissingCells.PAIRWISE)
    for i in range(3):
        for j in range(3):
            both = ~gaps[i] & ~gaps[j]
            ra, rb = brute_ranks(arrays[i][both]), brute_ranks(arrays[j][both])
            assert result.n[i, j] == both.sum()
            assert result.r[i, j] == pytest.approx(np.corrcoef(ra, rb)[0, 1], abs=1e-12)
            assert result.covariance[i, j] == pytest.approx(np.cov(ra, rb)[0, 1], rel=1e-12)


def test_pairwise_without_gaps_equals_listwise():
    rng = np.random.default_rng(2)
    arrays = list(rng.standard_normal((3, 30, 30)))
    np.testing.assert_array_equal(spearman(arrays, missing=MissingCells.PAIRWISE).r, spearman(arrays).r)


class TestBeyondTheSample:
    """The bounds are made small, so that small grids exceed them."""

    @pytest.fixture(autouse=True)
    def _small(self, monkeypatch):
        monkeypatch.setattr(samples, "SAMPLE_CELLS", 20_000)
        monkeypatch.setattr(ranks, "MAX_EDGES", 4096)

    def test_continuous_layers(self):
        rng = np.random.default_rng(3)
        a = rng.lognormal(0, 3, (530, 600)).astype(np.float32)
        b = (np.log(a) + rng.standard_normal(a.shape)).astype(np.float32)
        heard = Recorder()
        approximate = spearman([a, b], progress=heard).r[0, 1]
        exact = np.corrcoef(a.ravel().argsort().argsort(), b.ravel().argsort().argsort())[0, 1]
        assert approximate == pytest.approx(exact, abs=2e-6)  # gaps of 1/4096 here, of 1/65536 when shipped
        assert "close values share a mid-rank" in heard.warnings[0]

    def test_layers_with_few_distinct_values_are_exact(self):
        rng = np.random.default_rng(4)
        a = rng.poisson(0.4, (530, 600)).astype(float)
        b = a + rng.poisson(2, a.shape)
        r = spearman([a.clip(0, 4), b.clip(0, 6)]).r[0, 1]
        order = [np.unique(v, return_inverse=True, return_counts=True) for v in (a.clip(0, 4), b.clip(0, 6))]
        # Doubled mid-ranks are whole numbers below 2^20, their products' sums below 2^63: exact, unlike np.corrcoef.
        ra, rb = ((2 * mid_ranks(counts)[inverse.ravel()]).astype(np.int64) for _, inverse, counts in order)
        aa, bb, ab = (ra.size * int(x @ y) - int(x.sum()) * int(y.sum()) for x, y in ((ra, ra), (rb, rb), (ra, rb)))
        assert r == pytest.approx(ab / (math.sqrt(aa) * math.sqrt(bb)), abs=1e-13)

    def test_values_under_the_mask_are_not_counted(self):
        # Where b has a gap a holds 9, more often than all its other values together: none of these cells counts.
        rng = np.random.default_rng(12)
        a, gap = rng.integers(0, 5, (300, 300)).astype(float), rng.random((300, 300)) < 0.6
        b = a + rng.integers(0, 3, a.shape)
        r = spearman([np.where(gap, 9.0, a), b], [None, gap]).r[0, 1]
        order = [np.unique(values[~gap], return_inverse=True, return_counts=True) for values in (a, b)]
        ranks_of = [mid_ranks(counts)[inverse.ravel()] for _, inverse, counts in order]
        assert r == pytest.approx(np.corrcoef(*ranks_of)[0, 1], abs=1e-12)

    def test_offset(self):
        rng = np.random.default_rng(5)
        a, b = rng.random((2, 300, 300))
        assert spearman([a + 1e9, b]).r[0, 1] == pytest.approx(spearman([a, b]).r[0, 1], abs=2e-6)


def test_edges_are_all_values_or_quantiles_of_a_large_sample(monkeypatch):
    monkeypatch.setattr(ranks, "MAX_EDGES", 3)
    values = np.array([5.0, 1, 3, 1, 2, 4])
    assert ranks._edges(values, complete=True).tolist() == [1, 2, 3, 4, 5]
    # Places 0, 2 (half of 5, rounded down) and 5 of the ordered values 1 1 2 3 4 5.
    assert ranks._edges(values, complete=False).tolist() == [1, 2, 5]
    assert ranks._edges(values[:4], complete=False).tolist() == [1, 3, 5]
    assert ranks._edges(np.zeros(0), complete=True).tolist() == [0]


def test_the_fullest_gap_is_told_and_single_cells_are_not():
    # Entries are gap, edge, gap, ...: 3 of 21 cells share the fullest gap of a; no gap of b has two.
    heard = Recorder()
    ranks._report(["a", "b"], [np.array([3, 10, 1, 7, 0]), np.array([1, 18, 1, 1, 0])], 21, heard)
    assert len(heard.warnings) == 1
    assert heard.warnings[0].endswith("Largest share of the cells in one such group: a 14 %.")
    ranks._report(["b"], [np.array([1, 18, 1, 1, 0])], 21, heard)
    assert len(heard.warnings) == 1


def test_layers_without_common_cells_have_ranks_of_nothing():
    a = np.array([[1.0, 2.0]])
    source = rank_layers([ArraySource(a, np.array([[True, True]]))], ["a"], grid_for(a), True)[0]
    assert source.open().read(Window(0, 0, 1, 2)).mask.all()
