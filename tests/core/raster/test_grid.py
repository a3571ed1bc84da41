"""Grids: cell areas and lengths on the ellipsoid, the way to north, what sets two grids apart."""

from __future__ import annotations

import math
import pickle

import numpy as np
import pytest
from carbon_service_flow.core.errors import GridMismatchError
from carbon_service_flow.core.raster.geodesy import (
    NorthRotation,
    interpolate_mesh,
    mesh_positions,
    north_rotation,
    planar_area_error,
    transform_points,
)
from carbon_service_flow.core.raster.grid import Grid, same_crs, spatial_reference
from hypothesis import given
from hypothesis import strategies as st
from osgeo import osr
from support.common import ALBERS, KM, MERCATOR, UTM50, WGS84, grid, laws

SEMI_MAJOR, FLATTENING = 6_378_137.0, 1 / 298.257223563
SQUARED = FLATTENING * (2 - FLATTENING)
CGCS2000 = spatial_reference("EPSG:4490").ExportToWkt()


def zone_area(south: float, north: float, width: float) -> float:
    """Area in ha between parallels, by Simpson's rule on M N cos(latitude): independent of any closed formula."""
    lat = np.radians(np.linspace(south, north, 2001))
    curve = 1 - SQUARED * np.sin(lat) ** 2
    height = SEMI_MAJOR**2 * (1 - SQUARED) / curve**2 * np.cos(lat)
    weights = np.ones(lat.size)
    weights[1:-1:2], weights[2:-1:2] = 4, 2
    return math.radians(width) * (height * weights).sum() * math.radians(north - south) / 2000 / 3 / 1e4


@laws
@given(st.floats(-89, 88), st.floats(1e-4, 1.0), st.booleans())
def test_geographic_cell_areas_against_integration(south, step, south_up) -> None:
    transform = (0.0, step, 0.0, south if south_up else south + 2 * step, 0.0, step if south_up else -step)
    areas = grid(2, 3, transform, WGS84).cell_area_ha()[:, 0]
    wanted = [zone_area(south, south + step, step), zone_area(south + step, south + 2 * step, step)]
    np.testing.assert_allclose(areas if south_up else areas[::-1], wanted, rtol=1e-9)


@pytest.mark.parametrize("latitude", [0.0, 24.5, 30.0, 47.25, 89.75])
def test_geographic_cell_areas_against_geodesic_polygons(latitude) -> None:
    """pyproj's geodesic polygon, with its parallels densified: geodesics between corners are no parallels."""
    pyproj = pytest.importorskip("pyproj")
    step = 0.25
    lon = np.linspace(100, 100 + step, 2001)
    ring_lon = np.concatenate([lon, lon[::-1]])
    ring_lat = np.concatenate([np.full(lon.size, latitude), np.full(lon.size, latitude + step)])
    area, _ = pyproj.Geod(a=SEMI_MAJOR, f=FLATTENING).polygon_area_perimeter(ring_lon, ring_lat)
    frame = grid(1, 1, (100.0, step, 0.0, latitude + step, 0.0, -step), WGS84)
    assert frame.cell_area_ha()[0, 0] == pytest.approx(abs(area) / 1e4, rel=1e-7)


def test_half_degree_cells_of_the_docstring() -> None:
    frame = grid(2, 2, (100.0, 0.5, 0.0, 30.0, 0.0, -0.5), WGS84)
    assert [round(float(area)) for area in frame.cell_area_ha()[:, 0]] == [268050, 269350]


def test_the_whole_earth_has_its_surface() -> None:
    """510 065 621.7 km2 on WGS 84; beyond the poles there is nothing."""
    frame = grid(182, 1, (-180.0, 360.0, 0.0, 91.0, 0.0, -1.0), WGS84)
    areas = frame.cell_area_ha()[:, 0]
    assert areas.sum() / 100 == pytest.approx(510_065_621.7, rel=1e-9)
    assert areas[0] == areas[-1] == 0


def test_parts_of_a_grid_have_the_same_areas_bit_for_bit() -> None:
    frame = grid(100, 2, (100.1, 0.1, 0.0, 35.3, 0.0, -0.1), WGS84)
    whole = frame.cell_area_ha()
    parts = np.vstack([frame.cell_area_ha(row, min(7, 100 - row)) for row in range(0, 100, 7)])
    assert whole.tobytes() == parts.tobytes()


@pytest.mark.parametrize(
    ("crs", "size", "hectares"),
    [
        (ALBERS, 1000.0, 100.0),
        # US survey feet: 5280 * 0.3048006096 m = 1609.347 m; its square is 258.9998 ha.
        (spatial_reference("EPSG:2263").ExportToWkt(), 5280.0, 258.9998),
        (spatial_reference("+proj=aea +lat_1=25 +lat_2=47 +lon_0=105 +units=km").ExportToWkt(), 2.0, 400.0),
    ],
)
def test_planar_areas_are_in_the_crs_s_unit(crs, size, hectares) -> None:
    frame = grid(2, 2, (0.0, size, 0.0, 0.0, 0.0, -size), crs)
    np.testing.assert_allclose(frame.cell_area_ha(), [[hectares]] * 2, rtol=1e-6)


def test_cell_lengths_on_the_ellipsoid() -> None:
    """A degree at the equator is 111 319.49 m long and 110 574.28 m high (Rapp 1991); at 60 N 55 800 and 111 412."""
    across, along = grid(1, 1, (0.0, 1.0, 0.0, 0.5, 0.0, -1.0), WGS84).cell_size_m()
    assert (across[0], along[0]) == (pytest.approx(111_319.49, abs=0.01), pytest.approx(110_574.28, abs=0.5))
    across, along = grid(1, 1, (0.0, 1.0, 0.0, 60.5, 0.0, -1.0), WGS84).cell_size_m()
    assert (across[0], along[0]) == (pytest.approx(55_800, abs=1), pytest.approx(111_412, abs=1))


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


def test_differences_in_words() -> None:
    frame = grid(10, 20)
    assert frame.differences(grid(10, 20)) == []
    assert frame.differences(grid(10, 20, (1e-4, *KM[1:]))) == []
    assert frame.differences(grid(10, 20, (500.0, *KM[1:]))) == ["origin shifted by 0.5 columns and 0 rows"]
    assert frame.differences(grid(11, 20)) == ["20 x 10 against 20 x 11 cells"]
    assert "cell size 1000 x -1000 against 1001 x -1000" in frame.differences(
        grid(10, 20, (0.0, 1001.0, 0.0, KM[3], 0.0, -1000.0))
    )
    assert frame.differences(grid(10, 20, crs=UTM50)) == [f"CRS {frame.crs_name} against EPSG:32650"]
    assert "+proj=aea" in frame.crs_name
    assert "no CRS" in frame.differences(grid(10, 20, crs=""))[0]


def test_a_size_that_drifts_by_half_a_cell_over_the_grid_is_another_size() -> None:
    """0.05 % of 1000 columns are half a cell, though the sizes agree to three digits."""
    other = grid(1, 1000, (0.0, 1000.5, 0.0, KM[3], 0.0, -1000.0))
    with pytest.raises(GridMismatchError, match="aligntogrid"):
        grid(1, 1000).require_same(other, "a", "b")


def test_same_crs_looks_at_meaning() -> None:
    """The same system as EPSG code, WKT 1 and WKT 2; another datum is another system."""
    old = spatial_reference("EPSG:32650").ExportToWkt(["FORMAT=WKT1_GDAL"])
    new = spatial_reference("EPSG:32650").ExportToWkt(["FORMAT=WKT2_2018"])
    assert same_crs(old, new)
    assert same_crs("EPSG:4326", WGS84)
    assert not same_crs(WGS84, CGCS2000)
    assert not same_crs(ALBERS, "")
    assert same_crs("", "")
    assert not same_crs(UTM50, spatial_reference("EPSG:32651").ExportToWkt())
    assert not same_crs(UTM50, spatial_reference("EPSG:2433").ExportToWkt())


@pytest.mark.parametrize("code", ["EPSG:4326", "EPSG:4490", "EPSG:32650", "EPSG:2433", "EPSG:4526", "EPSG:3857"])
def test_the_order_of_axes_makes_no_other_crs(code) -> None:
    """EPSG names latitude, and in Gauss-Krueger northing, first; Esri's .prj, NetCDF and PROJ text do not."""
    reference = spatial_reference(code)
    wkt = reference.ExportToWkt()
    prj = osr.SpatialReference()
    prj.ImportFromESRI([reference.ExportToWkt(["FORMAT=WKT1_ESRI"])])
    assert same_crs(prj.ExportToWkt(), wkt)
    assert same_crs(wkt, prj.ExportToWkt(["FORMAT=WKT2_2019"]))
    if code == "EPSG:4326":
        assert same_crs(wkt, "OGC:CRS84")
        assert same_crs(wkt, "+proj=longlat +datum=WGS84")


@laws
@given(st.integers(0, 9), st.integers(0, 19), st.floats(0.01, 0.99), st.floats(0.01, 0.99), st.booleans())
def test_cell_at_undoes_positions(row, col, across, down, south_up) -> None:
    frame = grid(10, 20, (5.0, 2.5, 0.0, 7.0, 0.0, 2.5 if south_up else -2.5))
    x, y = frame.centre(row + down - 0.5, col + across - 0.5)
    assert frame.cell_at(x, y) == (row, col)
    assert frame.cell_at(frame.extent[0] - 1, y) is frame.cell_at(x, frame.extent[3] + 1) is None


def test_grids_travel_to_other_processes() -> None:
    frame = grid(2, 3)
    assert frame.reference is not None
    assert pickle.loads(pickle.dumps(frame)) == frame
    assert isinstance(frame, Grid)
