"""Winds along a grid's axes, against spherical trigonometry of their own."""

from __future__ import annotations

import numpy as np
import pytest
from carbon_service_flow.core.raster.geodesy import transform_points
from carbon_service_flow.core.raster.grid import Grid, spatial_reference
from carbon_service_flow.core.raster.sources import Window
from carbon_service_flow.core.wind.fields.grid_axes import AxesTurn, base_crs, grid_bearings, is_rotated, rotated_crs
from support.common import WGS84

RADIUS = 6_371_229.0
SPHERE = f"+proj=lcc +lat_1=30 +lat_2=60 +lat_0=40 +lon_0=105 +R={RADIUS} +units=m +no_defs"
POLE = (39.25, -162.0)
ROTATED = spatial_reference(
    f"+proj=ob_tran +o_proj=longlat +o_lon_p=0 +o_lat_p={POLE[0]} +lon_0={POLE[1] + 180} +R={RADIUS} +no_defs"
).ExportToWkt()


def turned(latitude, longitude):
    """True latitude and longitude (degrees) of a place on the rotated grid: its unit vector, turned by matrices.

    The rotated north pole lies at POLE; rotated longitude 0 is the meridian from it through the true pole's far side.
    """
    lat, lon = np.radians(latitude), np.radians(longitude)
    vector = np.array([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
    tilt, turn = np.radians(90 - POLE[0]), np.radians(POLE[1] + 180)
    down = np.array([[np.cos(tilt), 0, -np.sin(tilt)], [0, 1, 0], [np.sin(tilt), 0, np.cos(tilt)]])
    round_axis = np.array([[np.cos(turn), -np.sin(turn), 0], [np.sin(turn), np.cos(turn), 0], [0, 0, 1]])
    x, y, z = round_axis @ down @ vector
    return np.degrees(np.arcsin(z)), np.degrees(np.arctan2(y, x))


def bearing(here, there):
    """Initial bearing of the great circle, radians."""
    (lat1, lon1), (lat2, lon2) = np.radians(here), np.radians(there)
    across = np.sin(lon2 - lon1) * np.cos(lat2)
    return np.arctan2(across, np.cos(lat1) * np.sin(lat2) - np.sin(lat1) * np.cos(lat2) * np.cos(lon2 - lon1))


def test_a_rotated_pole_against_great_circles():
    grid = Grid(5, 7, (18.0, 2.0, 0.0, 5.0, 0.0, -2.0), ROTATED)
    assert is_rotated(grid.crs)
    assert not is_rotated(WGS84)
    expected = np.empty((5, 7))
    for row in range(5):
        for col in range(7):
            lat, lon = 4.0 - 2 * row, 19.0 + 2 * col
            expected[row, col] = bearing(turned(lat, lon), turned(lat + 0.01, lon))
    found = grid_bearings(grid, Window(0, 0, 5, 7))
    # More than a tenth of a turn in places, found within a hundredth of a degree.
    assert np.ptp(expected) > np.radians(10)
    np.testing.assert_allclose(found, expected, atol=np.radians(0.01))
    np.testing.assert_array_equal(grid_bearings(grid, Window(1, 2, 3, 4)), found[1:4, 2:6])


def on_the_ellipsoid(here, there):
    """Bearing between two near places on WGS 84, radians: of the chord between them, along the horizon."""
    places = []
    for latitude, longitude in (here, there):
        lat, lon = np.radians(latitude), np.radians(longitude)
        across = 6378137.0 / np.sqrt(1 - 0.0066943799901413 * np.sin(lat) ** 2)
        up = across * (1 - 0.0066943799901413) * np.sin(lat)
        places.append(np.array([across * np.cos(lat) * np.cos(lon), across * np.cos(lat) * np.sin(lon), up]))
    lat, lon = np.radians(here)
    east = np.array([-np.sin(lon), np.cos(lon), 0])
    north = np.array([-np.sin(lat) * np.cos(lon), -np.sin(lat) * np.sin(lon), np.cos(lat)])
    step = places[1] - places[0]
    return np.arctan2(east @ step, north @ step)


def test_the_ellipsoid_counts():
    """A rotated pole of WGS 84, as GRIB may have it; taken as a sphere some angles would be 0.1 degrees off."""
    crs = f"+proj=ob_tran +o_proj=longlat +o_lon_p=0 +o_lat_p={POLE[0]} +lon_0={POLE[1] + 180} +ellps=WGS84 +no_defs"
    grid = Grid(3, 6, (30.0, 8.0, 0.0, 0.0, 0.0, -8.0), spatial_reference(crs).ExportToWkt())
    found = grid_bearings(grid, Window(0, 0, 3, 6))
    for row in range(3):
        for col in range(6):
            lat, lon = -4.0 - 8 * row, 34.0 + 8 * col
            expected = on_the_ellipsoid(turned(lat - 1e-3, lon), turned(lat + 1e-3, lon))
            assert found[row, col] == pytest.approx(expected, abs=np.radians(0.005))


def test_the_crs_of_a_pole_in_attributes():
    said = {
        "p#grid_north_pole_latitude": str(POLE[0]),
        "p#grid_north_pole_longitude": str(POLE[1]),
        "Conventions": "CF",
    }
    crs = rotated_crs(said)
    grid = Grid(1, 1, (0.0, 1, 0, 0, 0, -1), crs)
    lon, lat = transform_points(np.array([20.0]), np.array([-3.0]), crs, base_crs(grid))
    assert (lat[0], lon[0]) == pytest.approx(turned(-3.0, 20.0), abs=1e-6)
    assert spatial_reference(crs).GetSemiMajor() == RADIUS
    assert spatial_reference(rotated_crs({**said, "p#earth_radius": "6370000"})).GetSemiMajor() == 6370000
    assert rotated_crs({"p#grid_north_pole_latitude": "39.25"}) == ""
    assert rotated_crs({**said, "p#grid_north_pole_latitude": "north"}) == ""


def test_a_conic_grid_turns_with_the_longitude():
    """On a cone's map the grid's north turns by n times the longitude from its middle (Snyder 1987, eq. 15-3)."""
    lat1, lat2 = np.radians((30, 60))
    n = np.log(np.cos(lat1) / np.cos(lat2)) / np.log(np.tan(np.pi / 4 + lat2 / 2) / np.tan(np.pi / 4 + lat1 / 2))
    grid = Grid(3, 9, (-4.5e5, 1e5, 0.0, 1.5e5, 0.0, -1e5), spatial_reference(SPHERE).ExportToWkt())
    to_degrees = __import__("osgeo.osr", fromlist=["osr"]).CoordinateTransformation(
        spatial_reference(SPHERE), spatial_reference(f"+proj=longlat +R={RADIUS} +no_defs")
    )
    found = grid_bearings(grid, Window(0, 0, 3, 9))
    for row in range(3):
        for col in range(9):
            longitude = to_degrees.TransformPoint(-4e5 + 1e5 * col, 1e5 - 1e5 * row)[0]
            assert found[row, col] == pytest.approx(n * np.radians(longitude - 105), abs=1e-5)
    # East of the middle the grid's north lies east of the true one.
    assert found[1, 8] > 0.05


@pytest.mark.formula("axes-turn")
def test_vectors_are_turned_by_the_angle(monkeypatch):
    """Where the grid's north bears 90 degrees (east), its +x points south."""
    from carbon_service_flow.core.wind.fields import grid_axes

    calls = []
    monkeypatch.setattr(grid_axes, "grid_bearings", lambda *given: calls.append(given) or np.full((1, 2), np.pi / 2))
    turn = AxesTurn(Grid(1, 2, (0.0, 1, 0, 0, 0, -1), WGS84))
    east, north = turn.apply(np.array([[1.0, 0.0]]), np.array([[0.0, 1.0]]), Window(0, 0, 1, 2))
    np.testing.assert_allclose(east, [[0, 1]], atol=1e-15)
    np.testing.assert_allclose(north, [[-1, 0]], atol=1e-15)
    turn.apply(np.ones((1, 2)), np.ones((1, 2)), Window(0, 0, 1, 2))
    assert len(calls) == 1
    turn.apply(np.ones((1, 2)), np.ones((1, 2)), Window(1, 0, 1, 2))
    assert len(calls) == 2


def test_the_angles_are_those_of_one_piece(monkeypatch):
    from carbon_service_flow.core.wind.fields import grid_axes

    grid = Grid(5, 4, (18.0, 2.0, 0.0, 5.0, 0.0, -2.0), ROTATED)
    whole = grid_bearings(grid, Window(0, 0, 5, 4))
    monkeypatch.setattr(grid_axes, "_POINTS", 8)
    np.testing.assert_array_equal(grid_bearings(grid, Window(0, 0, 5, 4)), whole)


def test_the_base_of_a_rotated_crs_has_its_sphere():
    base = spatial_reference(base_crs(Grid(1, 1, (0.0, 1, 0, 0, 0, -1), ROTATED)))
    assert (base.GetSemiMajor(), base.IsGeographic()) == (RADIUS, 1)
    assert not is_rotated(base.ExportToWkt())
