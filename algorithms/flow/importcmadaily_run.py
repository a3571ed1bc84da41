"""What `importcmadaily` does with its parameters: files read line by line, records to points."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from qgis.core import (
    QgsWkbTypes,
)

from ...core.progress import Progress
from ...core.stations.cma_daily import DailyFiles
from ...core.stations.cma_elements import daily_element
from ...core.stations.cma_lines import DailyElement, DailyValues, DailyWind
from ...core.tables.columns import fields, names
from ..framework.inputs import Inputs
from ..framework.outputs import Outputs
from ..framework.station_records import point_wkb, wgs84

# Keys of the tables of columns.
TABLES = {
    DailyElement.WIND: "OUTPUT",
    DailyElement.TEMPERATURE: "OUTPUT TEM",
    DailyElement.PRECIPITATION: "OUTPUT PRE",
}


@dataclass(frozen=True)
class Gathered:
    """What the computation needs."""

    paths: list[str]
    choice: int


def check(inputs: Inputs) -> None:
    """Refuse nothing: whether files can be read shows when they are."""


def gather(inputs: Inputs, progress: Progress) -> Gathered:
    """Return what `compute` needs, free of QGIS objects."""
    return Gathered(inputs.files("INPUT"), inputs.integer("ELEMENT"))


def compute(given: Gathered, outputs: Outputs, progress: Progress) -> dict[str, Any]:
    """Run core, hand its results to `outputs`, return the numbers."""
    if not outputs.holds_points("OUTPUT"):
        progress.warning("A spreadsheet holds no points: the stations' places are lost. Choose .gpkg or .csv.")
    element = daily_element(given.paths, given.choice, progress)
    files = DailyFiles(given.paths, progress, element)
    columns = names("importcmadaily", TABLES[element])
    types = fields("importcmadaily", TABLES[element])
    outputs.table("OUTPUT", types, _rows(files, columns), QgsWkbTypes.Type.Point, wgs84())
    return {"RECORDS": files.records, "REJECTED": files.rejected}


def _rows(records: DailyFiles, columns: Sequence[str]) -> Iterator[dict[str, Any]]:
    for record in records:
        yield _row(record, columns)


def _row(record: DailyWind | DailyValues, columns: Sequence[str]) -> dict[str, Any]:
    values = record._asdict()
    if isinstance(record, DailyValues):
        # Between station and date before them and elevation behind.
        values.update(zip(columns[2:-1], record.values))
    else:
        values.update(max_calm=int(record.max_calm), extreme_calm=int(record.extreme_calm))
    values["date"] = record.date.isoformat()
    return {**{name: values[name] for name in columns}, "geometry": point_wkb(record.lon, record.lat)}
