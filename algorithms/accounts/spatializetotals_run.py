"""What `spatializetotals` does with its parameters: zones and their totals to core's inputs, densities to a raster."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ...core.accounts.spatialize import UNIT_NAMES, AmountBasis, spatialize
from ...core.progress import Progress
from ...core.raster.grid import Grid
from ...core.raster.nodata.fill_values import USUAL_EVER
from ...core.raster.nodata.watch import ABSURD
from ...core.raster.sources import Band, common_grid
from ...core.zones.zones import Zones
from ..framework.base import warn_of_area_error
from ..framework.inputs import Inputs
from ..framework.outputs import Outputs


@dataclass(frozen=True)
class Gathered:
    """What the computation needs."""

    zones: Zones
    field: str
    totals: np.ndarray
    extent: Band
    weight: Band | None
    grid: Grid
    basis: AmountBasis
    weight_per_cell: bool


def check(inputs: Inputs) -> None:
    """Refuse what can be refused before a run."""
    extent, weight = inputs.band("GRID"), inputs.optional_band("WEIGHT")
    common_grid([extent, weight] if weight else [extent])


def gather(inputs: Inputs, progress: Progress) -> Gathered:
    """Return what `compute` needs, free of QGIS objects."""
    extent, weight = inputs.band("GRID"), inputs.optional_band("WEIGHT")
    grid = common_grid([extent, weight] if weight else [extent], progress)
    zones = inputs.zones("ZONES")
    field, totals = inputs.numbers("ZONES", "FIELD")
    fills = _fill_values(totals)
    for name, total in zip(zones.names, totals):
        if np.isnan(total):
            progress.warning(f"Zone {name} of {zones.label} has no total in {field}: taken as 0.")
        elif total in fills:
            progress.warning(
                f"Zone {name} of {zones.label} has {total:.10g} in {field}: it is spread like any other total. If it "
                "stands for missing data, empty that cell and run again."
            )
    basis = AmountBasis(inputs.integer("UNIT"))
    per_cell = inputs.integer("WEIGHT_KIND") == 1
    return Gathered(zones, field, np.nan_to_num(totals), extent, weight, grid, basis, per_cell)


def _fill_values(totals: np.ndarray) -> set[float]:
    """Return what stands for missing totals, it seems: usual fill values, and the only negative one if it is whole."""
    found = totals[np.isfinite(totals)]
    negative = {float(total) for total in found if total < 0}
    lone = {total for total in negative if len(negative) == 1 and total.is_integer() and len(found) > 1}
    return lone | (negative & USUAL_EVER) | {float(total) for total in found if abs(total) >= ABSURD}


def compute(given: Gathered, outputs: Outputs, progress: Progress) -> dict[str, Any]:
    """Run core, hand its results to `outputs`, return the numbers."""
    warn_of_area_error(given.grid, progress)
    total_in, total_out = spatialize(
        given.zones,
        given.totals,
        given.extent,
        given.grid,
        weight=given.weight,
        target=outputs.required_raster("OUTPUT", [given.field], [UNIT_NAMES[given.basis]]),
        basis=given.basis,
        weight_per_cell=given.weight_per_cell,
        progress=progress,
    )
    progress.info(f"{given.field}: {total_in:.10g} in, {total_out:.10g} out.")
    return {"TOTAL_IN": total_in, "TOTAL_OUT": total_out}
