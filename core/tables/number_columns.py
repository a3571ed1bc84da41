"""Columns of numbers: how they are written is decided for a column, from its cells and the other columns of its table.

>>> from carbon_service_flow.core.tables.text_table import PlainTable
>>> table = PlainTable("t.csv", ["a", "b"], [("1", "2,000"), ("2", "1,500.5")], [2, 3])
>>> number_column(table, "b")
array([2000. , 1500.5])
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterator, Sequence

import numpy as np

from ..progress import Progress
from .cells import PLAIN_CELLS, parse_number, parse_numbers
from .notation import Decision, Notation, Reading, decide, is_missing, plain, reading, without_footnote
from .text_table import TextTable, find_column, text_column

MOST_FOOTNOTES_LISTED = 10
# Cells that tell a column of words.
FILLED_CELLS_LOOKED_AT = 200


def number_column(
    table: TextTable, column: str, empty: float | None = None, rows: Collection[int] | None = None
) -> np.ndarray:
    """Return a column of numbers.

    Parameters
    ----------
    table : TextTable
        Where to look.
    column : str
        The name in any case and width.
    empty : float, optional
        What an empty cell, or a mark for missing data, stands for, such as nan. Without it both are errors.
    rows : collection of int, optional
        Positions of the rows to read; the others are nan, whatever they hold.

    Returns
    -------
    (rows,) float64

    Raises
    ------
    TableError
        When there is no such column, a cell holds no number, or numbers can be read in two ways; it names table, line
        and column.
    """
    # What cannot be read is no number: the error below says so, of rows that are wanted.
    cells, lines = text_column(table, column, labels=True), list(table.index)
    chosen = list(range(len(cells)) if rows is None else sorted(rows))
    numbers = np.full(len(cells), np.nan)
    numbers[chosen] = parse_numbers(
        [cells[row] for row in chosen],
        [lines[row] for row in chosen],
        table=table.attrs["name"],
        column=column,
        empty=empty,
        notation=_notation(table, column),
        others=_other_columns(table, column),
    )
    return numbers


def _has_numbers(cells: Sequence[str]) -> bool:
    """Whether one of the first filled cells is a number."""
    filled = itertools.islice((cell for cell in cells if cell), FILLED_CELLS_LOOKED_AT)
    return any(reading(without_footnote(cell)) is not Reading.NO_NUMBER for cell in filled)


def with_decimal_points(table: TextTable, column: str) -> list[str]:
    """Return the cells of a column, numbers with a decimal point where the column writes a comma.

    Parameters
    ----------
    table : TextTable
        Where to look.
    column : str
        The name in any case and width.

    Returns
    -------
    list of str
        Words, and numbers of a column that writes a point, as they are.

    Raises
    ------
    TableError
        For a column of numbers that can be read in two ways.
    """
    cells = text_column(table, column)
    if not any("," in cell for cell in cells):
        return cells
    readings = [reading(cell) for cell in cells]
    words = sum(said is Reading.NO_NUMBER for cell, said in zip(cells, readings) if cell)
    if 2 * words > sum(map(bool, cells)):
        return cells
    decision = decide(cells, _notation(table, column), _other_columns(table, column))
    if not decision.decimal:
        # The error says which cells.
        number_column(table, column, rows=[k for k, said in enumerate(readings) if said is not Reading.NO_NUMBER])
    return cells if decision.decimal == "." else [plain(cell, ",") or cell for cell in cells]


def numbers_among_words(table: TextTable, column: str, required: bool) -> list[float | None]:
    """Return the numbers of a column that may hold words, too.

    Parameters
    ----------
    table : TextTable
        Where to look.
    column : str
        The name in any case and width.
    required : bool
        Whether a column whose numbers can be read in two ways is an error.

    Returns
    -------
    list of float or None
        None for a cell that holds no number, and throughout a column that can be read in two ways.

    Raises
    ------
    TableError
        For a required column whose numbers can be read in two ways.
    """
    cells = text_column(table, column)
    bare = [without_footnote(cell) for cell in cells]
    decision = decide(bare, _notation(table, column), _other_columns(table, column))
    if not decision.decimal and required:
        words = {row for row, cell in enumerate(bare) if reading(cell) is Reading.NO_NUMBER}
        number_column(table, column, rows=[row for row in range(len(cells)) if row not in words])
    texts = [plain(cell, decision.decimal) if decision.decimal else None for cell in bare]
    return [None if text is None else parse_number(text) for text in texts]


def _notation(table: TextTable, column: str) -> Notation:
    """What is known of a column's numbers; those of numeric columns are written as Python writes them."""
    notation: Notation = table.attrs.get("notation", Notation("thousands"))
    return Notation("thousands", typed_cells=True) if find_column(table, column) in notation.numeric else notation


def _other_columns(table: TextTable, column: str) -> Iterator[list[str]]:
    """Yield the cells of the other columns that hold text."""
    numeric = table.attrs.get("notation", Notation()).numeric
    own = find_column(table, column)
    for name, cells in table.items():
        if name != own and name not in numeric:
            yield list(cells)


def log_numbers(table: TextTable, progress: Progress) -> None:
    """Say how a table's numbers are read: decimal commas, footnote marks; nothing of plain numbers.

    Parameters
    ----------
    table : TextTable
        As it was read.
    progress : Progress
        Told a line for each thing, as a warning where it could be otherwise.
    """
    name = table.attrs["name"]
    written: dict[tuple[str, bool], list[str]] = {}
    columns = [(column, list(texts)) for column, texts in table.items()]
    # Nearly all columns are numbers as Python writes them, or words: they are told by a glance.
    plain_columns = {k for k, (_, cells) in enumerate(columns) if PLAIN_CELLS.fullmatch("\n".join(cells))}
    commas = any("," in cell for k, (_, cells) in enumerate(columns) if k not in plain_columns for cell in cells)
    for place, (column, cells) in enumerate(columns):
        if (place in plain_columns and not commas and not _all_in_threes(cells)) or not _has_numbers(cells):
            continue
        bare = [without_footnote(cell) for cell in cells]
        readings = [reading(cell) for cell in bare if cell and not is_missing(cell)]
        if not readings or 2 * readings.count(Reading.NO_NUMBER) > len(readings):
            continue
        decision: Decision = decide(bare, _notation(table, column), _other_columns(table, column))
        if decision.told:
            written.setdefault((decision.told, decision.doubtful), []).append(column)
        lines = [str(line) for line, cell, number in zip(table.index, cells, bare) if cell != number]
        if lines:
            shown = ", ".join(lines[:MOST_FOOTNOTES_LISTED]) + (", ..." if len(lines) > MOST_FOOTNOTES_LISTED else "")
            progress.info(f"Table {name}, column {column}: footnote marks behind numbers are left out (line {shown}).")
    for (how, doubtful), names in written.items():
        (progress.warning if doubtful else progress.info)(f"Table {name}: {how} in {', '.join(names)}.")


def _all_in_threes(cells: Sequence[str]) -> bool:
    """Whether the first number with a point has three digits behind it: all may have."""
    pointed = next((cell for cell in cells if "." in cell), "")
    return reading(pointed) is Reading.EITHER_POINT
