"""Features to named polygons: every kind of geometry, what is left out and said, what is refused."""

from __future__ import annotations

import pytest
from carbon_service_flow.core.errors import ZoneError
from carbon_service_flow.core.zones.features import (
    MOST_NAMES_LISTED,
    area_polygons,
    collect_polygons,
    has_area,
    some_names,
)
from osgeo import ogr
from support.common import Recorder, box

SQUARE = "POLYGON((0 0,2 0,2 2,0 2,0 0))"
CIRCLE = "CURVEPOLYGON(CIRCULARSTRING(0 0,1 1,2 0,1 -1,0 0))"


def wkb(text: str) -> bytes:
    return bytes(ogr.CreateGeometryFromWkt(text).ExportToIsoWkb())


@pytest.mark.parametrize(
    ("text", "area"),
    [
        (SQUARE, 4),
        ("POLYGON ZM((0 0 9 1,2 0 9 1,2 2 9 1,0 2 9 1,0 0 9 1))", 4),
        ("MULTIPOLYGON(((0 0,2 0,2 2,0 2,0 0)),((5 5,6 5,6 6,5 6,5 5)))", 5),
        (CIRCLE, 3.14159),
        (f"MULTISURFACE({CIRCLE},((5 5,6 5,6 6,5 6,5 5)))", 4.14159),
        ("TRIANGLE((0 0,2 0,0 2,0 0))", 2),
        (f"GEOMETRYCOLLECTION({SQUARE})", 4),
        (f"GEOMETRYCOLLECTION({SQUARE},LINESTRING(0 0,9 9),POINT(7 7))", 4),
        (f"GEOMETRYCOLLECTION(POINT(7 7),GEOMETRYCOLLECTION({SQUARE},LINESTRING(0 0,9 9)))", 4),
        (f"GEOMETRYCOLLECTION({CIRCLE},POINT(7 7))", 3.14159),
        # Two faces side by side, and a wall between them, which covers nothing.
        (
            "POLYHEDRALSURFACE Z(((0 0 0,2 0 0,2 2 0,0 2 0,0 0 0)),((2 0 0,2 2 0,2 2 5,2 0 5,2 0 0)),"
            "((2 0 5,3 0 5,3 2 5,2 2 5,2 0 5)))",
            6,
        ),
        # Roof and floor of a house cover the same ground.
        ("POLYHEDRALSURFACE Z(((0 0 0,2 0 0,2 2 0,0 2 0,0 0 0)),((0 0 3,2 0 3,2 2 3,0 2 3,0 0 3)))", 4),
        ("TIN Z(((0 0 0,2 0 0,0 2 0,0 0 0)),((2 0 0,2 2 1,0 2 0,2 0 0)))", 4),
        # A bow tie: its halves cancel out in the signed area.
        ("POLYGON((0 0,2 2,2 0,0 2,0 0))", 0),
    ],
)
def test_polygons_of_every_kind_are_taken_by_their_area(text, area) -> None:
    found = collect_polygons("z", [("a", wkb(text))], Recorder())
    assert found.names == ["a"]
    ((position, shape),) = found.shapes
    geometry = ogr.CreateGeometryFromWkb(shape)
    assert position == 0
    assert geometry.Area() == pytest.approx(area, abs=1e-2)
    assert has_area(geometry)


def test_polygons_are_handed_on_byte_by_byte() -> None:
    """What was fine before is not touched: the pixels that it gets are the same."""
    shape = wkb(f"GEOMETRYCOLLECTION({SQUARE},POLYGON((1 1,3 1,3 3,1 3,1 1)))")
    assert collect_polygons("z", [("a", shape)], Recorder()).shapes == [(0, shape)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("POINT(1 1)", "Point"),
        ("MULTIPOINT(1 1,2 2)", "Multi Point"),
        ("LINESTRING(0 0,1 1)", "Line String"),
        ("LINESTRING(0 0,2 0,2 2,0 0)", "Line String"),
        ("LINESTRING Z(0 0 1,1 1 1)", "Line String"),
        ("MULTILINESTRING((0 0,1 1))", "Multi Line String"),
        ("CIRCULARSTRING(0 0,1 1,2 0)", "Circular String"),
        ("COMPOUNDCURVE((0 0,1 1))", "Compound Curve"),
        ("GEOMETRYCOLLECTION(POINT(1 1),LINESTRING(0 0,1 1))", "Geometry Collection"),
    ],
)
def test_what_is_no_polygon_is_left_out_and_named(text, kind) -> None:
    log = Recorder()
    found = collect_polygons("z", [("a", wkb(SQUARE)), ("border", wkb(text)), (None, wkb(text))], log)
    assert (found.names, len(found.shapes), found.unnamed) == (["a"], 1, [])
    assert log.warnings == [
        f"Features of z that are no polygons have no area and are left out (2): border ({kind}), feature 3 ({kind})."
    ]
    with pytest.raises(ZoneError, match=rf"Layer z has no polygons with an area: its geometry is {kind} \(1\)"):
        collect_polygons("z", [("border", wkb(text))], Recorder())


def test_collections_are_told_what_they_lose() -> None:
    log = Recorder()
    collect_polygons("z", [("a", wkb(f"GEOMETRYCOLLECTION({SQUARE},POINT(7 7))"))], log)
    assert log.warnings == ["Collections of z count by their polygons; their lines and points are left out: a."]


@pytest.mark.parametrize("text", ["POLYGON((0 0,1 1,2 2,0 0))", "POLYGON((1 1,1 1,1 1,1 1))"])
def test_polygons_without_an_area_are_left_out(text) -> None:
    log = Recorder()
    assert collect_polygons("z", [("flat", wkb(text)), ("a", wkb(SQUARE))], log).names == ["a"]
    assert log.warnings == ["Polygons of z without an area are left out (1): flat."]
    with pytest.raises(ZoneError, match=r"no polygons with an area: its geometry is Polygon \(1\)"):
        collect_polygons("z", [("flat", wkb(text))], Recorder())


def test_features_without_a_geometry_name_a_zone_and_are_told() -> None:
    log = Recorder()
    found = collect_polygons("z", [("none", None), ("empty", wkb("POLYGON EMPTY")), ("a", wkb(SQUARE))], log)
    assert found.names == ["none", "empty", "a"]
    assert [position for position, _ in found.shapes] == [2]
    assert log.warnings == ["Features of z without a geometry (2): none, empty."]


def test_every_feature_keeps_its_place_where_totals_follow_it() -> None:
    features = [("1", wkb("POINT(1 1)")), ("2", wkb(SQUARE)), ("3", wkb("POLYGON((0 0,1 1,2 2,0 0))"))]
    found = collect_polygons("z", features, Recorder(), every_feature=True)
    assert found.names == ["1", "2", "3"]
    assert [position for position, _ in found.shapes] == [1]


@pytest.mark.parametrize("nothing", [None, "", "  ", "\u3000"])
def test_polygons_without_a_name_are_kept_apart_in_the_order_of_drawing(nothing) -> None:
    features = [("a", box(0, 0, 1, 1)), (nothing, box(2, 2, 3, 3)), ("b", box(4, 4, 5, 5)), (nothing, None)]
    found = collect_polygons("z", features, Recorder())
    assert found.names == ["a", "b"]
    assert [(one.feature, one.drawn_after, one.wkb) for one in found.unnamed] == [(2, 1, box(2, 2, 3, 3))]


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_coordinates_that_are_no_numbers_are_an_error(number) -> None:
    with pytest.raises(ZoneError, match="Layer z: the polygon of a has coordinates that are no finite numbers"):
        collect_polygons("z", [("a", box(0, 0, number, 1))], Recorder())


def test_a_collection_of_polygons_alone_is_itself() -> None:
    geometry = ogr.CreateGeometryFromWkt(f"GEOMETRYCOLLECTION({SQUARE})")
    assert area_polygons(geometry) is geometry


def test_long_lists_end_with_a_number() -> None:
    assert some_names(["a", "b"]) == "a, b"
    assert some_names([str(n) for n in range(MOST_NAMES_LISTED + 3)]).endswith(f"{MOST_NAMES_LISTED - 1} and 3 more")
