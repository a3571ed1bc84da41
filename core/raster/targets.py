"""Where the bands of an operation go: what the engine (`core/engine/run`) asks of a destination; arrays as one.

Raster files are another, `core/raster/geotiff`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from .grid import Grid
from .sources import Window


class TargetWriter(Protocol):
    """A target that is open: takes chunks in row-major order."""

    def write(self, window: Window, bands: Sequence[np.ndarray]) -> None:
        """Take one chunk, as the destination's `prepare` gives it."""

    def close(self) -> None:
        """Finish; raises when something was not written."""

    def abandon(self) -> None:
        """Let go without checks, after an error."""


class BandTarget(Protocol):
    """Where bands of an operation go: a raster file (`core/raster/geotiff`), or arrays."""

    @property
    def bands(self) -> tuple[str, ...]:
        """A description per band."""

    def prepare(self, window: Window, bands: Sequence[np.ndarray]) -> Sequence[np.ndarray]:
        """Return what `write` takes; called in the worker threads, so that writing has little to do."""

    def open(self, grid: Grid, tile: int) -> TargetWriter:
        """Open for a grid; `tile` is the chunks' edge length."""


class FileTarget(BandTarget, Protocol):
    """A destination that is a raster file."""

    @property
    def path(self) -> str:
        """Where it is written."""

    @property
    def name(self) -> str:
        """What messages call it."""

    def at(self, path: str) -> FileTarget:
        """Return the same, written elsewhere."""


@dataclass(frozen=True)
class ArrayTarget:
    """Bands kept in memory: one array (rows, cols) per band, `fill` where masked."""

    arrays: tuple[np.ndarray, ...]
    fill: float

    @classmethod
    def empty(cls, grid: Grid, dtypes: Sequence[Any], fill: float = 0.0) -> ArrayTarget:
        """Make the arrays, one per type."""
        return cls(tuple(np.empty(grid.shape, dtype=dtype) for dtype in dtypes), fill)

    @property
    def bands(self) -> tuple[str, ...]:
        """Positions, for want of names."""
        return tuple(str(index) for index in range(len(self.arrays)))

    def prepare(self, window: Window, bands: Sequence[np.ndarray]) -> Sequence[np.ndarray]:  # noqa: ARG002
        """Leave the bands as they are: each array has a type of its own."""
        return bands

    def open(self, grid: Grid, tile: int) -> TargetWriter:  # noqa: ARG002 - as every destination
        """Return itself: arrays need no opening."""
        return self

    def write(self, window: Window, bands: Sequence[np.ndarray]) -> None:
        """Copy one chunk."""
        part = np.s_[window.row : window.row + window.rows, window.col : window.col + window.cols]
        for array, band in zip(self.arrays, bands):
            array[part] = np.ma.filled(band, self.fill)

    def close(self) -> None:
        """Nothing to do."""

    def abandon(self) -> None:
        """Nothing to do."""
