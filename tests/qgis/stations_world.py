"""Synthetic wind observations: daily files in China's published layout, layers of records, a plain-loop reference."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from osgeo import ogr, osr
from qgis_world import write_text

# Number, latitude and longitude as DDMM, elevation in 0.1 m. The world of qgis_world lies at 109.4 E, 34.4 N.
STATIONS = (("57001", 3420, 10920, 3975), ("57002", 3430, 10935, 100812), ("57003", 3450, 10950, 1204))
SECTORS = ("n", "nne", "ne", "ene", "e", "ese", "se", "sse", "s", "ssw", "sw", "wsw", "w", "wnw", "nw", "nnw")

DAYS = 10
# Station 57001 blows from all around, 57002 mostly from SSW (10), 57003 is always calm (17).
CODES = (
    (1, 2, 16, 1, 17, 5, 32766, 1, 9, 13),
    (10, 10, 10, 11, 9, 10, 17, 10, 3, 10),
    (17,) * DAYS,
)


def daily_line(
    station: tuple[str, int, int, int], day: int, speed: int, code: int, month: int = 1, quality: str = "0 0 0 0 0"
) -> str:
    """One line; `speed` (0.1 m/s) is the mean, 10 more the maximum, 30 more the extreme; `code` is both directions."""
    name, lat, lon, elevation = station
    place = f"{name} {lat:5d} {lon:6d} {elevation:7d} 2015 {month:2d} {day:2d}"
    return f"{place} {speed:6d} {speed + 10:6d} {code:6d} {speed + 30:6d} {code:6d} {quality}"


def daily_files(folder: Path, codes: Sequence[Sequence[int]]) -> list[str]:
    """A file per month, codes[station][day]; two months of equal length."""
    half = len(codes[0]) // 2
    paths = []
    for month in (1, 2):
        days = range((month - 1) * half, month * half)
        lines = [
            daily_line(station, day % half + 1, 20 + day, codes[k][day], month)
            for k, station in enumerate(STATIONS)
            for day in days
        ]
        path = folder / f"SURF_CLI_CHN_MUL_DAY-WIN-11002-2015{month:02d}.TXT"
        paths.append(write_text(path, "\n".join(lines) + "\n"))
    return paths


def write_records(
    path: Path, rows: Sequence[dict[str, Any]], crs: str = "EPSG:4326", kind: int = ogr.wkbPoint, layer: str = ""
) -> str:
    """Rows as a GeoPackage layer; the value under "at" is its (x, y), all others are fields, text or number."""
    source = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    reference = None
    if crs:
        reference = osr.SpatialReference()
        reference.SetFromUserInput(crs)
    target = source.CreateLayer(layer or path.stem, reference, kind)
    names = [name for name in rows[0] if name != "at"]
    for name in names:
        text = any(isinstance(row[name], str) for row in rows)
        target.CreateField(ogr.FieldDefn(name, ogr.OFTString if text else ogr.OFTReal))
    for row in rows:
        feature = ogr.Feature(target.GetLayerDefn())
        for name in names:
            if row[name] is not None:
                feature.SetField(name, row[name])
        if row.get("at") is not None:
            geometry = ogr.Geometry(kind)
            geometry.AddPoint_2D(*row["at"])
            feature.SetGeometry(geometry)
        target.CreateFeature(feature)
    target = source = None
    return str(path)


def station_row(
    name: str, at: tuple[float, float] | None, shares: dict[str, float], resultant: float | None, constancy: float = 1.0
) -> dict[str, Any]:
    """A row as prevailingwindstations writes it; `shares` by sector or "calm", which get the rest of 1."""
    sectors = {f"f_{sector}": shares.get(sector, 0.0) for sector in SECTORS}
    calm = 1 - sum(sectors.values())
    return {
        "station": name,
        "at": at,
        "records": 10.0,
        "resultant_dir": resultant,
        "constancy": constancy,
        "mean_speed": 2.0,
        "calm_freq": calm,
        **sectors,
    }


def wind_of(records: Sequence[tuple[float | None, float | None]], calm_below: float = 0.3) -> dict[str, Any]:
    """Prevailing wind of (direction or None for calm, speed or None) by a plain loop."""
    counts, calms, u, v, speeds = [0] * 16, 0, 0.0, 0.0, []
    for direction, speed in records:
        if direction is None or (speed is not None and (speed < calm_below or speed == 0)):
            calms += 1
        else:
            counts[int((direction + 11.25) // 22.5) % 16] += 1
        if speed is not None:
            speeds.append(speed)
            if direction is not None:
                u -= speed * math.sin(math.radians(direction))
                v -= speed * math.cos(math.radians(direction))
    total = len(records)
    return {
        "records": total,
        "prevailing_dir": 22.5 * counts.index(max(counts)) if max(counts) else None,
        "prevailing_freq": max(counts) / total if max(counts) else None,
        "resultant_dir": math.degrees(math.atan2(-u, -v)) % 360,
        "constancy": math.hypot(u, v) / sum(speeds),
        "mean_speed": sum(speeds) / len(speeds),
        "calm_freq": calms / total,
        **{f"f_{sector}": counts[k] / total for k, sector in enumerate(SECTORS)},
    }
