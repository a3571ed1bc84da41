"""Bearings into ways over cells, and the closest neighbour on the ground."""

from __future__ import annotations

import numpy as np
import pytest
from carbon_service_flow.core.raster.grid import spatial_reference
from carbon_service_flow.core.routing import Neighbourhood
from carbon_service_flow.core.routing.graph.cell_axes import NO_RECEIVER_CODE, CellAxes, bearing_limits, towards
from hypothesis import given
from hypothesis import strategies as st
from support.common import grid
from support.reference_routing import STEPS
from support.routing_cases import on_ground

FIRST = slice(0, 1)
steps = st.floats(-2000, 2000)


def ways(near, bearing):
    angle = np.radians(np.array([[bearing]]))
    matrix = CellAxes.of(near, 0, 0, 1, 1).matrix(FIRST)
    return [float(part[0, 0]) for part in towards(np.sin(angle), np.cos(angle), matrix)]


@given(steps, steps, steps, steps, st.floats(0, 360))
def test_a_way_over_cells_is_the_bearing_on_the_ground(a, b, c, d, bearing):
    if abs(a * d - b * c) <= 1e-2 * (a * a + b * b + c * c + d * d):
        return
    matrix = np.array([[a, b], [c, d]])
    ground = matrix @ ways(on_ground((1, 1), matrix), bearing)
    assert ground / np.hypot(*ground) == pytest.approx(
        [np.sin(np.radians(bearing)), np.cos(np.radians(bearing))], abs=1e-6
    )


@given(steps, steps, steps, steps, st.floats(0, 360))
def test_the_closest_neighbour_by_brute_force(a, b, c, d, bearing):
    """Of the eight steps on the ground the one at the smallest angle, whichever way the map is turned or mirrored."""
    if abs(a * d - b * c) <= 1e-2 * (a * a + b * b + c * c + d * d):
        return
    matrix = np.array([[a, b], [c, d]])
    axes = CellAxes.of(on_ground((1, 1), matrix), 0, 0, 1, 1, closest=True)
    (code,) = axes.closest(np.array([[bearing]]), FIRST)[0]
    east, north = matrix @ np.array(STEPS).T
    angle = np.abs((np.degrees(np.arctan2(east, north)) - bearing + 180) % 360 - 180)
    assert angle[code] <= angle.min() + 3e-3  # ties are taken within a thousandth of a degree


def test_calm_has_no_neighbour():
    axes = CellAxes.of(on_ground((1, 1), np.eye(2)), 0, 0, 1, 1, closest=True)
    assert axes.closest(np.array([[np.nan, 181.0]]), FIRST).tolist() == [[NO_RECEIVER_CODE, 4]]


def test_limits_around_a_pole_have_no_seam():
    """In a polar map with 0 E downwards north is towards the middle: a wind to the north goes there from all sides."""
    crs = spatial_reference("+proj=stere +lat_0=90 +lon_0=0 +datum=WGS84").ExportToWkt()
    frame = grid(301, 301, (-301_000.0, 2000.0, 0.0, 301_000.0, 0.0, -2000.0), crs)
    near = Neighbourhood.of_grid(frame)
    assert bearing_limits(near.ground).values.shape[0] == 9
    axes = CellAxes.of(near, 0, 0, 301, 301, closest=True)
    code = axes.closest(np.zeros((301, 301)), slice(0, 301))
    row, col = np.indices((301, 301))
    x, y = frame.centre(row, col)
    to_middle = np.degrees(np.arctan2(-x, -y))
    angle = np.abs((to_middle - 45.0 * code + 180) % 360 - 180)
    assert angle[np.hypot(x, y) > 60e3].max() < 22.5 + 0.5
