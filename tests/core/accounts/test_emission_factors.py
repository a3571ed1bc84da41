"""Coefficients and activities: units, proxies, empty cells, tables that cannot be used."""

from __future__ import annotations

import numpy as np
import pandas
import pytest
from carbon_service_flow.core.accounts.emission_factors import (
    Coefficient,
    activity_carbon,
    read_coefficients,
    used_coefficients,
)
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


@pytest.mark.formula("co2")
def test_a_tonne_of_co2_is_twelve_forty_fourths_of_carbon() -> None:
    """1000 t of activity, coefficient 1: 272.73 t C from CO2, 1000 t C from C."""
    rows = read_coefficients(table(row("a", 1, "CO2"), row("b", 1, "c"), row("c", 1, "CO₂"), row("d", 1, "ＣＯ２")))
    assert [round(1000 * found.carbon, 2) for found in rows] == [272.73, 1000, 272.73, 272.73]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([row(coefficient="")], "line 2, column coefficient: the cell is empty"),
        ([row(coefficient="a lot")], '"a lot" is not a number'),
        ([row(), row("x", -1)], "line 3: the coefficient of x is negative"),
        ([row(unit="CH4")], 'line 2: the carbon unit "CH4" is neither C nor CO2'),
        ([row(unit="")], "neither C nor CO2"),
        ([row(proxy="roads")], 'the proxy "roads" is unknown. Choose one of: cropland, woodland'),
        ([row("coal"), row("Coal")], "line 3: source Coal is given twice"),
    ],
)
def test_coefficients_that_cannot_be_used(rows, message) -> None:
    with pytest.raises(TableError, match=message) as caught:
        read_coefficients(table(*rows))
    assert "own coefficients.csv" in str(caught.value)


def test_a_coefficient_is_what_its_row_says() -> None:
    """Words are taken in any case, a proxy with its hyphen; what the table lacks is empty."""
    columns = [*COLUMNS, "alternative_of"]
    rows = [["Coal", "1,000.5", "t", "C", "Built-Up", "a book", "Coal_TCE"], ["x", 0, "", "c", "GDP", "", ""]]
    assert read_coefficients(make_table("t", columns, rows)) == [
        Coefficient("Coal", 1000.5, "t", "builtup", "a book", "coal_tce"),
        Coefficient("x", 0, "", "gdp", "", ""),
    ]
    needed = make_table("t", ["source", "coefficient", "carbon_unit", "proxy"], [["x", 1, "C", "even"]])
    assert read_coefficients(needed) == [Coefficient("x", 1, "", "even", "", "")]


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


def test_either_shipped_table_can_be_chosen() -> None:
    """A tonne of gas is in IPCC's only, 10^4 m3 of gas in the paper's only."""
    for chosen, source in enumerate(("gas_1e4m3", "gas_t")):
        used = used_coefficients(None, chosen, statistics([source], ["a", 1]), ("zone",), Recorder())
        assert [coefficient.source for coefficient in used] == [source]


def test_coefficients_without_a_column() -> None:
    with pytest.raises(TableError, match="no column proxy"):
        read_coefficients(make_table("t", COLUMNS[:4], [["a", 1, "t", "C"]]))


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


def test_the_same_coal_in_tonnes_and_in_standard_coal_is_warned_about() -> None:
    stats = statistics(["coal_t", "coal_tce"], ["a", 1, 2])
    log = Recorder()
    used_coefficients(None, 0, stats, ("zone",), log)
    assert any("counted twice" in text for text in log.warnings)
    log = Recorder()
    used_coefficients(None, 0, statistics(["coal_t"], ["a", 1]), ("zone",), log)
    assert log.warnings == []


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
