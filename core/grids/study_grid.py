"""The study grid: square cells in an equal-area CRS that cover an area, 1 inside and nodata outside.

    x 1200 to 4100 m, y 300 to 2500 m, cells of 1000 m   ->   4 columns from 1000 m on, 3 rows from 3000 m down

The default CRS is made for the area: Albers' conic with its standard parallels at one and five sixths of the
latitude range (Snyder 1987, USGS Professional Paper 1395, p. 99), or Lambert's azimuthal projection where
the area touches (or nearly) the equator or a pole. The grid's edges are multiples of the cell size.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from osgeo import ogr

from ..engine.operation import Block, Result, Sums
from ..engine.run import run
from ..errors import ParameterError
from ..progress import Progress
from ..raster.crs import spatial_reference
from ..raster.geotiff import Target
from ..raster.grid import WGS84, Grid
from ..zones.zones import Zones
from .messages import AREA_WITHOUT_CELLS, CELL_SIZE_NOT_POSITIVE, CRS_NOT_PROJECTED


def bounds(area: Zones) -> tuple[float, float, float, float]:
    """Return the limits of all polygons.

    Parameters
    ----------
    area : Zones

    Returns
    -------
    (xmin, ymin, xmax, ymax) in the CRS of `area`
    """
    envelopes = np.array([ogr.CreateGeometryFromWkb(wkb).GetEnvelope() for _, wkb in area.shapes])
    xmin, xmax, ymin, ymax = envelopes.T
    return float(xmin.min()), float(ymin.min()), float(xmax.max()), float(ymax.max())


def equal_area_crs(area: Zones) -> str:
    """Return an equal-area CRS for an area.

    Parameters
    ----------
    area : Zones

    Returns
    -------
    WKT; datum WGS 84, metres

    References
    ----------
    Snyder 1987, USGS Professional Paper 1395, p. 99.
    """
    world = Grid(1, 1, (0.0, 1.0, 0.0, 0.0, 0.0, -1.0), spatial_reference(WGS84).ExportToWkt())
    west, south, east, north = bounds(area.to_grid(world))
    middle = _half_degree((west + east) / 2)
    low, high = (
        _half_degree(south + (north - south) / 6),
        _half_degree(north - (north - south) / 6),
    )
    # A conic whose parallels are 0 after rounding is none.
    if south <= 0 <= north or max(abs(south), abs(north)) > 80 or low + high == 0:
        text = f"+proj=laea +lat_0={_half_degree((south + north) / 2)} +lon_0={middle}"
    else:
        text = f"+proj=aea +lat_1={low} +lat_2={high} +lat_0={_half_degree((south + north) / 2)} +lon_0={middle}"
    reference = spatial_reference(f"{text} +datum=WGS84 +units=m +no_defs")
    reference.SetProjCS(f"Equal area ({text})")
    return str(reference.ExportToWkt())


def _half_degree(degrees: float) -> float:
    """Round to half a degree: parameters of a CRS that are easy to quote."""
    return round(degrees * 2) / 2


def require_cells_in_metres(crs: str, cell_size_m: float) -> None:
    """Raise an error unless a cell size in metres fits a CRS.

    Parameters
    ----------
    crs : WKT or "EPSG:n"; "" for one still to be made
    cell_size_m : metres

    Raises
    ------
    ParameterError
        For a cell size that is not positive, or a CRS in degrees.
    """
    if not cell_size_m > 0:
        raise ParameterError(CELL_SIZE_NOT_POSITIVE, size=cell_size_m)
    if crs and _frame(crs).is_geographic:
        raise ParameterError(CRS_NOT_PROJECTED, crs=_frame(crs).crs_name)


def _frame(crs: str) -> Grid:
    """A cell of one unit at the origin of a CRS."""
    return Grid(1, 1, (0.0, 1.0, 0.0, 0.0, 0.0, -1.0), str(spatial_reference(crs).ExportToWkt()))


def study_grid(area: Zones, crs: str, cell_size_m: float) -> Grid:
    """Return the grid that covers an area, its edges at multiples of the cell size.

    Parameters
    ----------
    area : Zones
    crs : WKT or "EPSG:n"
    cell_size_m : metres

    Returns
    -------
    Grid

    Raises
    ------
    ParameterError
        For a cell size that is not positive, or a CRS in degrees.
    """
    require_cells_in_metres(crs, cell_size_m)
    frame = _frame(crs)
    size = cell_size_m / frame.metres_per_unit
    west, south, east, north = bounds(area.to_grid(frame))
    left, top = math.floor(west / size), math.ceil(north / size)
    cols = max(1, math.ceil(east / size) - left)
    rows = max(1, top - math.floor(south / size))
    return Grid(rows, cols, (left * size, size, 0.0, top * size, 0.0, -size), frame.crs)


@dataclass(frozen=True)
class InsideOperation:
    """1 where a zone is, masked elsewhere. Sums: `cells` and `area_ha` inside."""

    def __call__(self, block: Block) -> Result:
        """Mark the cells of a block."""
        mask = np.ma.getmaskarray(block.bands[0])
        inside: np.ma.MaskedArray = np.ma.MaskedArray(np.ones(block.window.shape, dtype=np.float32), mask)
        return Result([inside], Sums(cells=int((~mask).sum()), area_ha=float((block.area_ha * ~mask).sum())))


def write_study_grid(area: Zones, grid: Grid, target: Target, progress: Progress) -> Sums:
    """Write the study grid.

    Parameters
    ----------
    area : Zones
    grid : Grid
    target : Target of one band
    progress : Progress

    Returns
    -------
    Sums of an `InsideOperation`

    Raises
    ------
    ParameterError
        When no cell is inside.
    """
    sums: Sums = run(InsideOperation(), [area.source(grid)], grid, [target], progress)
    if not sums["cells"]:
        size = abs(grid.geotransform[1]) * grid.metres_per_unit
        raise ParameterError(AREA_WITHOUT_CELLS, layer=area.label, size=f"{size:.10g}")
    return sums
