"""What a report says of a raster that has no numbers with it: total and area of a density.

densities 1 and 3 t/ha on cells of 100 ha: total 400 t, area 200 ha
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..engine.operation import Block, Result, Sums
from ..engine.run import run
from ..progress import Progress
from ..raster.sources import Band


@dataclass(frozen=True)
class Total:
    """Tonnes and hectares of a raster of t/ha, or the sum of value × hectares of any other."""

    tonnes: float
    area_ha: float


def sum_up(block: Block) -> Result:
    """Return the area-weighted sum of every band over the cells where all have data.

    Parameters
    ----------
    block : Block

    Returns
    -------
    Result
        No arrays; the sums `sums` (bands,), value × hectares, and `area`, hectares.
    """
    valid = block.valid()
    area = np.where(valid, block.area_ha, 0.0)
    sums = np.array([(block.filled(band, valid) * area).sum() for band in range(len(block.bands))])
    return Result((), Sums(sums=sums, area=float(area.sum())))


def density_total(band: Band, progress: Progress | None = None) -> Total:
    """Return the total of a raster of densities.

    Parameters
    ----------
    band : Band
        t/ha.
    progress : Progress or None

    Returns
    -------
    Total

    Raises
    ------
    RasterError
        The raster has no CRS.
    """
    grid = band.grid
    grid.require_usable(band.name)
    sums = run(sum_up, [band], grid, (), progress)
    return Total(float(sums["sums"][0]), float(sums["area"]))
