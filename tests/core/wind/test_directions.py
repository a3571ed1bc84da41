"""Directions, sectors, roses: laws on generated winds, and cases worked by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from carbon_service_flow.core.errors import ParameterError
from carbon_service_flow.core.wind.directions import (
    CALM_BAND,
    ROSE_FIELDS,
    ROSE_NAMES,
    SECTOR_NAMES,
    SECTOR_WIDTH,
    angular_difference,
    centre_of_sector,
    components,
    describe_rose,
    direction_from,
    is_calm,
    opposite,
    require_calm_limit,
    sector_of_direction,
    sector_of_vector,
    wind_statistics,
    wrap_degrees,
)
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

angles = st.floats(0, 360, exclude_max=True)
speeds = st.floats(0.01, 100)
counts = arrays(np.int64, 17, elements=st.integers(0, 50))


@pytest.mark.formula("uv")
@pytest.mark.parametrize(
    ("direction", "u", "v"),
    [(0, 0, -1), (90, -1, 0), (180, 0, 1), (270, 1, 0), (225, math.sqrt(0.5), math.sqrt(0.5))],
)
def test_cardinal_winds(direction, u, v):
    # A wind from the east moves west: u = -1.
    assert components(direction, 1.0) == pytest.approx((u, v), abs=1e-15)
    assert direction_from(u, v) == pytest.approx(direction)


@pytest.mark.formula("uv")
@given(angles, speeds)
def test_round_trip(direction, speed):
    u, v = components(direction, speed)
    assert angular_difference(direction_from(u, v), direction) < 1e-9
    assert math.hypot(u, v) == pytest.approx(speed)


@pytest.mark.formula("degrees")
def test_350_and_10_average_to_0():
    u, v = components(np.array([350.0, 10.0]), 1.0)
    assert angular_difference(direction_from(u.sum(), v.sum()), 0.0) < 1e-9


def test_no_direction_without_motion():
    assert np.isnan(direction_from(0.0, 0.0))
    assert np.isnan(direction_from(-0.0, 0.0))


@given(st.floats(-1e4, 1e4))
def test_wrapped_degrees_stay_below_360_in_float32(degrees):
    wrapped = float(wrap_degrees(degrees))
    assert 0 <= wrapped < 360
    assert np.float32(wrapped) < 360
    assert angular_difference(wrapped, degrees) < 1e-4


def test_a_hair_west_of_north_is_not_360():
    assert float(np.float32(direction_from(1e-12, -1.0))) == 0.0


@given(angles)
def test_opposite_twice_is_the_same(direction):
    assert angular_difference(opposite(direction), direction) == pytest.approx(180)
    assert angular_difference(opposite(opposite(direction)), direction) < 1e-9


@pytest.mark.formula("sectors")
@pytest.mark.parametrize(
    ("direction", "name"),
    [
        (0, "N"),
        (348.75, "N"),
        (11.2499, "N"),
        (11.25, "NNE"),
        (348.7499, "NNW"),
        (360, "N"),
        (359.9999, "N"),
        (45, "NE"),
        (101.24, "E"),
        (101.25, "ESE"),
        (-11.25, "N"),
    ],
)
def test_sector_edges(direction, name):
    assert SECTOR_NAMES[sector_of_direction(direction)] == name


def test_names():
    assert ROSE_NAMES[4::4] == ("E", "S", "W", "calm")
    assert ROSE_FIELDS[0] == "f_n"
    assert ROSE_FIELDS[1] == "f_nne"
    assert ROSE_FIELDS[15] == "f_nnw"
    assert ROSE_FIELDS[CALM_BAND] == "calm_freq"
    assert centre_of_sector(15) == 337.5


@given(angles, speeds)
def test_sectors_of_vector_and_direction_agree(direction, speed):
    edge = abs((direction - 11.25 + 11.25) % SECTOR_WIDTH - 11.25)
    if edge < 1e-9:
        return  # rounding decides at an edge
    u, v = components(np.array([direction]), speed)
    assert sector_of_vector(u, v)[0] == sector_of_direction(direction)


def test_exact_axes_of_vectors():
    # from N, E, S, W and the diagonals, whole numbers without rounding
    u = np.array([0.0, -2, 0, 3, -1, -1, 1, 1])
    v = np.array([-1.0, 0, 5, 0, -1, 1, 1, -1])
    assert sector_of_vector(u, v).tolist() == [0, 4, 8, 12, 2, 6, 10, 14]


@given(arrays(float, 30, elements=angles), st.integers(0, 15))
def test_turning_all_winds_turns_the_rose(directions, turn):
    # Edges sit at odd multiples of 11.25: keep clear of them, where a turn may round to the other side.
    clear = directions[np.abs((directions % SECTOR_WIDTH) - 11.25) > 1e-9]
    rose = np.bincount(sector_of_direction(clear), minlength=16)
    turned = np.bincount(sector_of_direction(clear + turn * SECTOR_WIDTH), minlength=16)
    assert (np.roll(rose, turn) == turned).all()


@pytest.mark.formula("calm")
def test_calm():
    speed = np.array([0.0, 0.29, 0.3, 5.0])
    assert is_calm(speed, 0.3).tolist() == [True, True, False, False]
    assert is_calm(speed, 0.0).tolist() == [True, False, False, False]
    assert not is_calm(np.array([np.nan]), 0.3)[0]


@pytest.mark.parametrize("limit", [-0.1, math.nan, math.inf])
def test_bad_calm_limit(limit):
    with pytest.raises(ParameterError, match="calm limit"):
        require_calm_limit(limit)


@pytest.mark.formula("prevailing")
@given(counts.filter(lambda c: c.sum() > 0))
def test_rose_sums_to_one_and_prevailing_is_the_first_largest(count):
    winds = wind_statistics(count, 0.0, 0.0, 0.0, 0)
    assert winds.rose.sum() == pytest.approx(1, abs=1e-12)
    best = max(range(16), key=lambda k: (count[k], -k))
    if count[:16].sum() == 0:
        assert np.isnan(winds.prevailing)
        assert np.isnan(winds.prevailing_frequency)
    else:
        assert winds.prevailing == best * 22.5
        assert winds.prevailing_frequency == pytest.approx(count[best] / count.sum())
        assert winds.tied == (list(count[:16]).count(count[best]) > 1)


@pytest.mark.formula("resultant")
def test_worked_statistics():
    # (u, v) = (-1, 0), (-3, 0), (0, -1): two from E, one from N. Sum (-4, -1), |sum| = sqrt 17, speeds 1 + 3 + 1.
    count = np.zeros(17)
    count[[0, 4]] = 1, 2
    winds = wind_statistics(count, -4.0, -1.0, 5.0, 3)
    assert winds.prevailing == 90
    assert winds.prevailing_frequency == pytest.approx(2 / 3)
    assert winds.resultant == pytest.approx(math.degrees(math.atan2(4, 1)))
    assert winds.mean_speed == pytest.approx(5 / 3)
    assert winds.constancy == pytest.approx(math.sqrt(17) / 5)
    assert winds.observations == 3


def test_opposite_winds_have_no_resultant():
    # sin 180 is 1.2e-16, not 0: what rounding leaves is no direction.
    u, v = components(np.array([30.0, 210.0]), 4.0)
    count = np.zeros(17)
    winds = wind_statistics(count + 1, u.sum(), v.sum(), 8.0, 2)
    assert np.isnan(winds.resultant)
    assert winds.constancy == pytest.approx(0, abs=1e-15)


def test_nothing_observed_is_nan_throughout():
    winds = wind_statistics(np.zeros((2, 17)), np.zeros(2), np.zeros(2), np.zeros(2), np.zeros(2))
    for values in (winds.prevailing, winds.resultant, winds.mean_speed, winds.constancy, winds.rose):
        assert np.isnan(values).all()
    assert not winds.tied.any()


@pytest.mark.formula("sectors")
@pytest.mark.parametrize("edge", range(4))
@pytest.mark.parametrize(
    ("east", "north", "sector"),
    [(1, 1, lambda k: k), (1, -1, lambda k: 8 - k), (-1, -1, lambda k: 8 + k), (-1, 1, lambda k: (16 - k) % 16)],
)
def test_a_vector_on_an_edge_counts_for_the_sector_farther_from_the_north_south_axis(edge, east, north, sector):
    # Edges lie at 11.25 + 22.5 edge degrees from the axis, between the sectors `edge` and `edge` + 1 counted from it:
    # from NE clockwise 1 and 2 are NNE and NE, from S towards E 8 - 1 and 8 - 2 are SSE and SE. A vector from there
    # has |u| = |v| tan(edge) exactly when it is built from the tangent; doubling it changes no digit.
    tangent = math.tan(math.radians(11.25 + 22.5 * edge))
    for length in (1.0, 2.0, 0.25):
        u, v = np.array([-east * tangent * length]), np.array([-north * length])
        assert sector_of_vector(u, v)[0] == sector(edge + 1)
        # A hair nearer to the axis it is the other one.
        assert sector_of_vector(u * (1 - 1e-15), v)[0] == sector(edge) % 16


def test_rounding_takes_no_constancy_above_1():
    # Three winds of one direction: |sum of vectors| may come out longer than the sum of speeds by the last digits.
    count = np.zeros(17)
    count[4] = 3
    assert wind_statistics(count, -3.0000000000000004, 0.0, 3.0, 3).constancy == 1


def test_mean_speed_is_of_the_measured_and_frequencies_are_of_all():
    # Two from E with speeds of 1 and 2, one from E without a speed, one calm without: mean 1.5, E 3/4, calm 1/4.
    count = np.zeros(17)
    count[[4, CALM_BAND]] = 3, 1
    winds = wind_statistics(count, -3.0, 0.0, 3.0, 2)
    assert winds.mean_speed == 1.5
    assert (winds.prevailing_frequency, winds.rose[4], winds.rose[CALM_BAND]) == (0.75, 0.75, 0.25)
    assert (winds.resultant, winds.constancy) == (90, 1)


def test_a_calm_limit_of_0_is_one():
    require_calm_limit(0.0)


def test_describe_rose():
    rose = np.zeros(17)
    rose[[0, 16]] = 0.875, 0.125
    text = describe_rose(rose)
    assert text.startswith("N 87.5%, NNE 0.0%, ")
    assert text.endswith("NNW 0.0%, calm 12.5%")
