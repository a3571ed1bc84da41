"""Polygons as GDAL's rasteriser takes them: flat, without curves, and of large ones only what a window needs.

GDAL compares every row of cells with every edge of a polygon. Of large polygons it is therefore given only what a row
of chunks (512 x 512 cells), and then a chunk, needs: a vertex that lies above it, between two others above it, shapes
nothing in it (nor does one below). The same to the left and right: there it only counts whether a row is crossed an odd
or an even number of times, and that is as with a straight line between the two others. Edges that meet the chunk stay
as they are, so no cell changes. A chunk that no edge comes near lies all in a polygon or all outside, and needs no
rasteriser.

    ring (0 0) (9 0) (9 9) (5 9) (5 8) (0 9), limits y < 4   ->   (0 0) (9 0) (9 9) (0 9): the notch at y > 4 is gone
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from functools import cached_property

import numpy as np
from osgeo import ogr

from ..raster.grid import Grid

# Fewer vertices are not worth clipping.
_MANY_VERTICES = 500
# In cells: so close to the centres, rounding decides.
_CLOSE = 1e-6
# In well-known binary: the number of polygons, the byte at which a polygon's rings begin, bytes of a vertex.
_POLYGON, _RINGS, _VERTEX = 3, 9, 16
# The rings, each (vertices, 2) float64 in the grid's CRS, of each polygon. Limits in x and y: left, right, low, high.
Rings = list[list[np.ndarray]]
Box = tuple[float, float, float, float]


class Polygons:
    """Polygons of zones on a grid, in its CRS: what all threads that rasterize them share.

    Parameters
    ----------
    grid : Grid
    shapes : (zone position, WKB) of each polygon, in the order of drawing
    zones : number of zones
    """

    def __init__(self, grid: Grid, shapes: Sequence[tuple[int, bytes]], zones: int) -> None:
        self.grid = grid
        self.zones = zones
        self.positions = [position for position, _ in shapes]
        self.geometries = [_flat(polygonal(ogr.CreateGeometryFromWkb(wkb))) for _, wkb in shapes]
        self.large = [len(wkb) > _VERTEX * _MANY_VERTICES for _, wkb in shapes]
        types = [geometry.GetGeometryType() for geometry in self.geometries]
        self.plain = np.isin(types, (ogr.wkbPolygon, ogr.wkbMultiPolygon))
        # xmin, xmax, ymin, ymax per polygon
        self.envelopes = np.array([geometry.GetEnvelope() for geometry in self.geometries]).reshape(-1, 4)

    def touching(self, frame: Grid) -> np.ndarray:
        """Return which polygons may reach into a window of the grid.

        Parameters
        ----------
        frame : Grid of the window

        Returns
        -------
        (n,) indices of polygons, ascending
        """
        xmin, ymin, xmax, ymax = frame.extent
        left, right, low, high = self.envelopes.T
        return np.flatnonzero((left <= xmax) & (right >= xmin) & (low <= ymax) & (high >= ymin))

    def may_lie_within(self, indices: np.ndarray, box: Box) -> bool:
        """Return whether a box may lie all within one of some polygons, or all outside.

        Parameters
        ----------
        indices : (n,) of polygons
        box : its limits

        Returns
        -------
        True when all are plain polygons and the envelope of one holds the box
        """
        xmin, xmax, ymin, ymax = self.envelopes[indices].T
        left, right, low, high = box
        around = (xmin < left) & (xmax > right) & (ymin < low) & (ymax > high)
        return bool(around.any() and self.plain[indices].all())

    @cached_property
    def horizontal_edges(self) -> np.ndarray:
        """Which polygons may have horizontal edges through cell centres (see `rasterize`), (polygons,) bool.

        True, too, for polygons of which no ring is known.
        """
        points = [b"".join(_rings_of(geometry)) for geometry in self.geometries]
        vertices = np.array([len(own) // _VERTEX for own in points])
        heights = np.frombuffer(b"".join(points), "<f8")[1::2]
        _, _, _, top, _, step = self.grid.geotransform
        row = (heights - top) / step
        # The first vertex of a ring is compared with the one before it, of another ring: at most too many are True.
        horizontal = 1 + np.flatnonzero(np.abs(np.diff(row)) < _CLOSE)
        through = np.abs(row[horizontal] - np.floor(row[horizontal]) - 0.5) < _CLOSE
        polygon = np.searchsorted(np.cumsum(vertices), horizontal[through], side="right")
        horizontal_edges = vertices == 0
        horizontal_edges[polygon] = True
        return horizontal_edges

    def rings(self, index: int) -> Rings:
        """Return the rings of each simple polygon of a polygon.

        Parameters
        ----------
        index : of the polygon

        Returns
        -------
        Rings, without repeated vertices
        """
        polygons = _polygons_of(self.geometries[index])
        return [[_without_repeats(_points(ring)) for ring in _rings_of(one) if ring] for one in polygons]


def polygonal(geometry: ogr.Geometry) -> ogr.Geometry:
    """Return a geometry with curves as lines, which is what the rasteriser understands.

    Parameters
    ----------
    geometry : ogr.Geometry

    Returns
    -------
    ogr.Geometry
    """
    return geometry.GetLinearGeometry() if geometry.HasCurveGeometry() else geometry


def simple_geometries(geometry: ogr.Geometry) -> Iterator[ogr.Geometry]:
    """Split a collection.

    Parameters
    ----------
    geometry : ogr.Geometry

    Yields
    ------
    The geometries of the collection and of collections in it, or the geometry itself
    """
    if ogr.GT_IsSubClassOf(geometry.GetGeometryType(), ogr.wkbGeometryCollection):
        for number in range(geometry.GetGeometryCount()):
            yield from simple_geometries(geometry.GetGeometryRef(number))
    else:
        yield geometry


def has_few_vertices(polygons: Rings) -> bool:
    """Return whether polygons need no clipping.

    Parameters
    ----------
    polygons : Rings

    Returns
    -------
    bool
    """
    return sum(len(ring) for rings in polygons for ring in rings) <= _MANY_VERTICES


def count_holders(polygons: Rings, box: Box) -> int | None:
    """Count the polygons that a box lies in.

    Parameters
    ----------
    polygons : Rings
    box : its limits

    Returns
    -------
    int; None when an edge comes near the box, and may cross it
    """
    left, right, low, high = box
    holders = 0
    for rings in polygons:
        crossings = 0
        for ring in rings:
            # The last edge, from the first point to itself or back to the start, is there in any case.
            (x, y), (next_x, next_y) = ring.T, np.roll(ring, -1, axis=0).T
            beyond = (np.maximum(x, next_x) < left) | (np.minimum(x, next_x) > right)
            beyond |= (np.maximum(y, next_y) < low) | (np.minimum(y, next_y) > high)
            if not beyond.all():
                return None
            crossings += np.count_nonzero(((y < low) != (next_y < low)) & (x < left))
        holders += crossings % 2
    return holders


def clip_rings(polygons: Rings, box: Box) -> Rings:
    """Leave out the vertices that shape nothing in a box.

    Parameters
    ----------
    polygons : Rings
    box : its limits

    Returns
    -------
    Rings, without the polygons and rings of which nothing remains
    """
    clipped = ([ring for ring in (_clip_ring(ring, box) for ring in rings) if len(ring)] for rings in polygons)
    return [rings for rings in clipped if rings]


def multipolygon(polygons: Rings) -> ogr.Geometry:
    """Return polygons as one geometry.

    Parameters
    ----------
    polygons : Rings

    Returns
    -------
    ogr.Geometry, a multipolygon
    """
    result = ogr.Geometry(ogr.wkbMultiPolygon)
    for rings in polygons:
        body = b"".join(struct.pack("<I", len(ring)) + ring.astype("<f8").tobytes() for ring in rings)
        result.AddGeometryDirectly(ogr.CreateGeometryFromWkb(struct.pack("<BII", 1, _POLYGON, len(rings)) + body))
    return result


def _flat(geometry: ogr.Geometry) -> ogr.Geometry:
    """Leave out heights and measures."""
    geometry.FlattenTo2D()
    return geometry


def _polygons_of(geometry: ogr.Geometry) -> Iterator[ogr.Geometry]:
    """Yield every polygon in a flat geometry; nothing for other kinds."""
    return (simple for simple in simple_geometries(geometry) if simple.GetGeometryType() == ogr.wkbPolygon)


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


def _clip_ring(ring: np.ndarray, box: Box) -> np.ndarray:
    """Return a closed ring without the vertices that lie, as both their neighbours, on one side of a box."""
    left, right, low, high = box
    closed = len(ring) > 1 and bool((ring[0] == ring[-1]).all())
    points = ring[:-1] if closed else ring
    x, y = points.T
    side = np.where(y > high, 1, np.where(y < low, 2, np.where(x < left, 3, np.where(x > right, 4, 0))))
    if side.all() and (side == side[0]).all():
        return points[:0]
    needed = (side == 0) | (np.roll(side, 1) != side) | (np.roll(side, -1) != side)
    # By the turn at the lowest point, the rightmost of several, GDAL tells which way a ring runs, and by that which
    # horizontal edges through centres belong to it.
    lowest = np.flatnonzero(y == y.min())
    turn = lowest[x[lowest].argmax()]
    needed[[turn - 1, turn, (turn + 1) % len(points)]] = True
    clipped = points[needed]
    return np.vstack([clipped, clipped[:1]])
