"""The feedback set opens every cycle, and is small."""

from __future__ import annotations

import numpy as np
import pytest
from carbon_service_flow.core.routing.cycles import feedback_set as module
from carbon_service_flow.core.routing.cycles.feedback_set import find_feedback_set
from carbon_service_flow.core.routing.ordered.topological import donors_among
from support.networks import PLAIN, dense, ordered_with_components, random_graph, reachable, rose_graph, wind_graph


def found_in(graph):
    """Return (W among the cells of the components that are ready first, their cells, whether in the set)."""
    state, groups = ordered_with_components(graph)
    cells = groups[0].cells
    donors = donors_among(state, groups[0], cells)
    in_set = find_feedback_set(donors.first.astype(np.int32), donors.donor, cells, graph.shape[1], PLAIN)
    return dense(donors), cells, in_set


def has_cycle(matrix):
    reach = reachable(matrix)
    return bool((reach & reach.T & ~np.eye(len(matrix), dtype=bool)).any())


@pytest.mark.parametrize("at_once", [1, 3, 1 << 18])
@pytest.mark.parametrize(
    "graph", [*(random_graph(seed, shape=(9, 11), one=False) for seed in range(6)), rose_graph(1, (5, 6))]
)
def test_without_the_set_there_is_no_cycle(monkeypatch, graph, at_once):
    monkeypatch.setattr(module, "_STEPS_PER_BLOCK", at_once)
    matrix, _, in_set = found_in(graph)
    assert has_cycle(matrix)
    assert not has_cycle(matrix[np.ix_(~in_set, ~in_set)])


def ring(rows, cols):
    """Return winds that go round clockwise along the border of a grid of rows x cols; calm within."""
    direction = np.full((rows, cols), np.nan)
    direction[0, :-1], direction[:-1, -1] = 270.0, 0.0
    direction[-1, 1:], direction[1:, 0] = 90.0, 180.0
    return direction


@pytest.mark.parametrize("shape", [(2, 2), (3, 4), (7, 3)])
def test_a_ring_is_opened_by_one_cell(shape):
    _, cells, in_set = found_in(wind_graph(ring(*shape), one=True))
    assert cells.size == 2 * (shape[0] + shape[1]) - 4
    assert np.count_nonzero(in_set) == 1


def test_the_cell_lies_at_the_middle_of_the_ring():
    """3 rows x 7 columns: the lines are row 1 and column 3, and the cells that send across them are few."""
    _, cells, in_set = found_in(wind_graph(ring(3, 7), one=True))
    row, col = divmod(int(cells[in_set][0]), 7)
    assert (row, col) in {(1, 0), (1, 6), (2, 0), (2, 6), (0, 3), (0, 4), (2, 3), (2, 4), (1, 3), (0, 0), (0, 6)}


def test_a_vortex_is_opened_by_few_cells():
    """A vortex of radius r whose wind draws inward a little: some r cells of 3 r^2, with two receivers each."""
    row, col = np.indices((25, 25)) - 12
    outward = np.degrees(np.arctan2(col, -row))  # bearing from the centre
    matrix, _, in_set = found_in(wind_graph((outward + 80) % 360))  # wind from outside, 80 degrees to the right
    assert len(matrix) > 500
    assert np.count_nonzero(in_set) <= 13


def test_components_side_by_side_are_opened_each():
    direction = np.full((2, 5), np.nan)
    direction[:, :2] = ring(2, 2)
    direction[:, 3:] = ring(2, 2)
    _, cells, in_set = found_in(wind_graph(direction, one=True))
    assert cells.size == 8
    assert sorted((cells[in_set] % 5 >= 3).tolist()) == [False, True]
