"""Messages of `core/engine/cluster`: English templates, marked for translation; see `core/messages`."""

from __future__ import annotations

from ...messages import QT_TRANSLATE_NOOP

# The connection
DASK_MISSING = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "The scheduler {address} is named, but dask.distributed is not installed for {python}. Install it there "
    "(python -m pip install distributed), or clear the scheduler's address to compute on this machine.",
)
UNREACHABLE = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "The scheduler {address} cannot be reached: {reason}. Check the address (such as tcp://host:8786) and that the "
    "scheduler runs, or clear the address to compute on this machine.",
)
SCHEDULER_LOST = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "The scheduler {address} went away during the run: {reason}. No output was written. Start it and run again.",
)

# Its workers
NO_WORKERS = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "The scheduler {address} has had no workers for {seconds} seconds. Start some "
    "(dask worker {address}) and run again.",
)
OTHER_PYTHON = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "Worker {worker} runs Python {theirs}, this is Python {ours}. Give workers the same minor version and run again.",
)
WORKER_UNFIT = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "The workers of {address} cannot be used: {reason}. Each needs Python with numpy and GDAL.",
)
WORKERS_DIED = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "The workers of {address} died again and again at the same tile ({reason}). They may need more memory: allow them "
    "more, or give them fewer threads, and run again.",
)
WORKER_CANNOT_OPEN = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "Worker {worker} cannot open {path}: {reason}. Inputs must lie in a folder that all machines of the cluster see "
    "under the same name.",
)
WORKER_CANNOT_WRITE = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "Worker {worker} cannot write {path}: {reason}. Outputs must lie in a folder that all machines of the cluster see "
    "under the same name; temporary outputs usually do not.",
)
