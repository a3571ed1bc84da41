"""Coefficients and activities: units, proxies, empty cells, tables that cannot be used."""

from __future__ import annotations

import numpy as np
import pandas
import pytest
from carbon_service_flow.core.accounts.emission_factors import activity_carbon, used_coefficients
from carbon_service_flow.core.accounts.yearbook.coefficient_tables import read_coefficients
from carbon_service_flow.core.errors import TableError
from carbon_service_flow.core.provenance.record import EMISSION_FACTOR, Factor
from carbon_service_flow.core.tables.read import make_table, text_column
from hypothesis import given
from hypothesis import strategies as st
from support.common import Recorder, laws

COLUMNS = ["source", "coefficient", "per", "carbon_unit", "proxy", "reference"]


def table(*rows: list) -> pandas.DataFrame:
    return make_table("own coefficients.csv", COLUMNS, rows)


def row(source="coal", coefficient: object = 1, unit="C", proxy="builtup") -> list:
    return [source, coefficient, "t", unit, proxy, "a book"]


def statistics(columns: list, *rows: list) -> pandas.DataFrame:
    return make_table("stats.csv", ["zone", *columns], rows)


def test_each_used_coefficient_is_logged_and_recorded() -> None:
    rows = [["coal", 0.5, "t", "C", "builtup", "a book"], ["pigs", 2, "", "C", "cropland", ""]]
    log = Recorder()
    used = used_coefficients(table(*rows), 0, statistics(["coal", "pigs"], ["a", 1, 2]), ("zone",), log)
    assert [coefficient.source for coefficient in used] == ["coal", "pigs"]
    assert log.infos == [
        "coal: 0.5 t C per t, proxy builtup; a book",
        "pigs: 2 t C per unit, proxy cropland; ",
    ]
    assert log.factors == [
        Factor(EMISSION_FACTOR, "coal", 0.5, "t C per t", "a book", "proxy builtup"),
        Factor(EMISSION_FACTOR, "pigs", 2.0, "t C per unit", "own coefficients.csv", "proxy cropland"),
    ]


def test_each_shipped_table_can_be_chosen() -> None:
    """Coal in tce is in the first table only, gas by weight in IPCC's only, coke in the guideline's only."""
    for chosen, source in enumerate(("coal_tce", "gas_t", "coke_t")):
        used = used_coefficients(None, chosen, statistics([source], ["a", 1]), ("zone",), Recorder())
        assert [coefficient.source for coefficient in used] == [source]


@pytest.mark.formula("missing-activity")
def test_empty_activity_is_0_with_a_warning_but_an_empty_coefficient_is_an_error() -> None:
    """Two zones, in the other order than their rows: 10 t and nothing of coal; 3 and 1000 heads of pigs."""
    coefficients = read_coefficients(table(row("coal", 0.5), row("pigs", 2)))
    log = Recorder()
    stats = statistics(["coal", "pigs"], ["b", "—", "1,000.0"], ["a", "10", "3"], ["whole", "see note", "?"])
    totals = activity_carbon(stats, {0: 1, 1: 0}, ("a", "b"), coefficients, log)
    np.testing.assert_array_equal(totals, [[5, 0], [6, 2000]])
    assert log.warnings == ["No figure for coal in b (stats.csv): taken as 0."]


def test_zones_without_a_row_have_no_totals_and_rows_may_stand_in_any_order() -> None:
    coefficients = read_coefficients(table(row("coal", 1)))
    stats = statistics(["coal"], ["b", 7], ["x", 9], ["a", 5])
    totals = activity_carbon(stats, {0: 2, 2: 0}, ("a", "skipped", "b"), coefficients, Recorder())
    np.testing.assert_array_equal(totals, [[5, 0, 7]])


def test_a_negative_activity_is_named() -> None:
    with pytest.raises(TableError, match=r"stats\.csv, line 3, column coal: an activity cannot be negative"):
        activity_carbon(
            statistics(["coal"], ["a", 0], ["b", -1], ["c", -2]),
            {0: 0, 1: 1},
            ("a", "b"),
            read_coefficients(table(row())),
            Recorder(),
        )


def test_sources_without_a_column() -> None:
    """Of an own table they are an error that lists them; of a shipped one they are passed over, and told."""
    stats = statistics(["population", "Timber", "remarks"], ["a", 1, 2, "x"])
    with pytest.raises(TableError, match=r"no column for these sources of own coefficients\.csv: coal, gas"):
        used_coefficients(table(row("coal"), row("population"), row("gas")), 0, stats, ("zone",), Recorder())
    log = Recorder()
    used = used_coefficients(None, 0, stats, ("zone",), log)
    assert [found.source for found in used] == ["population", "timber"]
    assert any("without a column in stats.csv: pigs" in text for text in log.infos)
    assert any("without a coefficient, not counted: remarks." in text for text in log.infos)
    with pytest.raises(TableError, match="no column for these sources"):
        used_coefficients(None, 0, statistics(["remarks"], ["a", "x"]), ("zone",), Recorder())


def test_the_same_coal_in_tonnes_and_in_standard_coal_is_counted_once() -> None:
    """By a shipped table, where a row has both; a row with one of them only is told."""
    for rows, counted, warned in (
        ([["a", 1, 2]], ["coal_tce"], "coal_tce is counted, coal_t is not."),
        ([["a", 1, 2], ["b", 3, ""]], ["coal_tce"], "It would be in 1 rows that have no figure of coal_tce"),
        ([["a", 1, ""], ["b", 0, 2]], ["coal_tce", "coal_t"], ""),
        ([["a", 1, "0"], ["b", "3", "-"]], ["coal_tce", "coal_t"], ""),
    ):
        log = Recorder()
        used = used_coefficients(None, 0, statistics(["coal_t", "coal_tce"], *rows), ("zone",), log)
        assert [coefficient.source for coefficient in used] == counted
        assert any(warned in text for text in log.warnings) == bool(warned), log.warnings


def test_of_an_own_table_both_alternatives_are_counted_with_a_warning() -> None:
    own = make_table("own.csv", [*COLUMNS, "alternative_of"], [[*row("coal"), ""], [*row("coke"), "Coal"]])
    log = Recorder()
    used = used_coefficients(own, 0, statistics(["coal", "coke"], ["a", 1, 2]), ("zone",), log)
    assert len(used) == 2
    assert log.warnings == ["coke and coal count the same activity: it is counted twice."]


@pytest.mark.formula("activity")
@laws
@given(st.lists(st.floats(0, 1e9), min_size=1, max_size=5), st.floats(0, 100), st.sampled_from(["C", "CO2"]))
def test_activities_are_products(activities, coefficient, unit) -> None:
    stats = statistics(["coal"], *([f"z{i}", value] for i, value in enumerate(activities)))
    names = tuple(text_column(stats, "zone"))
    totals = activity_carbon(
        stats,
        {i: i for i in range(len(names))},
        names,
        read_coefficients(table(row("coal", coefficient, unit))),
        Recorder(),
    )
    factor = 12 / 44 if unit == "CO2" else 1
    # Below 2.2e-308, the least normal number, float64 has fewer digits.
    np.testing.assert_allclose(totals[0], np.array(activities) * coefficient * factor, rtol=1e-12, atol=1e-300)
