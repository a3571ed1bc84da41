"""Statistics of several years in one table: the rows of the year that is chosen.

    year 2020, "2020年", 2020.0, 2020-12-31   ->   all are 2020

Rows of other years are left out before names are matched and figures read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from ...errors import TableError
from ...progress import Progress
from ...tables.cells import clean
from ...tables.read import find_column, require_columns, text_column
from ..messages import YEAR_FIELD_NEEDED, YEAR_NEEDED, YEAR_WITHOUT_ROW, ZONE_TWICE_IN_YEAR
from .uncounted import is_year

if TYPE_CHECKING:
    import pandas

# Four digits, alone, with a word for year, or as a date with the year first or last.
_YEAR = re.compile(r"(?:FY)?\s*(\d{4})(?:[.,]0+)?\s*(?:年度?|年年?末|年底)?", re.IGNORECASE)
_DATE = re.compile(r"(\d{4})[-/.年](?:0?[1-9]|1[0-2])(?:[-/.月](?:[0-3]?\d日?)?)?(?:[ T].*)?")
_DATE_YEAR_LAST = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.](\d{4})(?:[ T].*)?")
MOST_YEARS_LISTED = 30


def year_of(text: str) -> str:
    """Return the year that a cell holds.

    Parameters
    ----------
    text : str
        A cell, as `clean` returns it.

    Returns
    -------
    str
        Four digits; the text itself, in lower case, where it is no year, such as 2019-2020.
    """
    text = text.strip().strip("\"'")
    for pattern in (_YEAR, _DATE, _DATE_YEAR_LAST):
        match = pattern.fullmatch(text)
        if match:
            return match[1]
    return text.casefold()


def rows_of_year(
    statistics: pandas.DataFrame, zone_column: str, year_column: str, year: str, progress: Progress
) -> tuple[pandas.DataFrame, str]:
    """Return the rows of the year, and the column that holds years.

    Parameters
    ----------
    statistics : DataFrame
        A row per zone and year.
    zone_column : str
        Names of the zones.
    year_column : str
        Years; "" where none is given: then a column called year is taken, when a year is.
    year : str
        "" where none is given: then all rows are of one year, or each zone has one row.
    progress : Progress
        Told what is taken and left out.

    Returns
    -------
    DataFrame, str
        The rows, with their lines; "" for no column of years.

    Raises
    ------
    TableError
        For a year without a row, several rows of a zone without a year chosen, several in the year, no such column.
    """
    label = statistics.attrs["name"]
    named = next((column for column in statistics.columns if is_year(column)), "")
    if year_column:
        require_columns(statistics, year_column)
        year_column = find_column(statistics, year_column) or year_column
    elif year:
        if not named:
            raise TableError(YEAR_FIELD_NEEDED, year=year, table=label, columns=", ".join(statistics.columns))
        progress.warning(f"No column of years is given (STATISTICS_YEAR_FIELD): {named} of {label} is taken.")
        year_column = named
    zones = text_column(statistics, zone_column)
    if not year:
        _require_one_row_each(statistics, zones, year_column or named, progress)
        return statistics, year_column or named
    wanted = year_of(clean(year))
    years = [year_of(cell) for cell in text_column(statistics, year_column)]
    chosen = np.array([found == wanted for found in years])
    if not chosen.any():
        raise TableError(YEAR_WITHOUT_ROW, table=label, year=year, column=year_column, years=_listed(years))
    without_year = sum(bool(zone) and not found for zone, found in zip(zones, years))
    if without_year:
        progress.warning(f"{without_year} rows of {label} have no year in {year_column}: they are left out.")
    progress.info(f"{int(chosen.sum())} of {len(chosen)} rows of {label} are of the year {wanted} ({year_column}).")
    rows = statistics.loc[chosen]
    rows.attrs.update(statistics.attrs)
    _require_once(rows, zone_column, year_column, wanted)
    return rows, year_column


def _require_one_row_each(
    statistics: pandas.DataFrame, zones: Sequence[str], year_column: str, progress: Progress
) -> None:
    """Raise where a zone has several rows and a column of years could say which is meant; warn of years in one sum."""
    if not year_column:
        return
    label, years = statistics.attrs["name"], [year_of(cell) for cell in text_column(statistics, year_column)]
    named = [zone for zone in zones if zone]
    twice = next((zone for zone, count in Counter(named).items() if count > 1), "")
    if twice:
        raise TableError(YEAR_NEEDED, table=label, zone=twice, column=year_column, years=_listed(years))
    found = [year for zone, year in zip(zones, years) if zone]
    if len({year for year in found if year}) > 1:
        progress.warning(
            f"The rows of {label} are of different years ({year_column}: {_listed(found)}), and one sum is made of "
            f"them. STATISTICS_YEAR_FIELD and STATISTICS_YEAR choose one."
        )


def _require_once(rows: pandas.DataFrame, zone_column: str, year_column: str, year: str) -> None:
    zones = text_column(rows, zone_column)
    twice = next((zone for zone in zones if zone and zones.count(zone) > 1), "")
    if twice:
        lines = ", ".join(str(line) for line, zone in zip(rows.index, zones) if zone == twice)
        raise TableError(
            ZONE_TWICE_IN_YEAR, table=rows.attrs["name"], zone=twice, year=year, column=year_column, lines=lines
        )


def _listed(years: Sequence[str]) -> str:
    found = sorted({year for year in years if year})
    further = len(found) - MOST_YEARS_LISTED
    return ", ".join(found[:MOST_YEARS_LISTED]) + (f" … (+{further})" if further > 0 else "")
