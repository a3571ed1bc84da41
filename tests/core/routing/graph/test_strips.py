"""Strips of rows and the threads that work on them."""

from __future__ import annotations

import threading

import numpy as np
import pytest
from carbon_service_flow.core.routing.graph import strips
from carbon_service_flow.core.routing.graph.strips import map_strips, row_strips
from hypothesis import given
from hypothesis import strategies as st


@given(st.integers(0, 60), st.integers(1, 50), st.integers(1, 200))
def test_strips_cover_every_row_once_and_are_as_high_as_allowed(rows, cols, cells):
    slices = row_strips(rows, cols, cells)
    assert [row for strip in slices for row in range(rows)[strip]] == list(range(rows))
    heights = [strip.stop - strip.start for strip in slices]
    assert all(height == max(1, cells // cols) for height in heights[:-1])
    assert all(height * cols <= cells or height == 1 for height in heights)


def test_the_usual_size_is_that_of_the_module(monkeypatch):
    monkeypatch.setattr(strips, "STRIP_CELLS", 20)
    assert row_strips(3, 10) == [slice(0, 2), slice(2, 3)]


@pytest.mark.parametrize("threads", [1, 3])
def test_results_come_in_order_of_the_strips(threads):
    values = np.arange(10)
    slices = row_strips(10, 1, 3)
    assert map_strips(lambda strip: int(values[strip].sum()), slices, threads) == [3, 12, 21, 9]
    assert map_strips(len, [], threads) == []


def test_several_threads_work_at_once(monkeypatch):
    """Each of three strips waits until all three are at work."""
    monkeypatch.setattr(strips.os, "cpu_count", lambda: 3)
    together = threading.Barrier(3, timeout=20)
    map_strips(lambda strip: together.wait(), row_strips(3, 1, 1))


def test_errors_are_passed_on():
    def fail(strip):
        raise ValueError(strip.start)

    with pytest.raises(ValueError, match="0"):
        map_strips(fail, row_strips(4, 1, 1), 2)
