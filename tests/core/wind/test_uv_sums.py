"""Counts and sums of winds per cell: the same for every window, thread and process; steps added by hand."""

from __future__ import annotations

import pickle

import numpy as np
import pytest
from carbon_service_flow.core.progress import Progress
from carbon_service_flow.core.raster.grid import Grid
from carbon_service_flow.core.raster.sources import Band, Window
from carbon_service_flow.core.wind import uv_sums
from carbon_service_flow.core.wind.uv_series import open_pair
from carbon_service_flow.core.wind.uv_sums import ROSE_SUMS, SUM_SPEED, SUM_U, SUM_V, WindSums, add_step
from support.common import ALBERS, WGS84, Recorder, save

CHINA = (100.0, 1.0, 0.0, 36.0, 0.0, -1.0)


def windows(grid, height, width):
    for row in range(0, grid.rows, height):
        for col in range(0, grid.cols, width):
            yield Window(row, col, min(height, grid.rows - row), min(width, grid.cols - col))


@pytest.mark.parametrize("crs", ["same grid", "albers"])
def test_independent_of_windows_and_of_loading(tmp_path, crs, monkeypatch):
    rng = np.random.default_rng(4)
    u, v = rng.normal(0, 3, (2, 5, 12, 14))
    u[2, 3:5, 4:6] = np.nan
    pair = open_pair(
        Band(save(tmp_path / "u.tif", u, CHINA, WGS84)), Band(save(tmp_path / "v.tif", v, CHINA, WGS84)), Progress()
    )
    grid = pair.grid if crs == "same grid" else Grid(90, 110, (-3e5, 9e3, 0, 3.9e6, 0, -9e3), ALBERS)
    all_at_once = WindSums(pair, grid, 0.3).open().read(Window(0, 0, *grid.shape))
    reader = WindSums(pair.load(Progress()), grid, 0.3).open()
    monkeypatch.setattr(uv_sums, "SOURCE_CELLS", 20)  # windows are halved as well
    assert all_at_once.shape == (*grid.shape, ROSE_SUMS)
    for window in windows(grid, 37, 41):
        part = all_at_once[window.row : window.row + window.rows, window.col : window.col + window.cols]
        np.testing.assert_allclose(reader.read(window), part, rtol=1e-9, atol=1e-9)


def test_threads_and_processes(tmp_path):
    u = np.ones((4, 3, 3))
    pair = open_pair(
        Band(save(tmp_path / "a.tif", u, CHINA, WGS84)), Band(save(tmp_path / "b.tif", u, CHINA, WGS84)), Progress()
    )
    source = pickle.loads(pickle.dumps(WindSums(pair, pair.grid, 0.3, Recorder())))
    assert source.open().read(Window(0, 0, 3, 3))[1, 1, 10] == 4  # SW


def test_steps_added_by_hand():
    # Cells: from E 2 m/s, then from N 1 m/s; calm by the limit, then missing.
    totals = np.zeros((ROSE_SUMS, 1, 2))
    add_step(totals, np.array([[-2.0, 0.2]]), np.array([[0.0, 0.0]]), 0.3)
    add_step(totals, np.array([[0.0, np.nan]]), np.array([[-1.0, np.nan]]), 0.3)
    expected = np.zeros((ROSE_SUMS, 1, 2))
    expected[4, 0, 0] = expected[0, 0, 0] = 1
    expected[16, 0, 1] = 1
    expected[SUM_U, 0] = -2, 0.2
    expected[SUM_V, 0] = -1, 0
    expected[SUM_SPEED, 0] = 3, 0.2
    np.testing.assert_array_equal(totals, expected)


def test_a_wind_that_blows_at_the_calm_limit_has_its_sector():
    totals = np.zeros((ROSE_SUMS, 1, 1))
    add_step(totals, np.array([[0.0]]), np.array([[0.3]]), 0.3)
    assert totals[8, 0, 0] == 1


def test_a_window_out_of_reach_has_no_steps(tmp_path):
    u = np.ones((4, 3, 3))
    bands = [Band(save(tmp_path / name, u, CHINA, WGS84)) for name in ("a.tif", "b.tif")]
    far = Grid(2, 2, (0.0, 1.0, 0.0, 2.0, 0.0, -1.0), WGS84)
    sums = WindSums(open_pair(*bands, Progress()), far, 0.3).open().read(Window(0, 0, 2, 2))
    assert sums.shape == (2, 2, ROSE_SUMS)
    assert not sums.any()


@pytest.mark.parametrize(("shape", "axis"), [((5, 4), 0), ((4, 5), 1), ((1, 2), 1)])
def test_windows_are_halved_across_their_longer_side(shape, axis):
    (first, second), along = uv_sums._halves(Window(10, 20, *shape))
    assert along == axis
    cells = np.zeros((30, 40), int)
    for half in (first, second):
        cells[half.row : half.row + half.rows, half.col : half.col + half.cols] += 1
    assert (cells[10 : 10 + shape[0], 20 : 20 + shape[1]] == 1).all()
    assert cells.sum() == shape[0] * shape[1]
    assert abs(first.rows * first.cols - second.rows * second.cols) <= min(shape)


def test_windows_are_halved_down_to_a_cell_when_they_need_too_much(tmp_path, monkeypatch):
    bands = [Band(save(tmp_path / name, np.ones((1, 4, 4)), CHINA, WGS84)) for name in ("a.tif", "b.tif")]
    reader = WindSums(open_pair(*bands, Progress()), Grid(3, 2, (101.0, 0.5, 0, 35.0, 0, -0.5), WGS84), 0.3).open()
    read_windows = []
    sum_steps = reader._sum_steps
    monkeypatch.setattr(
        reader, "_sum_steps", lambda window, *others: read_windows.append(window) or sum_steps(window, *others)
    )
    monkeypatch.setattr(uv_sums, "SOURCE_CELLS", 0)
    assert reader.read(Window(0, 0, 3, 2)).shape == (3, 2, ROSE_SUMS)
    assert sorted((window.row, window.col, *window.shape) for window in read_windows) == [
        (row, col, 1, 1) for row in range(3) for col in range(2)
    ]


@pytest.mark.parametrize(("limit", "windows_read"), [(20, 1), (19, 2)])
def test_a_window_is_halved_as_soon_as_its_source_is_too_large(tmp_path, monkeypatch, limit, windows_read):
    # Centres of the 4 x 6 cells of half a degree lie among 4 x 5 cells of the wind: 20 source cells.
    bands = [Band(save(tmp_path / name, np.ones((1, 4, 6)), CHINA, WGS84)) for name in ("a.tif", "b.tif")]
    reader = WindSums(open_pair(*bands, Progress()), Grid(4, 6, (101.0, 0.5, 0, 35.0, 0, -0.5), WGS84), 0.3).open()
    read_windows = []
    sum_steps = reader._sum_steps
    monkeypatch.setattr(
        reader, "_sum_steps", lambda window, *others: read_windows.append(window) or sum_steps(window, *others)
    )
    monkeypatch.setattr(uv_sums, "SOURCE_CELLS", limit)
    reader.read(Window(0, 0, 4, 6))
    assert len(read_windows) == windows_read
