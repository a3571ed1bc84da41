"""The whole carbon account in one pass."""

from __future__ import annotations

from typing import Any

from ...core.tables.columns import names
from ..framework.base import CarbonAlgorithm, Steps
from ..framework.help import HelpParts
from ..framework.parameters import ParameterAdder
from ..framework.translation import translate
from .carbonemissions import emission_inputs


class CarbonAccount(CarbonAlgorithm):
    """Stock, emission and balance from land use, zones and statistics, without rasters in between."""

    GROUP = "accounts"

    def name(self) -> str:
        return "carbonaccount"

    def displayName(self) -> str:
        return translate("CarbonServiceFlow", "Whole carbon account in one pass")

    def tags(self) -> list[str]:
        return "carbon,account,emission,sequestration,balance,ratio,one pass,碳核算,碳排放,固碳,供需比".split(",")

    def help_parts(self) -> HelpParts:
        return HelpParts(
            what=translate(
                "CarbonServiceFlow",
                "Carbon stock, carbon emission and their balance at once: the same results, bit for bit, as "
                "carbonstock, carbonemissions and supplydemandratio one after the other, without rasters in "
                "between. For large grids.",
            ),
            formula=translate(
                "CarbonServiceFlow",
                "those of the three tools, whose help says how each is computed. C is the stock by land use, or a "
                "sequestration raster of yours; E is the emission. Method: DOI 10.12677/ag.2022.125066.",
            ),
            units=translate(
                "CarbonServiceFlow",
                "C in t C/ha, E in t C/ha per year, totals in t. Against an annual emission only an annual rate has "
                "the same unit.",
            ),
            nodata=translate(
                "CarbonServiceFlow", "a cell counts where both have data, and the ratio is nodata where C is 0."
            ),
            crs=translate(
                "CarbonServiceFlow",
                "any; the other rasters must lie on the grid of the land-use raster. Zones and study area may be in "
                "another CRS.",
            ),
            example="LANDUSE=lulc.tif SCHEME=3 ZONES=provinces.gpkg ZONE_FIELD=name "
            "STATISTICS=yearbook.csv STATISTICS_ZONE_FIELD=province OUTPUT_RATIO=ratio.tif ZONE_TABLE=balance.csv",
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        form = ParameterAdder(self)
        emission_inputs(form)
        form.pools()
        form.raster(
            "SEQUESTRATION",
            translate("CarbonServiceFlow", "Carbon sequestration"),
            translate(
                "CarbonServiceFlow",
                "A raster on the grid of the land use, 0 or more (t/ha or t/ha per year), to be used instead of the "
                "stock by land use. Empty: the stock.",
            ),
            optional=True,
        )
        self._outputs(form)

    @staticmethod
    def _outputs(form: ParameterAdder) -> None:
        form.output_raster(
            "OUTPUT_RATIO",
            translate("CarbonServiceFlow", "Ratio of emission to sequestration"),
            translate("CarbonServiceFlow", "E / C: below 1 sequestration exceeds emission; nodata where C is 0."),
        )
        form.output_raster(
            "OUTPUT_DIFFERENCE",
            translate("CarbonServiceFlow", "Difference of sequestration and emission"),
            translate("CarbonServiceFlow", "C - E, t/ha: above 0 a surplus of sequestration."),
            optional=True,
        )
        form.output_raster(
            "OUTPUT_FLOW",
            translate("CarbonServiceFlow", "Carbon service flow"),
            translate("CarbonServiceFlow", "min(E, C), t/ha: emission that the cell itself takes up."),
            optional=True,
        )
        form.output_raster(
            "OUTPUT_EMISSION",
            translate("CarbonServiceFlow", "Carbon emission"),
            translate("CarbonServiceFlow", "All sources, t C/ha per year."),
            optional=True,
        )
        form.output_raster(
            "OUTPUT_STOCK",
            translate("CarbonServiceFlow", "Carbon stock"),
            translate("CarbonServiceFlow", "Total carbon density, t C/ha."),
            optional=True,
        )
        form.zone_table(", ".join(names("carbonaccount", "ZONE_TABLE")))
        form.output_table(
            "EMISSION_TABLE",
            translate("CarbonServiceFlow", "Table of emissions by zone"),
            translate("CarbonServiceFlow", "A row per zone with the columns {columns}.").format(
                columns="zone, area_ha, <source>_t, soil_t, total_t, mean_t_ha"
            ),
        )
        form.output_number("EMISSION_T", translate("CarbonServiceFlow", "Carbon emission, t C per year"))
        form.output_number("SEQUESTRATION_T", translate("CarbonServiceFlow", "Carbon sequestration, t"))
        form.output_number("FLOW_T", translate("CarbonServiceFlow", "Carbon service flow, t"))
        form.output_number("STOCK_T", translate("CarbonServiceFlow", "Carbon stock, t C"))
        form.output_number("RATIO_OF_TOTALS", translate("CarbonServiceFlow", "Ratio of the totals"))
        form.output_number("MEAN_RATIO", translate("CarbonServiceFlow", "Mean of the cells' ratios"))
        form.output_number("ZERO_SEQUESTRATION_CELLS", translate("CarbonServiceFlow", "Cells without sequestration"))
        form.output_number(
            "ALLOCATION_ERROR",
            translate("CarbonServiceFlow", "Largest relative difference between a zone's total and its cells"),
        )

    def run_steps(self) -> Steps:
        from . import carbonaccount_run

        return carbonaccount_run
