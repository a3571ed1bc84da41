"""Runs on a real Dask cluster of two worker processes give what a run here gives, bit for bit.

The workers have no QGIS and not the plugin (see cluster_world). Comparisons are exact: pixels, sums, tables. Sums of
matrix products (Pearson's moments) depend on the BLAS: workers have one BLAS thread here, as Dask's own nanny sets it;
the local run has what numpy takes.
"""

from __future__ import annotations

import gc
import sys
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("distributed", reason="dask.distributed is not installed")

from carbon_service_flow.core import PLUGIN_FOLDER
from carbon_service_flow.core.accounts.class_densities import ClassDensities
from carbon_service_flow.core.accounts.emissions import EmissionInputs, emissions
from carbon_service_flow.core.accounts.landuse_codes import Scheme
from carbon_service_flow.core.accounts.soil_respiration import RespirationBasis, SoilRespiration
from carbon_service_flow.core.accounts.spatialize import spatialize
from carbon_service_flow.core.accounts.stock import carbon_stock
from carbon_service_flow.core.accounts.stock_change import stock_change
from carbon_service_flow.core.balance.balance import balance
from carbon_service_flow.core.drivers.correlation import CorrelationMethod, MissingCells, correlate
from carbon_service_flow.core.drivers.factor_detector import gather_detection
from carbon_service_flow.core.engine.cluster import ENVIRONMENT, context, on_scheduler, shipping
from carbon_service_flow.core.engine.cluster import connection as connection_module
from carbon_service_flow.core.engine.cluster import run as run_module
from carbon_service_flow.core.engine.run import run
from carbon_service_flow.core.engine.windows import CHUNK
from carbon_service_flow.core.errors import CancelledError, ClusterError, RasterError, ReadError, WriteError
from carbon_service_flow.core.grids.align import align
from carbon_service_flow.core.grids.study_grid import write_study_grid
from carbon_service_flow.core.grids.warp import ValueKind
from carbon_service_flow.core.messages import NO_CRS
from carbon_service_flow.core.progress import Progress
from carbon_service_flow.core.raster.messages import OVERFLOW
from carbon_service_flow.core.raster.nodata.watch import Quantity
from carbon_service_flow.core.raster.sources import ArraySource
from carbon_service_flow.core.raster.staging import Staging
from carbon_service_flow.core.raster.targets import ArrayTarget
from osgeo import gdal
from support.cluster_world import SIDE, LocalCluster, assert_same, assert_same_rasters, names_in, perform
from support.common import Recorder, band, grid, load, save, target, zones_of

sys.path.append(str(SIDE))
from cluster_operations import Fails, Slow, Told

# Two by two chunks, the last ones small; and three by three where it is about the order of events.
SHAPE = (CHUNK + 40, CHUNK + 30)
FRAME = grid(*SHAPE)
LONG = grid(2 * CHUNK + 40, 2 * CHUNK + 30)
UNIT_CELLS = CHUNK * CHUNK
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="workers are killed by a signal")


@pytest.fixture(scope="module")
def inputs(tmp_path_factory) -> Path:
    """Patchy codes, and continuous layers with gaps; the folder's name is one that a user may have."""
    folder = tmp_path_factory.mktemp("cluster inputs 碳 & <x>")
    random = np.random.default_rng(7)
    codes = np.kron(random.integers(1, 7, (14, 14)), np.ones((80, 80)))[: SHAPE[0], : SHAPE[1]]
    save(folder / "codes.tif", np.choose(codes.astype(int) - 1, [11, 21, 31, 41, 51, 61]), kind=gdal.GDT_Byte, nodata=0)
    for number in range(4):
        values = np.cumsum(random.normal(size=SHAPE), axis=1) * 0.1 + 300.0 + number * codes
        values[random.random(SHAPE) < 0.03] = -1.0
        save(folder / f"layer{number}.tif", values, kind=gdal.GDT_Float32, nodata=-1.0)
    save(folder / "long.tif", random.random(LONG.shape), kind=gdal.GDT_Float32)
    save(
        folder / "wide.tif", random.random((300, 300)), (-9.0e3, 4000.0, 0, 3.409e6, 0, -4000.0), kind=gdal.GDT_Float32
    )
    return folder


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    with LocalCluster(tmp_path_factory.mktemp("cluster")) as started:
        yield started


@pytest.fixture(autouse=True)
def _many_tiles(monkeypatch) -> None:
    """As many tiles as windows, which are one unit wide with three sources or where a test says so."""
    monkeypatch.setattr(run_module, "TILE_CHUNKS", 1)


def zones():
    return zones_of(FRAME, a=(0, 0, 500, 700), b=(400, 300, 600, 700), c=(3.2, 3.2, 0.1, 0.1))


def layer(folder, number):
    return band(folder / f"layer{number}.tif")


def layers(folder):
    return [layer(folder, n) for n in range(4)], tuple("abcd"), FRAME


def stock(folder, out, progress):
    landuse, given = band(folder / "codes.tif"), zones()
    files = target(out("stock")), target(out("pools"), "above", "below", "soil", "dead")
    return carbon_stock(
        landuse,
        FRAME,
        ClassDensities.build(0, None),
        *files,
        zones=given.source(FRAME),
        zone_count=len(given),
        progress=progress,
    )


def ratios(folder, out, progress):
    given = zones()
    files = [target(out(name)) for name in ("difference", "ratio", "flow")]
    return balance(
        layer(folder, 0),
        layer(folder, 1),
        FRAME,
        files,
        zones=given.source(FRAME),
        zone_names=given.names,
        progress=progress,
    )


def change(folder, out, progress):
    files = target(out("change")), target(out("rate")), None
    return stock_change(layer(folder, 0), layer(folder, 1), FRAME, 5.0, None, targets=files, progress=progress)


def release(folder, out, progress):
    soil = SoilRespiration.build(Scheme.CNLUCC, None, RespirationBasis.AS_CARBON, progress)
    totals = np.array([[5.0, 7.0, 0.1], [1e6, 3.3e5, 2.0]])
    given = EmissionInputs(
        band(folder / "codes.tif"), soil, zones(), (True,) * 3, ("coal", "pigs"), ("builtup", "cropland"), totals
    )
    return emissions(given, FRAME, target(out("emission")), target(out("sources"), "a", "b", "c"), progress=progress)


def spread(folder, out, progress):
    totals = np.array([5.0, 1e6, 0.3])
    extent, weight = layer(folder, 0), layer(folder, 1)
    return spatialize(zones(), totals, extent, FRAME, weight=weight, target=target(out("spread")), progress=progress)


def move(folder, out, progress):
    wide = [band(folder / "wide.tif")]
    first = align(wide, FRAME, ValueKind.CONTINUOUS, target(out("bilinear")), progress, mask=band(folder / "codes.tif"))
    return first, align(wide, FRAME, ValueKind.TOTAL, target(out("total")), progress)


def plan(folder, out, progress):
    return write_study_grid(zones(), FRAME, target(out("grid")), progress)


def pearson(folder, out, progress):
    return correlate(*layers(folder), progress=progress)


def pearson_pairwise(folder, out, progress):
    return correlate(*layers(folder), missing=MissingCells.PAIRWISE, progress=progress)


def spearman(folder, out, progress):
    return correlate(*layers(folder), method=CorrelationMethod.SPEARMAN, progress=progress)


def factors(folder, out, progress):
    found, _, _ = layers(folder)
    sources = [found[0], found[1], band(folder / "codes.tif")]
    return gather_detection(sources[0], sources[1:], ("b", "codes"), FRAME, ("codes",), progress=progress)


RUNS = [stock, ratios, change, release, spread, move, plan, pearson, pearson_pairwise, spearman, factors]


@pytest.mark.parametrize("step", RUNS, ids=lambda step: step.__name__)
def test_every_operation_gives_the_same_on_the_cluster(cluster, inputs, tmp_path, step) -> None:
    here, there = Recorder(), Recorder()
    result, names = perform(step, inputs, tmp_path / "here", ".tif", here)
    with on_scheduler(cluster.address):
        other, _ = perform(step, inputs, tmp_path / "there", ".vrt", there)
    assert_same(result, other)
    assert f"Dask cluster {cluster.address}: 2 workers, 2 threads." in there.infos
    assert any("tiles go to 2 threads" in line for line in there.infos)
    assert here.warnings == there.warnings
    for name in names:
        assert_same_rasters(str(tmp_path / "here" / f"{name}.tif"), str(tmp_path / "there" / f"{name}.vrt"))
        assert len(names_in(tmp_path / "there" / f"{name}.tiles")) in (2, 4)
    assert names_in(tmp_path / "there") == sorted(f"{n}{end}" for n in names for end in (".tiles", ".vrt"))


def test_a_tif_is_one_file_and_stays_as_it_would_be_here(cluster, inputs, tmp_path) -> None:
    perform(stock, inputs, tmp_path / "here", ".tif", Progress())
    with on_scheduler(cluster.address):
        perform(stock, inputs, tmp_path / "there", ".tif", Progress())
    assert names_in(tmp_path / "there") == ["pools.tif", "stock.tif"]
    for name in ("pools", "stock"):
        assert_same_rasters(*(str(tmp_path / side / f"{name}.tif") for side in ("here", "there")))


def test_the_environment_names_the_scheduler_and_paths_may_be_relative(cluster, inputs, tmp_path, monkeypatch) -> None:
    """Workers have a working folder of their own."""
    monkeypatch.setenv(ENVIRONMENT, cluster.address)
    monkeypatch.chdir(inputs)
    progress = Recorder()
    sums = run(Slow(), [band("layer0.tif")], FRAME, [target(tmp_path / "root.tif", "root", "tenth")], progress)
    assert any(line.startswith("Dask cluster") for line in progress.infos)
    monkeypatch.delenv(ENVIRONMENT)
    assert_same(sums, run(Slow(), [band("layer0.tif")], FRAME, [target(tmp_path / "here.tif", "root", "tenth")]))
    assert_same_rasters(str(tmp_path / "here.tif"), str(tmp_path / "root.tif"))


def test_workers_have_no_qgis_and_get_the_code_again_when_it_changes(cluster, inputs, tmp_path, monkeypatch) -> None:
    original = shipping.sources

    def told() -> dict:
        connected = connection_module.Cluster.connect(cluster.address, Progress())
        try:
            thing = connected.send(Told(), key=f"told-{tmp_path}-{len(found)}")
            futures = connected.call(thing, "__call__", (), key=f"told-call-{tmp_path}-{len(found)}")
            return connected.result(futures, Progress())
        finally:
            connected.close()

    found: list[dict] = []
    found.append(told())
    monkeypatch.setattr(shipping, "sources", lambda: {**original(), "core/added.py": b"CHANGED = True\n"})
    found.append(told())
    monkeypatch.setattr(shipping, "sources", original)
    found.append(told())
    assert [one["qgis"] for one in found] == [[], [], []]
    codes = [one["code"] for one in found]
    assert all(".zip" in code for code in codes)
    assert codes[0] == codes[2] != codes[1]
    plugin = str(PLUGIN_FOLDER.parent)
    assert not any(plugin in entry for one in found for entry in one["path"])


@pytest.mark.parametrize("ending", [".vrt", ".tif"])
def test_cancelled_in_the_middle_nothing_is_left(cluster, inputs, tmp_path, ending) -> None:
    progress = Recorder()
    progress.cancelled = lambda: len(progress.fractions) >= 2
    with on_scheduler(cluster.address), Staging() as staging:
        out = target(staging.reserve(str(tmp_path / f"root{ending}")), "root", "tenth")
        with pytest.raises(CancelledError):
            run(Slow(0.1), [band(inputs / "long.tif")], LONG, [out], progress, window_cells=UNIT_CELLS)
    assert names_in(tmp_path) == []
    assert 2 <= len(progress.fractions) < 9


@pytest.mark.parametrize("own", [True, False])
def test_errors_of_an_operation_arrive_as_they_are(cluster, inputs, tmp_path, own) -> None:
    with on_scheduler(cluster.address), Staging() as staging:
        out = target(staging.reserve(str(tmp_path / "out.vrt")), "a", "b")
        with pytest.raises(RasterError if own else ZeroDivisionError) as raised:
            run(Fails(CHUNK, own), [layer(inputs, 0)], FRAME, [out])
    if own:
        assert raised.value.template == NO_CRS
        assert raised.value.values == {"raster": "{strange} <name> 碳"}
    assert names_in(tmp_path) == []


def test_a_value_too_large_is_told_with_its_place_on_the_whole_grid(cluster, tmp_path) -> None:
    values = np.ones(SHAPE)
    values[CHUNK + 3, CHUNK + 5] = 1e300
    # Categories are not looked through for fill values, which would be named first.
    big = band(save(tmp_path / "big.tif", values)).holding(Quantity.CATEGORY)
    (tmp_path / "out").mkdir()
    with on_scheduler(cluster.address), pytest.raises(RasterError) as raised:
        run(Slow(), [big], FRAME, [target(tmp_path / "out" / "a.vrt", "root", "tenth")], window_cells=UNIT_CELLS)
    assert raised.value.template == OVERFLOW
    assert (raised.value.values["row"], raised.value.values["col"]) == (CHUNK + 4, CHUNK + 6)
    assert names_in(tmp_path / "out") == []


def test_an_input_that_a_worker_cannot_open_is_named_with_the_worker(cluster, tmp_path) -> None:
    missing = band(tmp_path / "missing.tif", label="the layer")
    with on_scheduler(cluster.address), pytest.raises(ReadError) as raised:
        run(Slow(), [missing], FRAME, [target(tmp_path / "a.tif", "root", "tenth")])
    assert str(tmp_path / "missing.tif") in str(raised.value)
    assert "Worker tcp://" in str(raised.value)
    with on_scheduler(cluster.address), pytest.raises(ReadError, match="cannot open"):
        correlate([missing, missing], ("a", "b"), FRAME)


def test_a_folder_that_a_worker_cannot_write_is_named_with_the_worker(cluster, inputs, tmp_path, monkeypatch) -> None:
    """As with a folder of this machine only: the client makes it, and workers do not see it."""

    class Nothing:
        def add(self, tile) -> None:
            raise AssertionError

        close = abandon = lambda self: None

    monkeypatch.setattr(run_module, "make_joiner", lambda *_: Nothing())
    with on_scheduler(cluster.address), pytest.raises(WriteError, match=r"Worker tcp://.* cannot write .*a\.tiles"):
        run(Slow(), [layer(inputs, 0)], FRAME, [target(tmp_path / "a.tif", "root", "tenth")])


def test_what_keeps_arrays_stays_here_and_says_so(cluster, monkeypatch) -> None:
    source = ArraySource(np.arange(12.0).reshape(3, 4))
    for limit, kept in ((1 << 20, True), (10, False)):
        monkeypatch.setattr(context, "LARGEST_MESSAGE", limit)
        progress = Recorder()
        with on_scheduler(cluster.address):
            targets = [ArrayTarget.empty(grid(3, 4), [float, float])] if kept else []
            sums = run(Slow(), [source], grid(3, 4), targets, progress)
        assert sums["cells"] == 12
        assert "runs on this machine, not on the cluster" in progress.infos[0]


def test_small_arrays_travel(cluster) -> None:
    progress = Recorder()
    source = ArraySource(np.arange(12.0).reshape(3, 4), np.arange(12).reshape(3, 4) % 5 == 0)
    with on_scheduler(cluster.address):
        there = run(Slow(), [source], grid(3, 4), [], progress)
    assert_same(run(Slow(), [source], grid(3, 4)), there)
    assert progress.infos[-1] == "1 tiles go to 2 threads of the cluster."


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "nonsense", "tls://127.0.0.1:9", "/no/such/scheduler.json"])
def test_a_scheduler_that_cannot_be_reached_is_told_soon(inputs, address, monkeypatch) -> None:
    monkeypatch.setattr(connection_module, "CONNECT_SECONDS", 2)
    with on_scheduler(address), pytest.raises(ClusterError, match="cannot be reached") as raised:
        run(Slow(), [layer(inputs, 0)], FRAME)
    assert address in str(raised.value)
    # None is left for the garbage collector to close, which may wait for ever.
    clients = [thing for thing in gc.get_objects() if type(thing).__name__ == "Client"]
    assert {client.status for client in clients} <= {"closed", "newly-created"}


def test_workers_that_lack_a_module_are_named(cluster, inputs, monkeypatch) -> None:
    monkeypatch.setattr(shipping, "NEEDED", ("numpy", "no_such_module"))
    with on_scheduler(cluster.address), pytest.raises(ClusterError, match=r"tcp://.*: No module named 'no_such"):
        run(Slow(), [layer(inputs, 0)], FRAME)


def test_workers_of_another_python_are_refused(cluster, inputs, monkeypatch) -> None:
    """Dask would fail later, with an error that nobody understands."""
    import distributed

    versions = {"workers": {"tcp://other:1": {"host": {"python": "3.8.10.final.0"}}}}
    monkeypatch.setattr(distributed.Client, "get_versions", lambda self: versions)
    with on_scheduler(cluster.address), pytest.raises(ClusterError, match=r"Worker tcp://other:1 runs Python 3\.8"):
        run(Slow(), [layer(inputs, 0)], FRAME)


def test_without_dask_the_message_says_how_to_get_it(inputs, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with on_scheduler("tcp://127.0.0.1:9"), pytest.raises(ClusterError, match="pip install distributed"):
        run(Slow(), [layer(inputs, 0)], FRAME)


def test_load_reads_a_vrt_after_the_folder_moved(cluster, inputs, tmp_path) -> None:
    with on_scheduler(cluster.address):
        perform(plan, inputs, tmp_path / "there", ".vrt", Progress())
    before = load(tmp_path / "there" / "grid.vrt")
    (tmp_path / "there").rename(tmp_path / "moved")
    assert load(tmp_path / "moved" / "grid.vrt").tobytes() == before.tobytes()
