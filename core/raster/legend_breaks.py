"""Where the classes of a legend begin and end: round numbers, chosen from a sample of the values.

    share_breaks(1 to 1000, shares 0.5, 0.9) = 500, 900
    share_breaks(500 values of 21.30, 400 of 23.21, 100 around 300, shares 0.5, 0.9) = 22, 30
    symmetric_breaks([-5, 180, 320]) = 50, 100, 200, 300      used as -300, -200, ... 200, 300
    decade_breaks([0, 3, 4e6], most 3) = 1e4, 1e5, 1e6

A class holds the values above its lower and up to its upper break, as in QGIS's discrete colour ramps; the last one has
no upper break. Breaks follow shares of the cells (quantiles), not the extremes: one huge value does not stretch the
legend. Values are float64 (n,), finite; breaks increase strictly.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

# Upper classes get smaller shares: tails are what maps of emission and flux are looked at for.
SHARES = (0.1, 0.3, 0.5, 0.75, 0.95, 0.98, 0.995)
# So much may the share of cells below a break differ from the wanted one, times the square of the break's digits;
# less in the tails.
SHARE_FOR_DIGITS = 0.015
TAIL = 0.1
# Neighbouring breaks with fewer cells between them than this are one.
SMALLEST_SHARE = 0.002
DIGITS = 12
# Steps up to a round largest magnitude with this first digit.
LADDERS = {1: (0.1, 0.2, 0.5, 1.0), 2: (0.2, 0.5, 1.0, 2.0), 3: (0.5, 1.0, 2.0, 3.0), 5: (0.5, 1.0, 2.0, 5.0)}
LARGEST_SHARE = 0.95
# The decade of this share is the last one: where carbon circles, flux is far above all else.
BELOW_TOP = 0.998


def share_breaks(values: np.ndarray, shares: Sequence[float] = SHARES) -> list[float]:
    """Return round breaks below which about these shares of the values lie.

    Parameters
    ----------
    values : (n,) float64, finite
    shares : sequence of float, 0 to 1

    Returns
    -------
    list of float, ascending
        Fewer than there are shares where many values are equal.
    """
    if not len(values):
        return []
    ordered = np.sort(values)
    candidates = _candidates(ordered)
    below = np.searchsorted(ordered, candidates, side="right") / len(ordered)
    candidates, below = candidates[(below > 0) & (below < 1)], below[(below > 0) & (below < 1)]
    if not len(candidates):
        return []
    cost = SHARE_FOR_DIGITS * np.array([_digits(value) for value in candidates]) ** 2
    chosen = sorted(
        {int(np.argmin(np.abs(below - share) + cost * min(1.0, min(share, 1 - share) / TAIL))) for share in shares}
    )
    breaks, last = [], 0.0
    for index in chosen:
        if below[index] - last > SMALLEST_SHARE:
            breaks.append(float(candidates[index]))
            last = below[index]
    return breaks


def _candidates(ordered: np.ndarray) -> np.ndarray:
    """Return numbers of two digits, and finer ones where the values lie close together far from 0; ascending."""
    low, high = float(ordered[0]), float(ordered[-1])
    magnitudes = np.abs(ordered[ordered != 0])
    if not len(magnitudes):
        return np.zeros(1)
    first, last = (math.floor(math.log10(value)) for value in (magnitudes.min(), magnitudes.max()))
    first = max(first, last - DIGITS)
    two_digits = np.array(
        [float(f"{digits}e{power - 1}") for power in range(first, last + 1) for digits in range(10, 100)]
    )
    groups = [-two_digits, np.zeros(1), two_digits]
    for share in (0.0, 0.05, 0.25):
        lower, upper = _quantile(ordered, share), _quantile(ordered, 1 - share)
        if upper > lower:
            power = math.floor(math.log10(upper - lower)) - 1
            steps = np.arange(math.floor(lower / 10.0**power), math.ceil(upper / 10.0**power) + 1)
            groups.append(np.array([float(f"{step:.0f}e{power}") for step in steps]))
    numbers = np.unique(np.concatenate(groups))
    return numbers[(numbers >= low) & (numbers < high)]


def _digits(value: float) -> float:
    """Return how long a number is: 0 for 0, 1 for 200, 1.5 for 25, 2 for 24."""
    text = f"{abs(value):.{DIGITS}e}".split("e")[0].replace(".", "").rstrip("0")
    return len(text) - (0.5 if len(text) > 1 and text.endswith("5") else 0.0)


def symmetric_breaks(values: np.ndarray) -> list[float]:
    """Return the positive breaks of a scale that is the same on both sides of 0.

    Parameters
    ----------
    values : (n,) float64, finite

    Returns
    -------
    list of float, ascending
        The last is the round number below the magnitude of share `LARGEST_SHARE`; 0.1 to 1 when all values are 0.
    """
    magnitudes = np.sort(np.abs(values[values != 0]))
    if not len(magnitudes):
        return list(LADDERS[1])
    largest = _quantile(magnitudes, LARGEST_SHARE)
    power = math.floor(math.log10(largest))
    first = max(digit for digit in LADDERS if digit <= max(1.0, largest / 10.0**power))
    return [float(f"{step * 10.0**power:.{DIGITS}g}") for step in LADDERS[first]]


def decade_breaks(values: np.ndarray, most: int = 5) -> list[float]:
    """Return powers of ten below all but the largest values.

    Parameters
    ----------
    values : (n,) float64, finite
        Those of 0 and less do not count.
    most : int
        How many powers at most: the largest are returned.

    Returns
    -------
    list of float, ascending
    """
    positive = np.sort(values[values > 0])
    if not len(positive):
        return []
    top = math.ceil(math.log10(_quantile(positive, BELOW_TOP))) - 1
    bottom = max(top - most + 1, math.floor(math.log10(positive[0])) + 1)
    return [10.0**power for power in range(bottom, top + 1)]


def _quantile(ordered: np.ndarray, share: float) -> float:
    """Return the value below which this share of the ordered values lies."""
    return float(ordered[min(len(ordered) - 1, max(0, math.floor(share * len(ordered))))])
