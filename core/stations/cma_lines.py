"""Lines of China's daily files, SURF_CLI_CHN_MUL_DAY: wind, temperature, precipitation.

    54511  3948 11628    313 2015  1  1     14     32     15     61     16 0 0 0 0 0

    >>> decode_line("54511  3948 11628    313 2015  1  1     14     32     15     61     17 0 0 0 0 0".split())
    ... # doctest: +NORMALIZE_WHITESPACE
    DailyWind(station='54511', lon=116.46666666666667, lat=39.8, elevation=31.3, estimated_elevation=False,
              date=datetime.date(2015, 1, 1), speed=1.4, max_speed=3.2, max_dir=315.0, max_calm=False,
              extreme_speed=6.1, extreme_dir=None, extreme_calm=True, over_range=0, wrong=0, suspect=0)
    >>> line = "54511 3948 11628 313 2015 1 1 -12 51 -80 0 0 0".split()
    >>> decode_values(line, DailyElement.TEMPERATURE).values
    (-1.2, 5.1, -8.0)

Columns: station, latitude and longitude as degrees and minutes (3948 is 39 degrees 48 minutes), elevation in 0.1 m
(above 100000: estimated, minus 100000), year, month, day, then the element's values, and a quality code for each (0
right, 1 suspect, 2 wrong, 8 missing, 9 not checked). 32766 is missing, 32744 blank. Files without the quality codes
are read too.

- WIN: mean speed, maximum speed, its direction, extreme speed, its direction. Speeds 0.1 m/s (above 1000: beyond the
  instrument's range, minus 1000); directions 1 = N ... 16 = NNW and 17 = calm.
- TEM: mean, maximum and minimum temperature, 0.1 degrees Celsius (10000 more or less: beyond the instrument's range).
- PRE: precipitation from 20 to 8, from 8 to 20, from 20 to 20 o'clock; the last is read, 0.1 mm. 32700 is a trace, 0;
  30000, 31000 and 32000 and more: snow, rain and snow, or dew, fog and frost, of which the last three digits are the
  amount.

(Description of the data set by the National Meteorological Information Centre, China Surface Climate Daily Data Set
V3.0.) A line that breaks these rules is rejected whole, with its reason. A value with quality code 2 becomes None.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from enum import IntEnum
from typing import NamedTuple

from ..phrases import Phrase
from ..wind.direction_codes import decode_sector_code
from .messages import (
    EXTREME,
    LATITUDE,
    LINE_COLUMNS,
    LINE_DATE,
    LINE_DEGREES,
    LINE_DIRECTION,
    LINE_MINUTES,
    LINE_NOT_INTEGER,
    LINE_PRECIPITATION,
    LINE_QUALITY,
    LINE_SPEED,
    LINE_TEMPERATURE,
    LONGITUDE,
    MAXIMUM,
    MEAN,
)

MISSING_CODES = (32766, 32744)
# Station, latitude, longitude, elevation, year, month, day.
PLACE_COLUMNS = 7
OVER_RANGE_OFFSET = 1000
ESTIMATED_OFFSET = 100_000
QUALITY_SUSPECT, QUALITY_WRONG = 1, 2
INTEGER_PATTERN = re.compile(r"[+-]?[0-9]+")
TEMPERATURE_OFFSET = 10_000
# 0.1 degrees: nothing on the Earth was colder or hotter.
COLDEST, HOTTEST = -950, 650
TRACE = 32700
# 30xxx snow, 31xxx rain and snow, 32xxx dew, fog and frost.
KINDS_FROM, AMOUNT = 30_000, 1000
# 0.1 mm in a day; the largest on record is 18 250.
MOST_PRECIPITATION = 20_000


class DailyElement(IntEnum):
    """What a file holds; the values are those of the interface."""

    WIND = 1
    TEMPERATURE = 2
    PRECIPITATION = 3

    @property
    def code(self) -> str:
        """The element's code in the names of files."""
        return {1: "WIN", 2: "TEM", 3: "PRE"}[self]

    @property
    def widths(self) -> tuple[int, int]:
        """Columns of a line with quality codes, and without."""
        values = 5 if self is DailyElement.WIND else 3
        return PLACE_COLUMNS + 2 * values, PLACE_COLUMNS + values


class DailyWind(NamedTuple):
    """The winds of one station and day; None where missing.

    A direction is None with its flag `..._calm` set when it was calm.

    Attributes
    ----------
    station : str
    lon, lat : float, degrees
    elevation : float or None, m
    estimated_elevation : bool
    date : datetime.date
    speed, max_speed, extreme_speed : float or None, m/s
    max_dir, extreme_dir : float or None, degrees from
    max_calm, extreme_calm : bool
    over_range : int, values beyond the instrument's range
    wrong : int, values dropped because of quality code 2
    suspect : int, values kept in spite of quality code 1
    """

    station: str
    lon: float
    lat: float
    elevation: float | None
    estimated_elevation: bool
    date: datetime.date
    speed: float | None
    max_speed: float | None
    max_dir: float | None
    max_calm: bool
    extreme_speed: float | None
    extreme_dir: float | None
    extreme_calm: bool
    over_range: int
    wrong: int
    suspect: int


class DailyValues(NamedTuple):
    """The values of another element at one station and day; None where missing.

    Attributes
    ----------
    station : str
    lon, lat : float, degrees
    elevation : float or None, m
    estimated_elevation : bool
    date : datetime.date
    values : tuple of float or None, degrees Celsius (mean, maximum, minimum) or mm
    over_range, wrong, suspect : int, as in `DailyWind`
    """

    station: str
    lon: float
    lat: float
    elevation: float | None
    estimated_elevation: bool
    date: datetime.date
    values: tuple[float | None, ...]
    over_range: int
    wrong: int
    suspect: int


class RejectedLineError(ValueError):
    """A line that is no record; its text is the reason, for the log."""


class _Fields(NamedTuple):
    """What every line begins with, and its values: integers as they stand, None where missing or wrong."""

    station: str
    lon: float
    lat: float
    elevation: float | None
    estimated_elevation: bool
    date: datetime.date
    values: tuple[int | None, ...]
    wrong: tuple[bool, ...]
    suspect: tuple[bool, ...]


def _decode(fields: Sequence[str], element: DailyElement, width: int) -> _Fields:
    most, least = element.widths
    if len(fields) not in (most, least) or (width and len(fields) != width):
        expected = str(width) if width else Phrase(LINE_QUALITY, most=most, least=least)
        raise RejectedLineError(Phrase(LINE_COLUMNS, found=len(fields), expected=expected))
    # Station numbers may hold letters: 0 stands in their column.
    numbers = [0, *(_integer(position, text) for position, text in enumerate(fields[1:], start=1))]
    quality = [*numbers[least:], *[0] * (most - len(numbers))]
    present = [None if number in MISSING_CODES else number for number in numbers[PLACE_COLUMNS:least]]
    wrong = tuple(value is not None and code == QUALITY_WRONG for value, code in zip(present, quality))
    suspect = tuple(value is not None and code == QUALITY_SUSPECT for value, code in zip(present, quality))
    elevation, estimated = _elevation(numbers[3])
    return _Fields(
        station=fields[0],
        lon=_degrees(numbers[2], 180, LONGITUDE),
        lat=_degrees(numbers[1], 90, LATITUDE),
        elevation=elevation,
        estimated_elevation=estimated,
        date=_date(*numbers[4:PLACE_COLUMNS]),
        values=tuple(None if bad else value for value, bad in zip(present, wrong)),
        wrong=wrong,
        suspect=suspect,
    )


def decode_line(fields: Sequence[str], width: int = 0) -> DailyWind:
    """Decode the fields of one line of wind.

    Parameters
    ----------
    fields : sequence of str, the columns of the line
    width : int, number of columns of its file, 0 when not known

    Returns
    -------
    DailyWind

    Raises
    ------
    RejectedLineError
        with the reason
    """
    line = _decode(fields, DailyElement.WIND, width)
    values = line.values
    speed, max_speed, extreme_speed = (_speed(values[k], name) for k, name in ((0, MEAN), (1, MAXIMUM), (3, EXTREME)))
    max_dir, max_calm = _direction(values[2], MAXIMUM)
    extreme_dir, extreme_calm = _direction(values[4], EXTREME)
    return DailyWind(
        *line[:6],
        speed=speed,
        max_speed=max_speed,
        max_dir=max_dir,
        max_calm=max_calm,
        extreme_speed=extreme_speed,
        extreme_dir=extreme_dir,
        extreme_calm=extreme_calm,
        over_range=sum((values[k] or 0) > OVER_RANGE_OFFSET for k in (0, 1, 3)),
        wrong=sum(line.wrong),
        suspect=sum(line.suspect),
    )


def decode_values(fields: Sequence[str], element: DailyElement, width: int = 0) -> DailyValues:
    """Decode the fields of one line of temperature or precipitation.

    Parameters
    ----------
    fields : sequence of str, the columns of the line
    element : DailyElement, no wind
    width : int, number of columns of its file, 0 when not known

    Returns
    -------
    DailyValues

    Raises
    ------
    RejectedLineError
        with the reason
    """
    line = _decode(fields, element, width)
    over_range = 0
    if element is DailyElement.TEMPERATURE:
        used = slice(0, 3)
        values = tuple(_temperature(value) for value in line.values)
        over_range = sum(abs(value or 0) >= TEMPERATURE_OFFSET for value in line.values)
    else:
        used = slice(2, 3)
        values = (_precipitation(line.values[2]),)
    return DailyValues(*line[:6], values, over_range, sum(line.wrong[used]), sum(line.suspect[used]))


def _temperature(value: int | None) -> float | None:
    if value is None:
        return None
    within = value
    if abs(value) >= TEMPERATURE_OFFSET:
        within = value - TEMPERATURE_OFFSET if value > 0 else value + TEMPERATURE_OFFSET
    if not COLDEST <= within <= HOTTEST:
        raise RejectedLineError(Phrase(LINE_TEMPERATURE, value=value))
    return within / 10


def _precipitation(value: int | None) -> float | None:
    if value is None:
        return None
    if value == TRACE:
        return 0.0
    amount = value % AMOUNT if KINDS_FROM <= value < KINDS_FROM + 3 * AMOUNT else value
    if not 0 <= amount <= MOST_PRECIPITATION:
        raise RejectedLineError(Phrase(LINE_PRECIPITATION, value=value))
    return amount / 10


def _integer(position: int, text: str) -> int:
    if not INTEGER_PATTERN.fullmatch(text):
        raise RejectedLineError(Phrase(LINE_NOT_INTEGER, column=position + 1, text=text))
    return int(text)


def _degrees(value: int, limit: int, name: str) -> float:
    """Return the degrees of a DDMM or DDDMM number; the sign belongs to both parts of it."""
    degrees, minutes = divmod(abs(value), 100)
    if minutes >= 60:
        raise RejectedLineError(Phrase(LINE_MINUTES, name=Phrase(name), value=value, minutes=minutes))
    result = degrees + minutes / 60
    if result > limit:
        raise RejectedLineError(Phrase(LINE_DEGREES, name=Phrase(name), value=value, limit=limit))
    return -result if value < 0 else result


def _elevation(value: int) -> tuple[float | None, bool]:
    if value in MISSING_CODES:
        return None, False
    estimated = value > ESTIMATED_OFFSET
    return (value - ESTIMATED_OFFSET if estimated else value) / 10, estimated


def _date(year: int, month: int, day: int) -> datetime.date:
    try:
        return datetime.date(year, month, day)
    except (ValueError, OverflowError) as error:
        raise RejectedLineError(Phrase(LINE_DATE, date=f"{year}-{month}-{day}")) from error


def _speed(value: int | None, name: str) -> float | None:
    if value is None:
        return None
    if not 0 <= value < 2 * OVER_RANGE_OFFSET:
        raise RejectedLineError(Phrase(LINE_SPEED, name=Phrase(name), value=value))
    return (value - OVER_RANGE_OFFSET if value > OVER_RANGE_OFFSET else value) / 10


def _direction(value: int | None, name: str) -> tuple[float | None, bool]:
    """Return (degrees or None, calm)."""
    if value is None:
        return None, False
    decoded = decode_sector_code(value)
    if decoded.kind == "invalid":
        raise RejectedLineError(Phrase(LINE_DIRECTION, value=value, name=Phrase(name)))
    return (None, True) if decoded.kind == "calm" else (decoded.direction, False)
