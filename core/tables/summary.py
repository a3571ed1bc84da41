"""Tables as a report shows them: numbers read, the largest rows first, the rest as one row of others.

largest([{"zone": "a", "area_ha": 1, "total_t": 5}, {"zone": "b", "area_ha": 2, "total_t": 7}, ...], "total_t", 30)
-> the 30 largest, ("others": areas and tonnes summed, means and ratios made anew from the sums), how many it joins
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from .cells import parse_number
from .read import TextTable, require_columns

Row = dict[str, Any]
MOST_ROWS = 30
TEXT_COLUMNS = frozenset(
    ("zone", "from_zone", "to_zone", "name", "layer", "factor", "factor_a", "factor_b", "kind", "station")
)
# Columns that are made from sums: numerator, denominator, factor.
QUOTIENTS = {
    "mean_t_ha": (("total_t", "stock_t"), "area_ha", 1.0),
    "emission_t_ha": (("emission_t",), "area_ha", 1.0),
    "sequestration_t_ha": (("sequestration_t",), "area_ha", 1.0),
    "ratio_of_totals": (("emission_t",), "sequestration_t", 1.0),
    "flow_t_km2": (("flow_t",), "area_ha", 100.0),
}


def rows_of(table: TextTable, *required: str) -> list[Row]:
    """Return the rows as dictionaries, columns in lower case; empty cells and words among numbers are None.

    Raises `TableError` naming a required column that is missing.
    """
    require_columns(table, *required)
    names = [column.casefold() for column in table.columns]
    columns = [list(cells) for _, cells in table.items()]
    return [
        {name: cell if name in TEXT_COLUMNS else parse_number(cell) for name, cell in zip(names, row)}
        for row in zip(*columns)
    ]


def is_sum(column: str) -> bool:
    """Return True for a column whose values add up: areas and tonnes, no densities."""
    return column == "area_ha" or (column.endswith("_t") and column not in QUOTIENTS)


def total(rows: Sequence[Mapping[str, Any]], column: str) -> float | None:
    """Return the sum of a column, None when no row has a number there."""
    values = [row[column] for row in rows if row.get(column) is not None]
    return float(sum(values)) if values else None


def summed(rows: Sequence[Mapping[str, Any]], name: str, key: str = "zone") -> Row:
    """Return one row for many: sums, and quotients of the sums; what cannot be told is None."""
    columns = list(rows[0]) if rows else []
    found: Row = {column: total(rows, column) if is_sum(column) else None for column in columns}
    for column in columns:
        if column in QUOTIENTS:
            above, below, factor = QUOTIENTS[column]
            upper = next((found[c] for c in above if found.get(c) is not None), None)
            lower = found.get(below)
            found[column] = factor * upper / lower if upper is not None and lower else None
    if found.get("emission_t_ha") is not None and found.get("sequestration_t_ha") is not None:
        found["difference_t_ha"] = found["sequestration_t_ha"] - found["emission_t_ha"]
    return {**found, key: name}


def largest(
    rows: Sequence[Row], column: str, others: Callable[[int], str], most: int = MOST_ROWS, key: str = "zone"
) -> list[Row]:
    """Return the rows with the largest values, and one for the rest, which `others` names by their count.

    `most` + 1 rows are all shown: a row of one other would hide its name for nothing.
    """
    ordered = sorted(rows, key=lambda row: -(row.get(column) or 0.0))
    if len(ordered) <= most + 1:
        return ordered
    return [*ordered[:most], summed(ordered[most:], others(len(ordered) - most), key)]


def merged(rows: Sequence[Mapping[str, Any]], key: str, column: str) -> dict[str, float]:
    """Return {name: sum of a column} over the rows of each name."""
    found: dict[str, float] = {}
    for row in rows:
        found[row[key]] = found.get(row[key], 0.0) + (row.get(column) or 0.0)
    return found
