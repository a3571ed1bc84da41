"""The rows of a year: ways to write it, errors that name years or field, lines that stay."""

from __future__ import annotations

import pandas
import pytest
from carbon_service_flow.core.accounts.yearbook.years import rows_of_year, year_of
from carbon_service_flow.core.errors import TableError
from carbon_service_flow.core.tables.read import make_table
from support.common import Recorder

ROWS = [["a", "2019", 1], ["b", "2019年", 2], ["a", "2020-12-31", 3], ["b", "2020", "not a number"]]


def statistics(*rows: list, column: str = "t") -> pandas.DataFrame:
    return make_table("stats.csv", ["zone", column, "coal"], rows or ROWS)


@pytest.mark.parametrize(
    "text",
    [
        "2020",
        "2020年",
        "2020年度",
        "2020.0",
        "2020-01-01",
        "2020/12/31",
        "2020年3月",
        "31/12/2020",
        "2020-12-31T00:00:00",
    ],
)
def test_ways_to_write_a_year(text) -> None:
    assert year_of(text) == "2020"


def test_what_is_no_year_stays_as_it_is() -> None:
    for text in ("2019-2020", "12020", "2020.55", "Total", "", "202"):
        assert year_of(text) == text.casefold()


def test_rows_of_the_year_keep_their_lines_and_name() -> None:
    log = Recorder()
    assert len(rows_of_year(statistics(), "zone", "t", " ２０１９年 ", Recorder())[0]) == 2
    rows, column = rows_of_year(statistics(), "zone", "T", "2019.0", log)
    assert column == "t"
    assert rows.attrs["name"] == "stats.csv"
    assert (list(rows.index), list(rows["coal"])) == ([2, 3], ["1", "2"])
    assert log.infos == ["2 of 4 rows of stats.csv are of the year 2019 (t)."]
    assert log.warnings == []


def test_without_a_field_a_column_called_year_is_taken_with_a_warning() -> None:
    log = Recorder()
    rows, column = rows_of_year(statistics(column="年份"), "zone", "", "2020", log)
    assert (column, len(rows)) == ("年份", 2)
    assert log.warnings == ["No column of years is given (STATISTICS_YEAR_FIELD): 年份 of stats.csv is taken."]
    with pytest.raises(TableError, match=r"give STATISTICS_YEAR_FIELD\. The columns are: zone, t, coal"):
        rows_of_year(statistics(), "zone", "", "2020", Recorder())


def test_a_year_without_a_row_lists_the_years_there_are() -> None:
    with pytest.raises(TableError, match=r"no row of the year 2021 \(STATISTICS_YEAR\) .* Its years are: 2019, 2020"):
        rows_of_year(statistics(), "zone", "t", "2021", Recorder())
    with pytest.raises(TableError, match="no column when"):
        rows_of_year(statistics(), "zone", "when", "2020", Recorder())


def test_several_rows_of_a_zone_without_a_year_are_an_error_where_a_column_tells_them_apart() -> None:
    for field, column in (("t", "t"), ("", "Year")):
        with pytest.raises(TableError, match=r"several rows of a: its column (t|Year) holds the years 2019, 2020"):
            rows_of_year(statistics(column=column), "zone", field, "", Recorder())
    # Nothing tells them apart: names are matched, and that says so.
    assert len(rows_of_year(statistics(), "zone", "", "", Recorder())[0]) == 4
    single, log = statistics(["a", "2020年", 1], ["b", "2020", 2], ["", "2019", 3], column="year"), Recorder()
    rows, column = rows_of_year(single, "zone", "", "", log)
    assert (len(rows), column, log.warnings) == (3, "year", [])


def test_zones_of_different_years_make_one_sum_only_with_a_warning() -> None:
    log = Recorder()
    rows, _ = rows_of_year(statistics(["a", "2019", 1], ["b", "2020", 2], column="year"), "zone", "", "", log)
    assert len(rows) == 2
    assert log.warnings[0].startswith("The rows of stats.csv are of different years (year: 2019, 2020)")


def test_a_zone_twice_in_the_year_is_named_with_its_lines() -> None:
    twice = statistics(["a", "2020", 1], ["b", "2020", 2], ["a", "2020年", 3])
    with pytest.raises(TableError, match=r"several rows of a in the year 2020 \(column t\), in lines 2, 4"):
        rows_of_year(twice, "zone", "t", "2020", Recorder())


def test_rows_of_a_zone_without_a_year_are_left_out_with_a_warning() -> None:
    log = Recorder()
    rows, _ = rows_of_year(statistics(["a", "2020", 1], ["b", "", 2]), "zone", "t", "2020", log)
    assert len(rows) == 1
    assert log.warnings == ["1 rows of stats.csv have no year in t: they are left out."]
