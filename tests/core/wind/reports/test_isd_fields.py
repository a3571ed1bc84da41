"""NOAA's wind fields: types, qualities, missing values."""

from __future__ import annotations

import math

import pytest
from carbon_service_flow.core.wind.reports.isd_fields import decode_wind_field, holds_wind_fields


@pytest.mark.parametrize(
    ("cell", "direction", "speed", "wrong", "suspect"),
    [
        ("320,1,N,0103,1", "320", 10.3, 0, 0),
        ("360,5,H,0021,5", "360", 2.1, 0, 0),
        ("999,9,C,0000,1", "C", 0.0, 0, 0),
        ("999,9,9,0000,1", "C", 0.0, 0, 0),
        ("999,9,9,9999,9", "", None, 0, 0),
        ("999,1,V,0015,1", "VRB", 1.5, 0, 0),
        ("070,3,N,0036,1", "", 3.6, 1, 0),
        ("070,1,N,0036,7", "70", None, 1, 0),
        ("070,2,N,0036,6", "70", 3.6, 0, 2),
        ("070,1,N,9999,9", "70", None, 0, 0),
        (None, "", None, 0, 0),
    ],
)
def test_fields(cell, direction, speed, wrong, suspect):
    found = decode_wind_field(cell)
    assert (found.direction, found.wrong, found.suspect) == (direction, wrong, suspect)
    assert found.speed == speed if speed is not None else math.isnan(found.speed)


@pytest.mark.parametrize("cell", ["320", "320,1,N,103,1", "1,234", "a,b,c,d,e", "320,1,N,0103"])
def test_no_fields(cell):
    assert decode_wind_field(cell) is None


def test_a_column_is_told_by_most_of_its_cells():
    assert holds_wind_fields([None, "320,1,N,0103,1", "x", "010,1,N,0103,1"])
    assert not holds_wind_fields(["320", "10", "320,1,N,0103,1"])
    assert not holds_wind_fields([None, ""])
    assert not holds_wind_fields([])
