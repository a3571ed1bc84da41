"""The whole assessment on the sample, step by step with qgis_process, into build/demo. Run by `make demo`.

Every step is one command, shown as it is run, so that it can be repeated by hand. Pictures are drawn by QGIS
(`draw_maps.py`), the page of text is made from the tables and numbers (`write_accounts.py`).
"""

from __future__ import annotations

import json
import os
import re
import resource
import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path

SAMPLE = Path(__file__).resolve().parent
ROOT = SAMPLE.parents[1]
RELATIVE = Path("build") / "demo"
YEARS = (2015, 2020)
CELL_SIZE_M = 5000


def find_qgis_process() -> str:
    """Debian 12's `qgis_process` is a wrapper that passes an option its program refuses: call the program."""
    for name in ("qgis_process.bin", "qgis_process"):
        if shutil.which(name, path="/usr/bin:/bin"):
            return name
    sys.exit("qgis_process is not installed: apt-get install qgis")


def environment(home: Path) -> dict[str, str]:
    """A profile of its own in which the plugin is enabled, and the system's Python first on the path."""
    profile = home / ".local/share/QGIS/QGIS3/profiles/default/QGIS"
    profile.mkdir(parents=True, exist_ok=True)
    home.chmod(0o700)
    (profile / "QGIS3.ini").write_text("[PythonPlugins]\ncarbon_service_flow=true\n")
    return {
        **os.environ,
        "PATH": "/usr/bin:/bin:" + os.environ.get("PATH", ""),
        "HOME": str(home),
        "XDG_RUNTIME_DIR": str(home),
        "QT_QPA_PLATFORM": "offscreen",
        "QGIS_PLUGINPATH": str(ROOT / "build" / "plugins"),
        "PYTHONWARNINGS": "ignore",
        # No statistics files beside the sample.
        "GDAL_PAM_ENABLED": "NO",
    }


class Demo:
    """Runs steps and keeps the numbers that they report."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.program = find_qgis_process()
        self.environment = environment(folder / ".home")
        self.numbers: dict[str, dict] = {}
        self.warnings: dict[str, list[str]] = {}

    def step(self, title: str, algorithm: str, **parameters: object) -> None:
        """Run one algorithm; stop the demo with its log when it fails."""
        arguments = []
        for name, value in parameters.items():
            for one in value if isinstance(value, list) else [value]:
                arguments.append(f"{name}={one}")
        command = [self.program, "run", algorithm, "--", *arguments]
        print(f"\n# {title}\n{shlex.join(command)}", flush=True)
        start = time.monotonic()
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False)
        with (self.folder / "log.txt").open("a", encoding="utf-8") as log:
            log.write(f"\n# {title}\n{shlex.join(command)}\n{done.stdout}")
        told, _, results = done.stdout.partition("\nResults\n")
        if done.returncode or not results:
            sys.exit(f"{done.stdout}\n{done.stderr}\n{title}: failed")
        self.warnings[title] = re.findall(r"WARNING:\s*(.*)", told)
        self.numbers[title] = {
            n: float(v) for n, v in re.findall(r"^(\w+):\s+(-?[\d.]+(?:e[-+]?\d+)?)$", results, re.M)
        }
        for warning in self.warnings[title]:
            print(f"    warning: {warning}")
        for name, value in self.numbers[title].items():
            print(f"    {name} = {value:.10g}")
        print(f"    {time.monotonic() - start:.1f} s", flush=True)

    def script(self, name: str) -> None:
        """Run one of the scripts beside this one with QGIS's Python."""
        command = ["/usr/bin/python3", str(SAMPLE / name), str(self.folder)]
        print(f"\n# {name}", flush=True)
        with_plugin = {**self.environment, "PYTHONPATH": self.environment["QGIS_PLUGINPATH"]}
        done = subprocess.run(command, cwd=ROOT, env=with_plugin, capture_output=True, text=True, check=False)
        print(done.stdout, end="")
        if done.returncode:
            sys.exit(done.stderr)


def prepare(demo: Demo, sample: str, out: str) -> None:
    """Grid, land cover, weights and the drivers that do not change between the years."""
    zones = f"{sample}/provinces.geojson"
    grid = f"{out}/grid.tif"
    demo.step("Study grid", "carbonflow:studygrid", AREA=zones, CELL_SIZE=CELL_SIZE_M, OUTPUT=grid)
    for name, source, kind in (
        ("landcover", "landcover_igbp_2019.tif", 0),
        ("elevation", "elevation.tif", 1),
        ("temperature", "temperature.tif", 1),
        ("precipitation", "precipitation.tif", 1),
    ):
        demo.step(
            f"{name} on the grid",
            "carbonflow:aligntogrid",
            INPUT=f"{sample}/{source}",
            KIND=kind,
            GRID=grid,
            MASK="true",
            OUTPUT=f"{out}/{name}.tif",
        )
    # Shares of each cell, so that towns smaller than a cell are kept. People and GDP go where there is built-up land
    # (IGBP 13) or cropland (12, 14), alike.
    for name, title, table in (
        ("builtup", "Built-up land", "-1,12.5,0,12.5,13.5,1,13.5,254,0"),
        ("settled", "Built-up land and cropland", "-1,11.5,0,11.5,14.5,1,14.5,254,0"),
    ):
        demo.step(
            title,
            "native:reclassifybytable",
            INPUT_RASTER=f"{sample}/landcover_igbp_2019.tif",
            RASTER_BAND=1,
            TABLE=table,
            NO_DATA=255,
            DATA_TYPE=0,
            OUTPUT=f"{out}/{name}_land.tif",
        )
        demo.step(
            f"{title}: share of each cell",
            "carbonflow:aligntogrid",
            INPUT=f"{out}/{name}_land.tif",
            KIND=1,
            GRID=grid,
            MASK="true",
            OUTPUT=f"{out}/{name}.tif",
        )
    demo.step(
        "Carbon stock",
        "carbonflow:carbonstock",
        LANDUSE=f"{out}/landcover.tif",
        SCHEME=3,
        ZONES=zones,
        ZONE_FIELD="name",
        OUTPUT=f"{out}/stock.tif",
        CLASS_TABLE=f"{out}/stock_by_class.csv",
        ZONE_TABLE=f"{out}/stock_by_province.csv",
    )
    demo.step(
        "Prevailing wind",
        "carbonflow:prevailingwinduv",
        U=f"{sample}/u10.tif",
        V=f"{sample}/v10.tif",
        GRID=grid,
        OUTPUT_DIRECTION=f"{out}/wind_direction.tif",
        OUTPUT_RESULTANT=f"{out}/wind_resultant.tif",
        OUTPUT_SPEED=f"{out}/wind_speed.tif",
        OUTPUT_CONSTANCY=f"{out}/wind_constancy.tif",
        OUTPUT_ROSE=f"{out}/wind_rose.tif",
        OUTPUT_ARROWS=f"{out}/wind_arrows.gpkg",
    )


def assess(demo: Demo, year: int, sample: str, out: str) -> None:
    """One year: people and GDP, emission, balance, routed flow, drivers."""
    zones, table = f"{sample}/provinces.geojson", f"{sample}/yearbook_{year}.csv"
    joined = f"{out}/provinces_{year}.gpkg"
    demo.step(
        f"Provinces with figures, {year}",
        "native:joinattributestable",
        INPUT=zones,
        FIELD="name",
        INPUT_2=table,
        FIELD_2="province",
        FIELDS_TO_COPY=["population", "gdp"],
        METHOD=1,
        DISCARD_NONMATCHING="false",
        OUTPUT=joined,
    )
    for name in ("population", "gdp"):
        demo.step(
            f"{name} density, {year}",
            "carbonflow:spatializetotals",
            ZONES=joined,
            FIELD=name,
            GRID=f"{out}/landcover.tif",
            WEIGHT=f"{out}/settled.tif",
            UNIT=2,
            OUTPUT=f"{out}/{name}_{year}.tif",
        )
    demo.step(
        f"Carbon emission, {year}",
        "carbonflow:carbonemissions",
        LANDUSE=f"{out}/landcover.tif",
        SCHEME=3,
        ZONES=zones,
        ZONE_FIELD="name",
        STATISTICS=table,
        STATISTICS_ZONE_FIELD="province",
        COEFFICIENTS=f"{sample}/coefficients_population.csv",
        POPULATION=f"{out}/population_{year}.tif",
        BUILTUP=f"{out}/builtup.tif",
        OUTPUT=f"{out}/emission_{year}.tif",
        OUTPUT_SOURCES=f"{out}/emission_by_source_{year}.tif",
        ZONE_TABLE=f"{out}/emission_by_province_{year}.csv",
    )
    pair = {"EMISSION": f"{out}/emission_{year}.tif", "SEQUESTRATION": f"{out}/stock.tif"}
    demo.step(
        f"Balance, {year}",
        "carbonflow:supplydemandratio",
        **pair,
        ZONES=zones,
        ZONE_FIELD="name",
        OUTPUT_DIFFERENCE=f"{out}/difference_{year}.tif",
        OUTPUT_RATIO=f"{out}/ratio_{year}.tif",
        OUTPUT_FLOW=f"{out}/flow_{year}.tif",
        OUTPUT_ZONES=f"{out}/provinces_by_ratio_{year}.gpkg",
        ZONE_TABLE=f"{out}/balance_by_province_{year}.csv",
    )
    demo.step(
        f"Balance by reach, {year}",
        "carbonflow:supplydemandratio",
        **pair,
        ZONES=zones,
        ZONE_FIELD="reach",
        ZONE_TABLE=f"{out}/balance_by_reach_{year}.csv",
    )
    demo.step(
        f"Routed flow, {year}",
        "carbonflow:windflowrouting",
        **pair,
        ROSE=f"{out}/wind_rose.tif",
        METHOD=2,
        ZONES=zones,
        ZONE_FIELD="name",
        OUTPUT_FLUX=f"{out}/flux_{year}.tif",
        OUTPUT_ABSORBED=f"{out}/absorbed_{year}.tif",
        OUTPUT_IMPORTED=f"{out}/imported_{year}.tif",
        OUTPUT_REMAINDER=f"{out}/remainder_{year}.tif",
        ZONE_TABLE=f"{out}/routed_by_province_{year}.csv",
        OD_TABLE=f"{out}/origin_destination_{year}.csv",
        OD_LINES=f"{out}/origin_destination_{year}.gpkg",
        OUTPUT_NETWORK=f"{out}/network_{year}.gpkg",
    )
    demo.step(
        f"Drivers, {year}",
        "carbonflow:rastercorrelationmatrix",
        TARGET=f"{out}/difference_{year}.tif",
        LAYERS=[
            f"{out}/population_{year}.tif",
            f"{out}/gdp_{year}.tif",
            f"{out}/landcover.tif",
            f"{out}/elevation.tif",
            f"{out}/temperature.tif",
            f"{out}/precipitation.tif",
        ],
        CATEGORICAL=f"{out}/landcover.tif",
        CORRELATION=f"{out}/correlation_{year}.csv",
        COVARIANCE=f"{out}/covariance_{year}.csv",
        RANKING=f"{out}/drivers_{year}.csv",
    )


def report(demo: Demo, sample: str, out: str) -> None:
    """Both years side by side: one page, and a PDF."""
    both: dict[str, object] = {}
    for suffix, year in zip(("", "_2"), YEARS):
        files = {
            **{name.upper(): f"{name}_{year}.tif" for name in ("emission", "difference", "ratio", "flow", "flux")},
            **{name.upper(): f"{name}_{year}.tif" for name in ("absorbed", "imported", "remainder")},
            "NETWORK": f"network_{year}.gpkg",
            "OD_LINES": f"origin_destination_{year}.gpkg",
            "EMISSION_TABLE": f"emission_by_province_{year}.csv",
            "BALANCE_TABLE": f"balance_by_province_{year}.csv",
            "FLOW_TABLE": f"routed_by_province_{year}.csv",
            "OD_TABLE": f"origin_destination_{year}.csv",
            "CORRELATION": f"correlation_{year}.csv",
            "RANKING": f"drivers_{year}.csv",
        }
        both["LABEL" + suffix] = year
        both.update({name + suffix: f"{out}/{file}" for name, file in files.items()})
    demo.step(
        "Report of both years",
        "carbonflow:assessmentreport",
        TITLE="Carbon accounts of the Yangtze provinces",
        ZONES=f"{sample}/provinces.geojson",
        ZONE_FIELD="name",
        STOCK=f"{out}/stock.tif",
        CLASS_TABLE=f"{out}/stock_by_class.csv",
        STOCK_TABLE=f"{out}/stock_by_province.csv",
        WIND=f"{out}/wind_direction.tif",
        ROSE=f"{out}/wind_rose.tif",
        CONSTANCY=f"{out}/wind_constancy.tif",
        **both,
        OUTPUT_HTML=f"{out}/report.html",
        OUTPUT_PDF=f"{out}/report.pdf",
    )


def main() -> None:
    """Run everything."""
    start = time.monotonic()
    folder = ROOT / RELATIVE
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    demo = Demo(folder)
    print(f"Every command below can be repeated in {ROOT} with the environment variable")
    print("QGIS_PLUGINPATH=build/plugins and the plugin enabled (see README.md).")
    sample = SAMPLE.relative_to(ROOT).as_posix()
    out = RELATIVE.as_posix()
    prepare(demo, sample, out)
    for year in YEARS:
        assess(demo, year, sample, out)
    report(demo, sample, out)
    told = {"numbers": demo.numbers, "warnings": demo.warnings}
    (folder / "numbers.json").write_text(json.dumps(told, indent=1, ensure_ascii=False), encoding="utf-8")
    demo.script("draw_maps.py")
    demo.script("write_accounts.py")
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(f"\nDone in {time.monotonic() - start:.0f} s, at most {largest} MB.")
    print(f"Look at {out}/report.html (in a browser), {out}/report.pdf, {out}/accounts.md and {out}/maps/*.png.")


if __name__ == "__main__":
    main()
