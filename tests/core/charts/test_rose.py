"""Wind roses: what is drawn is what was counted, and names are only text."""

import importlib.util
import math
import re
from collections import Counter

import numpy as np
import pytest
from carbon_service_flow.core.charts.elements import page as charts
from carbon_service_flow.core.charts.elements.page import write_page
from carbon_service_flow.core.charts.rose import SIDE_BY_SIDE, Rose, rose_charts
from carbon_service_flow.core.errors import ParameterError
from hypothesis import given, settings
from hypothesis import strategies as st
from support.chart_text import assert_self_contained, tags_of

pytest.importorskip("plotly")

HOSTILE = ["<script>alert(1)</script>", "</script><img src=x onerror=alert(1)>", "&lt;i&gt;", "%{x} $x$", "A" * 300]


def frequencies(**shares):
    names = ["N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE", "S", "SSW", "SW", "WSW", "W", "WNW", "NW", "NNW", "calm"]
    return np.array([shares.get(name, 0.0) for name in names])


@st.composite
def roses(draw):
    counts = draw(st.lists(st.lists(st.integers(0, 40), min_size=17, max_size=17).filter(any), min_size=1, max_size=3))
    return [
        Rose(f"s{k}", np.array(c) / sum(c), draw(st.floats(0, 359.9) | st.just(math.nan))) for k, c in enumerate(counts)
    ]


def drawn(figure):
    """Direction to length of the bars, as plotly draws them: bars on the same direction are stacked."""
    bars = {}
    for trace in figure.data[:2]:
        for theta, r in zip(trace.theta, trace.r):
            bars[theta] = bars.get(theta, 0.0) + r
    return bars


@settings(max_examples=15, deadline=None)
@given(roses())
def test_bars_are_the_frequencies(found):
    (panels,) = rose_charts(found[:SIDE_BY_SIDE])
    for rose, figure in zip(found, panels.figures):
        bars = drawn(figure)
        assert [bars[22.5 * k] for k in range(16)] == pytest.approx(rose.frequencies[:16], abs=1e-5)
        dark = figure.data[1]
        if rose.largest:
            # Of equally frequent sectors the first clockwise from north.
            assert list(dark.theta) == [22.5 * list(rose.frequencies[:16]).index(rose.largest)]
            assert list(dark.r) == pytest.approx([rose.largest], abs=1e-5)
        else:
            assert list(dark.r) == []
        marks = list(figure.data[2].theta)
        assert marks == ([] if math.isnan(rose.resultant) else [pytest.approx(rose.resultant, abs=0.051)])


@settings(max_examples=15, deadline=None)
@given(roses())
def test_side_by_side_on_one_scale_that_holds_all(found):
    (panels,) = rose_charts(found[:SIDE_BY_SIDE])
    tops = {figure.layout.polar.radialaxis.range[1] for figure in panels.figures}
    assert len(tops) == 1
    largest = max(rose.largest for rose in found[:SIDE_BY_SIDE])
    (top,) = tops
    # 0.05 is the step of scales; they have two steps at least.
    assert largest - 1e-6 <= top <= max(largest + 0.05, 0.1) + 1e-6


def test_north_is_up_and_clockwise():
    (panels,) = rose_charts([Rose("A", frequencies(N=0.6, E=0.3, calm=0.1))])
    polar = panels.figures[0].layout.polar
    assert (polar.angularaxis.rotation, polar.angularaxis.direction) == (90, "clockwise")
    named = dict(zip(polar.angularaxis.tickvals, polar.angularaxis.ticktext))
    assert named == {0: "N", 45: "NE", 90: "E", 135: "SE", 180: "S", 225: "SW", 270: "W", 315: "NW"}
    assert panels.figures[0].layout.annotations[0].text == "calm<br>10.0 %"
    # The first gap without bars is that between NNE (22.5) and NE (45): at 33.75, which is 56.25 above east.
    assert polar.radialaxis.angle == 56.25


def test_always_calm():
    (panels,) = rose_charts([Rose("A", frequencies(calm=1.0))], "静风")
    figure = panels.figures[0]
    assert set(drawn(figure).values()) == {0.0}
    assert figure.layout.annotations[0].text == "静风<br>100.0 %"


def test_many_roses_share_a_chart_with_a_list():
    """Every entry of the list shows what the rose would show alone."""
    random = np.random.default_rng(1)
    many = [
        Rose(f"s{k}", random.dirichlet(np.ones(17)), float(random.uniform(0, 360))) for k in range(SIDE_BY_SIDE + 1)
    ]
    (panels,) = rose_charts(many)
    (figure,) = panels.figures
    buttons = figure.layout.updatemenus[0].buttons
    assert [button.label for button in buttons] == [f"<b>s{k}</b>" for k in range(len(many))]
    for rose, button in zip(many, buttons):
        (alone,) = rose_charts([rose])[0].figures
        traces, layout = button.args
        for k, trace in enumerate(alone.data):
            assert list(trace.r) == list(traces["r"][k])
            assert list(trace.theta) == list(traces["theta"][k])
        assert layout["title.text"] == alone.layout.title.text
        assert layout["annotations[0].text"] == alone.layout.annotations[0].text
        for key in ("range", "tickvals", "angle", "tickangle"):
            expected = alone.layout.polar.radialaxis[key]
            found = layout[f"polar.radialaxis.{key}"]
            assert found == expected if isinstance(expected, float) else list(found) == list(expected)


@pytest.mark.parametrize("repeat", [1, 10], ids=["side by side", "list"])
def test_hostile_names_change_nothing_but_text(tmp_path, repeat):
    share = frequencies(N=0.5, calm=0.5)
    for file, names in (("bad.html", HOSTILE), ("good.html", ["plain"] * len(HOSTILE))):
        charts_ = rose_charts([Rose(name, share, facts=name[:20]) for name in names * repeat])
        write_page(str(tmp_path / file), "Wind roses", charts_)
    bad, good = tags_of(tmp_path / "bad.html"), tags_of(tmp_path / "good.html")
    assert bad.tags == good.tags
    # In the data, names stand escaped: plotly turns entities into signs, and never into tags.
    data = bad.data
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in data
    assert "&amp;lt;i&amp;gt;" in data
    assert Counter(re.findall("</?[a-z]+", data)) == Counter(re.findall("</?[a-z]+", good.data))


def test_a_page_is_self_contained(tmp_path):
    path = tmp_path / "风 roses.html"
    write_page(str(path), "风玫瑰 <b>", rose_charts([Rose("北京", frequencies(N=1.0)) for _ in range(3)]), "zh-CN")
    text = path.read_text(encoding="utf-8")
    assert '<html lang="zh-CN">' in text
    assert "<title>风玫瑰 &lt;b&gt;</title>" in text
    # plotly's own script is there once, whatever the number of roses.
    assert_self_contained(path)


def test_no_roses_no_charts():
    assert rose_charts([]) == []


def test_without_plotly(monkeypatch):
    original = importlib.util.find_spec
    monkeypatch.setattr(charts, "find_spec", lambda name: None if name == "plotly" else original(name))
    with pytest.raises(ParameterError, match="plotly"):
        rose_charts([Rose("A", frequencies(N=1.0))])


def test_as_many_as_fit_stand_side_by_side():
    (panels,) = rose_charts([Rose(str(k), frequencies(N=1.0)) for k in range(SIDE_BY_SIDE)])
    assert len(panels.figures) == SIDE_BY_SIDE


def test_scales_have_two_steps_at_least():
    (panels,) = rose_charts([Rose("A", frequencies(calm=1.0))])
    assert list(panels.figures[0].layout.polar.radialaxis.range) == [0, 0.1]
    (panels,) = rose_charts([Rose("A", frequencies(N=0.05, calm=0.95)), Rose("B", frequencies(S=0.3, calm=0.7))])
    axis = panels.figures[0].layout.polar.radialaxis
    assert (list(axis.range), list(axis.tickvals)) == ([0, 0.3], [0.15, 0.3])


def test_titles_are_cut():
    assert Rose("x" * 32, frequencies(N=1.0)).title == f"<b>{'x' * 32}</b>"
    assert Rose("x" * 33, frequencies(N=1.0), facts="<f>").title == (
        f"<b>{'x' * 31}…</b><br><span style='font-size:12px'>&lt;f&gt;</span>"
    )


def test_names_of_sectors_stay_with_their_bars():
    compass = [f"s{k}" for k in range(16)]
    (panels,) = rose_charts([Rose("A", frequencies(E=0.6, W=0.4))], compass=compass)
    others, prevailing, resultant = panels.figures[0].data
    assert list(others.customdata) == compass
    assert list(prevailing.customdata) == ["s4"]
    # Without a resultant there is no diamond.
    assert list(resultant.r) == []


def test_the_diamond_stands_at_the_rim():
    (panels,) = rose_charts([Rose("A", frequencies(E=0.5, W=0.5), resultant=12.34)])
    resultant = panels.figures[0].data[2]
    assert (list(resultant.theta), list(resultant.r)) == ([12.3], [pytest.approx(0.93 * 0.5)])
