"""Change of carbon stock between two dates, and its value as InVEST counts it.

    change = after - before                                        t C/ha
    value  = change / Y * price * sum for t = 0 .. Y-1 of 1 / ((1 + r/100)^t (1 + c/100)^t)

Y years, r discount rate %, c annual price change %. InVEST (Natural Capital Project, carbon model) puts c into the
denominator, so that a positive c *lowers* the value; users compare with InVEST, so it is kept. For price 43,
Y = 14, r = -7.1, c = 2.8 one tonne is worth 59.00136; for r = c = 0 it is worth the price.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..engine.operation import Block, Result, Sums
from ..engine.run import run
from ..errors import ParameterError
from ..progress import Progress
from ..raster.geotiff import Target
from ..raster.grid import Grid
from ..raster.sources import Band, Source
from ..zones.coverage import run_with_coverage
from ..zones.zonal_sums import ZoneRuns
from ..zones.zones import Zones
from .messages import PRICE_MISSING, RATE_TOO_LOW, YEARS_NOT_INTEGER, YEARS_NOT_POSITIVE


def value_per_tonne(years: float, price: float, discount_rate: float = 0.0, price_change: float = 0.0) -> float:
    """Return the value of one tonne sequestered evenly over some years.

    Parameters
    ----------
    years : a positive integer
    price : currency per tonne
    discount_rate, price_change : % per year, above -100

    Returns
    -------
    float, in the price's currency

    Raises
    ------
    ParameterError
        For years that are no positive integer, or a rate of -100 % or less.

    References
    ----------
    Natural Capital Project, InVEST, carbon model; `docs/method.md`, "Carbon stock".
    """
    if years <= 0:
        raise ParameterError(YEARS_NOT_POSITIVE, years=years)
    if years != int(years):
        raise ParameterError(YEARS_NOT_INTEGER, years=years)
    for rate in (discount_rate, price_change):
        if rate <= -100:
            raise ParameterError(RATE_TOO_LOW, rate=rate)
    divisor = (1 + discount_rate / 100) * (1 + price_change / 100)
    return price / years * float(np.sum(divisor ** -np.arange(int(years), dtype=float)))


@dataclass(frozen=True)
class ChangeOperation:
    """Stock before and after (and zones) to the change times each factor; sums over the cells valid at both dates.

    Sums: `area` ha, `before` and `change` t C, each (zones + 1,); `before_only` and `after_only`, numbers of cells.
    """

    factors: tuple[float, ...]
    zones: int

    def __call__(self, block: Block) -> Result:
        """Compare a block: one band per factor."""
        valid = block.valid(0, 1)
        before = block.filled(0, valid)
        change = block.filled(1, valid) - before
        runs = ZoneRuns.of(block, block.bands[2] if len(block.bands) == 3 else None, self.zones)
        partial = Sums(
            area=runs.hectares(valid),
            before=runs.tonnes(before),
            change=runs.tonnes(change),
            before_only=block.present_elsewhere(0, valid),
            after_only=block.present_elsewhere(1, valid),
        )
        return Result([np.ma.MaskedArray(change * factor, ~valid) for factor in self.factors], partial)


@dataclass(frozen=True)
class Change:
    """Sums over the cells valid at both dates (ha, t C, %) and the zone table; `value` is None without a price."""

    area_ha: float
    change_t: float
    change_percent: float | None
    before_only_cells: int
    after_only_cells: int
    value: float | None
    zone_rows: list[dict[str, object]]


def stock_change(
    before: Band,
    after: Band,
    grid: Grid,
    years: float,
    tonne_value: float | None,
    *,
    targets: Sequence[Target | None],
    zones: Source | None = None,
    zone_names: Sequence[str] = (),
    progress: Progress | None = None,
    zone_polygons: Zones | None = None,
) -> Change:
    """Write change, rate and value per cell, and return their sums.

    Parameters
    ----------
    before, after : Band on `grid`, t C/ha
    grid : Grid
    years : between the two dates, above 0
    tonne_value : `value_per_tonne(...)`; None without a price
    targets : change (t C/ha), rate (t C/ha per year) and value (currency/ha), in that order, None to skip one
    zones, zone_names : source of zone positions, and their names; None for no zone table
    progress : Progress
    zone_polygons : the polygons behind `zones`, to warn of overlaps and of zones partly off the grid

    Returns
    -------
    Change

    Raises
    ------
    ParameterError
        For years <= 0, or a value raster without a price.
    """
    if years <= 0:
        raise ParameterError(YEARS_NOT_POSITIVE, years=years)
    if tonne_value is None and any(target is not None for target in targets[2:]):
        raise ParameterError(PRICE_MISSING)
    progress = progress or Progress()
    factors = (1.0, 1.0 / years, tonne_value or 0.0)
    pairs = [(target, factor) for target, factor in zip(targets, factors) if target is not None]
    operation = ChangeOperation(tuple(factor for _, factor in pairs), len(zone_names))
    sources: list[Source] = [before, after] + ([zones] if zones is not None else [])
    writing = [target for target, _ in pairs]
    if zone_polygons is None:
        sums = run(operation, sources, grid, writing, progress)
    else:
        sums, _ = run_with_coverage(
            zone_polygons, operation, sources, grid, writing, progress=progress, zone_band=2, data_bands=(0, 1)
        )
    for name, count in ((before.name, sums["before_only"]), (after.name, sums["after_only"])):
        if count:
            progress.warning(f"{count} cells have a value in {name} only; they are in no total.")
    change_t, before_t = float(sums["change"].sum()), float(sums["before"].sum())
    return Change(
        area_ha=float(sums["area"].sum()),
        change_t=change_t,
        change_percent=100 * change_t / before_t if before_t else None,
        before_only_cells=sums["before_only"],
        after_only_cells=sums["after_only"],
        value=None if tonne_value is None else change_t * tonne_value,
        zone_rows=[_zone_row(sums, index, name, years, tonne_value) for index, name in enumerate(zone_names)],
    )


def _zone_row(sums: Sums, index: int, name: str, years: float, tonne_value: float | None) -> dict[str, object]:
    area, before, change = (float(sums[key][index]) for key in ("area", "before", "change"))
    return {
        "zone": name,
        "area_ha": area,
        "before_t": before,
        "after_t": before + change,
        "change_t": change,
        "change_percent": 100 * change / before if before else None,
        "change_t_ha": change / area if area else None,
        "rate_t_ha": change / area / years if area else None,
        "value": None if tonne_value is None else change * tonne_value,
    }
