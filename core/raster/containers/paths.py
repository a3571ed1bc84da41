"""Paths as GDAL writes them: the file behind `NETCDF:"f.nc":u10` or `/vsizip/f.zip/a.tif`, and what is in archives.

    >>> file_behind('NETCDF:"/vsizip/wind.zip/a.nc":u10'), file_behind("/vsigzip/a.tif.gz"), file_behind("a.tif")
    ('wind.zip', 'a.tif.gz', 'a.tif')

GDAL reads most formats inside an archive. Not NetCDF and HDF on every system, and GRIB slowly: `local_path` unpacks
such a file into a temporary folder, once for a process, which removes the folder when it ends. A netCDF of another
ending (`wrfout_d01_2020-01-01_00:00:00`) GDAL takes for HDF5, which knows no coordinates: it gets the netCDF prefix.
"""

from __future__ import annotations

import gzip
import os
import re
import shutil
import tarfile
import tempfile
import threading
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import IO, cast

from osgeo import gdal

from ...errors import ReadError
from ..gdal_environment import quiet_gdal
from ..messages import CANNOT_UNPACK

# "NETCDF:", "HDF4_EOS:EOS_GRID:"; a drive letter is none.
SIGNATURE = re.compile(r"[A-Za-z][A-Za-z0-9_]+:")
ARCHIVE_PREFIX = re.compile(r"/vsi(zip|tar|gzip)/")
# What an archive's name ends in, as GDAL finds its end within a longer path.
ARCHIVE_ENDINGS = {"/vsizip/": (".zip",), "/vsitar/": (".tar", ".tgz", ".tar.gz"), "/vsigzip/": (".gz",)}
# Archives too, but of documents.
DOCUMENT_ENDINGS = (".xlsx", ".xlsm", ".ods", ".odt", ".docx", ".pptx", ".qgz", ".kmz")
# What these files begin with; libraries of their own read them.
HDF5_START = b"\x89HDF"
UNPACKED_FORMATS = (b"CDF", HDF5_START, b"\x0e\x03\x13\x01", b"GRIB")
# By these GDAL tells netCDF from HDF5, which begins alike; rasters of the others are neither.
TOLD_BY_ENDING = (".nc", ".nc4", ".cdf", ".h5", ".hdf5", ".he5", ".hdf", ".tif", ".tiff", ".vrt")
_PART = 4_000_000
# What Python's readers raise for a damaged, encrypted or unusual archive, or without room.
_DAMAGE = (
    OSError,
    EOFError,
    KeyError,
    RuntimeError,
    ValueError,
    zlib.error,
    zipfile.BadZipFile,
    tarfile.TarError,
)

_unpacking = threading.Lock()
_unpacked: dict[tuple[str, int, int], str] = {}
_folders: list[tempfile.TemporaryDirectory] = []


def named_file(path: str) -> str:
    """Return the file that a subdataset's name holds, /vsizip/ and such included.

    Parameters
    ----------
    path : str
        A path, or NETCDF:"f.nc":u10, HDF5:f.h5://a, GPKG:f.gpkg:layer.

    Returns
    -------
    str
        The path as it is where it names no subdataset.
    """
    if os.path.exists(path) or path.startswith("/vsi") or not SIGNATURE.match(path):
        return path
    quoted = re.search(r'"([^"]+)"', path)
    if quoted:
        return quoted.group(1)
    parts = path.split(":")
    for first in range(1, len(parts)):
        for last in range(len(parts), first, -1):
            candidate = ":".join(parts[first:last])
            if candidate and os.path.exists(_outermost(candidate)):
                return candidate
    return path


def file_behind(path: str) -> str:
    """Return the file on disk that a path means.

    Parameters
    ----------
    path : str
        As of `named_file`.

    Returns
    -------
    str
        For a file in an archive the archive.
    """
    return _outermost(named_file(path))


def _outermost(path: str) -> str:
    while True:
        prefix = ARCHIVE_PREFIX.match(path)
        if not prefix:
            return path
        path = path[prefix.end() :]
        if path.startswith("{"):
            path = path[1 : path.rfind("}")] if "}" in path else path[1:]
        elif not ARCHIVE_PREFIX.match(path):
            return _archive_in(path, ARCHIVE_ENDINGS[prefix.group()])


def _archive_in(path: str, endings: tuple[str, ...]) -> str:
    """The beginning of a path that ends like an archive, and exists if one does."""
    ends = [found.end() for ending in endings for found in re.finditer(re.escape(ending) + r"(?=[/\\]|$)", path, re.I)]
    beginnings = [path[:end] for end in sorted(ends)]
    return next((one for one in beginnings if os.path.exists(one)), beginnings[0] if beginnings else path)


def exists(path: str) -> bool:
    """Return True when the file that a path means is there; URLs and databases are not looked for.

    Parameters
    ----------
    path : str
        As of `named_file`.

    Returns
    -------
    bool
    """
    file = file_behind(path)
    if file.startswith("/vsimem/"):
        with quiet_gdal():
            return gdal.VSIStatL(file) is not None
    return os.path.exists(file)


def archive_root(path: str) -> str:
    """Return the path by which GDAL looks into an archive.

    Parameters
    ----------
    path : str
        A file.

    Returns
    -------
    str
        "" for anything that is no archive of files.
    """
    lower = path.lower()
    if not os.path.isfile(path) or lower.endswith(DOCUMENT_ENDINGS):
        return ""
    with open(path, "rb") as file:
        start = file.read(265)
    if start[:4] == b"PK\x03\x04":
        prefix = "/vsizip/"
    elif start[:2] == b"\x1f\x8b" and not lower.endswith((".tgz", ".tar.gz")):
        return "/vsigzip/" + os.path.abspath(path)
    elif start[:2] == b"\x1f\x8b" or start[257:262] == b"ustar":
        prefix = "/vsitar/"
    else:
        return ""
    whole = os.path.abspath(path)
    return prefix + (whole if lower.endswith(ARCHIVE_ENDINGS[prefix]) else "{" + whole + "}")


def names_archive(path: str) -> bool:
    """Return True for /vsizip/f.zip and /vsitar/f.tar without a file within.

    Parameters
    ----------
    path : str

    Returns
    -------
    bool
    """
    prefix = ARCHIVE_PREFIX.match(path)
    if prefix is None or prefix.group() == "/vsigzip/":
        return False
    return path[prefix.end() :].strip("{}").rstrip("/\\") == file_behind(path)


def archive_members(root: str) -> list[str]:
    """Return the files in an archive, as GDAL opens them.

    Parameters
    ----------
    root : str
        From `archive_root`, or a folder within.

    Returns
    -------
    list of str
        In the order of their names; a compressed file is its own only member.
    """
    if root.startswith("/vsigzip/"):
        return [root]
    with quiet_gdal():
        names = gdal.ReadDirRecursive(root) or []
    files = [name for name in names if not name.endswith("/") and "__MACOSX" not in name]
    return [f"{root}/{name}" for name in sorted(files)]


def local_path(path: str, name: str = "") -> str:
    """Return a path that every GDAL can open: of NetCDF, HDF and GRIB in an archive that of an unpacked copy.

    A netCDF that only its content tells from HDF5 gets the netCDF prefix.

    Parameters
    ----------
    path : str
        As of `named_file`.
    name : str
        What messages call the raster; the path by default.

    Returns
    -------
    str

    Raises
    ------
    ReadError
        When there is no room, or the archive is damaged.
    """
    file = named_file(path)
    if not ARCHIVE_PREFIX.match(file) or not _start_of(file).startswith(UNPACKED_FORMATS):
        return _as_netcdf(path) if file == path else path
    copy = _unpack(file, name or path)
    return _as_netcdf(copy) if file == path else path.replace(file, copy)


def _as_netcdf(path: str) -> str:
    """Give a netCDF without an ending that says so the prefix by which GDAL reads it as one."""
    if path.lower().endswith(TOLD_BY_ENDING) or not os.path.isfile(path) or _start_of(path) != HDF5_START:
        return path
    prefixed = f'NETCDF:"{path}"'
    with quiet_gdal():
        try:
            return prefixed if gdal.OpenEx(prefixed, gdal.OF_RASTER) is not None else path
        except RuntimeError:
            return path


def archived_path(path: str, copy: str, original: str) -> str:
    """Return a path of `local_path` as it was before.

    Parameters
    ----------
    path : str
        With `copy` in it, or not.
    copy, original : str
        The unpacked file and the file in the archive.

    Returns
    -------
    str
    """
    return path.replace(copy, original) if copy != original else path


def _start_of(path: str) -> bytes:
    with quiet_gdal():
        try:
            file = gdal.VSIFOpenL(path, "rb")
        except RuntimeError:
            return b""
        if file is None:
            return b""
        try:
            return bytes(gdal.VSIFReadL(1, 4, file) or b"")
        finally:
            gdal.VSIFCloseL(file)


def _unpack(path: str, name: str) -> str:
    """Copy a file out of an archive, unless that was done before."""
    archive = os.stat(_outermost(path))
    key = (path, archive.st_mtime_ns, archive.st_size)
    with _unpacking:
        if not os.path.exists(_unpacked.get(key, "")):
            try:
                _unpacked[key] = _copy(path)
            except _DAMAGE as error:
                raise ReadError(CANNOT_UNPACK, raster=name, reason=str(error)) from error
        return _unpacked[key]


def _copy(path: str) -> str:
    if not _folders:
        _folders.append(tempfile.TemporaryDirectory(prefix="carbon_service_flow_"))
    member = PurePosixPath(path).name
    member = member[:-3] if path.startswith("/vsigzip/") and member.lower().endswith(".gz") else member
    target = os.path.join(tempfile.mkdtemp(dir=_folders[0].name), member)
    try:
        with open(target, "wb") as copy, _member(path) as source:
            shutil.copyfileobj(source, copy, _PART)
    except BaseException:
        os.remove(target)
        raise
    return target


@contextmanager
def _member(path: str) -> Iterator[IO[bytes]]:
    """Open a file in an archive: by Python, whose readers check what they unpack, archives in archives by steps."""
    prefix = ARCHIVE_PREFIX.match(path)
    if prefix is None:
        with open(path, "rb") as file:
            yield file
        return
    rest = path[prefix.end() :]
    if ARCHIVE_PREFIX.match(rest) or rest.startswith("{/vsi"):
        inner = _inner_archive(rest, prefix.group())
        archive = _copy(inner)
    else:
        inner = archive = _outermost(path)
    inside = rest[rest.index(inner) + len(inner) :].lstrip("}/\\")
    if prefix.group() == "/vsigzip/":
        with gzip.GzipFile(archive) as unzipped:
            yield cast(IO[bytes], unzipped)
    elif prefix.group() == "/vsizip/":
        with zipfile.ZipFile(archive) as zipped, zipped.open(inside) as file:
            yield file
    else:
        with tarfile.open(archive) as opened:
            member = opened.extractfile(inside)
            if member is None:
                raise FileNotFoundError(inside)
            yield member


def _inner_archive(path: str, prefix: str) -> str:
    """The archive within an archive that a path begins with."""
    if path.startswith("{"):
        return path[1 : path.rfind("}")]
    ends = [
        found.end()
        for end in ARCHIVE_ENDINGS[prefix]
        for found in re.finditer(re.escape(end) + r"(?=[/\\]|$)", path, re.I)
    ]
    return path[: max(ends)] if ends else path
