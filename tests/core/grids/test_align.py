"""A raster on another grid: totals kept in and across CRS, means, modes, gaps; the warper on the whole file agrees."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest
from carbon_service_flow.core.engine.windows import CHUNK
from carbon_service_flow.core.errors import RasterError
from carbon_service_flow.core.grids.align import TotalsBand, align
from carbon_service_flow.core.grids.warp import ValueKind, WarpedBand, is_coarser, source_window
from carbon_service_flow.core.raster.geodesy import transform_points
from carbon_service_flow.core.raster.grid import Grid
from carbon_service_flow.core.raster.sources import Window
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from osgeo import gdal
from support.common import ALBERS, KM, MERCATOR, UTM50, WGS84, Recorder, band, file_laws, grid, load, save, target

NAN = float("nan")
# Cells of about 1 km around 116 E, 30 N in four CRS.
CORNERS = {"degrees": (WGS84, 0.01), "albers": (ALBERS, 1000.0), "utm": (UTM50, 1000.0), "mercator": (MERCATOR, 1100.0)}


def around(crs: str, size: float, rows: int, cols: int, lon: float = 116.0, lat: float = 30.0) -> Grid:
    """A grid of such cells with the point in its middle."""
    x, y = transform_points(np.array([lon]), np.array([lat]), WGS84, crs)
    return grid(rows, cols, (float(x[0]) - cols / 2 * size, size, 0.0, float(y[0]) + rows / 2 * size, 0.0, -size), crs)


def aligned(folder, values, source: Grid, to: Grid, kind: int, **options):
    path = save(folder / "in.tif", values, source.geotransform, source.crs, **options)
    log = Recorder()
    out = target(folder / "out.tif")
    sums = align([band(path)], to, kind, out, log)
    return load(out.path), sums, log


@pytest.mark.parametrize("origin", CORNERS)
@pytest.mark.parametrize("destination", CORNERS)
@pytest.mark.parametrize("factor", [0.37, 1.0, 3.3])
def test_totals_are_kept_across_crs(tmp_path, origin, destination, factor) -> None:
    """A target that holds the source with room to spare: the sum is the same to 1e-6, cells finer or coarser."""
    source = around(*CORNERS[origin], 40, 50)
    values = np.random.default_rng(5).lognormal(0, 2, source.shape)
    values[3, 4] = -9999
    crs, size = CORNERS[destination]
    to = around(crs, size * factor, int(60 / factor) + 9, int(75 / factor) + 9)
    found, sums, log = aligned(tmp_path, values, source, to, ValueKind.TOTAL, nodata=-9999)
    total = values.sum() + 9999
    assert sums["sum"][0] == pytest.approx(total, rel=1e-6)
    assert found.sum() == pytest.approx(total, rel=1e-6)
    assert log.warnings == []


@file_laws
@given(
    arrays(np.float64, (5, 7), elements=st.one_of(st.just(NAN), st.floats(0, 1e6))),
    st.floats(-2.5, 2.5),
    st.floats(-2.5, 2.5),
    st.floats(0.3, 4),
    st.booleans(),
)
def test_totals_in_one_crs_against_plain_loops(tmp_path_factory, values, shift_x, shift_y, size, south_up) -> None:
    """Each target cell gets of each source cell the share of its area that it covers; the rest is told."""
    folder = tmp_path_factory.mktemp("overlap")
    source = grid(5, 7, (0.0, 1000.0, 0.0, 0.0, 0.0, -1000.0))
    step = 1000.0 * size
    down = step if south_up else -step
    top = shift_y * 1000 - (4 * step if south_up else 0)
    to = grid(4, 5, (shift_x * 1000, step, 0.0, top, 0.0, down))
    path = save(folder / "in.tif", values, source.geotransform, source.crs)
    found = TotalsBand(band(path), source, to).open().read(Window(0, 0, 4, 5))
    for i in range(4):
        for j in range(5):
            xmin, ymin, xmax, ymax = to.window(i, j, 1, 1).extent
            total, covered = 0.0, False
            for a in range(5):
                for b in range(7):
                    sx, sy, ex, ey = source.window(a, b, 1, 1).extent
                    part = max(0.0, min(xmax, ex) - max(xmin, sx)) * max(0.0, min(ymax, ey) - max(ymin, sy)) / 1e6
                    if part > 1e-7 and not np.isnan(values[a, b]):
                        total, covered = total + part * values[a, b], True
            if covered:
                assert found[i, j] == pytest.approx(total, rel=1e-6, abs=1e-3)
            elif not found.mask[i, j]:
                assert abs(found[i, j]) < 1e-3 * (1 + np.nanmax(values, initial=0))


def test_totals_of_fine_cells_on_a_coarse_grid_take_a_bounded_amount_of_memory(tmp_path) -> None:
    """3600 x 3600 cells onto 60 x 60: the whole target is one window, its source 104 MB in float64, and 16 tiles."""
    values = np.random.default_rng(1).integers(0, 100, (3600, 3600)).astype(np.float32)
    source = grid(3600, 3600, (0.0, 10.0, 0.0, 0.0, 0.0, -10.0), ALBERS)
    to = grid(60, 60, (0.0, 600.0, 0.0, 0.0, 0.0, -600.0), ALBERS)
    path = save(tmp_path / "in.tif", values, source.geotransform, source.crs)
    reader = TotalsBand(band(path), source, to).open()
    tracemalloc.start()
    found = reader.read(Window(0, 0, 60, 60))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    expected = values.astype(np.float64).reshape(60, 60, 60, 60).sum(axis=(1, 3))
    np.testing.assert_array_equal(found.filled(-1), expected)
    assert peak < 60e6


def test_totals_that_fall_outside_are_told(tmp_path) -> None:
    """Half of 4 cells of 10 each lies beyond the target's edge: 20 of 40."""
    source = grid(1, 4)
    to = grid(1, 2)
    _, sums, log = aligned(tmp_path, [[10.0] * 4], source, to, ValueKind.TOTAL)
    assert sums["sum"][0] == 20
    assert log.warnings == ["in.tif: 20 of 40 lies outside the target grid's cells: left out."]


@pytest.mark.parametrize("kind", [ValueKind.CATEGORY, ValueKind.CONTINUOUS])
@pytest.mark.parametrize("factor", [0.4, 2.7])
@pytest.mark.parametrize(("origin", "destination"), [("degrees", "albers"), ("utm", "mercator"), ("albers", "degrees")])
def test_the_warper_on_the_whole_file_gives_the_same(tmp_path, kind, factor, origin, destination) -> None:
    """On data without gaps, GDAL's own warp of the file and our tiles agree: no seams, no shifts."""
    source = around(*CORNERS[origin], 300, 320)
    row, col = np.mgrid[0:300, 0:320]
    values = (
        (row // 7 * 31 + col // 5 * 17) % 9 + 1.0
        if kind == ValueKind.CATEGORY
        else np.sin(row / 9) + np.cos(col / 7) + 3
    )
    path = save(tmp_path / "in.tif", values, source.geotransform, source.crs)
    crs, size = CORNERS[destination]
    to = around(crs, size * factor, int(260 / factor), int(700 / factor) if factor < 1 else 100)
    warped = WarpedBand.of_kind(band(path), to, kind)
    assert is_coarser(source, to) == (factor > 1)
    mine = warped.open().read(Window(0, 0, *to.shape)).filled(-1)
    xmin, ymin, xmax, ymax = to.extent
    whole = gdal.Warp(
        "",
        path,
        format="MEM",
        dstSRS=to.crs,
        outputBounds=(xmin, ymin, xmax, ymax),
        width=to.cols,
        height=to.rows,
        resampleAlg=warped.method,
        errorThreshold=0,
        dstNodata=-1,
    ).ReadAsArray()
    assert (whole != -1).any()
    different = ~np.isclose(mine, whole, rtol=1e-9, atol=1e-9)
    # A centre within rounding of a cell's edge, or two codes equally frequent, may go either way.
    assert different.mean() < 2e-4


@pytest.mark.parametrize("kind", [ValueKind.CATEGORY, ValueKind.CONTINUOUS, ValueKind.TOTAL])
def test_a_cell_is_the_same_whatever_window_is_read(tmp_path, kind) -> None:
    source = around(WGS84, 0.01, 200, 260)
    values = np.random.default_rng(8).integers(1, 5, source.shape)
    path = save(tmp_path / "in.tif", values, source.geotransform, source.crs)
    to = around(ALBERS, 450.0, 300, CHUNK + 200)
    asked = TotalsBand(band(path), source, to) if kind == ValueKind.TOTAL else WarpedBand.of_kind(band(path), to, kind)
    reader = asked.open()
    whole = reader.read(Window(0, 0, *to.shape)).filled(-1)
    for window in (Window(0, 0, 7, 9), Window(100, CHUNK - 5, 30, 11), Window(250, 10, 50, 600), Window(37, 41, 1, 1)):
        part = reader.read(window).filled(-1)
        expected = whole[window.row : window.row + window.rows, window.col : window.col + window.cols]
        np.testing.assert_array_equal(part, expected)


@pytest.mark.parametrize("size", [30.0, 100.0])
def test_finer_cells_are_the_bilinear_mean_of_four_neighbours(tmp_path, size) -> None:
    """Noise, against the formula; at 100 m cells are narrower than the source's one way (111 m) and wider the other."""
    source = around(WGS84, 0.001, 220, 260)
    values = np.random.default_rng(11).random(source.shape)
    path = save(tmp_path / "in.tif", values, source.geotransform, source.crs)
    to = around(ALBERS, size, 150, 150)
    warped = WarpedBand.of_kind(band(path), to, ValueKind.CONTINUOUS)
    assert warped.method == "bilinear"
    rows, cols = np.mgrid[0:150, 0:150]
    x0, dx, _, y0, _, dy = to.geotransform
    x, y = transform_points(x0 + (cols + 0.5) * dx, y0 + (rows + 0.5) * dy, to.crs, source.crs)
    sx, sdx, _, sy, _, sdy = source.geotransform
    r, c = (y - sy) / sdy - 0.5, (x - sx) / sdx - 0.5
    i, j = np.floor(r).astype(int), np.floor(c).astype(int)
    v, u = r - i, c - j
    upper = values[i, j] * (1 - u) + values[i, j + 1] * u
    lower = values[i + 1, j] * (1 - u) + values[i + 1, j + 1] * u
    found = warped.open().read(Window(0, 0, 150, 150))
    np.testing.assert_allclose(found, upper * (1 - v) + lower * v, atol=1e-6)


def test_means_and_modes_by_hand(tmp_path) -> None:
    """4 x 4 cells to 2 x 2. Means 2.5, 4.5, 10.5, 12.5 of 0..15; modes of four codes each."""
    source, to = grid(4, 4), grid(2, 2, (0.0, 2000.0, 0.0, KM[3], 0.0, -2000.0))
    found, _, _ = aligned(tmp_path, np.arange(16.0).reshape(4, 4), source, to, ValueKind.CONTINUOUS)
    np.testing.assert_allclose(found, [[2.5, 4.5], [10.5, 12.5]])
    codes = [[11, 11, 21, 31], [11, 51, 31, 31], [41, 41, 5, 5], [41, 41, 5, 6]]
    found, _, _ = aligned(tmp_path, codes, source, to, ValueKind.CATEGORY)
    assert found.tolist() == [[11, 31], [41, 5]]


@pytest.mark.parametrize("nodata", [None, -9999, NAN])
def test_missing_cells_leave_the_mean_of_the_others(tmp_path, nodata) -> None:
    """NaN is missing beside any nodata value; 1, 3, 5 and one missing are 3, not missing and not -2497.5."""
    values = [[1.0, 3.0], [5.0, NAN if nodata is None else nodata], [NAN, NAN], [NAN, 8.0]]
    to = grid(2, 1, (0.0, 2000.0, 0.0, KM[3], 0.0, -2000.0))
    found, _, _ = aligned(tmp_path, values, grid(4, 2), to, ValueKind.CONTINUOUS, nodata=nodata)
    assert found.tolist() == [[3.0], [8.0]]


def test_excluded_ranges_packed_nodata_and_alpha(tmp_path) -> None:
    """-5 is nodata by the user's word; 200 * 0.5 is 100 and no nodata though the packed nodata is 100."""
    to = grid(1, 1, (0.0, 2000.0, 0.0, KM[3], 0.0, -2000.0))

    def mean(path, **options):
        return (
            WarpedBand.of_kind(band(path, **options), to, ValueKind.CONTINUOUS).open().read(Window(0, 0, 1, 1)).tolist()
        )

    one = save(tmp_path / "a.tif", [[1, 3], [5, -5]])
    assert mean(one, excluded=((-9, -1),)) == [[3.0]]
    two = save(tmp_path / "b.tif", [[200, 100], [0, 80]], kind=gdal.GDT_Byte, nodata=100, scale=(0.5, 0))
    assert mean(two) == [[pytest.approx((100 + 0 + 40) / 3)]]
    layers = np.array([[[1, 3], [5, 90]], [[255, 255], [255, 0]]])
    three = save(tmp_path / "c.tif", layers, kind=gdal.GDT_Byte, options=("ALPHA=YES",))
    assert mean(three) == [[3.0]]


@pytest.mark.parametrize("kind", [ValueKind.CATEGORY, ValueKind.CONTINUOUS, ValueKind.TOTAL])
def test_a_south_up_target_is_not_turned_over(tmp_path, kind) -> None:
    values = np.arange(12.0).reshape(4, 3)
    north = grid(4, 3)
    south = grid(4, 3, (0.0, 1000.0, 0.0, KM[3] - 4000, 0.0, 1000.0))
    found, _, _ = aligned(tmp_path, values, north, south, kind)
    np.testing.assert_allclose(found, values[::-1], atol=1e-9)
    back, _, _ = aligned(tmp_path, values, south, north, kind)
    np.testing.assert_allclose(back, values[::-1], atol=1e-9)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 90), st.integers(0, 90), st.integers(1, 60), st.integers(1, 60), st.sampled_from(list(CORNERS)))
def test_source_window_holds_what_is_needed(row, col, rows, cols, destination) -> None:
    """Centres and corners of the window's cells lie in the part of the source that is read."""
    source = around(WGS84, 0.01, 150, 150)
    crs, size = CORNERS[destination]
    to = around(crs, size, 150, 150)
    needed = source_window(source, to, Window(row, col, rows, cols))
    at_rows, at_cols = np.meshgrid(np.linspace(row, row + rows, 47), np.linspace(col, col + cols, 47))
    x0, dx, _, y0, _, dy = to.geotransform
    x, y = transform_points(x0 + at_cols * dx, y0 + at_rows * dy, crs, WGS84)
    sx, sdx, _, sy, _, sdy = source.geotransform
    r, c = (y - sy) / sdy, (x - sx) / sdx
    on = (r >= 0) & (r <= 150) & (c >= 0) & (c <= 150)
    if needed is None:
        assert not on.any()
        return
    assert (r[on] >= needed.row).all()
    assert (r[on] <= needed.row + needed.rows).all()
    assert (c[on] >= needed.col).all()
    assert (c[on] <= needed.col + needed.cols).all()


def test_nothing_on_the_grid_and_categories_too_large(tmp_path) -> None:
    far = grid(2, 2, (9e5, 1000.0, 0.0, 9e5, 0.0, -1000.0))
    for kind in (ValueKind.CATEGORY, ValueKind.CONTINUOUS, ValueKind.TOTAL):
        with pytest.raises(RasterError, match=r"in\.tif has no data on the grid"):
            aligned(tmp_path, [[1.0, 2.0]], grid(1, 2), far, kind)
    with pytest.raises(RasterError, match="cannot hold exactly"):
        aligned(tmp_path, [[2.0**24 + 1, 1]], grid(1, 2), grid(1, 2), ValueKind.CATEGORY)


def test_several_bands_and_a_mask(tmp_path) -> None:
    path = save(tmp_path / "in.tif", np.arange(8.0).reshape(2, 2, 2))
    inside = save(tmp_path / "mask.tif", [[1, 0], [1, 1]], nodata=0)
    out = target(tmp_path / "out.tif", "one", "two")
    align(
        [band(path, band=1), band(path, band=2)], grid(2, 2), ValueKind.CONTINUOUS, out, Recorder(), mask=band(inside)
    )
    assert load(out.path, 1).tolist() == [[0, None], [2, 3]]
    assert load(out.path, 2).tolist() == [[4, None], [6, 7]]
