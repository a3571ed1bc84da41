"""Charts of sources: every source is drawn or among the others, and shares add up."""

from __future__ import annotations

import math

import numpy as np
import pytest
from carbon_service_flow.core.charts.sources import (
    MOST_SOURCES,
    source_columns,
    sources_chart,
    sources_charts,
    zone_shares_chart,
    zone_sources_chart,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from support.chart_text import ZONE_WORDS, bars, labels, unit_of

pytest.importorskip("plotly")

SOURCES = {
    **ZONE_WORDS,
    "by_source": "By source",
    "by_zone": "By zone",
    "shares": "Shares",
    "share": "Share",
    "total": "Total",
    "total_note": "Total {total}",
    "tonnes": "t C",
    "other_sources": "other sources ({count})",
    "no_source": "No source.",
    "source:coal": "Coal",
}


class TestSources:
    ROWS = [
        {"zone": "b", "area_ha": 1.0, "coal_t": 1.0, "soil_t": 3.0, "none_t": 0.0, "total_t": 4.0, "mean_t_ha": 4.0},
        {"zone": "a", "area_ha": 1.0, "coal_t": 6.0, "soil_t": 2.0, "none_t": 0.0, "total_t": 8.0, "mean_t_ha": 8.0},
    ]

    def test_by_hand(self):
        """The module's example."""
        chart = sources_chart(self.ROWS, SOURCES)
        assert bars(chart) == [[7.0, 5.0]]
        assert labels(chart) == ["Coal  <b>58.33 %</b>", "soil  <b>41.67 %</b>"]
        assert chart.note == "Total 12 t C"
        chart = zone_sources_chart(self.ROWS, SOURCES)
        assert labels(chart) == ["a", "b"]
        assert bars(chart) == [[6.0, 1.0], [2.0, 3.0]]
        assert [text for _, _, text in chart.legend] == ["Coal", "soil"]
        assert bars(zone_shares_chart(self.ROWS, SOURCES)) == [[75.0, 25.0], [25.0, 75.0]]
        assert "Coal <b>6 t C</b> (75 %)" in chart.figure.data[0].hovertext[0]

    @settings(max_examples=10, deadline=None)
    @given(st.integers(1, 60), st.integers(1, 25), st.integers(0, 99))
    def test_nothing_is_lost(self, zones, count, seed):
        random = np.random.default_rng(seed)
        rows = [{"zone": k, **{f"s{j}_t": random.lognormal(9, 3) for j in range(count)}} for k in range(zones)]
        for row in rows:
            row["total_t"] = sum(value for key, value in row.items() if key != "zone")
        whole = sum(row["total_t"] for row in rows)
        for chart in (sources_chart(rows, SOURCES), zone_sources_chart(rows, SOURCES)):
            factor = unit_of(chart)
            assert factor * sum(map(sum, bars(chart))) == pytest.approx(whole)
        shares = zone_shares_chart(rows, SOURCES)
        assert [sum(row) for row in zip(*bars(shares))] == pytest.approx([100.0] * len(labels(shares)))
        assert len(shares.legend) == (count if count <= MOST_SOURCES + 1 else MOST_SOURCES + 1)
        assert len({colour for _, colour, _ in shares.legend}) == len(shares.legend)

    def test_gaps_zero_and_nothing(self):
        rows = [{"zone": "a", "x_t": None, "y_t": 2.0, "total_t": 2.0}, {"zone": "b", "x_t": 1.0, "y_t": math.nan}]
        chart = zone_sources_chart(rows, SOURCES)
        assert labels(chart) == ["a"]
        assert "No value: b." in chart.note
        zero = [{"zone": "z", "x_t": 0.0, "total_t": 0.0}]
        for rows in ([], zero):
            overview, *_ = sources_charts(rows, SOURCES)
            assert overview.note == "No source."


def test_names_and_shares_of_each_zone():
    box = zone_sources_chart(TestSources.ROWS, SOURCES).figure.data[0].hovertext[1]
    assert "Coal <b>1 t C</b> (25 %)<br>soil <b>3 t C</b> (75 %)" in box
    assert "Total <b>4 t C</b>" in box


@pytest.mark.parametrize("count", [MOST_SOURCES + 1, MOST_SOURCES + 2])
def test_one_source_too_many_is_shown(count):
    rows = [{"zone": "z", **{f"s{k}_t": float(k + 1) for k in range(count)}, "total_t": 1.0}]
    chart = sources_chart(rows, SOURCES)
    few = count == MOST_SOURCES + 1
    assert len(labels(chart)) == MOST_SOURCES + 1
    assert ("other sources" in labels(chart)[-1]) != few
    # 1 + 2 of the smallest, or the smallest itself.
    assert bars(chart)[0][-1] == (1.0 if few else 3.0)


def test_which_columns_are_sources():
    assert source_columns(["zone", "coal_t", "mean_t_ha", "total_t", "soil_t"]) == ["coal_t", "soil_t"]
