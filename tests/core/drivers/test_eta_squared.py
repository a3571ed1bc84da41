"""Eta squared: hand-worked, whatever the numbers of the classes, over the cells that the rule for gaps names."""

from __future__ import annotations

import math

import numpy as np
import pytest
from carbon_service_flow.core.drivers.correlation import MissingCells
from carbon_service_flow.core.drivers.eta_squared import eta_squared
from carbon_service_flow.core.errors import ParameterError, RasterError
from carbon_service_flow.core.raster.sources import ArraySource
from support.common import Recorder
from support.layers import NO, grid_for, source


def brute_q(y, strata):
    """1 - within / total, stratum by stratum."""
    y, strata = np.asarray(y, dtype=float), np.asarray(strata)
    within = sum(((y[strata == code] - y[strata == code].mean()) ** 2).sum() for code in np.unique(strata))
    return 1 - within / ((y - y.mean()) ** 2).sum()


class TestEtaSquared:
    Y, A = np.array([[1.0, 2, 3, 5, 9]]), np.array([[7, 7, 9, 9, 9]])

    def layers(self):
        gap = np.array([[False] * 4 + [True]])
        return [ArraySource(self.Y), ArraySource(self.A), ArraySource(self.Y, gap)]

    @pytest.mark.formula("eta2")
    def test_worked_example(self):
        # Without the last cell: total 8.75, within 0.5 + 2. Listwise the gap of z takes that cell away.
        found = eta_squared(self.layers(), ["y", "a", "z"], grid_for(self.Y), ["a"])
        assert found == {"a": pytest.approx(1 - 2.5 / 8.75, abs=1e-14)}

    def test_pairwise_uses_the_cells_of_target_and_category(self):
        found = eta_squared(self.layers(), ["y", "a", "z"], grid_for(self.Y), ["a"], missing=MissingCells.PAIRWISE)
        assert found == {"a": pytest.approx(brute_q(self.Y[0], self.A[0]), abs=1e-14)}

    def test_numbers_of_classes_do_not_matter(self):
        rng = np.random.default_rng(4)
        codes, other = rng.integers(0, 5, (40, 40)), rng.integers(0, 9, (40, 40)).astype(np.uint8)
        y = codes**2 + rng.standard_normal(codes.shape)
        renumbered = rng.permutation(5)[codes] * 100 - 7
        layers = [ArraySource(other), ArraySource(codes), ArraySource(y), ArraySource(renumbered)]
        names = ["other", "codes", "y", "renumbered"]
        found = eta_squared(layers, names, grid_for(y), ["codes", "renumbered", "other"], target=2)
        assert found["codes"] == pytest.approx(found["renumbered"], abs=1e-13)
        assert found["codes"] == pytest.approx(brute_q(y.ravel(), codes.ravel()), abs=1e-12)
        assert found["other"] < 0.02

    def test_nothing_categorical(self):
        assert eta_squared(self.layers(), ["y", "a", "z"], grid_for(self.Y), []) == {}

    def test_constant_target(self):
        heard = Recorder()
        layers = [ArraySource(np.ones((1, 5))), ArraySource(self.A)]
        found = eta_squared(layers, ["y", "a"], grid_for(self.Y), ["a"], progress=heard)
        assert math.isnan(found["a"])
        assert "constant" in heard.warnings[0]


def test_a_categorical_target_explains_nothing_of_itself():
    a, b = np.array([[1.0, 1, 2, 2]]), np.array([[3.0, 4, 3, 3]])
    result = eta_squared([source(a), source(b)], ["a", "b"], grid_for(a), ["a", "b"])
    assert list(result) == ["b"]
    assert eta_squared([source(a), source(b)], ["a", "b"], grid_for(a), ["a", "b"], target=1).keys() == {"a"}


def test_listwise_takes_the_cells_of_all_layers_and_all_categories():
    y, a = np.array([[1.0, 2, 3, 5, 9, 7]]), np.array([[7.0, 7, 9, 9, NO, 9]])
    b, z = np.array([[1.0, 2, 1, 2, 1, NO]]), np.array([[NO, 1.0, 2, 3, 4, 5]])
    names, layers = ["y", "a", "b", "z"], [source(values) for values in (y, a, b, z)]
    # Cells 2 to 4 have data in every layer; pairwise a has five cells, b five others.
    listwise = eta_squared(layers, names, grid_for(y), ["a", "b"])
    assert listwise == pytest.approx({"a": brute_q([2, 3, 5], [7, 9, 9]), "b": brute_q([2, 3, 5], [2, 1, 2])})
    for missing in (MissingCells.PAIRWISE, MissingCells.ARCGIS):
        pairwise = eta_squared(layers, names, grid_for(y), ["a", "b"], missing=missing)
        expected = {"a": brute_q([1, 2, 3, 5, 7], [7, 7, 9, 9, 9]), "b": brute_q([1, 2, 3, 5, 9], [1, 2, 1, 2, 1])}
        assert pairwise == pytest.approx(expected)


def test_what_is_no_category():
    y = np.array([[1.0, 2, 3]])
    with pytest.raises(RasterError, match=r"half is declared categorical, but holds 1\.5"):
        eta_squared([source(y), source(y + 0.5)], ["y", "half"], grid_for(y), ["half"])
    with pytest.raises(ParameterError, match="soil is declared categorical"):
        eta_squared([source(y), source(y)], ["y", "a"], grid_for(y), ["soil"])
    with pytest.raises(ParameterError, match="At least 2"):
        eta_squared([source(y)], ["y"], grid_for(y), [])
