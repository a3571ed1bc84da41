"""A grid of cells that pass carbon on to eight neighbours each, and how it is made coarser.

    weights[r, k, c] = what moves from cell (r, c) to its neighbour k, per unit of y there, float32
    outgoing[r, c]   = all that leaves the cell, per unit of y there

so the balance of all cells is outgoing y - (what arrives of weights y) = right. Neighbours are in the order of
`STENCIL_STEPS`, by rows of the array: three in the row above, three in the row below, west, east. All work is done row
by row, which is long enough for numpy and short enough for the processor's cache.

**Coarser.** A block of 2 x 2 cells is one cell of the next grid: what moves between two blocks is added up (aggregation
as in Braess 1995, DOI 10.1007/BF02238488). Alone, that diffuses carbon too fast, as two blocks lie twice as far apart
as two cells. Between two blocks with weights a forth and b back the drift a - b is right, and a b / (a + b) too much
goes either way: on a line of cells, eliminating every other one leaves a^2 / (a + b) and b^2 / (a + b), which is also
how exponential fitting coarsens (Scharfetter & Gummel 1969, DOI 10.1109/T-ED.1969.16566). So much is subtracted.

Example, a = 3 and b = 1: 0.75 is subtracted from each; 2.25 and 0.25 remain, the drift is 2 as before.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..graph.arrays import Floats, Single

STENCIL_STEPS = ((-1, -1), (-1, 0), (-1, 1), (1, -1), (1, 0), (1, 1), (0, -1), (0, 1))  # rows, columns
ABOVE, BELOW, STENCIL_WEST, STENCIL_EAST = slice(0, 3), slice(3, 6), 6, 7
INNER_SWEEPS = 2  # iterations over the steps within a row, for each visit of the row


@dataclass(frozen=True)
class Stencil:
    """Weights of the steps between cells, and all that leaves a cell.

    Attributes
    ----------
    weights : (rows, 8, cols) float32, per unit of y in the sending cell
    outgoing : (rows, cols) float32, per unit of y; until `complete` is called, only what leaves the grid
    """

    weights: Single
    outgoing: Single

    @classmethod
    def empty(cls, rows: int, cols: int) -> Stencil:
        """Return a grid in which nothing moves.

        Parameters
        ----------
        rows, cols : int

        Returns
        -------
        Stencil, not complete
        """
        return cls(np.zeros((rows, 8, cols), np.float32), np.zeros((rows, cols), np.float32))

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.outgoing.shape[0], self.outgoing.shape[1]

    def complete(self) -> None:
        """Add what moves between cells to `outgoing`, which held what leaves the grid; 1 where nothing leaves."""
        for weights, outgoing in zip(self.weights, self.outgoing):
            outgoing += weights.sum(axis=0)
            outgoing[outgoing <= 0] = 1.0

    def coarser(self, exponential_fitting: bool) -> Stencil:
        """Return the next coarser grid; neither is complete.

        Parameters
        ----------
        exponential_fitting : bool; subtract the excess diffusion of aggregation, see the module

        Returns
        -------
        Stencil, of half as many rows and columns, rounded up
        """
        rows, cols = self.shape
        result = Stencil.empty((rows + 1) // 2, (cols + 1) // 2)
        for row in range(rows):
            fold_row(result, row, self.weights[row], self.outgoing[row])
        if exponential_fitting:
            result.damp()
        return result

    def damp(self) -> None:
        """Subtract the excess diffusion of aggregation from all pairs of weights, see the module."""
        w = self.weights
        _damp_pair(w[:, STENCIL_EAST, :-1], w[:, STENCIL_WEST, 1:])
        _damp_pair(w[:-1, 4], w[1:, 1])
        _damp_pair(w[:-1, 5, :-1], w[1:, 0, 1:])
        _damp_pair(w[:-1, 3, 1:], w[1:, 2, :-1])

    def sweep_down(self, right: Single, y: Single, coarse_residual: Single) -> None:
        """Solve for one row after the other, from the first on and from y = 0 (Gauss-Seidel by rows).

        Parameters
        ----------
        right : (rows, cols) float32, right-hand side
        y : (rows, cols) float32, overwritten
        coarse_residual : (rows of blocks, columns of blocks) float32; what remains of `right` is added, by block
        """
        rows, cols = self.shape
        above, arrives, spare, residual, before = (np.zeros(cols, np.float32) for _ in range(5))
        for row in range(rows):
            weights, outgoing, y_row = self.weights[row], self.outgoing[row], y[row]
            np.add(right[row], above, out=residual)
            np.divide(residual, outgoing, out=y_row)
            for _ in range(INNER_SWEEPS - 1):
                along(weights, y_row, arrives, spare)
                np.add(arrives, residual, out=y_row)
                y_row /= outgoing
            along(weights, y_row, arrives, spare)
            residual += arrives
            np.multiply(outgoing, y_row, out=arrives)
            residual -= arrives
            push(weights[BELOW], y_row, above, spare)
            if row > 0:
                push(weights[ABOVE], y_row, arrives, spare)
                before += arrives
                fold_values(coarse_residual[(row - 1) // 2], before)
            before, residual = residual, before
        fold_values(coarse_residual[(rows - 1) // 2], before)

    def sweep_up(self, right: Single, y: Single) -> None:
        """Solve for one row after the other, from the last to the first.

        Parameters
        ----------
        right : (rows, cols) float32, right-hand side
        y : (rows, cols) float32, start, overwritten
        """
        rows, cols = self.shape
        above, below, arrives, base, spare = (np.zeros(cols, np.float32) for _ in range(5))
        for row in range(rows - 1, -1, -1):
            weights, outgoing, y_row = self.weights[row], self.outgoing[row], y[row]
            np.add(right[row], below, out=base)
            if row > 0:
                push(self.weights[row - 1, BELOW], y[row - 1], above, spare)
                base += above
            for _ in range(INNER_SWEEPS):
                along(weights, y_row, arrives, spare)
                np.add(arrives, base, out=y_row)
                y_row /= outgoing
            push(weights[ABOVE], y_row, below, spare)

    def image(self, y: Single, out: Single) -> None:
        """Put outgoing y - (what arrives of weights y) into `out`.

        Parameters
        ----------
        y, out : (rows, cols) float32
        """
        np.multiply(self.outgoing, y, out=out)
        arrives, spare = (np.zeros(self.shape[1], np.float32) for _ in range(2))
        last = self.shape[0] - 1
        for row in range(last + 1):
            weights, y_row = self.weights[row], y[row]
            along(weights, y_row, arrives, spare)
            out[row] -= arrives
            if row > 0:
                push(weights[ABOVE], y_row, arrives, spare)
                out[row - 1] -= arrives
            if row < last:
                push(weights[BELOW], y_row, arrives, spare)
                out[row + 1] -= arrives

    def inverse(self) -> NDArray[np.float64]:
        """Return the dense inverse of the balance of a complete small grid.

        Returns
        -------
        (cells, cells) float64; bounded also where nothing leaves the grid
        """
        rows, cols = self.shape
        balance = np.zeros((rows, cols, rows, cols))
        outgoing = self.outgoing.astype(np.float64)
        row, col = np.indices((rows, cols))
        balance[row, col, row, col] = 1.0 + 1e-9
        for k, (down, right) in enumerate(STENCIL_STEPS):
            to_row, to_col = row + down, col + right
            inside = (to_row >= 0) & (to_row < rows) & (to_col >= 0) & (to_col < cols)
            shares = (self.weights[:, k] / outgoing)[inside]
            balance[to_row[inside], to_col[inside], row[inside], col[inside]] -= shares
        size = rows * cols
        return np.asarray(np.linalg.inv(balance.reshape(size, size)) / outgoing.reshape(size, 1), dtype=np.float64)


def push(weights: Floats, values: Floats, out: Floats, spare: Floats) -> None:
    """Put into `out` what moves from a row to an adjacent one.

    Parameters
    ----------
    weights : (3, cols), of the steps to the neighbours there: west, straight, east
    values : (cols,), of the sending row
    out, spare : (cols,), overwritten; `spare` is for intermediate values
    """
    np.multiply(weights[1], values, out=out)
    np.multiply(weights[2], values, out=spare)
    out[1:] += spare[:-1]
    np.multiply(weights[0], values, out=spare)
    out[:-1] += spare[1:]


def along(weights: Floats, values: Floats, out: Floats, spare: Floats) -> None:
    """Put into `out` what moves within a row.

    Parameters
    ----------
    weights : (8, cols), of all steps
    values : (cols,)
    out, spare : (cols,), overwritten; `spare` is for intermediate values
    """
    np.multiply(weights[STENCIL_EAST, :-1], values[:-1], out=out[1:])
    out[0] = 0.0
    np.multiply(weights[STENCIL_WEST], values, out=spare)
    out[:-1] += spare[1:]


def fold_row(coarse: Stencil, row: int, weights: Floats, leaving: Floats) -> None:
    """Add one row of cells to the blocks that they belong to.

    Parameters
    ----------
    coarse : Stencil, not complete
    row : int, of the cells
    weights : (8, cols)
    leaving : (cols,), what leaves the grid
    """
    into, half = coarse.weights[row // 2], leaving.size // 2
    # A block's upper row leaves it upwards, its lower row downwards; the opposite steps stay in the block, or leave it
    # to the west or east.
    ahead, behind, first_neighbour = (ABOVE, BELOW, 0) if row % 2 == 0 else (BELOW, ABOVE, 3)
    ahead_west, ahead_straight, ahead_east = weights[ahead]
    behind_west, _, behind_east = weights[behind]
    into[first_neighbour] += ahead_west[0::2]
    into[first_neighbour + 1] += (ahead_straight + ahead_east)[0::2]
    into[first_neighbour + 1, :half] += (ahead_straight + ahead_west)[1::2]
    into[first_neighbour + 2, :half] += ahead_east[1::2]
    into[STENCIL_WEST] += (weights[STENCIL_WEST] + behind_west)[0::2]
    into[STENCIL_EAST, :half] += (weights[STENCIL_EAST] + behind_east)[1::2]
    outgoing = coarse.outgoing[row // 2]
    outgoing += leaving[0::2]
    outgoing[:half] += leaving[1::2]


def fold_values(coarse: Floats, values: Floats) -> None:
    """Add one row of values to a row of their blocks.

    >>> blocks = np.zeros(2)
    >>> fold_values(blocks, np.array([1.0, 2.0, 4.0]))
    >>> blocks.tolist()
    [3.0, 4.0]

    Parameters
    ----------
    coarse : (columns of blocks,), added to
    values : (cols,)
    """
    coarse += values[0::2]
    coarse[: values.size // 2] += values[1::2]


def unfold(coarse: Floats, cols: int) -> Floats:
    """Return a row of blocks as the row of cells in them.

    Parameters
    ----------
    coarse : (columns of blocks,)
    cols : int, of cells

    Returns
    -------
    (cols,), each block's value in its two cells
    """
    return np.repeat(coarse, 2)[:cols]


def _damp_pair(forth: Single, back: Single) -> None:
    for a, b in zip(forth, back):
        both = a + b
        both[both <= 0] = 1.0
        excess = a * b / both
        a -= excess
        b -= excess
