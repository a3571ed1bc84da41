"""The layer of stations that `windgrid` reads: what it must hold, and where on the Earth its points are.

    table = StationTable.from_rows("winds", prevailing.rows(), x=[116.5], y=[39.8], crs="EPSG:4326")
    places = locate_stations(check_stations(table, progress))   # geocentric metres, (1, 3)

Columns are those that `prevailingwindstations` writes: station, records, resultant_dir (degrees from), constancy (0 to
1), mean_speed (m/s, may be missing), f_n ... f_nnw and calm_freq, which sum to 1.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ..errors import TableError
from ..progress import Progress
from ..raster.crs import same_crs
from ..raster.geodesy import transform_points
from ..raster.grid import WGS84, Grid
from ..wind.bilinear import fractional_cells
from ..wind.directions import ROSE_FIELDS
from .idw import geocentric
from .messages import FREQUENCIES, NO_WIND_STATIONS, STATION_PLACE, STATION_VALUE

# Frequencies read from files with a few decimals sum to 1 only nearly.
SUM_TOLERANCE = 1e-3
# How many names a message lists.
MOST_PLACES_LISTED = 10


@dataclass(frozen=True)
class StationTable:
    """A layer of S stations; arrays are nan where there is no value.

    Attributes
    ----------
    name : str, of the layer
    names : (S,) tuple of str
    x, y : (S,) float64, in `crs`
    crs : str
    rose : (S, 17) float64, frequencies of N, NNE, ... NNW and calm
    resultant : (S,) float64, degrees from
    constancy : (S,) float64, 0 to 1
    mean_speed : (S,) float64, m/s
    records : (S,) float64, number of observations
    """

    name: str
    names: tuple[str, ...]
    x: np.ndarray
    y: np.ndarray
    crs: str
    rose: np.ndarray
    resultant: np.ndarray
    constancy: np.ndarray
    mean_speed: np.ndarray
    records: np.ndarray

    @classmethod
    def from_rows(
        cls, name: str, rows: Sequence[Mapping[str, Any]], x: Sequence[float], y: Sequence[float], crs: str
    ) -> StationTable:
        """Build the table from rows of the station layer.

        Parameters
        ----------
        name : str, of the layer
        rows : sequence of mappings of columns to values; None and missing columns become nan
        x, y : (S,) float, in `crs`
        crs : str

        Returns
        -------
        StationTable
        """

        def column(field: str) -> np.ndarray:
            return np.array([math.nan if row.get(field) is None else row[field] for row in rows], dtype=float)

        rose = np.column_stack([column(field) for field in ROSE_FIELDS])
        names = tuple(str(row.get("station", k + 1)) for k, row in enumerate(rows))
        fields = (column(field) for field in ("resultant_dir", "constancy", "mean_speed", "records"))
        return cls(name, names, np.asarray(x, dtype=float), np.asarray(y, dtype=float), crs, rose, *fields)

    def take(self, which: np.ndarray) -> StationTable:
        """Return some of the stations.

        Parameters
        ----------
        which : (n,) int, positions, in the order wanted

        Returns
        -------
        StationTable
        """
        arrays = ("x", "y", "rose", "resultant", "constancy", "mean_speed", "records")
        names = tuple(self.names[k] for k in which)
        return replace(self, names=names, **{field: getattr(self, field)[which] for field in arrays})

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


def check_stations(stations: StationTable, progress: Progress) -> StationTable:
    """Return the stations that have frequencies, these in proportion so that they sum to exactly 1.

    Parameters
    ----------
    stations : StationTable
    progress : Progress, which is warned of stations without frequencies

    Returns
    -------
    StationTable

    Raises
    ------
    TableError
        naming the first station with frequencies or values that are not possible, and when no station has frequencies
    """
    without = np.flatnonzero(np.isnan(stations.rose).any(axis=1))
    if len(without):
        progress.warning(
            f"{len(without)} stations have no frequencies and are not used: {stations.first_names(without)}."
        )
        stations = stations.take(np.setdiff1d(np.arange(len(stations.names)), without))
    if not stations.names:
        raise TableError(NO_WIND_STATIONS, table=stations.name)
    total = stations.rose.sum(axis=1)
    for k in np.flatnonzero((np.abs(total - 1) > SUM_TOLERANCE) | (stations.rose < 0).any(axis=1)):
        raise TableError(FREQUENCIES, table=stations.name, station=stations.names[k], total=f"{total[k]:.6g}")
    limits = {"resultant": (0, 360), "constancy": (0, 1 + 1e-6), "mean_speed": (0, math.inf), "records": (0, math.inf)}
    for field, (low, high) in limits.items():
        values = getattr(stations, field)
        for k in np.flatnonzero((values < low) | (values > high)):
            raise TableError(
                STATION_VALUE, table=stations.name, station=stations.names[k], field=field, value=float(values[k])
            )
    return replace(stations, rose=stations.rose / total[:, None])


def locate_stations(stations: StationTable) -> np.ndarray:
    """Return the stations' places on the Earth.

    Parameters
    ----------
    stations : StationTable

    Returns
    -------
    (S, 3) float64, geocentric metres

    Raises
    ------
    TableError
        for a point that is nowhere on the Earth
    """
    return locate_points(stations.x, stations.y, stations.crs, stations.names, stations.name)


def locate_points(x: np.ndarray, y: np.ndarray, crs: str, names: Sequence[str], table: str) -> np.ndarray:
    """Return places on the Earth.

    Parameters
    ----------
    x, y : (S,) float64, in `crs`
    crs : str
    names : (S,) sequence of str, as messages give them
    table : str, the layer as messages give it

    Returns
    -------
    (S, 3) float64, geocentric metres

    Raises
    ------
    TableError
        for a point that is nowhere on the Earth
    """
    lon, lat = x, y
    if not same_crs(crs, WGS84):
        lon, lat = transform_points(lon, lat, crs, WGS84)
    for k in np.flatnonzero(~(np.isfinite(lon) & (np.abs(lat) <= 90))):
        raise TableError(STATION_PLACE, table=table, station=names[k], x=float(x[k]), y=float(y[k]))
    return geocentric(lon, lat)


def points_outside(x: np.ndarray, y: np.ndarray, crs: str, grid: Grid) -> np.ndarray:
    """Return the positions of points outside a grid.

    Parameters
    ----------
    x, y : (S,) float64, in `crs`
    crs : str
    grid : Grid

    Returns
    -------
    (n,) int
    """
    if not same_crs(crs, grid.crs):
        x, y = transform_points(x, y, crs, grid.crs)
    col, row = fractional_cells(x, y, grid)
    inside = (np.abs(col - (grid.cols - 1) / 2) <= grid.cols / 2) & (np.abs(row - (grid.rows - 1) / 2) <= grid.rows / 2)
    return np.flatnonzero(~inside)
