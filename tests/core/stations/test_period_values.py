"""Means and sums of stations' records: complete periods alone, by hand."""

from __future__ import annotations

import datetime

import numpy as np
import pytest
from carbon_service_flow.core.errors import ParameterError
from carbon_service_flow.core.stations.period_values import RecordSeries, Statistic, period_values
from support.common import Recorder

MEAN, YEARLY_SUM, MONTHLY_MEANS, MONTHLY_SUMS = Statistic


def daily(first, last, value=1.0, station=0, without=()):
    """(station, date, value) of every day from first to last, but for some dates; value may depend on the date."""
    day, rows = datetime.date.fromisoformat(first), []
    while day <= datetime.date.fromisoformat(last):
        if day.isoformat() not in without:
            rows.append((station, day, value(day) if callable(value) else value))
        day += datetime.timedelta(days=1)
    return rows


def series(rows, times=None):
    stations, dates, values = zip(*rows)
    numbers = np.array([(d.year, d.month, d.day) for d in dates]).T
    times = np.array([d.toordinal() for d in dates] if times is None else times)
    return RecordSeries(np.array(stations), np.array(values, dtype=float), *numbers, times)


def of(rows, statistic, count=1, **more):
    log = Recorder()
    return period_values(series(rows, **more), count, statistic, log), log


def days_of(year, month, number):
    return [f"{year}-{month:02}-{day:02}" for day in range(1, number + 1)]


def test_a_whole_year_and_a_leap_year():
    found, log = of(daily("2015-01-01", "2016-12-31", 2.0), YEARLY_SUM)
    # 365 and 366 days of 2 mm: the mean of 730 and 732.
    assert found.tolist() == [[731.0]]
    assert log.warnings == []


def test_a_year_that_lacks_its_winter_does_not_make_the_sum_smaller():
    found, log = of(daily("2015-01-01", "2016-10-31", 2.0), YEARLY_SUM)
    assert found.tolist() == [[730.0]]
    assert log.warnings[0].startswith("1 of 2 years of 1 stations are left out")
    alone, _ = of(daily("2016-01-01", "2016-10-31"), YEARLY_SUM)
    assert np.isnan(alone).all()


@pytest.mark.formula("complete")
@pytest.mark.parametrize(
    ("missing", "total"),
    [
        (days_of(2015, 3, 3), 362),
        (days_of(2015, 3, 4), None),
        ([d for month in range(1, 6) for d in days_of(2015, month, 3)], 350),
        ([d for month in range(1, 6) for d in days_of(2015, month, 3)] + ["2015-06-01"], None),
    ],
)
def test_three_days_of_a_month_and_fifteen_of_a_year_may_be_missing(missing, total):
    found, log = of(daily("2015-01-01", "2015-12-31", without=missing), YEARLY_SUM)
    assert np.isnan(found[0, 0]) if total is None else found[0, 0] == total
    assert any(("left out" if total is None else f"lack {len(missing)} days") in text for text in log.warnings)


def test_months_are_averaged_over_the_years_that_have_them():
    rows = daily("2015-01-01", "2015-02-28", lambda day: day.month) + daily("2016-01-01", "2016-01-31", 3.0)
    means, _ = of(rows, MONTHLY_MEANS)
    assert means[0, :2].tolist() == [2.0, 2.0]
    assert np.isnan(means[0, 2:]).all()
    sums, _ = of(rows, MONTHLY_SUMS)
    # January: 31 and 93; February 28 days of 2.
    assert sums[0, :2].tolist() == [62.0, 56.0]
    without, log = of(rows + daily("2016-02-01", "2016-02-20", 9.0), MONTHLY_MEANS)
    assert without[0, 1] == 2
    assert "1 of 4 months of 1 stations are left out" in log.warnings[0]


def test_repeats_are_left_out_and_hours_are_not():
    rows = daily("2015-01-01", "2015-12-31")
    found, log = of(rows + rows[:10], YEARLY_SUM)
    assert found.tolist() == [[365.0]]
    assert log.warnings[0].startswith("10 records repeat")
    # Four records a day, by their times, and without.
    times = np.repeat(np.arange(365) * 10, 4) + np.tile(np.arange(4), 365)
    assert of([row for row in rows for _ in range(4)], YEARLY_SUM, times=times)[0].tolist() == [[1460.0]]
    assert of([row for row in rows for _ in range(4)], YEARLY_SUM)[0].tolist() == [[1460.0]]


def test_a_day_is_there_by_as_many_hours_as_a_day_has():
    rows = [row for row in daily("2015-01-01", "2015-01-31") for _ in range(4)]
    times = np.arange(len(rows))
    # Of the first eight days two of four hours: four days are missing, one too many.
    keep = [k for k in range(len(rows)) if not (k < 32 and k % 4 < 2)]
    found, _ = of([rows[k] for k in keep], MONTHLY_SUMS, times=times[keep])
    assert np.isnan(found[0, 0])
    keep = [k for k in range(len(rows)) if not (k < 24 and k % 4 < 2)]
    assert of([rows[k] for k in keep], MONTHLY_SUMS, times=times[keep])[0][0, 0] == 124 - 12


def test_records_by_the_month_and_by_the_year():
    months = [(0, datetime.date(2015, month, 1), 10.0) for month in range(1, 13)]
    assert of(months, YEARLY_SUM)[0].tolist() == [[120.0]]
    assert np.isnan(of(months[:11], YEARLY_SUM)[0]).all()
    assert of(months, MONTHLY_SUMS)[0].tolist() == [[10.0] * 12]
    years = [(0, datetime.date(year, 12, 31), year - 2000.0) for year in (2015, 2017)]
    found, log = of(years, YEARLY_SUM)
    assert found.tolist() == [[16.0]]
    assert "one record per station and year" in log.warnings[0]


def test_years_alone_have_no_months():
    years = RecordSeries(
        np.zeros(2, int), np.array([3.0, 5.0]), np.array([2015, 2016]), np.zeros(2, int), np.zeros(2, int)
    )
    assert period_values(years, 1, YEARLY_SUM, Recorder()).tolist() == [[4.0]]
    for records in (years, RecordSeries(np.zeros(1, int), np.ones(1))):
        with pytest.raises(ParameterError, match="DATE_FIELD"):
            period_values(records, 1, MONTHLY_MEANS, Recorder())


def test_means_need_no_dates_and_tell_of_stations_with_few_records():
    records = RecordSeries(np.array([0] * 10 + [1] * 5), np.arange(15.0))
    log = Recorder()
    assert period_values(records, 3, MEAN, log, ["A", "B", "C"]).ravel()[:2].tolist() == [4.5, 12.0]
    assert "1 stations have less than 90 % of the records of others (10)" in log.warnings[0]
    assert log.warnings[0].endswith("Stations: B.")


def test_stations_of_different_years_are_told():
    rows = daily("2015-01-01", "2016-12-31") + daily("2016-01-01", "2016-12-31", 2.0, station=1)
    found, log = of(rows, YEARLY_SUM, count=2)
    assert found.ravel().tolist() == [365.5, 732.0]
    assert any("between 1 and 2 years" in text for text in log.warnings)


def test_means_of_a_part_of_the_year_are_told():
    found, log = of(daily("2015-01-01", "2015-02-28", lambda day: day.month), MEAN)
    assert found[0, 0] == pytest.approx((31 + 2 * 28) / 59)
    assert log.warnings == ["The records are of 2 of the 12 months (1, 2): the mean is that of these, not of a year."]
    assert of(daily("2015-01-01", "2015-12-31"), MEAN)[1].warnings == []
