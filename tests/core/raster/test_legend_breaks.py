"""Round class breaks: laws on generated values, and cases worked by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from carbon_service_flow.core.raster.legend_breaks import SHARES, decade_breaks, share_breaks, symmetric_breaks
from hypothesis import given
from hypothesis import strategies as st

numbers = st.floats(-1e12, 1e12, allow_nan=False, allow_subnormal=False).filter(lambda x: x == 0 or abs(x) > 1e-12)
samples = st.lists(numbers, max_size=60).map(lambda values: np.array(values, dtype=np.float64))


def digits(value: float) -> int:
    """Significant digits of a number."""
    return len(f"{abs(value):.11e}".split("e")[0].replace(".", "").rstrip("0"))


@given(samples)
def test_breaks_increase_and_lie_between_values(values):
    breaks = share_breaks(values)
    assert all(low < high for low, high in zip(breaks, breaks[1:]))
    assert len(breaks) <= len(SHARES)
    for value in breaks:
        assert (values <= value).any(), "every class holds values"
        assert (values > value).any()
    for low, high in zip(breaks, breaks[1:]):
        assert ((values > low) & (values <= high)).any()


@given(samples)
def test_symmetric_breaks_are_positive_and_increase(values):
    breaks = symmetric_breaks(values)
    assert len(breaks) == 4
    assert 0 < breaks[0] < breaks[1] < breaks[2] < breaks[3]
    assert all(digits(value) == 1 for value in breaks)
    if (values != 0).any():
        assert breaks[-1] <= np.abs(values).max() * (1 + 1e-9)
    assert symmetric_breaks(-values) == breaks


@given(samples, st.integers(1, 8))
def test_decades(values, most):
    breaks = decade_breaks(values, most)
    assert len(breaks) <= most
    assert all(math.isclose(high / low, 10) for low, high in zip(breaks, breaks[1:]))
    for value in breaks:
        assert (values > value).any()


def test_shares_by_hand():
    # 500 of the numbers 1 to 1000 are <= 500, 900 are <= 900: both have one digit.
    assert share_breaks(np.arange(1.0, 1001.0), (0.5, 0.9)) == [500, 900]


def test_heaps_of_equal_values_are_kept_apart():
    # Shares below: 21.30 -> 0.5, 23.21 -> 0.9. The shortest numbers between the heaps are 22 (23), then 30 to 200.
    values = np.concatenate([np.full(500, 21.30), np.full(400, 23.21), np.linspace(250, 350, 100)])
    assert share_breaks(values, (0.5, 0.9)) == [22, 30]


def test_a_huge_value_does_not_stretch_the_classes():
    values = np.append(np.linspace(0, 100, 10_000), 1e9)
    assert max(share_breaks(values)) <= 100


def test_close_values_far_from_zero():
    # Two digits cannot tell 1000 from 1010: finer ones can.
    breaks = share_breaks(np.linspace(1000, 1010, 500))
    assert len(breaks) >= 4
    assert breaks[0] > 1000
    assert breaks[-1] < 1010


@pytest.mark.parametrize("values", [[], [5.0], [0.0, 0.0], [-3.0] * 9])
def test_nothing_to_divide(values):
    assert share_breaks(np.array(values)) == []


def test_symmetric_by_hand():
    # The 95 % largest magnitude of three is the largest, 320: first digit 3, so 0.5, 1, 2, 3 hundreds.
    assert symmetric_breaks(np.array([-5.0, 180.0, 320.0])) == [50, 100, 200, 300]
    assert symmetric_breaks(np.zeros(4)) == [0.1, 0.2, 0.5, 1.0]


def test_decades_by_hand():
    # The largest power of ten below 4e6 is 1e6.
    assert decade_breaks(np.array([0.0, 3.0, 4e6]), 3) == [1e4, 1e5, 1e6]
    assert decade_breaks(np.array([0.0, -1.0])) == []
    # One of a thousand values is out of all proportion: the last class holds it.
    assert decade_breaks(np.append(np.full(999, 50.0), 1e12)) == []
    assert decade_breaks(np.append(np.linspace(5, 500, 999), 1e12)) == [10, 100]
    # 1000 itself belongs to the class up to 1000.
    assert decade_breaks(np.array([2.0, 1000.0])) == [10, 100]


def test_a_class_holds_its_upper_break():
    # Half of the values are 10: that many lie up to 10, none below it.
    assert share_breaks(np.repeat([10.0, 20.0], 50), (0.5,)) == [10]


@pytest.mark.parametrize(
    ("share", "expected"),
    [
        # Off by 0.03 with one digit (0.015): 0.045; 550 costs 0.02 + 0.015 x 1.5^2 = 0.054, 530 as much as 2^2: 0.06.
        (0.53, 500),
        # 0.045 + 0.015 = 0.06 for 500; 550 with a last digit of 5 costs 0.005 + 0.034 = 0.039.
        (0.545, 550),
        # In the tail digits count less, here 0.3 times: 970 costs 0.3 x 0.06 = 0.018, 950 0.02 + 0.3 x 0.034 = 0.030.
        (0.97, 970),
    ],
)
def test_what_a_digit_costs_by_hand(share, expected):
    assert share_breaks(np.arange(1.0, 1001.0), (share,)) == [expected]


def test_breaks_with_hardly_a_cell_between_them_are_one():
    # Of 1000 cells 498 are 1; with one cell of 2 the second break has 0.1 % more, with three 0.3 %.
    for twos, expected in ((1, [1]), (3, [1, 2])):
        values = np.repeat([1.0, 2.0, 3.0], [498, twos, 502 - twos])
        assert share_breaks(values, (0.498, 0.498 + twos / 1000)) == expected


def test_the_largest_magnitudes_of_five_percent_do_not_count():
    # The 96th of 100 magnitudes decides: 4 of 9000 are beyond the scale, 5 are not.
    assert symmetric_breaks(np.repeat([-100.0, 9000.0], [96, 4])) == [10, 20, 50, 100]
    assert symmetric_breaks(np.repeat([-100.0, 9000.0], [95, 5])) == [500, 1000, 2000, 5000]
    assert symmetric_breaks(np.array([300.0])) == [50, 100, 200, 300]
    assert symmetric_breaks(np.array([0.0, 299.0])) == [20, 50, 100, 200]


def test_numbers_far_below_the_largest_are_no_breaks():
    # Of the round numbers between the heaps at 1e-30 and 1e10, all alike, the first within twelve decades of 1e10.
    assert share_breaks(np.repeat([1e-30, 1e10], 50), (0.5,)) == [0.01]
