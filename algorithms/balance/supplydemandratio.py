"""Supply-demand balance, ratio and flow."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsProcessing

from ...core.tables.columns import names
from ..framework.base import CarbonAlgorithm, Steps
from ..framework.help import HelpParts
from ..framework.parameters import ParameterAdder
from ..framework.translation import translate


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
        form = ParameterAdder(self)
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
        form.zone_table(", ".join(names("supplydemandratio", "ZONE_TABLE")))
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

    def run_steps(self) -> Steps:
        from . import supplydemandratio_run

        return supplydemandratio_run
