"""Points of a thinned lattice for wind arrows."""

from __future__ import annotations

import struct

import numpy as np
import pytest
from carbon_service_flow.core.raster.geodesy import transform_points
from carbon_service_flow.core.raster.grid import Grid, spatial_reference
from carbon_service_flow.core.wind.arrows import thin_lattice, wind_points
from hypothesis import given
from hypothesis import strategies as st
from osgeo import gdal, osr
from support.common import ALBERS, WGS84, save


def wgs84() -> str:
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(4326)
    return reference.ExportToWkt()


def write(path, values) -> str:
    rows, cols = values.shape
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), cols, rows, 1, gdal.GDT_Float32)
    dataset.SetGeoTransform((100, 1, 0, 40, 0, -1))
    dataset.SetProjection(wgs84())
    dataset.GetRasterBand(1).SetNoDataValue(-1)
    dataset.GetRasterBand(1).WriteArray(np.where(np.isnan(values), -1, values))
    dataset = None
    return str(path)


@given(st.integers(1, 3000), st.integers(1, 3000), st.integers(1, 60))
def test_lattice_is_thin_even_and_inside(rows, cols, across):
    grid = Grid(rows, cols, (0.0, 1.0, 0.0, 0.0, 0.0, -1.0), "")
    found = thin_lattice(grid, across)
    step = found.geotransform[1]
    assert 1 <= found.rows <= across
    assert 1 <= found.cols <= across
    assert step == round(step)
    assert found.geotransform[5] == -step
    # Every point is the centre of a cell of the grid; no row or column of points is missing at the far end.
    for row, col in ((0, 0), (found.rows - 1, found.cols - 1)):
        x, y = found.centre(row, col)
        assert grid.cell_at(x, y) is not None
        assert (x % 1, y % 1) == (0.5, 0.5)
    assert grid.cell_at(*found.centre(found.rows, 0)) is None
    assert grid.cell_at(*found.centre(0, found.cols)) is None


def test_points_by_hand(tmp_path):
    # 4 rows, 6 columns, at most 3 across: every second cell, from (1, 1): rows 1, 3; columns 1, 3, 5.
    direction = np.arange(24.0).reshape(4, 6)
    speed = np.full((4, 6), 2.0)
    direction[1, 3] = np.nan
    direction[3, 5] = speed[3, 5] = np.nan
    found = list(
        wind_points({"dir": write(tmp_path / "d.tif", direction), "speed": write(tmp_path / "s.tif", speed)}, 3)
    )
    # The cell (1, 3) is calm: a speed, no direction. (3, 5) has nothing. Centres: x 100 + col + 0.5, y 40 - row - 0.5.
    assert [(row["dir"], row["speed"]) for row in found] == [(7, 2), (None, 2), (11, 2), (19, 2), (21, 2)]
    # On a geographic grid up is north: the wind goes to direction + 180.
    assert [row["angle"] for row in found] == [187, None, 191, 199, 201]
    assert [struct.unpack("<BIdd", row["geometry"])[2:] for row in found] == [
        (101.5, 38.5),
        (103.5, 38.5),
        (105.5, 38.5),
        (101.5, 36.5),
        (103.5, 36.5),
    ]


def test_arrows_are_turned_with_the_grid(tmp_path):
    """China Albers (25/47, 105 E): north leans right by n x (105 - 99) = 3.5 degrees at 99 E."""
    path = str(tmp_path / "d.tif")
    dataset = gdal.GetDriverByName("GTiff").Create(path, 1, 1, 1, gdal.GDT_Float32)
    reference = osr.SpatialReference()
    reference.ImportFromProj4("+proj=aea +lat_1=25 +lat_2=47 +lat_0=30 +lon_0=105 +datum=WGS84 +units=m")
    reference.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    degrees = osr.SpatialReference()
    degrees.ImportFromEPSG(4326)
    degrees.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    x, y, _ = osr.CoordinateTransformation(degrees, reference).TransformPoint(99, 30)
    dataset.SetGeoTransform((x - 500, 1000, 0, y + 500, 0, -1000))
    dataset.SetProjection(reference.ExportToWkt())
    dataset.GetRasterBand(1).WriteArray(np.array([[180.0]], dtype=np.float32))
    dataset = None
    # n of the sphere is (sin 25 + sin 47) / 2 = 0.577; the ellipsoid changes the third digit.
    expected = (np.sin(np.radians(25)) + np.sin(np.radians(47))) / 2 * 6
    assert next(wind_points({"dir": path}))["angle"] == pytest.approx(expected, abs=0.05)


def test_each_arrow_is_turned_by_the_north_of_its_own_point(tmp_path):
    """Cells of 1000 km: meridians that lean by degrees from column to column, and from row to row.

    A wind from 180 goes north: on the map, to where a point a little further north lies.
    """
    transform = (-2e6, 1e6, 0, 6e6, 0, -1e6)
    path = save(tmp_path / "d.tif", np.full((3, 4), 180.0), transform, ALBERS)
    x, y = Grid(3, 4, transform, ALBERS).centre(*np.indices((3, 4)))
    lon, lat = transform_points(x, y, ALBERS, WGS84)
    to_x, to_y = transform_points(lon, lat + 0.01, WGS84, ALBERS)
    north = np.degrees(np.arctan2(to_x - x, to_y - y))
    angles = [row["angle"] for row in wind_points({"dir": path})]
    np.testing.assert_allclose(angles, north.ravel() % 360, atol=1e-3)
    assert np.ptp(north, axis=1).min() > 1


def test_arrows_run_as_the_map_shows_the_way_of_the_wind(tmp_path):
    """EPSG:6933 at 50 N shows what lies north of a place shortened and what lies east of it widened.

    Wind from 225 goes to 45 degrees: a point 1 km north and 1 km east of the place, by degrees of latitude and
    longitude on the ellipsoid (Snyder 1987, eq. 4-18 and 4-20), lies at atan(1 / 0.5516) = 61 degrees on the map.
    """
    crs = spatial_reference("EPSG:6933").ExportToWkt()
    (x,), (y,) = transform_points(np.array([105.0]), np.array([50.0]), WGS84, crs)
    path = save(tmp_path / "d.tif", np.full((1, 1), 225.0), (x - 500, 1000, 0, y + 500, 0, -1000), crs)
    squared = 0.00669437999
    curve = 1 - squared * np.sin(np.radians(50.0)) ** 2
    east = np.degrees(1000.0 / (6378137.0 / np.sqrt(curve) * np.cos(np.radians(50.0))))
    north = np.degrees(1000.0 / (6378137.0 * (1 - squared) / curve**1.5))
    (to_x,), (to_y,) = transform_points(np.array([105.0 + east]), np.array([50.0 + north]), WGS84, crs)
    expected = np.degrees(np.arctan2(to_x - x, to_y - y))
    assert expected == pytest.approx(61.2, abs=0.3)
    assert next(wind_points({"dir": path}))["angle"] == pytest.approx(expected, abs=0.02)


def test_lattice_of_a_tall_grid_of_oblong_cells():
    # 9 rows, at most 3: every third, from row 1; of 2 columns only the first. Cells are 2 wide and 5 high.
    found = thin_lattice(Grid(9, 2, (10.0, 2.0, 0.0, 50.0, 0.0, -5.0), ""), 3)
    assert found.shape == (3, 1)
    assert [found.centre(row, 0) for row in range(3)] == [(11, 42.5), (11, 27.5), (11, 12.5)]
