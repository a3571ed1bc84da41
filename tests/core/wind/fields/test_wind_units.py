"""Units of speed as files spell them; factors from their definitions."""

from __future__ import annotations

import pytest
from carbon_service_flow.core.wind.fields.wind_units import metres_per_second


@pytest.mark.parametrize(
    ("units", "factor"),
    [
        (
            "m/s|m s-1|m s**-1|[m/s]|ms-1|m.s-1|m s^-1|m s^{-1}|meters/second|metre per second|mps|m/sec|",
            1,
        ),
        ("km/h|km h-1|km hr-1|km h**-1|kmh|kph|kilometers per hour", 1000 / 3600),
        # A nautical mile is 1852 m, a mile 1609.344 m.
        ("knots|knot|kt|kts|kn|nautical_mile/hour", 1852 / 3600),
        ("mph|mi h-1|miles per hour", 1609.344 / 3600),
        ("cm/s|cm s-1|0.01 m/s", 0.01),
        ("0.1 m/s|dm/s|0.1*m s-1", 0.1),
    ],
)
def test_speeds(units, factor):
    assert [metres_per_second(unit) for unit in units.split("|")] == pytest.approx([factor] * len(units.split("|")))


@pytest.mark.parametrize("unit", ["K", "degrees", "1", "Pa", "m", "m s-2", "m2 s-2", "kg m-2 s-1", "%"])
def test_what_is_no_speed(unit):
    assert metres_per_second(unit) is None
