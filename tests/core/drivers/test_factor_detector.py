"""Factor, interaction, risk and ecological detector: hand-worked cases, laws, a brute-force reference.

The 185 villages of the method's authors are not ours to ship; they were compared by hand (see
core/drivers/factor_detector.py).
"""

from __future__ import annotations

import math

import numpy as np
import pytest
from carbon_service_flow.core.drivers import common_cells, samples
from carbon_service_flow.core.drivers import factor_detector as factor_detector_module
from carbon_service_flow.core.drivers.class_limits import Binning
from carbon_service_flow.core.drivers.factor_detector import (
    ecological_detector,
    factor_detector,
    gather_detection,
    interaction_detector,
    interaction_kind,
    risk_detector,
)
from carbon_service_flow.core.errors import ParameterError, RasterError
from carbon_service_flow.core.raster.sources import ArraySource
from hypothesis import given, settings
from hypothesis import strategies as st
from support.common import Recorder
from support.layers import grid_for


def line(values, gap=None, name="y"):
    return ArraySource(np.atleast_2d(np.asarray(values)), None if gap is None else np.atleast_2d(gap), name)


def detection(target, factors, categorical=None, progress=None, **more):
    names = list(factors)
    target = np.atleast_2d(target)
    return gather_detection(
        line(target),
        [line(values, name=name) for name, values in factors.items()],
        names,
        grid_for(target),
        names if categorical is None else categorical,
        progress=progress,
        **more,
    )


def brute_q(y, strata):
    """1 - within / total, stratum by stratum."""
    y, strata = np.asarray(y, dtype=float), np.asarray(strata)
    within = sum(((y[strata == code] - y[strata == code].mean()) ** 2).sum() for code in np.unique(strata))
    return 1 - within / ((y - y.mean()) ** 2).sum()


class TestWorkedExamples:
    @pytest.mark.formula("q")
    def test_one_to_seven(self):
        # x has one member and is left out. 2..7: mean 4.5, sum of squares 17.5; within y (2 3 4) and z (5 6 7) 2 each.
        # q = 1 - 4/17.5; F = (6 - 2)/(2 - 1) q/(1 - q) = 13.5; lambda = (9 + 36 - (sqrt 3 * 3 + sqrt 3 * 6)^2 / 6)
        # / (17.5 / 6) = 4.5 / 2.916667 = 1.542857; P(F'(1, 4, lambda) > 13.5) = 0.079365.
        heard = Recorder()
        rows = factor_detector(detection(np.arange(1.0, 8), {"s": [1, 2, 2, 2, 3, 3, 3]}), heard)
        assert list(rows[0]) == ["factor", "q", "p", "strata", "rank"]
        assert rows[0]["q"] == pytest.approx(0.771429, abs=5e-7)
        assert rows[0]["p"] == pytest.approx(0.079365, abs=5e-7)
        assert rows[0]["strata"] == 2
        assert rows[0]["rank"] == 1
        assert heard.warnings == ["s: 1 classes of one cell are left out of its q and p (1)."]

    @pytest.mark.formula("interaction")
    def test_interaction_of_exclusive_or(self):
        # y = a xor b: neither explains anything, both together everything.
        rows = interaction_detector(detection([0.0, 1, 1, 0], {"a": [0, 0, 1, 1], "b": [0, 1, 0, 1]}))
        assert list(rows[0]) == ["factor_a", "factor_b", "q_a", "q_b", "q_both", "kind"]
        assert (rows[0]["q_a"], rows[0]["q_b"], rows[0]["q_both"]) == (0, 0, 1)
        assert rows[0]["kind"] == "enhance nonlinear"

    @pytest.mark.formula("interaction")
    def test_interaction_of_a_sum(self):
        # y = a + b on a full 2 x 2 table: a explains 1/2, b explains 1/2, both all.
        rows = interaction_detector(detection([0.0, 1, 1, 2], {"a": [0, 0, 1, 1], "b": [0, 1, 0, 1]}))
        assert rows[0]["q_a"] == rows[0]["q_b"] == 0.5
        assert rows[0]["kind"] == "independent"

    def test_interaction_of_a_refinement(self):
        rows = interaction_detector(detection([0.0, 1, 4, 6], {"a": [0, 0, 1, 1], "fine": [0, 1, 2, 3]}))
        assert rows[0]["q_both"] == 1
        assert rows[0]["kind"] == "weaken univariate"  # the finer one already explains all

    def test_risk(self):
        # Strata 1 2 3 and 4 6: means 2, 5; variances 1, 2; t = -3 / sqrt(1/3 + 2/2) = -2.598076;
        # df = (4/3)^2 / ((1/9)/2 + 1/1) = 1.684211.
        row = risk_detector(detection([1.0, 2, 3, 4, 6], {"s": [7, 7, 7, 9, 9]}))[0]
        assert (row["factor"], row["class_a"], row["class_b"]) == ("s", "7", "9")
        assert (row["mean_a"], row["mean_b"]) == (2, 5)
        assert row["t"] == pytest.approx(-3 / math.sqrt(4 / 3), abs=1e-12)
        assert row["df"] == pytest.approx((16 / 9) / (1 / 18 + 1), abs=1e-12)
        assert row["different"] is False

    def test_ecological(self):
        # within a: 0.5 + 0.5 (1 2 | 3 4), within b: 2 + 2 (1 3 | 2 4): F = 1/4 with 3 and 3 degrees of freedom.
        row = ecological_detector(detection([1.0, 2, 3, 4], {"a": [0, 0, 1, 1], "b": [0, 1, 0, 1]}))[0]
        assert row["f"] == pytest.approx(0.25, abs=1e-15)
        stats = pytest.importorskip("scipy.stats")
        assert row["p"] == pytest.approx(2 * stats.f.cdf(0.25, 3, 3), rel=1e-10)
        assert row["different"] is False


@pytest.mark.parametrize(
    ("q_a", "q_b", "q_both", "kind"),
    [
        (0.3, 0.5, 0.2, "weaken nonlinear"),
        (0.3, 0.5, 0.4, "weaken univariate"),
        (0.3, 0.5, 0.5, "weaken univariate"),
        (0.3, 0.5, 0.5 + 5e-7, "weaken univariate"),
        (0.3, 0.5, 0.5 + 2e-6, "enhance bivariate"),
        (0.3, 0.5, 0.3 - 5e-7, "weaken univariate"),
        (0.3, 0.5, 0.3 - 2e-6, "weaken nonlinear"),
        (0.3, 0.5, 0.6, "enhance bivariate"),
        (0.3, 0.5, 0.8, "independent"),
        (0.3, 0.5, 0.8 + 9e-7, "independent"),
        (0.3, 0.5, 0.8 + 2e-6, "enhance nonlinear"),
        (0.5, 0.3, 0.9, "enhance nonlinear"),
        (0.3, math.nan, 0.5, None),
    ],
)
def test_kinds(q_a, q_b, q_both, kind):
    assert interaction_kind(q_a, q_b, q_both) == kind


codes = st.lists(st.integers(0, 3), min_size=24, max_size=24)
targets = st.lists(st.integers(-20, 20), min_size=24, max_size=24)


@settings(max_examples=25, deadline=None)
@given(targets, codes, codes, st.permutations(range(24)))
def test_laws(y, a, b, order):
    y, a, b = (np.array(v) for v in (y, a, b))
    found = detection(y, {"a": a, "b": b})
    row = interaction_detector(found)[0]
    if len(set(y.tolist())) == 1:
        assert row["q_both"] is None
        return
    assert row["q_a"] == pytest.approx(brute_q(y, a), abs=1e-12)
    assert row["q_both"] == pytest.approx(brute_q(y, 10 * a + b), abs=1e-12)
    # An overlay refines both factors; all q lie between 0 and 1.
    assert max(row["q_a"], row["q_b"]) <= row["q_both"] + 1e-12 <= 1 + 2e-12
    assert min(row["q_a"], row["q_b"]) >= -1e-12
    # Neither the order of the cells, nor the numbers of the classes, nor the target's unit matter.
    turned = detection((1e6 - 3 * y)[list(order)], {"a": (7 - a)[list(order)], "b": b[list(order)]})
    again = interaction_detector(turned)[0]
    for key in ("q_a", "q_b", "q_both"):
        assert again[key] == pytest.approx(row[key], abs=1e-10)


@pytest.mark.parametrize("offset", [0.0, 1e9])
def test_streaming_equals_brute_force(offset):
    rng = np.random.default_rng(0)
    # Two chunks each way.
    shape = (520, 530)
    a, b = rng.integers(-3, 4, shape), rng.integers(0, 40, shape).astype(np.float32)
    y = np.round((a + rng.standard_normal(shape) + np.linspace(0, 3, 530)) * 64) / 64
    gap = rng.random(shape) < 0.1
    layers = [ArraySource(a, gap), ArraySource(b)]
    found = gather_detection(ArraySource(y + offset), layers, ["a", "b"], grid_for(y), ["a", "b"])
    row = interaction_detector(found)[0]
    y, a, b = y[~gap], a[~gap], b[~gap]
    assert found.cells == y.size
    assert row["q_a"] == pytest.approx(brute_q(y, a), abs=1e-11)
    assert row["q_b"] == pytest.approx(brute_q(y, b), abs=1e-11)
    assert row["q_both"] == pytest.approx(brute_q(y, 1000 * a + b), abs=1e-11)
    means = {row["class_a"]: row["mean_a"] for row in risk_detector(found) if row["factor"] == "a"}
    assert means["-3"] == pytest.approx(y[a == -3].mean() + offset, rel=1e-14)


@pytest.mark.parametrize("binning", Binning)
def test_continuous_factors_are_binned(binning):
    rng = np.random.default_rng(1)
    x = rng.lognormal(0, 1, (60, 70))
    y = np.log(x) + 0.2 * rng.standard_normal(x.shape)
    heard = Recorder()
    found = gather_detection(
        ArraySource(y), [ArraySource(x)], ["x"], grid_for(y), classes=6, binning=binning, progress=heard
    )
    assert found.classes[0].count == 6
    index = np.searchsorted(found.classes[0].limits, x.ravel())
    q = found.strata[0].q
    assert q == pytest.approx(brute_q(y.ravel(), index), abs=1e-12)
    assert heard.warnings == []
    assert factor_detector(found)[0]["q"] == pytest.approx(q, abs=0.05)  # it leaves classes of one cell out


@pytest.mark.formula("q")
def test_p_equals_scipy():
    stats = pytest.importorskip("scipy.stats")
    rng = np.random.default_rng(2)
    strata = rng.integers(0, 5, 200)
    y = 3 + strata * 0.1 + rng.standard_normal(200)
    row = factor_detector(detection(y, {"s": strata}))[0]
    mean = np.array([y[strata == h].mean() for h in range(5)])
    n = np.bincount(strata)
    noncentrality = ((mean**2).sum() - (np.sqrt(n) * mean).sum() ** 2 / 200) / y.var()
    f = (200 - 5) / 4 * row["q"] / (1 - row["q"])
    assert row["p"] == pytest.approx(1 - stats.ncf.cdf(f, 4, 195, noncentrality), abs=1e-9)


def test_rank_and_order():
    rng = np.random.default_rng(3)
    s = rng.integers(0, 4, 400)
    rows = factor_detector(detection(s + 0.1 * rng.standard_normal(400), {"noise": rng.integers(0, 4, 400), "s": s}))
    assert [(row["factor"], row["rank"]) for row in rows] == [("s", 1), ("noise", 2)]


class TestBadInput:
    def test_constant_target(self):
        heard = Recorder()
        found = detection(np.full(8, 0.1), {"s": [0, 0, 1, 1, 1, 2, 2, 2], "r": [0, 1] * 4}, progress=heard)
        rows = factor_detector(found)
        assert [(row["q"], row["p"], row["rank"]) for row in rows] == [(None, None, None)] * 2
        assert interaction_detector(found)[0]["kind"] is None
        assert ecological_detector(found)[0]["p"] is None
        assert "y is constant" in heard.warnings[0]

    def test_constant_factor(self):
        heard = Recorder()
        found = detection([1.0, 2, 3, 5], {"s": [4, 4, 4, 4], "t": [0.5] * 4}, ["s"], heard)
        rows = factor_detector(found)
        assert [(row["q"], row["p"], row["strata"]) for row in rows] == [(0, None, 1)] * 2
        assert [text.split()[0] for text in heard.warnings] == ["s", "t"]

    def test_perfect_factor(self):
        row = factor_detector(detection([1.0, 1, 5, 5], {"s": [0, 0, 1, 1]}))[0]
        assert (row["q"], row["p"]) == (1, 0)
        risk = risk_detector(detection([1.0, 1, 5, 5], {"s": [0, 0, 1, 1]}))[0]
        assert (risk["t"], risk["p"], risk["different"]) == (None, 0, True)

    def test_only_single_members(self):
        heard = Recorder()
        row = factor_detector(detection([1.0, 2, 3, 4], {"s": [0, 1, 2, 3]}), heard)[0]
        assert (row["q"], row["p"], row["strata"]) == (None, None, 0)
        assert "4 classes of one cell" in heard.warnings[0]

    def test_one_cell(self):
        row = factor_detector(detection([3.0], {"s": [1]}))[0]
        assert (row["q"], row["p"]) == (None, None)

    def test_no_common_cells(self):
        layers = [line([1, 2], [True, False], "s")]
        with pytest.raises(RasterError, match=r"y 1, s 1"):
            gather_detection(line([1.0, 2], [False, True]), layers, ["s"], grid_for([[1, 2]]), ["s"])

    def test_no_data(self):
        with pytest.raises(RasterError, match="No layer has a cell"):
            gather_detection(line([1.0], [True]), [line([1], [True])], ["s"], grid_for([[1]]))

    def test_fractions_in_a_category(self):
        values = np.full((600, 600), 3, dtype=np.float32)
        values[520, 7] = 2.5
        with pytest.raises(RasterError, match=r"soil is declared categorical, but holds 2\.5 at row 521, column 8"):
            gather_detection(ArraySource(values), [ArraySource(values)], ["soil"], grid_for(values), ["soil"])

    def test_whole_floats_are_codes(self):
        y, s = np.array([1.0, 2, 5, 6]), np.array([-1, -1, 2e9, 2e9], dtype=np.float32)
        found = detection(y, {"s": s})
        assert found.strata[0].q == pytest.approx(brute_q(y, s), abs=1e-14)
        assert risk_detector(found)[0]["class_a"] == "-1"

    def test_too_many_classes(self):
        y = np.arange(10_000.0).reshape(100, 100)
        with pytest.raises(RasterError, match="zones has more than 4096 different codes"):
            gather_detection(ArraySource(y), [ArraySource(y)], ["zones"], grid_for(y), ["zones"])
        # Too many only when blocks come together.
        wide = np.arange(600).repeat(1000).reshape(600, 1000)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(common_cells, "MAX_CATEGORY_CODES", 590)
            with pytest.raises(RasterError, match="zones has more than 590"):
                gather_detection(ArraySource(wide), [ArraySource(wide)], ["zones"], grid_for(wide), ["zones"])

    def test_too_large_overlay(self):
        a, b = np.divmod(np.arange(90_000), 300)
        with pytest.raises(ParameterError, match=r"a with 300 and b with 300 classes overlay to 90000 classes"):
            detection(np.arange(90_000.0), {"a": a, "b": b})
        assert detection(np.arange(90_000.0), {"a": a, "b": b}, overlays=False).overlays == {}

    def test_number_of_classes(self):
        for classes in (1, 257):
            with pytest.raises(ParameterError, match="2 to 256"):
                detection([1.0, 2], {"s": [1, 2]}, [], classes=classes)

    def test_fewer_classes_than_asked_for_are_said(self):
        heard = Recorder()
        found = detection(np.arange(10.0), {"pop": [0] * 7 + [1, 2, 9]}, [], heard)
        assert found.classes[0].count == 3  # fifths at 0 0 0 1.2; a limit belongs to the class below
        assert heard.warnings == ["pop has many equal values: 3 classes instead of 5."]

    def test_risk_of_very_many_classes_is_left_out(self):
        heard = Recorder()
        codes = np.repeat(np.arange(250), 2)
        assert risk_detector(detection(np.arange(500.0), {"s": codes}), progress=heard) == []
        assert "too many to compare" in heard.warnings[0]

    def test_single_member_has_no_risk(self):
        rows = risk_detector(detection([1.0, 2, 9], {"s": [0, 0, 1]}))
        assert (rows[0]["t"], rows[0]["different"]) == (None, None)


def test_limits_from_a_sample_are_close(monkeypatch):
    monkeypatch.setattr(samples, "SAMPLE_CELLS", 20_000)
    rng = np.random.default_rng(5)
    x = rng.standard_normal((600, 700))
    found = gather_detection(ArraySource(x), [ArraySource(x)], ["x"], grid_for(x), classes=4)
    np.testing.assert_allclose(found.strata[0].n / x.size, 0.25, atol=0.015)
    equal = gather_detection(
        ArraySource(x), [ArraySource(x)], ["x"], grid_for(x), classes=4, binning=Binning.EQUAL_INTERVAL
    )
    np.testing.assert_allclose(equal.classes[0].limits, np.linspace(x.min(), x.max(), 5)[1:-1])


class TestTables:
    def test_two_classes_without_variance_differ_when_their_means_do(self):
        rows = risk_detector(detection([2.0, 2, 2, 2, 7, 7], {"s": [1, 1, 2, 2, 3, 3]}))
        assert [(row["class_a"], row["class_b"], row["p"], row["different"]) for row in rows] == [
            ("1", "2", 1, False),
            ("1", "3", 0, True),
            ("2", "3", 0, True),
        ]
        assert all(row["t"] is None and row["df"] is None for row in rows)

    def test_the_level_decides(self):
        found = detection([1.0, 2, 3, 4, 6], {"s": [7, 7, 7, 9, 9], "r": [1, 2, 1, 2, 2]})
        p = risk_detector(found)[0]["p"]
        assert 0.05 < p < 0.5
        assert risk_detector(found, level=p * 1.01)[0]["different"] is True
        assert risk_detector(found, level=p * 0.99)[0]["different"] is False
        p = ecological_detector(found)[0]["p"]
        assert ecological_detector(found, level=p * 1.01)[0]["different"] is True
        assert ecological_detector(found, level=p * 0.99)[0]["different"] is False

    def test_ecological_without_variance(self):
        y, split, mixed = [1.0, 1, 5, 5], [0, 0, 1, 1], [0, 1, 0, 1]
        # The second factor leaves nothing: F is beyond all numbers, p 0. The other way round F is 0.
        row = ecological_detector(detection(y, {"mixed": mixed, "split": split}))[0]
        assert (row["f"], row["p"], row["different"]) == (None, 0, True)
        row = ecological_detector(detection(y, {"split": split, "mixed": mixed}))[0]
        assert (row["f"], row["p"], row["different"]) == (0, 0, True)
        row = ecological_detector(detection(y, {"split": split, "again": split}))[0]
        assert (row["f"], row["p"], row["different"]) == (None, None, None)

    def test_equal_variances_are_certainly_not_different(self):
        row = ecological_detector(detection([1.0, 2, 3, 5, 8], {"a": [0, 0, 1, 1, 1], "b": [5, 5, 7, 7, 7]}))[0]
        assert row["f"] == 1
        assert row["p"] == pytest.approx(1, abs=1e-12)
        assert row["p"] <= 1

    def test_as_many_classes_as_are_compared(self, monkeypatch):
        found = detection(np.arange(6.0), {"s": [0, 0, 1, 1, 2, 2]})
        monkeypatch.setattr(factor_detector_module, "MAX_RISK_STRATA", 3)
        assert len(risk_detector(found)) == 3
        monkeypatch.setattr(factor_detector_module, "MAX_RISK_STRATA", 2)
        assert risk_detector(found) == []

    def test_empty_classes_and_single_cells_are_told(self):
        # Equal intervals of 0 .. 9: the second of three classes has no cell.
        heard = Recorder()
        found = detection([1.0, 2, 4], {"x": [0.0, 1.0, 9.0]}, [], classes=3, binning=Binning.EQUAL_INTERVAL)
        rows = factor_detector(found, heard)
        assert heard.warnings == [
            "x: 1 classes of one cell are left out of its q and p (> 6).",
            "x: 1 of 3 classes have no cell.",
        ]
        assert rows[0]["strata"] == 1
        assert [row["class_b"] for row in risk_detector(found)] == ["> 6"]
        heard = Recorder()
        factor_detector(detection(np.arange(6.0), {"s": np.arange(6)}), heard)
        assert heard.warnings == ["s: 6 classes of one cell are left out of its q and p (0, 1, 2, 3, 4, ...)."]

    def test_limits_of_a_sample_are_told(self, monkeypatch):
        x = np.random.default_rng(6).standard_normal((20, 30))
        layers = ArraySource(x), [ArraySource(x)], ["x"], grid_for(x)
        for cells, said in ((100, ["x: class limits from a sample of 100 of 600 cells."]), (600, [])):
            monkeypatch.setattr(samples, "SAMPLE_CELLS", cells)
            heard = Recorder()
            gather_detection(*layers, classes=3, progress=heard)
            assert heard.infos == said
            heard = Recorder()
            gather_detection(*layers, classes=3, binning=Binning.EQUAL_INTERVAL, progress=heard)
            assert heard.infos == []
