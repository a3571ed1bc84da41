"""pygeoprocessing: python3 with_pygeoprocessing.py stock|ratio|zones INPUTS OUTPUT."""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import numpy as np
import pygeoprocessing
from osgeo import gdal, ogr

CREATION = ("TILED=YES", "BLOCKXSIZE=512", "BLOCKYSIZE=512", "COMPRESS=DEFLATE", "ZLEVEL=1", "NUM_THREADS=ALL_CPUS")
DRIVER = ("GTiff", CREATION)
NODATA = -9999.0


def stock(inputs: Path, output: str) -> None:
    with (inputs / "densities.csv").open(newline="") as file:
        values = {int(row["code"]): float(row["total"]) for row in csv.DictReader(file)}
    pygeoprocessing.reclassify_raster(
        (str(inputs / "landuse.tif"), 1), values, output, gdal.GDT_Float32, NODATA, raster_driver_creation_tuple=DRIVER
    )


def ratio(inputs: Path, output: str) -> None:
    pygeoprocessing.raster_map(
        lambda e, c: e / c,
        [str(inputs / "emission.tif"), str(inputs / "sequestration.tif")],
        output,
        target_nodata=NODATA,
        target_dtype=np.float32,
        raster_driver_creation_tuple=DRIVER,
    )


def zones(inputs: Path, output: str) -> None:
    path = str(inputs / "zones.gpkg")
    found = pygeoprocessing.zonal_statistics((str(inputs / "stock.tif"), 1), path)
    source = ogr.Open(path)
    codes = {feature.GetFID(): feature["code"] for feature in source.GetLayer()}
    with open(output, "w", newline="") as file:
        table = csv.writer(file)
        table.writerow(["code", "count", "sum"])
        table.writerows([codes[number], one["count"], one["sum"]] for number, one in found.items())


if __name__ == "__main__":
    globals()[sys.argv[1]](Path(sys.argv[2]), *sys.argv[3:])
