"""Tables as texts: bounded, in one unit, with a row for the others and one for all."""

from __future__ import annotations

from carbon_service_flow.core.report.figures import EmissionFate
from carbon_service_flow.core.report.tables import flow_grid, mass_balance_table, plain_grid, zone_grid
from support.report_words import WORDS, Words


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


CLASSES = [
    {"code": 1.0, "name": "cropland", "area_ha": 100.0, "density_t_ha": 3.0, "stock_t": 300.0, "share_percent": 75.0,
     "area_percent": 50.0},
    {"code": 1234.0, "name": None, "area_ha": 100.0, "density_t_ha": 1.0, "stock_t": 100.0, "share_percent": 25.0,
     "area_percent": 50.0},
]  # fmt: skip


def test_every_kind_of_column():
    """Areas in km2, codes without decimals, text as it is, and a row for all: 400 t on 200 ha."""
    grid = zone_grid(CLASSES, "Classes", "stock_t", WORDS, key="name")
    assert grid.rows == [
        ["1", "cropland", "1", "3", "300", "75", "50"],
        ["1,234", "", "1", "1", "100", "25", "50"],
        ["–", "all_zones", "2", "2", "400", "100", "100"],
    ]
    assert [column.unit for column in grid.columns] == ["", "", "km²", "t C/ha", "t unit_c", "%", "%"]
    assert [column.numeric for column in grid.columns] == [True, False, True, True, True, True, True]
    assert grid.last_is_sum
    assert grid.note == ""


def test_one_zone_has_no_sum_and_nothing_but_text_neither():
    assert not zone_grid(CLASSES[:1], "", "stock_t", WORDS).last_is_sum
    assert not zone_grid([{"zone": "a", "rank": 1}, {"zone": "b", "rank": 2}], "", "rank", WORDS).last_is_sum


def test_31_zones_need_no_row_of_others_32_do():
    rows = [{"zone": str(k), "total_t": 1.0} for k in range(32)]
    assert zone_grid(rows[:31], "", "total_t", WORDS).note == ""
    assert len(zone_grid(rows[:31], "", "total_t", WORDS).rows) == 32
    grid = zone_grid(rows, "", "total_t", WORDS)
    assert (len(grid.rows), grid.note) == (32, "30 of 32")
    assert grid.rows[-1] == ["all_zones", "32"]


def test_titles_of_users_columns():
    """Words first, then the source's word, then its name."""

    class Sources(Words):
        def get(self, key, default=None):
            known = {"source:coal": "Coal"}
            return known.get(key) if key.startswith(("source:", "column_coal", "column_peat")) else default

    grid = zone_grid([{"zone": "a", "coal_t": 1.0, "peat_t": 2.0}], "", "coal_t", Sources())
    assert [column.title for column in grid.columns][1:] == ["Coal", "peat"]


def test_what_qgis_adds_is_not_shown():
    grid = plain_grid([{"fid": 1, "zone": "a", "geometry": None, "rank": 2.0}], "", WORDS)
    assert [column.title for column in grid.columns] == ["column_zone", "column_rank"]


def test_a_plain_table_is_cut_at_its_end():
    rows = [{"layer": str(k), "r": 0.5} for k in range(31)]
    assert plain_grid(rows[:30], "", WORDS).note == ""
    grid = plain_grid(rows, "", WORDS)
    assert (len(grid.rows), grid.note, grid.rows[0]) == (30, "30 of 31", ["0", "0.5000"])


def test_amounts_of_all_columns_share_a_unit():
    grid = zone_grid([{"zone": "a", "emission_t": 2e7, "flow_t": 1e4}], "", "emission_t", WORDS)
    assert grid.rows == [["a", "20", "0.01000"]]
    assert [column.unit for column in grid.columns] == ["", "million_t unit_c", "million_t unit_c"]


def test_flows_of_one_zone_have_no_others():
    grid = flow_grid([{"from_zone": "a", "to_zone": "b", "flow_t": 5.0}], "", WORDS)
    assert (grid.rows, grid.note) == ([["a", "b", "5"]], "home 0 t unit_c_year")


def test_pure_numbers_have_no_unit_and_counts_no_decimals():
    rows = [{"layer": "a", "r": 0.5, "n": 12.5, "n_effective": 12.5, "flow_t_km2": 1.0, "rank": None}]
    grid = plain_grid(rows, "", WORDS)
    assert [column.unit for column in grid.columns] == ["", "", "", "", "t C/km²", ""]
    assert grid.rows == [["a", "0.5000", "12", "12.50", "1", "–"]]


def test_bars_of_accounts_are_percent():
    table = mass_balance_table(EmissionFate(200.0, {"ABSORBED_HOME_T": 50.0, "GAPS_T": 150.0}), "", WORDS)
    assert [line.width for line in table.lines] == [25.0, 75.0, None, None]
    assert [line.share for line in table.lines] == ["25 %", "75 %", "100 %", "100 %"]
    assert [line.total for line in table.lines] == [False, False, True, True]
    assert "reported" not in table.note


def test_the_last_rows_add_no_column():
    rows = [{"code": float(k), "stock_t": 1.0} for k in range(40)]
    grid = zone_grid(rows, "", "stock_t", WORDS)
    assert [column.title for column in grid.columns] == ["column_code", "column_stock_t"]
    assert grid.rows[-2:] == [["–", "10"], ["–", "40"]]


def test_the_unit_is_that_of_the_largest_row_and_not_of_the_sum():
    """Eight zones of 1.3 × 10⁹ t add up to 1.04 × 10¹⁰, which alone would be 10.4 Gt: all are in Mt."""
    rows = [{"zone": f"z{n}", "area_ha": 1.0, "total_t": 1.3e9} for n in range(8)]
    grid = zone_grid(rows, "By zone", "total_t", WORDS)
    assert grid.columns[2].unit == "million_t unit_c"
    assert [row[2] for row in grid.rows] == ["1,300"] * 8 + ["10,400"]


def test_a_difference_has_no_sign_and_a_bar_no_negative_width():
    """Of 100 t, 90 and 110 are both 10 t away; −10 t have no bar."""
    notes = [
        mass_balance_table(EmissionFate(100.0, {"ABSORBED_HOME_T": home, "GAPS_T": 0.0}), "", WORDS).note
        for home in (90.0, 110.0)
    ]
    assert notes[0] == notes[1]
    table = mass_balance_table(EmissionFate(100.0, {"ABSORBED_HOME_T": 110.0, "GAPS_T": -10.0}), "", WORDS)
    assert [line.width for line in table.lines] == [110.0, 0.0, None, None]
