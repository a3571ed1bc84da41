"""What `supplydemandratio` does with its parameters: rasters and zones to core's inputs, the balance to outputs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from qgis.core import QgsWkbTypes

from ...core.balance.balance import balance
from ...core.charts.balance import write_balance_page
from ...core.errors import ParameterError
from ...core.messages import CHARTS_NEED_ZONES, POLYGONS_NEED_ZONES
from ...core.progress import Progress
from ...core.raster.grid import Grid
from ...core.raster.sources import Band, common_grid
from ...core.tables.columns import fields
from ...core.zones.zones import Zones, with_polygons
from ..charts.words import balance_words
from ..framework.base import warn_of_area_error
from ..framework.inputs import Inputs
from ..framework.outputs import Outputs
from ..framework.translation import language


@dataclass(frozen=True)
class Gathered:
    """What the computation needs."""

    emission: Band
    sequestration: Band
    grid: Grid
    zones: Zones | None


def check(inputs: Inputs) -> None:
    """Refuse what can be refused before a run: rasters on two grids, charts and polygons without zones."""
    common_grid([inputs.band("EMISSION"), inputs.band("SEQUESTRATION")])
    for output, refusal in (("HTML", CHARTS_NEED_ZONES), ("OUTPUT_ZONES", POLYGONS_NEED_ZONES)):
        if inputs.given(output) and not inputs.given("ZONES"):
            raise ParameterError(refusal)


def gather(inputs: Inputs, progress: Progress) -> Gathered:
    """Return what `compute` needs, free of QGIS objects."""
    emission, sequestration = inputs.band("EMISSION"), inputs.band("SEQUESTRATION")
    grid = common_grid([emission, sequestration], progress)
    return Gathered(emission, sequestration, grid, inputs.optional_zones("ZONES", "ZONE_FIELD"))


def compute(given: Gathered, outputs: Outputs, progress: Progress) -> dict[str, Any]:
    """Run the balance, hand rasters, tables and charts to `outputs`, return the numbers."""
    warn_of_area_error(given.grid, progress)
    page = outputs.page("HTML")
    zones = given.zones
    account = balance(
        given.emission,
        given.sequestration,
        given.grid,
        [
            outputs.raster("OUTPUT_DIFFERENCE", ["sequestration - emission"], ["t/ha"]),
            outputs.raster("OUTPUT_RATIO", ["emission / sequestration"], ["1"]),
            outputs.raster("OUTPUT_FLOW", ["min(emission, sequestration)"], ["t/ha"]),
        ],
        zones=zones.source(given.grid) if zones else None,
        zone_names=zones.names if zones else (),
        progress=progress,
        zone_polygons=zones,
    )
    outputs.table("ZONE_TABLE", fields("supplydemandratio", "ZONE_TABLE"), account.zone_rows)
    outputs.warn_of_lost_shapes("OUTPUT_ZONES", progress)
    if zones is not None:
        polygons = with_polygons(account.zone_rows, zones)
        columns = fields("supplydemandratio", "OUTPUT_ZONES")
        outputs.table("OUTPUT_ZONES", columns, polygons, QgsWkbTypes.Type.MultiPolygon, zones.crs)
    if page:
        write_balance_page(page, account.zone_rows, balance_words(), [], language())
    return {
        "EMISSION_T": account.emission_t,
        "SEQUESTRATION_T": account.sequestration_t,
        "FLOW_T": account.flow_t,
        "RATIO_OF_TOTALS": account.ratio_of_totals,
        "MEAN_RATIO": account.mean_ratio,
        "ZERO_SEQUESTRATION_CELLS": account.zero_sequestration_cells,
    }
