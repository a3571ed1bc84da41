"""Polygons burnt into the cells whose centres they hold, unit by unit, by GDAL's rasteriser.

    polygons 0 and 1, the right one drawn later, in a row of four cells

        burn            0  0  1  -1      positions; the polygon drawn last wins; OUTSIDE where there is none
        with overlaps   0  0  1+ -1      1+ = 1 | OVERLAP: both zones hold that cell

Added up, the numbers n + 1 to n + n of n zones tell cells of one polygon (2n at most) from those of several: one burn
is enough where there are none. Each part of a zone is a polygon of its own there: of parts that overlap, GDAL would add
up no cell of both. But cells under a *level* edge, a horizontal one through their centres, it may add up twice for one
polygon, or not at all: the positions of such polygons are burnt, then the times.

An edge through cell centres is decided by rounding, which depends on the corner that one counts from: so the corner is
always the unit's, whatever the window.

GDAL compares every row of cells with every edge of a polygon. Of large polygons it is therefore given only what a row
of units, and then a unit, needs: a vertex that lies above it, between two others above it, shapes nothing in it (nor
does one below). The same to the left and right: there it only counts whether a row is crossed an odd or an even number
of times, and that is as with a straight line between the two others. Edges that meet the unit stay as they are, so no
cell changes.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from functools import cached_property

import numpy as np
from osgeo import gdal, ogr

from .blocks import UNIT
from .errors import ZoneError
from .grid import Grid
from .messages import ZONE_BURN
from .raster import Window, quiet_gdal

OUTSIDE = -1
OVERLAP = 1 << 30
_INT32 = np.iinfo(np.int32).max
# Fewer vertices are not worth cutting down.
_MANY_VERTICES = 500
# In cells: so close to the centres, rounding decides.
_CLOSE = 1e-6
# In well-known binary: the number of polygons, the byte at which a polygon's rings begin, bytes of a vertex.
_POLYGON, _RINGS, _VERTEX = 3, 9, 16
# The rings, (vertices, 2), of each polygon; limits in x and y: left, right, low, high.
Parts = list[list[np.ndarray]]
Box = tuple[float, float, float, float]
Numbered = list[tuple[int, ogr.Geometry]]


class Burner:
    """Burns polygons into parts of a grid; for one thread. shapes: (position, WKB) in the grid's CRS."""

    def __init__(self, grid: Grid, shapes: Sequence[tuple[int, bytes]], label: str) -> None:
        self._grid = grid
        self._label = label
        self._positions = [position for position, _ in shapes]
        self._zones = 1 + max(self._positions, default=OUTSIDE)
        self._geometries = [_flat(polygonal(ogr.CreateGeometryFromWkb(wkb))) for _, wkb in shapes]
        self._large = [len(wkb) > _VERTEX * _MANY_VERTICES for _, wkb in shapes]
        # xmin, xmax, ymin, ymax per polygon
        self._envelopes = np.array([geometry.GetEnvelope() for geometry in self._geometries]).reshape(-1, 4)
        self._rings: dict[int, Parts] = {}
        self._cut: dict[int, tuple[Parts, ogr.Geometry | None]] = {}
        self._cut_row = -1

    def burn(self, window: Window, overlaps: bool = False) -> np.ndarray:
        """Return positions, int32 of the window's shape; `overlaps`: OVERLAP is set where several zones are.

        Raises `ZoneError` with GDAL's reason when a polygon cannot be burnt.
        """
        values = np.empty(window.shape, dtype=np.int32)
        bottom, right = window.row + window.rows, window.col + window.cols
        for row in range(window.row // UNIT * UNIT, bottom, UNIT):
            for col in range(window.col // UNIT * UNIT, right, UNIT):
                first_row, first_col = max(row, window.row), max(col, window.col)
                last_row, last_col = min(row + UNIT, bottom), min(col + UNIT, right)
                unit = self._unit(Window(row, col, last_row - row, last_col - col), overlaps)
                values[
                    first_row - window.row : last_row - window.row, first_col - window.col : last_col - window.col
                ] = unit[first_row - row :, first_col - col :]
        return values

    def _unit(self, window: Window, overlaps: bool) -> np.ndarray:
        frame = self._grid.window(window.row, window.col, window.rows, window.cols)
        xmin, ymin, xmax, ymax = frame.extent
        left, right, low, high = self._envelopes.T
        touching = np.flatnonzero((left <= xmax) & (right >= xmin) & (low <= ymax) & (high >= ymin))
        if not touching.size:
            return np.full(window.shape, OUTSIDE, dtype=np.int32)
        polygons = [(self._positions[index], self._as_needed(int(index), window)) for index in touching]
        if not overlaps:
            return self._burnt(frame, polygons)
        if 2 * self._zones * len(polygons) <= _INT32 and not self._level[touching].any():
            alone = self._added_up(frame, polygons)
            if alone is not None:
                return alone
        positions = self._burnt(frame, polygons)
        times = self._rasterize(frame, [(1, geometry) for _, geometry in polygons], add=True)
        if times.max() > 1:
            positions[self._several(frame, polygons, positions, times)] += OVERLAP
        return positions

    def _burnt(self, frame: Grid, polygons: Numbered) -> np.ndarray:
        positions = self._rasterize(frame, [(position - OUTSIDE, geometry) for position, geometry in polygons])
        positions += OUTSIDE
        return positions

    def _added_up(self, frame: Grid, polygons: Numbered) -> np.ndarray | None:
        """Return positions from one burn; None when polygons share cells."""
        first = self._zones + 1
        sums = self._rasterize(frame, [(first + position, geometry) for position, geometry in polygons], add=True)
        if sums.max() > 2 * self._zones:
            return None
        sums -= first
        return np.maximum(sums, OUTSIDE, out=sums)

    def _several(self, frame: Grid, polygons: Numbered, last: np.ndarray, times: np.ndarray) -> np.ndarray:
        """Return where polygons of several zones are, of cells burnt so many `times`, `last` by that position."""
        several = (times > 1) & (last != OUTSIDE)
        for zone in np.unique(last[several]):
            own = [(1, geometry) for position, geometry in polygons if position == zone]
            several &= (last != zone) | (self._rasterize(frame, own, add=True) != times)
        return several

    def _rasterize(self, frame: Grid, polygons: Numbered, add: bool = False) -> np.ndarray:
        """Burn values over 0: the last one wins, or (`add`) they are added up, each part of a polygon by itself."""
        raster = gdal.GetDriverByName("MEM").Create("", frame.cols, frame.rows, 1, gdal.GDT_Int32)
        raster.SetGeoTransform(frame.geotransform)
        # GDAL 3.11 moved the one driver into the other.
        source = (ogr.GetDriverByName("MEM") or ogr.GetDriverByName("Memory")).CreateDataSource("")
        layer = source.CreateLayer("zones")
        layer.CreateField(ogr.FieldDefn("value", ogr.OFTInteger))
        feature = ogr.Feature(layer.GetLayerDefn())
        for value, geometry in polygons:
            for part in _parts_of(geometry) if add else (geometry,):
                feature.SetFID(ogr.NullFID)
                feature.SetFieldInteger64(0, value)
                feature.SetGeometry(part)
                layer.CreateFeature(feature)
        options = ["ATTRIBUTE=value", *(["MERGE_ALG=ADD"] if add else [])]
        with quiet_gdal() as gdal_says:
            reason = ""
            try:
                failed = gdal.RasterizeLayer(raster, [1], layer, burn_values=[1], options=options)
            except RuntimeError as error:
                failed, reason = 1, str(error)
            if failed:
                raise ZoneError(ZONE_BURN, layer=self._label, reason=reason or gdal_says.complaint)
        return raster.ReadAsArray()

    @cached_property
    def _level(self) -> np.ndarray:
        """Which polygons may have level edges, bool; also those of which no ring is known."""
        points = [b"".join(_rings_of(geometry)) for geometry in self._geometries]
        vertices = np.array([len(own) // _VERTEX for own in points])
        heights = np.frombuffer(b"".join(points), "<f8")[1::2]
        _, _, _, top, _, step = self._grid.geotransform
        row = (heights - top) / step
        # The first vertex of a ring is compared with the one before it, of another ring: at most too many are found.
        level = (np.abs(row - np.floor(row) - 0.5) < _CLOSE) & (np.abs(np.diff(row, prepend=np.nan)) < _CLOSE)
        of_polygon = np.repeat(np.arange(len(points)), vertices)
        return (np.bincount(of_polygon[level], minlength=len(points)) > 0) | (vertices == 0)

    def _as_needed(self, index: int, window: Window) -> ogr.Geometry:
        """Return a polygon as a unit needs it."""
        if not self._large[index]:
            return self._geometries[index]
        if window.row != self._cut_row:
            self._cut, self._cut_row = {}, window.row
        if index not in self._cut:
            self._cut[index] = self._within_rows(index, window.row)
        parts, geometry = self._cut[index]
        if geometry is None:
            return _multipolygon(_cut_down(parts, self._box(window)))
        return geometry

    def _within_rows(self, index: int, row: int) -> tuple[Parts, ogr.Geometry | None]:
        """Return a polygon's rings as a row of units needs them; if they are small, as a geometry, too."""
        if index not in self._rings:
            polygons = _polygons_of(self._geometries[index])
            self._rings[index] = [[_without_repeats(_points(r)) for r in _rings_of(one) if r] for one in polygons]
        _, _, low, high = self._box(Window(row, 0, UNIT, 1))
        parts = _cut_down(self._rings[index], (-np.inf, np.inf, low, high))
        vertices = sum(len(ring) for rings in parts for ring in rings)
        return parts, None if vertices > _MANY_VERTICES else _multipolygon(parts)

    def _box(self, window: Window) -> Box:
        """Return the limits of a window, a cell farther out on every side."""
        left, low, right, high = self._grid.window(window.row, window.col, window.rows, window.cols).extent
        wide, tall = abs(self._grid.geotransform[1]), abs(self._grid.geotransform[5])
        return left - wide, right + wide, low - tall, high + tall


def polygonal(geometry: ogr.Geometry) -> ogr.Geometry:
    """Curves as lines, which is what the rasteriser understands."""
    return geometry.GetLinearGeometry() if geometry.HasCurveGeometry() else geometry


def _flat(geometry: ogr.Geometry) -> ogr.Geometry:
    """Leave out heights and measures."""
    geometry.FlattenTo2D()
    return geometry


def _parts_of(geometry: ogr.Geometry) -> Iterator[ogr.Geometry]:
    """Yield what a collection is made of, or the geometry itself."""
    if ogr.GT_IsSubClassOf(geometry.GetGeometryType(), ogr.wkbGeometryCollection):
        for number in range(geometry.GetGeometryCount()):
            yield from _parts_of(geometry.GetGeometryRef(number))
    else:
        yield geometry


def _polygons_of(geometry: ogr.Geometry) -> Iterator[ogr.Geometry]:
    """Yield every polygon in a flat geometry; nothing for other kinds."""
    return (part for part in _parts_of(geometry) if part.GetGeometryType() == ogr.wkbPolygon)


def _rings_of(geometry: ogr.Geometry) -> Iterator[bytes]:
    """Yield the vertices of every ring in a flat geometry, x and y as little-endian float64."""
    for polygon in _polygons_of(geometry):
        wkb, start = bytes(polygon.ExportToWkb(ogr.wkbNDR)), _RINGS
        while start < len(wkb):
            (vertices,) = struct.unpack_from("<I", wkb, start)
            end = start + 4 + vertices * _VERTEX
            yield wkb[start + 4 : end]
            start = end


def _points(ring: bytes) -> np.ndarray:
    return np.frombuffer(ring, "<f8").reshape(-1, 2)


def _without_repeats(ring: np.ndarray) -> np.ndarray:
    """Return a ring without points that are like the one before: they shape nothing, and hide the turn of a corner."""
    return ring[np.append(True, (ring[1:] != ring[:-1]).any(axis=1))]


def _cut_down(parts: Parts, box: Box) -> Parts:
    """Return the rings of each polygon without what shapes nothing in a box; polygons without any are left out."""
    kept = ([part for part in (_needed(ring, box) for ring in rings) if len(part)] for rings in parts)
    return [rings for rings in kept if rings]


def _multipolygon(parts: Parts) -> ogr.Geometry:
    result = ogr.Geometry(ogr.wkbMultiPolygon)
    for rings in parts:
        body = b"".join(struct.pack("<I", len(ring)) + ring.astype("<f8").tobytes() for ring in rings)
        result.AddGeometryDirectly(ogr.CreateGeometryFromWkb(struct.pack("<BII", 1, _POLYGON, len(rings)) + body))
    return result


def _needed(ring: np.ndarray, box: Box) -> np.ndarray:
    """Return a closed ring without the vertices that lie, as both their neighbours, on one side of a box."""
    left, right, low, high = box
    closed = len(ring) > 1 and bool((ring[0] == ring[-1]).all())
    points = ring[:-1] if closed else ring
    x, y = points.T
    side = np.where(y > high, 1, np.where(y < low, 2, np.where(x < left, 3, np.where(x > right, 4, 0))))
    if side.all() and (side == side[0]).all():
        return points[:0]
    keep = (side == 0) | (np.roll(side, 1) != side) | (np.roll(side, -1) != side)
    # By the turn at the lowest point, the rightmost of several, GDAL tells which way a ring runs, and by that which
    # horizontal edges through centres belong to it.
    lowest = np.flatnonzero(y == y.min())
    turn = lowest[x[lowest].argmax()]
    keep[[turn - 1, turn, (turn + 1) % len(points)]] = True
    kept = points[keep]
    return np.vstack([kept, kept[:1]])
