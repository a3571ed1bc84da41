"""Cells as text, and the numbers that a text holds."""

from __future__ import annotations

import unicodedata

import numpy as np
import pytest
from carbon_service_flow.core.errors import TableError
from carbon_service_flow.core.tables.cells import clean, parse_number, parse_numbers, spreadsheet_safe
from carbon_service_flow.core.zones.features import zone_name
from hypothesis import given
from hypothesis import strategies as st
from support.common import laws


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1,234.5", 1234.5),
        ("-1,234,567", -1234567),
        ("１２３．５", 123.5),
        ("１，２３４", 1234),
        ("　7 ", 7),
        ("\u00a07", 7),
        ("1e3", 1000),
        ("1,234e3", 1234000),
        ("+.5", 0.5),
        ("－３", -3),
    ],
)
def test_text_that_holds_a_number(text, number) -> None:
    assert parse_number(clean(text)) == number


@pytest.mark.parametrize(
    "text",
    [
        *("abc", "12 t", "1,23", "12,34,567", "1.234,5", "1_000", "nan", "inf", "-inf", "1e999", "--", "…", "5%"),
        # A decimal comma, not half a thousand; and footnote marks of yearbooks, which are no digits of the number.
        *("0,500", "00,123", "1234①", "56²", "7⑵", "½", "8₂"),
    ],
)
def test_text_that_holds_none(text) -> None:
    assert parse_number(clean(text)) is None


@laws
@given(st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_survive_being_written(number) -> None:
    assert parse_number(clean(repr(number))) == number
    assert parse_number(clean(number)) == number
    if abs(number) < 1e15:
        assert parse_number(clean(f"{number:,.6f}")) == pytest.approx(number, abs=1e-6)


def test_a_whole_number_of_a_spreadsheet_is_the_same_name_as_its_text() -> None:
    """Spreadsheets and GeoPackages hold code 11 as 11.0; the layer's field may be text or integer."""
    assert clean(11.0) == clean(11) == zone_name(11.0) == zone_name(11) == zone_name(" 11 ") == "11"
    assert clean(5.5) == "5.5"


def test_text_is_folded_in_width_only() -> None:
    """Full-width forms and wide blanks are the same text; superscripts and circled digits are not digits."""
    assert clean("ＡＢＣ（１）") == "ABC(1)"
    assert clean("km²①") == "km²①"
    # Of all characters those, and only those, that Unicode calls a wide or narrow form of another.
    for code in range(0x10000):
        kind, _, ordinary = unicodedata.decomposition(chr(code)).partition(" ")
        folded = chr(int(ordinary, 16)) if kind in ("<wide>", "<narrow>") else chr(code)
        assert clean(f"1{chr(code)}1") == unicodedata.normalize("NFC", f"1{folded}1")
    assert clean(None) == clean(float("nan")) == clean("　") == ""


def test_a_columns_numbers() -> None:
    numbers = parse_numbers(["1", "", "2,000.0"], [2, 4, 5], table="t", column="a", empty=np.nan)
    np.testing.assert_array_equal(numbers, [1, np.nan, 2000])
    assert parse_numbers([""], [2], table="t", column="a", empty=0) == [0]
    assert parse_numbers(["0"], [2], table="t", column="a") == [0]


def test_a_cell_without_a_number_is_named_by_table_line_and_column() -> None:
    with pytest.raises(TableError, match=r'Table t\.csv, line 4, column pigs: "about 5" is not a number\.'):
        parse_numbers(["1", "about 5"], [2, 4], table="t.csv", column="pigs", empty=0)
    with pytest.raises(TableError, match=r"Table t\.csv, line 7, column pigs: the cell is empty"):
        parse_numbers(["1", ""], [2, 7], table="t.csv", column="pigs")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-x", "@a", "\t=1", "＝1", "=HYPERLINK(0)"])
def test_what_a_spreadsheet_would_run_gets_an_apostrophe_that_is_taken_away_again(text) -> None:
    safe = spreadsheet_safe(text)
    assert safe == f"'{text}"
    assert clean(safe).lstrip() == clean(text)


@pytest.mark.parametrize("text", ["", "a", "1", "'a", "' =1", "(left the region)", "'t Zand", "a=b"])
def test_other_texts_are_left_as_they_are(text) -> None:
    assert spreadsheet_safe(text) == text
    assert clean(text) == text


def test_a_column_of_texts_is_ambiguous_where_no_cell_tells() -> None:
    with pytest.raises(TableError, match="thousands"):
        parse_numbers(["2,000", "5"], [2, 3], table="t", column="a")
