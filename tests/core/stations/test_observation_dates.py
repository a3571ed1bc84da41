"""Dates as tables hold them."""

from __future__ import annotations

import pytest
from carbon_service_flow.core.errors import TableError
from carbon_service_flow.core.stations.observation_dates import date_reader


@pytest.mark.parametrize(
    ("cell", "date"),
    [
        ("2015-01-03", (2015, 1, 3)),
        ("2015-1-3", (2015, 1, 3)),
        ("2015/01/03", (2015, 1, 3)),
        ("2015.01.03", (2015, 1, 3)),
        ("20150103", (2015, 1, 3)),
        (20150103, (2015, 1, 3)),
        (20150103.0, (2015, 1, 3)),
        ("2015010318", (2015, 1, 3)),
        ("2015-01-03T06:00:00", (2015, 1, 3)),
        ("2015-01-03 06:00", (2015, 1, 3)),
        ("2015年1月3日", (2015, 1, 3)),
        ("2015年1月", (2015, 1, 0)),
        ("2015年", (2015, 0, 0)),
        ("2015-01", (2015, 1, 0)),
        ("201501", (2015, 1, 0)),
        (2015, (2015, 0, 0)),
        ("03.01.2015", (2015, 1, 3)),
        ("２０１５-０１-０３", (2015, 1, 3)),
        ("2016-02-29", (2016, 2, 29)),
        ("2015-02-29", None),
        ("2015-13-01", None),
        ("20151301", None),
        ("", None),
        (None, None),
        ("yesterday", None),
        (42007, None),
    ],
)
def test_forms(cell, date):
    assert date_reader([cell])(cell) == date


def test_day_and_month_are_told_apart_by_the_column():
    assert date_reader(["1/2/2015", "13/2/2015"])("1/2/2015") == (2015, 2, 1)
    assert date_reader(["1/2/2015", "2/13/2015"])("1/2/2015") == (2015, 1, 2)
    # The same either way.
    assert date_reader(["2/2/2015"])("2/2/2015") == (2015, 2, 2)
    with pytest.raises(TableError, match=r'rain, column when: dates such as "1/2/2015"'):
        date_reader(["1/2/2015", "2/2/2015"], "rain", "when")
    with pytest.raises(TableError, match="day or with the month first"):
        date_reader(["13/2/2015", "2/13/2015"])
