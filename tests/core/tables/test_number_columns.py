"""Columns of numbers in tables: decided by the column and its neighbours, read for the rows that count, and told."""

from __future__ import annotations

import numpy as np
import pytest
from carbon_service_flow.core.errors import TableError
from carbon_service_flow.core.progress import Progress
from carbon_service_flow.core.tables.notation import Notation
from carbon_service_flow.core.tables.number_columns import (
    log_numbers,
    number_column,
    numbers_among_words,
    with_decimal_points,
)
from carbon_service_flow.core.tables.read import make_table, read_table


class Log(Progress):
    def __init__(self) -> None:
        self.lines: list[str] = []

    def info(self, text: str) -> None:
        self.lines.append(text)

    def warning(self, text: str) -> None:
        self.lines.append(f"warning: {text}")


def describe_numbers(table) -> list[str]:
    log = Log()
    log_numbers(table, log)
    return log.lines


def written(folder, text: str, name: str = "pools.csv"):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read_table(str(path))


def test_decimal_commas_of_a_spreadsheet(tmp_path) -> None:
    table = written(tmp_path, "lucode;c_above;c_below\n1;17,000;80,7\n2;42,400;1.115,9\n")
    np.testing.assert_array_equal(number_column(table, "c_above"), [17, 42.4])
    np.testing.assert_array_equal(number_column(table, "c_below"), [80.7, 1115.9])
    np.testing.assert_array_equal(number_column(table, "lucode"), [1, 2])
    assert describe_numbers(table) == [
        "warning: Table pools.csv: decimal comma, as in the other columns, in c_above.",
        "Table pools.csv: decimal comma in c_below.",
    ]


@pytest.mark.parametrize("separator", [";", "\t"])
def test_what_can_be_read_both_ways_is_an_error(tmp_path, separator) -> None:
    text = "lucode;c_above\n1;17,000\n2;42,400\n".replace(";", separator)
    with pytest.raises(TableError, match=r'pools\.csv, line 2, column c_above: the comma of "17,000".*thousands'):
        number_column(written(tmp_path, text), "c_above")


def test_commas_between_cells_make_commas_within_them_thousands(tmp_path) -> None:
    table = written(tmp_path, 'lucode,c_above\n1,"17,000"\n2,"42,400"\n')
    assert number_column(table, "c_above").tolist() == [17000, 42400]
    assert describe_numbers(table) == []


def test_two_ways_in_a_column_are_an_error_that_names_both(tmp_path) -> None:
    table = written(tmp_path, "lucode;c_above\n1;80.7\n2;1.234,5\n")
    with pytest.raises(TableError, match=r'column c_above: "80\.7" \(line 2\) and "1\.234,5" \(line 3\)'):
        number_column(table, "c_above")


def test_a_cell_that_is_no_number_is_named_before_what_is_ambiguous(tmp_path) -> None:
    with pytest.raises(TableError, match='line 3, column c: "many" is not a number'):
        number_column(written(tmp_path, "a;c\n1;17,000\n2;many\n"), "c")


def test_columns_of_numbers_are_no_text() -> None:
    """A field of numbers is written with a point, whatever the fields of text hold."""
    rows = [[12.345, "80,7"], [42.125, "1,5"]]
    typed = make_table("layer", ["a", "b"], rows, notation=Notation(numeric=frozenset(["a"])))
    np.testing.assert_array_equal(number_column(typed, "A"), [12.345, 42.125])
    texts = make_table("layer", ["a", "b"], [["12.345", "80,7"], ["42.125", "1,5"]])
    np.testing.assert_array_equal(number_column(texts, "a"), [12345, 42125])


def test_fields_of_numbers_say_nothing_of_how_texts_are_written() -> None:
    """80.7 is how Python writes a number, whatever the user writes: 17,000 beside it can still be both."""
    table = make_table("t", ["a", "b"], [["17,000", 80.7]], notation=Notation(numeric=frozenset(["b"])))
    with pytest.raises(TableError, match="17,000"):
        number_column(table, "a")


def test_missing_data_counts_where_it_may_and_is_an_error_where_it_must_not() -> None:
    table = make_table("t.csv", ["a"], [["1"], ["…"], ["2"]])
    np.testing.assert_array_equal(number_column(table, "a", empty=np.nan), [1, np.nan, 2])
    with pytest.raises(TableError, match=r't\.csv, line 3, column a: "…" stands for missing data, a number is needed'):
        number_column(table, "a")


def test_rows_that_do_not_count_are_not_read() -> None:
    table = make_table("t", ["a"], [["see note"], ["1"], ["1.234,5"], ["2"]])
    np.testing.assert_array_equal(number_column(table, "a", rows={1, 3}), [np.nan, 1, np.nan, 2])
    with pytest.raises(TableError, match="see note"):
        number_column(table, "a")


def test_footnote_marks_are_left_out_and_told() -> None:
    rows = [["x", "1,234.5①"], ["y", "7[2]"], ["z*", "3"], ["q", "12 t"]]
    table = make_table("t.csv", ["zone", "coal"], rows)
    np.testing.assert_array_equal(number_column(table, "coal", rows=[0, 1, 2])[:3], [1234.5, 7, 3])
    assert describe_numbers(table) == [
        "Table t.csv, column coal: footnote marks behind numbers are left out (line 2, 3)."
    ]
    with pytest.raises(TableError, match='"12 t" is not a number'):
        number_column(table, "coal")
    many = make_table("t", ["a"], [["1*"]] * 12)
    assert describe_numbers(many)[0].endswith("(line 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, ...).")


def test_words_among_numbers_are_empty_and_a_column_of_two_ways_an_error_where_it_counts() -> None:
    table = make_table(
        "t", ["zone", "a", "b"], [["x", "80,7", "1,234"], ["total", "n/a", "5"], ["y", "1.234,5①", "1.5"]]
    )
    assert numbers_among_words(table, "a", True) == [80.7, None, 1234.5]
    assert numbers_among_words(table, "b", True) == [1234, 5, 1.5]
    either = make_table("t", ["a"], [["17,000"], ["word"]])
    assert numbers_among_words(either, "a", False) == [None, None]
    with pytest.raises(TableError, match="17,000"):
        numbers_among_words(either, "a", True)


def test_decimal_points_for_readers_of_single_cells() -> None:
    """Words and dates are left, and so are columns without a decimal comma."""
    rows = [
        ["5,2", "C", "1,234.5", "2015,1,2"],
        ["", "N", "7", "2015,1,3"],
        ["1.000,5", "NW", "8", "x"],
        ["x", "", "", ""],
    ]
    table = make_table("t", ["speed", "dir", "height", "date"], rows)
    assert with_decimal_points(table, "SPEED") == ["5.2", "", "1000.5", "x"]
    for column in ("dir", "height", "date"):
        assert with_decimal_points(table, column) == table[column].tolist()
    with pytest.raises(TableError, match='line 2, column a: the comma of "5,200"'):
        with_decimal_points(make_table("t", ["a"], [["5,200"], ["x"]]), "a")


@pytest.mark.parametrize("empty", [np.nan, 0.0])
def test_the_usual_column_is_read_as_any_other(empty) -> None:
    """A word sends the whole column the longer way; the numbers are the same."""
    cells = ["1", "2.5", "", "-3e2", "+4", "1234.567", ".5"]
    table = make_table("t", ["a"], [[c or None] for c in cells], notation=Notation())
    texts = [c for c in cells if c]
    rows = list(range(len(texts)))
    longer = make_table("t", ["a"], [[c] for c in (*texts, "word")])
    np.testing.assert_array_equal(number_column(table, "a", empty), number_column(longer, "a", empty, rows)[:-1])
    with_gap = make_table("t", ["a", "b"], [[c, "x"] for c in cells])
    assert number_column(with_gap, "a", empty)[2] == empty or np.isnan(empty)
    for wrong in ("1e999", "1.2.3", "+-1", "e", "."):
        with pytest.raises(TableError, match="is not a number"):
            number_column(make_table("t", ["a"], [["1.5"], [wrong]]), "a", empty)


def test_points_before_three_digits_are_decimal_with_a_warning_unless_commas_separate(tmp_path) -> None:
    """1.000 and 2.000 are thousands where commas are decimal; a table that has none cannot tell."""
    table = written(tmp_path, "zone;coal\na;1.000\nb;2.500\n")
    assert number_column(table, "coal").tolist() == [1, 2.5]
    (line,) = describe_numbers(table)
    assert line.startswith("warning: Table pools.csv: a point before three digits is taken for a decimal point")
    assert line.endswith("in coal.")
    for plain in ("zone,coal\na,1.000\n", "zone;coal\na;1.000\nb;2.5\n", "zone;coal\na;0.125\n"):
        assert describe_numbers(written(tmp_path, plain)) == []
    table = written(tmp_path, "zone;coal;oil\na;1.000;0,5\n")
    assert number_column(table, "coal").tolist() == [1000]
    assert "thousands point" in describe_numbers(table)[0]
