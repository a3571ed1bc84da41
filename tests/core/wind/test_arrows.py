"""Points of a thinned lattice for wind arrows."""

from __future__ import annotations

import struct

import numpy as np
import pytest
from carbon_service_flow.core.raster.geodesy import north_rotation
from carbon_service_flow.core.raster.grid import Grid
from carbon_service_flow.core.wind.arrows import thin_lattice, wind_points
from hypothesis import given
from hypothesis import strategies as st
from osgeo import gdal, osr
from support.common import ALBERS, save


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
    dataset.GetRasterBand(1).WriteArray(np.array([[350.0]], dtype=np.float32))
    dataset = None
    # n of the sphere is (sin 25 + sin 47) / 2 = 0.577; the ellipsoid changes the third digit. 350 + 180 is 170.
    expected = 170 + (np.sin(np.radians(25)) + np.sin(np.radians(47))) / 2 * 6
    assert next(wind_points({"dir": path}))["angle"] == pytest.approx(expected, abs=0.05)


def test_each_arrow_is_turned_by_the_north_of_its_own_point(tmp_path):
    """Cells of 1000 km: meridians that lean by degrees from column to column, and from row to row."""
    transform = (-2e6, 1e6, 0, 6e6, 0, -1e6)
    path = save(tmp_path / "d.tif", np.full((3, 4), 350.0), transform, ALBERS)
    turn = north_rotation(Grid(3, 4, transform, ALBERS))
    angles = [row["angle"] for row in wind_points({"dir": path})]
    np.testing.assert_allclose(angles, (350 + 180 + turn.ravel()) % 360, atol=1e-4)
    assert np.ptp(turn, axis=1).min() > 1


def test_lattice_of_a_tall_grid_of_oblong_cells():
    # 9 rows, at most 3: every third, from row 1; of 2 columns only the first. Cells are 2 wide and 5 high.
    found = thin_lattice(Grid(9, 2, (10.0, 2.0, 0.0, 50.0, 0.0, -5.0), ""), 3)
    assert found.shape == (3, 1)
    assert [found.centre(row, 0) for row in range(3)] == [(11, 42.5), (11, 27.5), (11, 12.5)]
