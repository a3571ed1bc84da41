"""The benchmark's own parts, and a run of it at a tiny size: whole programs, so that it is small and only one round."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal

from benchmarks import compare
from benchmarks.inputs import NODATA, World

ROOT = Path(__file__).resolve().parents[2]
HAVE_QGIS = shutil.which("qgis_process.bin", path="/usr/bin:/bin") or shutil.which("qgis_process", path="/usr/bin:/bin")
SIZE = "300x200"
PLUGIN = ("--rows", "stock,d8", "--only", "reclassifyby,gdal_calc", "--kinds", "ours,codec,peer,floor")


def run(build: Path, *arguments: str) -> list[dict]:
    """Run the benchmark; return its entries."""
    command = [
        "/usr/bin/python3",
        "-m",
        "benchmarks",
        "--build",
        str(build),
        "--sizes",
        SIZE,
        "--rounds",
        "1",
        *arguments,
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert (build / "results.md").read_text(encoding="utf-8") in done.stdout
    assert len((build / "results.csv").read_text().splitlines()) > 1
    return json.loads((build / "results.json").read_text())["entries"]


@pytest.fixture(scope="session")
def build(tmp_path_factory):
    return tmp_path_factory.mktemp("bench 基准")


@pytest.fixture(scope="session")
def inputs(build):
    """Made by the run of core alone, which touches every row."""
    entries = run(build, "--kinds", "core")
    assert [entry["row"] for entry in entries] == [
        "stock", "zones", "ratio", "balance", "correlation", "spread", "d8", "surface", "two"
    ]  # fmt: skip
    for entry in entries:
        assert not entry["problem"], entry
        assert entry["median_seconds"] > 0
        assert entry["found"]
    return build / f"{SIZE}-seed1"


def test_every_row_by_core_alone_is_right(inputs):
    assert (inputs / "landuse.tif").exists()


@pytest.mark.skipif(not HAVE_QGIS, reason="qgis_process is not installed")
def test_this_plugin_beside_peers(build, inputs):
    entries = {(e["row"], e["program"]): e for e in run(build, *PLUGIN)}
    for key, entry in entries.items():
        if key[1].startswith("gdal_calc") and "not there" in entry["problem"]:
            continue
        assert not entry["problem"], entry
        assert entry["median_seconds"] > 0
        assert entry["cpu"][0] > 0
        assert entry["peak_mb"] > 20
    assert entries["stock", "this plugin"]["ratio"] == 1
    assert entries["stock", "this plugin"]["codec"].endswith("Float32")
    # A peer that cannot compress is compared with this plugin when it does not.
    assert entries["stock", "QGIS reclassifybytable"]["against"] == "this plugin, uncompressed"
    assert entries["d8", "this plugin"]["against"] == "this plugin"
    assert entries["stock", "QGIS reclassifybytable"]["found"] == "largest difference 0"
    assert "law of every cell" in entries["d8", "this plugin"]["found"]


def changed(path: Path, copy: Path, row: int, col: int, value: float) -> Path:
    shutil.copyfile(path, copy)
    dataset = gdal.Open(str(copy), gdal.GA_Update)
    dataset.GetRasterBand(1).WriteArray(np.array([[value]], np.float32), int(col), int(row))
    del dataset
    return copy


def test_a_wrong_cell_is_seen(inputs, tmp_path):
    stock = inputs / "stock.tif"
    assert compare.compare_raster("stock", inputs, stock, 0.0, 0.0)["ok"]
    values = gdal.Open(str(stock)).ReadAsArray()
    row, col = np.argwhere(values != NODATA)[1234]
    off = changed(stock, tmp_path / "off.tif", row, col, np.nextafter(values[row, col], np.float32(1e9)))
    assert not compare.compare_raster("stock", inputs, off, 0.0, 0.0)["ok"]
    assert compare.compare_raster("stock", inputs, off, 1e-3, 0.0)["ok"]
    gap = changed(stock, tmp_path / "gap.tif", row, col, NODATA)
    assert "1 gaps elsewhere" in compare.compare_raster("stock", inputs, gap, 1e9, 0.0)["found"]


@pytest.mark.parametrize("kind", ["d8", "two"])
def test_a_flux_that_breaks_the_law_is_seen(inputs, tmp_path, kind):
    """A plain sum along the directions, cell after cell down the wind, against the law; then with one cell off."""
    rows, cols = 200, 300
    read = compare.read
    source = read(inputs / "source.tif", 0, rows).data.astype(np.float64)
    shares = compare.flux.shares(kind, inputs, read, 0, rows)
    # Every step goes forward along the mean bearing, 120 degrees: east and, by half as much, south.
    place = np.add.outer(0.5 * np.arange(rows), np.sqrt(0.75) * np.arange(cols))
    total = source.copy()
    for cell in np.argsort(place, axis=None, kind="stable"):
        row, col = divmod(int(cell), cols)
        for (down, right), share in zip(compare.flux.STEPS, shares):
            if share[row, col] and 0 <= row + down < rows and 0 <= col + right < cols:
                total[row + down, col + right] += share[row, col] * total[row, col]
    path = tmp_path / "flux.tif"
    frame = gdal.Open(str(inputs / "source.tif"))
    gdal.GetDriverByName("GTiff").CreateCopy(str(path), frame)
    written = gdal.Open(str(path), gdal.GA_Update)
    written.GetRasterBand(1).WriteArray(total.astype(np.float32))
    del written

    def judge(file: Path) -> dict:
        return compare.flux.compare_flux(kind, False, 0, inputs, file, read, (rows, cols), list(compare.strips(rows)))

    assert judge(path)["ok"]
    off = changed(path, tmp_path / "off.tif", 100, 150, total[100, 150] * 1.00001 + 0.01)
    assert not judge(off)["ok"]


def test_inputs_do_not_hang_on_the_strips_that_they_are_made_in():
    whole = World(700, 90, 5).accounts(0, 700)
    later = World(700, 90, 5).landuse(512, 188)
    np.testing.assert_array_equal(whole["landuse"][512:], later)
    assert not np.array_equal(whole["landuse"], World(700, 90, 6).landuse(0, 700))


def test_land_use_lies_in_patches():
    codes = World(600, 800, 3).landuse(0, 600)
    alike = np.mean(codes[:, 1:] == codes[:, :-1])
    assert 0.9 < alike < 0.999
    assert set(np.unique(codes // 10)) >= {1, 2, 3, 4, 5}


MEASURED = """
import sys
from pathlib import Path
from benchmarks.measure import Step, measure

log = Path(sys.argv[1])
burn = "import time; x = bytearray(150_000_000)" + chr(10) + "while time.process_time() < 0.3: pass"
steps = (sys.executable, "-c", burn), ("sleep", "0.2"), ("sh", "-c", "exit 3"), ("sleep", "9")
good, failed = [measure([Step(one) for one in some], log) for some in (steps[:2], steps[1:])]
assert good.ok and good.cpu >= 0.3 and good.seconds >= 0.5 and 150 < good.peak_mb < 200, good
assert failed.problem == "ended with code 3" and failed.seconds < 5, failed
assert "killed" in measure([Step(("sleep", "30"))], log, timeout=0.2).problem
assert not measure([Step(("/no/such/program",))], log).ok
"""


def test_what_a_run_took_is_the_operating_systems_word(tmp_path):
    """In a process of its own, since this one is large."""
    command = ["/usr/bin/python3", "-c", MEASURED, str(tmp_path / "log.txt")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_process_that_measures_stays_small():
    """A child's peak starts at its parent's: numpy or GDAL there would be in every figure."""
    question = "import benchmarks.__main__, sys; print([m for m in ('numpy', 'osgeo', 'pandas') if m in sys.modules])"
    told = subprocess.run(["/usr/bin/python3", "-c", question], cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
