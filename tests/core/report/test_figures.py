"""Key figures and accounts: from rasters first, then from tables, and they add up."""

from __future__ import annotations

import sys

import pytest
from carbon_service_flow.core.provenance.record import Step
from carbon_service_flow.core.report.cards import cards
from carbon_service_flow.core.report.charts import matrix_chart
from carbon_service_flow.core.report.figures import Year, emission_fate, figures
from carbon_service_flow.core.report.tables import mass_balance_table
from carbon_service_flow.core.report.totals import Total
from support.report_words import WORDS


def routed(**numbers) -> Step:
    return Step("carbonflow:windflowrouting", "1", "OUTPUT_FLUX", numbers=numbers)


def test_accounts_of_cells_add_up():
    """100 = 60 + 25 + 10 + 5."""
    step = routed(EMISSION_T=100, ABSORBED_HOME_T=60, ABSORBED_DOWNWIND_T=25, EXPORTED_T=10, TRAPPED_T=5,
                  BALANCE_ERROR=1e-16)  # fmt: skip
    found = emission_fate(Year(steps={"FLUX": step}))
    assert (found.emission, found.accounted, found.difference, found.reported) == (100, 100, 0, 1e-16)
    told = mass_balance_table(found, "Accounts", WORDS)
    assert [line.amount for line in told.lines] == ["60.000", "25.000", "10.000", "5.000", "100.000", "100.000"]
    assert "zero account_GAPS_T, account_DISPERSED_T, account_CALM_T" in told.note
    assert told.lines[0].width == 60


def test_accounts_that_do_not_add_up_say_so():
    found = emission_fate(Year(steps={"FLUX": routed(EMISSION_T=100, ABSORBED_HOME_T=90)}))
    assert found.difference == pytest.approx(0.1)
    assert "differ by 0.10" in mass_balance_table(found, "", WORDS).note


def test_accounts_of_zones_when_there_is_no_record():
    rows = [
        {"zone": "a", "emission_t": 10.0, "absorbed_home_t": 4.0, "imported_t": 9.0, "exported_to_zones_t": 5.0,
         "left_region_t": 1.0, "unfixed_t": 0.0, "dispersed_t": 0.0},
    ]  # fmt: skip
    found = emission_fate(Year(tables={"FLOW_TABLE": rows}))
    assert (found.emission, found.accounted) == (10, 10)
    assert emission_fate(Year()) is None
    zero = emission_fate(Year(steps={"FLUX": routed(EMISSION_T=0)}))
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


def test_shares_are_of_the_emission():
    """40 of 100 t are absorbed downwind, 10 leave; of the zones 30 and 20."""
    cells = figures(Year(steps={"FLUX": routed(EMISSION_T=100, ABSORBED_DOWNWIND_T=40, EXPORTED_T=10)}))
    assert (cells["downwind_share"], cells["left_share"]) == (0.4, 0.1)
    rows = [{"emission_t": 100.0, "exported_to_zones_t": 30.0, "left_region_t": 20.0, "unfixed_t": 5.0}]
    zones = figures(Year(tables={"FLOW_TABLE": rows}))
    assert (zones["downwind_share"], zones["left_share"]) == (0.3, 0.2)
    assert "left_share" not in figures(Year(steps={"FLUX": routed(EMISSION_T=0)}))


def test_the_difference_is_what_the_accounts_lack():
    fate = emission_fate(Year(steps={"FLUX": routed(EMISSION_T=100, ABSORBED_HOME_T=110)}))
    assert fate.difference == pytest.approx(-0.1)


def test_the_area_is_the_largest_that_is_known():
    totals = {"STOCK": Total(1.0, 30.0), "EMISSION": Total(1.0, 20.0)}
    assert figures(Year(totals=totals))["area_ha"] == 30.0


def test_stock_and_emission_of_other_tables():
    """Without tables by zone: the stock of the classes, the emission of the balance."""
    tables = {
        "CLASS_TABLE": [{"stock_t": 6.0, "area_ha": 2.0}, {"stock_t": 2.0, "area_ha": 2.0}],
        "BALANCE_TABLE": [{"emission_t": 3.0, "sequestration_t": 1.5, "area_ha": 6.0}],
    }
    known = figures(Year(tables=tables))
    assert (known["stock_t"], known["stock_t_ha"], known["emission_t_ha"]) == (8.0, 2.0, 0.5)
    assert known["ratio_of_totals"] == 2.0
    tables["STOCK_TABLE"] = [{"stock_t": 9.0, "area_ha": 3.0}]
    assert figures(Year(tables=tables))["stock_t"] == 9.0


def test_a_ratio_of_exactly_one_is_no_deficit():
    rows = [{"mean_ratio": 1.0}, {"mean_ratio": 1.01}, {"mean_ratio": None}]
    known = figures(Year(tables={"BALANCE_TABLE": rows}))
    assert (known["zones"], known["zones_in_deficit"]) == (2, 1)


def test_the_record_of_the_balance_wins():
    step = Step("carbonflow:supplydemandratio", "1", "OUTPUT_RATIO", numbers={"RATIO_OF_TOTALS": 7, "MEAN_RATIO": 8})
    rows = [{"emission_t": 1.0, "sequestration_t": 1.0, "mean_ratio": 1.0}]
    known = figures(Year(tables={"BALANCE_TABLE": rows}, steps={"RATIO": step}))
    assert (known["ratio_of_totals"], known["mean_ratio"]) == (7, 8)


def test_without_tables_pandas_is_not_needed(monkeypatch):
    """A report of rasters alone, where pandas is missing."""
    monkeypatch.setitem(sys.modules, "pandas", None)
    step = routed(EMISSION_T=10, ABSORBED_HOME_T=10)
    year = Year(totals={"STOCK": Total(5.0, 1.0)}, steps={"FLUX": step})
    assert figures(year)["stock_t"] == 5.0
    assert cards([year], WORDS)
    assert mass_balance_table(emission_fate(year), "", WORDS).lines
    assert matrix_chart(year.table("CORRELATION"), "") is None
