"""Workers and schedulers that die in the middle of a run, on real processes."""

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
from carbon_service_flow.core.engine.run import run
from carbon_service_flow.core.engine.windows import CHUNK
from carbon_service_flow.core.errors import ClusterError
from carbon_service_flow.core.progress import Progress
from osgeo import gdal
from support.cluster_world import SIDE, LocalCluster, assert_same, assert_same_rasters, names_in, perform
from support.common import band, grid, save, target

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
    """As many tiles as windows: nine, with windows of one unit."""
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
