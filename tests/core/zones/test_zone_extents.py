"""Cells that zones would own beyond the grid, against a grid that goes on; rough areas of polygons."""

from __future__ import annotations

import numpy as np
import pytest
from carbon_service_flow.core.raster.sources import Window
from carbon_service_flow.core.zones.zone_extents import areas_beyond_ha, polygon_areas_ha
from carbon_service_flow.core.zones.zones import Zones
from hypothesis import given
from hypothesis import strategies as st
from support.common import ALBERS, DEGREES, KM, WGS84, Recorder, box, grid, laws, ring_wkb, zones_of

ALL = np.ones(3, dtype=bool)


def cells_by_zone(zones: Zones, frame) -> np.ndarray:
    """Area by zone of a grid's own cells, read in one go."""
    positions = zones.source(frame).open().read(whole(frame))
    areas = np.broadcast_to(frame.cell_area_ha(), positions.shape)
    return np.array([areas[(positions == zone).filled(False)].sum() for zone in range(len(zones))])


def whole(frame):
    return Window(0, 0, frame.rows, frame.cols)


@laws
@given(
    corners=st.lists(st.tuples(st.integers(-9, 9), st.integers(-9, 9)), min_size=9, max_size=9),
    at=st.tuples(st.integers(-4, 4), st.integers(-4, 4)),
    where=st.sampled_from([(KM, ALBERS), (DEGREES, WGS84), ((0.0, 1000.0, 0.0, 0.0, 0.0, 1000.0), ALBERS)]),
)
def test_both_sides_are_what_a_grid_that_goes_on_owns(corners, at, where) -> None:
    """Three triangles, which overlap, around a grid of 3 x 5 cells; the larger grid holds all of them.

    Corners are moved off the centres by ever other amounts: an edge through a centre is decided by rounding.
    """
    frame = grid(3, 5, *where)
    corners = [(x + 0.0131 * number, y + 0.0173 * number) for number, (x, y) in enumerate(corners, start=1)]
    step = frame.geotransform[1]
    x0, y0 = frame.centre(*at)
    features = [
        (name, ring_wkb(*[(x0 + x * step, y0 + y * step) for x, y in corners[3 * number : 3 * number + 3]]))
        for number, name in enumerate("abc")
    ]
    # Three points in a line are no polygon.
    zones = Zones(
        "triangles", tuple("abc"), tuple((number, wkb) for number, (_, wkb) in enumerate(features)), frame.crs
    )
    larger = frame.window(-20, -20, 45, 45)
    expected = cells_by_zone(zones, larger)
    found = cells_by_zone(zones, frame) + areas_beyond_ha(zones, frame, ALL, Recorder())
    np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-6)


def test_beyond_a_chunk_of_512_cells_and_for_wanted_zones_only() -> None:
    """a: 1600 columns from 560 on, 40 of them on the grid, two rows: 3120 cells of 100 ha beyond, less 20 of c.

    b lies on the grid, c is not asked for. Columns 1024 to 1535, a chunk, are all a's.
    """
    frame = grid(2, 600)
    zones = zones_of(frame, a=(0, 560, 1.9, 1599.9), b=(0, 0, 1, 5), c=(0, 1600, 2, 10))
    wanted = np.array([True, True, False])
    assert areas_beyond_ha(zones, frame, wanted, Recorder()).tolist() == [310_000, 0, 0]
    assert not areas_beyond_ha(zones, frame, np.zeros(3, dtype=bool), Recorder()).any()


def test_the_polygon_drawn_last_owns_a_cell_beyond_the_grid_as_on_it() -> None:
    frame = grid(1, 1)
    zones = zones_of(frame, a=(0, 0, 1, 4), b=(0, 2, 1, 4))
    assert areas_beyond_ha(zones, frame, np.ones(2, dtype=bool), Recorder()).tolist() == [100, 400]


@pytest.mark.parametrize(
    ("crs", "shape", "hectares", "tolerance"),
    [
        # One degree at 30 N: 111.195 km x 111.195 km x cos 30.5.
        (WGS84, box(100, 30, 101, 31), 1_065_300, 0.01),
        (ALBERS, box(0, 3_300_000, 2000, 3_303_000), 600, 1e-9),
    ],
)
def test_areas_of_polygons_to_their_order_of_magnitude(crs, shape, hectares, tolerance) -> None:
    zones = Zones("t", ("a", "empty"), ((0, shape), (0, shape)), crs)
    assert polygon_areas_ha(zones) == pytest.approx([2 * hectares, 0], rel=tolerance)
