"""One total per zone allocated to the cells of a grid (`core/accounts/allocation` has the rules).

a zone of 12 people, three cells of 100 ha with weights 1, 2, 3   ->   2, 4, 6 per cell, 0.02, 0.04, 0.06 per ha
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from ..engine.operation import Block, Result, Sums
from ..engine.run import run
from ..progress import Progress
from ..raster.geotiff import Target
from ..raster.grid import HA_PER_KM2, Grid
from ..raster.sources import Band, Source
from ..zones.coverage import WITHOUT_RESULT, run_with_coverage
from ..zones.zonal_sums import ZoneRuns
from ..zones.zones import Zones, interior_cells
from .allocation import Allocation, ProxyOperation, ProxyWeights, allocate
from .yearbook.partial_zones import warn_of_partial_zones


class AmountBasis(IntEnum):
    """What the result's amounts are counted per; numbers as in the UNIT parameter."""

    PER_CELL = 0
    PER_HECTARE = 1
    PER_KM2 = 2


# The units' names in a raster's metadata, in the order of their numbers.
UNIT_NAMES = ("per cell", "per ha", "per km2")


@dataclass(frozen=True)
class RasterWeight:
    """A raster as the one proxy: band 0 says which cells are usable, band 1 (when `given`) holds the weights.

    Attributes
    ----------
    given : False for the weight 1 everywhere
    per_cell : the weights are amounts per cell, and are divided by the cell's area, which differs between the rows of a
        geographic grid; else they are densities
    """

    given: bool
    per_cell: bool

    def __call__(self, block: Block) -> ProxyWeights:
        """Return the weights of a block."""
        usable = ~np.ma.getmaskarray(block.bands[0])
        if not self.given:
            none = np.zeros(1, dtype=np.int64)
            return ProxyWeights(usable, usable, (usable,), none, none)
        weighted = block.valid(0, 1)
        values = block.filled(1, weighted)
        missing = np.array([block.present_elsewhere(0, weighted)])
        negative = np.zeros(1, dtype=np.int64)
        if values.min() < 0:
            negative[0] = np.count_nonzero(values < 0)
            np.maximum(values, 0.0, out=values)
        return ProxyWeights(usable, usable, (values / block.area_ha if self.per_cell else values,), negative, missing)


@dataclass(frozen=True)
class AllocateOperation:
    """Second pass: the density of the one source, on the basis wanted, and the sum (`total`, float) over all cells."""

    proxy_weights: RasterWeight
    allocation: Allocation
    zones: int
    basis: AmountBasis

    def __call__(self, block: Block) -> Result:
        """Allocate to a block: one band, masked where the extent has no data and outside the zones."""
        weights = self.proxy_weights(block)
        runs = ZoneRuns.of(block, block.bands[-1], self.zones)
        density = self.allocation.densities(weights, runs)[0]
        for _, row, col, added in self.allocation.points_in(block):
            density[row, col] += added[0]
        inside, outside = weights.usable, np.ma.getmaskarray(block.bands[-1])
        if outside.any():
            # The point of a zone without a cell may lie outside every zone's cells.
            inside = inside & (~outside | (density != 0))
        total = float(runs.tonnes(density).sum())
        if self.basis == AmountBasis.PER_CELL:
            density *= block.area_ha
        elif self.basis == AmountBasis.PER_KM2:
            density *= HA_PER_KM2
        return Result([np.ma.MaskedArray(density, ~inside)], Sums(total=total))


def spatialize(
    zones: Zones,
    totals: np.ndarray,
    extent: Band,
    grid: Grid,
    *,
    weight: Band | None,
    target: Target,
    basis: AmountBasis = AmountBasis.PER_CELL,
    weight_per_cell: bool = False,
    progress: Progress | None = None,
) -> tuple[float, float]:
    """Allocate a total per zone to the cells where `extent` has data.

    Parameters
    ----------
    zones : Zones, in any CRS
    totals : (zones,) float64, an amount per zone
    extent : Band on `grid`; only its nodata matters
    grid : Grid
    weight : Band on `grid`; None for the same density in all cells of a zone
    target : Target of one band
    basis : AmountBasis of the band
    weight_per_cell : the weights are amounts per cell, not densities
    progress : Progress

    Returns
    -------
    float, float: the sum of the totals, and the sum over the cells

    Raises
    ------
    ZoneError
        When no zone meets the grid, or a polygon cannot be transformed to its CRS.
    """
    progress = progress or Progress()
    proxy_weights = RasterWeight(weight is not None, weight_per_cell)
    sources: list[Source] = [extent] + ([weight] if weight else []) + [zones.source(grid)]
    interior = interior_cells(zones, grid)
    first_pass = ProxyOperation(proxy_weights, len(sources) - 1, len(zones), tuple(interior.values()))
    sums, coverage = run_with_coverage(
        zones,
        first_pass,
        sources,
        grid,
        progress=progress.span(0.0, 0.5),
        zone_band=len(sources) - 1,
        data_bands=(0,),
        unassigned=WITHOUT_RESULT,
    )
    cure = "Extend the grid to the whole zone, or give the total of the part that is on it."
    warn_of_partial_zones(totals, zones.names, coverage.covered, unit="", cure=cure, progress=progress)
    if sums["negative"][0] and weight:
        progress.warning(f"{sums['negative'][0]} negative weights of {weight.name} count as 0.")
    if sums["missing"][0] and weight:
        progress.warning(f"{sums['missing'][0]} cells with data have no value in the weight {weight.name}: they get 0.")
    allocation, _ = allocate(
        totals[None, :],
        (0,),
        ("the total",),
        zones.names,
        sums,
        cells=coverage.cells,
        interior=interior,
        progress=progress,
    )
    operation = AllocateOperation(proxy_weights, allocation, len(zones), basis)
    allocated = run(operation, sources, grid, [target], progress.span(0.5, 1.0))
    return float(totals.sum()), allocated["total"]
