"""The mean wind rose of an area, from a raster of 17 bands.

    two cells of 1 ha and 3 ha, always north and always calm   ->   N 0.25, calm 0.75

A cell counts by its area, and only with all 17 frequencies; frequencies of a cell that do not add up to 1 are taken in
proportion. The mean of roses is that of frequencies; it says nothing of speeds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..engine.operation import Block, Result, Sums
from ..engine.run import run
from ..errors import RasterError
from ..messages import PAIR_WITHOUT_COMMON_CELLS, ROSE_RASTER_BANDS
from ..progress import Progress
from ..raster.grid import Grid
from ..raster.sources import Source
from .directions import ROSE_FIELDS


@dataclass(frozen=True)
class SumRoses:
    """The operation: frequencies (17 bands) to their sums weighted by area; it writes nothing."""

    def __call__(self, block: Block) -> Result:
        """Sum the roses of one block."""
        valid = block.valid()
        rose = np.stack([block.filled(band, valid) for band in range(len(ROSE_FIELDS))])
        total = rose.sum(axis=0)
        weight = np.where(valid & (total > 0), block.area_ha, 0.0)
        shares = rose / np.where(total > 0, total, 1.0)
        return Result([], Sums(area=float(weight.sum()), rose=(shares * weight).sum(axis=(1, 2))))


def mean_rose(bands: Sequence[Source], grid: Grid, progress: Progress | None = None) -> np.ndarray:
    """Return the frequencies of all cells together.

    Parameters
    ----------
    bands : sequence of 17 Source, frequencies of N, NNE, ... NNW and calm
    grid : Grid
    progress : Progress

    Returns
    -------
    (17,) float64, sum 1

    Raises
    ------
    RasterError
        for another number of bands, and when no cell has a rose
    """
    if len(bands) != len(ROSE_FIELDS):
        raise RasterError(ROSE_RASTER_BANDS, raster=bands[0].name if bands else "", bands=len(bands))
    sums = run(SumRoses(), list(bands), grid, [], progress or Progress())
    if not sums["area"]:
        raise RasterError(PAIR_WITHOUT_COMMON_CELLS, first=bands[0].name, second=bands[-1].name)
    return np.asarray(sums["rose"] / sums["area"])
