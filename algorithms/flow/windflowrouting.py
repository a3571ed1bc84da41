"""Route unfixed carbon downwind."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsProcessing

from ..framework.base import CarbonAlgorithm, Steps
from ..framework.help import HelpParts
from ..framework.parameters import ParameterAdder
from ..framework.translation import translate


class WindFlowRouting(CarbonAlgorithm):
    """What a cell cannot sequester travels downwind; cells on the way absorb what they have room for."""

    GROUP = "flow"

    def name(self) -> str:
        return "windflowrouting"

    def displayName(self) -> str:
        return translate("CarbonServiceFlow", "Route unfixed carbon downwind")

    def tags(self) -> list[str]:
        return "carbon,flow,wind,routing,service flow,origin destination,服务流,固碳,供需,风向,流动,路径".split(",")

    def help_parts(self) -> HelpParts:
        return HelpParts(
            what=translate(
                "CarbonServiceFlow",
                "What a cell cannot sequester travels downwind; cells on the way absorb what they have room for; "
                "the rest leaves the region. Wind routing is an accounting device, not transport physics.",
            ),
            formula=translate(
                "CarbonServiceFlow",
                "in tonnes per cell: total = E + inflow, absorbed = min(total, C), outflow = total - absorbed; a "
                "threshold flow, solved to its least fixed point. After the idea of DOI 10.12677/ag.2022.125066. "
                "The accounts add up to the emission.",
            ),
            units=translate(
                "CarbonServiceFlow",
                "E, C and uptake t/ha, flux and accounts t. C may be a stock or an annual rate: against a stock "
                "almost nothing travels. Wind is the direction it comes FROM, in degrees from true north.",
            ),
            nodata=translate(
                "CarbonServiceFlow",
                "at the edge exports; inside it is passed over or counts as lost. Nodata of the wind in a valid "
                "cell is calm: what that cell cannot absorb stays.",
            ),
            crs=translate(
                "CarbonServiceFlow",
                "any, but all rasters must lie on one grid (aligntogrid brings them there). Bearings, steps, decay and "
                "lines are those on the ground, whatever the projection: nothing need be turned. Zones may be in "
                "another CRS.",
            ),
            example="EMISSION=emission.tif SEQUESTRATION=uptake.tif WIND=direction.tif METHOD=0 "
            "ZONES=provinces.gpkg ZONE_FIELD=name OUTPUT_FLUX=flux.tif OD_TABLE=od.csv",
            more=translate(
                "CarbonServiceFlow",
                "Two neighbours: the two cells that bracket the bearing, so that the mean path follows the wind. "
                "One neighbour: the closest of 8 bearings. Wind rose: every sector by its frequency. Well mixed: "
                "all surplus over all spare capacity in proportion. Loops in the wind lose nothing: carbon that "
                "circles where no room is left is counted as trapped. One direction per cell, frozen for the whole "
                "period, makes such loops; the wind rose does not. The flux counts every lap (LOOP_CELLS says in how "
                "many cells that may be); network, arrows and map classes take min(flux, what entered the loop).",
            ),
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        form = ParameterAdder(self)
        form.emission_and_sequestration()
        form.raster(
            "WIND",
            translate("CarbonServiceFlow", "Wind direction"),
            translate("CarbonServiceFlow", "Degrees the wind comes from, clockwise from true north."),
            optional=True,
        )
        form.raster(
            "ROSE",
            translate("CarbonServiceFlow", "Wind rose"),
            translate("CarbonServiceFlow", "17 bands: frequencies of 16 sectors from north clockwise, and calm."),
            optional=True,
        )
        form.enum(
            "METHOD",
            translate("CarbonServiceFlow", "Method"),
            [
                translate("CarbonServiceFlow", "Two neighbours"),
                translate("CarbonServiceFlow", "One neighbour"),
                translate("CarbonServiceFlow", "Wind rose"),
                translate("CarbonServiceFlow", "Well mixed"),
            ],
            translate("CarbonServiceFlow", "How a cell's outflow is shared among its neighbours."),
        )
        form.number(
            "DECAY_LENGTH",
            translate("CarbonServiceFlow", "Decay length, km"),
            translate(
                "CarbonServiceFlow",
                "On each step of length d a share 1 - exp(-d / L) is dispersed; 0 means no decay.",
            ),
            default=0.0,
            minimum=0.0,
        )
        form.enum(
            "GAPS",
            translate("CarbonServiceFlow", "Nodata inside the area"),
            [translate("CarbonServiceFlow", "Pass over"), translate("CarbonServiceFlow", "Count as lost")],
            translate("CarbonServiceFlow", "A lake without data, say: carbon crosses it, or is lost in it."),
        )
        form.flag(
            "CORNER_INLETS",
            translate("CarbonServiceFlow", "Inlets closed by corners export"),
            translate(
                "CarbonServiceFlow",
                "Cells without data that corners of cells alone link to the outside, as in estuaries: on, they lie "
                "outside and what flows into them is exported; off, they lie inside, as other gaps. The log says how "
                "many there are.",
            ),
            advanced=True,
        )
        form.zones()
        form.number(
            "FLUX_THRESHOLD",
            translate("CarbonServiceFlow", "Flux threshold of the network, t"),
            translate(
                "CarbonServiceFlow", "Cells with more flux are joined to lines. Empty: a readable number of lines."
            ),
            minimum=0.0,
            optional=True,
        )
        form.output_raster(
            "OUTPUT_FLUX",
            translate("CarbonServiceFlow", "Flux"),
            translate("CarbonServiceFlow", "t that leave the cell downwind, own and passing."),
            optional=True,
            by_default=True,
        )
        form.output_raster(
            "OUTPUT_ABSORBED",
            translate("CarbonServiceFlow", "Absorbed"),
            translate("CarbonServiceFlow", "t/ha that the cell takes up, own and imported."),
            optional=True,
        )
        form.output_raster(
            "OUTPUT_IMPORTED",
            translate("CarbonServiceFlow", "Imported"),
            translate("CarbonServiceFlow", "t/ha that the cell takes up of what the wind brings."),
            optional=True,
        )
        form.output_raster(
            "OUTPUT_REMAINDER",
            translate("CarbonServiceFlow", "Unfixed remainder"),
            translate("CarbonServiceFlow", "t/ha that stay in the cell unfixed: trapped or calm."),
            optional=True,
        )
        form.zone_table(
            "zone, emission_t, absorbed_home_t, imported_t, exported_to_zones_t, left_region_t, unfixed_t, dispersed_t"
        )
        form.output_table(
            "OUTPUT_NETWORK",
            translate("CarbonServiceFlow", "Flow network"),
            translate(
                "CarbonServiceFlow",
                "Lines along the wind where the flux is above the threshold: flux_t, length_km, bearing (from true "
                "north), from_zone, to_zone.",
            ),
            QgsProcessing.SourceType.TypeVectorLine,
        )
        form.output_table(
            "OD_TABLE",
            translate("CarbonServiceFlow", "Flows between zones"),
            translate(
                "CarbonServiceFlow",
                "from_zone, to_zone, flow_t; to_zone may be (left the region), (unfixed), (dispersed), (no zone).",
            ),
        )
        form.output_table(
            "OD_LINES",
            translate("CarbonServiceFlow", "Arrows between zones"),
            translate("CarbonServiceFlow", "A line from zone to zone with from_zone, to_zone, flow_t; needs zones."),
            QgsProcessing.SourceType.TypeVectorLine,
        )
        form.output_page(
            "HTML",
            translate("CarbonServiceFlow", "Charts of the flow"),
            translate(
                "CarbonServiceFlow",
                "Accounts and, with zones, who sends carbon to whom, as charts; one file that works offline.",
            ),
        )
        for name, text in (
            ("EMISSION_T", translate("CarbonServiceFlow", "Carbon emission, t")),
            ("ABSORBED_HOME_T", translate("CarbonServiceFlow", "Absorbed at home, t")),
            ("ABSORBED_DOWNWIND_T", translate("CarbonServiceFlow", "Absorbed downwind, t")),
            ("EXPORTED_T", translate("CarbonServiceFlow", "Exported over the border, t")),
            ("GAPS_T", translate("CarbonServiceFlow", "Lost to gaps, t")),
            ("DISPERSED_T", translate("CarbonServiceFlow", "Dispersed, t")),
            ("TRAPPED_T", translate("CarbonServiceFlow", "Trapped, t")),
            ("CALM_T", translate("CarbonServiceFlow", "Left in calm cells, t")),
            ("BALANCE_ERROR", translate("CarbonServiceFlow", "Relative error of the mass balance")),
            ("GAP_CELLS", translate("CarbonServiceFlow", "Cells without data inside the area")),
            ("CALM_CELLS", translate("CarbonServiceFlow", "Cells without wind")),
            ("LOOP_CELLS", translate("CarbonServiceFlow", "Cells of loops that carbon goes round in")),
        ):
            form.output_number(name, text)

    def run_steps(self) -> Steps:
        from . import windflowrouting_run

        return windflowrouting_run
