"""The rasters that a path holds: the variables of a file, the files of an archive or a folder.

    >>> is_auxiliary("time_bnds"), is_auxiliary("lat"), is_auxiliary("cover_class")
    (True, True, False)

GDAL opens a file with one raster as that raster, and of a file with several only lists them. So where a tool is given
such a file, the only one that is no auxiliary variable (bounds, coordinates, grid mapping) is taken, and of several
none: the error lists them, and says how to name one.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass

from osgeo import gdal

from ...errors import ReadError
from ...messages import CANNOT_OPEN
from ...phrases import Listing, Phrase
from ..gdal_environment import quiet_gdal
from ..messages import AND_MORE, SEVERAL_RASTERS
from .paths import (
    archive_members,
    archive_root,
    archived_path,
    exists,
    file_behind,
    local_path,
    named_file,
    names_archive,
)
from .unreadable import describe_file

# What a message lists, and files that are looked into.
_LISTED = 20
_MEMBERS = 500
AUXILIARY = re.compile(
    r"(.*[_ ])?(bnds?|bounds?|vertices|corners?)|crs|spatial_ref|projection|.*grid_mapping|rotated_pole|"
    r"(xlat|xlong?)(_[muv])?|(nav_|grid_)?(lat|lon|latitude|longitude)s?(_\w)?|times?|valid_time|x|y|expver",
    re.IGNORECASE,
)
# Files beside rasters, which GDAL need not try.
_SIDE_FILES = (".xml", ".txt", ".csv", ".prj", ".tfw", ".ovr", ".html", ".pdf", ".md", ".json", ".dbf", ".shx", ".shp")


@dataclass(frozen=True)
class Variable:
    """One raster that a path holds.

    Attributes
    ----------
    path : str, as GDAL opens it
    name : str
    shape : str, "24 x 15 x 36"; "" where the container does not say it
    """

    path: str
    name: str
    shape: str = ""

    def describe(self) -> str:
        """Return name, shape and long name.

        Returns
        -------
        str
        """
        details = [one for one in (self.shape, long_name(self.path)) if one and one != self.name]
        return f"{self.name} ({', '.join(details)})" if details else self.name


def is_auxiliary(name: str) -> bool:
    """Return True for the names of bounds, coordinates and grid mappings.

    Parameters
    ----------
    name : str

    Returns
    -------
    bool
    """
    return AUXILIARY.fullmatch(name.rsplit("/", 1)[-1]) is not None


def long_name(path: str) -> str:
    """Return what a raster calls itself at length.

    Parameters
    ----------
    path : str
        As GDAL opens it.

    Returns
    -------
    str
        "" where it does not say.
    """
    dataset = _open(local_path(path))
    if dataset is None or not dataset.RasterCount:
        return ""
    metadata = dataset.GetRasterBand(1).GetMetadata()
    return str(metadata.get("long_name") or metadata.get("standard_name") or "")


def variables_in(path: str) -> list[Variable]:
    """Return the rasters that a path holds.

    Parameters
    ----------
    path : str
        A file, an archive, a folder, or any other name that GDAL takes.

    Returns
    -------
    list of Variable
        Empty when there are none; without the auxiliary variables, unless there is nothing else.
    """
    root = archive_root(file_behind(path) if names_archive(path) else path)
    if root:
        return [one for member in _without_side_files(archive_members(root)) for one in variables_in(member)]
    dataset = _open(local_path(path))
    if dataset is None:
        if not os.path.isdir(path):
            return []
        files = sorted(entry.path for entry in os.scandir(path) if entry.is_file())
        files = [file for file in files if not archive_root(file)]
        return [one for file in _without_side_files(files) for one in variables_in(file)]
    if dataset.RasterCount:
        return [Variable(path, os.path.basename(named_file(path)), f"{dataset.RasterYSize} x {dataset.RasterXSize}")]
    file, copy = named_file(path), named_file(local_path(path))
    found = []
    for name, description in dataset.GetSubDatasets():
        shape = re.match(r"\[([\d x]+)\]", description)
        if "(8-bit character)" not in description:
            sides = " x ".join(shape.group(1).replace(" ", "").split("x")) if shape else ""
            found.append(Variable(archived_path(name, copy, file), _short_name(name, description), sides))
    return [one for one in found if not is_auxiliary(one.name)] or found


def _short_name(path: str, description: str) -> str:
    """The variable's own name: what follows the file in a subdataset's name; for a number its description."""
    name = path.replace("//", "").rsplit(":", 1)[-1].strip('/"')
    return re.sub(r"^\[[\d x]+\] *", "", description) if not name or name.isdigit() else name


def _without_side_files(paths: list[str]) -> list[str]:
    return [path for path in paths if not path.lower().endswith(_SIDE_FILES)][:_MEMBERS]


def only_raster(path: str, name: str, reason: str) -> str:
    """Return the path of the only raster in what GDAL does not open as one.

    Parameters
    ----------
    path : str
    name : str
        What messages call it where no file of that path exists.
    reason : str
        GDAL's, for a path that is nothing known here.

    Returns
    -------
    str

    Raises
    ------
    ReadError
        With what the file holds, or is.
    """
    if not exists(path):
        raise ReadError(CANNOT_OPEN, raster=name, reason=reason)
    name = os.path.basename(file_behind(path).rstrip("/\\")) or name
    found = variables_in(path)
    if len(found) == 1 and found[0].path != path and not os.path.isdir(path):
        return found[0].path
    if not found:
        raise ReadError(CANNOT_OPEN, raster=name, reason=describe_file(path, reason))
    raise ReadError(
        SEVERAL_RASTERS, raster=name, count=len(found), variables=list_variables(found), example=found[0].path
    )


def list_variables(found: list[Variable]) -> Listing:
    """Return a list of variables for a message.

    Parameters
    ----------
    found : list of Variable

    Returns
    -------
    Listing
    """
    shown = [variable.describe() for variable in found[:_LISTED]]
    more = [Phrase(AND_MORE, count=len(found) - _LISTED)] if len(found) > _LISTED else []
    return Listing([*shown, *more], "; ")


def _open(path: str) -> gdal.Dataset | None:
    with quiet_gdal():
        try:
            return gdal.OpenEx(path, gdal.OF_RASTER)
        except RuntimeError:
            return None
