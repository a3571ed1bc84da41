"""Polygons rasterized: each cell gets the zone that holds its centre, chunk by chunk, by GDAL's rasteriser.

    polygons of the zones 0 and 1 of n, the right one drawn later, in a row of four cells

        positions       0  0  1      outside      the polygon drawn last wins; negative where there is none
        with overlaps   0  0  n+1+1  outside      n + 1 + position where several zones hold a cell

Added to -(n + 1), the numbers n + 1 to n + n give the positions 0 to n - 1 where one polygon is, and more than that
where several are (GDAL stops at the largest number there is): rasterizing once is enough where none overlap. Each
simple polygon of a zone is rasterized by itself then: of those that overlap in one geometry, GDAL would add up no cell
of both. But under a horizontal edge through cell centres it may add up twice for one polygon, or not at all: the
positions of such polygons are rasterized first, then how many polygons hold each cell.

An edge through cell centres is decided by rounding, which depends on the corner that one counts from: so the corner is
always the chunk's, whatever the window.
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
    """Rasterizes polygons window by window; for one thread.

    Parameters
    ----------
    polygons : Polygons
    label : the layer's name, for messages
    """

    def __init__(self, polygons: Polygons, label: str) -> None:
        self._polygons = polygons
        self._grid = polygons.grid
        self._label = label
        self._first = polygons.zones + 1
        # Narrow numbers take half the time to be written and read.
        self._dtype = np.int16 if 2 * polygons.zones + 1 <= _INT16 else np.int32
        self._rings: dict[int, Rings] = {}
        self._clipped: dict[int, tuple[Rings, ogr.Geometry | None]] = {}
        self._clipped_row = -1

    def rasterize(self, window: Window, overlaps: bool = False) -> np.ndarray:
        """Return the zones' positions in a window.

        Parameters
        ----------
        window : Window of the grid
        overlaps : the number of zones + 1 is added where several zones hold a cell

        Returns
        -------
        (rows, cols) int16 or int32, negative where there is no zone

        Raises
        ------
        ZoneError
            With GDAL's reason, when a polygon cannot be rasterized.
        """
        values = np.empty(window.shape, dtype=self._dtype)
        bottom, right = window.row + window.rows, window.col + window.cols
        for row in range(window.row // CHUNK * CHUNK, bottom, CHUNK):
            for col in range(window.col // CHUNK * CHUNK, right, CHUNK):
                chunk = Window(row, col, min(row + CHUNK, bottom) - row, min(col + CHUNK, right) - col)
                first_row, first_col = max(row - window.row, 0), max(col - window.col, 0)
                common = values[first_row : row + chunk.rows - window.row, first_col : col + chunk.cols - window.col]
                if common.shape == chunk.shape:
                    self._rasterize_chunk(chunk, overlaps, common)
                else:
                    of_chunk = np.empty(chunk.shape, dtype=self._dtype)
                    self._rasterize_chunk(chunk, overlaps, of_chunk)
                    common[...] = of_chunk[-common.shape[0] :, -common.shape[1] :]
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
        """Return the position that all cells of a window have, when no edge comes near them; else None."""
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
        """Rasterize positions in one go; return False when polygons share cells, which cannot be distinguished then."""
        values.fill(-self._first)
        numbers = [(self._first + position, geometry) for position, geometry in polygons]
        self._rasterize(frame, numbers, values, add=True)
        return bool(values.max() < self._first)

    def _several(self, frame: Grid, polygons: Numbered, last: np.ndarray, times: np.ndarray) -> np.ndarray:
        """Return which cells lie in several zones; `times` polygons hold a cell, the last is of zone `last`."""
        several = (times > 1) & (last != NO_ZONE_HERE)
        for zone in np.unique(last[several]):
            own = np.zeros_like(times)
            of_zone = [(1, geometry) for position, geometry in polygons if position == zone]
            self._rasterize(frame, of_zone, own, add=True)
            several &= (last != zone) | (own != times)
        return several

    def _rasterize(self, frame: Grid, polygons: Numbered, values: np.ndarray, add: bool = False) -> None:
        """Write numbers into an array: the last wins, or (`add`) they add up, each simple polygon by itself."""
        raster = gdal_array.OpenArray(values)
        raster.SetGeoTransform(frame.geotransform)
        # GDAL 3.11 moved the one driver into the other.
        source = (ogr.GetDriverByName("MEM") or ogr.GetDriverByName("Memory")).CreateDataSource("")
        layer = source.CreateLayer("zones")
        layer.CreateField(ogr.FieldDefn("value", ogr.OFTInteger))
        feature = ogr.Feature(layer.GetLayerDefn())
        for value, geometry in polygons:
            for simple in simple_geometries(geometry) if add else (geometry,):
                feature.SetFID(ogr.NullFID)
                feature.SetFieldInteger64(0, value)
                feature.SetGeometry(simple)
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
        """Return a polygon as a chunk needs it."""
        if not self._polygons.large[index]:
            return self._polygons.geometries[index]
        rings, geometry = self._within_rows(index, window.row)
        return multipolygon(clip_rings(rings, self._box(window))) if geometry is None else geometry

    def _within_rows(self, index: int, row: int) -> tuple[Rings, ogr.Geometry | None]:
        """Return a polygon's rings as a row of chunks needs them; if they have few vertices, as a geometry, too."""
        if row != self._clipped_row:
            self._clipped, self._clipped_row = {}, row
        if index not in self._clipped:
            if index not in self._rings:
                self._rings[index] = self._polygons.rings(index)
            _, _, low, high = self._box(Window(row, 0, CHUNK, 1))
            rings = clip_rings(self._rings[index], (-np.inf, np.inf, low, high))
            self._clipped[index] = rings, multipolygon(rings) if has_few_vertices(rings) else None
        return self._clipped[index]

    def _box(self, window: Window) -> Box:
        """Return the limits of a window, a cell farther out on every side."""
        left, low, right, high = self._grid.window(window.row, window.col, window.rows, window.cols).extent
        wide, tall = abs(self._grid.geotransform[1]), abs(self._grid.geotransform[5])
        return left - wide, right + wide, low - tall, high + tall
