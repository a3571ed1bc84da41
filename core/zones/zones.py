"""Zones: named polygons, rasterized onto the grid block by block (`core/zones/rasterize`).

A cell belongs to the zone that holds its centre. Polygons of one name are one zone. A zone is known by its
position in `Zones.names`; as a source it gives positions (int16 or int32), masked outside every zone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from osgeo import ogr

from ..errors import ZoneError
from ..messages import LAYER_CRS
from ..progress import Progress
from ..raster.crs import coordinate_transformation, crs_fault, describe_crs, horizontal_crs, same_crs
from ..raster.gdal_environment import quiet_gdal
from ..raster.grid import Grid
from ..raster.sources import Reader, Window
from .features import UnnamedPolygon, collect_polygons
from .messages import LAYER_CRS_UNUSABLE, ZONE_TRANSFORM
from .polygons import Polygons, polygonal
from .rasterize import Rasterizer


def sum_by_zone(position: np.ndarray, weights: np.ndarray, zones: int) -> np.ndarray:
    """Sum weights by zone position.

    Parameters
    ----------
    position : zone position of each cell, `zones` for none
    weights : of the same shape
    zones : number of zones

    Returns
    -------
    (zones + 1,) float64; the last entry is what lies in no zone
    """
    return np.bincount(position.ravel(), weights.ravel(), minlength=zones + 1)


@dataclass(frozen=True)
class Zones:
    """Named polygons.

    Attributes
    ----------
    label : the layer's name
    names : each once
    shapes : (position in `names`, WKB) of each polygon, in the order of drawing
    crs : WKT
    unnamed : polygons without a name, which own no cell with data (`core/zones/unnamed`)
    """

    label: str
    names: tuple[str, ...]
    shapes: tuple[tuple[int, bytes], ...]
    crs: str
    unnamed: tuple[UnnamedPolygon, ...] = ()

    @classmethod
    def from_features(
        cls,
        label: str,
        crs: str,
        features: Iterable[tuple[object, bytes | None]],
        *,
        progress: Progress | None = None,
        every_feature: bool = False,
    ) -> Zones:
        """Collect the features of a layer; those without geometry still name a zone, which is empty.

        Parameters
        ----------
        label : the layer's name
        crs : WKT
        features : (name, WKB) of each; a number such as 11.0 is the name "11"
        progress : Progress, told what is left out: lines, points, polygons without area
        every_feature : what is left out still names a zone, which is empty

        Returns
        -------
        Zones

        Raises
        ------
        ZoneError
            For no polygons, none with a name, or no CRS that places them on the Earth.
        """
        found = collect_polygons(label, features, progress or Progress(), every_feature=every_feature)
        if not crs:
            raise ZoneError(LAYER_CRS, layer=label)
        fault = crs_fault(crs)
        if fault:
            raise ZoneError(LAYER_CRS_UNUSABLE, layer=label, crs=describe_crs(crs), fault=fault)
        return cls(label, tuple(found.names), tuple(found.shapes), horizontal_crs(crs), tuple(found.unnamed))

    def __len__(self) -> int:
        """Number of zones."""
        return len(self.names)

    def to_grid(self, grid: Grid) -> Zones:
        """Return the zones in a grid's CRS.

        Parameters
        ----------
        grid : Grid

        Returns
        -------
        Zones

        Raises
        ------
        ZoneError
            For a polygon that cannot be transformed.
        """
        if same_crs(self.crs, grid.crs):
            return self
        transformation = coordinate_transformation(self.crs, grid.crs)

        def moved(wkb: bytes, name: str) -> bytes:
            geometry = ogr.CreateGeometryFromWkb(wkb)
            with quiet_gdal():
                try:
                    failed = geometry.Transform(transformation)
                except RuntimeError:
                    failed = True
            if failed:
                raise ZoneError(ZONE_TRANSFORM, layer=self.label, zone=name, crs=grid.crs_name)
            return bytes(geometry.ExportToWkb())

        shapes = tuple((position, moved(wkb, self.names[position])) for position, wkb in self.shapes)
        unnamed = tuple(replace(one, wkb=moved(one.wkb, f"{one.feature}")) for one in self.unnamed)
        return replace(self, shapes=shapes, unnamed=unnamed, crs=grid.crs)

    def source(self, grid: Grid) -> ZoneSource:
        """Return the source of zone positions on a grid.

        Parameters
        ----------
        grid : Grid

        Returns
        -------
        ZoneSource
        """
        return ZoneSource(grid, self.to_grid(grid).shapes, len(self), self.label)


@dataclass(frozen=True)
class ZoneSource:
    """Zone positions on a grid, masked where no polygon holds the cell's centre.

    With `overlaps`, `zones` + 1 is added to the positions of cells that polygons of several zones hold.
    """

    grid: Grid
    shapes: tuple[tuple[int, bytes], ...]
    zones: int
    name: str = "zones"
    overlaps: bool = False

    def open(self) -> Reader:
        """Return a reader for one thread; all share the polygons.

        Returns
        -------
        Reader
        """
        return _ZoneReader(self)

    @cached_property
    def polygons(self) -> Polygons:
        """The polygons for the rasteriser."""
        return Polygons(self.grid, self.shapes, self.zones)

    def __reduce__(self) -> tuple[type[ZoneSource], tuple[object, ...]]:
        """Travel to other processes without GDAL's objects."""
        return ZoneSource, (self.grid, self.shapes, self.zones, self.name, self.overlaps)


class _ZoneReader:
    def __init__(self, source: ZoneSource) -> None:
        self._rasterizer = Rasterizer(source.polygons, source.name)
        self._overlaps = source.overlaps

    def read(self, window: Window) -> np.ma.MaskedArray:
        values = self._rasterizer.rasterize(window, self._overlaps)
        return np.ma.MaskedArray(values, values < 0)


def valid_geometry(geometry: ogr.Geometry) -> ogr.Geometry:
    """Return a geometry without self-intersections: the area of a bow tie is 0, and GEOS does not take it.

    Parameters
    ----------
    geometry : ogr.Geometry

    Returns
    -------
    ogr.Geometry
    """
    with quiet_gdal():
        return geometry.MakeValid() or geometry


def interior_points(zones: Zones, grid: Grid) -> dict[int, tuple[float, float]]:
    """Find an interior point of the largest polygon of each zone.

    Parameters
    ----------
    zones : Zones
    grid : Grid

    Returns
    -------
    (x, y) in the grid's CRS, by zone position; empty zones are missing
    """
    best: dict[int, tuple[float, tuple[float, float]]] = {}
    for position, wkb in zones.to_grid(grid).shapes:
        geometry = polygonal(ogr.CreateGeometryFromWkb(wkb))
        area = geometry.Area()
        if position not in best or area > best[position][0]:
            point = valid_geometry(geometry).PointOnSurface()
            best[position] = (area, (point.GetX(), point.GetY()))
    return {position: point for position, (_, point) in best.items()}


def interior_cells(zones: Zones, grid: Grid) -> dict[int, tuple[int, int]]:
    """Find the cell under each zone's interior point.

    Parameters
    ----------
    zones : Zones
    grid : Grid

    Returns
    -------
    (row, col) by zone position; zones whose point lies off the grid are missing
    """
    cells = {position: grid.cell_at(*point) for position, point in interior_points(zones, grid).items()}
    return {position: cell for position, cell in cells.items() if cell is not None}


def with_polygons(rows: Iterable[Mapping[str, Any]], zones: Zones) -> Iterator[dict[str, Any]]:
    """Add its zone's polygons to each row of a table, without heights and measures, curves as segments.

    Parameters
    ----------
    rows : of which "zone" is a name of `zones`
    zones : Zones

    Yields
    ------
    The row, with WKB of a multipolygon under "geometry"; None for a zone without shape
    """
    shapes: dict[str, list[bytes]] = {}
    for position, wkb in zones.shapes:
        shapes.setdefault(zones.names[position], []).append(wkb)
    for row in rows:
        yield {**row, "geometry": _united(shapes.get(row["zone"], []))}


def _united(shapes: list[bytes]) -> bytes | None:
    """Return one multipolygon of several shapes."""
    united = ogr.Geometry(ogr.wkbMultiPolygon)
    for wkb in shapes:
        shape = ogr.ForceToMultiPolygon(ogr.CreateGeometryFromWkb(wkb).GetLinearGeometry())
        shape.FlattenTo2D()
        for index in range(shape.GetGeometryCount()):
            united.AddGeometry(shape.GetGeometryRef(index))
    return bytes(united.ExportToWkb()) if shapes else None
