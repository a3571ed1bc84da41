"""Strips of rows: small enough for the processor's cache, and worked on by several threads.

What is done for a strip may read the rows next to it, but writes its own rows alone; so strips can be done in any
order, and the result is the same however many threads there are. Numpy lets other threads run while it computes.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Result = TypeVar("Result")

STRIP_CELLS = 1 << 16  # in a strip
_THREADS = 4


def row_strips(rows: int, cols: int, cells: int | None = None) -> list[slice]:
    """Return slices of rows that cover a grid, of `cells` (None: STRIP_CELLS) cells or a row each."""
    height = max(1, (cells or STRIP_CELLS) // max(1, cols))
    return [slice(row, min(row + height, rows)) for row in range(0, rows, height)]


def map_strips(work: Callable[[slice], Result], parts: list[slice], threads: int | None = None) -> list[Result]:
    """Return what `work` gives for each part, in order. Raises what it raises."""
    workers = min(threads or min(_THREADS, os.cpu_count() or 1), len(parts))
    if workers < 2:
        return [work(part) for part in parts]
    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(work, parts))
