"""What `stationstogrid` does with its parameters: records to values of stations, these to a raster."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from ...core.errors import ParameterError, TableError
from ...core.messages import ELEVATION_NEEDED, LAYER_CRS, NOT_AVERAGED, NOT_POINTS
from ...core.progress import Progress
from ...core.raster.grid import Grid
from ...core.raster.sources import Band
from ...core.stations.idw import require_weighting
from ...core.stations.messages import MONTHS_NEED_DATES
from ...core.stations.period_values import Statistic
from ...core.stations.station_series import ValueRecords, station_values
from ...core.stations.station_values import LapseRate, values_grid
from ...core.tables.columns import COLUMNS, DEGREES, column, names
from ..framework.inputs import Inputs
from ..framework.outputs import Outputs
from ..framework.station_records import read_records
from ..framework.table_parameters import plain_value

MONTH_NAMES = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
BAND_NAMES = {
    Statistic.MEAN: "mean",
    Statistic.YEARLY_SUM: "sum per year",
    Statistic.MONTHLY_MEANS: "mean of {month}",
    Statistic.MONTHLY_SUMS: "sum of {month}",
}


@dataclass(frozen=True)
class Gathered:
    """What the computation needs."""

    records: ValueRecords
    statistic: Statistic
    grid: Grid
    power: float
    neighbours: int
    lapse: LapseRate | None


def check(inputs: Inputs) -> None:
    """Refuse what can be refused before a run: directions, sums without dates, elevations of one side only."""
    require_weighting(inputs.number("POWER"), inputs.number("NEIGHBOURS"))
    field = inputs.text("VALUE_FIELD")
    if field.lower() in COLUMNS and column(field.lower()).unit == DEGREES:
        raise ParameterError(NOT_AVERAGED, field=field)
    if inputs.integer("STATISTIC") != Statistic.MEAN and not inputs.field("DATE_FIELD", "STATIONS"):
        raise ParameterError(MONTHS_NEED_DATES)
    extent = inputs.band("GRID")
    extent.grid.require_usable(extent.name)
    if inputs.given("ELEVATION"):
        if not inputs.field("ELEVATION_FIELD", "STATIONS"):
            raise ParameterError(ELEVATION_NEEDED)
        elevation = inputs.band("ELEVATION")
        extent.grid.require_same(elevation.grid, extent.name, elevation.name)


def gather(inputs: Inputs, progress: Progress) -> Gathered:
    """Return what `compute` needs, free of QGIS objects."""
    wanted = {"VALUE_FIELD": inputs.text("VALUE_FIELD")}
    optional = ["STATION_FIELD", "DATE_FIELD"]
    lapse = _lapse_rate(inputs, progress)
    if lapse is not None:
        optional.append("ELEVATION_FIELD")
    wanted.update({name: inputs.field(name, "STATIONS") for name in optional})
    wanted = {name: field for name, field in wanted.items() if field}
    records = read_records(inputs, "STATIONS", list(dict.fromkeys(wanted.values())))
    if records.x is None or records.y is None:
        raise TableError(NOT_POINTS, layer=records.name)
    if not records.crs:
        raise TableError(LAYER_CRS, layer=records.name)
    columns = {name: records.columns[field] for name, field in wanted.items()}
    dates = columns.get("DATE_FIELD")
    values = ValueRecords(
        name=records.name,
        field=wanted["VALUE_FIELD"],
        values=columns["VALUE_FIELD"],
        x=records.x,
        y=records.y,
        crs=records.crs,
        stations=columns.get("STATION_FIELD"),
        dates=None if dates is None else [plain_value(value) for value in dates],
        date_field=wanted.get("DATE_FIELD", ""),
        elevations=columns.get("ELEVATION_FIELD"),
    )
    statistic = Statistic(inputs.integer("STATISTIC"))
    if lapse is not None:
        _warn_of_rate(values.field, statistic, lapse.rate, progress)
    grid = inputs.band("GRID").grid
    return Gathered(values, statistic, grid, inputs.number("POWER"), inputs.integer("NEIGHBOURS"), lapse)


def compute(given: Gathered, outputs: Outputs, progress: Progress) -> dict[str, Any]:
    """Run core, hand its results to `outputs`, return the numbers."""
    stations, records = station_values(given.records, given.statistic, progress)
    name = BAND_NAMES[given.statistic]
    months = MONTH_NAMES if given.statistic.bands > 1 else ("",)
    field = given.records.field
    unit = _unit(field)
    bands = [f"{field}, {name.format(month=month)}" for month in months]
    target = outputs.required_raster("OUTPUT", bands, [unit] * len(bands))
    summary = values_grid(
        stations, given.grid, target, given.power, given.neighbours, lapse=given.lapse, progress=progress
    )
    numbers = {"STATIONS_USED": summary.stations, "RECORDS": records}
    return numbers if math.isnan(summary.error) else {**numbers, "LEAVE_ONE_OUT_ERROR": summary.error}


def _lapse_rate(inputs: Inputs, progress: Progress) -> LapseRate | None:
    if not inputs.given("ELEVATION"):
        if inputs.given("ELEVATION_FIELD"):
            progress.warning("ELEVATION_FIELD is not used without the raster ELEVATION: values do not follow heights.")
        return None
    elevation: Band = inputs.band("ELEVATION")
    return LapseRate(inputs.number("LAPSE_RATE"), elevation)


def _unit(field: str) -> str:
    """Return the unit of a field of carbonflow:importcmadaily, "" for any other."""
    known = {name for table in ("OUTPUT", "OUTPUT TEM", "OUTPUT PRE") for name in names("importcmadaily", table)}
    return column(field.lower()).unit if field.lower() in known else ""


def _warn_of_rate(field: str, statistic: Statistic, rate: float, progress: Progress) -> None:
    """Warn when the rate of temperatures is applied to what is no temperature."""
    unit = _unit(field)
    sums = statistic in (Statistic.YEARLY_SUM, Statistic.MONTHLY_SUMS)
    if sums or unit not in ("", "°C"):
        of = f"sums of {field}" if sums else field
        progress.warning(f"LAPSE_RATE {rate:g} per km is applied to {of}: 6.5 is that of temperatures in °C.")
