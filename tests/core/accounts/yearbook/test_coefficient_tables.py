"""Coefficient tables: units, proxies, what cannot be used, columns for people."""

from __future__ import annotations

import pandas
import pytest
from carbon_service_flow.core.accounts.yearbook.coefficient_tables import (
    COEFFICIENT_SETS,
    COEFFICIENT_TABLES,
    Coefficient,
    read_coefficients,
)
from carbon_service_flow.core.errors import TableError
from carbon_service_flow.core.tables.read import make_table, read_shipped

COLUMNS = ["source", "coefficient", "per", "carbon_unit", "proxy", "reference"]


def table(*rows: list) -> pandas.DataFrame:
    return make_table("own coefficients.csv", COLUMNS, rows)


def row(source="coal", coefficient: object = 1, unit="C", proxy="builtup") -> list:
    return [source, coefficient, "t", unit, proxy, "a book"]


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
    columns = [*COLUMNS, "alternative_of", "group"]
    rows = [
        ["Coal", "1,000.5", "t", "C", "Built-Up", "a book", "Coal_TCE", "Energy"],
        ["x", 0, "", "c", "GDP", "", "", ""],
    ]
    assert read_coefficients(make_table("t", columns, rows)) == [
        Coefficient("Coal", 1000.5, "t", "builtup", "a book", "coal_tce", "Energy"),
        Coefficient("x", 0, "", "gdp", "", ""),
    ]
    needed = make_table("t", ["source", "coefficient", "carbon_unit", "proxy"], [["x", 1, "C", "even"]])
    assert read_coefficients(needed) == [Coefficient("x", 1, "", "even", "", "")]


def test_coefficients_without_a_column() -> None:
    with pytest.raises(TableError, match="no column proxy"):
        read_coefficients(make_table("t", COLUMNS[:4], [["a", 1, "t", "C"]]))


def test_the_shipped_tables_load_with_their_columns_for_people() -> None:
    assert len(COEFFICIENT_SETS) == len(COEFFICIENT_TABLES) == 3
    coal = next(row for row in read_coefficients(read_shipped(COEFFICIENT_TABLES[2])) if row.source == "coal_t")
    # 20.934 GJ/t * 26.37 kg C/GJ * 0.94 / 1000
    assert coal.carbon == pytest.approx(0.5189078, abs=1e-7)
    assert (coal.per, coal.group, coal.proxy) == ("t", "energy", "builtup")
