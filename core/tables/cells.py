"""Cells of tables as text, and the numbers that a text holds.

    >>> clean(" １，２３４ "), clean(11.0), clean(None)
    ('1,234', '11', '')
    >>> parse_number("1,234.5"), parse_number("1234①")
    (1234.5, None)

"1,234.5", full-width digits and blanks around a number are that number. pandas reads neither, and its own parser rounds
the last digit otherwise than Python's `float`. How the numbers of a column are written is decided for all of them: see
`notation`.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Sequence

import numpy as np

from ..errors import TableError
from .messages import CELL_EMPTY, CELL_MISSING, CELL_NOT_NUMBER, COLUMN_AMBIGUOUS, COLUMN_TWO_WAYS
from .notation import Decision, Notation, Reading, decide, is_missing, plain, reading, without_footnote

THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d*)?([eE][+-]?\d+)?")
# Full-width and half-width characters, and their ordinary forms. Compatibility folding (NFKC) would do more, and turn
# yearbooks' footnote marks into digits: 1234① into 12341.
WIDTHS = re.compile("[\u3000\uff00-\uffef]")
PLAIN_CELLS = re.compile(r"[0-9.+\-eE\n]*")
# A CSV file of ours has an apostrophe before what a spreadsheet would run: see `spreadsheet_safe`.
GUARDED = re.compile(r"'(?=[\t\r]?[=+\-@])")
RUN_BY_SPREADSHEETS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
ORDINARY = {
    character: chr(int(decomposed[1], 16))
    for character in map(chr, (0x3000, *range(0xFF00, 0xFFF0)))
    if (decomposed := unicodedata.decomposition(character).split()) and decomposed[0] in ("<wide>", "<narrow>")
}


def clean(value: object) -> str:
    """Return a cell as text: full-width forms folded, outer blanks removed.

    Floats without a fraction are written as integers: spreadsheets hold the code 11 as 11.0.

    Parameters
    ----------
    value : object
        What a file or a layer holds.

    Returns
    -------
    str
        "" for nothing: None, NULL, nan.
    """
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = str(value)
    if not text.isascii():
        text = unicodedata.normalize("NFC", WIDTHS.sub(_ordinary, text))
    return GUARDED.sub("", text.strip(), count=1) if "'" in text else text.strip()


def spreadsheet_safe(text: str) -> str:
    """Return a text for a CSV file, with an apostrophe before it when a spreadsheet would run it.

    Parameters
    ----------
    text : str
        Of a cell or of a column's name.

    Returns
    -------
    str
        `clean` takes the apostrophe away again.
    """
    return f"'{text}" if text.startswith(RUN_BY_SPREADSHEETS) else text


def _ordinary(match: re.Match[str]) -> str:
    return ORDINARY.get(match[0], match[0])


def parse_number(text: str) -> float | None:
    """Return the finite number that a cleaned text holds.

    Parameters
    ----------
    text : str
        A cell, as `clean` returns it.

    Returns
    -------
    float or None
        None when the text is no number, infinite, or written with Python's underscores.
    """
    return _finite(text.replace(",", "") if THOUSANDS.fullmatch(text) else plain(text, "."))


def _finite(text: str | None) -> float | None:
    """The number that a text in Python's notation is, None when it is none or infinite."""
    try:
        number = math.nan if text is None or "_" in text else float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def parse_numbers(
    texts: Sequence[str],
    lines: Sequence[int],
    *,
    table: str,
    column: str,
    empty: float | None = None,
    notation: Notation | None = None,
    others: Iterable[Sequence[str]] = (),
) -> np.ndarray:
    """Return the numbers of a column's cells.

    Parameters
    ----------
    texts : sequence of str
        The cells, as `clean` returns them.
    lines : sequence of int
        The line of each cell, as messages give it.
    table, column : str
        What messages call the table and the column.
    empty : float, optional
        What an empty cell, or one with a mark for missing data, stands for, such as nan. Without it both are errors.
    notation : Notation, optional
        What is known of the table's numbers.
    others : iterable of sequence of str
        The table's other columns of text, asked when the column does not tell itself how its numbers are written.

    Returns
    -------
    (rows,) float64

    Raises
    ------
    TableError
        For a cell that holds no number, and for a column whose commas and points can be read in two ways; it names
        table, line and column.
    """
    usual = _plain_numbers(texts, empty)
    if usual is not None:
        return usual
    for text, line in zip(texts, lines):
        if empty is None and not text:
            raise TableError(CELL_EMPTY, table=table, line=line, column=column)
        if empty is None and is_missing(text):
            raise TableError(CELL_MISSING, table=table, line=line, column=column, text=text)
    bare = [without_footnote(text) for text in texts]
    decision = decide(bare, notation or Notation(), others)
    numbers = np.empty(len(texts))
    for row, (text, line) in enumerate(zip(bare, lines)):
        if empty is not None and (not text or is_missing(text)):
            numbers[row] = empty
            continue
        number = _finite(plain(text, decision.decimal))
        if number is None and (decision.decimal or reading(text) is Reading.NO_NUMBER):
            raise TableError(CELL_NOT_NUMBER, table=table, line=line, column=column, text=texts[row])
        numbers[row] = np.nan if number is None else number
    if not decision.decimal:
        raise _undecided(decision, texts, lines, table, column)
    return numbers


def _plain_numbers(texts: Sequence[str], empty: float | None) -> np.ndarray | None:
    """Numbers as Python writes them, at once; None when the column needs a closer look."""
    joined = "\n".join(texts)
    if PLAIN_CELLS.fullmatch(joined) is None or (empty is None and not all(texts)):
        return None
    if "." in joined and not any("." in text and reading(text) is Reading.DECIMAL_POINT for text in texts):
        return None
    try:
        numbers = [float(text) if text else empty for text in texts]
    except ValueError:
        return None
    finite = all(math.isfinite(number) for text, number in zip(texts, numbers) if text and number is not None)
    return np.array(numbers, dtype=float) if finite else None


def _undecided(decision: Decision, texts: Sequence[str], lines: Sequence[int], table: str, column: str) -> TableError:
    """The error of a column whose numbers can be read in two ways."""
    first, second = decision.examples[0], decision.examples[-1]
    if first == second:
        return TableError(COLUMN_AMBIGUOUS, table=table, line=lines[first], column=column, text=texts[first])
    first, second = sorted(decision.examples)
    return TableError(
        COLUMN_TWO_WAYS,
        table=table,
        column=column,
        line=lines[first],
        text=texts[first],
        other_line=lines[second],
        other=texts[second],
    )
