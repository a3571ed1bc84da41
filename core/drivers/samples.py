"""A bounded uniform sample of the cells of a grid: all of them while they fit, a random part beyond.

    grid of 10 cells, limit 4: every cell draws a number from 0 to 1; the 4 cells with the smallest numbers remain
    grid of 3 cells, limit 4: all 3 remain, and `complete` is True: what follows from the sample is exact

    >>> sample_limit(4), sample_limit(64)
    (1048576, 65536)

The numbers come from a generator seeded by the block's position, and "the smallest ones" does not depend on how
blocks are merged: the sample is the same in every run. Values are float64, one row per layer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..engine.operation import Block, Result
from ..engine.run import run
from ..progress import Progress
from ..raster.grid import Grid
from ..raster.sources import Source

# Numbers held in all (32 MB, some times that while merging), and cells at most.
SAMPLE_VALUES = 1 << 22
SAMPLE_CELLS = 1 << 20


def sample_limit(layers: int) -> int:
    """Return how many cells a sample holds: 1 048 576 for up to 4 layers, 65 536 for 64.

    Parameters
    ----------
    layers : int, number of them

    Returns
    -------
    int
    """
    return min(SAMPLE_CELLS, SAMPLE_VALUES // max(1, layers))


@dataclass(frozen=True)
class Sample:
    """The cells with the smallest keys among those seen, in one or more pieces.

    Attributes
    ----------
    values : tuple of (layers, cells) float64, pieces
    keys : tuple of (cells,) float64, pieces
    low, high : (layers,) float64, exact extremes of all cells seen; inf and -inf when there are none
    seen : int, cells
    limit : int, cells
    """

    values: tuple[np.ndarray, ...]
    keys: tuple[np.ndarray, ...]
    low: np.ndarray
    high: np.ndarray
    seen: int
    limit: int

    def merge(self, other: Sample) -> Sample:
        """Return the sample of both; pieces are thinned out once they hold twice the limit.

        Parameters
        ----------
        other : Sample, of the same layers and limit

        Returns
        -------
        Sample
        """
        both = Sample(
            self.values + other.values,
            self.keys + other.keys,
            np.minimum(self.low, other.low),
            np.maximum(self.high, other.high),
            self.seen + other.seen,
            self.limit,
        )
        return both.thin() if sum(map(len, both.keys)) > 2 * self.limit else both

    def thin(self) -> Sample:
        """Return the same sample in one piece of at most `limit` cells.

        Returns
        -------
        Sample
        """
        keys = np.concatenate(self.keys)
        if len(keys) <= self.limit:
            keep = np.arange(len(keys))
        else:
            keep = np.argpartition(keys, self.limit - 1)[: self.limit]
        lines = [np.concatenate([piece[layer] for piece in self.values])[keep] for layer in range(len(self.low))]
        return Sample(
            (np.array(lines).reshape(len(self.low), -1),), (keys[keep],), self.low, self.high, self.seen, self.limit
        )

    @property
    def cells(self) -> np.ndarray:
        """Values of shape (layers, cells) of a thinned sample, in no particular order."""
        return self.values[0]

    @property
    def complete(self) -> bool:
        """True when no cell was left out."""
        return self.cells.shape[1] == self.seen


@dataclass(frozen=True)
class DrawSample:
    """The operation: a sample of a block's cells that are valid in every layer."""

    limit: int

    def __call__(self, block: Block) -> Result:
        """Return the block's sample as partial result."""
        valid = block.valid()
        values = np.array([band.data[valid] for band in block.bands], dtype=np.float64)
        seen = values.shape[1]
        low = values.min(axis=1, initial=np.inf)
        high = values.max(axis=1, initial=-np.inf)
        keys = np.random.default_rng([block.window.row, block.window.col]).random(seen)
        sample = Sample((values,), (keys,), low, high, seen, self.limit)
        return Result(partial=sample if seen <= self.limit else sample.thin())


def draw_sample(
    layers: Sequence[Source], grid: Grid, progress: Progress | None = None, limit: int | None = None
) -> Sample:
    """Sample the cells that are valid in every layer, in one pass.

    Parameters
    ----------
    layers : sequence of Source
    grid : Grid, of all layers
    progress : Progress
    limit : int or None, most cells of the sample; None for `sample_limit`

    Returns
    -------
    Sample, in one piece
    """
    sample: Sample = run(DrawSample(limit or sample_limit(len(layers))), layers, grid, progress=progress)
    return sample.thin()
