"""NetCDF classic files, written byte by byte: packed shorts, texts and attributes that GDAL itself does not write.

The format is that of Unidata's "NetCDF classic format" (CDF-1), big-endian, without a record dimension.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from osgeo import gdal

from .common import WGS84

needs_netcdf = pytest.mark.skipif(gdal.GetDriverByName("netCDF") is None, reason="GDAL without netCDF")
needs_grib = pytest.mark.skipif(gdal.GetDriverByName("GRIB") is None, reason="GDAL without GRIB")
KINDS = {"i1": 1, "S1": 2, "i2": 3, "i4": 4, "f4": 5, "f8": 6}
DIMENSIONS, VARIABLES, ATTRIBUTES = 10, 11, 12
Variable = tuple[tuple[str, ...], Any, Mapping[str, Any]]


def _padded(data: bytes) -> bytes:
    return data + b"\0" * (-len(data) % 4)


def _name(text: str) -> bytes:
    return struct.pack(">i", len(text.encode())) + _padded(text.encode())


def _bytes(values: np.ndarray) -> bytes:
    return values.tobytes() if values.dtype.kind == "S" else values.astype(values.dtype.newbyteorder(">")).tobytes()


def _kind(values: np.ndarray) -> int:
    return KINDS[values.dtype.str[1:]]


def _attributes(attributes: Mapping[str, Any]) -> bytes:
    if not attributes:
        return struct.pack(">ii", 0, 0)
    parts = [struct.pack(">ii", ATTRIBUTES, len(attributes))]
    for key, value in attributes.items():
        values = np.frombuffer(value.encode(), "S1") if isinstance(value, str) else np.atleast_1d(value)
        parts += [_name(key), struct.pack(">ii", _kind(values), values.size), _padded(_bytes(values))]
    return b"".join(parts)


def write_netcdf(path: Path, variables: Mapping[str, Variable], attributes: Mapping[str, Any] | None = None) -> str:
    """variables: {name: (names of dimensions, array, {attribute: text or number})}."""
    arrays = {name: np.asarray(values) for name, (_, values, _) in variables.items()}
    sizes: dict[str, int] = {}
    for name, (dimensions, _, _) in variables.items():
        sizes.update(zip(dimensions, arrays[name].shape))
    order = list(sizes)

    def header(starts: Mapping[str, int]) -> bytes:
        parts = [b"CDF\x01", struct.pack(">iii", 0, DIMENSIONS, len(sizes))]
        parts += [_name(key) + struct.pack(">i", size) for key, size in sizes.items()]
        parts += [_attributes(attributes or {}), struct.pack(">ii", VARIABLES, len(variables))]
        for name, (dimensions, _, said) in variables.items():
            values = arrays[name]
            parts += [_name(name), struct.pack(">i", len(dimensions))]
            parts += [struct.pack(">i", order.index(one)) for one in dimensions]
            parts += [_attributes(said), struct.pack(">iii", _kind(values), len(_padded(_bytes(values))), starts[name])]
        return b"".join(parts)

    position, starts = len(header(dict.fromkeys(variables, 0))), {}
    for name, values in arrays.items():
        starts[name] = position
        position += len(_padded(_bytes(values)))
    path.write_bytes(header(starts) + b"".join(_padded(_bytes(values)) for values in arrays.values()))
    return str(path)


def lonlat_axes(north: float, west: float, rows: int, cols: int, size: float = 1.0) -> dict[str, Variable]:
    """Axes of cell centres, from the north-western one on."""
    latitude, longitude = north - size * np.arange(rows), west + size * np.arange(cols)
    return {
        "latitude": (("latitude",), latitude, {"units": "degrees_north", "standard_name": "latitude"}),
        "longitude": (("longitude",), longitude, {"units": "degrees_east", "standard_name": "longitude"}),
    }


def time_axis(hours: Any, name: str = "valid_time") -> dict[str, Variable]:
    """Hours since 2020 as the newer climate store writes them, seconds since 1970."""
    seconds = 1577836800 + 3600.0 * np.asarray(hours, float)
    return {name: ((name,), seconds, {"units": "seconds since 1970-01-01", "standard_name": "time"})}


U10 = {"units": "m s**-1", "long_name": "10 metre U wind component", "standard_name": "eastward_wind"}
V10 = {"units": "m s**-1", "long_name": "10 metre V wind component", "standard_name": "northward_wind"}


def write_winds(path: Path, u: np.ndarray, v: np.ndarray, hours: Any = None, **more: Variable) -> str:
    """One file with u10 and v10, (steps, rows, cols), cells of 1 degree from 36 N, 100 E on."""
    steps, rows, cols = u.shape
    dimensions = ("valid_time", "latitude", "longitude")
    return write_netcdf(
        path,
        {
            **time_axis(range(steps) if hours is None else hours),
            **lonlat_axes(35.5, 100.5, rows, cols),
            **more,
            "u10": (dimensions, u.astype("f4"), U10),
            "v10": (dimensions, v.astype("f4"), V10),
        },
    )


def write_grib(
    path: Path,
    messages: list[tuple[str, int, int, np.ndarray]],
    member: int | None = None,
    crs: str = WGS84,
    transform: tuple[float, ...] = (100.0, 1.0, 0.0, 36.0, 0.0, -1.0),
    process: int | None = None,
) -> str:
    """Messages ("u" or "v", level in m, hour of 2020, values (rows, cols)), of GRIB 2, in the file's order.

    `member` of an ensemble is template 1; `process` over a day template 8: 0 averages, 1 adds up.
    """
    rows, cols = messages[0][3].shape
    memory = gdal.GetDriverByName("MEM").Create("", cols, rows, len(messages), gdal.GDT_Float64)
    memory.SetGeoTransform(transform)
    memory.SetProjection(crs)
    options = []
    for number, (component, level, hour, values) in enumerate(messages, start=1):
        memory.GetRasterBand(number).WriteArray(values)
        template, more = (0, "") if member is None else (1, f" 3 {member} 10")
        if process is not None:
            template, more = 8, f" 2020 1 2 0 0 0 1 0 {process} 2 1 24 255 0"
        options += [
            f"BAND_{number}_DISCIPLINE=0",
            f"BAND_{number}_IDS=CENTER=98 SUBCENTER=0 SIGNF_REF_TIME=1 REF_TIME=2020-01-01T00:00:00Z TYPE=1",
            f"BAND_{number}_PDS_PDTN={template}",
            f"BAND_{number}_PDS_TEMPLATE_ASSEMBLED_VALUES=2 {2 if component == 'u' else 3} 2 0 0 0 0 1 {hour} "
            f"103 0 {level} 255 0 0{more}",
        ]
    assert gdal.GetDriverByName("GRIB").CreateCopy(str(path), memory, options=options) is not None
    return str(path)
