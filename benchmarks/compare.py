"""Is a result right? Prints a line of JSON: ok, what was found, the file's size and codec.

    python3 -m benchmarks.compare raster stock INPUTS FILE [--absolute 0] [--relative 0]
    python3 -m benchmarks.compare table stock INPUTS FILE --key code --value sum [--relative 1e-6]
    python3 -m benchmarks.compare matrix layers INPUTS FILE [--absolute 1e-6]
    python3 -m benchmarks.compare flux d8 INPUTS FILE [--uptake]

What is expected is computed here, by the plainest numpy on the same inputs, with neither this plugin nor a peer:
`stock` is the generated raster; ratio, difference and flow are formulas on two rasters; zones are sums over the cells
of the burnt zone raster; the matrix is the two-pass correlation in float64. Rasters are compared as Float32, and
their gaps must be the same cells.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from osgeo import gdal, ogr

from . import flux

STRIP = 512
LAYERS = 7
# Medians are computed of so many zones.
MEDIANS = 100


def read(path: Path, row: int, rows: int, band: int = 1) -> np.ma.MaskedArray:
    dataset = gdal.OpenEx(str(path), gdal.OF_RASTER, open_options=["NUM_THREADS=2"])
    source = dataset.GetRasterBand(band)
    values = source.ReadAsArray(0, row, dataset.RasterXSize, rows)
    nodata = source.GetNoDataValue()
    missing = ~np.isfinite(values) if values.dtype.kind == "f" else np.zeros(values.shape, bool)
    if nodata is not None and not np.isnan(nodata):
        missing |= values == (np.float32(nodata) if values.dtype == np.float32 else nodata)
    return np.ma.MaskedArray(values, missing)


def strips(rows: int) -> Iterator[tuple[int, int]]:
    for row in range(0, rows, STRIP):
        yield row, min(STRIP, rows - row)


def size_of(path: Path) -> tuple[int, int]:
    dataset = gdal.Open(str(path))
    return dataset.RasterYSize, dataset.RasterXSize


def formula(names: tuple[str, ...], function: Callable) -> Callable:
    """An expected raster from rasters of the inputs, in float64."""

    def expected(inputs: Path, row: int, rows: int) -> np.ma.MaskedArray:
        arrays = [read(inputs / f"{name}.tif", row, rows).astype(np.float64) for name in names]
        return function(*arrays).astype(np.float32)

    return expected


def spread(inputs: Path, row: int, rows: int) -> np.ma.MaskedArray:
    """Total x weight / sum of weights of the province, per cell (cells are 1 ha)."""
    weights = expected_table(inputs, "weight")
    source = ogr.Open(str(inputs / "provinces.gpkg"))
    rate = np.zeros(max(weights) + 1)
    for feature in source.GetLayer():
        if feature["code"] in weights:
            rate[feature["code"]] = feature["total"] / weights[feature["code"]]
    zone = read(inputs / "provinces.tif", row, rows)
    weight = read(inputs / "weight.tif", row, rows).astype(np.float64)
    return (weight * rate[zone.filled(0)]).astype(np.float32)


RASTERS = {
    "stock": formula(("stock",), lambda stock: stock),
    "ratio": formula(("emission", "sequestration"), lambda e, c: e / c),
    "difference": formula(("emission", "sequestration"), lambda e, c: c - e),
    "flow": formula(("emission", "sequestration"), np.ma.minimum),
    "spread": spread,
}


def compare_raster(what: str, inputs: Path, path: Path, absolute: float, relative: float) -> dict:
    shape = size_of(inputs / "landuse.tif")
    if size_of(path) != shape:
        return {"ok": False, "found": f"{size_of(path)} cells instead of {shape}"}
    worst, gaps, far = 0.0, 0, 0
    if what == "spread":
        expected_table(inputs, "weight")

    def strip(task: tuple[int, int]) -> tuple[float, int, int]:
        wanted, found = RASTERS[what](inputs, *task), read(path, *task)
        missing = np.ma.getmaskarray(found)
        gone = int((missing != np.ma.getmaskarray(wanted)).sum())
        both = ~(missing | np.ma.getmaskarray(wanted))
        a, b = wanted.data[both].astype(np.float64), found.data[both].astype(np.float32).astype(np.float64)
        off = np.abs(a - b)
        return float(off.max(initial=0)), gone, int((off > absolute + relative * np.abs(a)).sum())

    with ThreadPoolExecutor(2) as pool:
        for off, gone, count in pool.map(strip, strips(shape[0])):
            worst, gaps, far = max(worst, off), gaps + gone, far + count
    told = f"largest difference {worst:.3g}"
    if gaps:
        told += f", {gaps} gaps elsewhere"
    if far:
        told += f", {far} cells beyond the tolerance"
    return {"ok": not gaps and not far, "found": told}


def expected_table(inputs: Path, what: str) -> dict[int, float]:
    """Per code of a zone what `TABLES` says; zones without data are left out. Kept in a file."""
    kept = inputs / f"expected_{what}.json"
    if not kept.exists():
        kept.write_text(json.dumps(TABLES[what](inputs)))
    return {int(code): value for code, value in json.loads(kept.read_text()).items()}


def by_zone(inputs: Path, zones: str, expected: Callable) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Zone codes and values of the cells with data, strip by strip."""
    for row, rows in strips(size_of(inputs / "landuse.tif")[0]):
        values = expected(inputs, row, rows)
        seen = ~np.ma.getmaskarray(values)
        yield read(inputs / f"{zones}.tif", row, rows).filled(0)[seen], values.data[seen]


def count_and_sum(inputs: Path, zones: str, expected: Callable) -> tuple[np.ndarray, np.ndarray]:
    count, total = np.zeros(1 << 16), np.zeros(1 << 16)
    for zone, values in by_zone(inputs, zones, expected):
        count += np.bincount(zone, minlength=len(count))
        total += np.bincount(zone, values, minlength=len(count))
    return count, total


def sums(inputs: Path, zones: str, raster: str) -> dict[int, float]:
    count, total = count_and_sum(inputs, zones, formula((raster,), lambda values: values))
    return {int(code): total[code] for code in np.flatnonzero(count) if code}


def cells(inputs: Path) -> dict[int, float]:
    """Cells with data, by zone."""
    count, _ = count_and_sum(inputs, "zones", formula(("stock",), lambda values: values))
    return {int(code): count[code] for code in np.flatnonzero(count) if code}


def mean_ratios(inputs: Path) -> dict[int, float]:
    count, total = count_and_sum(inputs, "zones", RASTERS["ratio"])
    return {int(code): total[code] / count[code] for code in np.flatnonzero(count) if code}


def median_ratios(inputs: Path) -> dict[int, float]:
    """Of the first zones: all would have to be in memory."""
    found: dict[int, list[np.ndarray]] = {}
    for zone, values in by_zone(inputs, "zones", RASTERS["ratio"]):
        for code in np.unique(zone[zone <= MEDIANS]):
            found.setdefault(int(code), []).append(values[zone == code])
    return {code: float(np.median(np.concatenate(parts))) for code, parts in found.items() if code}


TABLES = {
    "cells": cells,
    "stock": lambda inputs: sums(inputs, "zones", "stock"),
    "weight": lambda inputs: sums(inputs, "provinces", "weight"),
    "mean": mean_ratios,
    "median": median_ratios,
}


def compare_table(what: str, inputs: Path, path: Path, options: argparse.Namespace) -> dict:
    wanted = expected_table(inputs, what)
    found = {number(key): float(value) for key, value in pairs(path, options.key, options.value) if filled(value)}
    found = {code: value for code, value in found.items() if code in wanted}
    if set(found) != set(wanted):
        return {"ok": False, "found": f"{len(found)} zones instead of {len(wanted)}"}
    codes = sorted(wanted)
    a, b = np.array([wanted[code] for code in codes]), np.array([found[code] for code in codes])
    off = np.abs(a - b) / np.abs(a)
    whole = abs(a.sum() - b.sum()) / a.sum()
    allowed = np.full(len(codes), options.relative)
    if options.border:
        count = expected_table(inputs, "cells")
        allowed = np.array([min(options.relative, options.border / count[code] ** 0.5) for code in codes])
    return {
        "ok": bool((off <= allowed).all() and whole <= min(options.relative, 1e-3)),
        "found": f"largest relative difference of a zone {off.max():.2g}, of the sum {whole:.2g}",
    }


def filled(value: object) -> bool:
    return value not in (None, "") and float(value) == float(value)


def number(key: object) -> int:
    """The code at the end of a name such as "zone 0012"."""
    return int(re.findall(r"\d+", str(key).removesuffix(".0"))[-1])


def pairs(path: Path, key: str, value: str) -> Iterator[tuple[object, object]]:
    """Rows of a CSV (commas or bars) or of a GeoPackage."""
    if path.suffix == ".gpkg":
        source = ogr.Open(str(path))
        for feature in source.GetLayer():
            yield feature[key], feature[value]
        return
    with path.open(newline="", encoding="utf-8-sig") as file:
        bars = "|" in file.readline()
        file.seek(0)
        for row in csv.DictReader(file, delimiter="|" if bars else ","):
            yield row[key], row[value]


def expected_matrix(inputs: Path) -> np.ndarray:
    """Correlation over the cells where every layer has data: means first, then products of deviations."""
    kept = inputs / "expected_matrix.json"
    if not kept.exists():
        rows = size_of(inputs / "layer0.tif")[0]

        def common(task: tuple[int, int]) -> np.ndarray:
            layers = [read(inputs / f"layer{k}.tif", *task) for k in range(LAYERS)]
            seen = ~np.logical_or.reduce([np.ma.getmaskarray(layer) for layer in layers])
            return np.array([layer.data[seen] for layer in layers], dtype=np.float64)

        sums, count = np.zeros(LAYERS), 0
        for task in strips(rows):
            values = common(task)
            sums, count = sums + values.sum(axis=1), count + values.shape[1]
        products = np.zeros((LAYERS, LAYERS))
        for task in strips(rows):
            deviations = common(task) - (sums / count)[:, None]
            products += deviations @ deviations.T
        spread_ = np.sqrt(np.diag(products))
        kept.write_text(json.dumps((products / np.outer(spread_, spread_)).tolist()))
    return np.array(json.loads(kept.read_text()))


def compare_matrix(inputs: Path, path: Path, absolute: float) -> dict:
    """The file holds a square of numbers: CSV with or without a header, or blanks between; other lines are skipped."""
    rows = []
    for line in path.read_text(encoding="utf-8-sig").splitlines():
        numbers = re.findall(r"(?<![A-Za-z0-9_.])[-+]?\d+\.?\d*(?:[eE][-+]?\d+)?(?![A-Za-z_])", line)
        if len(numbers) >= LAYERS:
            rows.append([float(one) for one in numbers[-LAYERS:]])
    if len(rows) != LAYERS:
        return {"ok": False, "found": f"{len(rows)} rows instead of {LAYERS}"}
    off = float(np.abs(np.array(rows) - expected_matrix(inputs)).max())
    return {"ok": off <= absolute, "found": f"largest difference of r {off:.2g}"}


def codec(path: Path) -> str:
    """Compression of a raster, as its file says."""
    if path.suffix not in (".tif", ".tiff"):
        return ""
    dataset = gdal.Open(str(path))
    told = dataset.GetMetadataItem("COMPRESSION", "IMAGE_STRUCTURE") or "none"
    return f"{told} {gdal.GetDataTypeName(dataset.GetRasterBand(1).DataType)}"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("kind", choices=("raster", "table", "matrix", "flux"))
    parser.add_argument("what")
    parser.add_argument("inputs", type=Path)
    parser.add_argument("file", type=Path)
    parser.add_argument("--absolute", type=float, default=0.0)
    parser.add_argument("--relative", type=float, default=0.0)
    parser.add_argument("--border", type=float, default=0.0, help="so much over the root of a zone's cells")
    parser.add_argument("--uptake", action="store_true")
    parser.add_argument("--margin", type=int, default=0)
    parser.add_argument("--key", default="code")
    parser.add_argument("--value", default="sum")
    options = parser.parse_args()
    gdal.UseExceptions()
    gdal.SetCacheMax(512 << 20)
    inputs, file = options.inputs, options.file
    if not file.exists():
        found = {"ok": False, "found": "no output"}
    elif options.kind == "raster":
        found = compare_raster(options.what, inputs, file, options.absolute, options.relative)
    elif options.kind == "table":
        found = compare_table(options.what, inputs, file, options)
    elif options.kind == "flux":
        size = size_of(inputs / "source.tif")
        found = flux.compare_flux(
            options.what, options.uptake, options.margin, inputs, file, read, size, list(strips(size[0]))
        )
    else:
        found = compare_matrix(inputs, file, options.absolute)
    if file.exists():
        found.update(bytes=file.stat().st_size, codec=codec(file))
    json.dump(found, sys.stdout)
    print()


if __name__ == "__main__":
    main()
