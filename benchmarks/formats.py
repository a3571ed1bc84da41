"""Codecs, predictors and tile sizes on this plugin's own outputs: the measurements behind docs/formats.md.

    python3 -m benchmarks.formats [--seed 1] [--size 4000x4000] [--rounds 3] [--demo build/demo]

Rasters: `stock` (few values), `ratio` (continuous) and `elevation` (whole metres) as the benchmark generates them, and
`demo`, the Float32 results of `make demo` for 2020 beside each other in one raster (real data, each once: nothing is
repeated or enlarged). Each way is written from memory and read back, strip by strip with two threads, in turn over the
rounds; medians are compared with those of DEFLATE 1 in tiles of 512, and what is read must be what was written, bit by
bit. COG is written by its own driver, overviews included.
"""

from __future__ import annotations

import argparse
import csv
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import numpy as np
from osgeo import gdal

from .inputs import NODATA, World
from .peers import BUILD, ROOT

THREADS = "NUM_THREADS=2"
STRIP = 1024
REFERENCE = "DEFLATE 1"


@dataclass(frozen=True)
class Way:
    """Creation options of one way to write a raster."""

    name: str
    options: tuple[str, ...]
    tile: int = 512
    driver: str = "GTiff"


def ways() -> list[Way]:
    codecs = {
        "none": (),
        "LZW": ("COMPRESS=LZW",),
        "DEFLATE 1": ("COMPRESS=DEFLATE", "ZLEVEL=1"),
        "DEFLATE 6": ("COMPRESS=DEFLATE", "ZLEVEL=6"),
        "ZSTD 1": ("COMPRESS=ZSTD", "ZSTD_LEVEL=1"),
        "ZSTD 9": ("COMPRESS=ZSTD", "ZSTD_LEVEL=9"),
    }
    found = [Way(name, options) for name, options in codecs.items()]
    for predictor in (2, 3):
        found += [
            Way(f"{name}, predictor {predictor}", (*options, f"PREDICTOR={predictor}"))
            for name, options in codecs.items()
            if options
        ]
    for tile in (256, 1024):
        found += [Way(f"{name}, tiles of {tile}", codecs[name], tile) for name in ("DEFLATE 1", "ZSTD 1")]
    cog = {"DEFLATE": ("COMPRESS=DEFLATE", "LEVEL=1"), "ZSTD": ("COMPRESS=ZSTD", "LEVEL=1")}
    found += [Way(f"COG, {name} 1, with overviews", options, driver="COG") for name, options in cog.items()]
    return found


def write(way: Way, values: np.ndarray, path: str) -> None:
    rows, cols = values.shape
    if way.driver == "COG":
        memory = gdal.GetDriverByName("MEM").Create("", cols, rows, 1, gdal.GDT_Float32)
        memory.GetRasterBand(1).SetNoDataValue(NODATA)
        memory.GetRasterBand(1).WriteArray(values)
        memory.SetGeoTransform((0, 1, 0, 0, 0, -1))
        gdal.GetDriverByName("COG").CreateCopy(path, memory, options=[*way.options, "BLOCKSIZE=512", THREADS])
        return
    options = [
        *way.options,
        "TILED=YES",
        f"BLOCKXSIZE={way.tile}",
        f"BLOCKYSIZE={way.tile}",
        "BIGTIFF=IF_SAFER",
        THREADS,
    ]
    target = gdal.GetDriverByName("GTiff").Create(path, cols, rows, 1, gdal.GDT_Float32, options)
    target.GetRasterBand(1).SetNoDataValue(NODATA)
    for row in range(0, rows, STRIP):
        target.GetRasterBand(1).WriteArray(values[row : row + STRIP], 0, row)
    target.FlushCache()


def read(path: str) -> None:
    """Read everything, strip by strip."""
    source = gdal.OpenEx(path, open_options=[THREADS])
    for row in range(0, source.RasterYSize, STRIP):
        source.GetRasterBand(1).ReadAsArray(0, row, source.RasterXSize, min(STRIP, source.RasterYSize - row))


def identical(path: str, wanted: np.ndarray) -> bool:
    return np.array_equal(gdal.Open(path).ReadAsArray().view(np.uint32), wanted.view(np.uint32))


def generated(seed: int, rows: int, cols: int) -> dict[str, np.ndarray]:
    world = World(rows, cols, seed)
    accounts, drivers = world.accounts(0, rows), world.drivers(0, rows)
    stock, emission, uptake = accounts["stock"], accounts["emission"], accounts["sequestration"]
    ratio = np.where(stock == NODATA, np.float32(NODATA), emission / uptake)
    return {"stock": stock, "ratio": ratio.astype(np.float32), "elevation": drivers["layer4"]}


def demo(folder: Path) -> np.ndarray | None:
    """The Float32 results of one year, first bands beside each other."""
    parts = []
    for path in sorted(folder.glob("*_2020.tif")):
        # A band dies with its dataset.
        dataset = gdal.Open(str(path))
        band = dataset.GetRasterBand(1)
        if band.DataType == gdal.GDT_Float32:
            values = band.ReadAsArray()
            gone = band.GetNoDataValue()
            parts.append(
                np.where(values == np.float32(gone), np.float32(NODATA), values) if gone is not None else values
            )
    shapes = [part.shape for part in parts]
    common = max(set(shapes), key=shapes.count) if shapes else None
    parts = [part for part in parts if part.shape == common]
    return np.hstack(parts).astype(np.float32) if parts else None


def measured(rasters: dict[str, np.ndarray], rounds: int) -> list[dict]:
    """Seconds and bytes of every raster in every way."""
    rows = []
    with tempfile.TemporaryDirectory(dir=BUILD) as folder:
        for name, values in rasters.items():
            kept = {way: {"write": [], "read": [], "write_cpu": [], "read_cpu": []} for way in ways()}
            sizes: dict[Way, int] = {}
            broken: dict[Way, str] = {}
            for _ in range(rounds):
                for way, times in kept.items():
                    if way in broken:
                        continue
                    path = str(Path(folder) / "raster.tif")
                    try:
                        clock(times, "write", write, way, values, path)
                        clock(times, "read", read, path)
                    except RuntimeError as error:
                        broken[way] = str(error)
                        continue
                    if way not in sizes and not identical(path, values):
                        broken[way] = "what is read is not what was written"
                    sizes[way] = Path(path).stat().st_size
                    Path(path).unlink()
            for way, times in kept.items():
                row = {"raster": name, "way": way.name, "problem": broken.get(way, ""), "bytes": sizes.get(way)}
                row.update({kind: median(one) if one else None for kind, one in times.items()})
                rows.append({**row, "share": sizes[way] / values.nbytes if way in sizes else None})
    return rows


def clock(times: dict[str, list[float]], kind: str, work, *arguments: object) -> None:
    wall, cpu = time.perf_counter(), time.process_time()
    work(*arguments)
    times[kind].append(time.perf_counter() - wall)
    times[f"{kind}_cpu"].append(time.process_time() - cpu)


def markdown(rows: list[dict]) -> str:
    """Ratios to the reference: write, read (CPU seconds of all threads), and the size as a share of the raw array.

    Writing and reading share their work among threads evenly: CPU seconds tell what wall seconds would on a quiet
    machine, and are less disturbed on others. Both are in the CSV.
    """
    rasters = list(dict.fromkeys(row["raster"] for row in rows))
    known = {(row["raster"], row["way"]): row for row in rows}
    lines = [
        "| | " + " | ".join(f"{name}: write | read | size" for name in rasters) + " |",
        "|---" * (1 + 3 * len(rasters)) + "|",
    ]
    for way in dict.fromkeys(row["way"] for row in rows):
        cells = []
        for raster in rasters:
            row, base = known[raster, way], known[raster, REFERENCE]
            if row["problem"] or not row["bytes"]:
                cells += ["—", "—", row["problem"] or "—"]
            else:
                cells += [f"{row[kind] / base[kind]:.2f}" for kind in ("write_cpu", "read_cpu")] + [
                    f"{row['share']:.3f}"
                ]
        lines.append(f"| {way} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python3 -m benchmarks.formats")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--size", default="4000x4000")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--demo", type=Path, default=ROOT / "build" / "demo")
    options = parser.parse_args()
    gdal.UseExceptions()
    gdal.SetCacheMax(512 << 20)
    BUILD.mkdir(parents=True, exist_ok=True)
    cols, rows = (int(number) for number in options.size.split("x"))
    rasters = generated(options.seed, rows, cols)
    real = demo(options.demo)
    if real is None:
        print(f"no Float32 rasters of 2020 in {options.demo}: run `make demo` first for the real ones")
    else:
        rasters["demo"] = real
    found = measured(rasters, options.rounds)
    with (BUILD / "formats.csv").open("w", newline="", encoding="utf-8") as file:
        table = csv.DictWriter(file, list(found[0]))
        table.writeheader()
        table.writerows(found)
    page = f"GDAL {gdal.__version__}, {options.size}, seed {options.seed}; demo {getattr(real, 'shape', None)}\n\n"
    page += markdown(found)
    (BUILD / "formats.md").write_text(page, encoding="utf-8")
    print(page)


if __name__ == "__main__":
    main()
