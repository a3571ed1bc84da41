"""What a worker does with a tile, done here: windows as of a local run, sums in order, a tile per target."""

from __future__ import annotations

import pickle

import numpy as np
import pytest
from carbon_service_flow.core.engine.cluster import job as job_module
from carbon_service_flow.core.engine.cluster.job import Job
from carbon_service_flow.core.engine.cluster.run import TILE_CHUNKS, tiles_of
from carbon_service_flow.core.engine.operation import Block, Result, Sums
from carbon_service_flow.core.engine.windows import CHUNK, windows_of
from carbon_service_flow.core.errors import ReadError, WriteError
from carbon_service_flow.core.raster.sources import ArraySource, Window
from support.common import band, grid, load, target

FRAME = grid(CHUNK + 2, 2 * CHUNK + 3)
VALUES = np.arange(FRAME.cells, dtype=np.float64).reshape(FRAME.shape) % 1009


def total(block: Block) -> Result:
    return Result([block.bands[0] * 2.0], Sums(total=float(block.bands[0].sum()), columns=block.window.cols))


@pytest.mark.parametrize("chunks", [1, 2, 3, 5, 16, 40])
def test_tiles_hold_whole_windows_of_a_local_run(chunks) -> None:
    """The windows of all tiles, tile by tile, are those of a local run; a tile is as wide as it may be."""
    frame = grid(CHUNK + 7, 40 * CHUNK + 9)
    job = Job(total, (), frame, (), chunks)
    tiles = list(tiles_of(frame, chunks))
    assert sorted((w for tile in tiles for w in job.windows(tile)), key=lambda w: (w.row, w.col)) == list(
        windows_of(frame, chunks)
    )
    assert tiles == sorted(tiles, key=lambda tile: (tile.row, tile.col))
    widest = max(tile.cols for tile in tiles) // CHUNK
    assert widest % chunks == 0 or widest == 40
    assert widest >= min(TILE_CHUNKS, 40)
    assert widest < TILE_CHUNKS + chunks


def test_a_tile_is_written_to_every_target_and_its_sums_are_in_order(tmp_path) -> None:
    """The right half of the last row of chunks: 2 rows, columns 512 to 1026; chunks of 512 and 3 columns."""
    outs = target(tmp_path / "a.vrt"), target(tmp_path / "b.tif")
    for folder in ("a.tiles", "b.tiles"):
        (tmp_path / folder).mkdir()
    job = Job(
        lambda block: Result([*total(block).bands] * 2, total(block).partial), (ArraySource(VALUES),), FRAME, outs, 1
    )
    partials = job.run_tile(CHUNK, CHUNK, 2, CHUNK + 3)
    assert [partial["columns"] for partial in partials] == [CHUNK, 3]
    assert partials[1]["total"] == VALUES[CHUNK:, 2 * CHUNK :].sum()
    for folder in ("a.tiles", "b.tiles"):
        [tile] = (tmp_path / folder).iterdir()
        assert tile.name == "r0000512_c0000512.tif"
        np.testing.assert_array_equal(load(tile), VALUES[CHUNK:, CHUNK:] * 2)


def test_after_an_error_no_tile_is_left(tmp_path) -> None:
    def broken(block: Block) -> Result:
        raise ZeroDivisionError

    (tmp_path / "a.tiles").mkdir()
    job = Job(broken, (ArraySource(VALUES),), FRAME, (target(tmp_path / "a.vrt"),), 2)
    with pytest.raises(ZeroDivisionError):
        job.run_tile(0, 0, 2, 3)
    assert list((tmp_path / "a.tiles").iterdir()) == []


def test_a_job_is_sent_without_its_readers() -> None:
    job = Job(total, (ArraySource(VALUES),), FRAME, (), 3)
    job.task(Window(0, 0, 1, 1))
    sent = pickle.loads(pickle.dumps(job))
    assert (sent.operation, sent.grid, sent.targets, sent.chunks) == (total, FRAME, (), 3)
    assert "task" in job.__dict__
    assert "task" not in sent.__dict__


def test_what_cannot_be_opened_or_written_is_named_with_the_worker(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(job_module, "_worker", lambda: "tcp://worker:1")
    missing = band(tmp_path / "missing.tif", label="the layer")
    with pytest.raises(ReadError, match=r"Worker tcp://worker:1 cannot open .*missing\.tif: "):
        Job(total, (missing,), FRAME, (), 1).run_tile(0, 0, 1, 1)
    with pytest.raises(WriteError, match=r"Worker tcp://worker:1 cannot write .*a\.tiles.*: "):
        Job(total, (ArraySource(VALUES),), FRAME, (target(tmp_path / "a.vrt"),), 1).run_tile(0, 0, 1, 1)
