"""Batches: which components are solved together, by which solver, and what is said about memory."""

from __future__ import annotations

from importlib.util import find_spec

import numpy as np
import pytest
from carbon_service_flow.core.engine import memory as system
from carbon_service_flow.core.errors import NotEnoughMemoryError
from carbon_service_flow.core.progress import Progress
from carbon_service_flow.core.routing.cycles import batches
from carbon_service_flow.core.routing.cycles.batches import make_batches
from carbon_service_flow.core.routing.cycles.solve_aggregation import AggregationSolver
from carbon_service_flow.core.routing.cycles.solve_direct import DirectSolver
from carbon_service_flow.core.routing.cycles.solve_feedback_set import SweepSolver
from carbon_service_flow.core.routing.ordered.backend import Backend
from carbon_service_flow.core.routing.ordered.state import RoutingState
from carbon_service_flow.core.routing.ordered.topological import route_in_order
from support.networks import PLAIN, dense, dense_weights, rose_graph, wind_graph

WITH_SCIPY = Backend(scipy=True, numba=False)

# Two rings of four cells, clockwise, and one of two; a calm column and row between them.
RINGS = np.full((2, 8), np.nan)
RINGS[:, :2] = [[270, 0], [180, 90]]
RINGS[:, 3:5] = [[270, 0], [180, 90]]
RINGS[0, 6:] = [270, 90]


def batches_of(graph, backend=PLAIN, tolerance=1.0, progress=None):
    """Return (state, batches of the components that are ready first)."""
    rng = np.random.default_rng(0)
    amounts = rng.random((graph.member.size, 2)) + np.array([1.0, 0.0])
    state = RoutingState.start(graph, amounts, graph.links.copy())
    result = []

    def solve(components):
        if not result:
            result.extend(make_batches(state, components, tolerance, backend, progress or Progress()))

    route_in_order(state, solve, backend, Progress())
    return state, result


def test_small_and_large_components_apart(monkeypatch):
    monkeypatch.setattr(batches, "DENSE_LIMIT", 3)
    graph = wind_graph(RINGS, one=True)
    state, (small, large) = batches_of(graph)
    assert sorted(small.cells.tolist()) == [6, 7]
    assert sorted(large.cells.tolist()) == [0, 1, 3, 4, 8, 9, 11, 12]
    assert small.bounds is None
    assert large.bounds is not None
    assert sorted(np.bincount(large.component).tolist()) == [4, 4]
    assert small.component.tolist() == [0, 0]
    for batch in (small, large):
        expected = dense_weights(graph)[np.ix_(batch.cells, batch.cells)]
        assert dense(batch.donors) == pytest.approx(expected)
        assert np.array_equal(batch.supply, state.amounts[batch.cells, 0])
        assert np.array_equal(batch.capacity, state.amounts[batch.cells, 1])
        column = batch.cells % 8
        ring = np.where(column < 2, 0, np.where(column < 5, 1, 2))
        assert np.array_equal(batch.component[:, None] == batch.component, ring[:, None] == ring)
    # Of 1 t for all 16 cells, each batch may leave under way what its cells are of them.
    assert small.tolerance == pytest.approx(2 / 16)
    assert large.tolerance == pytest.approx(8 / 16)


def test_a_component_of_the_limit_is_small(monkeypatch):
    monkeypatch.setattr(batches, "DENSE_LIMIT", 4)
    monkeypatch.setattr(batches, "SPARSE_LIMIT", 3)
    _, (batch,) = batches_of(wind_graph(RINGS, one=True))
    assert batch.cells.size == 10
    pytest.importorskip("scipy")
    _, split = batches_of(wind_graph(RINGS, one=True), WITH_SCIPY)
    assert len(split) == 2


def test_solvers(monkeypatch):
    _, (small,) = batches_of(wind_graph(RINGS, one=True))
    assert isinstance(small.solver(Progress()), DirectSolver)
    monkeypatch.setattr(batches, "DENSE_LIMIT", 1)
    monkeypatch.setattr(batches, "SPARSE_LIMIT", 1)
    for backend in (PLAIN, WITH_SCIPY) if find_spec("scipy") else (PLAIN,):
        _, (large,) = batches_of(wind_graph(RINGS, one=True), backend)
        assert isinstance(large.solver(Progress()), SweepSolver)
        assert not large.is_aggregated
    _, (rose,) = batches_of(rose_graph(0, (4, 4)), PLAIN)
    assert isinstance(rose.solver(Progress()), SweepSolver)


def test_a_small_component_of_a_rose_is_solved_directly():
    pytest.importorskip("scipy")
    _, (rose,) = batches_of(rose_graph(0, (4, 4)), WITH_SCIPY)
    assert isinstance(rose.solver(Progress()), DirectSolver)
    assert not rose.is_aggregated


def test_a_large_component_of_a_rose_is_solved_on_coarser_grids(monkeypatch):
    pytest.importorskip("scipy")
    monkeypatch.setattr(batches, "SPARSE_LIMIT", 15)
    _, (rose,) = batches_of(rose_graph(0, (4, 4)), WITH_SCIPY)
    assert rose.is_aggregated
    solver = rose.solver(Progress())
    assert isinstance(solver, AggregationSolver)
    assert np.array_equal(solver.row * 4 + solver.col, rose.cells)
    monkeypatch.setattr(batches, "SPARSE_LIMIT", 16)
    assert not rose.is_aggregated


def test_sums_and_largest_values_by_component():
    _, (batch,) = batches_of(wind_graph(RINGS, one=True))
    values = np.random.default_rng(1).random(10)
    for component in range(batch.count):
        mine = batch.component == component
        assert batch.sums(values)[component] == pytest.approx(values[mine].sum())
        assert batch.largest(values)[component] == values[mine].max()
    assert batch.count == 3


def test_restricted_to_some_components(monkeypatch):
    _, (batch,) = batches_of(wind_graph(RINGS, one=True))
    assert batch.restrict(np.arange(10)) is batch
    cells = np.flatnonzero(batch.component != 1)
    part = batch.restrict(cells)
    assert np.array_equal(part.cells, batch.cells[cells])
    assert np.array_equal(part.supply, batch.supply[cells])
    assert np.array_equal(part.capacity, batch.capacity[cells])
    assert sorted(set(part.component.tolist())) == [0, 1]
    assert dense(part.donors) == pytest.approx(dense(batch.donors)[np.ix_(cells, cells)])
    assert part.tolerance == pytest.approx(batch.tolerance * cells.size / 10)
    monkeypatch.setattr(batches, "DENSE_LIMIT", 3)
    _, (_, large) = batches_of(wind_graph(RINGS, one=True))
    cells = np.flatnonzero(large.component == 1)
    single = large.restrict(cells)
    assert single.bounds[0] == np.count_nonzero(cells < large.bounds[0]) == 1
    assert single.bounds[-1] == 4


@pytest.mark.parametrize(
    ("graph", "bytes_per_cell"), [(wind_graph(RINGS, one=True), 110), (rose_graph(0, (4, 4)), 1000)]
)
def test_what_does_not_fit_is_refused_before_it_starts(monkeypatch, graph, bytes_per_cell):
    monkeypatch.setattr(batches, "DENSE_LIMIT", 3)
    cells = 8 if graph.slots < 8 else 16
    needed = cells * bytes_per_cell
    lines = []

    class Listen(Progress):
        def info(self, text):
            lines.append(text)

    monkeypatch.setattr(system, "available_memory", lambda: needed - 1)
    batches_of(graph, progress=Listen())
    assert not lines  # so little is not worth a line
    monkeypatch.setattr(batches, "_LOGGED_FROM", needed - 1)
    with pytest.raises(NotEnoughMemoryError, match="goes round"):
        batches_of(graph, progress=Listen())
    assert len(lines) == 1
    monkeypatch.setattr(system, "available_memory", lambda: needed)
    batches_of(graph, progress=Listen())
    assert len(lines) == 2
