"""Significance on grids of any size, and the ranking: blocks against full grids, layers against arrays, by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from carbon_service_flow.core.drivers import significance as module
from carbon_service_flow.core.drivers.correlation import CorrelationMethod, MissingCells, correlate
from carbon_service_flow.core.drivers.effective_n import effective_sample_size
from carbon_service_flow.core.drivers.significance import (
    Significance,
    coarsening_factor,
    rank_drivers,
    significance,
)
from carbon_service_flow.core.raster.grid import Grid
from carbon_service_flow.core.raster.sources import ArraySource
from support.common import Recorder
from support.layers import NO, grid_for, irregular_mask, metric_grid, smooth_field, source

X = np.array([[1.0, 2, 3], [4, 5, 6], [7, 8, 9]])
Y = np.array([[2, 1, 4], [3, 6, 5], [8, 7, NO]])
Z = np.array([[NO, 0, 0], [0, 0, 0], [0, 3, 6.0]])


def matrix(arrays, names):
    return correlate([source(array) for array in arrays], names, grid_for(arrays[0]))


def test_blocks_do_not_change_the_answer():
    """A grid that is averaged over blocks gives nearly the M of the full grid, for smooth and for noisy fields."""
    rng = np.random.default_rng(4)
    shape = (150, 170)
    grid, valid = metric_grid(shape), irregular_mask(rng, shape)
    for noise in (0.0, 1.0, 20.0):
        x, y = (smooth_field(rng, shape, 5) + noise * rng.standard_normal(shape) for _ in range(2))
        result = correlate([ArraySource(x + 1e7), ArraySource(y, ~valid)], ["x", "y"], grid)
        full = significance(result, grid)[1]
        heard = Recorder()
        coarse = significance(result, grid, progress=heard, most_cells=2000)[1]
        assert "blocks of 4 x 4" in heard.warnings[0]
        assert coarse.n_effective == pytest.approx(full.n_effective, rel=0.1)
        assert full.n_effective == pytest.approx(effective_sample_size(x, y, valid), rel=1e-5)


def test_many_chunks_and_layers():
    """Pieces of several chunks are put together right, and layers come in more than one group."""
    rng = np.random.default_rng(5)
    shape = (530, 40)
    arrays = [smooth_field(rng, shape, 1 + layer / 4) for layer in range(10)]
    valid = irregular_mask(rng, shape)
    layers = [ArraySource(a, ~valid if number == 3 else None) for number, a in enumerate(arrays)]
    grid = metric_grid(shape)
    names = [f"l{i}" for i in range(10)]
    found = significance(correlate(layers, names, grid), grid, target=4)
    assert found[4] is None
    for number in (0, 5, 9):
        expected = effective_sample_size(arrays[4], arrays[number], valid)
        assert found[number].n_effective == pytest.approx(expected, rel=1e-4)
    expected = effective_sample_size(arrays[4], arrays[2], np.ones(shape, bool))
    pairwise = correlate(layers, names, grid, missing=MissingCells.PAIRWISE)
    assert significance(pairwise, grid, target=4)[2].n_effective == pytest.approx(expected, rel=1e-4)


def test_distances_are_metres_on_geographic_grids():
    """At 60 degrees a cell is half as wide as high: the same as a projected grid of such cells."""
    rng = np.random.default_rng(6)
    shape = (24, 48)
    x, y = smooth_field(rng, shape, 2, 2.0), smooth_field(rng, shape, 2, 2.0)
    layers = [ArraySource(x), ArraySource(y)]
    geographic = Grid(*shape, (10.0, 0.01, 0, 60.12, 0, -0.01), "EPSG:4326")
    m = significance(correlate(layers, ["x", "y"], geographic), geographic)[1].n_effective
    assert m == pytest.approx(effective_sample_size(x, y, np.ones(shape, bool), (1114.1, 558.0)), rel=0.01)


def test_spearman_and_missing_rules():
    rng = np.random.default_rng(7)
    shape = (30, 40)
    x, y = smooth_field(rng, shape, 2), smooth_field(rng, shape, 2)
    layers = [ArraySource(np.exp(3 * x)), ArraySource(y, ~irregular_mask(rng, shape)), ArraySource(x + y)]
    grid = metric_grid(shape)
    for missing in MissingCells:
        result = correlate(layers, ["x", "y", "z"], grid, CorrelationMethod.SPEARMAN, missing)
        found = significance(result, grid)
        assert all(2 < test.n_effective < 400 for test in found[1:])
        assert found[2].p < 0.05 < found[1].p


def test_constant_layer_has_no_significance():
    x = np.random.default_rng(8).random((20, 20))
    grid = metric_grid(x.shape)
    result = correlate([ArraySource(x), ArraySource(x * 0), ArraySource(-x)], ["x", "flat", "minus"], grid)
    found = significance(result, grid)
    assert math.isnan(found[1].n_effective)
    assert math.isnan(found[1].p)
    assert found[2].p == 0


def test_too_smooth_to_test():
    """Two halves: x = y = 1 1 -1 -1 gives v = 0.54; a ramp of two cells v = 1, M = 2, no degree of freedom left."""
    x = np.array([[0.0, 1.0]])
    grid = metric_grid(x.shape)
    heard = Recorder()
    layers = [ArraySource(x), ArraySource(-x)]
    found = significance(correlate(layers, ["x", "y"], grid), grid, progress=heard)[1]
    # Pairs 2 and 2 at distance 0 and 1, products 1/2 and -1/2: v = (1/8 + 1/8) / (4 / 16) = 1.
    assert found.n_effective == pytest.approx(2, abs=1e-9)
    assert math.isnan(found.p)
    assert "no test is possible" in heard.warnings[0]


def test_block_factor():
    assert coarsening_factor(metric_grid((2000, 2000))) == 1
    assert coarsening_factor(metric_grid((10_000, 10_000))) == 8
    assert coarsening_factor(metric_grid((100_000, 100_000))) == 64


class TestRanking:
    def test_order_and_columns(self):
        flat = np.zeros((3, 3))
        result = matrix([X, -X + np.eye(3), flat, Z, X**2], names=["y", "minus", "flat", "z", "square"])
        tests = [None, Significance(5.5, 0.01), Significance(math.nan, math.nan), Significance(2.5, math.nan), None]
        rows = rank_drivers(result, tests=tests, eta2={"z": 0.25})
        assert list(rows[0]) == ["rank", "layer", "r", "n", "n_effective", "p", "eta2"]
        assert [row["layer"] for row in rows] == ["square", "minus", "z", "flat"]
        assert [row["rank"] for row in rows] == [1, 2, 3, None]
        assert rows[1]["r"] < 0
        assert rows[1]["n_effective"] == 5.5
        assert rows[1]["p"] == 0.01
        assert rows[2]["eta2"] == 0.25
        assert rows[3]["r"] is None
        assert rows[3]["p"] is None
        assert all(row["n"] == 8 for row in rows)

    def test_other_target_and_nothing_else(self):
        rows = rank_drivers(matrix([X, Y, X], names=["x", "y", "again"]), target=2)
        assert [row["layer"] for row in rows] == ["x", "y"]
        assert rows[0]["n_effective"] is None
        assert rows[0]["eta2"] is None


def test_a_grid_that_just_fits_is_not_coarsened():
    assert coarsening_factor(metric_grid((2048, 2048))) == 1
    assert coarsening_factor(metric_grid((2048, 2049))) == 2
    # Blocks are no larger than a chunk: a window holds whole blocks.
    assert coarsening_factor(metric_grid((10**7, 10**7))) == 512


def test_the_cell_is_that_of_the_rows_that_have_cells():
    # Degrees of longitude narrow to the north: with all weight in one row its width counts.
    grid = Grid(4, 3, (10.0, 1.0, 0, 80.0, 0, -1.0), "EPSG:4326")
    across, along = grid.cell_size_m()
    weight = np.zeros((4, 3))
    weight[3] = 1
    assert module._cell_step(grid, weight, 1) == pytest.approx((along[3], across[3]))
    weight[0] = 3
    step = module._cell_step(grid, weight, 1)
    assert step == pytest.approx(((3 * along[0] + along[3]) / 4, (3 * across[0] + across[3]) / 4))
    # Blocks of 3 x 3 cells: the last row of blocks is one row high.
    coarse = np.array([[0.0], [3.0]])
    assert module._cell_step(grid, coarse, 3) == pytest.approx((3 * along[3], 3 * across[3]))


def test_layers_that_share_no_cell_have_no_test():
    a, b = np.array([[1.0, 2, NO, NO]]), np.array([[NO, NO, 3.0, 5]])
    c = np.array([[1.0, 3, 2, 5]])
    grid = grid_for(a)
    result = correlate([source(v) for v in (a, b, c)], ["a", "b", "c"], grid, missing=MissingCells.ARCGIS)
    tests = significance(result, grid)
    assert result.r[0, 1] == 0
    assert math.isnan(tests[1].n_effective)
    assert math.isnan(tests[1].p)
    assert tests[2].n_effective > 0


def test_groups_hold_as_many_fields_as_are_allowed(monkeypatch):
    monkeypatch.setattr(module, "FIELDS_AT_ONCE", 3)
    layers = [X, X**2, X + 1, X**3]
    result = matrix(layers, ["a", "b", "c", "d"])
    assert module._groups(result, [1, 2, 3]) == [(0, [1, 2]), (2, [3])]
    pairwise = correlate(
        [source(array) for array in layers], ["a", "b", "c", "d"], grid_for(X), missing=MissingCells.PAIRWISE
    )
    assert module._groups(pairwise, [1, 2, 3]) == [(0, [1]), (1, [2]), (2, [3])]


def test_ranking_of_another_target_over_each_pairs_cells():
    layers = [source(array) for array in (X, Y, Z)]
    result = correlate(layers, ["x", "y", "z"], grid_for(X), missing=MissingCells.PAIRWISE)
    rows = rank_drivers(result, target=2)
    assert [row["layer"] for row in rows] == ["x", "y"]
    assert [row["r"] for row in rows] == [result.r[2, 0], result.r[2, 1]]
    # z has data in 8 cells, y in 7 of them.
    assert [row["n"] for row in rows] == [8, 7]
    assert result.r[2, 0] != result.r[0, 1]
