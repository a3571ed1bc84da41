"""One total per zone spread over the cells of a grid (`core/accounts/allocation` has the rules)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from ..engine.operation import Block, Result, Sums
from ..engine.run import run
from ..progress import Progress
from ..raster.geotiff import Target
from ..raster.grid import Grid
from ..raster.sources import Band, Source
from ..zones.coverage import run_with_coverage
from ..zones.zonal_sums import ZoneRuns
from ..zones.zones import Zones, interior_cells
from .allocation import Allocation, ProxyOperation, ProxyWeights, allocate


class AmountUnit(IntEnum):
    """What the result's amounts are counted per; numbers as in the UNIT parameter."""

    PER_CELL = 0
    PER_HECTARE = 1
    PER_KM2 = 2


UNIT_NAMES = ("per cell", "per ha", "per km2")


@dataclass(frozen=True)
class RasterWeight:
    """Weights for `core/accounts/allocation`: band 0 says which cells are usable, band 1 (when `given`) weighs them.

    A weight is a density, or an amount per cell: then it is divided by the cell's area, which differs between the
    rows of a geographic grid.
    """

    given: bool
    per_cell: bool

    def __call__(self, block: Block) -> ProxyWeights:
        """Apply to one unit."""
        usable = ~np.ma.getmaskarray(block.bands[0])
        if not self.given:
            return ProxyWeights(usable, usable, (usable,), np.zeros(1, dtype=np.int64))
        values = block.filled(1, block.valid(0, 1))
        negative = np.zeros(1, dtype=np.int64)
        if values.min() < 0:
            negative[0] = np.count_nonzero(values < 0)
            np.maximum(values, 0.0, out=values)
        return ProxyWeights(usable, usable, (values / block.area_ha if self.per_cell else values,), negative)


@dataclass(frozen=True)
class AllocateOperation:
    """Second pass: the one source's density, in the unit wanted, and the sum per zone."""

    proxy_weights: RasterWeight
    allocation: Allocation
    zones: int
    unit: AmountUnit

    def __call__(self, block: Block) -> Result:
        """Apply to one unit."""
        weights = self.proxy_weights(block)
        runs = ZoneRuns.of(block, block.bands[-1], self.zones)
        density = self.allocation.densities(weights, runs)[0]
        for _, row, col, added in self.allocation.points_in(block):
            density[row, col] += added[0]
        inside, outside = weights.usable, np.ma.getmaskarray(block.bands[-1])
        if outside.any():
            inside = inside & (~outside | (density != 0))
        total = float(runs.tonnes(density).sum())
        if self.unit == AmountUnit.PER_CELL:
            density *= block.area_ha
        elif self.unit == AmountUnit.PER_KM2:
            density *= 100.0
        return Result([np.ma.MaskedArray(density, ~inside)], Sums(total=total))


def spatialize(
    zones: Zones,
    totals: np.ndarray,
    extent: Band,
    grid: Grid,
    *,
    weight: Band | None,
    target: Target,
    unit: AmountUnit = AmountUnit.PER_CELL,
    weight_per_cell: bool = False,
    progress: Progress | None = None,
) -> tuple[float, float]:
    """Spread `totals` (one per zone) over the cells where `extent` has data; return total in and total out.

    `unit` is `PER_CELL`, `PER_HECTARE` or `PER_KM2`. Zones in another CRS are transformed.
    """
    progress = progress or Progress()
    weigh = RasterWeight(weight is not None, weight_per_cell)
    zone_source = zones.source(grid)
    sources: list[Source] = [extent] + ([weight] if weight else []) + [zone_source]
    interior = interior_cells(zones, grid)
    first = ProxyOperation(weigh, len(sources) - 1, len(zones), tuple(interior.values()))
    sums, seen = run_with_coverage(
        zones, first, sources, grid, progress=progress.span(0.0, 0.5), zone_band=len(sources) - 1, data_band=0
    )
    if sums["negative"][0] and weight:
        progress.warning(f"{sums['negative'][0]} negative weights of {weight.name} count as 0.")
    allocation, _ = allocate(
        totals[None, :], (0,), ("the total",), zones.names, sums, cells=seen.cells, interior=interior, progress=progress
    )
    operation = AllocateOperation(weigh, allocation, len(zones), unit)
    spread = run(operation, sources, grid, [target], progress.span(0.5, 1.0))
    return float(totals.sum()), spread["total"]
