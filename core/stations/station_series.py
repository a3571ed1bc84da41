"""Records with a value to the values of stations: cells read, records grouped by station, periods made.

    >>> records = ValueRecords("t", "t", ["1", "3", None], [110, 110, 111], [30, 30, 30], "EPSG:4326")
    >>> stations, count = station_values(records, Statistic.MEAN, Progress())
    >>> stations.names, stations.values.tolist(), count
    (('1', '2'), [[2.0], [nan]], 2)

Records of one name are one station; without names those at one place are. What cannot be read is left out and told, or
refused: see `record_cells`.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..progress import Progress
from ..tables.cells import clean, parse_number
from ..wind.direction_codes import MISSING_WORDS
from .messages import DATE_INVALID, VALUE_INVALID
from .observation_dates import date_reader
from .period_values import RecordSeries, Statistic, period_values
from .record_cells import read_cells
from .station_values import StationValues

# What agencies and programs write for "no value"; 999 and 9999 may be millimetres or metres.
MISSING_VALUES = frozenset(
    (32766, 32744, -32768, -999, -999.9, -9999, -9999.9, -99999, 9999.9, 99999, 999999, 999990, 999998, 999017)
)


@dataclass(frozen=True)
class ValueRecords:
    """Columns of one layer, a cell per record, as they stand in it.

    Attributes
    ----------
    name : str, of the layer
    field : str, name of the value's field
    values : sequence
    x, y : sequence of float, in `crs`; nan without a point
    crs : str
    stations, dates, elevations : sequence or None
    date_field : str, name of the date's field
    """

    name: str
    field: str
    values: Sequence[object]
    x: Sequence[float]
    y: Sequence[float]
    crs: str
    stations: Sequence[object] | None = None
    dates: Sequence[object] | None = None
    date_field: str = ""
    elevations: Sequence[object] | None = None


def station_values(records: ValueRecords, statistic: Statistic, progress: Progress) -> tuple[StationValues, int]:
    """Return the stations with their values.

    Parameters
    ----------
    records : ValueRecords
    statistic : Statistic
    progress : Progress

    Returns
    -------
    stations : StationValues
    count : int, records that have a value

    Raises
    ------
    TableError
        when more than 5 % of the values or dates cannot be read; it names row and value
    ParameterError
        for sums or months without dates
    """
    rows = range(1, len(records.values) + 1)
    values, usable = _numbers(records, progress)
    x, y = np.asarray(records.x, dtype=float), np.asarray(records.y, dtype=float)
    placed = np.isfinite(x) & np.isfinite(y)
    if not placed.all():
        progress.warning(f"{int((~placed).sum())} of {len(placed)} records have no point and are left out.")
    usable &= placed
    years = months = days = times = None
    if records.dates is not None:
        column = read_cells(records.dates, date_reader(records.dates, records.name, records.date_field))
        if statistic is not Statistic.MEAN:
            column.require_few(DATE_INVALID, rows, table=records.name)
            if column.count:
                progress.warning(
                    f"{column.count} of {len(rows)} records have a date that is none and are left out: "
                    f"{column.describe(rows)}."
                )
            usable &= ~column.rejected
        parts = (operator.itemgetter(part) for part in range(3))
        years, months, days = (column.numbers(part, 0).astype(np.int64) for part in parts)
        keys: dict[str, int] = {}
        times = np.array([keys.setdefault(clean(cell), len(keys)) for cell in records.dates], dtype=np.int64)
        # A date that cannot be read repeats nothing.
        times = np.where(column.rejected, -np.arange(1, len(times) + 1), times)
    names, stations = _stations(records, x, y, placed)
    series = RecordSeries(stations, values, years, months, days, times).take(usable)
    found = period_values(series, len(names), statistic, progress, names)
    places = _places(stations, placed, len(names), x, y, names, progress)
    heights = None
    if records.elevations is not None:
        heights = _mean_heights(records.elevations, stations, len(names))
    located = StationValues(records.name, names, *places, records.crs, found, heights)
    return located.take(np.flatnonzero(np.isfinite(places[0]))), len(series.values)


def _numbers(records: ValueRecords, progress: Progress) -> tuple[np.ndarray, np.ndarray]:
    """Return the values and where there are any."""
    rows = range(1, len(records.values) + 1)
    codes = 0

    def read(cell: object) -> float | None:
        text = clean(cell)
        return math.nan if text.upper() in MISSING_WORDS else parse_number(text)

    column = read_cells(records.values, read)
    column.require_few(VALUE_INVALID, rows, table=records.name)
    if column.count:
        progress.warning(
            f"{column.count} of {len(rows)} records have a value that is no number and are left out: "
            f"{column.describe(rows)}."
        )
    values = column.numbers()
    missing = np.isin(values, list(MISSING_VALUES))
    codes = int(missing.sum())
    if codes:
        listed = ", ".join(f"{value:g}" for value in np.unique(values[missing]))
        progress.warning(f"{codes} values of {records.field} are codes for no value ({listed}) and are left out.")
    values[missing] = math.nan
    return values, ~np.isnan(values)


def _stations(
    records: ValueRecords, x: np.ndarray, y: np.ndarray, placed: np.ndarray
) -> tuple[tuple[str, ...], np.ndarray]:
    """Return the names of the stations and the station of every record."""
    numbers: dict[object, int] = {}
    labels: list[str] = []
    stations = np.empty(len(x), dtype=np.intp)
    for k in range(len(x)):
        name = clean(records.stations[k]) if records.stations is not None else ""
        key = name or ((float(x[k]), float(y[k])) if placed[k] else None)
        if key not in numbers:
            numbers[key] = len(numbers)
            labels.append(name or str(len(numbers)))
        stations[k] = numbers[key]
    return tuple(labels), stations


def _places(
    stations: np.ndarray,
    placed: np.ndarray,
    count: int,
    x: np.ndarray,
    y: np.ndarray,
    names: Sequence[str],
    progress: Progress,
) -> tuple[np.ndarray, np.ndarray]:
    """Return x, y of each station's first point; warn of stations whose records lie in several places."""
    where = np.full(count, np.nan), np.full(count, np.nan)
    known = np.flatnonzero(placed)
    numbers, firsts = np.unique(stations[known], return_index=True)
    for place, column in zip(where, (x, y)):
        place[numbers] = column[known[firsts]]
    moved = np.unique(stations[placed & ((x != where[0][stations]) | (y != where[1][stations]))])
    if len(moved):
        listed = ", ".join(names[k] for k in moved[:10]) + (f" and {len(moved) - 10} more" if len(moved) > 10 else "")
        progress.warning(f"{len(moved)} stations have records in several places; the first is taken: {listed}.")
    return where


def _mean_heights(cells: Sequence[object], stations: np.ndarray, count: int) -> np.ndarray:
    """Return the mean elevation of each station's records, nan without."""
    column = read_cells(cells, lambda cell: parse_number(clean(cell)))
    heights = column.numbers()
    heights[np.isin(heights, list(MISSING_VALUES))] = math.nan
    known = ~np.isnan(heights)
    with np.errstate(invalid="ignore"):
        sums = np.bincount(stations[known], heights[known], minlength=count)
        return sums / np.bincount(stations[known], minlength=count)
