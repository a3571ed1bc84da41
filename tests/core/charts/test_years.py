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
