"""Corrections on coarser grids: residuals are what is claimed, and get small."""

from __future__ import annotations

import numpy as np
import pytest
from carbon_service_flow.core.routing.rose import coarse_grids
from carbon_service_flow.core.routing.rose.coarse_grids import CoarseGrids
from carbon_service_flow.core.routing.rose.stencil import STENCIL_STEPS, Stencil


def diffusing(shape, leaving=0.05, seed=0):
    """Weights of about 1 in all directions, none over the border; little leaves the grid."""
    rng = np.random.default_rng(seed)
    stencil = Stencil.empty(*shape)
    rows, cols = shape
    row, col = np.indices(shape)
    for k, (down, right) in enumerate(STENCIL_STEPS):
        inside = (row + down >= 0) & (row + down < rows) & (col + right >= 0) & (col + right < cols)
        stencil.weights[:, k] = (1.0 + 0.1 * rng.random(shape)) * inside
    stencil.outgoing[:] = leaving
    return stencil


def right_side(shape):
    return np.random.default_rng(5).random(shape).astype(np.float32)


def residual_of(grids, y, right):
    image = np.empty_like(y)
    grids.grids[0].image(y, image)
    return right - image


@pytest.mark.parametrize("shape", [(1, 1), (7, 9), (20, 20)])
def test_a_small_grid_is_inverted(shape):
    grids = CoarseGrids(diffusing(shape, leaving=0.5), exponential_fitting=True)
    assert len(grids.grids) == 1
    right = right_side(shape)
    y = grids.solve(right.copy())
    assert np.linalg.norm(residual_of(grids, y, right)) < 1e-3 * np.linalg.norm(right)
    assert grids.guess(right) == pytest.approx(y, rel=1e-3, abs=1e-4)


@pytest.mark.parametrize("shape", [(21, 20), (64, 64), (90, 47), (3, 700)])
@pytest.mark.parametrize("f_cycle", [True, False])
def test_the_residual_is_what_remains_and_at_most_the_goal(shape, f_cycle):
    grids = CoarseGrids(diffusing(shape), True, f_cycle)
    assert [grid.shape for grid in grids.grids[1:]] == [
        ((grid.shape[0] + 1) // 2, (grid.shape[1] + 1) // 2) for grid in grids.grids[:-1]
    ]
    assert grids.grids[-1].outgoing.size <= 400 < grids.grids[-2].outgoing.size
    right = right_side(shape)
    remaining = right.copy()
    y = grids.solve(remaining)
    assert remaining == pytest.approx(residual_of(grids, y, right), abs=2e-3)
    assert np.linalg.norm(remaining) <= 0.4 * np.linalg.norm(right)


def test_repeated_corrections_converge():
    """Each call at least divides the residual by 2.5, so six of them by more than 200."""
    grids = CoarseGrids(diffusing((64, 50)), True)
    right = right_side((64, 50))
    remaining, total = right.copy(), np.zeros_like(right)
    for _ in range(6):
        total += grids.solve(remaining)
    assert np.linalg.norm(residual_of(grids, total, right)) < np.linalg.norm(right) / 200


@pytest.mark.parametrize("exponential_fitting", [True, False])
def test_a_guess_is_of_the_right_size(exponential_fitting):
    """In balance, all that leaves the grid, 0.002 per unit of y, is the right-hand side: y is 500 times as large."""
    right = right_side((48, 48))
    guess = CoarseGrids(diffusing((48, 48), leaving=2e-3), exponential_fitting).guess(right)
    assert guess.sum() == pytest.approx(500 * right.sum(), rel=0.1)
    assert guess.min() > 100


def test_nothing_to_correct_gives_nothing():
    grids = CoarseGrids(diffusing((30, 30)), True)
    assert not grids.solve(np.zeros((30, 30), np.float32)).any()
    assert not grids.solve(np.full((30, 30), np.inf, np.float32)).any()


def test_a_correction_that_fails_switches_f_cycles_on():
    """Where three cycles do not reach the goal, the next call begins with F-cycles; where one does, with V-cycles."""
    grids = CoarseGrids(diffusing((64, 64)), True, f_cycle=True)
    grids.solve(right_side((64, 64)))
    assert not grids.f_cycle
    hard = CoarseGrids(diffusing((64, 64), leaving=1e-3), True, f_cycle=False)
    hard.solve(right_side((64, 64)))
    assert hard.f_cycle


def solved(monkeypatch, goal, steps=3):
    """Return what remains, the true residual, and whether F-cycles go on, for another goal and number of cycles."""
    monkeypatch.setattr(coarse_grids, "_GOAL", goal)
    monkeypatch.setattr(coarse_grids, "_STEPS", steps)
    grids = CoarseGrids(diffusing((50, 64)), True, f_cycle=True)
    remaining = right_side((50, 64))
    y = grids.solve(remaining)
    return remaining, residual_of(grids, y, right_side((50, 64))), grids.f_cycle


def test_each_cycle_leaves_less_and_the_residual_is_known(monkeypatch):
    """The residual is updated from cycle to cycle, along orthogonal directions: it must be the true one."""
    norms = [np.linalg.norm(right_side((50, 64)))]
    for steps in (1, 2, 3):
        remaining, residual, _ = solved(monkeypatch, 1e-12, steps)
        assert remaining == pytest.approx(residual, abs=2e-4)
        norms.append(np.linalg.norm(remaining))
    assert all(after < 0.5 * before for before, after in zip(norms, norms[1:]))


def test_f_cycles_go_on_where_three_were_needed(monkeypatch):
    """With goals between what one, two and three cycles leave: after one or two V-cycles will do next time."""
    start = np.linalg.norm(right_side((50, 64)))
    left_over = [np.linalg.norm(solved(monkeypatch, 1e-12, steps)[0]) / start for steps in (1, 2, 3)]
    for needed, f_cycle in ((1, False), (2, False), (3, True)):
        assert solved(monkeypatch, 1.01 * left_over[needed - 1])[2] is f_cycle
    assert solved(monkeypatch, 0.9 * left_over[2])[2]
