"""Strata: classes of codes and limits, sums by class merged from blocks, q by hand, overlays."""

from __future__ import annotations

import math

import numpy as np
import pytest
from carbon_service_flow.core.drivers import strata as module
from carbon_service_flow.core.drivers.strata import FactorClasses, Strata, gather_strata
from carbon_service_flow.core.errors import ParameterError
from hypothesis import given, settings
from hypothesis import strategies as st
from support.layers import NO, grid_for, source


def test_labels():
    classes = FactorClasses("x", limits=np.array([1.0, 2.5]))
    assert [classes.label(k) for k in range(classes.count)] == ["<= 1", "1 - 2.5", "> 2.5"]
    assert FactorClasses("x", limits=np.zeros(0)).label(0) == "all"
    assert FactorClasses("x", codes=np.array([-3.0, 12])).label(1) == "12"


def test_class_numbers_of_codes_and_between_limits():
    assert FactorClasses("soil", codes=np.array([-2.0, 5, 9])).index(np.array([9, -2, 5])).tolist() == [2, 0, 1]
    # A limit belongs to the class below it.
    classes = FactorClasses("slope", limits=np.array([1.0, 2.5]))
    assert classes.index(np.array([0.5, 1.0, 1.1, 2.5, 2.6])).tolist() == [0, 0, 1, 1, 2]
    assert classes.count == 3
    assert FactorClasses("flat", limits=np.zeros(0)).count == 1


def test_worked_example():
    # 1 2 | 3 5: within 0.5 + 2, total 8.75.
    strata = Strata.of(np.array([1.0, 2, 3, 5]), np.array([0, 0, 2, 2]), 3)
    assert (strata.n.tolist(), strata.mean.tolist(), strata.sum_of_squares.tolist()) == (
        [2, 0, 2],
        [1.5, 0, 4],
        [0.5, 0, 2],
    )
    assert (strata.cells, strata.within, strata.total) == (4, 2.5, 8.75)
    assert strata.q == pytest.approx(1 - 2.5 / 8.75, abs=1e-15)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(-9, 9), st.integers(0, 3)), min_size=2, max_size=30), st.integers(1, 29))
def test_merging_equals_gathering_at_once(cells, split):
    values, index = np.array([c[0] for c in cells], dtype=float), np.array([c[1] for c in cells])
    at_once = Strata.of(values, index, 4)
    merged = Strata.of(values[:split], index[:split], 4).merge(Strata.of(values[split:], index[split:], 4))
    for name in ("n", "mean", "sum_of_squares"):
        np.testing.assert_allclose(getattr(merged, name), getattr(at_once, name), atol=1e-12)
    assert at_once.total == pytest.approx(((values - values.mean()) ** 2).sum(), abs=1e-10)


def test_filled_strata():
    strata = Strata.of(np.array([1.0, 2, 3, 5, 8, 9]), np.array([0, 0, 1, 3, 3, 3]), 4)
    assert strata.filled().n.tolist() == [2, 1, 3]
    assert strata.filled(2).mean.tolist() == pytest.approx([1.5, 22 / 3])
    assert strata.filled(3).n.tolist() == [3]


def test_rounding_is_no_variance():
    # 0.1 + 0.2 and 0.3 differ by their last digit: the target is constant.
    assert math.isnan(Strata.of(np.array([0.3, 0.1 + 0.2, 0.3]), np.array([0, 1, 1]), 2).q)
    assert Strata.of(np.array([0.3, 0.3 + 1e-12, 0.3]), np.array([0, 1, 1]), 2).total > 0
    assert math.isnan(Strata.of(np.zeros(0), np.zeros(0, dtype=int), 2).q)


def test_gathered_by_factors_and_pairs_where_every_layer_has_data():
    # Masked cells: the last but one (a factor's gap) and the last (a layer that only masks).
    y = np.array([[11.0, 12, 13, 15, 99, 99]])
    a = np.array([[1.0, 1, 2, 2, NO, 1]])
    b = np.array([[0.2, 0.7, 0.2, 0.7, 0.2, 0.2]])
    mask = np.array([[0.0, 0, 0, 0, 0, NO]])
    classes = [FactorClasses("a", codes=np.array([1.0, 2])), FactorClasses("b", limits=np.array([0.1, 0.5, 0.9]))]
    layers = [source(values) for values in (y, a, b, mask)]
    gathered = gather_strata(layers, classes, [(0, 1), (1, 0)], 10.0, grid_for(y))
    first, second = gathered.factors
    # Means are relative to 10.
    assert (first.n.tolist(), first.mean.tolist(), first.sum_of_squares.tolist()) == ([2, 2], [1.5, 4], [0.5, 2])
    assert (second.n.tolist(), second.mean.tolist()) == ([0, 2, 2, 0], [0, 2, 3.5, 0])
    # Overlays count class a * (classes of b) + class b: 1, 2, 5, 6 of 8; the other way round 2, 3, 4, 5.
    assert gathered.overlays[0].mean.tolist() == [0, 1, 2, 0, 0, 3, 5, 0]
    assert gathered.overlays[1].mean.tolist() == [0, 0, 1, 3, 2, 5, 0, 0]


def test_blocks_come_together():
    y = np.repeat(np.arange(600.0), 3).reshape(600, 3)
    codes = np.where(np.arange(600)[:, None] < 520, 1.0, 2.0) + np.zeros((600, 3))
    gathered = gather_strata(
        [source(y), source(codes)], [FactorClasses("a", codes=np.array([1.0, 2]))], [], 0.0, grid_for(y)
    )
    assert gathered.factors[0].n.tolist() == [1560, 240]
    assert gathered.factors[0].mean.tolist() == pytest.approx([519 / 2, (520 + 599) / 2])


def test_as_large_an_overlay_as_allowed(monkeypatch):
    y = np.arange(12.0).reshape(3, 4)
    classes = [FactorClasses(name, limits=np.arange(count - 1.0)) for name, count in (("a", 3), ("b", 4))]
    layers = [source(y)] * 3
    monkeypatch.setattr(module, "MAX_OVERLAY_CLASSES", 12)
    assert len(gather_strata(layers, classes, [(0, 1)], 0.0, grid_for(y)).overlays[0].n) == 12
    monkeypatch.setattr(module, "MAX_OVERLAY_CLASSES", 11)
    with pytest.raises(ParameterError, match="a with 3 and b with 4 classes overlay to 12 classes; at most 11"):
        gather_strata(layers, classes, [(0, 1)], 0.0, grid_for(y))


def test_a_factor_without_codes_and_limits_has_no_classes() -> None:
    assert FactorClasses("x").count == 0
    assert FactorClasses("x", limits=np.array([1.0, 2.0])).count == 3
