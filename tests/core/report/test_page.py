"""The report's pieces: numbers as texts, tables with others, accounts, cards, and the page itself."""

from __future__ import annotations

import html
import math
import re

import numpy as np
import pytest
from carbon_service_flow.core.errors import ParameterError, TableError
from carbon_service_flow.core.provenance.record import Factor, Step
from carbon_service_flow.core.raster.sources import Band
from carbon_service_flow.core.report.cards import cards
from carbon_service_flow.core.report.charts import matrix_chart
from carbon_service_flow.core.report.figures import Year, accounts, figures
from carbon_service_flow.core.report.page import Command, Map, Page, Section, write_report
from carbon_service_flow.core.report.steps import command_line, factors_section, steps_section, warnings_section
from carbon_service_flow.core.report.tables import flow_grid, mass_balance_table, zone_grid
from carbon_service_flow.core.report.totals import Total, density_total
from carbon_service_flow.core.tables.number_format import Scale, change, number, percent
from carbon_service_flow.core.tables.read import make_table
from carbon_service_flow.core.tables.summary import is_sum, largest, rows_of, summed
from hypothesis import given
from hypothesis import strategies as st
from osgeo import gdal, osr
from support.common import laws

HOSTILE = "<script>alert(1)</script>"


class Words(dict):
    """Any word is its key; those with fields say what they hold."""

    FIELDS = {
        "others_row": "{count} others",
        "others_note": "{shown} of {count}",
        "flows_home": "home {amount}",
        "flows_others": "{count} more, {amount}",
        "of_zones": "of {count}",
        "account_note": "differ by {difference}",
        "account_reported": "reported {error}",
        "account_zero": "zero {accounts}",
        "left_out": "{count} left out",
        "made_with": "with {version}",
        "first_rows": "{shown} of {count}",
    }

    def __missing__(self, key: str) -> str:
        return self.FIELDS.get(key, key)

    def get(self, key, default=None):
        return default if key.startswith(("source:", "unit:", "note_")) else self[key]


WORDS = Words()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (10220496382.88, "10,220,496,383"),
        (20.359, "20.36"),
        (227.0, "227"),
        (226.954, "227.0"),
        (0.0123456, "0.01235"),
        (3.82e-13, "3.8 × 10⁻¹³"),
        (-3.82e-13, "−3.8 × 10⁻¹³"),
        (-1234.5, "−1,234"),
        (0, "0"),
        (-0.0, "0"),
        (None, "–"),
        (math.nan, "–"),
        (math.inf, "–"),
        (1e16, "1.0 × 10¹⁶"),
    ],
)
def test_number(value, text):
    assert number(value) == text


def test_percent_and_change():
    assert [percent(v) for v in (0.1072, 1.0, 0.0, 1e-6, None)] == ["10.72 %", "100 %", "0 %", "< 0.01 %", "–"]
    # (110 - 100) / 100, and a negative base: from -10 to -5 is up by half of 10.
    assert change(100, 110) == "+10.0 %"
    assert change(-10, -5) == "+50.0 %"
    assert change(100, 99.9944) == "−0.01 %"
    assert [change(0, 1), change(None, 1), change(1, math.nan), change(2, 2)] == ["–", "–", "–", "0 %"]


def test_scale_suits_the_largest():
    assert (Scale.of([5.0, 1.02e10]).word, Scale.of([1.02e10]).text(1.02e10)) == ("million_t", "10,200")
    assert Scale.of([2e5]).word == "thousand_t"
    assert Scale.of([]).word == Scale.of([None, math.nan]).word == "t"


def test_rows_of_read_numbers_and_keep_names():
    table = make_table("t.csv", ["ZONE", "total_T", "note"], [["11", '"1,000"'.strip('"'), "x"], ["b", "", "7"]])
    assert rows_of(table, "zone", "total_t") == [
        {"zone": "11", "total_t": 1000.0, "note": None},
        {"zone": "b", "total_t": None, "note": 7.0},
    ]
    with pytest.raises(TableError, match="mean_ratio"):
        rows_of(table, "mean_ratio")


def test_others_are_sums_and_quotients_of_sums():
    """Of 40 zones 30 are shown. Others: emissions 1..10 (sum 55) on 10 zones of 2 ha and C = 5 each."""
    rows = [
        {"zone": f"z{n}", "area_ha": 2.0, "emission_t": float(n), "sequestration_t": 5.0, "emission_t_ha": n / 2.0,
         "sequestration_t_ha": 2.5, "difference_t_ha": 2.5 - n / 2.0, "ratio_of_totals": n / 5.0, "mean_ratio": 9.0,
         "rank": 41 - n}
        for n in range(1, 41)
    ]  # fmt: skip
    shown = largest(rows, "emission_t", lambda count: f"{count} others")
    assert len(shown) == 31
    assert [row["zone"] for row in shown[:2]] == ["z40", "z39"]
    others = shown[-1]
    assert others["zone"] == "10 others"
    assert (others["area_ha"], others["emission_t"], others["sequestration_t"]) == (20.0, 55.0, 50.0)
    assert others["emission_t_ha"] == 55 / 20
    assert others["difference_t_ha"] == pytest.approx(50 / 20 - 55 / 20)
    assert others["ratio_of_totals"] == 55 / 50
    assert others["mean_ratio"] is None
    assert others["rank"] is None


@laws
@given(st.lists(st.floats(0, 1e9), min_size=1, max_size=80), st.integers(1, 40))
def test_nothing_is_lost_among_the_others(values, most):
    rows = [{"zone": str(n), "total_t": value} for n, value in enumerate(values)]
    shown = largest(rows, "total_t", str, most)
    assert len(shown) <= most + 1
    assert sum(row["total_t"] for row in shown) == pytest.approx(sum(values))


def test_31_zones_are_all_shown():
    rows = [{"zone": str(n), "total_t": 1.0} for n in range(31)]
    assert [row["zone"] for row in largest(rows, "total_t", str)] == [str(n) for n in range(31)]


def test_densities_are_no_sums():
    assert [is_sum(c) for c in ("area_ha", "coal_t", "soil_t", "mean_t_ha", "emission_t_ha", "flow_t_km2", "rank")] == [
        True, True, True, False, False, False, False,
    ]  # fmt: skip
    assert summed([{"zone": "a", "x_t": None}], "all")["x_t"] is None


def routed(**numbers) -> Step:
    return Step("carbonflow:windflowrouting", "1", "OUTPUT_FLUX", numbers=numbers)


def test_accounts_of_cells_add_up():
    """100 = 60 + 25 + 10 + 5."""
    step = routed(EMISSION_T=100, ABSORBED_HOME_T=60, ABSORBED_DOWNWIND_T=25, EXPORTED_T=10, TRAPPED_T=5,
                  BALANCE_ERROR=1e-16)  # fmt: skip
    found = accounts(Year(steps={"FLUX": step}))
    assert (found.emission, found.accounted, found.difference, found.reported) == (100, 100, 0, 1e-16)
    told = mass_balance_table(found, "Accounts", WORDS)
    assert [line.amount for line in told.lines] == ["60.000", "25.000", "10.000", "5.000", "100.000", "100.000"]
    assert "zero account_GAPS_T, account_DISPERSED_T, account_CALM_T" in told.note
    assert told.lines[0].width == 60


def test_accounts_that_do_not_add_up_say_so():
    found = accounts(Year(steps={"FLUX": routed(EMISSION_T=100, ABSORBED_HOME_T=90)}))
    assert found.difference == pytest.approx(0.1)
    assert "differ by 0.10" in mass_balance_table(found, "", WORDS).note


def test_accounts_of_zones_when_there_is_no_record():
    rows = [
        {"zone": "a", "emission_t": 10.0, "absorbed_home_t": 4.0, "imported_t": 9.0, "exported_to_zones_t": 5.0,
         "left_region_t": 1.0, "unfixed_t": 0.0, "dispersed_t": 0.0},
    ]  # fmt: skip
    found = accounts(Year(tables={"FLOW_TABLE": rows}))
    assert (found.emission, found.accounted) == (10, 10)
    assert accounts(Year()) is None
    zero = accounts(Year(steps={"FLUX": routed(EMISSION_T=0)}))
    assert zero.difference == 0
    assert mass_balance_table(zero, "", WORDS).lines[-1].amount == "0.000"


def test_figures_come_from_rasters_then_tables():
    balance = [{"zone": "a", "area_ha": 10.0, "emission_t": 30.0, "sequestration_t": 60.0, "flow_t": 20.0,
                "mean_ratio": 1.5, "ratio_of_totals": 0.5}]  # fmt: skip
    found = figures(Year(tables={"BALANCE_TABLE": balance}))
    assert (found["emission_t"], found["emission_t_ha"], found["ratio_of_totals"]) == (30, 3, 0.5)
    # 20 t on 10 ha = 0.1 km2.
    assert found["flow_t_km2"] == pytest.approx(200)
    assert (found["zones"], found["zones_in_deficit"]) == (1, 1)
    found = figures(Year(tables={"BALANCE_TABLE": balance}, totals={"EMISSION": Total(40.0, 20.0)}))
    assert (found["emission_t"], found["emission_t_ha"]) == (40, 2)
    assert figures(Year()) == {}


def test_cards_of_two_years():
    years = [Year(label, totals={"EMISSION": Total(t, 10.0)}) for label, t in (("2015", 100.0), ("2020", 110.0))]
    by_label = {card.label: card for card in cards(years, WORDS)}
    assert by_label["figure_emission_t"].values == (("2015", "100"), ("2020", "110"))
    assert by_label["figure_emission_t"].change == "+10.0 %"
    # The same area in both years is told once.
    assert by_label["figure_area_ha"].values == (("", "0.1000"),)


def test_a_stock_given_once_holds_for_both_and_is_not_told_twice():
    """The balance's sequestration is the stock: one card, without a year."""
    balance = [{"zone": "a", "area_ha": 10.0, "emission_t": 1.0, "sequestration_t": 60.0000001, "mean_ratio": None}]
    years = [
        Year("2015", {"BALANCE_TABLE": balance}, {"STOCK": Total(60.0, 10.0)}),
        Year("2020", {"BALANCE_TABLE": balance}),
    ]
    labels = [card.label for card in cards(years, WORDS)]
    assert "figure_stock_t" in labels
    assert "figure_sequestration_t" not in labels
    stock = next(card for card in cards(years, WORDS) if card.label == "figure_stock_t")
    assert [label for label, _ in stock.values] == [""]


def test_zone_grid_of_2800_zones_is_bounded():
    rows = [{"zone": f"z{n}", "area_ha": 1.0, "total_t": float(n)} for n in range(2800)]
    grid = zone_grid(rows, "By zone", "total_t", WORDS)
    assert len(grid.rows) == 32
    assert grid.rows[0][0] == "z2799"
    assert grid.rows[30][0] == "2,770 others"
    # 0 + 1 + ... + 2799 = 3 918 600.
    assert grid.rows[31][2] == "3,919"
    assert grid.columns[2].unit == "thousand_t unit_c"
    assert grid.note == "30 of 2,800"


def test_flow_grid_leaves_home_out_and_counts_the_rest():
    rows = [{"from_zone": "a", "to_zone": "a", "flow_t": 500.0}]
    rows += [{"from_zone": "a", "to_zone": f"b{n}", "flow_t": 1.0 + n} for n in range(45)]
    grid = flow_grid(rows, "Flows", WORDS)
    assert len(grid.rows) == 40
    assert grid.rows[0][:2] == ["a", "b44"]
    # The five smallest: 1 + 2 + 3 + 4 + 5.
    assert grid.note == "home 500 t unit_c_year 5 more, 15 t unit_c_year"


def test_density_total(tmp_path):
    """2 x 2 cells of 1 km2 = 100 ha with 1, 2, 3 t/ha and nodata: 600 t on 300 ha."""
    path = str(tmp_path / "a.tif")
    dataset = gdal.GetDriverByName("GTiff").Create(path, 2, 2, 1, gdal.GDT_Float32)
    dataset.SetGeoTransform((0, 1000, 0, 0, 0, -1000))
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(32650)
    dataset.SetProjection(reference.ExportToWkt())
    dataset.GetRasterBand(1).SetNoDataValue(-9999)
    dataset.GetRasterBand(1).WriteArray(np.array([[1, 2], [3, -9999]], np.float32))
    dataset = None
    assert density_total(Band(path)) == Total(600.0, 300.0)


def test_matrix_chart_finds_columns_in_any_case():
    rows = [{"layer": "A", "a": 1.0, "b": None}, {"layer": "b", "a": -0.5, "b": 1.0}]
    data = matrix_chart(rows, "Matrix").figure.data[0]
    assert [list(line) for line in data.z] == [[1.0, None], [-0.5, 1.0]]
    assert matrix_chart([], "Matrix") is None


def test_command_line_is_for_a_shell():
    text = command_line(["qgis_process", "run", "c:x", "--", "A=1", "B=my file's.tif", "C=$(rm -rf)", "D=数据.tif"])
    assert text.splitlines()[0] == "qgis_process run c:x -- \\"
    assert "'B=my file'\"'\"'s.tif'" in text
    assert "'C=$(rm -rf)'" in text


def run_of(**more) -> tuple[Step, dict[str, str]]:
    step = Step(
        "carbonflow:carbonstock",
        "9.8",
        "OUTPUT",
        {"LANDUSE": f"{HOSTILE}.tif"},
        {"SCHEME": HOSTILE},
        {},
        [Factor("density", HOSTILE, 215.92, "t C/ha", "Study, Table 2"), Factor("density", "x", 0.0123456, "t C/ha")],
        [f"Zone {HOSTILE}: nothing there."],
        **more,
    )
    return step, {"OUTPUT": "out/stock.tif"}


def test_factors_warnings_and_steps():
    found = factors_section([run_of(), run_of(factors_left_out=3)], WORDS)
    assert [list(row[:2]) for row in found.tables[0].rows] == [[HOSTILE, "215.92"], ["x", "0.012346"]]
    assert found.tables[0].note == "3 left out"
    found = warnings_section([run_of(warnings_left_out=7)], str.upper, WORDS)
    assert (found.warnings[0].title, found.warnings[0].more) == ("CARBONFLOW:CARBONSTOCK: stock.tif", "7 left out")
    found = steps_section([run_of()], Command("own", "text"), str, WORDS)
    assert found.commands[0].text.startswith("qgis_process run carbonflow:carbonstock")
    assert "OUTPUT=out/stock.tif" in found.commands[0].text
    assert found.commands[1].title == "own"


def hostile_page() -> Page:
    rows = [{"zone": HOSTILE, "area_ha": 1.0, "total_t": 5.0}, {"zone": "<img src=x onerror=alert(2)>", "total_t": 3.0}]
    section = Section("figures", HOSTILE, [HOSTILE], cards([Year(HOSTILE, totals={"STOCK": Total(1.0, 1.0)})], WORDS))
    section.tables = [zone_grid([{"area_ha": None, **row} for row in rows], HOSTILE, "total_t", WORDS)]
    section.maps = [Map(HOSTILE, b"\x89PNG", "png", 10, 10, b"x", 5, 5, HOSTILE)]
    section.charts = [[(HOSTILE, matrix_chart([{"layer": HOSTILE, HOSTILE.casefold(): 1.0}], HOSTILE))]]
    runs = [run_of()]
    parts = [section, factors_section(runs, WORDS), warnings_section(runs, str, WORDS)]
    parts.append(steps_section(runs, Command(HOSTILE, HOSTILE, HOSTILE), str, WORDS))
    return Page(HOSTILE, HOSTILE, parts, "en", WORDS, [HOSTILE])


def test_hostile_names_do_nothing(tmp_path):
    write_report(str(tmp_path / "r.html"), hostile_page())
    text = (tmp_path / "r.html").read_text(encoding="utf-8")
    own = re.sub(r"<script>.*?</script>", "", text, count=1, flags=re.S)
    assert "alert(1)" in own
    assert HOSTILE not in own
    assert "<img src=x" not in own
    assert html.escape(HOSTILE) in own


def test_the_page_loads_nothing(tmp_path):
    write_report(str(tmp_path / "r.html"), hostile_page())
    text = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert not re.search(r"<(?:script|img|link|iframe)[^>]+(?:src|href)=[\"'](?!data:)", text)
    assert "default-src 'none'" in text
    assert not re.search(r"@import|url\(http", re.sub(r"<script>.*?</script>", "", text, flags=re.S))
    # plotly is in it once.
    assert text.count("plotly.js v") <= 1 or text.count("Plotly=") <= 2


def test_empty_sections_are_left_out_and_without_charts_there_is_no_script(tmp_path):
    page = Page("Title", "", [Section("wind", "Wind"), Section("steps", "Steps", commands=[Command("a", "b")])], "zh",
                WORDS)  # fmt: skip
    write_report(str(tmp_path / "r.html"), page)
    text = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert 'id="wind"' not in text
    assert 'id="steps"' in text
    assert "<script" not in text
    assert len(text) < 20_000
    assert '<html lang="zh">' in text


def test_without_jinja2_it_says_how_to_get_it(tmp_path, monkeypatch):
    import carbon_service_flow.core.report.page as module

    monkeypatch.setattr(module, "find_spec", lambda name: None)
    with pytest.raises(ParameterError, match="apt install python3-jinja2"):
        write_report(str(tmp_path / "r.html"), Page("", "", [], "en", WORDS))
    assert list(tmp_path.iterdir()) == []
