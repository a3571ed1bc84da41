"""Carbon stock from land use."""

from __future__ import annotations

from typing import Any

from ..framework.base import CarbonAlgorithm, Steps
from ..framework.help import HelpParts
from ..framework.parameters import ParameterAdder
from ..framework.translation import translate


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

    def run_steps(self) -> Steps:
        from . import carbonstock_run

        return carbonstock_run
