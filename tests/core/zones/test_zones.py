"""Zones: which cells they own, names, empty ones, other CRS, interior points, rows with polygons."""

from __future__ import annotations

import pickle

import numpy as np
import pytest
from carbon_service_flow.core.errors import ZoneError
from carbon_service_flow.core.raster.sources import Window
from carbon_service_flow.core.zones.coverage import measure_coverage
from carbon_service_flow.core.zones.features import zone_name
from carbon_service_flow.core.zones.zones import (
    Zones,
    ZoneSource,
    interior_cells,
    interior_points,
    sum_by_zone,
    valid_geometry,
    with_polygons,
)
from hypothesis import assume, given
from hypothesis import strategies as st
from osgeo import ogr
from support.common import ALBERS, KM, WGS84, Recorder, box, cells_box, grid, laws, ring_wkb, zones_of

FRAME = grid(6, 8)


def positions(zones: Zones, frame=FRAME) -> np.ndarray:
    return zones.source(frame).open().read(Window(0, 0, *frame.shape)).filled(-1)


def inside(x: float, y: float, corners: list[tuple[float, float]]) -> bool:
    """Even-odd rule by plain loop."""
    found = False
    for (x1, y1), (x2, y2) in zip(corners, corners[1:] + corners[:1]):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            found = not found
    return found


@pytest.mark.formula("zone-centre")
@laws
@given(st.lists(st.tuples(st.floats(-1, 9), st.floats(-1, 7)), min_size=3, max_size=3, unique=True), st.booleans())
def test_a_zone_owns_the_cells_whose_centres_it_holds(corners, south_up) -> None:
    """Triangles against the even-odd rule; centres within a hair of an edge may go either way."""
    assume(abs(np.linalg.det(np.diff(corners, axis=0))) > 1e-9)
    transform = (0.0, 1000.0, 0.0, 0.0, 0.0, 1000.0 if south_up else -1000.0)
    frame = grid(6, 8, transform)
    points = [(x * 1000, y * transform[5]) for x, y in corners]
    found = positions(Zones.from_features("z", ALBERS, [("a", ring_wkb(*points))]), frame)
    for row in range(6):
        for col in range(8):
            x, y = frame.centre(row, col)
            answers = {inside(x + dx, y + dy, points) for dx in (-1e-3, 1e-3) for dy in (-1e-3, 1e-3)}
            assert (found[row, col] == 0) in answers


def test_several_polygons_of_one_name_are_one_zone_and_numbers_are_names() -> None:
    features = [(11.0, cells_box(FRAME, 0, 0, 1, 2)), ("22", cells_box(FRAME, 1, 0, 1, 1)), (11, None)]
    zones = Zones.from_features("codes", ALBERS, [*features, ("11", cells_box(FRAME, 5, 5, 1, 1))])
    assert zones.names == ("11", "22")
    assert measure_coverage(zones, FRAME, None, Recorder()).cells.tolist() == [3, 1]


def test_holes_and_islands() -> None:
    outer = ogr.CreateGeometryFromWkb(cells_box(FRAME, 0, 0, 6, 6))
    ring = outer.Difference(ogr.CreateGeometryFromWkb(cells_box(FRAME, 1, 1, 3, 3)))
    island = ring.Union(ogr.CreateGeometryFromWkb(cells_box(FRAME, 2, 2, 1, 1)))
    found = positions(Zones.from_features("z", ALBERS, [("a", island.ExportToWkb())]))
    assert (found == 0).sum() == 36 - 9 + 1
    assert found[2, 2] == 0
    assert found[1, 1] == -1


@pytest.mark.parametrize(
    ("features", "crs", "message"),
    [
        ([], ALBERS, "Layer z has no polygons"),
        ([("a", None)], ALBERS, "Layer z has no polygons"),
        ([("a", ogr.Geometry(ogr.wkbPolygon).ExportToWkb())], ALBERS, "Layer z has no polygons"),
        ([("a", box(0, 0, 1, 1))], "", "Layer z has no coordinate reference system"),
        ([("  ", box(0, 0, 1, 1)), (None, box(0, 0, 1, 1))], ALBERS, "Layer z: none of its 2 polygons has a name"),
    ],
)
def test_layers_that_are_no_zones(features, crs, message) -> None:
    with pytest.raises(ZoneError, match=message):
        Zones.from_features("z", crs, features)


def test_a_polygon_without_an_image_in_the_grid_s_crs_is_named() -> None:
    """Latitude 95: metres in a layer that says it is in degrees, say."""
    zones = Zones.from_features("z", WGS84, [("fine", box(100, 30, 101, 31)), ("beyond", box(100, 80, 101, 95))])
    with pytest.raises(ZoneError, match=r"Layer z: zone beyond cannot be transformed to \+proj=aea"):
        zones.to_grid(FRAME)


def test_interior_cells_are_inside_the_largest_polygon() -> None:
    """A U of three cells' width: its centroid lies outside it, the interior point does not."""
    corners = [(0, 0), (0, 3), (1, 3), (1, 1), (2, 1), (2, 3), (3, 3), (3, 0)]
    shape = ring_wkb(*((x * 1000, KM[3] - 6000 + y * 1000) for x, y in corners))
    features = [("u", cells_box(FRAME, 0, 7, 0.3, 0.3)), ("u", shape), ("off", cells_box(FRAME, 20, 20, 1, 1))]
    found = interior_cells(Zones.from_features("z", ALBERS, features), FRAME)
    assert list(found) == [0]
    assert positions(Zones.from_features("z", ALBERS, [("u", shape)]))[found[0]] == 0


def test_an_invalid_polygon_still_counts() -> None:
    """A bow tie, as digitised by hand: its cells by even-odd, and no crash in coverage and interior point."""
    shape = ring_wkb((0, KM[3]), (8000, KM[3] - 6000), (8000, KM[3]), (0, KM[3] - 6000))
    zones = Zones.from_features("z", ALBERS, [("bow", shape)])
    log = Recorder()
    assert measure_coverage(zones, FRAME, None, log).cells[0] == pytest.approx(24, abs=4)
    assert 0 in interior_cells(zones, FRAME)
    assert log.warnings == []


@pytest.mark.parametrize("text", ["POLYGON((0 0,1 0,1 1,0 0))", "POLYGON Z((0 0 5,1 0 5,1 1 5,0 0 5))"])
def test_polygons_of_a_zone_are_put_together(text) -> None:
    other = "MULTIPOLYGON(((5 5,6 5,6 6,5 5)),((8 8,9 8,9 9,8 8)))"
    features = [("a", ogr.CreateGeometryFromWkt(each).ExportToWkb()) for each in (text, other)]
    features.append(("b", None))
    zones = Zones.from_features("zones", WGS84, features)
    rows = list(with_polygons([{"zone": "a", "rank": 1}, {"zone": "b", "rank": None}], zones))
    shape = ogr.CreateGeometryFromWkb(rows[0]["geometry"])
    assert shape.GetGeometryName() == "MULTIPOLYGON"
    assert shape.GetGeometryCount() == 3
    assert not shape.Is3D()
    # Three triangles of half a square.
    assert shape.Area() == pytest.approx(1.5)
    assert rows[0]["rank"] == 1
    assert rows[1]["geometry"] is None


def test_sums_by_position_and_of_no_zone() -> None:
    position = np.array([[0, 2, 3], [2, 0, 3]])
    assert sum_by_zone(position, np.array([[1.0, 2, 4], [8, 16, 32]]), 3).tolist() == [17, 0, 10, 36]
    assert sum_by_zone(position[:1, :1], np.array([[5.0]]), 3).tolist() == [5, 0, 0, 0]


def test_names_as_a_table_shows_them() -> None:
    assert [zone_name(value) for value in (" a ", 11.0, 11, 1.5, None)] == ["a", "11", "11", "1.5", ""]


def test_overlaps_are_marked_in_a_source_that_marks_them() -> None:
    """Zones a and b share the cell (1, 2), which is b's, position 1: marked by n + 1 = 3."""
    zones = zones_of(FRAME, a=(0, 0, 2, 3), b=(1, 2, 2, 3))
    plain = zones.source(FRAME)
    marking = ZoneSource(FRAME, plain.shapes, 2, "zones", overlaps=True)
    found = marking.open().read(Window(0, 0, *FRAME.shape)).filled(-1)
    assert found[1, 2] == 4
    found[1, 2] -= 3
    np.testing.assert_array_equal(found, positions(zones))
    again = pickle.loads(pickle.dumps(marking))
    assert again == marking
    assert again.open().read(Window(1, 2, 1, 1)).tolist() == [[4]]


def test_zones_in_the_grid_s_crs_stay_as_they_are_and_others_are_transformed() -> None:
    own = zones_of(FRAME, a=(0, 0, 1, 1))
    assert own.to_grid(FRAME) is own
    moved = Zones.from_features("z", WGS84, [("a", box(105, 30, 106, 31))]).to_grid(FRAME)
    assert moved.crs == FRAME.crs
    west = ogr.CreateGeometryFromWkb(moved.shapes[0][1]).GetEnvelope()[0]
    # 105 E is the central meridian.
    assert west == pytest.approx(0, abs=1e-6)


def test_interior_points_lie_in_the_largest_polygon_wherever_it_stands() -> None:
    small, large = cells_box(FRAME, 0, 0, 1, 1), cells_box(FRAME, 2, 4, 2, 2)
    for order in ((small, large), (large, small)):
        features = [("a", shape) for shape in order]
        x, y = interior_points(Zones.from_features("z", ALBERS, features), FRAME)[0]
        assert 4000 < x < 6000
        assert KM[3] - 4000 < y < KM[3] - 2000
        assert interior_cells(Zones.from_features("z", ALBERS, features), FRAME)[0][0] in (2, 3)


def test_a_bow_tie_is_made_two_triangles() -> None:
    bow = ogr.CreateGeometryFromWkb(ring_wkb((0, 0), (2, 2), (2, 0), (0, 2)))
    assert bow.Area() == 0
    assert valid_geometry(bow).Area() == pytest.approx(2)
