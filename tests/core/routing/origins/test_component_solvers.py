"""Masses of many origins in components: by sparse LU made once, or as routing solves them; always the same."""

from __future__ import annotations

import numpy as np
import pytest
from carbon_service_flow.core.errors import CancelledError
from carbon_service_flow.core.progress import Progress
from carbon_service_flow.core.routing import memory
from carbon_service_flow.core.routing.cycles import batches
from carbon_service_flow.core.routing.cycles.batches import make_batches
from carbon_service_flow.core.routing.ordered.backend import Backend
from carbon_service_flow.core.routing.ordered.components import have_scipy
from carbon_service_flow.core.routing.ordered.state import ORDER_ALONE, RoutingState
from carbon_service_flow.core.routing.ordered.topological import route_in_order
from carbon_service_flow.core.routing.origins import component_solvers as module
from carbon_service_flow.core.routing.origins.component_solvers import ComponentSolver, factorize
from support.networks import dense, donors_of, random_component, random_graph, rose_graph

needs_scipy = pytest.mark.skipif(not have_scipy(), reason="SciPy is missing")


def batch_of(graph, use_scipy=True):
    """Return the last batch of the components that are ready first; 5 % of what a cell gets remain in it."""
    state = RoutingState.start(graph, ORDER_ALONE, graph.links.copy())
    backend, result = Backend(use_scipy, False), []
    route_in_order(
        state, lambda group: result.extend(make_batches(state, group, 0.0, backend, Progress())), backend, Progress()
    )
    result[0].donors.weight[:] *= 0.95
    return result[0]


def check(batch, columns=5):
    supplies = np.random.default_rng(0).random((batch.cells.size, columns))
    before = supplies.copy()
    solver = ComponentSolver(batch)
    masses = solver.solve(supplies, Progress())
    expected = np.linalg.solve(np.eye(batch.cells.size) - dense(batch.donors), supplies)
    assert masses == pytest.approx(expected, rel=1e-9)
    assert np.array_equal(supplies, before)
    return solver


@needs_scipy
@pytest.mark.parametrize("columns", [1, 2, 3, 7])
def test_a_large_component_of_a_rose_is_factorised(monkeypatch, columns):
    monkeypatch.setattr(batches, "SPARSE_LIMIT", 1)
    monkeypatch.setattr(module, "COLUMNS_AT_ONCE", 2)
    assert check(batch_of(rose_graph(1, (6, 7))), columns).factors is not None


@needs_scipy
def test_it_is_factorised_once_for_all_origins(monkeypatch):
    monkeypatch.setattr(batches, "SPARSE_LIMIT", 1)
    made = []
    monkeypatch.setattr(module, "factorize", lambda donors: made.append(1) or factorize(donors))
    solver = ComponentSolver(batch_of(rose_graph(1, (6, 7))))
    for _ in range(3):
        solver.solve(np.ones((42, 2)), Progress())
    assert made == [1]


@needs_scipy
@pytest.mark.parametrize("reason", ["cells", "memory", "singular", "exhausted"])
def test_where_lu_does_not_suit_it_is_solved_on_coarser_grids(monkeypatch, reason):
    monkeypatch.setattr(batches, "SPARSE_LIMIT", 1)
    if reason == "cells":
        monkeypatch.setattr(memory, "LU_CELLS", 41)
    elif reason == "memory":
        monkeypatch.setattr(memory, "available_memory", lambda: 42 * memory.LU_BYTES_PER_CELL - 1)
    else:

        def fail(donors):
            raise RuntimeError("Factor is exactly singular") if reason == "singular" else MemoryError

        monkeypatch.setattr(module, "factorize", fail)
    assert check(batch_of(rose_graph(1, (6, 7)))).factors is None


@needs_scipy
def test_lu_is_taken_up_to_its_limits(monkeypatch):
    monkeypatch.setattr(batches, "SPARSE_LIMIT", 1)
    monkeypatch.setattr(memory, "LU_CELLS", 42)
    monkeypatch.setattr(memory, "available_memory", lambda: 42 * memory.LU_BYTES_PER_CELL)
    assert check(batch_of(rose_graph(1, (6, 7)))).factors is not None
    monkeypatch.setattr(memory, "available_memory", lambda: None)
    assert ComponentSolver(batch_of(rose_graph(1, (6, 7)))).factors is not None


@pytest.mark.parametrize("use_scipy", [False, *([True] if have_scipy() else [])])
@pytest.mark.parametrize("limit", [1, 600])
def test_components_of_two_neighbours_and_small_ones(monkeypatch, use_scipy, limit):
    monkeypatch.setattr(batches, "DENSE_LIMIT", limit)
    monkeypatch.setattr(batches, "SPARSE_LIMIT", limit)
    assert check(batch_of(random_graph(2, (9, 9), one=False), use_scipy)).factors is None
    if limit > 1 or not use_scipy:
        assert check(batch_of(rose_graph(1, (5, 5)), use_scipy)).factors is None


@needs_scipy
@pytest.mark.parametrize("seed", range(5))
def test_factors_of_a_component_with_a_little_loss(seed):
    """Columns sum to 1 - 1e-6: no pivot is needed, the solution is as good as a dense one."""
    matrix = random_component(np.random.default_rng(seed), 40, leak=1e-6)
    right = np.random.default_rng(seed).random((40, 2))
    expected = np.linalg.solve(np.eye(40) - matrix, right)
    assert factorize(donors_of(matrix)).solve(right) == pytest.approx(expected, rel=1e-8)


@needs_scipy
def test_factors_of_a_closed_component_are_refused():
    """Two cells that send all to each other: 1 - W is singular."""
    with pytest.raises(RuntimeError):
        factorize(donors_of(np.array([[0.0, 1.0], [1.0, 0.0]])))


@needs_scipy
@pytest.mark.parametrize("factorised", [True, False])
def test_can_be_cancelled_between_columns(monkeypatch, factorised):
    monkeypatch.setattr(batches, "SPARSE_LIMIT", 1)
    monkeypatch.setattr(module, "COLUMNS_AT_ONCE", 1)
    monkeypatch.setattr(memory, "LU_CELLS", 100 if factorised else 0)

    class Stop(Progress):
        checks = 0

        def cancelled(self):
            self.checks += 1
            return self.checks == 3

    stop = Stop()
    with pytest.raises(CancelledError):
        ComponentSolver(batch_of(rose_graph(1, (6, 7)))).solve(np.ones((42, 9)), stop)
    assert stop.checks == 3
