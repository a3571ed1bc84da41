"""Large components: the order of sweeps, and the solution at the feedback set, against dense matrices."""

from __future__ import annotations

import numpy as np
import pytest
from carbon_service_flow.core.progress import Progress
from carbon_service_flow.core.routing.cycles import solve_feedback_set as module
from carbon_service_flow.core.routing.cycles.solve_feedback_set import SweepSolver, sweep_order
from carbon_service_flow.core.routing.ordered.backend import choose_backend
from carbon_service_flow.core.routing.ordered.topological import donors_among
from support.networks import PLAIN, dense, ordered_with_components, random_graph, rose_graph

GRAPHS = [random_graph(seed, shape=(10, 12), one=False, decay=20000.0) for seed in (0, 2, 3)]


def swept(graph, backend=PLAIN):
    """Return (W in the order of sweeps, bounds, component of each cell, solver) of the first components."""
    state, groups = ordered_with_components(graph, backend)
    group = groups[0]
    cells, bounds = sweep_order(state, group, backend, Progress())
    assert sorted(cells.tolist()) == sorted(group.cells.tolist())
    sizes = np.diff(group.starts)
    by_cell = dict(zip(group.cells.tolist(), np.repeat(np.arange(sizes.size), sizes).tolist()))
    component = np.array([by_cell[cell] for cell in cells.tolist()])
    donors = donors_among(state, group, cells)
    return dense(donors), bounds, component, SweepSolver(donors, bounds, component, backend, Progress())


@pytest.mark.parametrize("graph", [*GRAPHS, rose_graph(0, (5, 5), 9000.0)])
def test_after_the_feedback_set_every_cell_comes_after_its_donors(graph):
    matrix, bounds, component, _ = swept(graph)
    heads, tails = np.nonzero(matrix)
    other = tails >= bounds[0]
    level = np.searchsorted(bounds, np.arange(len(matrix)), side="right")
    later = other & (heads >= bounds[0])
    assert (level[tails[later]] < level[heads[later]]).all()
    assert bounds[-1] == len(matrix)
    assert 0 < bounds[0] < len(matrix)
    assert (np.diff(bounds) > 0).all()
    first = component[: bounds[0]]
    assert (np.diff(first) >= 0).all()  # components of the feedback set side by side
    assert (np.count_nonzero(matrix[bounds[0] :], axis=1) > 0).all()  # as products of rows expect


@pytest.mark.parametrize("backend", [PLAIN, choose_backend()], ids=str)
@pytest.mark.parametrize("graph", GRAPHS)
def test_relaxes_to_the_outflow_of_every_cell_but_the_feedback_set(graph, backend):
    matrix, bounds, _, solver = swept(graph, backend)
    rng = np.random.default_rng(0)
    supply, capacity = rng.random(len(matrix)) * 3, rng.random(len(matrix))
    start = np.zeros(len(matrix))
    assert (solver.guess(supply, capacity) == 0).all()
    outflow, change, active = solver.relax(start, supply, capacity)
    size = bounds[0]
    before = outflow.copy()
    before[:size] -= change  # what the last sweep went out from
    expected = np.maximum(supply + matrix @ before - capacity, 0)
    assert outflow == pytest.approx(expected, rel=1e-10, abs=1e-12)
    assert change.size == size
    assert np.array_equal(active, outflow > 0)
    assert (start == 0).all()


@pytest.mark.parametrize("backend", [PLAIN, choose_backend()], ids=str)
@pytest.mark.parametrize(("dense_work", "dense_cells"), [(0, 0), (0, 8000), (1 << 29, 8000)])
@pytest.mark.parametrize("numbers", [1, 1 << 22])
@pytest.mark.parametrize("graph", GRAPHS)
def test_balance_of_the_active_cells(monkeypatch, graph, numbers, dense_work, dense_cells, backend):
    monkeypatch.setattr(module, "_DENSE_WORK", dense_work)
    monkeypatch.setattr(module, "_DENSE_CELLS", dense_cells)
    monkeypatch.setattr(module, "_NUMBERS_PER_SWEEP", numbers)
    matrix, _, _, solver = swept(graph, backend)
    rng = np.random.default_rng(1)
    for active in (np.ones(len(matrix), bool), rng.random(len(matrix)) > 0.2):
        supply = rng.random(len(matrix)) - 0.3
        cells = np.flatnonzero(active)
        expected = np.linalg.solve(np.eye(cells.size) - matrix[np.ix_(cells, cells)], supply[cells])
        result = solver.balance(active, supply.copy(), np.zeros(len(matrix)))
        for _ in range(0 if dense_work else 3):  # by GMRES it is close; policy iteration goes on from there
            result = solver.balance(active, supply.copy(), result)
        assert result[cells] == pytest.approx(expected, rel=1e-9, abs=1e-11)
        assert (result[~active] == 0).all()


@pytest.mark.parametrize("dense_cells", [0, 8000])
@pytest.mark.parametrize("graph", GRAPHS)
def test_balance_of_several_columns(monkeypatch, graph, dense_cells):
    monkeypatch.setattr(module, "_DENSE_CELLS", dense_cells)
    matrix, _, _, solver = swept(graph)
    supplies = np.random.default_rng(2).random((len(matrix), 3))
    expected = np.linalg.solve(np.eye(len(matrix)) - matrix, supplies)
    assert solver.balance_all(supplies) == pytest.approx(expected, rel=1e-9)


def test_restricted_to_one_component():
    matrix, bounds, component, solver = swept(GRAPHS[0])
    sizes = np.bincount(component)
    cells = np.flatnonzero(component == np.argmax(sizes))
    single = solver.restrict(cells)
    assert single.bounds[-1] == cells.size
    assert single.bounds[0] == np.count_nonzero(cells < bounds[0])
    supply = np.random.default_rng(0).random(cells.size)
    expected = np.linalg.solve(np.eye(cells.size) - matrix[np.ix_(cells, cells)], supply)
    assert single.balance(np.ones(cells.size, bool), supply.copy(), np.zeros(cells.size)) == pytest.approx(expected)


def test_a_singular_response_gives_no_correction():
    assert module._solve_dense(np.zeros((2, 2)), np.ones(2)).tolist() == [0, 0]
    assert module._solve_dense(np.eye(2) * 2, np.ones(2)).tolist() == [0.5, 0.5]
