"""Where a wind raster lies: its CRS, or what its axes and attributes say where GDAL finds none."""

from __future__ import annotations

import re
from dataclasses import replace

from osgeo import gdal

from ...errors import RasterError
from ...messages import NO_CRS
from ...progress import Progress
from ...raster.crs import horizontal_crs, spatial_reference
from ...raster.dataset import crs_of_axes
from ...raster.grid import WGS84, Grid
from ..messages import CURVED_GRID, NOT_GEOREFERENCED, ROTATED_WITHOUT_POLE
from .grid_axes import rotated_crs
from .step_times import time_units
from .wrf_grid import wrf_grid

# What GDAL returns for a raster that has no geotransform.
NO_GEOTRANSFORM = (0.0, 1.0, 0.0, 0.0, 0.0, 1.0)


def grid_of_winds(dataset: gdal.Dataset, name: str, progress: Progress) -> Grid:
    """Return the grid of a wind raster; log what is assumed of its CRS.

    Parameters
    ----------
    dataset : gdal.Dataset
    name : str
        What messages call it.
    progress : Progress

    Returns
    -------
    Grid

    Raises
    ------
    RasterError
        Without a position on the Earth, and for rotated grids that do not say their pole.
    """
    model = wrf_grid(dataset)
    if model is not None:
        return model
    transform = tuple(dataset.GetGeoTransform())
    grid = Grid(dataset.RasterYSize, dataset.RasterXSize, transform, horizontal_crs(dataset.GetProjection()))
    if not grid.crs:
        metadata = dataset.GetMetadata()
        said = " ".join([*metadata.values(), *time_units(dataset)])
        if re.search(r"\b(grid_latitude|grid_longitude|rlat|rlon|rotated_latitude_longitude)\b", said):
            grid = replace(grid, crs=rotated_crs(metadata))
            if transform == NO_GEOTRANSFORM or not grid.crs:
                raise RasterError(ROTATED_WITHOUT_POLE, raster=name)
            return grid
        if transform == NO_GEOTRANSFORM and dataset.GetMetadata_Dict("GEOLOCATION"):
            raise RasterError(CURVED_GRID, raster=name)
        if transform == NO_GEOTRANSFORM:
            raise RasterError(NOT_GEOREFERENCED, raster=name)
        if not _may_be_degrees(grid):
            raise RasterError(NO_CRS, raster=name)
        grid = replace(grid, crs=spatial_reference(WGS84).ExportToWkt())
        if crs_of_axes(dataset):
            progress.info(f"The axes of {name} are longitude and latitude: EPSG:4326 is taken.")
        else:
            progress.warning(
                f"Raster {name} has no CRS. Its coordinates look like longitude and latitude, so EPSG:4326 is taken."
            )
    grid.require_usable(name)
    return grid


def _may_be_degrees(grid: Grid) -> bool:
    west, south, east, north = grid.extent
    _, dx, _, _, _, dy = grid.geotransform
    return west >= -360 - abs(dx) and east <= 360 + abs(dx) and south >= -90 - abs(dy) and north <= 90 + abs(dy)
