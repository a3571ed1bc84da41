"""Coarser grids: no mass is lost, V-cycles bring the error down, and the balance is that of a dense matrix."""

from __future__ import annotations

import numpy as np
import pytest
from carbon_service_flow.core.errors import CancelledError
from carbon_service_flow.core.progress import Progress
from carbon_service_flow.core.routing.cycles import solve_aggregation as module
from carbon_service_flow.core.routing.cycles.solve_aggregation import (
    AggregationSolver,
    bicgstab,
    build_levels,
    v_cycle,
)
from carbon_service_flow.core.routing.ordered.topological import donors_among
from support.networks import dense, ordered_with_components, rose_graph

pytest.importorskip("scipy")


@pytest.fixture(autouse=True)
def several_levels(monkeypatch):
    monkeypatch.setattr(module, "_DENSE_LEVEL", 10)


def component(shape=(9, 11), decay=20000.0, seed=0):
    """Return (W, donors, row, col) of a rose's component."""
    graph = rose_graph(seed, shape, decay)
    state, groups = ordered_with_components(graph)
    cells = groups[0].cells
    donors = donors_among(state, groups[0], cells)
    row, col = np.divmod(cells, shape[1])
    return dense(donors), donors, row, col


def levels_of(donors, row, col):
    return build_levels(AggregationSolver(donors, np.zeros(row.size, int), row, col, Progress()).weights, row, col)


def test_a_block_is_two_by_two_cells_and_sends_the_mean_of_what_they_send():
    """W_coarse[I, J] = sum of W[i, j] over i in I, j in J, / size(J)."""
    matrix, donors, row, col = component()
    levels = levels_of(donors, row, col)
    assert len(levels) > 2
    block = levels[0].block
    same = (row[:, None] // 2 == row // 2) & (col[:, None] // 2 == col // 2)
    assert np.array_equal(block[:, None] == block, same)
    member = block[:, None] == np.arange(block.max() + 1)
    sizes = member.sum(axis=0)
    assert levels[0].share == pytest.approx(1 / sizes)
    assert levels[1].weights.toarray() == pytest.approx(member.T @ matrix @ member / sizes, rel=1e-12, abs=1e-15)
    assert levels[0].own == pytest.approx(1 - np.diag(matrix))
    for level, coarser in zip(levels[:-1], levels[1:]):
        assert np.array_equal(coarser.row[level.block], level.row // 2)
        assert np.array_equal(coarser.col[level.block], level.col // 2)
    last = levels[-1]
    assert last.row.size <= 10
    assert last.inverse @ (np.eye(last.row.size) - last.weights.toarray()) == pytest.approx(np.eye(last.row.size))


def test_blocks_keep_mass_in_both_directions():
    _, donors, row, col = component()
    level = levels_of(donors, row, col)[0]
    fine = np.random.default_rng(0).random(row.size)
    coarse = level.block_sums(fine)
    assert coarse.sum() == pytest.approx(fine.sum())
    divided = level.divide_blocks(coarse)
    assert level.block_sums(divided) == pytest.approx(coarse)
    assert divided[level.block == 0] == pytest.approx(coarse[0] / np.count_nonzero(level.block == 0))


def test_a_v_cycle_brings_a_smooth_error_down():
    matrix, donors, row, col = component(shape=(16, 16), decay=None)
    levels = levels_of(donors, row, col)
    right = np.ones(row.size)
    exact = np.linalg.solve(np.eye(row.size) - matrix, right)
    error = exact - v_cycle(levels, 0, right)
    hop = exact - right
    assert np.linalg.norm(error) < 0.5 * np.linalg.norm(exact)
    assert np.linalg.norm(error) < 0.6 * np.linalg.norm(hop)


@pytest.mark.parametrize("precision", [1e-2, 1e-6, 1e-10])
def test_bicgstab_reaches_the_precision_relative_to_the_guess(precision):
    matrix, donors, row, col = component()
    levels = levels_of(donors, row, col)
    rng = np.random.default_rng(0)
    right, start = rng.random(row.size), rng.random(row.size)
    y = bicgstab(levels, right, start, precision, Progress())

    def residual(values):
        return np.linalg.norm(right - values + matrix @ values)

    assert residual(y) <= 1.01 * precision * residual(start)
    assert residual(bicgstab(levels, right, start, 1.0, Progress())) == residual(start)  # good enough already


@pytest.mark.parametrize("seed", range(3))
def test_balance_of_the_active_cells(seed):
    matrix, donors, row, col = component(seed=seed)
    solver = AggregationSolver(donors, np.zeros(row.size, int), row, col, Progress())
    rng = np.random.default_rng(seed)
    for active in (np.ones(row.size, bool), rng.random(row.size) > 0.3):
        supply = rng.random(row.size)
        cells = np.flatnonzero(active)
        expected = np.linalg.solve(np.eye(cells.size) - matrix[np.ix_(cells, cells)], supply[cells])
        result = solver.balance(active, supply, np.zeros(row.size))
        for _ in range(2):  # of some active cells it is close; policy iteration goes on from there
            result = solver.balance(active, supply, result)
        assert result[cells] == pytest.approx(expected, rel=1e-9)
        assert (result[~active] == 0).all()
    assert (solver.balance(np.zeros(row.size, bool), supply, np.zeros(row.size)) == 0).all()


def test_relaxes_by_hops():
    matrix, donors, row, col = component()
    rng = np.random.default_rng(0)
    supply, capacity = rng.random(row.size) * 3, rng.random(row.size)
    solver = AggregationSolver(donors, np.zeros(row.size, int), row, col, Progress())
    outflow, change, active = solver.relax(np.zeros(row.size), supply, capacity)
    steps = [np.zeros(row.size)]
    for _ in range(module._RELAXATION_HOPS):
        steps.append(np.maximum(supply + matrix @ steps[-1] - capacity, 0))
    assert outflow == pytest.approx(steps[-1], rel=1e-12)
    assert change == pytest.approx(steps[-1] - steps[-2], abs=1e-12)
    assert np.array_equal(active, outflow > 0)


def test_the_guess_is_near_the_least_fixed_point():
    matrix, donors, row, col = component(shape=(12, 12), decay=9000.0)
    rng = np.random.default_rng(0)
    supply, capacity = rng.random(row.size) * 4, rng.random(row.size)
    exact = np.zeros(row.size)
    for _ in range(400):
        exact = np.maximum(supply + matrix @ exact - capacity, 0)
    guess = AggregationSolver(donors, np.zeros(row.size, int), row, col, Progress()).guess(supply, capacity)
    assert (guess >= 0).all()
    assert guess.sum() == pytest.approx(exact.sum(), rel=0.2)
    assert np.corrcoef(guess, exact)[0, 1] > 0.7


def test_rounds_of_hops_and_balance_end_at_the_fixed_point():
    """x = max(s + W x - c, 0), by many hops; 8 hops alone miss it by 45 %. Each round solves to 1 % of its residual."""
    matrix, donors, row, col = component()
    supply, capacity = np.random.default_rng(0).uniform(1, 9, row.size), np.full(row.size, 0.5)
    exact = np.zeros(row.size)
    for _ in range(20_000):
        exact = np.maximum(supply + matrix @ exact - capacity, 0)
    solver = AggregationSolver(donors, np.zeros(row.size, int), row, col, Progress())
    outflow = solver._rounds(levels_of(donors, row, col), supply, capacity, np.zeros(row.size))
    assert np.abs(outflow - exact).max() <= 1e-2 * exact.max()


def test_restricted_to_some_cells():
    matrix, donors, row, col = component()
    cells = np.flatnonzero(row < 5)
    solver = AggregationSolver(donors, np.zeros(row.size, int), row, col, Progress()).restrict(cells)
    assert solver.weights.toarray() == pytest.approx(matrix[np.ix_(cells, cells)])
    assert np.array_equal(solver.row, row[cells])
    assert np.array_equal(solver.col, col[cells])


def test_can_be_cancelled():
    _, donors, row, col = component()

    class Stop(Progress):
        def cancelled(self):
            return True

    with pytest.raises(CancelledError):
        bicgstab(levels_of(donors, row, col), np.ones(row.size), np.zeros(row.size), 1e-8, Stop())
