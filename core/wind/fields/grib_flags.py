"""Whether the winds of a GRIB file point to the true east and north or along the grid, which GDAL does not tell.

It is bit 5 of the resolution and component flags (WMO, Manual on Codes, GRIB 1 code table 7, GRIB 2 flag table 3.3), in
the grid section of each message: octet 17 in edition 1; in edition 2 octet 55 for grids of latitudes and longitudes
(templates 3.0 to 3.3 and 3.40 to 3.43), octet 47 for projected ones (3.10, 3.20, 3.30). The messages of a file lie on
one grid: the first is read.
"""

from __future__ import annotations

from ...raster.containers.paths import local_path, named_file

ALONG_GRID = 0x08
# Bytes of the beginning that are searched for a message, and that its grid section lies within.
START = 65_536
_OCTETS = {**dict.fromkeys((0, 1, 2, 3, 40, 41, 42, 43), 55), **dict.fromkeys((10, 20, 30, 31), 47)}


def grib_axes(path: str) -> str:
    """Return what a GRIB file's components are relative to.

    Parameters
    ----------
    path : str
        As GDAL opens it.

    Returns
    -------
    str
        "true", "grid", or "" where the file is none, or its grid none of those known here.
    """
    try:
        with open(named_file(local_path(path)), "rb") as file:
            start = file.read(START)
    except OSError:
        return ""
    first = start.find(b"GRIB")
    message = start[first:] if first >= 0 else b""
    if len(message) < 20:
        return ""
    flags = _flags_of_edition_1(message) if message[7] == 1 else _flags_of_edition_2(message)
    if flags is None:
        return ""
    return "grid" if flags & ALONG_GRID else "true"


def _flags_of_edition_1(message: bytes) -> int | None:
    """The product section says in its octet 8 whether a grid section follows."""
    product = message[8:]
    length = int.from_bytes(product[:3], "big")
    grid = product[length:]
    return grid[16] if product[7] & 0x80 and len(grid) > 16 else None


def _flags_of_edition_2(message: bytes) -> int | None:
    position = 16
    while position + 5 <= len(message):
        length, number = int.from_bytes(message[position : position + 4], "big"), message[position + 4]
        section = message[position : position + length]
        if number == 3 and len(section) > 14:
            octet = _OCTETS.get(int.from_bytes(section[12:14], "big"), 0)
            return section[octet - 1] if 0 < octet <= len(section) else None
        if length < 5:
            return None
        position += length
    return None
