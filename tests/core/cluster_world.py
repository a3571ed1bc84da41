"""A real Dask cluster on this machine for tests: a scheduler and workers, each a process of its own.

Workers have no QGIS and not the plugin: their path holds `cluster_side` only.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

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
        self._wait_for("Starting established connection", self._count)
        return self

    def __exit__(self, *_: object) -> None:
        for process in reversed(self._processes):
            if process.poll() is None:
                process.kill()
            process.wait()

    def start_scheduler(self) -> None:
        self._start("scheduler", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")
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
                return found[0]
            time.sleep(0.1)
        raise TimeoutError(f"no {pattern} in:\n{text}")
