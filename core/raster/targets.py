"""Where the bands of an operation go: what the engine (`core/engine/run`) asks of a target; arrays as targets.

Raster files are targets as well, `core/raster/geotiff`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from .grid import Grid
from .sources import Window


class TargetWriter(Protocol):
    """A target that is open: takes chunks in row-major order, from one thread."""

    def write(self, window: Window, bands: Sequence[np.ndarray]) -> None:
        """Take one chunk, as the target's `prepare` gives it."""

    def close(self) -> None:
        """Finish; raises when something was not written."""

    def abandon(self) -> None:
        """Close without checks, after an error."""


class BandTarget(Protocol):
    """Where bands of an operation go: a raster file (`core/raster/geotiff`), or arrays."""

    @property
    def bands(self) -> tuple[str, ...]:
        """A description per band."""

    def prepare(self, window: Window, bands: Sequence[np.ndarray]) -> Sequence[np.ndarray]:
        """Return what `write` takes; called in the worker threads, so that writing has little to do."""

    def open(self, grid: Grid, tile: int) -> TargetWriter:
        """Open for a grid; `tile` is the edge of a chunk, in cells."""


class FileTarget(BandTarget, Protocol):
    """A target that is a raster file."""

    @property
    def path(self) -> str:
        """Where it is written."""

    @property
    def name(self) -> str:
        """What messages call it."""

    def at(self, path: str) -> FileTarget:
        """Return the same target at another place."""


@dataclass(frozen=True)
class ArrayTarget:
    """Bands in memory.

    Parameters
    ----------
    arrays : tuple of (rows, cols) arrays of any type, one per band
    fill : float
        What they hold where the operation's bands are masked.
    """

    arrays: tuple[np.ndarray, ...]
    fill: float

    @classmethod
    def empty(cls, grid: Grid, dtypes: Sequence[Any], fill: float = 0.0) -> ArrayTarget:
        """Make the arrays; their values are undefined until they are written.

        Parameters
        ----------
        grid : Grid
        dtypes : sequence of dtype
            One per band.
        fill : float

        Returns
        -------
        ArrayTarget
        """
        return cls(tuple(np.empty(grid.shape, dtype=dtype) for dtype in dtypes), fill)

    @property
    def bands(self) -> tuple[str, ...]:
        """Positions, for want of names."""
        return tuple(str(index) for index in range(len(self.arrays)))

    def prepare(self, window: Window, bands: Sequence[np.ndarray]) -> Sequence[np.ndarray]:  # noqa: ARG002
        """Leave the bands as they are: each array has a type of its own.

        Parameters
        ----------
        window : Window
        bands : sequence of (rows, cols) arrays

        Returns
        -------
        bands
        """
        return bands

    def open(self, grid: Grid, tile: int) -> TargetWriter:  # noqa: ARG002 - as every target
        """Return itself: arrays need no opening.

        Parameters
        ----------
        grid : Grid
        tile : int

        Returns
        -------
        ArrayTarget
        """
        return self

    def write(self, window: Window, bands: Sequence[np.ndarray]) -> None:
        """Copy one chunk.

        Parameters
        ----------
        window : Window
        bands : sequence of (rows, cols) arrays
        """
        cells = np.s_[window.row : window.row + window.rows, window.col : window.col + window.cols]
        for array, band in zip(self.arrays, bands):
            array[cells] = np.ma.filled(band, self.fill)

    def close(self) -> None:
        """Nothing to do."""

    def abandon(self) -> None:
        """Nothing to do."""
