"""Routing level by level and path by path, with numpy, against the balance of every cell."""

from __future__ import annotations

import numpy as np
import pytest
from carbon_service_flow.core.errors import CancelledError
from carbon_service_flow.core.progress import Progress
from carbon_service_flow.core.routing.ordered import loops_numpy
from carbon_service_flow.core.routing.ordered.d8_paths import Paths
from carbon_service_flow.core.routing.ordered.loops_numpy import advance_by_level, route_paths_in_step
from carbon_service_flow.core.routing.ordered.state import BEGIN, BLOCKED, END, QUEUED, RoutingState
from support.networks import dense_weights, random_graph, wind_graph


def amounts_for(graph, seed=0):
    rng = np.random.default_rng(seed)
    amounts = np.stack([rng.random(graph.member.size) * 9, rng.random(graph.member.size) * 4], axis=1)
    return amounts * graph.member[:, None]


def routed_cells(state):
    return state.order[: state.cursor[BEGIN]]


def check_balance(graph, before, after, routed):
    """State of routed cells: E + W outflow - C where that is above 0, else minus E + W outflow."""
    outflow = np.zeros(len(before))
    outflow[routed] = np.maximum(after[routed, 0], 0.0)
    total = before[:, 0] + dense_weights(graph) @ outflow
    expected = np.where(total > before[:, 1], total - before[:, 1], -total)
    assert after[routed, 0] == pytest.approx(expected[routed], rel=1e-12, abs=1e-12)
    open_ = np.setdiff1d(np.flatnonzero(graph.member), routed)
    assert after[open_, 0] == pytest.approx(total[open_], rel=1e-12, abs=1e-12)
    assert np.array_equal(after[:, 1], before[:, 1])


@pytest.mark.parametrize("decay", [None, 1500.0])
@pytest.mark.parametrize("seed", range(8))
def test_every_routed_cell_keeps_its_balance(seed, decay):
    graph = random_graph(seed, decay=decay)
    before = amounts_for(graph, seed)
    state = RoutingState.start(graph, before.copy(), graph.links.copy())
    advance_by_level(state, 0, graph.member.size)
    assert state.cursor[BEGIN] == state.cursor[END]
    check_balance(graph, before, state.amounts, routed_cells(state))
    assert (state.open[routed_cells(state)] == 0).all()


def test_all_receivers_of_a_level_at_once():
    """Two cells of a level send to the same cell: both arrive. South-west and south-east of it, 3 and 4 t."""
    graph = wind_graph([[np.nan, np.nan, np.nan], [225, np.nan, 135]], one=True)
    amounts = np.zeros((6, 2))
    amounts[3, 0], amounts[5, 0] = 3.0, 4.0
    state = RoutingState.start(graph, amounts, graph.links.copy())
    advance_by_level(state, 0, 6)
    assert state.amounts[1, 0] == 7.0


def test_before_the_final_position_states_stay():
    """Cell 0 has its final state, 2.5 t outflow, already: it is passed on and not changed."""
    graph = wind_graph([[270, 270]], one=True)
    state = RoutingState.start(graph, np.array([[2.5, 1.0], [0.0, 0.0]]), graph.links.copy())
    advance_by_level(state, 1, 2)
    assert state.amounts[:, 0].tolist() == [2.5, 2.5]
    state = RoutingState.start(graph, np.array([[-2.5, 1.0], [0.0, 0.0]]), graph.links.copy())
    advance_by_level(state, 1, 2)
    assert state.amounts[:, 0].tolist() == [-2.5, 0.0]


def test_cells_that_stand_behind_the_final_position_are_routed():
    """Both cells are ready; the first has its final state, 2.5 t outflow; the second gets one: 3 - 1 = 2 t."""
    graph = wind_graph([[np.nan, np.nan]])
    state = RoutingState.start(graph, np.array([[2.5, 1.0], [3.0, 1.0]]), graph.links.copy())
    advance_by_level(state, 1, 2)
    assert state.amounts[:, 0].tolist() == [2.5, 2.0]


def test_blocked_cells_are_queued_once_their_outside_donors_are_routed():
    graph = wind_graph([[270, 270]], one=True)
    state = RoutingState.start(graph, np.array([[2.0, 1.0], [0.0, 0.0]]), graph.links.copy())
    state.open[1] += BLOCKED
    advance_by_level(state, 0, 2)
    assert state.cursor.tolist() == [1, 1, 1]
    assert state.order[-1] == 1
    assert state.open[1] == BLOCKED
    assert state.take_queued().tolist() == [1]
    assert state.cursor[QUEUED] == 0


def test_limit_ends_after_a_level():
    graph = wind_graph(np.full((1, 4), 270.0), one=True)
    state = RoutingState.start(graph, np.ones((4, 2)), graph.links.copy())
    advance_by_level(state, 0, 2)
    assert state.cursor[BEGIN] == 2


@pytest.mark.parametrize(("few", "at_once", "many"), [(1, 1, 2), (2, 3, 5), (4096, 8192, 16384)])
@pytest.mark.parametrize("decay", [None, 1500.0])
@pytest.mark.parametrize("seed", range(6))
def test_paths_keep_the_balance_of_every_cell(monkeypatch, seed, decay, few, at_once, many):
    for name, value in (("_FEW_PATHS", few), ("_PATHS", at_once), ("_MANY_PATHS", many)):
        monkeypatch.setattr(loops_numpy, name, value)
    graph = random_graph(seed, one=True, decay=decay)
    before = amounts_for(graph, seed)
    paths = Paths.start(graph, before.copy())
    route_paths_in_step(paths, Progress())
    routed = np.flatnonzero(graph.member & (paths.open == 0))
    check_balance(graph, before, paths.amounts, routed)
    state = RoutingState.start(graph, before.copy(), graph.links.copy())
    advance_by_level(state, 0, graph.member.size)
    assert np.array_equal(np.sort(routed_cells(state)), routed)


def test_paths_can_be_cancelled_on_the_way(monkeypatch):
    monkeypatch.setattr(loops_numpy, "_CELLS_PER_CHECK", 2)

    class Stop(Progress):
        def cancelled(self):
            return True

    graph = wind_graph(np.full((1, 9), 270.0), one=True)
    with pytest.raises(CancelledError):
        route_paths_in_step(Paths.start(graph, np.ones((9, 2))), Stop())
