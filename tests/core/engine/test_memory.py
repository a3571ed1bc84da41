"""Freed blocks are kept: what is allocated next need not be cleared by the system, page by page."""

from __future__ import annotations

import os
import platform
import subprocess
import sys

import pytest

ROUNDS, BLOCKS = 20, 6
MEGABYTES = 2
PAGES = BLOCKS * (MEGABYTES << 20) // 4096
# In a process of its own: what it learns about blocks, the C library keeps to the end.
PROGRAM = f"""
import resource
import numpy as np
from carbon_service_flow.core.engine.memory import reuse_freed_blocks

def use():
    for _ in range({ROUNDS}):
        held = [np.ones({MEGABYTES} << 20, np.uint8) for _ in range({BLOCKS})]
        del held

reuse_freed_blocks()
before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
use()
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other C libraries have rules of their own")
def test_blocks_of_some_megabytes_are_cleared_once() -> None:
    """20 rounds of six blocks of 2 MB, freed after each: with the pages of two rounds at most, not of twenty."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    told = subprocess.run(
        [sys.executable, "-c", PROGRAM], env=environment, capture_output=True, text=True, check=True, timeout=60
    )
    assert int(told.stdout) < 2 * PAGES
