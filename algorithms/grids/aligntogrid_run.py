"""What `aligntogrid` does with its parameters: bands and a grid to core's inputs, aligned bands to a raster."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ...core.accounts.spatialize import AmountBasis
from ...core.grids.align import align, require_conversion
from ...core.grids.warp import ValueKind
from ...core.progress import Progress
from ...core.raster.grid import Grid
from ...core.raster.sources import Band
from ..framework.base import warn_of_area_error
from ..framework.inputs import Inputs
from ..framework.outputs import Outputs


@dataclass(frozen=True)
class Gathered:
    """What the computation needs."""

    bands: list[Band]
    kind: ValueKind
    grid: Grid
    mask: Band | None
    basis: AmountBasis
    factor: float


def check(inputs: Inputs) -> None:
    """Refuse what can be refused before a run."""
    require_conversion(ValueKind(inputs.integer("KIND")), *_conversion(inputs))
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
    return Gathered(bands, ValueKind(inputs.integer("KIND")), extent.grid, mask, *_conversion(inputs))


def _conversion(inputs: Inputs) -> tuple[AmountBasis, float]:
    return AmountBasis(inputs.integer("RESULT")), inputs.number("FACTOR")


def compute(given: Gathered, outputs: Outputs, progress: Progress) -> dict[str, Any]:
    """Run core, hand its results to `outputs`, return the numbers."""
    if given.basis != AmountBasis.PER_CELL:
        warn_of_area_error(given.grid, progress)
    descriptions, units = zip(*(_labels(band, given) for band in given.bands))
    target = outputs.required_raster("OUTPUT", descriptions, units)
    align(
        given.bands,
        given.grid,
        given.kind,
        target,
        progress,
        mask=given.mask,
        basis=given.basis,
        factor=given.factor,
    )
    return {}


def _labels(band: Band, given: Gathered) -> tuple[str, str]:
    """Return what a band of the result is called, and its unit: after a conversion not that of the input."""
    description, unit = band.description
    description += ("", ", per hectare", ", per km2")[given.basis]
    if given.factor != 1:
        description, unit = f"{description}, times {given.factor:.10g}", ""
    return description, unit and unit + ("", "/ha", "/km2")[given.basis]
