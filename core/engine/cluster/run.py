"""A run of `core/engine/run` on a cluster: tiles are asked for in order, and their partial sums merged in order."""

from __future__ import annotations

import os
import uuid
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import astuple
from typing import Any, cast

from ...progress import Progress
from ...raster.geotiff import Target
from ...raster.grid import Grid
from ...raster.sources import Window
from ...raster.tiled_vrt import TileJoiner, make_joiner
from ..operation import Gathered, Partial, WithSuspects
from ..windows import CHUNK, Task, windows_of
from .connection import Cluster
from .context import Session
from .job import Job

# Chunks in a tile: 8192 cells, 4 million in all. Less is more calls and files, more is too few tiles for many workers.
TILE_CHUNKS = 16
# Tiles asked for at a time, per thread: its own and one that waits, for a thread never to be idle.
IN_FLIGHT = 2


def tiles_of(grid: Grid, chunks: int) -> Iterator[Window]:
    """Yield the tiles in row-major order; each holds whole windows.

    Parameters
    ----------
    grid : Grid
    chunks : int
        Chunks in a window.

    Yields
    ------
    Window
    """
    return windows_of(grid, chunks * -(-TILE_CHUNKS // chunks))


def run_on(session: Session, task: Task, chunks: int, progress: Progress) -> Gathered:
    """Do as `core/engine/run.run`, on the session's cluster.

    Parameters
    ----------
    session : Session
    task : Task
        Its targets are files.
    chunks : int
        Chunks in a window.
    progress : Progress

    Returns
    -------
    Gathered
        The partial sums of all chunks, merged in row-major order, and what was suspected of the sources.

    Raises
    ------
    ClusterError, CancelledError, and what sources, operation and targets raise
    """
    progress.check()
    cluster = session.cluster(progress)
    files = tuple(target.at(os.path.abspath(target.path)) for target in cast("Sequence[Target]", task.targets))
    tiles = list(tiles_of(task.grid, chunks))
    progress.info(f"{len(tiles)} tiles go to {cluster.threads} threads of the cluster.")
    joiners: list[TileJoiner] = []
    tasks = _Tasks(cluster, Job(task.operation, task.sources, task.grid, files, chunks))
    try:
        for target in files:
            joiners.append(make_joiner(target, task.grid, CHUNK))
        gathered = _drain(tasks.in_order(tiles, progress), len(tiles), joiners, progress)
        for joiner in joiners:
            joiner.close()
        cluster.warn_of_losses(progress)
    except BaseException:
        try:
            tasks.cancel()
        finally:
            for joiner in joiners:
                joiner.abandon()
        raise
    finally:
        tasks.release()
    return gathered


def _drain(
    stream: Iterator[tuple[Window, list[Partial | WithSuspects | None]]],
    count: int,
    joiners: Sequence[TileJoiner],
    progress: Progress,
) -> Gathered:
    """Join and merge what comes, tile by tile and within it chunk by chunk, as a local run does."""
    gathered = Gathered()
    for done, (tile, partials) in enumerate(stream, start=1):
        for joiner in joiners:
            joiner.add(tile)
        for partial in partials:
            gathered.add(partial)
        progress.fraction(done / count)
        progress.check()
    return gathered


class _Tasks:
    """The tasks of one run at the cluster."""

    def __init__(self, cluster: Cluster, job: Job) -> None:
        self._cluster, self._job = cluster, job
        self._token = uuid.uuid4().hex
        self._shared: Any = None
        self._waiting: deque[tuple[Window, Any]] = deque()

    def in_order(
        self, tiles: Sequence[Window], progress: Progress
    ) -> Iterator[tuple[Window, list[Partial | WithSuspects | None]]]:
        """Yield each tile's partial sums, in the order of the tiles."""
        self._shared = self._cluster.send(self._job, key=f"carbon-service-flow-job-{self._token}")
        for number, tile in enumerate(tiles):
            self._ask(number, tile)
            if len(self._waiting) >= IN_FLIGHT * self._cluster.threads + 1:
                yield self._next(progress)
        while self._waiting:
            yield self._next(progress)

    def _ask(self, number: int, tile: Window) -> None:
        key = f"carbon-service-flow-{self._token}-{number}"
        self._waiting.append((tile, self._cluster.call(self._shared, "run_tile", astuple(tile), key=key)))

    def _next(self, progress: Progress) -> tuple[Window, list[Partial | WithSuspects | None]]:
        tile, future = self._waiting[0]
        partials = self._cluster.result(future, progress)
        self._waiting.popleft()
        return tile, partials

    def cancel(self) -> None:
        """Forget what is still asked for."""
        self._cluster.cancel([future for _, future in self._waiting])

    def release(self) -> None:
        """Let the cluster forget the job."""
        self._waiting.clear()
        self._shared = None
