"""Observations at stations to the prevailing wind of each station.

    >>> observed = Observations("obs", ["A", "A", "A", "B"], [350, 10, "C", None], speeds=[2.0, 2.0, 0.0, None])
    >>> winds = prevailing_at_stations(observed, DirectionFormat.DEGREES)
    >>> [winds.rows()[0][name] for name in ("station", "records", "prevailing_dir", "f_n", "calm_freq", "mean_speed")]
    ['A', 3, 0.0, 0.6666666666666666, 0.3333333333333333, 1.3333333333333333]

(B has no usable record and is left out, with a warning.) Definitions are in `wind.directions`. What counts:

- A record is usable when it has a direction or is calm: calm by its direction (17, C, 静风), by a calm flag, or by
  its speed (0, or below the limit), with or without a direction. Frequencies are of the usable records, calms
  included: the 16 and calm sum to 1.
- Mean speed, resultant and constancy need a speed: records with a direction but no speed are in the rose only. A
  calm without a speed is 0 m/s. Without a speed field every wind is 1 and every calm 0, the resultant is the mean
  of unit vectors, and the mean speed is None.
- A variable wind is no record of a direction (it may be a calm by its speed); their number is told.
- A record with a cell that cannot be read is left out, and told; above 5 % of the records it is an error.
- 0 is a calm where 360 is north in the same column.
- Reports in steps of 10 or 45 degrees are told, or shared over their step (`wind.reports.direction_steps`); speed,
  resultant and constancy are those of the reports.
- Repeated records (station and time) are counted, and reported.
- Stations come in the order of their first record, at that record's place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ..errors import TableError
from ..progress import Progress
from ..tables.cells import clean, parse_number
from ..wind.direction_codes import USUAL_CODES, DirectionFormat, direction_hints
from ..wind.directions import (
    BEAUFORT_CALM_LIMIT,
    CALM_BAND,
    ROSE_FIELDS,
    ROSE_SIZE,
    SECTORS,
    WindStatistics,
    components,
    is_calm,
    require_calm_limit,
    sector_of_direction,
    wind_statistics,
)
from ..wind.reports.direction_steps import StepHandling, sector_counts, step_widths, warn_of_steps
from ..wind.reports.special_codes import SpecialCodes
from .messages import NO_OBSERVATIONS
from .observations import Observations, read_observations

# How many names a warning lists.
MOST_STATIONS_LISTED = 10


@dataclass(frozen=True)
class StationWinds:
    """The winds of S stations.

    Attributes
    ----------
    names : (S,) tuple of str
    x, y : (S,) float64, in the layer's CRS; nan without
    winds : WindStatistics, of shape (S,)
    variable, rejected : int, records of a variable wind, and with a cell that cannot be read: neither counts
    """

    names: tuple[str, ...]
    x: np.ndarray
    y: np.ndarray
    winds: WindStatistics
    variable: int = 0
    rejected: int = 0

    def __len__(self) -> int:
        """Number of stations."""
        return len(self.names)

    def rows(self) -> list[dict[str, Any]]:
        """Return the table of the interface.

        Returns
        -------
        list of dict, one per station; None where undefined
        """
        winds = self.winds
        columns = {
            "prevailing_dir": winds.prevailing,
            "prevailing_freq": winds.prevailing_frequency,
            "resultant_dir": winds.resultant,
            "constancy": winds.constancy,
            "mean_speed": winds.mean_speed,
            "calm_freq": winds.rose[:, CALM_BAND],
            **{field: winds.rose[:, k] for k, field in enumerate(ROSE_FIELDS[:CALM_BAND])},
        }
        rows = []
        for k, name in enumerate(self.names):
            values = {field: None if np.isnan(column[k]) else float(column[k]) for field, column in columns.items()}
            rows.append({"station": name, "records": int(winds.observations[k]), **values})
        return rows


def prevailing_at_stations(
    observations: Observations,
    how: DirectionFormat,
    calm_below: float = BEAUFORT_CALM_LIMIT,
    progress: Progress | None = None,
    *,
    steps: StepHandling = StepHandling.AS_REPORTED,
    codes: SpecialCodes = USUAL_CODES,
) -> StationWinds:
    """Return the wind statistics of every station that has a usable record.

    Parameters
    ----------
    observations : Observations
    how : DirectionFormat, in which directions are written
    calm_below : float, m/s, the limit under which a wind is calm
    progress : Progress
    steps : StepHandling, what becomes of reports in steps wider than a degree or a sector
    codes : SpecialCodes, values that stand for calm, variable or missing

    Returns
    -------
    StationWinds

    Raises
    ------
    TableError
        naming layer, row and value when more than 5 % of the directions, speeds or stations cannot be, and when there
        is no usable record
    ParameterError
        for a calm limit that is no speed
    """
    progress = progress or Progress()
    require_calm_limit(calm_below)
    reports = read_observations(observations, how, codes, progress)
    names, station, direction = reports.names, reports.stations, reports.directions
    calm, speed = reports.calm, reports.speeds
    progress.check()
    has_speed = speed is not None
    known = direction[~np.isnan(direction)]
    for hint in direction_hints(known, how, observations.direction_field, has_speed, reports.norths):
        progress.warning(hint)

    if observations.calms is not None:
        calm |= np.array([_flag(value) for value in observations.calms], dtype=bool)
    if speed is not None:
        _warn_of_speeds(speed, calm, direction, calm_below, progress)
    direction[calm] = np.nan
    light = is_calm(speed, calm_below) if speed is not None else np.zeros(len(station), dtype=bool)
    usable = (calm | light | ~np.isnan(direction)) & ~reports.rejected
    if not usable.any():
        raise TableError(NO_OBSERVATIONS, table=observations.name, rows=len(station))
    if speed is None:
        speed = np.where(calm, 0.0, 1.0)
    speed = np.where((calm | light) & np.isnan(speed), 0.0, speed)

    count = len(names)
    counts = np.zeros((count, ROSE_SIZE))
    sectored = usable & ~calm & ~light
    counts[:, CALM_BAND] = np.bincount(station[usable & ~sectored], minlength=count)
    widths = step_widths(direction[sectored], station[sectored], count, how.least_step)
    warn_of_steps(widths, station[sectored], names, steps, how, progress)
    if steps is StepHandling.OVER_STEP:
        counts[:, :SECTORS] = sector_counts(direction[sectored], widths, station[sectored], count)
    else:
        bins = station[sectored] * SECTORS + sector_of_direction(direction[sectored])
        counts[:, :SECTORS] = np.bincount(bins, minlength=count * SECTORS).reshape(count, SECTORS)
    measured = usable & ~np.isnan(speed)
    u, v = (np.nan_to_num(component) for component in components(direction, speed))

    def total(values: np.ndarray) -> np.ndarray:
        return np.bincount(station[measured], weights=values[measured], minlength=count)

    sums = total(u), total(v), total(speed), total(np.ones(len(station)))
    winds = wind_statistics(counts, *sums)
    if not has_speed:
        winds = replace(winds, mean_speed=np.full(count, np.nan))
    # Shares of sectors add up to whole records but for rounding.
    winds = replace(winds, observations=np.bincount(station[usable], minlength=count).astype(float))
    variable = reports.variable & ~usable & ~reports.rejected
    _warn_of_records(observations, station, usable | reports.rejected, variable, progress)
    x, y = _places(observations, station, names, progress)
    located = StationWinds(names, x, y, winds, int(variable.sum()), int(reports.rejected.sum()))
    return _with_records(located, progress)


def _flag(value: object) -> bool:
    """Read a flag that may have become text on its way through a CSV file."""
    text = clean(value).casefold()
    return text not in ("", "false", "no", "f", "n") and parse_number(text) != 0


def _warn_of_speeds(
    speed: np.ndarray, calm: np.ndarray, direction: np.ndarray, calm_below: float, progress: Progress
) -> None:
    windy = int((calm & ~np.isnan(speed) & ~is_calm(speed, calm_below)).sum())
    if windy:
        progress.warning(
            f"{windy} records say calm but have a speed of {calm_below} m/s or more: they count as calm, and their "
            "speed is in the mean speed."
        )
    bare = int((np.isnan(speed) & ~np.isnan(direction) & ~calm).sum())
    if bare:
        progress.warning(f"{bare} records have a direction but no speed: they are in the frequencies only.")


def _warn_of_records(
    observations: Observations, station: np.ndarray, counted: np.ndarray, variable: np.ndarray, progress: Progress
) -> None:
    if variable.any():
        progress.warning(
            f"{int(variable.sum())} of {len(counted)} records have a variable wind: they are no records of a direction "
            "and do not count."
        )
    unusable = int((~counted & ~variable).sum())
    if unusable:
        progress.warning(f"{unusable} of {len(counted)} records have no direction and are not calm: not counted.")
    if observations.times is not None:
        keys = [(int(s), clean(time)) for s, time in zip(station, observations.times)]
        repeated = len(keys) - len(set(keys))
        if repeated:
            progress.warning(f"{repeated} records repeat the station and time of another one. All are counted.")


def _places(
    observations: Observations, station: np.ndarray, names: tuple[str, ...], progress: Progress
) -> tuple[np.ndarray, np.ndarray]:
    """Return x, y of every station's first record; warn of stations whose records lie in several places."""
    nowhere = np.full(len(names), np.nan)
    if observations.x is None or observations.y is None:
        return nowhere, nowhere.copy()
    x, y = np.asarray(observations.x, dtype=float), np.asarray(observations.y, dtype=float)
    first = np.unique(station, return_index=True)[1]
    moved = np.unique(station[(x != x[first][station]) | (y != y[first][station])])
    if len(moved):
        progress.warning(
            f"{len(moved)} stations have records in several places; the first is taken: {_listed(names, moved)}."
        )
    return x[first], y[first]


def _with_records(stations: StationWinds, progress: Progress) -> StationWinds:
    """Leave out, and name, the stations without a usable record; log what is special about the others."""
    winds = stations.winds
    # Records without a station have been told.
    empty = np.flatnonzero((winds.observations == 0) & (np.array(stations.names) != ""))
    if len(empty):
        progress.warning(f"{len(empty)} stations have no usable record: {_listed(stations.names, empty)}.")
    calm = np.flatnonzero((winds.observations > 0) & np.isnan(winds.prevailing))
    if len(calm):
        progress.warning(
            f"{len(calm)} stations are always calm and have no prevailing wind: {_listed(stations.names, calm)}."
        )
    tied = np.flatnonzero(winds.tied)
    if len(tied):
        progress.info(
            f"At {len(tied)} stations several sectors are equally frequent; the first clockwise from north is taken: "
            f"{_listed(stations.names, tied)}."
        )
    with_records = np.flatnonzero(winds.observations > 0)
    statistics = WindStatistics(**{field: values[with_records] for field, values in vars(winds).items()})
    names = tuple(stations.names[k] for k in with_records)
    places = stations.x[with_records], stations.y[with_records]
    return StationWinds(names, *places, statistics, stations.variable, stations.rejected)


def _listed(names: Sequence[str], positions: np.ndarray) -> str:
    more = f" and {len(positions) - MOST_STATIONS_LISTED} more" if len(positions) > MOST_STATIONS_LISTED else ""
    return ", ".join(names[k] for k in positions[:MOST_STATIONS_LISTED]) + more
