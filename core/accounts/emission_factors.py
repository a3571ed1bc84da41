"""Emission factors: what one unit of an activity releases, as carbon.

A coefficient table says per row: `source` (the column of the statistics table), `coefficient` per unit of activity,
`per` (that unit), `carbon_unit` (C, or CO2: then times 12/44), `proxy` (where in the zone it happens), `reference`.

    activity 1000 t CO2 from coal, coefficient 1, carbon_unit CO2 -> 1000 * 1 * 12/44 = 272.73 t C

A coefficient table is the user's (a DataFrame) or the plugin's own, which takes no pandas; statistics are always the
user's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..errors import TableError
from ..progress import Progress
from ..provenance.record import EMISSION_FACTOR
from ..tables.read import (
    TextTable,
    find_column,
    number_column,
    optional_text_column,
    read_shipped,
    require_columns,
)
from .messages import (
    ACTIVITY_NEGATIVE,
    CARBON_UNIT_UNKNOWN,
    COEFFICIENT_NEGATIVE,
    PROXY_UNKNOWN,
    SOURCE_TWICE,
    SOURCES_MISSING,
)

if TYPE_CHECKING:
    import pandas

CARBON_PER_CO2 = 12.0 / 44.0
PROXIES = ("cropland", "woodland", "grassland", "builtup", "population", "gdp", "even")
COEFFICIENT_COLUMNS = ("source", "coefficient", "carbon_unit", "proxy")
COEFFICIENT_TABLES = ("coefficients_paper.csv", "coefficients_ipcc2006.csv")


@dataclass(frozen=True)
class Coefficient:
    """The emission factor of a source.

    Attributes
    ----------
    source : str
        Column of the statistics table.
    carbon : float
        t C per unit of activity.
    per : str
        The unit of activity.
    proxy : str
        One of `PROXIES`: what the emission of a zone is allocated by.
    reference : str
        Where the factor is from.
    alternative_of : str
        Another source that counts the same activity, in lower case; "" for none.
    """

    source: str
    carbon: float
    per: str
    proxy: str
    reference: str
    alternative_of: str


def carbon_factor(carbon_unit: str, table: str, line: int) -> float:
    """Return the share of carbon in the mass of a unit.

    Parameters
    ----------
    carbon_unit : str
        "C" or "CO2", in any case.
    table : str
        What messages call the table.
    line : int
        The line that says so.

    Returns
    -------
    float
        1 for C, 12/44 for CO2.

    Raises
    ------
    TableError
        For any other unit.
    """
    unit = carbon_unit.upper().replace("₂", "2")
    if unit not in ("C", "CO2"):
        raise TableError(CARBON_UNIT_UNKNOWN, table=table, line=line, text=carbon_unit)
    return CARBON_PER_CO2 if unit == "CO2" else 1.0


def read_coefficients(table: TextTable) -> list[Coefficient]:
    """Return the rows of a coefficient table.

    Parameters
    ----------
    table : TextTable
        Columns source, coefficient, carbon_unit, proxy; optional per, reference, alternative_of.

    Returns
    -------
    list of Coefficient

    Raises
    ------
    TableError
        For a missing column, an empty or negative coefficient, an unknown unit or proxy, a source given twice.
    """
    require_columns(table, *COEFFICIENT_COLUMNS)
    name, values = table.attrs["name"], number_column(table, "coefficient")
    columns = ("source", "per", "carbon_unit", "proxy", "reference", "alternative_of")
    coefficients: dict[str, Coefficient] = {}
    rows = zip(table.index, values, *(optional_text_column(table, column) for column in columns))
    for line, value, source, per, carbon_unit, proxy_text, reference, alternative in rows:
        if value < 0:
            raise TableError(COEFFICIENT_NEGATIVE, table=name, line=line, source=source)
        proxy = proxy_text.lower().replace("-", "")
        if proxy not in PROXIES:
            raise TableError(PROXY_UNKNOWN, table=name, line=line, text=proxy_text, known=", ".join(PROXIES))
        if source.casefold() in coefficients:
            raise TableError(SOURCE_TWICE, table=name, line=line, source=source)
        carbon = value * carbon_factor(carbon_unit, name, line)
        coefficient = Coefficient(source, carbon, per, proxy, reference, alternative.casefold())
        coefficients[source.casefold()] = coefficient
    return list(coefficients.values())


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
    known = {row.source.casefold() for row in rows} | {name.casefold() for name in ignored}
    extra = [column for column in statistics.columns if column.casefold() not in known]
    if extra:
        progress.info(f"Columns of {statistics_name} without a coefficient, not counted: {', '.join(extra)}.")
    names = {row.source.casefold() for row in used}
    for row in used:
        if row.alternative_of in names:
            progress.warning(f"{row.source} and {row.alternative_of} count the same activity: it is counted twice.")
    for row in used:
        unit = f"t C per {row.per or 'unit'}"
        progress.info(f"{row.source}: {row.carbon:.6g} {unit}, proxy {row.proxy}; {row.reference}")
        detail = f"proxy {row.proxy}"
        progress.factor(
            EMISSION_FACTOR, row.source, row.carbon, unit, reference=row.reference or table_name, detail=detail
        )
    return used


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
