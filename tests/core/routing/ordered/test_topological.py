"""The topological order with cycles as one, and the weights within components, against brute force."""

from __future__ import annotations

import numpy as np
import pytest
from carbon_service_flow.core.errors import CancelledError
from carbon_service_flow.core.progress import Progress
from carbon_service_flow.core.routing.ordered import topological
from carbon_service_flow.core.routing.ordered.backend import choose_backend
from carbon_service_flow.core.routing.ordered.state import END, ORDER_ALONE, RoutingState
from carbon_service_flow.core.routing.ordered.topological import Components, donors_among, route_in_order
from support.networks import (
    PLAIN,
    dense,
    dense_weights,
    ordered_with_components,
    random_graph,
    reachable,
    rose_graph,
    strong_pairs,
    wind_graph,
)

BACKENDS = [PLAIN, choose_backend()]


def test_worked_example():
    """1 -> 2 -> 3 <-> 4 -> 5, cells 0 to 4 of a row; the fourth sends both ways, by a rose of west and east wind."""
    from carbon_service_flow.core.routing import Neighbourhood, build_graph, from_rose

    rose = np.zeros((17, 1, 5))
    rose[12] = 1.0  # west wind: eastward
    rose[4, 0, 3] = 1.0  # and as often westward
    near = Neighbourhood.of(1, 5, 1.0, 1.0)
    graph = build_graph(from_rose(lambda first, after: rose[:, first:after], near), np.ones((1, 5), bool))
    levels = [0]
    state, groups = ordered_with_components(graph, levels=levels)
    assert state.order.tolist() == [0, 1, 2, 3, 4]
    assert [group.cells.tolist() for group in groups] == [[2, 3]]
    assert levels == [0, 1, 2, 4, 5]


@pytest.mark.parametrize("backend", BACKENDS, ids=str)
@pytest.mark.parametrize("cells", [3, 1 << 15])
@pytest.mark.parametrize("seed", range(10))
def test_every_cell_comes_after_its_donors_and_cycles_as_one(monkeypatch, seed, cells, backend):
    monkeypatch.setattr(topological, "_CELLS_PER_BLOCK", cells)
    monkeypatch.setattr(topological, "_CELLS_PER_ADVANCE", cells)
    graph = random_graph(seed)
    matrix = dense_weights(graph)
    together = strong_pairs(matrix)
    state, groups = ordered_with_components(graph, backend)
    assert np.array_equal(np.sort(state.order), np.flatnonzero(graph.member))
    position = np.full(graph.member.size, -1)
    position[state.order] = np.arange(state.order.size)
    heads, tails = np.nonzero(matrix)
    across = ~together[heads, tails]
    assert (position[tails[across]] < position[heads[across]]).all()
    solved = [group.cells[begin:end] for group in groups for begin, end in zip(group.starts[:-1], group.starts[1:])]
    assert all(together[cell, component].all() for component in solved for cell in component)
    in_cycle = np.flatnonzero(together.sum(axis=1) > 1)
    assert np.array_equal(np.sort(np.concatenate([*solved, np.zeros(0, np.int32)])), in_cycle)
    for component in solved:
        assert np.count_nonzero(together[component[0]]) == component.size


@pytest.mark.parametrize("seed", range(6))
def test_components_that_are_ready_together_do_not_feed_each_other(seed):
    graph = random_graph(seed, shape=(11, 13))
    reach = reachable(dense_weights(graph))
    _, groups = ordered_with_components(graph)
    for number, group in enumerate(groups):
        heads = group.cells[group.starts[:-1]]
        assert not (reach[np.ix_(heads, heads)] & ~np.eye(heads.size, dtype=bool)).any()
        for later in groups[number + 1 :]:
            assert not reach[np.ix_(group.cells, later.cells)].any()


def test_inner_steps_are_those_within_a_component():
    graph = random_graph(4, shape=(9, 9))
    matrix = dense_weights(graph)
    together = strong_pairs(matrix)
    _, groups = ordered_with_components(graph)
    for slot in range(graph.slots):
        for cell in np.flatnonzero(graph.member):
            head = int(graph.receivers(slot, np.array([cell]))[0])
            expected = head >= 0 and bool(together[head, cell]) and head != cell
            assert bool(groups[0].inner[cell] >> slot & 1) == expected


def test_a_component_finds_all_that_arrives_from_outside():
    """West wind into two cells that send to each other; 5 t less 1 t absorbed arrive there, besides their own 2 t."""
    graph = wind_graph([[270, 270, 90]], one=True)
    state = RoutingState.start(graph, np.array([[5.0, 1], [2, 0], [0, 0]]), graph.links.copy())
    seen = []

    def solve(components):
        seen.append((components.cells.tolist(), state.amounts[components.cells, 0].tolist()))
        state.amounts[components.cells, 0] = [1.5, -2.0]

    route_in_order(state, solve, PLAIN, Progress())
    assert seen == [([1, 2], [6.0, 0.0])]
    assert state.amounts[:, 0].tolist() == [4.0, 1.5, -2.0]  # final states are not routed again
    assert state.cursor[END] == 3


@pytest.mark.parametrize("weighted", [True, False])
@pytest.mark.parametrize("cells", [2, 1 << 15])
@pytest.mark.parametrize("graph", [random_graph(1, (8, 9)), rose_graph(2, (4, 5), decay=3000.0)])
def test_weights_among_cells_of_components(monkeypatch, graph, cells, weighted):
    monkeypatch.setattr(topological, "_CELLS_PER_BLOCK", cells)
    matrix = dense_weights(graph)
    together = strong_pairs(matrix)
    state, groups = ordered_with_components(graph)
    rng = np.random.default_rng(0)
    for group in groups:
        chosen = rng.permutation(group.cells)[: max(1, group.cells.size - 1)]
        donors = donors_among(state, group, chosen, weighted)
        expected = (matrix * together)[np.ix_(chosen, chosen)]
        if weighted:
            assert dense(donors) == pytest.approx(expected, rel=1e-14)
        else:
            assert donors.weight.size == 0
        assert np.diff(donors.first).tolist() == np.count_nonzero(expected, axis=1).tolist()


def test_whole_order_as_one_group():
    """As origin x destination does: the order, and links in the place of inner steps, give all weights."""
    graph = random_graph(3, shape=(7, 8), decay=2500.0)
    state, _ = ordered_with_components(graph)
    everything = Components(state.order, np.zeros(0, dtype=np.int64), graph.links, state.spare)
    donors = donors_among(state, everything, state.order)
    expected = dense_weights(graph)[np.ix_(state.order, state.order)]
    assert dense(donors) == pytest.approx(expected, rel=1e-14)


def test_can_be_cancelled_and_says_how_far_it_is(monkeypatch):
    monkeypatch.setattr(topological, "_CELLS_PER_ADVANCE", 2)
    graph = wind_graph(np.full((1, 12), 270.0))
    shares = []

    class Stop(Progress):
        def fraction(self, done):
            shares.append(done)

        def cancelled(self):
            return len(shares) == 2

    state = RoutingState.start(graph, ORDER_ALONE, graph.links.copy())
    with pytest.raises(CancelledError):
        route_in_order(state, lambda _: None, PLAIN, Stop())
    assert 0 < shares[0] < shares[1] < 1
