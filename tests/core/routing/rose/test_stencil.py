"""Stencils against dense matrices."""

from __future__ import annotations

import numpy as np
import pytest
from carbon_service_flow.core.routing.rose.stencil import (
    ABOVE,
    BELOW,
    STENCIL_EAST,
    STENCIL_STEPS,
    STENCIL_WEST,
    Stencil,
    along,
    fold_values,
    push,
    unfold,
)

SHAPES = [(1, 1), (1, 6), (5, 1), (4, 6), (5, 7), (7, 4)]


def random_stencil(seed, shape, leaving=0.3):
    """Random weights, none over the border, not complete; leaving: what leaves the grid."""
    rng = np.random.default_rng(seed)
    stencil = Stencil.empty(*shape)
    rows, cols = shape
    for k, (down, right) in enumerate(STENCIL_STEPS):
        row, col = np.indices(shape)
        inside = (row + down >= 0) & (row + down < rows) & (col + right >= 0) & (col + right < cols)
        stencil.weights[:, k] = rng.random(shape) * inside
    stencil.outgoing[:] = rng.random(shape) * leaving
    return stencil


def dense(stencil):
    """Return what arrives, (cells, cells), of y = 1 in each cell (columns)."""
    rows, cols = stencil.shape
    result = np.zeros((rows * cols, rows * cols))
    for row, col in np.ndindex(rows, cols):
        for k, (down, right) in enumerate(STENCIL_STEPS):
            if 0 <= row + down < rows and 0 <= col + right < cols:
                result[(row + down) * cols + col + right, row * cols + col] += float(stencil.weights[row, k, col])
    return result


def balance(stencil):
    """Return the matrix outgoing y - (what arrives of weights y) of a complete stencil."""
    return np.diag(stencil.outgoing.ravel().astype(float)) - dense(stencil)


def blocks_of(shape):
    """Return (blocks, cells): 1 where a cell is in a block of 2 x 2 cells."""
    rows, cols = shape
    wide = (cols + 1) // 2
    result = np.zeros((((rows + 1) // 2) * wide, rows * cols))
    for row, col in np.ndindex(rows, cols):
        result[(row // 2) * wide + col // 2, row * cols + col] = 1.0
    return result


@pytest.mark.parametrize("shape", SHAPES)
def test_all_that_leaves_a_cell_is_its_weights_and_what_leaves_the_grid(shape):
    stencil = random_stencil(1, shape)
    leaving = stencil.outgoing.copy()
    stencil.complete()
    assert stencil.outgoing.ravel() == pytest.approx(leaving.ravel() + dense(stencil).sum(axis=0), rel=1e-5)
    nothing = Stencil.empty(*shape)
    nothing.complete()
    assert (nothing.outgoing == 1.0).all()


@pytest.mark.parametrize("shape", SHAPES)
def test_image_is_the_product_with_the_balance(shape):
    stencil = random_stencil(2, shape)
    stencil.complete()
    y = np.random.default_rng(3).random(shape).astype(np.float32)
    image = np.empty_like(y)
    stencil.image(y, image)
    assert image.ravel() == pytest.approx(balance(stencil) @ y.ravel(), abs=1e-5)


@pytest.mark.parametrize("shape", SHAPES)
def test_inverse(shape):
    stencil = random_stencil(4, shape)
    stencil.complete()
    product = stencil.inverse() @ balance(stencil)
    assert product == pytest.approx(np.eye(len(product)), abs=1e-4)
    closed = random_stencil(4, shape, leaving=0.0)
    closed.complete()
    assert np.isfinite(closed.inverse()).all()


def test_inverse_of_two_cells_that_send_all_to_each_other_is_bounded():
    """1 -1 / -1 1 has no inverse; with 10^-9 more on the diagonal it is about 1 / (2 10^-9) everywhere."""
    closed = Stencil.empty(1, 2)
    closed.weights[0, STENCIL_EAST, 0] = closed.weights[0, STENCIL_WEST, 1] = 1.0
    closed.complete()
    assert closed.inverse() == pytest.approx(np.full((2, 2), 5e8), rel=1e-3)


@pytest.mark.parametrize("shape", SHAPES)
def test_coarser_adds_up_what_moves_between_blocks(shape):
    """Of y = 1 everywhere: P W P' between blocks, and what leaves the grid by block."""
    stencil = random_stencil(5, shape)
    blocks = blocks_of(shape)
    coarse = stencil.coarser(False)
    expected = blocks @ dense(stencil) @ blocks.T
    np.fill_diagonal(expected, 0.0)  # what stays in a block
    assert dense(coarse) == pytest.approx(expected, abs=1e-5)
    assert coarse.outgoing.ravel() == pytest.approx(blocks @ stencil.outgoing.ravel(), abs=1e-5)


def test_damping_of_one_pair():
    """a = 3 forth and b = 1 back: ab / (a + b) = 0.75 is subtracted from each. In all four directions."""
    for k, back in ((STENCIL_EAST, STENCIL_WEST), (4, 1), (5, 0), (3, 2)):
        stencil = Stencil.empty(3, 3)
        down, right = STENCIL_STEPS[k]
        stencil.weights[1, k, 1] = 3.0
        stencil.weights[1 + down, back, 1 + right] = 1.0
        stencil.damp()
        assert stencil.weights[1, k, 1] == pytest.approx(2.25)
        assert stencil.weights[1 + down, back, 1 + right] == pytest.approx(0.25)
        assert stencil.weights.sum() == pytest.approx(2.5)


def test_damping_keeps_the_drift_and_leaves_one_way_steps_alone():
    stencil = random_stencil(6, (5, 6))
    before = dense(stencil)
    stencil.damp()
    after = dense(stencil)
    assert after - after.T == pytest.approx(before - before.T, abs=1e-5)
    both = np.where(before + before.T > 0, before * before.T / np.maximum(before + before.T, 1e-30), 0.0)
    assert after == pytest.approx(before - both, abs=1e-5)
    fitted, plain = (random_stencil(6, (5, 6)).coarser(fitting) for fitting in (True, False))
    plain.damp()
    assert fitted.weights == pytest.approx(plain.weights)


@pytest.mark.parametrize("shape", SHAPES)
def test_what_a_sweep_down_leaves_is_added_by_block(shape):
    stencil = random_stencil(7, shape)
    stencil.complete()
    right = np.random.default_rng(8).random(shape).astype(np.float32)
    y = np.empty_like(right)
    coarse = np.zeros(((shape[0] + 1) // 2, (shape[1] + 1) // 2), np.float32)
    stencil.sweep_down(right, y, coarse)
    residual = right.ravel() - balance(stencil) @ y.ravel()
    assert coarse.ravel() == pytest.approx(blocks_of(shape) @ residual, abs=1e-4)


def test_one_column_is_solved_by_a_sweep_the_way_it_goes():
    """Weights to the row below alone: a sweep down solves it; to the row above alone: a sweep up."""
    for side, down in ((BELOW, True), (ABOVE, False)):
        stencil = random_stencil(9, (6, 1))
        for k in range(8):
            if k != side.start + 1:
                stencil.weights[:, k] = 0.0
        stencil.complete()
        right = np.random.default_rng(1).random((6, 1)).astype(np.float32)
        y = np.zeros_like(right)
        if down:
            stencil.sweep_down(right, y, np.zeros((3, 1), np.float32))
        else:
            stencil.sweep_up(right, y)
        assert balance(stencil) @ y.ravel() == pytest.approx(right.ravel(), abs=1e-5)


@pytest.mark.parametrize("shape", SHAPES)
def test_a_solution_stays_one_in_a_sweep_up(shape):
    stencil = random_stencil(10, shape, leaving=2.0)
    stencil.complete()
    right = np.random.default_rng(2).random(shape).astype(np.float32)
    solution = np.linalg.solve(balance(stencil), right.ravel()).reshape(shape)
    y = solution.astype(np.float32)
    stencil.sweep_up(right, y)
    assert y == pytest.approx(solution, abs=1e-4)


def test_moves_of_one_row():
    """Values 1 10 100; weights to the next row 1 (west), 2 (straight), 3 (east); within the row 4 (west), 5 (east)."""
    values = np.array([1.0, 10.0, 100.0])
    out, spare = np.full(3, 7.0), np.empty(3)
    push(np.array([[1.0] * 3, [2.0] * 3, [3.0] * 3]), values, out, spare)
    assert out.tolist() == [2.0 + 10.0, 20.0 + 3.0 + 100.0, 200.0 + 30.0]
    weights = np.zeros((8, 3))
    weights[STENCIL_WEST], weights[STENCIL_EAST] = 4.0, 5.0
    along(weights, values, out, spare)
    assert out.tolist() == [40.0, 5.0 + 400.0, 50.0]


@pytest.mark.parametrize("cols", [1, 2, 5, 6])
def test_folding_a_row_adds_pairs_and_unfolding_repeats_them(cols):
    values = np.arange(1.0, cols + 1)
    blocks = np.full((cols + 1) // 2, 0.5)
    fold_values(blocks, values)
    padded = np.append(values, 0.0) if cols % 2 else values
    assert blocks.tolist() == (padded.reshape(-1, 2).sum(axis=1) + 0.5).tolist()
    assert unfold(np.arange(3.0), cols).tolist() == [0.0, 0.0, 1.0, 1.0, 2.0, 2.0][:cols]
