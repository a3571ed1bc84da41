"""Points between CRS, the true area of a planar cell, the way to true north, meshes."""

from __future__ import annotations

import math

import numpy as np
import pytest
from carbon_service_flow.core.raster.crs import same_crs, spatial_reference
from carbon_service_flow.core.raster.geodesy import (
    NorthRotation,
    geographic_crs,
    interpolate_between,
    interpolate_mesh,
    mesh_positions,
    north_rotation,
    planar_area_error,
    points_to_wkb,
    transform_points,
)
from hypothesis import given
from hypothesis import strategies as st
from osgeo import ogr, osr
from support.common import ALBERS, MERCATOR, UTM50, WGS84, grid, laws

FLATTENING = 1 / 298.257223563
SQUARED = FLATTENING * (2 - FLATTENING)


@pytest.mark.formula("area-planar")
def test_equal_area_projections_have_no_area_error_and_mercator_has_much() -> None:
    """In Mercator a length at latitude b is 1 / cos(b) too long: at 30 N on a sphere areas are 4/3, off by 33 %."""
    albers = grid(2000, 3000, (-1_500_000.0, 1000.0, 0.0, 5e6, 0.0, -1000.0), ALBERS)
    assert planar_area_error(albers) < 1e-7
    assert planar_area_error(grid(9, 9, (104.0, 0.25, 0.0, 31.0, 0.0, -0.25), WGS84)) == 0
    x, y = transform_points(np.array([105.0]), np.array([30.0]), WGS84, MERCATOR)
    mercator = grid(1, 1, (x[0] - 50, 100.0, 0.0, y[0] + 50, 0.0, -100.0), MERCATOR)
    # Web Mercator: scale along meridians a / (M cos b), along parallels a / (N cos b); 4/3 * a2 / (M N) = 1.3378.
    curve = 1 - SQUARED * 0.25
    expected = curve**2 / (1 - SQUARED) / 0.75 - 1
    assert planar_area_error(mercator) == pytest.approx(expected, rel=1e-5)
    # UTM: scale 0.9996 on the central meridian, areas 0.9992: off by 0.08 %.
    utm = grid(1, 1, (500_000 - 50.0, 100.0, 0.0, 3_300_000.0, 0.0, -100.0), UTM50)
    assert planar_area_error(utm) == pytest.approx(0.0008, abs=2e-5)


def albers_constant() -> float:
    """n of Snyder's ellipsoidal Albers (eq. 14-14): meridians are straight lines, n times their longitude apart."""

    def m(b: float) -> float:
        return math.cos(b) / math.sqrt(1 - SQUARED * math.sin(b) ** 2)

    def q(b: float) -> float:
        e, s = math.sqrt(SQUARED), math.sin(b)
        return (1 - SQUARED) * (s / (1 - SQUARED * s * s) - math.log((1 - e * s) / (1 + e * s)) / (2 * e))

    low, high = math.radians(25), math.radians(47)
    return (m(low) ** 2 - m(high) ** 2) / (q(high) - q(low))


@pytest.mark.formula("grid-north")
@pytest.mark.parametrize(("longitude", "about"), [(90.5, 9.0), (122.4, -10.0), (105.0, 0.0)])
@pytest.mark.parametrize("latitude", [24.5, 35.8])
def test_rotation_in_china_albers_is_n_times_the_longitude(longitude, latitude, about) -> None:
    """n = 0.5771: 14.5 degrees west of 105 E are +8.37, 17.4 degrees east are -10.04 degrees; at any latitude."""
    x, y = transform_points(np.array([longitude]), np.array([latitude]), WGS84, ALBERS)
    frame = grid(3, 3, (x[0] - 1500, 1000.0, 0.0, y[0] + 1500, 0.0, -1000.0), ALBERS)
    rotation = north_rotation(frame)[1, 1]
    assert rotation == pytest.approx(-albers_constant() * (longitude - 105), abs=1e-4)
    assert rotation == pytest.approx(about, abs=0.7)


def test_rotation_in_utm_mercator_and_degrees() -> None:
    """UTM: the convergence is arctan(tan(3 deg) sin(latitude)) at a zone's edge, to a few thousandths of a degree."""
    x, y = transform_points(np.array([120.0]), np.array([30.0]), WGS84, UTM50)
    frame = grid(3, 3, (x[0] - 150, 100.0, 0.0, y[0] + 150, 0.0, -100.0), UTM50)
    convergence = math.degrees(math.atan(math.tan(math.radians(3)) * math.sin(math.radians(30))))
    assert north_rotation(frame)[1, 1] == pytest.approx(-convergence, abs=5e-3)
    mercator = grid(40, 70, (1e7, 5000.0, 0.0, 5e6, 0.0, -5000.0), MERCATOR)
    np.testing.assert_allclose(north_rotation(mercator), np.zeros((40, 70)), atol=1e-5)
    assert not north_rotation(grid(3, 4, (0, 1.0, 0.0, 60.0, 0.0, -1.0), WGS84)).any()


def test_rotation_of_every_cell_is_that_of_the_cell_alone() -> None:
    """The mesh between nodes: a grid of 2 000 km of which single cells are looked at by themselves."""
    frame = grid(200, 220, (0.0, 10_000.0, 0.0, 5.2e6, 0.0, -10_000.0), ALBERS)
    rotation = north_rotation(frame)
    for row, col in ((0, 0), (17, 111), (100, 33), (199, 219)):
        alone = north_rotation(frame.window(row, col, 1, 1))
        assert rotation[row, col] == pytest.approx(alone[0, 0], abs=0.01)


@pytest.mark.parametrize("crs", [ALBERS, "+proj=laea +lat_0=90 +lon_0=0 +datum=WGS84"])
def test_rotation_window_by_window_is_that_of_the_whole(crs) -> None:
    """Windows interpolate between the same nodes: the same but for rounding, also where the angle jumps."""
    crs = spatial_reference(crs).ExportToWkt()
    frame = grid(65, 70, (-650_000.0, 20_000.0, 0.0, 4_000_000.0, 0.0, -20_000.0), crs)
    whole, windows = north_rotation(frame), NorthRotation.of(frame)
    for row, col, rows, cols in ((0, 0, 65, 70), (0, 0, 1, 1), (64, 69, 1, 1), (31, 32, 2, 9), (60, 1, 5, 69)):
        part = windows.window(row, col, rows, cols)
        off = part - whole[row : row + rows, col : col + cols]
        assert np.abs((off + 180) % 360 - 180).max() < 1e-4
    low, high = windows.range
    assert (low, high) == pytest.approx((whole.min(), whole.max()), abs=20 if "laea" in crs.lower() else 1e-4)


def test_rotation_where_north_turns_through_south() -> None:
    """Around the pole in a polar projection with 0 E downwards, north is towards the centre: from 180 on to -180."""
    polar = spatial_reference("+proj=laea +lat_0=90 +lon_0=0 +datum=WGS84").ExportToWkt()
    frame = grid(65, 65, (-650_000.0, 20_000.0, 0.0, 4_000_000.0, 0.0, -20_000.0), polar)
    rotation = north_rotation(frame)
    rows, cols = np.mgrid[0:65, 0:65]
    x, y = -650_000 + (cols + 0.5) * 20_000, 4_000_000 - (rows + 0.5) * 20_000
    wanted = np.degrees(np.arctan2(-x, -y))
    assert np.abs((rotation - wanted + 180) % 360 - 180).max() < 0.3


@pytest.mark.parametrize("exceptions", [False, True])
def test_points_without_an_image_become_nan_and_spoil_no_other(exceptions) -> None:
    """Other plugins switch GDAL's exceptions on for the whole process."""
    before = osr.GetUseExceptions()
    (osr.UseExceptions if exceptions else osr.DontUseExceptions)()
    try:
        x, y = transform_points(np.array([[117.0, 105.0]]), np.array([[30.0, 95.0]]), WGS84, UTM50)
    finally:
        (osr.UseExceptions if before else osr.DontUseExceptions)()
    assert x[0, 0] == pytest.approx(500_000, abs=1e-3)
    assert np.isfinite(y[0, 0])
    assert np.isnan([x[0, 1], y[0, 1]]).all()


@laws
@given(st.integers(1, 400), st.integers(1, 200))
def test_mesh_positions_span_the_cells(rows, cols) -> None:
    at_rows, at_cols = mesh_positions(rows), mesh_positions(cols)
    assert (at_rows[0], at_rows[-1]) == (0, rows - 1)
    assert np.diff(at_rows).max(initial=0) <= 32
    plane = 2 * at_rows[:, None] + 3 * at_cols
    r, c = np.mgrid[0:rows, 0:cols]
    if rows > 1 and cols > 1:
        np.testing.assert_allclose(interpolate_mesh(plane, at_rows, at_cols, (rows, cols)), 2.0 * r + 3 * c, atol=1e-9)


def test_the_area_error_is_the_largest_of_centre_and_corners() -> None:
    """Web Mercator from the equator to 60 N: 1 / cos(b)^2 is largest at the centre of the topmost row, off the equator.

    Cells at the bottom touch the equator, where areas are right to 1 %: the wide grid's corners east and west are
    alike, and turning rows upside down (positive dy) changes nothing.
    """
    size = 200_000.0
    down = grid(42, 5, (0.0, size, 0.0, 42 * size, 0.0, -size), MERCATOR)
    up = grid(42, 5, (0.0, size, 0.0, 0.0, 0.0, size), MERCATOR)
    _, latitude = transform_points(np.array([0.0]), np.array([41.5 * size]), MERCATOR, WGS84)
    sine = math.sin(math.radians(latitude[0]))
    # Snyder 1987: M = a (1 - e2) / (1 - e2 s2)^1.5, N = a / (1 - e2 s2)^0.5; Mercator's scales are a / (M cos b) and
    # a / (N cos b), the planar area is their product times the true one.
    ratio = (1 - SQUARED * sine**2) ** 2 / (1 - SQUARED) / (1 - sine**2)
    assert planar_area_error(down) == pytest.approx(ratio - 1, rel=1e-4)
    assert planar_area_error(up) == pytest.approx(ratio - 1, rel=1e-4)


def test_the_area_error_of_cells_twice_as_wide_as_high_in_feet() -> None:
    """UTM 50 in US survey feet: the same places and scale (0.9996 squared on the central meridian) as in metres."""
    foot = 1200 / 3937
    feet = "+proj=tmerc +lon_0=117 +k=0.9996 +x_0=500000 +datum=WGS84 +units=us-ft"
    width, height = 200 / foot, 100 / foot
    frame = grid(1, 1, (500_000 / foot - width / 2, width, 0.0, 3_300_000 / foot, 0.0, -height), feet)
    assert planar_area_error(frame) == pytest.approx(1 - 0.9996**2, abs=2e-6)


def test_the_geographic_crs_is_that_of_the_grid() -> None:
    assert same_crs(geographic_crs(grid(1, 1, crs=UTM50)), WGS84)
    assert same_crs(geographic_crs(grid(1, 1, crs=spatial_reference("EPSG:4526").ExportToWkt())), "EPSG:4490")


def test_interpolation_along_each_axis_and_beyond_the_nodes() -> None:
    """Nodes 0 10 / 20 50 at rows 0 and 2, columns 0 and 4. At row 1, column 1: (0.75 x 0 + 0.25 x 10 + 0.75 x 20 +
    0.25 x 50) / 2 = 15; outside the values of the nearest node."""
    nodes = np.array([[0.0, 10.0], [20.0, 50.0]])
    at = np.array([0.0, 2.0]), np.array([0.0, 4.0])
    values = interpolate_between(nodes, *at, np.array([-1.0, 1.0, 2.0]), np.array([0.0, 1.0, 9.0]))
    assert values.tolist() == [[0.0, 2.5, 10.0], [10.0, 15.0, 30.0], [20.0, 27.5, 50.0]]


def test_nodes_are_as_few_as_the_step_allows() -> None:
    """33 cells are 32 steps: two nodes; 34 are 33 steps: three."""
    assert mesh_positions(33).tolist() == [0.0, 32.0]
    assert mesh_positions(34).tolist() == [0.0, 16.5, 33.0]
    assert mesh_positions(1).tolist() == [0.0, 0.0]
    assert mesh_positions(5, step=1).tolist() == [0.0, 1.0, 2.0, 3.0, 4.0]


def test_points_and_lines_as_wkb() -> None:
    point = ogr.CreateGeometryFromWkb(points_to_wkb(np.array([3.0, -4.5])))
    assert point.ExportToWkt() == "POINT (3.0 -4.5)"
    line = ogr.CreateGeometryFromWkb(points_to_wkb(np.array([[0.0, 1.0], [2.0, 3.0], [4.0, 5.0]])))
    assert line.GetPoints() == [(0.0, 1.0), (2.0, 3.0), (4.0, 5.0)]
    assert line.GetGeometryType() == ogr.wkbLineString


def test_rotation_where_all_of_it_is_westward() -> None:
    """East of the central meridian it is negative: UTM 50 at 119 E, 30 N, -2 x sin(30) = -1 degree."""
    x, y = transform_points(np.array([119.0]), np.array([30.0]), WGS84, UTM50)
    turned = NorthRotation.of(grid(2, 3, (x[0], 100.0, 0.0, y[0], 0.0, -100.0), UTM50))
    assert turned.window(0, 0, 2, 3).shape == (2, 3)
    assert turned.range == pytest.approx((-1.0, -1.0), abs=0.01)
    assert turned.window(1, 1, 1, 1)[0, 0] == pytest.approx(-1.0, abs=0.01)


def test_rotation_between_nodes_on_both_sides_of_the_jump() -> None:
    """Cells of 1 km have nodes 8 cells apart. 3000 km beyond the pole, seen from 0 E, north is 180 degrees away: x / y
    is under half a degree here, so that angles just below 180 and just above -180 stand side by side."""
    polar = spatial_reference("+proj=laea +lat_0=90 +lon_0=0 +datum=WGS84").ExportToWkt()
    frame = grid(9, 41, (-20_500.0, 1000.0, 0.0, 3_000_000.0, 0.0, -1000.0), polar)
    turned = NorthRotation.of(frame)
    assert turned.cols.size < 41
    x, y = frame.centre(np.arange(9)[:, None], np.arange(41))
    wanted = np.degrees(np.arctan2(-x, -y))
    for row, col, rows, cols in ((0, 0, 9, 41), (3, 18, 2, 5), (8, 20, 1, 1), (0, 40, 9, 1)):
        angle = turned.window(row, col, rows, cols)
        off = angle - wanted[row : row + rows, col : col + cols]
        assert np.abs((off + 180) % 360 - 180).max() < 0.01
