"""The streaming engine: chunks and their order, one result for every window size and thread count, bounded memory."""

from __future__ import annotations

import threading
import time

import numpy as np
import pytest
from carbon_service_flow.core.accounts.class_densities import ClassDensities
from carbon_service_flow.core.accounts.landuse_codes import Scheme
from carbon_service_flow.core.accounts.stock import carbon_stock
from carbon_service_flow.core.engine import run as run_module
from carbon_service_flow.core.engine.operation import Block, Result, Sums
from carbon_service_flow.core.engine.run import run
from carbon_service_flow.core.engine.windows import CHUNK
from carbon_service_flow.core.errors import CancelledError, RasterError, WriteError
from carbon_service_flow.core.raster.sources import ArraySource, Window
from carbon_service_flow.core.raster.staging import Staging
from carbon_service_flow.core.tables.read import make_table
from carbon_service_flow.core.zones.zones import Zones
from hypothesis import given, settings
from hypothesis import strategies as st
from osgeo import gdal
from support.common import ALBERS, DEGREES, KM, WGS84, Recorder, band, grid, load, part_files, ring_wkb, save, target

WINDOWS = (1, CHUNK * CHUNK, 3 * CHUNK * CHUNK, 100 * CHUNK * CHUNK)


class Order(list):
    """Partial sums that show in what order they were merged."""

    def merge(self, other: Order) -> Order:
        return Order([*self, *other])


def look(block: Block) -> Result:
    return Result(partial=Order([(block.window, block.bands[0].shape, int(block.bands[0].data[0, 0]))]))


@pytest.mark.parametrize("shape", [(1, 1), (1, 1300), (700, 1), (513, 1025), (512, 512)])
@pytest.mark.parametrize("window_cells", WINDOWS)
def test_chunks_cover_the_grid_once_in_row_major_order(shape, window_cells) -> None:
    """A chunk is at most CHUNK square and starts at a multiple of CHUNK; they come left to right, top to bottom."""
    rows, cols = shape
    values = np.arange(rows * cols, dtype=np.int64).reshape(shape)
    seen = run(look, [ArraySource(values)], grid(rows, cols), threads=3, window_cells=window_cells)
    wanted = [
        Window(r, c, min(CHUNK, rows - r), min(CHUNK, cols - c))
        for r in range(0, rows, CHUNK)
        for c in range(0, cols, CHUNK)
    ]
    assert [window for window, _, _ in seen] == wanted
    assert all(shape == window.shape and first == window.row * cols + window.col for window, shape, first in seen)


@settings(max_examples=6, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), geographic=st.booleans())
def test_stock_is_the_same_bit_for_bit_on_any_windows_and_threads(tmp_path_factory, seed, geographic) -> None:
    """Rasters, and every sum, per class and per zone; zone edges run through cell centres on purpose."""
    folder = tmp_path_factory.mktemp("bits")
    random = np.random.default_rng(seed)
    rows, cols = (int(n) for n in random.integers(CHUNK - 10, 2 * CHUNK + 90, 2))
    step = 0.01 if geographic else 0.1
    transform = (100.1, step, 0.0, 35.3, 0.0, -step)
    codes = save(
        folder / "codes.tif",
        random.integers(0, 5, (rows, cols)),
        transform,
        WGS84 if geographic else ALBERS,
        nodata=0,
        kind=gdal.GDT_Byte,
    )
    landuse = band(codes)
    frame = landuse.grid
    pools = make_table(
        "pools",
        ["lucode", "c_above", "c_below", "c_soil", "c_dead"],
        [[code, *random.random(4) * 100] for code in (1, 2, 3, 4)],
    )
    densities = ClassDensities.build(Scheme.OWN_CODES, pools)
    corner = (frame.centre(-1, -1), frame.centre(-1, cols // 2), frame.centre(rows // 3, cols // 2))
    zones = Zones.from_features(
        "zones",
        frame.crs,
        [("a", ring_wkb(*corner)), ("b", ring_wkb(frame.centre(rows, 0), corner[2], frame.centre(rows, cols)))],
    )
    results = []
    for threads, window_cells in ((1, WINDOWS[0]), (2, WINDOWS[1]), (3, WINDOWS[2]), (4, WINDOWS[3])):
        out = target(folder / f"stock {threads}.tif")
        stock = carbon_stock(
            landuse,
            frame,
            densities,
            out,
            None,
            zones=zones.source(frame),
            zone_count=len(zones),
            threads=threads,
            window_cells=window_cells,
        )
        sums = [stock.area_ha, stock.stock_t, *(row["stock_t"] for row in stock.class_rows)]
        results.append((np.array([*sums, *stock.zone_area_ha, *stock.zone_stock_t]), load(out.path)))
    for sums, raster in results[1:]:
        assert sums.tobytes() == results[0][0].tobytes()
        assert raster.data.tobytes() == results[0][1].data.tobytes()


@pytest.mark.parametrize("denominator", [3, 7, 10, 11, 90, 120, 3600])
def test_zones_whose_edges_hit_cell_centres_do_not_depend_on_the_window(denominator) -> None:
    """Cells of, say, 1/120 degree have no exact binary size: centres on a zone's edge are decided by rounding."""
    random = np.random.default_rng(denominator)

    def positions(block: Block) -> Result:
        return Result(partial=Order([block.bands[0].filled(-1)]))

    for _ in range(20):
        step = random.integers(1, 10) / denominator / 10
        frame = grid(3, 1200, (random.uniform(-170, 100), step, 0.0, 10.0, 0.0, -step), WGS84)
        right, _ = frame.centre(0, random.integers(CHUNK + 1, 1100))
        left, _ = frame.centre(0, -3)
        shape = ring_wkb((left, 11), (right, 11), (right, -11), (left, -11))
        source = Zones.from_features("zones", WGS84, [("west", shape)]).source(frame)
        wide, narrow = (np.hstack(run(positions, [source], frame, window_cells=cells)) for cells in (10**9, 1))
        assert np.array_equal(wide, narrow)
        reader = source.open()
        parts = [reader.read(Window(0, col, 3, 300)).filled(-1) for col in range(0, 1200, 300)]
        assert np.array_equal(np.hstack(parts), narrow)


@pytest.mark.parametrize("transform", [KM, DEGREES])
def test_rasters_have_the_same_pixels_for_one_to_four_threads(tmp_path, transform) -> None:
    crs = ALBERS if transform is KM else WGS84
    random = np.random.default_rng(7)
    values = random.random((70, 1100))
    source = band(save(tmp_path / "in.tif", values, transform, crs))

    def scaled(block: Block) -> Result:
        return Result([block.bands[0] * block.area_ha], Sums(t=float((block.bands[0].data * block.area_ha).sum())))

    found = []
    for threads in (1, 2, 3, 4):
        out = target(tmp_path / f"out{threads}.tif")
        sums = run(scaled, [source], source.grid, [out], threads=threads)
        found.append((sums["t"], load(out.path).data.tobytes()))
    assert len(set(found)) == 1
    assert found[0][0] == pytest.approx((values * source.grid.cell_area_ha()).sum(), rel=1e-12)


class CountingSource:
    """Counts windows that were read but whose results were not yet taken, and the cells of the largest."""

    name = "counting"

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.read_windows = 0
        self.merged = 0
        self.most = 0
        self.largest = 0
        self.readers = 0

    def open(self) -> CountingSource:
        with self.lock:
            self.readers += 1
        return self

    def read(self, window: Window) -> np.ma.MaskedArray:
        with self.lock:
            self.read_windows += 1
            self.most = max(self.most, self.read_windows - self.merged)
            self.largest = max(self.largest, window.rows * window.cols)
        return np.ma.MaskedArray(np.zeros(window.shape, np.uint8))


class SlowSums:
    """Merged slowly by the caller: without a bound, reading would run far ahead."""

    def __init__(self, source: CountingSource) -> None:
        self.source = source

    def merge(self, _: SlowSums) -> SlowSums:
        time.sleep(0.002)
        with self.source.lock:
            self.source.merged += 1
        return self


@pytest.mark.parametrize("threads", [1, 2, 4])
def test_windows_in_flight_are_bounded_not_by_the_raster(threads) -> None:
    """At most threads + 1 windows are waiting, one is being merged, and one more than that was counted at start."""
    source = CountingSource()
    frame = grid(60 * CHUNK, CHUNK)
    run(lambda block: Result(partial=SlowSums(source)), [source], frame, threads=threads, window_cells=CHUNK * CHUNK)
    assert source.read_windows == 60
    assert source.largest == CHUNK * CHUNK
    assert source.most <= threads + 3
    assert source.readers <= threads


def test_more_inputs_make_smaller_windows() -> None:
    """The bound is on cells over all inputs: with four inputs and cells for four chunks, a window is one chunk."""
    source = CountingSource()
    run(look, [source] * 4, grid(10, 4 * CHUNK), window_cells=4 * CHUNK * CHUNK)
    assert source.largest == 10 * CHUNK


def test_an_error_in_an_operation_stops_the_run_and_leaves_no_file(tmp_path) -> None:
    asked = []

    def broken(block: Block) -> Result:
        asked.append(block.window)
        if block.window.row >= 2 * CHUNK:
            raise RasterError("row {row} is bad", row=block.window.row)
        return Result([block.bands[0]])

    source = ArraySource(np.zeros((40 * CHUNK, 4), np.float32))
    with Staging() as staging:
        out = target(staging.reserve(str(tmp_path / "out.tif")))
        with pytest.raises(RasterError, match="row 1024 is bad"):
            run(broken, [source], grid(40 * CHUNK, 4), [out], threads=2, window_cells=1)
    assert len(asked) < 20
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("calls", [0, 1, 3])
def test_cancel_in_the_middle_leaves_nothing_and_keeps_what_was_there(tmp_path, calls) -> None:
    final = tmp_path / "out.tif"
    final.write_bytes(b"old")
    progress = Recorder(cancel_after=calls)
    source = ArraySource(np.zeros((6 * CHUNK, 4), np.float32))
    with Staging() as staging:
        out = target(staging.reserve(str(final)))
        with pytest.raises(CancelledError, match="Cancelled"):
            run(
                lambda block: Result([block.bands[0]]),
                [source],
                grid(6 * CHUNK, 4),
                [out],
                progress,
                threads=2,
                window_cells=1,
            )
    assert final.read_bytes() == b"old"
    assert part_files(tmp_path) == []
    assert len(progress.fractions) == calls


def test_progress_rises_to_one() -> None:
    progress = Recorder()
    source = ArraySource(np.zeros((5 * CHUNK, 4), np.float32))
    run(look, [source], grid(5 * CHUNK, 4), progress=progress.span(0.5, 1.0), window_cells=1)
    assert progress.fractions == pytest.approx([0.6, 0.7, 0.8, 0.9, 1.0])


def test_a_target_that_cannot_be_created_is_a_write_error(tmp_path) -> None:
    source = ArraySource(np.zeros((2, 2), np.float32))
    outs = [target(tmp_path / "one.tif"), target(tmp_path / "missing" / "two.tif")]
    with pytest.raises(WriteError, match=r"two\.tif cannot be created"):
        run(lambda block: Result([block.bands[0]] * 2), [source], grid(2, 2), outs)


def test_the_block_cache_holds_a_row_of_windows_of_every_raster_for_each_thread(tmp_path) -> None:
    """A raster of 8192 columns as strips, Float64: 512 rows of windows and a strip of 1 row, 8192 x 513 x 8 = 33.6 MB;
    two of them, three threads; what is no file needs none. At least 32 MB."""
    path = save(tmp_path / "wide.tif", np.zeros((1, 8192)))
    needed = band(path).cache_bytes(CHUNK)
    assert needed == 8192 * 513 * 8
    source = ArraySource(np.zeros((1, 1)))
    assert run_module._cache_limit([band(path), source, band(path)], 3) == 3 * 2 * needed
    assert run_module._cache_limit([source], 3) == run_module.LEAST_CACHE == 32 << 20


class Noted:
    """A target of one band that notes what its writer is told."""

    bands = ("one",)

    def __init__(self) -> None:
        self.calls: list[str] = []

    def prepare(self, window: Window, bands) -> list:
        return list(bands)

    def open(self, frame, tile: int) -> Noted:
        self.calls.append(f"open {tile}")
        return self

    def write(self, window: Window, bands) -> None:
        self.calls.append(f"write {window.row} {len(bands)}")

    def close(self) -> None:
        self.calls.append("close")

    def abandon(self) -> None:
        self.calls.append("abandon")


def test_writers_are_closed_at_the_end_and_abandoned_after_an_error() -> None:
    source, frame = ArraySource(np.zeros((2 * CHUNK, 1))), grid(2 * CHUNK, 1)
    good = Noted(), Noted()
    run(lambda block: Result([block.bands[0]] * 2), [source], frame, good)
    assert [noted.calls for noted in good] == [[f"open {CHUNK}", "write 0 1", f"write {CHUNK} 1", "close"]] * 2

    def broken(block: Block) -> Result:
        if block.window.row:
            raise ZeroDivisionError
        return Result([block.bands[0]] * 2)

    bad = Noted(), Noted()
    with pytest.raises(ZeroDivisionError):
        run(broken, [source], frame, bad, window_cells=1)
    assert [noted.calls for noted in bad] == [[f"open {CHUNK}", "write 0 1", "abandon"]] * 2
