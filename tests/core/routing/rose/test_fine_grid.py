"""Sweeps over the grid itself, against dense matrices."""

from __future__ import annotations

import numpy as np
import pytest
from carbon_service_flow.core.routing import build_graph
from carbon_service_flow.core.routing.rose.fine_grid import FineGrid
from support.routing_cases import dense_weights, rose_transport

SHAPES = [(1, 5), (5, 1), (6, 7), (7, 4)]


def problem(seed, shape, southward=True):
    """Return a graph with gaps and decay, emission, capacity (of about the same size), and W as a dense matrix."""
    rng = np.random.default_rng(seed)
    winds = rng.random((17, *shape)) * (rng.random((17, *shape)) < 0.5)
    winds[int(rng.integers(16))] += 0.1
    valid = rng.random(shape) > 0.15
    graph = build_graph(rose_transport(winds, rows_southward=southward), valid, decay_length=5000.0)
    return graph, rng.random(shape) * 5, rng.random(shape) * 5, dense_weights(graph)


def fine_grid(graph, emission, capacity, outflow):
    return FineGrid(graph, emission, capacity, graph.member.reshape(graph.shape), outflow)


def supply_less_capacity(graph, emission, capacity):
    return np.where(graph.valid, emission - capacity, 0.0).ravel()


def overflow(graph, emission, capacity, weights, outflow):
    """Return max(0, E + W x - C), 0 outside."""
    total = supply_less_capacity(graph, emission, capacity) + weights @ outflow
    return np.where(graph.member, np.maximum(total, 0.0), 0.0)


def least_fixed_point(graph, emission, capacity, weights):
    outflow = np.zeros(weights.shape[0])
    for _ in range(600):
        outflow = overflow(graph, emission, capacity, weights, outflow)
    return outflow


def random_outflow(seed, graph):
    values = np.random.default_rng(seed).random(graph.shape) * 4 * graph.member.reshape(graph.shape)
    values[values < 1.0] = 0.0
    return values


def blocks_of(shape):
    rows, cols = shape
    wide = (cols + 1) // 2
    result = np.zeros((((rows + 1) // 2) * wide, rows * cols))
    for row, col in np.ndindex(rows, cols):
        result[(row // 2) * wide + col // 2, row * cols + col] = 1.0
    return result


@pytest.mark.parametrize("southward", [True, False])
@pytest.mark.parametrize("shape", SHAPES)
def test_sweeps_keep_the_fixed_point_and_approach_it(shape, southward):
    for seed in range(4):
        graph, emission, capacity, weights = problem(seed, shape, southward)
        expected = least_fixed_point(graph, emission, capacity, weights).reshape(shape)
        for name in ("sweep_down", "sweep_up"):
            cells = fine_grid(graph, emission, capacity, expected.copy())
            getattr(cells, name)()
            assert cells.outflow == pytest.approx(expected, abs=1e-9)
            cells = fine_grid(graph, emission, capacity, np.zeros(shape))
            for _ in range(300):
                getattr(cells, name)()
            assert cells.outflow == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("shape", SHAPES)
def test_a_sweep_down_measures_what_it_leaves(shape):
    """|max(0, E + W x - C) - x| over all cells, and E + W x - C - x by block, of cells that can be corrected."""
    for seed in range(6):
        graph, emission, capacity, weights = problem(seed, shape)
        cells = fine_grid(graph, emission, capacity, random_outflow(seed, graph))
        cells.update_prolongation()
        correctable = cells.outflow.ravel() > 0
        coarse = np.zeros(((shape[0] + 1) // 2, (shape[1] + 1) // 2), np.float32)
        measured = cells.sweep_down(coarse)
        outflow = cells.outflow.ravel()
        change = np.abs(overflow(graph, emission, capacity, weights, outflow) - outflow)
        assert measured.residual == pytest.approx(change.sum(), abs=1e-9)
        assert measured.outflow == pytest.approx(outflow.sum())
        assert measured.outdated == np.count_nonzero((outflow > 0) != correctable)
        total = supply_less_capacity(graph, emission, capacity) + weights @ outflow
        residual = np.where((outflow > 0) & correctable, total - outflow, 0.0)
        assert coarse.ravel() == pytest.approx(blocks_of(shape) @ residual, abs=1e-5)


def test_a_sweep_without_residual_measures_nothing():
    graph, emission, capacity, _ = problem(0, (3, 3))
    measured = fine_grid(graph, emission, capacity, np.zeros((3, 3))).sweep_down()
    assert (measured.residual, measured.outflow, measured.outdated) == (0.0, 0.0, 0)


@pytest.mark.parametrize("southward", [True, False])
@pytest.mark.parametrize("shape", SHAPES)
def test_folding_adds_up_what_moves_between_overflowing_cells(shape, southward):
    """With the prolongation p: what moves from block to block is W p by block; p less that leaves the grid."""
    for seed in range(4):
        graph, emission, capacity, weights = problem(seed, shape, southward)
        cells = fine_grid(graph, emission, capacity, random_outflow(seed, graph))
        cells.update_prolongation()
        scale = max(cells.outflow.max(), 1e-300)
        prolongation = cells.outflow.ravel() / scale
        moves = weights * prolongation * (prolongation > 0)[:, None]
        blocks = blocks_of(shape)
        coarse = cells.fold(False)
        between = blocks @ moves @ blocks.T
        inner = np.diag(between).copy()
        np.fill_diagonal(between, 0.0)
        leaving = coarse.outgoing.ravel().copy()
        coarse.complete()
        image = np.empty(coarse.shape, np.float32)
        y = np.random.default_rng(1).random(coarse.shape).astype(np.float32)
        coarse.image(y, image)
        total = blocks @ prolongation - inner  # all that leaves a block
        expected = np.where(total > 0, total, 1.0) * y.ravel() - between @ y.ravel()
        # bits beyond the eighth of the prolongation are dropped
        assert image.ravel() == pytest.approx(expected, abs=2e-2)
        assert leaving == pytest.approx(total - between.sum(axis=0), abs=2e-2)
        damped = cells.fold(True)
        plain = cells.fold(False)
        plain.damp()
        assert damped.weights == pytest.approx(plain.weights)


def test_prolongation_is_the_outflow_or_even():
    graph, emission, capacity, _ = problem(1, (4, 5))
    outflow = random_outflow(1, graph)
    cells = fine_grid(graph, emission, capacity, outflow)
    cells.update_prolongation()
    relative = np.stack([cells._prolongation(row) for row in range(4)])
    assert relative == pytest.approx(outflow / outflow.max(), rel=2.0**-7)
    cells.update_prolongation(even=True)
    assert np.array_equal(np.stack([cells._prolongation(row) for row in range(4)]), (outflow > 0).astype(np.float32))


def test_a_correction_grows_with_the_prolongation_and_never_takes_more_than_half():
    """Outflow 4 2 0 of blocks of two: with Y = 3 and p = 1, 0.5, 0 it becomes 7 3.5 0; with Y = -3: 2 (not 1) 1 0."""
    winds = np.zeros((17, 1, 3))
    winds[12] = 1.0
    graph = build_graph(rose_transport(winds), np.ones((1, 3), bool))
    for correction, expected in ((3.0, [7.0, 3.5, 0.0]), (-3.0, [2.0, 1.0, 0.0])):
        cells = fine_grid(graph, np.zeros((1, 3)), np.zeros((1, 3)), np.array([[4.0, 2.0, 0.0]]))
        cells.update_prolongation()
        cells._correct(0, np.full((1, 2), correction, np.float32))
        assert cells.outflow[0].tolist() == pytest.approx(expected)


@pytest.mark.parametrize("shape", SHAPES)
def test_the_final_state_is_outflow_or_minus_what_is_absorbed(shape):
    """Of cells that are solved; the others, here chosen at random, get all that arrives."""
    for seed in range(4):
        graph, emission, capacity, weights = problem(seed, shape)
        inside = graph.member.reshape(shape) & (np.random.default_rng(seed).random(shape) > 0.3)
        outflow = random_outflow(seed, graph) * inside
        cells = FineGrid(graph, emission, capacity, inside, outflow.copy())
        cells.finish()
        arrives = np.where(graph.valid, emission, 0.0).ravel() + weights @ outflow.ravel()
        absorbed = np.minimum(arrives, np.where(graph.valid, capacity, 0.0).ravel())
        expected = np.where(inside.ravel(), -absorbed, np.where(graph.member, arrives, 0.0))
        expected = np.where(outflow.ravel() > 0, outflow.ravel(), expected)
        assert cells.outflow.ravel() == pytest.approx(expected, abs=1e-12)
