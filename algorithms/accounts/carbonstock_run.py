"""What `carbonstock` does with its parameters: layers and tables to core's inputs, the stock to outputs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ...core.accounts.class_densities import POOL_COLUMNS, POOLS, ClassDensities
from ...core.accounts.landuse_codes import Scheme
from ...core.accounts.stock import carbon_stock
from ...core.progress import Progress
from ...core.raster.grid import Grid
from ...core.raster.sources import Band
from ...core.tables.columns import fields
from ...core.zones.zones import Zones
from ..framework.base import warn_of_area_error
from ..framework.inputs import Inputs
from ..framework.outputs import Outputs


@dataclass(frozen=True)
class Gathered:
    """What the computation needs."""

    landuse: Band
    grid: Grid
    densities: ClassDensities
    zones: Zones | None
    unknown_as_nodata: bool


def check(inputs: Inputs) -> None:
    """Refuse what can be refused before a run."""
    landuse = inputs.band("LANDUSE")
    landuse.grid.require_usable(landuse.name)
    ClassDensities.build(Scheme(inputs.integer("SCHEME")), inputs.optional_table("POOLS", POOL_COLUMNS))


def gather(inputs: Inputs, progress: Progress) -> Gathered:
    """Return what `compute` needs, free of QGIS objects."""
    landuse = inputs.band("LANDUSE")
    grid = landuse.grid
    grid.require_usable(landuse.name)
    densities = ClassDensities.build(Scheme(inputs.integer("SCHEME")), inputs.optional_table("POOLS", POOL_COLUMNS))
    if not inputs.given("POOLS"):
        progress.warning(f"No carbon pools table is given: densities are those of {densities.source}.")
    densities.log(progress)
    zones = inputs.optional_zones("ZONES", "ZONE_FIELD")
    return Gathered(landuse, grid, densities, zones, inputs.integer("UNKNOWN") == 1)


def compute(given: Gathered, outputs: Outputs, progress: Progress) -> dict[str, Any]:
    """Run core, hand its results to `outputs`, return the numbers."""
    warn_of_area_error(given.grid, progress)
    zones = given.zones
    stock = carbon_stock(
        given.landuse,
        given.grid,
        given.densities,
        outputs.raster("OUTPUT", ["carbon stock"], ["t C/ha"]),
        outputs.raster("OUTPUT_POOLS", POOLS, ["t C/ha"] * len(POOLS)),
        zones=zones.source(given.grid) if zones else None,
        zone_count=len(zones) if zones else 0,
        unknown_as_nodata=given.unknown_as_nodata,
        progress=progress,
        zone_polygons=zones,
    )
    outputs.table("CLASS_TABLE", fields("carbonstock", "CLASS_TABLE"), stock.class_rows)
    outputs.table("ZONE_TABLE", fields("carbonstock", "ZONE_TABLE"), stock.zone_rows(zones.names) if zones else [])
    progress.info(f"Stock {stock.stock_t:.10g} t C on {stock.area_ha:.10g} ha.")
    return {"AREA_HA": stock.area_ha, "STOCK_T": stock.stock_t, "MEAN_T_HA": stock.mean_t_ha}
