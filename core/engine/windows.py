"""How a grid is cut, read and worked: rows of *chunks*, read some at a time as a *window*, worked one by one.

    grid of 1100 columns   ->   chunks of 512, 512 and 76 columns; windows of two chunks: 1024 and 76 columns

Chunks also tile the outputs. Windows follow rows of chunks, from left to right and top to bottom.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from threading import local

import numpy as np

from ..raster.grid import Grid
from ..raster.sources import Band, Reader, Source, Window
from ..raster.targets import BandTarget, TargetWriter
from .operation import Block, Operation, Result

CHUNK = 512
# Cells in a window, over all inputs: large enough to hide the cost of a call, small enough for 20 windows in 500 MB.
WINDOW_CELLS = 4 * CHUNK * CHUNK


@dataclass
class Task:
    """Reads a window and applies the operation to its chunks; keeps one set of readers per thread."""

    operation: Operation
    sources: tuple[Source, ...]
    grid: Grid
    targets: tuple[BandTarget, ...] = ()
    _own: local = field(default_factory=local)

    @cached_property
    def _first(self) -> list[int]:
        """Per source the first one that reads the same: a raster that is grid and weight is decoded once."""
        keys = [source.content if isinstance(source, Band) else id(source) for source in self.sources]
        return [keys.index(key) for key in keys]

    def __call__(self, window: Window) -> list[tuple[Window, Result]]:
        """Return the chunks of a window and what the operation gives for them."""
        readers: dict[int, Reader] | None = getattr(self._own, "readers", None)
        if readers is None:
            readers = self._own.readers = {first: self.sources[first].open() for first in set(self._first)}
        read = {first: reader.read(window) for first, reader in readers.items()}
        arrays = [read[first] for first in self._first]
        return [(chunk, self._apply(chunk, self._block(chunk, window, arrays))) for chunk in _chunks(window)]

    def _apply(self, chunk: Window, block: Block) -> Result:
        result = self.operation(block)
        bands: list[np.ndarray] = []
        for target in self.targets:
            bands.extend(target.prepare(chunk, result.bands[len(bands) : len(bands) + len(target.bands)]))
        return Result(bands, result.partial)

    def _block(self, chunk: Window, window: Window, arrays: list[np.ma.MaskedArray]) -> Block:
        start = chunk.col - window.col
        return Block(self.grid, chunk, tuple(array[:, start : start + chunk.cols] for array in arrays))


def chunks_per_window(window_cells: int, sources: int) -> int:
    """Return how many chunks of a row are read at a time."""
    return max(1, window_cells // (CHUNK * CHUNK) // max(1, sources))


def windows_of(grid: Grid, chunks: int) -> Iterator[Window]:
    """Rows of chunks, each cut into windows of at most `chunks` chunks, from left to right and top to bottom."""
    for row in range(0, grid.rows, CHUNK):
        for col in range(0, grid.cols, chunks * CHUNK):
            yield Window(row, col, min(CHUNK, grid.rows - row), min(chunks * CHUNK, grid.cols - col))


def _chunks(window: Window) -> Iterator[Window]:
    for col in range(window.col, window.col + window.cols, CHUNK):
        yield Window(window.row, col, window.rows, min(CHUNK, window.col + window.cols - col))


def write_bands(writers: Sequence[tuple[TargetWriter, int]], window: Window, result: Result) -> None:
    """Write a chunk's bands: each writer takes as many as it has."""
    first = 0
    for writer, count in writers:
        writer.write(window, result.bands[first : first + count])
        first += count
