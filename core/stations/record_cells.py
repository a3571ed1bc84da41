"""Cells of records read one by one: those that cannot be read are counted and told, and a file of many is refused.

    >>> column = read_cells(["3.5", "x", "2"], lambda cell: parse_number(clean(cell)))
    >>> column.results, column.rejected.tolist(), column.describe([1, 2, 3])
    ([3.5, None, 2.0], [False, True, False], '"x" (row 2)')

One bad cell does not stop a file of thousands: its record is left out. Above `MOST_REJECTED` of the records it is the
file, its format or a code that nobody declared, and the run ends with the first such cell.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..errors import TableError
from ..tables.cells import clean, parse_number  # noqa: F401 - the example needs them

# Share of the records that may be unreadable.
MOST_REJECTED = 0.05
# Different values that a message lists.
MOST_VALUES_LISTED = 5


@dataclass(frozen=True)
class ReadColumn:
    """A column that was read.

    Attributes
    ----------
    distinct : list, what was read from each different cell; None where it cannot be read
    which : (n,) int, the position in `distinct` of each cell
    rejected : (n,) bool, cells that cannot be read
    values : dict of a cell to the positions of the first and the number of such cells, among those
    """

    distinct: list[Any]
    which: np.ndarray
    rejected: np.ndarray
    values: dict[object, tuple[int, int]]

    @property
    def results(self) -> list[Any]:
        """What was read from each cell, None where it cannot be read."""
        return [self.distinct[k] for k in self.which]

    def numbers(self, number: Callable[[Any], float] = float, rejected: float = np.nan) -> np.ndarray:
        """Return a number of each cell.

        Parameters
        ----------
        number : callable from what was read to its number
        rejected : float, that of a cell that cannot be read

        Returns
        -------
        (n,) float64
        """
        distinct = [rejected if result is None else number(result) for result in self.distinct]
        return np.array(distinct, dtype=float)[self.which] if distinct else np.empty(0)

    @property
    def count(self) -> int:
        """Number of rejected cells."""
        return int(self.rejected.sum())

    def describe(self, rows: Sequence[int]) -> str:
        """List the values that cannot be read, the most frequent first.

        Parameters
        ----------
        rows : sequence of int, the numbers that messages give the records

        Returns
        -------
        str
        """
        listed = sorted(self.values.items(), key=lambda item: -item[1][1])
        texts = [
            f'"{clean(value)}" (row {rows[first]})'
            if many == 1
            else f'"{clean(value)}" ({many} times, first in row {rows[first]})'
            for value, (first, many) in listed[:MOST_VALUES_LISTED]
        ]
        more = len(listed) - MOST_VALUES_LISTED
        return ", ".join(texts) + (f" and {more} other values" if more > 0 else "")

    def require_few(self, template: str, rows: Sequence[int], **values: object) -> None:
        """Raise `TableError` when too many cells cannot be read.

        Parameters
        ----------
        template : str
            With the fields row, value, count, records and limit, beside those of `values`.
        rows : sequence of int, the numbers that messages give the records
        **values
            What else fills the template.

        Raises
        ------
        TableError
            naming row and value of the first cell of the most frequent value
        """
        if self.count <= MOST_REJECTED * len(self.rejected):
            return
        value, (first, _) = max(self.values.items(), key=lambda item: item[1][1])
        raise TableError(
            template,
            row=rows[first],
            value=value,
            count=self.count,
            records=len(self.rejected),
            limit=f"{100 * MOST_REJECTED:g}",
            **values,
        )


def read_cells(cells: Sequence[object], read: Callable[[object], Any]) -> ReadColumn:
    """Read every cell, each distinct one once.

    Parameters
    ----------
    cells : sequence of object
    read : callable from a cell to what it holds, None for one that cannot be read

    Returns
    -------
    ReadColumn
    """
    positions = {cell: k for k, cell in enumerate(dict.fromkeys(cells))}
    distinct = [read(cell) for cell in positions]
    which = np.fromiter((positions[cell] for cell in cells), dtype=np.intp, count=len(cells))
    bad = np.array([result is None for result in distinct], dtype=bool)
    rejected = bad[which] if len(distinct) else np.zeros(0, dtype=bool)
    values: dict[object, tuple[int, int]] = {}
    if rejected.any():
        numbers = np.bincount(which, minlength=len(distinct))
        for position in np.flatnonzero(rejected):
            values.setdefault(cells[position], (int(position), int(numbers[which[position]])))
    return ReadColumn(distinct, which, rejected, values)
