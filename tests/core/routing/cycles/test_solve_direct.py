"""Small components: hops, and the linear balance, against dense matrices."""

from __future__ import annotations

import numpy as np
import pytest
from carbon_service_flow.core.routing.cycles import solve_direct
from carbon_service_flow.core.routing.cycles.solve_direct import HOPS, DirectSolver
from carbon_service_flow.core.routing.ordered.components import have_scipy
from support.networks import donors_of, random_component

SCIPY = [False, *([True] if have_scipy() else [])]


def two_components(seed, leaks=(0.1, 0.2)):
    """Return (W of components of 4 and 6 cells, component of each cell)."""
    rng = np.random.default_rng(seed)
    matrix = np.zeros((10, 10))
    matrix[:4, :4], matrix[4:, 4:] = random_component(rng, 4, leaks[0]), random_component(rng, 6, leaks[1])
    return matrix, np.repeat([0, 1], [4, 6])


@pytest.mark.parametrize("use_scipy", SCIPY)
def test_relaxes_by_hops(use_scipy):
    matrix, component = two_components(0)
    rng = np.random.default_rng(0)
    supply, capacity = rng.random(10) * 5, rng.random(10) * 3
    solver = DirectSolver(donors_of(matrix), component, use_scipy)
    outflow, change, active = solver.relax(solver.guess(supply, capacity), supply, capacity)
    steps = [np.zeros(10)]
    for _ in range(HOPS):
        steps.append(np.maximum(supply + matrix @ steps[-1] - capacity, 0))
    assert outflow == pytest.approx(steps[-1], rel=1e-12)
    assert change == pytest.approx(steps[-1] - steps[-2], abs=1e-12)
    assert np.array_equal(active, steps[-1] > 0)


@pytest.mark.parametrize("use_scipy", SCIPY)
@pytest.mark.parametrize("seed", range(5))
def test_balance_of_the_active_cells(use_scipy, seed):
    matrix, component = two_components(seed)
    rng = np.random.default_rng(seed)
    active, supply = rng.random(10) > 0.3, rng.random(10) - 0.2
    result = DirectSolver(donors_of(matrix), component, use_scipy).balance(active, supply, np.zeros(10))
    cells = np.flatnonzero(active)
    expected = np.linalg.solve(np.eye(cells.size) - matrix[np.ix_(cells, cells)], supply[cells])
    assert result[cells] == pytest.approx(expected, rel=1e-10)
    assert (result[~active] == 0).all()
    none = DirectSolver(donors_of(matrix), component, use_scipy).balance(np.zeros(10, bool), supply, np.zeros(10))
    assert (none == 0).all()


@pytest.mark.parametrize("dense_limit", [1, 600])
@pytest.mark.parametrize("use_scipy", SCIPY)
def test_a_component_that_carbon_never_leaves_has_no_finite_outflow(monkeypatch, use_scipy, dense_limit):
    """Two cells that send all to each other, beside a component that leaks: that one is solved all the same."""
    monkeypatch.setattr(solve_direct, "DENSE_LIMIT", dense_limit)
    matrix = np.zeros((5, 5))
    matrix[0, 1] = matrix[1, 0] = 1.0
    matrix[2:, 2:] = random_component(np.random.default_rng(0), 3)
    supplies = np.random.default_rng(1).random((5, 2))
    solver = DirectSolver(donors_of(matrix), np.array([0, 0, 1, 1, 1]), use_scipy)
    result = solver.solve(np.arange(5), supplies)
    assert np.isinf(result[:2]).all()
    assert result[2:] == pytest.approx(np.linalg.solve(np.eye(3) - matrix[2:, 2:], supplies[2:]), rel=1e-10)


@pytest.mark.parametrize("use_scipy", SCIPY)
def test_several_columns_and_some_of_the_cells(use_scipy):
    matrix, component = two_components(2)
    cells = np.array([0, 2, 3, 5, 6, 9])
    supplies = np.random.default_rng(0).random((6, 3))
    result = DirectSolver(donors_of(matrix), component, use_scipy).solve(cells, supplies)
    expected = np.linalg.solve(np.eye(6) - matrix[np.ix_(cells, cells)], supplies)
    assert result == pytest.approx(expected, rel=1e-10)


def test_cells_without_steps_among_them_keep_their_supply():
    supplies = np.array([[1.0], [2.0]])
    solver = DirectSolver(donors_of(np.array([[0, 1.0], [0, 0]])), np.zeros(2, int), False)
    result = solver.solve(np.array([0]), supplies[:1])
    assert result.tolist() == [[1.0]]
    assert result is not supplies


def test_restricted_to_one_component():
    matrix, component = two_components(3)
    supply = np.random.default_rng(0).random(10)
    solver = DirectSolver(donors_of(matrix), component, False)
    part = solver.restrict(np.arange(4, 10)).balance(np.ones(6, bool), supply[4:], np.zeros(6))
    assert part == pytest.approx(solver.balance(np.ones(10, bool), supply, np.zeros(10))[4:], rel=1e-12)
