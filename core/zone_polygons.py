"""Rows of a table by zone with the zones' polygons: a multipolygon per zone, of all its shapes, in their own CRS."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from osgeo import ogr

from .zones import Zones


def with_polygons(rows: Iterable[Mapping[str, Any]], zones: Zones) -> Iterator[dict[str, Any]]:
    """Yield the rows, whose "zone" names one of `zones`, with its WKB under "geometry"; None for one without shape.

    Heights and measures are left out, curves become segments.
    """
    shapes: dict[str, list[bytes]] = {}
    for position, wkb in zones.shapes:
        shapes.setdefault(zones.names[position], []).append(wkb)
    for row in rows:
        yield {**row, "geometry": _together(shapes.get(row["zone"], []))}


def _together(shapes: list[bytes]) -> bytes | None:
    whole = ogr.Geometry(ogr.wkbMultiPolygon)
    for wkb in shapes:
        part = ogr.ForceToMultiPolygon(ogr.CreateGeometryFromWkb(wkb).GetLinearGeometry())
        part.FlattenTo2D()
        for index in range(part.GetGeometryCount()):
            whole.AddGeometry(part.GetGeometryRef(index))
    return bytes(whole.ExportToWkb()) if shapes else None
