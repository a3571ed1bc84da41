"""Change of carbon stock between two dates."""

from __future__ import annotations

from typing import Any

from ...core.tables.columns import names
from ..framework.base import CarbonAlgorithm, Steps
from ..framework.help import HelpParts
from ..framework.parameters import ParameterAdder
from ..framework.translation import translate


class CarbonStockChange(CarbonAlgorithm):
    """After minus before, per year, in percent and in money."""

    GROUP = "accounts"

    def name(self) -> str:
        return "carbonstockchange"

    def displayName(self) -> str:
        return translate("CarbonServiceFlow", "Change of carbon stock between two dates")

    def tags(self) -> list[str]:
        return "carbon,stock,change,sequestration,value,price,InVEST,碳储量变化,固碳,价值".split(",")

    def help_parts(self) -> HelpParts:
        return HelpParts(
            what=translate(
                "CarbonServiceFlow",
                "Change of the carbon stock from one date to another, also per year and as a value.",
            ),
            formula=translate(
                "CarbonServiceFlow",
                "change = after - before. Value as in InVEST: change / Y x price x sum for t = 0 to Y-1 of 1 / ((1 "
                "+ r/100)^t (1 + c/100)^t), with Y the years, r the discount rate and c the annual price change. "
                "As in InVEST, a positive c lowers the value.",
            ),
            units=translate(
                "CarbonServiceFlow",
                "change t C/ha, rate t C/ha per year, value in the price's currency per ha; totals t C.",
            ),
            nodata=translate(
                "CarbonServiceFlow",
                "a cell counts where both dates have data; how many have data at one date only is told.",
            ),
            crs=translate(
                "CarbonServiceFlow",
                "any, but both rasters must lie on one grid (aligntogrid brings them there). Zones may be in "
                "another CRS.",
            ),
            example="BEFORE=stock2015.tif AFTER=stock2020.tif YEARS=5 OUTPUT=change.tif",
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        form = ParameterAdder(self)
        form.raster(
            "BEFORE",
            translate("CarbonServiceFlow", "Carbon stock before"),
            translate("CarbonServiceFlow", "Density at the first date, t C/ha."),
        )
        form.raster(
            "AFTER",
            translate("CarbonServiceFlow", "Carbon stock after"),
            translate("CarbonServiceFlow", "Density at the second date, t C/ha, on the same grid."),
        )
        form.number(
            "YEARS",
            translate("CarbonServiceFlow", "Years between the dates"),
            translate("CarbonServiceFlow", "For the value a whole number."),
            default=1.0,
            minimum=0.0,
        )
        form.number(
            "PRICE",
            translate("CarbonServiceFlow", "Price of a tonne of carbon"),
            translate("CarbonServiceFlow", "In any currency, per t C. Without a price there is no value."),
            optional=True,
        )
        form.number(
            "DISCOUNT_RATE",
            translate("CarbonServiceFlow", "Discount rate, % per year"),
            translate("CarbonServiceFlow", "How much less a tonne of the next year is worth."),
            default=0.0,
            optional=True,
        )
        form.number(
            "PRICE_CHANGE",
            translate("CarbonServiceFlow", "Annual price change, %"),
            translate("CarbonServiceFlow", "Stands in the denominator, as in InVEST: a positive one lowers the value."),
            default=0.0,
            optional=True,
        )
        form.zones()
        form.output_raster(
            "OUTPUT",
            translate("CarbonServiceFlow", "Change of carbon stock"),
            translate("CarbonServiceFlow", "After - before, t C/ha."),
        )
        form.output_raster(
            "OUTPUT_RATE",
            translate("CarbonServiceFlow", "Change per year"),
            translate("CarbonServiceFlow", "Change divided by the years, t C/ha per year."),
            optional=True,
        )
        form.output_raster(
            "OUTPUT_VALUE",
            translate("CarbonServiceFlow", "Value of the change"),
            translate("CarbonServiceFlow", "Currency per ha; needs a price."),
            optional=True,
        )
        form.zone_table(", ".join(names("carbonstockchange", "ZONE_TABLE")))
        form.output_page(
            "HTML",
            translate("CarbonServiceFlow", "Charts of the change"),
            translate("CarbonServiceFlow", "Gains and losses of the zones as charts; one file that works offline."),
        )
        form.output_number("CHANGE_T", translate("CarbonServiceFlow", "Change, t C"))
        form.output_number("CHANGE_PERCENT", translate("CarbonServiceFlow", "Change, % of the stock before"))
        form.output_number("COMMON_AREA_HA", translate("CarbonServiceFlow", "Area valid at both dates, ha"))
        form.output_number("BEFORE_ONLY_CELLS", translate("CarbonServiceFlow", "Cells valid before only"))
        form.output_number("AFTER_ONLY_CELLS", translate("CarbonServiceFlow", "Cells valid after only"))
        form.output_number("VALUE", translate("CarbonServiceFlow", "Value of the change"))

    def run_steps(self) -> Steps:
        from . import carbonstockchange_run

        return carbonstockchange_run
