"""The state of routing: what lies in its arrays before, between and after routing cells."""

from __future__ import annotations

import numpy as np
import pytest
from carbon_service_flow.core.progress import Progress
from carbon_service_flow.core.routing.ordered.d8_paths import Paths
from carbon_service_flow.core.routing.ordered.loops_numpy import advance_by_level, route_paths_in_step
from carbon_service_flow.core.routing.ordered.state import BEGIN, END, ORDER_ALONE, QUEUED, RoutingState
from support.networks import wind_graph

ROW = np.array([[10.0, 4.0], [1.0, 5.0], [0.0, 1.0]])  # E 10 1 0, C 4 5 1


def started(amounts=ROW):
    graph = wind_graph(np.full((1, len(amounts)), 270.0), one=True)
    return RoutingState.start(graph, amounts.copy(), graph.links.copy())


def test_worked_example():
    """A row under a west wind: 10 - 4 = 6 go on; 1 + 6 - 5 = 2 go on; 2 - 1 = 1 leaves."""
    state = started()
    assert state.open.tolist() == [0, 1, 1]
    assert state.order[:1].tolist() == [0]
    assert state.cursor.tolist() == [0, 1, 0]
    for amounts, open_, order in (([6, 7, 0], [0, 0, 1], [0, 1]), ([6, 2, 2], [0, 0, 0], [0, 1, 2])):
        advance_by_level(state, 0, 1)
        assert state.amounts[:, 0].tolist() == amounts
        assert state.open.tolist() == open_
        assert state.order[: state.cursor[END]].tolist() == order
    advance_by_level(state, 0, 1)
    assert state.amounts[:, 0].tolist() == [6, 2, 1]
    assert state.amounts[:, 1].tolist() == [4, 5, 1]
    assert state.cursor[BEGIN] == 3


def test_a_cell_that_does_not_overflow_holds_minus_what_it_has_absorbed():
    """10 + 1 t come to a cell with room for 12: nothing is passed on, 11 are absorbed; exactly full is no overflow."""
    state = started(np.array([[10.0, 0.0], [1.0, 12.0], [3.0, 3.0]]))
    advance_by_level(state, 0, 10)
    assert state.amounts[:, 0].tolist() == [10, -11, -3]


def test_members_alone_are_in_the_order():
    valid = np.array([[True, False, True]])
    graph = wind_graph(np.full((1, 3), np.nan), valid=valid)
    state = RoutingState.start(graph, ORDER_ALONE, graph.links.copy())
    assert state.order.tolist() == [0, 2]
    assert state.cursor.tolist() == [0, 2, 0]


def test_resumed_after_paths_with_the_open_cells_alone():
    """West wind, and the last two cells of four send to each other: the paths route the first two."""
    graph = wind_graph([[270, 270, 270, 90]], one=True)
    paths = Paths.start(graph, np.array([[5.0, 1], [0, 1], [0, 1], [0, 1]]))
    route_paths_in_step(paths, Progress())
    state = RoutingState.resume(graph, paths.amounts, paths.open)
    assert state.amounts[:, 0].tolist() == [4, 3, 3, 0]
    assert state.order.size == 2
    assert state.cursor.tolist() == [0, 0, 0]
    assert np.array_equal(state.links, graph.links)
    assert state.links is not graph.links


def test_queued_cells_are_taken_once_and_appended_cells_stand_at_the_end():
    state = started()
    state.order[-2:] = [2, 1]
    state.cursor[QUEUED] = 2
    assert state.take_queued().tolist() == [2, 1]
    assert state.take_queued().size == 0
    state.append(np.array([2], np.int32))
    assert state.order[:2].tolist() == [0, 2]
    assert state.cursor.tolist() == [0, 2, 0]


def test_supply_and_capacity():
    supply, capacity = started().supply_and_capacity(np.array([2, 0], np.int32))
    assert (supply.tolist(), capacity.tolist()) == ([0, 10], [1, 4])
    graph = wind_graph([[270, 270]])
    alone = RoutingState.start(graph, ORDER_ALONE, graph.links.copy())
    supply, capacity = alone.supply_and_capacity(np.array([1, 0], np.int32))
    assert (supply.tolist(), capacity.tolist()) == ([0, 0], [0, 0])


@pytest.mark.parametrize("shape", [(1, 1), (3, 4)])
def test_without_wind_all_cells_are_ready(shape):
    graph = wind_graph(np.full(shape, np.nan))
    state = RoutingState.start(graph, ORDER_ALONE, graph.links.copy())
    assert state.order.tolist() == list(range(shape[0] * shape[1]))
    assert state.cursor[END] == shape[0] * shape[1]
