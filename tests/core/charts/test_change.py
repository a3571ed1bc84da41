"""Charts of change: gains and losses add up to the table's, of many zones the largest changes are shown."""

from __future__ import annotations

import pytest
from carbon_service_flow.core.charts.change import (
    change_chart,
    change_charts,
    change_percent_chart,
    change_totals_chart,
    write_change_page,
)
from carbon_service_flow.core.charts.elements.palette import GAIN, LOSS_COLOUR
from support.chart_text import ZONE_WORDS, bars, labels, many

pytest.importorskip("plotly")

CHANGE = {
    **ZONE_WORDS,
    "totals": "Gains and losses",
    "by_zone": "By zone",
    "percents": "Percent",
    "gains": "Gains",
    "losses": "Losses",
    "net": "Net",
    "net_note": "Net {total} ({share})",
    "before": "Before",
    "after": "After",
}


class TestChange:
    ROWS = [
        {"zone": "b", "before_t": 200.0, "after_t": 190.0, "change_t": -10.0, "change_percent": -5.0},
        {"zone": "a", "before_t": 100.0, "after_t": 130.0, "change_t": 30.0, "change_percent": 30.0},
    ]

    def test_by_hand(self):
        """The module's example."""
        totals = change_totals_chart(self.ROWS, CHANGE)
        assert bars(totals) == [[30, -10, 20]]
        assert totals.note == "Net 20 t (6.67 %)"
        chart = change_chart(self.ROWS, CHANGE)
        assert bars(chart) == [[30.0, -10.0]]
        assert list(chart.figure.data[0].marker.color) == [GAIN, LOSS_COLOUR]
        assert labels(chart) == ["a  <b>+30.0</b>", "b  <b>−10.0</b>"]
        assert bars(change_percent_chart(self.ROWS, CHANGE)) == [[30.0, -5.0]]

    def test_many(self):
        rows = many(100)
        chart = change_chart(rows, CHANGE)
        assert sum(bars(chart)[0]) == pytest.approx(sum(row["change_t"] for row in rows))
        largest = sorted(rows, key=lambda row: -abs(row["change_t"]))
        assert sorted(bars(chart)[0][:-1]) == pytest.approx(sorted(row["change_t"] for row in largest[:30]))
        others = sorted(rows, key=lambda row: -abs(row["change_percent"]))[30:]
        expected = 100 * sum(row["change_t"] for row in others) / sum(row["before_t"] for row in others)
        assert bars(change_percent_chart(rows, CHANGE))[0][-1] == pytest.approx(expected)

    @pytest.mark.parametrize("rows", [[], [{"zone": "x", "change_t": None}], [{"zone": "x", "change_t": 0.0}]])
    def test_none_and_zero(self, rows, tmp_path):
        assert bars(change_charts(rows, CHANGE)[0]) == [[0, 0, 0]]
        write_change_page(str(tmp_path / "page.html"), rows, CHANGE, [], "en")


def test_a_loss_alone_chooses_the_unit_and_nothing_is_no_loss():
    rows = [{"zone": "a", "before_t": 4e7, "after_t": 1e7, "change_t": -3e7, "change_percent": -75.0}]
    totals = change_totals_chart(rows, CHANGE)
    assert totals.figure.layout.xaxis.title.text == "Mt"
    assert bars(totals) == [[0, -30, -30]]
    assert totals.note == "Net −30,000,000 t (−75 %)"
    still = [{"zone": "s", "before_t": 1.0, "after_t": 1.0, "change_t": 0.0, "change_percent": 0.0}]
    chart = change_chart(still, CHANGE)
    assert list(chart.figure.data[0].marker.color) == [GAIN]
    assert labels(chart) == ["s  <b>±0</b>"]
    assert labels(change_percent_chart(still, CHANGE)) == ["s  <b>0 %</b>"]


def test_the_box_holds_the_row():
    row = {"zone": "a", "before_t": 100.0, "after_t": 130.0, "change_t": 30.0, "change_percent": 30.0}
    box = change_percent_chart([row], CHANGE).figure.data[0].hovertext[0]
    assert box == ("<b>a</b><br>Before <b>100 t</b><br>After <b>130 t</b><br>Change <b>30 t</b><br>Change <b>30 %</b>")


def test_the_largest_changes_of_either_sign_are_shown():
    rows = [{"zone": str(v), "before_t": 10.0, "change_t": float(v), "change_percent": 10.0 * v} for v in (3, -9, 1, 2)]
    for chart in (change_chart(rows, CHANGE, 2), change_percent_chart(rows, CHANGE, 2)):
        assert [text.split()[0] for text in labels(chart)[:2]] == ["3", "-9"]


def test_changes_below_a_tonne_count():
    """0.5 + 0.25 gained, 0.5 lost: 0.25 in all, whatever the size of the numbers."""
    rows = [{"zone": str(v), "before_t": 1.0, "after_t": 1.0 + v, "change_t": v} for v in (0.5, 0.25, -0.5)]
    assert bars(change_totals_chart(rows, CHANGE)) == [[0.75, -0.5, 0.25]]
