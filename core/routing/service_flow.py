"""From rasters to routed carbon and back: densities to tonnes per cell, the wind, the mass balance, the tables.

`core/routing` works on arrays in tonnes; here they are read (the whole grid: routing holds it in memory, so the need is
checked first), checked, routed and written as densities again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..engine.memory import require_memory
from ..engine.operation import Block, Result
from ..engine.run import run
from ..errors import ParameterError, RasterError
from ..messages import NEGATIVE_EMISSION, NEGATIVE_SEQUESTRATION, PAIR_WITHOUT_COMMON_CELLS, ROSE_RASTER_BANDS
from ..phrases import Phrase
from ..progress import Progress
from ..raster.geotiff import Target
from ..raster.grid import Grid
from ..raster.sources import ArraySource, Band, Source
from ..raster.targets import ArrayTarget
from ..zones.rasterize import NO_ZONE_HERE
from ..zones.zones import Zones
from . import (
    DISPERSED,
    LEFT_REGION,
    NO_ZONE,
    UNFIXED,
    Flow,
    Graph,
    Neighbourhood,
    OriginDestination,
    Routed,
    RoutingMethod,
    Transport,
    build_graph,
    memory_needed,
    origin_destination,
    origin_destination_mixed,
    route_amounts,
    route_flux,
    well_mixed,
    zone_table,
)
from .graph.neighbours import step_vectors
from .graph.study_area import find_gaps, inlets_among
from .inputs.amounts import FlowArrays, FlowOperation, ReceiverRule
from .inputs.roses import read_rose
from .messages import ROSE_NEEDED, ROUTING_CELLS, WIND_NEEDED
from .remarks import count_calm_cells, log_gaps, warn_of_accounts

ROSE_BAND_COUNT = 17
# Degrees of north, and how much longer or shorter than on the map, from which on the log mentions them.
NORTH_TO_LOG, STRETCH_TO_LOG = 0.05, 0.01
DESTINATION_NAMES = {
    NO_ZONE: "(no zone)",
    LEFT_REGION: "(left the region)",
    UNFIXED: "(unfixed)",
    DISPERSED: "(dispersed)",
}


@dataclass(frozen=True)
class FlowInputs:
    """What a run reads, all rasters on one grid, and how it routes.

    Attributes
    ----------
    emission, sequestration : Band, t/ha
    wind : Band or None, degrees the wind comes from, clockwise from true north
    rose : tuple of Band, 16 sectors and calm, or empty
    method : RoutingMethod
    decay_length_m : float or None for none, metres
    gaps_lost : bool; gaps in the study area keep what flows into them
    zones : Zones or None
    corner_inlets : bool; gaps that corners of cells alone link to the outside count as outside
    """

    emission: Band
    sequestration: Band
    wind: Band | None
    rose: tuple[Band, ...]
    method: RoutingMethod
    decay_length_m: float | None
    gaps_lost: bool
    zones: Zones | None
    corner_inlets: bool = False

    def check(self) -> None:
        """Require the wind that the method needs.

        Raises
        ------
        ParameterError
            There is no wind direction, or no rose.
        RasterError
            The rose has another number of bands than 17.
        """
        if self.method == RoutingMethod.WIND_ROSE:
            if not self.rose:
                raise ParameterError(ROSE_NEEDED)
            if len(self.rose) != ROSE_BAND_COUNT:
                raise RasterError(ROSE_RASTER_BANDS, raster=self.rose[0].name, bands=len(self.rose))
        elif self.method != RoutingMethod.WELL_MIXED and self.wind is None:
            raise ParameterError(WIND_NEEDED)


@dataclass(frozen=True)
class ServiceFlow:
    """What a run gives, in tonnes per cell.

    Attributes
    ----------
    routed : Routed, or Flow where the flux alone is wanted
    valid : (rows, cols) bool, the study area
    graph : Graph, or None when well mixed
    zone : (rows, cols) int32, number of the zone of each cell, below 0 where none; None without zones
    flows : OriginDestination, or None without zones
    gap_cells, calm_cells : int; cells without data inside the area, and cells of it without wind
    loop_warnings : tuple of str; what was said of trapped carbon and of flux that counts laps
    """

    routed: Flow
    valid: np.ndarray
    graph: Graph | None
    zone: np.ndarray | None
    flows: OriginDestination | None
    gap_cells: int = 0
    calm_cells: int = 0
    loop_warnings: tuple[str, ...] = ()


def pass_bands_on(block: Block) -> Result:
    """Return every band unchanged.

    Parameters
    ----------
    block : Block

    Returns
    -------
    Result
    """
    return Result(block.bands)


def service_flow(inputs: FlowInputs, grid: Grid, progress: Progress, flux_alone: bool = False) -> ServiceFlow:
    """Read the rasters and route what cells cannot sequester.

    Parameters
    ----------
    inputs : FlowInputs
    grid : Grid, of the rasters
    progress : Progress
    flux_alone : bool; only the flux and the mass balance are wanted; of no effect with zones or when well mixed

    Returns
    -------
    ServiceFlow

    Raises
    ------
    ParameterError
        The wind that the method needs is missing.
    RasterError
        Densities are negative, directions are out of range, or the rasters have no cell in common.
    NotEnoughMemoryError
        The grid does not fit.
    """
    inputs.check()
    zoned = inputs.zones is not None
    flux_alone = flux_alone and not zoned and inputs.method != RoutingMethod.WELL_MIXED
    needed = memory_needed(grid.cells, inputs.method, flux_alone, zoned)
    require_memory(needed, Phrase(ROUTING_CELLS, count=grid.cells), progress)
    arrays = _read(inputs, grid, not flux_alone, progress.span(0.0, 0.2))
    amounts, emission, valid = arrays.amounts, arrays.emission, arrays.valid
    graph = None
    routed: Flow
    calm = 0, 0
    if inputs.method == RoutingMethod.WELL_MIXED:
        routed = well_mixed(amounts[..., 0], amounts[..., 1], valid)
        near = Neighbourhood.of(*grid.shape, *grid.cell_size_m(), grid.rows_run_south)
        gap_cells = _count_gaps(valid, near, inputs.corner_inlets)
    else:
        graph = _graph(inputs, grid, arrays, progress.span(0.2, 0.3))
        gap_cells, calm = graph.gap_cells, count_calm_cells(graph, amounts)
        log_gaps(graph, inputs.corner_inlets, progress)
        span = progress.span(0.3, 0.7)
        if emission is None:
            routed = route_flux(amounts, graph, span)
        else:
            routed = route_amounts(amounts, emission, graph, span)
    zone = flows = None
    if inputs.zones is not None and emission is not None and isinstance(routed, Routed):
        target = ArrayTarget.empty(grid, [np.int32], NO_ZONE_HERE)
        run(pass_bands_on, [inputs.zones.source(grid)], grid, [target], progress.span(0.7, 0.75))
        zone, count = target.arrays[0], len(inputs.zones)
        if graph is None:
            flows = origin_destination_mixed(emission, routed, valid, zone, count)
        else:
            flows = origin_destination(emission, routed, graph, zone, count, progress=progress.span(0.75, 0.95))
    _log_mass_balance(routed, progress)
    warnings = [] if graph is None else warn_of_accounts(routed, graph, calm, progress)
    return ServiceFlow(routed, valid, graph, zone, flows, gap_cells, calm[0], tuple(warnings))


def _read(inputs: FlowInputs, grid: Grid, keep_emission: bool, progress: Progress) -> FlowArrays:
    pair, rule = (inputs.emission, inputs.sequestration), None
    if inputs.wind is not None and inputs.method in (RoutingMethod.ONE_NEIGHBOUR, RoutingMethod.TWO_NEIGHBOURS):
        rule = ReceiverRule(_neighbourhood(grid, progress), inputs.method == RoutingMethod.ONE_NEIGHBOUR)
    arrays = FlowArrays.make(grid, rule, keep_emission)
    sources = pair if rule is None or inputs.wind is None else (*pair, inputs.wind)
    sums = run(FlowOperation(rule), sources, grid, [arrays], progress)
    sums["negative_e"].raise_if_any(NEGATIVE_EMISSION, inputs.emission.name)
    sums["negative_c"].raise_if_any(NEGATIVE_SEQUESTRATION, inputs.sequestration.name)
    if not sums["cells"]:
        raise RasterError(PAIR_WITHOUT_COMMON_CELLS, first=inputs.emission.name, second=inputs.sequestration.name)
    for band, other, count in zip(pair, reversed(pair), sums["without_counterpart"]):
        if count:
            progress.warning(f"{count} cells of {band.name} have no value in {other.name}; they are outside.")
    if rule is not None and inputs.wind is not None:
        sums["directions"].check(inputs.wind.name, progress)
    return arrays


def _count_gaps(valid: np.ndarray, neighbourhood: Neighbourhood, corner_inlets: bool) -> int:
    gaps = find_gaps(valid, neighbourhood)
    inlets = np.count_nonzero(inlets_among(gaps, valid, neighbourhood)) if corner_inlets else 0
    return int(np.count_nonzero(gaps) - inlets)


def _neighbourhood(grid: Grid, progress: Progress) -> Neighbourhood:
    """Return the neighbourhood of a grid, and log how its map lies on the ground where that is not as it seems."""
    neighbourhood = Neighbourhood.of_grid(grid)
    if neighbourhood.ground is not None:
        north = neighbourhood.ground.north_on_map(grid)
        low, high = float(north.min()), float(north.max())
        if max(-low, high) > NORTH_TO_LOG:
            progress.info(f"True north lies {low:.2f} to {high:.2f} degrees from grid north.")
        stretch = np.hypot(*step_vectors(neighbourhood.ground.lattice.values)) / neighbourhood.lengths()[:, :1, None]
        shortest, longest = float(stretch.min()), float(stretch.max())
        if not grid.is_geographic and max(1.0 - shortest, longest - 1.0) > STRETCH_TO_LOG:
            progress.info(
                f"Steps to neighbours are {shortest:.4g} to {longest:.4g} times as long on the ground as on the map; "
                "lengths are those on the ground."
            )
    return neighbourhood


def _graph(inputs: FlowInputs, grid: Grid, arrays: FlowArrays, progress: Progress) -> Graph:
    if arrays.receiver_rule is not None:
        transport = Transport(arrays.receiver_rule.neighbourhood, arrays.first, arrays.shares)
    else:
        transport = read_rose(inputs.rose, grid, _neighbourhood(grid, progress), progress)
    return build_graph(
        transport,
        arrays.valid,
        inputs.decay_length_m,
        inputs.gaps_lost,
        progress,
        corner_inlets=inputs.corner_inlets,
    )


@dataclass(frozen=True)
class DensityOperation:
    """Tonnes per cell -> t/ha (or unchanged), masked outside the study area, which band 0 holds as 0 or 1.

    Parameters
    ----------
    per_hectare : bool
    """

    per_hectare: bool

    def __call__(self, block: Block) -> Result:
        """Apply to one chunk."""
        outside = block.bands[0].data == 0
        values = (band.data / block.area_ha if self.per_hectare else band.data for band in block.bands[1:])
        mask = outside if outside.any() else np.ma.nomask
        return Result([np.ma.MaskedArray(band, mask) for band in values])


def write_flow(
    flow: ServiceFlow, grid: Grid, flux: Target | None, densities: Sequence[Target | None], progress: Progress
) -> None:
    """Write the results as rasters.

    Parameters
    ----------
    flow : ServiceFlow
    grid : Grid
    flux : Target or None to skip it, t per cell
    densities : three of Target or None to skip one: absorbed, imported, remainder, t/ha; of no effect where the flux
        alone was wanted
    progress : Progress
    """
    routed = flow.routed
    study: Source = ArraySource(flow.valid)
    if flux is not None:
        run(DensityOperation(False), [study, ArraySource(routed.flux)], grid, [flux], progress.span(0.0, 0.4))
    if not isinstance(routed, Routed):
        return
    arrays = (routed.absorbed, routed.imported, routed.remainder)
    pairs = [(target, ArraySource(array)) for target, array in zip(densities, arrays) if target is not None]
    if pairs:
        targets, sources = zip(*pairs)
        run(DensityOperation(True), [study, *sources], grid, targets, progress.span(0.4, 1.0))


def zone_flow_table(flow: ServiceFlow, names: Sequence[str]) -> list[dict[str, Any]]:
    """Return the rows of the zone table; cells in no zone are a row of their own when they emit or absorb.

    Parameters
    ----------
    flow : ServiceFlow
    names : sequence of str, of the zones

    Returns
    -------
    list of dict: zone, and amounts in t; empty without zones
    """
    if flow.flows is None:
        return []
    table = zone_table(flow.flows)
    rows = []
    for index, name in enumerate([*names, DESTINATION_NAMES[NO_ZONE]]):
        row: dict[str, Any] = {
            "zone": name,
            "emission_t": float(table.emission[index]),
            "absorbed_home_t": float(table.absorbed_home[index]),
            "imported_t": float(table.imported[index]),
            "exported_to_zones_t": float(table.exported_to_zones[index]),
            "left_region_t": float(table.left_region[index]),
            "unfixed_t": float(table.unfixed[index]),
            "dispersed_t": float(table.dispersed[index]),
        }
        if index < len(names) or row["emission_t"] or row["imported_t"]:
            rows.append(row)
    return rows


def flow_rows(flow: ServiceFlow, names: Sequence[str]) -> list[dict[str, Any]]:
    """Return the rows of the origin-destination table, the largest flow first.

    Parameters
    ----------
    flow : ServiceFlow
    names : sequence of str, of the zones

    Returns
    -------
    list of dict: from_zone, to_zone, flow_t in t; empty without zones
    """
    if flow.flows is None:
        return []

    def name_of(number: int) -> str:
        return names[number] if number >= 0 else DESTINATION_NAMES[number]

    flows = flow.flows
    order = np.argsort(-flows.amount, kind="stable")
    return [
        {
            "from_zone": name_of(int(flows.origin[index])),
            "to_zone": name_of(int(flows.destination[index])),
            "flow_t": float(flows.amount[index]),
        }
        for index in order
    ]


def _log_mass_balance(routed: Flow, progress: Progress) -> None:
    accounts = routed.accounts
    for name in ("emission", "absorbed_home", "absorbed_downwind", "exported", "gaps", "dispersed", "trapped", "calm"):
        progress.info(f"{name}: {getattr(accounts, name):.10g} t")
    progress.info(f"balance error: {accounts.balance_error:.3g} of the emission")
