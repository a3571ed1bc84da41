"""Prevailing wind from U and V rasters, against a cell-by-cell reference and cases worked by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from carbon_service_flow.core.errors import CancelledError, GridMismatchError, ParameterError, RasterError, ReadError
from carbon_service_flow.core.progress import Progress
from carbon_service_flow.core.raster.crs import spatial_reference
from carbon_service_flow.core.raster.grid import Grid
from carbon_service_flow.core.raster.sources import Band
from carbon_service_flow.core.wind import uv_roses
from carbon_service_flow.core.wind.directions import SECTOR_WIDTH, components
from carbon_service_flow.core.wind.fields.components import Field, FieldStep
from carbon_service_flow.core.wind.uv_roses import UV_OUTPUTS, prevailing_wind_uv, require_target
from carbon_service_flow.core.wind.uv_series import WindPair
from osgeo import gdal
from support.common import Recorder

WGS84 = spatial_reference("EPSG:4326").ExportToWkt()
ALBERS = spatial_reference("+proj=aea +lat_1=25 +lat_2=47 +lon_0=105 +ellps=WGS84").ExportToWkt()
CHINA = (100.0, 1.0, 0.0, 36.0, 0.0, -1.0)


def save(path, values, transform=CHINA, crs=WGS84, nodata=None, kind=gdal.GDT_Float32, scale=None, metadata=None):
    values = np.asarray(values)
    steps, rows, cols = values.shape
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), cols, rows, steps, kind)
    if transform:
        dataset.SetGeoTransform(transform)
    if crs:
        dataset.SetProjection(crs)
    dataset.SetMetadata(metadata or {})
    for number, layer in enumerate(values, start=1):
        band = dataset.GetRasterBand(number)
        if nodata is not None:
            band.SetNoDataValue(nodata)
        if scale:
            band.SetScale(scale[0])
            band.SetOffset(scale[1])
        band.WriteArray(layer)
    return str(path)


def load(path):
    dataset = gdal.Open(str(path))
    values = dataset.ReadAsArray().astype(float)
    return np.where(values == dataset.GetRasterBand(1).GetNoDataValue(), np.nan, values)


@pytest.fixture
def calculate(tmp_path):
    def run(u, v, grid=None, calm_below=0.3, log=None, **options):
        u_path = u if isinstance(u, str) else save(tmp_path / "u.tif", u, **options)
        v_path = v if isinstance(v, str) else save(tmp_path / "v.tif", v, **options)
        paths = {name: str(tmp_path / f"out_{name}.tif") for name in UV_OUTPUTS}
        summary = prevailing_wind_uv(Band(u_path), Band(v_path), paths, grid, calm_below, progress=log)
        return summary, {name: load(path) for name, path in paths.items()}

    return run


def reference(u, v, calm_below):
    """One cell, in plain Python: (direction, resultant, speed, constancy, rose) or None without data."""
    counts, total_u, total_v, total_speed = [0] * 17, 0.0, 0.0, 0.0
    for a, b in zip(u, v):
        if math.isnan(a) or math.isnan(b):
            continue
        speed = math.hypot(a, b)
        total_u, total_v, total_speed = total_u + a, total_v + b, total_speed + speed
        if speed == 0 or speed < calm_below:
            counts[16] += 1
        else:
            bearing = math.degrees(math.atan2(-a, -b)) % 360
            counts[int((bearing + 11.25) // 22.5) % 16] += 1
    n = sum(counts)
    if n == 0:
        return None
    best = max(range(16), key=lambda k: (counts[k], -k))
    return (
        best * 22.5 if counts[best] else math.nan,
        math.degrees(math.atan2(-total_u, -total_v)) % 360 if math.hypot(total_u, total_v) else math.nan,
        total_speed / n,
        math.hypot(total_u, total_v) / total_speed if total_speed else math.nan,
        [count / n for count in counts],
    )


def test_against_a_cell_by_cell_reference(calculate):
    rng = np.random.default_rng(1)
    u, v = rng.normal(0, 1, (2, 40, 7, 9)).astype(np.float32)
    u[rng.random(u.shape) < 0.1] = -999
    v[rng.random(u.shape) < 0.1] = -999
    u[:, 3, 4] = -999
    v[:, 2, 2] = u[:, 2, 2] = 0
    _, out = calculate(u, v, nodata=-999)
    u, v = np.where(u == -999, np.nan, u.astype(float)), np.where(v == -999, np.nan, v.astype(float))
    for row in range(7):
        for col in range(9):
            expected = reference(u[:, row, col], v[:, row, col], 0.3)
            found = [out[name][row, col] for name in ("direction", "resultant", "speed", "constancy")]
            rose = out["rose"][:, row, col]
            if expected is None:
                assert np.isnan(found).all()
                assert np.isnan(rose).all()
                assert out["steps"][row, col] == 0
                continue
            np.testing.assert_allclose(found, expected[:4], rtol=1e-5)
            np.testing.assert_allclose(rose, expected[4], rtol=1e-6)
            assert rose.sum() == pytest.approx(1, abs=1e-6)


def test_worked_cell(calculate):
    # Two winds from E, one from N, see the docstring of uv_roses.
    summary, out = calculate(np.reshape([-1.0, -3, 0], (3, 1, 1)), np.reshape([0.0, 0, -1], (3, 1, 1)))
    assert out["direction"].item() == 90
    assert out["resultant"].item() == pytest.approx(75.963757, abs=1e-5)
    assert out["speed"].item() == pytest.approx(5 / 3)
    assert out["constancy"].item() == pytest.approx(math.sqrt(17) / 5)
    assert out["rose"].ravel()[[0, 4]] == pytest.approx([1 / 3, 2 / 3])
    assert summary.mean_speed == pytest.approx(5 / 3)
    assert summary.rose[4] == pytest.approx(2 / 3)


@pytest.mark.formula("calm")
def test_calm_is_not_north_and_ties_go_clockwise(calculate):
    # cells: always 0; light wind below the limit from S; N and S once each (cancel); E and N once each (tie -> N)
    u = np.array([[[0.0, 0, 0, -1]], [[0, 0, 0, 0]]])
    v = np.array([[[0.0, 0.2, -1, 0]], [[0, 0.2, 1, -1]]])
    log = Recorder()
    summary, out = calculate(u, v, log=log)
    np.testing.assert_array_equal(out["direction"][0], [np.nan, np.nan, 0, 0])
    # The light wind has no sector, but its vector counts: resultant from S.
    np.testing.assert_allclose(out["resultant"][0], [np.nan, 180, np.nan, 45], atol=1e-4)
    np.testing.assert_allclose(out["constancy"][0], [np.nan, 1, 0, math.sqrt(0.5)], rtol=1e-6)
    np.testing.assert_array_equal(out["rose"][16, 0], [1, 1, 0, 0])
    assert (summary.cells_calm_only, summary.cells_without_resultant, summary.cells_tied) == (2, 2, 2)
    assert any("calm throughout" in text for text in log.warnings)


def test_turning_the_wind_turns_the_rose(calculate):
    rng = np.random.default_rng(2)
    # away from the sector edges, so that rounding cannot move a wind over one
    directions = 22.5 * rng.integers(0, 16, (20, 3, 4)) + rng.uniform(-10, 10, (20, 3, 4))
    speed = rng.uniform(1, 9, directions.shape)
    _, out = calculate(*components(directions, speed))
    _, turned = calculate(*components(directions + SECTOR_WIDTH, speed))
    np.testing.assert_array_equal(np.roll(out["rose"][:16], 1, axis=0), turned["rose"][:16])
    np.testing.assert_allclose(np.mod(turned["resultant"] - out["resultant"], 360), 22.5, atol=1e-3)


def test_order_of_steps_does_not_matter(calculate):
    rng = np.random.default_rng(3)
    u, v = rng.normal(0, 3, (2, 30, 4, 5))
    order = rng.permutation(30)
    _, out = calculate(u, v)
    _, shuffled = calculate(u[order], v[order])
    for name in UV_OUTPUTS:
        np.testing.assert_allclose(out[name], shuffled[name], rtol=1e-6)


def test_same_values_on_a_shifted_copy_of_the_grid(calculate):
    # The grid's centres are the wind's centres, in 0..360 against -180..180: nothing is interpolated.
    rng = np.random.default_rng(5)
    u, v = rng.normal(0, 3, (2, 6, 4, 6))
    own = (-100.0, 1.0, 0.0, 40.0, 0.0, -1.0)
    _, expected = calculate(u, v, transform=own)
    grid = Grid(4, 6, (260.0, 1.0, 0.0, 40.0, 0.0, -1.0), WGS84)
    _, out = calculate(u, v, grid=grid, transform=own)
    for name in UV_OUTPUTS:
        np.testing.assert_allclose(out[name], expected[name], rtol=1e-5)


def test_a_neighbour_that_lacks_only_v_is_left_out(calculate):
    u, v = np.full((4, 1, 2), -1.0), np.full((4, 1, 2), -1.0)
    v[:, 0, 0] = np.nan
    grid = Grid(1, 1, (100.75, 0.5, 0.0, 36.0, 0.0, -1.0), WGS84)
    _, out = calculate(u, v, grid=grid)
    assert out["steps"].item() == 4
    assert out["resultant"].item() == pytest.approx(45, abs=1e-4)


@pytest.mark.formula("degrees")
def test_vectors_not_degrees_are_interpolated(calculate):
    # 350 and 10 degrees at neighbouring centres: half way it blows from north, not from south.
    u, v = components(np.array([[[350.0, 10.0]]] * 4), 5.0)
    grid = Grid(1, 1, (101.0 - 0.25, 0.5, 0.0, 36.0, 0.0, -1.0), WGS84)
    _, out = calculate(u, v, grid=grid)
    assert out["direction"].item() == 0
    assert abs((out["resultant"].item() + 180) % 360 - 180) < 1e-4


def test_packed_integers_and_their_nodata(calculate):
    raw = np.full((3, 1, 2), 100, dtype=np.int16)
    raw[:, 0, 1] = -32768
    _, out = calculate(raw, raw, kind=gdal.GDT_Int16, scale=(0.01, 2.0), nodata=-32768)
    assert out["speed"][0, 0] == pytest.approx(3 * math.sqrt(2))
    assert np.isnan(out["speed"][0, 1])


def test_warnings_and_refusals(tmp_path, calculate):
    ones = np.ones((4, 2, 2))
    log = Recorder()
    summary, _ = calculate(ones, ones, crs=None, log=log)
    assert summary.cells == 4
    assert sum("EPSG:4326" in text for text in log.warnings) == 1
    with pytest.raises(RasterError, match="no coordinate reference system"):
        calculate(ones, ones, crs=None, transform=(5e5, 1e3, 0, 4e6, 0, -1e3))
    with pytest.raises(RasterError, match="no position on the Earth"):
        calculate(ones, ones, crs=None, transform=None)
    other = save(tmp_path / "other.tif", np.ones((5, 2, 2)))
    four = save(tmp_path / "four.tif", ones)
    shifted = save(tmp_path / "shifted.tif", ones, transform=(101.0, 1, 0, 36, 0, -1))
    with pytest.raises(RasterError, match=r"four\.tif.* has 4 bands and V .*other\.tif.* has 5"):
        calculate(four, other)
    with pytest.raises(GridMismatchError, match="aligntogrid"):
        calculate(four, shifted)
    with pytest.raises(RasterError, match="same raster"):
        calculate(four, four)
    with pytest.raises(ParameterError):
        calculate(ones, ones, calm_below=-1)
    with pytest.raises(ReadError, match=r"nowhere\.tif"):
        calculate(str(tmp_path / "nowhere.tif"), four)
    with pytest.raises(RasterError, match="Not one cell"):
        calculate(ones, ones, grid=Grid(2, 2, (0.0, 1, 0, 0, 0, -1), WGS84))
    infinite = ones.copy()
    infinite[2, 1, 0] = np.inf
    with pytest.raises(RasterError, match="band 3 holds an infinite value at row 2, column 1"):
        calculate(infinite, ones)


def test_hints(calculate):
    for values, options, hint in [
        (np.full((4, 2, 2), 200.0), {}, "no wind at the ground"),
        (np.ones((2, 2, 2)), {}, "only 2 time steps"),
        (np.ones((4, 2, 2)), {"transform": (0, 1e4, 0, 4e6, 0, -1e4), "crs": ALBERS}, "eastward and northward"),
        (np.ones((4, 2, 2)), {"metadata": {"NETCDF_DIM_EXTRA": "{time,number}"}}, "time,number"),
    ]:
        log = Recorder()
        calculate(values, values, log=log, **options)
        assert any(hint in text for text in log.warnings), hint


def test_a_coarse_grid_is_warned_of(calculate):
    log = Recorder()
    ones = np.ones((4, 9, 9))
    calculate(ones, ones, grid=Grid(2, 2, (100.0, 4.0, 0, 36.0, 0, -4.0), WGS84), log=log)
    assert any("4.0 times coarser" in text for text in log.warnings)


def test_cancel_stops_between_steps(calculate, monkeypatch):
    monkeypatch.setattr(uv_roses, "LOADED_VALUES", 0)

    class Impatient(Progress):
        checks = 0

        def cancelled(self):
            self.checks += 1
            return self.checks > 4

    log = Impatient()
    with pytest.raises(CancelledError):
        calculate(np.ones((50, 2, 2)), np.ones((50, 2, 2)), log=log)
    assert log.checks < 10


def test_streamed_and_loaded_runs_agree(calculate, monkeypatch):
    u, v = np.random.default_rng(6).normal(0, 3, (2, 8, 6, 5))
    grid = Grid(40, 33, (99.5, 0.17, 0.0, 36.5, 0.0, -0.17), WGS84)
    _, loaded = calculate(u, v, grid=grid)
    monkeypatch.setattr(uv_roses, "LOADED_VALUES", 0)
    _, streamed = calculate(u, v, grid=grid)
    for name in UV_OUTPUTS:
        np.testing.assert_array_equal(loaded[name], streamed[name])


def test_summary_of_all_cells(calculate):
    """Two rows: always E at 2 m/s; N at 1 m/s once, else missing; calm; nothing at all."""
    nan = -999.0
    u = np.array([[[-2.0, 0.0], [0.0, nan]], [[-2.0, nan], [0.0, nan]]])
    v = np.array([[[0.0, -1.0], [0.0, nan]], [[0.0, nan], [0.0, nan]]])
    log = Recorder()
    summary, _ = calculate(u, v, log=log, nodata=nan)
    assert (summary.steps, summary.cells, summary.cells_with_data, summary.cells_with_gaps) == (2, 4, 3, 1)
    # The cell without data is neither calm nor without resultant.
    assert (summary.cells_calm_only, summary.cells_without_resultant, summary.cells_tied) == (1, 1, 0)
    # 5 winds: 2 from E, 1 from N, 2 calm; speeds 2 + 2 + 1 + 0 + 0.
    assert summary.rose[[0, 4, 16]].tolist() == [0.2, 0.4, 0.4]
    assert summary.mean_speed == 1
    assert "1 of 4 cells have no wind data and become nodata." in log.warnings
    assert "1 cells lack some of the 2 steps: frequencies are of the rest." in log.warnings


def test_three_steps_are_few_and_four_are_not(calculate):
    for steps, few in ((3, True), (4, False)):
        log = Recorder()
        calculate(np.ones((steps, 1, 1)), np.ones((steps, 1, 1)), log=log)
        assert any(f"only {steps} time steps" in text for text in log.warnings) is few


def test_coarseness_is_that_of_the_rows(calculate):
    ones, tall = np.ones((4, 8, 8)), Grid(2, 8, (100.0, 1.0, 0, 36.0, 0, -4.0), WGS84)
    log = Recorder()
    calculate(ones, ones, grid=tall, log=log)
    assert any("4.0 times coarser" in text for text in log.warnings)
    # Twice as coarse still sees every second row's neighbours.
    for factor, warned in ((2.0, False), (2.5, True)):
        log = Recorder()
        grid = Grid(2, 2, (0.0, 1e3 * factor, 0, 4e6, 0, -1e3 * factor), ALBERS)
        calculate(ones, ones, grid=grid, log=log, transform=(0, 1e3, 0, 4e6, 0, -1e3), crs=ALBERS)
        assert any("times coarser" in text for text in log.warnings) is warned


def test_series_are_loaded_while_all_their_values_fit(calculate, monkeypatch):
    loaded = []
    load_pair = WindPair.load
    monkeypatch.setattr(WindPair, "load", lambda pair, progress: loaded.append(1) or load_pair(pair, progress))
    ones = np.ones((6, 2, 2))
    monkeypatch.setattr(uv_roses, "LOADED_VALUES", 23)
    calculate(ones, ones)
    assert not loaded
    monkeypatch.setattr(uv_roses, "LOADED_VALUES", 24)
    calculate(ones, ones)
    assert loaded


def test_a_rotated_grid_needs_another_for_its_results(tmp_path):
    """A GeoTIFF cannot hold its CRS: without GRID its cells would lie elsewhere."""
    pole = spatial_reference("+proj=ob_tran +o_proj=longlat +o_lon_p=0 +o_lat_p=39.25 +lon_0=18 +R=6371229 +no_defs")
    transform = (18.0, 1.0, 0, 3.0, 0, -1.0)
    field = Field("u", "grid", "u", "", "", "", "", "u", (Band("u.tif"),), (FieldStep(None, ((0, 1),)),))
    pair = WindPair(field, field, Grid(4, 5, transform, pole.ExportToWkt()), along_grid=True)
    with pytest.raises(RasterError, match=r"u\.tif lies on a rotated grid.* Choose GRID"):
        require_target(pair, None)
    require_target(pair, Grid(2, 2, (48.0, 1, 0, 48, 0, -1), WGS84))
    require_target(WindPair(field, field, Grid(2, 2, (48.0, 1, 0, 48, 0, -1), WGS84)), None)
