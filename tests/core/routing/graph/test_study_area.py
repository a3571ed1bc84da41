"""Border, gaps and the nearest wind."""

from __future__ import annotations

import numpy as np
import pytest
from carbon_service_flow.core.routing import Neighbourhood
from carbon_service_flow.core.routing.graph.study_area import find_gaps, inlets_among, nearest_moving, step_to
from hypothesis import given, settings
from hypothesis import strategies as st
from support.reference_routing import outside_and_gaps
from support.routing_cases import STEPS, square


@settings(max_examples=60)
@given(st.integers(0, 10**6), st.integers(1, 9), st.integers(1, 9))
def test_gaps_agree_with_a_plain_flood(seed, rows, cols):
    valid = np.random.default_rng(seed).random((rows, cols)) < 0.6
    near = Neighbourhood.of(rows, cols, 1, 1)
    assert np.array_equal(find_gaps(valid, near), outside_and_gaps(valid)[1])


def test_nearest_moving_is_nearest():
    rng = np.random.default_rng(0)
    wanted, moving = rng.random((15, 17)) < 0.7, rng.random((15, 17)) < 0.06
    cells, sources = nearest_moving(wanted, moving, Neighbourhood.of(15, 17, 1, 1))
    assert set(cells) == set(np.flatnonzero((wanted & ~moving).ravel()))
    moving_cells = np.argwhere(moving)
    for cell, source in zip(cells, sources):
        cell_at, source_at = np.array(divmod(cell, 17)), np.array(divmod(source, 17))
        assert moving[tuple(source_at)]
        assert np.abs(cell_at - source_at).max() == np.abs(moving_cells - cell_at).max(axis=1).min()
    assert (nearest_moving(wanted, np.zeros_like(moving), Neighbourhood.of(15, 17, 1, 1))[1] == -1).all()


@pytest.mark.parametrize("southward", [True, False])
def test_a_step_leads_to_the_neighbour_or_beyond_the_grid(southward):
    near = square((3, 4), rows_southward=southward)
    cells = np.arange(12).reshape(3, 4)
    for code, (east, north) in enumerate(STEPS):
        targets = step_to(cells, code, near)
        for row, col in np.ndindex(3, 4):
            to_row, to_col = row + (-north if southward else north), col + east
            inside = 0 <= to_row < 3 and 0 <= to_col < 4
            assert targets[row, col] == (to_row * 4 + to_col if inside else -1)


def test_only_what_edges_do_not_link_to_the_border_is_a_gap():
    """A hole that touches the outside at a corner only is a gap; one cell of the ring less, and it is not."""
    valid = np.ones((4, 4), bool)
    valid[1:3, 1:3] = False
    valid[0, 0] = False
    assert np.argwhere(find_gaps(valid, square((4, 4)))).tolist() == [[1, 1], [1, 2], [2, 1], [2, 2]]
    valid[2, 3] = False
    assert not find_gaps(valid, square((4, 4))).any()
    assert not find_gaps(np.ones((2, 2), bool), square((2, 2))).any()


@pytest.mark.parametrize("southward", [True, False])
def test_of_equally_near_winds_the_first_clockwise_from_north_is_taken(southward):
    """A still cell amid eight winds takes that of N; of the others that of NE, then E, and so on."""
    near = square((3, 3), rows_southward=southward)
    wanted = np.zeros((3, 3), bool)
    wanted[1, 1] = True
    for code in range(8):
        moving = np.zeros((3, 3), bool)
        places = [(1 - north if southward else 1 + north, 1 + east) for east, north in STEPS]
        for place in places[code:]:
            moving[place] = True
        cells, sources = nearest_moving(wanted, moving, near)
        assert cells.tolist() == [4]
        assert divmod(int(sources[0]), 3) == places[code]


def test_rings_grow_only_through_cells_without_wind_of_their_own():
    """A row: wind, three still cells, none wanted but the middle one. Its nearest wind is two steps to the west."""
    wanted = np.array([[False, False, True, False]])
    cells, sources = nearest_moving(wanted, np.array([[True, False, False, False]]), square((1, 4)))
    assert (cells.tolist(), sources.tolist()) == ([2], [0])
    cells, sources = nearest_moving(~wanted, np.ones((1, 4), bool), square((1, 4)))
    assert (cells.size, sources.size) == (0, 0)


@settings(max_examples=60)
@given(st.integers(0, 10**6), st.integers(1, 9), st.integers(1, 9))
def test_inlets_are_what_a_flood_by_corners_takes_from_the_gaps(seed, rows, cols):
    """Invalid cells that eight neighbours link to the border, cell by cell, and four do not."""
    valid = np.random.default_rng(seed).random((rows, cols)) < 0.6
    near = Neighbourhood.of(rows, cols, 1, 1)
    gaps = find_gaps(valid, near)
    reached = {(r, c) for r, c in np.argwhere(~valid).tolist() if r in (0, rows - 1) or c in (0, cols - 1)}
    before = -1
    while before < len(reached):
        before = len(reached)
        reached |= {(r, c) for r, c in np.argwhere(~valid).tolist() if any((r + b, c + a) in reached for a, b in STEPS)}
    by_corners = np.zeros_like(valid)
    by_corners[tuple(np.array(sorted(reached), dtype=int).reshape(-1, 2).T)] = True
    assert np.array_equal(inlets_among(gaps, valid, near), gaps & by_corners)
