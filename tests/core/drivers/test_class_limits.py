"""Class limits: hand-worked cases, and natural breaks against all partitions of small inputs."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from carbon_service_flow.core.drivers import class_limits as binning
from carbon_service_flow.core.drivers.class_limits import Binning, class_limits, natural_breaks, require_classes
from carbon_service_flow.core.drivers.strata import FactorClasses
from carbon_service_flow.core.errors import ParameterError
from hypothesis import given, settings
from hypothesis import strategies as st

VALUES = np.array([0.0, 0, 0, 1, 2, 9])


@pytest.mark.parametrize(
    ("kind", "limits"),
    [
        # Positions 5/3 and 10/3 of the ordered values: 0, and a third of the way from 1 to 2.
        (Binning.QUANTILE, [0, 4 / 3]),
        (Binning.EQUAL_INTERVAL, [3, 6]),
        # 0 0 0 | 1 2 | 9: sum of squares 0 + 0.5 + 0; any other partition has more.
        (Binning.NATURAL_BREAKS, [0, 2]),
    ],
)
def test_worked_example(kind, limits):
    np.testing.assert_allclose(class_limits(VALUES, 0, 9, 3, kind), limits)


def within(values, limits):
    index = np.searchsorted(limits, values)
    return sum(((values[index == k] - values[index == k].mean()) ** 2).sum() for k in np.unique(index))


def least_within(values, classes):
    """Try all partitions."""
    distinct = np.unique(values)
    cuts = combinations(range(len(distinct) - 1), min(classes, len(distinct)) - 1)
    return min(within(values, distinct[list(cut)]) for cut in cuts)


@pytest.mark.formula("class-limits")
@settings(max_examples=80, deadline=None)
@given(st.lists(st.integers(-15, 15), min_size=1, max_size=25), st.integers(2, 5), st.sampled_from([0.0, 1e9]))
def test_natural_breaks_are_the_best_partition(values, classes, offset):
    values = np.array(values, dtype=float) * 0.25
    limits = natural_breaks(values + offset, classes)
    assert len(limits) == min(classes, len(np.unique(values))) - 1
    assert np.isin(limits, values + offset).all()
    assert within(values, limits - offset) == pytest.approx(least_within(values, classes), abs=1e-9)


def test_grouped_points_lose_little(monkeypatch):
    rng = np.random.default_rng(0)
    values = rng.lognormal(0, 1.5, 6000)
    exact = within(values, natural_breaks(values, 6))
    monkeypatch.setattr(binning, "MAX_POINTS", 1024)
    assert exact <= within(values, natural_breaks(values, 6)) <= exact * 1.001


@settings(max_examples=80, deadline=None)
@given(st.lists(st.integers(-5, 5), min_size=1, max_size=40), st.integers(2, 8), st.sampled_from(list(Binning)))
def test_limits_are_usable(values, classes, kind):
    values = np.array(values, dtype=float)
    limits = class_limits(values, values.min(), values.max(), classes, kind)
    assert len(limits) < classes
    assert (np.diff(limits) > 0).all()
    assert (limits < values.max()).all() or not len(limits)
    # The first and the last class are never empty.
    index = FactorClasses("x", limits=limits).index(values)
    assert index.max() == len(limits)
    assert index.min() == 0


@pytest.mark.formula("class-limits")
def test_quantiles_hold_equal_numbers():
    values = np.random.default_rng(1).standard_normal(10_000)
    index = np.searchsorted(class_limits(values, values.min(), values.max(), 7, Binning.QUANTILE), values)
    counts = np.bincount(index)
    assert counts.max() - counts.min() <= 1


def test_equal_intervals_are_of_all_values_not_of_the_sample():
    assert class_limits(np.array([4.0, 5.0]), 0, 10, 2, Binning.EQUAL_INTERVAL).tolist() == [5]
    assert class_limits(np.array([4.0, 5.0]), 0, 9, 3, Binning.EQUAL_INTERVAL).tolist() == [3, 6]


def test_a_limit_is_never_the_largest_value():
    # Thirds of 1 5 5 5 lie at 5 both: no value is above, so there is one class.
    assert class_limits(np.array([1.0, 5, 5, 5]), 1, 5, 3, Binning.QUANTILE).tolist() == []


def test_as_many_distinct_values_as_are_taken_one_by_one(monkeypatch):
    # 0 1 2 | 10 11 12 | 20 21: exact with 8 distinct values while 8 points are allowed.
    values = np.array([0.0, 1, 2, 10, 11, 12, 20, 21])
    monkeypatch.setattr(binning, "MAX_POINTS", 8)
    points, counts, tops = binning._points(values)
    assert (points.tolist(), counts.tolist(), tops.tolist()) == (values.tolist(), [1] * 8, values.tolist())
    assert natural_breaks(values, 3).tolist() == [2, 12]
    monkeypatch.setattr(binning, "MAX_POINTS", 7)
    assert len(binning._points(values)[0]) < 8


def test_a_largest_value_far_from_all_others_is_a_group_of_its_own(monkeypatch):
    monkeypatch.setattr(binning, "MAX_POINTS", 16)
    values = np.append(np.arange(100.0), 1e6)
    _, counts, tops = binning._points(values)
    assert (counts[-1], tops[-1], counts.sum()) == (1, 1e6, 101)
    assert natural_breaks(values, 2).tolist() == [99]


def test_numbers_of_classes():
    for classes in (2, 256):
        require_classes(classes)
    for classes in (1, 257):
        with pytest.raises(ParameterError, match="2 to 256"):
            require_classes(classes)
