"""Heat maps and charts as parts of a page: every cell in its place, numbers that can be read, text that is text."""

from __future__ import annotations

import math

import numpy as np
import pytest
from carbon_service_flow.core.charts.elements.heatmap import (
    BAR_FRAME,
    BAR_HEIGHT,
    CELL_FRAME_HEIGHT,
    CELL_FRAME_WIDTH,
    CELL_HEIGHT,
    CELL_WIDTH,
    DARK,
    LIGHT,
    LIGHT_FROM,
    MOST_NUMBERED,
    SMALL_CELL,
    Chart,
    bar_chart,
    heat_chart,
)
from carbon_service_flow.core.charts.elements.page import figure_html

pytest.importorskip("plotly")


def heat(values, limits=(-1.0, 1.0)):
    values = np.asarray(values, float)
    names = [f"n{k}" for k in range(len(values))]
    numbers = [[f"{row}{col}" for col in range(len(values))] for row in range(len(values))]
    return heat_chart(names, values, numbers, numbers, ("#000000", "#888888", "#ffffff"), limits=limits, heading="H")


def test_cells_stand_in_their_places():
    chart = heat([[1.0, -0.5], [0.2, math.nan]])
    (cells,) = chart.figure.data
    assert [list(line) for line in cells.z] == [[1.0, -0.5], [0.2, None]]
    assert (cells.zmin, cells.zmax) == (-1.0, 1.0)
    assert [tuple(step) for step in cells.colorscale] == [(0.0, "#000000"), (0.5, "#888888"), (1.0, "#ffffff")]
    assert {(note.y, note.x): note.text for note in chart.figure.layout.annotations} == {
        (0, 0): "00", (0, 1): "01", (1, 0): "10",
    }  # fmt: skip
    assert list(chart.figure.layout.xaxis.range) == [-0.5, 1.5]
    assert list(chart.figure.layout.yaxis.range) == [1.5, -0.5]


def test_numbers_are_light_on_dark_cells():
    """The scale ends at 2: cells from 1.66 on, of either sign, are dark."""
    edge = LIGHT_FROM * 2
    chart = heat([[edge, edge - 0.01], [-edge, 0.0]], (-2.0, 1.0))
    colours = {(note.y, note.x): note.font.color for note in chart.figure.layout.annotations}
    assert colours == {(0, 0): LIGHT, (0, 1): DARK, (1, 0): LIGHT, (1, 1): DARK}


@pytest.mark.parametrize("count", [MOST_NUMBERED, MOST_NUMBERED + 1])
def test_sizes(count):
    chart = heat(np.zeros((count, count)))
    numbered = count == MOST_NUMBERED
    assert bool(chart.figure.layout.annotations) == numbered
    assert chart.figure.layout.height == CELL_FRAME_HEIGHT + count * (CELL_HEIGHT if numbered else SMALL_CELL)
    assert chart.least_width == CELL_FRAME_WIDTH + count * (CELL_WIDTH if numbered else SMALL_CELL)


def test_bars():
    chart = bar_chart(["a", "b"], [1.0, 2.0], ["#111111", "#222222"], ["x", "y"], {"title": "q"}, heading="H", note="N")
    (bars,) = chart.figure.data
    assert (list(bars.x), list(bars.y), list(bars.hovertext)) == ([1.0, 2.0], [0, 1], ["x", "y"])
    assert chart.figure.layout.height == BAR_FRAME + 2 * BAR_HEIGHT
    assert chart.figure.layout.xaxis.title.text == "q"
    assert (chart.heading, chart.note, chart.legend) == ("H", "N", ())


def test_a_chart_in_a_page_is_text_but_for_its_figure():
    figure = heat([[0.0]]).figure
    text = figure_html(Chart(figure, "<h>", "<n>", 321, (("<s>", "#123456", "<m>"),)))
    for name in "hns":
        assert f"&lt;{name}&gt;" in text
        assert f"<{name}>" not in text
    assert "min-width:321px" in text
    assert '<span style="color:#123456">&lt;s&gt;</span> &lt;m&gt;' in text
    assert '"displayModeBar": false' in text
    bare = figure_html(Chart(figure, "h"))
    assert bare.count("<p") == 0
