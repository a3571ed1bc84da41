"""What reading and writing alone take: python3 floor.py --read FILE ... --like FILE ... --write FILE ...

Reads every block of the inputs in two threads and, beside it, writes rasters with the codec of this plugin: each is
made of tiles of the raster that it is `like` (the plugin's own result), which are decoded first. Nothing is computed.
The last line says how many seconds (wall, CPU) went into decoding those tiles: they are taken off.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import local

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "build" / "plugins"))

from carbon_service_flow.core.raster.creation_options import DEFAULT_CREATION
from carbon_service_flow.core.raster.geotiff import NODATA
from osgeo import gdal

TILE = 512
WIDTH = 4 * TILE
SAMPLES = 48


def samples(path: str) -> list:
    """Tiles from all over a raster."""
    dataset = gdal.Open(path)
    down, across = -(-dataset.RasterYSize // TILE), -(-dataset.RasterXSize // TILE)
    step = max(1, down * across // SAMPLES)
    found = []
    for tile in range(0, down * across, step):
        row, col = tile // across * TILE, tile % across * TILE
        size = min(TILE, dataset.RasterXSize - col), min(TILE, dataset.RasterYSize - row)
        if size == (TILE, TILE) or not found:
            found.append(dataset.GetRasterBand(1).ReadAsArray(col, row, *size))
    return found


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--read", nargs="+", required=True)
    parser.add_argument("--like", nargs="*", default=[])
    parser.add_argument("--write", nargs="*", default=[])
    options = parser.parse_args()
    gdal.UseExceptions()
    gdal.SetCacheMax(256 << 20)
    first = gdal.Open(options.read[0])
    cols, rows = first.RasterXSize, first.RasterYSize
    start, cpu = time.perf_counter(), time.process_time()
    banks = [samples(path) for path in options.like]
    taken = time.perf_counter() - start, time.process_time() - cpu
    writing = []
    creation = DEFAULT_CREATION.for_geotiff(TILE, 1)
    for path in options.write:
        target = gdal.GetDriverByName("GTiff").Create(path, cols, rows, 1, gdal.GDT_Float32, creation)
        target.SetGeoTransform(first.GetGeoTransform())
        target.GetRasterBand(1).SetNoDataValue(NODATA)
        writing.append(target)
    own = local()

    def read(window: tuple[int, int, int, int]) -> None:
        if not hasattr(own, "bands"):
            own.datasets = [gdal.OpenEx(path, open_options=["NUM_THREADS=ALL_CPUS"]) for path in options.read]
            own.bands = [dataset.GetRasterBand(1) for dataset in own.datasets]
        for band in own.bands:
            band.ReadAsArray(*window)

    number = 0
    with ThreadPoolExecutor(2) as pool:
        for row in range(0, rows, TILE):
            high = min(TILE, rows - row)
            windows = [(col, row, min(WIDTH, cols - col), high) for col in range(0, cols, WIDTH)]
            done = pool.map(read, windows)
            for col in range(0, cols, TILE) if writing else ():
                wide = min(TILE, cols - col)
                for target, bank in zip(writing, banks):
                    tile = bank[number % len(bank)][:high, :wide]
                    if tile.shape == (high, wide):
                        target.GetRasterBand(1).WriteArray(tile, col, row)
                        # As this plugin's writer: a block that waits in GDAL's cache is written by whoever needs room.
                        target.GetRasterBand(1).FlushCache()
                number += 1
            list(done)
    for target in writing:
        target.FlushCache()
    print(json.dumps({"excluded": taken}))


if __name__ == "__main__":
    main()
