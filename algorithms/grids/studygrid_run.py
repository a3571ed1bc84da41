"""What `studygrid` does with its parameters: an area to a grid, the grid to a raster."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ...core.grids.study_grid import equal_area_crs, require_cells_in_metres, study_grid, write_study_grid
from ...core.progress import Progress
from ...core.raster.grid import Grid
from ...core.zones.zones import Zones
from ..framework.base import warn_of_area_error
from ..framework.inputs import Inputs
from ..framework.outputs import Outputs


@dataclass(frozen=True)
class Gathered:
    """What the computation needs."""

    area: Zones
    grid: Grid


def check(inputs: Inputs) -> None:
    """Refuse what can be refused before a run."""
    require_cells_in_metres(inputs.crs("CRS"), inputs.number("CELL_SIZE"))


def gather(inputs: Inputs, progress: Progress) -> Gathered:
    """Return what `compute` needs, free of QGIS objects."""
    area = inputs.one_area("AREA")
    return Gathered(area, study_grid(area, inputs.crs("CRS") or equal_area_crs(area), inputs.number("CELL_SIZE")))


def compute(given: Gathered, outputs: Outputs, progress: Progress) -> dict[str, Any]:
    """Run core, hand its results to `outputs`, return the numbers."""
    warn_of_area_error(given.grid, progress)
    target = outputs.required_raster("OUTPUT", ["study area"], ["1"])
    sums = write_study_grid(given.area, given.grid, target, progress)
    progress.info(f"Grid: {given.grid.describe()}; {sums['cells']} cells inside, {sums['area_ha']:.10g} ha.")
    return {}
