"""Bars by zone: a last row that is much longer than the others does not hide them, and its numbers are written."""

from __future__ import annotations

import pytest
from carbon_service_flow.core.charts.elements.bars import (
    AXIS_MARGIN,
    BAR_GAP,
    BAR_MARK,
    EMPTY_HEIGHT,
    FRAME,
    MARKER,
    MORE_HEIGHT,
    ROW_HEIGHT,
    Marks,
    Series,
    hover_text,
    line_at,
    series_figure,
    zone_bars,
)
from support.chart_text import ZONE_WORDS, bars, dots, labels

pytest.importorskip("plotly")


def figure_of(*columns, mode="group", has_others=True):
    """A figure of series with these values."""
    series = [Series(f"s{k}", values, "#000000") for k, values in enumerate(columns)]
    texts = [""] * len(columns[0])
    return series_figure(texts, series, texts, {}, mode, has_others=has_others)


def texts_beside(figure):
    return [(note.text, note.y, note.x) for note in figure.layout.annotations]


class TestLastBar:
    def test_beside_one_another(self):
        """The others reach from 0 to 10; 20 is twice as long and stays, 21 does not."""
        assert figure_of([10, 4, 20], [5, 8, 1]).layout.xaxis.range is None
        figure = figure_of([10, 4, 21], [5, 8, 1])
        assert list(figure.layout.xaxis.range) == pytest.approx([0, 10 * (1 + AXIS_MARGIN)])
        # The first of two bars in the row of three quarters: a quarter of it above the middle.
        assert texts_beside(figure) == [("21 ▶", 2 - (1 - BAR_GAP) / 4, 1)]

    def test_both_numbers_of_the_row(self):
        figure = figure_of([1, 50], [2, 1234.5])
        height = (1 - BAR_GAP) / 4
        assert texts_beside(figure) == [("50 ▶", 1 - height, 1), ("1,234 ▶", 1 + height, 1)]

    def test_end_to_end(self):
        """To the right 3 + 4 of the others, to the left 2; the last row has 30 and −40."""
        figure = figure_of([3, 10], [4, 20], [-2, -40], mode="relative")
        assert list(figure.layout.xaxis.range) == pytest.approx([-2 - 9 * AXIS_MARGIN, 7 + 9 * AXIS_MARGIN])
        assert texts_beside(figure) == [("◀ −40", 1, 0), ("30 ▶", 1, 1)]

    def test_to_the_left_alone(self):
        figure = figure_of([-3, -10])
        assert list(figure.layout.xaxis.range) == pytest.approx([-3 - 3 * AXIS_MARGIN, 0])
        assert texts_beside(figure) == [("◀ −10", 1, 0)]

    def test_numbers_are_short(self):
        assert texts_beside(figure_of([0.001, 99.96]))[0][0] == "100 ▶"
        assert texts_beside(figure_of([0.001, 1.23456]))[0][0] == "1.23 ▶"
        assert texts_beside(figure_of([0.001, 123456.7]))[0][0] == "123,457 ▶"

    def test_small_numbers_stand_on_their_own_side(self):
        """0.5 is five times as long as 0.1: to the right of 0, where its text stands, and −0.5 to the left."""
        assert texts_beside(figure_of([0.1, 0.5])) == [("0.5 ▶", 1, 1)]
        assert texts_beside(figure_of([-0.1, -0.5])) == [("◀ −0.5", 1, 0)]

    def test_a_row_of_nothing_is_as_long_as_nothing(self):
        assert figure_of([5, None]).layout.xaxis.range is None

    def test_only_the_row_of_the_others_is_shortened(self):
        assert figure_of([1, 100], has_others=False).layout.xaxis.range is None


def test_heights():
    """A row of one bar, of two, and of two end to end."""
    assert figure_of([1, 2], has_others=False).layout.height == FRAME + 2 * ROW_HEIGHT
    assert figure_of([1, 2], [1, 2], has_others=False).layout.height == FRAME + 2 * (ROW_HEIGHT + MORE_HEIGHT)
    assert figure_of([1, 2], [1, 2], mode="relative", has_others=False).layout.height == FRAME + 2 * ROW_HEIGHT
    assert series_figure([], [], [], {}).layout.height == EMPTY_HEIGHT
    assert series_figure([], [], [], {}).layout.xaxis.visible is False


def test_rows_run_down():
    figure = figure_of([1, 2, 3], has_others=False)
    assert list(figure.data[0].y) == [0, 1, 2]
    assert list(figure.layout.yaxis.range) == [2.5, -0.5]


def test_what_is_set_wins():
    axis = {"title": "t", "nticks": 9}
    figure = series_figure(["a"], [Series("s", [1.0], ["#111111"], [2.0])], ["h"], axis)
    assert figure.layout.xaxis.nticks == 9
    assert list(figure.data[0].base) == [2.0]
    assert figure.data[0].hovertext == ("h",)


def test_a_line_across():
    figure = figure_of([1, 2], has_others=False)
    line_at(figure, 1.5, "even")
    (line,), (note,) = figure.layout.shapes, figure.layout.annotations
    assert (line.x0, line.x1, line.y0, line.y1, line.yref) == (1.5, 1.5, 0, 1, "paper")
    assert (note.text, note.x, note.y) == ("even", 1.5, 1)


def test_hover_text():
    assert hover_text("<i>z</i>", [("<word>", 1.5, "t"), ("b", None, "")]) == (
        "<b><i>z</i></b><br>&lt;word&gt; <b>1.500 t</b><br>b <b>–</b>"
    )


ROWS = [{"zone": f"z{k}", "emission_t": float(k), "area_ha": 2.0, "emission_t_ha": k / 2} for k in range(6)]


class TestZoneBars:
    def test_the_others_are_joined(self):
        """Of 6 zones 3 are shown; 0, 1 and 2 t on 6 ha are in the last row."""
        table = zone_bars(ROWS, "emission_t", ZONE_WORDS, most=3)
        assert table.column("emission_t") == [5.0, 4.0, 3.0, 3.0]
        assert table.column("emission_t_ha")[-1] == 0.5
        assert table.labels == ["z5", "z4", "z3", "<i>other zones (3)</i>"]
        assert table.names[-1] == "other zones (3)"
        assert table.note == "3 of 6 shown"
        assert table.has_others

    def test_another_way_to_join(self):
        table = zone_bars(
            ROWS, "emission_t", ZONE_WORDS, most=3, join=lambda others: {"emission_t": -float(len(others))}
        )
        assert table.column("emission_t")[-1] == -3.0

    def test_the_others_do_not_choose_the_unit(self):
        rows = [{"zone": str(k), "emission_t": 9e4} for k in range(6)]
        table = zone_bars(rows, "emission_t", ZONE_WORDS, most=3)
        assert table.column("emission_t")[-1] == 2.7e5
        assert table.mass_axis(ZONE_WORDS, table.column("emission_t")).title == "t"
        shown = zone_bars(rows, "emission_t", ZONE_WORDS)
        assert shown.mass_axis(ZONE_WORDS, [9e4] * 5 + [2e5]).title == "thousand t"

    def test_notes_in_their_order(self):
        rows = [*ROWS, {"zone": "w", "emission_t": None}]
        assert zone_bars(rows, "emission_t", ZONE_WORDS, most=3).note == "3 of 6 shown No value: w."
        assert zone_bars([], "emission_t", ZONE_WORDS).note == "No zone."

    def test_the_legend_is_the_series_unless_given(self):
        table = zone_bars(ROWS, "emission_t", ZONE_WORDS)
        series, marks = [Series("s", table.column("emission_t"), "#123456")], Marks("m", [1.0] * 6)
        chart = table.chart(series, [""] * 6, {}, "Heading", marks=marks)
        assert chart.legend == ((BAR_MARK, "#123456", "s"), (MARKER, "#222222", "m"))
        assert dots(chart) == [[1.0] * 6]
        assert bars(chart) == [[5.0, 4.0, 3.0, 2.0, 1.0, 0.0]]
        assert labels(chart)[0] == "z5"
        assert table.chart(series, [""] * 6, {}, "", legend=()).legend == ()
        empty = zone_bars([], "emission_t", ZONE_WORDS)
        assert empty.chart([Series("s", [], "#123456")], [], {}, "").legend == ()
