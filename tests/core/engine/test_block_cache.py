"""Reading and writing at once with hardly any block cache: it must end, and be right.

With GDAL 3.6 a block of the output that waits in the cache is written by whoever needs room; a decoding thread that
does so waits for the encoders, which wait for it. The run stands in a process of its own, so that it can be stopped.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
from carbon_service_flow import core
from osgeo import gdal

PLUGINS = Path(core.__file__).absolute().parents[2]
SIZE = 3072
RUN = """
import sys
import numpy as np
sys.path.insert(0, sys.argv[1])
from carbon_service_flow.core.engine import run as blocks
from carbon_service_flow.core.engine.operation import Result
from carbon_service_flow.core.raster.grid import Grid
from carbon_service_flow.core.raster.sources import ArraySource, Band
from carbon_service_flow.core.raster.geotiff import Target
blocks.LEAST_CACHE = 4 << 20
size = int(sys.argv[3])
grid = Grid(size, size, (0.0, 100.0, 0.0, 0.0, 0.0, -100.0), "EPSG:6933")
values = np.random.default_rng(0).random(grid.shape, dtype=np.float32)
first, second = sys.argv[2] + "/first.tif", sys.argv[2] + "/second.tif"
double = lambda block: Result([block.bands[0] * np.float32(2)])
blocks.run(lambda block: Result([block.bands[0]]), [ArraySource(values)], grid, [Target(first, ("a",))])
for _ in range(3):
    blocks.run(double, [Band(first)], grid, [Target(second, ("a",))])
np.save(sys.argv[2] + "/values.npy", values)
"""


def test_a_cache_of_a_few_megabytes_neither_stops_a_run_nor_changes_it(tmp_path):
    command = [sys.executable, "-c", RUN, str(PLUGINS), str(tmp_path), str(SIZE)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    values = np.load(tmp_path / "values.npy")
    written = gdal.Open(str(tmp_path / "second.tif")).ReadAsArray()
    np.testing.assert_array_equal(written, values * np.float32(2))
