"""GDAL 3.13's algorithms: python3 newest_gdal.py stock|ratio|zones INPUTS OUTPUT."""

from __future__ import annotations

import csv
import sys
from pathlib import Path

from osgeo import gdal

gdal.UseExceptions()
CREATION = ["TILED=YES", "BLOCKXSIZE=512", "BLOCKYSIZE=512", "COMPRESS=DEFLATE", "ZLEVEL=1", "NUM_THREADS=ALL_CPUS"]


def stock(inputs: Path, output: str) -> None:
    with (inputs / "densities.csv").open(newline="") as file:
        mapping = [f"{row['code']}={row['total']}" for row in csv.DictReader(file)]
    gdal.alg.raster.reclassify(
        input=str(inputs / "landuse.tif"),
        output=output,
        mapping=";".join([*mapping, "NO_DATA=NO_DATA"]),
        output_data_type="Float64",
        creation_option=CREATION,
    )


def ratio(inputs: Path, output: str) -> None:
    """The wheel has no muparser: the built-in dialect knows sum, min, max, div ... of the inputs in order."""
    gdal.alg.raster.calc(
        input=[f"A={inputs / 'emission.tif'}", f"B={inputs / 'sequestration.tif'}"],
        output=output,
        calc="div",
        dialect="builtin",
        nodata="-9999",
        propagate_nodata=True,
        output_data_type="Float32",
        creation_option=CREATION,
    )


def zones(inputs: Path, output: str) -> None:
    gdal.alg.raster.zonal_stats(
        input=str(inputs / "stock.tif"),
        zones=str(inputs / "zones.gpkg"),
        output=output,
        output_format="GPKG",
        stat=["count", "sum"],
        include_field=["code"],
        strategy="raster",
    )


if __name__ == "__main__":
    globals()[sys.argv[1]](Path(sys.argv[2]), *sys.argv[3:])
