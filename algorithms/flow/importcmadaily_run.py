"""What `importcmadaily` does with its parameters: files read line by line, records to points."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from qgis.core import (
    QgsWkbTypes,
)

from ...core.progress import Progress
from ...core.stations.cma_daily import DailyWind, DailyWindFiles
from ...core.tables.columns import fields, names
from ..framework.inputs import Inputs
from ..framework.outputs import Outputs
from ..framework.station_records import point_wkb, wgs84

COLUMNS = names("importcmadaily", "OUTPUT")


def check(inputs: Inputs) -> None:
    """Refuse nothing: whether files can be read shows when they are."""


def gather(inputs: Inputs, progress: Progress) -> list[str]:
    """Return what `compute` needs, free of QGIS objects."""
    return inputs.files("INPUT")


def compute(given: list[str], outputs: Outputs, progress: Progress) -> dict[str, Any]:
    """Run core, hand its results to `outputs`, return the numbers."""
    if not outputs.holds_points("OUTPUT"):
        progress.warning("A spreadsheet holds no points: the stations' places are lost. Choose .gpkg or .csv.")
    files = DailyWindFiles(given, progress)
    outputs.table("OUTPUT", fields("importcmadaily", "OUTPUT"), _rows(files), QgsWkbTypes.Type.Point, wgs84())
    return {"RECORDS": files.records, "REJECTED": files.rejected}


def _rows(records: DailyWindFiles) -> Iterator[dict[str, Any]]:
    for record in records:
        yield _row(record)


def _row(record: DailyWind) -> dict[str, Any]:
    values = record._asdict()
    return {
        **{name: values[name] for name in COLUMNS},
        "date": record.date.isoformat(),
        "max_calm": int(record.max_calm),
        "extreme_calm": int(record.extreme_calm),
        "geometry": point_wkb(record.lon, record.lat),
    }
