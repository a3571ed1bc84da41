"""The whole carbon account in one pass: emission, sequestration and their balance, without rasters in between.

    land use, zones, yearbook totals  ->  E and C per cell  ->  difference, ratio, flow, and both zone tables

A chain of carbonstock, carbonemissions and supplydemandratio writes E and C and reads them again. Here the very same
operations (`StockOperation`, `EmissionOperation`, `BalanceOperation`) are applied to each block one after the other.
E and C are rounded to Float32 on the way, which is what the rasters in between would have held: so rasters and tables
are the chain's, bit for bit. Yearbook totals need the sums of their weights first: that pass reads land use, zones and
proxies only. Of the results nothing is read again but the ratio, for its medians.

With a raster of sequestration (an annual rate, say) that is C, and the carbon pools are not used.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ..accounts.class_densities import ClassDensities
from ..accounts.emissions import EmissionInputs, EmissionOperation, Emissions, emission_account, sum_proxies
from ..accounts.stock import Stock, StockOperation, stock_account
from ..engine.operation import Block, Operation, Result
from ..engine.run import run
from ..progress import Progress
from ..raster.geotiff import Target
from ..raster.grid import Grid
from ..raster.sources import Band, Source
from .balance import Balance, BalanceOperation, balance_account


class _PartialSums(dict[str, Any]):
    """Partial sums of the operations by name; each merges by its own rule."""

    def merge(self, other: _PartialSums) -> _PartialSums:
        return _PartialSums({name: sums.merge(other[name]) for name, sums in self.items()})


@dataclass(frozen=True)
class CarbonAccountOperation:
    """Emission, then stock (or the given sequestration in the last band), then balance, on one block.

    Attributes
    ----------
    emission, stock, balance : the three operations; `stock` is None for a given sequestration
    zone_band : position of the zones among a block's bands
    write_emission, write_sequestration : whether the result has these bands, before those of `balance`
    """

    emission: EmissionOperation
    zone_band: int
    stock: StockOperation | None
    balance: BalanceOperation
    write_emission: bool
    write_sequestration: bool

    def __call__(self, block: Block) -> Result:
        """Account for a block; the sums are those of the operations, by name."""
        sums = _PartialSums()
        emitted = self.emission(block)
        sums["emission"] = emitted.partial
        emission = as_written(emitted.bands[0])
        if self.stock is None:
            sequestration = block.bands[-1]
        else:
            stored = self.stock(replace(block, bands=block.bands[:1]))
            sums["stock"] = stored.partial
            sequestration = as_written(stored.bands[0])
        compared = self.balance(replace(block, bands=(emission, sequestration, block.bands[self.zone_band])))
        sums["balance"] = compared.partial
        bands = [emission] if self.write_emission else []
        bands += [sequestration] if self.write_sequestration else []
        return Result([*bands, *compared.bands], sums)


def as_written(band: np.ma.MaskedArray) -> Any:
    """Return a band as a Float32 raster would give it back.

    Parameters
    ----------
    band : (rows, cols) float64, masked

    Returns
    -------
    (rows, cols) float32, masked; infinite beyond the largest float32
    """
    with np.errstate(over="ignore"):
        return band.astype(np.float32)


@dataclass(frozen=True)
class CarbonAccountTargets:
    """Rasters to write; None where not wanted. `ratio` is always written: its medians are taken from it."""

    ratio: Target
    emission: Target | None = None
    sequestration: Target | None = None
    difference: Target | None = None
    flow: Target | None = None

    @property
    def writing(self) -> list[Target]:
        """Those wanted, in the order of the operation's bands."""
        order = (self.emission, self.sequestration, self.difference, self.ratio, self.flow)
        return [target for target in order if target is not None]


@dataclass(frozen=True)
class CarbonAccount:
    """What the three steps would return one by one; `stock` is None for a given sequestration."""

    emissions: Emissions
    stock: Stock | None
    balance: Balance


def carbon_account(
    inputs: EmissionInputs,
    sequestration: ClassDensities | Band,
    grid: Grid,
    targets: CarbonAccountTargets,
    *,
    unknown_as_nodata: bool = False,
    progress: Progress | None = None,
) -> CarbonAccount:
    """Write what is wanted and return the accounts.

    Parameters
    ----------
    inputs : EmissionInputs, rasters on `grid`
    sequestration : densities of a stock by land use, or a Band on `grid`, t C/ha
    grid : Grid
    targets : CarbonAccountTargets
    unknown_as_nodata : land-use codes that a table lacks become nodata, with a warning
    progress : Progress

    Returns
    -------
    CarbonAccount

    Raises
    ------
    UnknownCodeError, ParameterError, RasterError, ZoneError
        As `emissions`, `carbon_stock` and `balance` raise them.
    """
    progress = progress or Progress()
    landuse, names = inputs.landuse.name, inputs.zones.names
    allocated = sum_proxies(inputs, grid, False, unknown_as_nodata, progress.span(0.0, 0.3))
    densities = sequestration if isinstance(sequestration, ClassDensities) else None
    sources: list[Source] = list(allocated.sources)
    if isinstance(sequestration, Band):
        sources.append(sequestration)
    operation: Operation = CarbonAccountOperation(
        allocated.operation,
        allocated.zone_band,
        None if densities is None else StockOperation.build(landuse, densities, 0, True, False),
        BalanceOperation(len(names), (targets.difference is not None, True, targets.flow is not None)),
        targets.emission is not None,
        targets.sequestration is not None,
    )
    sums = run(operation, sources, grid, targets.writing, progress.span(0.3, 0.9))
    stock = None
    if densities is not None:
        stock = stock_account(landuse, densities, sums["stock"], unknown_as_nodata, progress)
    emitted = emission_account(allocated.inputs, sums["emission"], allocated.placed, progress)
    median_sources = [targets.ratio.written(), allocated.sources[allocated.zone_band]]
    rasters = ("the emission", "the sequestration" if densities else sources[-1].name)
    balance = balance_account(sums["balance"], rasters, median_sources, grid, names, progress=progress.span(0.9, 1.0))
    return CarbonAccount(emitted, stock, balance)
