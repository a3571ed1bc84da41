"""The whole carbon account in one pass."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..core.account import AccountTargets, carbon_account
from ..core.carbon import ClassDensities
from ..core.emissions import source_bands
from ..core.progress import Progress
from ..core.raster import Band, common_grid
from .base import CarbonAlgorithm, warn_of_area_error
from .carbonemissions import Gathered as Emission
from .carbonemissions import check_emission, emission_columns, emission_inputs, gather_emission
from .helptexts import HelpParts
from .inputs import Inputs
from .outputs import Outputs
from .parameters import Form
from .supplydemandratio import ZONE_COLUMNS
from .translation import translate


@dataclass(frozen=True)
class Gathered:
    """What the computation needs."""

    emission: Emission
    sequestration: ClassDensities | Band


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
        form = Form(self)
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
    def _outputs(form: Form) -> None:
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
        form.zone_table(", ".join(name for name, _ in ZONE_COLUMNS))
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

    def check(self, inputs: Inputs) -> None:
        check_emission(inputs)
        if inputs.given("SEQUESTRATION"):
            common_grid([inputs.band("LANDUSE"), inputs.band("SEQUESTRATION")])

    def gather(self, inputs: Inputs, progress: Progress) -> Gathered:
        emission = gather_emission(inputs, progress)
        given = inputs.optional_band("SEQUESTRATION")
        if given is not None:
            common_grid([emission.emission.landuse, given])
            if inputs.given("POOLS") or inputs.given("OUTPUT_STOCK"):
                progress.warning("A sequestration raster is given: the carbon pools and the stock are not used.")
            return Gathered(emission, given)
        densities = ClassDensities.build(inputs.whole("SCHEME"), inputs.optional_table("POOLS"))
        densities.tell(progress)
        return Gathered(emission, densities)

    def compute(self, outputs: Outputs, progress: Progress) -> dict[str, Any]:
        given: Gathered = self.gathered
        emission = given.emission
        warn_of_area_error(emission.grid, progress)
        stock_wanted = isinstance(given.sequestration, ClassDensities)
        targets = AccountTargets(
            outputs.required_raster("OUTPUT_RATIO", ["emission / sequestration"], ["1"]),
            outputs.raster("OUTPUT_EMISSION", ["carbon emission"], ["t C/ha per year"]),
            outputs.raster("OUTPUT_STOCK", ["carbon stock"], ["t C/ha"]) if stock_wanted else None,
            outputs.raster("OUTPUT_DIFFERENCE", ["sequestration - emission"], ["t/ha"]),
            outputs.raster("OUTPUT_FLOW", ["min(emission, sequestration)"], ["t/ha"]),
        )
        account = carbon_account(
            emission.emission, given.sequestration, emission.grid, targets, emission.unknown_as_nodata, progress
        )
        outputs.table("ZONE_TABLE", ZONE_COLUMNS, account.balance.zone_rows)
        columns = emission_columns(source_bands(emission.emission.sources))
        outputs.table("EMISSION_TABLE", columns, account.emissions.zone_rows)
        return {
            "EMISSION_T": account.emissions.emission_t,
            "SEQUESTRATION_T": account.balance.sequestration_t,
            "FLOW_T": account.balance.flow_t,
            "STOCK_T": account.stock.stock_t if account.stock else None,
            "RATIO_OF_TOTALS": account.balance.ratio_of_totals,
            "MEAN_RATIO": account.balance.mean_ratio,
            "ZERO_SEQUESTRATION_CELLS": account.balance.zero_sequestration_cells,
            "ALLOCATION_ERROR": account.emissions.allocation_error,
        }
