"""Rows of a year, and rows at the end of a table that are notes."""

from __future__ import annotations

import pytest
from carbon_service_flow.core.errors import TableError
from carbon_service_flow.core.progress import Progress
from carbon_service_flow.core.tables.read import make_table, number_column
from carbon_service_flow.core.tables.row_selection import rows_where, without_notes


class Log(Progress):
    def __init__(self) -> None:
        self.lines: list[str] = []

    def info(self, text: str) -> None:
        self.lines.append(text)


def test_the_rows_of_a_year() -> None:
    rows = [["a", "2015", 1], ["a", "2016", 2], ["b", "２０１５年", 3], ["b", "2015.0", 4], ["b", "20150", 5]]
    table = make_table("t.csv", ["zone", "Year", "coal"], rows)
    for year in ("2015", "2015年", "2015.0", " ２０１５ "):
        chosen = rows_where(table, "year", year)
        assert number_column(chosen, "coal").tolist() == [1, 3, 4]
        assert list(chosen.index) == [2, 4, 5]
        assert chosen.attrs["name"] == "t.csv"
    assert len(rows_where(table, "year", "2014")) == 0
    with pytest.raises(TableError, match="no column month"):
        rows_where(table, "month", "2015")


def test_notes_are_rows_at_the_end_that_are_no_zone() -> None:
    rows = [["甲省", "1"], ["乙省", ""], ["国家统计局编", ""], ["END", ""]]
    log = Log()
    table = make_table("t.csv", ["zone", "coal"], rows)
    assert without_notes(table, ("甲省", "乙省"), log)["zone"].tolist() == ["甲省", "乙省"]
    assert log.lines == ['Table t.csv: line 4, 5 left out as notes after the data: "国家统计局编"; "END".']


def test_a_name_like_a_zones_stays_and_so_do_rows_with_figures() -> None:
    table = make_table("t", ["zone", "coal"], [["甲", "1"], ["全国", "3"], ["新疆", ""]])
    log = Log()
    assert without_notes(table, ("甲", "新疆维吾尔自治区"), log) is table
    one = make_table("t", ["zone"], [["a"], ["b"]])
    assert without_notes(one, ("a",), log) is one
    assert log.lines == []
