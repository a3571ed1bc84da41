"""Carbon stock from land use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ...core.accounts.class_densities import POOLS, ClassDensities
from ...core.accounts.stock import carbon_stock
from ...core.progress import Progress
from ...core.raster.grid import Grid
from ...core.raster.sources import Band
from ...core.tables.columns import fields
from ...core.zones.zones import Zones
from ..framework.base import CarbonAlgorithm, warn_of_area_error
from ..framework.help import HelpParts
from ..framework.inputs import Inputs
from ..framework.outputs import Outputs
from ..framework.parameters import ParameterAdder
from ..framework.translation import translate


@dataclass(frozen=True)
class Gathered:
    """What the computation needs."""

    landuse: Band
    grid: Grid
    densities: ClassDensities
    zones: Zones | None
    unknown_as_nodata: bool


class CarbonStock(CarbonAlgorithm):
    """Carbon stock by land use: a density per class, from a pools table."""

    GROUP = "accounts"

    def name(self) -> str:
        return "carbonstock"

    def displayName(self) -> str:
        return translate("CarbonServiceFlow", "Carbon stock from land use")

    def tags(self) -> list[str]:
        return "carbon,stock,storage,pools,InVEST,land use,碳储量,碳密度,土地利用,固碳".split(",")

    def help_parts(self) -> HelpParts:
        return HelpParts(
            what=translate(
                "CarbonServiceFlow",
                "Carbon held by land: each land-use class has a density in four pools, and stock = density x area.",
            ),
            formula=translate(
                "CarbonServiceFlow",
                "c_total = c_above + c_below + c_soil + c_dead, the InVEST carbon model. Defaults are the Yangtze "
                "study's (DOI 10.12677/ag.2022.125066, eq. 1-2 and Table 2); an InVEST carbon-pools table loads "
                "unchanged.",
            ),
            units=translate("CarbonServiceFlow", "densities t C/ha, stock t C, areas ha."),
            nodata=translate(
                "CarbonServiceFlow",
                "of the land-use raster stays nodata. Unknown codes are an error that lists them, or nodata when "
                "so chosen.",
            ),
            crs=translate(
                "CarbonServiceFlow",
                "any; cell areas are ellipsoidal on geographic grids. Zones may be in another CRS.",
            ),
            example="LANDUSE=lulc.tif SCHEME=3 OUTPUT=stock.tif",
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        form = ParameterAdder(self)
        form.landuse()
        form.scheme(translate("CarbonServiceFlow", "Codes of the pools table"))
        form.pools()
        form.unknown_codes()
        form.zones()
        form.output_raster(
            "OUTPUT",
            translate("CarbonServiceFlow", "Carbon stock"),
            translate(
                "CarbonServiceFlow", "Total carbon density, t C/ha. Left out, there are tables and totals alone."
            ),
            optional=True,
            by_default=True,
        )
        form.output_raster(
            "OUTPUT_POOLS",
            translate("CarbonServiceFlow", "Carbon stock by pool"),
            translate("CarbonServiceFlow", "Four bands: above ground, below ground, soil, dead; t C/ha."),
            optional=True,
        )
        form.output_table(
            "CLASS_TABLE",
            translate("CarbonServiceFlow", "Table by class"),
            translate("CarbonServiceFlow", "Area, density, stock and share of the stock per class."),
        )
        form.zone_table("zone, area_ha, stock_t, mean_t_ha")
        form.output_number("AREA_HA", translate("CarbonServiceFlow", "Area, ha"))
        form.output_number("STOCK_T", translate("CarbonServiceFlow", "Carbon stock, t C"))
        form.output_number("MEAN_T_HA", translate("CarbonServiceFlow", "Mean density, t C/ha"))

    def check(self, inputs: Inputs) -> None:
        landuse = inputs.band("LANDUSE")
        landuse.grid.require_usable(landuse.name)
        ClassDensities.build(inputs.integer("SCHEME"), inputs.optional_table("POOLS"))

    def gather(self, inputs: Inputs, progress: Progress) -> Gathered:
        landuse = inputs.band("LANDUSE")
        grid = landuse.grid
        grid.require_usable(landuse.name)
        densities = ClassDensities.build(inputs.integer("SCHEME"), inputs.optional_table("POOLS"))
        if not inputs.given("POOLS"):
            progress.warning(f"No carbon pools table is given: densities are those of {densities.source}.")
        densities.log(progress)
        zones = inputs.optional_zones("ZONES", "ZONE_FIELD")
        return Gathered(landuse, grid, densities, zones, inputs.integer("UNKNOWN") == 1)

    def compute(self, outputs: Outputs, progress: Progress) -> dict[str, Any]:
        given: Gathered = self.gathered
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
