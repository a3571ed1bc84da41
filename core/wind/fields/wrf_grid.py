"""The grid of WRF's own output, which says its map in global attributes and not as a CRS.

Cells are placed by XLAT and XLONG where the file has them, else by the centre of the domain. The Earth is WRF's sphere;
its latitudes are taken as those of maps, as WRF takes those of its own inputs.
"""

from __future__ import annotations

import math

import numpy as np
from osgeo import gdal

from ...raster.dataset import open_dataset
from ...raster.geodesy import transform_points
from ...raster.grid import Grid, spatial_reference

WRF_RADIUS = 6_370_000.0
# Share of a cell by which the last cell may lie beside its place.
_TOLERANCE = 0.1


def is_wrf(metadata: dict[str, str]) -> bool:
    """Return True for WRF's own output.

    Parameters
    ----------
    metadata : dict of str
        Of the dataset.

    Returns
    -------
    bool
    """
    return "NC_GLOBAL#MAP_PROJ" in metadata and "NC_GLOBAL#STAND_LON" in metadata


def wrf_grid(dataset: gdal.Dataset) -> Grid | None:
    """Return the grid of a variable of WRF.

    Parameters
    ----------
    dataset : gdal.Dataset
        Of one variable.

    Returns
    -------
    Grid or None
        None for other files, maps that are none of Lambert's, polar stereographic and Mercator, and incomplete ones.
    """
    metadata = dataset.GetMetadata()
    if not is_wrf(metadata):
        return None
    try:
        crs = _crs({key: metadata[f"NC_GLOBAL#{key}"] for key in ("MAP_PROJ", "TRUELAT1", "STAND_LON")}, metadata)
        dx, dy = float(metadata["NC_GLOBAL#DX"]), float(metadata["NC_GLOBAL#DY"])
        corners = _corners(dataset)
        if corners is None:
            longitudes, latitudes = [float(metadata["NC_GLOBAL#CEN_LON"])], [float(metadata["NC_GLOBAL#CEN_LAT"])]
        else:
            longitudes, latitudes = corners
    except (KeyError, ValueError):
        return None
    if not crs:
        return None
    x, y = transform_points(np.array(longitudes), np.array(latitudes), f"+proj=longlat +R={WRF_RADIUS} +no_defs", crs)
    if corners is None:
        left, top = x[0] - dx * dataset.RasterXSize / 2, y[0] + dy * dataset.RasterYSize / 2
        return Grid(dataset.RasterYSize, dataset.RasterXSize, (left, dx, 0.0, top, 0.0, -dy), crs)
    # GDAL gives the northern row first, unless it is told otherwise: the corners say which.
    down = math.copysign(dy, y[1] - y[0])
    misplaced = (x[1] - x[0]) / dx - (dataset.RasterXSize - 1), (y[1] - y[0]) / down - (dataset.RasterYSize - 1)
    if not max(map(abs, misplaced)) < _TOLERANCE:
        return None
    geotransform = (float(x[0] - dx / 2), dx, 0.0, float(y[0] - down / 2), 0.0, down)
    return Grid(dataset.RasterYSize, dataset.RasterXSize, geotransform, crs)


def _crs(said: dict[str, str], metadata: dict[str, str]) -> str:
    kind, first, middle = int(said["MAP_PROJ"]), float(said["TRUELAT1"]), float(said["STAND_LON"])
    if kind == 1:
        second = float(metadata["NC_GLOBAL#TRUELAT2"])
        origin = float(metadata.get("NC_GLOBAL#MOAD_CEN_LAT", first))
        text = f"+proj=lcc +lat_1={first!r} +lat_2={second!r} +lat_0={origin!r} +lon_0={middle!r}"
    elif kind == 2:
        text = f"+proj=stere +lat_0={math.copysign(90, first)!r} +lat_ts={first!r} +lon_0={middle!r}"
    elif kind == 3:
        text = f"+proj=merc +lat_ts={first!r} +lon_0={middle!r}"
    else:
        return ""
    return str(spatial_reference(f"{text} +R={WRF_RADIUS} +units=m +no_defs").ExportToWkt())


def _corners(dataset: gdal.Dataset) -> tuple[list[float], list[float]] | None:
    """Longitudes and latitudes of the first and the last cell."""
    said = dataset.GetMetadata_Dict("GEOLOCATION") or {}
    found = []
    for key in ("X_DATASET", "Y_DATASET"):
        if key not in said:
            return None
        places = open_dataset(said[key])
        if (places.RasterXSize, places.RasterYSize) != (dataset.RasterXSize, dataset.RasterYSize):
            return None
        band = places.GetRasterBand(1)
        last = places.RasterXSize - 1, places.RasterYSize - 1
        found.append([float(band.ReadAsArray(col, row, 1, 1)[0, 0]) for col, row in ((0, 0), last)])
    return found[0], found[1]


def minutes_unit(path: str) -> str:
    """Return the unit of WRF's XTIME, which GDAL's rasters do not tell.

    Parameters
    ----------
    path : str
        A file.

    Returns
    -------
    str
        "" where it is not there.
    """
    try:
        dataset = gdal.OpenEx(path, gdal.OF_MULTIDIM_RASTER)
        array = dataset.GetRootGroup().OpenMDArray("XTIME") if dataset is not None else None
        return str(array.GetUnit()) if array is not None else ""
    except RuntimeError:
        return ""
