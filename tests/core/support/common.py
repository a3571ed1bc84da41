"""What the tests of core share: small GeoTIFFs, a progress that records and cancels, rectangles as zones."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from carbon_service_flow.core.engine.operation import Block
from carbon_service_flow.core.progress import Progress
from carbon_service_flow.core.provenance.record import Factor
from carbon_service_flow.core.raster.crs import spatial_reference
from carbon_service_flow.core.raster.geotiff import Target
from carbon_service_flow.core.raster.grid import Grid
from carbon_service_flow.core.raster.sources import Band, Window
from carbon_service_flow.core.zones.zones import Zones
from hypothesis import HealthCheck, settings
from osgeo import gdal, ogr

WGS84 = spatial_reference("EPSG:4326").ExportToWkt()
ALBERS = spatial_reference("+proj=aea +lat_1=25 +lat_2=47 +lat_0=0 +lon_0=105 +ellps=WGS84").ExportToWkt()
UTM50 = spatial_reference("EPSG:32650").ExportToWkt()
MERCATOR = spatial_reference("EPSG:3857").ExportToWkt()
# 1 km cells near 105 E, 30 N, and quarter-degree cells there.
KM = (0.0, 1000.0, 0.0, 3_400_000.0, 0.0, -1000.0)
DEGREES = (104.0, 0.25, 0.0, 31.0, 0.0, -0.25)
KM2_HA = 100.0

laws = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
# Each example writes rasters: some hundredths of a second.
file_laws = settings(laws, max_examples=15)


class Recorder(Progress):
    """Keeps what it is told; `cancel_after` n calls of `cancelled()` the user has had enough."""

    def __init__(self, cancel_after: int | None = None) -> None:
        self.infos: list[str] = []
        self.warnings: list[str] = []
        self.fractions: list[float] = []
        self.factors: list[Factor] = []
        self._left = cancel_after

    def fraction(self, done: float) -> None:
        self.fractions.append(done)

    def info(self, text: str) -> None:
        self.infos.append(text)

    def warning(self, text: str) -> None:
        self.warnings.append(text)

    def factor(self, kind: str, name: str, value: float, unit: str, **more: Any) -> None:
        self.factors.append(Factor(kind, name, value, unit, **more))

    def cancelled(self) -> bool:
        if self._left is None:
            return False
        self._left -= 1
        return self._left < 0


def save(
    path: object,
    values: Any,
    transform: tuple[float, ...] | None = KM,
    crs: str = ALBERS,
    nodata: float | None = None,
    kind: int = gdal.GDT_Float64,
    scale: tuple[float, float] | None = None,
    options: tuple[str, ...] = (),
) -> str:
    """Write (rows, cols) or (bands, rows, cols) as a GeoTIFF; return its path."""
    values = np.atleast_2d(np.asarray(values))
    layers = values[None] if values.ndim == 2 else values
    count, rows, cols = layers.shape
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), cols, rows, count, kind, list(options))
    if transform:
        dataset.SetGeoTransform(transform)
    if crs:
        dataset.SetProjection(crs)
    for number, layer in enumerate(layers, start=1):
        band = dataset.GetRasterBand(number)
        if nodata is not None:
            band.SetNoDataValue(nodata)
        if scale:
            band.SetScale(scale[0])
            band.SetOffset(scale[1])
        band.WriteArray(layer)
    dataset.FlushCache()
    return str(path)


def load(path: object, band: int = 1) -> np.ma.MaskedArray:
    """Read a band with plain GDAL, masked by its nodata value; float64."""
    dataset = gdal.Open(str(path))
    raster = dataset.GetRasterBand(band)
    values = raster.ReadAsArray().astype(np.float64)
    nodata = raster.GetNoDataValue()
    return np.ma.MaskedArray(values, False if nodata is None else values == nodata)


def grid(rows: int, cols: int, transform: tuple[float, ...] = KM, crs: str = ALBERS) -> Grid:
    return Grid(rows, cols, transform, crs)


def target(path: object, *bands: str) -> Target:
    return Target(str(path), bands or ("result",))


def ring_wkb(*points: tuple[float, float]) -> bytes:
    """A polygon as WKB from its corners."""
    ring = ogr.Geometry(ogr.wkbLinearRing)
    for x, y in (*points, points[0]):
        ring.AddPoint_2D(x, y)
    polygon = ogr.Geometry(ogr.wkbPolygon)
    polygon.AddGeometry(ring)
    return bytes(polygon.ExportToWkb())


def box(xmin: float, ymin: float, xmax: float, ymax: float) -> bytes:
    return ring_wkb((xmin, ymin), (xmax, ymin), (xmax, ymax), (xmin, ymax))


def cells_box(frame: Grid, row: float, col: float, rows: float, cols: float) -> bytes:
    """The rectangle of the cells from (row, col) on, in the grid's coordinates; fractions are fine."""
    x0, dx, _, y0, _, dy = frame.geotransform
    xs, ys = (x0 + col * dx, x0 + (col + cols) * dx), (y0 + row * dy, y0 + (row + rows) * dy)
    return box(min(xs), min(ys), max(xs), max(ys))


def zones_of(frame: Grid, **boxes: tuple[float, float, float, float]) -> Zones:
    """Zones named by keyword, each (row, col, rows, cols) in cells."""
    return Zones.from_features("zones", frame.crs, [(name, cells_box(frame, *cells)) for name, cells in boxes.items()])


def whole_block(frame: Grid, *bands: Any) -> Block:
    """A grid as one block."""
    masked = tuple(np.ma.MaskedArray(band) for band in bands)
    return Block(frame, Window(0, 0, frame.rows, frame.cols), masked)


def band(path: object, **options: Any) -> Band:
    return Band(str(path), **options)


def part_files(folder: Path) -> list[str]:
    """Everything in a folder that is not an input, by name: temporary files would show here."""
    return sorted(found.name for found in folder.iterdir() if ".part-" in found.name or ".old-" in found.name)
