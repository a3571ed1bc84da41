"""How much of polygons' area lies on a grid, and what is asked of a study area: does it meet the grid, has it data.

an area of 10 x 1 km of which the grid holds 4 km   ->   covered by 40 %, which is told; by 0 %, an error
"""

from __future__ import annotations

import numpy as np
from osgeo import ogr, osr

from ..errors import ZoneError
from ..progress import Progress
from ..raster.crs import coordinate_transformation
from ..raster.grid import Grid
from .messages import AREA_OUTSIDE, AREA_WITHOUT_DATA
from .polygons import Polygons
from .zones import Zones, valid_geometry

# Zones and areas of which the grid covers less are warned of.
LEAST_COVERED = 0.99


def check_area(area: Zones, grid: Grid, progress: Progress) -> None:
    """Warn of a study area of which the grid covers less than 99 %.

    Parameters
    ----------
    area : Zones
    grid : Grid
    progress : Progress

    Raises
    ------
    ZoneError
        When it does not meet the grid.
    """
    polygons = area.source(grid).polygons
    total, within = _areas_within(polygons)
    if not within.sum() > 0:
        raise ZoneError(AREA_OUTSIDE, layer=area.label, grid=grid.describe())
    share = within.sum() / total.sum()
    if share < LEAST_COVERED:
        progress.warning(f"The grid covers only {100 * share:.2f} % of the area {area.label}.")


def require_data_in(area: Zones, has_data: bool) -> None:
    """Refuse a study area in which no cell counted, once that is known.

    Parameters
    ----------
    area : Zones
    has_data : whether a cell with data has its centre in the area

    Raises
    ------
    ZoneError
        When none has.
    """
    if not has_data:
        raise ZoneError(AREA_WITHOUT_DATA, layer=area.label)


def share_within(polygons: Polygons) -> np.ndarray:
    """Return the share of each zone's area within the grid's rectangle, measured in an equal-area projection.

    Parameters
    ----------
    polygons : Polygons

    Returns
    -------
    (zones,) float64, 0-1; 0 for a zone without area
    """
    total, within = _areas_within(polygons)
    return np.divide(within, total, out=np.zeros(polygons.zones), where=total > 0)


def _areas_within(polygons: Polygons) -> tuple[np.ndarray, np.ndarray]:
    """Return each zone's area, and that within the grid's rectangle, (zones,); 1 and 1 for a zone all in it."""
    xmin, ymin, xmax, ymax = polygons.grid.extent
    ring = ogr.Geometry(ogr.wkbLinearRing)
    for x, y in ((xmin, ymin), (xmax, ymin), (xmax, ymax), (xmin, ymax), (xmin, ymin)):
        ring.AddPoint_2D(x, y)
    frame = ogr.Geometry(ogr.wkbPolygon)
    frame.AddGeometry(ring)
    total, within = np.zeros(polygons.zones), np.zeros(polygons.zones)
    flatten = _equal_area(polygons.grid)
    left, right, low, high = polygons.envelopes.T
    beyond = (left < xmin) | (right > xmax) | (low < ymin) | (high > ymax)
    # What has an area and lies inside needs no geometry made valid.
    shapes = list(zip(polygons.positions, polygons.geometries))
    astride = {position for (position, shape), out in zip(shapes, beyond) if out or not shape.Area()}
    for position, shape in shapes:
        if position not in astride:
            total[position] = within[position] = 1.0
            continue
        geometry = valid_geometry(shape)
        common = geometry if frame.Contains(geometry) else frame.Intersection(geometry)
        total[position] += _area(geometry, flatten)
        within[position] += _area(common, flatten) if common is not None else 0.0
    return total, within


def _equal_area(grid: Grid) -> osr.CoordinateTransformation | None:
    if not grid.is_geographic:
        return None
    return coordinate_transformation(grid.crs, "+proj=cea +datum=WGS84")


def _area(geometry: ogr.Geometry, flatten: osr.CoordinateTransformation | None) -> float:
    if flatten is not None:
        geometry = geometry.Clone()
        geometry.Transform(flatten)
    return abs(geometry.Area())
