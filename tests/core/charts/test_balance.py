"""Charts of zones: what is drawn is what the table holds, the rest is added up and told, and names are only text."""

from __future__ import annotations

import importlib.util
import math
import re
from collections import Counter

import numpy as np
import pytest
from carbon_service_flow.core.charts.balance import (
    balance_charts,
    densities_chart,
    ratio_chart,
    totals_chart,
    write_balance_page,
)
from carbon_service_flow.core.charts.change import (
    change_chart,
    change_charts,
    change_percent_chart,
    change_totals_chart,
    write_change_page,
)
from carbon_service_flow.core.charts.elements import page as charts
from carbon_service_flow.core.charts.elements import palette
from carbon_service_flow.core.charts.elements.labels import (
    LABEL_WIDTH,
    LINE_WIDTH,
    exact,
    full_name,
    label,
    one_line,
    percent,
    shorten,
    signed,
    tonnes,
    top,
    width,
)
from carbon_service_flow.core.charts.elements.palette import (
    DEFICIT,
    EMISSION,
    GAIN,
    LOSS_COLOUR,
    SEQUESTRATION,
    SURPLUS,
)
from carbon_service_flow.core.charts.sources import (
    MOST_SOURCES,
    sources_chart,
    sources_charts,
    write_sources_page,
    zone_shares_chart,
    zone_sources_chart,
)
from carbon_service_flow.core.charts.years import years_charts
from carbon_service_flow.core.errors import ParameterError
from hypothesis import given, settings
from hypothesis import strategies as st
from support.chart_text import HOSTILE, ZONE_WORDS, bars, dots, labels, tags_of

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
YEARS = {
    **ZONE_WORDS,
    "emission_years": "Emission",
    "sequestration_years": "Sequestration",
    "ratio_years": "Ratio",
    "not_in_both": "Not in both: {zones}.",
}
FEW = [
    {"zone": "b", "area_ha": 2.0, "emission_t": 1.0, "sequestration_t": 2.0, "mean_ratio": 0.4, "ratio_of_totals": 0.5},
    {"zone": "a", "area_ha": 4.0, "emission_t": 6.0, "sequestration_t": 4.0, "mean_ratio": 1.8, "ratio_of_totals": 1.5},
]
for one in FEW:
    one["emission_t_ha"] = one["emission_t"] / one["area_ha"]
    one["sequestration_t_ha"] = one["sequestration_t"] / one["area_ha"]


def many(count, seed=0):
    """Rows of both zone tables with made-up numbers; names are not in the order of any number."""
    random = np.random.default_rng(seed)
    rows = []
    for k in range(count):
        e, c, area, before = random.lognormal(8, 2), random.lognormal(9, 1), random.uniform(1, 99), random.uniform(1, 9)
        change = before * random.normal(0, 0.2)
        rows.append(
            {
                "zone": f"zone {k}",
                "area_ha": area,
                "emission_t": e,
                "sequestration_t": c,
                "emission_t_ha": e / area,
                "sequestration_t_ha": c / area,
                "ratio_of_totals": e / c,
                "mean_ratio": e / c * random.uniform(0.5, 2),
                "before_t": before,
                "after_t": before + change,
                "change_t": change,
                "change_percent": 100 * change / before,
            }
        )
    return rows


class TestRows:
    def test_numbers(self):
        assert exact(1234567.891, "t") == "1,234,568 t"
        assert exact(1234.567, "t") == "1,234.57 t"
        assert exact(-1200.0) == "−1,200"
        assert exact(0.000123456) == "0.0001235"
        assert exact(-0.0) == "0"
        assert exact(None) == exact(math.nan) == exact(math.inf) == "–"
        assert percent(1, 3) == "33.3 %"
        assert percent(1, 1e6) == "< 0.1 %"
        assert percent(-1, 1e6) == "> −0.1 %"
        assert percent(1, 0) == "–"
        assert [signed(v) for v in (12.345, -1234.5, 0.0, None, 0.01234)] == ["+12.3", "−1,234", "±0", "–", "+0.0123"]

    def test_megatonnes(self):
        assert tonnes([999_999.0, None], "t C").unit == "t C"
        scale = tonnes([-1e6], "t C")
        assert (scale.unit, scale.of([5e6, None])) == ("Mt C", [5.0, None])

    def test_the_module_s_example(self):
        rows = [{"zone": "a", "t": 5.0}, {"zone": "b", "t": None}, {"zone": "c", "t": 7.0}, {"zone": "d", "t": 1.0}]
        shown, rest, without = top(rows, "t", 1)
        assert [[row["zone"] for row in part] for part in (shown, rest, without)] == [["c"], ["a", "d"], ["b"]]

    @given(st.lists(st.one_of(st.none(), st.floats()), max_size=12), st.integers(1, 5), st.booleans())
    def test_no_row_is_lost(self, values, most, by_size):
        rows = [{"zone": k, "t": value} for k, value in enumerate(values)]
        shown, rest, without = top(rows, "t", most, by_size)
        assert sorted(row["zone"] for part in (shown, rest, without) for row in part) == list(range(len(values)))
        assert all(row["t"] is None or not math.isfinite(row["t"]) for row in without)
        assert [row["t"] for row in shown] == sorted((row["t"] for row in shown), reverse=True)
        # A last row stands for two zones at least.
        assert len(rest) != 1
        size = abs if by_size else float
        if rest:
            assert min(size(row["t"]) for row in shown) >= max(size(row["t"]) for row in rest)

    @given(st.text(max_size=400), st.integers(1, 60))
    def test_names_fit(self, name, most):
        assert width(shorten(name, most)) <= max(most, 2)
        assert not set(one_line(name)) & set("\n\r\t\u202e\x00")

    @given(st.text(max_size=400))
    def test_labels_hold_no_markup(self, name):
        for markup in (label(name), full_name(name)):
            assert "<" not in markup.replace("<br>", "")
            assert "&" not in re.sub("&(amp|lt|gt);", "", markup)

    def test_a_label_and_a_hover_name(self):
        assert width(label("云" * 30)) <= LABEL_WIDTH
        assert label("云" * 30).endswith("…")
        assert [width(line) for line in full_name("x" * 100).split("<br>")] == [LINE_WIDTH, LINE_WIDTH, 12]


class TestBalance:
    def test_by_hand(self):
        """The module's example."""
        chart = ratio_chart(FEW, BALANCE)
        assert bars(chart) == [[1.8, 0.4]]
        assert dots(chart) == [[1.5, 0.5]]
        assert labels(chart) == ["a  <b>1.80</b>", "b  <b>0.40</b>"]
        assert list(chart.figure.data[0].marker.color) == [DEFICIT, SURPLUS]
        assert "Mean ratio <b>1.8 (deficit)</b>" in chart.figure.data[0].hovertext[0]
        (line,) = chart.figure.layout.shapes
        assert line.x0 == line.x1 == 1
        chart = totals_chart(FEW, BALANCE)
        assert bars(chart) == [[6.0, 1.0], [4.0, 2.0]]
        assert [trace.marker.color for trace in chart.figure.data] == [EMISSION, SEQUESTRATION]
        assert chart.figure.layout.xaxis.title.text == "t"
        assert bars(densities_chart(FEW, BALANCE)) == [[1.5, 0.5], [1.0, 1.0]]

    def test_megatonnes_on_the_axis_tonnes_in_the_box(self):
        rows = [{**row, "emission_t": row["emission_t"] * 1e6} for row in FEW]
        chart = totals_chart(rows, BALANCE)
        assert bars(chart)[0] == [6.0, 1.0]
        assert chart.figure.layout.xaxis.title.text == "Mt"
        assert "Emission <b>6,000,000 t</b>" in chart.figure.data[0].hovertext[0]

    @settings(max_examples=10, deadline=None)
    @given(st.integers(0, 80), st.integers(0, 99))
    def test_sums_are_those_of_the_table(self, count, seed):
        rows = many(count, seed)
        chart = totals_chart(rows, BALANCE)
        factor = 1e6 if chart.figure.layout.xaxis.title.text.startswith("M") else 1.0
        for drawn, key in zip(bars(chart), ("emission_t", "sequestration_t")):
            assert factor * sum(drawn) == pytest.approx(sum(row[key] for row in rows))
        assert len(labels(chart)) == (count if count <= 31 else 31)
        if count > 31:
            assert labels(chart)[-1] == f"<i>other zones ({count - 30})</i>"
            assert chart.note == f"30 of {count} shown"

    def test_ratio_of_the_others_is_that_of_their_totals(self):
        rows = many(40)
        chart = ratio_chart(rows, BALANCE)
        rest = sorted(rows, key=lambda row: -row["mean_ratio"])[30:]
        expected = sum(row["emission_t"] for row in rest) / sum(row["sequestration_t"] for row in rest)
        assert dots(chart)[0][-1] == pytest.approx(expected)
        assert bars(chart)[0][-1] is None
        chart = densities_chart(rows, BALANCE)
        rest = sorted(rows, key=lambda row: -row["emission_t_ha"])[30:]
        expected = sum(row["emission_t"] for row in rest) / sum(row["area_ha"] for row in rest)
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


class TestSources:
    ROWS = [
        {"zone": "b", "area_ha": 1.0, "coal_t": 1.0, "soil_t": 3.0, "none_t": 0.0, "total_t": 4.0, "mean_t_ha": 4.0},
        {"zone": "a", "area_ha": 1.0, "coal_t": 6.0, "soil_t": 2.0, "none_t": 0.0, "total_t": 8.0, "mean_t_ha": 8.0},
    ]

    def test_by_hand(self):
        """The module's example."""
        chart = sources_chart(self.ROWS, SOURCES)
        assert bars(chart) == [[7.0, 5.0]]
        assert labels(chart) == ["Coal  <b>58.3 %</b>", "soil  <b>41.7 %</b>"]
        assert chart.note == "Total 12 t C"
        chart = zone_sources_chart(self.ROWS, SOURCES)
        assert labels(chart) == ["a", "b"]
        assert bars(chart) == [[6.0, 1.0], [2.0, 3.0]]
        assert [text for _, _, text in chart.legend] == ["Coal", "soil"]
        assert bars(zone_shares_chart(self.ROWS, SOURCES)) == [[75.0, 25.0], [25.0, 75.0]]
        assert "Coal <b>6 t C</b> (75.0 %)" in chart.figure.data[0].hovertext[0]

    @settings(max_examples=10, deadline=None)
    @given(st.integers(1, 60), st.integers(1, 25), st.integers(0, 99))
    def test_nothing_is_lost(self, zones, count, seed):
        random = np.random.default_rng(seed)
        rows = [{"zone": k, **{f"s{j}_t": random.lognormal(9, 3) for j in range(count)}} for k in range(zones)]
        for row in rows:
            row["total_t"] = sum(value for key, value in row.items() if key != "zone")
        whole = sum(row["total_t"] for row in rows)
        for chart in (sources_chart(rows, SOURCES), zone_sources_chart(rows, SOURCES)):
            factor = 1e6 if chart.figure.layout.xaxis.title.text.startswith("M") else 1.0
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


class TestChange:
    ROWS = [
        {"zone": "b", "before_t": 200.0, "after_t": 190.0, "change_t": -10.0, "change_percent": -5.0},
        {"zone": "a", "before_t": 100.0, "after_t": 130.0, "change_t": 30.0, "change_percent": 30.0},
    ]

    def test_by_hand(self):
        """The module's example."""
        totals = change_totals_chart(self.ROWS, CHANGE)
        assert bars(totals) == [[30, -10, 20]]
        assert totals.note == "Net 20 t (6.7 %)"
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
        rest = sorted(rows, key=lambda row: -abs(row["change_percent"]))[30:]
        expected = 100 * sum(row["change_t"] for row in rest) / sum(row["before_t"] for row in rest)
        assert bars(change_percent_chart(rows, CHANGE))[0][-1] == pytest.approx(expected)

    @pytest.mark.parametrize("rows", [[], [{"zone": "x", "change_t": None}], [{"zone": "x", "change_t": 0.0}]])
    def test_none_and_zero(self, rows, tmp_path):
        assert bars(change_charts(rows, CHANGE)[0]) == [[0, 0, 0]]
        write_change_page(str(tmp_path / "page.html"), rows, CHANGE, [], "en")


class TestYears:
    def test_by_hand(self):
        """The module's example."""
        before = [{"zone": "a", "emission_t": 4.0}, {"zone": "b", "emission_t": 3.0}]
        after = [{"zone": "b", "emission_t": 2.0}, {"zone": "c", "emission_t": 5.0}, {"zone": "a", "emission_t": 6.0}]
        (chart,) = years_charts(before, after, ("2015", "<b>"), YEARS)
        assert dots(chart) == [[4.0, 3.0], [6.0, 2.0]]
        assert labels(chart) == ["a  <b>+50 %</b>", "b  <b>−33 %</b>"]
        assert chart.note == "Not in both: c."
        assert [text for _, _, text in chart.legend] == ["2015", "<b>"]
        assert "&lt;b&gt; <b>6 t</b>" in chart.figure.data[1].hovertext[0]

    def test_many(self):
        before, after = many(50, 1), many(50, 2)
        emission, _, ratio = years_charts(before, after, ("2015", "2020"), YEARS)
        for drawn, rows in zip(dots(emission), (before, after)):
            assert sum(drawn) == pytest.approx(sum(row["emission_t"] for row in rows) / unit_of(emission))
        names = [row["zone"] for row in sorted(after, key=lambda row: -row["mean_ratio"])[30:]]
        rest = [row for row in before if row["zone"] in names]
        expected = sum(row["emission_t"] for row in rest) / sum(row["sequestration_t"] for row in rest)
        assert dots(ratio)[0][-1] == pytest.approx(expected)

    def test_nothing(self):
        assert years_charts([], [], ("1", "2"), YEARS) == []
        assert years_charts([{"zone": "a", "emission_t": None}], [], ("1", "2"), YEARS) == []
        (chart,) = years_charts([{"zone": "a", "emission_t": 1.0}], [], ("1", "2"), YEARS)
        assert labels(chart) == []


def unit_of(chart):
    return 1e6 if chart.figure.layout.xaxis.title.text.startswith("M") else 1.0


def write_pages(folder, names):
    folder.mkdir()
    rows = [{**row, "zone": name} for name, row in zip(names, many(len(names)))]
    sources = [{"zone": name, **{f"{n}_t": 2.0 for n in names}, "total_t": 2.0 * len(names)} for name in names]
    none = [{"zone": name, "emission_t": None} for name in names]
    write_balance_page(str(folder / "balance.html"), [*rows, *none], BALANCE, names, "en")
    write_sources_page(str(folder / "sources.html"), sources, SOURCES, names, "en")
    write_change_page(str(folder / "change.html"), rows, CHANGE, names, "en")
    years = years_charts(rows, [*rows, {"zone": names[0] + "!", "emission_t": 1.0}], (names[0], names[1]), YEARS)
    charts.write_page(str(folder / "years.html"), names[0], years, "zh")
    return sorted(folder.iterdir())


def test_hostile_names_change_nothing_but_text(tmp_path):
    bad = write_pages(tmp_path / "bad", HOSTILE)
    good = write_pages(tmp_path / "good", [f"plain{k}" for k in range(len(HOSTILE))])
    for path, other in zip(bad, good):
        one, two = tags_of(path), tags_of(other)
        assert one.tags == two.tags
        assert "&lt;script&gt;alert(1)" in one.data
        # Long names are wrapped in hover boxes.
        marks = [Counter(re.findall("</?[a-z]+", page.data.replace("<br>", ""))) for page in (one, two)]
        assert marks[0] == marks[1]


def test_pages_are_self_contained(tmp_path):
    for path in write_pages(tmp_path / "pages", ["甲", "b"]):
        text, parser = path.read_text(encoding="utf-8"), tags_of(path)
        assert "link" not in parser.tags
        assert not re.search(r"<(script|img|link)[^>]*(src|href)=", text)
        assert sum(len(script) > 1_000_000 for script in parser.scripts) == 1


def test_without_plotly(monkeypatch, tmp_path):
    find = importlib.util.find_spec
    monkeypatch.setattr(charts, "find_spec", lambda name: None if name == "plotly" else find(name))
    for write, words in ((write_balance_page, BALANCE), (write_sources_page, SOURCES), (write_change_page, CHANGE)):
        with pytest.raises(ParameterError, match="plotly"):
            write(str(tmp_path / "page.html"), [], words, [], "en")
    assert list(tmp_path.iterdir()) == []


# Severe red-green blindness as matrices on linear RGB: Machado et al. 2009, table of severity 1.0.
EYES = {
    "normal": np.eye(3),
    "protan": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deutan": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
}
TOGETHER = {
    "balance": [EMISSION, SEQUESTRATION],
    "ratio": [SURPLUS, DEFICIT],
    "change": [GAIN, LOSS_COLOUR, palette.NEUTRAL],
    "destinations": list(palette.DESTINATIONS.values()),
}


def lab(colour, eye):
    """CIE L*a*b* (D65) of a colour as an eye sees it."""
    rgb = np.array([int(colour[k : k + 2], 16) for k in (1, 3, 5)]) / 255
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    seen = np.clip(eye @ linear, 0, 1)
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    xyz = to_xyz @ seen / (0.9505, 1.0, 1.089)
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


class TestColours:
    @pytest.mark.parametrize("eye", EYES)
    @pytest.mark.parametrize("name", TOGETHER)
    def test_told_apart(self, eye, name):
        """A distance of 20 in L*a*b* between any two colours of one chart; 2.3 is just noticeable."""
        seen = [lab(colour, EYES[eye]) for colour in TOGETHER[name]]
        for k, one in enumerate(seen):
            for other, colour in zip(seen[k + 1 :], TOGETHER[name][k + 1 :]):
                assert np.linalg.norm(one - other) >= 20, (TOGETHER[name][k], colour)

    @pytest.mark.parametrize("eye", EYES)
    def test_neighbours_in_a_stack_are_told_apart(self, eye):
        """Sources have many colours: any two of one list differ by 13 at least."""
        for colours in (list(palette.SOURCES.values()), palette.SPARE):
            for k, one in enumerate(colours):
                for other in colours[k + 1 :]:
                    distance = np.linalg.norm(lab(one, EYES[eye]) - lab(other, EYES[eye]))
                    assert distance >= 13, (one, other)

    def test_every_colour_stands_out_from_white(self):
        for colours in TOGETHER.values():
            assert all(lab(colour, np.eye(3))[0] < 85 for colour in colours)

    def test_colours_of_sources(self):
        assert palette.source_colours(["coal_tce", "soil", "coal_t"])[:2] == [
            palette.SOURCES["coal"],
            palette.SOURCES["soil"],
        ]
        colours = palette.source_colours(["coal_tce", "coal_t", "coalition", "x", "y", "soil"])
        assert len(set(colours)) == 6
        assert palette.source_colours(["coalition"])[0] in palette.SPARE
