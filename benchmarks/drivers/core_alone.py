"""A row's work by this plugin's core, without QGIS: python3 core_alone.py ROW INPUTS OUTPUT [OUTPUT ...]."""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "build" / "plugins"))

import numpy as np
from carbon_service_flow.core.raster.geotiff import Target
from carbon_service_flow.core.raster.sources import Band, common_grid
from carbon_service_flow.core.zones.zones import Zones
from osgeo import ogr


def zones_of(path: Path) -> tuple[Zones, np.ndarray]:
    """Zones of a GeoPackage, and their totals."""
    source = ogr.Open(str(path))
    layer = source.GetLayer()
    total = layer.GetLayerDefn().GetFieldIndex("total")
    features = [
        (f["name"], bytes(f.GetGeometryRef().ExportToWkb()), f.GetFieldAsDouble(total) if total >= 0 else 0.0)
        for f in layer
    ]
    zones = Zones.from_features(path.name, layer.GetSpatialRef().ExportToWkt(), [one[:2] for one in features])
    return zones, np.array([one[2] for one in features])


def write_rows(path: str, rows: list[dict]) -> None:
    with open(path, "w", newline="", encoding="utf-8") as file:
        table = csv.DictWriter(file, list(rows[0]))
        table.writeheader()
        table.writerows(rows)


def densities(inputs: Path):
    from carbon_service_flow.core.accounts.class_densities import ClassDensities
    from carbon_service_flow.core.accounts.landuse_codes import Scheme
    from carbon_service_flow.core.tables.read import read_table

    return ClassDensities.build(Scheme.OWN_CODES, read_table(str(inputs / "pools.csv")))


def stock(inputs: Path, output: str) -> None:
    from carbon_service_flow.core.accounts.stock import carbon_stock

    landuse = Band(str(inputs / "landuse.tif"))
    carbon_stock(landuse, landuse.grid, densities(inputs), Target(output, ("carbon stock",), ("t C/ha",)), None)


def zones(inputs: Path, output: str) -> None:
    from carbon_service_flow.core.accounts.stock import carbon_stock

    landuse = Band(str(inputs / "landuse.tif"))
    grid = landuse.grid
    counties, _ = zones_of(inputs / "zones.gpkg")
    found = carbon_stock(
        landuse, grid, densities(inputs), None, None, zones=counties.source(grid), zone_count=len(counties)
    )
    write_rows(output, found.zone_rows(counties.names))


def ratio(inputs: Path, output: str) -> None:
    from carbon_service_flow.core.balance.balance import balance

    emission, sequestration = Band(str(inputs / "emission.tif")), Band(str(inputs / "sequestration.tif"))
    balance(emission, sequestration, common_grid([emission, sequestration]), [None, Target(output, ("ratio",)), None])


def balance(inputs: Path, difference: str, ratio: str, flow: str, table: str) -> None:
    from carbon_service_flow.core.balance.balance import balance as account

    emission, sequestration = Band(str(inputs / "emission.tif")), Band(str(inputs / "sequestration.tif"))
    grid = common_grid([emission, sequestration])
    counties, _ = zones_of(inputs / "zones.gpkg")
    targets = [Target(difference, ("difference",)), Target(ratio, ("ratio",)), Target(flow, ("flow",))]
    found = account(emission, sequestration, grid, targets, zones=counties.source(grid), zone_names=counties.names)
    write_rows(table, found.zone_rows)


def correlation(inputs: Path, output: str) -> None:
    from carbon_service_flow.core.drivers.correlation import correlate

    layers = [Band(str(inputs / f"layer{k}.tif")) for k in range(7)]
    names = [f"layer{k}" for k in range(7)]
    write_rows(output, correlate(layers, names, common_grid(layers)).correlation_rows())


def spread(inputs: Path, output: str) -> None:
    from carbon_service_flow.core.accounts.spatialize import AmountBasis, spatialize

    weight = Band(str(inputs / "weight.tif"))
    provinces, totals = zones_of(inputs / "provinces.gpkg")
    spatialize(
        provinces,
        totals,
        weight,
        weight.grid,
        weight=weight,
        target=Target(output, ("total",)),
        basis=AmountBasis.PER_HECTARE,
    )


def routing(inputs: Path, output: str, method: str, room: str, direction: str = "wind.tif") -> None:
    from carbon_service_flow.core.progress import Progress
    from carbon_service_flow.core.routing.service_flow import FlowInputs, service_flow, write_flow

    source, wind = Band(str(inputs / "source.tif")), Band(str(inputs / direction))
    grid = source.grid
    given = FlowInputs(source, Band(str(inputs / room)), wind, (), int(method), None, False, None)
    flow = service_flow(given, grid, Progress(), flux_alone=True)
    write_flow(flow, grid, Target(output, ("flux",), ("t",)), [None, None, None], Progress())
    print(json.dumps({"balance_error": flow.routed.accounts.balance_error}))


if __name__ == "__main__":
    globals()[sys.argv[1]](Path(sys.argv[2]), *sys.argv[3:])
