"""Inverse distance weighting against plain Python: weights, distances on the ellipsoid, tiles, leave-one-out."""

from __future__ import annotations

import math

import numpy as np
import pytest
from carbon_service_flow.core.stations import idw
from carbon_service_flow.core.stations.idw import InverseDistance, chord_lengths, geocentric, inverse_distance_weights
from hypothesis import given, settings
from hypothesis import strategies as st


@settings(max_examples=50, deadline=None)
@given(st.integers(1, 12), st.integers(1, 15), st.floats(0.2, 8), st.integers(0, 10**6))
def test_weights(count, neighbours, power, seed):
    distance = np.random.default_rng(seed).uniform(0, 1e6, (4, count))
    distance[0, 0] = 0
    weight = inverse_distance_weights(distance, power, neighbours)
    np.testing.assert_allclose(weight.sum(axis=1), 1)
    assert (np.count_nonzero(weight, axis=1) <= neighbours).all()
    assert weight[0, 0] == 1


@pytest.mark.formula("idw")
def test_distances_are_those_of_the_ellipsoid():
    # One degree of longitude on the equator: chord 2 a sin(0.5 degrees); a quarter meridian ends at the polar radius.
    a, b = 6378137.0, 6356752.314245
    places = geocentric(np.array([0.0, 1.0, 0.0, 180.0]), np.array([0.0, 0.0, 90.0, 90.0]))
    found = chord_lengths(places[:1], places)[0]
    assert found[1] == pytest.approx(2 * a * math.sin(math.radians(0.5)))
    assert found[2] == pytest.approx(math.hypot(a, b))
    assert found[2] == found[3]


def plain(distances, power, neighbours):
    """Weights of one point by the definition, nearest first, earlier places before later ones."""
    near = sorted(range(len(distances)), key=lambda k: (distances[k], k))[:neighbours]
    raw = {k: distances[k] ** -power for k in near}
    return [raw.get(k, 0.0) / sum(raw.values()) for k in range(len(distances))]


@pytest.mark.formula("idw")
@settings(max_examples=50, deadline=None)
@given(st.integers(1, 12), st.integers(1, 15), st.floats(0.5, 4), st.integers(0, 10**6))
def test_weights_by_the_definition(count, neighbours, power, seed):
    distance = np.random.default_rng(seed).integers(1, 9, (3, count)).astype(float)
    expected = [plain(list(row), power, neighbours) for row in distance]
    np.testing.assert_allclose(inverse_distance_weights(distance, power, neighbours), expected, rtol=1e-12)


def test_weights_by_hand():
    # Distances 1 and 2: power 2 gives 1 and 1/4, 0.8 and 0.2; power 1 gives 2/3 and 1/3.
    distance = np.array([[2.0, 1.0, 3.0]])
    assert inverse_distance_weights(distance, 2.0, 2)[0].tolist() == pytest.approx([0.2, 0.8, 0])
    assert inverse_distance_weights(distance, 1.0, 2)[0].tolist() == pytest.approx([1 / 3, 2 / 3, 0])
    # A place left out has no weight, however many neighbours are asked for; large powers do not overflow.
    assert inverse_distance_weights(np.array([[np.inf, 4.0]]), 2.0, 2)[0].tolist() == [0, 1]
    assert inverse_distance_weights(np.array([[1e6, 2e6]]), 500.0, 2)[0] == pytest.approx([1, 0])


def test_of_many_places_equally_far_the_earlier_ones_are_taken():
    # Far more than the 16 that an unstable sort leaves in their order.
    weight = inverse_distance_weights(np.tile([7.0, 8.0], (1, 100)), 2.0, 3)[0]
    assert np.flatnonzero(weight).tolist() == [0, 2, 4]


def test_candidates_hold_every_nearest_place_of_every_point():
    """Points spread wide about places on a line: none of their nearest may lie beyond the reach."""
    places = np.column_stack([np.linspace(-5e5, 5e5, 201), np.zeros(201), np.zeros(201)])
    field = InverseDistance(places, np.arange(201.0)[:, None], 2.0, 3)
    points = np.column_stack([np.linspace(-4.5e5, 4.5e5, 31), np.full(31, 100.0), np.zeros(31)])
    expected = inverse_distance_weights(chord_lengths(points, places), 2.0, 3) @ field.values
    np.testing.assert_allclose(field.at(points), expected, rtol=1e-12)
    # And a single point needs few of the places.
    assert len(field._candidates(points[:1])) < 10


@pytest.mark.parametrize("tile", [2, 32])
def test_leave_one_out_is_the_field_of_the_others(monkeypatch, tile):
    """Also when places come in several chunks, of 2 x 2 here."""
    monkeypatch.setattr(idw, "TILE_CELLS", tile)
    rng = np.random.default_rng(0)
    places, values = rng.uniform(-1e6, 1e6, (11, 3)), rng.uniform(0, 1, (11, 2))
    for neighbours in (1, 4, 30):
        estimates = InverseDistance(places, values, 2.0, neighbours).leave_one_out()
        for k in range(11):
            others = np.arange(11) != k
            field = InverseDistance(places[others], values[others], 2.0, neighbours)
            np.testing.assert_allclose(estimates[k], field.at(places[k : k + 1])[0], rtol=1e-12)


def test_positions_without_longitude_or_latitude_are_nan():
    field = InverseDistance(geocentric(np.array([0.0]), np.array([0.0])), np.array([[5.0]]), 2.0, 1)
    values = field.over(np.array([[0.0, np.nan, 1.0, np.inf]]), np.array([[0.0, 0.0, np.nan, 0.0]]))
    np.testing.assert_array_equal(values[0, :, 0], [5, np.nan, np.nan, np.nan])


def test_axes_of_geocentric_coordinates():
    # x towards 0 E, y towards 90 E, z towards the north pole.
    a, b = 6378137.0, 6356752.314245
    points = geocentric(np.array([0.0, 90.0, 180.0, 0.0]), np.array([0.0, 0.0, 0.0, -90.0]))
    np.testing.assert_allclose(points, [[a, 0, 0], [0, a, 0], [-a, 0, 0], [0, 0, -b]], atol=1e-6)


def test_candidates_reach_twice_the_points_radius_beyond_the_nearest_places():
    # Points at -10 and 10, places at -5 and 24: the middle is 5 m from the first place, and the point at 10 is 15 from
    # it, but 14 from the second, which is 24 from the middle: more than 5 + 10, less than 5 + 2 * 10.
    def on_a_line(*x):
        return np.column_stack([x, np.zeros((len(x), 2))])

    field = InverseDistance(on_a_line(-5.0, 24.0), np.array([[1.0], [2.0]]), 2.0, 1)
    assert field.at(on_a_line(-10.0, 10.0)).tolist() == [[1], [2]]
