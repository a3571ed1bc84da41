"""Rows of a table by what they hold: those that are notes and no data."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from ..progress import Progress
from .read import LONGEST_QUOTED

if TYPE_CHECKING:
    import pandas


def without_notes(table: pandas.DataFrame, names: Collection[str], progress: Progress) -> pandas.DataFrame:
    """Return a table without the rows at its end that have text in the first column alone and are none of `names`.

    Parameters
    ----------
    table : DataFrame
        As it was read; what looked like a note is out already.
    names : collection of str
        What rows may be called. A name that resembles one of them stays, so that an error can show both.
    progress : Progress
        Told what is left out.

    Returns
    -------
    pandas.DataFrame
    """
    cells = table.to_numpy().tolist()
    end = len(cells)
    while end > 1 and cells[end - 1][0] and not any(cells[end - 1][1:]) and not _resembles(cells[end - 1][0], names):
        end -= 1
    if end == len(cells) or len(table.columns) < 2:
        return table
    lines = ", ".join(map(str, table.index[end:]))
    texts = "; ".join(f'"{row[0][:LONGEST_QUOTED]}"' for row in cells[end:])
    progress.info(f"Table {table.attrs['name']}: line {lines} left out as notes after the data: {texts}.")
    return _rows(table, [row < end for row in range(len(cells))])


def _resembles(text: str, names: Collection[str]) -> bool:
    known = set(names)
    return (
        text in known
        or any(name and (name in text or text in name) for name in known)
        or bool(difflib.get_close_matches(text, known, 1, 0.5))
    )


def _rows(table: pandas.DataFrame, wanted: Sequence[bool]) -> pandas.DataFrame:
    """The rows wanted, with what is known of the table."""
    chosen = table[list(wanted)]
    chosen.attrs.update(table.attrs)
    return chosen
