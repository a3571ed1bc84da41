"""Accounts of the routed flow stand end to end, and the zones' fates and exchange are those of the table."""

from __future__ import annotations

import pytest
from carbon_service_flow.core.charts.accounts import (
    ACCOUNTS,
    FATES,
    accounts_chart,
    exchange_chart,
    fates_chart,
    flow_charts,
    write_flow_page,
)
from carbon_service_flow.core.charts.sankey import ENDS
from support.chart_text import HOSTILE, ZONE_WORDS, bars, dots, labels, tags_of

pytest.importorskip("plotly")

WORDS = {
    **ZONE_WORDS,
    "emission_note": "Emission {total}",
    "accounts": "Accounts",
    "flows": "Flows",
    "flows_drawn": "{count} hold {share} of {total}",
    "flows_home": "{total} at home",
    "fates": "Fates",
    "exchange": "Exchange",
    "net": "Net",
    "axis_exchange": "left, right",
    **{
        word: f"({word})"
        for word in (
            *ACCOUNTS.values(),
            *(word for word, _ in FATES.values()),
            *(word for word, _ in ENDS.values()),
            "imported",
            "exported_to_zones",
        )
    },
}
FEW = [
    {"from_zone": "a", "to_zone": "a", "flow_t": 50.0},
    {"from_zone": "a", "to_zone": "b", "flow_t": 30.0},
    {"from_zone": "a", "to_zone": "(left the region)", "flow_t": 20.0},
    {"from_zone": "b", "to_zone": "(unfixed)", "flow_t": 5.0},
]

ACCOUNT = {
    "EMISSION_T": 100.0,
    "ABSORBED_HOME_T": 60.0,
    "ABSORBED_DOWNWIND_T": 25.0,
    "EXPORTED_T": 10.0,
    "GAPS_T": 0.0,
    "DISPERSED_T": 0.0,
    "TRAPPED_T": 5.0,
    "CALM_T": 0.0,
}


class TestAccounts:
    def test_by_hand(self):
        """The module's example: each bar begins where the one before ends, and the last ends at 0."""
        chart = accounts_chart(ACCOUNT, WORDS)
        (trace,) = chart.figure.data
        assert list(trace.x) == [100, 60, 25, 10, 5]
        assert list(trace.base) == pytest.approx([0, 40, 15, 5, 0])
        assert labels(chart)[1] == "(absorbed_home)  <b>60 %</b>"
        assert labels(chart)[-1] == "(trapped)  <b>5 %</b>"

    def test_no_emission(self):
        chart = accounts_chart(dict.fromkeys(ACCOUNT, 0.0), WORDS)
        assert list(chart.figure.data[0].x) == [0.0]

    def test_fates_add_up(self):
        rows = [
            {"zone": "a", "emission_t": 10.0, "absorbed_home_t": 6.0, "exported_to_zones_t": 3.0, "left_region_t": 1.0},
            {"zone": "b", "emission_t": 20.0, "absorbed_home_t": 20.0, "unfixed_t": 0.0},
        ]
        chart = fates_chart(rows, WORDS)
        assert labels(chart) == ["b", "a"]
        assert [sum(value or 0 for value in row) for row in zip(*bars(chart))] == [20.0, 10.0]
        assert [text for _, _, text in chart.legend] == ["(zone_home)", "(zone_exported)", "(left_region)"]

    def test_exchange(self):
        rows = [
            {"zone": "a", "imported_t": 1.0, "exported_to_zones_t": 3.0},
            {"zone": "b", "imported_t": 3.0, "exported_to_zones_t": 1.0},
            {"zone": "c", "imported_t": None, "exported_to_zones_t": 1.0},
        ]
        chart = exchange_chart(rows, WORDS)
        assert bars(chart) == [[3.0, 1.0], [-1.0, -3.0]]
        assert dots(chart) == [[2.0, -2.0]]
        assert chart.note == "No value: c."


def test_without_zones_there_are_accounts():
    assert [chart.heading for chart in flow_charts(ACCOUNT, [], [], WORDS)] == ["Accounts"]
    zones = [{"zone": "a", "emission_t": 1.0, "absorbed_home_t": 1.0, "imported_t": 0.0, "exported_to_zones_t": 0.0}]
    assert [chart.heading for chart in flow_charts(ACCOUNT, zones, FEW[:1], WORDS)] == ["Accounts", "Fates", "Exchange"]


def test_hostile_names_are_text(tmp_path):
    pages = []
    for folder, names in (("bad", HOSTILE), ("good", [f"plain{k}" for k in range(len(HOSTILE))])):
        (tmp_path / folder).mkdir()
        path = tmp_path / folder / "flow.html"
        zones = [{"zone": name, "emission_t": 2.0, "imported_t": 1.0, "exported_to_zones_t": 1.0} for name in names]
        flows = [{"from_zone": a, "to_zone": b, "flow_t": 1.0} for a, b in zip(names, [*names[1:], names[0]])]
        write_flow_page(str(path), ACCOUNT, zones, flows, WORDS, notes=names, language="en")
        pages.append(tags_of(path))
    bad, good = pages
    assert bad.tags == good.tags
    assert "&lt;script&gt;alert(1)" in bad.data
    assert "<script>alert" not in bad.data
    assert "<a href" not in bad.data


def test_large_accounts_are_drawn_in_one_unit():
    chart = accounts_chart({name: 1e6 * value for name, value in ACCOUNT.items()}, WORDS)
    (trace,) = chart.figure.data
    assert chart.figure.layout.xaxis.title.text == "Mt"
    assert list(trace.x) == [100, 60, 25, 10, 5]
    assert list(trace.base) == pytest.approx([0, 40, 15, 5, 0])
    assert chart.note == "Emission 100,000,000 t"


def test_accounts_that_are_no_numbers_are_nothing():
    chart = accounts_chart({"EMISSION_T": 10.0, "GAPS_T": float("nan"), "CALM_T": None, "TRAPPED_T": 10.0}, WORDS)
    assert list(chart.figure.data[0].x) == [10.0, 10.0]


def test_exchange_says_what_goes_where_and_shows_the_largest_of_either_sign():
    rows = [{"zone": str(k), "imported_t": float(k), "exported_to_zones_t": 10.0} for k in range(4)]
    rows.append({"zone": "in", "imported_t": 11.0, "exported_to_zones_t": 10.0})
    chart = exchange_chart(rows, WORDS, most=2)
    # Nets are -10, -9, -8, -7 and 1: the two largest in size are those of zones 0 and 1.
    assert labels(chart)[:2] == ["1", "0"]
    assert (
        "(imported) <b>1 t</b><br>(exported_to_zones) <b>10 t</b><br>Net <b>−9 t</b>"
        in (chart.figure.data[0].hovertext[0])
    )
    assert bars(chart)[0][-1] == 2.0 + 3.0 + 11.0
    assert dots(chart)[0][-1] == -8.0 - 7.0 + 1.0
