"""D8 paths before any cell is routed."""

from __future__ import annotations

import numpy as np
from carbon_service_flow.core.routing.graph.graph import MERGES, NO_STEP
from carbon_service_flow.core.routing.ordered.d8_paths import Paths
from support.networks import random_graph, wind_graph


def drawn():
    """Return the paths of the module's drawing; the last cell of the lower row is no member.

    > > > v
    > > > o >       the cell o of column 3, row 1, has three donors: from the north, the west and the south
          ^
    """
    direction = np.full((3, 5), 270.0)
    direction[0, 3], direction[2, 3] = 0.0, 180.0
    valid = np.zeros((3, 5), bool)
    valid[0, :4] = valid[1] = valid[2, 3] = True
    graph = wind_graph(direction, valid=valid, one=True)
    return Paths.start(graph, np.ones((15, 2)))


def test_ready_cells_are_those_that_nothing_flows_into():
    assert drawn().ready().tolist() == [0, 5, 13]


def test_open_donors_by_cell():
    paths = drawn()
    assert paths.open.reshape(3, 5).tolist() == [[0, 1, 1, 1, 0], [0, 1, 1, 3, 1], [0, 0, 0, 0, 0]]


def test_steps_merge_where_a_cell_has_several_donors_and_end_at_the_border():
    """East is code 2, south 4, north 0."""
    steps = drawn().steps.reshape(3, 5)
    assert steps[0, :4].tolist() == [2, 2, 2, 4 + MERGES]
    assert steps[1, :3].tolist() == [2, 2, 2 + MERGES]
    assert steps[2, 3] == 0 + MERGES
    assert steps[1, 3] == 2
    assert steps[1, 4] == NO_STEP


def test_offsets_lead_to_the_receiver():
    for seed in range(6):
        graph = random_graph(3 * seed, one=True)
        paths = Paths.start(graph, np.ones((graph.member.size, 2)))
        cells = np.flatnonzero(paths.steps < NO_STEP)
        assert np.array_equal(cells + paths.offsets[paths.steps[cells]], graph.receivers(0, cells))
        assert paths.offsets[NO_STEP] == 0
