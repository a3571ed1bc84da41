"""Raster files as GDAL opens them: with an error that names the file, and wherever the process stands."""

from __future__ import annotations

import os
import re

from osgeo import gdal

from ..errors import RasterError, ReadError
from ..messages import CANNOT_OPEN
from ..phrases import Phrase
from .containers.paths import file_behind, local_path
from .containers.variables import only_raster
from .crs import horizontal_crs, spatial_reference
from .gdal_environment import quiet_gdal
from .grid import WGS84, Grid
from .messages import NO_GEOREFERENCE, NO_POSITION, ONLY_GCPS, ONLY_GEOLOCATION, ONLY_RPC

# Threads of the engine, which decode side by side; each has more of its own only where there are more processors.
THREADS = min(4, os.cpu_count() or 1)


def open_dataset(path: str, name: str = "") -> gdal.Dataset:
    """Open a raster for reading, whether or not GDAL's exceptions are on.

    Parameters
    ----------
    path : str
        Anything that GDAL takes, subdatasets included, and archives and files with one variable.
    name : str
        What messages call it; the path by default.

    Returns
    -------
    gdal.Dataset

    Raises
    ------
    ReadError
        With the file and GDAL's reason, or what the file holds.
    """
    dataset, reason = _try_open(local_path(path, name))
    if dataset is None:
        # Nothing is open meanwhile: an error that someone keeps would keep its dataset, too.
        dataset, reason = _try_open(local_path(only_raster(path, name or path, reason), name))
    if dataset is None:
        raise ReadError(CANNOT_OPEN, raster=name or path, reason=reason)
    return dataset


def _try_open(path: str) -> tuple[gdal.Dataset | None, str]:
    """Open a raster; return it, or None for none or several, and why."""
    options: list[str] = []
    with quiet_gdal() as gdal_says:
        try:
            driver = gdal.IdentifyDriver(path)
            if driver is not None and driver.ShortName == "GTiff":
                options.append(f"NUM_THREADS={max(1, (os.cpu_count() or 1) // THREADS)}")
            dataset = gdal.OpenEx(path, gdal.OF_RASTER | gdal.OF_VERBOSE_ERROR, open_options=options)
        except RuntimeError as error:
            return None, str(error)
        return dataset if dataset is not None and dataset.RasterCount else None, gdal_says.complaint


def readable_path(path: str, name: str = "") -> str:
    """Return the path that `open_dataset` opens in the end, for those who open it themselves.

    Parameters
    ----------
    path, name : str
        As of `open_dataset`, which says what is raised.

    Returns
    -------
    str
        The path as it is for a file of one raster.
    """
    dataset, reason = _try_open(local_path(path, name))
    if dataset is not None:
        return local_path(path, name)
    return local_path(only_raster(path, name or path, reason), name)


def absolute_path(path: str) -> str:
    """Return a raster's path with its file made absolute.

    Parameters
    ----------
    path : str
        A file, or a subdataset such as NETCDF:"f.nc":u10.

    Returns
    -------
    str
        The path as it is where it names no file that exists.
    """
    file = file_behind(path)
    return path.replace(file, os.path.abspath(file), 1) if os.path.exists(file) else path


def grid_of(path: str, name: str = "") -> Grid:
    """Return the grid of a raster file.

    Parameters
    ----------
    path, name : str
        As of `open_dataset`.

    Returns
    -------
    Grid
        Of a CRS with heights the horizontal part alone.

    Raises
    ------
    ReadError, RasterError
        When it cannot be opened, or lies nowhere: ground control points alone, say.
    """
    dataset = open_dataset(path, name)
    geotransform = dataset.GetGeoTransform(can_return_null=True)
    if geotransform is None:
        raise RasterError(NO_POSITION, raster=name or path, cause=_what_places_it(dataset))
    crs = horizontal_crs(dataset.GetProjection()) or crs_of_axes(dataset)
    return Grid(dataset.RasterYSize, dataset.RasterXSize, tuple(geotransform), crs)


def crs_of_axes(dataset: gdal.Dataset) -> str:
    """Return WGS 84 for a netCDF whose axes say that they are degrees north and east; most hold no other CRS.

    Parameters
    ----------
    dataset : gdal.Dataset

    Returns
    -------
    str
        WKT; "" for other files, and for the axes of a rotated grid.
    """
    metadata = dataset.GetMetadata()
    units = " ".join(value.lower() for key, value in metadata.items() if key.lower().endswith("#units"))
    said = " ".join(metadata.values())
    if re.search(r"grid_latitude|grid_longitude|rotated_latitude_longitude", said):
        return ""
    if not (re.search(r"\bdegrees?_?n(orth)?\b", units) and re.search(r"\bdegrees?_?e(ast)?\b", units)):
        return ""
    return str(spatial_reference(WGS84).ExportToWkt())


def _what_places_it(dataset: gdal.Dataset) -> str:
    """Return in words what a dataset without a geotransform has instead."""
    if dataset.GetGCPCount():
        return Phrase(ONLY_GCPS, count=dataset.GetGCPCount())
    for domain, words in (("RPC", ONLY_RPC), ("GEOLOCATION", ONLY_GEOLOCATION)):
        if dataset.GetMetadata_Dict(domain):
            return Phrase(words)
    return Phrase(NO_GEOREFERENCE)


def band_count(path: str, name: str = "") -> int:
    """Return how many bands a raster file has.

    Parameters
    ----------
    path, name : str
        As of `open_dataset`.

    Returns
    -------
    int
    """
    return int(open_dataset(path, name).RasterCount)
