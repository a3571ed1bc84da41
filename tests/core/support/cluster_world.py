"""A real Dask cluster on this machine for tests: a scheduler and workers, each a process of its own.

Workers have no QGIS and not the plugin: their path holds `cluster_side` only.
"""

from __future__ import annotations

import dataclasses
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
from carbon_service_flow.core.progress import Progress
from carbon_service_flow.core.raster.staging import Staging
from osgeo import gdal

SIDE = Path(__file__).parent / "cluster_side"
START_SECONDS = 60


class LocalCluster:
    """Use as a context."""

    def __init__(self, folder: Path, workers: int = 2) -> None:
        self._folder = folder
        self._count = workers
        self._processes: list[subprocess.Popen] = []
        self.workers: list[subprocess.Popen] = []
        self.address = ""

    def __enter__(self) -> LocalCluster:
        self.start_scheduler()
        for _ in range(self._count):
            self.add_worker()
        self._wait_for("Registered to:", self._count)
        return self

    def __exit__(self, *_: object) -> None:
        for process in reversed(self._processes):
            if process.poll() is None:
                process.kill()
            process.wait()

    def start_scheduler(self) -> None:
        self._start(
            "scheduler", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard"
        )
        self.address = self._wait_for(r"Scheduler at:\s+(tcp://\S+)")

    def add_worker(self) -> subprocess.Popen:
        name = f"worker{len(self.workers)}"
        process = self._start(
            name,
            "distributed.cli.dask_worker",
            *(self.address, "--host", "127.0.0.1", "--nthreads", "1", "--no-nanny", "--no-dashboard", "--name", name),
            *("--local-directory", str(self._folder / name)),
        )
        self.workers.append(process)
        return process

    @staticmethod
    def kill(process: subprocess.Popen) -> None:
        process.send_signal(signal.SIGKILL)
        process.wait()

    def _start(self, name: str, module: str, *arguments: str) -> subprocess.Popen:
        environment = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "QGIS", "CARBON", "DASK"))}
        environment.update(PYTHONPATH=str(SIDE), OPENBLAS_NUM_THREADS="1", OMP_NUM_THREADS="1", PYTHONNOUSERSITE="1")
        environment["DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES"] = os.environ.get("ALLOWED_FAILURES", "3")
        with (self._folder / f"{name}.log").open("w") as log:
            # -P or a working folder without the plugin: `-m` puts the working folder on the path.
            process = subprocess.Popen(
                [sys.executable, "-m", module, *arguments], cwd=SIDE, env=environment, stdout=log, stderr=log
            )
        self._processes.append(process)
        return process

    def _wait_for(self, pattern: str, count: int = 1) -> str:
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            text = "".join(path.read_text() for path in sorted(self._folder.glob("*.log")))
            found = re.findall(pattern, text)
            if len(found) >= count:
                return found[0] if found else ""
            time.sleep(0.1)
        raise TimeoutError(f"no {pattern} in:\n{text}")


def assert_same(one: object, two: object, where: str = "result") -> None:
    """Equal to the last bit, however deep; nan is nan."""
    assert type(one) is type(two), where
    if isinstance(one, np.ndarray):
        assert one.dtype == two.dtype, where
        assert one.tobytes() == two.tobytes(), where
    elif dataclasses.is_dataclass(one):
        for item in dataclasses.fields(one):
            assert_same(getattr(one, item.name), getattr(two, item.name), f"{where}.{item.name}")
    elif isinstance(one, dict):
        assert list(one) == list(two), where
        for key in one:
            assert_same(one[key], two[key], f"{where}[{key}]")
    elif isinstance(one, (list, tuple)):
        assert len(one) == len(two), where
        for number, pair in enumerate(zip(one, two)):
            assert_same(*pair, f"{where}[{number}]")
    else:
        assert one == two or (one != one and two != two), where


def assert_same_rasters(one: str, two: str) -> None:
    """Pixels, nodata, descriptions, units, geotransform and CRS."""
    first, second = gdal.Open(one), gdal.Open(two)
    assert first.GetGeoTransform() == second.GetGeoTransform()
    assert first.GetSpatialRef().IsSame(second.GetSpatialRef())
    assert (first.RasterXSize, first.RasterYSize, first.RasterCount) == (
        *(second.RasterXSize, second.RasterYSize, second.RasterCount),
    )
    for number in range(1, first.RasterCount + 1):
        a, b = first.GetRasterBand(number), second.GetRasterBand(number)
        for fact in ("GetNoDataValue", "GetDescription", "GetUnitType", "DataType"):
            values = [getattr(x, fact)() if fact.startswith("Get") else getattr(x, fact) for x in (a, b)]
            assert values[0] == values[1], fact
        assert a.ReadAsArray().tobytes() == b.ReadAsArray().tobytes()


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


class Outputs:
    """Reserves names in a folder for a run and remembers them."""

    def __init__(self, folder: Path, ending: str, staging: Staging) -> None:
        self.folder, self.ending, self.staging = folder, ending, staging
        folder.mkdir(exist_ok=True)
        self.names: list[str] = []

    def __call__(self, name: str) -> str:
        self.names.append(name)
        return self.staging.reserve(str(self.folder / f"{name}{self.ending}"))


def perform(step, inputs: Path, folder: Path, ending: str, progress: Progress):
    with Staging() as staging:
        out = Outputs(folder, ending, staging)
        result = step(inputs, out, progress)
        staging.commit()
    return result, out.names
