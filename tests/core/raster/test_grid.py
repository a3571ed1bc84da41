"""Grids: cell areas and lengths on the ellipsoid, what sets two grids apart."""

from __future__ import annotations

import math
import pickle

import numpy as np
import pytest
from carbon_service_flow.core.errors import GridMismatchError, RasterError
from carbon_service_flow.core.raster.crs import same_crs, spatial_reference
from carbon_service_flow.core.raster.grid import HA_PER_KM2, KM2_PER_HA, M2_PER_HA, Grid
from carbon_service_flow.core.raster.grid import WGS84 as EPSG_4326
from hypothesis import given
from hypothesis import strategies as st
from support.common import ALBERS, KM, UTM50, WGS84, Recorder, grid, laws

SEMI_MAJOR, FLATTENING = 6_378_137.0, 1 / 298.257223563
SQUARED = FLATTENING * (2 - FLATTENING)
CGCS2000 = spatial_reference("EPSG:4490").ExportToWkt()


def zone_area(south: float, north: float, width: float) -> float:
    """Area in ha between parallels, by Simpson's rule on M N cos(latitude): independent of any closed formula."""
    lat = np.radians(np.linspace(south, north, 2001))
    curve = 1 - SQUARED * np.sin(lat) ** 2
    height = SEMI_MAJOR**2 * (1 - SQUARED) / curve**2 * np.cos(lat)
    weights = np.ones(lat.size)
    weights[1:-1:2], weights[2:-1:2] = 4, 2
    return math.radians(width) * (height * weights).sum() * math.radians(north - south) / 2000 / 3 / 1e4


@pytest.mark.formula("area-geographic")
@laws
@given(st.floats(-89, 88), st.floats(1e-4, 1.0), st.booleans())
def test_geographic_cell_areas_against_integration(south, step, south_up) -> None:
    transform = (0.0, step, 0.0, south if south_up else south + 2 * step, 0.0, step if south_up else -step)
    areas = grid(2, 3, transform, WGS84).cell_area_ha()[:, 0]
    wanted = [zone_area(south, south + step, step), zone_area(south + step, south + 2 * step, step)]
    np.testing.assert_allclose(areas if south_up else areas[::-1], wanted, rtol=1e-9)


@pytest.mark.formula("area-geographic")
@pytest.mark.parametrize("latitude", [0.0, 24.5, 30.0, 47.25, 89.75])
def test_geographic_cell_areas_against_geodesic_polygons(latitude) -> None:
    """pyproj's geodesic polygon, with its parallels densified: geodesics between corners are no parallels."""
    pyproj = pytest.importorskip("pyproj")
    step = 0.25
    lon = np.linspace(100, 100 + step, 2001)
    ring_lon = np.concatenate([lon, lon[::-1]])
    ring_lat = np.concatenate([np.full(lon.size, latitude), np.full(lon.size, latitude + step)])
    area, _ = pyproj.Geod(a=SEMI_MAJOR, f=FLATTENING).polygon_area_perimeter(ring_lon, ring_lat)
    frame = grid(1, 1, (100.0, step, 0.0, latitude + step, 0.0, -step), WGS84)
    assert frame.cell_area_ha()[0, 0] == pytest.approx(abs(area) / 1e4, rel=1e-7)


def test_half_degree_cells_of_the_docstring() -> None:
    frame = grid(2, 2, (100.0, 0.5, 0.0, 30.0, 0.0, -0.5), WGS84)
    assert [round(float(area)) for area in frame.cell_area_ha()[:, 0]] == [268050, 269350]


def test_the_whole_earth_has_its_surface() -> None:
    """510 065 621.7 km2 on WGS 84; beyond the poles there is nothing."""
    frame = grid(182, 1, (-180.0, 360.0, 0.0, 91.0, 0.0, -1.0), WGS84)
    areas = frame.cell_area_ha()[:, 0]
    assert areas.sum() / 100 == pytest.approx(510_065_621.7, rel=1e-9)
    assert areas[0] == areas[-1] == 0


def test_parts_of_a_grid_have_the_same_areas_bit_for_bit() -> None:
    frame = grid(100, 2, (100.1, 0.1, 0.0, 35.3, 0.0, -0.1), WGS84)
    whole = frame.cell_area_ha()
    parts = np.vstack([frame.cell_area_ha(row, min(7, 100 - row)) for row in range(0, 100, 7)])
    assert whole.tobytes() == parts.tobytes()


@pytest.mark.parametrize(
    ("crs", "size", "hectares"),
    [
        (ALBERS, 1000.0, 100.0),
        # US survey feet: 5280 * 0.3048006096 m = 1609.347 m; its square is 258.9998 ha.
        (spatial_reference("EPSG:2263").ExportToWkt(), 5280.0, 258.9998),
        (spatial_reference("+proj=aea +lat_1=25 +lat_2=47 +lon_0=105 +units=km").ExportToWkt(), 2.0, 400.0),
    ],
)
def test_planar_areas_are_in_the_crs_s_unit(crs, size, hectares) -> None:
    frame = grid(2, 2, (0.0, size, 0.0, 0.0, 0.0, -size), crs)
    np.testing.assert_allclose(frame.cell_area_ha(), [[hectares]] * 2, rtol=1e-6)


def test_cell_lengths_on_the_ellipsoid() -> None:
    """A degree at the equator is 111 319.49 m long and 110 574.28 m high (Rapp 1991); at 60 N 55 800 and 111 412."""
    across, along = grid(1, 1, (0.0, 1.0, 0.0, 0.5, 0.0, -1.0), WGS84).cell_size_m()
    assert (across[0], along[0]) == (pytest.approx(111_319.49, abs=0.01), pytest.approx(110_574.28, abs=0.5))
    across, along = grid(1, 1, (0.0, 1.0, 0.0, 60.5, 0.0, -1.0), WGS84).cell_size_m()
    assert (across[0], along[0]) == (pytest.approx(55_800, abs=1), pytest.approx(111_412, abs=1))


def test_differences_in_words() -> None:
    frame = grid(10, 20)
    assert frame.differences(grid(10, 20)) == []
    assert frame.differences(grid(10, 20, (1e-4, *KM[1:]))) == []
    assert frame.differences(grid(10, 20, (500.0, *KM[1:]))) == ["origin shifted by 0.5 columns and 0 rows"]
    assert frame.differences(grid(11, 20)) == ["20 x 10 against 20 x 11 cells"]
    assert "cell size 1000 x -1000 against 1001 x -1000" in frame.differences(
        grid(10, 20, (0.0, 1001.0, 0.0, KM[3], 0.0, -1000.0))
    )
    assert frame.differences(grid(10, 20, crs=UTM50)) == [f"CRS {frame.crs_name} against EPSG:32650"]
    assert "+proj=aea" in frame.crs_name
    assert "no CRS" in frame.differences(grid(10, 20, crs=""))[0]


def test_a_size_that_drifts_by_half_a_cell_over_the_grid_is_another_size() -> None:
    """0.05 % of 1000 columns are half a cell, though the sizes agree to three digits."""
    other = grid(1, 1000, (0.0, 1000.5, 0.0, KM[3], 0.0, -1000.0))
    with pytest.raises(GridMismatchError, match="aligntogrid"):
        grid(1, 1000).require_same(other, "a", "b")


@laws
@given(st.integers(0, 9), st.integers(0, 19), st.floats(0.01, 0.99), st.floats(0.01, 0.99), st.booleans())
def test_cell_at_undoes_positions(row, col, across, down, south_up) -> None:
    frame = grid(10, 20, (5.0, 2.5, 0.0, 7.0, 0.0, 2.5 if south_up else -2.5))
    x, y = frame.centre(row + down - 0.5, col + across - 0.5)
    assert frame.cell_at(x, y) == (row, col)
    assert frame.cell_at(frame.extent[0] - 1, y) is frame.cell_at(x, frame.extent[3] + 1) is None


def test_grids_travel_to_other_processes() -> None:
    frame = grid(2, 3)
    assert frame.reference is not None
    assert pickle.loads(pickle.dumps(frame)) == frame
    assert isinstance(frame, Grid)


def test_places_of_cells_and_windows_by_hand() -> None:
    """x from 100 in steps of 10, y from 50 downwards in steps of 20; 3 rows, 4 columns."""
    frame = grid(3, 4, (100.0, 10.0, 0.0, 50.0, 0.0, -20.0))
    assert (frame.shape, frame.cells, frame.rows_run_south) == ((3, 4), 12, True)
    assert frame.extent == (100.0, -10.0, 140.0, 50.0)
    assert frame.centre(0, 0) == (105.0, 40.0)
    assert frame.centre(2, 1) == (115.0, 0.0)
    part = frame.window(1, 2, 2, 1)
    assert part == grid(2, 1, (120.0, 10.0, 0.0, 30.0, 0.0, -20.0))
    up = grid(3, 4, (100.0, 10.0, 0.0, 50.0, 0.0, 20.0))
    assert (up.extent, up.rows_run_south) == ((100.0, 50.0, 140.0, 110.0), False)


def test_the_corners_of_a_grid_belong_to_it_or_not() -> None:
    """A cell holds its upper and left edge; the grid's lower and right edges are outside."""
    frame = grid(3, 4, (100.0, 10.0, 0.0, 50.0, 0.0, -20.0))
    assert frame.cell_at(100.0, 50.0) == (0, 0)
    assert frame.cell_at(139.9, -9.9) == (2, 3)
    assert frame.cell_at(140.0, 40.0) is frame.cell_at(105.0, -10.0) is None
    assert frame.cell_at(99.9, 40.0) is frame.cell_at(105.0, 50.1) is None


def test_a_grid_described_in_one_line() -> None:
    frame = grid(3, 4, (100.0, 12.5, 0.0, 50.0, 0.0, -20.0), UTM50)
    assert frame.describe() == "4 x 3 cells of 12.5 x 20 from (100, 50), EPSG:32650"
    assert grid(1, 1, crs="").crs_name == "no CRS"


@pytest.mark.parametrize("turned", [(0.0, 1.0, 0.1, 0.0, 0.0, -1.0), (0.0, 1.0, 0.0, 0.0, 0.1, -1.0)])
def test_a_grid_that_is_sheared_along_one_axis_is_refused(turned) -> None:
    with pytest.raises(RasterError, match="rotated or sheared"):
        grid(1, 1, turned).require_usable("a")
    grid(1, 1).require_usable("a")


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ((0.0, 1000.0, 0.0, KM[3], 0.0, -1001.0), ["cell size 1000 x -1000 against 1000 x -1001"]),
        ((0.0, 1000.0, 0.0, KM[3] + 2500.0, 0.0, -1000.0), ["origin shifted by 0 columns and -2.5 rows"]),
        ((-2000.0, 1000.0, 0.0, KM[3] - 1000.0, 0.0, -1000.0), ["origin shifted by -2 columns and 1 rows"]),
        ((0.9, 1000.0, 0.0, KM[3] - 0.9, 0.0, -1000.0), []),
        ((0.0, 1000.0, 0.0, KM[3] - 1.1, 0.0, -1000.0), ["origin shifted by 0 columns and 0.0011 rows"]),
        ((1.1, 1000.0, 0.0, KM[3], 0.0, -1000.0), ["origin shifted by 0.0011 columns and 0 rows"]),
        # 10 rows and 20 columns: after all of them the far corner is off by 0.0009 and by 0.0011 of a cell.
        ((0.0, 1000.045, 0.0, KM[3], 0.0, -1000.09), []),
        ((0.0, 1000.055, 0.0, KM[3], 0.0, -1000.0), ["cell size 1000 x -1000 against 1000.055 x -1000"]),
        ((0.0, 1000.0, 0.0, KM[3], 0.0, -1000.11), ["cell size 1000 x -1000 against 1000 x -1000.11"]),
    ],
)
def test_differences_along_each_axis(other, words) -> None:
    """Origin and size may be off by a thousandth of a cell, here 1 m."""
    assert grid(10, 20).differences(grid(10, 20, other)) == words


def test_the_error_of_two_grids_prints_both() -> None:
    with pytest.raises(GridMismatchError) as raised:
        grid(10, 20).require_same(grid(11, 20, crs=UTM50), "a.tif", "b.tif")
    text = str(raised.value)
    assert text.startswith("a.tif and b.tif do not lie on the same grid: CRS ")
    assert "EPSG:32650; 20 x 10 against 20 x 11 cells." in text
    assert "  a.tif: 20 x 10 cells of 1000 x 1000 from (0, 3400000), " in text
    assert "  b.tif: 20 x 11 cells of 1000 x 1000 from (0, 3400000), EPSG:32650" in text
    grid(10, 20).require_same(grid(10, 20), "a.tif", "b.tif")


def test_areas_on_a_sphere() -> None:
    """A zone on a sphere is R2 x width x (sin(north) - sin(south)): 1 x 1 degree from the equator, R = 6371 km."""
    sphere = grid(2, 1, (0.0, 1.0, 0.0, 1.0, 0.0, -1.0), "+proj=longlat +R=6371000")
    expected = 6_371_000.0**2 * math.radians(1) * math.sin(math.radians(1)) / 1e4
    np.testing.assert_allclose(sphere.cell_area_ha(), [[expected], [expected]], rtol=1e-12)


def test_lengths_of_each_row_at_its_own_centre() -> None:
    """Rows centred at 60 N, 59 N and 58 N; half as wide as high. And no zone reaches beyond the pole."""
    frame = grid(3, 1, (0.0, 0.5, 0.0, 60.5, 0.0, -1.0), WGS84)
    across, along = frame.cell_size_m()
    for row, latitude in enumerate((60.0, 59.0, 58.0)):
        curve = 1 - SQUARED * math.sin(math.radians(latitude)) ** 2
        width = SEMI_MAJOR / math.sqrt(curve) * math.cos(math.radians(latitude)) * math.radians(0.5)
        height = SEMI_MAJOR * (1 - SQUARED) / curve**1.5 * math.radians(1.0)
        assert (across[row], along[row]) == (pytest.approx(width, rel=1e-12), pytest.approx(height, rel=1e-12))
    beyond = grid(2, 1, (0.0, 1.0, 0.0, 90.5, 0.0, -1.0), WGS84).cell_area_ha()
    assert beyond[0, 0] == pytest.approx(zone_area(89.5, 90.0, 1.0), rel=1e-9)


@pytest.mark.formula("area-planar")
def test_planar_lengths_and_areas_in_feet() -> None:
    """A US survey foot is 1200 / 3937 m; cells of 100 x 200 feet, one length per row."""
    foot = 1200 / 3937
    frame = grid(3, 2, (0.0, 100.0, 0.0, 0.0, 0.0, -200.0), "+proj=tmerc +lon_0=117 +datum=WGS84 +units=us-ft")
    across, along = frame.cell_size_m()
    np.testing.assert_allclose(across, [100 * foot] * 3, rtol=1e-12)
    np.testing.assert_allclose(along, [200 * foot] * 3, rtol=1e-12)
    np.testing.assert_allclose(frame.cell_area_ha(1), [[20_000 * foot**2 / 1e4]] * 2, rtol=1e-12)
    assert frame.cell_area_ha(2, 1).shape == (1, 1)


def test_units_of_area_agree() -> None:
    assert M2_PER_HA * HA_PER_KM2 == 1e6
    assert KM2_PER_HA * HA_PER_KM2 == 1
    assert same_crs(EPSG_4326, WGS84)


@pytest.mark.parametrize(("turn", "dropped"), [((0.99, -0.49), True), ((1.01, 0.0), False), ((0.0, 0.51), False)])
def test_terms_of_rotation_that_move_no_corner_are_none(turn, dropped) -> None:
    """1000 rows and 2000 columns of 1000 m: a thousandth of a cell, 1 m, is 1e-3 m a row and 5e-4 m a column."""
    transform = (0.0, 1000.0, turn[0] * 1e-3, 0.0, turn[1] * 1e-3, -1000.0)
    frame = grid(1000, 2000, transform)
    if dropped:
        assert frame.geotransform == (0.0, 1000.0, 0.0, 0.0, 0.0, -1000.0)
        frame.require_usable("r")
    else:
        assert frame.geotransform == transform
        with pytest.raises(RasterError, match=r"Raster r is rotated or sheared\. Warp it"):
            frame.require_usable("r")


def test_a_turned_grid_is_another_grid() -> None:
    turned = grid(2, 2, (0.0, 1000.0, 100.0, KM[3], 50.0, -1000.0))
    assert grid(2, 2).differences(turned) == ["rotation terms (0, 0) against (100, 50)"]
    assert turned.differences(turned) == []
    for turn in ((100.0, 0.0), (0.0, 50.0)):
        assert grid(2, 2).differences(grid(2, 2, (0.0, 1000.0, turn[0], KM[3], turn[1], -1000.0))) != []


@pytest.mark.parametrize("place", range(6))
@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
def test_a_position_that_is_no_number_is_refused(place, number) -> None:
    transform = [*KM]
    transform[place] = number
    with pytest.raises(RasterError, match=r"Raster r has no usable position: its geotransform is \(.*(nan|inf)"):
        grid(2, 2, tuple(transform)).require_usable("r")


@pytest.mark.parametrize("place", [1, 5])
def test_cells_without_a_size_are_refused(place) -> None:
    transform = [*KM]
    transform[place] = 0.0
    with pytest.raises(RasterError, match="no usable position"):
        grid(2, 2, tuple(transform)).require_usable("r")


@pytest.mark.parametrize("south_up", [False, True])
def test_south_up_grids_are_as_good(south_up) -> None:
    grid(2, 2, (0.0, 1.0, 0.0, 0.0, 0.0, 1.0 if south_up else -1.0)).require_usable("r")


@pytest.mark.parametrize(
    ("crs", "words"),
    [
        ('LOCAL_CS["plan",UNIT["metre",1]]', "plan is a local"),
        ("EPSG:4978", "EPSG:4978 is geocentric"),
        ("EPSG:5773", "EPSG:5773 is one of heights alone"),
        ("no crs at all", "no crs at all is not understood"),
    ],
)
def test_a_crs_that_places_nothing_is_refused(crs, words) -> None:
    with pytest.raises(RasterError, match=rf"Raster r: its coordinate reference system {words}"):
        grid(2, 2, crs=crs).require_usable("r")


@pytest.mark.parametrize(
    ("transform", "crs", "words"),
    [
        ((500000.0, 1000.0, 0, 3500000.0, 0, -1000.0), "EPSG:4326", "EPSG:4326 is one of longitudes and latitudes"),
        ((500000.0, 10.0, 0, 20.0, 0, -10.0), "EPSG:4490", "one of longitudes and latitudes"),
        ((116.0, 0.01, 0, 31.0, 0, -0.01), "EPSG:32650", "EPSG:32650 is one of lengths"),
        # World maps whose cells are centred on the poles, two turns, grads; half a metre; kilometres.
        ((-180.0, 10.0, 0, 95.0, 0, -10.0), "EPSG:4326", ""),
        ((710.0, 5.0, 0, 90.0, 0, -5.0), "EPSG:4326", ""),
        ((0.0, 0.5, 0, 100.0, 0, -0.5), "EPSG:4807", ""),
        ((0.0, 0.5, 0, 0.0, 0, -0.5), "EPSG:32650", ""),
        ((100.0, 0.4, 0, 50.0, 0, -0.4), "+proj=laea +lat_0=30 +lon_0=110 +units=km", ""),
    ],
)
def test_coordinates_that_cannot_be_in_the_crs_are_refused(transform, crs, words) -> None:
    frame = grid(2, 2, transform, crs)
    if words:
        with pytest.raises(RasterError, match=words):
            frame.require_usable("r")
    else:
        frame.require_usable("r")


GAUSS_KRUEGER = "+proj=tmerc +lat_0=0 +lon_0=120 +k=1 +x_0=500000 +y_0=0 +ellps=krass +units=m"
UTM_BY_HAND = "+proj=tmerc +lon_0=117 +k=0.9996 +datum=WGS84"
CGCS_UTM = "+proj=utm +zone=50 +ellps=GRS80 +units=m"


@pytest.mark.parametrize(
    ("first", "second", "size", "same"),
    [
        ("EPSG:4326", "EPSG:4490", 0.01, True),
        ("EPSG:32650", CGCS_UTM, 1000.0, True),
        # The ellipsoids' axes differ by 0.1 mm, which at 32 N moves a northing by less than that: 1e-3 of 1 mm is less.
        ("EPSG:32650", CGCS_UTM, 1e-3, False),
        ("EPSG:4214", "EPSG:4326", 0.01, False),
        ("EPSG:4214", "EPSG:4610", 0.01, False),
        # Both on Krassowsky's ellipsoid, on two datums; and one of them without a datum's name.
        ("EPSG:4214", "EPSG:4284", 0.01, False),
        ("EPSG:4214", "+proj=longlat +ellps=krass", 0.01, True),
        # A way to WGS 84 that one of them states, and the other does not.
        ("EPSG:2437", f"{GAUSS_KRUEGER} +towgs84=15.8,-154.4,-82.3", 1000.0, True),
        (f"{GAUSS_KRUEGER} +towgs84=15.8,-154.4,-82.3", f"{GAUSS_KRUEGER} +towgs84=25,-154.4,-82.3", 1000.0, False),
        ("EPSG:32650", "EPSG:32651", 1000.0, False),
        # A corner may move by 1 m, 1e-3 of a cell: to the east, and to the north.
        ("EPSG:32650", f"{UTM_BY_HAND} +x_0=500001.1", 1000.0, False),
        ("EPSG:32650", f"{UTM_BY_HAND} +x_0=500000 +y_0=1.1", 1000.0, False),
        ("EPSG:32650", f"{UTM_BY_HAND} +x_0=500000.9 +y_0=0.9", 1000.0, True),
        # Gauss-Krueger has scale 1 on its meridian, UTM 0.9996: 1.4 km at 32 N.
        ("EPSG:32650", "EPSG:4548", 1000.0, False),
        ("EPSG:4326", 'LOCAL_CS["plan",UNIT["metre",1]]', 0.01, False),
        ("EPSG:4326", "+proj=longlat +a=3396190 +b=3376200", 0.01, False),
    ],
)
def test_crs_in_other_words_are_one_where_no_corner_moves(first, second, size, same) -> None:
    origin = (117.0, 32.0) if (size < 1 and "4326" in first) or "EPSG:42" in first else (500000.0, 3540000.0)
    transform = (origin[0], size, 0.0, origin[1], 0.0, -size)
    one, two = (grid(20, 30, transform, spatial_reference(crs).ExportToWkt()) for crs in (first, second))
    assert one.equals_crs_of(two) is same
    assert two.equals_crs_of(one) is same
    log = Recorder()
    if same:
        one.require_same(two, "a", "b", log)
        assert log.infos == [
            f"b is in {two.crs_name}, a in {one.crs_name}: taken as the same, since no corner moves by more than 0.001 "
            "of a cell."
        ]
    else:
        with pytest.raises(GridMismatchError, match=r"CRS .* against"):
            one.require_same(two, "a", "b", log)


def test_equal_crs_are_not_worth_a_line() -> None:
    log = Recorder()
    grid(2, 2).require_same(grid(2, 2), "a", "b", log)
    assert log.infos == []
