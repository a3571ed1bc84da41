"""Features of a layer to named polygons: what has an area is taken, all else left out and said.

    a polygon 甲省, a line 界线, a collection of a polygon and a point 乙省, a polygon without a name
        ->   the zones 甲省 and 乙省; the line and the point are left out and told, the last polygon is kept apart:
             whether that matters shows only on a grid (`core/zones/unnamed`)

Polygons of one name are one zone. Faces of polyhedral surfaces and triangle networks count by what they cover of the
plane. Curves stay curves until they are rasterized.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from osgeo import ogr

from ..errors import ZoneError
from ..progress import Progress
from ..raster.gdal_environment import quiet_gdal
from ..tables.cells import clean
from .messages import (
    NO_POLYGON_NAMED,
    NO_ZONES,
    NOT_POLYGONS,
    POLYGON_NOT_FINITE,
)
from .polygons import polygonal, simple_geometries

# Names listed in a warning before it says how many more there are.
MOST_NAMES_LISTED = 20
_AREAL = (ogr.wkbPolygon, ogr.wkbCurvePolygon, ogr.wkbMultiPolygon, ogr.wkbMultiSurface)
_FACES = (ogr.wkbPolyhedralSurface, ogr.wkbTIN)


@dataclass(frozen=True)
class UnnamedPolygon:
    """A polygon of a feature without a name.

    Attributes
    ----------
    feature : number of the feature in the layer, from 1
    drawn_after : number of named polygons that are drawn before it
    wkb : its geometry
    """

    feature: int
    drawn_after: int
    wkb: bytes


@dataclass
class NamedPolygons:
    """What the features of a layer give: names, each once; polygons with positions in `names`; unnamed polygons."""

    names: list[str] = field(default_factory=list)
    shapes: list[tuple[int, bytes]] = field(default_factory=list)
    unnamed: list[UnnamedPolygon] = field(default_factory=list)


def zone_name(value: object) -> str:
    """Return a zone's name as text, as a table shows it.

    Parameters
    ----------
    value : a field's value: text, number or None

    Returns
    -------
    str, "" for None
    """
    return clean(value)


def collect_polygons(
    label: str,
    features: Iterable[tuple[object, bytes | None]],
    progress: Progress,
    *,
    every_feature: bool = False,
) -> NamedPolygons:
    """Take the polygons of a layer's features; warn of what is left out.

    Parameters
    ----------
    label : the layer's name
    features : (name, WKB) of each
    progress : Progress
    every_feature : what is no polygon still names a zone, which is empty, as a feature without geometry does

    Returns
    -------
    NamedPolygons

    Raises
    ------
    ZoneError
        When no polygon remains, none has a name, or one has coordinates that are no numbers.
    """
    result = NamedPolygons()
    positions: dict[str, int] = {}
    left_out = _LeftOut(label)
    for number, (value, wkb) in enumerate(features, start=1):
        name = zone_name(value)
        geometry = ogr.CreateGeometryFromWkb(bytes(wkb)) if wkb else None
        shape = left_out.polygons_of(geometry, name or f"feature {number}")
        if name and (shape is not None or every_feature or geometry is None or geometry.IsEmpty()):
            position = positions.setdefault(name, len(positions))
            if shape is not None:
                result.shapes.append(
                    (position, bytes(wkb) if shape is geometry and wkb else bytes(shape.ExportToWkb()))
                )
        elif not name and shape is not None:
            result.unnamed.append(UnnamedPolygon(number, len(result.shapes), bytes(shape.ExportToWkb())))
    if not result.shapes:
        left_out.require_polygons(len(result.unnamed))
    left_out.warn(progress)
    if result.unnamed:
        progress.info(f"Polygons of {label} without a name: {len(result.unnamed)}.")
    result.names = list(positions)
    return result


def area_polygons(geometry: ogr.Geometry) -> ogr.Geometry | None:
    """Return what of a geometry has an area, whatever its kind.

    Parameters
    ----------
    geometry : ogr.Geometry

    Returns
    -------
    The geometry itself when it is all polygons; else the polygons in it; None when there are none
    """
    kind = ogr.GT_Flatten(geometry.GetGeometryType())
    if kind in _AREAL:
        return geometry
    if kind == ogr.wkbTriangle:
        return ogr.ForceToPolygon(geometry.Clone())
    if kind in _FACES:
        return _footprint(geometry)
    if kind != ogr.wkbGeometryCollection:
        return None
    parts = [(part, area_polygons(part)) for part in simple_geometries(geometry)]
    if parts and all(shape is part for part, shape in parts):
        return geometry
    united = ogr.Geometry(ogr.wkbMultiPolygon)
    for _, shape in parts:
        if shape is not None:
            for polygon in simple_geometries(ogr.ForceToMultiPolygon(polygonal(shape).Clone())):
                united.AddGeometry(polygon)
    return united if united.GetGeometryCount() else None


def has_area(geometry: ogr.Geometry) -> bool:
    """Return whether a polygon covers anything; a bow tie, whose halves cancel out, does.

    Parameters
    ----------
    geometry : ogr.Geometry

    Returns
    -------
    bool
    """
    if geometry.Area():
        return True
    with quiet_gdal():
        repaired = polygonal(geometry).MakeValid()
        return bool(repaired is not None and repaired.Area())


def _footprint(surface: ogr.Geometry) -> ogr.Geometry | None:
    """Return what the faces of a surface cover together, seen from above."""
    faces = ogr.Geometry(ogr.wkbMultiPolygon)
    for index in range(surface.GetGeometryCount()):
        face = ogr.ForceToPolygon(surface.GetGeometryRef(index).Clone())
        face.FlattenTo2D()
        if face.Area():
            faces.AddGeometry(face)
    with quiet_gdal():
        return faces.UnionCascaded() if faces.GetGeometryCount() else None


class _LeftOut:
    """What of a layer's features is not taken, for one warning of each sort."""

    def __init__(self, label: str) -> None:
        self._label = label
        self._kinds: Counter[str] = Counter()
        self._other: list[str] = []
        self._mixed: list[str] = []
        self._flat: list[str] = []
        self._empty: list[str] = []

    def polygons_of(self, geometry: ogr.Geometry | None, name: str) -> ogr.Geometry | None:
        """Return the polygons of a feature; None, and a note, when it has none with an area."""
        if geometry is None or geometry.IsEmpty():
            self._empty.append(name)
            return None
        kind = ogr.GeometryTypeToName(ogr.GT_Flatten(geometry.GetGeometryType()))
        shape = area_polygons(geometry)
        if shape is None:
            self._kinds[kind] += 1
            self._other.append(f"{name} ({kind})")
            return None
        if not all(math.isfinite(limit) for limit in (*shape.GetEnvelope(), shape.Area())):
            raise ZoneError(POLYGON_NOT_FINITE, layer=self._label, zone=name)
        if not has_area(shape):
            self._kinds[kind] += 1
            self._flat.append(name)
            return None
        if shape is not geometry and ogr.GT_Flatten(geometry.GetGeometryType()) == ogr.wkbGeometryCollection:
            self._mixed.append(name)
        return shape

    def require_polygons(self, unnamed: int) -> None:
        """Raise the error of a layer without a polygon that can be taken."""
        if unnamed:
            raise ZoneError(NO_POLYGON_NAMED, layer=self._label, count=unnamed)
        if self._kinds:
            kinds = ", ".join(f"{kind} ({count})" for kind, count in self._kinds.items())
            raise ZoneError(NOT_POLYGONS, layer=self._label, kinds=kinds)
        raise ZoneError(NO_ZONES, layer=self._label)

    def warn(self, progress: Progress) -> None:
        for names, text in (
            (self._other, "Features of {layer} that are no polygons have no area and are left out ({count}): {names}."),
            (
                self._mixed,
                "Collections of {layer} count by their polygons; their lines and points are left out: {names}.",
            ),
            (self._flat, "Polygons of {layer} without an area are left out ({count}): {names}."),
            (self._empty, "Features of {layer} without a geometry ({count}): {names}."),
        ):
            if names:
                progress.warning(text.format(count=len(names), layer=self._label, names=some_names(names)))


def some_names(names: list[str]) -> str:
    """Return names in a line, the first of many.

    Parameters
    ----------
    names : of zones or features

    Returns
    -------
    str
    """
    more = len(names) - MOST_NAMES_LISTED
    return ", ".join(names[:MOST_NAMES_LISTED]) + (f" and {more} more" if more > 0 else "")
