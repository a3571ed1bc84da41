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
- Titles above the header, units beneath it and notes after the data are left out: see `header`. How numbers are written
  is decided for a whole column: see `notation`.
- `attrs["name"]` is what messages call the table, `attrs["told"]` what a log should say of how it was read,
  `attrs["doubts"]` what a warning should, `attrs["notation"]` what is known of its numbers, `attrs["units"]` and
  `attrs["titles"]` what the rows beneath and above the header hold.

pandas is imported by the functions that make a DataFrame: the provider registers, and runs without a table go, where
it is missing. The tables that come with the plugin are read without it, as `PlainTable`, which answers the same
questions (`TextTable`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import PLUGIN_FOLDER
from ..errors import ParameterError, TableError
from .cells import clean
from .csv_rows import UNKNOWN, read_rows
from .header import ROWS_LOOKED_AT, Layout, Needed, find_layout
from .messages import HEADER_MISSING, PANDAS_MISSING, TABLE_EMPTY, TABLE_RAGGED
from .notation import Notation
from .number_columns import log_numbers, number_column
from .spreadsheet import is_spreadsheet, read_sheet
from .text_table import (
    Cells,
    PlainTable,
    TextTable,
    find_column,
    optional_text_column,
    require_columns,
    text_column,
)

if TYPE_CHECKING:
    import pandas

TABLES = PLUGIN_FOLDER / "resources" / "tables"
# Characters of a line that the log repeats.
LONGEST_QUOTED = 60

__all__ = [
    "Needed",
    "PlainTable",
    "TextTable",
    "find_column",
    "log_numbers",
    "make_table",
    "number_column",
    "optional_text_column",
    "read_shipped",
    "read_table",
    "require_columns",
    "require_pandas",
    "text_column",
]


def require_pandas() -> None:
    """Raise `ParameterError` saying how to get pandas when it is missing."""
    if find_spec("pandas") is None:
        raise ParameterError(PANDAS_MISSING)


def read_table(path: str, needed: Needed | None = None, sheet: str = "") -> pandas.DataFrame:
    """Read a CSV file or a spreadsheet (XLSX, XLS, ODS), called by its file name.

    Parameters
    ----------
    path : str
        The file.
    needed : Needed, optional
        The columns of its header; without them the first row that holds anything is the header.
    sheet : str
        Which sheet of a spreadsheet; by default the first with the columns needed.

    Returns
    -------
    pandas.DataFrame
        Cells as text, indexed by line.

    Raises
    ------
    ReadError
        When the file cannot be read.
    TableError
        When it is no table: see `csv_rows`; no row, no header with the columns needed.
    ParameterError
        When pandas is missing.
    """
    require_pandas()
    name, wanted = Path(path).name, needed or Needed()
    if is_spreadsheet(path):
        found = read_sheet(path, name, wanted, sheet)
        notation = Notation(typed_cells=True)
        table = _frame(found.label, found.rows, 1, needed=wanted, notation=notation, told=found.told)
        table.attrs["doubts"] = found.doubts
        return table
    csv = read_rows(path, name, wanted)
    told: tuple[str, ...] = (f"Table {name} is read as GB18030.",) if csv.encoding == "gb18030" else ()
    if csv.encoding == UNKNOWN:
        told = (f"Table {name} is none of UTF-8, UTF-16 and GB18030: texts other than ASCII are not read.",)
    if csv.comments:
        told += (f"Table {name}: {len(csv.comments)} comment lines above the header left out.",)
    notation = Notation(comma="thousands" if csv.separator == "," else "")
    table = _frame(name, csv.rows, 1, needed=wanted, notation=notation, told=told)
    table.attrs["comments"] = csv.comments
    return table


def make_table(
    name: str,
    columns: Iterable[object],
    rows: Iterable[Sequence[object]],
    first_line: int = 2,
    *,
    needed: Needed | None = None,
    notation: Notation | None = None,
) -> pandas.DataFrame:
    """Make a table from cells as a file or a layer holds them.

    Parameters
    ----------
    name : str
        What messages call the table.
    columns : iterable of object
        Names of the columns; where they are not those needed, the header is looked for among the rows.
    rows : iterable of sequence of object
        Cells of each row; those that a row lacks are empty. Rows that are empty throughout are left out.
    first_line : int
        Line of the first of `rows`, left out or not.
    needed : Needed, optional
        The columns of its header.
    notation : Notation, optional
        What is known of its numbers.

    Returns
    -------
    pandas.DataFrame
        Cells as text, indexed by line.

    Raises
    ------
    TableError
        For no rows, and for no header with the columns needed.
    ParameterError
        When pandas is missing.
    """
    require_pandas()
    return _frame(
        name,
        [list(columns), *rows],
        first_line - 1,
        needed=needed or Needed(),
        notation=notation or Notation(),
    )


def _frame(
    name: str,
    rows: Sequence[Sequence[object]],
    first_line: int,
    *,
    needed: Needed,
    notation: Notation,
    told: Sequence[str] = (),
) -> pandas.DataFrame:
    import pandas

    header, rows_by_line, more, beside = _rows_by_line(name, rows, first_line, needed)
    table = pandas.DataFrame(list(rows_by_line.values()), index=list(rows_by_line), columns=header, dtype=object)
    table.attrs.update(name=name, notation=notation, told=(*told, *more), **beside)
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
    rows = read_rows(str(TABLES / file_name), file_name).rows
    header, rows_by_line, _, _ = _rows_by_line(file_name, rows, 1, Needed())
    return PlainTable(file_name, header, list(rows_by_line.values()), list(rows_by_line))


def _rows_by_line(
    name: str, rows: Sequence[Sequence[object]], first_line: int, needed: Needed
) -> tuple[list[str], dict[int, Cells], list[str], dict[str, Any]]:
    """The cleaned header, the cells of each line of data, what to say of the other lines, and what those hold."""
    cleaned = [tuple(map(clean, row)) for row in rows]
    layout = find_layout(cleaned, needed)
    if layout.header < 0:
        raise TableError(TABLE_EMPTY, table=name)
    header = layout.names(cleaned)
    _require_header(name, header, layout, needed)
    left_out = {*layout.units, *layout.notes}
    rows_by_line: dict[int, Cells] = {}
    for position in range(layout.header + 1, len(cleaned)):
        cells, line = cleaned[position], first_line + position
        if position in left_out or not any(cells):
            continue
        if any(cells[len(header) :]):
            raise TableError(TABLE_RAGGED, table=name, line=line, cells=len(cells), columns=len(header))
        rows_by_line[line] = (*cells[: len(header)], *("",) * (len(header) - len(cells)))
    if not rows_by_line:
        raise TableError(TABLE_EMPTY, table=name)
    units = {
        column: text
        for place, column in enumerate(header)
        if (text := " ".join(filter(None, (cleaned[row][place] for row in layout.units if place < len(cleaned[row])))))
    }
    beside = {"units": units, "titles": [cell for row in layout.titles for cell in cleaned[row] if cell]}
    return header, rows_by_line, _describe_layout(name, cleaned, first_line, layout), beside


def _require_header(name: str, header: Sequence[str], layout: Layout, needed: Needed) -> None:
    """A title alone in its row is no header; of other rows `require_columns` says which column is missing."""
    if not layout.complete and needed.names and needed.misses(header) == 2 and sum(map(bool, header)) < 2:
        raise TableError(
            HEADER_MISSING,
            table=name,
            rows=ROWS_LOOKED_AT,
            columns=", ".join(needed.names),
            first=", ".join(filter(None, header)),
        )


def _describe_layout(name: str, rows: Sequence[Cells], first_line: int, layout: Layout) -> list[str]:
    """Lines for the log on what is not read."""
    told: list[str] = []
    if layout.upper:
        lines = _line_list((*layout.upper, layout.header), first_line)
        told.append(f"The header of table {name} is in {lines}, one above the other: {', '.join(layout.names(rows))}.")
    if layout.titles:
        lines = _line_list(layout.titles, first_line)
        told.append(
            f"The header of table {name} is line {first_line + layout.header}; {lines} above it left out: "
            f"{_quoted(rows, layout.titles)}."
        )
    for positions, what in ((layout.units, "units beneath the header"), (layout.notes, "notes after the data")):
        if positions:
            told.append(
                f"Table {name}: {_line_list(positions, first_line)} left out as {what}: {_quoted(rows, positions)}."
            )
    return told


def _line_list(positions: Sequence[int], first_line: int) -> str:
    numbers = ", ".join(str(first_line + position) for position in positions)
    return f"line{'s' if len(positions) > 1 else ''} {numbers}"


def _quoted(rows: Sequence[Cells], positions: Sequence[int]) -> str:
    texts = [" ".join(filter(None, rows[position])) for position in positions]
    return "; ".join(f'"{text[:LONGEST_QUOTED]}"' for text in texts)
