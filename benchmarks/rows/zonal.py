"""Rows with polygons: totals of zones, and totals spread over their cells."""

from __future__ import annotations

from pathlib import Path

from ..measure import Step
from ..programs import CODEC, CORE, OPTIONS, OURS, PEER, RAW, THIS, ZSTD, Check, Place, Program, qgis_environment
from .accounts import GRASS_CODEC, GRASS_FAST_CODEC, UNCOMPRESSED, floor, kind_of, plugin_step, raster_check

# Cells by their centre: QGIS takes a polygon with at most one centre by exact fractions.
BY_CENTRE = ("--relative", "1e-5")
WITH_RASTER = "this plugin, raster too"
# About 4 sqrt(n) of a zone's n cells lie on its border; of a small zone, or of its corner that has data, all may.
BY_AREA = ("--relative", "4", "--border", "4")
BY_AREA_REASON = "weighs cells on a border by area; about 4 sqrt(n) of a zone's n cells lie there"


def zones(place: Place) -> list[Program]:
    stock, counties = place.given("stock.tif"), place.given("zones.gpkg")

    def program(name: str, kind: str, step: Step, file: str, key: str, value: str, **more: object) -> Program:
        output = place.out(f"zones {name}", file)
        tolerance = more.pop("tolerance", BY_CENTRE)
        check = Check("table", output, ("stock", "--key", key, "--value", value, *tolerance), more.pop("reason", ""))
        others = more.pop("others", ())
        return Program(name, kind, (step,), (output, *others), (check,), **more)

    plugin = {
        "LANDUSE": place.given("landuse.tif"),
        "SCHEME": 6,
        "POOLS": place.given("pools.csv"),
        "ZONES": counties,
        "ZONE_FIELD": "name",
    }

    def ours(name: str, note: str, **more: Path) -> Program:
        """The table; `more` are outputs beside it."""
        given = {**plugin, "ZONE_TABLE": place.out(f"zones {name}", "zones.csv"), **more}
        kind = OURS if name == THIS else CODEC
        step = place.qgis("carbonflow:carbonstock", given, plugin=True)
        others = tuple(more.values())
        return program(name, kind, step, "zones.csv", "zone", "stock_t", others=others, note=note)

    native = {
        "INPUT": counties,
        "INPUT_RASTER": stock,
        "RASTER_BAND": 1,
        "STATISTICS": "0,1",
        "COLUMN_PREFIX": "_",
        "OUTPUT": place.out("zones QGIS zonal statistics", "zones.gpkg"),
    }
    grass = place.grass("grass_zones", "stock.tif", stock, counties, place.out("zones GRASS r.univar", "zones.csv"))

    def driven(name: str, peer: str, driver: str, file: str = "zones.csv", **more: object) -> Program:
        output = place.out(f"zones {name}", file)
        step = place.python(peer, driver, "zones", place.inputs, output)
        return program(name, PEER, step, file, "code", "sum", needs=peer, **more)

    return [
        ours(THIS, "from land use"),
        ours(WITH_RASTER, "from land use", OUTPUT=place.out(f"zones {WITH_RASTER}", "stock.tif")),
        program(
            "core alone",
            CORE,
            place.core("core_alone", "zones", place.inputs, place.out("zones core alone", "zones.csv")),
            "zones.csv",
            "zone",
            "stock_t",
            note="from land use",
        ),
        floor(place, "zones", ["stock.tif"], []),
        program(
            "QGIS zonal statistics",
            PEER,
            place.qgis("native:zonalstatisticsfb", native),
            "zones.gpkg",
            "code",
            "_sum",
            needs="qgis",
        ),
        program("GRASS r.univar", PEER, grass, "zones.csv", "zone", "sum", needs="grass"),
        driven("GDAL 3.13 zonal-stats", "gdal313", "newest_gdal", "zones.gpkg"),
        driven("exactextract", "exactextract", "with_exactextract", tolerance=BY_AREA, reason=BY_AREA_REASON),
        driven("pygeoprocessing", "pygeoprocessing", "with_pygeoprocessing"),
    ]


def spread(place: Place) -> list[Program]:
    weight, provinces = place.given("weight.tif"), place.given("provinces.gpkg")

    def out(name: str) -> Path:
        return place.out(f"spread {name}", "spread.tif")

    def program(name: str, kind: str, step: Step, others: tuple[Path, ...] = (), **more: object) -> Program:
        # A rate and a weight in Float32 are off by one unit in the last place each, and their product by another.
        reason = "rate, weight and product are rounded to Float32"
        check = raster_check("spread", out(name), "--relative", "3e-7", reason=reason)
        return Program(name, kind, (step,), (out(name), *others), (check,), **more)

    plugin = {
        "ZONES": provinces,
        "FIELD": "total",
        "GRID": weight,
        "WEIGHT": weight,
        "UNIT": 1,
    }
    folder = out("QGIS chain").parent
    chain = place.core("qgis_chain", "spread", place.inputs, out("QGIS chain"), folder)
    chain = Step(chain.command, qgis_environment(plugin=False))
    middle = tuple(folder / name for name in ("sums.gpkg", "rates.gpkg", "rate.tif"))

    def grass(name: str, codec: str, **more: str) -> Program:
        step = place.grass("grass_spread", "weight.tif", weight, provinces, out(name), codec)
        return program(name, PEER, step, note="v.to.rast x 2, r.stats.zonal, r.mapcalc", needs="grass", **more)

    return [
        *(
            program(name, kind_of(name), plugin_step(place, "spatializetotals", plugin, name, {"OUTPUT": out(name)}))
            for name in OPTIONS
        ),
        program("core alone", CORE, place.core("core_alone", "spread", place.inputs, out("core alone"))),
        floor(place, "spread", ["weight.tif"], [out("this plugin")]),
        program(
            "QGIS chain",
            PEER,
            chain,
            middle,
            note="zonal statistics, field calculator, rasterize, raster calculator in one process; " + UNCOMPRESSED,
            needs="qgis",
            against=RAW,
        ),
        grass("GRASS", GRASS_CODEC),
        grass("GRASS, ZSTD", GRASS_FAST_CODEC, against=ZSTD),
    ]
