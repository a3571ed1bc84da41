"""A grid of cells that pass carbon on to eight neighbours each, and how it is made coarser.

    weights[r, k, c] = what moves from cell (r, c) to its neighbour k, per unit of y there, float32
    own[r, c]        = all that leaves the cell, per unit of y there

so the balance of all cells is own y - (what arrives of weights y) = right. Neighbours are in the order of
`STENCIL_STEPS`, by rows of the array: three in the row above, three in the row below, west, east. All work is done row
by row, which is long enough for numpy and short enough for the processor's cache.

**Coarser.** A block of 2 x 2 cells is one cell of the next grid: what moves between two blocks is added up (aggregation
as in Braess 1995, DOI 10.1007/BF02238488). By itself that spreads carbon too fast, as two blocks lie twice as far apart
as two cells. Between two blocks with weights a there and b back the drift a - b is right, and a b / (a + b) too much
goes either way: on a line of cells, taking out every other one leaves a^2 / (a + b) and b^2 / (a + b), which is also
how exponential fitting coarsens (Scharfetter & Gummel 1969, DOI 10.1109/T-ED.1969.16566). This much is taken off.

Example, a = 3 and b = 1: 0.75 is taken off each; 2.25 and 0.25 are left, the drift is 2 as before.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..graph.arrays import Floats, Single

STENCIL_STEPS = ((-1, -1), (-1, 0), (-1, 1), (1, -1), (1, 0), (1, 1), (0, -1), (0, 1))  # rows, columns
ABOVE, BELOW, STENCIL_WEST, STENCIL_EAST = slice(0, 3), slice(3, 6), 6, 7
INNER_SWEEPS = 2  # times that a row's own west and east are gone through


@dataclass(frozen=True)
class Stencil:
    """weights: (rows, 8, cols); own: (rows, cols), or what leaves the grid alone until `complete` is called."""

    weights: Single
    own: Single

    @classmethod
    def empty(cls, rows: int, cols: int) -> Stencil:
        """Return a grid in which nothing moves."""
        return cls(np.zeros((rows, 8, cols), np.float32), np.zeros((rows, cols), np.float32))

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.own.shape[0], self.own.shape[1]

    def complete(self) -> None:
        """Add what moves to `own`, which held what leaves the grid; 1 where there is nothing."""
        for weights, own in zip(self.weights, self.own):
            own += weights.sum(axis=0)
            own[own <= 0] = 1.0

    def coarser(self, fitted: bool) -> Stencil:
        """Return the next grid; both are not complete."""
        rows, cols = self.shape
        result = Stencil.empty((rows + 1) // 2, (cols + 1) // 2)
        for row in range(rows):
            fold_row(result, row, self.weights[row], self.own[row])
        if fitted:
            result.damp()
        return result

    def damp(self) -> None:
        """Take off what aggregation spreads too fast, see the module."""
        w = self.weights
        _damped(w[:, STENCIL_EAST, :-1], w[:, STENCIL_WEST, 1:])
        _damped(w[:-1, 4], w[1:, 1])
        _damped(w[:-1, 5, :-1], w[1:, 0, 1:])
        _damped(w[:-1, 3, 1:], w[1:, 2, :-1])

    def down(self, right: Single, y: Single, rest: Single) -> None:
        """Settle rows from the first on, y from 0; add what is left of `right` to the blocks of `rest`."""
        rows, cols = self.shape
        above, arrives, spare, short, before = (np.zeros(cols, np.float32) for _ in range(5))
        for row in range(rows):
            weights, own, here = self.weights[row], self.own[row], y[row]
            np.add(right[row], above, out=short)
            np.divide(short, own, out=here)
            for _ in range(INNER_SWEEPS - 1):
                along(weights, here, arrives, spare)
                np.add(arrives, short, out=here)
                here /= own
            along(weights, here, arrives, spare)
            short += arrives
            np.multiply(own, here, out=arrives)
            short -= arrives
            push(weights[BELOW], here, above, spare)
            if row > 0:
                push(weights[ABOVE], here, arrives, spare)
                before += arrives
                fold_values(rest[(row - 1) // 2], before)
            before, short = short, before
        fold_values(rest[(rows - 1) // 2], before)

    def up(self, right: Single, y: Single) -> None:
        """Settle rows from the last to the first, from what y is."""
        rows, cols = self.shape
        above, below, arrives, base, spare = (np.zeros(cols, np.float32) for _ in range(5))
        for row in range(rows - 1, -1, -1):
            weights, own, here = self.weights[row], self.own[row], y[row]
            np.add(right[row], below, out=base)
            if row > 0:
                push(self.weights[row - 1, BELOW], y[row - 1], above, spare)
                base += above
            for _ in range(INNER_SWEEPS):
                along(weights, here, arrives, spare)
                np.add(arrives, base, out=here)
                here /= own
            push(weights[ABOVE], here, below, spare)

    def image(self, y: Single, out: Single) -> None:
        """Put own y - (what arrives of weights y) into `out`."""
        np.multiply(self.own, y, out=out)
        arrives, spare = (np.zeros(self.shape[1], np.float32) for _ in range(2))
        last = self.shape[0] - 1
        for row in range(last + 1):
            weights, here = self.weights[row], y[row]
            along(weights, here, arrives, spare)
            out[row] -= arrives
            if row > 0:
                push(weights[ABOVE], here, arrives, spare)
                out[row - 1] -= arrives
            if row < last:
                push(weights[BELOW], here, arrives, spare)
                out[row + 1] -= arrives

    def inverse(self) -> NDArray[np.float64]:
        """Return the dense inverse of a complete small grid, bounded where nothing leaves."""
        rows, cols = self.shape
        balance = np.zeros((rows, cols, rows, cols))
        own = self.own.astype(np.float64)
        row, col = np.indices((rows, cols))
        balance[row, col, row, col] = 1.0 + 1e-9
        for k, (down, right) in enumerate(STENCIL_STEPS):
            to_row, to_col = row + down, col + right
            at = (to_row >= 0) & (to_row < rows) & (to_col >= 0) & (to_col < cols)
            balance[to_row[at], to_col[at], row[at], col[at]] -= (self.weights[:, k] / own)[at]
        size = rows * cols
        return np.asarray(np.linalg.inv(balance.reshape(size, size)) / own.reshape(size, 1), dtype=np.float64)


def push(weights: Floats, values: Floats, out: Floats, spare: Floats) -> None:
    """Put into `out` what moves of `values` to an adjacent row; weights: of its three neighbours there."""
    np.multiply(weights[1], values, out=out)
    np.multiply(weights[2], values, out=spare)
    out[1:] += spare[:-1]
    np.multiply(weights[0], values, out=spare)
    out[:-1] += spare[1:]


def along(weights: Floats, values: Floats, out: Floats, spare: Floats) -> None:
    """Put into `out` what moves of `values` within the row."""
    np.multiply(weights[STENCIL_EAST, :-1], values[:-1], out=out[1:])
    out[0] = 0.0
    np.multiply(weights[STENCIL_WEST], values, out=spare)
    out[:-1] += spare[1:]


def fold_row(coarse: Stencil, row: int, weights: Floats, leaving: Floats) -> None:
    """Add one row of cells to the blocks that they belong to; leaving: what leaves the grid."""
    into, half = coarse.weights[row // 2], leaving.size // 2
    out, back, away = (ABOVE, BELOW, 0) if row % 2 == 0 else (BELOW, ABOVE, 3)
    out_west, out_straight, out_east = weights[out]
    back_west, _, back_east = weights[back]
    into[away] += out_west[0::2]
    into[away + 1] += (out_straight + out_east)[0::2]
    into[away + 1, :half] += (out_straight + out_west)[1::2]
    into[away + 2, :half] += out_east[1::2]
    into[STENCIL_WEST] += (weights[STENCIL_WEST] + back_west)[0::2]
    into[STENCIL_EAST, :half] += (weights[STENCIL_EAST] + back_east)[1::2]
    own = coarse.own[row // 2]
    own += leaving[0::2]
    own[:half] += leaving[1::2]


def fold_values(coarse: Floats, values: Floats) -> None:
    """Add one row of values to a row of their blocks."""
    coarse += values[0::2]
    coarse[: values.size // 2] += values[1::2]


def unfold(coarse: Floats, cols: int) -> Floats:
    """Return a row of blocks as the row of cells in them."""
    return np.repeat(coarse, 2)[:cols]


def _damped(there: Single, back: Single) -> None:
    for a, b in zip(there, back):
        both = a + b
        both[both <= 0] = 1.0
        much = a * b / both
        a -= much
        b -= much
