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
- Repeated records (station and time) are counted, and reported.
- Stations come in the order of their first record, at that record's place.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ..errors import TableError
from ..progress import Progress
from ..tables.cells import clean, parse_number
from ..wind.direction_codes import MISSING_NUMBERS, MISSING_WORDS, Decoded, DirectionFormat, decode, direction_hints
from ..wind.directions import (
    BEAUFORT_CALM_LIMIT,
    CALM_BAND,
    IMPLAUSIBLE_SPEED,
    ROSE_FIELDS,
    ROSE_SIZE,
    WindStatistics,
    components,
    is_calm,
    require_calm_limit,
    sector_of_direction,
    wind_statistics,
)
from .messages import DIRECTION_CODE, DIRECTION_LETTERS, DIRECTION_RANGE, NO_OBSERVATIONS, NO_STATION, SPEED_INVALID

# How many names a warning lists.
MOST_STATIONS_LISTED = 10


@dataclass(frozen=True)
class Observations:
    """Columns of one layer, a value per record.

    Attributes
    ----------
    name : str, of the layer
    stations, directions : sequence, cells as they stand in the layer
    speeds : sequence or None, m/s
    times : sequence or None, to find repeated records
    calms : sequence or None, true where a record is known to be calm
    x, y : sequence of float or None, in the layer's CRS
    rows : sequence of int or None, the numbers that messages give; None for 1, 2, ...
    direction_field : str, name of the direction field
    """

    name: str
    stations: Sequence[object]
    directions: Sequence[object]
    speeds: Sequence[object] | None = None
    times: Sequence[object] | None = None
    calms: Sequence[object] | None = None
    x: Sequence[float] | None = None
    y: Sequence[float] | None = None
    rows: Sequence[int] | None = None
    direction_field: str = ""

    def row(self, position: int) -> int:
        """Return the number that messages give a record.

        Parameters
        ----------
        position : int, 0, 1, ...

        Returns
        -------
        int
        """
        return self.rows[position] if self.rows is not None else position + 1


@dataclass(frozen=True)
class StationWinds:
    """The winds of S stations.

    Attributes
    ----------
    names : (S,) tuple of str
    x, y : (S,) float64, in the layer's CRS; nan without
    winds : WindStatistics, of shape (S,)
    """

    names: tuple[str, ...]
    x: np.ndarray
    y: np.ndarray
    winds: WindStatistics

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
) -> StationWinds:
    """Return the wind statistics of every station that has a usable record.

    Parameters
    ----------
    observations : Observations
    how : DirectionFormat, in which directions are written
    calm_below : float, m/s, the limit under which a wind is calm
    progress : Progress

    Returns
    -------
    StationWinds

    Raises
    ------
    TableError
        naming layer, row and value for a direction or speed that cannot be, an empty station, and no usable record
    ParameterError
        for a calm limit that is no speed
    """
    progress = progress or Progress()
    require_calm_limit(calm_below)
    names, station = _stations(observations)
    direction, calm = _directions(observations, how)
    progress.check()
    speed = _speeds(observations)
    has_speed = observations.speeds is not None
    for hint in direction_hints(direction[~np.isnan(direction)], how, observations.direction_field, has_speed):
        progress.warning(hint)

    if observations.calms is not None:
        calm |= np.array([_flag(value) for value in observations.calms], dtype=bool)
    if has_speed:
        _warn_of_speeds(speed, calm, direction, calm_below, progress)
    direction[calm] = np.nan
    light = is_calm(speed, calm_below) if has_speed else np.zeros(len(speed), dtype=bool)
    usable = calm | light | ~np.isnan(direction)
    if not usable.any():
        raise TableError(NO_OBSERVATIONS, table=observations.name, rows=len(station))
    if not has_speed:
        speed = np.where(calm, 0.0, 1.0)
    speed = np.where((calm | light) & np.isnan(speed), 0.0, speed)

    bins = np.full(len(station), CALM_BAND)
    sectored = usable & ~calm & ~light
    bins[sectored] = sector_of_direction(direction[sectored])
    count = len(names)
    counts = np.bincount(station[usable] * ROSE_SIZE + bins[usable], minlength=count * ROSE_SIZE)
    measured = usable & ~np.isnan(speed)
    u, v = (np.nan_to_num(component) for component in components(direction, speed))

    def total(values: np.ndarray) -> np.ndarray:
        return np.bincount(station[measured], weights=values[measured], minlength=count)

    sums = total(u), total(v), total(speed), total(np.ones(len(station)))
    winds = wind_statistics(counts.reshape(count, ROSE_SIZE), *sums)
    if not has_speed:
        winds = replace(winds, mean_speed=np.full(count, np.nan))
    _warn_of_records(observations, station, usable, progress)
    x, y = _places(observations, station, names, progress)
    return _with_records(StationWinds(names, x, y, winds), progress)


def _stations(observations: Observations) -> tuple[tuple[str, ...], np.ndarray]:
    """Return the station names in order of appearance and the station number of every record."""
    numbers: dict[str, int] = {}
    station = np.empty(len(observations.stations), dtype=np.intp)
    for position, value in enumerate(observations.stations):
        text = clean(int(value) if isinstance(value, float) and value.is_integer() else value)
        if not text:
            raise TableError(NO_STATION, table=observations.name, row=observations.row(position))
        station[position] = numbers.setdefault(text, len(numbers))
    return tuple(numbers), station


def _directions(observations: Observations, how: DirectionFormat) -> tuple[np.ndarray, np.ndarray]:
    """Return degrees (nan where there is no direction) and where the direction itself says calm."""
    template = {
        DirectionFormat.DEGREES: DIRECTION_RANGE,
        DirectionFormat.SECTOR_CODE: DIRECTION_CODE,
        DirectionFormat.COMPASS: DIRECTION_LETTERS,
    }[how]

    def read(value: object) -> Decoded | None:
        decoded = decode(value, how)
        return None if decoded.kind == "invalid" else decoded

    decoded = _each(observations, observations.directions, read, template)
    return np.array([d.direction for d in decoded]), np.array([d.kind == "calm" for d in decoded], dtype=bool)


def _speeds(observations: Observations) -> np.ndarray:
    """Return speeds, nan where missing, and all nan without a speed field."""
    if observations.speeds is None:
        return np.full(len(observations.stations), np.nan)
    return np.array(_each(observations, observations.speeds, _speed, SPEED_INVALID), dtype=float)


def _speed(value: object) -> float | None:
    text = clean(value)
    if text.upper() in MISSING_WORDS:
        return float("nan")
    number = parse_number(text)
    if number is not None and number in MISSING_NUMBERS:
        return float("nan")
    return number if number is not None and number >= 0 else None


def _flag(value: object) -> bool:
    """Read a flag that may have become text on its way through a CSV file."""
    text = clean(value).casefold()
    return text not in ("", "false", "no", "f", "n") and parse_number(text) != 0


def _each(observed: Observations, values: Sequence[object], read: Callable[[object], Any], template: str) -> list[Any]:
    """Read every value, each distinct one once; raise `TableError` with the row of the first that cannot be read."""
    known: dict[object, Any] = {}
    results = []
    for position, value in enumerate(values):
        result = known.get(value)
        if result is None:
            result = known[value] = read(value)
            if result is None:
                raise TableError(template, table=observed.name, row=observed.row(position), value=value)
        results.append(result)
    return results


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
    if np.isfinite(speed).any() and np.nanmean(speed) > IMPLAUSIBLE_SPEED:
        progress.warning(
            f"The mean speed is {np.nanmean(speed):.0f}: speeds may be in 0.1 m/s or other units, not m/s."
        )


def _warn_of_records(observations: Observations, station: np.ndarray, usable: np.ndarray, progress: Progress) -> None:
    unusable = int((~usable).sum())
    if unusable:
        progress.warning(f"{unusable} of {len(usable)} records have no direction and are not calm: not counted.")
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
    empty = np.flatnonzero(winds.observations == 0)
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
    return StationWinds(names, stations.x[with_records], stations.y[with_records], statistics)


def _listed(names: Sequence[str], positions: np.ndarray) -> str:
    more = f" and {len(positions) - MOST_STATIONS_LISTED} more" if len(positions) > MOST_STATIONS_LISTED else ""
    return ", ".join(names[k] for k in positions[:MOST_STATIONS_LISTED]) + more
