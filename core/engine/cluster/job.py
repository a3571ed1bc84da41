"""What workers do: a job is sent to each once, a task is one of its tiles.

The scheduler unpacks tasks, and has neither core nor GDAL: so a job is sent as bytes, unpacked by a first task that the
others depend on, and a tile is the call of a method by its name.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ...errors import CarbonFlowError, ReadError, WriteError
from ...raster.geotiff import Target
from ...raster.grid import Grid
from ...raster.sources import Band, Reader, Source, Window
from ...raster.tiled_vrt import TileWriter
from ..operation import Operation, Partial, WithSuspects
from ..windows import CHUNK, Task, band_behind, write_bands
from .messages import WORKER_CANNOT_OPEN, WORKER_CANNOT_WRITE


@dataclass(frozen=True)
class Job:
    """A run of `core/engine/run.run`, as a worker has it.

    Parameters
    ----------
    operation : Operation
    sources : tuple of Source
    grid : Grid
    targets : tuple of Target
        With absolute paths.
    chunks : int
        Chunks in a window.
    """

    operation: Operation
    sources: tuple[Source, ...]
    grid: Grid
    targets: tuple[Target, ...]
    chunks: int

    def __reduce__(self) -> tuple[Any, ...]:
        """Leave out the readers: open files cannot be sent."""
        return Job, (self.operation, self.sources, self.grid, self.targets, self.chunks)

    @cached_property
    def task(self) -> Task:
        """What reads and computes, with a set of readers per thread for as long as the worker has the job."""
        return Task(self.operation, tuple(_FromWorker(source) for source in self.sources), self.grid, self.targets)

    def run_tile(self, row: int, col: int, rows: int, cols: int) -> list[Partial | WithSuspects | None]:
        """Compute a tile and write it to every target.

        Parameters
        ----------
        row, col, rows, cols : int
            The tile: a `Window`, taken apart.

        Returns
        -------
        list of Partial, WithSuspects or None
            The partial sums of its chunks, in row-major order.

        Raises
        ------
        ReadError, WriteError
            With the worker's name when it cannot open or write a file.
        """
        tile = Window(row, col, rows, cols)
        partials: list[Partial | WithSuspects | None] = []
        with _writers(self, tile) as writers:
            for window in self.windows(tile):
                for chunk, result in self.task(window):
                    write_bands(writers, chunk, result)
                    partials.append(result.partial)
        return partials

    def windows(self, tile: Window) -> Iterator[Window]:
        """Yield the windows of a tile, those of a local run.

        Parameters
        ----------
        tile : Window

        Yields
        ------
        Window
        """
        for col in range(tile.col, tile.col + tile.cols, self.chunks * CHUNK):
            yield Window(tile.row, col, tile.rows, min(self.chunks * CHUNK, tile.col + tile.cols - col))


@contextmanager
def _writers(job: Job, tile: Window) -> Iterator[list[tuple[Any, int]]]:
    """Open a tile of every target, each with the number of its bands; close all, or abandon them after an error."""
    writers: list[tuple[Any, int]] = []
    try:
        with _naming_worker():
            for target in job.targets:
                writers.append((TileWriter(target, job.grid, tile, CHUNK), len(target.bands)))
            yield writers
            for writer, _ in writers:
                writer.close()
    except BaseException:
        for writer, _ in writers:
            writer.abandon()
        raise


@contextmanager
def _naming_worker() -> Iterator[None]:
    """Add the worker's name to what cannot be written: it may see other folders than the client."""
    try:
        yield
    except WriteError as error:
        path = str(error.values.get("path", "its tile"))
        raise WriteError(WORKER_CANNOT_WRITE, worker=_worker(), path=path, reason=_reason(error)) from error


@dataclass(frozen=True)
class _FromWorker:
    """A source that names the worker when it cannot be opened there."""

    source: Source

    @property
    def band(self) -> Band:
        return band_behind(self.source)[0]

    @property
    def needed(self) -> Window | None:
        return band_behind(self.source)[1]

    @property
    def name(self) -> str:
        return self.source.name

    def open(self) -> Reader:
        try:
            return self.source.open()
        except ReadError as error:
            path = str(getattr(self.source, "path", self.source.name))
            raise ReadError(WORKER_CANNOT_OPEN, worker=_worker(), path=path, reason=_reason(error)) from error


def _worker() -> str:
    from distributed import get_worker

    return str(get_worker().address)


def _reason(error: CarbonFlowError) -> str:
    return str(error.values.get("reason", error))
