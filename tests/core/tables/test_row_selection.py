"""Rows at the end of a table that are notes."""

from __future__ import annotations

from carbon_service_flow.core.progress import Progress
from carbon_service_flow.core.tables.read import make_table
from carbon_service_flow.core.tables.row_selection import without_notes


class Log(Progress):
    def __init__(self) -> None:
        self.lines: list[str] = []

    def info(self, text: str) -> None:
        self.lines.append(text)


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
