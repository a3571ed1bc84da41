"""Charts of the routed flow: links hold what the table holds, what is left out is told, accounts stand end to end."""

from __future__ import annotations

import math

import numpy as np
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
from carbon_service_flow.core.charts.sankey import (
    ENDS,
    MOST_LINKS,
    MOST_ZONES,
    OTHERS,
    Links,
    origin_destination_chart,
)
from carbon_service_flow.core.routing.service_flow import DESTINATION_NAMES
from hypothesis import given, settings
from hypothesis import strategies as st
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


def table(zones, ways, seed):
    """Rows of an origin-destination table: each zone to itself, some others and the ends."""
    random = np.random.default_rng(seed)
    names = [f"z{k}" for k in range(zones)]
    ends = [*names, *ENDS]
    return [
        {"from_zone": origin, "to_zone": end, "flow_t": random.lognormal(3, 2)}
        for origin in names
        for end in {origin, *random.choice(ends, ways)}
    ]


def drawn(chart):
    """{(from, to): value} of a Sankey diagram, by the labels."""
    (sankey,) = chart.figure.data
    links, names = sankey.link, sankey.node.label
    return {(names[a], names[b]): v for a, b, v in zip(links.source, links.target, links.value)}


def test_ends_are_those_of_the_tables():
    assert set(ENDS) == set(DESTINATION_NAMES.values())


class TestSankey:
    def test_by_hand(self):
        """The module's example."""
        chart = origin_destination_chart(FEW, WORDS)
        assert drawn(chart) == {("a", "b"): 30.0, ("a", "(left_region)"): 20.0, ("b", "(unfixed)"): 5.0}
        assert chart.note == "3 hold 100.0 % of 55 t 50 t at home"
        (sankey,) = chart.figure.data
        assert "a → b<br>30 t (54.5 %)" in sankey.link.customdata
        # The right side's b is another box than the left side's.
        assert list(sankey.node.label).count("b") == 2

    @settings(max_examples=25, deadline=None)
    @given(st.integers(1, 60), st.integers(1, 12), st.integers(0, 99))
    def test_nothing_is_lost(self, zones, ways, seed):
        rows = table(zones, ways, seed)
        links = Links.of(rows)
        home = sum(row["flow_t"] for row in rows if row["from_zone"] == row["to_zone"])
        assert links.home_t == pytest.approx(home)
        assert links.home_t + links.away_t == pytest.approx(sum(row["flow_t"] for row in rows))
        assert len(links.links) <= MOST_LINKS
        assert links.drawn_t <= links.away_t * (1 + 1e-12)
        if zones <= MOST_ZONES and len(rows) <= MOST_LINKS:
            assert links.drawn_t == pytest.approx(links.away_t)
            assert links.others == 0
        named = {name for a, b, _ in links.links for name in (a, b) if name is not OTHERS and name not in ENDS}
        assert len(named) <= MOST_ZONES + 1
        for origin, destination, _ in links.links:
            assert {origin, destination} & named
            assert origin not in ENDS

    def test_many_zones(self):
        rows = table(2800, 5, 1)
        links = Links.of(rows)
        assert links.others == 2800 - MOST_ZONES
        through = dict.fromkeys((row["from_zone"] for row in rows), 0.0)
        for row in rows:
            if row["from_zone"] != row["to_zone"]:
                for name in (row["from_zone"], row["to_zone"]):
                    if name in through:
                        through[name] += row["flow_t"]
        largest = set(sorted(through, key=lambda name: -through[name])[:MOST_ZONES])
        assert {
            name for a, b, _ in links.links for name in (a, b) if name is not OTHERS and name not in ENDS
        } <= largest
        # Link by link against the table.
        kept = {*largest, *ENDS}
        for origin, destination, flow in links.links:
            expected = sum(
                row["flow_t"]
                for row in rows
                if row["from_zone"] != row["to_zone"]
                and (row["from_zone"] if row["from_zone"] in kept else OTHERS) == origin
                and (row["to_zone"] if row["to_zone"] in kept else OTHERS) == destination
            )
            assert flow == pytest.approx(expected)
        chart = origin_destination_chart(rows, WORDS)
        assert f"other zones ({2800 - MOST_ZONES:,})" in chart.figure.data[0].node.label

    def test_what_is_no_flow(self):
        rows = [{"from_zone": "a", "to_zone": "b", "flow_t": flow} for flow in (None, math.nan, 0.0, -5.0)]
        assert origin_destination_chart(rows, WORDS) is None
        assert origin_destination_chart([], WORDS) is None
        assert origin_destination_chart(FEW[:1], WORDS) is None

    def test_megatonnes(self):
        rows = [{**row, "flow_t": 1e6 * row["flow_t"]} for row in FEW]
        chart = origin_destination_chart(rows, WORDS)
        assert drawn(chart)["a", "b"] == 30.0
        assert chart.figure.data[0].valuesuffix == " Mt"
        assert "55,000,000 t" in chart.note


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
        assert labels(chart)[1] == "(absorbed_home)  <b>60.0 %</b>"
        assert labels(chart)[-1] == "(trapped)  <b>5.0 %</b>"

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
        write_flow_page(str(path), ACCOUNT, zones, flows, WORDS, names, "en")
        pages.append(tags_of(path))
    bad, good = pages
    assert bad.tags == good.tags
    assert "&lt;script&gt;alert(1)" in bad.data
    assert "<script>alert" not in bad.data
    assert "<a href" not in bad.data
