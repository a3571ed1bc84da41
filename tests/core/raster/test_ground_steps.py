"""What a step on a map is on the ground: the matrix of a grid, its lattice, and how the map shows a way."""

from __future__ import annotations

import math

import numpy as np
import pytest
from carbon_service_flow.core.raster import ground_steps
from carbon_service_flow.core.raster.geodesy import transform_points
from carbon_service_flow.core.raster.grid import spatial_reference
from carbon_service_flow.core.raster.ground_steps import GroundSteps, Lattice, map_angles
from support.common import ALBERS, MERCATOR, UTM50, WGS84, grid
from support.ground import PLACES, SINUSOIDAL, grid_around, ground_way

FLATTENING = 1 / 298.257223563
SQUARED = FLATTENING * (2 - FLATTENING)
projected = pytest.mark.parametrize("place", [name for name in PLACES if name != "degrees"])


def matrix_at(frame, row, col):
    """M, (2, 2), metres."""
    return GroundSteps.of(frame).lattice.at(np.array([float(row)]), np.array([float(col)])).reshape(2, 2)


def north_at(frame, row, col):
    """Degrees from up to true north."""
    return float(map_angles(matrix_at(frame, row, col).reshape(4), frame, 0.0))


def brute_force(frame, row, col):
    """M by ways on the ground over a step's width and height, (2, 2), metres; up is where y grows."""
    up = -1 if frame.rows_run_south else 1
    right = ground_way(frame, (row, col - 0.5), (row, col + 0.5))
    return np.array([right, ground_way(frame, (row - 0.5 * up, col), (row + 0.5 * up, col))]).T


@projected
@pytest.mark.parametrize("southward", [True, False])
def test_steps_are_ways_on_the_ground(place, southward):
    frame = grid_around(place, 41, 1700.0, 600.0, southward)
    for row, col in ((20, 20), (0, 40), (13, 7)):
        found, expected = matrix_at(frame, row, col), brute_force(frame, row, col)
        assert found == pytest.approx(expected, abs=5e-4 * np.abs(expected).max())


def test_ease_grid_by_snyders_formulas():
    """At 50 N cells of 1 km are N cos(b) / (a cos(30) ...) wide: 743 m, and as areas are kept 10^6 / 743 = 1346 m high.

    Scale along the parallel k = cos(30) / sqrt(1 - e2 sin2 30) * sqrt(1 - e2 sin2 b) / cos b (Snyder 1987, eq. 10-12
    to 10-20): width 1000 / k, height 1000 k.
    """
    sine, sine_30 = math.sin(math.radians(50)), 0.5
    scale = math.cos(math.radians(30)) / math.sqrt(1 - SQUARED * sine_30**2)
    scale *= math.sqrt(1 - SQUARED * sine**2) / math.cos(math.radians(50))
    frame = grid_around("EASE-Grid 2", 3, 1000.0, 1000.0)
    assert matrix_at(frame, 1, 1) == pytest.approx(np.array([[1000 / scale, 0], [0, 1000 * scale]]), abs=0.1)
    assert 1000 / scale == pytest.approx(743.07, abs=0.01)


def test_sinusoidal_by_its_formula():
    """On the map x = R l cos b, y = R b, with the latitudes of WGS 84: right is dl = 1 / (R cos b), east by N / R.

    A step up is db = 1 / R, north by M / R; along it x stays, so l grows by l tan b db: east by l sin b N / R.
    At 112 E, 30 N: l sin b = 1.9548 / 2 = 0.9774, N / R = 6383480.9 / 6371007.2 = 1.00196, M / R = 0.99692.
    """
    frame = grid_around("MODIS sinusoidal", 3, 1000.0, 1000.0)
    assert matrix_at(frame, 1, 1) == pytest.approx(np.array([[1001.96, 979.3], [0.0, 996.92]]), abs=0.1)


def test_web_mercator_is_on_wgs_84():
    """At 60 N a metre of the map is N cos(b) / a wide and M cos(b) / a high: 0.50125 and 0.50041 (Snyder, eq. 4-18)."""
    curve = 1 - SQUARED * 0.75
    frame = grid_around("Web Mercator", 3, 1000.0, 1000.0)
    expected = np.diag([500 / math.sqrt(curve), 500 * (1 - SQUARED) / curve**1.5])
    assert matrix_at(frame, 1, 1) == pytest.approx(expected, abs=0.05)


def test_cells_keep_their_shape_on_mercators_map_and_there_alone():
    """Cells of 2 x 1 km: twice as wide as high, exactly, on a conformal map; not on Web Mercator, off by 0.3 %."""
    for crs, exactly in (("EPSG:3395", True), ("EPSG:3857", False)):
        crs = spatial_reference(crs).ExportToWkt()
        ground = GroundSteps.of(grid(90, 9, (1e6, 2000.0, 0.0, 5e6, 0.0, -1000.0), crs))
        a, _, _, d = ground.lattice.values
        assert ground.axes_true
        assert bool((a == 2 * d).all()) == exactly
        assert a / d == pytest.approx(np.full(a.shape, 2.0), rel=5e-3)


def test_degrees_need_none_and_nothing_varies_along_a_cylinders_rows():
    assert GroundSteps.of(grid(3, 4, (0, 1.0, 0.0, 60.0, 0.0, -1.0), WGS84)) is None
    frame = grid(400, 700, (1e7, 5000.0, 0.0, 5e6, 0.0, -5000.0), MERCATOR)
    lattice = GroundSteps.of(frame).lattice
    assert (lattice.cols.size, lattice.values.shape[2]) == (1, 1)
    assert 1 < lattice.rows.size < 100
    assert lattice.window(7, 600, 3, 100).strip(7, 3).shape == (4, 3, 1)


def albers_constant() -> float:
    """n of Snyder's ellipsoidal Albers (eq. 14-14): meridians are straight lines, n times their longitude apart."""

    def m(b: float) -> float:
        return math.cos(b) / math.sqrt(1 - SQUARED * math.sin(b) ** 2)

    def q(b: float) -> float:
        e, s = math.sqrt(SQUARED), math.sin(b)
        return (1 - SQUARED) * (s / (1 - SQUARED * s * s) - math.log((1 - e * s) / (1 + e * s)) / (2 * e))

    low, high = math.radians(25), math.radians(47)
    return (m(low) ** 2 - m(high) ** 2) / (q(high) - q(low))


@pytest.mark.formula("grid-north")
@pytest.mark.parametrize(("longitude", "about"), [(90.5, 9.0), (122.4, -10.0), (105.0, 0.0)])
@pytest.mark.parametrize("latitude", [24.5, 35.8])
def test_north_in_china_albers_is_n_times_the_longitude(longitude, latitude, about):
    """n = 0.5771: 14.5 degrees west of 105 E are +8.37, 17.4 degrees east are -10.04 degrees; at any latitude."""
    x, y = transform_points(np.array([longitude]), np.array([latitude]), WGS84, ALBERS)
    frame = grid(3, 3, (x[0] - 1500, 1000.0, 0.0, y[0] + 1500, 0.0, -1000.0), ALBERS)
    assert north_at(frame, 1, 1) == pytest.approx(-albers_constant() * (longitude - 105), abs=1e-3)
    assert north_at(frame, 1, 1) == pytest.approx(about, abs=0.7)


def test_north_in_utm():
    """The convergence is arctan(tan(3 deg) sin(latitude)) at a zone's edge, to a few thousandths of a degree."""
    x, y = transform_points(np.array([120.0]), np.array([30.0]), WGS84, UTM50)
    frame = grid(3, 3, (x[0] - 150, 100.0, 0.0, y[0] + 150, 0.0, -100.0), UTM50)
    convergence = math.degrees(math.atan(math.tan(math.radians(3)) * math.sin(math.radians(30))))
    assert north_at(frame, 1, 1) == pytest.approx(-convergence, abs=5e-3)
    low, high = GroundSteps.of(frame).north_on_map(frame).min(), GroundSteps.of(frame).north_on_map(frame).max()
    assert -1.51 < low <= high < -1.49


def test_few_nodes_do_for_many_cells():
    """A grid of 3000 x 2000 km: some hundred nodes, and matrices of cells as if they were alone, to the tolerance."""
    frame = grid(2000, 3000, (-1.5e6, 1000.0, 0.0, 5.2e6, 0.0, -1000.0), ALBERS)
    lattice = GroundSteps.of(frame).lattice
    assert lattice.values.shape[1] * lattice.values.shape[2] < 1000
    for row, col in ((0, 0), (17, 1111), (1000, 330), (1999, 2999)):
        alone = matrix_at(frame.window(row, col, 1, 1), 0, 0).ravel()
        found = lattice.at(np.array([float(row)]), np.array([float(col)]))[:, 0]
        assert np.abs(found - alone).max() < 1e-3 * 4e-1 * np.abs(alone).max()


def test_more_nodes_where_the_map_bends_more(monkeypatch):
    """Equal Earth bends towards the poles: the whole world in cells of 40 km needs dense rows there, few elsewhere."""
    crs = spatial_reference("EPSG:8857").ExportToWkt()
    frame = grid(420, 860, (-17.2e6, 40_000.0, 0.0, 8.4e6, 0.0, -40_000.0), crs)
    lattice = GroundSteps.of(frame).lattice
    assert lattice.rows.size * lattice.cols.size <= ground_steps._FEW_NODES
    gaps = np.diff(lattice.rows)
    assert gaps[0] < 0.2 * gaps.max()
    for lon, lat in ((10.0, 5.0), (-170.0, 60.0), (100.0, 75.0), (60.0, -78.0), (179.9, 0.0), (-179.0, -45.0)):
        (x,), (y,) = transform_points(np.array([lon]), np.array([lat]), WGS84, crs)
        row, col = (8.4e6 - y) / 40e3 - 0.5, (x + 17.2e6) / 40e3 - 0.5
        alone = matrix_at(grid(1, 1, (x - 2e4, 4e4, 0.0, y + 2e4, 0.0, -4e4), crs), 0, 0).reshape(4)
        found = lattice.at(np.array([row]), np.array([col]))[:, 0]
        bearings = np.arange(0.0, 360.0, 30.0)
        turned = map_angles(found[:, None], frame, bearings) - map_angles(alone[:, None], frame, bearings)
        assert np.abs((turned + 180) % 360 - 180).max() < 0.15
    # With few nodes allowed it ends all the same.
    monkeypatch.setattr(ground_steps, "_FEW_NODES", 100)
    monkeypatch.setattr(ground_steps, "_CELLS_PER_NODE", 10**9)
    assert GroundSteps.of(frame).lattice.values[0].size <= 100


@pytest.mark.parametrize(
    ("crs", "places"),
    [
        ("EPSG:8857", ((10.0, 60.0), (-170.0, 75.0), (179.5, 75.0), (60.0, -80.0))),
        ("+proj=moll +datum=WGS84", ((10.0, 60.0), (-170.0, 60.0), (178.5, 45.0), (-178.5, -60.0), (60.0, 75.0))),
    ],
)
def test_ways_beside_the_edge_of_the_world(crs, places):
    """A grid larger than the world's outline, in cells of 40 km: cells inside, beside its edge too, to 0.2 degrees."""
    crs = spatial_reference(crs).ExportToWkt()
    frame = grid(500, 940, (-18.8e6, 40_000.0, 0.0, 10e6, 0.0, -40_000.0), crs)
    lattice = GroundSteps.of(frame).lattice
    for lon, lat in places:
        (x,), (y,) = transform_points(np.array([lon]), np.array([lat]), WGS84, crs)
        found = lattice.at(np.array([(10e6 - y) / 40e3 - 0.5]), np.array([(x + 18.8e6) / 40e3 - 0.5]))[:, 0]
        alone = matrix_at(grid(1, 1, (x - 2e4, 4e4, 0.0, y + 2e4, 0.0, -4e4), crs), 0, 0).reshape(4)
        bearings = np.arange(0.0, 360.0, 30.0)
        turned = map_angles(found[:, None], frame, bearings) - map_angles(alone[:, None], frame, bearings)
        assert np.abs((turned + 180) % 360 - 180).max() < 0.2, (lon, lat)


def test_around_a_pole_and_beyond_the_edge():
    """In a polar map with 0 E downwards north is towards the centre. Mollweide's ellipse ends inside its square.

    At 3000 km from the pole the way north turns by 0.02 degrees a km; cells of 20 km, 40 km away from the pole, by 30.
    """
    polar = spatial_reference("+proj=laea +lat_0=90 +lon_0=0 +datum=WGS84").ExportToWkt()
    frame = grid(65, 65, (-650_000.0, 20_000.0, 0.0, 650_000.0, 0.0, -20_000.0), polar)
    lattice = GroundSteps.of(frame).lattice
    row, col = (values.ravel() for values in np.indices((65, 65)))
    x, y = frame.centre(row, col)
    far = np.hypot(x, y) > 100e3
    north = map_angles(lattice.at(row, col), frame, 0.0)
    assert np.abs((north - np.degrees(np.arctan2(-x, -y)) + 180) % 360 - 180)[far].max() < 0.3
    crs = spatial_reference("+proj=moll +datum=WGS84").ExportToWkt()
    world = grid(91, 181, (-18.1e6, 200e3, 0.0, 9.1e6, 0.0, -200e3), crs)
    assert np.isfinite(GroundSteps.of(world).lattice.values).all()
    beside = grid(9, 9, (17.98e6, 10e3, 0.0, 45e3, 0.0, -10e3), crs)  # the edge of the ellipse is at 18 040 km
    assert matrix_at(beside, 4, 1) == pytest.approx(brute_force(beside, 4, 1), abs=20.0)
    outside = grid(3, 3, (30e6, 1000.0, 0.0, 3000.0, 0.0, -1000.0), crs)
    assert matrix_at(outside, 1, 1) == pytest.approx(np.diag([1000.0, 1000.0]))


def test_an_edge_of_the_world_makes_no_seam():
    """Beside 180 degrees east, where longitudes jump, a cell is as one further west.

    A step up leads l sin b = x tan(b) / R to the east: from 100 km of x, 0.0131, and 100 km of y, 0.0642, it changes by
    77 m a km; at a seam it would by 2 pi sin(40) km.
    """
    frame = grid_around("sinusoidal beside its edge", 101, 1000.0, 1000.0)
    values = GroundSteps.of(frame).lattice.values
    assert np.ptp(values, axis=(1, 2)).max() < 78.0


def test_a_crs_of_no_place_on_the_earth_is_taken_as_it_is():
    local = 'LOCAL_CS["site",UNIT["metre",1]]'
    assert matrix_at(grid(2, 2, (0.0, 2.0, 0.0, 0.0, 0.0, -3.0), local), 0, 0).tolist() == [[2.0, 0.0], [0.0, 3.0]]


def test_a_window_is_a_part_of_the_whole():
    """What a cell gets does not depend, in any bit, on the window and the strip it is asked for with."""
    frame = grid(330, 290, (-2e6, 12_000.0, 0.0, 5.2e6, 0.0, -11_000.0), ALBERS)
    lattice = GroundSteps.of(frame).lattice
    whole = lattice.window(0, 0, 330, 290).strip(0, 330)
    for row, col, rows, cols in ((0, 0, 1, 1), (17, 200, 90, 90), (329, 0, 1, 290), (100, 289, 200, 1)):
        window = lattice.window(row, col, rows, cols)
        parts = [window.strip(row + k, min(7, rows - k)) for k in range(0, rows, 7)]
        assert np.array_equal(np.concatenate(parts, axis=1), whole[:, row : row + rows, col : col + cols])
    at_row, at_col = np.array([0.0, 150.0, 329.0]), np.array([289.0, 33.0, 0.0])
    assert lattice.at(at_row, at_col) == pytest.approx(whole[:, at_row.astype(int), at_col.astype(int)], rel=1e-12)


def test_interpolation_by_hand():
    """Nodes 0 10 / 20 50 at rows 0 and 2, columns 0 and 4; at row 1, column 1: (7.5 + 2.5 x ...) = 15."""
    lattice = Lattice(np.array([0.0, 2.0]), np.array([0.0, 4.0]), np.array([[[0.0, 10.0], [20.0, 50.0]]]))
    assert lattice.window(1, 1, 1, 2).strip(1, 1).tolist() == [[[15.0, 20.0]]]
    assert lattice.at(np.array([1.0, -5.0]), np.array([1.0, 9.0])).tolist() == [[15.0, 10.0]]


def test_the_map_shows_ways():
    """Cells of 2 x 1 units whose column step is 1 m east and whose step up is 1 m north: east is twice as far as north.

    A way to 45 degrees is one column and one row: 2 units right, 1 up, at atan(2) = 63.43 degrees. Mirrored, -63.43.
    """
    frame = grid(1, 1, (0.0, 2.0, 0.0, 0.0, 0.0, -1.0))
    assert map_angles(np.array([1.0, 0.0, 0.0, 1.0]), frame, 45.0) == pytest.approx(63.435, abs=1e-3)
    assert map_angles(np.array([-1.0, 0.0, 0.0, 1.0]), frame, 45.0) == pytest.approx(-63.435, abs=1e-3)
    assert GroundSteps.uniform([[-1.0, 0.0], [0.0, 1.0]]).mirrored
    assert not GroundSteps.uniform([[-1.0, 0.0], [0.0, -1.0]]).mirrored
    east, north = GroundSteps.uniform([[3.0, 1.0], [0.0, 4.0]]).displacement(*np.zeros((2, 1)), *np.ones((2, 1)))
    assert (east.tolist(), north.tolist()) == ([4.0], [4.0])


def test_sinusoidal_world_in_rows():
    """Along the equator nothing is sheared; at 60 N and 60 E a step up leads 60 degrees x sin(60) = 0.9069 east."""
    crs = spatial_reference(SINUSOIDAL).ExportToWkt()
    frame = grid(60, 120, (-18e6, 300e3, 0.0, 9e6, 0.0, -300e3), crs)
    radius = 6371007.181
    lattice = GroundSteps.of(frame).lattice
    x, y = radius * math.radians(60) * 0.5, radius * math.radians(60)
    found = lattice.at(np.array([(9e6 - y) / 300e3 - 0.5]), np.array([(x + 18e6) / 300e3 - 0.5]))[:, 0]
    # By the radii of WGS 84 at 60 N: N / R = 6394209 / 6371007, M / R = 6383454 / 6371007.
    east, north = 1.003642, 1.001954
    sheared = east * math.radians(60) * math.sin(math.radians(60))
    assert found / 300e3 == pytest.approx([east, sheared, 0.0, north], abs=3e-3)
