"""Effective sample size: a hand-worked case, a brute-force reference, and the rate of false alarms by simulation."""

from __future__ import annotations

import math

import numpy as np
import pytest
from carbon_service_flow.core.drivers.effective_n import LagClasses, effective_sample_size, fast_length, p_value
from support.layers import irregular_mask, smooth_field


def brute_force(x, y, valid, step):
    """Every ordered pair of cells, classed by distance and direction; O(n^2) on purpose."""
    cells = np.argwhere(valid)
    xs, ys = x[valid] - x[valid].mean(), y[valid] - y[valid].mean()
    classes = {}
    for a, from_cell in enumerate(cells):
        for b, to_cell in enumerate(cells):
            dy, dx = (to_cell - from_cell) * np.array(step)
            dy, dx = (-dy, -dx) if dy < 0 else (dy, dx)
            ring = int(np.rint(math.hypot(dy, dx) / min(step)))
            sector = math.floor(math.atan2(dy, dx) / math.pi * 6 + 0.5) % 6 if ring else 0
            sums = classes.setdefault((ring, sector), [0, 0.0, 0.0])
            sums[0] += 1
            sums[1] += xs[a] * xs[b]
            sums[2] += ys[a] * ys[b]
    extent = (np.ptp(cells, axis=0) + 1) * np.array(step)
    rings = 0.55 * math.hypot(*extent) / min(step)
    scale = len(cells) ** 2 * xs.var() * ys.var()
    whole = sum(sx * sy / n for n, sx, sy in classes.values()) / scale
    near = sum(sx * sy / n for (ring, _), (n, sx, sy) in classes.items() if ring <= rings) / scale
    positive = sum(max(0, sx * sy / n) for n, sx, sy in classes.values()) / scale
    return min(len(cells), 1 + 1 / max(near if near > whole / 2 else whole, positive / 10))


def test_worked_example():
    # 1 1 -1 -1: at distance 0, 1, 2, 3 there are 4, 6, 4, 2 ordered pairs with products that sum to 4, 2, -4, -2.
    # Near lags, up to 0.55 sqrt(1 + 16) = 2.27: v = (16/4 + 4/6 + 16/4) / 16 = 0.541667, M = 1 + 1/v = 2.846154.
    # All lags: v = 0.666667, of which 0.541667 is more than a half.
    x = np.array([[1.0, 1, -1, -1]])
    assert effective_sample_size(x, x, np.ones((1, 4), bool)) == pytest.approx(1 + 48 / 26, abs=1e-12)


@pytest.mark.formula("effective-n")
@pytest.mark.parametrize("step", [(1.0, 1.0), (2.0, 1.3), (1.0, 3.0)])
@pytest.mark.parametrize("seed", range(3))
def test_equals_brute_force(step, seed):
    rng = np.random.default_rng(seed)
    x, y = rng.random((8, 11)).cumsum(0), rng.random((8, 11)).cumsum(1)
    valid = rng.random((8, 11)) > 0.3
    assert effective_sample_size(x, y, valid, step) == pytest.approx(brute_force(x, y, valid, step), rel=1e-10)


def test_white_noise_is_worth_its_cells():
    rng = np.random.default_rng(0)
    x, y = rng.standard_normal((2, 120, 130))
    assert effective_sample_size(x, y, np.ones(x.shape, bool)) == pytest.approx(x.size, rel=0.05)


def test_blocks_of_equal_cells_are_worth_their_number():
    """4 x 4 copies of each value: as many independent values as blocks."""
    rng = np.random.default_rng(1)
    x, y = (np.kron(rng.standard_normal((40, 40)), np.ones((4, 4))) for _ in range(2))
    # Along an axis the correlation falls off as 1 - h/4; its squares sum to 1 + 2 (9 + 4 + 1)/16 = 2.75 over all lags.
    # So M = 160^2 / 2.75^2 = 3385.
    assert effective_sample_size(x, y, np.ones(x.shape, bool)) == pytest.approx(160**2 / 2.75**2, rel=0.1)


def test_invariant_to_units_and_symmetric():
    rng = np.random.default_rng(2)
    x, y = smooth_field(rng, (30, 40), 2), smooth_field(rng, (30, 40), 3)
    valid = irregular_mask(rng, (30, 40))
    m = effective_sample_size(x, y, valid)
    assert effective_sample_size(y, 1e6 - 5 * x, valid) == pytest.approx(m, rel=1e-8)
    assert effective_sample_size(x.T, y.T, valid.T) == pytest.approx(m, rel=0.05)
    assert effective_sample_size(x, y, valid, (500.0, 500.0)) == pytest.approx(m, rel=1e-12)


def test_values_outside_the_mask_do_not_matter():
    rng = np.random.default_rng(3)
    x, y = rng.random((2, 20, 25))
    valid = irregular_mask(rng, x.shape)
    noisy = np.where(valid, x, np.nan)
    assert effective_sample_size(noisy, y, valid) == effective_sample_size(x, y, valid)


def test_p_value():
    # M = 5: t = r sqrt(3 / (1 - r^2)); r = 0.5 gives t = 1 with 3 degrees of freedom,
    # p = 1 - 2/pi (atan(1/sqrt 3) + sqrt 3 / 4) = 0.391002.
    expected = 1 - 2 / math.pi * (math.atan(1 / math.sqrt(3)) + math.sqrt(3) / 4)
    assert p_value(0.5, 5) == pytest.approx(expected, rel=1e-12)
    assert p_value(-0.5, 5) == p_value(0.5, 5)
    assert p_value(1.0, 5) == 0
    assert math.isnan(p_value(0.5, 2))
    assert math.isnan(p_value(math.nan, 50))


def test_fast_length():
    assert [fast_length(n) for n in (1, 7, 11, 4099, 5999)] == [1, 8, 12, 4320, 6000]


SHAPE = (32, 38)
SCALES = ((0.7, 1.0), (1.5, 1.0), (3.0, 1.0), (5.0, 1.0), (1.2, 3.0))


def slope(rng):
    """A plane over the grid in a random direction, standard deviation 1."""
    angle = rng.uniform(0, 2 * np.pi)
    plane = np.cos(angle) * np.arange(SHAPE[0])[:, None] + np.sin(angle) * np.arange(SHAPE[1])
    return (plane - plane.mean()) / plane.std()


def rejection_rate(seed, scales, pairs, signal=0.0, trend=0.0):
    """Share of pairs of fields with p < 0.05; the plain test's share beside it."""
    rng = np.random.default_rng(seed)
    rejected = plain = 0
    for _ in range(pairs):
        valid = irregular_mask(rng, SHAPE)
        x, y = (smooth_field(rng, SHAPE, *scales) for _ in range(2))
        x, y = x + trend * slope(rng), y + signal * x + trend * slope(rng)
        r = float(np.corrcoef(x[valid], y[valid])[0, 1])
        rejected += p_value(r, effective_sample_size(x, y, valid)) < 0.05
        plain += p_value(r, float(valid.sum())) < 0.05
    return rejected / pairs, plain / pairs


@pytest.mark.formula("effective-n")
def test_independent_smooth_fields_are_rejected_near_five_percent():
    """Five kinds of smoothness, 80 pairs each: rates with a standard error of 0.024, of all together 0.011."""
    rates = np.array([rejection_rate(100 + number, scales, 80) for number, scales in enumerate(SCALES)])
    assert 0.02 <= rates[:, 0].mean() <= 0.08
    assert (rates[:, 0] <= 0.10).all()
    assert rates[:, 1].mean() > 0.4


@pytest.mark.parametrize("trend", [1.0, 3.0])
def test_trends_in_unrelated_directions_are_not_taken_for_correlation(trend):
    assert rejection_rate(300, (2.0, 1.0), 100, trend=trend)[0] <= 0.08


def test_waves_of_different_lengths_are_not_worth_all_their_cells():
    """Their autocovariances cancel; M would be N without a floor, and the smallest r significant."""
    x = np.sin(np.arange(600) / 40) + np.zeros((60, 1))
    y = np.sin(np.arange(600) / 25) + np.zeros((60, 1))
    assert effective_sample_size(x, y, np.ones(x.shape, bool)) < 200


def test_correlated_smooth_fields_are_found():
    for number, (scales, signal) in enumerate(zip(SCALES[:3], (0.2, 0.5, 1.0))):
        assert rejection_rate(200 + number, scales, 25, signal)[0] >= 0.9


def test_rings_at_the_very_end_of_the_near_lags_count():
    # 12 x 16 cells: 0.55 of the diagonal of 20 is 11 exactly.
    rng = np.random.default_rng(9)
    x, y = rng.random((12, 16)).cumsum(0), rng.random((12, 16)).cumsum(1)
    valid = np.ones((12, 16), bool)
    assert effective_sample_size(x, y, valid) == pytest.approx(brute_force(x, y, valid, (1.0, 1.0)), rel=1e-10)


def test_values_that_are_means_of_cells_by_hand():
    # Two values, +1 and -1, means of 4 cells each, whose variance is 3 (1 between the values, 2 within). N = 8.
    # Ordered pairs of the same value: 32, of which 8 are a cell with itself, 24 others; products 4^2 + 4^2 = 32, of
    # which the cells' own squares are 8 * 3 = 24: 8 are left to the 24 pairs, 8 * 8 / 24 = 8/3. At distance 1 there are
    # 32 pairs with products -32: 32^2 / 32 = 32. So v = (8 * 9 + 8/3 + 32) / (64 * 9) and M = 1 + 1/v = 6.4.
    classes = LagClasses(np.full((1, 2), 4.0), (1.0, 1.0))
    sums = classes.sums(np.array([[1.0, -1.0]]), 3.0)
    assert classes.effective_sample_size(sums, sums) == pytest.approx(6.4, rel=1e-12)
    # Without a variance given it is that of the values: 1.
    assert classes.sums(np.array([[1.0, -1.0]])).variance == 1


def test_weights_of_means_count():
    # Values 3 (of 1 cell) and 1.5 (of 2 cells): mean 2, deviations 1 and -0.5, variance (1 + 2 * 0.25) / 3 = 0.5.
    classes = LagClasses(np.array([[1.0, 2.0]]), (1.0, 1.0))
    sums = classes.sums(np.array([[3.0, 1.5]]))
    assert sums.variance == pytest.approx(0.5)
    # Products of the sums, 1 and -1: 1 + 1 of a value with itself, 2 * (-1) with the other one.
    assert sums.products[0] == pytest.approx(2)
    assert sums.products.sum() == pytest.approx(0)
    assert classes.cells == 3
