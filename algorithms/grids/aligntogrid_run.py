"""What `aligntogrid` does with its parameters: bands and a grid to core's inputs, aligned bands to a raster."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ...core.grids.align import align
from ...core.grids.warp import ValueKind
from ...core.progress import Progress
from ...core.raster.grid import Grid
from ...core.raster.sources import Band
from ..framework.inputs import Inputs
from ..framework.outputs import Outputs


@dataclass(frozen=True)
class Gathered:
    """What the computation needs."""

    bands: list[Band]
    kind: ValueKind
    grid: Grid
    mask: Band | None


def check(inputs: Inputs) -> None:
    """Refuse what can be refused before a run."""
    if inputs.given("BAND"):
        inputs.band("INPUT", inputs.integer("BAND"))
    extent = inputs.band("GRID")
    extent.grid.require_usable(extent.name)


def gather(inputs: Inputs, progress: Progress) -> Gathered:
    """Return what `compute` needs, free of QGIS objects."""
    bands = [inputs.band("INPUT", inputs.integer("BAND"))] if inputs.given("BAND") else inputs.all_bands("INPUT")
    extent = inputs.band("GRID")
    extent.grid.require_usable(extent.name)
    mask = extent if inputs.flag("MASK") else None
    return Gathered(bands, ValueKind(inputs.integer("KIND")), extent.grid, mask)


def compute(given: Gathered, outputs: Outputs, progress: Progress) -> dict[str, Any]:
    """Run core, hand its results to `outputs`, return the numbers."""
    descriptions, units = zip(*(band.description for band in given.bands))
    target = outputs.required_raster("OUTPUT", descriptions, units)
    align(given.bands, given.grid, given.kind, target, progress, mask=given.mask)
    return {}
