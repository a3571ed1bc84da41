"""Generated inputs of a size and a seed: land use in patches, continuous layers, zones, wind.

    python3 -m benchmarks.inputs build/bench/3000x1400-seed1 --size 3000x1400 --seed 1 --layers

writes, on a Mercator grid of 100 m cells (1 ha on the map; north is up, and cells are squares on the ground, too):

    landuse.tif         20 two-digit codes in patches, with rivers, lakes and towns; Byte, nodata 0 outside of a region
    pools.csv           carbon densities by code, in the columns of InVEST;  densities.csv: code,total
    stock.tif           the density of every cell, by a plain lookup: what `stock` must give, what zones are summed of
    sequestration.tif   stock x a smooth factor;  emission.tif: continuous, high in towns; t/ha
    weight.tif          a weight such as the density of people: continuous, high in towns
    layer0..6.tif       Float32: difference, population, GDP, land use, elevation (m), temperature (0.1), precipitation
    wind.tif            degrees from; a mean wind that turns by up to 60 degrees to either side, so that no path closes
    d8.tif              the same as codes of the eight neighbours (1 = east, then clockwise by powers of two)
    surface.tif, descent.tif, descent_d8.tif   a surface without pits, and its steepest descents as wind and as codes
    source.tif, room.tif   emission and what a cell can take up, without gaps, for routing; t/ha
    zones.gpkg, provinces.gpkg, and as rasters of cell centres zones.tif, provinces.tif (position + 1, 0 = none)

All are tiled and DEFLATE-compressed, written strip by strip: memory does not grow with the number of rows.
"""

from __future__ import annotations

import argparse
import csv
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
from osgeo import gdal, osr

from .fields import Field, white
from .polygons import burn, write_zones

CELL_M = 100.0
STRIP = 512
CREATION = ("TILED=YES", "BLOCKXSIZE=512", "BLOCKYSIZE=512", "COMPRESS=DEFLATE", "ZLEVEL=1", "BIGTIFF=IF_SAFER")
NODATA = -9999.0
# North is up everywhere on it, and cells are squares on the ground: programs that know of no CRS route as ours does.
# Around 30 N areas are true to some per cent.
CRS = "+proj=merc +lat_ts=30 +lon_0=105 +datum=WGS84 +units=m +no_defs"
ORIGIN = (-1_500_000.0, 3_090_000.0)

CROPLAND, WOODLAND, GRASSLAND, WATER, BUILTUP, UNUSED = range(1, 7)
# Codes of each class, by the share of its area that takes them in order.
CODES = {
    CROPLAND: (11, 12),
    WOODLAND: (21, 22, 23, 24),
    GRASSLAND: (31, 32, 33),
    WATER: (41, 42, 43),
    BUILTUP: (51, 52, 53),
    UNUSED: (61, 62, 63, 65, 66),
}
# t C/ha above ground, below, in soil, dead: of the order of published ones, and different for every code.
POOLS = {
    code: (0.3 + 2.15 * code, 0.4 + 4.31 * (70 - code), 21.7 + 1.13 * code, 0.09 * code)
    for codes in CODES.values()
    for code in codes
}
# Of the surface: its fall along rows and columns is steeper than its bumps are (3 x 1.45 x 1.5 x 6 / 64 at most).
FALL, BUMPS = (1.0, 0.45), 3.0
STEPS = ((-1, 0), (-1, 1), (0, 1), (1, 1), (1, 0), (1, -1), (0, -1), (-1, -1))
SCALES = {
    "gentle": ((64, 1.0),),
    "broad": ((1024, 1.0), (256, 0.6), (64, 0.3)),
    "patch": ((256, 1.0), (64, 0.8), (16, 0.45)),
}


class World:
    """The fields of one size and seed; picklable by its three numbers, so that strips are made in several processes."""

    def __init__(self, rows: int, cols: int, seed: int) -> None:
        self.shape = (rows, cols)
        self.seed = seed
        scales = {
            "region": "broad",
            "kind": "patch",
            "moist": "broad",
            "river": "broad",
            "town": "patch",
            "sub": "patch",
            "rich": "broad",
            "height": "broad",
            "warm": "broad",
            "turn": "broad",
            "slope": "gentle",
        }
        self._fields = {name: Field(seed, name, self.shape, SCALES[scale]) for name, scale in scales.items()}

    def __reduce__(self) -> tuple:
        return World, (*self.shape, self.seed)

    def field(self, name: str, row: int, rows: int) -> np.ndarray:
        return self._fields[name](row, rows)

    def white(self, name: str, row: int, rows: int) -> np.ndarray:
        return white(self.seed, name, row, (rows, self.shape[1]))

    def outside(self, row: int, rows: int) -> np.ndarray:
        """Cells without data: about 4 % in a few broad patches."""
        return self.field("region", row, rows) > 1.75

    def landuse(self, row: int, rows: int) -> np.ndarray:
        """Codes of land use, uint8."""
        kind, moist = self.field("kind", row, rows), self.field("moist", row, rows)
        river, town = self.field("river", row, rows), self.field("town", row, rows)
        group = np.select([moist < -1.3, kind < -0.5, kind < 0.55], [UNUSED, CROPLAND, WOODLAND], GRASSLAND)
        group[(np.abs(river) < 0.012) | (river > 2.1)] = WATER
        group[(town > 1.75) & (group < WATER)] = BUILTUP
        sub = np.clip((self.field("sub", row, rows) + 1.5) / 3, 0, 0.999)
        codes = np.zeros(group.shape, dtype=np.uint8)
        for number, choices in CODES.items():
            here = group == number
            codes[here] = np.array(choices, dtype=np.uint8)[(sub[here] * len(choices)).astype(np.intp)]
        codes[self.outside(row, rows)] = 0
        return codes

    def accounts(self, row: int, rows: int) -> dict[str, np.ndarray]:
        """Everything that follows from land use."""
        codes = self.landuse(row, rows)
        none = codes == 0
        stock = lookup()[codes]
        vigour = np.exp(0.25 * self.field("rich", row, rows) + 0.05 * self.white("vigour", row, rows))
        towns = codes // 10 == BUILTUP
        emission = np.abs(15 + 3 * self.field("moist", row, rows) + self.white("emission", row, rows))
        emission = (emission + 120 * towns * vigour).astype(np.float32)
        layers = {"stock": stock, "sequestration": (stock * vigour).astype(np.float32), "emission": emission}
        layers["weight"] = (np.where(towns, 30, 0.5) * vigour).astype(np.float32)
        for values in layers.values():
            values[none] = NODATA
        return {"landuse": codes, **layers}

    def drivers(self, row: int, rows: int) -> dict[str, np.ndarray]:
        """Seven layers whose correlations are neither 0 nor 1; each has gaps of its own."""
        accounts = self.accounts(row, rows)
        codes = accounts["landuse"]
        towns = codes // 10 == BUILTUP
        height = np.round(800 + 600 * self.field("height", row, rows) + 20 * self.white("height", row, rows))
        warm = 16 - 0.006 * height + 2 * self.field("warm", row, rows) + 0.2 * self.white("warm", row, rows)
        rain = 900 + 200 * self.field("moist", row, rows) + 5 * self.white("rain", row, rows)
        people = np.exp(4 + self.field("rich", row, rows) + 2 * towns + 0.1 * self.white("people", row, rows))
        wealth = people * np.exp(0.5 * self.field("warm", row, rows) + 0.1 * self.white("wealth", row, rows))
        layers = [
            np.where(codes == 0, np.float32(NODATA), accounts["sequestration"] - accounts["emission"]),
            people,
            wealth,
            codes // 10,
            height,
            np.round(warm, 1),
            np.round(rain, 1),
        ]
        edge = self.field("region", row, rows)
        found = {}
        for number, values in enumerate(layers):
            layer = values.astype(np.float32)
            layer[edge > 1.7 + 0.05 * number] = NODATA
            found[f"layer{number}"] = layer
        return found

    def wind(self, row: int, rows: int) -> dict[str, np.ndarray]:
        """Degrees that the wind comes from, and the closest of the eight neighbours that it blows to."""
        # Rounded as the file holds them: at the limit between two neighbours, a cell's code would name the other one.
        degrees = ((300 + np.clip(25 * self.field("turn", row, rows), -60, 60)) % 360).astype(np.float32)
        bearing = (degrees.astype(np.float64) + 180) % 360
        # Codes count clockwise from east: 1, 2 south-east, 4 south ... 128 north-east.
        octant = np.floor((bearing - 90) / 45 + 0.5).astype(np.int64) % 8
        towns = self.field("town", row, rows) > 1.75
        source = np.abs(15 + 3 * self.field("moist", row, rows)) + 120 * towns
        return {
            "wind": degrees,
            "d8": (1 << octant).astype(np.uint8),
            "source": source.astype(np.float32),
            "room": np.where(towns, 1.0, 16 + self.white("room", row, rows)).astype(np.float32),
        }

    def surface(self, row: int, rows: int) -> dict[str, np.ndarray]:
        """A surface that falls to the south-east, and in each cell its steepest descent among eight neighbours.

        Cells of the rim that no neighbour lies lower than send what they have over the border, to the south-east.
        """
        heights = self._heights(row - 1, rows + 2)
        here = heights[1:-1, 1:-1]
        drops = [
            (here - heights[1 + down : 1 + down + rows, 1 + right : 1 + right + self.shape[1]]) / np.hypot(down, right)
            for down, right in STEPS
        ]
        step = np.where(np.max(drops, axis=0) > 0, np.argmax(drops, axis=0), 3)
        return {
            "surface": here.astype(np.float32),
            "descent": ((45 * step + 180) % 360).astype(np.float32),
            "descent_d8": (1 << (step - 2) % 8).astype(np.uint8),
        }

    def _heights(self, row: int, rows: int) -> np.ndarray:
        """Heights of some rows as Float32 holds them, with a column to either side; none beyond the grid is lower."""
        first, last = max(0, row), min(self.shape[0], row + rows)
        fall = FALL[0] * np.arange(first, last)[:, None] + FALL[1] * np.arange(self.shape[1])
        heights = (BUMPS * self.field("slope", first, last - first) - fall).astype(np.float32).astype(np.float64)
        sides = ((first - row, row + rows - last), (1, 1))
        return np.pad(heights, sides, constant_values=np.inf)


def lookup() -> np.ndarray:
    """Density by code, float32 (256,)."""
    table = np.full(256, NODATA, dtype=np.float32)
    for code, pools in POOLS.items():
        table[code] = np.float32(sum(pools))
    return table


def spatial_reference() -> osr.SpatialReference:
    reference = osr.SpatialReference()
    reference.SetFromUserInput(CRS)
    return reference


def geotransform() -> tuple[float, ...]:
    return (ORIGIN[0], CELL_M, 0.0, ORIGIN[1], 0.0, -CELL_M)


def create(path: Path, shape: tuple[int, int], kind: int, nodata: float) -> gdal.Dataset:
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), shape[1], shape[0], 1, kind, list(CREATION))
    dataset.SetGeoTransform(geotransform())
    dataset.SetSpatialRef(spatial_reference())
    dataset.GetRasterBand(1).SetNoDataValue(nodata)
    return dataset


def write_layers(folder: Path, world: World, part: str) -> None:
    """Write the rasters that one method of `World` gives, strip by strip, made in two processes."""
    starts = range(0, world.shape[0], STRIP)
    datasets: dict[str, gdal.Dataset] = {}
    with ProcessPoolExecutor(2) as pool:
        # A bounded number of strips at a time: the pool would make all of them at once.
        for first in range(0, len(starts), 2):
            batch = starts[first : first + 2]
            for row, layers in zip(batch, pool.map(_strip, [(world, part, row) for row in batch])):
                for name, values in layers.items():
                    if name not in datasets:
                        kind = gdal.GDT_Byte if values.dtype == np.uint8 else gdal.GDT_Float32
                        nodata = 0 if kind == gdal.GDT_Byte else NODATA
                        datasets[name] = create(folder / f"{name}.tif", world.shape, kind, nodata)
                    datasets[name].GetRasterBand(1).WriteArray(values, 0, row)


def _strip(task: tuple[World, str, int]) -> dict[str, np.ndarray]:
    world, part, row = task
    return getattr(world, part)(row, min(STRIP, world.shape[0] - row))


def write_tables(folder: Path) -> None:
    with (folder / "pools.csv").open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(["lucode", "LULC_name", "c_above", "c_below", "c_soil", "c_dead"])
        table.writerows([code, f"class {code}", *pools] for code, pools in POOLS.items())
    with (folder / "densities.csv").open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(["code", "total"])
        table.writerows([code, repr(float(lookup()[code]))] for code in POOLS)


PARTS = {
    "accounts": "landuse.tif",
    "drivers": "layer6.tif",
    "wind": "d8.tif",
    "surface": "descent_d8.tif",
    "zones": "provinces.tif",
}


def main() -> None:
    parser = argparse.ArgumentParser(description="Generate the inputs of a benchmark.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--size", required=True, help="columns x rows, such as 3000x1400")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--parts", nargs="*", choices=list(PARTS), default=list(PARTS))
    options = parser.parse_args()
    gdal.UseExceptions()
    gdal.SetConfigOption("GDAL_NUM_THREADS", "ALL_CPUS")
    gdal.SetCacheMax(256 << 20)
    cols, rows = (int(number) for number in options.size.split("x"))
    world = World(rows, cols, options.seed)
    options.folder.mkdir(parents=True, exist_ok=True)
    write_tables(options.folder)
    for part in options.parts:
        done = options.folder / f".{part}"
        if done.exists():
            continue
        print(f"making {part} of {options.size}, seed {options.seed}", file=sys.stderr, flush=True)
        if part == "zones":
            write_zones(options.folder, world.shape, options.seed, geotransform(), spatial_reference())
            for name in ("zones", "provinces"):
                with_burnt = create(options.folder / f"{name}.tif", world.shape, gdal.GDT_UInt16, 0)
                burn(options.folder / f"{name}.gpkg", with_burnt)
        else:
            write_layers(options.folder, world, part)
        done.touch()


if __name__ == "__main__":
    main()
