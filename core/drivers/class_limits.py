"""Class limits for continuous factors: quantiles, equal intervals, natural breaks.

    >>> values = np.array([0.0, 0, 0, 1, 2, 9])
    >>> {binning.value: class_limits(values, 0, 9, 3, binning).round(2).tolist() for binning in Binning}
    {'quantile': [0.0, 1.33], 'equal interval': [3.0, 6.0], 'natural breaks': [0.0, 2.0]}

A limit belongs to the class below it. Limits that coincide (many equal values) are merged, so that there may be
fewer classes than asked for. Natural breaks minimize the sum of squares within classes (Fisher 1958, JASA 53,
789-798, DOI 10.1080/01621459.1958.10501479; Jenks 1977), by dynamic programming over the sorted values. The best
start of the last class never moves down as its end moves up; so each class costs n log n steps instead of n^2.

Bounds: limits come from a sample (`samples`) of at most 1 048 576 cells (fewer with more than 4 layers); quantiles
and natural breaks are exact while all cells fit. Equal intervals are always exact. Natural breaks take up to
`MAX_POINTS` distinct values as they are; more are first grouped by quantiles and by equal intervals together, so
that a group holds at most 1/8192 of the cells and spans at most 1/8192 of the range.
"""

from __future__ import annotations

from enum import Enum

import numpy as np

from ..errors import ParameterError
from .messages import CLASS_COUNT

MIN_CLASSES, MAX_CLASSES = 2, 256
MAX_POINTS = 1 << 14


class Binning(Enum):
    """The method that splits a continuous factor into classes."""

    QUANTILE = "quantile"
    EQUAL_INTERVAL = "equal interval"
    NATURAL_BREAKS = "natural breaks"


def require_classes(classes: int) -> None:
    """Check a number of classes.

    Parameters
    ----------
    classes : int

    Raises
    ------
    ParameterError
        unless it is `MIN_CLASSES` to `MAX_CLASSES`
    """
    if not MIN_CLASSES <= classes <= MAX_CLASSES:
        raise ParameterError(CLASS_COUNT, count=classes, least=MIN_CLASSES, most=MAX_CLASSES)


def class_limits(values: np.ndarray, low: float, high: float, classes: int, binning: Binning) -> np.ndarray:
    """Return the limits between classes of values.

    Parameters
    ----------
    values : (cells,) float64, all values or a sample
    low, high : float, exact extremes of all values
    classes : int, wanted; there may be fewer
    binning : Binning

    Returns
    -------
    (classes - 1,) float64, ascending; a limit belongs to the class below it

    Raises
    ------
    ParameterError
        for a number of classes that is too small or too large
    """
    require_classes(classes)
    if binning is Binning.EQUAL_INTERVAL:
        limits = np.linspace(low, high, classes + 1)[1:-1]
    elif binning is Binning.QUANTILE:
        limits = np.quantile(values, np.arange(1, classes) / classes)
    else:
        limits = natural_breaks(values, classes)
    limits = np.unique(limits)
    return limits[limits < high]


def natural_breaks(values: np.ndarray, classes: int) -> np.ndarray:
    """Return natural breaks: the partition with the least sum of squares within classes.

    Parameters
    ----------
    values : (cells,) float64
    classes : int, wanted; no more than there are distinct values

    Returns
    -------
    (classes - 1,) float64, the largest value of each class but the last

    References
    ----------
    Fisher, W. D. (1958). On grouping for maximum homogeneity. JASA 53, 789-798, DOI 10.1080/01621459.1958.10501479
    """
    points, counts, tops = _points(np.sort(values))
    starts = _optimal_starts(points, counts, min(classes, len(points)))
    return tops[starts[1:] - 1]


def _points(ordered: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return mean, count and largest value of each distinct value or group of neighbouring ones."""
    first = np.flatnonzero(np.concatenate([[True], np.diff(ordered) > 0]))
    if len(first) > MAX_POINTS:
        half = MAX_POINTS // 2
        by_rank = ordered[np.linspace(0, len(ordered) - 1, half).astype(np.intp)]
        by_value = np.linspace(ordered[0], ordered[-1], half)
        first = np.unique(np.searchsorted(ordered, np.concatenate([by_rank, by_value])))
        first = first[first < len(ordered)]
    counts = np.diff(np.concatenate([first, [len(ordered)]]))
    tops = ordered[first + counts - 1]
    # Sums relative to the smallest value, so that an offset costs no digits.
    means = ordered[0] + np.add.reduceat(ordered - ordered[0], first) / counts
    return means, counts, tops


def _optimal_starts(points: np.ndarray, counts: np.ndarray, classes: int) -> np.ndarray:
    """Return the first point of each class of the best partition of ascending weighted points."""
    centred = points - np.average(points, weights=counts)
    sums = np.concatenate([np.zeros((3, 1)), np.cumsum(counts * centred ** np.arange(3)[:, None], axis=1)], axis=1)
    ends = np.arange(len(points))
    cost = _within(sums, np.zeros_like(ends), ends)
    starts = np.zeros((classes, len(points)), dtype=np.int64)
    for number in range(1, classes):
        cost, starts[number] = _add_class(sums, cost, number)
    first_points, end = [], len(points) - 1
    for number in range(classes - 1, -1, -1):
        first_points.append(int(starts[number, end]))
        end = first_points[-1] - 1
    return np.array(first_points[::-1])


def _within(sums: np.ndarray, first: np.ndarray, last: np.ndarray) -> np.ndarray:
    """Return the sums of squares of the points `first` to `last` about their mean."""
    weight, linear, square = sums[:, last + 1] - sums[:, first]
    return np.maximum(square - linear**2 / weight, 0.0)


def _add_class(sums: np.ndarray, cost: np.ndarray, number: int) -> tuple[np.ndarray, np.ndarray]:
    """Return, for every end of class `number`, the least cost so far and the best start of that class.

    `cost[i]` is the least cost of the points up to i in `number` classes. Halving: the best starts of the middle ends
    of all open ranges are searched at once, and bound the search in both halves.
    """
    size = len(cost)
    best, start = np.full(size, np.inf), np.full(size, number, dtype=np.int64)
    first_end, last_end = np.array([number]), np.array([size - 1])
    low, high = first_end.copy(), last_end.copy()
    while len(first_end):
        middle = (first_end + last_end) // 2
        lengths = np.minimum(high, middle) - low + 1
        offsets = np.concatenate([[0], np.cumsum(lengths)[:-1]])
        candidate = np.arange(lengths.sum()) + np.repeat(low - offsets, lengths)
        value = cost[candidate - 1] + _within(sums, candidate, np.repeat(middle, lengths))
        least = np.minimum.reduceat(value, offsets)
        ties = np.where(value == np.repeat(least, lengths), candidate, size)
        choice = np.minimum.reduceat(ties, offsets)
        best[middle], start[middle] = least, choice
        first_end, last_end = np.concatenate([first_end, middle + 1]), np.concatenate([middle - 1, last_end])
        low, high = np.concatenate([low, choice]), np.concatenate([choice, high])
        unfinished = first_end <= last_end
        first_end, last_end, low, high = first_end[unfinished], last_end[unfinished], low[unfinished], high[unfinished]
    return best, start
