"""The bounded sample: complete while it fits, uniform and repeatable beyond, the same however blocks are merged."""

from __future__ import annotations

import numpy as np
import pytest
from carbon_service_flow.core.drivers.samples import DrawSample, draw_sample, sample_limit
from carbon_service_flow.core.raster.sources import ArraySource
from support.layers import NO, block_of, grid_for


class TestSample:
    def test_complete_while_it_fits(self):
        rng = np.random.default_rng(6)
        a, gap = rng.random((600, 700)), rng.random((600, 700)) < 0.5
        sample = draw_sample([ArraySource(a, gap), ArraySource(-a)], grid_for(a))
        assert sample.complete
        assert sample.seen == (~gap).sum()
        np.testing.assert_array_equal(np.sort(sample.cells[0]), np.sort(a[~gap]))
        np.testing.assert_array_equal(sample.cells[1], -sample.cells[0])

    def test_uniform_and_repeatable_beyond(self):
        a = np.arange(600 * 1100, dtype=float).reshape(600, 1100) / (600 * 1100)
        first = draw_sample([ArraySource(a)], grid_for(a), limit=5000)
        again = draw_sample([ArraySource(a)], grid_for(a), limit=5000)
        np.testing.assert_array_equal(np.sort(first.cells), np.sort(again.cells))
        assert first.cells.shape == (1, 5000)
        assert not first.complete
        assert (first.low[0], first.high[0]) == (0, a.max())
        # Shares of a uniform sample: standard error 0.5 / sqrt(5000) = 0.007.
        for quantile in (0.1, 0.5, 0.9):
            assert (first.cells < quantile).mean() == pytest.approx(quantile, abs=0.03)

    def test_a_handful_of_cells_in_a_large_grid_are_all_there(self):
        gap = np.ones((1100, 1100), bool)
        gap[::100, ::100] = False
        sample = draw_sample([ArraySource(np.zeros(gap.shape), gap)], grid_for(gap), limit=200)
        assert sample.complete
        assert sample.seen == 121

    def test_limits(self):
        assert [sample_limit(n) for n in (0, 1, 4, 7, 64)] == [1048576, 1048576, 1048576, 599186, 65536]


def draw(limit, *bands, row=0, col=0):
    return DrawSample(limit)(block_of(*bands, row=row, col=col)).partial


def test_cells_that_are_valid_in_every_layer():
    sample = draw(10, [1, NO, 3, 4], [5, 6, NO, 8])
    assert sample.thin().cells.tolist() == [[1, 4], [5, 8]]
    assert (sample.seen, sample.low.tolist(), sample.high.tolist()) == (2, [1, 5], [4, 8])


def test_merging_keeps_extremes_counts_and_the_smallest_keys():
    # Four blocks of 30 cells, 10 of which remain: those with the smallest keys, in whatever order blocks come.
    blocks = [draw(10, 100 * k + np.arange(30.0), row=k) for k in range(4)]
    for order in ((0, 1, 2, 3), (3, 1, 0, 2)):
        first, *others = (blocks[k] for k in order)
        for other in others:
            first = first.merge(other)
            assert sum(map(len, first.keys)) <= 20
        sample = first.thin()
        assert (sample.seen, sample.low[0], sample.high[0]) == (120, 0, 329)
        assert sample.cells.shape == (1, 10)
        keys = [np.random.default_rng([k, 0]).random(30) for k in range(4)]
        expected = np.concatenate([100 * k + np.arange(30.0) for k in range(4)])[np.argsort(np.concatenate(keys))[:10]]
        assert sorted(sample.cells[0]) == sorted(expected)
        assert not sample.complete


def test_exactly_as_many_as_the_limit_are_complete():
    assert draw(3, [7, 8, 9]).thin().complete
    assert not draw(2, [7, 8, 9]).thin().complete
    merged = draw(4, [1, 2]).merge(draw(4, [3, 4], row=1)).thin()
    assert merged.complete
    assert sorted(merged.cells[0]) == [1, 2, 3, 4]


def test_a_block_holds_no_more_than_the_limit():
    assert len(draw(5, np.arange(100.0)).keys[0]) == 5


def test_blocks_draw_different_numbers():
    first, second = (draw(100, np.arange(50.0), row=row, col=col) for row, col in ((0, 512), (512, 0)))
    assert not np.intersect1d(first.keys[0], second.keys[0]).size


def test_nothing_in_common_has_no_extremes():
    sample = draw(5, [NO, NO])
    assert (sample.seen, sample.low.tolist(), sample.high.tolist()) == (0, [np.inf], [-np.inf])
    assert sample.thin().cells.shape == (1, 0)


def test_limit_of_a_sample_can_be_given():
    values = np.arange(20.0).reshape(4, 5)
    assert draw_sample([ArraySource(values)], grid_for(values), limit=7).cells.shape == (1, 7)
    assert draw_sample([ArraySource(values)], grid_for(values)).complete
