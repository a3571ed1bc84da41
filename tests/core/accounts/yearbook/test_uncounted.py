"""Columns that nothing counts: which are told, what they may be, fuels that must not be lost."""

from __future__ import annotations

import pandas
import pytest
from carbon_service_flow.core.accounts.emission_factors import used_coefficients
from carbon_service_flow.core.accounts.yearbook.coefficient_tables import COEFFICIENT_TABLES, read_coefficients
from carbon_service_flow.core.accounts.yearbook.uncounted import (
    MOST_WARNED,
    closest_sources,
    is_year,
    names_fuel,
    report_uncounted,
    subject,
    uncounted_numbers,
)
from carbon_service_flow.core.errors import TableError
from carbon_service_flow.core.tables.read import make_table, read_shipped
from support.common import Recorder

PAPER, IPCC, CHINA = (read_coefficients(read_shipped(name)) for name in COEFFICIENT_TABLES)


def statistics(columns: list, *rows: list) -> pandas.DataFrame:
    return make_table("stats.csv", ["zone", *columns], rows)


def warnings_of(chosen: int, *columns: str) -> list[str]:
    """What is told of a shipped table when one zone has 7 of everything."""
    log = Recorder()
    used_coefficients(None, chosen, statistics(list(columns), ["a", *([7] * len(columns))]), ("zone",), log)
    return log.warnings


def test_only_columns_of_numbers_that_may_be_activities_are_told() -> None:
    """Most cells of `energy` are numbers, of `remark` one of three; years, GDP and row numbers are no activities."""
    columns = ["Coal_TCE", "energy", "remark", "zero", "年份", "GDP_1e4", "地区生产总值", "fid", "adcode", "spaced"]
    rows = [
        ["a", 1, 2, "good", 0, 2020, 5, 6, 1, 51, "1 234"],
        ["b", 1, "…", "3", "", 2020, 5, 6, 2, 52, "12,5"],
        ["c", 1, "-4.5", "bad", 0, 2020, 5, 6, 3, 53, "7"],
    ]
    assert uncounted_numbers(statistics(columns, *rows), PAPER, ("zone",)) == ["energy", "spaced"]
    assert "energy" not in uncounted_numbers(statistics(columns, *rows), PAPER, ("zone", "Energy"))


@pytest.mark.parametrize(
    ("column", "about"),
    [
        ("coal", "coal"),
        ("Raw_coal (10^4 t)", "coal"),
        ("原煤", "coal"),
        ("焦炭", "coke"),
        ("coke_t", "coke"),
        ("煤油", "kerosene"),
        ("petroleum", "oil"),
        ("原油", "oil"),
        ("fuel oil", "fuel_oil"),
        ("液化石油气", "lpg"),
        ("natural_gas", "gas"),
        ("gasoline", "gasoline"),
        ("天然气", "gas"),
        ("用电量", "electricity"),
        ("soil", ""),
        ("常住人口", "population"),
        ("生猪", "pigs"),
        ("水泥熟料", "clinker"),
        ("woodland", ""),
    ],
)
def test_what_a_column_is_about(column, about) -> None:
    assert subject(column) == about


def test_names_of_fuels() -> None:
    for column in (
        "coal",
        "raw_coal",
        "oil",
        "crude",
        "gas_t",
        "energy",
        "Diesel",
        "LPG",
        "能源消费总量",
        "汽油",
        "标煤",
    ):
        assert names_fuel(column), column
    for column in (
        "soil_t",
        "oilseed",
        "油菜籽",
        "气温",
        "energy_intensity",
        "人均煤耗",
        "coal price",
        "population",
        "boiling",
    ):
        assert not names_fuel(column), column


def test_year_columns() -> None:
    assert all(is_year(column) for column in ("year", " Year ", "年", "年份", "年度"))
    assert not any(is_year(column) for column in ("years_of_school", "yearbook", "年末人口"))


def test_the_closest_source_is_of_the_same_subject_and_then_of_a_like_name() -> None:
    assert [row.source for row in closest_sources("coal_co2", PAPER)] == ["coal_tce", "coal_t"]
    assert [row.source for row in closest_sources("原煤", CHINA)] == ["coal_t"]
    assert [row.source for row in closest_sources("timbr", PAPER)] == ["timber"]
    assert closest_sources("hospital beds", PAPER) == []


def test_units_that_differ_between_the_shipped_sets_are_told_with_the_set_that_counts_them() -> None:
    (by_weight,) = warnings_of(0, "coal_tce", "gas_t")
    assert "Column gas_t of stats.csv is not counted" in by_weight
    assert "the coefficient set 1 (IPCC 2006, per tonne) counts gas_t, per t" in by_weight
    (coke,) = warnings_of(1, "coal_t", "coke_t")
    assert "set 2 (China, provincial guideline) counts coke_t" in coke
    assert warnings_of(1, "coal_t", "gas_1e4m3") == []
    assert warnings_of(2, "coal_t", "gas_1e4m3", "clinker") == []


def test_what_a_column_may_be_and_what_to_do() -> None:
    oil = warnings_of(0, "coal_tce", "oil")
    assert oil == [
        "Column oil of stats.csv is not counted: coefficients_paper.csv has no coefficient for it. Is it oil_t (per "
        "t) or oil_tce (per tce)? Then convert the figures and rename the column; else give a coefficient."
    ]
    (co2,) = warnings_of(0, "oil_tce", "coal_co2")
    assert "It is not coal_tce, which counts per tce. If it holds t CO2, give a coefficient table" in co2
    (counted,) = warnings_of(2, "coal_t", "coal")
    assert "coal_t (per t) is: if both are the same activity, leave it so" in counted
    (beds,) = warnings_of(0, "coal_tce", "beds")
    assert beds.endswith("Give a coefficient table with a row for it, or leave the column out.")


def test_energy_without_a_fuel_is_told_and_a_fuel_that_is_not_counted_stops() -> None:
    log = Recorder()
    stats = statistics(["population", "electricity_tce"], ["a", 1, 2])
    used_coefficients(None, 0, stats, ("zone",), log)
    (told,) = log.warnings
    assert told.startswith(
        "No fuel is counted, energy is missing from the sum: stats.csv has none of the columns coal_tce,"
    )
    assert "electricity" not in told
    with pytest.raises(
        TableError, match=r"none of them is counted: coal \(coal_t / coal_tce\?\), 能源消费\. .* counts coal_tce"
    ):
        warnings_of(0, "population", "coal", "能源消费")
    # Empty, or text, it is no fuel; nor does a table without energy count any.
    used_coefficients(None, 0, statistics(["population", "coal"], ["a", 1, "much"]), ("zone",), Recorder())
    log, people = Recorder(), [row for row in PAPER if row.group == "respiration"]
    report_uncounted(
        statistics(["coal"], ["a", 1]), people, people, ("zone",), table="people.csv", others={}, progress=log
    )
    assert len(log.warnings) == 1


def test_a_wide_table_is_told_in_few_lines_known_subjects_first() -> None:
    columns = [f"index {number}" for number in range(20)]
    told = warnings_of(0, "coal_tce", *columns, "oil")
    assert len(told) == MOST_WARNED + 1
    assert told[0].startswith("Column oil of")
    assert told[-1].endswith(
        "index 11, index 12, index 13, index 14, index 15, index 16, index 17, index 18, index 19."
    )
