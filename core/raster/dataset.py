"""Raster files as GDAL opens them: with an error that names the file, and wherever the process stands."""

from __future__ import annotations

import os

from osgeo import gdal

from ..errors import RasterError, ReadError
from ..messages import CANNOT_OPEN
from ..phrases import Phrase
from .crs import horizontal_crs
from .gdal_environment import quiet_gdal
from .grid import Grid
from .messages import NO_GEOREFERENCE, NO_POSITION, ONLY_GCPS, ONLY_GEOLOCATION, ONLY_RPC

# Threads of the engine, which decode side by side; each has more of its own only where there are more processors.
THREADS = min(4, os.cpu_count() or 1)


def open_dataset(path: str, name: str = "") -> gdal.Dataset:
    """Open a raster for reading, whether or not GDAL's exceptions are on.

    Parameters
    ----------
    path : str
        Anything that GDAL takes, subdatasets included.
    name : str
        What messages call it; the path by default.

    Returns
    -------
    gdal.Dataset

    Raises
    ------
    ReadError
        With the file and GDAL's reason.
    """
    options: list[str] = []
    with quiet_gdal() as gdal_says:
        reason = ""
        dataset = None
        try:
            driver = gdal.IdentifyDriver(path)
            if driver is not None and driver.ShortName == "GTiff":
                options.append(f"NUM_THREADS={max(1, (os.cpu_count() or 1) // THREADS)}")
            dataset = gdal.OpenEx(path, gdal.OF_RASTER | gdal.OF_VERBOSE_ERROR, open_options=options)
        except RuntimeError as error:
            reason = str(error)
        if dataset is None or dataset.RasterCount == 0:
            raise ReadError(CANNOT_OPEN, raster=name or path, reason=reason or gdal_says.complaint)
    return dataset


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
    if os.path.exists(path):
        return os.path.abspath(path)
    before, quote, quoted = path.partition('"')
    file, _, after = quoted.partition('"')
    return f'{before}"{os.path.abspath(file)}"{after}' if quote and os.path.exists(file) else path


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
    crs = horizontal_crs(dataset.GetProjection())
    return Grid(dataset.RasterYSize, dataset.RasterXSize, tuple(geotransform), crs)


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
