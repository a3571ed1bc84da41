"""Cells that cannot be read: counted, told, and too many of them refused."""

from __future__ import annotations

import pytest
from carbon_service_flow.core.errors import TableError
from carbon_service_flow.core.stations.record_cells import read_cells

TEMPLATE = "row {row}: {value} is none, {count} of {records} (more than {limit} %)"


def number(cell):
    return float(cell) if str(cell).isdigit() else None


def test_each_distinct_cell_is_read_once():
    seen = []
    column = read_cells(["1", "x", "1", "x"], lambda cell: (seen.append(cell), number(cell))[1])
    assert seen == ["1", "x"]
    assert column.results == [1, None, 1, None]
    assert column.rejected.tolist() == [False, True, False, True]
    assert column.values == {"x": (1, 2)}


def test_one_in_twenty_passes_and_more_are_refused():
    # 5 % of 40 are 2.
    read_cells(["1"] * 38 + ["x", "y"], number).require_few(TEMPLATE, range(40))
    with pytest.raises(TableError, match=r"row 38: x is none, 3 of 40 \(more than 5 %\)"):
        read_cells(["1"] * 37 + ["y", "x", "x"], number).require_few(TEMPLATE, range(40))


def test_the_most_frequent_value_is_named_first():
    column = read_cells(["a", "b", "b", "c", "d", "e", "f", "g"], number)
    assert column.describe(range(2, 10)).startswith('"b" (2 times, first in row 3), "a" (row 2), "c" (row 5)')
    assert column.describe(range(2, 10)).endswith("and 2 other values")


def test_no_cells_are_no_error():
    read_cells([], number).require_few(TEMPLATE, [])
