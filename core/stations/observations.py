"""Columns of wind observations, and what they say: stations, directions, calms, speeds, cells that cannot be read.

    >>> from ..wind.direction_codes import USUAL_CODES
    >>> observed = Observations("obs", ["A", "A", "B"], [350, "VRB", 999], speeds=[2.0, 1.0, 3.0])
    >>> reports = read_observations(observed, DirectionFormat.DEGREES, USUAL_CODES, Progress())
    >>> reports.names, reports.stations.tolist(), reports.directions.tolist(), reports.variable.tolist()
    (('A', 'B'), [0, 0, 1], [350.0, nan, nan], [False, True, False])

A column of NOAA's wind fields is read as it is, its speeds with it: see `wind.reports.isd_fields`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from ..progress import Progress
from ..tables.cells import clean, parse_number
from ..wind.direction_codes import (
    MISSING_NUMBERS,
    MISSING_WORDS,
    VARIABLE_WORDS,
    Decoded,
    DirectionFormat,
    decode,
    zero_and_north,
)
from ..wind.directions import IMPLAUSIBLE_SPEED
from ..wind.reports.isd_fields import IsdWind, decode_wind_field, holds_wind_fields
from ..wind.reports.special_codes import SpecialCodes
from .messages import (
    DIRECTION_CODE,
    DIRECTION_LETTERS,
    DIRECTION_RANGE,
    DIRECTION_TENS,
    NO_STATION,
    SPEED_INVALID,
    WIND_FIELD_INVALID,
)
from .record_cells import read_cells

DIRECTION_TEMPLATES = {
    DirectionFormat.DEGREES: DIRECTION_RANGE,
    DirectionFormat.SECTOR_CODE: DIRECTION_CODE,
    DirectionFormat.COMPASS: DIRECTION_LETTERS,
    DirectionFormat.TENS: DIRECTION_TENS,
}
# No station has such a mean: 0.1 m/s, km/h and knots do. Of few records a gale may be all there is.
DOUBTFUL_MEAN, DOUBTFUL_MEAN_OF_INTEGERS, RECORDS_OF_A_MEAN = 20.0, 12.0, 10
UNITS_IN_COMMENTS = (
    (re.compile(r"\b0[.,]1\s*m\s?/\s?s", re.IGNORECASE), 0.1),
    (re.compile(r"\bkm\s?/\s?h", re.IGNORECASE), 1 / 3.6),
    (re.compile(r"\b(knots?|kt|kn)\b", re.IGNORECASE), 1852 / 3600),
    (re.compile(r"\bm\s?/\s?s", re.IGNORECASE), 1.0),
)
UNITS_IN_NAMES = (("km/h", "kmh", "kph", "km_h"), ("knot", "_kt", "_kn"), ("mph",), ("0.1", "0_1", "dm/s"))


@dataclass(frozen=True)
class Observations:
    """Columns of one layer, a value per record.

    Attributes
    ----------
    name : str, of the layer
    stations, directions : sequence, cells as they stand in the layer
    speeds : sequence or None, m/s
    times : sequence or None, to find repeated records
    calms : sequence or None, true where a record is known to be calm
    x, y : sequence of float or None, in the layer's CRS
    rows : sequence of int or None, the numbers that messages give; None for 1, 2, ...
    direction_field, speed_field : str, names of these fields
    speed_factor : float, what speeds are multiplied by to be m/s
    """

    name: str
    stations: Sequence[object]
    directions: Sequence[object]
    speeds: Sequence[object] | None = None
    times: Sequence[object] | None = None
    calms: Sequence[object] | None = None
    x: Sequence[float] | None = None
    y: Sequence[float] | None = None
    rows: Sequence[int] | None = None
    direction_field: str = ""
    speed_field: str = ""
    speed_factor: float = 1.0

    def row(self, position: int) -> int:
        """Return the number that messages give a record.

        Parameters
        ----------
        position : int, 0, 1, ...

        Returns
        -------
        int
        """
        return self.rows[position] if self.rows is not None else position + 1

    def row_numbers(self) -> Sequence[int]:
        """Return the numbers that messages give the records.

        Returns
        -------
        sequence of int
        """
        return self.rows if self.rows is not None else range(1, len(self.stations) + 1)


@dataclass(frozen=True)
class Reports:
    """What n records of S stations say.

    Attributes
    ----------
    names : (S,) tuple of str, in order of appearance
    stations : (n,) int, 0 ... S - 1
    directions : (n,) float64, degrees from; nan where there is none
    calm : (n,) bool, the direction itself says calm
    variable : (n,) bool, it says variable
    speeds : (n,) float64 or None, m/s; nan where missing
    rejected : (n,) bool, a cell cannot be read
    norths : int, cells written 360 (36 in tens)
    """

    names: tuple[str, ...]
    stations: np.ndarray
    directions: np.ndarray
    calm: np.ndarray
    variable: np.ndarray
    speeds: np.ndarray | None
    rejected: np.ndarray
    norths: int


def read_observations(
    observations: Observations, how: DirectionFormat, codes: SpecialCodes, progress: Progress
) -> Reports:
    """Read the columns.

    Parameters
    ----------
    observations : Observations
    how : DirectionFormat, in which directions are written; a column of wind fields is seen by itself
    codes : SpecialCodes, values that are no directions
    progress : Progress, which is warned of what cannot be read and of what is doubtful

    Returns
    -------
    Reports

    Raises
    ------
    TableError
        when more than 5 % of the stations, directions or speeds cannot be read; it names row and value
    """
    if holds_wind_fields(observations.directions):
        observations, how = _split_wind_fields(observations, progress), DirectionFormat.DEGREES
    rows, table = observations.row_numbers(), observations.name
    names, stations, rejected = _stations(observations, progress)
    zeros, norths = zero_and_north(observations.directions, how, codes)
    if zeros and norths:
        codes = codes.with_calm(0)
        full = "36" if how is DirectionFormat.TENS else "360"
        progress.warning(
            f"{zeros} directions are 0 beside {norths} of {full}: 0 is taken as calm and {full} as north. "
            'If 0 is north, too, say so in CODES ("north=0").'
        )

    def read_direction(cell: object) -> Decoded | None:
        decoded = decode(cell, how, codes)
        return None if decoded.kind == "invalid" else decoded

    column = read_cells(observations.directions, read_direction)
    column.require_few(DIRECTION_TEMPLATES[how], rows, table=table)
    if column.count:
        progress.warning(
            f"{column.count} of {len(rows)} records have a direction that is none and are left out: "
            f"{column.describe(rows)}. Declare codes of the service in CODES."
        )
    rejected |= column.rejected
    directions = column.numbers(lambda decoded: decoded.direction)
    calm = column.numbers(lambda decoded: decoded.kind == "calm", 0).astype(bool)
    variable = column.numbers(lambda decoded: decoded.kind == "variable", 0).astype(bool)
    speeds = None
    if observations.speeds is not None:
        speeds, invalid = _speeds(observations, codes, progress)
        rejected |= invalid
        speeds[rejected] = np.nan
        _warn_of_units(speeds, observations, progress)
    directions[rejected] = np.nan
    return Reports(names, stations, directions, calm, variable, speeds, rejected, norths)


def speed_factor_in(comments: Sequence[str], field: str) -> float | None:
    """Return what the comment lines of a file say of the unit of its speeds.

    Parameters
    ----------
    comments : sequence of str, such as "# FH = hourly mean wind speed (in 0.1 m/s)"
    field : str, name of the field

    Returns
    -------
    float or None
        What a speed is multiplied by to be m/s; None where nothing is said.
    """
    line = re.compile(rf"#*\s*{re.escape(field)}\s*[=:](.*)", re.IGNORECASE)
    for comment in comments:
        match = line.match(comment)
        for unit, factor in UNITS_IN_COMMENTS:
            if match and unit.search(match[1]):
                return factor
    return None


def _split_wind_fields(observations: Observations, progress: Progress) -> Observations:
    """Return the observations with the directions, and unless there are others the speeds, of wind fields."""
    column = read_cells(observations.directions, decode_wind_field)
    rows = observations.row_numbers()
    column.require_few(WIND_FIELD_INVALID, rows, table=observations.name)
    fields = [
        IsdWind(clean(cell), np.nan, 0, 0) if one is None else one
        for cell, one in zip(observations.directions, column.results)
    ]
    progress.info(
        "The directions are wind fields of NOAA's Integrated Surface Database: direction, type and speed are read "
        "from them."
    )
    wrong, suspect = sum(one.wrong for one in fields), sum(one.suspect for one in fields)
    if wrong:
        progress.warning(f"{wrong} values of wind fields are marked as erroneous (quality 3 or 7) and are not used.")
    if suspect:
        progress.warning(f"{suspect} values of wind fields are marked as suspect (quality 2 or 6); they are used.")
    speeds = observations.speeds
    if speeds is None or holds_wind_fields(speeds):
        observations = replace(observations, speeds=[one.speed for one in fields], speed_factor=1.0)
    return replace(observations, directions=[one.direction for one in fields])


def _stations(observations: Observations, progress: Progress) -> tuple[tuple[str, ...], np.ndarray, np.ndarray]:
    """Return the station names in order of appearance, the station number of every record, and where there is none."""
    column = read_cells(observations.stations, _station_name)
    rows = observations.row_numbers()
    column.require_few(NO_STATION, rows, table=observations.name)
    if column.count:
        first = int(np.flatnonzero(column.rejected)[0])
        progress.warning(
            f"{column.count} of {len(rows)} records have no station and are left out, row {rows[first]} first."
        )
    numbers: dict[str, int] = {}
    stations = column.numbers(lambda name: numbers.setdefault(name, len(numbers)), -1).astype(np.intp)
    if column.count:
        stations[column.rejected] = numbers.setdefault("", len(numbers))
    return tuple(numbers), stations, column.rejected.copy()


def _station_name(value: object) -> str | None:
    return clean(int(value) if isinstance(value, float) and value.is_integer() else value) or None


def _speeds(observations: Observations, codes: SpecialCodes, progress: Progress) -> tuple[np.ndarray, np.ndarray]:
    """Return speeds, nan where missing, and where they cannot be read."""
    # A code of directions that could be a speed is one here.
    missing = MISSING_NUMBERS | {code for code in codes.kinds if isinstance(code, float) and code > IMPLAUSIBLE_SPEED}

    def read(value: object) -> float | None:
        text = clean(value)
        if text.upper() in MISSING_WORDS or text.upper() in VARIABLE_WORDS:
            return float("nan")
        number = parse_number(text)
        if number is not None and number in missing:
            return float("nan")
        return number if number is not None and number >= 0 else None

    cells = observations.speeds or ()
    rows = observations.row_numbers()
    column = read_cells(cells, read)
    column.require_few(SPEED_INVALID, rows, table=observations.name)
    if column.count:
        progress.warning(
            f"{column.count} of {len(rows)} records have a speed that is none and are left out: "
            f"{column.describe(rows)}."
        )
    speeds = column.numbers()
    return speeds if observations.speed_factor == 1 else speeds * observations.speed_factor, column.rejected


def _warn_of_units(speeds: np.ndarray, observations: Observations, progress: Progress) -> None:
    known = speeds[~np.isnan(speeds)]
    mean = float(known.mean()) if len(known) else 0.0
    integers = bool((known == np.floor(known)).all())
    doubtful = mean > DOUBTFUL_MEAN or (integers and mean > DOUBTFUL_MEAN_OF_INTEGERS)
    if mean > IMPLAUSIBLE_SPEED or (doubtful and len(known) >= RECORDS_OF_A_MEAN):
        progress.warning(
            f"The mean speed is {mean:.0f}: speeds may be in 0.1 m/s or other units (km/h, knots), not m/s."
        )
    lowered = observations.speed_field.casefold()
    for words in UNITS_IN_NAMES:
        if observations.speed_factor == 1 and any(word in lowered for word in words):
            progress.warning(
                f'The field name "{observations.speed_field}" sounds like speeds in {words[0]}. They are taken as m/s.'
            )
