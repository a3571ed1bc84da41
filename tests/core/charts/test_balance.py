"""Charts of a balance: what is drawn is what the table holds, the others are added up, and names are only text."""

from __future__ import annotations

import math

import pytest
from carbon_service_flow.core.charts.balance import (
    balance_charts,
    densities_chart,
    ratio_chart,
    totals_chart,
    write_balance_page,
)
from carbon_service_flow.core.charts.elements.palette import DEFICIT, EMISSION, SEQUESTRATION, SURPLUS
from hypothesis import given, settings
from hypothesis import strategies as st
from support.chart_text import ZONE_WORDS, bars, dots, labels, many, unit_of

pytest.importorskip("plotly")

BALANCE = {
    **ZONE_WORDS,
    "ratios": "Ratios",
    "totals": "Totals",
    "densities": "Densities",
    "mean_ratio": "Mean ratio",
    "ratio_of_totals": "Ratio of totals",
    "density_unit": "t/ha",
    "surplus": "surplus",
    "deficit": "deficit",
    "surplus_key": "below 1",
    "deficit_key": "above 1",
}
FEW = [
    {"zone": "b", "area_ha": 2.0, "emission_t": 1.0, "sequestration_t": 2.0, "mean_ratio": 0.4, "ratio_of_totals": 0.5},
    {"zone": "a", "area_ha": 4.0, "emission_t": 6.0, "sequestration_t": 4.0, "mean_ratio": 1.8, "ratio_of_totals": 1.5},
]
for one in FEW:
    one["emission_t_ha"] = one["emission_t"] / one["area_ha"]
    one["sequestration_t_ha"] = one["sequestration_t"] / one["area_ha"]


class TestBalance:
    def test_by_hand(self):
        """The module's example."""
        chart = ratio_chart(FEW, BALANCE)
        assert bars(chart) == [[1.8, 0.4]]
        assert dots(chart) == [[1.5, 0.5]]
        assert labels(chart) == ["a  <b>1.80</b>", "b  <b>0.40</b>"]
        assert list(chart.figure.data[0].marker.color) == [DEFICIT, SURPLUS]
        assert "Mean ratio <b>1.800 (deficit)</b>" in chart.figure.data[0].hovertext[0]
        (line,) = chart.figure.layout.shapes
        assert line.x0 == line.x1 == 1
        chart = totals_chart(FEW, BALANCE)
        assert bars(chart) == [[6.0, 1.0], [4.0, 2.0]]
        assert [trace.marker.color for trace in chart.figure.data] == [EMISSION, SEQUESTRATION]
        assert chart.figure.layout.xaxis.title.text == "t"
        assert bars(densities_chart(FEW, BALANCE)) == [[1.5, 0.5], [1.0, 1.0]]

    def test_megatonnes_on_the_axis_tonnes_in_the_box(self):
        rows = [{**row, "emission_t": row["emission_t"] * 1e7} for row in FEW]
        chart = totals_chart(rows, BALANCE)
        assert bars(chart)[0] == [60.0, 10.0]
        assert chart.figure.layout.xaxis.title.text == "Mt"
        assert "Emission <b>60,000,000 t</b>" in chart.figure.data[0].hovertext[0]

    @settings(max_examples=10, deadline=None)
    @given(st.integers(0, 80), st.integers(0, 99))
    def test_sums_are_those_of_the_table(self, count, seed):
        rows = many(count, seed)
        chart = totals_chart(rows, BALANCE)
        factor = unit_of(chart)
        for drawn, key in zip(bars(chart), ("emission_t", "sequestration_t")):
            assert factor * sum(drawn) == pytest.approx(sum(row[key] for row in rows))
        assert len(labels(chart)) == (count if count <= 31 else 31)
        if count > 31:
            assert labels(chart)[-1] == f"<i>other zones ({count - 30})</i>"
            assert chart.note == f"30 of {count} shown"

    def test_ratio_of_the_others_is_that_of_their_totals(self):
        rows = many(40)
        chart = ratio_chart(rows, BALANCE)
        others = sorted(rows, key=lambda row: -row["mean_ratio"])[30:]
        expected = sum(row["emission_t"] for row in others) / sum(row["sequestration_t"] for row in others)
        assert dots(chart)[0][-1] == pytest.approx(expected)
        assert bars(chart)[0][-1] is None
        chart = densities_chart(rows, BALANCE)
        others = sorted(rows, key=lambda row: -row["emission_t_ha"])[30:]
        expected = sum(row["emission_t"] for row in others) / sum(row["area_ha"] for row in others)
        assert bars(chart)[0][-1] == pytest.approx(expected)

    def test_a_long_last_row_is_cut_and_its_number_written(self):
        rows = many(2800)
        chart = totals_chart(rows, BALANCE)
        emission, sequestration = bars(chart)
        assert chart.figure.layout.xaxis.range[1] < max(emission[-1], sequestration[-1])
        assert chart.figure.layout.xaxis.range[1] >= max(*emission[:-1], *sequestration[:-1])
        texts = [note.text for note in chart.figure.layout.annotations]
        assert len(texts) == 2
        for text, value in zip(texts, (emission[-1], sequestration[-1])):
            assert float(text.split()[0].replace(",", "")) == pytest.approx(value, rel=0.01)

    def test_missing_values_are_told(self):
        rows = [*FEW, {"zone": "none"}, {"zone": "nan", "mean_ratio": math.nan, "emission_t": math.nan}]
        chart = ratio_chart(rows, BALANCE)
        assert bars(chart) == [[1.8, 0.4]]
        assert chart.note == "No value: none, nan."
        assert bars(totals_chart(rows, BALANCE))[0] == [6.0, 1.0]
        half = {"zone": "half", "emission_t": 9.0, "sequestration_t": None}
        assert bars(totals_chart([*FEW, half], BALANCE)) == [[9.0, 6.0, 1.0], [None, 4.0, 2.0]]

    @pytest.mark.parametrize("rows", [[], [{"zone": "x"}], FEW[:1], [{**FEW[0], "emission_t": 0.0, "mean_ratio": 0.0}]])
    def test_none_one_and_zero(self, rows, tmp_path):
        for chart in balance_charts(rows, BALANCE):
            known = bool(rows) and "mean_ratio" in rows[0]
            assert len(labels(chart)) == known
            assert ("No zone." in chart.note) != known
        write_balance_page(str(tmp_path / "page.html"), rows, BALANCE, [], "en")

    def test_two_zones_of_one_beginning_are_two_bars(self):
        rows = [{**FEW[0], "zone": "the same long beginning " * 3 + end} for end in "12"]
        chart = totals_chart(rows, BALANCE)
        assert list(chart.figure.data[0].y) == [0, 1]
        boxes = [text.replace("<br>", "") for text in chart.figure.data[0].hovertext]
        assert boxes[0].split("</b>")[0].endswith("1")
        assert boxes[1].split("</b>")[0].endswith("2")


def test_a_ratio_of_one_is_balanced():
    """Neither deficit nor surplus in words; its bar has the surplus's colour, since only what is above is short."""
    rows = [{"zone": "even", "mean_ratio": 1.0, "ratio_of_totals": 0.5, "emission_t": 1.0, "sequestration_t": 2.0}]
    chart = ratio_chart(rows, BALANCE)
    assert "Mean ratio <b>1 (balanced)</b>" in chart.figure.data[0].hovertext[0]
    assert "Ratio of totals <b>0.5000 (surplus)</b>" in chart.figure.data[0].hovertext[0]
    assert list(chart.figure.data[0].marker.color) == [SURPLUS]


def test_small_ratios_have_two_digits():
    rows = [{"zone": str(k), "mean_ratio": ratio} for k, ratio in enumerate((1234.5, 0.1, 0.0123, 0.0))]
    assert [text.split("<b>")[1] for text in labels(ratio_chart(rows, BALANCE))] == [
        "1,234.50</b>", "0.10</b>", "0.012</b>", "0.00</b>",
    ]  # fmt: skip


def test_the_larger_quantity_chooses_the_unit():
    rows = [{"zone": "a", "emission_t": 1.0, "sequestration_t": 5e7}]
    assert totals_chart(rows, BALANCE).figure.layout.xaxis.title.text == "Mt"
