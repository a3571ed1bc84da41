"""Winds of stations to a grid: inverse distance weighting of vectors and of sector frequencies, never of degrees.

    stations = StationTable.from_rows("winds", rows, x, y, crs)      # rows as prevailing_at_stations gives them
    summary = wind_grid(stations, grid, {"direction": "dir.tif", "rose": "rose.tif"}, power=2, neighbours=12)

w_i are the weights of a cell's nearest stations, see `idw`; definitions are in `wind.directions`.

- rose: sum w_i f_i of the 17 frequencies; it sums to 1.
- direction, by frequency: the most frequent sector of that rose. Like `prevailingwinduv` it has 16 values.
- direction, by vector: that of sum w_i V_i, where V_i has the resultant direction and the length constancy * mean
  speed (constancy alone unless all stations have a speed; 0 at a station without resultant). Nodata where the
  vectors cancel.
- reliability: |sum w_i c_i e_i|, c_i the constancy and e_i the unit vector of the resultant: 1 where all neighbours
  always have one and the same wind, the constancy itself at a station, 0 where the neighbours' winds cancel. It says
  nothing about how far away they are.

Half way between two constant winds of 5 m/s from 350 and 10 degrees: direction 0 by either way, rose N 1, and
reliability cos 10 = 0.985.

Stations within a metre of each other become one, weighted by their records. The error in the log is leave-one-out:
every place predicted from the others, and the mean angle between that and its own direction.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from types import MappingProxyType

import numpy as np

from ..engine.operation import Block, Result, Sums
from ..engine.run import run
from ..engine.windows import CHUNK
from ..progress import Progress
from ..raster.geotiff import Target
from ..raster.grid import WGS84, Grid
from ..wind.bilinear import centres_in
from ..wind.directions import (
    RESULTANT_CANCELS,
    ROSE_SIZE,
    SECTOR_NAMES,
    SECTORS,
    angular_difference,
    centre_of_sector,
    components,
    direction_from,
)
from .idw import InverseDistance, coincident_groups, require_weighting
from .station_layer import StationTable, check_stations, locate_stations, points_outside

METRES_PER_DEGREE = 111_000.0
# Frequencies closer than this are equal: they differ by rounding.
FREQUENCY_DECIMALS = 12
# Columns of the interpolated values.
ROSE_COLUMNS = slice(0, ROSE_SIZE)
VECTOR_COLUMNS = slice(ROSE_SIZE, ROSE_SIZE + 2)
AGREEMENT_COLUMNS = slice(ROSE_SIZE + 2, ROSE_SIZE + 4)

# What can be written: bands and units by name.
GRID_OUTPUTS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = MappingProxyType(
    {
        "direction": (("wind direction, degrees from",), ("degree",)),
        "rose": (
            (*(f"frequency of wind from {name}" for name in SECTOR_NAMES), "frequency of calm"),
            ("1",) * ROSE_SIZE,
        ),
        "reliability": (("reliability, 0 to 1",), ("1",)),
    }
)


class DirectionMethod(IntEnum):
    """What the direction raster shows."""

    FREQUENCY = 0
    VECTOR = 1


def station_field(stations: StationTable, power: float, neighbours: int, progress: Progress) -> InverseDistance:
    """Return the field to interpolate: per place the rose, the mean vector, and constancy times unit vector.

    Places are sorted by position, so that the order of the stations does not matter.

    Parameters
    ----------
    stations : StationTable, checked
    power : float, exponent of the distance
    neighbours : int, number of nearest places that count
    progress : Progress

    Returns
    -------
    InverseDistance
        of 21 quantities, see `ROSE_COLUMNS`, `VECTOR_COLUMNS` and `AGREEMENT_COLUMNS`
    """
    has_speed = ~np.isnan(stations.mean_speed)
    if not has_speed.all() and has_speed.any():
        progress.warning(
            f"{int((~has_speed).sum())} of {len(has_speed)} stations have no mean speed: vectors are weighted by "
            "constancy alone at all of them."
        )
    agreement = np.nan_to_num(np.column_stack(components(stations.resultant, stations.constancy)))
    vector = agreement * stations.mean_speed[:, None] if has_speed.all() else agreement
    places = locate_stations(stations)
    order = np.lexsort([*places.T, *stations.rose.T])
    values = np.column_stack([stations.rose, vector, agreement])[order]
    records = np.where(np.isnan(stations.records), 1.0, stations.records)[order]
    groups = coincident_groups(places[order])
    together = np.bincount(groups)
    if together.max() > 1:
        same = np.sort(order[np.isin(groups, np.flatnonzero(together > 1))])
        progress.warning(
            f"{len(same)} stations share their place with another one and are averaged, weighted by their records: "
            f"{stations.first_names(same)}."
        )
    share = np.where(np.bincount(groups, records)[groups] > 0, records, 1.0)
    share /= np.bincount(groups, share)[groups]
    averaged = np.column_stack([np.bincount(groups, share * column) for column in values.T])
    firsts = np.unique(groups, return_index=True)[1]
    return InverseDistance(places[order][firsts], averaged, power, neighbours)


def interpolated_directions(values: np.ndarray, method: DirectionMethod) -> np.ndarray:
    """Return the directions that interpolated values give.

    Parameters
    ----------
    values : (..., 21) float64, quantities of `station_field`
    method : DirectionMethod

    Returns
    -------
    (...) float64, degrees from; nan where there is none
    """
    if method is DirectionMethod.VECTOR:
        u, v = np.moveaxis(values[..., VECTOR_COLUMNS], -1, 0)
        return np.where(np.hypot(u, v) > RESULTANT_CANCELS, direction_from(u, v), np.nan)
    sectors = values[..., :SECTORS].round(FREQUENCY_DECIMALS)
    return np.where(sectors.max(axis=-1) > 0, centre_of_sector(sectors.argmax(axis=-1)), np.nan)


@dataclass(frozen=True)
class WindFromStations:
    """The operation: no sources, the bands of `outputs` (keys of `GRID_OUTPUTS`)."""

    field: InverseDistance
    method: DirectionMethod
    outputs: tuple[str, ...]

    def __call__(self, block: Block) -> Result:
        """Interpolate to the block's cell centres."""
        cell_m = min(float(sizes.min()) for sizes in block.grid.cell_size_m())
        tolerance = 0.01 * max(cell_m, 1.0) / METRES_PER_DEGREE
        values = self.field.over(*centres_in(block.grid, block.window, WGS84, tolerance))
        direction = interpolated_directions(values, self.method)
        reliability = np.minimum(np.hypot(*np.moveaxis(values[..., AGREEMENT_COLUMNS], -1, 0)), 1.0)
        chosen = {
            "direction": [direction],
            "rose": list(np.moveaxis(values[..., ROSE_COLUMNS], -1, 0)),
            "reliability": [reliability],
        }
        # Float32 is what is written: results wait in memory for their turn.
        bands = [np.ma.masked_invalid(band.astype(np.float32)) for output in self.outputs for band in chosen[output]]
        nowhere = np.isnan(reliability)
        sums = Sums(
            cells=direction.size,
            nowhere=int(nowhere.sum()),
            without_direction=int((np.isnan(direction) & ~nowhere).sum()),
            reliability=float(np.nansum(reliability)),
            rose=np.nansum(values[..., ROSE_COLUMNS], axis=(0, 1)),
        )
        return Result(bands, sums)


@dataclass(frozen=True)
class GridWindSummary:
    """What a run found.

    Attributes
    ----------
    stations, places : int, stations used, and the different places they lie at
    outside : int, stations outside the grid
    error : float, degrees, mean leave-one-out angle; nan without
    compared : int, places that `error` is about
    cells, cells_without_direction : int
    mean_reliability : float, 0 to 1
    mean_rose : (17,) float64, mean of the cells' roses
    """

    stations: int
    places: int
    outside: int
    error: float
    compared: int
    cells: int
    cells_without_direction: int
    mean_reliability: float
    mean_rose: np.ndarray


def wind_grid(
    stations: StationTable,
    grid: Grid,
    paths: Mapping[str, str],
    power: float = 2.0,
    neighbours: int = 12,
    *,
    method: DirectionMethod = DirectionMethod.FREQUENCY,
    progress: Progress | None = None,
) -> GridWindSummary:
    """Write wind rasters from the winds of stations.

    Parameters
    ----------
    stations : StationTable
    grid : Grid
    paths : mapping of outputs (keys of `GRID_OUTPUTS`) to names from `Staging.reserve`
    power : float, exponent of the distance
    neighbours : int, number of nearest places that count
    method : DirectionMethod, what the direction raster shows
    progress : Progress

    Returns
    -------
    GridWindSummary

    Raises
    ------
    ParameterError
        for a power or a number of neighbours without meaning
    TableError
        for stations that cannot be right, and when there are none
    RasterError
        for a grid without CRS
    """
    progress = progress or Progress()
    require_weighting(power, neighbours)
    grid.require_usable("GRID")
    usable = check_stations(stations, progress)
    field = station_field(usable, power, int(neighbours), progress)
    outside = points_outside(usable.x, usable.y, usable.crs, grid)
    error, compared = leave_one_out_error(field, method)
    _log_stations(usable, field, outside, (error, compared), progress)
    outputs = tuple(name for name in GRID_OUTPUTS if name in paths)
    targets = [Target(paths[name], *GRID_OUTPUTS[name], label=name) for name in outputs]
    sums = run(WindFromStations(field, method, outputs), [], grid, targets, progress, window_cells=CHUNK * CHUNK)
    if sums["nowhere"]:
        progress.warning(f"{sums['nowhere']} cells have no place on the Earth in the grid's CRS and become nodata.")
    if sums["without_direction"]:
        progress.warning(f"{sums['without_direction']} cells have no direction (calm, or winds that cancel): nodata.")
    located_cells = max(sums["cells"] - sums["nowhere"], 1)
    mean = sums["reliability"] / located_cells
    progress.info(f"Mean reliability {mean:.3f}.")
    counts = len(usable.names), len(field.places), len(outside)
    rose = sums["rose"] / located_cells
    return GridWindSummary(*counts, error, compared, sums["cells"], sums["without_direction"], mean, rose)


def leave_one_out_error(field: InverseDistance, method: DirectionMethod) -> tuple[float, int]:
    """Return the mean angle between each place's direction and that which the other places give.

    Parameters
    ----------
    field : InverseDistance, of `station_field`
    method : DirectionMethod

    Returns
    -------
    error : float, degrees; nan when no place has both
    compared : int, places that have both
    """
    if len(field.places) < 2:
        return math.nan, 0
    difference = angular_difference(
        interpolated_directions(field.leave_one_out(), method), interpolated_directions(field.values, method)
    )
    known = difference[~np.isnan(difference)]
    return (float(known.mean()) if len(known) else math.nan), len(known)


def _log_stations(
    stations: StationTable,
    field: InverseDistance,
    outside: np.ndarray,
    leave_one_out: tuple[float, int],
    progress: Progress,
) -> None:
    error, compared = leave_one_out
    progress.info(
        f"{len(stations.names)} stations at {len(field.places)} places, "
        f"{min(field.neighbours, len(field.places))} neighbours, power {field.power:g}."
    )
    if len(outside):
        progress.info(f"{len(outside)} stations lie outside the grid and are used: {stations.first_names(outside)}.")
    if len(outside) == len(stations.names):
        progress.warning("All stations lie outside the grid. Check the CRS of both.")
    if len(field.places) == 1:
        progress.warning("There is a single place with a wind: the wind is the same in all cells.")
    elif compared:
        progress.info(f"Leave-one-out: mean angle {error:.1f} degrees over {compared} places.")
