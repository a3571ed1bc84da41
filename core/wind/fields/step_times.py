"""Times of bands, and what they say of a series: repeats, gaps, means over days and months.

    >>> band_time({"NETCDF_DIM_time": "36"}, {"time": "hours since 2020-01-01"}).isoformat()
    '2020-01-02T12:00:00'
    >>> hours = [datetime(2020, 1, 1, hour) for hour in (0, 1, 2, 5)]
    >>> Spacing.of(hours).gaps, Spacing.of(hours).step_hours
    (2, 1.0)

NetCDF gives the time of a band as NETCDF_DIM_<name> and a unit "hours since ..."; a forecast's lead time is added. GRIB
gives GRIB_VALID_TIME. A GeoTIFF may have a date in the band's description.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

import numpy as np
from osgeo import gdal

UNIT_SECONDS = {"second": 1.0, "minute": 60.0, "hour": 3600.0, "day": 86400.0, "nanosecond": 1e-9, "millisecond": 1e-3}
SHORT_UNITS = {"s": "second", "sec": "second", "min": "minute", "h": "hour", "hr": "hour", "d": "day"}
# Dimensions of time, also where no unit says so; and of the time since a forecast began.
TIME_DIMENSIONS = ("time", "valid_time", "t", "date", "datetime", "month", "initial_time0_hours", "xtime", "times")
LEAD_DIMENSIONS = ("step", "forecast_period", "lead_time", "leadtime", "lead", "prediction_timedelta")
# Year, month, day, hour and minute in descriptions.
_DATES = (
    r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::\d{2})?)?(?![\dT-])",
    r"(?<!\d)((?:19|20)\d{2})(\d{2})(\d{2})(?:[T_ ]?(\d{2})(\d{2})?)?(?:\d{2})?(?!\d)",
    r"(?<!\d)((?:19|20)\d{2})-(\d{2})()()()(?![\d-])",
)
# Steps this far apart are no hours of a day but days, or months.
DAILY_HOURS, MONTHLY_HOURS = 20.0, 24.0 * 27


def time_units(dataset: gdal.Dataset) -> dict[str, str]:
    """Return the units of a netCDF's dimensions.

    Parameters
    ----------
    dataset : gdal.Dataset

    Returns
    -------
    dict of name to unit
    """
    items = dataset.GetMetadata().items()
    return {key[: -len("#units")]: value for key, value in items if key.lower().endswith("#units")}


def is_time(dimension: str, units: dict[str, str]) -> bool:
    """Return True for a dimension of time or lead time.

    Parameters
    ----------
    dimension : str
    units : dict of name to unit

    Returns
    -------
    bool
    """
    unit = units.get(dimension, "")
    return " since " in unit or dimension.lower() in LEAD_DIMENSIONS or unit.startswith("day as %Y")


def step_times(dataset: gdal.Dataset) -> tuple[datetime | None, ...]:
    """Return the time of every band.

    Parameters
    ----------
    dataset : gdal.Dataset

    Returns
    -------
    (bands,) tuple of datetime or None, UTC; None where the file does not say it in a form known here
    """
    units = time_units(dataset)
    bands = [dataset.GetRasterBand(number + 1) for number in range(dataset.RasterCount)]
    return tuple(band_time(band.GetMetadata(), units, band.GetDescription()) for band in bands)


def band_time(metadata: dict[str, str], units: dict[str, str], description: str = "") -> datetime | None:
    """Return the time of a band.

    Parameters
    ----------
    metadata : dict of str
        Of the band.
    units : dict of str
        From `time_units`.
    description : str
        Of the band.

    Returns
    -------
    datetime or None, UTC
    """
    valid = re.match(r"\s*(-?\d+)", metadata.get("GRIB_VALID_TIME", ""))
    if valid:
        return datetime(1970, 1, 1) + timedelta(seconds=int(valid.group(1)))
    start, lead = None, timedelta(0)
    for key, value in metadata.items():
        dimension = key[len("NETCDF_DIM_") :] if key.startswith("NETCDF_DIM_") else ""
        unit = units.get(dimension, "")
        try:
            if " since " in unit and start is None:
                start = _since(value, unit)
            elif unit.startswith("day as %Y"):
                day = float(value)
                start = datetime.strptime(str(int(day)), "%Y%m%d") + timedelta(days=day % 1)
            elif dimension.lower() in LEAD_DIMENSIONS and _unit_seconds(unit):
                lead = timedelta(seconds=float(value) * _unit_seconds(unit))
        except (ValueError, OverflowError):
            return None
    return start + lead if start is not None else _described(description)


@lru_cache(maxsize=256)
def _epoch(unit: str) -> tuple[datetime, float] | None:
    """The start of a unit "hours since 1900-01-01 06:30", and its seconds."""
    found = re.match(r"(\w+?)s? since (\d{1,4})-(\d{1,2})-(\d{1,2})", unit)
    seconds = _unit_seconds(found.group(1)) if found else 0.0
    if not found or not seconds:
        return None
    clock = re.search(r"[ T](\d{1,2}):(\d{2})", unit)
    year, month, day = (int(number) for number in found.groups()[1:])
    hour, minute = (int(number) for number in clock.groups()) if clock else (0, 0)
    return datetime(year, month, day, hour, minute), seconds


def _since(value: str, unit: str) -> datetime | None:
    epoch = _epoch(unit)
    return None if epoch is None else epoch[0] + timedelta(seconds=float(value) * epoch[1])


def _unit_seconds(unit: str) -> float:
    word = unit.strip().lower()
    word = SHORT_UNITS.get(word, SHORT_UNITS.get(word.rstrip("s"), word.rstrip("s") if len(word) > 3 else word))
    return UNIT_SECONDS.get(word, 0.0)


def _described(description: str) -> datetime | None:
    """The date in a band's description: 2020-01-31 or 20200131, with or without T06:00 or T0600 behind it; 2020-01."""
    for form in _DATES:
        found = re.search(form, description)
        if found:
            year, month, day, hour, minute = (int(part or 0) for part in found.groups())
            try:
                return datetime(year, month, day or 1, hour, minute)
            except ValueError:
                return None
    return None


@dataclass(frozen=True)
class Spacing:
    """How the times of a series lie.

    Attributes
    ----------
    first, last : datetime
    step_hours : float, the median distance of times that follow each other
    gaps : int, steps of that length that are missing in between
    gap_after : datetime or None, where the first of them is
    fixed_days : bool, the same day of the month throughout, in more than one month
    """

    first: datetime
    last: datetime
    step_hours: float
    gaps: int
    gap_after: datetime | None
    fixed_days: bool

    @classmethod
    def of(cls, times: Sequence[datetime]) -> Spacing:
        """Look at the times of a series.

        Parameters
        ----------
        times : (steps,) sequence of datetime
            Two or more that differ, in any order.

        Returns
        -------
        Spacing
        """
        ordered = sorted(set(times))
        hours = np.array([(b - a).total_seconds() / 3600 for a, b in zip(ordered, ordered[1:])])
        step = float(np.median(hours))
        # Months have 28 to 31 days.
        missing = np.maximum(np.round(hours / step) - 1, 0) * (hours > 1.5 * step)
        holes = np.flatnonzero(missing)
        fixed = len({time.day for time in ordered}) == 1 and len({(time.year, time.month) for time in ordered}) > 1
        after = ordered[holes[0]] if holes.size else None
        return cls(ordered[0], ordered[-1], step, int(missing.sum()), after, fixed)

    @property
    def kind(self) -> str:
        """What the steps are: "monthly", "daily", or "" for hours."""
        if self.step_hours >= MONTHLY_HOURS or self.fixed_days:
            return "monthly"
        return "daily" if self.step_hours >= DAILY_HOURS else ""

    def describe(self) -> str:
        """Return the period and its gaps in words.

        Returns
        -------
        str
        """
        step = f"{self.step_hours / 24:g} days" if self.step_hours >= 48 else f"{self.step_hours:g} h"
        text = f"from {self.first} to {self.last} UTC, every {step}"
        return (
            f"{text}; {self.gaps} steps in between are missing, the first after {self.gap_after}" if self.gaps else text
        )
