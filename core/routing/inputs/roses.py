"""A wind rose of 17 bands read as what routing needs: shares of the eight neighbours, block by block.

Two cells of 1 km, all wind from the west in the first one, no data in the second: the first sends everything to its
neighbour E (code 2), the second sends nothing (CALM).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ...engine.operation import Block, Result, Sums
from ...engine.run import run
from ...progress import Progress
from ...raster.geodesy import NorthRotation
from ...raster.grid import Grid
from ...raster.sources import Band
from ...raster.targets import ArrayTarget
from ..graph.neighbours import Neighbourhood
from ..graph.rose_shares import rose_shares
from ..graph.shares import Transport

ROWS_AT_ONCE = 64  # of a unit that are turned into shares together


@dataclass(frozen=True)
class RoseOperation:
    """17 frequencies -> shares of the 8 neighbours, then the first of them (see `Transport`); rotation: degrees."""

    neighbourhood: Neighbourhood
    rotation: NorthRotation

    def __call__(self, block: Block) -> Result:
        """Apply to one unit."""
        window = block.window
        first, shares = np.empty(window.shape, np.uint8), np.empty((8, *window.shape), np.uint32)
        sums = Sums(off=0, example=())
        for top in range(0, window.rows, ROWS_AT_ONCE):
            part = slice(top, min(top + ROWS_AT_ONCE, window.rows))
            row = window.row + top
            rose = np.stack([np.ma.filled(band[part].astype(np.float64), np.nan) for band in block.bands])
            turn = self.rotation.window(row, window.col, part.stop - part.start, window.cols)
            first[part], shares[:, part] = rose_shares(rose, self.neighbourhood, turn, row, window.col)
            sums = sums.merge(_unlike_one(rose))
        return Result([*shares, first], sums)


def read_rose(
    rose: Sequence[Band], grid: Grid, neighbourhood: Neighbourhood, rotation: NorthRotation, progress: Progress
) -> Transport:
    """Return the transport of a wind rose, of which never more than some blocks are in memory.

    Warns when the 17 frequencies of a cell do not add up to 1 (within 1 %): they are then taken in proportion.
    """
    transport = Transport.for_rose(neighbourhood)
    target = ArrayTarget((*transport.shares, transport.first), 0)
    sums = run(RoseOperation(neighbourhood, rotation), rose, grid, [target], progress)
    if sums["off"]:
        progress.warning(
            f"In {sums['off']} cells of {rose[0].name} the frequencies do not add up to 1 (for instance "
            f"{sums['example'][0]:.6g}): they are taken in proportion."
        )
    return transport


def _unlike_one(rose: np.ndarray) -> Sums:
    """Count the cells whose frequencies, (17, rows, cols), do not add up to 1; example: the first such sum, if any."""
    total = rose.sum(axis=0)
    off = np.isfinite(total) & (np.abs(total - 1.0) > 0.01)
    return Sums(off=int(off.sum()), example=tuple(total[off][:1]))
