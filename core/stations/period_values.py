"""Records of stations to the values that a map shows: means, yearly and monthly sums, of periods that are complete.

    >>> years, months = np.repeat([2019, 2020], 12), np.tile(np.arange(1, 13), 2)
    >>> records = RecordSeries(np.zeros(24, int), np.ones(24), years, months)
    >>> period_values(records, 1, Statistic.YEARLY_SUM, Progress())          # 12 months of 1 mm in either year
    array([[12.]])

A sum over a month or year of which days are missing is too small by what fell on them, and looks like any other. So:

- a month counts with at most 3 missing days, a year with 12 such months and at most 15 missing days (the rule of the
  ETCCDI indices: Zhang et al. 2011, WIREs Climate Change 2, 851-870); others are left out and counted;
- of records by the month every month of the year must be there; of yearly ones a record is the year;
- what is averaged over years is averaged over those that count.

A record that repeats station and time is left out. Where a day has several records (hours), it is there by as many of
them as a day usually has.
"""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from ..errors import ParameterError
from ..progress import Progress
from .messages import MONTHS_NEED_DATES

MISSING_DAYS_OF_MONTH, MISSING_DAYS_OF_YEAR = 3.0, 15.0
MONTHS = 12
# Records of stations that differ by more than this share: their means are of different times.
FEWER_RECORDS = 0.9
MOST_STATIONS_NAMED = 10
# Years and months in one number.
MONTH_KEY = 100


class Statistic(IntEnum):
    """What is made of a station's records; the values are those of the interface."""

    MEAN = 0
    YEARLY_SUM = 1
    MONTHLY_MEANS = 2
    MONTHLY_SUMS = 3

    @property
    def bands(self) -> int:
        """Values per station: one, or one a month."""
        return MONTHS if self in (Statistic.MONTHLY_MEANS, Statistic.MONTHLY_SUMS) else 1


@dataclass(frozen=True)
class RecordSeries:
    """n records that have a value.

    Attributes
    ----------
    stations : (n,) int
    values : (n,) float64, finite
    years, months, days : (n,) int or None; a month or day of 0 is not given, None where there are no dates
    times : (n,) int or None, equal where the date and the time are
    """

    stations: np.ndarray
    values: np.ndarray
    years: np.ndarray | None = None
    months: np.ndarray | None = None
    days: np.ndarray | None = None
    times: np.ndarray | None = None

    def take(self, which: np.ndarray) -> RecordSeries:
        """Return some of the records.

        Parameters
        ----------
        which : (n,) bool

        Returns
        -------
        RecordSeries
        """
        dates = (None if one is None else one[which] for one in (self.years, self.months, self.days, self.times))
        return RecordSeries(self.stations[which], self.values[which], *dates)


@dataclass(frozen=True)
class _Months:
    """Months with records, sorted by station, year and month: sums, numbers of records, days that are missing."""

    stations: np.ndarray
    years: np.ndarray
    months: np.ndarray
    sums: np.ndarray
    records: np.ndarray
    missing: np.ndarray


def period_values(
    records: RecordSeries, count: int, statistic: Statistic, progress: Progress, names: Sequence[str] = ()
) -> np.ndarray:
    """Return the values of each station.

    Parameters
    ----------
    records : RecordSeries
    count : int, number of stations
    statistic : Statistic
    progress : Progress, which is told of what is left out
    names : sequence of str, of the stations, for warnings

    Returns
    -------
    (count, 1 or 12) float64; nan where a station has no complete period

    Raises
    ------
    ParameterError
        for sums or months without dates
    """
    names = names or [str(k + 1) for k in range(count)]
    records = _without_repeats(records, progress)
    number = np.bincount(records.stations, minlength=count)
    if statistic is Statistic.MEAN:
        few = np.flatnonzero((number > 0) & (number < FEWER_RECORDS * number.max(initial=0)))
        if len(few):
            progress.warning(
                f"{len(few)} stations have less than {100 * FEWER_RECORDS:g} % of the records of others "
                f"({int(number.max())}): their means are of other times. {_named(names, few)}"
            )
        _warn_of_seasons(records, progress)
        with np.errstate(invalid="ignore"):
            return (np.bincount(records.stations, records.values, minlength=count) / number)[:, None]
    if records.years is None or records.months is None:
        raise ParameterError(MONTHS_NEED_DATES)
    months = records.months
    if not months.all():
        if statistic is not Statistic.YEARLY_SUM:
            raise ParameterError(MONTHS_NEED_DATES)
        return _mean_of_years(records.stations, records.values, count)[:, None]
    by_month = _by_month(records, progress)
    yearly = _is_yearly(by_month)
    if statistic is Statistic.YEARLY_SUM:
        if yearly:
            progress.warning("There is one record per station and year: each is taken as the value of its year.")
            return _mean_of_years(by_month.stations, by_month.sums, count)[:, None]
        stations, sums = _yearly_sums(by_month, names, progress)
        return _mean_of_years(stations, sums, count)[:, None]
    whole = by_month.missing <= MISSING_DAYS_OF_MONTH
    _report_periods("months", whole, by_month, names, progress)
    values = by_month.sums / (by_month.records if statistic is Statistic.MONTHLY_MEANS else 1)
    result = np.full((count, MONTHS), np.nan)
    for month in range(1, MONTHS + 1):
        mine = whole & (by_month.months == month)
        result[:, month - 1] = _mean_of_years(by_month.stations[mine], values[mine], count)
    return result


def _warn_of_seasons(records: RecordSeries, progress: Progress) -> None:
    """Warn when the records are of some months of the year only: their mean is none of the year."""
    months = np.unique(records.months) if records.months is not None else np.array([])
    months = months[months > 0]
    if 0 < len(months) < MONTHS:
        listed = ", ".join(str(month) for month in months)
        progress.warning(
            f"The records are of {len(months)} of the 12 months ({listed}): the mean is that of these, not of a year."
        )


def _without_repeats(records: RecordSeries, progress: Progress) -> RecordSeries:
    """Leave out records that repeat station and time, unless that is how most are written (hours without a time)."""
    if records.times is None:
        return records
    _, firsts = np.unique(np.stack([records.stations, records.times]), axis=1, return_index=True)
    repeats = len(records.values) - len(firsts)
    if not repeats or repeats > len(firsts):
        return records
    which = np.zeros(len(records.values), dtype=bool)
    which[firsts] = True
    progress.warning(f"{repeats} records repeat the station and time of another one and are left out.")
    return records.take(which)


def _by_month(records: RecordSeries, progress: Progress) -> _Months:
    """Add up the records by station, year and month."""
    years, months, days = records.years, records.months, records.days
    if years is None or months is None:
        raise ParameterError(MONTHS_NEED_DATES)
    days = np.zeros_like(years) if days is None else days
    keys = np.stack([records.stations, years * MONTH_KEY + months])
    groups, which = np.unique(keys, axis=1, return_inverse=True)
    which = which.reshape(-1)
    number = np.bincount(which)
    missing: np.ndarray = np.zeros(len(number))
    if number.max() > 1:
        pairs, per_day = np.unique(np.stack([which, days]), axis=1, return_counts=True)
        usual = float(np.median(per_day))
        there = np.bincount(pairs[0], np.minimum(per_day / usual, 1.0), minlength=len(number))
        length = [calendar.monthrange(*divmod(int(key), MONTH_KEY))[1] for key in groups[1]]
        missing = np.array(length, dtype=float) - there
    else:
        progress.info("There is one record per station and month: each is taken as the value of its month.")
    sums = np.bincount(which, records.values)
    return _Months(groups[0], groups[1] // MONTH_KEY, groups[1] % MONTH_KEY, sums, number, missing)


def _is_yearly(by_month: _Months) -> bool:
    """Return whether no station has records of two months of a year."""
    keys = np.stack([by_month.stations, by_month.years])
    return bool(by_month.records.max() == 1 and np.unique(keys, axis=1).shape[1] == keys.shape[1])


def _yearly_sums(by_month: _Months, names: Sequence[str], progress: Progress) -> tuple[np.ndarray, np.ndarray]:
    """Return stations and sums of the years that count."""
    keys, which = np.unique(np.stack([by_month.stations, by_month.years]), axis=1, return_inverse=True)
    which = which.reshape(-1)
    usable = np.bincount(which, by_month.missing <= MISSING_DAYS_OF_MONTH)
    missing = np.bincount(which, by_month.missing)
    whole = (usable == MONTHS) & (missing <= MISSING_DAYS_OF_YEAR)
    years = _Months(keys[0], keys[1], keys[1], np.bincount(which, by_month.sums), usable, missing)
    _report_periods("years", whole, years, names, progress)
    return keys[0][whole], years.sums[whole]


def _mean_of_years(stations: np.ndarray, values: np.ndarray, count: int) -> np.ndarray:
    with np.errstate(invalid="ignore"):
        return np.bincount(stations, values, minlength=count) / np.bincount(stations, minlength=count)


def _report_periods(what: str, whole: np.ndarray, periods: _Months, names: Sequence[str], progress: Progress) -> None:
    """Log how many periods count, and warn of those that do not and of days that lack in those that do."""
    progress.info(f"{int(whole.sum())} of {len(whole)} {what} of stations are complete.")
    if not whole.all():
        places = np.unique(periods.stations[~whole])
        rule = f"more than {MISSING_DAYS_OF_MONTH:g} days of a month are missing"
        if what == "years":
            rule = f"more than {MISSING_DAYS_OF_MONTH:g} days of a month or {MISSING_DAYS_OF_YEAR:g} of the year lack"
        progress.warning(
            f"{int((~whole).sum())} of {len(whole)} {what} of {len(places)} stations are left out: {rule}. "
            f"{_named(names, places)}"
        )
    lacking = whole & (periods.missing > 0)
    if lacking.any():
        progress.warning(
            f"{int(lacking.sum())} {what} of stations that count lack {periods.missing[lacking].sum():.0f} days "
            "together; sums are without them."
        )
    used = np.bincount(periods.stations[whole])
    used = used[used > 0]
    if len(used) and used.min() != used.max():
        progress.warning(
            f"Stations have between {used.min()} and {used.max()} {what}: their values are of different times."
        )


def _named(names: Sequence[str], which: np.ndarray) -> str:
    more = f" and {len(which) - MOST_STATIONS_NAMED} more" if len(which) > MOST_STATIONS_NAMED else ""
    return f"Stations: {', '.join(names[k] for k in which[:MOST_STATIONS_NAMED])}{more}."
