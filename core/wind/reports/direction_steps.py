"""Directions that are reported in steps wider than the instrument's: recognised, and shared among the 16 sectors.

    >>> tens = np.arange(0.0, 360.0, 10.0)
    >>> report_step(tens)
    10.0
    >>> sector_shares(20.0, 10.0)[:3]                      # 15 to 25 degrees lies within NNE (11.25 to 33.75)
    array([0., 1., 0.])
    >>> sector_shares(10.0, 10.0)[:3]                      # 5 to 15: 6.25 degrees in N, 3.75 in NNE
    array([0.625, 0.375, 0.   ])

A sector is 22.5 degrees wide. Of reports in steps of 10 degrees some sectors own three values (N: 350, 0, 10) and
others two (NNE: 20, 30): under winds that blow equally often from everywhere N then looks 1.5 times as frequent as
NNE. Each report stands for the winds within half a step of it; shared by the degrees that this interval has in each
sector, uniform winds give equal sectors, and every other distribution its rose as if smoothed over one step. Steps of
22.5 degrees, one a sector, need nothing.

A step is recognised from the values: of the steps there are, the widest of which nearly all reports are multiples,
when there are enough different ones that this is no chance. Reports of two or three directions are never taken for one.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from enum import IntEnum

import numpy as np

from ...progress import Progress
from ..direction_codes import DirectionFormat
from ..directions import SECTOR_WIDTH, SECTORS, sector_of_direction

# Degrees: 4, 8, 12, 16, 18 and 24 points, then the divisors of 360 that are narrower.
STEPS_DEG = (90.0, 45.0, 30.0, 22.5, 20.0, 15.0, 12.0, 10.0, 9.0, 8.0, 6.0, 5.0, 4.0, 3.0, 2.0, 1.0)
# Reports that need not be multiples: single odd values, another instrument for some time.
ODD_SHARE = 0.05
# Different values that make a step certain; a rose of fewer points needs half of its points and many reports.
DISTINCT_VALUES = 8
POINTS_SHARE = 0.5
REPORTS_OF_FEW_POINTS = 20
# Sectors own unequal numbers of values: worth a warning when the largest has this many times those of the smallest.
UNEQUAL_SECTORS = 1.1
# Values written with a few decimals are multiples up to this, degrees.
TOLERANCE_DEG = 1e-6
# Steps from which sectors stay empty: those between the eight points.
EIGHT_POINTS_DEG = 45.0
# How many stations a warning lists.
MOST_GROUPS_LISTED = 10


class StepHandling(IntEnum):
    """What becomes of reports in steps; the values are those of the interface."""

    AS_REPORTED = 0
    OVER_STEP = 1


def is_multiple(directions: np.ndarray, step: float) -> np.ndarray:
    """Return where directions are multiples of a step.

    Parameters
    ----------
    directions : (n,) float64, degrees
    step : float, degrees

    Returns
    -------
    (n,) bool
    """
    return np.abs(np.mod(directions + step / 2, step) - step / 2) <= TOLERANCE_DEG


def report_step(directions: np.ndarray) -> float:
    """Return the step in which directions are reported.

    Parameters
    ----------
    directions : (n,) float64, degrees, 0 <= d < 360, finite

    Returns
    -------
    float, degrees; 0 where none can be recognised
    """
    values, counts = np.unique(directions, return_counts=True)
    for step in STEPS_DEG:
        multiple = is_multiple(values, step)
        distinct, reports = int(multiple.sum()), int(counts[multiple].sum())
        if reports < (1 - ODD_SHARE) * len(directions):
            continue
        points = 360.0 / step
        few = distinct >= max(POINTS_SHARE * points, min(4, points)) and reports >= REPORTS_OF_FEW_POINTS
        if distinct >= DISTINCT_VALUES or (points <= DISTINCT_VALUES and few):
            return step
    return 0.0


def values_per_sector(step: float) -> tuple[int, int]:
    """Return how many values of a step the poorest and the richest sector own.

    Parameters
    ----------
    step : float, degrees

    Returns
    -------
    fewest, most : int
    """
    owned = np.bincount(sector_of_direction(np.arange(0.0, 360.0, step)), minlength=SECTORS)
    return int(owned.min()), int(owned.max())


def is_unequal(step: float) -> bool:
    """Return whether sectors own so unequal numbers of a step's values that a rose is wrong by it.

    Parameters
    ----------
    step : float, degrees; 0 for none

    Returns
    -------
    bool
    """
    if not step:
        return False
    fewest, most = values_per_sector(step)
    return most > UNEQUAL_SECTORS * fewest


def sector_shares(direction: float, width: float) -> np.ndarray:
    """Return the shares of the 16 sectors in an interval of directions.

    Parameters
    ----------
    direction : float, degrees, the middle of the interval
    width : float, degrees, above 0 and at most 360

    Returns
    -------
    (16,) float64, sum 1
    """
    shares = np.zeros(SECTORS)
    low, high = direction - width / 2, direction + width / 2
    # Sector k of any turn: from (k - 1/2) to (k + 1/2) sector widths.
    for k in range(math.floor(low / SECTOR_WIDTH), math.ceil(high / SECTOR_WIDTH) + 1):
        overlap = min(high, (k + 0.5) * SECTOR_WIDTH) - max(low, (k - 0.5) * SECTOR_WIDTH)
        if overlap > 0:
            shares[k % SECTORS] += overlap / width
    return shares


def step_widths(directions: np.ndarray, groups: np.ndarray, count: int, least: float = 0.0) -> np.ndarray:
    """Return the step in which each direction was reported.

    The step of all reports; where they have none by which sectors differ, each group's own.

    Parameters
    ----------
    directions : (n,) float64, degrees, finite
    groups : (n,) int, 0 ... count - 1, such as stations
    count : int, number of groups
    least : float, degrees, the step that the way of writing has; 0 when it has none

    Returns
    -------
    (n,) float64, degrees; 0 for a direction that was reported in none
    """
    common = max(report_step(directions), least)
    widths = np.full(len(directions), common)
    # Reports of every degree may hide a station's tens.
    if not is_unequal(common) and count > 1:
        order = np.argsort(groups, kind="stable")
        edges = np.searchsorted(groups[order], np.arange(count + 1))
        for first, last in zip(edges[:-1], edges[1:]):
            members = order[first:last]
            widths[members] = report_step(directions[members]) or common
    for step in np.unique(widths[widths > 0]):
        mine = widths == step
        widths[mine] = np.where(is_multiple(directions[mine], step), step, 0.0)
    return widths


def sector_counts(directions: np.ndarray, widths: np.ndarray, groups: np.ndarray, count: int) -> np.ndarray:
    """Return how many reports each sector has in each group, a report shared over its step.

    Parameters
    ----------
    directions : (n,) float64, degrees, 0 <= d < 360, finite
    widths : (n,) float64, degrees, as `step_widths` returns them
    groups : (n,) int, 0 ... count - 1
    count : int, number of groups

    Returns
    -------
    (count, 16) float64
    """
    sectors = sector_of_direction(directions)
    single = widths == 0
    counts = np.bincount(groups[single] * SECTORS + sectors[single], minlength=count * SECTORS).astype(float)
    counts = counts.reshape(count, SECTORS)
    for step in np.unique(widths[~single]):
        mine = widths == step
        values, which = np.unique(directions[mine], return_inverse=True)
        reports = np.bincount(groups[mine] * len(values) + which, minlength=count * len(values))
        shares = np.stack([sector_shares(float(value), float(step)) for value in values])
        counts += reports.reshape(count, len(values)) @ shares
    return counts


def warn_of_steps(
    widths: np.ndarray,
    stations: np.ndarray,
    names: Sequence[str],
    steps: StepHandling,
    how: DirectionFormat,
    progress: Progress,
) -> None:
    """Warn of steps that make a rose wrong, or log that reports are shared over them.

    Parameters
    ----------
    widths : (n,) float64, degrees, as `step_widths` returns them
    stations : (n,) int, the station of each report
    names : (S,) sequence of str, of the stations
    steps : StepHandling
    how : DirectionFormat
    progress : Progress
    """
    used = [float(step) for step in np.unique(widths[widths > 0])]
    if steps is StepHandling.OVER_STEP:
        if not used:
            progress.warning("STEP: no step of the directions can be recognised; they count as reported.")
        for step in used:
            progress.info(
                f"{int((widths == step).sum())} directions in steps of {step:g} degrees are spread over them."
            )
        return
    for step in filter(is_unequal, used):
        mine = np.unique(stations[widths == step])
        where = ""
        if len(mine) < len(np.unique(stations)):
            more = f" and {len(mine) - MOST_GROUPS_LISTED} more" if len(mine) > MOST_GROUPS_LISTED else ""
            where = f" at {len(mine)} stations ({', '.join(names[k] for k in mine[:MOST_GROUPS_LISTED])}{more})"
        reported = f"Directions are reported in steps of {step:g} degrees{where}"
        if step >= EIGHT_POINTS_DEG:
            points = round(360 / step)
            written = f"letters of {points} points" if how is DirectionFormat.COMPASS else f"{points} points"
            progress.warning(
                f"{reported}: winds of {written} cannot be told apart finer than that, and the sectors between them "
                "(NNE, ENE, ...) stay empty. STEP 1 (spread over the step) shares each report among the sectors it "
                "stands for."
            )
            continue
        fewest, most = values_per_sector(step)
        progress.warning(
            f"{reported}: of the 16 sectors some own {fewest} of these values and others {most}, and look more "
            "frequent for that. STEP 1 (spread over the step) shares each report among the sectors it stands for."
        )
