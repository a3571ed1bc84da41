"""Bilinear interpolation: planes, gaps, rims and seams worked by hand; positions by mesh against exact ones."""

from __future__ import annotations

import numpy as np
import pytest
from carbon_service_flow.core.raster.crs import spatial_reference
from carbon_service_flow.core.raster.geodesy import transform_points
from carbon_service_flow.core.raster.grid import Grid
from carbon_service_flow.core.raster.sources import Window
from carbon_service_flow.core.wind.bilinear import Bilinear, centres_in, fractional_cells, full_turn
from support.common import ALBERS, MERCATOR, WGS84


@pytest.mark.formula("bilinear")
def test_bilinear_reproduces_a_plane_and_holds_the_rim():
    raster = Grid(5, 6, (100.0, 1.0, 0.0, 35.0, 0.0, -1.0), WGS84)
    fine = Grid(70, 80, (99.0, 0.1, 0.0, 36.0, 0.0, -0.1), WGS84)
    col, row = np.meshgrid(np.arange(6), np.arange(5))
    plane = 3.0 * col + 7.0 * row
    part = Bilinear.between(fine, Window(0, 0, 70, 80), raster)
    assert part.source == Window(0, 0, 5, 6)
    (values,) = part.apply(plane)
    # centre of fine column j is 99.05 + 0.1 j; raster centres are 100.5 ...: fractional column -1.45 + 0.1 j
    at_col, at_row = np.meshgrid(-1.45 + 0.1 * np.arange(80), -1.45 + 0.1 * np.arange(70))
    expected = 3.0 * np.clip(at_col, 0, 5) + 7.0 * np.clip(at_row, 0, 4)
    outside = (np.abs(at_col - 2.5) > 3.5) | (np.abs(at_row - 2) > 3)
    np.testing.assert_allclose(values.reshape(70, 80), np.where(outside, np.nan, expected), atol=1e-9)
    assert outside.any()


def test_missing_neighbours_are_left_out():
    # Four centres at the corners of a square; the fine cell's centre is its middle.
    raster = Grid(2, 2, (0.0, 2.0, 0.0, 4.0, 0.0, -2.0), WGS84)
    middle = Grid(1, 1, (1.5, 1.0, 0.0, 2.5, 0.0, -1.0), WGS84)
    part = Bilinear.between(middle, Window(0, 0, 1, 1), raster)
    nan = np.nan
    assert part.apply(np.array([[1.0, 2], [3, 6]]))[0] == pytest.approx([3])
    assert part.apply(np.array([[nan, 2], [3, 7]]))[0] == pytest.approx([4])
    assert part.apply(np.array([[nan, nan], [nan, 7]]))[0] == pytest.approx([7])
    assert np.isnan(part.apply(np.full((2, 2), nan))[0]).all()
    on_centre = Grid(1, 1, (0.5, 1.0, 0.0, 3.5, 0.0, -1.0), WGS84)
    part = Bilinear.between(on_centre, Window(0, 0, 1, 1), raster)
    hole = np.array([[nan, 2.0], [3, 7]])[: part.source.rows, : part.source.cols]
    assert np.isnan(part.apply(hole)[0]).all()
    # a hair off the centre, as rounded geotransforms are: still the hole, not its far neighbour
    hair = Grid(1, 1, (0.5 + 1e-9, 1.0, 0.0, 3.5, 0.0, -1.0), WGS84)
    part = Bilinear.between(hair, Window(0, 0, 1, 1), raster)
    hole = np.array([[nan, 2.0], [3, 7]])[: part.source.rows, : part.source.cols]
    assert np.isnan(part.apply(hole)[0]).all()


@pytest.mark.parametrize("west", [0.0, -180.0])
def test_global_rasters_wrap(west):
    # A cosine of longitude is smooth over the seam, and steep there when shifted. Grids across +-180 and 0/360.
    raster = Grid(3, 360, (west, 1.0, 0.0, 1.5, 0.0, -1.0), WGS84)
    longitude = west + 0.5 + np.arange(360)
    values = np.tile(np.cos(np.radians(longitude - 70)), (3, 1))
    for start in (-2.0, 178.0, 358.0):
        grid = Grid(1, 16, (start, 0.25, 0.0, 0.5, 0.0, -1.0), WGS84)
        part = Bilinear.between(grid, Window(0, 0, 1, 16), raster)
        source = part.source
        read = values[source.row : source.row + source.rows, source.col : source.col + source.cols]
        centres = np.radians(start + 0.125 + 0.25 * np.arange(16) - 70)
        np.testing.assert_allclose(part.apply(read)[0], np.cos(centres), atol=1e-4)


def test_positions_by_mesh_agree_with_exact_ones():
    grid = Grid(400, 500, (-1.5e6, 3e3, 0, 4.5e6, 0, -3e3), ALBERS)
    window = Window(101, 50, 256, 300)
    lon, lat = centres_in(grid, window, WGS84, 0.01)
    cols, rows = np.meshgrid(np.arange(50, 350), np.arange(101, 357))
    x, y = -1.5e6 + (cols + 0.5) * 3e3, 4.5e6 - (rows + 0.5) * 3e3
    exact_lon, exact_lat = transform_points(x, y, ALBERS, WGS84)
    assert np.abs(lon - exact_lon).max() < 0.01
    assert np.abs(lat - exact_lat).max() < 0.01


def test_a_grid_over_the_pole_is_transformed_cell_by_cell():
    polar = spatial_reference("+proj=stere +lat_0=90 +lat_ts=70 +ellps=WGS84").ExportToWkt()
    grid = Grid(64, 64, (-3.2e5, 1e4, 0, 3.2e5, 0, -1e4), polar)
    lon, lat = centres_in(grid, Window(0, 0, 64, 64), WGS84, 0.01)
    # The pole is the corner of the four middle cells, half a diagonal (7.07 km) away from each centre.
    assert lat[31:33, 31:33] == pytest.approx(90 - 7071 / 111_000, abs=0.01)
    assert sorted(lon[31:33, 31:33].ravel().round()) == [-135, -45, 45, 135]


def test_positions_are_as_exact_as_the_finer_side_of_the_cells_needs(monkeypatch):
    # 1 % of the smaller of 2 and 0.5 degrees.
    tolerances = []

    def watched(grid, window, crs, tolerance):
        tolerances.append(tolerance)
        return centres_in(grid, window, crs, tolerance)

    monkeypatch.setattr("carbon_service_flow.core.wind.bilinear.centres_in", watched)
    for dx, dy in ((2.0, -0.5), (0.5, -2.0)):
        raster = Grid(5, 5, (100.0, dx, 0.0, 40.0, 0.0, dy), WGS84)
        Bilinear.between(raster, Window(0, 0, 5, 5), raster)
    assert tolerances == [0.005, 0.005]


def test_a_latitude_that_bends_is_followed_even_where_longitude_is_straight():
    # In Mercator longitude is linear in x; latitude is not in y: at 60 degrees the second derivative over 32 cells of
    # 50 km puts the middle of a mesh 1.6 degrees off.
    mercator = Grid(80, 80, (0.0, 5e4, 0, 1.1e7, 0, -5e4), MERCATOR)
    lon, lat = centres_in(mercator, Window(3, 5, 60, 50), WGS84, 0.01)
    x, y = np.meshgrid((np.arange(5, 55) + 0.5) * 5e4, 1.1e7 - (np.arange(3, 63) + 0.5) * 5e4)
    exact_lon, exact_lat = transform_points(x, y, MERCATOR, WGS84)
    np.testing.assert_allclose(lon, exact_lon, atol=0.01)
    np.testing.assert_allclose(lat, exact_lat, atol=0.01)


@pytest.mark.parametrize("row", [0, 31, 32, 64])
def test_positions_of_a_single_row_and_of_windows_are_those_of_the_grid(row):
    grid = Grid(100, 90, (-1e5, 1e3, 0, 3.4e6, 0, -1e3), ALBERS)
    lon, lat = centres_in(grid, Window(0, 0, 100, 90), WGS84, 1e-3)
    one = centres_in(grid, Window(row, 32, 1, 1), WGS84, 1e-3)
    line = centres_in(grid, Window(row, 10, 1, 70), WGS84, 1e-3)
    np.testing.assert_allclose(one, [lon[row : row + 1, 32:33], lat[row : row + 1, 32:33]], atol=1e-9)
    np.testing.assert_allclose(line, [lon[row : row + 1, 10:80], lat[row : row + 1, 10:80]], atol=1e-9)


def test_no_more_of_the_raster_is_read_than_the_cells_within_reach_need():
    # Centres of the raster at 100.5 ... 119.5; those of the grid at 118.25, 118.75, ... 121.75: the last three are out
    # of reach, which is 1 cell beyond 119.5. Neighbours: columns 17 to 19, rows 1 and 2 (row 1.25 and 1.75).
    raster = Grid(5, 20, (100.0, 1.0, 0.0, 35.0, 0.0, -1.0), WGS84)
    grid = Grid(2, 8, (118.0, 0.5, 0.0, 33.5, 0.0, -0.5), WGS84)
    part = Bilinear.between(grid, Window(0, 0, 2, 8), raster)
    assert part.source == Window(1, 17, 2, 3)
    assert part.reached.tolist() == ([True] * 5 + [False] * 3) * 2
    assert Bilinear.between(grid, Window(0, 5, 2, 3), raster) is None


def test_out_of_reach_is_nan_with_gaps_as_well():
    raster = Grid(1, 2, (100.0, 1.0, 0.0, 35.0, 0.0, -1.0), WGS84)
    grid = Grid(1, 3, (101.0, 1.0, 0.0, 35.0, 0.0, -1.0), WGS84)
    # Fractional columns 1, 2, 3: on the last centre, a cell beyond (the rim's value), out of reach.
    part = Bilinear.between(grid, Window(0, 0, 1, 3), raster)
    values = np.array([[np.nan, 7.0]])[:, part.source.col :][:, : part.source.cols]
    np.testing.assert_array_equal(part.apply(values)[0], [7, 7, np.nan])
    both = Bilinear.between(Grid(1, 3, (100.5, 1.0, 0.0, 35.0, 0.0, -1.0), WGS84), Window(0, 0, 1, 3), raster)
    np.testing.assert_array_equal(both.apply(np.array([[np.nan, 7.0]]))[0], [7, 7, np.nan])


def test_weights_of_rows_and_columns_are_not_exchanged():
    # A quarter of a cell below and half a cell right of the first centre: the lower row weighs 1/4, columns 1/2 each.
    raster = Grid(2, 2, (0.0, 1.0, 0.0, 2.0, 0.0, -1.0), WGS84)
    point = Grid(1, 1, (0.75, 0.5, 0.0, 1.5, 0.0, -0.5), WGS84)
    part = Bilinear.between(point, Window(0, 0, 1, 1), raster)
    assert part.apply(np.array([[0.0, 0.0], [8.0, 8.0]]))[0] == pytest.approx([2.0])
    assert part.apply(np.array([[0.0, 8.0], [0.0, 8.0]]))[0] == pytest.approx([4.0])


def test_only_a_raster_around_the_globe_wraps():
    values = np.arange(359.0)[None]
    short = Grid(1, 359, (0.0, 1.0, 0.0, 0.5, 0.0, -1.0), WGS84)
    # 359.95 E is 0.55 cells west of the first centre: the rim's value, 0, and nothing of the other end's 358.
    beyond = Grid(1, 1, (359.9, 0.1, 0.0, 0.05, 0.0, -0.1), WGS84)
    part = Bilinear.between(beyond, Window(0, 0, 1, 1), short)
    assert part.source == Window(0, 0, 1, 2)
    assert part.apply(values[:, :2])[0] == pytest.approx([0])
    # Rounded widths still close: 360 columns of 1.000001 degrees.
    nearly = Grid(1, 360, (0.0, 1.000001, 0.0, 0.5, 0.0, -1.0), WGS84)
    part = Bilinear.between(Grid(1, 1, (359.95, 0.1, 0.0, 0.05, 0.0, -0.1), WGS84), Window(0, 0, 1, 1), nearly)
    assert part.source == Window(0, 0, 1, 360)
    # 360.0 E is half way between the centres of the last and the first column.
    assert part.apply(np.append(values, 359.0)[None])[0] == pytest.approx([359 / 2], abs=0.2)


def test_columns_and_rows_from_the_first_centre_and_longitudes_by_whole_turns():
    raster = Grid(4, 10, (170.0, 2.0, 0.0, 40.0, 0.0, -0.5), WGS84)
    # -179 E is 181 E: (181 - 170) / 2 - 0.5 = 5; 531 E is 171 E. 39.75 N is the first row's centre.
    col, row = fractional_cells(np.array([-179.0, 531.0]), np.array([39.75, 38.5]), raster)
    np.testing.assert_allclose(col, [5, 0])
    np.testing.assert_allclose(row, [0, 2.5])
    # Projected coordinates are no angles.
    plane = Grid(4, 10, (0.0, 2.0, 0.0, 8.0, 0.0, -2.0), ALBERS)
    col, _ = fractional_cells(np.array([721.0]), np.array([7.0]), plane)
    assert col[0] == 360


def test_a_full_turn_is_400_in_grads():
    # NTF (Paris), EPSG:4807, counts in grads.
    grads = spatial_reference("EPSG:4807").ExportToWkt()
    assert full_turn(Grid(1, 1, (0.0, 1.0, 0, 1.0, 0, -1.0), grads)) == pytest.approx(400)
    assert full_turn(Grid(1, 1, (0.0, 1.0, 0, 1.0, 0, -1.0), WGS84)) == pytest.approx(360)


def test_a_whole_cell_beyond_the_last_centres_is_the_rim():
    # Fractional positions -1 and 2 in a raster of 2 x 2: the farthest that are within reach, on every side.
    raster = Grid(2, 2, (100.0, 1.0, 0.0, 32.0, 0.0, -1.0), WGS84)
    grid = Grid(2, 2, (98.0, 3.0, 0.0, 34.0, 0.0, -3.0), WGS84)
    part = Bilinear.between(grid, Window(0, 0, 2, 2), raster)
    assert part.source == Window(0, 0, 2, 2)
    assert part.apply(np.array([[1.0, 2.0], [3.0, 4.0]]))[0].tolist() == [1, 2, 3, 4]
