"""Station values on a grid: laws, brute force, heights, months with stations of their own."""

from __future__ import annotations

import math
import pickle

import numpy as np
import pytest
from carbon_service_flow.core.errors import GridMismatchError, ParameterError, TableError
from carbon_service_flow.core.raster.geotiff import Target
from carbon_service_flow.core.raster.grid import Grid, spatial_reference
from carbon_service_flow.core.raster.sources import Band
from carbon_service_flow.core.stations.idw import geocentric
from carbon_service_flow.core.stations.station_values import LapseRate, StationValues, ValuesFromStations, values_grid
from osgeo import gdal
from support.common import Recorder

WGS84 = spatial_reference("EPSG:4326").ExportToWkt()
ALBERS = spatial_reference("+proj=aea +lat_1=25 +lat_2=47 +lon_0=105 +ellps=WGS84").ExportToWkt()
GRID = Grid(20, 30, (100.0, 0.5, 0.0, 35.0, 0.0, -0.5), WGS84)


def stations(values, x, y, elevation=None, crs=WGS84):
    values = np.asarray(values, dtype=float)
    values = values[:, None] if values.ndim == 1 else values
    names = tuple(f"S{k}" for k in range(len(values)))
    heights = None if elevation is None else np.asarray(elevation, dtype=float)
    return StationValues("layer", names, np.asarray(x, float), np.asarray(y, float), crs, values, heights)


def scattered(count, seed=1):
    rng = np.random.default_rng(seed)
    return rng.uniform(99, 116, count), rng.uniform(24, 36, count)


@pytest.fixture
def calculate(tmp_path):
    def run(values, grid=GRID, heights=None, rate=6.5, log=None, **options):
        bands = values.values.shape[1]
        path = str(tmp_path / "out.tif")
        lapse = None
        if heights is not None:
            elevation = str(tmp_path / "dem.tif")
            dem = gdal.GetDriverByName("GTiff").Create(elevation, grid.cols, grid.rows, 1, gdal.GDT_Float64)
            dem.SetGeoTransform(grid.geotransform)
            dem.SetProjection(grid.crs)
            dem.GetRasterBand(1).SetNoDataValue(-32768)
            dem.GetRasterBand(1).WriteArray(np.where(np.isnan(heights), -32768, heights))
            dem = None
            lapse = LapseRate(rate, Band(elevation))
        target = Target(path, tuple(f"b{k}" for k in range(bands)), ("",) * bands, label="out")
        summary = values_grid(values, grid, target, progress=log or Recorder(), lapse=lapse, **options)
        dataset = gdal.Open(path)
        out = dataset.ReadAsArray().astype(float)
        return summary, np.where(out == dataset.GetRasterBand(1).GetNoDataValue(), np.nan, out)

    return run


def test_a_constant_stays_constant(calculate):
    summary, out = calculate(stations(np.full(20, 7.25), *scattered(20)))
    np.testing.assert_allclose(out, 7.25, atol=1e-6)
    assert (summary.stations, summary.places) == (20, 20)
    assert summary.error == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize(("power", "neighbours"), [(2.0, 5), (1.0, 12), (3.0, 100)])
def test_against_brute_force(calculate, power, neighbours):
    x, y = scattered(40)
    v = np.random.default_rng(2).normal(size=40)
    _, out = calculate(stations(v, x, y), power=power, neighbours=neighbours)
    there = geocentric(x, y)
    for row, col in [(0, 0), (19, 29), (7, 13)]:
        lon, lat = GRID.centre(row, col)
        d = [math.dist(geocentric(np.array([lon]), np.array([lat]))[0], place) for place in there]
        near = sorted(range(40), key=lambda k: d[k])[:neighbours]
        w = [d[k] ** -power for k in near]
        assert out[row, col] == pytest.approx(sum(a * v[k] for a, k in zip(w, near)) / sum(w), abs=1e-6)
    assert out.min() >= v.min() - 1e-6
    assert out.max() <= v.max() + 1e-6


@pytest.mark.formula("lapse")
def test_what_depends_on_height_alone_comes_out_exactly(calculate):
    # 20 degrees at sea level, 6.5 less per km: each station and each cell by its own height.
    x, y = scattered(15)
    rng = np.random.default_rng(3)
    h, heights = rng.uniform(0, 5000, 15), rng.uniform(-100, 6000, (20, 30))
    heights[3, 4] = np.nan
    log = Recorder()
    summary, out = calculate(stations(20 - 0.0065 * h, x, y, h), heights=heights, log=log)
    np.testing.assert_allclose(out, 20 - 0.0065 * heights, atol=1e-5)
    assert np.isnan(out[3, 4])
    assert summary.error == pytest.approx(0, abs=1e-9)
    assert summary.without_value == 1
    assert "1 cells have no elevation and become nodata." in log.warnings
    # Rain that grows by 200 mm per km.
    _, rain = calculate(stations(500 + 0.2 * h, x, y, h), heights=heights, rate=-200.0)
    np.testing.assert_allclose(rain, 500 + 0.2 * heights, atol=1e-3)


def test_leave_one_out_of_four_stations_by_hand(calculate):
    # On the equator at 0, 0.9, 1.9, 3 degrees east, values 0, 1, 4, 9, the nearest neighbour alone:
    # 0 from 1: 1; 1 from 0: 1; 2 from 1: 3; 3 from 2: 5. Mean 10 / 4.
    grid = Grid(1, 3, (0.0, 1.0, 0.0, 0.5, 0.0, -1.0), WGS84)
    summary, _ = calculate(stations([0, 1, 4, 9], [0, 0.9, 1.9, 3], [0] * 4), grid, neighbours=1)
    assert summary.error == pytest.approx(2.5)
    # Each of two from the other.
    one, _ = calculate(stations([0, 1], [0, 1], [0, 0]), grid)
    assert one.error == 1


def test_months_have_stations_of_their_own(calculate):
    x, y = [101.0, 103.0, 113.0], [30.0, 30.0, 30.0]
    values = np.array([[1.0, 1.0], [2.0, np.nan], [3.0, 3.0]])
    log = Recorder()
    _, out = calculate(stations(values, x, y), neighbours=1, log=log)
    column = int((103.2 - 100) / 0.5)
    assert out[:, 9, column].tolist() == [2.0, 1.0]
    assert any("1 places lack some of the 2 bands" in text for text in log.warnings)


def test_a_band_without_stations_is_empty_and_told(calculate):
    log = Recorder()
    _, out = calculate(stations([[1.0, np.nan], [2.0, np.nan]], [101, 102], [30, 30]), log=log)
    assert np.isnan(out[1]).all()
    assert np.isfinite(out[0]).all()
    assert any("No station has a value for 1 of the bands" in text for text in log.warnings)
    # Nothing was said of elevations: none were asked for.
    assert not any("elevation" in text for text in log.warnings)


def test_stations_at_one_place_are_averaged(calculate):
    log = Recorder()
    summary, out = calculate(stations([1.0, 3.0], [101, 101], [30, 30]), log=log)
    assert (summary.stations, summary.places) == (2, 1)
    np.testing.assert_allclose(out, 2)
    assert math.isnan(summary.error)
    assert any("share their place" in text for text in log.warnings)
    assert any("single place" in text for text in log.warnings)


def test_order_threads_and_windows_do_not_matter(calculate):
    x, y = scattered(30)
    v = np.random.default_rng(5).normal(size=30)
    grid = Grid(700, 600, (102.0, 0.01, 0.0, 34.0, 0.0, -0.01), WGS84)
    _, first = calculate(stations(v, x, y), grid)
    turned = np.random.default_rng(6).permutation(30)
    _, second = calculate(stations(v[turned], x[turned], y[turned]), grid)
    assert (first == second).all()


def test_points_and_grids_in_other_crss(calculate):
    from carbon_service_flow.core.raster.geodesy import transform_points

    x, y = scattered(10)
    v = np.arange(10.0)
    _, expected = calculate(stations(v, x, y))
    projected = transform_points(x, y, WGS84, ALBERS)
    _, found = calculate(stations(v, *projected, crs=ALBERS))
    np.testing.assert_allclose(found, expected, atol=1e-5)


def test_stations_that_cannot_be_used(calculate):
    log = Recorder()
    x, y = [101, 102, 103], [30, 30, 30]
    summary, _ = calculate(stations([1, np.nan, 3], x, y), log=log)
    assert summary.stations == 2
    assert "1 stations have no value and are not used: S1." in log.warnings
    flat = np.zeros((20, 30))
    summary, _ = calculate(stations([1, 2, 3], x, y, [10, np.nan, 99999]), heights=flat, log=log)
    assert summary.stations == 1
    assert any("2 stations have no elevation" in text and "S1, S2" in text for text in log.warnings)
    with pytest.raises(TableError, match="none of the 3 stations has a value"):
        calculate(stations([np.nan] * 3, x, y))
    with pytest.raises(TableError, match="ELEVATION_FIELD"):
        calculate(stations([1, 2, 3], x, y, [np.nan] * 3), heights=flat)
    with pytest.raises(TableError, match=r"S0.*nowhere on the Earth"):
        calculate(stations([1], [101], [130]))


def test_heights_that_cannot_be_are_told(calculate):
    log = Recorder()
    heights = np.zeros((20, 30))
    heights[0, :2] = -9999, 12000
    _, cells = calculate(stations([1, 2], [101, 102], [30, 30], [0, 0]), heights=heights, log=log)
    assert any(text.startswith("2 cells have an elevation outside") for text in log.warnings)
    assert np.ma.getmaskarray(np.ma.masked_invalid(cells)).reshape(-1)[:3].tolist() == [True, True, False]


def test_what_is_refused(calculate, tmp_path):
    values = stations([1, 2], [101, 102], [30, 30], [0, 0])
    for options in ({"power": 0}, {"power": math.inf}, {"neighbours": 0}, {"neighbours": 1.5}):
        with pytest.raises(ParameterError):
            calculate(values, **options)
    calculate(values, heights=np.zeros((20, 30)))
    other = Grid(20, 31, GRID.geotransform, WGS84)
    lapse = LapseRate(6.5, Band(str(tmp_path / "dem.tif")))
    with pytest.raises(GridMismatchError, match=r"dem\.tif"):
        values_grid(values, other, Target("x.tif", ("a",), ("",), label="x"), lapse=lapse)


def test_the_operation_travels():
    operation = ValuesFromStations((), 1, 0.0)
    assert pickle.loads(pickle.dumps(operation)) == operation


def test_windows_and_threads_give_the_same_bits(tmp_path):
    from carbon_service_flow.core.engine.run import run
    from carbon_service_flow.core.stations.station_values import value_fields

    x, y = scattered(25)
    values = stations(np.random.default_rng(8).normal(size=(25, 2)), x, y)
    fields, _ = value_fields(values, 2.0, 6, Recorder())
    grid = Grid(1100, 1030, (102.0, 0.01, 0.0, 34.0, 0.0, -0.01), WGS84)
    written = []
    for threads, cells in ((1, 512 * 512), (4, 512 * 1536)):
        path = str(tmp_path / f"{threads}.tif")
        targets = [Target(path, ("a", "b"), ("", ""), label="out")]
        run(ValuesFromStations(fields, 2, 0.0), [], grid, targets, threads=threads, window_cells=cells)
        dataset = gdal.Open(path)
        written.append(dataset.ReadAsArray())
    assert (written[0] == written[1]).all()
