"""pysheds: python3 with_pysheds.py d8|two INPUTS OUTPUT; along one neighbour, or by D-infinity along two."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import rasterio
from pysheds.grid import Grid


def accumulate(inputs: Path, output: str, infinite: bool) -> None:
    grid = Grid.from_raster(str(inputs / "d8.tif"))
    weights = grid.read_raster(str(inputs / "source.tif")).astype(np.float64)
    if infinite:
        wind = grid.read_raster(str(inputs / "wind.tif"))
        # Degrees from, clockwise from north -> angle to, counter-clockwise from east.
        angle = np.radians((90.0 - (wind.astype(np.float64) + 180.0)) % 360.0)
        # It stops with an error where a path leaves the grid: paths end (-1) in the outermost cells.
        angle[[0, -1]] = angle[:, [0, -1]] = -1.0
        directions = type(wind)(angle, viewfinder=wind.viewfinder)
        directions.nodata = np.float64(-9.0)
        flux = grid.accumulation(directions, weights=weights, routing="dinf")
    else:
        directions = grid.read_raster(str(inputs / "d8.tif"))
        flux = grid.accumulation(directions, weights=weights, routing="d8")
    with rasterio.open(inputs / "d8.tif") as raster:
        profile = raster.profile
    profile.update(dtype="float32", nodata=-9999.0, compress="deflate", zlevel=1, num_threads="all_cpus")
    with rasterio.open(output, "w", **profile) as raster:
        raster.write(np.asarray(flux, dtype=np.float32), 1)


def d8(inputs: Path, output: str) -> None:
    accumulate(inputs, output, infinite=False)


def two(inputs: Path, output: str) -> None:
    accumulate(inputs, output, infinite=True)


if __name__ == "__main__":
    globals()[sys.argv[1]](Path(sys.argv[2]), *sys.argv[3:])
