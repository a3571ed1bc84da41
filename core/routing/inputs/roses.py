"""A wind rose of 17 bands read as what routing needs: shares of the eight neighbours, block by block.

Two cells of 1 km, all wind from the west in the first one, no data in the second: the first sends everything to its
neighbour E (code 2), the second sends nothing (NO_RECEIVER_CODE).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ...engine.operation import Block, Result, Sums
from ...engine.run import run
from ...progress import Progress
from ...raster.grid import Grid
from ...raster.sources import Band
from ...raster.targets import ArrayTarget
from ..graph.neighbours import Neighbourhood
from ..graph.rose_shares import rose_shares
from ..graph.shares import Transport

ROWS_AT_ONCE = 64  # of a chunk that are turned into shares together


@dataclass(frozen=True)
class RoseOperation:
    """17 frequencies -> shares of the 8 neighbours, then `first` (see `Transport`).

    Sums: cells whose frequencies do not add up to 1, and an example.

    Parameters
    ----------
    neighbourhood : Neighbourhood, of the grid
    """

    neighbourhood: Neighbourhood

    def __call__(self, block: Block) -> Result:
        """Apply to one chunk."""
        window = block.window
        first, shares = np.empty(window.shape, np.uint8), np.empty((8, *window.shape), np.uint32)
        sums = Sums(off_one=0, example=())
        for top in range(0, window.rows, ROWS_AT_ONCE):
            rows = slice(top, min(top + ROWS_AT_ONCE, window.rows))
            row = window.row + top
            rose = np.stack([np.ma.filled(band[rows].astype(np.float64), np.nan) for band in block.bands])
            first[rows], shares[:, rows] = rose_shares(rose, self.neighbourhood, row, window.col)
            sums = sums.merge(_sums_off_one(rose))
        return Result([*shares, first], sums)


def read_rose(rose: Sequence[Band], grid: Grid, neighbourhood: Neighbourhood, progress: Progress) -> Transport:
    """Return the transport of a wind rose, of which never more than a few chunks are in memory.

    Warns when the 17 frequencies of a cell do not add up to 1 (within 1 %): they are then taken in proportion.

    Parameters
    ----------
    rose : sequence of 17 Band: 16 sectors clockwise from true north, and calm
    grid : Grid
    neighbourhood : Neighbourhood, of the grid
    progress : Progress

    Returns
    -------
    Transport, of 8 slots

    Raises
    ------
    RasterError
        There are negative frequencies or another number of bands.
    """
    transport = Transport.for_rose(neighbourhood)
    target = ArrayTarget((*transport.shares, transport.first), 0)
    sums = run(RoseOperation(neighbourhood), rose, grid, [target], progress)
    if sums["off_one"]:
        progress.warning(
            f"In {sums['off_one']} cells of {rose[0].name} the frequencies do not add up to 1 (for instance "
            f"{sums['example'][0]:.6g}): they are taken in proportion."
        )
    return transport


def _sums_off_one(rose: np.ndarray) -> Sums:
    """Count the cells whose frequencies, (17, rows, cols), do not add up to 1; example: the first such sum, if any."""
    total = rose.sum(axis=0)
    off_one = np.isfinite(total) & (np.abs(total - 1.0) > 0.01)
    return Sums(off_one=int(off_one.sum()), example=tuple(total[off_one][:1]))
