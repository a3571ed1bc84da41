"""What a file is that is no raster: so that an error can say so.

The first bytes and GDAL's vector drivers tell; nothing is read whole.
"""

from __future__ import annotations

import os

from osgeo import gdal

from ...phrases import Listing, Phrase
from ..gdal_environment import quiet_gdal
from ..messages import (
    ARCHIVE_WITHOUT_RASTER,
    FOLDER_WITHOUT_RASTER,
    IS_DAMAGED,
    IS_DOCUMENT,
    IS_EMPTY,
    IS_PACKED,
    IS_POINTER,
    IS_SIDE_FILE,
    IS_TEXT,
    IS_UNKNOWN,
    IS_VECTOR,
    IS_WEB_PAGE,
    NO_DRIVER,
    NOT_IN_ARCHIVE,
)
from .paths import archive_members, archive_root, file_behind, named_file, names_archive

_START = 2048
_LISTED = 8
PACKED = {b"7z\xbc\xaf": "7-Zip", b"Rar!": "RAR", b"BZh": "bzip2", b"\xfd7zX": "xz", b"\x1f\x9d": "compress"}
# Formats by their first bytes, with the name of GDAL's driver.
FORMATS = {
    b"CDF": "netCDF",
    b"\x89HDF": "HDF5",
    b"\x0e\x03\x13\x01": "HDF4",
    b"GRIB": "GRIB",
    b"\x00\x00\x00\x0cjP": "JP2OpenJPEG",
    b"II*\x00": "GTiff",
    b"MM\x00*": "GTiff",
}
_SIDE_FILES = (".aux.xml", ".tfw", ".wld", ".jgw", ".ovr", ".prj", ".hdr", ".vat.dbf", ".tif.xml", ".clr", ".stx")
DOCUMENTS = (".qgs", ".qgz", ".qlr", ".qml", ".qpt", ".docx", ".odt", ".pptx", ".pdf", ".lyr", ".lyrx", ".aprx", ".mxd")


def describe_file(path: str, reason: str) -> str:
    """Return in words what a file is that GDAL does not open as a raster.

    Parameters
    ----------
    path : str
        A file or folder that exists, or a name with one in it.
    reason : str
        What GDAL said.

    Returns
    -------
    str, a Phrase
    """
    file = file_behind(path)
    if os.path.isdir(file):
        return Phrase(FOLDER_WITHOUT_RASTER, files=_listed(sorted(os.listdir(file))))
    if not os.path.isfile(file):
        return Phrase(IS_UNKNOWN, reason=reason)
    root = archive_root(file)
    if root and path != file and not names_archive(path):
        members = archive_members(root)
        inner = named_file(path).split(file, 1)[-1].lstrip("}/\\")
        return Phrase(
            NOT_IN_ARCHIVE, file=inner, reason=reason, files=_listed([one[len(root) :].lstrip("/") for one in members])
        )
    if root:
        members = archive_members(root)
        return Phrase(ARCHIVE_WITHOUT_RASTER, files=_listed([one[len(root) :].lstrip("/") or one for one in members]))
    with open(file, "rb") as opened:
        start = opened.read(_START)
    return (
        _by_bytes(start)
        or _by_name(file)
        or _vector(file)
        or _broken(file, reason)
        or _text(start)
        or Phrase(IS_UNKNOWN, reason=reason)
    )


def _by_bytes(start: bytes) -> str:
    if not start:
        return Phrase(IS_EMPTY)
    for magic, kind in PACKED.items():
        if start.startswith(magic):
            return Phrase(IS_PACKED, kind=kind)
    for magic, driver in FORMATS.items():
        if start.startswith(magic) and gdal.GetDriverByName(driver) is None:
            return Phrase(NO_DRIVER, kind=driver)
    beginning = start.lstrip(b"\xef\xbb\xbf \r\n\t")[:200].lower()
    if beginning.startswith((b"<!doctype html", b"<html")):
        return Phrase(IS_WEB_PAGE)
    if beginning.startswith(b"version https://git-lfs"):
        return Phrase(IS_POINTER)
    return ""


def _by_name(file: str) -> str:
    lower = file.lower()
    if lower.endswith(DOCUMENTS):
        return Phrase(IS_DOCUMENT, ending=os.path.splitext(file)[1])
    if lower.endswith(_SIDE_FILES):
        return Phrase(IS_SIDE_FILE)
    return ""


def _broken(file: str, reason: str) -> str:
    """A raster by its beginning, which GDAL does not open all the same."""
    with quiet_gdal():
        try:
            driver = gdal.IdentifyDriverEx(file, gdal.OF_RASTER)
        except RuntimeError:
            driver = None
    if driver is None:
        return ""
    return Phrase(IS_DAMAGED, kind=driver.ShortName, reason=reason)


def _vector(file: str) -> str:
    with quiet_gdal():
        try:
            dataset = gdal.OpenEx(file, gdal.OF_VECTOR)
        except RuntimeError:
            return ""
        if dataset is None:
            return ""
        layers = [dataset.GetLayer(index).GetName() for index in range(dataset.GetLayerCount())]
        return Phrase(IS_VECTOR, kind=dataset.GetDriver().ShortName, layers=_listed(layers))


def _text(start: bytes) -> str:
    encoding = "ASCII"
    if start[:2] in (b"\xff\xfe", b"\xfe\xff") or start[1::2].count(0) + start[::2].count(0) > len(start) // 3:
        encoding = "UTF-16"
    elif any(byte < 9 for byte in start):
        return ""
    elif not start.isascii():
        encoding = "UTF-8"
    words = start.decode("utf-16" if encoding == "UTF-16" else "utf-8", "replace").lstrip("\ufeff")
    printable = sum(one.isprintable() or one.isspace() for one in words if one != "\ufffd")
    if printable < 0.9 * len(words):
        return ""
    return Phrase(IS_TEXT, encoding=encoding, start=" ".join(words.split())[:60])


def _listed(names: list[str]) -> Listing:
    return Listing([*names[:_LISTED], *(["…"] if len(names) > _LISTED else [])] or ["-"])
