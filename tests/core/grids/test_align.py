"""A raster on another grid: totals kept in and across CRS, means, modes, gaps, masks."""

from __future__ import annotations

import numpy as np
import pytest
from carbon_service_flow.core.accounts.spatialize import AmountBasis
from carbon_service_flow.core.engine.windows import CHUNK
from carbon_service_flow.core.errors import ParameterError, RasterError
from carbon_service_flow.core.grids.align import align, require_conversion
from carbon_service_flow.core.grids.split_totals import TotalsBand
from carbon_service_flow.core.grids.warp import ValueKind, WarpedBand
from carbon_service_flow.core.raster.geodesy import transform_points
from carbon_service_flow.core.raster.grid import Grid
from carbon_service_flow.core.raster.sources import Window
from support.common import ALBERS, KM, WGS84, Recorder, band, grid, load, save, target
from support.places import CORNERS, around

NAN = float("nan")


def aligned(folder, values, source: Grid, to: Grid, kind: int, **options):
    path = save(folder / "in.tif", values, source.geotransform, source.crs, **options)
    log = Recorder()
    out = target(folder / "out.tif")
    sums = align([band(path)], to, kind, out, log)
    return load(out.path), sums, log


@pytest.mark.formula("align-total")
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


def test_totals_that_fall_outside_are_told(tmp_path) -> None:
    """Half of 4 cells of 10 each lies beyond the target's edge: 20 of 40."""
    source = grid(1, 4)
    to = grid(1, 2)
    _, sums, log = aligned(tmp_path, [[10.0] * 4], source, to, ValueKind.TOTAL)
    assert sums["sum"][0] == 20
    assert log.warnings == ["in.tif: 20 of 40 lies outside the target grid's cells: left out."]


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


@pytest.mark.formula("align-category", "align-continuous")
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


@pytest.mark.parametrize("kind", [ValueKind.CATEGORY, ValueKind.CONTINUOUS, ValueKind.TOTAL])
def test_a_south_up_target_is_not_turned_over(tmp_path, kind) -> None:
    values = np.arange(12.0).reshape(4, 3)
    north = grid(4, 3)
    south = grid(4, 3, (0.0, 1000.0, 0.0, KM[3] - 4000, 0.0, 1000.0))
    found, _, _ = aligned(tmp_path, values, north, south, kind)
    np.testing.assert_allclose(found, values[::-1], atol=1e-9)
    back, _, _ = aligned(tmp_path, values, south, north, kind)
    np.testing.assert_allclose(back, values[::-1], atol=1e-9)


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


def test_docstring_s_totals(tmp_path) -> None:
    """Cells of 2 km with 8 and 4 on cells of 1 km: a quarter each."""
    source = grid(1, 2, (0.0, 2000.0, 0.0, KM[3], 0.0, -2000.0))
    found, sums, _ = aligned(tmp_path, [[8.0, 4.0]], source, grid(2, 4), ValueKind.TOTAL)
    assert found.tolist() == [[2, 2, 1, 1]] * 2
    assert (sums["sum"].tolist(), sums["count"].tolist()) == ([12], [8])


def test_an_origin_a_hair_off_moves_nothing_and_half_a_cell_moves_half(tmp_path) -> None:
    """A shift of 1e-7 m is rounding: values stay exact, and no cell beyond the last is touched."""
    values = [[1.0, 2.0, 3.0]]
    hair = grid(1, 4, (1e-7, *KM[1:]))
    found, _, log = aligned(tmp_path, values, grid(1, 3), hair, ValueKind.TOTAL)
    assert found.tolist() == [[1, 2, 3, None]]
    assert log.warnings == []
    found, _, _ = aligned(tmp_path, values, grid(1, 3), grid(1, 4, (-1e-7, *KM[1:])), ValueKind.TOTAL)
    assert found.tolist() == [[1, 2, 3, None]]
    half = grid(1, 4, (-500.0, *KM[1:]))
    found, _, _ = aligned(tmp_path, values, grid(1, 3), half, ValueKind.TOTAL)
    assert found.tolist() == [[0.5, 1.5, 2.5, 1.5]]


@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_what_is_lost_is_warned_of_whatever_its_sign(tmp_path, sign) -> None:
    """Of 1000 one or a thousandth of it lies outside; of 3e6, 2 are less than a millionth."""
    source = grid(1, 2)
    for inside, outside, warned in ((999.0, 1.0, True), (3e6, 2.0, False), (1e6, 2.0, True)):
        log = aligned(tmp_path, [[sign * inside, sign * outside]], source, grid(1, 1), ValueKind.TOTAL)[2]
        assert bool(log.warnings) == warned
        assert any(text.startswith("in.tif: sum ") for text in log.infos)


@pytest.mark.parametrize("value", [2.0**24, -(2.0**24)])
def test_the_largest_category_a_float32_raster_holds(tmp_path, value) -> None:
    """2^24 is held exactly, 2^24 + 1 is not, on both sides of 0; other kinds may hold any value."""
    found, sums, _ = aligned(tmp_path, [[value, 1]], grid(1, 2), grid(1, 2), ValueKind.CATEGORY)
    assert found.tolist() == [[value, 1]]
    assert sums["beyond"].tolist() == [0]
    beyond = value + np.sign(value)
    with pytest.raises(RasterError, match="cannot hold exactly"):
        aligned(tmp_path, [[beyond, 1]], grid(1, 2), grid(1, 2), ValueKind.CATEGORY)
    _, sums, _ = aligned(tmp_path, [[beyond, 1]], grid(1, 2), grid(1, 2), ValueKind.CONTINUOUS)
    assert sums["beyond"].tolist() == [1]


def test_pieces_across_crs_go_where_their_centres_lie(tmp_path) -> None:
    """A cell with 4096 among missing ones, in degrees, on finer Albers cells: by brute force, at 8 x 8 pieces or more.

    Of 64 x 64 points of the cell each carries 1: both divisions differ by less than a piece's row or column.
    """
    source = around(WGS84, 0.01, 5, 5)
    values = np.full((5, 5), -9999.0)
    values[3, 1] = 4096.0
    to = around(ALBERS, 400.0, 20, 20)
    found, _, _ = aligned(tmp_path, values, source, to, ValueKind.TOTAL, nodata=-9999)
    x0, dx, _, y0, _, dy = source.geotransform
    steps = (np.arange(64) + 0.5) / 64
    lon, lat = np.meshgrid(x0 + (1 + steps) * dx, y0 + (3 + steps) * dy)
    x, y = transform_points(lon, lat, WGS84, ALBERS)
    tx, tdx, _, ty, _, tdy = to.geotransform
    expected = np.zeros(to.shape)
    np.add.at(expected, (np.floor((y - ty) / tdy).astype(int), np.floor((x - tx) / tdx).astype(int)), 1.0)
    assert found.sum() == pytest.approx(4096)
    # Where pieces of missing cells fall alone, there is no value.
    assert (found.mask | (found.data > 0)).all()
    # A target cell holds (400 / 1000)^2 of it, 650; a piece's row within it, 1/8, is 80.
    assert np.abs(found.filled(0) - expected).max() < 80
    row, col = np.mgrid[0:20, 0:20]
    for axis in (row, col):
        assert (found.filled(0) * axis).sum() / 4096 == pytest.approx((expected * axis).sum() / 4096, abs=0.05)


@pytest.mark.parametrize(("basis", "per_cell"), [(AmountBasis.PER_HECTARE, 400.0), (AmountBasis.PER_KM2, 4.0)])
def test_totals_per_area_are_of_the_target_cells_own(tmp_path, basis, per_cell) -> None:
    """Cells of 1 km2 with 10, 20, 30 and 60 people make one of 4 km2 = 400 ha: 120 / 400 per hectare, times 1000."""
    path = save(tmp_path / "in.tif", [[10.0, 20.0], [30.0, 60.0]])
    to, out = grid(1, 1, (0.0, 2000.0, 0.0, KM[3], 0.0, -2000.0)), target(tmp_path / "out.tif")
    sums = align([band(path)], to, ValueKind.TOTAL, out, Recorder(), basis=basis, factor=1000.0)
    assert load(out.path)[0, 0] == pytest.approx(120_000 / per_cell, rel=1e-6)
    assert sums["sum"][0] == pytest.approx(120)


def test_totals_per_hectare_times_the_cells_areas_are_the_totals(tmp_path) -> None:
    """On degrees every row has an area of its own."""
    frame = Grid(30, 4, (100.0, 1.0, 0.0, 60.0, 0.0, -2.0), WGS84)
    values = np.random.default_rng(4).random((30, 4)) * 1e5
    path = save(tmp_path / "in.tif", values, frame.geotransform, WGS84)
    to, out = Grid(60, 4, (100.0, 1.0, 0.0, 60.0, 0.0, -1.0), WGS84), target(tmp_path / "out.tif")
    align([band(path)], to, ValueKind.TOTAL, out, Recorder(), basis=AmountBasis.PER_HECTARE)
    assert (load(out.path) * to.cell_area_ha()).sum() == pytest.approx(values.sum(), rel=1e-6)


def test_a_factor_converts_continuous_values_too(tmp_path) -> None:
    path = save(tmp_path / "in.tif", [[10.0, 20.0]])
    out = target(tmp_path / "out.tif")
    align([band(path)], band(path).grid, ValueKind.CONTINUOUS, out, Recorder(), factor=-0.01)
    np.testing.assert_allclose(load(out.path), [[-0.1, -0.2]], rtol=1e-6)


@pytest.mark.parametrize(
    ("kind", "basis", "factor", "words"),
    [
        (ValueKind.CONTINUOUS, AmountBasis.PER_HECTARE, 1.0, "choose KIND 2"),
        (ValueKind.CATEGORY, AmountBasis.PER_KM2, 1.0, "choose KIND 2"),
        (ValueKind.CATEGORY, AmountBasis.PER_CELL, 2.0, "FACTOR is 2, but categories"),
        (ValueKind.TOTAL, AmountBasis.PER_CELL, 0.0, "FACTOR is 0"),
        (ValueKind.TOTAL, AmountBasis.PER_CELL, float("nan"), "FACTOR is nan"),
        (ValueKind.TOTAL, AmountBasis.PER_CELL, float("inf"), "FACTOR is inf"),
    ],
)
def test_conversions_without_a_meaning_are_refused(kind, basis, factor, words) -> None:
    with pytest.raises(ParameterError, match=words):
        require_conversion(kind, basis, factor)
