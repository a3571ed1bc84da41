"""This plugin's account in one QGIS process: python3 own_chain.py one|chain INPUTS RATIO TABLE [STOCK EMISSION].

`one` is `carbonaccount`; `chain` the three tools that give the same, as a model runs them: rasters in between are
temporary layers, or the two files that are named.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "build" / "plugins"))

from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingFeedback

application = QgsApplication([], False)
application.initQgis()
from carbon_service_flow.provider import CarbonFlowProvider  # noqa: E402 - QGIS has to run first

provider = CarbonFlowProvider()
QgsApplication.processingRegistry().addProvider(provider)
CNLUCC = 0


def run(name: str, **parameters: object) -> dict:
    tool = QgsApplication.processingRegistry().createAlgorithmById(f"carbonflow:{name}")
    context = QgsProcessingContext()
    able, reason = tool.checkParameterValues(parameters, context)
    if not able:
        sys.exit(f"{name}: {reason}")
    results, done = tool.run(parameters, context, QgsProcessingFeedback())
    if not done:
        sys.exit(f"{name} failed")
    return results


def given(inputs: Path) -> tuple[dict[str, object], dict[str, object], dict[str, object]]:
    """Land use, zones, and what emission takes besides."""
    return (
        {"LANDUSE": str(inputs / "landuse.tif"), "SCHEME": CNLUCC},
        {"ZONES": str(inputs / "provinces.gpkg"), "ZONE_FIELD": "name"},
        {"STATISTICS": str(inputs / "yearbook.csv"), "STATISTICS_ZONE_FIELD": "province"},
    )


def one(inputs: Path, ratio: str, table: str) -> None:
    landuse, zones, yearbook = given(inputs)
    run("carbonaccount", **landuse, **zones, **yearbook, OUTPUT_RATIO=ratio, ZONE_TABLE=table)


def chain(inputs: Path, ratio: str, table: str, stock: str = "", emission: str = "") -> None:
    landuse, zones, yearbook = given(inputs)
    held = run("carbonstock", **landuse, OUTPUT=stock or "TEMPORARY_OUTPUT")["OUTPUT"]
    released = run("carbonemissions", **landuse, **zones, **yearbook, OUTPUT=emission or "TEMPORARY_OUTPUT")["OUTPUT"]
    run("supplydemandratio", EMISSION=released, SEQUESTRATION=held, **zones, OUTPUT_RATIO=ratio, ZONE_TABLE=table)


if __name__ == "__main__":
    globals()[sys.argv[1]](Path(sys.argv[2]), *sys.argv[3:])
    sys.stdout.flush()
    application.exitQgis()
