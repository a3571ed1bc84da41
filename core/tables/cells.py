"""Cells of tables as text, and the numbers that a text holds.

    >>> clean(" １，２３４ "), clean(11.0), clean(None)
    ('1,234', '11', '')
    >>> parse_number("1,234.5"), parse_number("1234①")
    (1234.5, None)

"1,234.5", full-width digits and blanks around a number are that number. pandas reads neither, and its own parser rounds
the last digit otherwise than Python's `float`.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Sequence

import numpy as np

from ..errors import TableError
from .messages import CELL_EMPTY, CELL_NOT_NUMBER

THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d*)?([eE][+-]?\d+)?")
# Full-width and half-width characters, and their ordinary forms. Compatibility folding (NFKC) would do more, and turn
# yearbooks' footnote marks into digits: 1234① into 12341.
WIDTHS = re.compile("[\u3000\uff00-\uffef]")
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
    return text.strip()


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
    if THOUSANDS.fullmatch(text):
        text = text.replace(",", "")
    if "_" in text:
        return None
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def parse_numbers(
    texts: Sequence[str], lines: Sequence[int], *, table: str, column: str, empty: float | None = None
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
        What an empty cell stands for, such as nan. Without it an empty cell is an error.

    Returns
    -------
    (rows,) float64

    Raises
    ------
    TableError
        For a cell that holds no number; it names table, line and column.
    """
    numbers = np.empty(len(texts))
    for row, (text, line) in enumerate(zip(texts, lines)):
        if not text and empty is None:
            raise TableError(CELL_EMPTY, table=table, line=line, column=column)
        number = parse_number(text) if text else empty
        if number is None:
            raise TableError(CELL_NOT_NUMBER, table=table, line=line, column=column, text=text)
        numbers[row] = number
    return numbers
