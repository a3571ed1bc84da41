"""Longitudes that differ by whole turns: against the same raster laid out three times in the plane, and by formula."""

from __future__ import annotations

import numpy as np
import pytest
from carbon_service_flow.core.errors import RasterError
from carbon_service_flow.core.grids.align import align
from carbon_service_flow.core.grids.longitudes import (
    UnrolledReader,
    columns_per_turn,
    filled_columns,
    nearest_turn,
    unwrapped,
)
from carbon_service_flow.core.grids.warp import ValueKind
from carbon_service_flow.core.raster.geodesy import transform_points
from carbon_service_flow.core.raster.grid import Grid, spatial_reference
from carbon_service_flow.core.raster.sources import ArraySource, Window
from hypothesis import given
from hypothesis import strategies as st
from support.common import ALBERS, WGS84, Recorder, band, file_laws, grid, load, save, target

KINDS = [ValueKind.CATEGORY, ValueKind.CONTINUOUS, ValueKind.TOTAL]
CGCS2000 = spatial_reference("EPSG:4490").ExportToWkt()


def aligned(folder, name: str, values, source: Grid, to: Grid, kind: ValueKind) -> np.ndarray:
    path = save(folder / f"{name}.tif", values, source.geotransform, source.crs, nodata=-9999)
    out = target(folder / f"{name} aligned.tif")
    try:
        align([band(path)], to, kind, out, Recorder())
    except RasterError as nothing:
        if "has no data on the grid" not in str(nothing):
            raise
        return np.full(to.shape, np.nan)
    return load(out.path).filled(np.nan)


@file_laws
@given(
    kind=st.sampled_from(KINDS),
    west=st.sampled_from([0.0, -180.0, -180.125, -5.0, 170.0, 0.7]),
    columns=st.sampled_from([36, 18, 11, 37]),
    left=st.sampled_from([-180.0, 0.0, 170.0, -365.0, 355.0, -184.375, 3.3]),
    width=st.sampled_from([10.0, 2.5, 25.0, 7.0]),
    reach=st.sampled_from([60.0, 175.0, 360.0]),
    ups=st.tuples(st.booleans(), st.booleans()),
)
def test_a_turn_is_like_the_raster_laid_out_several_times_in_the_plane(
    tmp_path_factory, kind, west, columns, left, width, reach, ups
) -> None:
    """10-degree cells from anywhere, some not all round, one a column too long, onto any grid, rows up or down."""
    folder = tmp_path_factory.mktemp("turn")
    rows = 6
    random = np.random.default_rng(columns)
    values = random.integers(1, 6, (rows, 36)).astype(float)
    values[2, 3] = -9999
    tops = [(-30.0, 10.0) if up else (30.0, -10.0) for up in ups]
    source = Grid(rows, columns, (west, 10.0, 0.0, tops[0][0], 0.0, tops[0][1]), WGS84)
    held = values[:, np.arange(columns) % 36]
    high = int(60 / width)
    to = Grid(high, int(reach / width), (left, width, 0.0, tops[1][0], 0.0, np.sign(tops[1][1]) * width), WGS84)
    turn = np.where(np.arange(36) < columns, values, -9999.0)
    plane = Grid(rows, 36 * 5, (west - 720, 10.0, 0.0, tops[0][0], 0.0, tops[0][1]), ALBERS)
    flat = Grid(to.rows, to.cols, to.geotransform, ALBERS)
    found = aligned(folder, "circle", held, source, to, kind)
    expected = aligned(folder, "plane", np.tile(turn, 5), plane, flat, kind)
    np.testing.assert_allclose(found, expected, rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize("west", [0.0, -180.0])
@pytest.mark.parametrize(
    ("crs", "middle", "size"),
    [
        ("EPSG:32601", (500_000.0, 5_000_000.0), 25_000.0),  # across 180 degrees
        ("EPSG:32731", (200_000.0, 8_000_000.0), 25_000.0),  # across Greenwich
        ("EPSG:3031", (0.0, 0.0), 100_000.0),  # round the pole
        ("EPSG:8859", (0.0, 0.0), 400_000.0),  # Equal Earth about 150 E
    ],
)
def test_projected_grids_across_a_seam_have_the_value_of_their_place(tmp_path, west, crs, middle, size) -> None:
    """Half-degree cells of cos(lon) cos(lat), bilinear or their mean over a few cells: off by some 1e-3 at most."""
    wkt, n = spatial_reference(crs).ExportToWkt(), 40
    source = Grid(360, 720, (west, 0.5, 0.0, 90.0, 0.0, -0.5), WGS84)
    lon, lat = np.meshgrid(*source_centres(source))
    values = np.cos(np.radians(lon)) * np.cos(np.radians(lat))
    to = Grid(n, n, (middle[0] - size * n / 2, size, 0.0, middle[1] + size * n / 2, 0.0, -size), wkt)
    at = transform_points(*np.meshgrid(*source_centres(to)), wkt, WGS84)
    expected = np.cos(np.radians(at[0])) * np.cos(np.radians(at[1]))
    found = aligned(tmp_path, "wave", values, source, to, ValueKind.CONTINUOUS)
    on_earth = np.isfinite(expected)
    assert np.isfinite(found[on_earth]).all()
    assert np.abs(found - expected)[on_earth].max() < 0.02
    codes = np.floor((np.mod(lon, 360)) / 30) + 1
    found = aligned(tmp_path, "codes", codes, source, to, ValueKind.CATEGORY)
    right = np.floor(np.mod(at[0], 360) / 30) + 1
    # Only cells that a boundary runs through may have the neighbour's code.
    assert (found == right)[on_earth].mean() > 0.85
    assert np.isfinite(found[on_earth]).all()


@pytest.mark.parametrize("crs", ["EPSG:32601", "EPSG:8859"])
def test_totals_across_a_seam_are_kept_and_stay_in_place(tmp_path, crs) -> None:
    """One patch of Fiji's longitudes in both countings: the same cells, and the whole sum."""
    wkt = spatial_reference(crs).ExportToWkt()
    values = np.zeros((360, 720))
    values[200:260, 350:370] = np.random.default_rng(2).random((60, 20))
    eastward = Grid(360, 720, (0.0, 0.5, 0.0, 90.0, 0.0, -0.5), WGS84)
    centred = Grid(360, 720, (-180.0, 0.5, 0.0, 90.0, 0.0, -0.5), WGS84)
    x, y = transform_points(np.array([180.0]), np.array([-25.0]), WGS84, wkt)
    to = Grid(60, 60, (x[0] - 6e6, 2e5, 0.0, y[0] + 6e6, 0.0, -2e5), wkt)
    first = aligned(tmp_path, "a", values, eastward, to, ValueKind.TOTAL)
    second = aligned(tmp_path, "b", np.roll(values, 360, axis=1), centred, to, ValueKind.TOTAL)
    # A piece on the edge of a cell may fall to either side.
    assert np.abs(np.nan_to_num(first) - np.nan_to_num(second)).max() < 1
    assert np.abs(np.nan_to_num(first) - np.nan_to_num(second)).sum() < 0.02 * values.sum()
    assert np.nansum(first) == pytest.approx(values.sum(), rel=1e-6)
    held = np.argwhere(np.nan_to_num(first) > 0)
    assert np.ptp(held, axis=0).max() < 30


@pytest.mark.parametrize("kind", KINDS)
def test_another_datum_and_another_turn(tmp_path, kind) -> None:
    """CGCS2000 is WGS 84 here: 0 to 360 in one is -180 to 180 in the other."""
    values = np.random.default_rng(3).integers(1, 9, (18, 36)).astype(float)
    source = Grid(18, 36, (0.0, 10.0, 0.0, 90.0, 0.0, -10.0), WGS84)
    to = Grid(18, 36, (-180.0, 10.0, 0.0, 90.0, 0.0, -10.0), CGCS2000)
    found = aligned(tmp_path, "datum", values, source, to, kind)
    np.testing.assert_allclose(found[1:-1], np.roll(values, 18, axis=1)[1:-1], rtol=1e-6)
    back = aligned(tmp_path, "back", values, to, source, kind)
    np.testing.assert_allclose(back[1:-1], np.roll(values, 18, axis=1)[1:-1], rtol=1e-6)


def source_centres(frame: Grid) -> tuple[np.ndarray, np.ndarray]:
    return frame.centre(0, np.arange(frame.cols))[0], frame.centre(np.arange(frame.rows), 0)[1]


def test_a_column_that_repeats_the_first_counts_once(tmp_path) -> None:
    """37 columns of 10 degrees: the last is the first. 36 columns of 1 are 36 in each row."""
    path = save(tmp_path / "a.tif", np.ones((2, 37)), (-5.0, 10.0, 0.0, 10.0, 0.0, -10.0), WGS84)
    log, out = Recorder(), target(tmp_path / "b.tif")
    to = Grid(2, 36, (-180.0, 10.0, 0.0, 10.0, 0.0, -10.0), WGS84)
    sums = align([band(path)], to, ValueKind.TOTAL, out, log)
    assert sums["sum"][0] == pytest.approx(72)
    assert log.warnings == []


def test_a_grid_of_more_than_a_turn_says_that_its_ends_hold_the_same(tmp_path) -> None:
    path = save(tmp_path / "a.tif", np.ones((2, 36)), (0.0, 10.0, 0.0, 10.0, 0.0, -10.0), WGS84)
    log, out = Recorder(), target(tmp_path / "b.tif")
    sums = align([band(path)], Grid(2, 37, (0.0, 10.0, 0.0, 10.0, 0.0, -10.0), WGS84), ValueKind.TOTAL, out, log)
    assert sums["sum"][0] == pytest.approx(74)
    assert "counted twice" in log.warnings[0]


def test_cells_that_do_not_close_are_shifted_whole_or_refused(tmp_path) -> None:
    """0.7 degrees: 514.3 cells go round. 350 E is 10 W; a grid from 340 to 370 E meets both images of 0 to 359.8 E."""
    source = Grid(4, 514, (0.0, 0.7, 0.0, 1.4, 0.0, -0.7), WGS84)
    assert columns_per_turn(source) == 514  # goes round but for 0.2 degrees: taken as round
    part = Grid(4, 200, (200.0, 0.7, 0.0, 1.4, 0.0, -0.7), WGS84)
    assert columns_per_turn(part) == 0
    west = Grid(4, 20, (-90.0, 0.7, 0.0, 1.4, 0.0, -0.7), WGS84)
    assert nearest_turn(part, west, "a").geotransform[0] == pytest.approx(-160)
    assert nearest_turn(part, Grid(4, 20, (210.0, 0.7, 0.0, 1.4, 0.0, -0.7), WGS84), "a") is part
    wide = Grid(4, 500, (0.0, 0.7, 0.0, 1.4, 0.0, -0.7), WGS84)
    assert columns_per_turn(wide) == 0
    with pytest.raises(RasterError, match=r"longitudes of raster in\.tif differ .* 0\.7 degrees"):
        nearest_turn(wide, Grid(4, 40, (340.0, 0.7, 0.0, 1.4, 0.0, -0.7), WGS84), "in.tif")
    assert columns_per_turn(grid(3, 3)) == 0


def test_windows_beyond_both_ends_are_read_by_whole_turns() -> None:
    values = np.arange(5)[None, :]
    whole = UnrolledReader(ArraySource(values), 5, 5)
    assert whole.read(Window(0, -2, 1, 9)).tolist() == [[3, 4, 0, 1, 2, 3, 4, 0, 1]]
    part = UnrolledReader(ArraySource(values), 5, 8)
    assert part.read(Window(0, -3, 1, 12)).tolist() == [[None, None, None, 0, 1, 2, 3, 4, None, None, None, 0]]
    assert UnrolledReader(ArraySource(values), 5, 0).read(Window(0, 1, 1, 2)).tolist() == [[1, 2]]


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [(-2.5, 3.5, (0, 4)), (3.0, 9.2, (3, 10)), (5.1, 7.9, None), (6, 8, None), (-8, -4, (-8, -4)), (2, 7, (2, 5))],
)
def test_empty_columns_at_both_ends_are_left_out(low, high, expected) -> None:
    """Five columns of eight: 0 to 4, and 8 to 12, and -8 to -4."""
    assert filled_columns(low, high, 5, 8) == expected


def test_positions_next_to_a_middle_one() -> None:
    assert unwrapped(np.array([-175.0, 175.0, 185.0]), 360, 180).tolist() == [185.0, 175.0, 185.0]
