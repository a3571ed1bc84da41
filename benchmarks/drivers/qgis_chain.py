"""Chains of QGIS's own algorithms in one process: python3 qgis_chain.py balance|spread INPUTS OUTPUT ..."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, "/usr/share/qgis/python/plugins")

from qgis.core import QgsApplication

application = QgsApplication([], False)
application.initQgis()
import processing  # noqa: E402 - QGIS has to run first
from processing.core.Processing import Processing  # noqa: E402

Processing.initialize()


def calculate(expression: str, layers: list[str], output: str) -> None:
    processing.run("qgis:rastercalculator", {"EXPRESSION": expression, "LAYERS": layers, "OUTPUT": output})


def balance(inputs: Path, difference: str, ratio: str, flow: str, table: str) -> None:
    """Three runs of the raster calculator, and zonal statistics of the ratio (count, sum, mean, median)."""
    layers = [str(inputs / "emission.tif"), str(inputs / "sequestration.tif")]
    e, c = '"emission@1"', '"sequestration@1"'
    calculate(f"{c} - {e}", layers, difference)
    calculate(f"{e} / {c}", layers, ratio)
    calculate(f"({e} < {c}) * {e} + ({e} >= {c}) * {c}", layers, flow)
    statistics(inputs / "zones.gpkg", ratio, table, [0, 1, 2, 3])


def statistics(zones: Path, raster: str, output: str, wanted: list[int]) -> None:
    processing.run(
        "native:zonalstatisticsfb",
        {
            "INPUT": str(zones),
            "INPUT_RASTER": raster,
            "RASTER_BAND": 1,
            "STATISTICS": wanted,
            "COLUMN_PREFIX": "_",
            "OUTPUT": output,
        },
    )


def spread(inputs: Path, output: str, folder: str) -> None:
    """Sums by province, a rate per province, burnt, times the weight."""
    weight = str(inputs / "weight.tif")
    sums, rates, burnt = (str(Path(folder) / name) for name in ("sums.gpkg", "rates.gpkg", "rate.tif"))
    statistics(inputs / "provinces.gpkg", weight, sums, [1])
    processing.run(
        "native:fieldcalculator",
        {"INPUT": sums, "FIELD_NAME": "rate", "FIELD_TYPE": 0, "FORMULA": '"total" / "_sum"', "OUTPUT": rates},
    )
    processing.run(
        "gdal:rasterize",
        {
            "INPUT": rates,
            "FIELD": "rate",
            "UNITS": 1,
            "WIDTH": 100,
            "HEIGHT": 100,
            "EXTENT": weight,
            "DATA_TYPE": 5,
            "NODATA": -9999,
            "OUTPUT": burnt,
        },
    )
    calculate('"rate@1" * "weight@1"', [burnt, weight], output)


if __name__ == "__main__":
    globals()[sys.argv[1]](Path(sys.argv[2]), *sys.argv[3:])
    sys.stdout.flush()
    application.exitQgis()
