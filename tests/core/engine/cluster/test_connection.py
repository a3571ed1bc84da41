"""Workers and schedulers that die in the middle of a run, on real processes; and what can go wrong, without any."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("distributed", reason="dask.distributed is not installed")

from carbon_service_flow.core.balance.balance import balance
from carbon_service_flow.core.engine.cluster import connection as connection_module
from carbon_service_flow.core.engine.cluster import on_scheduler
from carbon_service_flow.core.engine.cluster import run as run_module
from carbon_service_flow.core.engine.cluster.connection import Cluster
from carbon_service_flow.core.engine.run import run
from carbon_service_flow.core.engine.windows import CHUNK, Task
from carbon_service_flow.core.errors import CancelledError, ClusterError, RasterError
from carbon_service_flow.core.progress import Progress
from carbon_service_flow.core.raster.sources import Window
from osgeo import gdal
from support.cluster_world import SIDE, LocalCluster, assert_same, assert_same_rasters, names_in, perform
from support.common import Recorder, band, grid, save, target

sys.path.append(str(SIDE))
from cluster_operations import Dies, Slow

LONG = grid(2 * CHUNK + 40, 2 * CHUNK + 30)
UNIT_CELLS = CHUNK * CHUNK
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="workers are killed by a signal")


@pytest.fixture(scope="module")
def inputs(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("inputs")
    save(folder / "long.tif", np.random.default_rng(8).random(LONG.shape), kind=gdal.GDT_Float32)
    return folder


@pytest.fixture(autouse=True)
def _many_tiles(monkeypatch) -> None:
    """As many tiles as windows: nine, with windows of one chunk."""
    monkeypatch.setattr(run_module, "TILE_CHUNKS", 1)


def ratios(folder, out, progress):
    both = [band(folder / "long.tif")] * 2
    return balance(*both, LONG, [target(out(name)) for name in ("difference", "ratio", "flow")], progress=progress)


class KillsAtFirstTile(Progress):
    """Kills a worker as soon as the first tile is in, while the others are being made."""

    def __init__(self, cluster: LocalCluster, worker) -> None:
        self.cluster, self.worker, self.warnings, self.infos = cluster, worker, [], []

    def fraction(self, done: float) -> None:
        if self.worker is not None and done < 0.5:
            self.cluster.kill(self.worker)
            self.worker = None

    def warning(self, text: str) -> None:
        self.warnings.append(text)

    def info(self, text: str) -> None:
        self.infos.append(text)


@pytest.mark.parametrize("ending", [".vrt", ".tif"])
def test_a_worker_killed_in_the_middle_changes_nothing(inputs, tmp_path, ending) -> None:
    def slow(folder, out, progress):
        return roots(out("root"), progress, 0.2)

    def quick(folder, out, progress):
        return roots(out("root"), progress, 0.0)

    def roots(out, progress, pause):
        files = [target(out, "root", "tenth")]
        return run(Slow(pause), [band(inputs / "long.tif")], LONG, files, progress, window_cells=UNIT_CELLS)

    result, _ = perform(quick, inputs, tmp_path / "here", ".tif", Progress())
    (tmp_path / "cluster").mkdir()
    with LocalCluster(tmp_path / "cluster") as own, on_scheduler(own.address):
        progress = KillsAtFirstTile(own, own.workers[1])
        other, _ = perform(slow, inputs, tmp_path / "there", ending, progress)
        assert own.workers[1].poll() is not None
        assert any("is gone: others repeat its tiles" in line for line in progress.warnings)
        # And what follows runs on the worker that is left.
        again, _ = perform(ratios, inputs, tmp_path / "again", ".vrt", progress)
    assert_same(result, other)
    assert_same_rasters(str(tmp_path / "here" / "root.tif"), str(tmp_path / "there" / f"root{ending}"))
    assert names_in(tmp_path / "there") == (["root.tif"] if ending == ".tif" else ["root.tiles", "root.vrt"])
    if ending == ".vrt":
        assert len(names_in(tmp_path / "there" / "root.tiles")) == 9
    assert_same(perform(ratios, inputs, tmp_path / "local", ".tif", Progress())[0], again)


def test_no_workers_no_run_and_none_left_no_endless_waiting(inputs, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(connection_module, "WORKERS_SECONDS", 1)
    monkeypatch.setattr(connection_module, "LOST_SECONDS", 1)
    monkeypatch.setattr(connection_module, "REFRESH_SECONDS", 0.2)
    (tmp_path / "out").mkdir()
    with LocalCluster(tmp_path, workers=0) as own, on_scheduler(own.address):
        with pytest.raises(ClusterError, match="has had no workers for 1 seconds"):
            run(Slow(), [band(inputs / "long.tif")], LONG)
        own.add_worker()
        monkeypatch.setattr(connection_module, "WORKERS_SECONDS", 60)
        with pytest.raises(ClusterError, match="has had no workers for 1 seconds"):
            run(Dies(), [band(inputs / "long.tif")], LONG, [target(tmp_path / "out" / "a.vrt", "a", "b")])
    assert names_in(tmp_path / "out") == []


def test_a_tile_that_kills_its_workers_ends_the_run(inputs, tmp_path, monkeypatch) -> None:
    """Dask gives up after some deaths (here the first): more memory is needed than they have, most of the time."""
    monkeypatch.setenv("ALLOWED_FAILURES", "0")
    (tmp_path / "out").mkdir()
    said = pytest.raises(ClusterError, match="died again and again at the same tile")
    with LocalCluster(tmp_path, workers=2) as own, on_scheduler(own.address), said:
        run(Dies(), [band(inputs / "long.tif")], LONG, [target(tmp_path / "out" / "a.tif", "a", "b")])
    assert "a.tiles" not in names_in(tmp_path / "out")


def test_a_scheduler_that_dies_ends_the_run(inputs, tmp_path) -> None:
    (tmp_path / "out").mkdir()
    with LocalCluster(tmp_path, workers=1) as own, on_scheduler(own.address):
        progress = KillsAtFirstTile(own, own._processes[0])
        with pytest.raises(ClusterError, match="went away during the run"):
            run(Slow(0.1), [band(inputs / "long.tif")], LONG, [target(tmp_path / "out" / "a.vrt", "a", "b")], progress)
    assert names_in(tmp_path / "out") == []


class FakeClient:
    """Stands for Dask's: who works is what a test says."""

    status = "running"

    def __init__(self, **threads: int) -> None:
        self.threads = threads
        self.cancelled: list = []

    def nthreads(self) -> dict[str, int]:
        if self.status != "running":
            raise OSError("gone")
        return self.threads

    def cancel(self, futures, force: bool) -> None:
        self.cancelled += futures

    def close(self, timeout: int) -> None:
        self.status = "closed"


def clock(monkeypatch, start: float = 100.0) -> list[float]:
    now = [start]
    monkeypatch.setattr(connection_module.time, "monotonic", lambda: now[0])
    return now


def test_workers_that_are_gone_are_named_and_threads_counted() -> None:
    client, progress = FakeClient(a=2, b=3, c=1), Recorder()
    cluster = Cluster("tcp://head:1", client)
    cluster.warn_of_losses(progress)
    assert (cluster.threads, progress.warnings) == (6, [])
    client.threads = {"b": 3, "d": 4}
    cluster.warn_of_losses(progress)
    assert cluster.threads == 7
    assert progress.warnings == [
        "Worker a is gone: others repeat its tiles. Workers left: 2.",
        "Worker c is gone: others repeat its tiles. Workers left: 2.",
    ]


def test_a_wait_asks_for_workers_every_two_seconds_and_gives_up_after_a_minute(monkeypatch) -> None:
    """Workers are seen at 102 s, and gone from 104 s on: 162 s is 60 s later, and the next look the last."""
    now = clock(monkeypatch)
    client, progress = FakeClient(a=1), Recorder()
    cluster = Cluster("tcp://head:1", client)
    now[0] = 101.9
    cluster._watch(progress)
    assert cluster.threads == 0
    now[0] = 102.0
    cluster._watch(progress)
    assert cluster.threads == 1
    client.threads = {}
    for now[0] in (104.0, 162.0):
        cluster._watch(progress)
    now[0] = 164.0
    with pytest.raises(ClusterError, match="no workers for 60 seconds"):
        cluster._watch(progress)


class Future:
    """A result that comes when it is asked for often enough."""

    def __init__(self, *answers: object, status: str = "pending") -> None:
        self.answers, self.status = list(answers), status

    def add_done_callback(self, callback) -> None:
        callback(self)

    def result(self, timeout: int) -> object:
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


def test_a_result_that_is_late_is_asked_for_again() -> None:
    cluster = Cluster("tcp://head:1", FakeClient(a=1))
    assert cluster.result(Future(TimeoutError(), TimeoutError(), 7), Progress()) == 7


@pytest.mark.parametrize(
    ("future", "kind", "words"),
    [
        (Future(RasterError("bad"), 7), RasterError, "bad"),
        (Future(ZeroDivisionError("by nought"), 7, status="error"), ZeroDivisionError, "by nought"),
        (Future(OSError("closed"), 7, status="cancelled"), ClusterError, "went away during the run: OSError: closed"),
        (Future(OSError(), 7, status="lost"), ClusterError, r"went away during the run: OSError\."),
    ],
)
def test_what_an_error_of_a_result_means(future, kind, words) -> None:
    cluster = Cluster("tcp://head:1", FakeClient(a=1))
    with pytest.raises(kind, match=words):
        cluster.result(future, Progress())


def test_a_client_that_lost_its_scheduler_is_no_late_result() -> None:
    client = FakeClient(a=1)
    client.status = "connecting"
    cluster = Cluster("tcp://head:1", client)
    with pytest.raises(ClusterError, match="went away"):
        cluster.result(Future(TimeoutError(), 7), Progress())
    with pytest.raises(ClusterError, match="went away during the run: OSError: gone"):
        cluster.warn_of_losses(Progress())


def test_tasks_are_cancelled_while_there_is_a_connection() -> None:
    client = FakeClient(a=1)
    cluster = Cluster("tcp://head:1", client)
    cluster.cancel(["one", "two"])
    assert client.cancelled == ["one", "two"]
    cluster.close()
    cluster.cancel(["three"])
    assert client.cancelled == ["one", "two"]


def test_a_waiting_user_can_cancel() -> None:
    future = Future(7)
    future.add_done_callback = lambda callback: None
    with pytest.raises(CancelledError):
        Cluster("tcp://head:1", FakeClient(a=1)).result(future, Recorder(cancel_after=2))


@pytest.mark.parametrize(("theirs", "fits"), [("{}.{}.99.final.0", True), ("{}.1{}.0", False), ("2.{1}.0", False)])
def test_workers_need_the_same_minor_version_of_python(theirs, fits) -> None:
    python = theirs.format(*sys.version_info[:2])
    client = FakeClient(a=1)
    client.get_versions = lambda: {"workers": {"a": {"host": {"python": python}}}}
    cluster = Cluster("tcp://head:1", client)
    if fits:
        cluster._require_same_python()
    else:
        with pytest.raises(ClusterError, match="Worker a runs Python"):
            cluster._require_same_python()


class Tiles:
    """A cluster of one thread that notes how many tiles are asked for, and gives their numbers."""

    threads = 1

    def __init__(self) -> None:
        self.asked: list = []
        self.most = self.given = 0

    def send(self, thing, key: str) -> object:
        return thing

    def call(self, thing, method: str, arguments: tuple, key: str) -> int:
        self.asked.append((method, arguments))
        self.most = max(self.most, len(self.asked) - self.given)
        return len(self.asked)

    def result(self, future: int, progress: Progress) -> list[int]:
        self.given += 1
        return [future]


def test_tiles_come_in_order_and_few_are_asked_for_at_a_time() -> None:
    """Two per thread, and the one that is waited for: three of ten."""
    cluster, tiles = Tiles(), [Window(0, col, 1, 1) for col in range(10)]
    tasks = run_module._Tasks(cluster, "the job")
    assert list(tasks.in_order(tiles, Progress())) == [(tile, [number]) for number, tile in enumerate(tiles, start=1)]
    assert cluster.asked == [("run_tile", (0, col, 1, 1)) for col in range(10)]
    assert cluster.most == 3


class Order(list):
    """Partial sums that show in what order they were merged."""

    def merge(self, other: Order) -> Order:
        return Order([*self, *other])


class Scheduler(Tiles):
    """A session and its cluster in one, whose workers give two chunks a tile, and fail at one if told so."""

    def __init__(self, fails_at: int = 0) -> None:
        super().__init__()
        self.fails_at, self.watched, self.cancelled = fails_at, 0, []

    def cluster(self, progress: Progress) -> Scheduler:
        return self

    def send(self, thing, key: str) -> object:
        self.job = thing
        return thing

    def result(self, future: int, progress: Progress) -> list:
        if future == self.fails_at:
            raise RasterError("bad tile")
        return [*map(Order, ([future], [future + 0.5])), None]

    def cancel(self, futures: list) -> None:
        self.cancelled += futures

    def warn_of_losses(self, progress: Progress) -> None:
        self.watched += 1


class Joiner:
    """Notes what it is told."""

    def __init__(self, *arguments: object) -> None:
        self.arguments, self.calls = arguments, []

    def add(self, tile: Window) -> None:
        self.calls.append(tile.col // CHUNK)

    def close(self) -> None:
        self.calls.append("close")

    def abandon(self) -> None:
        self.calls.append("abandon")


@pytest.mark.parametrize("fails_at", [0, 3])
def test_a_run_merges_and_joins_in_order_or_cancels_and_abandons(tmp_path, monkeypatch, fails_at) -> None:
    """Four tiles of one chunk. Targets get absolute paths: a worker has another working folder."""
    joiners = []
    monkeypatch.setattr(run_module, "make_joiner", lambda *given: joiners.append(Joiner(*given)) or joiners[-1])
    monkeypatch.chdir(tmp_path)
    frame = grid(1, 4 * CHUNK)
    task = Task(Slow(), (), frame, (target("a.tif"), target("b.vrt")))
    scheduler, progress = Scheduler(fails_at), Recorder()
    if fails_at:
        with pytest.raises(RasterError, match="bad tile"):
            run_module.run_on(scheduler, task, 1, progress)
        assert [joiner.calls for joiner in joiners] == [[0, 1, "abandon"]] * 2
        assert scheduler.cancelled == [3, 4]
    else:
        assert run_module.run_on(scheduler, task, 1, progress).merged == [1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5]
        assert [joiner.calls for joiner in joiners] == [[0, 1, 2, 3, "close"]] * 2
        assert (progress.fractions, scheduler.watched) == ([0.25, 0.5, 0.75, 1.0], 1)
    assert progress.infos == ["4 tiles go to 1 threads of the cluster."]
    assert [place.path for place in scheduler.job.targets] == [str(tmp_path / "a.tif"), str(tmp_path / "b.vrt")]
    assert [joiner.arguments for joiner in joiners] == [(place, frame, CHUNK) for place in scheduler.job.targets]
