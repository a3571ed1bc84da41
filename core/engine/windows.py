"""How a grid is read and computed: *chunks* in rows, read several at a time as a *window*, computed one by one.

    grid of 1100 columns   ->   chunks of 512, 512 and 76 columns; windows of two chunks: 1024 and 76 columns

Chunks also tile the outputs. Windows follow rows of chunks, from left to right and top to bottom.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from threading import local
from typing import Any

import numpy as np

from ..errors import RasterError
from ..progress import Progress
from ..raster.grid import Grid
from ..raster.nodata.fill_values import report_fill_values
from ..raster.nodata.watch import ABSURD, FillWatch, Suspects
from ..raster.sources import Band, Reader, Source, Window
from ..raster.targets import BandTarget, TargetWriter
from .operation import Block, Operation, Result, WithSuspects

CHUNK = 512
# Cells in a window, over all inputs: large enough to hide the cost of a call, small enough for 20 windows in 500 MB.
WINDOW_CELLS = 4 * CHUNK * CHUNK


@dataclass
class Task:
    """Reads a window and applies the operation to its chunks; holds one set of readers per thread.

    Parameters
    ----------
    operation : Operation
    sources : tuple of Source
    grid : Grid
    targets : tuple of BandTarget
        Those that the operation's bands go to, in order.
    """

    operation: Operation
    sources: tuple[Source, ...]
    grid: Grid
    targets: tuple[BandTarget, ...] = ()
    _own: local = field(default_factory=local)

    @cached_property
    def _first(self) -> list[int]:
        """The position of the first source with the same content, for each: a raster given twice is decoded once."""
        keys = [source.content if isinstance(source, Band) else id(source) for source in self.sources]
        return [keys.index(key) for key in keys]

    def __call__(self, window: Window) -> list[tuple[Window, Result]]:
        """Return the chunks of a window and what the operation gives for them, ready to be written."""
        readers: dict[int, Reader] | None = getattr(self._own, "readers", None)
        if readers is None:
            readers = self._own.readers = {first: self.sources[first].open() for first in set(self._first)}
        values = {first: reader.read(window) for first, reader in readers.items()}
        arrays = [values[first] for first in self._first]
        suspects = {first: found for first, reader in readers.items() if (found := suspects_of(reader))}
        try:
            done = [(chunk, self._apply(chunk, self._block(chunk, window, arrays))) for chunk in window.chunks(CHUNK)]
        except RasterError:
            self._require_no_absurd_values(suspects)
            raise
        if suspects:
            done[0][1].partial = WithSuspects(done[0][1].partial, suspects)
        return done

    def _require_no_absurd_values(self, suspects: dict[int, Suspects]) -> None:
        """Name what made a result too large: the end of a float that stands for missing data."""
        for first, found in suspects.items():
            if any(abs(value) >= ABSURD for value in found.values):
                band, window = band_behind(self.sources[first])
                report_fill_values(band, found, window, Progress(), as_error=True)

    def _apply(self, chunk: Window, block: Block) -> Result:
        result = self.operation(block)
        bands: list[np.ndarray] = []
        for target in self.targets:
            bands.extend(target.prepare(chunk, result.bands[len(bands) : len(bands) + len(target.bands)]))
        return Result(bands, result.partial)

    def _block(self, chunk: Window, window: Window, arrays: list[np.ma.MaskedArray]) -> Block:
        start = chunk.col - window.col
        return Block(self.grid, chunk, tuple(array[:, start : start + chunk.cols] for array in arrays))


def band_behind(source: Any) -> tuple[Band, Window | None]:
    """Return the band that a source reads, and the part of it that it needs.

    Parameters
    ----------
    source : Source
        Of a reader that suspects something: a Band, or one with `band` and `needed`.

    Returns
    -------
    band : Band
    needed : Window, optional
        None for all of it.
    """
    return (source, None) if isinstance(source, Band) else (source.band, source.needed)


def suspects_of(reader: Reader) -> Suspects:
    """Return what a reader suspected since the last time: fill values that nobody declared.

    Parameters
    ----------
    reader : Reader
        Its `watch`, if it has one, is that of the band behind it.

    Returns
    -------
    Suspects
    """
    watch: FillWatch | None = getattr(reader, "watch", None)
    return Suspects() if watch is None else watch.take()


def chunks_per_window(window_cells: int, sources: int) -> int:
    """Return how many chunks of a row are read at a time.

    Parameters
    ----------
    window_cells : int
        Cells in a window, over all sources.
    sources : int
        How many there are.

    Returns
    -------
    int, 1 or more
    """
    return max(1, window_cells // (CHUNK * CHUNK) // max(1, sources))


def windows_of(grid: Grid, chunks: int) -> Iterator[Window]:
    """Yield the windows of a grid, from left to right and top to bottom.

    Parameters
    ----------
    grid : Grid
    chunks : int
        The most chunks in a window; it is one chunk high.

    Yields
    ------
    Window
    """
    for row in range(0, grid.rows, CHUNK):
        for col in range(0, grid.cols, chunks * CHUNK):
            yield Window(row, col, min(CHUNK, grid.rows - row), min(chunks * CHUNK, grid.cols - col))


def write_bands(writers: Sequence[tuple[TargetWriter, int]], window: Window, result: Result) -> None:
    """Write the bands of a chunk to the targets that share them.

    Parameters
    ----------
    writers : sequence of (TargetWriter, int)
        Each with the number of its bands.
    window : Window
        The chunk.
    result : Result
        Its bands in the order of the targets.
    """
    first = 0
    for writer, count in writers:
        writer.write(window, result.bands[first : first + count])
        first += count
