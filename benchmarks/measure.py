"""One run of a program as the operating system saw it: seconds, CPU, peak memory.

    >>> measure([Step(("/bin/true",))], Path("log.txt")).ok
    True

Everything is read from `wait4`: CPU seconds are user and system time of the program and of all children that it waited
for, the peak is the resident memory of the largest process among them. A forked child starts with its parent's peak, so
the process that measures must stay small: it imports no numpy, no GDAL (12 MB then, less than any program measured).
"""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

MEGABYTE_KB = 1024


@dataclass(frozen=True)
class Step:
    """A command line and what it adds to the environment (which is otherwise `clean_environment`)."""

    command: tuple[str, ...]
    environment: dict[str, str] = field(default_factory=dict)
    folder: str | None = None


@dataclass
class Usage:
    """What a run took; `problem` is empty when every step ended with code 0."""

    seconds: float = 0.0
    cpu: float = 0.0
    peak_mb: float = 0.0
    problem: str = ""

    @property
    def ok(self) -> bool:
        """True when it ran to its end."""
        return not self.problem


def clean_environment(extra: dict[str, str]) -> dict[str, str]:
    """The system's programs first, no window, no statistics files beside rasters, one language."""
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith(("GDAL_", "PYTHON", "QGIS"))},
        "PATH": "/usr/bin:/bin:" + os.environ.get("PATH", ""),
        "LANG": "C.UTF-8",
        "QT_QPA_PLATFORM": "offscreen",
        "GDAL_PAM_ENABLED": "NO",
        **extra,
    }


def measure(steps: Sequence[Step], log: Path, timeout: float = 900.0) -> Usage:
    """Run the steps one after the other; stops at the first that fails. What they print goes to the end of `log`."""
    total = Usage()
    for step in steps:
        used = _measure_one(step, log, timeout)
        total.seconds += used.seconds
        total.cpu += used.cpu
        total.peak_mb = max(total.peak_mb, used.peak_mb)
        if not used.ok:
            total.problem = used.problem
            break
    return total


def _measure_one(step: Step, log: Path, timeout: float) -> Usage:
    with log.open("a", encoding="utf-8") as told:
        told.write(f"\n$ {' '.join(step.command)}\n")
        told.flush()
        start = time.monotonic()
        try:
            process = subprocess.Popen(
                step.command,
                env=clean_environment(step.environment),
                cwd=step.folder,
                stdin=subprocess.DEVNULL,
                stdout=told,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        except OSError as error:
            return Usage(problem=str(error))
        timer = threading.Timer(timeout, os.killpg, (process.pid, signal.SIGKILL))
        timer.start()
        try:
            _, status, used = os.wait4(process.pid, 0)
        except BaseException:
            # Stopped by hand: leave no program behind.
            os.killpg(process.pid, signal.SIGKILL)
            raise
        finally:
            timer.cancel()
        seconds = time.monotonic() - start
        process.returncode = os.waitstatus_to_exitcode(status)
    return Usage(
        seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / MEGABYTE_KB, _reason(process.returncode, timeout)
    )


def _reason(code: int, timeout: float) -> str:
    if code == -signal.SIGKILL:
        return f"killed (out of memory, or after {timeout:.0f} s)"
    if code < 0:
        return f"died of signal {-code}"
    return f"ended with code {code}" if code else ""
