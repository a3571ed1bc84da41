"""All cells of a grid with a wind rose, solved row by row where they are: no list of who sends to whom.

    outflow x = max(0, E + W x - C)

`sweep_down` and `sweep_up` go through the rows once each and solve for every row with what its neighbours send now
(projected Gauss-Seidel by rows; Cryer 1971, DOI 10.1137/0309028), so carbon goes with the wind as far as it blows. The
residual, summed over blocks of 2 x 2 cells, is corrected on coarser grids (`coarse_grids`), for overflowing cells:

    x(i) grows by prolongation(i) Y(block of i)

where the prolongation is the outflow itself some cycles ago: where winds converge, carbon is dense along lines, and a
correction of even height would be none (adaptive aggregation; De Sterck et al. 2008, DOI 10.1137/070685142). It is
stored as the upper half of a float32.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..graph.arrays import Single, Vector
from ..graph.graph import Graph
from ..graph.shares import SHARE_UNIT
from .stencil import (
    ABOVE,
    BELOW,
    INNER_SWEEPS,
    STENCIL_EAST,
    STENCIL_WEST,
    Stencil,
    along,
    fold_row,
    fold_values,
    push,
    unfold,
)

_SOUTHWARD = (7, 0, 1, 5, 4, 3, 6, 2)  # codes in the order of `STENCIL_STEPS`, by which way rows run
_NORTHWARD = (5, 4, 3, 7, 0, 1, 6, 2)
_SHRINK = 0.5  # a correction leaves at least this share of a cell's outflow


@dataclass
class SweepResidual:
    """What a sweep down has measured.

    Attributes
    ----------
    residual : float, t, by which outflow would still change, summed over the cells
    outflow : float, t, summed over the cells
    outdated : int, cells that overflow where the prolongation is 0, or the other way round
    """

    residual: float = 0.0
    outflow: float = 0.0
    outdated: int = 0


class FineGrid:
    """The cells of the grid itself, and sweeps over their rows.

    Parameters
    ----------
    graph : Graph, of a wind rose
    emission, capacity : (rows, cols) float64, t
    inside : (rows, cols) bool, cells to solve for
    outflow : (rows, cols) float64, t, overwritten; 0 at the start
    """

    def __init__(
        self, graph: Graph, emission: Vector, capacity: Vector, inside: NDArray[np.bool_], outflow: Vector
    ) -> None:
        self.graph, self.inside, self.outflow = graph, inside, outflow
        self.emission, self.capacity = emission, capacity
        self.rows, self.cols = outflow.shape
        self.codes = _SOUTHWARD if graph.neighbourhood.rows_southward else _NORTHWARD
        self._scaled_patch, self._scale = -1, np.full((8, 1), SHARE_UNIT)
        self.shares = graph.transport.shares.view(np.int32)  # at most 2**30; converted faster than uint32
        self.entirely_inside = (inside & graph.valid).all(axis=1)
        self._prolongation_bits = np.zeros((self.rows, self.cols), np.uint16)

    def _load(self, row: int, weights: Vector) -> None:
        """Put the weights of a row into `weights`, (8, cols)."""
        for k, code in enumerate(self.codes):
            np.copyto(weights[k], self.shares[code, row])
        arriving = self.graph.arriving
        if arriving is not None and arriving.row_patch[row] != self._scaled_patch:
            self._scaled_patch = int(arriving.row_patch[row])
            self._scale = arriving.of_row(row)[list(self.codes)] * SHARE_UNIT
        weights *= self._scale

    def _emission_less_capacity(self, row: int) -> Vector:
        """Return E - C of a row, t; 0 in gaps, minus infinity outside."""
        if self.entirely_inside[row]:
            return np.asarray(self.emission[row] - self.capacity[row], dtype=np.float64)
        valid = self.graph.valid[row]
        net = np.zeros(self.cols)
        net[valid] = self.emission[row][valid] - self.capacity[row][valid]
        net[~self.inside[row]] = -np.inf
        return net

    def sweep_down(self, coarse_residual: Single | None = None) -> SweepResidual:
        """Solve for one row after the other, from the first on.

        Parameters
        ----------
        coarse_residual : (rows of blocks, columns of blocks) float32, t, or None; the residual of overflowing cells is
            added, by block

        Returns
        -------
        SweepResidual, zeros without `coarse_residual`
        """
        weights, following = np.empty((8, self.cols)), np.empty((8, self.cols))
        above, below, arrives, total, spare = (np.zeros(self.cols) for _ in range(5))
        measured, before = SweepResidual(), np.zeros(0)
        self._load(0, weights)
        for row in range(self.rows):
            base = self._emission_less_capacity(row)
            base += above
            if row + 1 < self.rows:
                self._load(row + 1, following)
                push(following[ABOVE], self.outflow[row + 1], below, spare)
                np.add(base, below, out=total)
            else:
                total = base
            outflow = self.outflow[row]
            self._solve_row(weights, outflow, total, arrives, spare)
            push(weights[BELOW], outflow, above, spare)
            if coarse_residual is not None:
                along(weights, outflow, arrives, spare)
                base += arrives
                if row > 0:
                    push(weights[ABOVE], outflow, arrives, spare)
                    before += arrives
                    self._measure(row - 1, before, coarse_residual, measured)
                before = base
            weights, following = following, weights
        if coarse_residual is not None:
            self._measure(self.rows - 1, before, coarse_residual, measured)
        return measured

    def sweep_up(self, correction: Single | None = None) -> None:
        """Solve for one row after the other, from the last to the first.

        Parameters
        ----------
        correction : (rows of blocks, columns of blocks) float32 or None; times the prolongation it is added first
        """
        weights, following = np.empty((8, self.cols)), np.empty((8, self.cols))
        above, below, arrives, spare = (np.zeros(self.cols) for _ in range(4))
        self._correct(self.rows - 1, correction)
        self._load(self.rows - 1, weights)
        for row in range(self.rows - 1, -1, -1):
            base = self._emission_less_capacity(row)
            base += below
            if row > 0:
                self._correct(row - 1, correction)
                self._load(row - 1, following)
                push(following[BELOW], self.outflow[row - 1], above, spare)
                base += above
            outflow = self.outflow[row]
            self._solve_row(weights, outflow, base, arrives, spare)
            push(weights[ABOVE], outflow, below, spare)
            weights, following = following, weights

    def _solve_row(self, weights: Vector, outflow: Vector, base: Vector, arrives: Vector, spare: Vector) -> None:
        for _ in range(INNER_SWEEPS):
            along(weights, outflow, arrives, spare)
            np.add(base, arrives, out=outflow)
            np.maximum(outflow, 0.0, out=outflow)

    def _measure(self, row: int, total: Vector, coarse_residual: Single, measured: SweepResidual) -> None:
        """Add a row to what a sweep measures; total: what it overflows by, t, below 0 for spare capacity."""
        outflow, correctable = self.outflow[row], self._prolongation_bits[row] > 0
        overflows = outflow > 0
        measured.outflow += float(outflow.sum())
        measured.outdated += int(np.count_nonzero(overflows != correctable))
        residual = np.maximum(total, 0.0)
        residual -= outflow
        measured.residual += float(np.abs(residual).sum())
        overflows &= correctable
        np.subtract(total, outflow, out=residual, where=overflows)
        residual *= overflows
        fold_values(coarse_residual[row // 2], residual)

    def _correct(self, row: int, correction: Single | None) -> None:
        if correction is None:
            return
        outflow = self.outflow[row]
        step = unfold(correction[row // 2], self.cols) * self._prolongation(row)
        outflow += np.maximum(step, -_SHRINK * outflow)

    def _prolongation(self, row: int) -> Single:
        return (self._prolongation_bits[row].astype(np.uint32) << np.uint32(16)).view(np.float32)

    def update_prolongation(self, even: bool = False) -> None:
        """Make the prolongation the present outflow, relative to the largest.

        Parameters
        ----------
        even : bool; make it 1 instead wherever there is outflow
        """
        largest = float(self.outflow.max())
        for row in range(self.rows):
            outflow = self.outflow[row]
            values = outflow > 0 if even else outflow / max(largest, np.finfo(np.float64).tiny)
            self._prolongation_bits[row] = values.astype(np.float32).view(np.uint32) >> np.uint32(16)

    def fold(self, exponential_fitting: bool) -> Stencil:
        """Return the grid of blocks of 2 x 2 cells, for the present prolongation.

        Parameters
        ----------
        exponential_fitting : bool; subtract the excess diffusion of aggregation, see `stencil`

        Returns
        -------
        Stencil, not complete
        """
        blocks = Stencil.empty((self.rows + 1) // 2, (self.cols + 1) // 2)
        exact, weights = np.empty((8, self.cols)), np.empty((8, self.cols), np.float32)
        no_row = np.zeros(self.cols, bool)
        above, overflows = no_row, self._prolongation_bits[0] > 0
        for row in range(self.rows):
            below = self._prolongation_bits[row + 1] > 0 if row + 1 < self.rows else no_row
            self._load(row, exact)
            prolongation = self._prolongation(row)
            np.multiply(exact, prolongation, out=weights, casting="same_kind")
            for side, reached in ((ABOVE, above), (BELOW, below)):
                west, straight, east = weights[side]
                straight *= reached
                west[1:] *= reached[:-1]
                east[:-1] *= reached[1:]
            weights[STENCIL_WEST, 1:] *= overflows[:-1]
            weights[STENCIL_EAST, :-1] *= overflows[1:]
            weights[[0, 3, 6], 0] = 0.0
            weights[[2, 5, 7], -1] = 0.0
            leaving = np.maximum(prolongation - weights.sum(axis=0, dtype=np.float64), 0.0)
            fold_row(blocks, row, weights, leaving)
            above, overflows = overflows, below
        if exponential_fitting:
            blocks.damp()
        return blocks

    def finish(self) -> None:
        """Turn outflow into the final state: minus what is absorbed where nothing flows out; what arrives, outside."""
        member = self.graph.member.reshape(self.rows, self.cols)
        weights = np.empty((8, self.cols))
        following, above, below, arrives, spare = (np.zeros(self.cols) for _ in range(5))
        for row in range(self.rows):
            outflow = self.outflow[row]
            self._load(row, weights)
            push(weights[BELOW], outflow, following, spare)
            along(weights, outflow, arrives, spare)
            arrives += above
            if row + 1 < self.rows:
                self._load(row + 1, weights)
                push(weights[ABOVE], self.outflow[row + 1], below, spare)
                arrives += below
            arrives += np.where(self.graph.valid[row], self.emission[row], 0.0)
            room = np.where(self.graph.valid[row], self.capacity[row], 0.0)
            absorbed = np.where(self.inside[row], -np.minimum(arrives, room), arrives * member[row])
            above, following = following, above
            outflow[:] = np.where(outflow > 0, outflow, absorbed)
