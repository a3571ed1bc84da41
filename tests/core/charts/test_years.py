"""Charts of two years: zones are matched by name, what is in one year only stands in the note."""

from __future__ import annotations

import pytest
from carbon_service_flow.core.charts.years import years_charts
from support.chart_text import ZONE_WORDS, dots, labels, many, unit_of

pytest.importorskip("plotly")

YEARS = {
    **ZONE_WORDS,
    "emission_years": "Emission",
    "sequestration_years": "Sequestration",
    "ratio_years": "Ratio",
    "not_in_both": "Not in both: {zones}.",
}


class TestYears:
    def test_by_hand(self):
        """The module's example."""
        before = [{"zone": "a", "emission_t": 4.0}, {"zone": "b", "emission_t": 3.0}]
        after = [{"zone": "b", "emission_t": 2.0}, {"zone": "c", "emission_t": 5.0}, {"zone": "a", "emission_t": 6.0}]
        (chart,) = years_charts(before, after, ("2015", "<b>"), YEARS)
        assert dots(chart) == [[4.0, 3.0], [6.0, 2.0]]
        assert labels(chart) == ["a  <b>+50.0 %</b>", "b  <b>−33.3 %</b>"]
        assert chart.note == "Not in both: c."
        assert [text for _, _, text in chart.legend] == ["2015", "<b>"]
        assert "&lt;b&gt; <b>6 t</b>" in chart.figure.data[1].hovertext[0]

    def test_many(self):
        before, after = many(50, 1), many(50, 2)
        emission, _, ratio = years_charts(before, after, ("2015", "2020"), YEARS)
        for drawn, rows in zip(dots(emission), (before, after)):
            assert sum(drawn) == pytest.approx(sum(row["emission_t"] for row in rows) / unit_of(emission))
        names = [row["zone"] for row in sorted(after, key=lambda row: -row["mean_ratio"])[30:]]
        others = [row for row in before if row["zone"] in names]
        expected = sum(row["emission_t"] for row in others) / sum(row["sequestration_t"] for row in others)
        assert dots(ratio)[0][-1] == pytest.approx(expected)

    def test_nothing(self):
        assert years_charts([], [], ("1", "2"), YEARS) == []
        assert years_charts([{"zone": "a", "emission_t": None}], [], ("1", "2"), YEARS) == []
        (chart,) = years_charts([{"zone": "a", "emission_t": 1.0}], [], ("1", "2"), YEARS)
        assert labels(chart) == []


def test_the_box_holds_the_difference():
    (chart,) = years_charts([{"zone": "a", "emission_t": 4.0}], [{"zone": "a", "emission_t": 6.0}], ("1", "2"), YEARS)
    assert chart.figure.data[1].hovertext[0] == (
        "<b>a</b><br>1 <b>4 t</b><br>2 <b>6 t</b><br>Change <b>2 t</b> (+50.0 %)"
    )


def test_a_quantity_of_the_second_year_alone_has_a_chart():
    charts = years_charts([{"zone": "a"}], [{"zone": "a", "sequestration_t": 1.0}], ("1", "2"), YEARS)
    assert [chart.heading for chart in charts] == ["Sequestration"]
    assert charts[0].note == "Not in both: a. No zone."


def test_the_row_of_the_others_is_shortened_on_one_line():
    before = [{"zone": str(k), "emission_t": 1.0} for k in range(200)]
    (chart,) = years_charts(before, [{**row, "emission_t": 2.0} for row in before], ("1", "2"), YEARS)
    assert [note.text for note in chart.figure.layout.annotations] == ["170 → 340 ▶"]
