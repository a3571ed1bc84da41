"""What is left to correct, computed on coarser and coarser grids (multigrid).

After rows have been settled one after the other, down and up again, what is missing is smooth; blocks of 2 x 2 cells
show it nearly as well at a quarter of the cost, and blocks of blocks. On the first of these grids, one descent and
ascent after the other (V-cycles) is made as long as leaves least (GCR with one direction kept; Eisenstat, Elman &
Schultz 1983, DOI 10.1137/0720023), so that corrections never make matters worse there. While that goes slowly, each
coarser grid is gone to once more on the way up (F-cycles). Numbers are float32: corrections need no more, as what they
leave is computed anew.
"""

from __future__ import annotations

import numpy as np

from ..graph.arrays import Single
from .stencil import Stencil, unfold

_COARSEST = 400  # cells
_GOAL = 0.4
_STEPS = 3


class CoarseGrids:
    """Grids from fine to coarse. first: not complete."""

    def __init__(self, first: Stencil, fitted: bool, full: bool = True) -> None:
        self.grids = [first]
        while self.grids[-1].own.size > _COARSEST:
            self.grids.append(self.grids[-1].coarser(fitted))
            self.grids[-2].complete()
        self.grids[-1].complete()
        self.inverse = self.grids[-1].inverse()
        self.full = full

    def guess(self, right: Single) -> Single:
        """Return y as one F-cycle sees it: the right height, but rough, so that `right` need not get less at once."""
        return self._cycle(0, right, True)

    def solve(self, right: Single) -> Single:
        """Return y with a residual of some 0.4 of `right`, which is overwritten by it."""
        result = np.zeros_like(right)
        known: tuple[Single, Single, float] | None = None
        before = goal = _GOAL * _norm(right)
        if not 0 < before < np.inf:
            return result
        for count in range(_STEPS):
            step = self._cycle(0, right, self.full)
            image = np.empty_like(step)
            self.grids[0].image(step, image)
            if known is not None:
                old, seen, square = known
                factor = np.float32(_dot(seen, image) / square)
                old *= factor
                step -= old
                seen *= factor
                image -= seen
                del old, seen
            square = _dot(image, image)
            if not 0 < square < np.inf:
                break
            length = np.float32(_dot(image, right) / square)
            known = (step, image, square)
            _add(result, length, step)
            _add(right, -length, image)
            if _norm(right) <= goal:
                self.full &= count > 1
                return result
        self.full = True
        return result

    def _cycle(self, depth: int, right: Single, full: bool) -> Single:
        """Return y close to the balance of one grid, by one cycle through the coarser ones."""
        if depth == len(self.grids) - 1:
            return (self.inverse @ right.ravel()).reshape(right.shape).astype(np.float32)
        grid = self.grids[depth]
        y = np.empty_like(right)
        below = np.zeros(self.grids[depth + 1].shape, np.float32)
        grid.down(right, y, below)
        step = self._cycle(depth + 1, below, full)
        for row, values in enumerate(y):
            values += unfold(step[row // 2], values.size)
        grid.up(right, y)
        if full and depth > 0:
            rest = np.empty_like(right)
            grid.image(y, rest)
            np.subtract(right, rest, out=rest)
            y += self._cycle(depth, rest, False)
        return y


def _add(to: Single, factor: np.float32, values: Single) -> None:
    for row, more in zip(to, values):
        row += factor * more


def _dot(a: Single, b: Single) -> float:
    return float(np.dot(a.ravel(), b.ravel()))


def _norm(a: Single) -> float:
    return _dot(a, a) ** 0.5
