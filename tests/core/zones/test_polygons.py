"""Polygons: clipped to boxes without changing what they hold, counted around boxes, split, made flat."""

from __future__ import annotations

import numpy as np
import pytest
from carbon_service_flow.core.zones.polygons import (
    Polygons,
    clip_rings,
    count_holders,
    has_few_vertices,
    multipolygon,
    polygonal,
    simple_geometries,
)
from hypothesis import given
from hypothesis import strategies as st
from osgeo import ogr
from support.common import ALBERS, box, grid, laws, ring_wkb

# Cells of 1 x 1 from (0, 0) down: 10 rows, 20 columns.
FRAME = grid(10, 20, (0.0, 1.0, 0.0, 0.0, 0.0, -1.0), ALBERS)


def ring(*points: tuple[float, float]) -> np.ndarray:
    return np.array([*points, points[0]], dtype=float)


def square(left: float, low: float, right: float, high: float) -> np.ndarray:
    return ring((left, low), (right, low), (right, high), (left, high))


def polygons_of(*shapes: bytes | str) -> Polygons:
    wkb = [ogr.CreateGeometryFromWkt(shape).ExportToWkb() if isinstance(shape, str) else shape for shape in shapes]
    return Polygons(FRAME, [(k, bytes(one)) for k, one in enumerate(wkb)], len(wkb))


def held_by(rings: list[np.ndarray], x: float, y: float) -> bool:
    """Even-odd rule over all rings, by plain loop."""
    inside = False
    for points in rings:
        for (x1, y1), (x2, y2) in zip(points[:-1], points[1:]):
            if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
                inside = not inside
    return inside


def test_docstring_s_notch_is_clipped() -> None:
    notched = ring((0, 0), (9, 0), (9, 9), (5, 9), (5, 8), (0, 9))
    ((clipped,),) = clip_rings([[notched]], (-np.inf, np.inf, -1.0, 4.0))
    assert clipped.tolist() == [[0, 0], [9, 0], [9, 9], [0, 9], [0, 0]]


@pytest.mark.parametrize("turned", [0, 1, 2, 3])
def test_what_lies_on_one_side_of_a_box_is_left_out(turned) -> None:
    """The same on each of the four sides: a ring beyond it goes, and with it a polygon that has no other."""
    quarter = np.linalg.matrix_power(np.array([[0, -1], [1, 0]]), turned)
    beyond, across = square(5, -1, 7, 1) @ quarter.T, square(-1, -1, 7, 1) @ quarter.T
    limits = (-2.0, 2.0, -2.0, 2.0)
    assert clip_rings([[beyond]], limits) == []
    ((kept,),) = clip_rings([[across, beyond]], limits)
    np.testing.assert_array_equal(kept, across)


@laws
@given(st.integers(0, 2**20), st.integers(3, 60), st.booleans())
def test_clipping_changes_nothing_within_the_box(seed, vertices, closed) -> None:
    """Random rings, some of them on a lattice, against the even-odd rule at random points of the box."""
    rng = np.random.default_rng(seed)
    points = rng.normal(0, 5, (vertices, 2))
    if seed % 2:
        points = np.rint(points)
    whole = np.vstack([points, points[:1]]) if closed else points
    left, low = rng.uniform(-4, 2, 2)
    right, high = left + rng.uniform(0.5, 4), low + rng.uniform(0.5, 4)
    rings = clip_rings([[whole]], (left, right, low, high))
    closed_whole = np.vstack([points, points[:1]])
    for x, y in zip(rng.uniform(left, right, 40), rng.uniform(low, high, 40)):
        assert held_by(rings[0] if rings else [], x, y) == held_by([closed_whole], x, y)
    if rings:
        ((clipped,),) = rings
        assert (clipped[0] == clipped[-1]).all()
        assert len(clipped) <= vertices + 1


def test_the_turn_at_the_lowest_point_stays() -> None:
    """It tells GDAL which way the ring runs: of two lowest points the right one, with its neighbours, stays."""
    comb = ring((0, 0), (1, -9), (2, -5), (3, -9), (4, -5), (5, -6), (6, 0))
    ((clipped,),) = clip_rings([[comb]], (-9.0, 9.0, -1.0, 1.0))
    # Low are (1, -9) to (5, -6): the first and last have a neighbour within, (3, -9) is the turn.
    assert clipped.tolist() == [[0, 0], [1, -9], [2, -5], [3, -9], [4, -5], [5, -6], [6, 0], [0, 0]]
    longer = ring((0, 0), (1, -9), (1.5, -7), (2, -5), (3, -9), (4, -5), (4.5, -7), (5, -6), (6, 0))
    ((clipped,),) = clip_rings([[longer]], (-9.0, 9.0, -1.0, 1.0))
    assert clipped.tolist() == [[0, 0], [1, -9], [2, -5], [3, -9], [4, -5], [5, -6], [6, 0], [0, 0]]


def test_polygons_around_a_box_are_counted() -> None:
    """One around it, one with a hole around it, one with a hole elsewhere, one beside it, a bow around it twice."""
    limits = (0.0, 1.0, 0.0, 1.0)
    around, hole, elsewhere = square(-5, -5, 5, 5), square(-2, -2, 3, 3), square(2, 2, 3, 3)
    assert count_holders([[around]], limits) == 1
    assert count_holders([[around, hole]], limits) == 0
    assert count_holders([[around, elsewhere]], limits) == 1
    assert count_holders([[around], [square(-9, -9, 9, 9)]], limits) == 2
    for beside in (square(-5, -5, -2, 5), square(2, -5, 5, 5), square(-5, 2, 5, 5), square(-5, -5, 5, -2)):
        assert count_holders([[beside]], limits) == 0
    assert count_holders([[np.vstack([around, around])]], limits) == 0
    assert count_holders([], limits) == 0


@pytest.mark.parametrize("edge", [square(-5, -5, 0.5, 5), square(0.2, 0.2, 0.8, 0.8), square(-5, -5, 0, 5)])
def test_an_edge_at_a_box_leaves_it_open_who_holds_it(edge) -> None:
    assert count_holders([[edge]], (0.0, 1.0, 0.0, 1.0)) is None
    assert count_holders([[square(-9, -9, 9, 9)], [edge]], (0.0, 1.0, 0.0, 1.0)) is None


def test_polygons_that_touch_a_window() -> None:
    """The window of rows 2 and 3, columns 5 to 7: x 5 to 8, y -4 to -2; a shared edge touches."""
    window = FRAME.window(2, 5, 2, 3)
    touch = [box(0, -9, 5, -1), box(8, -9, 9, -1), box(0, -2, 9, 0), box(0, -9, 9, -4), box(6, -3, 7, -2.5)]
    clear = [box(0, -9, 4.9, -1), box(8.1, -9, 9, -1), box(0, -1.9, 9, 0), box(0, -9, 9, -4.1)]
    assert polygons_of(*touch, *clear).touching(window).tolist() == [0, 1, 2, 3, 4]


def test_a_box_may_lie_within_a_polygon_whose_envelope_holds_it() -> None:
    limits = (5.0, 8.0, -4.0, -2.0)
    around = box(4, -5, 9, -1)
    exact = [box(5, -5, 9, -1), box(4, -5, 8, -1), box(4, -4, 9, -1), box(4, -5, 9, -2)]
    polygons = polygons_of(around, *exact, "LINESTRING(0 0,9 -9)")
    assert polygons.may_lie_within(np.array([0]), limits)
    assert polygons.may_lie_within(np.array([1, 0]), limits)
    for one in (1, 2, 3, 4):
        assert not polygons.may_lie_within(np.array([one]), limits)
    # What is no polygon may lie anywhere.
    assert not polygons.may_lie_within(np.array([0, 5]), limits)


def test_horizontal_edges_through_centres() -> None:
    """Centres of rows lie at y = -0.5, -1.5 ...: edges at -2.5 do, those at -2 and -2.4, and sloping ones, do not."""
    shapes = [
        box(0, -2.5, 3, -1),
        box(0, -2, 3, -1),
        box(0, -2.4, 3, -1),
        ring_wkb((0, -2.5), (3, -2.6), (2, -1)),
        "POLYGON((0 0,9 0,9 -9,0 -9,0 0),(2 -3.5,4 -3.5,4 -5,2 -5,2 -3.5))",
        "LINESTRING(0 0,9 -9)",
        # Vertices at the height of centres, but no edge between two of them.
        ring_wkb((0, -0.5), (3, -2), (0, -3.5), (-3, -2)),
    ]
    polygons = polygons_of(*shapes)
    assert polygons.horizontal_edges.tolist() == [True, False, False, False, True, True, False]
    turned = Polygons(grid(10, 20, (0.0, 1.0, 0.0, -10.25, 0.0, 1.0), ALBERS), [(0, box(0, -2.75, 3, -1))], 1)
    # Centres of a grid from -10.25 up: -9.75, ... -2.75.
    assert turned.horizontal_edges.tolist() == [True]


def test_rings_have_no_repeated_vertices_and_keep_their_polygons() -> None:
    shape = "MULTIPOLYGON(((0 0,9 0,9 0,9 -9,0 0),(5 -2,7 -2,7 -3,5 -2)),((20 0,21 0,21 -1,20 0)))"
    (outer, hole), (island,) = polygons_of(shape).rings(0)
    assert outer.tolist() == [[0, 0], [9, 0], [9, -9], [0, 0]]
    assert hole.tolist() == [[5, -2], [7, -2], [7, -3], [5, -2]]
    assert island.tolist() == [[20, 0], [21, 0], [21, -1], [20, 0]]
    assert multipolygon([[outer, hole], [island]]).ExportToWkt() == (
        "MULTIPOLYGON (((0 0,9 0,9 -9,0 0),(5 -2,7 -2,7 -3,5 -2)),((20 0,21 0,21 -1,20 0)))"
    )


def test_collections_within_collections_are_split() -> None:
    nested = "GEOMETRYCOLLECTION(POINT(1 2),GEOMETRYCOLLECTION(MULTIPOLYGON(((0 0,1 0,1 1,0 0)),((5 5,6 5,6 6,5 5)))))"
    names = [one.GetGeometryName() for one in simple_geometries(ogr.CreateGeometryFromWkt(nested))]
    assert names == ["POINT", "POLYGON", "POLYGON"]
    alone = ogr.CreateGeometryFromWkt("POLYGON((0 0,1 0,1 1,0 0))")
    assert [one.GetGeometryName() for one in simple_geometries(alone)] == ["POLYGON"]


def test_curves_become_lines_and_heights_go() -> None:
    """A half disc of radius 1: its area is pi / 2, to the chords."""
    curve = ogr.CreateGeometryFromWkt("CURVEPOLYGON(COMPOUNDCURVE(CIRCULARSTRING(0 0,1 1,2 0),(2 0,0 0)))")
    lines = polygonal(curve)
    assert not lines.HasCurveGeometry()
    assert lines.Area() == pytest.approx(np.pi / 2, rel=1e-3)
    flat = polygons_of("POLYGON Z((0 0 5,1 0 5,1 1 5,0 0 5))").geometries[0]
    assert not flat.Is3D()


def test_few_vertices_are_at_most_500() -> None:
    points = np.zeros((250, 2))
    assert has_few_vertices([[points], [points]])
    assert not has_few_vertices([[points, np.zeros((1, 2))], [points]])
