"""The one streaming engine: rasters in, a pure function on blocks, rasters and sums out.

    def stock(block):                                  # pure and picklable: it can run in any thread or process
        density = block.bands[0] * 2.0
        return Result([density], Sums(total_t=(density * block.area_ha).sum()))

    sums = run(stock, [Band("lulc.tif")], grid, [Target("stock.tif", ("carbon stock, t/ha",))], progress)

The engine reads windows in worker threads (each with its own file handles), applies the operation *unit* by unit and
brings its bands into the form that the targets keep; it writes and merges in the calling thread. Units are the squares
of `UNIT` cells that also tile the outputs. They are visited, and their sums merged, in row-major order, so that rasters
and sums are the same bit for bit however many threads run and however many units a window holds, as far as the
operation itself always gives the same (matrix products may differ in the last bit). Memory is bounded by the windows in
flight, not by the raster. Outputs get their names only when `Staging.commit` is called after everything has succeeded.

When a scheduler is named (`core/cluster`), the same run is done by the workers of a Dask cluster.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from threading import local
from typing import Any, Protocol

import numpy as np

from .cluster import chosen, travels
from .grid import Grid
from .memory import reuse_freed_blocks
from .progress import Progress
from .raster import THREADS, Band, Reader, Source, Window, bounded_cache

UNIT = 512
# Cells in a window, over all inputs: large enough to hide the cost of a call, small enough for 20 windows in 500 MB.
WINDOW_CELLS = 4 * UNIT * UNIT
# GDAL takes 5 % of the machine for its block cache unless told otherwise. Windows follow tiles, which then need none.
LEAST_CACHE = 32 << 20


class Partial(Protocol):
    """What an operation learns about its block, mergeable in any grouping."""

    def merge(self, other: Any) -> Any:
        """Return the union of both."""


class Sums(dict[str, Any]):
    """Named numbers and arrays that merge by addition."""

    def merge(self, other: Sums) -> Sums:
        """Add `other` entry by entry; both have the same entries."""
        return Sums({key: self[key] + other[key] for key in self})


@dataclass(frozen=True)
class Block:
    """What an operation sees: one unit of the grid and the masked arrays of every source there."""

    grid: Grid
    window: Window
    bands: tuple[np.ma.MaskedArray, ...]

    @cached_property
    def area_ha(self) -> np.ndarray:
        """Cell areas in hectares, shape (rows, 1)."""
        return self.grid.cell_area_ha(self.window.row, self.window.rows)

    @cached_property
    def kept(self) -> dict[Hashable, Any]:
        """What the steps of an operation find out about this block, for each other."""
        return {}

    def valid(self, *bands: int) -> np.ndarray:
        """Return True where all of these bands have data (every band when none is named); bool (rows, cols)."""
        valid = np.ones(self.window.shape, dtype=bool)
        for band in self.bands if not bands else [self.bands[index] for index in bands]:
            if band.mask is not np.ma.nomask:
                # For booleans: valid and not masked.
                np.greater(valid, band.mask, out=valid)
        return valid

    def filled(self, band: int, valid: np.ndarray) -> np.ndarray:
        """Return a band as float64, 0 where `valid` is False."""
        values = self.bands[band].data.astype(np.float64)
        if not valid.all():
            np.copyto(values, 0.0, where=~valid)
        return values

    def present_elsewhere(self, band: int, valid: np.ndarray) -> int:
        """Count the cells where the band has data although `valid` is False."""
        mask = np.ma.getmask(self.bands[band])
        return int(valid.size - np.count_nonzero(valid if mask is np.ma.nomask else mask | valid))


@dataclass
class Result:
    """What an operation returns: an array per output band, masked where it has no value, and its partial sums."""

    bands: Sequence[Any] = ()
    partial: Partial | None = None


Operation = Callable[[Block], Result]


class Writing(Protocol):
    """A target that is open: takes units in row-major order."""

    def write(self, window: Window, bands: Sequence[np.ndarray]) -> None:
        """Take one unit, as the destination's `prepare` gives it."""

    def close(self) -> None:
        """Finish; raises when something was not written."""

    def abandon(self) -> None:
        """Let go without checks, after an error."""


class Destination(Protocol):
    """Where bands of an operation go: a raster file (`core/writer`), or arrays."""

    @property
    def bands(self) -> tuple[str, ...]:
        """A description per band."""

    def prepare(self, window: Window, bands: Sequence[np.ndarray]) -> Sequence[np.ndarray]:
        """Return what `write` takes; called in the worker threads, so that writing has little to do."""

    def open(self, grid: Grid, tile: int) -> Writing:
        """Open for a grid; `tile` is the units' edge length."""


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

    def open(self, grid: Grid, tile: int) -> Writing:  # noqa: ARG002 - as every destination
        """Return itself: arrays need no opening."""
        return self

    def write(self, window: Window, bands: Sequence[np.ndarray]) -> None:
        """Copy one unit."""
        part = np.s_[window.row : window.row + window.rows, window.col : window.col + window.cols]
        for array, band in zip(self.arrays, bands):
            array[part] = np.ma.filled(band, self.fill)

    def close(self) -> None:
        """Nothing to do."""

    def abandon(self) -> None:
        """Nothing to do."""


def run(
    operation: Operation,
    sources: Sequence[Source],
    grid: Grid,
    targets: Sequence[Destination] = (),
    progress: Progress | None = None,
    threads: int | None = None,
    window_cells: int = WINDOW_CELLS,
) -> Any:
    """Apply `operation` to the whole grid; return the merged partial sums (None when there are none).

    `targets` share the bands of `Result.bands` in order. Raises what sources, operation and writers raise, and
    `CancelledError`; then the targets' temporary files are left to their `Staging`, which removes them.
    """
    progress = progress or Progress()
    with chosen() as session:
        if session is not None and travels(sources, targets, progress):
            from .cluster.run import run_on  # it needs this module

            units = units_per_window(window_cells, len(sources))
            return run_on(session, operation, sources, grid, targets, progress, units)
    return _run_here(operation, sources, grid, targets, progress, threads, window_cells)


def _run_here(
    operation: Operation,
    sources: Sequence[Source],
    grid: Grid,
    targets: Sequence[Destination],
    progress: Progress,
    threads: int | None,
    window_cells: int,
) -> Any:
    workers = threads or THREADS
    windows = list(windows_of(grid, units_per_window(window_cells, len(sources))))
    task = Task(operation, tuple(sources), grid, tuple(targets))
    progress.check()
    reuse_freed_blocks()
    writers = [(target.open(grid, UNIT), len(target.bands)) for target in targets]
    pool = ThreadPoolExecutor(workers)
    try:
        with bounded_cache(_cache_limit(sources, workers)):
            merged = _drain(_in_order(pool, task, windows, workers + 1), len(windows), writers, progress)
            for writer, _ in writers:
                writer.close()
    except BaseException:
        for writer, _ in writers:
            writer.abandon()
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
    return merged


def _drain(
    stream: Iterator[list[tuple[Window, Result]]], count: int, writers: list[tuple[Writing, int]], progress: Progress
) -> Any:
    """Write and merge what comes, window by window."""
    merged: Partial | None = None
    for done, results in enumerate(stream, start=1):
        for window, result in results:
            put(writers, window, result)
            if result.partial is not None:
                merged = result.partial if merged is None else merged.merge(result.partial)
        progress.fraction(done / count)
        progress.check()
    return merged


def _cache_limit(sources: Sequence[Source], workers: int) -> int:
    """Bytes of GDAL's block cache that keep every block decoded once, and no more of them than that."""
    needed = sum(source.cache_bytes(UNIT) for source in sources if isinstance(source, Band))
    return max(LEAST_CACHE, workers * needed)


@dataclass
class Task:
    """Reads a window and applies the operation to its units; keeps one set of readers per thread."""

    operation: Operation
    sources: tuple[Source, ...]
    grid: Grid
    targets: tuple[Destination, ...] = ()
    _own: local = field(default_factory=local)

    @cached_property
    def _first(self) -> list[int]:
        """Per source the first one that reads the same: a raster that is grid and weight is decoded once."""
        keys = [source.content if isinstance(source, Band) else id(source) for source in self.sources]
        return [keys.index(key) for key in keys]

    def __call__(self, window: Window) -> list[tuple[Window, Result]]:
        """Return the units of a window and what the operation gives for them."""
        readers: dict[int, Reader] | None = getattr(self._own, "readers", None)
        if readers is None:
            readers = self._own.readers = {first: self.sources[first].open() for first in set(self._first)}
        read = {first: reader.read(window) for first, reader in readers.items()}
        arrays = [read[first] for first in self._first]
        return [(unit, self._apply(unit, self._block(unit, window, arrays))) for unit in _units(window)]

    def _apply(self, unit: Window, block: Block) -> Result:
        result = self.operation(block)
        bands: list[np.ndarray] = []
        for target in self.targets:
            bands.extend(target.prepare(unit, result.bands[len(bands) : len(bands) + len(target.bands)]))
        return Result(bands, result.partial)

    def _block(self, unit: Window, window: Window, arrays: list[np.ma.MaskedArray]) -> Block:
        start = unit.col - window.col
        return Block(self.grid, unit, tuple(array[:, start : start + unit.cols] for array in arrays))


def units_per_window(window_cells: int, sources: int) -> int:
    """Return how many units of a row are read at a time."""
    return max(1, window_cells // (UNIT * UNIT) // max(1, sources))


def windows_of(grid: Grid, units: int) -> Iterator[Window]:
    """Rows of units, each cut into windows of at most `units` units, from left to right and top to bottom."""
    for row in range(0, grid.rows, UNIT):
        for col in range(0, grid.cols, units * UNIT):
            yield Window(row, col, min(UNIT, grid.rows - row), min(units * UNIT, grid.cols - col))


def _units(window: Window) -> Iterator[Window]:
    for col in range(window.col, window.col + window.cols, UNIT):
        yield Window(window.row, col, window.rows, min(UNIT, window.col + window.cols - col))


def _in_order(
    pool: ThreadPoolExecutor, task: Task, windows: list[Window], in_flight: int
) -> Iterator[list[tuple[Window, Result]]]:
    """Yield the windows' results in order, with at most `in_flight` windows read ahead."""
    waiting: deque[Future[list[tuple[Window, Result]]]] = deque()
    for window in windows:
        waiting.append(pool.submit(task, window))
        if len(waiting) >= in_flight:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def put(writers: Sequence[tuple[Writing, int]], window: Window, result: Result) -> None:
    """Write a unit's bands: each writer takes as many as it has."""
    first = 0
    for writer, count in writers:
        writer.write(window, result.bands[first : first + count])
        first += count
