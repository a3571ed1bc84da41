"""The one streaming engine: rasters in, a pure function on blocks, rasters and sums out.

    def stock(block):                                  # pure and picklable: it can run in any thread or process
        density = block.bands[0] * 2.0
        return Result([density], Sums(total_t=(density * block.area_ha).sum()))

    sums = run(stock, [Band("lulc.tif")], grid, [Target("stock.tif", ("carbon stock, t/ha",))], progress)

The engine reads windows in worker threads (each with its own file handles), applies the operation *chunk* by chunk and
brings its bands into the form that the targets keep; it writes and merges in the calling thread. Chunks are the squares
of `CHUNK` cells that also tile the outputs. They are visited, and their sums merged, in row-major order, so that
rasters and sums are the same bit for bit however many threads run and however many chunks a window holds, as far as the
operation itself always gives the same (matrix products may differ in the last bit). Memory is bounded by the windows in
flight, not by the raster. Outputs get their names only when `Staging.commit` is called after everything has succeeded.

When a scheduler is named (`core/engine/cluster`), the same run is done by the workers of a Dask cluster.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from ..progress import Progress
from ..raster.dataset import THREADS
from ..raster.gdal_environment import bounded_cache
from ..raster.grid import Grid
from ..raster.nodata.fill_values import report_fill_values
from ..raster.sources import Band, Source, Window
from ..raster.targets import BandTarget, TargetWriter
from .cluster import chosen_session, runs_on_cluster
from .memory import reuse_freed_blocks
from .operation import Gathered, Operation, Result
from .windows import CHUNK, WINDOW_CELLS, Task, band_behind, chunks_per_window, windows_of, write_bands

# By default GDAL takes 5 % of the machine for its block cache. Windows follow tiles, which then need none.
LEAST_CACHE = 32 << 20


def run(
    operation: Operation,
    sources: Sequence[Source],
    grid: Grid,
    targets: Sequence[BandTarget] = (),
    progress: Progress | None = None,
    *,
    threads: int | None = None,
    window_cells: int = WINDOW_CELLS,
) -> Any:
    """Apply an operation to the whole grid, and write its bands.

    When it raises, the targets' temporary files are left to their `Staging`, which removes them.

    Parameters
    ----------
    operation : Operation
    sources : sequence of Source
        All on the grid.
    grid : Grid
    targets : sequence of BandTarget
        They share the bands of each `Result` in order.
    progress : Progress, optional
    threads : int, optional
        Threads that read and compute; by default as many as processors, at most 4.
    window_cells : int
        Cells in a window, over all sources.

    Returns
    -------
    Partial
        The partial sums of all chunks, merged in row-major order; None when there are none.

    Raises
    ------
    RasterError
        When a raster holds what its quantity cannot be: undeclared fill values (`core/raster/nodata/fill_values`).
    CancelledError, and what sources, operation and targets raise
    """
    progress = progress or Progress()
    task = Task(operation, tuple(sources), grid, tuple(targets))
    chunks = chunks_per_window(window_cells, len(sources))
    with chosen_session() as session:
        if session is not None and runs_on_cluster(sources, targets, progress):
            from .cluster.run import run_on

            gathered = run_on(session, task, chunks, progress)
        else:
            gathered = _run_local(task, chunks, progress, threads or THREADS)
    for position, suspects in sorted(gathered.suspects.items()):
        band, window = band_behind(sources[position])
        report_fill_values(band, suspects, window, progress)
    return gathered.merged


def _run_local(task: Task, chunks: int, progress: Progress, workers: int) -> Gathered:
    """Run on this machine, `chunks` in a window; return the merged partial sums and what was suspected."""
    windows = list(windows_of(task.grid, chunks))
    progress.check()
    reuse_freed_blocks()
    writers = [(target.open(task.grid, CHUNK), len(target.bands)) for target in task.targets]
    pool = ThreadPoolExecutor(workers)
    try:
        with bounded_cache(_cache_limit(task.sources, workers)):
            gathered = _drain(_in_order(pool, task, windows, workers + 1), len(windows), writers, progress)
            for writer, _ in writers:
                writer.close()
    except BaseException:
        for writer, _ in writers:
            writer.abandon()
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
    return gathered


def _drain(
    stream: Iterator[list[tuple[Window, Result]]],
    count: int,
    writers: list[tuple[TargetWriter, int]],
    progress: Progress,
) -> Gathered:
    """Write and merge what comes, window by window."""
    gathered = Gathered()
    for done, results in enumerate(stream, start=1):
        for window, result in results:
            write_bands(writers, window, result)
            gathered.add(result.partial)
        progress.fraction(done / count)
        progress.check()
    return gathered


def _cache_limit(sources: Sequence[Source], workers: int) -> int:
    """Return the bytes of GDAL's block cache with which every block is decoded once."""
    needed = sum(source.cache_bytes(CHUNK) for source in sources if isinstance(source, Band))
    return max(LEAST_CACHE, workers * needed)


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
