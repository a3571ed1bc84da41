"""What `windgrid` does with its parameters: stations to core's table, winds to rasters, arrows and a chart."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...core.errors import ParameterError, TableError
from ...core.messages import LAYER_CRS, NO_STATION_POINT, NOT_POINTS
from ...core.progress import Progress
from ...core.raster.grid import Grid
from ...core.stations.messages import POWER
from ...core.stations.station_grid import GRID_OUTPUTS, DirectionMethod, wind_grid
from ...core.stations.station_layer import StationTable
from ...core.tables.cells import clean, parse_numbers
from ...core.tables.columns import GRIDDED_WIND_ARROWS
from ...core.tables.read import PlainTable, require_columns
from ...core.wind.directions import ROSE_FIELDS
from ..charts.pages import write_mean_rose
from ..framework.inputs import Inputs
from ..framework.outputs import Outputs
from ..framework.station_records import Records, read_records

# Parameter and the raster of core that it names.
RASTERS = {"OUTPUT_DIRECTION": "direction", "OUTPUT_ROSE": "rose", "OUTPUT_RELIABILITY": "reliability"}
NEEDED = ("station", "resultant_dir", "constancy", *ROSE_FIELDS)
WELCOME = ("mean_speed", "records")


@dataclass(frozen=True)
class Gathered:
    """What the computation needs."""

    stations: StationTable
    grid: Grid
    power: float
    neighbours: int
    method: DirectionMethod


def check(inputs: Inputs) -> None:
    """Refuse what can be refused before a run: a power of 0, missing fields, an unusable grid."""
    if not inputs.number("POWER") > 0:
        raise ParameterError(POWER, value=inputs.number("POWER"))
    source = inputs.source("STATIONS")
    require_columns(PlainTable(source.sourceName(), source.fields().names()), *NEEDED)
    extent = inputs.band("GRID")
    extent.grid.require_usable(extent.name)


def gather(inputs: Inputs, progress: Progress) -> Gathered:
    """Return what `compute` needs, free of QGIS objects."""
    stations = _stations(read_records(inputs, "STATIONS", NEEDED, WELCOME))
    method = DirectionMethod(inputs.integer("METHOD"))
    grid = inputs.band("GRID").grid
    return Gathered(stations, grid, inputs.number("POWER"), inputs.integer("NEIGHBOURS"), method)


def compute(given: Gathered, outputs: Outputs, progress: Progress) -> dict[str, Any]:
    """Interpolate, hand rasters, arrows and the chart to `outputs`, return the numbers."""
    page = outputs.page("HTML")
    targets = {raster: outputs.raster(name, *GRID_OUTPUTS[raster]) for name, raster in RASTERS.items()}
    paths = {raster: target.path for raster, target in targets.items() if target is not None}
    arrows = outputs.wanted("OUTPUT_ARROWS")
    needed = {raster: outputs.scratch(f"{raster}.tif") for raster in GRIDDED_WIND_ARROWS.values()} if arrows else {}
    paths = {**needed, **paths}
    found = wind_grid(
        given.stations, given.grid, paths, given.power, given.neighbours, method=given.method, progress=progress
    )
    if arrows:
        outputs.winds("OUTPUT_ARROWS", {column: paths[raster] for column, raster in GRIDDED_WIND_ARROWS.items()})
    if page:
        write_mean_rose(page, found.mean_rose)
    numbers = {"STATIONS_USED": found.stations, "MEAN_RELIABILITY": found.mean_reliability}
    return numbers if math.isnan(found.error) else {**numbers, "DIRECTION_ERROR": found.error}


def _stations(records: Records) -> StationTable:
    """Return the layer as core's table; raise `TableError` when it has no CRS, or a row no point or no number."""
    if records.x is None or records.y is None:
        raise TableError(NOT_POINTS, layer=records.name)
    if not records.crs:
        raise TableError(LAYER_CRS, layer=records.name)
    names = [clean(value) for value in records.columns["station"]]
    for k in np.flatnonzero(np.isnan(records.x)):
        raise TableError(NO_STATION_POINT, table=records.name, station=names[k] or k + 1)
    numbers = {
        field: parse_numbers(
            [clean(value) for value in values],
            range(2, len(values) + 2),
            table=records.name,
            column=field,
            empty=math.nan,
        )
        for field, values in records.columns.items()
        if field != "station"
    }
    rows = [
        {"station": name or str(k + 1), **{field: float(column[k]) for field, column in numbers.items()}}
        for k, name in enumerate(names)
    ]
    return StationTable.from_rows(records.name, rows, records.x, records.y, records.crs)
