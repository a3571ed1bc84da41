"""Rows of tables for charts and reports: the largest ones, one row for the others, sums, quotients of sums.

    >>> rows = [{"zone": "a", "emission_t": 5.0, "area_ha": 2.0, "emission_t_ha": 2.5},
    ...         {"zone": "b", "emission_t": 4.0, "area_ha": 4.0, "emission_t_ha": 1.0}]
    >>> join_rows(rows)
    {'zone': None, 'emission_t': 9.0, 'area_ha': 6.0, 'emission_t_ha': 1.5}

Tables are DataFrames; rows as a list of mappings, as core's tools return them, become one. A value that is missing,
None, nan or infinite is no number, and the sum of no number is None. What a row for several rows holds is
`columns`' to say. Sums are exact (`math.fsum`): their order does not matter.

pandas is imported when a table is made, not with this module.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Union

from .cells import clean
from .columns import TEXT_COLUMNS, Column, column
from .number_columns import numbers_among_words
from .read import TextTable, require_columns

if TYPE_CHECKING:
    import pandas

    Rows = Union[pandas.DataFrame, Sequence[Mapping[str, Any]]]

# Rows that can be read on one page.
MOST_ROWS = 30


def as_table(rows: Rows) -> pandas.DataFrame:
    """Return rows as a DataFrame, numbered from 0; a column that a row lacks is empty there.

    Parameters
    ----------
    rows : DataFrame or sequence of mappings

    Returns
    -------
    pandas.DataFrame
        A DataFrame is returned with a new index, its values as they are.
    """
    import pandas

    if isinstance(rows, pandas.DataFrame):
        return rows.reset_index(drop=True)
    return pandas.DataFrame.from_records([dict(row) for row in rows]).reset_index(drop=True)


def parse_table(table: TextTable, *required: str) -> pandas.DataFrame:
    """Return a table of text as one of numbers, columns in lower case; a cell of words among numbers is empty.

    How numbers are written is decided for a whole column; one that can be read in two ways is an error where it is
    required, and empty else.

    Parameters
    ----------
    table : TextTable
        As it was read; `columns.TEXT_COLUMNS` stay text.
    *required : str
        Columns that it must have.

    Returns
    -------
    pandas.DataFrame
        float64 columns with nan for no number, text columns of str.

    Raises
    ------
    TableError
        A required column is missing, or its numbers can be read in two ways.
    """
    import pandas

    require_columns(table, *required)
    needed = {clean(name).casefold() for name in required}
    return pandas.DataFrame(
        {
            name.casefold(): list(texts)
            if name.casefold() in TEXT_COLUMNS
            else pandas.Series(numbers_among_words(table, name, name.casefold() in needed), dtype=float)
            for name, texts in table.items()
        }
    )


def finite_numbers(table: pandas.DataFrame, name: str) -> pandas.Series:
    """Return a column as numbers.

    Parameters
    ----------
    table : pandas.DataFrame
    name : str
        A column; one that the table lacks is empty throughout.

    Returns
    -------
    pandas.Series of float64
        nan where there is no finite number; the table's index.
    """
    import pandas

    if name not in table.columns:
        return pandas.Series(math.nan, index=table.index, dtype=float)
    values = pandas.to_numeric(table[name], errors="coerce").astype(float)
    return values.where(values.abs() != math.inf)


def number_list(table: pandas.DataFrame, name: str) -> list[float | None]:
    """Return a column's numbers as a chart takes them.

    Parameters
    ----------
    table : pandas.DataFrame
    name : str
        A column, as for `finite_numbers`.

    Returns
    -------
    list of float or None
        None where there is no finite number.
    """
    return [None if math.isnan(value) else value for value in finite_numbers(table, name).tolist()]


def total(rows: Rows, name: str) -> float | None:
    """Return the sum of a column.

    Parameters
    ----------
    rows : DataFrame or sequence of mappings
    name : str
        A column.

    Returns
    -------
    float or None
        None when no row has a number there.
    """
    if not len(rows):
        return None
    known = finite_numbers(as_table(rows), name).dropna()
    return math.fsum(known) if len(known) else None


def sums_by_name(rows: Rows, key: str, name: str) -> dict[str, float]:
    """Return the sum of a column for each name.

    Parameters
    ----------
    rows : DataFrame or sequence of mappings
    key : str
        The column of names.
    name : str
        The column that is added up.

    Returns
    -------
    dict of str to float
        In the order in which the names come first; 0 for a name without a number.
    """
    table = as_table(rows)
    if not len(table):
        return {}
    summed = finite_numbers(table, name).fillna(0.0).groupby(table[key], sort=False).agg(math.fsum)
    return {str(one): float(value) for one, value in summed.items()}


def join_rows(rows: Rows) -> dict[str, float | None]:
    """Return one row for many: sums, quotients made anew from the sums, weighted means; see `columns`.

    Parameters
    ----------
    rows : DataFrame or sequence of mappings

    Returns
    -------
    dict of str to float or None
        By column, in their order; None where many rows have no common value, and for text.
    """
    table = as_table(rows)
    known = [column(name) for name in table.columns]
    sums = {one.name: total(table, one.name) for one in known if one.adds_up}
    return {one.name: sums[one.name] if one.adds_up else _joined(table, one, sums) for one in known}


def _joined(table: pandas.DataFrame, one: Column, sums: Mapping[str, float | None]) -> float | None:
    """Return a quotient of sums, a weighted mean, or None for a column that has neither."""
    if one.quotient is not None:
        over = next((sums[name] for name in one.quotient.over if sums.get(name) is not None), None)
        under = sums.get(one.quotient.under)
        minus = sums.get(one.quotient.minus) if one.quotient.minus else 0.0
        if over is None or minus is None or not under:
            return None
        return one.quotient.factor * (over - minus) / under
    if one.weight:
        weights = finite_numbers(table, one.weight).where(finite_numbers(table, one.name).notna())
        whole = math.fsum(weights.dropna())
        products = (finite_numbers(table, one.name) * weights).dropna()
        return math.fsum(products) / whole if whole else None
    return None


def largest(
    rows: Rows, name: str, others: Callable[[int], str], most: int = MOST_ROWS, key: str = "zone"
) -> pandas.DataFrame:
    """Return the rows with the largest values, and one that stands for the others.

    Parameters
    ----------
    rows : DataFrame or sequence of mappings
    name : str
        The column that orders them; a row without a number there counts as 0.
    others : callable
        Names the last row, given the number of rows that it stands for.
    most : int
        Rows that are shown. One more is shown as well: a row of one other would hide its name for nothing.
    key : str
        The column of names.

    Returns
    -------
    pandas.DataFrame
        At most `most` + 1 rows, from the largest down; equal ones stay in their order.
    """
    table = as_table(rows)
    ordered = table.iloc[_descending(finite_numbers(table, name).fillna(0.0))]
    if len(ordered) <= most + 1:
        return ordered.reset_index(drop=True)
    hidden = ordered.iloc[most:]
    return with_row(ordered.iloc[:most], {**join_rows(hidden), key: others(len(hidden))})


def with_row(table: pandas.DataFrame, row: Mapping[str, Any]) -> pandas.DataFrame:
    """Return a table with one more row at its end.

    Parameters
    ----------
    table : pandas.DataFrame
    row : mapping of str to object
        The row's values by column; a column that it lacks is empty there.

    Returns
    -------
    pandas.DataFrame
        The columns of the table, then those of the row that it lacked; numbered from 0.
    """
    import pandas

    names = [*table.columns, *(name for name in row if name not in table.columns)]
    joined = [*table.to_dict("records"), dict(row)]
    return pandas.DataFrame(joined, columns=names)


@dataclass(frozen=True)
class Largest:
    """Rows of a table in three groups, none of which is lost.

    Attributes
    ----------
    shown : pandas.DataFrame
        The rows with the largest numbers, from the largest number down.
    others : pandas.DataFrame
        The other rows with a number.
    without : pandas.DataFrame
        The rows without one.
    """

    shown: pandas.DataFrame
    others: pandas.DataFrame
    without: pandas.DataFrame


def split_largest(rows: Rows, name: str, most: int = MOST_ROWS, by_size: bool = False) -> Largest:
    """Return the rows with the largest numbers, the other rows, and those without a number.

    Parameters
    ----------
    rows : DataFrame or sequence of mappings
    name : str
        The column that orders them.
    most : int
        Rows that are shown; one more is shown as well, since a row for the others would take its place.
    by_size : bool
        Whether the largest in absolute terms are shown.

    Returns
    -------
    Largest
        Equal rows stay in their order.
    """
    table = as_table(rows)
    order = finite_numbers(table, name)
    known = table[order.notna()]
    sizes = order.dropna()
    ranked = known.iloc[_descending(sizes.abs() if by_size else sizes)]
    count = most if len(ranked) > most + 1 else len(ranked)
    shown = ranked.iloc[:count]
    shown = shown.iloc[_descending(finite_numbers(shown, name))]
    return Largest(*(group.reset_index(drop=True) for group in (shown, ranked.iloc[count:], table[order.isna()])))


def _descending(series: pandas.Series) -> Any:
    """Return the positions of a series' values from the largest down, equal ones in their order."""
    return (-series).to_numpy().argsort(kind="stable")
