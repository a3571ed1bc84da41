"""Means, sums of squares and co-moments: blocks merged in any order, gaps, far-off origins, by hand and by numpy."""

from __future__ import annotations

import numpy as np
import pytest
from carbon_service_flow.core.drivers import moments as module
from carbon_service_flow.core.drivers.correlation import MissingCells, correlate
from carbon_service_flow.core.drivers.moments import listwise_moments, pairwise_moments, products_of
from carbon_service_flow.core.engine.operation import Block
from carbon_service_flow.core.raster.sources import Window
from hypothesis import given, settings
from hypothesis import strategies as st
from support.layers import NO, block_of, grid_for, source


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.permutations(range(5)))
def test_blocks_merge_in_any_order(seed, order):
    rng = np.random.default_rng(seed)
    parts = []
    for _ in range(5):
        shape = (int(rng.integers(1, 4)), int(rng.integers(1, 5)))
        bands = tuple(np.ma.MaskedArray(rng.integers(0, 9, shape) + 1e9, rng.random(shape) < 0.4) for _ in range(3))
        parts.append(Block(grid_for(np.zeros(shape)), Window(0, 0, *shape), bands))
    for moments in (listwise_moments, pairwise_moments):
        one, other = moments(parts[0]), moments(parts[order[0]])
        for part, index in zip(parts[1:], order[1:]):
            one, other = one.merge(moments(part)), moments(parts[index]).merge(other)
        for name in ("n", "mean", "sum_of_squares", "comoment", "valid", "union"):
            np.testing.assert_allclose(getattr(one, name), getattr(other, name), rtol=1e-9, atol=1e-6)


def test_a_far_off_first_value_costs_no_digits_pairwise():
    """The block's origin is a value that the other layer does not see: the pair's sums are made anew."""
    rng = np.random.default_rng(6)
    a, b = rng.standard_normal((20, 30)), rng.standard_normal((20, 30))
    a[0, 0], b[0, 0] = 1e12, NO
    result = correlate([source(a), source(b)], ["a", "b"], grid_for(a), missing=MissingCells.PAIRWISE)
    expected = np.corrcoef(a.ravel()[1:], b.ravel()[1:])[0, 1]
    assert result.r[0, 1] == pytest.approx(expected, abs=1e-12)
    assert result.covariance[0, 1] == pytest.approx(np.cov(a.ravel()[1:], b.ravel()[1:])[0, 1], rel=1e-9)


def brute(arrays, every):
    """n, mean, sum of squares and co-moment of every pair in extended precision."""
    flat = np.array([np.ravel(array) for array in arrays], dtype=np.longdouble)
    valid = flat != NO
    if every:
        valid[:] = valid.all(axis=0)
    count = len(flat)
    n, mean, squares, products = (np.zeros((count, count)) for _ in range(4))
    for i in range(count):
        for j in range(count):
            both = valid[i] & valid[j]
            a, b = flat[i][both], flat[j][both]
            n[i, j] = both.sum()
            mean[i, j] = a.mean() if len(a) else np.nan
            squares[i, j] = ((a - a.mean()) ** 2).sum() if len(a) else 0
            products[i, j] = ((a - a.mean()) * (b - b.mean())).sum() if len(a) else 0
    return n, mean, squares, products


def compare(moments, expected, scale=1.0):
    for name, matrix in zip(("n", "mean", "sum_of_squares", "comoment"), expected):
        np.testing.assert_allclose(getattr(moments, name), matrix, rtol=1e-9, atol=1e-9 * scale, err_msg=name)


@pytest.mark.parametrize(("every", "moments_of"), [(True, listwise_moments), (False, pairwise_moments)])
@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 6), st.sampled_from([0.0, 1e7]))
def test_blocks_against_brute_force(every, moments_of, seed, width, offset):
    """Blocks with gaps, whole layers missing in some of them; other layers constant, or far from 0."""
    rng = np.random.default_rng(seed)
    pieces = []
    for _ in range(3):
        arrays = rng.integers(0, 9, (3, 2, width)) + np.array([offset, 0.0, -3.0])[:, None, None]
        arrays[rng.random(arrays.shape) < 0.3] = NO
        arrays[rng.integers(0, 3), :, :] = NO if rng.random() < 0.4 else arrays[0, 0, 0]
        pieces.append(arrays)
    merged = moments_of(block_of(*pieces[0]))
    for arrays in pieces[1:]:
        merged = merged.merge(moments_of(block_of(*arrays)))
    together = np.concatenate(pieces, axis=1)
    compare(merged, brute(together, every))
    assert merged.valid.tolist() == (together != NO).sum(axis=(1, 2)).tolist()
    assert merged.union == (together != NO).any(axis=0).sum()


def test_worked_example():
    # x = 1 2 3 6, y = 2 4 - 6: over the three common cells means 3 and 4, squares 14 and 8, products 10.
    moments = pairwise_moments(block_of([1, 2, 3, 6], [2, 4, NO, 6]))
    assert moments.n.tolist() == [[4, 3], [3, 3]]
    assert moments.mean.tolist() == [[3, 3], [4, 4]]
    assert moments.sum_of_squares.tolist() == [[14, 14], [8, 8]]
    assert moments.comoment[0, 1] == moments.comoment[1, 0] == 10
    assert (moments.valid.tolist(), moments.union) == ([4, 3], 4)


def test_union_counts_cells_of_any_layer():
    for moments_of in (listwise_moments, pairwise_moments):
        moments = moments_of(block_of([1, NO, NO, 4], [NO, 2, NO, 5]))
        assert (moments.valid.tolist(), moments.union) == ([2, 2], 3)
    # A layer without a mask has data everywhere.
    open_layer = Block(
        grid_for([[1, 2]]), Window(0, 0, 1, 2), (np.ma.MaskedArray([[1.0, 2]]), block_of([NO, 3]).bands[0])
    )
    assert listwise_moments(open_layer).union == 2


def test_constant_layers_are_constant_whatever_their_value():
    for value in (0.0, 0.1, 1e9 + 0.1, -7.0):
        layers = block_of([value] * 3, [1, 2, 3])
        first = listwise_moments(layers)
        merged = first.merge(listwise_moments(layers))
        for moments in (first, merged, pairwise_moments(block_of([value, value, NO], [1, 2, 3]))):
            assert moments.constant.diagonal().tolist() == [True, False]
    # Rounding of the values is no variation: 0.3 and 0.1 + 0.2 differ in the last digit.
    assert listwise_moments(block_of([0.3, 0.1 + 0.2], [1, 2])).constant[0, 0]
    # A layer without cells is not constant.
    assert not pairwise_moments(block_of([NO, NO], [1, 2])).constant[0, 0]


def test_merging_with_a_block_without_common_cells_changes_nothing():
    some, none = block_of([1e9 + 1, 1e9 + 2, NO], [3, 5, NO]), block_of([NO, 4, NO], [7, NO, NO])
    for moments_of in (listwise_moments, pairwise_moments):
        for merged in (moments_of(some).merge(moments_of(none)), moments_of(none).merge(moments_of(some))):
            assert merged.n[0, 1] == 2
            assert (merged.mean[0, 1], merged.mean[1, 0]) == (1e9 + 1.5, 4)
            assert (merged.sum_of_squares[0, 1], merged.sum_of_squares[1, 0]) == (0.5, 2)
            assert merged.comoment[0, 1] == 1


@pytest.mark.parametrize("far", [0, 1])
def test_a_far_off_origin_is_redone_for_either_layer(far):
    """The first value of one layer is 1e12 where the other has none: sums about it would lose the digits."""
    rng = np.random.default_rng(7)
    arrays = [rng.standard_normal((4, 9)) + 5 for _ in range(2)]
    arrays[far][0, 0], arrays[1 - far][0, 0] = 1e12, NO
    moments = pairwise_moments(block_of(*arrays))
    _, mean, squares, products = brute(arrays, every=False)
    for i, j in ((0, 1), (1, 0)):
        assert moments.mean[i, j] == pytest.approx(mean[i, j], abs=1e-3)  # kept relative to the origin, 1e12
        assert moments.sum_of_squares[i, j] == pytest.approx(squares[i, j], rel=1e-12)
        assert moments.comoment[i, j] == pytest.approx(products[i, j], rel=1e-11)


def test_rows_wider_than_a_stack_and_a_last_stack_that_is_short(monkeypatch):
    rng = np.random.default_rng(8)
    arrays = rng.standard_normal((2, 5, 7))
    arrays[1, 2, 3] = NO
    for cells in (4, 14, 20, 1000):  # a row is more, two rows, two rows and a bit, all
        monkeypatch.setattr(module, "CHUNK_CELLS", cells)
        compare(pairwise_moments(block_of(*arrays)), brute(arrays, every=False))
        compare(listwise_moments(block_of(*arrays)), brute(arrays, every=True))


def test_products_of_rows():
    stack = np.array([[1.0, 2], [3, 4], [0, -1]])
    assert products_of(stack).tolist() == (stack @ stack.T).tolist()


def test_blocks_without_cells_leave_the_origin_to_those_that_have_some():
    """Means far from 0 are kept relative to a value of their own, whichever block comes first."""
    empty = block_of([NO, NO, NO], [NO, NO, NO])
    values = 1e12 + np.array([[0.0, 1, 0], [0, 0, 5]])
    first, second = (listwise_moments(block_of(row, [1, 2, 4])) for row in values)
    merged = listwise_moments(empty).merge(first).merge(second)
    # Of 0 1 0 0 0 5: sum 6, sum of squares 26, so 26 - 6 = 20 about the mean.
    assert merged.sum_of_squares[0, 0] == pytest.approx(20, rel=1e-12)
    assert merged.origin[0] == 1e12
