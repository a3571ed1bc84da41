"""pyflwdir: python3 with_pyflwdir.py d8 INPUTS OUTPUT; the source summed along the directions."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pyflwdir
import rasterio


def d8(inputs: Path, output: str) -> None:
    with rasterio.open(inputs / "d8.tif", num_threads=2) as raster:
        directions, profile = raster.read(1), raster.profile
    with rasterio.open(inputs / "source.tif", num_threads=2) as raster:
        source = raster.read(1)
    network = pyflwdir.from_array(directions, ftype="d8", transform=profile["transform"], latlon=False)
    flux = network.accuflux(source.astype(np.float64), nodata=-9999.0)
    profile.update(dtype="float32", nodata=-9999.0, compress="deflate", zlevel=1, num_threads="all_cpus")
    with rasterio.open(output, "w", **profile) as raster:
        raster.write(flux.astype(np.float32), 1)


if __name__ == "__main__":
    globals()[sys.argv[1]](Path(sys.argv[2]), *sys.argv[3:])
