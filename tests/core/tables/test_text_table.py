"""Columns of text tables, by name."""

from __future__ import annotations

import pytest
from carbon_service_flow.core.errors import TableError
from carbon_service_flow.core.tables.text_table import (
    PlainTable,
    find_column,
    optional_text_column,
    require_columns,
    text_column,
)

TABLE = PlainTable("t.csv", ["Zone", "x", "X", ""], [("a", "1", "2", "n")], [2])


def test_columns_by_name() -> None:
    assert find_column(TABLE, " ＺＯＮＥ") == "Zone"
    assert find_column(TABLE, "zones") is None
    assert text_column(TABLE, "zone") == ["a"]
    assert optional_text_column(TABLE, "zones") == [""]
    assert text_column(TABLE, "") == ["n"]
    assert (len(TABLE), TABLE.attrs["name"]) == (1, "t.csv")


def test_a_column_given_twice_is_an_error_only_where_it_is_asked_for() -> None:
    require_columns(TABLE, "zone")
    with pytest.raises(TableError, match=r"Table t\.csv has two columns named x "):
        text_column(TABLE, "x")
    with pytest.raises(TableError, match=r"no column zone1 \(zone\?\)"):
        require_columns(TABLE, "zone", "zone1")


def test_lost_characters_are_an_error_where_they_are_asked_for() -> None:
    """Names that a wrong encoding has damaged would become equal."""
    damaged = PlainTable("layer", ["\ufffd\ufffd", "zone", "coal"], [("x", "\ufffd\u02a1", "1")], [2])
    assert text_column(damaged, "coal") == ["1"]
    for column in ("zone", "地区"):
        with pytest.raises(TableError, match=r"layer, field .* could not be read.*encoding"):
            text_column(damaged, column)


def test_labels_that_could_not_be_read_pass_as_they_are() -> None:
    """A class's name that is damaged costs no run; a zone's would."""
    table = PlainTable("t.csv", ["lucode", "name"], [("1", "For\ufffdt")], [2])
    assert optional_text_column(table, "name", labels=True) == ["For\ufffdt"]
    with pytest.raises(TableError, match="1 texts hold characters that could not be read"):
        optional_text_column(table, "name")


def test_a_question_mark_is_a_text_like_any_other():
    """Names that were lost become question marks; a column of figures or remarks may hold one."""
    table = PlainTable("t.csv", ["name", "remark"], [("a", "?"), ("b", "why?")], [2, 3])
    assert text_column(table, "remark") == ["?", "why?"]
