"""GRIB of edition 1, written byte by byte: GDAL reads it and does not write it.

After WMO's Manual on Codes, FM 92 GRIB edition 1: indicator, product, grid, data and end sections; simple packing in
steps of 1/16 and 16 bits, on latitudes and longitudes of 1 degree from 36 N, 100 E on.
"""

from __future__ import annotations

import math
import struct
from pathlib import Path

import numpy as np


def _ibm(value: float) -> bytes:
    """A number as IBM's float: sign, exponent of 16 in excess of 64, fraction of 24 bits."""
    if value == 0:
        return bytes(4)
    exponent, fraction = 64, abs(value)
    while fraction >= 1:
        fraction, exponent = fraction / 16, exponent + 1
    while fraction < 1 / 16:
        fraction, exponent = fraction * 16, exponent - 1
    return bytes([(0x80 if value < 0 else 0) | exponent]) + int(fraction * 2**24).to_bytes(3, "big")


def _signed(value: int, size: int) -> bytes:
    return (abs(value) | (0x80 << 8 * (size - 1) if value < 0 else 0)).to_bytes(size, "big")


def _section(content: bytes) -> bytes:
    return (len(content) + 3).to_bytes(3, "big") + content


def grib1_message(parameter: int, hour: int, values: np.ndarray, flags: int = 0x80) -> bytes:
    """One field of 2020-01-01 in ECMWF's table 128 (165 and 166 are u and v at 10 m), at the surface."""
    rows, cols = values.shape
    low = math.floor(values.min())
    product = bytes([128, 98, 255, 255, 0x80, parameter, 1, 0, 0, 20, 1, 1, hour, 0, 1, 0, 0, 0, 0, 0, 0, 21, 0, 0, 0])
    north, west, size = 35_500, 100_500, 1000
    corners = _signed(north, 3) + _signed(west, 3) + bytes([flags])
    corners += _signed(north - size * (rows - 1), 3) + _signed(west + size * (cols - 1), 3)
    grid = bytes([0, 255, 0]) + struct.pack(">HH", cols, rows) + corners + struct.pack(">HH", size, size) + bytes(5)
    packed = np.round((values - low) * 16).astype(">u2").tobytes()
    data = bytes([0]) + _signed(-4, 2) + _ibm(float(low)) + bytes([16]) + packed
    body = _section(product) + _section(grid) + _section(data) + b"7777"
    return b"GRIB" + (8 + len(body)).to_bytes(3, "big") + b"\x01" + body


def write_grib1(path: Path, fields: list[tuple[str, int, np.ndarray]], flags: int = 0x80) -> str:
    """Fields ("u" or "v", hour, values (rows, cols)), in the file's order."""
    path.write_bytes(b"".join(grib1_message({"u": 165, "v": 166}[one], *rest, flags=flags) for one, *rest in fields))
    return str(path)


def with_flags(path: Path, flags: int) -> str:
    """Set the component flags of each message of a GRIB of edition 2 on a Lambert grid (octet 47 of section 3)."""
    data, start = bytearray(path.read_bytes()), 0
    while start < len(data):
        place = start + 16
        while data[place : place + 4] != b"7777":
            if data[place + 4] == 3:
                data[place + 46] = flags
            place += int.from_bytes(data[place : place + 4], "big")
        start = place + 4
    path.write_bytes(bytes(data))
    return str(path)
