"""xarray-spatial: python3 with_xarray_spatial.py d8 INPUTS OUTPUT; the source summed along the directions."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import rasterio
import xarray
from xrspatial.hydro import flow_accumulation_d8


def d8(inputs: Path, output: str) -> None:
    with rasterio.open(inputs / "d8.tif", num_threads=2) as raster:
        directions, profile = raster.read(1).astype(np.float64), raster.profile
    with rasterio.open(inputs / "source.tif", num_threads=2) as raster:
        source = raster.read(1).astype(np.float64)
    grids = [xarray.DataArray(values, dims=("y", "x")) for values in (directions, source)]
    flux = flow_accumulation_d8(grids[0], weight=grids[1]).values
    profile.update(dtype="float32", nodata=-9999.0, compress="deflate", zlevel=1, num_threads="all_cpus")
    with rasterio.open(output, "w", **profile) as raster:
        raster.write(flux.astype(np.float32), 1)


if __name__ == "__main__":
    globals()[sys.argv[1]](Path(sys.argv[2]), *sys.argv[3:])
