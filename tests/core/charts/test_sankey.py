"""Flows between zones: links hold what the table holds, what is left out stands in the note."""

from __future__ import annotations

import math

import numpy as np
import pytest
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

from charts.test_accounts import FEW, WORDS

pytest.importorskip("plotly")


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
        assert chart.note == "3 hold 100 % of 55 t 50 t at home"
        (sankey,) = chart.figure.data
        assert "a → b<br>30 t (54.55 %)" in sankey.link.customdata
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
        assert len(links.rows) <= MOST_LINKS
        assert links.drawn_t <= links.away_t * (1 + 1e-12)
        if zones <= MOST_ZONES and len(rows) <= MOST_LINKS:
            assert links.drawn_t == pytest.approx(links.away_t)
            assert links.others == 0
        named = {name for a, b, _ in links.rows for name in (a, b) if name != OTHERS and name not in ENDS}
        assert len(named) <= MOST_ZONES + 1
        for origin, destination, _ in links.rows:
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
        assert {name for a, b, _ in links.rows for name in (a, b) if name != OTHERS and name not in ENDS} <= largest
        # Link by link against the table.
        shown = {*largest, *ENDS}
        for origin, destination, flow in links.rows:
            expected = sum(
                row["flow_t"]
                for row in rows
                if row["from_zone"] != row["to_zone"]
                and (row["from_zone"] if row["from_zone"] in shown else OTHERS) == origin
                and (row["to_zone"] if row["to_zone"] in shown else OTHERS) == destination
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


def test_links_from_zones_that_are_not_shown_to_one_that_is():
    """Zone a gets 9 t of each of b, c and d: with one zone shown they are one link from the others."""
    rows = [{"from_zone": name, "to_zone": "a", "flow_t": 9.0} for name in "bcd"]
    rows += [{"from_zone": "b", "to_zone": "c", "flow_t": 2.0}]
    links = Links.of(rows, most_zones=1)
    assert links.rows == [(OTHERS, "a", 27.0)]
    assert (links.others, links.away_t, links.drawn_t) == (3, 29.0, 27.0)
    # Two zones: one more than may be shown is shown as well.
    assert Links.of(rows[:1], most_zones=1).others == 0


def test_the_largest_links_are_drawn():
    rows = [{"from_zone": "a", "to_zone": f"b{k}", "flow_t": 1.0 + k} for k in range(5)]
    links = Links.of(rows, most_links=2)
    assert links.rows == [("a", "b4", 5.0), ("a", "b3", 4.0)]
    assert (links.drawn_t, links.away_t) == (9.0, 15.0)


def test_what_stays_at_home_makes_no_zone_large():
    rows = [{"from_zone": "h", "to_zone": "h", "flow_t": 1e6}]
    rows += [{"from_zone": "a", "to_zone": "b", "flow_t": 5.0}, {"from_zone": "h", "to_zone": "b", "flow_t": 1.0}]
    rows += [{"from_zone": "c", "to_zone": "d", "flow_t": 4.0}]
    links = Links.of(rows, most_zones=2)
    assert {name for row in links.rows for name in row[:2]} == {"a", "b", OTHERS}
    assert links.home_t == 1e6


def test_boxes_hold_what_goes_through_each_side():
    chart = origin_destination_chart([*FEW, {"from_zone": "b", "to_zone": "a", "flow_t": 7.0}], WORDS)
    (sankey,) = chart.figure.data
    boxes = dict(zip(zip(sankey.node.label, sankey.node.color), sankey.node.customdata))
    texts = sorted(text.split("<br>")[1] for (name, _), text in boxes.items() if name in "ab")
    # a sends 50 and receives 7; b sends 12 and receives 30.
    assert texts == ["12 t", "30 t", "50 t", "7 t"]


def test_shares_are_of_all_that_leaves_not_of_what_is_drawn():
    """62 equal links, of which 60 are drawn: each is 1/62, together 60/62."""
    rows = [{"from_zone": f"z{k % 8}", "to_zone": f"z{8 + k // 8}", "flow_t": 1.0} for k in range(62)]
    chart = origin_destination_chart(rows, WORDS)
    assert chart.note.startswith("60 hold 96.77 % of 62 t")
    assert all("(1.61 %)" in text for text in chart.figure.data[0].link.customdata)
