"""From rasters to routed carbon and back: densities to tonnes per cell, the wind, the accounts, the tables.

`core/routing` works on arrays in tonnes; here they are read (the whole grid: routing holds it in memory, and the
need is told first), checked, routed and written as densities again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from .balance import FirstNegative
from .blocks import ArrayTarget, Block, Result, Sums, run
from .errors import ParameterError, RasterError
from .geodesy import north_rotation
from .grid import Grid
from .memory import require_memory
from .messages import (
    NEGATIVE_EMISSION,
    NEGATIVE_SEQUESTRATION,
    NO_COMMON_CELLS,
    ROSE_BANDS,
    ROSE_NEEDED,
    WIND_NEEDED,
    WIND_OUT_OF_RANGE,
)
from .messages_parts import ROUTING_CELLS
from .phrases import Phrase
from .progress import Progress
from .raster import ArraySource, Band, Source
from .routing import (
    DISPERSED,
    LEFT_REGION,
    NO_ZONE,
    ONE_NEIGHBOUR,
    UNFIXED,
    WELL_MIXED,
    WIND_ROSE,
    Graph,
    Neighbourhood,
    OriginDestination,
    Routed,
    Transport,
    build_graph,
    from_direction,
    memory_needed,
    origin_destination,
    origin_destination_mixed,
    rose_shares,
    route,
    well_mixed,
    zone_table,
)
from .writer import Target
from .zones import OUTSIDE, Zones

ROSE_BAND_COUNT = 17
ROSE_ROWS = 64  # of a unit that are turned into shares together
DESTINATION_NAMES = {
    NO_ZONE: "(no zone)",
    LEFT_REGION: "(left the region)",
    UNFIXED: "(unfixed)",
    DISPERSED: "(dispersed)",
}


@dataclass(frozen=True)
class FlowInputs:
    """Rasters on one grid; `wind` degrees from, `rose` 17 bands; `decay_length_m` None for none."""

    emission: Band
    sequestration: Band
    wind: Band | None
    rose: tuple[Band, ...]
    method: int
    decay_length_m: float | None
    gaps_lost: bool
    zones: Zones | None

    def check(self) -> None:
        """Raise `ParameterError` when the method lacks its wind."""
        if self.method == WIND_ROSE:
            if not self.rose:
                raise ParameterError(ROSE_NEEDED)
            if len(self.rose) != ROSE_BAND_COUNT:
                raise RasterError(ROSE_BANDS, raster=self.rose[0].name, bands=len(self.rose))
        elif self.method != WELL_MIXED and self.wind is None:
            raise ParameterError(WIND_NEEDED)


@dataclass(frozen=True)
class ServiceFlow:
    """The routing in tonnes per cell, its network (None when well mixed), the zones' numbers and flows."""

    routed: Routed
    valid: np.ndarray
    graph: Graph | None
    zone: np.ndarray | None
    flows: OriginDestination | None


@dataclass(frozen=True)
class TonnesOperation:
    """Densities (t/ha) of emission and sequestration -> t per cell, masked where either is missing."""

    def __call__(self, block: Block) -> Result:
        """Apply to one unit."""
        valid = block.valid()
        emission, sequestration = block.filled(0, valid), block.filled(1, valid)
        row, col = block.window.row, block.window.col
        sums = Sums(
            negative_e=FirstNegative.find(emission, valid, row, col),
            negative_c=FirstNegative.find(sequestration, valid, row, col),
            lone=np.array([block.present_elsewhere(band, valid) for band in (0, 1)]),
            cells=int(valid.sum()),
        )
        area = block.area_ha
        bands = (emission * area, sequestration * area, valid.astype(np.uint8))
        return Result([np.ma.MaskedArray(band) for band in bands], sums)


def as_they_are(block: Block) -> Result:
    """Pass every band on."""
    return Result(block.bands)


def service_flow(inputs: FlowInputs, grid: Grid, progress: Progress) -> ServiceFlow:
    """Route what cells cannot sequester. Raises `NotEnoughMemoryError`, `RasterError`, `ParameterError`."""
    inputs.check()
    require_memory(memory_needed(grid.cells, inputs.method), Phrase(ROUTING_CELLS, count=grid.cells), progress)
    emission, capacity, valid = _tonnes(inputs, grid, progress.part(0.0, 0.1))
    graph = None
    if inputs.method == WELL_MIXED:
        routed = well_mixed(emission, capacity, valid)
    else:
        graph = _graph(inputs, grid, valid, progress.part(0.1, 0.3))
        routed = route(emission, capacity, graph, progress.part(0.3, 0.7))
    zone = flows = None
    if inputs.zones is not None:
        target = ArrayTarget.empty(grid, [np.int32], OUTSIDE)
        run(as_they_are, [inputs.zones.source(grid)], grid, [target], progress.part(0.7, 0.75))
        zone, count = target.arrays[0], len(inputs.zones)
        if graph is None:
            flows = origin_destination_mixed(emission, routed, valid, zone, count)
        else:
            flows = origin_destination(emission, routed, graph, zone, count, progress.part(0.75, 0.95))
    _log_accounts(routed, progress)
    return ServiceFlow(routed, valid, graph, zone, flows)


def _tonnes(inputs: FlowInputs, grid: Grid, progress: Progress) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    target = ArrayTarget.empty(grid, [np.float64, np.float64, bool])
    pair = (inputs.emission, inputs.sequestration)
    sums = run(TonnesOperation(), pair, grid, [target], progress)
    sums["negative_e"].refuse(NEGATIVE_EMISSION, inputs.emission.name)
    sums["negative_c"].refuse(NEGATIVE_SEQUESTRATION, inputs.sequestration.name)
    if not sums["cells"]:
        raise RasterError(NO_COMMON_CELLS, first=inputs.emission.name, second=inputs.sequestration.name)
    for band, other, lone in zip(pair, reversed(pair), sums["lone"]):
        if lone:
            progress.warning(f"{lone} cells of {band.name} have no value in {other.name}; they are outside.")
    emission, capacity, valid = target.arrays
    return emission, capacity, valid


def _graph(inputs: FlowInputs, grid: Grid, valid: np.ndarray, progress: Progress) -> Graph:
    dx, dy = grid.cell_size_m()
    neighbourhood = Neighbourhood.of(grid.rows, grid.cols, dx, dy, grid.rows_run_south)
    rotation = north_rotation(grid)
    if np.abs(rotation).max() > 0.05:
        progress.info(f"True north lies {rotation.min():.2f} to {rotation.max():.2f} degrees from grid north.")
    if inputs.method == WIND_ROSE:
        transport = read_rose(inputs.rose, grid, neighbourhood, rotation, progress)
    else:
        wind = inputs.wind
        if wind is None:
            raise ParameterError(WIND_NEEDED)
        target = ArrayTarget.empty(grid, [np.float64], np.nan)
        run(as_they_are, [wind], grid, [target], progress)
        check_directions(target.arrays[0], wind.name, progress)
        transport = from_direction(
            target.arrays[0], neighbourhood, rotation, one_neighbour=inputs.method == ONE_NEIGHBOUR
        )
    return build_graph(transport, valid, inputs.decay_length_m, inputs.gaps_lost, progress)


@dataclass(frozen=True)
class RoseOperation:
    """17 frequencies -> shares of the 8 neighbours, then the first of them (see `Transport`); rotation: degrees."""

    neighbourhood: Neighbourhood
    rotation: np.ndarray

    def __call__(self, block: Block) -> Result:
        """Apply to one unit."""
        window = block.window
        cols = slice(window.col, window.col + window.cols)
        first, units = np.empty(window.shape, np.uint8), np.empty((8, *window.shape), np.uint32)
        sums = Sums(off=0, example=())
        for top in range(0, window.rows, ROSE_ROWS):
            part = slice(top, min(top + ROSE_ROWS, window.rows))
            row = window.row + top
            rose = np.stack([np.ma.filled(band[part].astype(np.float64), np.nan) for band in block.bands])
            turn = self.rotation[row : window.row + part.stop, cols]
            first[part], units[:, part] = rose_shares(rose, self.neighbourhood, turn, row, window.col)
            sums = sums.merge(_unlike_one(rose))
        return Result([*units, first], sums)


def read_rose(
    rose: Sequence[Band], grid: Grid, neighbourhood: Neighbourhood, rotation: np.ndarray, progress: Progress
) -> Transport:
    """Return the transport of a wind rose, of which never more than some blocks are in memory.

    Warns when the 17 frequencies of a cell do not add up to 1 (within 1 %): they are then taken in proportion.
    """
    transport = Transport.for_rose(neighbourhood)
    target = ArrayTarget((*transport.units, transport.first), 0)
    sums = run(RoseOperation(neighbourhood, rotation), rose, grid, [target], progress)
    if sums["off"]:
        progress.warning(
            f"In {sums['off']} cells of {rose[0].name} the frequencies do not add up to 1 (for instance "
            f"{sums['example'][0]:.6g}): they are taken in proportion."
        )
    return transport


def _unlike_one(rose: np.ndarray) -> Sums:
    """Count the cells whose frequencies, (17, rows, cols), do not add up to 1; example: the first such sum, if any."""
    total = rose.sum(axis=0)
    off = np.isfinite(total) & (np.abs(total - 1.0) > 0.01)
    return Sums(off=int(off.sum()), example=tuple(total[off][:1]))


def check_directions(direction: np.ndarray, name: str, progress: Progress) -> None:
    """Raise `RasterError` for directions outside 0-360, warn when they look like radians or sector codes."""
    known = direction[np.isfinite(direction)]
    wrong = (known < 0) | (known > 360)
    if wrong.any():
        raise RasterError(WIND_OUT_OF_RANGE, raster=name, count=int(wrong.sum()), value=float(known[wrong][0]))
    if not known.size:
        progress.warning(f"{name} has no wind anywhere: nothing travels.")
    elif known.max() <= 17 and np.array_equal(known, np.floor(known)) and known.max() > 0:
        progress.warning(f"{name} holds whole numbers up to 17 only: are they sector codes instead of degrees?")
    elif 0 < known.max() <= 6.3:
        progress.warning(f"{name} lies between 0 and 6.3: is it in radians instead of degrees?")


@dataclass(frozen=True)
class DensityOperation:
    """Tonnes per cell -> t/ha (or as they are), masked outside the study area (band 0 is its 0 or 1)."""

    per_hectare: bool

    def __call__(self, block: Block) -> Result:
        """Apply to one unit."""
        outside = block.bands[0].data == 0
        divisor = block.area_ha if self.per_hectare else 1.0
        return Result([np.ma.MaskedArray(band.data / divisor, outside) for band in block.bands[1:]])


def write_flow(
    flow: ServiceFlow, grid: Grid, flux: Target | None, densities: Sequence[Target | None], progress: Progress
) -> None:
    """Write flux (t) and, to `densities`, absorbed, imported and remainder (t/ha); None to skip."""
    routed = flow.routed
    study: Source = ArraySource(flow.valid)
    if flux is not None:
        run(DensityOperation(False), [study, ArraySource(routed.flux)], grid, [flux], progress.part(0.0, 0.4))
    arrays = (routed.absorbed, routed.imported, routed.remainder)
    pairs = [(target, ArraySource(array)) for target, array in zip(densities, arrays) if target is not None]
    if pairs:
        targets, sources = zip(*pairs)
        run(DensityOperation(True), [study, *sources], grid, targets, progress.part(0.4, 1.0))


def zone_rows(flow: ServiceFlow, names: Sequence[str]) -> list[dict[str, Any]]:
    """Return the rows of the zone table; cells in no zone are a row of their own when they emit or absorb."""
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
    """Return the rows of the origin-destination table, the largest flow first."""
    if flow.flows is None:
        return []

    def called(number: int) -> str:
        return names[number] if number >= 0 else DESTINATION_NAMES[number]

    flows = flow.flows
    order = np.argsort(-flows.amount, kind="stable")
    return [
        {
            "from_zone": called(int(flows.origin[index])),
            "to_zone": called(int(flows.destination[index])),
            "flow_t": float(flows.amount[index]),
        }
        for index in order
    ]


def _log_accounts(routed: Routed, progress: Progress) -> None:
    accounts = routed.accounts
    for name in ("emission", "absorbed_home", "absorbed_downwind", "exported", "gaps", "dispersed", "trapped", "calm"):
        progress.info(f"{name}: {getattr(accounts, name):.10g} t")
    progress.info(f"balance error: {accounts.balance_error:.3g} of the emission")
