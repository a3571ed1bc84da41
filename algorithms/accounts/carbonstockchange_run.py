"""What `carbonstockchange` does with its parameters: two rasters and zones to core's inputs, the change to outputs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ...core.accounts.messages import PRICE_MISSING, YEARS_NOT_POSITIVE
from ...core.accounts.stock_change import stock_change, value_per_tonne
from ...core.charts.change import write_change_page
from ...core.errors import ParameterError
from ...core.messages import CHARTS_NEED_ZONES
from ...core.progress import Progress
from ...core.raster.grid import Grid
from ...core.raster.sources import Band, common_grid
from ...core.tables.columns import fields
from ...core.zones.zones import Zones
from ..charts.words import change_words
from ..framework.base import warn_of_area_error
from ..framework.inputs import Inputs
from ..framework.outputs import Outputs
from ..framework.translation import language


@dataclass(frozen=True)
class Gathered:
    """What the computation needs."""

    before: Band
    after: Band
    grid: Grid
    years: float
    tonne_value: float | None
    zones: Zones | None


def check(inputs: Inputs) -> None:
    """Refuse what can be refused before a run: two grids, no years, values without a price, charts without zones."""
    common_grid([inputs.band("BEFORE"), inputs.band("AFTER")])
    years, price = inputs.number("YEARS"), inputs.optional_number("PRICE")
    if years <= 0:
        raise ParameterError(YEARS_NOT_POSITIVE, years=years)
    if price is None and inputs.given("OUTPUT_VALUE"):
        raise ParameterError(PRICE_MISSING)
    _tonne_value(inputs, years, price)
    if inputs.given("HTML") and not inputs.given("ZONES"):
        raise ParameterError(CHARTS_NEED_ZONES)


def gather(inputs: Inputs, progress: Progress) -> Gathered:
    """Return what `compute` needs, free of QGIS objects."""
    before, after = inputs.band("BEFORE"), inputs.band("AFTER")
    grid = common_grid([before, after], progress)
    years, price = inputs.number("YEARS"), inputs.optional_number("PRICE")
    tonne_value = _tonne_value(inputs, years, price)
    return Gathered(before, after, grid, years, tonne_value, inputs.optional_zones("ZONES", "ZONE_FIELD"))


def compute(given: Gathered, outputs: Outputs, progress: Progress) -> dict[str, Any]:
    """Find the change, hand rasters, table and charts to `outputs`, return the numbers."""
    warn_of_area_error(given.grid, progress)
    page = outputs.page("HTML")
    zones = given.zones
    value_wanted = given.tonne_value is not None
    targets = [
        outputs.raster("OUTPUT", ["change of carbon stock"], ["t C/ha"]),
        outputs.raster("OUTPUT_RATE", ["change of carbon stock per year"], ["t C/ha per year"]),
        outputs.raster("OUTPUT_VALUE", ["value of the change"], ["currency/ha"]) if value_wanted else None,
    ]
    change = stock_change(
        given.before,
        given.after,
        given.grid,
        given.years,
        given.tonne_value,
        targets=targets,
        zones=zones.source(given.grid) if zones else None,
        zone_names=zones.names if zones else (),
        progress=progress,
        zone_polygons=zones,
    )
    outputs.table("ZONE_TABLE", fields("carbonstockchange", "ZONE_TABLE"), change.zone_rows)
    if page:
        write_change_page(page, change.zone_rows, change_words(), [], language())
    return {
        "CHANGE_T": change.change_t,
        "CHANGE_PERCENT": change.change_percent,
        "COMMON_AREA_HA": change.area_ha,
        "BEFORE_ONLY_CELLS": change.before_only_cells,
        "AFTER_ONLY_CELLS": change.after_only_cells,
        "VALUE": change.value,
    }


def _tonne_value(inputs: Inputs, years: float, price: float | None) -> float | None:
    if price is None:
        return None
    rates = [inputs.optional_number(name) or 0.0 for name in ("DISCOUNT_RATE", "PRICE_CHANGE")]
    return value_per_tonne(years, price, *rates)
