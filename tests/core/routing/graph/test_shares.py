"""Directions into neighbours and shares: by two neighbours and by one."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from carbon_service_flow.core.errors import RasterError
from carbon_service_flow.core.routing import Neighbourhood, from_direction
from carbon_service_flow.core.routing.graph.cell_axes import NO_RECEIVER_CODE, CellAxes
from carbon_service_flow.core.routing.graph.shares import receivers_of, split_bearing
from hypothesis import given
from hypothesis import strategies as st
from support.common import ALBERS, grid
from support.reference_routing import shares_of
from support.routing_cases import STEPS, on_ground, rose_transport, shares_by_step, turned


@pytest.mark.formula("two-neighbours")
@given(st.floats(0, 360), st.floats(50, 2000), st.floats(50, 2000), st.floats(-30, 30))
def test_mean_displacement_is_parallel_to_the_wind(direction, dx, dy, rotation):
    transport = from_direction([[direction]], on_ground((1, 1), turned(dx, dy, rotation)))
    shares = shares_by_step(transport)
    assert sum(shares.values()) == 1.0
    east = sum(share * step[0] * dx for step, share in shares.items())
    north = sum(share * step[1] * dy for step, share in shares.items())
    to = np.radians(direction + 180 + rotation)
    length = np.hypot(east, north)
    # Shares are multiples of 2**-30, and a cell is up to 40 times as long as wide: 40 * 2**-30 = 3.7e-8.
    assert (east / length, north / length) == pytest.approx((np.sin(to), np.cos(to)), abs=4e-8)


@given(st.floats(0, 360), st.floats(50, 2000), st.floats(50, 2000), st.booleans())
def test_shares_agree_with_plain_search(direction, dx, dy, one):
    transport = from_direction([[direction]], Neighbourhood.of(1, 1, dx, dy), one_neighbour=one)
    expected = shares_of(direction, dx, dy, one)
    ours = shares_by_step(transport)
    for step in set(ours) | set(expected):
        assert ours.get(step, 0.0) == pytest.approx(expected.get(step, 0.0), abs=1e-9)


@pytest.mark.parametrize(("direction", "step"), [(k * 45.0, STEPS[(k + 4) % 8]) for k in range(8)])
def test_wind_from_a_neighbour_goes_to_the_opposite_one(direction, step):
    for one in (True, False):
        transport = from_direction([[direction]], Neighbourhood.of(1, 1, 1, 1), one_neighbour=one)
        assert shares_by_step(transport) == {step: 1.0}


@pytest.mark.formula("one-neighbour")
def test_ties_go_clockwise():
    """Wind to 22.5 degrees lies between N and NE; clockwise is NE. To 292.5, between W and NW: NW."""
    near = Neighbourhood.of(1, 1, 1, 1)
    assert shares_by_step(from_direction([[202.5]], near, one_neighbour=True)) == {(1, 1): 1.0}
    assert shares_by_step(from_direction([[112.5]], near, one_neighbour=True)) == {(-1, 1): 1.0}


@pytest.mark.formula("grid-north")
@pytest.mark.parametrize("one", [True, False])
def test_a_turned_map_turns_true_into_grid_bearings(one):
    """True north 10 degrees clockwise of grid north: wind from 170 goes to 350 true, 0 on the grid."""
    near = on_ground((1, 1), turned(1, 1, 10.0))
    shares = shares_by_step(from_direction([[170.0]], near, one_neighbour=one))
    assert shares == pytest.approx({(0, 1): 1.0}, abs=1e-8)


def test_neighbours_on_a_sheared_map_are_chosen_on_the_ground():
    """A step to the right is 1000 m east; a step up is 1000 m north and 1000 m east.

    On the ground N lies at 45 degrees (1414 m), NE at atan(2000 / 1000) = 63.43 (2236 m), E at 90 and NW at 0 (1000 m).
    A wind to the north (from 180) goes to NW alone. One to 20 degrees: between NW and N, (0.342, 0.940) km is
    0.940 - 0.342 times NW and 0.342 times N: 0.636 and 0.364 of the whole. Half way between NW and N is 22.5: the
    closest of 20 degrees is NW, of 23 N. One to 60 degrees: half way between N and NE is 54.2: NE.
    """
    near = on_ground((1, 1), [[1000.0, 1000.0], [0.0, 1000.0]])
    east, north = np.sin(np.radians(20.0)), np.cos(np.radians(20.0))
    expected = {(-1, 1): (north - east) / north, (0, 1): east / north}
    assert shares_by_step(from_direction([[180.0]], near)) == pytest.approx({(-1, 1): 1.0})
    assert shares_by_step(from_direction([[200.0]], near)) == pytest.approx(expected, abs=2e-9)
    closest = [from_direction([[to + 180.0]], near, one_neighbour=True).first[0, 0] for to in (20.0, 22.5, 23.0, 60.0)]
    assert closest == [7, 0, 0, 1]


def test_a_mirrored_map_keeps_the_order_of_neighbours():
    """Columns run west: the neighbour E of the map lies at 270 degrees, NE at 315. Half of a wind to 337.5 and so on.

    To 330 degrees: (-0.5, 0.866), so tan(30) = 0.577 to NE of the map, 0.423 to N. Between NE (315) and N (360) lies
    337.5, where of two equally close the one further clockwise is taken: N.
    """
    near = on_ground((1, 1), [[-1.0, 0.0], [0.0, 1.0]])
    tangent = np.tan(np.radians(30.0))
    expected = {(1, 1): tangent, (0, 1): 1 - tangent}
    assert shares_by_step(from_direction([[150.0]], near)) == pytest.approx(expected, abs=2e-9)
    closest = [from_direction([[to - 180.0]], near, one_neighbour=True).first[0, 0] for to in (337.5, 337.0, 270.0)]
    assert closest == [0, 1, 2]


def test_geographic_cells():
    """dx half of dy: the diagonal lies at atan(1/2) = 26.57 degrees; a wind to 45 lies between NE and E.

    In cells: (1, 0.5), so t = 0.5: half to NE, half to E. At 26.565 all to NE."""
    near = Neighbourhood.of(1, 1, 500, 1000)
    assert shares_by_step(from_direction([[225.0]], near)) == pytest.approx({(1, 1): 0.5, (1, 0): 0.5})
    assert shares_by_step(from_direction([[225.0]], near, one_neighbour=True)) == {(1, 1): 1.0}


def test_calm_sends_nothing():
    near = Neighbourhood.of(1, 1, 1, 1)
    for one in (True, False):
        transport = from_direction([[np.nan]], near, one_neighbour=one)
        assert shares_by_step(transport) == {}
        assert transport.first.tolist() == [[NO_RECEIVER_CODE]]
        assert transport.moving.tolist() == [[False]]
        assert not any(transport.uses(slot, slice(0, 1)).any() for slot in range(transport.slots))


def test_a_shape_that_is_not_the_grids_is_named():
    with pytest.raises(RasterError, match=r"The wind direction has 3 x 2 cells .*expected|3 x 2 cells .* 2 x 2"):
        from_direction(np.ones((3, 2)), Neighbourhood.of(2, 2, 1, 1))


def test_cells_of_each_row_have_their_own_size():
    """Wind to 45 degrees. Row 0: dx = dy, all to NE. Row 1: dx half of dy: vector in cells (1, 0.5), half to NE, E.

    Row 2: dx twice dy: (0.5, 1): half to NE, half to N.
    """
    near = Neighbourhood.of(3, 2, [1000.0, 500.0, 2000.0], 1000.0)
    transport = from_direction(np.full((3, 2), 225.0), near)
    for col in (0, 1):
        assert shares_by_step(transport, (0, col)) == pytest.approx({(1, 1): 1.0})
        assert shares_by_step(transport, (1, col)) == pytest.approx({(1, 1): 0.5, (1, 0): 0.5})
        assert shares_by_step(transport, (2, col)) == pytest.approx({(1, 1): 0.5, (0, 1): 0.5})
    # 15 degrees: the limits half way between N and NE lie at 22.5, 13.3 and 31.7 degrees.
    closest = from_direction(np.full((3, 2), 195.0), near, one_neighbour=True)
    assert closest.first.tolist() == [[0, 0], [1, 1], [0, 0]]


def test_a_strip_gets_what_the_grid_gets():
    """Rows have their own cell sizes, or north turns from cell to cell; a strip is told which rows it has."""
    rng = np.random.default_rng(7)
    shape = (6, 5)
    direction = rng.random(shape) * 360
    direction[2, 3] = np.nan
    sizes = Neighbourhood.of(*shape, rng.random(6) + 0.5, rng.random(6) + 0.5)
    frame = grid(*shape, (-5e5, 3e5, 0.0, 5e6, 0.0, -2e5), ALBERS)
    rows = slice(2, 5)
    for one, near in product((True, False), (sizes, Neighbourhood.of_grid(frame))):
        transport = from_direction(direction, near, one_neighbour=one)
        axes = CellAxes.of(near, 2, 0, 3, 5, closest=one)
        codes, *shares = receivers_of(direction[rows], axes, rows, one)
        assert np.array_equal(codes, transport.first[rows])
        assert len(shares) == (0 if one else 1)
        if not one:
            assert np.array_equal(shares[0], transport.shares[0, rows])


def test_shares_are_multiples_of_a_unit_and_add_up_to_one():
    """A bearing of 30 degrees on square cells: tan(30) = 0.577 to NE, 0.423 to N; N is first, clockwise."""
    axes = CellAxes.of(Neighbourhood.of(1, 3, 1, 1), 0, 0, 1, 3)
    first, share = split_bearing(np.array([[30.0, 60.0, 359.0]]), axes.matrix(slice(0, 1)))
    assert first.tolist() == [[0, 1, 7]]  # N of N-NE, NE of NE-E, NW of NW-N
    tangent = np.tan(np.radians(30.0))
    assert share[0] / 2.0**30 == pytest.approx([1 - tangent, tangent, np.tan(np.radians(1.0))], abs=2.0**-30)


def test_slots_of_a_transport():
    """Codes follow clockwise from the first; the last of two slots gets what the first does not."""
    near = Neighbourhood.of(1, 2, 1, 1)
    two = from_direction([[225.0, 270.0]], near)  # straight to NE and to E: one of the two slots has nothing
    assert two.slots == 2
    assert [two.uses(slot, slice(0, 1)).tolist() for slot in (0, 1)] == [
        [[bool(two.share(slot, 0) > 0), bool(two.share(slot, 1) > 0)]] for slot in (0, 1)
    ]
    assert (two.share_fractions.sum(axis=0) == 1.0).all()
    assert two.code(1, np.array([0, 1])).tolist() == ((two.first[0] + 1) % 8).tolist()
    one = from_direction([[225.0, 270.0]], near, one_neighbour=True)
    assert (one.slots, one.shares.shape, one.share(0, np.array([0, 1])).tolist()) == (1, (0, 1, 2), [1.0, 1.0])
    winds = np.zeros((17, 1, 2))
    winds[8, 0, 0] = 1.0  # from the south in the first cell, calm in the second
    rose = rose_transport(winds)
    assert rose.slots == 8
    assert rose.share(0, np.array([0, 1])).tolist() == [1.0, 0.0]
    assert [bool(rose.uses(slot, slice(0, 1)).any()) for slot in range(8)] == [True] + [False] * 7
    assert rose.moving.tolist() == [[True, False]]
