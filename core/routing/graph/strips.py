"""Strips of rows: small enough for the processor's cache, and worked on by several threads.

The work on a strip may read adjacent rows, but writes its own rows alone; so strips can be done in any order, and the
result is the same however many threads there are. Numpy releases the interpreter's lock while it computes.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Answer = TypeVar("Answer")

STRIP_CELLS = 1 << 16
_THREADS = 4


def row_strips(rows: int, cols: int, cells: int | None = None) -> list[slice]:
    """Return slices of rows that cover a grid, the last one shorter where they do not come out even.

    >>> row_strips(5, 10, cells=20)
    [slice(0, 2, None), slice(2, 4, None), slice(4, 5, None)]

    Parameters
    ----------
    rows, cols : int
    cells : int or None, at most so many in a strip of two rows or more; None: STRIP_CELLS

    Returns
    -------
    list of slice
    """
    height = max(1, (cells or STRIP_CELLS) // max(1, cols))
    return [slice(row, min(row + height, rows)) for row in range(0, rows, height)]


def map_strips(work: Callable[[slice], Answer], strips: list[slice], threads: int | None = None) -> list[Answer]:
    """Return what `work` gives for each strip, in order of the strips.

    Parameters
    ----------
    work : called once per strip, in several threads; what it raises is raised here
    strips : list of slice
    threads : int or None for as many as the machine has processors, 4 at most

    Returns
    -------
    list, one result per strip
    """
    workers = min(threads or min(_THREADS, os.cpu_count() or 1), len(strips))
    if workers < 2:
        return [work(strip) for strip in strips]
    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(work, strips))
