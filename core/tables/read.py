"""Tables as pandas DataFrames: cells are text, columns as in the file, the index is the line of each row.

    >>> pools = make_table("pools.csv", ["LUCODE", "c_soil"], [["1", "1,108.4"], [None, ""], ["2", "１５８.８"]])
    >>> pools
      LUCODE   c_soil
    2      1  1,108.4
    4      2    158.8
    >>> number_column(pools, "lucode"), number_column(pools, "c_soil")
    (array([1., 2.]), array([1108.4,  158.8]))

- Cells stay the text that they are: "NA" is Namibia, 007 a code. `number_column` reads a column of numbers, strictly.
- Lines count as a spreadsheet shows them: the header is 1, rows without a cell count but are left out.
- Columns are found by name, whatever their case and the blanks around it.
- `attrs["name"]` is what messages call the table.

pandas is imported by the functions that make a DataFrame: the provider registers, and runs without a table go, where
it is missing. The tables that come with the plugin are read without it, as `PlainTable`, which answers the same
questions (`TextTable`).
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from .. import PLUGIN_FOLDER
from ..errors import ParameterError, TableError
from .cells import clean, parse_numbers
from .csv_rows import read_rows
from .messages import COLUMN_MISSING, COLUMN_TWICE, PANDAS_MISSING, TABLE_EMPTY

if TYPE_CHECKING:
    import pandas

TABLES = PLUGIN_FOLDER / "resources" / "tables"
Cells = tuple[str, ...]


class TextTable(Protocol):
    """What is asked of a table whose cells are text: a DataFrame, or a `PlainTable`."""

    @property
    def attrs(self) -> dict[Any, Any]:
        """`name`: what messages call the table."""

    @property
    def columns(self) -> Sequence[str]:
        """Names of the columns."""

    @property
    def index(self) -> Sequence[int]:
        """The line of each row."""

    def items(self) -> Iterable[tuple[str, Iterable[str]]]:
        """Names and cells of the columns."""

    def __len__(self) -> int:
        """Number of rows."""


@dataclass(frozen=True)
class PlainTable:
    """A table without pandas.

    Attributes
    ----------
    name : str
        What messages call it.
    columns : sequence of str
        Names of the columns.
    rows : sequence of tuple of str
        Cells, as `clean` returns them.
    index : sequence of int
        The line of each row.
    """

    name: str
    columns: Sequence[str]
    rows: Sequence[Cells] = ()
    index: Sequence[int] = ()

    @property
    def attrs(self) -> dict[str, str]:
        """The name, where a DataFrame has it."""
        return {"name": self.name}

    def items(self) -> Iterator[tuple[str, list[str]]]:
        """Yield names and cells of the columns.

        Yields
        ------
        tuple of str and list of str
        """
        for position, column in enumerate(self.columns):
            yield column, [row[position] for row in self.rows]

    def __len__(self) -> int:
        """Number of rows."""
        return len(self.rows)


def require_pandas() -> None:
    """Raise `ParameterError` saying how to get pandas when it is missing."""
    if find_spec("pandas") is None:
        raise ParameterError(PANDAS_MISSING)


def read_table(path: str) -> pandas.DataFrame:
    """Read a CSV file, called by its file name.

    Parameters
    ----------
    path : str
        The file.

    Returns
    -------
    pandas.DataFrame
        Cells as text, indexed by line.

    Raises
    ------
    ReadError
        When the file cannot be read.
    TableError
        When it is no table: see `csv_rows`; a column name given twice; no row.
    ParameterError
        When pandas is missing.
    """
    name = Path(path).name
    return make_table(name, *read_rows(path, name))


def make_table(
    name: str, columns: Iterable[object], rows: Iterable[Sequence[object]], first_line: int = 2
) -> pandas.DataFrame:
    """Make a table from cells as a file or a layer holds them.

    Parameters
    ----------
    name : str
        What messages call the table.
    columns : iterable of object
        Names of the columns.
    rows : iterable of sequence of object
        Cells of each row; those that a row lacks are empty. Rows that are empty throughout are left out.
    first_line : int
        Line of the first of `rows`, left out or not.

    Returns
    -------
    pandas.DataFrame
        Cells as text, indexed by line.

    Raises
    ------
    TableError
        For a column name given twice, and for no rows.
    ParameterError
        When pandas is missing.
    """
    require_pandas()
    import pandas

    header, rows_by_line = _rows_by_line(name, columns, rows, first_line)
    table = pandas.DataFrame(list(rows_by_line.values()), index=list(rows_by_line), columns=header, dtype=object)
    table.attrs["name"] = name
    return table


def read_shipped(file_name: str) -> PlainTable:
    """Read a table that comes with the plugin, which takes no pandas.

    Parameters
    ----------
    file_name : str
        A file in `resources/tables`.

    Returns
    -------
    PlainTable
    """
    header, rows_by_line = _rows_by_line(file_name, *read_rows(str(TABLES / file_name), file_name))
    return PlainTable(file_name, header, list(rows_by_line.values()), list(rows_by_line))


def _rows_by_line(
    name: str, columns: Iterable[object], rows: Iterable[Sequence[object]], first_line: int
) -> tuple[list[str], dict[int, Cells]]:
    """The cleaned header, and the cells of each line that is not empty."""
    header = [clean(column) for column in columns]
    folded = [column.casefold() for column in header]
    for column in header:
        if column and folded.count(column.casefold()) > 1:
            raise TableError(COLUMN_TWICE, table=name, column=column)
    rows_by_line: dict[int, Cells] = {}
    for line, row in enumerate(rows, start=first_line):
        cells = tuple(map(clean, row))
        if any(cells):
            rows_by_line[line] = cells + ("",) * (len(header) - len(cells))
    if not rows_by_line:
        raise TableError(TABLE_EMPTY, table=name)
    return header, rows_by_line


def find_column(table: TextTable, column: str) -> str | None:
    """Return a column's name as the table writes it.

    Parameters
    ----------
    table : TextTable
        Where to look.
    column : str
        The name in any case and width.

    Returns
    -------
    str or None
        None when there is no such column.
    """
    wanted = clean(column).casefold()
    return next((name for name in table.columns if name.casefold() == wanted), None)


def require_columns(table: TextTable, *columns: str) -> None:
    """Check that a table has columns.

    Parameters
    ----------
    table : TextTable
        Where to look.
    *columns : str
        Names in any case and width.

    Raises
    ------
    TableError
        Naming the first column that is missing, the closest one, and all there are.
    """
    for column in columns:
        if find_column(table, column) is None:
            close = difflib.get_close_matches(column.casefold(), [c.casefold() for c in table.columns], 1, 0.6)
            raise TableError(
                COLUMN_MISSING,
                table=table.attrs["name"],
                column=column,
                columns=", ".join(table.columns),
                hint=f" ({close[0]}?)" if close else "",
            )


def text_column(table: TextTable, column: str) -> list[str]:
    """Return the cells of a column.

    Parameters
    ----------
    table : TextTable
        Where to look.
    column : str
        The name in any case and width.

    Returns
    -------
    list of str

    Raises
    ------
    TableError
        When there is no such column.
    """
    require_columns(table, column)
    wanted = find_column(table, column)
    # Several columns may have no name: the first is taken, so that `table[""]` will not do.
    return list(next(cells for name, cells in table.items() if name == wanted))


def optional_text_column(table: TextTable, column: str) -> list[str]:
    """Return the cells of a column, "" for each row when there is no such column.

    Parameters
    ----------
    table : TextTable
        Where to look.
    column : str
        The name in any case and width.

    Returns
    -------
    list of str
    """
    return [""] * len(table) if find_column(table, column) is None else text_column(table, column)


def number_column(table: TextTable, column: str, empty: float | None = None) -> np.ndarray:
    """Return a column of numbers.

    Parameters
    ----------
    table : TextTable
        Where to look.
    column : str
        The name in any case and width.
    empty : float, optional
        What an empty cell stands for, such as nan. Without it an empty cell is an error.

    Returns
    -------
    (rows,) float64

    Raises
    ------
    TableError
        When there is no such column, or a cell holds no number; it names table, line and column.
    """
    cells = text_column(table, column)
    return parse_numbers(cells, table.index, table=table.attrs["name"], column=column, empty=empty)
