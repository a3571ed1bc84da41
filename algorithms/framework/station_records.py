"""Columns and points of a layer or table, a value per record, and paths; for the steps that read stations."""

from __future__ import annotations

import math
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from qgis.core import (
    NULL,
    QgsCoordinateReferenceSystem,
    QgsFeatureRequest,
    QgsProcessingFeatureSource,
    QgsWkbTypes,
)

from ...core.errors import TableError
from ...core.messages import NOT_POINTS
from ...core.tables.cells import clean
from ...core.tables.number_columns import with_decimal_points
from ...core.tables.read import PlainTable, TextTable, find_column, require_columns
from .inputs import Inputs

POINTS = (QgsWkbTypes.Type.Point, QgsWkbTypes.Type.MultiPoint)
LITTLE_ENDIAN, POINT = 1, 1
# The fields of carbonflow:importcmadaily, so that its layer needs no choice.
DAILY_WIND_FIELDS = MappingProxyType(
    {"STATION_FIELD": "station", "DIRECTION_FIELD": "max_dir", "SPEED_FIELD": "max_speed", "CALM_FIELD": "max_calm"}
)


@dataclass(frozen=True)
class Records:
    """Columns by the names asked for; x, y (nan without a point) in `crs` (WKT), None for a table without points.

    `rows` are the numbers that messages give, None for 1, 2, ...; `comments` the comment lines of a file.
    """

    name: str
    columns: dict[str, list[object]]
    x: list[float] | None
    y: list[float] | None
    crs: str
    rows: Sequence[int] | None
    comments: Sequence[str] = ()


def read_records(inputs: Inputs, name: str, required: Sequence[str], optional: Sequence[str] = ()) -> Records:
    """Read the fields of a parameter's layer; those in `optional` only when there.

    Raises `TableError` for a missing field, and for lines or polygons.
    """
    source = inputs.optional_source(name)
    kind = QgsWkbTypes.flatType(source.wkbType()) if source is not None else QgsWkbTypes.Type.NoGeometry
    if source is None or kind == QgsWkbTypes.Type.NoGeometry:
        return _of_table(inputs.table(name, required), required, optional)
    if kind not in POINTS:
        raise TableError(NOT_POINTS, layer=source.sourceName())
    header = PlainTable(source.sourceName(), source.fields().names())
    fields = _present(header, required, optional)
    columns: list[list[object]] = [[] for _ in fields]
    x: list[float] = []
    y: list[float] = []
    for values, place in _features(source, fields):
        for column, value in zip(columns, values):
            column.append(value)
        x.append(place[0])
        y.append(place[1])
    for field, values in zip(fields, columns):
        inputs.require_readable(name, field, values)
    columns = [_with_points(source.sourceName(), field, column) for field, column in zip(fields, columns)]
    crs = source.sourceCrs()
    wkt = str(crs.toWkt()) if crs.isValid() else ""
    return Records(source.sourceName(), dict(zip(fields, columns)), x, y, wkt, None)


def _of_table(table: TextTable, required: Sequence[str], optional: Sequence[str]) -> Records:
    columns: dict[str, list[object]] = {
        field: list(with_decimal_points(table, field)) for field in _present(table, required, optional)
    }
    # Units beneath the header say what a comment line would.
    units: dict[str, str] = table.attrs.get("units", {})
    comments = (*table.attrs.get("comments", ()), *(f"{column} = {unit}" for column, unit in units.items()))
    return Records(table.attrs["name"], columns, None, None, "", list(table.index), comments)


def _with_points(layer: str, field: str, values: list[object]) -> list[object]:
    """Texts of numbers with a decimal point where all of the field have a comma; other values as they are."""
    if not any(isinstance(value, str) and "," in value for value in values):
        return values
    rows = [(clean(value),) for value in values]
    return list(with_decimal_points(PlainTable(layer, [field], rows, range(2, len(rows) + 2), ""), field))


def _present(table: TextTable, required: Sequence[str], optional: Sequence[str]) -> list[str]:
    require_columns(table, *required)
    return [*required, *(field for field in optional if find_column(table, field) is not None)]


def _features(
    source: QgsProcessingFeatureSource, fields: Sequence[str]
) -> Iterator[tuple[list[object], tuple[float, float]]]:
    """Yield the values and the point of every feature; equal texts are one object, to spare memory."""
    indexes = [source.fields().lookupField(field) for field in fields]
    request = QgsFeatureRequest().setSubsetOfAttributes(indexes)
    flag = QgsProcessingFeatureSource.Flag.FlagSkipGeometryValidityChecks
    known: dict[str, str] = {}
    for feature in source.getFeatures(request, flag):
        values = [feature.attribute(index) for index in indexes]
        geometry = feature.geometry()
        place = (math.nan, math.nan)
        if not geometry.isNull() and not geometry.isEmpty():
            point = geometry.vertexAt(0)
            place = (point.x(), point.y())
        yield [known.setdefault(v, v) if isinstance(v, str) else (None if v == NULL else v) for v in values], place


def point_wkb(x: float, y: float) -> bytes | None:
    """Return a point for an output, None when it has no place."""
    return struct.pack("<BIdd", LITTLE_ENDIAN, POINT, x, y) if math.isfinite(x) and math.isfinite(y) else None


def wgs84() -> str:
    """WGS 84 as WKT."""
    return str(QgsCoordinateReferenceSystem("EPSG:4326").toWkt())
