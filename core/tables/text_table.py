"""Tables whose cells are text: what is asked of one, and its columns, found by name in any case and width."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from ..errors import TableError
from .cells import clean
from .messages import COLUMN_MISSING, COLUMN_TWICE
from .notation import Notation
from .text_encoding import require_readable

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
    comma : str
        What a comma in a number is when no cell tells: see `notation.Notation`.
    """

    name: str
    columns: Sequence[str]
    rows: Sequence[Cells] = ()
    index: Sequence[int] = ()
    comma: str = "thousands"

    @property
    def attrs(self) -> dict[Any, Any]:
        """Name and notation, where a DataFrame has them."""
        return {"name": self.name, "notation": Notation(self.comma)}

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
        Naming the first column that is missing, the closest one, and all there are; for a name that two columns have.
    """
    folded = [name.casefold() for name in table.columns]
    for column in columns:
        wanted = clean(column).casefold()
        if wanted and folded.count(wanted) > 1:
            raise TableError(COLUMN_TWICE, table=table.attrs["name"], column=column)
        if find_column(table, column) is None:
            require_readable(table.columns, layer=table.attrs["name"], field=column)
            close = difflib.get_close_matches(column.casefold(), [c.casefold() for c in table.columns], 1, 0.6)
            raise TableError(
                COLUMN_MISSING,
                table=table.attrs["name"],
                column=column,
                columns=", ".join(table.columns),
                hint=f" ({close[0]}?)" if close else "",
            )


def text_column(table: TextTable, column: str, labels: bool = False) -> list[str]:
    """Return the cells of a column.

    Parameters
    ----------
    table : TextTable
        Where to look.
    column : str
        The name in any case and width.
    labels : bool
        Whether the texts are for people alone: those that could not be read pass as they are.

    Returns
    -------
    list of str

    Raises
    ------
    TableError
        When there is no such column, and for text that was read in a wrong encoding.
    """
    require_columns(table, column)
    wanted = find_column(table, column)
    # Several columns may have no name: the first is taken, so that `table[""]` will not do.
    texts = list(next(cells for name, cells in table.items() if name == wanted))
    if not labels:
        require_readable(texts, layer=table.attrs["name"], field=column, are_names=False)
    return texts


def optional_text_column(table: TextTable, column: str, labels: bool = False) -> list[str]:
    """Return the cells of a column, "" for each row when there is no such column.

    Parameters
    ----------
    table : TextTable
        Where to look.
    column : str
        The name in any case and width.
    labels : bool
        Whether the texts are for people alone.

    Returns
    -------
    list of str
    """
    return [""] * len(table) if find_column(table, column) is None else text_column(table, column, labels)
