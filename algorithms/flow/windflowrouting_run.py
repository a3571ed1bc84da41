"""What `windflowrouting` does with its parameters: layers to core's inputs, accounts and flows to outputs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from qgis.core import QgsWkbTypes

from ...core.charts.accounts import write_flow_page
from ...core.errors import ParameterError
from ...core.messages import FLOWS_NEED_ZONES
from ...core.progress import Progress
from ...core.raster.grid import Grid
from ...core.raster.sources import common_grid
from ...core.routing import RoutingMethod
from ...core.routing.flow_lines import arrow_rows, network_rows
from ...core.routing.remarks import flux_class_breaks
from ...core.routing.service_flow import FlowInputs, flow_rows, service_flow, write_flow, zone_flow_table
from ...core.tables.columns import fields
from ...core.zones.coverage import measure_coverage
from ...core.zones.zones import Zones
from ..charts.words import flow_words
from ..framework.base import warn_of_area_error
from ..framework.inputs import Inputs
from ..framework.outputs import Outputs
from ..framework.translation import language

METRES_PER_KM = 1000.0


@dataclass(frozen=True)
class Gathered:
    """What the computation needs."""

    flow: FlowInputs
    grid: Grid
    flux_threshold: float | None


def check(inputs: Inputs) -> None:
    """Refuse what can be refused before a run; raises as `FlowInputs.check`, and `ParameterError`."""
    _flow_inputs(inputs, zones=None).check()
    _grid(inputs, Progress())
    for name in ("OD_TABLE", "OD_LINES"):
        if inputs.given(name) and not inputs.given("ZONES"):
            raise ParameterError(FLOWS_NEED_ZONES)


def gather(inputs: Inputs, progress: Progress) -> Gathered:
    """Take what is needed from the layers."""
    flow = _flow_inputs(inputs, inputs.optional_zones("ZONES", "ZONE_FIELD"))
    if flow.method == RoutingMethod.WELL_MIXED and flow.decay_length_m:
        progress.warning("The decay length has no effect with the method well mixed.")
    return Gathered(flow, _grid(inputs, progress), inputs.optional_number("FLUX_THRESHOLD"))


def compute(given: Gathered, outputs: Outputs, progress: Progress) -> dict[str, Any]:
    """Route, and write what is wanted; return the accounts."""
    warn_of_area_error(given.grid, progress)
    page = outputs.page("HTML")
    flux = outputs.raster("OUTPUT_FLUX", ["carbon flux downwind"], ["t"])
    densities = [
        outputs.raster("OUTPUT_ABSORBED", ["absorbed, own and imported"], ["t/ha"]),
        outputs.raster("OUTPUT_IMPORTED", ["absorbed of what the wind brings"], ["t/ha"]),
        outputs.raster("OUTPUT_REMAINDER", ["unfixed remainder"], ["t/ha"]),
    ]
    zones = given.flow.zones
    if zones is not None:
        data = [given.flow.emission, given.flow.sequestration]
        measure_coverage(zones, given.grid, data, progress.span(0.0, 0.1))
    flux_alone = all(target is None for target in densities)
    flow = service_flow(given.flow, given.grid, progress.span(0.1, 0.9), flux_alone)
    write_flow(flow, given.grid, flux, densities, progress.span(0.9, 1.0))
    if flux is not None:
        outputs.class_breaks("OUTPUT_FLUX", flux_class_breaks(flow.routed))
    names = zones.names if zones else ()
    by_zone = zone_flow_table(flow, names)
    outputs.table("ZONE_TABLE", fields("windflowrouting", "ZONE_TABLE"), by_zone)
    flows = flow_rows(flow, names)
    outputs.table("OD_TABLE", fields("windflowrouting", "OD_TABLE"), flows)
    line = QgsWkbTypes.Type.LineString
    for name in ("OD_LINES", "OUTPUT_NETWORK"):
        outputs.warn_of_lost_shapes(name, progress)
    if zones is not None:
        arrows = arrow_rows(flows, zones, given.grid)
        outputs.table("OD_LINES", fields("windflowrouting", "OD_LINES"), arrows, line, given.grid.crs)
    if outputs.wanted("OUTPUT_NETWORK"):
        network = network_rows(flow, given.grid, names, given.flux_threshold, progress)
        outputs.table("OUTPUT_NETWORK", fields("windflowrouting", "OUTPUT_NETWORK"), network, line, given.grid.crs)
    accounts = flow.routed.accounts
    numbers = {
        "EMISSION_T": accounts.emission,
        "ABSORBED_HOME_T": accounts.absorbed_home,
        "ABSORBED_DOWNWIND_T": accounts.absorbed_downwind,
        "EXPORTED_T": accounts.exported,
        "GAPS_T": accounts.gaps,
        "DISPERSED_T": accounts.dispersed,
        "TRAPPED_T": accounts.trapped,
        "CALM_T": accounts.calm,
        "BALANCE_ERROR": accounts.balance_error,
        "GAP_CELLS": flow.gap_cells,
        "CALM_CELLS": flow.calm_cells,
        "LOOP_CELLS": flow.routed.loops.cells,
    }
    if page:
        write_flow_page(page, numbers, by_zone, flows, flow_words(), notes=flow.loop_warnings, language=language())
    return numbers


def _flow_inputs(inputs: Inputs, zones: Zones | None) -> FlowInputs:
    return FlowInputs(
        inputs.band("EMISSION"),
        inputs.band("SEQUESTRATION"),
        inputs.optional_band("WIND"),
        tuple(inputs.all_bands("ROSE")) if inputs.given("ROSE") else (),
        RoutingMethod(inputs.integer("METHOD")),
        inputs.number("DECAY_LENGTH") * METRES_PER_KM or None,
        inputs.integer("GAPS") == 1,
        zones,
        inputs.flag("CORNER_INLETS"),
    )


def _grid(inputs: Inputs, progress: Progress) -> Grid:
    given = [name for name in ("EMISSION", "SEQUESTRATION", "WIND", "ROSE") if inputs.given(name)]
    return common_grid([inputs.all_bands(name)[0] for name in given], progress)
