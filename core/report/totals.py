"""What a report tells of a raster that has no numbers with it: total and area of a density, the mean of a rose.

densities 1 and 3 t/ha on cells of 100 ha: total 400 t, area 200 ha
a rose is averaged over the area, cells without data left out; its 17 means add up to 1 as each cell's do
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..engine.operation import Block, Result, Sums
from ..engine.run import run
from ..progress import Progress
from ..raster.sources import Band


@dataclass(frozen=True)
class Total:
    """Tonnes and hectares of a raster of t/ha."""

    tonnes: float
    area_ha: float


def sum_up(block: Block) -> Result:
    """Area-weighted sum of every band over the cells where all have data."""
    valid = block.valid()
    area = np.where(valid, block.area_ha, 0.0)
    sums = np.array([(block.filled(band, valid) * area).sum() for band in range(len(block.bands))])
    return Result((), Sums(sums=sums, area=float(area.sum())))


def density_total(band: Band, progress: Progress | None = None) -> Total:
    """Return the total of a raster of densities, t/ha. Raises `RasterError` without a CRS."""
    grid = band.grid
    grid.require_usable(band.name)
    found = run(sum_up, [band], grid, (), progress)
    return Total(float(found["sums"][0]), float(found["area"]))


def mean_of_bands(bands: Sequence[Band], progress: Progress | None = None) -> np.ndarray | None:
    """Return the area-weighted mean of each band of one raster, shape (bands,); None when no cell has data."""
    grid = bands[0].grid
    grid.require_usable(bands[0].name)
    found = run(sum_up, bands, grid, (), progress)
    return found["sums"] / found["area"] if found["area"] else None
