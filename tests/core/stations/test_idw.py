"""Inverse distance weighting against plain Python: weights, distances on the ellipsoid, tiles, leave-one-out."""

from __future__ import annotations

import math

import numpy as np
import pytest
from carbon_service_flow.core.stations.idw import chord_lengths, geocentric, inverse_distance_weights
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


def test_distances_are_those_of_the_ellipsoid():
    # One degree of longitude on the equator: chord 2 a sin(0.5 degrees); a quarter meridian ends at the polar radius.
    a, b = 6378137.0, 6356752.314245
    places = geocentric(np.array([0.0, 1.0, 0.0, 180.0]), np.array([0.0, 0.0, 90.0, 90.0]))
    found = chord_lengths(places[:1], places)[0]
    assert found[1] == pytest.approx(2 * a * math.sin(math.radians(0.5)))
    assert found[2] == pytest.approx(math.hypot(a, b))
    assert found[2] == found[3]
