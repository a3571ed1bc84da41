"""Charts of drivers: what is drawn is what was computed, scales are symmetric, and names are only text."""

import importlib.util
import math
import re
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from carbon_service_flow.core.charts.drivers import (
    DIVERGING,
    NEGATIVE,
    POSITIVE,
    SEQUENTIAL,
    correlation_chart,
    factor_chart,
    fisher_interval,
    interaction_chart,
    ranking_chart,
    write_correlation_page,
    write_detector_page,
)
from carbon_service_flow.core.charts.elements import page as charts
from carbon_service_flow.core.charts.elements.heatmap import (
    DARK,
    LIGHT,
    LIGHT_FROM,
    MOST_NUMBERED,
    SMALL_CELL,
)
from carbon_service_flow.core.charts.elements.labels import LABEL_WIDTH
from carbon_service_flow.core.drivers.correlation import Correlation, CorrelationMethod, MissingCells
from carbon_service_flow.core.drivers.factor_detector import interaction_kind
from carbon_service_flow.core.errors import ParameterError
from hypothesis import given, settings
from hypothesis import strategies as st
from support.chart_text import assert_self_contained, tags_of

pytest.importorskip("plotly")

HOSTILE = ["<script>alert(1)</script>", "</script><img src=x onerror=alert(1)>", "&lt;i&gt;", "%{x} $x$", "A" * 300]
WORDS = {
    "title": "Drivers of {target}",
    "ranking": "Ranking",
    "interval": "95 % interval",
    "matrix": "Matrix",
    "cells": "cells",
    "effective": "worth",
    "without": "Without: {layers}",
    "factors": "Factors",
    "strata": "strata",
    "interactions": "Overlays",
    "both": "both",
    **{
        kind: f"({kind})"
        for kind in (
            "enhance nonlinear",
            "enhance bivariate",
            "independent",
            "weaken univariate",
            "weaken nonlinear",
        )
    },
}


def correlation(names, r):
    count = len(names)
    n = np.full((count, count), 100)
    return Correlation(
        tuple(names),
        np.array(r, float),
        np.zeros_like(n),
        n,
        CorrelationMethod.PEARSON,
        MissingCells.LISTWISE,
        (),
        None,
    )


def symmetric(count, seed=0):
    r = np.corrcoef(np.random.default_rng(seed).normal(size=(count, count + 3)))
    r[np.diag_indices(count)] = 1.0
    return r


def row(layer, r, n_effective=None, p=None):
    return {"rank": 1, "layer": layer, "r": r, "n": 1000, "n_effective": n_effective, "p": p, "eta2": None}


def detections(names, seed=0):
    """Rows of factors and of overlays with made-up q, the strongest factor first."""
    random = np.random.default_rng(seed)
    q = dict(zip(names, sorted(random.uniform(0, 0.5, len(names)), reverse=True)))
    factors = [{"factor": f, "q": v, "p": 0.01, "strata": 5, "rank": k + 1} for k, (f, v) in enumerate(q.items())]
    overlays = []
    for i, a in enumerate(names):
        for b in names[i + 1 :]:
            both = max(q[a], q[b]) + random.uniform(0, 0.4)
            kind = interaction_kind(q[a], q[b], both)
            overlays.append({"factor_a": a, "factor_b": b, "q_a": q[a], "q_b": q[b], "q_both": both, "kind": kind})
    return factors, overlays


class TestInterval:
    def test_by_hand(self):
        # The module's example: atanh 0.5 = 0.549306, 1.959964 / sqrt(25) = 0.391993.
        assert fisher_interval(0.5, 28) == pytest.approx((0.156028, 0.735818), abs=1e-5)
        # r = 0: x = 1.959964 / sqrt(100) = 0.1959964, tanh x = x - x^3/3 + 2 x^5/15 - ... = 0.193525
        assert fisher_interval(0.0, 103) == pytest.approx((-0.193525, 0.193525), abs=1e-6)

    @given(st.floats(-0.999, 0.999), st.floats(3.01, 1e7))
    def test_laws(self, r, size):
        low, high = fisher_interval(r, size)
        assert -1 <= low <= r <= high <= 1
        assert fisher_interval(-r, size) == pytest.approx((-high, -low))
        wider = fisher_interval(r, 3 + (size - 3) / 2)
        assert wider[0] <= low
        assert high <= wider[1]

    @pytest.mark.parametrize(("r", "size"), [(0.5, 3), (0.5, 2.2), (0.5, math.nan), (math.nan, 100)])
    def test_none(self, r, size):
        assert fisher_interval(r, size) is None

    def test_perfect(self):
        assert fisher_interval(-1.0, 50) == (-1.0, -1.0)


def test_ranking_bars_and_intervals():
    rows = [row("a", -0.8, 103.0, 1e-9), row("b", 0.5, 28.0, 0.01), row("c", 0.1), row("d", 0.05, 2.5)]
    chart = ranking_chart(rows, WORDS)
    (bars,) = chart.figure.data
    assert list(bars.x) == [-0.8, 0.5, 0.1, 0.05]
    assert list(bars.y) == [0, 1, 2, 3]
    assert chart.figure.layout.yaxis.autorange == "reversed"
    assert list(bars.marker.color) == [NEGATIVE, POSITIVE, POSITIVE, POSITIVE]
    for k, one in enumerate(rows[:2]):
        low, high = fisher_interval(one["r"], one["n_effective"])
        assert bars.x[k] + bars.error_x.array[k] == pytest.approx(high)
        assert bars.x[k] - bars.error_x.arrayminus[k] == pytest.approx(low)
    assert list(bars.error_x.array[2:]) == list(bars.error_x.arrayminus[2:]) == [0, 0]
    assert [label.split("<b>")[1] for label in chart.figure.layout.yaxis.ticktext] == [
        "−0.80</b>",
        "0.50</b>",
        "0.10</b>",
        "0.05</b>",
    ]
    assert "0.16 … 0.74" in bars.hovertext[1]
    assert "…" not in bars.hovertext[2]
    assert "95 % interval" in chart.note


def test_no_interval_no_legend():
    chart = ranking_chart([row("a", 0.3), row("b", 0.2, 2.0)], WORDS)
    assert chart.note == ""
    assert chart.figure.data[0].error_x.array is None


@settings(max_examples=20, deadline=None)
@given(st.integers(2, MOST_NUMBERED + 3), st.integers(0, 1000))
def test_matrix_is_drawn_as_it_is(count, seed):
    r = symmetric(count, seed)
    r[0, 1] = r[1, 0] = np.nan
    chart = correlation_chart(correlation([f"n{k}" for k in range(count)], r), WORDS)
    (heat,) = chart.figure.data
    drawn = np.array([[np.nan if v is None else v for v in line] for line in heat.z])
    np.testing.assert_array_equal(drawn, r)
    # Row 0 on top: the y axis runs down.
    assert list(chart.figure.layout.yaxis.range) == [count - 0.5, -0.5]
    assert (heat.zmin, heat.zmax) == (-1, 1)
    found = {(a.y, a.x): a.text for a in chart.figure.layout.annotations}
    if count > MOST_NUMBERED:
        assert found == {}
    else:
        assert set(found) == {(i, j) for i in range(count) for j in range(count) if not np.isnan(r[i, j])}
        for (i, j), text in found.items():
            assert float(text.replace("−", "-")) == pytest.approx(r[i, j], abs=0.00501)
            assert text != "−0.00"


def rgb(colour):
    return np.array([int(colour[k : k + 2], 16) for k in (1, 3, 5)]) / 255


def luminance(values):
    """Relative luminance of sRGB (WCAG 2)."""
    linear = np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)
    return float(linear @ (0.2126, 0.7152, 0.0722))


class TestColours:
    def test_both_ends_are_equally_dark(self):
        for low, high in zip(DIVERGING[:2], DIVERGING[:2:-1]):
            assert (luminance(rgb(low)) + 0.05) / (luminance(rgb(high)) + 0.05) == pytest.approx(1, abs=0.05)
        assert luminance(rgb(DIVERGING[2])) > 0.9

    def test_signs_differ_in_blue_against_yellow(self):
        """Red-green blindness leaves the difference of blue and the mean of red and green."""
        balance = [colour[2] - (colour[0] + colour[1]) / 2 for colour in map(rgb, DIVERGING)]
        assert balance == sorted(balance, reverse=True)
        assert balance[0] > 0.2
        assert balance[-1] < -0.2

    @pytest.mark.parametrize(("colours", "start"), [(DIVERGING, -1), (SEQUENTIAL, 0)])
    def test_numbers_can_be_read(self, colours, start):
        """A contrast of 4 at least (WCAG asks 4.5 of small text, 3 of large) in every cell."""
        for value in np.linspace(start, 1, 101):
            place = (value - start) / (1 - start) * (len(colours) - 1)
            first = min(int(place), len(colours) - 2)
            cell = rgb(colours[first]) + (place - first) * (rgb(colours[first + 1]) - rgb(colours[first]))
            text = rgb(LIGHT if abs(value) >= LIGHT_FROM else DARK)
            lights = sorted(luminance(colour) + 0.05 for colour in (cell, text))
            assert lights[1] / lights[0] >= 4, value


def test_factors_and_overlays():
    factors, overlays = detections(["x", "y", "z"])
    chart = factor_chart(factors, WORDS)
    assert list(chart.figure.data[0].x) == [one["q"] for one in factors]
    low, high = chart.figure.layout.xaxis.range
    assert low == 0
    assert max(one["q"] for one in factors) <= high <= 1
    chart = interaction_chart(overlays, ["x", "y", "z"], WORDS)
    heat = chart.figure.data[0]
    q = [[np.nan if v is None else v for v in line] for line in heat.z]
    by_pair = {(one["factor_a"], one["factor_b"]): one["q_both"] for one in overlays}
    expected = np.full((3, 3), np.nan)
    expected[1, 0], expected[2, 0], expected[2, 1] = by_pair["x", "y"], by_pair["x", "z"], by_pair["y", "z"]
    expected[np.diag_indices(3)] = [one["q"] for one in factors]
    np.testing.assert_array_equal(q, expected)
    assert heat.zmin == 0
    assert heat.zmax == np.nanmax(expected)
    kinds = {one["kind"] for one in overlays}
    assert all((f"({kind})" in chart.note) == (kind in kinds) for kind in WORDS if " " in kind and kind in kinds)


def test_overlays_in_the_order_of_the_ranking():
    """Pairs come in the order of the inputs; the chart's rows in that of the ranking."""
    factors, overlays = detections(["x", "y"])
    chart = interaction_chart(overlays, ["y", "x"], WORDS)
    q = chart.figure.data[0].z
    assert (q[0][0], q[1][1]) == (factors[1]["q"], factors[0]["q"])
    assert q[1][0] == overlays[0]["q_both"]
    assert q[0][1] is None


def test_large_matrices_have_small_cells_and_no_signs():
    names = [f"n{k}" for k in range(64)]
    chart = correlation_chart(correlation(names, symmetric(64)), WORDS)
    assert chart.figure.layout.height < 64 * SMALL_CELL + 300
    many = interaction_chart(detections(names[:20])[1], names[:20], WORDS)
    assert many.note == ""
    assert not many.figure.layout.annotations


def test_long_names_stay_apart():
    """Positions are numbers: two names with one beginning are two rows."""
    names = ["population density in 2015", "population density in 2020"]
    chart = correlation_chart(correlation(names, symmetric(2)), WORDS)
    axis = chart.figure.layout.xaxis
    assert list(axis.tickvals) == [0, 1]
    assert all(len(text) <= LABEL_WIDTH for text in axis.ticktext)
    assert names[1] in chart.figure.data[0].hovertext[1][0]


def write_pages(folder, names):
    ranking = [row(name, 0.5 - 0.1 * k, 50.0, 0.01) for k, name in enumerate(names[1:-1])] + [row(names[-1], None)]
    write_correlation_page(
        str(folder / "r.html"), correlation(names, symmetric(len(names))), ranking, WORDS, [names[0]], language="en"
    )
    write_detector_page(str(folder / "q.html"), *detections(names), WORDS, [names[0]], language="zh")
    return folder / "r.html", folder / "q.html"


def test_hostile_names_change_nothing_but_text(tmp_path):
    (tmp_path / "bad").mkdir()
    (tmp_path / "good").mkdir()
    bad = write_pages(tmp_path / "bad", HOSTILE)
    good = write_pages(tmp_path / "good", [f"plain{k}" for k in range(len(HOSTILE))])
    for path, other in zip(bad, good):
        one, two = tags_of(path), tags_of(other)
        assert one.tags == two.tags
        data = one.data
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in data
        assert "&amp;lt;i&amp;gt;" in data
        assert Counter(re.findall("</?[a-z]+", data)) == Counter(re.findall("</?[a-z]+", two.data))


def test_a_page_is_self_contained(tmp_path):
    for path in write_pages(tmp_path, ["a", "b", "c"]):
        text, parser = path.read_text(encoding="utf-8"), tags_of(path)
        assert_self_contained(path)
        assert parser.tags.count("h2") == 2
    assert '<html lang="zh">' in text


def test_layers_without_a_value_are_named(tmp_path):
    path = tmp_path / "r.html"
    r = [[1.0, np.nan], [np.nan, np.nan]]
    write_correlation_page(
        str(path), correlation(["t", "flat <b>"], r), [row("flat <b>", None)], WORDS, [], language="en"
    )
    text = path.read_text(encoding="utf-8")
    assert "Without: flat &lt;b&gt;" in text
    assert tags_of(path).tags.count("h2") == 1
    factors = [{"factor": "x", "q": None, "p": None, "strata": 1, "rank": None}]
    write_detector_page(str(path), factors, [], WORDS, [], language="en")
    assert "Without: x" in path.read_text(encoding="utf-8")


def test_without_plotly(monkeypatch, tmp_path):
    original = importlib.util.find_spec
    monkeypatch.setattr(charts, "find_spec", lambda name: None if name == "plotly" else original(name))
    with pytest.raises(ParameterError, match="plotly"):
        write_pages(tmp_path, ["a", "b"])
    with pytest.raises(ParameterError, match="plotly"):
        write_detector_page(str(tmp_path / "q.html"), *detections(["a", "b"]), WORDS, [], language="en")
    assert list(tmp_path.iterdir()) == []


def test_each_pair_has_its_own_cells():
    pairs = np.array([[30, 20], [20, 10]])
    layers = correlation(["a", "b"], [[1.0, -0.001], [-0.001, 1.0]])
    chart = correlation_chart(replace(layers, n=pairs), WORDS)
    hover = chart.figure.data[0].hovertext
    assert [[text.split("cells: ")[1] for text in line] for line in hover] == [["30", "20"], ["20", "10"]]
    assert hover[1][0].startswith("b<br>a<br>r = −0.0010<br>")


def test_boxes_of_the_ranking():
    chart = ranking_chart([row("<a>", 0.5, 28.0, 0.0123), row("b", 0.0, None, None)], WORDS)
    first, second = chart.figure.data[0].hovertext
    assert first == "&lt;a&gt;<br>r = 0.5000<br>cells: 1,000<br>worth: 28.0<br>95 % interval: 0.16 … 0.74<br>p = 0.0123"
    assert second == "b<br>r = 0.0000<br>cells: 1,000"
    assert list(chart.figure.data[0].marker.color) == [POSITIVE, POSITIVE]


def test_boxes_of_factors_and_overlays():
    factors = [{"factor": "x", "q": 0.25, "p": 0.04, "strata": 5}, {"factor": "y", "q": 0.125, "p": None, "strata": 3}]
    chart = factor_chart(factors, WORDS)
    assert list(chart.figure.data[0].hovertext) == [
        "x<br>q = 0.2500<br>p = 0.04<br>strata: 5",
        "y<br>q = 0.1250<br>strata: 3",
    ]
    assert [label.split("<b>")[1] for label in chart.figure.layout.yaxis.ticktext] == ["0.250</b>", "0.125</b>"]
    overlays = [
        {"factor_a": "y", "factor_b": "x", "q_a": 0.125, "q_b": 0.25, "q_both": 0.5, "kind": "enhance nonlinear"}
    ]
    chart = interaction_chart(overlays, ["x", "y"], WORDS)
    hover = chart.figure.data[0].hovertext
    assert hover[1][0] == "y: q = 0.1250<br>x: q = 0.2500<br>both: q = 0.5000<br>(enhance nonlinear)"
    assert (hover[0][0], hover[1][1], hover[0][1]) == ("x: q = 0.2500", "y: q = 0.1250", "")
    texts = {(note.y, note.x): note.text for note in chart.figure.layout.annotations}
    assert texts == {(0, 0): "<i>0.250</i>", (1, 0): "0.500<br>↑↑", (1, 1): "<i>0.125</i>"}
    assert chart.note == "↑↑ (enhance nonlinear)"
