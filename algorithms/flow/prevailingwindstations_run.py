"""What `prevailingwindstations` does with its parameters: records to observations, winds to points and roses."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from qgis.core import (
    QgsWkbTypes,
)

from ...core.charts.elements.page import require_packages, write_page
from ...core.charts.rose import Rose, rose_charts
from ...core.progress import Progress
from ...core.stations.observations import Observations, speed_factor_in
from ...core.stations.station_roses import StationWinds, prevailing_at_stations
from ...core.tables.columns import fields
from ...core.wind.direction_codes import DirectionFormat
from ...core.wind.directions import require_calm_limit
from ...core.wind.reports.direction_steps import StepHandling
from ...core.wind.reports.special_codes import SpecialCodes, parse_codes
from ..charts.words import compass_words, rose_note
from ..framework.inputs import Inputs
from ..framework.outputs import Outputs
from ..framework.station_records import DAILY_WIND_FIELDS, Records, point_wkb, read_records
from ..framework.translation import language, translate


@dataclass(frozen=True)
class Gathered:
    """What the computation needs; `crs` is the points' (WKT)."""

    observations: Observations
    how: DirectionFormat
    calm_below: float
    steps: StepHandling
    codes: SpecialCodes
    crs: str


def check(inputs: Inputs) -> None:
    """Refuse what can be refused before a run."""
    require_calm_limit(inputs.number("CALM_BELOW"))
    parse_codes(inputs.text("CODES"))


def gather(inputs: Inputs, progress: Progress) -> Gathered:
    """Return what `compute` needs, free of QGIS objects."""
    fields = _fields(inputs)
    records = read_records(inputs, "INPUT", list(dict.fromkeys(fields.values())))
    columns = {name: records.columns[field] for name, field in fields.items()}
    observations = Observations(
        records.name,
        columns["STATION_FIELD"],
        columns["DIRECTION_FIELD"],
        columns.get("SPEED_FIELD"),
        columns.get("TIME_FIELD"),
        columns.get("CALM_FIELD"),
        records.x,
        records.y,
        records.rows,
        fields["DIRECTION_FIELD"],
        fields.get("SPEED_FIELD", ""),
        _speed_factor(records, fields.get("SPEED_FIELD", ""), progress),
    )
    how = DirectionFormat(inputs.integer("DIRECTION_FORMAT"))
    steps, codes = StepHandling(inputs.integer("STEP")), parse_codes(inputs.text("CODES"))
    return Gathered(observations, how, inputs.number("CALM_BELOW"), steps, codes, records.crs)


def compute(given: Gathered, outputs: Outputs, progress: Progress) -> dict[str, Any]:
    """Run core, hand its results to `outputs`, return the numbers."""
    page = outputs.page("HTML")
    if page:
        require_packages()
    winds = prevailing_at_stations(
        given.observations, given.how, given.calm_below, progress, steps=given.steps, codes=given.codes
    )
    spatial = given.observations.x is not None
    if spatial and not outputs.holds_points("OUTPUT"):
        progress.warning("A spreadsheet holds no points: the stations' places are lost. Choose .gpkg or .csv.")
    rows = winds.rows()
    places = [point_wkb(x, y) for x, y in zip(winds.x, winds.y)]
    kind = QgsWkbTypes.Type.Point if spatial else QgsWkbTypes.Type.NoGeometry
    located = ({**row, "geometry": place} for row, place in zip(rows, places))
    outputs.table("OUTPUT", fields("prevailingwindstations", "OUTPUT"), located, kind, given.crs)
    if page:
        _write_roses(page, winds, rows)
    numbers = {"STATIONS": len(winds), "RECORDS": sum(row["records"] for row in rows)}
    return {**numbers, "VARIABLE": winds.variable, "REJECTED": winds.rejected}


def _speed_factor(records: Records, field: str, progress: Progress) -> float:
    """What makes speeds m/s, by what their file says of its units."""
    factor = speed_factor_in(records.comments, field) if field else None
    if factor is None:
        return 1.0
    if factor != 1:
        progress.info(f"Speeds of {field} are multiplied by {factor:.4g} to be m/s: the file says their unit.")
    return factor


def _fields(inputs: Inputs) -> dict[str, str]:
    """Return the fields by parameter. Speed and calm of carbonflow:importcmadaily go with its direction only."""
    fields = {name: inputs.text(name) for name in ("STATION_FIELD", "DIRECTION_FIELD")}
    if inputs.given("TIME_FIELD"):
        fields["TIME_FIELD"] = inputs.text("TIME_FIELD")
    for name in ("SPEED_FIELD", "CALM_FIELD"):
        if inputs.given(name) or fields["DIRECTION_FIELD"] == DAILY_WIND_FIELDS["DIRECTION_FIELD"]:
            fields[name] = inputs.field(name, "INPUT")
    return {name: field for name, field in fields.items() if field}


def _write_roses(page: str, winds: StationWinds, rows: list[dict[str, Any]]) -> None:
    roses = [
        Rose(row["station"], rose, math.nan if row["resultant_dir"] is None else row["resultant_dir"], _facts(row))
        for row, rose in zip(rows, winds.winds.rose)
    ]
    calm, title = translate("CarbonServiceFlow", "calm"), translate("CarbonServiceFlow", "Wind roses")
    write_page(page, title, rose_charts(roses, calm, compass_words()), language(), [rose_note()])


def _facts(row: dict[str, Any]) -> str:
    facts = [translate("CarbonServiceFlow", "{count} records").format(count=f"{row['records']:,}")]
    if row["mean_speed"] is not None:
        facts.append(translate("CarbonServiceFlow", "mean {speed} m/s").format(speed=f"{row['mean_speed']:.1f}"))
    if row["constancy"] is not None:
        facts.append(translate("CarbonServiceFlow", "constancy {value}").format(value=f"{row['constancy']:.2f}"))
    return " · ".join(facts)
