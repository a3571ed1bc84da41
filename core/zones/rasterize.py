"""Polygons burnt into the cells whose centres they hold, unit by unit, by GDAL's rasteriser.

    polygons of the zones 0 and 1 of n, the right one drawn later, in a row of four cells

        burn            0  0  1      outside      positions; the polygon drawn last wins; negative where there is none
        with overlaps   0  0  n+1+1  outside      n + 1 + position where several zones hold a cell

Added to -(n + 1), the numbers n + 1 to n + n give the positions 0 to n - 1 where one polygon is, and more than that
where several are (GDAL stops at the largest number there is): one burn is enough where none overlap. Each part of a
zone is a polygon of its own there: of parts that overlap, GDAL would add up no cell of both. But under a *level* edge,
a horizontal one through cell centres, it may add up twice for one polygon, or not at all: the positions of such
polygons are burnt, then the times.

An edge through cell centres is decided by rounding, which depends on the corner that one counts from: so the corner is
always the unit's, whatever the window.
"""

from __future__ import annotations

import numpy as np
from osgeo import gdal, gdal_array, ogr

from ..engine.windows import CHUNK
from ..errors import ZoneError
from ..raster.gdal_environment import quiet_gdal
from ..raster.grid import Grid
from ..raster.sources import Window
from .messages import ZONE_NOT_RASTERIZED
from .polygons import Box, Polygons, Rings, clip_rings, count_holders, has_few_vertices, multipolygon, simple_geometries

NO_ZONE_HERE = -1
_INT16 = np.iinfo(np.int16).max
Numbered = list[tuple[int, ogr.Geometry]]


class Rasterizer:
    """Burns polygons into parts of their grid; for one thread."""

    def __init__(self, polygons: Polygons, label: str) -> None:
        self._polygons = polygons
        self._grid = polygons.grid
        self._label = label
        self._first = polygons.zones + 1
        # Narrow numbers take half the time to be written and read.
        self._dtype = np.int16 if 2 * polygons.zones + 1 <= _INT16 else np.int32
        self._rings: dict[int, Rings] = {}
        self._cut: dict[int, tuple[Rings, ogr.Geometry | None]] = {}
        self._cut_row = -1

    def rasterize(self, window: Window, overlaps: bool = False) -> np.ndarray:
        """Return positions, int16 or int32 of the window's shape, negative where there is none.

        `overlaps`: n + 1 is added where several zones are. Raises `ZoneError` with GDAL's reason when a polygon cannot
        be burnt.
        """
        values = np.empty(window.shape, dtype=self._dtype)
        bottom, right = window.row + window.rows, window.col + window.cols
        for row in range(window.row // CHUNK * CHUNK, bottom, CHUNK):
            for col in range(window.col // CHUNK * CHUNK, right, CHUNK):
                unit = Window(row, col, min(row + CHUNK, bottom) - row, min(col + CHUNK, right) - col)
                first_row, first_col = max(row - window.row, 0), max(col - window.col, 0)
                part = values[first_row : row + unit.rows - window.row, first_col : col + unit.cols - window.col]
                if part.shape == unit.shape:
                    self._rasterize_chunk(unit, overlaps, part)
                else:
                    whole = np.empty(unit.shape, dtype=self._dtype)
                    self._rasterize_chunk(unit, overlaps, whole)
                    part[...] = whole[-part.shape[0] :, -part.shape[1] :]
        return values

    def _rasterize_chunk(self, window: Window, overlaps: bool, values: np.ndarray) -> None:
        frame = self._grid.window(window.row, window.col, window.rows, window.cols)
        touching = self._polygons.touching(frame)
        if not touching.size:
            values.fill(NO_ZONE_HERE)
            return
        everywhere = self._everywhere(touching, window)
        if everywhere is not None:
            values.fill(everywhere)
            return
        polygons = [(self._polygons.positions[index], self._as_needed(int(index), window)) for index in touching]
        if (
            overlaps
            and not self._polygons.horizontal_edges[touching].any()
            and self._rasterize_once(frame, polygons, values)
        ):
            return
        values.fill(NO_ZONE_HERE)
        self._rasterize(frame, polygons, values)
        if overlaps:
            times = np.zeros(window.shape, dtype=np.int32)
            self._rasterize(frame, [(1, geometry) for _, geometry in polygons], times, add=True)
            if times.max() > 1:
                values[self._several(frame, polygons, values, times)] += self._first

    def _everywhere(self, touching: np.ndarray, window: Window) -> int | None:
        """Return what all cells are, one zone's or outside, when no edge comes near them."""
        box = self._box(window)
        if not self._polygons.may_lie_within(touching, box):
            return None
        holders = []
        for index in touching:
            times = count_holders(self._within_rows(int(index), window.row)[0], box)
            if times is None:
                return None
            holders += times * [self._polygons.positions[index]]
        if not holders:
            return NO_ZONE_HERE
        return holders[0] if len(holders) == 1 else None

    def _rasterize_once(self, frame: Grid, polygons: Numbered, values: np.ndarray) -> bool:
        """Burn positions in one go; False when polygons share cells, which are not told apart then."""
        values.fill(-self._first)
        numbers = [(self._first + position, geometry) for position, geometry in polygons]
        self._rasterize(frame, numbers, values, add=True)
        return bool(values.max() < self._first)

    def _several(self, frame: Grid, polygons: Numbered, last: np.ndarray, times: np.ndarray) -> np.ndarray:
        """Return where polygons of several zones are, of cells burnt so many `times`, `last` by that position."""
        several = (times > 1) & (last != NO_ZONE_HERE)
        for zone in np.unique(last[several]):
            own = np.zeros_like(times)
            mine = [(1, geometry) for position, geometry in polygons if position == zone]
            self._rasterize(frame, mine, own, add=True)
            several &= (last != zone) | (own != times)
        return several

    def _rasterize(self, frame: Grid, polygons: Numbered, values: np.ndarray, add: bool = False) -> None:
        """Burn values into an array: the last wins, or (`add`) they are added up, each part of a polygon by itself."""
        raster = gdal_array.OpenArray(values)
        raster.SetGeoTransform(frame.geotransform)
        # GDAL 3.11 moved the one driver into the other.
        source = (ogr.GetDriverByName("MEM") or ogr.GetDriverByName("Memory")).CreateDataSource("")
        layer = source.CreateLayer("zones")
        layer.CreateField(ogr.FieldDefn("value", ogr.OFTInteger))
        feature = ogr.Feature(layer.GetLayerDefn())
        for value, geometry in polygons:
            for part in simple_geometries(geometry) if add else (geometry,):
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
                raise ZoneError(ZONE_NOT_RASTERIZED, layer=self._label, reason=reason or gdal_says.complaint)

    def _as_needed(self, index: int, window: Window) -> ogr.Geometry:
        """Return a polygon as a unit needs it."""
        if not self._polygons.large[index]:
            return self._polygons.geometries[index]
        parts, geometry = self._within_rows(index, window.row)
        return multipolygon(clip_rings(parts, self._box(window))) if geometry is None else geometry

    def _within_rows(self, index: int, row: int) -> tuple[Rings, ogr.Geometry | None]:
        """Return a polygon's rings as a row of units needs them; if they are small, as a geometry, too."""
        if row != self._cut_row:
            self._cut, self._cut_row = {}, row
        if index not in self._cut:
            if index not in self._rings:
                self._rings[index] = self._polygons.rings(index)
            _, _, low, high = self._box(Window(row, 0, CHUNK, 1))
            parts = clip_rings(self._rings[index], (-np.inf, np.inf, low, high))
            self._cut[index] = parts, multipolygon(parts) if has_few_vertices(parts) else None
        return self._cut[index]

    def _box(self, window: Window) -> Box:
        """Return the limits of a window, a cell farther out on every side."""
        left, low, right, high = self._grid.window(window.row, window.col, window.rows, window.cols).extent
        wide, tall = abs(self._grid.geotransform[1]), abs(self._grid.geotransform[5])
        return left - wide, right + wide, low - tall, high + tall
