"""The layer of stations: rows to arrays, what cannot be right, places on the Earth."""

from __future__ import annotations

import math

import numpy as np
import pytest
from carbon_service_flow.core.errors import TableError
from carbon_service_flow.core.raster.geodesy import transform_points
from carbon_service_flow.core.stations.idw import geocentric
from carbon_service_flow.core.stations.station_layer import StationTable, check_stations, locate_stations
from carbon_service_flow.core.wind.directions import ROSE_FIELDS
from support.common import ALBERS, WGS84, Recorder


def row(name="A", **changes):
    """A station where it always blows from the east."""
    values = {"station": name, "records": 10, "resultant_dir": 90.0, "constancy": 1.0, "mean_speed": 5.0}
    return {**values, **dict.fromkeys(ROSE_FIELDS, 0.0), "f_e": 1.0, **changes}


def table(*rows, x=None, y=None, crs=WGS84):
    x = np.full(len(rows), 105.0) if x is None else x
    y = np.full(len(rows), 30.0) if y is None else y
    return StationTable.from_rows("winds", rows, x, y, crs)


def test_rows_become_arrays_and_what_is_missing_nan():
    stations = table(row(), row("B", mean_speed=None, f_e=0.25, calm_freq=0.75), {"f_n": 1})
    assert stations.names == ("A", "B", "3")
    assert stations.rose[1, [4, 16]].tolist() == [0.25, 0.75]
    np.testing.assert_array_equal(stations.mean_speed, [5, np.nan, np.nan])
    np.testing.assert_array_equal(stations.records, [10, 10, np.nan])
    np.testing.assert_array_equal(stations.resultant, [90, 90, np.nan])
    assert stations.rose[2, 0] == 1
    assert np.isnan(stations.rose[2, 1:]).all()


def test_take_keeps_the_order_asked_for():
    stations = table(row("A"), row("B", records=20), row("C", records=30), x=[1.0, 2, 3], y=[4.0, 5, 6])
    taken = stations.take(np.array([2, 0]))
    assert taken.names == ("C", "A")
    assert (taken.x.tolist(), taken.y.tolist(), taken.records.tolist()) == ([3, 1], [6, 4], [30, 10])
    assert (taken.name, taken.crs, taken.rose.shape) == ("winds", WGS84, (2, 17))


def test_first_names_and_how_many_more():
    stations = table(*(row(f"S{k}") for k in range(12)))
    assert stations.first_names(np.arange(10)) == ", ".join(f"S{k}" for k in range(10))
    assert stations.first_names(np.arange(12)) == ", ".join(f"S{k}" for k in range(10)) + " and 2 more"


def test_frequencies_are_brought_to_a_sum_of_1():
    stations = check_stations(table(row(f_e=0.6, f_w=0.3996)), Recorder())
    assert stations.rose.sum() == pytest.approx(1, abs=1e-15)
    assert stations.rose[0, 4] == pytest.approx(0.6 / 0.9996)


def test_stations_without_frequencies_are_left_out_and_named():
    heard = Recorder()
    stations = check_stations(table(row("A"), row("B", f_n=None), row("C")), heard)
    assert stations.names == ("A", "C")
    assert heard.warnings == ["1 stations have no frequencies and are not used: B."]
    with pytest.raises(TableError, match="no station with wind frequencies"):
        check_stations(table(row(f_n=None)), heard)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"f_e": 1.0011}, "sum to 1.0011"),
        ({"f_e": 0.998}, "sum to 0.998"),
        ({"f_n": -0.1, "f_e": 1.1}, "they sum to 1\\."),
        ({"resultant_dir": -1.0}, "resultant is -1.0"),
        ({"resultant_dir": 360.1}, "resultant is 360.1"),
        ({"constancy": -0.1}, "constancy is -0.1"),
        ({"constancy": 1.1}, "constancy is 1.1"),
        ({"mean_speed": -0.5}, "mean_speed is -0.5"),
        ({"records": -1}, "records is -1.0"),
    ],
)
def test_what_cannot_be_right(changes, message):
    with pytest.raises(TableError, match=f"station B: .*{message}"):
        check_stations(table(row("A"), row("B", **changes)), Recorder())


def test_what_is_just_right():
    limits = {"resultant_dir": 360.0, "constancy": 1 + 5e-7, "mean_speed": 0.0, "records": 0, "f_e": 1.0009}
    assert check_stations(table(row(**limits), row(resultant_dir=0.0, constancy=0.0)), Recorder()).names == ("A", "A")


def test_places_are_geocentric_in_any_crs():
    lon, lat = np.array([100.0, 116.5]), np.array([39.8, -30.0])
    expected = geocentric(lon, lat)
    np.testing.assert_allclose(locate_stations(table(row(), row(), x=lon, y=lat)), expected, atol=1e-6)
    x, y = transform_points(lon, lat, WGS84, ALBERS)
    np.testing.assert_allclose(locate_stations(table(row(), row(), x=x, y=y, crs=ALBERS)), expected, atol=1e-3)


@pytest.mark.parametrize(
    ("x", "y"), [(105.0, 90.5), (105.0, -91.0), (math.nan, 30.0), (math.inf, 30.0), (105.0, math.nan)]
)
def test_places_that_are_nowhere(x, y):
    with pytest.raises(TableError, match=r"station B: the point .* lies nowhere on the Earth"):
        locate_stations(table(row("A"), row("B"), x=[105.0, x], y=[90.0, y]))
