"""What the choice of the routing method changes on the sample: the table in docs/guide.md.

    make demo && python3 resources/sample/compare_methods.py

Takes what the demo has made for 2020: human emission, which is all but soil respiration, and the winds. It meets an
annual sink, not the stock: 5 t C/ha on woodland, 1 on grassland and 2 on cropland, round numbers to compare methods
with and no estimate. Each step is one command, shown as it is run.
"""

from __future__ import annotations

import sys

from run_demo import RELATIVE, ROOT, Demo

YEAR = 2020
SOIL_BAND = 8
# Ranges of IGBP codes and their t C/ha: 1-6, 8, 9 woodland; 7, 10 grassland; 12, 14 cropland.
SINK = "-1,0,0,0,6,5,6,7,1,7,9,5,9,10,1,10,11,0,11,12,2,12,13,0,13,14,2,14,254,0"
METHODS = {
    "two neighbours, prevailing wind": {"METHOD": 0, "WIND": "wind_direction.tif"},
    "two neighbours, resultant wind": {"METHOD": 0, "WIND": "wind_resultant.tif"},
    "one neighbour, prevailing wind": {"METHOD": 1, "WIND": "wind_direction.tif"},
    "wind rose": {"METHOD": 2, "ROSE": "wind_rose.tif"},
    "well mixed": {"METHOD": 3},
}
ACCOUNTS = ("ABSORBED_HOME_T", "ABSORBED_DOWNWIND_T", "EXPORTED_T", "TRAPPED_T", "CALM_T")


def main() -> None:
    """Make both rasters, route by each method, and print shares of the emission."""
    if not (ROOT / RELATIVE / f"emission_by_source_{YEAR}.tif").exists():
        sys.exit("Run `make demo` first: this takes its emission, land cover and winds.")
    demo, out = Demo(ROOT / RELATIVE), RELATIVE.as_posix()
    emission, sink = f"{out}/human_emission_{YEAR}.tif", f"{out}/annual_sink.tif"
    demo.step(
        "Human emission",
        "gdal:rastercalculator",
        INPUT_A=f"{out}/emission_{YEAR}.tif",
        BAND_A=1,
        INPUT_B=f"{out}/emission_by_source_{YEAR}.tif",
        BAND_B=SOIL_BAND,
        FORMULA="maximum(A-B,0)",
        NO_DATA=-9999,
        RTYPE=5,
        OUTPUT=emission,
    )
    demo.step(
        "Annual sink",
        "native:reclassifybytable",
        INPUT_RASTER=f"{out}/landcover.tif",
        RASTER_BAND=1,
        TABLE=SINK,
        NO_DATA=-9999,
        DATA_TYPE=5,
        OUTPUT=sink,
    )
    for title, how in METHODS.items():
        given = {name: f"{out}/{value}" if isinstance(value, str) else value for name, value in how.items()}
        demo.step(title, "carbonflow:windflowrouting", EMISSION=emission, SEQUESTRATION=sink, **given)
    print("\n| method | " + " | ".join(name[:-2].lower().replace("_", " ") for name in ACCOUNTS) + " | loop cells |")
    print("|" + "---|" * (len(ACCOUNTS) + 2))
    for title in METHODS:
        numbers = demo.numbers[title]
        shares = [f"{100 * numbers[name] / numbers['EMISSION_T']:.0f} %" for name in ACCOUNTS]
        print(f"| {title} | " + " | ".join(shares) + f" | {numbers['LOOP_CELLS']:.0f} |")


if __name__ == "__main__":
    main()
