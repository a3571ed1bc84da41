"""Memory: how much there is, so that a step that needs more is stopped before it starts; reuse of freed blocks."""

from __future__ import annotations

import os
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from ..errors import NotEnoughMemoryError
from ..progress import Progress
from .messages import MEMORY_SHORT

MEMINFO = Path("/proc/meminfo")
# The largest block whose release glibc learns from: see mallopt(3), M_MMAP_THRESHOLD.
_LARGEST_REUSED = (32 << 20) - (1 << 16)


def reuse_freed_blocks() -> None:
    """Have the C library keep freed blocks of some MB for what comes next.

    glibc gives them back to the system, which clears each of their pages again, until one as large has been freed.
    """
    np.empty(_LARGEST_REUSED, dtype=np.uint8)


def available_memory() -> int | None:
    """Return the memory that a program may still take.

    Returns
    -------
    int, bytes, or None when the system does not say
    """
    if find_spec("psutil") is not None:
        return int(import_module("psutil").virtual_memory().available)
    if MEMINFO.exists():
        for line in MEMINFO.read_text(encoding="ascii").splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * 1024
    if hasattr(os, "sysconf") and "SC_AVPHYS_PAGES" in os.sysconf_names:
        return int(os.sysconf("SC_AVPHYS_PAGES")) * int(os.sysconf("SC_PAGE_SIZE"))
    return None


def require_memory(needed: int, what: str, progress: Progress) -> None:
    """Log what a step needs, and stop it when it does not fit.

    Parameters
    ----------
    needed : int, bytes
    what : str
        What messages call the step.
    progress : Progress

    Raises
    ------
    NotEnoughMemoryError
    """
    available = available_memory()
    free = f"{available / 1e6:.0f} MB are free" if available is not None else "free memory is unknown on this system"
    progress.info(f"{what} needs about {needed / 1e6:.0f} MB of memory; {free}.")
    if available is not None and needed > available:
        raise NotEnoughMemoryError(
            MEMORY_SHORT, what=what, needed=f"{needed / 1e6:.0f}", available=f"{available / 1e6:.0f}"
        )
