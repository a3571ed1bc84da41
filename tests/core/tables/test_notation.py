"""Decimal commas and thousands: what a cell says, what a column decides, and what no one can know."""

from __future__ import annotations

import pytest
from carbon_service_flow.core.tables.notation import (
    Notation,
    Reading,
    decide,
    is_missing,
    plain,
    reading,
    without_footnote,
)
from hypothesis import given
from hypothesis import strategies as st
from support.common import laws

ANY, COMMAS, DECIMAL, SHEET = Notation(), Notation("thousands"), Notation("decimal"), Notation(typed_cells=True)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        *((text, Reading.NEUTRAL) for text in ("0", "17", "-3", "−3", "1e5", "1234567", "1 234", "1'234'567")),
        *((text, Reading.DECIMAL_COMMA) for text in ("80,7", "0,500", "1234,567", "1.234,5", "1.234.567,8", ",5")),
        *((text, Reading.DECIMAL_COMMA) for text in ("1 234,567", "1\u202f234,5", "1'234,5", "1,234E+05", "-0,123")),
        *((text, Reading.DECIMAL_POINT) for text in ("80.7", "0.500", "1234.567", ".5", "17.", "1 234.567", "1.234e5")),
        *((text, Reading.THOUSANDS_COMMA) for text in ("1,234.5", "1,234,567", "-12,345,678.90")),
        *((text, Reading.THOUSANDS_POINT) for text in ("1.234.567", "-12.345.678")),
        *((text, Reading.EITHER_COMMA) for text in ("1,234", "-999,000", "12,345e3")),
        *((text, Reading.EITHER_POINT) for text in ("1.234", "+999.000")),
        *(
            (text, Reading.NO_NUMBER)
            for text in ("", "t", "12 t", "5%", "1,23,456", "1.23.456", "17,", "1.234,", "1 23")
        ),
        *(
            (text, Reading.NO_NUMBER)
            for text in ("nan", "inf", "1_000", "2015-01-01", "1,234.5,6", "12.05.2015", "(5)")
        ),
    ],
)
def test_what_a_cell_says(text, said) -> None:
    assert reading(text) is said


@pytest.mark.parametrize(
    ("texts", "notation", "others", "decimal"),
    [
        (["17,00", "80,70"], ANY, [], ","),
        (["17,000", "80,7"], COMMAS, [], ","),
        (["17,000", "0,500"], ANY, [], ","),
        (["1,234", "1,234.5"], ANY, [], "."),
        (["1,234", "1,234,567"], ANY, [], "."),
        (["1,234", "80.7"], SHEET, [], "."),
        # Three digits behind every comma: nobody can know, but commas between cells settle it, or a setting.
        (["17,000", "80,700"], ANY, [], ""),
        (["17,000", "5"], SHEET, [], ""),
        (["17,000", "80,700"], COMMAS, [], "."),
        (["17,000", "80,700"], DECIMAL, [], ","),
        # The other columns, where they agree; of a sheet 80.7 may have been a number.
        (["17,000"], ANY, [["80,7"]], ","),
        (["17,000"], COMMAS, [["80,7"]], ","),
        (["17,000"], ANY, [["80.7"]], "."),
        (["17,000"], SHEET, [["80.7"]], ""),
        (["17,000"], SHEET, [["1,234.5"]], "."),
        (["17,000"], ANY, [["80.7"], ["80,7"]], ""),
        (["17,000"], ANY, [["17,500"]], ""),
        (["17,000"], ANY, [["see 80,7", "a", "80.7"]], ""),
        (["17,000"], ANY, [["-", "", "80,7①"]], ","),
        # 12.345 is a decimal number, unless commas are decimal.
        (["12.345", "1"], ANY, [], "."),
        (["12.345", "80.7"], ANY, [["80,7"]], "."),
        (["12.345"], ANY, [["80,7"]], ","),
        (["12.345"], SHEET, [["80,7"]], "."),
        (["12.345", "80,7"], ANY, [], ","),
        (["12.345", "80,7"], SHEET, [], ""),
        (["12.345", "1.234.567"], ANY, [], ","),
        # Two ways in one column.
        (["80,7", "80.7"], ANY, [], ""),
        (["1.234,5", "1,234.5"], COMMAS, [], ""),
        (["80,7", "1,234,567"], DECIMAL, [], ""),
        # 1,234 and 1.234 together.
        (["1,234", "12.345"], ANY, [], ""),
        (["1,234", "12.345"], ANY, [["80,7"]], ","),
        (["x", "", "7"], ANY, [["80,7"]], "."),
    ],
)
def test_a_column_decides(texts, notation, others, decimal) -> None:
    decision = decide(texts, notation, others)
    assert decision.decimal == decimal
    assert bool(decision.examples) == (not decimal)


def test_what_is_decided_is_said() -> None:
    """Plain numbers need no word, a decimal comma does, and what was taken from other columns says so."""
    assert decide(["80.7", "1"], ANY).told == decide(["12.345"], COMMAS).told == decide(["1,234"], COMMAS).told == ""
    assert decide(["80,7"], ANY).told == "decimal comma"
    assert decide(["1,234", "1,234.5"], ANY).told == "thousands comma"
    assert "other columns" in decide(["1,234"], ANY, [["80,7"]]).told
    assert "other columns" in decide(["1.234"], ANY, [["80,7"]]).told
    assert decide(["1.234"], ANY, [["80,7"]]).doubtful
    assert decide(["1.234"], ANY).doubtful
    assert not decide(["80,7"], ANY).doubtful


def test_a_column_of_two_ways_names_both_cells() -> None:
    assert decide(["1", "80,7", "x", "80.7"], ANY).examples == (1, 3)


def test_a_true_minus_is_a_minus() -> None:
    assert plain("−1,234.5", ".") == "-1234.5"
    assert plain("−3", ",") == "-3"


def spaced(digits: str, mark: str) -> str:
    return f"{int(digits):,}".replace(",", mark)


@laws
@given(st.integers(0, 10**9), st.text("0123456789", min_size=1, max_size=6).filter(lambda d: len(d) != 3))
def test_a_number_is_read_as_it_was_written(whole, decimals) -> None:
    """In every country's hand; with other than three decimals a cell decides by itself."""
    value = f"{whole}.{decimals}"
    for thousands, decimal in ((",", "."), (".", ","), (" ", ","), ("'", "."), ("\u202f", ","), ("", ","), ("", ".")):
        text = f"{spaced(str(whole), thousands)}{decimal}{decimals}"
        decision = decide([text], ANY)
        assert decision.decimal == decimal
        assert float(plain(text, decimal)) == float(value)
        assert plain(text, "," if decimal == "." else ".") is None


@pytest.mark.parametrize(
    "mark", [*"-–—−…无缺", "--", "——", "……", "...", "..", "......", "NA", "na", "N/A", "n/a", "null"]
)
def test_marks_for_missing_data(mark) -> None:
    assert is_missing(mark)


@pytest.mark.parametrize("text", ["", ".", "0", "-1", "not", "无数据", "nil", "none", "nan", "x", "NAN", "- -", "/"])
def test_what_is_no_mark(text) -> None:
    assert not is_missing(text)


@pytest.mark.parametrize(
    "mark", ["①", "⑵", "*", "**", "†", "[1]", "[a]", " [12]", "(1)", " a)", "〔2〕", "¹", "²³", "*①", " ※", "[注]"]
)
@pytest.mark.parametrize("number", ["1234", "1,234.5", "56", "80,7", "1 234"])
def test_footnote_marks_are_no_part_of_a_number(number, mark) -> None:
    assert without_footnote(number + mark) == number


@pytest.mark.parametrize(
    "text", ["12 t", "12t", "5%", "7(t)", "10³", "1.5×10³", "8₂", "½", "①", "*", "text①", "1234)", "1)", "12 1)"]
)
def test_units_powers_and_words_stay(text) -> None:
    """Ten to the third is a thousand, and `1)` could be a digit of the number."""
    assert without_footnote(text) == text


COUNTS = ["4,796", "10,430", "2,184", "3,830", "9,579", "5,988", "1,392", "7,920"]


@pytest.mark.parametrize(
    ("texts", "decimal"),
    [
        ([*COUNTS, "932"], "."),
        # No small number, no 0 at an end, a large number without a comma, a short column: unknown.
        (COUNTS, ""),
        ([*COUNTS, "0"], ""),
        ([text.replace("0", "1") for text in (*COUNTS, "932")], ""),
        ([*COUNTS, "932", "1500"], ""),
        ([*COUNTS[1:], "932"], ""),
        # What cells say themselves counts first.
        ([*COUNTS, "932", "0,5"], ","),
    ],
)
def test_a_long_column_of_thousands(texts, decimal) -> None:
    for notation in (ANY, SHEET):
        assert decide(texts, notation).decimal == decimal
    assert decide(texts, ANY).doubtful == (decimal == ".")
