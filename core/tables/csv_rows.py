"""Rows of a CSV file: its encoding, its separator, and what makes it no regular table.

    >>> parse_rows('zone;pigs\\na;"1\\n2"\\n\\nb;3\\n', "pigs.csv", ";")
    [['zone', 'pigs'], ['a', '1\\n2'], [], ['b', '3']]

- Files may be UTF-8 with or without byte order mark, UTF-16 with or without one, or GB18030 (which holds GBK and
  GB2312). Text is never guessed into another encoding silently: what is not UTF-8 is read as GB18030, and what is
  neither is an error. Bytes that GB18030 takes without making Chinese of them (Latin 1, Big5), and UTF-8 with a
  damaged place, are read with replacement characters: a column with such a text is refused when it is asked for, and
  does no harm else. UTF-16
  without a mark is known by the zero bytes of its digits, separators and line ends.
- The separator is a comma, a semicolon, a tab or a |: the one that makes a header of the columns needed, else the one
  that the first line holds most often.
- Rows are a spreadsheet's: a row of several lines within quotation marks counts once, an empty line is a row. pandas'
  reader pads short rows, passes over empty ones, and fails on a title that is narrower than the data.
"""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from osgeo import gdal

from ..errors import ReadError, TableError
from .cells import clean
from .header import ROWS_LOOKED_AT, Needed, find_layout, without_comments
from .messages import TABLE_BROKEN, TABLE_ENCODING, TABLE_NOT_FOUND, TABLE_QUOTE
from .text_encoding import is_damaged, is_misread_chinese

QUOTED = re.compile(r'"[^"]*"')
# A line read after a file's last one is a row of its own, unless a quotation mark before it was never closed.
LAST_LINE, LAST_ROW = '"end"', ["end"]
BYTE_ORDER_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
# Characters of a cell: `csv` takes 131 072, and a polygon as text is longer.
LONGEST_CELL = 1 << 24
CELL_SEPARATORS = (",", ";", "\t", "|")
VIRTUAL = "/vsi"
# Encoding of a file whose texts cannot be read.
UNKNOWN = "unknown"
# Bytes in which zeros are looked for.
SAMPLE_BYTES = 1 << 16


@dataclass(frozen=True)
class CsvRows:
    """The rows of a CSV file.

    Attributes
    ----------
    rows : list of list of str
        Cells of each row from line 1 on; an empty line is an empty row.
    separator : str
        What stands between them.
    encoding : str
        The encoding of the file, as Python calls it; UNKNOWN for one of which ASCII alone can be read.
    comments : tuple of str
        Lines above the table that are marked as comments.
    """

    rows: list[list[str]]
    separator: str
    encoding: str
    comments: tuple[str, ...] = ()


def read_rows(path: str, name: str, needed: Needed | None = None) -> CsvRows:
    """Read a CSV file.

    Parameters
    ----------
    path : str
        The file.
    name : str
        What messages call the table.
    needed : Needed, optional
        The columns of its header.

    Returns
    -------
    CsvRows

    Raises
    ------
    ReadError
        When there is no such file, or it cannot be read.
    TableError
        When it is no table: another encoding, an open quotation mark.
    """
    raw = _read_bytes(path)
    text, encoding = _decode(raw, name)
    text, comments = without_comments(text, needed)
    separators = _separators(text)
    if needed is not None and needed.given:
        for separator in separators:
            lines = list(itertools.islice(_filled_rows(text, separator), ROWS_LOOKED_AT))
            if find_layout(lines, needed).complete:
                return CsvRows(parse_rows(text, name, separator), separator, encoding, comments)
    return CsvRows(parse_rows(text, name, separators[0]), separators[0], encoding, comments)


def _read_bytes(path: str) -> bytes:
    """A file's content; GDAL reads within archives (/vsizip/, /vsigzip/)."""
    if path.startswith(VIRTUAL):
        gdal.ErrorReset()
        size = gdal.VSIStatL(path)
        file = gdal.VSIFOpenL(path, "rb") if size is not None else None
        if file is None:
            raise ReadError(TABLE_NOT_FOUND, table=path, reason=gdal.GetLastErrorMsg() or path)
        try:
            return bytes(gdal.VSIFReadL(1, size.size, file) or b"")
        finally:
            gdal.VSIFCloseL(file)
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise ReadError(TABLE_NOT_FOUND, table=path, reason=error.strerror or str(error)) from error


def _filled_rows(text: str, separator: str) -> Iterator[list[str]]:
    """Cleaned rows that hold anything, as far as they can be read."""
    with _long_cells(), suppress(csv.Error):
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            cells = list(map(clean, row))
            if any(cells):
                yield cells


def parse_rows(text: str, name: str, separator: str) -> list[list[str]]:
    """Return the cells of CSV text, row by row; an empty line is an empty row.

    Parameters
    ----------
    text : str
        The whole file.
    name : str
        What messages call the table.
    separator : str
        What stands between cells.

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
            rows.extend(csv.reader(lines, delimiter=separator))
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


def _decode(raw: bytes, name: str) -> tuple[str, str]:
    """The text, and its encoding."""
    encodings = _encodings(raw)
    for encoding in encodings:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "gb18030" and is_misread_chinese(text):
            return raw.decode("utf-8", errors="replace"), UNKNOWN
        # One damaged place makes no Chinese of UTF-8: looked at below.
        if encoding == "gb18030" and is_damaged(raw.decode("utf-8", errors="replace")):
            break
        if "\0" not in text:
            # The mark of UTF-16 without one in its name.
            return text.lstrip("\ufeff"), encoding
    if encodings[0].startswith("utf-8") and is_damaged(text := raw.decode("utf-8", errors="replace")):
        return text.lstrip("\ufeff"), UNKNOWN
    raise TableError(TABLE_ENCODING, table=name)


def _encodings(raw: bytes) -> tuple[str, ...]:
    for mark, encoding in BYTE_ORDER_MARKS:
        if raw.startswith(mark):
            return (encoding,)
    sample = raw[:SAMPLE_BYTES]
    high_first, low_first = sample[0::2].count(0), sample[1::2].count(0)
    if high_first or low_first:
        return ("utf-16-be", "utf-16-le") if high_first > low_first else ("utf-16-le", "utf-16-be")
    return ("utf-8", "gb18030")


def _separators(text: str) -> list[str]:
    """The candidates, most frequent in the first line first, quoted cells aside; commas when there is one column."""
    first = QUOTED.sub("", next((line for line in text.splitlines() if line.strip()), ""))
    return sorted(CELL_SEPARATORS, key=first.count, reverse=True)
