"""Points between CRS, the true area of a planar cell, the way to true north, meshes."""

from __future__ import annotations

import math

import numpy as np
import pytest
from carbon_service_flow.core.raster.crs import same_crs, spatial_reference
from carbon_service_flow.core.raster.geodesy import (
    chord_bearings,
    geographic_crs,
    interpolate_between,
    interpolate_mesh,
    mesh_positions,
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


def test_bearings_of_loxodromes() -> None:
    """On Mercator's maps a line to the right runs east and one up north, whatever they span.

    On a geographic grid a loxodrome from 0 N 0 E to 60 N 30 E: q of the sphere is artanh(sin 60) = 1.31696, on the
    ellipsoid e artanh(e sin 60) = 0.00582 less. 0.52360 radians of longitude: atan2(0.52360, 1.31114) = 21.77 degrees.
    From 170 to 355 degrees east the shorter way is 175 degrees west.
    """
    mercator = grid(9, 9, (1.0e7, 1e5, 0.0, 8e6, 0.0, -1e5), MERCATOR)
    first, last = (np.array([8, 8]), np.array([0, 0])), (np.array([8, 0]), np.array([8, 0]))
    assert chord_bearings(mercator, first, last) == pytest.approx([90.0, 0.0], abs=1e-6)
    degrees = grid(61, 400, (-0.5, 1.0, 0.0, 60.5, 0.0, -1.0), WGS84)
    first, last = (np.array([60, 5]), np.array([0, 170])), (np.array([0, 5]), np.array([30, 355]))
    assert chord_bearings(degrees, first, last) == pytest.approx([21.77, 270.0], abs=0.005)


def test_the_area_error_does_not_take_the_rounding_of_a_projection_for_one() -> None:
    """Robinson's inverse in PROJ is known to a metre; its forward image of a tenth of a degree has no such noise."""
    robinson = "+proj=robin +lon_0=0 +R=6371007 +units=m"
    x, y = transform_points(np.array([140.0]), np.array([-40.0]), "+proj=longlat +R=6371007", robinson)
    frame = grid(1, 1, (float(x[0]) - 500, 1000.0, 0.0, float(y[0]) + 500, 0.0, -1000.0), robinson)
    a, b = np.radians([-40.05, -39.95])
    lon, lat = np.array([139.95, 140.05, 140.0, 140.0]), np.array([-40.0, -40.0, -40.05, -39.95])
    east, north = transform_points(lon, lat, "+proj=longlat +R=6371007", robinson)
    planar = (east[1] - east[0]) * (north[3] - north[2])
    true = 6371007**2 * np.radians(0.1) * (np.sin(b) - np.sin(a))
    assert planar_area_error(frame) == pytest.approx(abs(planar / true - 1), abs=5e-3)
