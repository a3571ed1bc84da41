"""Values of stations to a grid: inverse distance weighting on the ellipsoid, with a lapse rate where heights are known.

    values = StationValues("rain", ("A", "B"), x, y, "EPSG:4326", np.array([[800.0], [600.0]]))
    summary = values_grid(values, grid, target)                   # power 2, the 12 nearest stations

With heights, station values are reduced to sea level, v + rate h / 1000, interpolated, and put back at each cell's own
height, - rate H / 1000 (the rate per km is positive when it gets colder upwards). A field that depends on height alone,
with that rate, comes out exactly, wherever the stations are.

A band (month) is interpolated between the stations that have a value in it. Stations within a metre of each other
become one, their mean. The leave-one-out error is the mean absolute difference between each place's value and the one
that the others give there, over all bands; heights count in it, since both are at sea level.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from ..engine.operation import Block, Result, Sums
from ..engine.run import run
from ..engine.windows import CHUNK
from ..errors import TableError
from ..progress import Progress
from ..raster.geotiff import Target
from ..raster.grid import WGS84, Grid
from ..raster.sources import Band
from ..wind.bilinear import centres_in
from .idw import InverseDistance, coincident_groups, require_weighting
from .messages import NO_ELEVATIONS, NO_STATION_VALUES
from .station_layer import MOST_PLACES_LISTED, locate_points, points_outside

METRES_PER_KM = 1000.0
DEGREES_PER_METRE = 1 / 111_000.0
# Heights in metres that there are; others are codes for no value, or in another unit.
LOWEST_GROUND, HIGHEST_GROUND = -500.0, 9000.0


@dataclass(frozen=True)
class StationValues:
    """S stations with the values of B bands.

    Attributes
    ----------
    name : str, of the layer
    names : (S,) tuple of str
    x, y : (S,) float64, in `crs`
    crs : str
    values : (S, B) float64; nan where a station has none
    elevation : (S,) float64 or None, m; nan where not known
    """

    name: str
    names: tuple[str, ...]
    x: np.ndarray
    y: np.ndarray
    crs: str
    values: np.ndarray
    elevation: np.ndarray | None = None

    def take(self, which: np.ndarray) -> StationValues:
        """Return some of the stations.

        Parameters
        ----------
        which : (n,) int, positions

        Returns
        -------
        StationValues
        """
        return replace(
            self,
            names=tuple(self.names[k] for k in which),
            x=self.x[which],
            y=self.y[which],
            values=self.values[which],
            elevation=None if self.elevation is None else self.elevation[which],
        )

    def first_names(self, which: np.ndarray) -> str:
        """Return the first names among some of the stations, and how many more there are.

        Parameters
        ----------
        which : (n,) int, positions

        Returns
        -------
        str
        """
        more = f" and {len(which) - MOST_PLACES_LISTED} more" if len(which) > MOST_PLACES_LISTED else ""
        return ", ".join(self.names[k] for k in which[:MOST_PLACES_LISTED]) + more


@dataclass(frozen=True)
class LapseRate:
    """How values change with height.

    Attributes
    ----------
    rate : float, per km, positive when values fall upwards
    elevation : Band, m, on the grid
    """

    rate: float
    elevation: Band


@dataclass(frozen=True)
class ValuesSummary:
    """What a run found.

    Attributes
    ----------
    stations, places : int, stations used, and the different places they lie at
    outside : int, stations outside the grid
    error : float, mean absolute leave-one-out error; nan without
    cells, without_value : int, cells of the grid, and those that got no value
    """

    stations: int
    places: int
    outside: int
    error: float
    cells: int
    without_value: int


@dataclass(frozen=True)
class ValuesFromStations:
    """The operation: of each block the bands of the fields, put at the cells' heights when there are any.

    Attributes
    ----------
    fields : tuple of (InverseDistance, tuple of int), a field and the bands that its columns are
    bands : int
    rate : float, per km; 0 without heights
    """

    fields: tuple[tuple[InverseDistance, tuple[int, ...]], ...]
    bands: int
    rate: float

    def __call__(self, block: Block) -> Result:
        """Interpolate to the block's cell centres."""
        cell_m = min(float(sizes.min()) for sizes in block.grid.cell_size_m())
        tolerance = 0.01 * max(cell_m, 1.0) * DEGREES_PER_METRE
        lon, lat = centres_in(block.grid, block.window, WGS84, tolerance)
        values = np.full((*block.window.shape, self.bands), np.nan)
        for field, bands in self.fields:
            values[..., bands] = field.over(lon, lat)
        odd = np.zeros(lon.shape, bool)
        heights = np.zeros(lon.shape)
        if block.bands:
            heights = np.where(block.valid(0), block.bands[0].data.astype(np.float64), np.nan)
            odd = (heights < LOWEST_GROUND) | (heights > HIGHEST_GROUND)
            heights[odd] = np.nan
            values -= (self.rate / METRES_PER_KM * heights)[..., None]
        nowhere = np.isnan(lon) | np.isnan(lat)
        without = np.isnan(heights)
        sums = Sums(
            cells=without.size,
            nowhere=int(nowhere.sum()),
            without_height=int((without & ~nowhere & ~odd).sum()),
            odd_heights=int((odd & ~nowhere).sum()),
        )
        bands_out = [np.ma.masked_invalid(band.astype(np.float32)) for band in np.moveaxis(values, -1, 0)]
        return Result(bands_out, sums)


def values_grid(
    stations: StationValues,
    grid: Grid,
    target: Target,
    power: float = 2.0,
    neighbours: int = 12,
    *,
    lapse: LapseRate | None = None,
    progress: Progress | None = None,
) -> ValuesSummary:
    """Write the values of stations as a raster.

    Parameters
    ----------
    stations : StationValues
    grid : Grid
    target : Target, with a band for each of the stations' values
    power : float, exponent of the distance
    neighbours : int, number of nearest stations that count
    lapse : LapseRate, optional
    progress : Progress

    Returns
    -------
    ValuesSummary

    Raises
    ------
    ParameterError
        for a power or a number of neighbours without meaning
    TableError
        for a point that is nowhere on the Earth, and when no station has a value (and a height)
    RasterError
        for a grid without CRS, and heights on another grid
    """
    progress = progress or Progress()
    require_weighting(power, neighbours)
    grid.require_usable("GRID")
    if lapse is not None:
        grid.require_same(lapse.elevation.grid, "GRID", lapse.elevation.name)
    usable = _usable(stations, lapse, progress)
    fields, places = value_fields(usable, power, int(neighbours), progress)
    error = leave_one_out_error_of_values([field for field, _ in fields])
    outside = points_outside(usable.x, usable.y, usable.crs, grid)
    _log(usable, places, outside, error, progress)
    operation = ValuesFromStations(fields, usable.values.shape[1], lapse.rate if lapse else 0.0)
    sources = [lapse.elevation] if lapse else []
    sums = run(operation, sources, grid, [target], progress, window_cells=CHUNK * CHUNK)
    if sums["nowhere"]:
        progress.warning(f"{sums['nowhere']} cells have no place on the Earth in the grid's CRS and become nodata.")
    if sums["without_height"]:
        progress.warning(f"{sums['without_height']} cells have no elevation and become nodata.")
    if sums["odd_heights"]:
        progress.warning(
            f"{sums['odd_heights']} cells have an elevation outside {LOWEST_GROUND:g} to {HIGHEST_GROUND:g} m and "
            "become nodata: declare the raster's nodata value, or bring it to metres."
        )
    counts = len(usable.names), places, len(outside)
    return ValuesSummary(*counts, error, sums["cells"], sums["nowhere"] + sums["without_height"] + sums["odd_heights"])


def _usable(stations: StationValues, lapse: LapseRate | None, progress: Progress) -> StationValues:
    """Return the stations that have values, at sea level when there are heights."""
    empty = np.isnan(stations.values).all(axis=1)
    if empty.all():
        raise TableError(NO_STATION_VALUES, table=stations.name, stations=len(empty))
    if empty.any():
        which = np.flatnonzero(empty)
        progress.warning(f"{len(which)} stations have no value and are not used: {stations.first_names(which)}.")
    stations = stations.take(np.flatnonzero(~empty))
    if lapse is None or stations.elevation is None:
        return stations
    heights = stations.elevation
    unknown = ~((heights >= LOWEST_GROUND) & (heights <= HIGHEST_GROUND))
    if unknown.all():
        raise TableError(NO_ELEVATIONS, table=stations.name, stations=len(unknown))
    if unknown.any():
        which = np.flatnonzero(unknown)
        progress.warning(
            f"{len(which)} stations have no elevation between {LOWEST_GROUND:g} and {HIGHEST_GROUND:g} m and are not "
            f"used: {stations.first_names(which)}."
        )
    stations = stations.take(np.flatnonzero(~unknown))
    reduced = stations.values + lapse.rate / METRES_PER_KM * heights[~unknown][:, None]
    return replace(stations, values=reduced)


def value_fields(
    stations: StationValues, power: float, neighbours: int, progress: Progress
) -> tuple[tuple[tuple[InverseDistance, tuple[int, ...]], ...], int]:
    """Return the fields to interpolate and the number of places; bands with the same stations share a field.

    Places are sorted by position, so that the order of the stations does not matter.

    Parameters
    ----------
    stations : StationValues, each with a value in some band
    power : float, exponent of the distance
    neighbours : int, number of nearest places that count
    progress : Progress

    Returns
    -------
    fields : tuple of (InverseDistance, tuple of int), a field and the bands that its columns are
    places : int
    """
    places = locate_points(stations.x, stations.y, stations.crs, stations.names, stations.name)
    order = np.lexsort([*places.T, *stations.values.T])
    groups = coincident_groups(places[order])
    firsts = np.unique(groups, return_index=True)[1]
    together = np.bincount(groups)
    if together.max() > 1:
        same = np.sort(order[np.isin(groups, np.flatnonzero(together > 1))])
        progress.warning(
            f"{len(same)} stations share their place with another one and are averaged: {stations.first_names(same)}."
        )
    values = stations.values[order]
    known = ~np.isnan(values)
    with np.errstate(invalid="ignore"):
        averaged = np.column_stack(
            [
                np.bincount(groups, np.where(mine, column, 0.0)) / np.bincount(groups, mine)
                for column, mine in zip(values.T, known.T)
            ]
        )
    if averaged.shape[1] > 1 and np.isnan(averaged).any():
        few = np.flatnonzero(np.isnan(averaged).any(axis=1))
        progress.warning(f"{len(few)} places lack some of the {averaged.shape[1]} bands: others are taken there.")
    patterns: dict[bytes, list[int]] = {}
    for band, column in enumerate(averaged.T):
        patterns.setdefault(np.isnan(column).tobytes(), []).append(band)
    fields = []
    for bands in patterns.values():
        mine = np.flatnonzero(~np.isnan(averaged[:, bands[0]]))
        if len(mine):
            located = places[order][firsts][mine]
            fields.append((InverseDistance(located, averaged[mine][:, bands], power, neighbours), tuple(bands)))
        else:
            progress.warning(f"No station has a value for {len(bands)} of the bands: they are empty.")
    return tuple(fields), len(firsts)


def leave_one_out_error_of_values(fields: Sequence[InverseDistance]) -> float:
    """Return the mean absolute difference between each place's values and those that the other places give.

    Parameters
    ----------
    fields : sequence of InverseDistance

    Returns
    -------
    float, in the unit of the values; nan with fewer than two places
    """
    differences = [np.abs(field.leave_one_out() - field.values).ravel() for field in fields if len(field.places) > 1]
    return float(np.concatenate(differences).mean()) if differences else math.nan


def _log(stations: StationValues, places: int, outside: np.ndarray, error: float, progress: Progress) -> None:
    progress.info(f"{len(stations.names)} stations at {places} places.")
    if len(outside):
        progress.info(f"{len(outside)} stations lie outside the grid and are used: {stations.first_names(outside)}.")
    if len(outside) == len(stations.names):
        progress.warning("All stations lie outside the grid. Check the CRS of both.")
    if places == 1:
        progress.warning("There is a single place with a value: it is the same in all cells.")
    elif not math.isnan(error):
        progress.info(f"Leave-one-out: mean absolute error {error:.4g}.")
