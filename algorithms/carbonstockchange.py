"""Change of carbon stock between two dates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..core.change import stock_change, value_per_tonne
from ..core.charts_change import write_change_page
from ..core.errors import ParameterError
from ..core.grid import Grid
from ..core.messages import CHARTS_NEED_ZONES, PRICE_MISSING, YEARS_NOT_POSITIVE
from ..core.progress import Progress
from ..core.raster import Band, common_grid
from ..core.zones import Zones
from .base import CarbonAlgorithm, warn_of_area_error
from .chart_words import change_words
from .helptexts import HelpParts
from .inputs import Inputs
from .outputs import Outputs
from .parameters import Form
from .translation import language, translate

ZONE_COLUMNS = (
    ("zone", str),
    ("area_ha", float),
    ("before_t", float),
    ("after_t", float),
    ("change_t", float),
    ("change_percent", float),
    ("change_t_ha", float),
    ("rate_t_ha", float),
    ("value", float),
)


@dataclass(frozen=True)
class Gathered:
    """What the computation needs."""

    before: Band
    after: Band
    grid: Grid
    years: float
    tonne_value: float | None
    zones: Zones | None


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
        form = Form(self)
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
        form.zone_table(", ".join(name for name, _ in ZONE_COLUMNS))
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

    def check(self, inputs: Inputs) -> None:
        common_grid([inputs.band("BEFORE"), inputs.band("AFTER")])
        years, price = inputs.number("YEARS"), inputs.optional_number("PRICE")
        if years <= 0:
            raise ParameterError(YEARS_NOT_POSITIVE, years=years)
        if price is None and inputs.given("OUTPUT_VALUE"):
            raise ParameterError(PRICE_MISSING)
        _tonne_value(inputs, years, price)
        if inputs.given("HTML") and not inputs.given("ZONES"):
            raise ParameterError(CHARTS_NEED_ZONES)

    def gather(self, inputs: Inputs, progress: Progress) -> Gathered:
        before, after = inputs.band("BEFORE"), inputs.band("AFTER")
        grid = common_grid([before, after])
        years, price = inputs.number("YEARS"), inputs.optional_number("PRICE")
        tonne_value = _tonne_value(inputs, years, price)
        return Gathered(before, after, grid, years, tonne_value, inputs.optional_zones("ZONES", "ZONE_FIELD"))

    def compute(self, outputs: Outputs, progress: Progress) -> dict[str, Any]:
        given: Gathered = self.gathered
        warn_of_area_error(given.grid, progress)
        page = outputs.page("HTML")
        zones = given.zones
        value_wanted = given.tonne_value is not None
        targets = [
            outputs.raster("OUTPUT", ["change of carbon stock"], ["t C/ha"]),
            outputs.raster("OUTPUT_RATE", ["change of carbon stock per year"], ["t C/ha per year"]),
            outputs.raster("OUTPUT_VALUE", ["value of the change"], ["currency/ha"]) if value_wanted else None,
        ]
        change = stock_change(
            given.before,
            given.after,
            given.grid,
            given.years,
            given.tonne_value,
            targets,
            zones.source(given.grid) if zones else None,
            zones.names if zones else (),
            progress,
            surveyed=zones,
        )
        outputs.table("ZONE_TABLE", ZONE_COLUMNS, change.zone_rows)
        if page:
            write_change_page(page, change.zone_rows, change_words(), [], language())
        return {
            "CHANGE_T": change.change_t,
            "CHANGE_PERCENT": change.change_percent,
            "COMMON_AREA_HA": change.area_ha,
            "BEFORE_ONLY_CELLS": change.before_only_cells,
            "AFTER_ONLY_CELLS": change.after_only_cells,
            "VALUE": change.value,
        }


def _tonne_value(inputs: Inputs, years: float, price: float | None) -> float | None:
    if price is None:
        return None
    rates = [inputs.optional_number(name) or 0.0 for name in ("DISCOUNT_RATE", "PRICE_CHANGE")]
    return value_per_tonne(years, price, *rates)
