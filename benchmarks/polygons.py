"""Zones: a net of crooked polygons without gaps, and provinces that join them.

The corners of a lattice of columns x rows are moved at random, and the straight lines between them are bent by midpoint
displacement; neighbours share their line, so that every cell centre lies in one zone. Zones are joined to provinces by
the nearest of a few random seats, as counties to provinces. Lines have 33 points: a county here has about 130 vertices.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from osgeo import gdal, ogr, osr

# Zones in all, and how many lie beside each other.
NET = (70, 40)
PROVINCES = 19
BENDS = 5
STRIP = 2048


def write_zones(
    folder: Path, shape: tuple[int, int], seed: int, geotransform: tuple[float, ...], reference: osr.SpatialReference
) -> None:
    """Write zones.gpkg (name, code) and provinces.gpkg (name, code, total)."""
    rng = np.random.default_rng([seed, 2800])
    net, corners, across, down = _net(shape, rng)
    left, width, _, top, _, height = geotransform
    rings = []
    for row in range(net[1]):
        for col in range(net[0]):
            ring = np.vstack([across[row, col], down[row, col + 1], across[row + 1, col][::-1], down[row, col][::-1]])
            rings.append([(left + x * width, top + y * height) for x, y in ring])
    polygons = [_polygon(ring) for ring in rings]
    centres = (corners[:-1, :-1] + corners[1:, 1:]).reshape(-1, 2) / 2
    seats = centres[rng.choice(len(centres), min(PROVINCES, len(centres)), replace=False)]
    province = np.argmin(((centres[:, None] - seats[None]) ** 2).sum(axis=2), axis=1)
    totals = rng.uniform(1e6, 5e7, len(seats)).round()
    joined = []
    for number in range(len(seats)):
        union = ogr.Geometry(ogr.wkbMultiPolygon)
        for index in np.flatnonzero(province == number):
            union.AddGeometry(polygons[index])
        joined.append(union.UnionCascaded())
    _write(folder / "zones.gpkg", "zone", polygons, reference, None)
    _write(folder / "provinces.gpkg", "province", joined, reference, totals)


def _net(shape: tuple[int, int], rng: np.random.Generator) -> tuple:
    """Columns and rows of the net, corners, and the bent lines between them, in cells from the upper left corner."""
    # Very small rasters get fewer zones, of some cells each.
    net = (min(NET[0], max(2, shape[1] // 8)), min(NET[1], max(2, shape[0] // 8)))
    step = np.array([shape[1] / net[0], shape[0] / net[1]])
    x, y = np.meshgrid(np.arange(net[0] + 1), np.arange(net[1] + 1))
    corners = np.stack([x, y], axis=-1) * step
    inner = np.zeros(corners.shape)
    inner[:, 1:-1, 0] = 1
    inner[1:-1, :, 1] = 1
    corners = corners + inner * rng.uniform(-0.25, 0.25, corners.shape) * step
    # A line is bent across its direction; those on the frame stay straight.
    bend_across = np.zeros((net[1] + 1, net[0], 2))
    bend_across[1:-1, :, 1] = step[1]
    bend_down = np.zeros((net[1], net[0] + 1, 2))
    bend_down[:, 1:-1, 0] = step[0]
    across = _bent(corners[:, :-1], corners[:, 1:], bend_across, rng)
    down = _bent(corners[:-1], corners[1:], bend_down, rng)
    return net, corners, across, down


def _bent(start: np.ndarray, end: np.ndarray, bend: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Points of the lines, (..., points, 2)."""
    points = np.stack([start, end], axis=-2)
    size = 0.06
    for _ in range(BENDS):
        middle = (points[..., :-1, :] + points[..., 1:, :]) / 2
        middle = middle + size * rng.uniform(-1, 1, (*middle.shape[:-1], 1)) * bend[..., None, :]
        mixed = np.empty((*points.shape[:-2], points.shape[-2] * 2 - 1, 2))
        mixed[..., ::2, :], mixed[..., 1::2, :] = points, middle
        points, size = mixed, size / 2
    return points


def _polygon(points: list[tuple[float, float]]) -> ogr.Geometry:
    ring = ogr.Geometry(ogr.wkbLinearRing)
    for x, y in points:
        ring.AddPoint_2D(x, y)
    ring.CloseRings()
    polygon = ogr.Geometry(ogr.wkbPolygon)
    polygon.AddGeometry(ring)
    return polygon


def _write(path: Path, name: str, shapes: list, reference: osr.SpatialReference, totals: np.ndarray | None) -> None:
    path.unlink(missing_ok=True)
    source = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    layer = source.CreateLayer(path.stem, reference, ogr.wkbMultiPolygon)
    layer.CreateField(ogr.FieldDefn("name", ogr.OFTString))
    layer.CreateField(ogr.FieldDefn("code", ogr.OFTInteger))
    if totals is not None:
        layer.CreateField(ogr.FieldDefn("total", ogr.OFTReal))
    layer.StartTransaction()
    for number, shape in enumerate(shapes, start=1):
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetField("name", f"{name} {number:04}")
        feature.SetField("code", number)
        if totals is not None:
            feature.SetField("total", float(totals[number - 1]))
        feature.SetGeometry(ogr.ForceToMultiPolygon(shape.Clone()))
        layer.CreateFeature(feature)
    layer.CommitTransaction()


def burn(path: Path, target: gdal.Dataset) -> None:
    """Give every cell the code of the zone that holds its centre, strip by strip."""
    source = ogr.Open(str(path))
    layer = source.GetLayer()
    left, width, turn, top, skew, height = target.GetGeoTransform()
    for row in range(0, target.RasterYSize, STRIP):
        rows = min(STRIP, target.RasterYSize - row)
        strip = gdal.GetDriverByName("MEM").Create("", target.RasterXSize, rows, 1, gdal.GDT_UInt16)
        strip.SetGeoTransform((left, width, turn, top + row * height, skew, height))
        strip.SetProjection(target.GetProjection())
        gdal.RasterizeLayer(strip, [1], layer, options=["ATTRIBUTE=code"])
        target.GetRasterBand(1).WriteArray(strip.ReadAsArray(), 0, row)
