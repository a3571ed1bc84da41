"""Numbers by neighbour and patch of cells."""

from __future__ import annotations

import numpy as np
import pytest
from carbon_service_flow.core.routing import Neighbourhood
from carbon_service_flow.core.routing.graph import step_table
from carbon_service_flow.core.routing.graph.neighbours import EASTWARD
from carbon_service_flow.core.routing.graph.step_table import StepTable, patch_sizes, patches_of
from support.common import ALBERS, grid
from support.ground import PLACES, bearing_and_length, grid_around


def test_by_rows():
    """Grid of 2 x 3 cells: cells 0 to 2 have the first column of the table, 3 to 5 the second."""
    table = StepTable.by_row(np.arange(16.0).reshape(8, 2), 3)
    assert table.at(np.array([0, 1, 7]), np.array([2, 3, 5])).tolist() == [0.0, 3.0, 15.0]
    assert table.of_row(1)[:, 0].tolist() == [1, 3, 5, 7, 9, 11, 13, 15]
    assert table.compiled[2].size == 0


def test_by_patches():
    """Grid of 3 x 4 cells in patches of 2 x 2: patches 0 0 1 1 / 0 0 1 1 / 2 2 3 3."""
    row_patch, col_patch = patches_of((3, 4), (2, 2))
    table = StepTable(np.arange(32.0).reshape(8, 4), 4, row_patch * 2, col_patch)
    cells = np.arange(12)
    assert table.at(np.zeros(12, int), cells).tolist() == [0, 0, 1, 1, 0, 0, 1, 1, 2, 2, 3, 3]
    assert table.at(np.full(12, 3), cells).tolist() == [12, 12, 13, 13, 12, 12, 13, 13, 14, 14, 15, 15]
    assert table.of_row(2)[3].tolist() == [14, 14, 15, 15]
    doubled = table.replaced(2 * table.values)
    assert doubled.of_row(2)[3].tolist() == [28, 28, 30, 30]
    assert np.array_equal(doubled.compiled[1], [0, 0, 2])


def test_patches_are_as_large_as_lengths_allow(monkeypatch):
    """Lengths grow by 1 % over 100 rows, 1e-4 a row: 10 rows change by 1e-3, twice what a half of them may."""
    lengths = np.ones((8, 2, 1)) * np.array([1.0, 1.01])[None, :, None]
    assert patch_sizes(lengths, np.array([0.0, 100.0]), np.zeros(1)) == (10, 10**9)
    monkeypatch.setattr(step_table, "_MOST_PATCHES", 6)
    row_patch, col_patch = patches_of((10, 10), (1, 10))  # ten patches become five, of 2 rows
    assert (row_patch[-1], col_patch[-1]) == (4, 0)


@pytest.mark.parametrize("place", [*PLACES])
@pytest.mark.parametrize("size", [900.0, 30_000.0])
def test_lengths_are_those_of_the_ground(place, size):
    """Any step of any cell, to 0.1 %; cells of 30 km have patches of their own."""
    near = Neighbourhood.of_grid(frame := grid_around(place, 25, size, 0.7 * size))
    rng = np.random.default_rng(3)
    for row, col, code in np.stack([*rng.integers(1, 24, (2, 30)), rng.integers(0, 8, 30)]).T:
        to = row + near.row_steps[code], col + EASTWARD[code]
        length = near.step_lengths.at(np.array([code]), np.array([row * 25 + col]))[0]
        assert length == pytest.approx(bearing_and_length(frame, (row, col), to)[1], rel=1e-3)


def test_few_patches_for_many_cells():
    near = Neighbourhood.of_grid(grid(1000, 1500, (-0.7e6, 1000.0, 0.0, 4.5e6, 0.0, -1000.0), ALBERS))
    assert near.step_lengths.values.size < 0.1 * near.size
