"""A small world with known numbers, written to a folder: rasters, zones, statistics; and ways to read results.

12 columns x 8 rows of 1 km cells in an equal-area CRS, so that a cell is 100 ha. Two zones of four rows each, the
northern one called 北区, the southern one 南区. Land use in CNLUCC codes.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from osgeo import gdal, ogr, osr

ROWS, COLS, SIZE = 8, 12, 1000.0
LEFT, TOP = 400_000.0, 500_000.0
CELL_HA = 100.0
# Albers' equal-area conic of China.
CRS = "+proj=aea +lat_1=25 +lat_2=47 +lat_0=30 +lon_0=105 +datum=WGS84 +units=m +no_defs"
NODATA_CODE = 255
ZONES = ("北区", "南区")
# CNLUCC code -> class 1 to 6; study Table 2 totals per class; study Table 3 per class (lake 4.81).
CLASS = {11: 1, 21: 2, 31: 3, 42: 4, 51: 5, 61: 6}
POOLS = {
    1: (17, 80.7, 108.4, 9.82),
    2: (42.4, 115.9, 158.8, 14.11),
    3: (35.3, 86.5, 99.9, 7.28),
    4: (0.3, 0, 0, 0),
    5: (2.5, 27.5, 0, 0),
    6: (1.3, 0, 21.6, 0),
}
SOIL = {11: 15.98, 21: 23.21, 31: 21.30, 42: 4.81, 51: 0.0, 61: 0.0}


def wkt(crs: str) -> str:
    reference = osr.SpatialReference()
    reference.SetFromUserInput(crs)
    return reference.ExportToWkt()


def landuse_codes(seed: int = 5) -> np.ndarray:
    """Codes with some nodata cells; every zone has built-up land."""
    codes = np.random.default_rng(seed).choice(list(CLASS), (ROWS, COLS))
    codes[0, 0] = codes[7, 11] = codes[3, 5] = NODATA_CODE
    codes[1, 1] = codes[6, 6] = 51
    return codes.astype(np.uint8)


def densities(codes: np.ndarray, pool: int | None = None) -> np.ndarray:
    """Carbon density per cell from the study's Table 2, nan where nodata."""
    result = np.full(codes.shape, np.nan)
    for code, klass in CLASS.items():
        result[codes == code] = sum(POOLS[klass]) if pool is None else POOLS[klass][pool]
    return result


def zone_rows(zone: int) -> slice:
    return slice(0, 4) if zone == 0 else slice(4, 8)


def write_raster(
    path: Path,
    values: np.ndarray,
    nodata: float | None = None,
    crs: str = CRS,
    origin: tuple[float, float] = (LEFT, TOP),
    size: float | tuple[float, float] = SIZE,
    driver: str = "GTiff",
    options: Sequence[str] = (),
) -> str:
    """Write an array of (rows, cols) or (bands, rows, cols); the path as text."""
    values = np.asarray(values)
    bands = values[None] if values.ndim == 2 else values
    kind = {"u1": gdal.GDT_Byte, "i2": gdal.GDT_Int16, "f4": gdal.GDT_Float32, "f8": gdal.GDT_Float64}
    dataset = gdal.GetDriverByName(driver).Create(
        str(path), values.shape[-1], values.shape[-2], len(bands), kind[bands.dtype.str[1:]], list(options)
    )
    width, height = size if isinstance(size, tuple) else (size, size)
    dataset.SetGeoTransform((origin[0], width, 0, origin[1], 0, -height))
    if crs:
        dataset.SetProjection(wkt(crs))
    for number, band in enumerate(bands, start=1):
        if nodata is not None:
            dataset.GetRasterBand(number).SetNoDataValue(nodata)
        dataset.GetRasterBand(number).WriteArray(band)
    dataset = None
    return str(path)


def read_raster(path: str) -> np.ndarray:
    """Values as float64 with nan for nodata, (rows, cols) for one band, else (bands, rows, cols)."""
    dataset = gdal.Open(str(path))
    bands = []
    for number in range(1, dataset.RasterCount + 1):
        band = dataset.GetRasterBand(number)
        values = band.ReadAsArray().astype(float)
        nodata = band.GetNoDataValue()
        bands.append(values if nodata is None else np.where(values == nodata, np.nan, values))
    return bands[0] if len(bands) == 1 else np.array(bands)


def rectangle(xmin: float, ymin: float, xmax: float, ymax: float) -> str:
    return f"POLYGON(({xmin} {ymin},{xmax} {ymin},{xmax} {ymax},{xmin} {ymax},{xmin} {ymin}))"


def zone_shapes() -> list[tuple[str, str]]:
    """The two zones as (name, WKT)."""
    right, middle, bottom = LEFT + COLS * SIZE, TOP - 4 * SIZE, TOP - 8 * SIZE
    return [(ZONES[0], rectangle(LEFT, middle, right, TOP)), (ZONES[1], rectangle(LEFT, bottom, right, middle))]


def write_zones(
    path: Path,
    shapes: Sequence[tuple[str | None, str | None]] | None = None,
    crs: str = CRS,
    to_crs: str = "",
    numbers: Sequence[Any] = (),
    layer: str = "zones",
) -> str:
    """Write polygons with the fields `name` and `people`; `to_crs` transforms them first."""
    shapes = zone_shapes() if shapes is None else shapes
    driver = "GeoJSON" if path.suffix == ".geojson" else "GPKG"
    reference = osr.SpatialReference()
    reference.SetFromUserInput(to_crs or crs)
    reference.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    source = ogr.GetDriverByName(driver).CreateDataSource(str(path))
    target = source.CreateLayer(layer, reference, ogr.wkbPolygon)
    target.CreateField(ogr.FieldDefn("name", ogr.OFTString))
    target.CreateField(ogr.FieldDefn("people", ogr.OFTReal))
    here = osr.SpatialReference()
    here.SetFromUserInput(crs)
    here.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    for index, (name, shape) in enumerate(shapes):
        feature = ogr.Feature(target.GetLayerDefn())
        if name is not None:
            feature.SetField("name", name)
        if index < len(numbers) and numbers[index] is not None:
            feature.SetField("people", numbers[index])
        if shape is not None:
            geometry = ogr.CreateGeometryFromWkt(shape)
            if to_crs:
                geometry.Segmentize(500.0)
                geometry.Transform(osr.CoordinateTransformation(here, reference))
            feature.SetGeometry(geometry)
        target.CreateFeature(feature)
    target = source = None
    return str(path)


def write_text(path: Path, text: str, encoding: str = "utf-8") -> str:
    path.write_bytes(text.encode(encoding))
    return str(path)


def read_csv(path: str) -> list[dict[str, str]]:
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def read_rows(layer: Any) -> list[dict[str, Any]]:
    """Rows of a table, given as a QGIS layer or as a path that OGR opens; nothing is None."""
    from qgis.core import NULL, QgsVectorLayer

    if isinstance(layer, str):
        layer = QgsVectorLayer(layer, "table", "ogr")
    if not layer.isValid():
        raise ValueError(f"{layer.source()} is no layer")
    names = [name for name in layer.fields().names() if name != "fid"]
    return [{name: None if f[name] == NULL else f[name] for name in names} for f in layer.getFeatures()]
