"""Rows of the accounts: stock from land use, the ratio of two rasters, the whole balance."""

from __future__ import annotations

import csv
from pathlib import Path

from ..measure import Step
from ..programs import (
    CODEC,
    CORE,
    FAST_CODEC,
    FLOOR,
    OPTIONS,
    OURS,
    PEER,
    RAW,
    SAME_CODEC,
    THIS,
    ZSTD,
    Check,
    Place,
    Program,
    qgis_environment,
)

GRASS_CODEC = ",".join(SAME_CODEC)
GRASS_FAST_CODEC = ",".join(FAST_CODEC)
UNCOMPRESSED = "cannot compress in QGIS 3.22: 4 bytes a cell"
# Expected values are computed in float64; differences of Float32 values lose 1e-5 of 600 t/ha at most.
LAST_PLACE = ("--relative", "1.3e-7", "--absolute", "1e-5")
LAST_REASON = "one unit in the last place of Float32"
CALC = (("gdal_calc", SAME_CODEC, ""), ("gdal_calc, ZSTD", FAST_CODEC, ZSTD))


def calc(place: Place, formula: str, output: Path, codec: tuple[str, ...], **rasters: str) -> tuple[str, ...]:
    """The command line of gdal_calc."""
    named = [part for letter, name in rasters.items() for part in (f"-{letter}", place.given(name))]
    creation = [f"--co={option}" for option in codec]
    program = place.peers["gdal_calc"].program
    options = ("--type=Float32", "--NoDataValue=-9999", "--quiet", "--overwrite")
    return (program, *named, f"--calc={formula}", f"--outfile={output}", *options, *creation)


def raster_check(kind: str, output: Path, *options: str, reason: str = "") -> Check:
    return Check("raster", output, (kind, *options), reason)


def stock(place: Place) -> list[Program]:
    def out(name: str) -> Path:
        return place.out(f"stock {name}", "stock.tif")

    def program(name: str, kind: str, steps: tuple, **more: object) -> Program:
        output = out(name)
        more.setdefault("checks", (raster_check("stock", output),))
        return Program(name, kind, steps, (output,), **more)

    densities = read_densities(place)
    codes = ",".join(f"{code},{code},{value!r}" for code, value in densities)
    calc_table = f"numpy.array([{','.join(repr(value) for value in table_of(densities))}],dtype=numpy.float32)[A]"
    rules = place.out("stock GRASS r.recode", "rules.txt")
    rules.write_text("".join(f"{code}:{code}:{value!r}:{value!r}\n" for code, value in densities))
    ours, core = out("this plugin"), out("core alone")
    native, grass = out("QGIS reclassifybytable"), out("GRASS r.recode")
    reclass = {
        "INPUT_RASTER": place.given("landuse.tif"),
        "RASTER_BAND": 1,
        "TABLE": codes,
        "RANGE_BOUNDARIES": 2,
        "DATA_TYPE": 5,
        "OUTPUT": native,
    }
    plugin = {"LANDUSE": place.given("landuse.tif"), "SCHEME": 6, "POOLS": place.given("pools.csv")}
    return [
        *(
            program(name, kind_of(name), (plugin_step(place, "carbonstock", plugin, name, {"OUTPUT": out(name)}),))
            for name in OPTIONS
        ),
        program("core alone", CORE, (place.core("core_alone", "stock", place.inputs, core),)),
        floor(place, "stock", ["landuse.tif"], [ours]),
        program(
            "QGIS reclassifybytable",
            PEER,
            (place.qgis("native:reclassifybytable", reclass),),
            note=UNCOMPRESSED,
            needs="qgis",
            against=RAW,
        ),
        *(
            program(
                name,
                PEER,
                (Step(calc(place, calc_table, out(name), codec, A="landuse.tif")),),
                needs="gdal_calc",
                against=against,
            )
            for name, codec, against in CALC
        ),
        program(
            "GRASS r.recode",
            PEER,
            (place.grass("grass_stock", "landuse.tif", place.given("landuse.tif"), rules, grass, GRASS_CODEC),),
            needs="grass",
        ),
        *(
            program(
                name,
                PEER,
                (place.python(peer, driver, "stock", place.inputs, out(name)),),
                note=note,
                needs=peer,
                checks=(raster_check("stock", out(name), *options),),
            )
            for name, peer, driver, note, options in (
                ("GDAL 3.13 reclassify", "gdal313", "newest_gdal", "Float64: refuses 97.23 for Float32", ()),
                ("pygeoprocessing", "pygeoprocessing", "with_pygeoprocessing", "", ()),
                (
                    "InVEST carbon",
                    "invest",
                    "with_invest",
                    "adds four Float32 rasters: within 1e-4",
                    ("--absolute", "1e-4"),
                ),
            )
        ),
    ]


def kind_of(name: str) -> str:
    """Of a program of `OPTIONS`."""
    return OURS if name == THIS else CODEC


def plugin_step(place: Place, algorithm: str, given: dict, name: str, outputs: dict) -> Step:
    """A run of this plugin with the codec of a program of `OPTIONS`."""
    codec = {"CREATION_OPTIONS": OPTIONS[name]} if OPTIONS[name] else {}
    return place.qgis(f"carbonflow:{algorithm}", {**given, **outputs, **codec}, plugin=True)


def read_densities(place: Place) -> list[tuple[int, float]]:
    path = place.inputs / "densities.csv"
    with path.open(newline="") as file:
        return [(int(row["code"]), float(row["total"])) for row in csv.DictReader(file)]


def table_of(densities: list[tuple[int, float]]) -> list[float]:
    """By code, up to the highest one."""
    known = dict(densities)
    return [known.get(code, -9999.0) for code in range(max(known) + 1)]


def floor(place: Place, row: str, reads: list[str], like: list[Path]) -> Program:
    """Reading and writing alone, with the codec of this plugin's own outputs."""
    written = [place.out(f"{row} floor", f"{path.stem}.tif") for path in like]
    arguments = ["--read", *(place.given(name) for name in reads)]
    if like:
        arguments += ["--like", *like, "--write", *written]
    step = place.core("floor", *arguments)
    return Program("floor: read and write alone", FLOOR, (step,), tuple(written))


def ratio(place: Place) -> list[Program]:
    def out(name: str) -> Path:
        return place.out(f"ratio {name}", "ratio.tif")

    def program(name: str, kind: str, steps: tuple, **more: object) -> Program:
        output = out(name)
        check = raster_check("ratio", output, *LAST_PLACE, reason=LAST_REASON)
        return Program(name, kind, steps, (output,), (check,), **more)

    e, c = place.given("emission.tif"), place.given("sequestration.tif")
    ours = out("this plugin")
    calculator = {
        "EXPRESSION": '"emission@1" / "sequestration@1"',
        "LAYERS": [e, c],
        "OUTPUT": out("QGIS raster calculator"),
    }
    return [
        *(
            program(
                name,
                kind_of(name),
                (
                    plugin_step(
                        place,
                        "supplydemandratio",
                        {"EMISSION": e, "SEQUESTRATION": c},
                        name,
                        {"OUTPUT_RATIO": out(name)},
                    ),
                ),
            )
            for name in OPTIONS
        ),
        program("core alone", CORE, (place.core("core_alone", "ratio", place.inputs, out("core alone")),)),
        floor(place, "ratio", ["emission.tif", "sequestration.tif"], [ours]),
        program(
            "QGIS raster calculator",
            PEER,
            (place.qgis("qgis:rastercalculator", calculator),),
            note=UNCOMPRESSED,
            needs="qgis",
            against=RAW,
        ),
        *(
            program(
                name,
                PEER,
                (Step(calc(place, "A/B", out(name), codec, A="emission.tif", B="sequestration.tif")),),
                needs="gdal_calc",
                against=against,
            )
            for name, codec, against in CALC
        ),
        program(
            "GRASS r.mapcalc",
            PEER,
            (place.grass("grass_ratio", "emission.tif", e, c, out("GRASS r.mapcalc"), GRASS_CODEC),),
            needs="grass",
        ),
        *(
            program(
                name,
                PEER,
                (place.python(peer, driver, "ratio", place.inputs, out(name)),),
                needs=peer,
            )
            for name, peer, driver in (
                ("GDAL 3.13 calc", "gdal313", "newest_gdal"),
                ("pygeoprocessing", "pygeoprocessing", "with_pygeoprocessing"),
            )
        ),
    ]


def balance(place: Place) -> list[Program]:
    e, c, counties = (place.given(name) for name in ("emission.tif", "sequestration.tif", "zones.gpkg"))
    kinds = ("difference", "ratio", "flow")

    def program(name: str, kind: str, step: Step, columns: tuple[str, ...], ending: str, **more: object) -> Program:
        """`columns` of the table: the zone, the mean of the cells' ratios, their median."""
        outputs = files(name, ending)
        checks = [raster_check(what, path, *LAST_PLACE, reason=LAST_REASON) for what, path in zip(kinds, outputs)]
        for what, column in zip(("mean", "median"), columns[1:]):
            options = (what, "--key", columns[0], "--value", column, "--relative", "1e-6")
            checks.append(Check("table", outputs[3], options))
        return Program(name, kind, (step,), outputs, tuple(checks), **more)

    def files(name: str, ending: str) -> tuple[Path, ...]:
        return tuple(place.out(f"balance {name}", f) for f in (*(f"{kind}.tif" for kind in kinds), f"zones.{ending}"))

    def step(name: str) -> Step:
        given = {"EMISSION": e, "SEQUESTRATION": c, "ZONES": counties, "ZONE_FIELD": "name"}
        outputs = dict(zip((*(f"OUTPUT_{kind.upper()}" for kind in kinds), "ZONE_TABLE"), files(name, "csv")))
        return plugin_step(place, "supplydemandratio", given, name, outputs)

    ours = files(THIS, "csv")
    chain = place.core("qgis_chain", "balance", place.inputs, *files("QGIS chain", "gpkg"))
    chain = Step(chain.command, qgis_environment(plugin=False))
    core = place.core("core_alone", "balance", place.inputs, *files("core alone", "csv"))
    columns = ("zone", "mean_ratio", "median_ratio")
    grass = place.grass("grass_balance", "emission.tif", e, c, counties, *files("GRASS", "csv"), GRASS_CODEC)
    return [
        *(program(name, kind_of(name), step(name), columns, "csv") for name in OPTIONS),
        program("core alone", CORE, core, columns, "csv"),
        floor(place, "balance", ["emission.tif", "sequestration.tif"], list(ours[:3])),
        program(
            "QGIS chain",
            PEER,
            chain,
            ("code", "_mean", "_median"),
            "gpkg",
            note="three raster calculations and one zonal statistics (of the ratio) in one process; " + UNCOMPRESSED,
            needs="qgis",
            against=RAW,
        ),
        program(
            "GRASS",
            PEER,
            grass,
            ("zone", "mean"),
            "csv",
            note="r.mapcalc x 3, r.univar -e of the ratio",
            needs="grass",
        ),
    ]
