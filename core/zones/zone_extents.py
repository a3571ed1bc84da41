"""How large zones are beyond the grid: the cells that their polygons would own if the grid went on.

    a zone of 9 cells of 100 ha, the left 2 of them on the grid  ->  700 ha beyond it

The cells go on from the grid's own, so that both sides together are the zone. Where polygons overlap, a cell belongs to
the one drawn last, there as on the grid. Chunk by chunk, so that memory does not grow with the zone.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from osgeo import ogr

from ..engine.windows import CHUNK
from ..progress import Progress
from ..raster.grid import M2_PER_HA, Grid, spatial_reference
from ..raster.sources import Window
from .polygons import polygonal
from .zones import Zones, ZoneSource

# Metres in a degree of a great circle, of the sphere of 6371 km.
SPHERE_METRES_PER_DEGREE = 111_195.0


def areas_beyond_ha(zones: Zones, grid: Grid, wanted: np.ndarray, progress: Progress) -> np.ndarray:
    """Return the areas of the cells beyond the grid that zones would own.

    Parameters
    ----------
    zones : Zones
    grid : Grid
    wanted : (zones,) bool, the zones of which it is asked
    progress : Progress

    Returns
    -------
    (zones,) float64, ha; 0 where not asked, and for zones that the grid holds
    """
    own = zones.to_grid(grid)
    boxes = [geometry.GetEnvelope() for position, geometry in _geometries(own) if wanted[position]]
    areas = np.zeros(len(zones))
    if not boxes:
        return areas
    first_row, last_row, first_col, last_col = _cells_of(grid, np.array(boxes))
    if first_row >= 0 and first_col >= 0 and last_row < grid.rows and last_col < grid.cols:
        return areas
    rows, cols = last_row - first_row + 1, last_col - first_col + 1
    extended = grid.window(first_row, first_col, rows, cols)
    reader = ZoneSource(extended, own.shapes, len(zones), zones.label).open()
    for row in range(0, rows, CHUNK):
        progress.check()
        height = min(CHUNK, rows - row)
        area = extended.cell_area_ha(row, height)
        for col in range(0, cols, CHUNK):
            width = min(CHUNK, cols - col)
            # The grid's own cells within the chunk.
            top, left = max(-first_row - row, 0), max(-first_col - col, 0)
            bottom, right = min(grid.rows - first_row - row, height), min(grid.cols - first_col - col, width)
            if (top, left, bottom, right) == (0, 0, height, width):
                continue
            # Negative where there is no zone.
            positions = reader.read(Window(row, col, height, width)).data
            if top < bottom and left < right:
                positions[top:bottom, left:right] = -1
            lowest, highest = int(positions.min()), int(positions.max())
            if highest < 0:
                continue
            if lowest == highest:
                areas[highest] += float(area.sum()) * width
                continue
            beyond = positions >= 0
            weights = np.broadcast_to(area, positions.shape)[beyond]
            areas += np.bincount(positions[beyond], weights, minlength=len(zones))[: len(zones)]
    areas[~wanted] = 0.0
    return areas


def _geometries(zones: Zones) -> Iterator[tuple[int, ogr.Geometry]]:
    return ((position, ogr.CreateGeometryFromWkb(wkb)) for position, wkb in zones.shapes)


def _cells_of(grid: Grid, boxes: np.ndarray) -> tuple[int, int, int, int]:
    """First and last row and column of boxes (xmin, xmax, ymin, ymax), on the grid or not."""
    x0, dx, _, y0, _, dy = grid.geotransform
    xmin, xmax, ymin, ymax = boxes.T
    cols = (np.array([xmin.min(), xmax.max()]) - x0) / dx
    rows = (np.array([ymin.min(), ymax.max()]) - y0) / dy
    return math.floor(rows.min()), math.floor(rows.max()), math.floor(cols.min()), math.floor(cols.max())


def polygon_areas_ha(zones: Zones) -> np.ndarray:
    """Return the zones' areas from their polygons, to a few per cent: for orders of magnitude.

    Parameters
    ----------
    zones : Zones

    Returns
    -------
    (zones,) float64, ha
    """
    reference = spatial_reference(zones.crs)
    geographic = bool(reference.IsGeographic())
    unit = (
        SPHERE_METRES_PER_DEGREE * math.degrees(reference.GetAngularUnits())
        if geographic
        else reference.GetLinearUnits()
    )
    areas = np.zeros(len(zones))
    for position, geometry in _geometries(zones):
        shape = polygonal(geometry)
        if not shape.IsEmpty():
            _, _, low, high = shape.GetEnvelope()
            shrink = math.cos(reference.GetAngularUnits() * (low + high) / 2) if geographic else 1.0
            areas[position] += abs(shape.GetArea()) * (unit or 1.0) ** 2 * max(shrink, 0.0) / M2_PER_HA
    return areas
