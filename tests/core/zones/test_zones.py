"""Zones: which cells they own, coverage, overlap, empty ones, other CRS; names matched to table rows."""

from __future__ import annotations

import numpy as np
import pytest
from carbon_service_flow.core.errors import ZoneError
from carbon_service_flow.core.raster.sources import ArraySource, Window
from carbon_service_flow.core.zones.coverage import measure_coverage
from carbon_service_flow.core.zones.name_matching import match_names
from carbon_service_flow.core.zones.zones import Zones, interior_cells, with_polygons
from hypothesis import given
from hypothesis import strategies as st
from osgeo import ogr
from support.common import ALBERS, DEGREES, KM, WGS84, Recorder, box, cells_box, grid, laws, ring_wkb, zones_of

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


@laws
@given(st.lists(st.tuples(st.floats(-1, 9), st.floats(-1, 7)), min_size=3, max_size=3, unique=True), st.booleans())
def test_a_zone_owns_the_cells_whose_centres_it_holds(corners, south_up) -> None:
    """Triangles against the even-odd rule; centres within a hair of an edge may go either way."""
    transform = (0.0, 1000.0, 0.0, 0.0, 0.0, 1000.0 if south_up else -1000.0)
    frame = grid(6, 8, transform)
    points = [(x * 1000, y * transform[5]) for x, y in corners]
    found = positions(Zones.from_features("z", ALBERS, [("a", ring_wkb(*points))]), frame)
    for row in range(6):
        for col in range(8):
            x, y = frame.centre(row, col)
            answers = {inside(x + dx, y + dy, points) for dx in (-1e-3, 1e-3) for dy in (-1e-3, 1e-3)}
            assert (found[row, col] == 0) in answers


@pytest.mark.parametrize("crs", [ALBERS, WGS84])
@pytest.mark.parametrize("col", [2.5, 3.0, 4.25])
def test_neighbours_share_an_edge_and_no_cell(crs, col) -> None:
    """An edge through cell centres, or anywhere: each cell belongs to exactly one of the two; no overlap is seen."""
    frame = grid(6, 8, KM if crs == ALBERS else DEGREES, crs)
    zones = zones_of(frame, west=(0, 0, 6, col), east=(0, col, 6, 8 - col))
    log = Recorder()
    found = measure_coverage(zones, frame, None, log)
    assert found.cells.sum() == 48
    assert log.warnings == []


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


def test_overlap_is_told_and_the_zone_drawn_last_wins() -> None:
    zones = zones_of(FRAME, a=(0, 0, 2, 3), b=(1, 2, 2, 3))
    log = Recorder()
    found = measure_coverage(zones, FRAME, None, log)
    assert found.cells.tolist() == [5, 6]
    assert log.warnings == ["Zones of zones overlap in 1 cells; such a cell counts for the zone drawn last."]


def test_coverage_by_the_grid_and_by_data() -> None:
    """a: half off the grid. b: all on it, a quarter without data. c: 99.5 % on it: enough; e: 98.5 %. d: off."""
    data = np.ma.masked_all(FRAME.shape)
    data[:] = 1.0
    mask = np.zeros(FRAME.shape, bool)
    mask[5, 3] = True
    zones = zones_of(FRAME, a=(0, -2, 1, 4), b=(4, 2, 2, 2), c=(3, 0, 1, 8.04), d=(9, 9, 1, 1), e=(2, 0, 1, 8 / 0.985))
    log = Recorder()
    found = measure_coverage(zones, FRAME, ArraySource(np.ones(FRAME.shape), mask), log)
    np.testing.assert_allclose(found.covered, [0.5, 0.75, 8 / 8.04, 0, 0.985], rtol=1e-9)
    assert found.valid.tolist() == [2, 3, 8, 0, 8]
    assert log.warnings == [
        "The grid covers only 50.00 % of zone a.",
        "The grid covers only 75.00 % of zone b.",
        "The grid covers only 0.00 % of zone d.",
        "The grid covers only 98.50 % of zone e.",
    ]


def test_coverage_on_a_geographic_grid_is_by_true_area() -> None:
    """A zone from 0 to 60 N of which the grid holds 30 to 60: by degrees half, by area (sin 60 - sin 30) / sin 60."""
    frame = grid(30, 10, (100.0, 1.0, 0.0, 60.0, 0.0, -1.0), WGS84)
    zones = Zones.from_features("z", WGS84, [("a", box(100, 0, 110, 60))])
    share = measure_coverage(zones, frame, None, Recorder()).covered[0]
    assert share == pytest.approx((np.sqrt(3) / 2 - 0.5) / (np.sqrt(3) / 2), abs=0.003)


def test_no_zone_on_the_grid_at_all() -> None:
    with pytest.raises(ZoneError, match=r"No polygon of layer zones meets the grid \(8 x 6 cells"):
        measure_coverage(zones_of(FRAME, a=(50, 50, 1, 1)), FRAME, None, Recorder())


@pytest.mark.parametrize(
    ("features", "crs", "message"),
    [
        ([], ALBERS, "Layer z has no polygons"),
        ([("a", None)], ALBERS, "Layer z has no polygons"),
        ([("a", ogr.Geometry(ogr.wkbPolygon).ExportToWkb())], ALBERS, "Layer z has no polygons"),
        ([("a", box(0, 0, 1, 1))], "", "Layer z has no coordinate reference system"),
        ([("a", box(0, 0, 1, 1)), ("  ", box(0, 0, 1, 1))], ALBERS, "Layer z: polygon 2 has no name"),
        ([(None, box(0, 0, 1, 1))], ALBERS, "polygon 1 has no name"),
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


def test_names_that_do_not_match_list_both_sides_and_the_closest() -> None:
    with pytest.raises(ZoneError) as caught:
        match_names(
            ("广西", "Hunan", "Qinghai"),
            ["广西壮族自治区", "Hu'nan", "x"],
            layer="provinces",
            table="stats.csv",
            skip=False,
            progress=Recorder(),
        )
    text = str(caught.value)
    assert "广西 (广西壮族自治区?), Hunan (Hu'nan?), Qinghai" in text
    assert "广西壮族自治区 (广西?), Hu'nan (Hunan?), x" in text
    assert "provinces" in text
    assert "stats.csv" in text


def test_names_skipped_on_demand_are_told() -> None:
    log = Recorder()
    assert match_names(("a", "b"), ["c", "b"], layer="layer", table="table", skip=True, progress=log) == {1: 1}
    assert log.warnings == [
        "Zones of layer without a row in table, skipped: a.",
        "Rows of table without a zone in layer, skipped: c.",
    ]


def test_two_rows_of_one_name_are_an_error_even_when_skipping() -> None:
    with pytest.raises(ZoneError, match="Names with several rows: a"):
        match_names(("a",), ["a", "a"], layer="layer", table="table", skip=True, progress=Recorder())


def test_a_row_without_a_name_is_called_so() -> None:
    """A total or a footnote below the table: no name, and no closest match is made up for it."""
    with pytest.raises(ZoneError, match=r"Rows without a zone: \(no name\)\n"):
        match_names(("a",), ["a", ""], layer="layer", table="table", skip=False, progress=Recorder())


@laws
@given(st.lists(st.text("abc", min_size=1, max_size=2), unique=True), st.randoms())
def test_matching_does_not_depend_on_order(names, random) -> None:
    rows = random.sample(names, len(names))
    found = match_names(tuple(names), rows, layer="layer", table="table", skip=False, progress=Recorder())
    assert all(rows[row] == names[zone] for zone, row in found.items())
    assert len(found) == len(names)


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
