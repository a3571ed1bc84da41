"""Tables as texts: bounded, in one unit, with a row for the others and one for all."""

from __future__ import annotations

from carbon_service_flow.core.report.tables import flow_grid, zone_grid
from support.report_words import WORDS


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
