"""Emission factors: what one unit of an activity releases, as carbon.

A coefficient table says per row: `source` (the column of the statistics table), `coefficient` per unit of activity,
`per` (that unit), `carbon_unit` (C, or CO2: then times 12/44), `proxy` (where in the zone it happens), `reference`.

    activity 1000 t CO2 from coal, coefficient 1, carbon_unit CO2 -> 1000 * 1 * 12/44 = 272.73 t C

A coefficient table is the user's (a DataFrame) or the plugin's own, which takes no pandas; statistics are always the
user's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..errors import TableError
from ..progress import Progress
from ..provenance.record import EMISSION_FACTOR
from ..tables.read import TextTable, find_column, number_column, read_shipped, text_column
from .messages import ACTIVITY_NEGATIVE, SOURCES_MISSING
from .yearbook.coefficient_tables import COEFFICIENT_SETS, COEFFICIENT_TABLES, Coefficient, read_coefficients
from .yearbook.uncounted import report_uncounted
from .yearbook.units import warn_of_units

if TYPE_CHECKING:
    import pandas


def used_coefficients(
    coefficients: pandas.DataFrame | None,
    chosen: int,
    statistics: pandas.DataFrame,
    ignored: tuple[str, ...],
    progress: Progress,
) -> list[Coefficient]:
    """Return the coefficients whose source is a column of the statistics table.

    Parameters
    ----------
    coefficients : DataFrame or None
        The user's coefficients; None for a table of the plugin, of which sources without a column are passed over.
    chosen : int
        Position of the plugin's table in `COEFFICIENT_TABLES`.
    statistics : DataFrame
        A row per zone, activities in columns.
    ignored : tuple of str
        Columns of `statistics` that are no activities.
    progress : Progress
        Told what is passed over, what is counted twice, and each factor.

    Returns
    -------
    list of Coefficient

    Raises
    ------
    TableError
        For a source of the user's table without a column, for no source at all, and as `read_coefficients` does.
    """
    table: TextTable = read_shipped(COEFFICIENT_TABLES[chosen]) if coefficients is None else coefficients
    table_name, statistics_name = table.attrs["name"], statistics.attrs["name"]
    rows = read_coefficients(table)
    used = [row for row in rows if find_column(statistics, row.source) is not None]
    unused = [row.source for row in rows if find_column(statistics, row.source) is None]
    if not used or (unused and coefficients is not None):
        raise TableError(
            SOURCES_MISSING,
            statistics=statistics_name,
            coefficients=table_name,
            sources=", ".join(unused),
            columns=", ".join(statistics.columns),
        )
    if unused:
        progress.info(f"Sources of {table_name} without a column in {statistics_name}: {', '.join(unused)}.")
    if coefficients is None:
        used = _without_doubles(used, statistics, progress)
    else:
        names = {row.source.casefold() for row in used}
        for row in used:
            if row.alternative_of in names:
                progress.warning(f"{row.source} and {row.alternative_of} count the same activity: it is counted twice.")
    others = {
        words: read_coefficients(read_shipped(shipped))
        for position, (words, shipped) in enumerate(zip(COEFFICIENT_SETS, COEFFICIENT_TABLES))
        if coefficients is not None or position != chosen
    }
    report_uncounted(statistics, rows, used, ignored, table=table_name, others=others, progress=progress)
    warn_of_units(statistics, used, progress)
    for row in used:
        unit = f"t C per {row.per or 'unit'}"
        progress.info(f"{row.source}: {row.carbon:.6g} {unit}, proxy {row.proxy}; {row.reference}")
        detail = f"proxy {row.proxy}"
        progress.factor(
            EMISSION_FACTOR, row.source, row.carbon, unit, reference=row.reference or table_name, detail=detail
        )
    return used


def _without_doubles(used: list[Coefficient], statistics: pandas.DataFrame, progress: Progress) -> list[Coefficient]:
    """Leave out what counts the same activity as another source, where any row has figures of both."""
    names = {row.source.casefold(): row.source for row in used}
    doubles = []
    for row in used:
        if row.alternative_of not in names:
            continue
        other = names[row.alternative_of]
        pairs = list(zip(*(text_column(statistics, source, labels=True) for source in (row.source, other))))
        if any(_has_figure(own) and _has_figure(others) for own, others in pairs):
            alone = sum(_has_figure(own) and not _has_figure(others) for own, others in pairs)
            further = f" It would be in {alone} rows that have no figure of {other}: fill them in." if alone else ""
            progress.warning(
                f"{row.source} and {other} count the same activity: {other} is counted, {row.source} is not.{further}"
            )
            doubles.append(row)
    return [row for row in used if row not in doubles]


def _has_figure(cell: str) -> bool:
    return any(character in "123456789" for character in cell)


def activity_carbon(
    statistics: pandas.DataFrame,
    rows: dict[int, int],
    zones: tuple[str, ...],
    coefficients: list[Coefficient],
    progress: Progress,
) -> np.ndarray:
    """Return what each zone emits by source.

    Parameters
    ----------
    statistics : DataFrame
        A row per zone, activities in columns. An empty cell, or one with a mark for missing data, counts as 0, with a
        warning naming zone and source. Rows of no zone are not read.
    rows : dict of int to int
        Position of a zone in `zones` to position of its row in `statistics`.
    zones : tuple of str
        Names of all zones; those without a row emit nothing.
    coefficients : list of Coefficient
        The sources, in the order of the result's rows.
    progress : Progress
        Told of missing data.

    Returns
    -------
    (sources, zones) float64, t C

    Raises
    ------
    TableError
        For a cell that is no number, and for a negative activity.
    """
    name = statistics.attrs["name"]
    totals = np.zeros((len(coefficients), len(zones)))
    for index, coefficient in enumerate(coefficients):
        activity = number_column(statistics, coefficient.source, empty=np.nan, rows=rows.values())
        negative = statistics.index[activity < 0]
        if len(negative):
            raise TableError(ACTIVITY_NEGATIVE, table=name, line=int(negative[0]), column=coefficient.source)
        for zone, row in rows.items():
            if np.isnan(activity[row]):
                progress.warning(f"No figure for {coefficient.source} in {zones[zone]} ({name}): taken as 0.")
            else:
                totals[index, zone] = activity[row] * coefficient.carbon
    return totals
