"""Wind directions, 16 sectors, roses and mean vectors.

    >>> u, v = components(np.array([350.0, 10.0]), 1.0)            # two winds from about north
    >>> float(direction_from(u.sum(), v.sum()))                    # their mean is north; of the degrees it is 180
    0.0
    >>> wind_statistics(np.array([2] + [0] * 15 + [2]), 0.0, -6.0, 6.0, 4).rose[[0, CALM_BAND]]
    array([0.5, 0.5])

Conventions
- A direction is where the wind comes *from*, degrees clockwise from true north, 0 <= d < 360; what it carries goes
  to d + 180. u is the eastward and v the northward component of the motion, m/s:
  u = -s sin d, v = -s cos d, d = atan2(-u, -v) mod 360.
- Sector k (0 = N, 1 = NNE, ... 15 = NNW) is centred at 22.5 k and holds its lower edge: N is 348.75 <= d < 11.25.
- Calm has no direction: a speed of 0, or below a limit the user sets. It is bin 16 of a *rose*, the 17 frequencies
  N, NNE, ... NNW, calm, which sum to 1.
- *Prevailing* is the centre of the most frequent of the 16 sectors; of equally frequent ones the first clockwise
  from north. *Resultant* is the direction of the mean vector. *Constancy* is |mean vector| / mean speed, 0 to 1
  (Singer 1967, J. Appl. Meteor. 6, 1033-1038).
- A light wind that counts as calm has no sector, but its vector and speed are in the means.
- What is undefined is nan: the prevailing wind of calms alone, the resultant of a zero vector.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from ..errors import ParameterError
from .messages import CALM_LIMIT

SECTORS = 16
SECTOR_WIDTH = 360.0 / SECTORS
SECTOR_NAMES = ("N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE", "S", "SSW", "SW", "WSW", "W", "WNW", "NW", "NNW")
CALM_BAND = SECTORS
ROSE_NAMES = (*SECTOR_NAMES, "calm")
ROSE_SIZE = len(ROSE_NAMES)
# Field names of the frequencies in a station layer, in the order of a rose.
ROSE_FIELDS = (*(f"f_{name.lower()}" for name in SECTOR_NAMES), "calm_freq")
# Upper limit of Beaufort force 0, m/s (WMO-No. 306; GB/T 28591-2012 gives 0.0 to 0.2 for it).
BEAUFORT_CALM_LIMIT = 0.3
# Mean speeds above this are no wind at the ground in m/s: they are in other units (China's files count 0.1 m/s), or
# are no speeds.
IMPLAUSIBLE_SPEED = 40.0
# A mean vector this much shorter than the mean speed is what rounding leaves of winds that cancel.
RESULTANT_CANCELS = 1e-9
# Tangents of the sector edges in the quadrant from north to east: 11.25, 33.75, 56.25, 78.75 degrees.
EDGE_TANGENTS = tuple(math.tan(math.radians(11.25 + 22.5 * k)) for k in range(4))


def require_calm_limit(value: float) -> None:
    """Check the limit under which a wind counts as calm.

    Parameters
    ----------
    value : float, m/s

    Raises
    ------
    ParameterError
        unless `value` is finite and 0 or more
    """
    if not (math.isfinite(value) and value >= 0):
        raise ParameterError(CALM_LIMIT, value=value)


def components(direction: np.ndarray | float, speed: np.ndarray | float = 1.0) -> tuple[np.ndarray, np.ndarray]:
    """Return the components of winds that come from `direction`.

    Parameters
    ----------
    direction : (...) float, degrees from true north, clockwise
    speed : (...) float, m/s; broadcasts with `direction`

    Returns
    -------
    u, v : (...) float64, eastward and northward, in the unit of `speed`
    """
    angle = np.radians(np.asarray(direction, dtype=float))
    return -speed * np.sin(angle), -speed * np.cos(angle)


def direction_from(u: np.ndarray | float, v: np.ndarray | float) -> np.ndarray:
    """Return the direction that the wind (u, v) comes from.

    Parameters
    ----------
    u, v : (...) float, eastward and northward; broadcast

    Returns
    -------
    (...) float64, degrees, 0 <= d < 360; nan where u and v are both 0
    """
    east, north = -np.asarray(u, dtype=float), -np.asarray(v, dtype=float)
    degrees = wrap_degrees(np.degrees(np.arctan2(east, north)))
    return np.where((east == 0) & (north == 0), np.nan, degrees)


def wrap_degrees(degrees: np.ndarray | float) -> np.ndarray:
    """Return angles in 0 <= d < 360, also after rounding to float32.

    Parameters
    ----------
    degrees : (...) float

    Returns
    -------
    (...) float64, degrees
    """
    wrapped = np.mod(degrees, 360.0)
    return np.where(np.asarray(wrapped, dtype=np.float32) >= 360, 0.0, wrapped)


def opposite(direction: np.ndarray | float) -> np.ndarray:
    """Turn "comes from" into "goes to" and back.

    Parameters
    ----------
    direction : (...) float, degrees

    Returns
    -------
    (...) float64, degrees, 0 <= d < 360
    """
    return wrap_degrees(np.asarray(direction, dtype=float) + 180.0)


def angular_difference(first: np.ndarray | float, second: np.ndarray | float) -> np.ndarray:
    """Return the angle between two directions.

    Parameters
    ----------
    first, second : (...) float, degrees; broadcast

    Returns
    -------
    (...) float64, degrees, 0 to 180
    """
    return np.abs(np.mod(np.asarray(first, dtype=float) - second + 180.0, 360.0) - 180.0)


def sector_of_direction(direction: np.ndarray | float) -> np.ndarray:
    """Return the sector of a direction; a direction on an edge belongs to the next sector clockwise.

    Parameters
    ----------
    direction : (...) float, degrees, finite; any number of turns

    Returns
    -------
    (...) intp, 0 = N, 1 = NNE, ... 15 = NNW
    """
    turned = np.floor((np.asarray(direction, dtype=float) + SECTOR_WIDTH / 2) / SECTOR_WIDTH)
    return np.mod(turned, SECTORS).astype(np.intp)


def sector_of_vector(u: np.ndarray, v: np.ndarray) -> np.ndarray:
    """Return the sector that the wind (u, v) comes from.

    Comparing |u| with |v| tan(edge) counts the edges between the north-south axis and the wind: five times faster than
    an arc tangent, and the same sectors but for rounding at the edges. A vector exactly on an edge (|u| equal to |v|
    times the float64 tangent) counts for the sector farther from the north-south axis, in all four quadrants.

    Parameters
    ----------
    u, v : (...) float, eastward and northward

    Returns
    -------
    (...) int8, 0 to 15; meaningless where u and v are both 0 or nan
    """
    across, along = np.abs(u), np.abs(v)
    passed = np.zeros(np.shape(u), dtype=np.int8)
    for tangent in EDGE_TANGENTS:
        passed += across >= along * tangent
    from_west, from_south = u > 0, v > 0
    # Quadrants: north-east k, south-east 8 - k, south-west 8 + k, north-west 16 - k.
    signed = np.where(from_west != from_south, -passed, passed)
    return (signed + np.int8(8) * from_south) & np.int8(15)


def centre_of_sector(sector: np.ndarray | int) -> np.ndarray:
    """Return the central direction of sectors.

    Parameters
    ----------
    sector : (...) int, 0 to 15

    Returns
    -------
    (...) float64, degrees
    """
    return np.asarray(sector) * SECTOR_WIDTH


def is_calm(speed: np.ndarray, calm_below: float) -> np.ndarray:
    """Tell calm from wind: below the limit, or 0.

    Parameters
    ----------
    speed : (...) float, m/s; nan is not calm
    calm_below : float, m/s

    Returns
    -------
    (...) bool
    """
    return (speed < calm_below) | (speed == 0)


@dataclass(frozen=True)
class WindStatistics:
    """The winds observed at one or many places.

    Attributes
    ----------
    observations : (...) float64, number of observations, calms included
    prevailing : (...) float64, degrees from: centre of the most frequent sector; nan where all are calm
    prevailing_frequency : (...) float64, share of the observations; nan where all are calm
    resultant : (...) float64, degrees from: direction of the mean vector; nan where it is 0
    mean_speed : (...) float64, m/s
    constancy : (...) float64, |mean vector| / mean speed, 0 to 1
    rose : (..., 17) float64, frequencies of N, NNE, ... NNW and calm; sum 1
    tied : (...) bool, several sectors are equally frequent
    """

    observations: np.ndarray
    prevailing: np.ndarray
    prevailing_frequency: np.ndarray
    resultant: np.ndarray
    mean_speed: np.ndarray
    constancy: np.ndarray
    rose: np.ndarray
    tied: np.ndarray


def wind_statistics(
    counts: np.ndarray,
    sum_u: np.ndarray | float,
    sum_v: np.ndarray | float,
    sum_speed: np.ndarray | float,
    measured: np.ndarray | float,
) -> WindStatistics:
    """Return the statistics of winds that were counted and summed.

    Parameters
    ----------
    counts : (..., 17) float, observations per sector and calm
    sum_u, sum_v : (...) float, m/s, sums of the components over the `measured` observations
    sum_speed : (...) float, m/s, sum over the `measured` observations
    measured : (...) float, number of observations with a speed

    Returns
    -------
    WindStatistics
        of shape (...); where a count is 0, everything that needs it is nan
    """
    counts = np.asarray(counts, dtype=float)
    sum_speed = np.asarray(sum_speed, dtype=float)
    observations = counts.sum(axis=-1)
    sectors = counts[..., :SECTORS]
    most = sectors.max(axis=-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        rose = counts / observations[..., None]
        mean_speed = sum_speed / np.asarray(measured, dtype=float)
        constancy = np.minimum(np.hypot(sum_u, sum_v) / sum_speed, 1.0)
        frequency = most / observations
    # argmax takes the first of equals: clockwise from north.
    prevailing = np.where(most > 0, centre_of_sector(sectors.argmax(axis=-1)), np.nan)
    return WindStatistics(
        observations=observations,
        prevailing=prevailing,
        prevailing_frequency=np.where(most > 0, frequency, np.nan),
        resultant=np.where(constancy > RESULTANT_CANCELS, direction_from(sum_u, sum_v), np.nan),
        mean_speed=mean_speed,
        constancy=constancy,
        rose=rose,
        tied=(most > 0) & ((sectors == most[..., None]).sum(axis=-1) > 1),
    )


def describe_rose(rose: np.ndarray) -> str:
    """Describe a rose in one line of the log, in percent.

    Parameters
    ----------
    rose : (17,) float, frequencies, sum 1

    Returns
    -------
    str
    """
    return ", ".join(f"{name} {share:.1%}" for name, share in zip(ROSE_NAMES, rose))
