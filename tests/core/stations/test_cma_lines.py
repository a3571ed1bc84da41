"""Lines of temperature and precipitation; those of wind are in `test_cma_daily`."""

from __future__ import annotations

import datetime

import pytest
from carbon_service_flow.core.stations.cma_lines import DailyElement, RejectedLineError, decode_line, decode_values

TEMPERATURE, RAIN = DailyElement.TEMPERATURE, DailyElement.PRECIPITATION
PLACE = "57083 3443 11339 100110 2016 2 29"


def values(text, element=TEMPERATURE):
    return decode_values(f"{PLACE} {text}".split(), element)


@pytest.mark.formula("cma")
def test_a_line_of_temperature():
    found = values("-35 12 -101 0 0 0")
    assert found.values == (-3.5, 1.2, -10.1)
    assert (found.station, found.date, found.elevation) == ("57083", datetime.date(2016, 2, 29), 11.0)
    assert (found.lat, found.lon) == (pytest.approx(34 + 43 / 60), pytest.approx(113.65))
    assert found.estimated_elevation
    assert (found.over_range, found.wrong, found.suspect) == (0, 0, 0)
    assert values("-35 12 -101") == found


@pytest.mark.formula("cma")
@pytest.mark.parametrize(
    ("written", "mm"),
    [
        (0, 0.0),
        (123, 12.3),
        (32700, 0.0),
        (30045, 4.5),
        (31120, 12.0),
        (32003, 0.3),
        (32766, None),
        (32744, None),
        (30000, 0.0),
    ],
)
def test_precipitation_from_20_to_20(written, mm):
    assert values(f"7 8 {written} 0 0 0", RAIN).values == (mm,)


def test_quality_of_the_value_that_is_read():
    assert values("1 2 3 0 1 2", TEMPERATURE)[-4:] == ((0.1, 0.2, None), 0, 1, 1)
    # Of precipitation the halves of the day are not read.
    assert values("1 2 3 2 1 0", RAIN)[-4:] == ((0.3,), 0, 0, 0)
    assert values("1 2 3 0 0 2", RAIN)[-4:] == ((None,), 0, 1, 0)


def test_temperatures_beyond_the_instrument():
    found = values("10405 -10420 32766")
    assert (found.values, found.over_range) == ((40.5, -42.0, None), 2)


@pytest.mark.parametrize(
    ("text", "element", "reason"),
    [
        ("700 0 0", TEMPERATURE, "temperature 700 cannot be"),
        ("0 0 -951", TEMPERATURE, "temperature -951"),
        ("32700 0 0", TEMPERATURE, "temperature 32700"),
        ("0 0 -1", RAIN, "precipitation -1"),
        ("0 0 25000", RAIN, "precipitation 25000"),
        ("0 0 33000", RAIN, "precipitation 33000"),
        ("0 0 1.5", RAIN, 'column 10 is "1.5"'),
        ("0 0", RAIN, r"9 columns instead of 13 \(or 10 without"),
    ],
)
def test_lines_that_are_rejected(text, element, reason):
    with pytest.raises(RejectedLineError, match=reason):
        values(text, element)


def test_widths_of_the_elements():
    assert [element.widths for element in DailyElement] == [(17, 12), (13, 10), (13, 10)]
    with pytest.raises(RejectedLineError, match="13 columns instead of 17"):
        decode_line(f"{PLACE} 1 2 3 0 0 0".split())
