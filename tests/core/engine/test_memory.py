"""Freed blocks are reused, and not cleared by the system page by page; steps that need too much are stopped."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from types import SimpleNamespace

import pytest
from carbon_service_flow.core.engine import memory
from carbon_service_flow.core.errors import NotEnoughMemoryError
from support.common import Recorder

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


def test_a_step_that_just_fits_is_let_through_and_one_byte_more_is_not(monkeypatch) -> None:
    monkeypatch.setattr(memory, "available_memory", lambda: 7_000_000)
    progress = Recorder()
    memory.require_memory(7_000_000, "Routing 9 cells", progress)
    assert progress.infos == ["Routing 9 cells needs about 7 MB of memory; 7 MB are free."]
    with pytest.raises(NotEnoughMemoryError, match="needs about 8 MB of memory, but only 7 MB are free"):
        memory.require_memory(7_600_000, "Routing 9 cells", progress)
    with pytest.raises(NotEnoughMemoryError):
        memory.require_memory(7_000_001, "Routing 9 cells", progress)


def test_where_the_system_does_not_say_a_step_is_tried(monkeypatch) -> None:
    monkeypatch.setattr(memory, "available_memory", lambda: None)
    progress = Recorder()
    memory.require_memory(10**15, "Routing", progress)
    assert progress.infos == ["Routing needs about 1000000000 MB of memory; free memory is unknown on this system."]


def test_free_memory_of_linux_in_bytes(monkeypatch, tmp_path) -> None:
    """MemAvailable counts what caches would give back; it is in kB."""
    told = tmp_path / "meminfo"
    told.write_text("MemTotal:  9 kB\nMemFree:  5 kB\nMemAvailable:    7 kB\nBuffers: 1 kB\n")
    monkeypatch.setattr(memory, "find_spec", lambda name: None)
    monkeypatch.setattr(memory, "MEMINFO", told)
    assert memory.available_memory() == 7 * 1024


def test_free_memory_of_other_systems(monkeypatch, tmp_path) -> None:
    """psutil where there is one; else free pages times their size; else nothing is known."""
    monkeypatch.setattr(memory, "MEMINFO", tmp_path / "missing")
    monkeypatch.setattr(memory, "find_spec", lambda name: None)
    sizes = {"SC_AVPHYS_PAGES": 3, "SC_PAGE_SIZE": 4096}
    monkeypatch.setattr(memory.os, "sysconf_names", sizes)
    monkeypatch.setattr(memory.os, "sysconf", sizes.__getitem__)
    assert memory.available_memory() == 3 * 4096
    monkeypatch.setattr(memory.os, "sysconf_names", {})
    assert memory.available_memory() is None
    monkeypatch.setattr(memory, "find_spec", lambda name: name == "psutil" or None)
    answer = SimpleNamespace(virtual_memory=lambda: SimpleNamespace(available=11.0, free=5))
    monkeypatch.setattr(memory, "import_module", {"psutil": answer}.__getitem__)
    assert memory.available_memory() == 11
