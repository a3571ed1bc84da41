"""The residual of the sweeps corrected on coarser and coarser grids (multigrid).

After sweeps down and up the rows the error is smooth: blocks of 2 x 2 cells represent it nearly as well at a quarter of
the cost, and blocks of blocks again. On the first of these grids each V-cycle is scaled to leave the least residual,
and made orthogonal to the one before (GCR with one previous direction; Eisenstat, Elman & Schultz 1983, DOI
10.1137/0720023), so that corrections never increase the residual there. While convergence is slow, each coarser grid is
visited once more on the way up (F-cycles). Numbers are float32: corrections need no more, as the residual that they
leave is computed anew.
"""

from __future__ import annotations

import numpy as np

from ..graph.arrays import Single
from .stencil import Stencil, unfold

_COARSEST = 400  # cells
_GOAL = 0.4  # norm of the residual, of the right-hand side's
_STEPS = 3


class CoarseGrids:
    """Grids from fine to coarse, until one is small enough to be inverted.

    Parameters
    ----------
    first : Stencil, the finest of them, not complete
    exponential_fitting : bool; of the coarser ones, see `stencil`
    f_cycle : bool; begin with F-cycles
    """

    def __init__(self, first: Stencil, exponential_fitting: bool, f_cycle: bool = True) -> None:
        self.grids = [first]
        while self.grids[-1].outgoing.size > _COARSEST:
            self.grids.append(self.grids[-1].coarser(exponential_fitting))
            self.grids[-2].complete()
        self.grids[-1].complete()
        self.inverse = self.grids[-1].inverse()
        self.f_cycle = f_cycle

    def guess(self, right: Single) -> Single:
        """Return y by one F-cycle: of about the right size, but rough, so the residual may exceed `right` at first.

        Parameters
        ----------
        right : (rows, cols) float32, right-hand side of the finest of the grids

        Returns
        -------
        (rows, cols) float32
        """
        return self._cycle(0, right, True)

    def solve(self, right: Single) -> Single:
        """Return y whose residual is some 0.4 of `right`, or what three cycles reach.

        Parameters
        ----------
        right : (rows, cols) float32, right-hand side of the finest of the grids; overwritten by the residual

        Returns
        -------
        (rows, cols) float32
        """
        solution = np.zeros_like(right)
        previous: tuple[Single, Single, float] | None = None
        goal = _GOAL * _norm(right)
        if not 0 < goal < np.inf:
            return solution
        for count in range(_STEPS):
            direction = self._cycle(0, right, self.f_cycle)
            image = np.empty_like(direction)
            self.grids[0].image(direction, image)
            if previous is not None:
                last_direction, last_image, square = previous
                factor = np.float32(_dot(last_image, image) / square)
                last_direction *= factor
                direction -= last_direction
                last_image *= factor
                image -= last_image
                del last_direction, last_image
            square = _dot(image, image)
            if not 0 < square < np.inf:
                break
            length = np.float32(_dot(image, right) / square)
            previous = (direction, image, square)
            _add(solution, length, direction)
            _add(right, -length, image)
            if _norm(right) <= goal:
                self.f_cycle &= count > 1
                return solution
        self.f_cycle = True
        return solution

    def _cycle(self, depth: int, right: Single, f_cycle: bool) -> Single:
        """Return y close to the balance of the grid at `depth`, by one cycle through the coarser ones."""
        if depth == len(self.grids) - 1:
            return (self.inverse @ right.ravel()).reshape(right.shape).astype(np.float32)
        grid = self.grids[depth]
        y = np.empty_like(right)
        coarse_residual = np.zeros(self.grids[depth + 1].shape, np.float32)
        grid.sweep_down(right, y, coarse_residual)
        correction = self._cycle(depth + 1, coarse_residual, f_cycle)
        for row, values in enumerate(y):
            values += unfold(correction[row // 2], values.size)
        grid.sweep_up(right, y)
        if f_cycle and depth > 0:
            residual = np.empty_like(right)
            grid.image(y, residual)
            np.subtract(right, residual, out=residual)
            y += self._cycle(depth, residual, False)
        return y


def _add(total: Single, factor: np.float32, values: Single) -> None:
    for row, summand in zip(total, values):
        row += factor * summand


def _dot(a: Single, b: Single) -> float:
    return float(np.dot(a.ravel(), b.ravel()))


def _norm(a: Single) -> float:
    return _dot(a, a) ** 0.5
