"""Supply-demand balance, ratio and flow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from qgis.core import QgsProcessing, QgsWkbTypes

from ..core.balance import balance
from ..core.charts_balance import write_balance_page
from ..core.errors import ParameterError
from ..core.grid import Grid
from ..core.messages import CHARTS_NEED_ZONES, POLYGONS_NEED_ZONES
from ..core.progress import Progress
from ..core.raster import Band, common_grid
from ..core.zone_polygons import with_polygons
from ..core.zones import Zones
from .base import CarbonAlgorithm, warn_of_area_error
from .chart_words import balance_words
from .helptexts import HelpParts
from .inputs import Inputs
from .outputs import Outputs
from .parameters import Form
from .translation import language, translate

ZONE_COLUMNS = (
    ("zone", str),
    ("area_ha", float),
    ("emission_t", float),
    ("sequestration_t", float),
    ("emission_t_ha", float),
    ("sequestration_t_ha", float),
    ("difference_t_ha", float),
    ("ratio_of_totals", float),
    ("mean_ratio", float),
    ("median_ratio", float),
    ("flow_t", float),
    ("flow_t_km2", float),
    ("rank", int),
)


@dataclass(frozen=True)
class Gathered:
    """What the computation needs."""

    emission: Band
    sequestration: Band
    grid: Grid
    zones: Zones | None


class SupplyDemandRatio(CarbonAlgorithm):
    """Difference, ratio and flow of emission and sequestration, by cell and zone."""

    GROUP = "balance"

    def name(self) -> str:
        return "supplydemandratio"

    def displayName(self) -> str:
        return translate("CarbonServiceFlow", "Supply-demand balance, ratio and flow")

    def tags(self) -> list[str]:
        return "carbon,supply,demand,ratio,balance,flow,sequestration,emission,供需比,供需,固碳服务,碳差值".split(",")

    def help_parts(self) -> HelpParts:
        return HelpParts(
            what=translate(
                "CarbonServiceFlow",
                "Compares carbon emission E with carbon sequestration C in every cell: difference, ratio and flow. "
                "(The study calls E the supply and C the demand; most literature on ecosystem services means the "
                "reverse.)",
            ),
            formula=translate(
                "CarbonServiceFlow",
                "difference = C - E, ratio = E / C, flow = min(E, C). Zones get three ratios, which differ widely: "
                "of the totals, the mean and the median of the cells' ratios. Method: DOI 10.12677/ag.2022.125066, "
                "eq. 9-10.",
            ),
            units=translate(
                "CarbonServiceFlow",
                "t/ha; the ratio has none. C may be a stock or an annual rate; against annual emission only a rate "
                "has the same unit.",
            ),
            nodata=translate(
                "CarbonServiceFlow",
                "a cell counts where both rasters have data. The ratio is nodata where C is 0, and such cells are "
                "counted. Negative values are an error.",
            ),
            crs=translate(
                "CarbonServiceFlow",
                "any, but both rasters must lie on one grid (aligntogrid brings them there). Zones may be in "
                "another CRS.",
            ),
            example="EMISSION=emission.tif SEQUESTRATION=stock.tif ZONES=provinces.gpkg ZONE_FIELD=name "
            "OUTPUT_RATIO=ratio.tif ZONE_TABLE=ratio.csv",
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        form = Form(self)
        form.emission_and_sequestration()
        form.zones()
        form.output_raster(
            "OUTPUT_DIFFERENCE",
            translate("CarbonServiceFlow", "Difference of sequestration and emission"),
            translate("CarbonServiceFlow", "C - E, t/ha: above 0 a surplus of sequestration."),
            optional=True,
            by_default=True,
        )
        form.output_raster(
            "OUTPUT_RATIO",
            translate("CarbonServiceFlow", "Ratio of emission to sequestration"),
            translate("CarbonServiceFlow", "E / C: below 1 sequestration exceeds emission; nodata where C is 0."),
            optional=True,
            by_default=True,
        )
        form.output_raster(
            "OUTPUT_FLOW",
            translate("CarbonServiceFlow", "Carbon service flow"),
            translate("CarbonServiceFlow", "min(E, C), t/ha: emission that the cell itself takes up."),
            optional=True,
            by_default=True,
        )
        form.zone_table(", ".join(name for name, _ in ZONE_COLUMNS))
        form.output_page(
            "HTML",
            translate("CarbonServiceFlow", "Charts of the balance"),
            translate("CarbonServiceFlow", "Ratios and densities of the zones as charts; one file that works offline."),
        )
        form.output_table(
            "OUTPUT_ZONES",
            translate("CarbonServiceFlow", "Zones by ratio"),
            translate(
                "CarbonServiceFlow",
                "The polygons of the zones, one per name, with the columns of the table by zone; shown by the ratio "
                "of totals. Needs zones.",
            ),
            QgsProcessing.SourceType.TypeVectorPolygon,
            advanced=True,
        )
        form.output_number("EMISSION_T", translate("CarbonServiceFlow", "Carbon emission, t"))
        form.output_number("SEQUESTRATION_T", translate("CarbonServiceFlow", "Carbon sequestration, t"))
        form.output_number("FLOW_T", translate("CarbonServiceFlow", "Carbon service flow, t"))
        form.output_number("RATIO_OF_TOTALS", translate("CarbonServiceFlow", "Ratio of the totals"))
        form.output_number("MEAN_RATIO", translate("CarbonServiceFlow", "Mean of the cells' ratios"))
        form.output_number("ZERO_SEQUESTRATION_CELLS", translate("CarbonServiceFlow", "Cells without sequestration"))

    def check(self, inputs: Inputs) -> None:
        common_grid([inputs.band("EMISSION"), inputs.band("SEQUESTRATION")])
        for output, refusal in (("HTML", CHARTS_NEED_ZONES), ("OUTPUT_ZONES", POLYGONS_NEED_ZONES)):
            if inputs.given(output) and not inputs.given("ZONES"):
                raise ParameterError(refusal)

    def gather(self, inputs: Inputs, progress: Progress) -> Gathered:
        emission, sequestration = inputs.band("EMISSION"), inputs.band("SEQUESTRATION")
        grid = common_grid([emission, sequestration])
        return Gathered(emission, sequestration, grid, inputs.optional_zones("ZONES", "ZONE_FIELD"))

    def compute(self, outputs: Outputs, progress: Progress) -> dict[str, Any]:
        given: Gathered = self.gathered
        warn_of_area_error(given.grid, progress)
        page = outputs.page("HTML")
        zones = given.zones
        account = balance(
            given.emission,
            given.sequestration,
            given.grid,
            [
                outputs.raster("OUTPUT_DIFFERENCE", ["sequestration - emission"], ["t/ha"]),
                outputs.raster("OUTPUT_RATIO", ["emission / sequestration"], ["1"]),
                outputs.raster("OUTPUT_FLOW", ["min(emission, sequestration)"], ["t/ha"]),
            ],
            zones.source(given.grid) if zones else None,
            zones.names if zones else (),
            progress,
            surveyed=zones,
        )
        outputs.table("ZONE_TABLE", ZONE_COLUMNS, account.zone_rows)
        outputs.warn_of_lost_shapes("OUTPUT_ZONES", progress)
        if zones is not None:
            polygons = with_polygons(account.zone_rows, zones)
            outputs.table("OUTPUT_ZONES", ZONE_COLUMNS, polygons, QgsWkbTypes.Type.MultiPolygon, zones.crs)
        if page:
            write_balance_page(page, account.zone_rows, balance_words(), [], language())
        return {
            "EMISSION_T": account.emission_t,
            "SEQUESTRATION_T": account.sequestration_t,
            "FLOW_T": account.flow_t,
            "RATIO_OF_TOTALS": account.ratio_of_totals,
            "MEAN_RATIO": account.mean_ratio,
            "ZERO_SEQUESTRATION_CELLS": account.zero_sequestration_cells,
        }
