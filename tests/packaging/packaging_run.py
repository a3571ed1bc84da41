"""Run by test_packaging_missing.py in a Python of its own: a session in which some packages are not installed.

    packaging_run.py FOLDER PACKAGE...      prints what happened as JSON

A package is hidden before anything is imported: the finder of installed packages does not find it, as if it were not
there. Only sys.modules, not the disk, could still know it.
"""

import json
import os
import sys
from importlib.machinery import PathFinder
from pathlib import Path

HERE = Path(__file__).resolve().parent
PLUGINS = HERE.parents[1] / "build" / "plugins"
FOLDER, HIDDEN = Path(sys.argv[1]), set(sys.argv[2:])

POOLS = "lucode,c_above,c_below,c_soil,c_dead\n" + "".join(f"{code},1,2,3,4\n" for code in range(1, 7))

open_at_rename = []
replace = os.replace


def watching_replace(source, target):
    """os.replace that notes a file that is still open: Windows would refuse to rename it."""
    for entry in Path("/proc/self/fd").iterdir():
        if entry.is_symlink() and os.readlink(entry) in (str(source), str(target)):
            open_at_rename.append(str(source))
    replace(source, target)


os.replace = watching_replace
find_installed = PathFinder.find_spec
PathFinder.find_spec = classmethod(
    lambda _, name, *more: None if name.split(".")[0] in HIDDEN else find_installed(name, *more)
)
sys.path[:0] = [str(PLUGINS), str(HERE.parent / "qgis"), "/usr/share/qgis/python/plugins"]

import numpy as np  # noqa: E402
import processing  # noqa: E402
import qgis_world as world  # noqa: E402
from processing.core.Processing import Processing  # noqa: E402
from qgis.core import QgsApplication, QgsProcessingException  # noqa: E402


def told(name, **parameters):
    """Numbers of a run, or its error."""
    try:
        results = processing.run(f"carbonflow:{name}", parameters)
    except QgsProcessingException as error:
        return f"error: {error}"
    return {key: value for key, value in results.items() if isinstance(value, float)}


def files(**names):
    """Outputs in the folder."""
    return {name: str(FOLDER / file_name) for name, file_name in names.items()}


def main():
    """Load the plugin, ask every algorithm, run those that tell packages apart."""
    import carbon_service_flow

    # QGIS keeps a plugin in a dictionary; without anyone who keeps it, its provider goes.
    plugin = carbon_service_flow.classFactory(None)
    plugin.initProcessing()
    provider = QgsApplication.processingRegistry().providerById("carbonflow")
    codes = world.landuse_codes()
    rng = np.random.default_rng(3)
    paths = {
        name: world.write_raster(FOLDER / f"{name}.tif", values)
        for name, values in {
            "stock": np.nan_to_num(world.densities(codes)),
            "emission": rng.uniform(0, 500, codes.shape),
            "wind": rng.uniform(0, 360, codes.shape),
        }.items()
    }
    zones = world.write_zones(FOLDER / "zones.gpkg")
    balance = {"EMISSION": paths["emission"], "SEQUESTRATION": paths["stock"]}
    landuse = world.write_raster(FOLDER / "landuse.tif", codes, nodata=world.NODATA_CODE)
    by_zone = {"ZONES": zones, "ZONE_FIELD": "name"}
    change = {"BEFORE": paths["stock"], "AFTER": paths["stock"], "YEARS": 5}
    rasters = files(OUTPUT_DIFFERENCE="difference.tif", OUTPUT_RATIO="ratio.tif", ZONE_TABLE="balance.xlsx")
    flows = files(OUTPUT_FLUX="flux.tif", OUTPUT_IMPORTED="imported.tif", OD_TABLE="od.gpkg", ZONE_TABLE="routed.csv")
    stocks = files(OUTPUT="s.tif", OUTPUT_POOLS="p.tif", CLASS_TABLE="classes.csv", ZONE_TABLE="zones.csv")
    matrix = {"TARGET": paths["stock"], "LAYERS": [paths["emission"]], **files(CORRELATION="r.csv", RANKING="k.gpkg")}
    pools = world.write_text(FOLDER / "pools.csv", POOLS)
    listed = {entry.name(): entry.canExecute() for entry in provider.algorithms()}
    answers = {
        "algorithms": listed,
        "pandas after listing": "pandas" in sys.modules,
        # Rasters alone, and the plugin's own tables.
        "studygrid": told("studygrid", AREA=zones, CELL_SIZE=1000, **files(OUTPUT="grid.tif")),
        "stock raster": told("carbonstock", LANDUSE=landuse, SCHEME=0, **files(OUTPUT="own.tif")),
        "balance raster": told("supplydemandratio", **balance, **by_zone, **files(OUTPUT_RATIO="r.tif")),
        "routing raster": told("windflowrouting", **balance, WIND=paths["wind"], **files(OUTPUT_FLUX="f.tif")),
        "change raster": told("carbonstockchange", **change, **files(OUTPUT="change.tif")),
        "pandas after rasters": "pandas" in sys.modules,
        "own table": told("carbonstock", LANDUSE=landuse, SCHEME=0, POOLS=pools, **files(OUTPUT="pools.tif")),
        "temporary table": told("carbonstock", LANDUSE=landuse, SCHEME=0, CLASS_TABLE="TEMPORARY_OUTPUT"),
        "balance": told("supplydemandratio", **balance, **by_zone, **rasters),
        "page": told("supplydemandratio", **balance, **by_zone, **files(HTML="page.html")),
        "report": told("assessmentreport", STOCK=paths["stock"], **files(OUTPUT_HTML="report.html")),
        "routing": told("windflowrouting", **balance, **by_zone, WIND=paths["wind"], **flows),
        "correlation": told("rastercorrelationmatrix", **matrix),
        "stock": told("carbonstock", LANDUSE=landuse, SCHEME=0, **by_zone, **stocks),
        "imported": sorted(HIDDEN & set(sys.modules)),
        "written": sorted(path.name for path in FOLDER.iterdir() if path.is_file()),
        "open at rename": open_at_rename,
    }
    print("\nANSWERS " + json.dumps(answers))
    sys.stdout.flush()


application = QgsApplication([], False)
application.initQgis()
Processing.initialize()
main()
# An orderly end would have to take down layers, contexts and provider in the right order.
os._exit(0)
