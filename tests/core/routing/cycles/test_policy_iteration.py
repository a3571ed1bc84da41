"""The least fixed point of components, and carbon that is trapped in them: by hand, by hops, and as laws."""

from __future__ import annotations

import numpy as np
import pytest
from carbon_service_flow.core.errors import CancelledError
from carbon_service_flow.core.progress import Progress
from carbon_service_flow.core.routing import route
from carbon_service_flow.core.routing.cycles import batches
from carbon_service_flow.core.routing.cycles import policy_iteration as module
from carbon_service_flow.core.routing.cycles.batches import make_batches
from carbon_service_flow.core.routing.cycles.policy_iteration import (
    DAMPING,
    least_fixed_point,
    solve_components,
    solve_damped,
    solve_saturated,
)
from carbon_service_flow.core.routing.ordered.state import RoutingState
from carbon_service_flow.core.routing.ordered.topological import route_in_order
from support.networks import KM, PLAIN, dense, dense_weights, random_graph, wind_graph

RING = [[270, 0], [180, 90]]  # four cells, clockwise


def solved(graph, supply, capacity, tolerance=1e-12, progress=None):
    """Return (state, trapped mass by cell) after the components that are ready first."""
    amounts = np.stack([np.ravel(supply), np.ravel(capacity)], axis=1).astype(float)
    state = RoutingState.start(graph, amounts, graph.links.copy())
    trapped = np.zeros(graph.member.size)

    def solve(components):
        for single in solve_components(state, components, tolerance, PLAIN, progress or Progress())[0]:
            trapped[single.cells] += single.mass

    route_in_order(state, solve, PLAIN, Progress())
    return state.amounts[:, 0], trapped


def first_batch(graph, supply, capacity):
    amounts = np.stack([np.ravel(supply), np.ravel(capacity)], axis=1).astype(float)
    state = RoutingState.start(graph, amounts, graph.links.copy())
    result = []
    route_in_order(state, lambda c: result.extend(make_batches(state, c, 0.0, PLAIN, Progress())), PLAIN, Progress())
    return result[0]


def test_two_cells_that_send_all_to_each_other():
    """b = (5, 1), c = (1, 2): S = 3, pi = (1/2, 1/2): 1.5 each; x0 = 2.5 + x1, x1 = x0 - 2.5: x = (2.5, 0)."""
    state, trapped = solved(wind_graph([[270, 90]], one=True), [5, 1], [1, 2])
    assert trapped == pytest.approx([1.5, 1.5])
    assert state == pytest.approx([2.5, -2.0])


def test_a_ring_with_room():
    """E = 9 at the first cell, C = 2, 3, 1, 4 from there on, clockwise: 9 - 2 = 7, 7 - 3 = 4, 4 - 1 = 3, 3 < 4."""
    state, trapped = solved(wind_graph(RING, one=True), [[9, 0], [0, 0]], [[2, 3], [4, 1]])
    assert state.reshape(2, 2) == pytest.approx(np.array([[7, 4], [-3, 3]]))
    assert (trapped == 0).all()


@pytest.mark.formula("trapped")
@pytest.mark.parametrize(("dx", "dy"), [(1000.0, 1000.0), (500.0, 1500.0)])
@pytest.mark.parametrize("large", [False, True])
def test_trapped_carbon_lies_in_proportion_to_the_time_spent(monkeypatch, large, dx, dy):
    """A ring of three cells: east from a to b, south from b to c, and north-west back from c to a. Each is visited once
    a circulation, so time is as the length of the step out of it: dx, dy, and the diagonal. S = 6 + 0 + 3 - 1 - 1 - 1.

        a b        time a : b : c  =  dx : dy : hypot(dx, dy)
        - c
    """
    if large:
        monkeypatch.setattr(batches, "DENSE_LIMIT", 1)
    valid = np.array([[True, True], [False, True]])
    northwestward = 180 - np.degrees(np.arctan2(dx, dy))  # where the wind comes from: the south-east
    graph = wind_graph([[270, 0], [np.nan, northwestward]], dx, dy, valid, one=True)
    _, trapped = solved(graph, [[6, 0], [0, 3]], [[1, 1], [0, 1]])
    time = np.array([dx, dy, np.hypot(dx, dy)])
    assert trapped[[0, 1, 3]] == pytest.approx(6.0 * time / time.sum(), rel=1e-12)
    assert trapped[2] == 0


def test_trapped_carbon_lies_in_proportion_to_the_visits():
    """From a, wind sends the shares p to b and 1 - p to c; both send all back to a: one visit to a, p to b, 1 - p to c.

    Cells of 1000 x 500 m: a's steps are 1000 m to b (east) and hypot(1000, 500) to c (south-east), and so are the ways
    back; so the times are p 1000 + (1 - p) 1118 in a, p 1000 in b, (1 - p) 1118 in c.
    """
    dx, dy = 1000.0, 500.0
    diagonal = np.hypot(dx, dy)
    to_c = np.degrees(np.arctan2(dx, -dy))  # bearing of c from a: 116.6 degrees
    direction = [[(100 + 180) % 360, 90], [np.nan, (to_c + 360) % 360]]  # toward 100; b's from the east; c's from c
    valid = np.array([[True, True], [False, True]])
    graph = wind_graph(direction, dx, dy, valid)
    p = dense_weights(graph)[1, 0]
    assert 0.1 < p < 0.9
    _, trapped = solved(graph, [[8, 0], [0, 0]], [[1, 1], [0, 2]])
    time = np.array([p * dx + (1 - p) * diagonal, p * dx, (1 - p) * diagonal])
    assert trapped[[0, 1, 3]] == pytest.approx(4.0 * time / time.sum(), rel=1e-9)


@pytest.mark.formula("trapped")
def test_trapped_carbon_of_the_whole_routing_on_cells_that_are_not_square():
    """West and north winds round a ring of four, dx = 2 km, dy = 1 km: time is 2 : 1 by turns; S = 12 - 6 = 6."""
    graph = wind_graph(RING, 2 * KM, KM, one=True)
    result = route(np.array([[12.0, 0], [0, 0]]), np.array([[1.0, 2], [2, 1]]), graph)
    assert result.remainder == pytest.approx(np.array([[2.0, 1.0], [1.0, 2.0]]))
    assert result.accounts.trapped == pytest.approx(6.0)


@pytest.mark.parametrize("limit", [1, 600])
@pytest.mark.parametrize("seed", range(8))
def test_the_least_fixed_point_is_that_of_hops_from_nothing(monkeypatch, seed, limit):
    """x = max(0, b + W x - c), from x = 0, until it stays; with decay, so that it does."""
    monkeypatch.setattr(batches, "DENSE_LIMIT", limit)
    graph = random_graph(seed, shape=(8, 9), decay=4000.0)
    rng = np.random.default_rng(seed)
    batch = first_batch(graph, rng.random(72) * 5, rng.random(72) * 4)
    outflow, trapped = least_fixed_point(batch, batch.solver(Progress()), Progress())
    matrix, x = dense(batch.donors), np.zeros(batch.cells.size)
    for _ in range(3000):
        x = np.maximum(batch.supply + matrix @ x - batch.capacity, 0)
    assert outflow == pytest.approx(x, rel=1e-9, abs=1e-12)
    assert (trapped == 0).all()


def test_components_that_are_done_do_not_wait_for_the_others():
    """Two rings side by side; one settles in a hop, the other circulates long: both are right."""
    direction = np.full((2, 5), np.nan)
    direction[:, :2] = direction[:, 3:] = RING
    graph = wind_graph(direction, one=True, decay=200 * KM)
    supply, capacity = np.zeros((2, 5)), np.zeros((2, 5))
    supply[0, 0], capacity[:, :2] = 1.0, 2.0  # never overflows
    supply[0, 3] = 1.0  # passes on all it gets, exp(-1/200) a step
    state, _ = solved(graph, supply, capacity)
    w = np.exp(-1 / 200)
    around = np.array([1, w, w**2, w**3]) / (1 - w**4)
    assert state.reshape(2, 5)[[0, 0, 1, 1], [3, 4, 4, 3]] == pytest.approx(around, rel=1e-9)
    assert state[0] == pytest.approx(-1.0)


def test_saturated_components_keep_their_balance():
    """x = b - trapped - c + W x, the smallest x >= 0, and trapped / step length is stationary."""
    row, col = np.indices((6, 6))
    graph = wind_graph(np.degrees(np.arctan2(col - 2.6, 2.4 - row)) % 360, KM, 600.0)
    rng = np.random.default_rng(5)
    batch = first_batch(graph, rng.random(36) * 5, rng.random(36) * 0.1)
    outflow, trapped = solve_saturated(batch, batch.solver(Progress()), Progress())
    matrix = dense(batch.donors)
    net = batch.supply - trapped - batch.capacity
    assert outflow == pytest.approx(net + matrix @ outflow, rel=1e-9, abs=1e-9)
    assert outflow.min() == pytest.approx(0.0, abs=1e-9)
    assert trapped.sum() == pytest.approx(batch.supply.sum() - batch.capacity.sum())
    visits = trapped / graph.mean_step(batch.cells)
    assert matrix @ visits == pytest.approx(visits, rel=1e-9)


def test_two_saturated_components_each_keep_their_own():
    """Two closed rings of four, 1 t of room in each cell, with 8 and 12 t: 4 and 8 t are trapped, a quarter by cell."""
    direction = np.full((2, 5), np.nan)
    direction[:, :2] = direction[:, 3:] = RING
    supply = np.zeros((2, 5))
    supply[0, 0], supply[1, 4] = 8.0, 12.0
    _, trapped = solved(wind_graph(direction, one=True), supply, np.ones((2, 5)))
    assert trapped.reshape(2, 5)[:, :2] == pytest.approx(np.full((2, 2), 1.0))
    assert trapped.reshape(2, 5)[:, 3:] == pytest.approx(np.full((2, 2), 2.0))


def test_saturated_and_leaking_components_in_one_batch():
    """A closed ring with 4 t too much beside a ring that decays nowhere but has room for all."""
    direction = np.full((2, 5), np.nan)
    direction[:, :2] = direction[:, 3:] = RING
    graph = wind_graph(direction, one=True)
    supply, capacity = np.zeros((2, 5)), np.ones((2, 5))
    supply[0, 0], supply[0, 3] = 8.0, 2.0
    state, trapped = solved(graph, supply, capacity)
    assert trapped.reshape(2, 5)[:, :2] == pytest.approx(np.ones((2, 2)))
    assert trapped.reshape(2, 5)[:, 3:] == pytest.approx(np.zeros((2, 2)))
    assert state.reshape(2, 5)[:, 3:] == pytest.approx(np.array([[1, -1], [0, 0]]))


def test_exactly_full_is_saturated_with_nothing_trapped():
    """Supply 4, room 4, all at the first cell: 3 t go on, 2, 1; nothing remains, and nothing is trapped."""
    state, trapped = solved(wind_graph(RING, one=True), [[4, 0], [0, 0]], np.ones((2, 2)))
    assert trapped == pytest.approx(np.zeros(4), abs=1e-12)
    assert np.maximum(state, 0).reshape(2, 2) == pytest.approx(np.array([[3, 2], [0, 1]]), abs=1e-9)


def test_damped_circulation_traps_a_share_on_each_step():
    """A closed ring without room gets 1 t: of each step DAMPING is trapped, in the end all of it; and it is told."""
    lines = []

    class Listen(Progress):
        def info(self, text):
            lines.append(text)

    batch = first_batch(wind_graph(RING, one=True), [[1, 0], [0, 0]], np.zeros((2, 2)))
    outflow, trapped = solve_damped(batch, Listen())
    assert trapped.sum() == pytest.approx(1.0, rel=1e-6)
    assert trapped == pytest.approx(np.full(4, 0.25), rel=1e-5)
    assert outflow * DAMPING == pytest.approx(trapped * (1 - DAMPING), rel=1e-9)
    assert "4 cells where winds meet would go round more than 1e+07 times: 1e-06 of it" in lines[0]


def test_circulation_without_bound_is_damped():
    """A ring that leaks 1e-9 of what passes: carbon would go some 1e9 steps, so all but 0.1 % is trapped instead."""
    graph = wind_graph(RING, one=True, decay=KM / 1e-9)
    state, trapped = solved(graph, [[1, 0], [0, 0]], np.zeros((2, 2)))
    assert trapped.sum() == pytest.approx(1.0, rel=2e-3)
    assert trapped.sum() < 1.0
    graph = wind_graph(RING, one=True, decay=KM / 1e-5)  # 1e5 steps are solved as they are
    state, trapped = solved(graph, [[1, 0], [0, 0]], np.zeros((2, 2)))
    assert trapped.sum() == 0
    assert state.sum() == pytest.approx(1e5, rel=1e-4)


def test_what_is_under_way_after_the_last_round_is_trapped_where_it_is(monkeypatch):
    """One round of 12 hops in a ring without room: 1 t is under way, at the place where it has come to."""
    monkeypatch.setattr(module, "_POLICY_ROUNDS", 1)
    warnings = []

    class Listen(Progress):
        def warning(self, text):
            warnings.append(text)

    graph = wind_graph(RING, one=True, decay=1e9 * KM)
    batch = first_batch(graph, [[1, 0], [0, 0]], np.zeros((2, 2)))
    outflow, trapped = least_fixed_point(batch, batch.solver(Progress()), Listen())
    assert warnings == ["1 t were still under way after 1 rounds: counted as trapped."]
    assert trapped.sum() == pytest.approx(1.0)
    assert np.count_nonzero(trapped) == 1
    total = batch.supply + batch.donors.inflow(outflow)
    assert total == pytest.approx(outflow + trapped, rel=1e-8)


def test_damped_circulation_that_does_not_end_keeps_its_mass(monkeypatch):
    """After one round of 12 hops, 12e-6 of the tonne are trapped by damping, and what is under way where it is."""
    monkeypatch.setattr(module, "_POLICY_ROUNDS", 1)
    batch = first_batch(wind_graph(RING, one=True), [[1, 0], [0, 0]], np.zeros((2, 2)))
    _, trapped = solve_damped(batch, Progress())
    assert trapped.sum() == pytest.approx(1.0, rel=1e-6)


def test_small_tolerances_take_more_rounds():
    """Rounds end when less than the tolerance is under way: with a large one hops alone do, and miss some."""
    graph = random_graph(1, shape=(8, 9), decay=30 * KM)
    supply, capacity = np.ones(72), np.full(72, 0.01)
    exact, _ = solved(graph, supply, capacity, tolerance=1e-13)
    rough, _ = solved(graph, supply, capacity, tolerance=1e3)
    assert np.abs(np.maximum(rough, 0) - np.maximum(exact, 0)).max() > 1e-6


def test_can_be_cancelled():
    class Stop(Progress):
        def cancelled(self):
            return True

    with pytest.raises(CancelledError):
        solved(wind_graph(RING, one=True), np.ones((2, 2)), np.zeros((2, 2)), progress=Stop())
