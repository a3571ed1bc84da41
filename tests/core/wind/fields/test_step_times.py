"""Times of bands, gaps between them, and what they are steps of."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from carbon_service_flow.core.wind.fields.step_times import Spacing, band_time, is_time

START = datetime(2020, 1, 1)


@pytest.mark.parametrize(
    ("metadata", "units", "description", "expected"),
    [
        ({"NETCDF_DIM_time": "1.5"}, {"time": "days since 2020-01-01"}, "", "2020-01-02T12:00:00"),
        ({"NETCDF_DIM_t": "90"}, {"t": "min since 2020-01-01 01:00"}, "", "2020-01-01T02:30:00"),
        ({"NETCDF_DIM_t": "36"}, {"t": "h since 2020-01-01"}, "", "2020-01-02T12:00:00"),
        ({"NETCDF_DIM_time": "20200131.25"}, {"time": "day as %Y%m%d.%f"}, "", "2020-01-31T06:00:00"),
        # A forecast: when it began, and how long after that.
        (
            {"NETCDF_DIM_step": "6", "NETCDF_DIM_time": "24"},
            {"time": "hours since 2020-01-01", "step": "hours"},
            "",
            "2020-01-02T06:00:00",
        ),
        ({"NETCDF_DIM_pressure": "850"}, {"pressure": "hPa"}, "", None),
        ({}, {}, "u10 2016-11-20T06:00Z", "2016-11-20T06:00:00"),
        ({}, {}, "2020-02-29", "2020-02-29T00:00:00"),
        ({}, {}, "20200229T06_u_component_of_wind_10m", "2020-02-29T06:00:00"),
        ({}, {}, "u10_202002290630", "2020-02-29T06:30:00"),
        ({}, {}, "u10 20200229", "2020-02-29T00:00:00"),
        ({}, {}, "mean of 2020-02", "2020-02-01T00:00:00"),
        ({}, {}, "2020-02-29T06", None),
        ({}, {}, "20201350", None),
        # No hour of a day, and no day of a year.
        ({}, {}, "u10 2016-11-20T600:00Z", None),
        ({}, {}, "2019-02-29", None),
        ({}, {}, "Band 12", None),
    ],
)
def test_the_time_of_a_band(metadata, units, description, expected):
    time = band_time(metadata, units, description)
    assert (time and time.isoformat()) == expected


def test_dimensions_of_time():
    units = {"a": "hours since 2000-01-01", "b": "hPa"}
    assert [is_time(name, units) for name in ("a", "b", "step", "level")] == [True, False, True, False]


def at(*hours):
    return [START + timedelta(hours=hour) for hour in hours]


def test_hours_with_a_gap_in_any_order():
    # 0 1 2 . . 5 6: two hours are missing after 2.
    spacing = Spacing.of(at(6, 0, 1, 5, 2, 2))
    assert (spacing.step_hours, spacing.gaps, spacing.gap_after) == (1, 2, START + timedelta(hours=2))
    assert spacing.kind == ""
    assert spacing.describe() == (
        "from 2020-01-01 00:00:00 to 2020-01-01 06:00:00 UTC, every 1 h; 2 steps in between are missing, "
        "the first after 2020-01-01 02:00:00"
    )


def test_months_are_no_gaps():
    months = [datetime(2019 + k // 12, k % 12 + 1, 15) for k in range(24)]
    spacing = Spacing.of(months)
    assert (spacing.kind, spacing.gaps) == ("monthly", 0)
    assert Spacing.of([*months[:5], *months[6:]]).gaps == 1


@pytest.mark.parametrize(
    ("hours", "kind"),
    [(range(0, 240, 24), "daily"), (range(0, 200, 19), ""), (range(0, 200, 20), "daily"), (range(0, 240, 6), "")],
)
def test_kinds_of_steps(hours, kind):
    assert Spacing.of(at(*hours)).kind == kind


def test_means_of_each_hour_of_a_month_are_monthly():
    """The first of each month stands for the month, with 24 hours: a step of one hour, mostly."""
    times = [datetime(2020, month, 1, hour) for month in range(1, 4) for hour in range(24)]
    assert Spacing.of(times).step_hours == 1
    assert Spacing.of(times).kind == "monthly"
    assert Spacing.of(at(*range(24))).kind == ""
