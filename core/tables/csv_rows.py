"""Rows of a CSV file: its encoding, its separator, and what makes it no regular table.

    >>> parse_rows('zone;pigs\\na;"1\\n2"\\n\\nb;3\\n', "pigs.csv")
    [['zone', 'pigs'], ['a', '1\\n2'], [], ['b', '3']]

- Files may be UTF-8 with or without byte order mark, UTF-16 with one, or GB18030 (which holds GBK and GB2312). Text is
  never guessed into another encoding silently: what is not UTF-8 is read as GB18030, and what is neither is an error.
- The separator is a comma, a semicolon or a tab.
- Rows are a spreadsheet's: a row of several lines within quotation marks counts once, an empty line is a row. pandas'
  reader pads short rows, passes over empty ones, and fails on a title that is narrower than the data.
"""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..errors import ReadError, TableError
from .cells import clean
from .messages import TABLE_BROKEN, TABLE_EMPTY, TABLE_ENCODING, TABLE_NOT_FOUND, TABLE_QUOTE, TABLE_RAGGED

QUOTED = re.compile(r'"[^"]*"')
# A line read after a file's last one is a row of its own, unless a quotation mark before it was never closed.
LAST_LINE, LAST_ROW = '"end"', ["end"]
BYTE_ORDER_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
# Characters of a cell: `csv` takes 131 072, and a polygon as text is longer.
LONGEST_CELL = 1 << 24


def read_rows(path: str, name: str) -> tuple[list[str], list[list[str]], int]:
    """Read a CSV file.

    Parameters
    ----------
    path : str
        The file.
    name : str
        What messages call the table.

    Returns
    -------
    header : list of str
        The first row that holds anything.
    rows : list of list of str
        The rows below it, each as long as the header; shorter ones are filled with empty cells.
    first_line : int
        The line of the first of `rows`; each of the others counts one.

    Raises
    ------
    ReadError
        When there is no such file, or it cannot be read.
    TableError
        When it is no table: nothing in it, another encoding, a row longer than the header, an open quotation mark.
    """
    try:
        raw = Path(path).read_bytes()
    except OSError as error:
        raise ReadError(TABLE_NOT_FOUND, table=path, reason=error.strerror or str(error)) from error
    rows = parse_rows(_decode(raw, name), name)
    # Empty lines above the header.
    first = next((line for line, row in enumerate(rows) if any(map(clean, row))), len(rows))
    if first == len(rows):
        raise TableError(TABLE_EMPTY, table=name)
    header, *body = rows[first:]
    for line, row in enumerate(body, start=first + 2):
        if len(row) > len(header):
            raise TableError(TABLE_RAGGED, table=name, line=line, cells=len(row), columns=len(header))
        row.extend([""] * (len(header) - len(row)))
    return header, body, first + 2


def parse_rows(text: str, name: str) -> list[list[str]]:
    """Return the cells of CSV text, row by row; an empty line is an empty row.

    Parameters
    ----------
    text : str
        The whole file.
    name : str
        What messages call the table.

    Returns
    -------
    list of list of str

    Raises
    ------
    TableError
        For a quotation mark that is never closed, and a cell of more than `LONGEST_CELL` characters.
    """
    lines = itertools.chain(io.StringIO(text, newline=""), (LAST_LINE,))
    rows: list[list[str]] = []
    try:
        with _long_cells():
            rows.extend(csv.reader(lines, delimiter=_separator(text)))
    except csv.Error as error:
        raise TableError(TABLE_BROKEN, table=name, line=1 + len(rows), reason=str(error)) from error
    if rows.pop() != LAST_ROW:
        raise TableError(TABLE_QUOTE, table=name, line=1 + len(rows))
    return rows


@contextmanager
def _long_cells() -> Iterator[None]:
    """Let `csv` take long cells; the limit is the process's, and others may have set it."""
    before = csv.field_size_limit(LONGEST_CELL)
    try:
        yield
    finally:
        csv.field_size_limit(before)


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


def _separator(text: str) -> str:
    """The candidate that the header holds most often, quoted names aside; a comma when there is a single column."""
    header = next((line for line in text.splitlines() if line.strip()), "")
    return max((",", ";", "\t"), key=QUOTED.sub("", header).count)
