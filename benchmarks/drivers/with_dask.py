"""Correlation of the layers with dask, over the cells where all have data: python3 with_dask.py INPUTS OUTPUT."""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import dask
import dask.array as da
import numpy as np
import rasterio
from rasterio.windows import Window

LAYERS = 7
CHUNK = 2048
NODATA = np.float32(-9999)


def layer(path: str) -> da.Array:
    with rasterio.open(path) as raster:
        shape = raster.shape

    def block(block_info: dict) -> np.ndarray:
        (top, bottom), (left, right) = block_info[None]["array-location"]
        with rasterio.open(path) as opened:
            values = opened.read(1, window=Window(left, top, right - left, bottom - top)).astype(np.float64)
        values[values == NODATA] = np.nan
        return values

    chunks = da.core.normalize_chunks(CHUNK, shape=shape, dtype=np.float64)
    return da.map_blocks(block, chunks=chunks, dtype=np.float64, meta=np.empty((0, 0)))


def main(inputs: Path, output: str) -> None:
    layers = [layer(str(inputs / f"layer{k}.tif")) for k in range(LAYERS)]
    valid = ~da.isnan(sum(layers))
    deviations = [da.where(valid, one, np.nan) for one in layers]
    deviations = [one - da.nanmean(one) for one in deviations]
    products = [[da.nansum(a * b) for b in deviations[: k + 1]] for k, a in enumerate(deviations)]
    found = dask.compute(products, scheduler="threads", num_workers=2)[0]
    matrix = np.zeros((LAYERS, LAYERS))
    for row, values in enumerate(found):
        matrix[row, : row + 1] = matrix[: row + 1, row] = values
    spread = np.sqrt(np.diag(matrix))
    with open(output, "w", newline="") as file:
        csv.writer(file).writerows((matrix / np.outer(spread, spread)).tolist())


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
