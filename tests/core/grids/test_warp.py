"""A band through GDAL's warper: as the warper on the whole file, as the formula, without seams, gaps left out."""

from __future__ import annotations

import numpy as np
import pytest
from carbon_service_flow.core.grids.warp import ValueKind, WarpedBand, cell_ratio, is_coarser, source_window
from carbon_service_flow.core.raster.geodesy import transform_points
from carbon_service_flow.core.raster.sources import Window
from hypothesis import given, settings
from hypothesis import strategies as st
from osgeo import gdal
from support.common import ALBERS, KM, MERCATOR, UTM50, WGS84, band, grid, save
from support.places import CORNERS, around

NAN = float("nan")


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


@pytest.mark.formula("align-continuous")
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


def test_how_many_source_cells_a_target_cell_is_wide() -> None:
    """1000 x 1000 m in 500 x 125 m cells: the areas' ratio is 16, the square root 4; and back 1 / 4."""
    coarse, fine = grid(4, 6), grid(32, 12, (0.0, 500.0, 0.0, KM[3], 0.0, -125.0))
    assert cell_ratio(fine, coarse) == pytest.approx(4)
    assert cell_ratio(coarse, fine) == pytest.approx(0.25)
    assert (is_coarser(fine, coarse), is_coarser(coarse, fine), is_coarser(coarse, coarse)) == (True, False, False)
    south_up = grid(4, 6, (0.0, 1000.0, 0.0, KM[3] - 4000, 0.0, 1000.0))
    assert cell_ratio(fine, south_up) == pytest.approx(4)


def test_the_ratio_of_cells_is_that_at_the_target_s_centre() -> None:
    """At 60 N a degree is half as wide as at the equator: 55.8 km, and 111.4 km high."""
    kilometres = around(MERCATOR, 10_000.0, 9, 9, lat=60.0)
    degrees = around(WGS84, 1.0, 9, 9, lat=60.0)
    # Mercator's metres are half as long there: cells of 5 km by 5 km.
    assert cell_ratio(degrees, kilometres) == pytest.approx(5.0 / np.sqrt(55.8 * 111.4), rel=0.01)


def test_a_target_without_an_image_in_the_source_s_crs_counts_as_equally_fine() -> None:
    beyond = grid(2, 2, (1e9, 1000.0, 0.0, 1e9, 0.0, -1000.0), UTM50)
    source = around(WGS84, 0.01, 5, 5)
    assert cell_ratio(source, beyond) == 1.0
    assert source_window(source, beyond, Window(0, 0, 2, 2)) is None


@pytest.mark.parametrize(
    ("kind", "coarser", "finer"),
    [(ValueKind.CATEGORY, "mode", "near"), (ValueKind.CONTINUOUS, "average", "bilinear")],
)
def test_the_method_by_kind_and_size(tmp_path, kind, coarser, finer) -> None:
    source = band(save(tmp_path / "in.tif", np.ones((4, 4))))
    for size, method in ((2000.0, coarser), (500.0, finer), (1000.0, finer)):
        to = grid(2, 2, (0.0, size, 0.0, KM[3], 0.0, -size))
        assert WarpedBand.of_kind(source, to, kind).method == method
        assert WarpedBand.of_kind(source, to, kind).name == source.name


def test_a_source_window_has_a_margin_of_two_cells_and_ends_at_the_edges() -> None:
    """In one CRS, cells of the same size: a window of 32 cells has steps of 1 between its points, so 3 on each side."""
    source = grid(100, 100)
    assert source_window(source, source, Window(40, 50, 32, 32)) == Window(37, 47, 38, 38)
    assert source_window(source, source, Window(0, 90, 32, 32)) == Window(0, 87, 35, 13)
    assert source_window(source, grid(9, 9, (9e5, 1000.0, 0.0, KM[3], 0.0, -1000.0)), Window(0, 0, 9, 9)) is None
