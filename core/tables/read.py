"""The one table reader: encodings, header case, numbers written as text.

    >>> table = Table.from_rows("pools.csv", ["LUCODE", "c_soil"], [["1", "1,108.4"], ["2", "１５８.８"]])
    >>> table.numbers("lucode"), table.numbers("c_soil")
    (array([1., 2.]), array([1108.4,  158.8]))

- CSV files may be UTF-8 with or without byte order mark, UTF-16 with one, or GB18030 (which holds GBK and GB2312);
  the separator may be a comma, semicolon or tab. Text is never guessed into another encoding silently: what is not
  UTF-8 is read as GB18030, and what is neither is an error. Cells are wanted as text, so Python's own `csv` parses
  them: importing pandas takes longer than the tables do.
- Columns are found by name, whatever their case and the blanks around it.
- Text that holds a number is that number: "1,234.5", full-width digits, blanks around it. All else in a number
  column is an error that names table, line and column. Lines count as a spreadsheet shows them: the header is 1.
"""

from __future__ import annotations

import csv
import difflib
import io
import itertools
import math
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ..errors import ReadError, TableError
from .messages import (
    CELL_EMPTY,
    CELL_NOT_NUMBER,
    COLUMN_MISSING,
    COLUMN_TWICE,
    TABLE_BROKEN,
    TABLE_EMPTY,
    TABLE_ENCODING,
    TABLE_NOT_FOUND,
    TABLE_QUOTE,
    TABLE_RAGGED,
)

THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d*)?([eE][+-]?\d+)?")
QUOTED = re.compile(r'"[^"]*"')
# A line read after a file's last one is a row of its own, unless a quotation mark before it was never closed.
LAST_LINE, LAST_ROW = '"end"', ["end"]
# Full-width and half-width characters, and their ordinary forms. Compatibility folding (NFKC) would do more, and turn
# yearbooks' footnote marks into digits: 1234① into 12341.
WIDTHS = re.compile("[\u3000\uff00-\uffef]")
ORDINARY = {
    character: chr(int(decomposed[1], 16))
    for character in map(chr, (0x3000, *range(0xFF00, 0xFFF0)))
    if (decomposed := unicodedata.decomposition(character).split()) and decomposed[0] in ("<wide>", "<narrow>")
}
BYTE_ORDER_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def clean(value: object) -> str:
    """Return a cell as text: "" for nothing (None, NULL, NaN), full-width forms folded, outer blanks removed.

    Whole numbers have no decimals: spreadsheets hold the code 11 as 11.0.
    """
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = str(value)
    if not text.isascii():
        text = unicodedata.normalize("NFC", WIDTHS.sub(_ordinary, text))
    return text.strip()


def _ordinary(found: re.Match[str]) -> str:
    return ORDINARY.get(found[0], found[0])


def parse_number(text: str) -> float | None:
    """Return the finite number that a cleaned text holds, None when it holds none."""
    if THOUSANDS.fullmatch(text):
        text = text.replace(",", "")
    if "_" in text:
        return None
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


@dataclass(frozen=True)
class Table:
    """A table of cleaned text cells with named columns; `name` is what messages call it, `lines` its line numbers."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]

    @classmethod
    def from_rows(
        cls, name: str, columns: Iterable[object], rows: Iterable[Sequence[object]], first_line: int = 2
    ) -> Table:
        """Build a table from raw cells; rows that are empty throughout are left out, but counted as lines."""
        header = tuple(clean(column) for column in columns)
        folded = [column.casefold() for column in header]
        for column in header:
            if column and folded.count(column.casefold()) > 1:
                raise TableError(COLUMN_TWICE, table=name, column=column)
        kept, lines = [], []
        for line, row in enumerate(rows, start=first_line):
            cells = tuple(clean(cell) for cell in row)
            if any(cells):
                kept.append(cells)
                lines.append(line)
        if not kept:
            raise TableError(TABLE_EMPTY, table=name)
        return cls(name, header, tuple(kept), tuple(lines))

    @classmethod
    def of_column(cls, name: str, column: str, cells: Iterable[Sequence[object]]) -> Table:
        """Build a table of one column, keeping the rows that are empty."""
        rows = tuple((clean(row[0]),) for row in cells)
        return cls(name, (column,), rows, tuple(range(2, len(rows) + 2)))

    @classmethod
    def read_csv(cls, path: str, name: str = "") -> Table:
        """Read a CSV file. Raises `ReadError` when it cannot be read, `TableError` when it is no table."""
        name = name or Path(path).name
        try:
            raw = Path(path).read_bytes()
        except OSError as error:
            raise ReadError(TABLE_NOT_FOUND, table=path, reason=error.strerror or str(error)) from error
        rows = _parse(_decode(raw, name), name)
        # Empty lines above the header.
        first = next((line for line, row in enumerate(rows) if any(map(clean, row))), len(rows))
        if first == len(rows):
            raise TableError(TABLE_EMPTY, table=name)
        header, *body = rows[first:]
        for line, row in enumerate(body, start=first + 2):
            if len(row) > len(header):
                raise TableError(TABLE_RAGGED, table=name, line=line, cells=len(row), columns=len(header))
            row.extend([""] * (len(header) - len(row)))
        return cls.from_rows(name, header, body, first + 2)

    def __len__(self) -> int:
        """Number of rows."""
        return len(self.rows)

    def has(self, column: str) -> bool:
        """Return True when there is a column of that name, in any case."""
        return self._find(column) is not None

    def require(self, *columns: str) -> None:
        """Raise `TableError` naming the first column that is missing, the closest one, and all there are."""
        for column in columns:
            if not self.has(column):
                close = difflib.get_close_matches(column.casefold(), [c.casefold() for c in self.columns], 1, 0.6)
                raise TableError(
                    COLUMN_MISSING,
                    table=self.name,
                    column=column,
                    columns=", ".join(self.columns),
                    hint=f" ({close[0]}?)" if close else "",
                )

    def texts(self, column: str) -> list[str]:
        """Return a column as text."""
        self.require(column)
        index = self._find(column)
        return [row[index] if index is not None and index < len(row) else "" for row in self.rows]

    def numbers(self, column: str, empty: float | None = None) -> np.ndarray:
        """Return a column as float64, shape (rows,).

        An empty cell is `empty` when that is given (nan, say), otherwise an error, as is anything that is no number.
        """
        numbers = np.empty(len(self))
        for position, (text, line) in enumerate(zip(self.texts(column), self.lines)):
            if not text:
                if empty is None:
                    raise TableError(CELL_EMPTY, table=self.name, line=line, column=column)
                numbers[position] = empty
                continue
            number = parse_number(text)
            if number is None:
                raise TableError(CELL_NOT_NUMBER, table=self.name, line=line, column=column, text=text)
            numbers[position] = number
        return numbers

    def records(self, *columns: str) -> list[dict[str, Any]]:
        """Return the rows as dictionaries of the named columns, as text; columns that are missing give ""."""
        taken = {column: self.texts(column) if self.has(column) else [""] * len(self) for column in columns}
        return [{column: taken[column][row] for column in columns} for row in range(len(self))]

    def _find(self, column: str) -> int | None:
        wanted = clean(column).casefold()
        for index, name in enumerate(self.columns):
            if name.casefold() == wanted:
                return index
        return None


def _decode(raw: bytes, name: str) -> str:
    for mark, encoding in BYTE_ORDER_MARKS:
        if raw.startswith(mark):
            encodings: tuple[str, ...] = (encoding,)
            break
    else:
        encodings = ("utf-8", "gb18030")
    for encoding in encodings:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        # UTF-16 without its mark passes for UTF-8, a null after each letter.
        if "\0" not in text:
            return text
    raise TableError(TABLE_ENCODING, table=name)


def _parse(text: str, name: str) -> list[list[str]]:
    """Return the cells of CSV text, row by row; an empty line is an empty row."""
    lines = itertools.chain(io.StringIO(text, newline=""), (LAST_LINE,))
    rows: list[list[str]] = []
    try:
        rows.extend(csv.reader(lines, delimiter=_separator(text)))
    except csv.Error as error:
        raise TableError(TABLE_BROKEN, table=name, line=1 + len(rows), reason=str(error)) from error
    if rows.pop() != LAST_ROW:
        raise TableError(TABLE_QUOTE, table=name, line=1 + len(rows))
    return rows


def _separator(text: str) -> str:
    """The candidate that the header holds most often, quoted names aside; a comma when there is a single column."""
    header = next((line for line in text.splitlines() if line.strip()), "")
    return max((",", ";", "\t"), key=QUOTED.sub("", header).count)
