"""Directions, shares, and what is border and what is gap."""

from __future__ import annotations

import numpy as np
import pytest
from carbon_service_flow.core.errors import ParameterError, RasterError
from carbon_service_flow.core.routing import Neighbourhood, from_direction, from_rose
from carbon_service_flow.core.routing.graph.study_area import find_gaps, nearest_moving
from hypothesis import given, settings
from hypothesis import strategies as st
from support.reference_routing import outside_and_gaps, rose_of, shares_of

STEPS = [(0, 1), (1, 1), (1, 0), (1, -1), (0, -1), (-1, -1), (-1, 0), (-1, 1)]


def found(transport, cell=(0, 0)):
    """Return {step: share} of a cell."""
    result = {}
    for code, share in zip(transport.codes[(slice(None), *cell)], transport.share_fractions[(slice(None), *cell)]):
        if share > 0:
            result[STEPS[code]] = float(share)
    return result


@given(st.floats(0, 360), st.floats(50, 2000), st.floats(50, 2000), st.floats(-30, 30))
def test_mean_displacement_is_parallel_to_the_wind(direction, dx, dy, rotation):
    near = Neighbourhood.of(1, 1, dx, dy)
    transport = from_direction([[direction]], near, rotation)
    shares = found(transport)
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
    ours = found(transport)
    for step in set(ours) | set(expected):
        assert ours.get(step, 0.0) == pytest.approx(expected.get(step, 0.0), abs=1e-9)


@pytest.mark.parametrize(("direction", "step"), [(k * 45.0, STEPS[(k + 4) % 8]) for k in range(8)])
def test_wind_from_a_neighbour_goes_to_the_opposite_one(direction, step):
    for one in (True, False):
        assert found(from_direction([[direction]], Neighbourhood.of(1, 1, 1, 1), one_neighbour=one)) == {step: 1.0}


def test_ties_go_clockwise():
    """Wind to 22.5 degrees lies between N and NE; clockwise is NE. To 292.5, between W and NW: NW."""
    near = Neighbourhood.of(1, 1, 1, 1)
    assert found(from_direction([[202.5]], near, one_neighbour=True)) == {(1, 1): 1.0}
    assert found(from_direction([[112.5]], near, one_neighbour=True)) == {(-1, 1): 1.0}


def test_rotation_turns_true_into_grid_bearing():
    """True north 10 degrees clockwise of grid north: wind from 170 goes to 350 true, 0 on the grid."""
    assert found(from_direction([[170.0]], Neighbourhood.of(1, 1, 1, 1), 10.0)) == {(0, 1): 1.0}


def test_geographic_cells():
    """dx half of dy: the diagonal lies at atan(1/2) = 26.57 degrees; a wind to 45 lies between NE and E.

    In cells: (1, 0.5), so t = 0.5: half to NE, half to E. At 26.565 all to NE."""
    near = Neighbourhood.of(1, 1, 500, 1000)
    assert found(from_direction([[225.0]], near)) == pytest.approx({(1, 1): 0.5, (1, 0): 0.5})
    assert found(from_direction([[225.0]], near, one_neighbour=True)) == {(1, 1): 1.0}


def test_rows_may_run_northward():
    south_first = Neighbourhood.of(3, 4, 1, 1, rows_southward=False)
    assert south_first.offsets[0] == 4
    assert Neighbourhood.of(3, 4, 1, 1).offsets[0] == -4
    assert (south_first.offsets[2], south_first.offsets[5]) == (1, -5)


def test_calm_sends_nothing():
    near = Neighbourhood.of(1, 1, 1, 1)
    assert found(from_direction([[np.nan]], near)) == {}
    assert found(from_direction([[np.nan]], near, one_neighbour=True)) == {}
    rose = np.zeros((17, 1, 1))
    rose[16] = 1
    assert found(from_rose(lambda a, b: rose[:, a:b], near)) == {}


@settings(max_examples=40)
@given(st.lists(st.floats(0, 1), min_size=17, max_size=17), st.floats(50, 2000), st.floats(-20, 20))
def test_rose_shares(frequencies, dx, rotation):
    rose = np.array(frequencies)[:, None, None]
    transport = from_rose(lambda a, b: rose[:, a:b], Neighbourhood.of(1, 1, dx, 700), rotation)
    total = sum(frequencies[:16])
    if total == 0:
        assert found(transport) == {}
        return
    assert transport.share_fractions.sum(dtype=np.float64) == 1.0
    if total > 1e-9:
        expected = rose_of(frequencies, dx, 700, rotation)
        ours = found(transport)
        for step in STEPS:
            assert ours.get(step, 0.0) == pytest.approx(expected.get(step, 0.0), abs=3e-5)


def test_wrong_roses_and_sizes():
    near = Neighbourhood.of(2, 2, 1, 1)
    rose = np.ones((17, 2, 2))
    rose[3, 1, 0] = -1
    with pytest.raises(RasterError, match="band 4, row 2, column 1"):
        from_rose(lambda a, b: rose[:, a:b], near)
    with pytest.raises(RasterError, match="16 bands"):
        from_rose(lambda a, b: rose[:16, a:b], near)
    with pytest.raises(RasterError, match="3 x 2 cells"):
        from_direction(np.ones((3, 2)), near)
    with pytest.raises(ParameterError, match="row 2"):
        Neighbourhood.of(2, 2, [1.0, 0.0], 1.0)


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
    at = np.argwhere(moving)
    for cell, source in zip(cells, sources):
        here, there = np.array(divmod(cell, 17)), np.array(divmod(source, 17))
        assert moving[tuple(there)]
        assert np.abs(here - there).max() == np.abs(at - here).max(axis=1).min()
    assert (nearest_moving(wanted, np.zeros_like(moving), Neighbourhood.of(15, 17, 1, 1))[1] == -1).all()
