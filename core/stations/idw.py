"""Inverse distance weighting between places on the Earth, by the k nearest of them.

    >>> places = geocentric(np.array([110.0, 111.0]), np.array([30.0, 30.0]))
    >>> field = InverseDistance(places, np.array([[0.0], [1.0]]), power=2.0, neighbours=2)
    >>> field.at(geocentric(np.array([110.5]), np.array([30.0]))).round(9)
    array([[0.5]])

A value at distances d_i from its k nearest places is sum w_i f_i / sum w_i, w_i = d_i^-power (Shepard 1968,
doi:10.1145/800186.810616); at a place it is the place's own. Distances are straight lines through the WGS 84
ellipsoid, metres: they order places as the surface does, are 0.1 % shorter at 1000 km, do not depend on a projection
and have no seam at 180 degrees or at the poles. Of places equally far, the earlier ones are taken.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from ..errors import ParameterError
from .messages import NEIGHBOURS, POWER

# WGS 84
SEMI_MAJOR = 6_378_137.0
FLATTENING = 1 / 298.257223563
# Points interpolated together, along each side; near each other, so that few places can be among their nearest.
TILE_CELLS = 32
# Places within this of each other are one.
COINCIDENT_M = 1.0


def geocentric(lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    """Return geocentric coordinates of points on the WGS 84 ellipsoid.

    Parameters
    ----------
    lon, lat : (...) float, degrees

    Returns
    -------
    (..., 3) float64, x, y, z in metres
    """
    squared = FLATTENING * (2 - FLATTENING)
    lam, phi = np.radians(lon), np.radians(lat)
    normal = SEMI_MAJOR / np.sqrt(1 - squared * np.sin(phi) ** 2)
    return np.stack(
        [
            normal * np.cos(phi) * np.cos(lam),
            normal * np.cos(phi) * np.sin(lam),
            normal * (1 - squared) * np.sin(phi),
        ],
        axis=-1,
    )


def chord_lengths(points: np.ndarray, places: np.ndarray) -> np.ndarray:
    """Return the straight distances between points and places.

    Parameters
    ----------
    points : (n, 3) float64, metres
    places : (p, 3) float64, metres

    Returns
    -------
    (n, p) float64, metres
    """
    total = np.zeros((len(points), len(places)))
    for axis in range(3):
        total += (points[:, None, axis] - places[None, :, axis]) ** 2
    return np.sqrt(total)


def require_weighting(power: float, neighbours: float) -> None:
    """Check exponent and number of neighbours.

    Parameters
    ----------
    power : float, exponent of the distance
    neighbours : float, number of nearest places that count

    Raises
    ------
    ParameterError
        unless the power is a number above 0 and the neighbours are a whole number, 1 or more
    """
    if not (math.isfinite(power) and power > 0):
        raise ParameterError(POWER, value=power)
    if neighbours != int(neighbours) or neighbours < 1:
        raise ParameterError(NEIGHBOURS, value=neighbours)


def coincident_groups(places: np.ndarray) -> np.ndarray:
    """Return groups of places that are one: those within `COINCIDENT_M` of a group's first place join it.

    Parameters
    ----------
    places : (S, 3) float64, geocentric metres

    Returns
    -------
    (S,) intp, 0, 1, ... in the order of the groups' first places
    """
    groups = np.empty(len(places), dtype=np.intp)
    firsts: list[int] = []
    for k, place in enumerate(places):
        near = np.flatnonzero(chord_lengths(place[None], places[firsts])[0] <= COINCIDENT_M) if firsts else np.array([])
        if len(near):
            groups[k] = near[0]
        else:
            groups[k] = len(firsts)
            firsts.append(k)
    return groups


def inverse_distance_weights(distance: np.ndarray, power: float, neighbours: int) -> np.ndarray:
    """Return the weights of places at points.

    Parameters
    ----------
    distance : (n, p) float64, metres; inf for places to leave out
    power : float, exponent of the distance
    neighbours : int, number of nearest places that count

    Returns
    -------
    (n, p) float64, each row with sum 1
    """
    count = min(neighbours, distance.shape[1])
    nearest = np.argsort(distance, axis=1, kind="stable")[:, :count]
    near = np.take_along_axis(distance, nearest, axis=1)
    # Distances relative to the nearest: no overflow for large powers, and 0 / 0 stands for the place itself.
    relative = np.where(near > 0, near[:, :1] / np.where(near > 0, near, 1.0), 1.0)
    # A place left out is infinitely far: its weight is 0.
    weight = relative**power
    result = np.zeros_like(distance)
    np.put_along_axis(result, nearest, weight / weight.sum(axis=1, keepdims=True), axis=1)
    return result


@dataclass(frozen=True)
class InverseDistance:
    """A field that is interpolated between places.

    Attributes
    ----------
    places : (p, 3) float64, geocentric metres
    values : (p, m) float64, m quantities at each place
    power : float, exponent of the distance
    neighbours : int, number of nearest places that count
    """

    places: np.ndarray
    values: np.ndarray
    power: float
    neighbours: int

    def at(self, points: np.ndarray) -> np.ndarray:
        """Return the values at points, which should lie near each other.

        Parameters
        ----------
        points : (n, 3) float64, geocentric metres

        Returns
        -------
        (n, m) float64
        """
        candidates = self._candidates(points)
        distance = chord_lengths(points, self.places[candidates])
        return inverse_distance_weights(distance, self.power, self.neighbours) @ self.values[candidates]

    def _candidates(self, points: np.ndarray) -> np.ndarray:
        """Return the places that can be among the nearest of any point, in their order.

        With the points within r of their middle and k places within d of it, a point has k places within d + r;
        they are at most d + 2 r from the middle.
        """
        middle = points.mean(axis=0, keepdims=True)
        radius = chord_lengths(middle, points).max()
        distance = chord_lengths(middle, self.places)[0]
        count = min(self.neighbours, len(distance))
        reach = np.partition(distance, count - 1)[count - 1] + 2 * radius
        return np.flatnonzero(distance <= reach * (1 + 1e-9) + 1e-3)

    def over(self, lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
        """Return the values at a window's cell centres.

        Parameters
        ----------
        lon, lat : (rows, cols) float64, degrees

        Returns
        -------
        (rows, cols, m) float64, nan where a position is not finite
        """
        result = np.full((*lon.shape, self.values.shape[1]), np.nan)
        known = np.isfinite(lon) & np.isfinite(lat)
        for row in range(0, lon.shape[0], TILE_CELLS):
            for col in range(0, lon.shape[1], TILE_CELLS):
                tile = np.s_[row : row + TILE_CELLS, col : col + TILE_CELLS]
                inside = known[tile]
                if inside.any():
                    result[tile][inside] = self.at(geocentric(lon[tile][inside], lat[tile][inside]))
        return result

    def leave_one_out(self) -> np.ndarray:
        """Return the values that the other places give at each place; there must be at least two.

        Returns
        -------
        (p, m) float64
        """
        result = np.empty_like(self.values)
        for first in range(0, len(self.places), TILE_CELLS * TILE_CELLS):
            chunk = np.arange(first, min(first + TILE_CELLS * TILE_CELLS, len(self.places)))
            distance = chord_lengths(self.places[chunk], self.places)
            distance[np.arange(len(chunk)), chunk] = np.inf
            result[chunk] = inverse_distance_weights(distance, self.power, self.neighbours) @ self.values
        return result
