"""overflow-hydro: python3 with_overflow.py d8 INPUTS OUTPUT; the source summed along the directions, in tiles.

Its codes count the eight neighbours against the clock from east, 0 to 7; writing them so is part of its time.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import overflow
from osgeo import gdal

# By D8's codes, powers of two clockwise from east.
CODES = {1: 0, 2: 7, 4: 6, 8: 5, 16: 4, 32: 3, 64: 2, 128: 1}
NODATA = 9


def d8(inputs: Path, output: str) -> None:
    gdal.UseExceptions()
    given = gdal.Open(str(inputs / "d8.tif"))
    table = np.full(256, NODATA, np.uint8)
    table[list(CODES)] = list(CODES.values())
    path = f"{output}.directions.tif"
    options = ["TILED=YES", "COMPRESS=DEFLATE", "ZLEVEL=1", "NUM_THREADS=ALL_CPUS"]
    made = given.GetDriver().Create(path, given.RasterXSize, given.RasterYSize, 1, gdal.GDT_Byte, options)
    made.SetGeoTransform(given.GetGeoTransform())
    made.SetProjection(given.GetProjection())
    made.GetRasterBand(1).SetNoDataValue(NODATA)
    made.GetRasterBand(1).WriteArray(table[given.ReadAsArray()])
    del made, given
    overflow.accumulation(path, output, weights_path=str(inputs / "source.tif"))
    Path(path).unlink()


if __name__ == "__main__":
    globals()[sys.argv[1]](Path(sys.argv[2]), *sys.argv[3:])
