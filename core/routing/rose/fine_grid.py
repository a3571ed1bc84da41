"""All cells of a grid with a wind rose, settled row by row where they are: no list of who sends to whom.

    outflow x = max(0, E + W x - C)

`down` and `up` go through the rows once each and settle every row by what its neighbours send now (projected
Gauss-Seidel by rows; Cryer 1971, DOI 10.1137/0309028), so carbon goes with the wind as far as it blows. What is left,
added up over blocks of 2 x 2 cells, is corrected on coarser grids (`coarse`), for the cells that overflow:

    x(i) grows by form(i) Y(block of i)

where form is the outflow itself some cycles ago: where winds draw together, carbon is dense along lines, and a
correction of even height would be none (adaptive aggregation; De Sterck et al. 2008, DOI 10.1137/070685142). It is kept
as the upper half of a float32.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..graph.arrays import Single, Vector
from ..graph.graph import Graph
from ..graph.shares import SHARE_UNIT
from .stencil import ABOVE, BELOW, INNER_SWEEPS, Stencil, along, fold_row, fold_values, push, unfold

_SOUTHWARD = (7, 0, 1, 5, 4, 3, 6, 2)  # codes in the order of `stencil.STEPS`
_NORTHWARD = (5, 4, 3, 7, 0, 1, 6, 2)
_SHRINK = 0.5  # a correction leaves at least this part of a cell's outflow


@dataclass
class SweepResidual:
    """What a way down has seen: t that would still change, sum of outflow, t, cells whose form is out of date."""

    left: float = 0.0
    passing: float = 0.0
    outdated: int = 0


class FineGrid:
    """emission, capacity: t, (rows, cols); inside: cells to settle; outflow: t, from 0, 0 outside, (rows, cols)."""

    def __init__(
        self, graph: Graph, emission: Vector, capacity: Vector, inside: NDArray[np.bool_], outflow: Vector
    ) -> None:
        self.graph, self.emission, self.capacity, self.inside, self.outflow = (
            graph,
            emission,
            capacity,
            inside,
            outflow,
        )
        self.rows, self.cols = outflow.shape
        self.codes = _SOUTHWARD if graph.neighbourhood.rows_southward else _NORTHWARD
        scale = np.full((8, self.rows), SHARE_UNIT)
        if graph.arriving is not None:
            scale *= graph.arriving
        self.scale = scale[list(self.codes)].T[:, :, None].copy()
        self.shares = graph.transport.shares.view(np.int32)  # at most 2**30; converted faster than uint32
        self.plain = (inside & graph.valid).all(axis=1)
        self.form = np.zeros((self.rows, self.cols), np.uint16)

    def _load(self, row: int, weights: Vector) -> None:
        """Put the weights of a row, (8, cols), into `weights`."""
        for k, code in enumerate(self.codes):
            np.copyto(weights[k], self.shares[code, row])
        weights *= self.scale[row]

    def _net(self, row: int) -> Vector:
        """Return emission less capacity, 0 in gaps, minus infinity outside."""
        if self.plain[row]:
            return np.asarray(self.emission[row] - self.capacity[row], dtype=np.float64)
        valid = self.graph.valid[row]
        net = np.zeros(self.cols)
        net[valid] = self.emission[row][valid] - self.capacity[row][valid]
        net[~self.inside[row]] = -np.inf
        return net

    def down(self, rest: Single | None = None) -> SweepResidual:
        """Settle rows from the first on; add what overflowing cells are short of, by block, to `rest`."""
        weights, following = np.empty((8, self.cols)), np.empty((8, self.cols))
        above, below, arrives, total, spare = (np.zeros(self.cols) for _ in range(5))
        look, before = SweepResidual(), np.zeros(0)
        self._load(0, weights)
        for row in range(self.rows):
            base = self._net(row)
            base += above
            if row + 1 < self.rows:
                self._load(row + 1, following)
                push(following[ABOVE], self.outflow[row + 1], below, spare)
                np.add(base, below, out=total)
            else:
                total = base
            here = self.outflow[row]
            self._settle(weights, here, total, arrives, spare)
            push(weights[BELOW], here, above, spare)
            if rest is not None:
                along(weights, here, arrives, spare)
                base += arrives
                if row > 0:
                    push(weights[ABOVE], here, arrives, spare)
                    before += arrives
                    self._note(row - 1, before, rest, look)
                before = base
            weights, following = following, weights
        if rest is not None:
            self._note(self.rows - 1, before, rest, look)
        return look

    def up(self, correction: Single | None = None) -> None:
        """Settle rows from the last to the first, after adding a correction by block."""
        weights, following = np.empty((8, self.cols)), np.empty((8, self.cols))
        above, below, arrives, spare = (np.zeros(self.cols) for _ in range(4))
        self._correct(self.rows - 1, correction)
        self._load(self.rows - 1, weights)
        for row in range(self.rows - 1, -1, -1):
            base = self._net(row)
            base += below
            if row > 0:
                self._correct(row - 1, correction)
                self._load(row - 1, following)
                push(following[BELOW], self.outflow[row - 1], above, spare)
                base += above
            here = self.outflow[row]
            self._settle(weights, here, base, arrives, spare)
            push(weights[ABOVE], here, below, spare)
            weights, following = following, weights

    def _settle(self, weights: Vector, here: Vector, base: Vector, arrives: Vector, spare: Vector) -> None:
        for _ in range(INNER_SWEEPS):
            along(weights, here, arrives, spare)
            np.add(base, arrives, out=here)
            np.maximum(here, 0.0, out=here)

    def _note(self, row: int, total: Vector, rest: Single, look: SweepResidual) -> None:
        """Take account of what a settled row is short of; total: what it overflows by, below 0 for room left."""
        here, form = self.outflow[row], self.form[row] > 0
        flows = here > 0
        look.passing += float(here.sum())
        look.outdated += int(np.count_nonzero(flows != form))
        short = np.maximum(total, 0.0)
        short -= here
        look.left += float(np.abs(short).sum())
        flows &= form
        np.subtract(total, here, out=short, where=flows)
        short *= flows
        fold_values(rest[row // 2], short)

    def _correct(self, row: int, correction: Single | None) -> None:
        if correction is None:
            return
        here = self.outflow[row]
        step = unfold(correction[row // 2], self.cols) * self._prolongation(row)
        here += np.maximum(step, -_SHRINK * here)

    def _prolongation(self, row: int) -> Single:
        return (self.form[row].astype(np.uint32) << np.uint32(16)).view(np.float32)

    def update_prolongation(self, even: bool = False) -> None:
        """Let corrections have the form of the present outflow, or an even one, where there is any."""
        largest = float(self.outflow.max())
        for row in range(self.rows):
            here = self.outflow[row]
            values = here > 0 if even else here / max(largest, np.finfo(np.float64).tiny)
            self.form[row] = values.astype(np.float32).view(np.uint32) >> np.uint32(16)

    def fold(self, fitted: bool) -> Stencil:
        """Return the grid of blocks for corrections of the present form, not complete."""
        result = Stencil.empty((self.rows + 1) // 2, (self.cols + 1) // 2)
        exact, weights = np.empty((8, self.cols)), np.empty((8, self.cols), np.float32)
        nothing = np.zeros(self.cols, bool)
        before, flows = nothing, self.form[0] > 0
        for row in range(self.rows):
            after = self.form[row + 1] > 0 if row + 1 < self.rows else nothing
            self._load(row, exact)
            form = self._prolongation(row)
            np.multiply(exact, form, out=weights, casting="same_kind")
            for side, reached in ((ABOVE, before), (BELOW, after)):
                west, straight, east = weights[side]
                straight *= reached
                west[1:] *= reached[:-1]
                east[:-1] *= reached[1:]
            weights[6, 1:] *= flows[:-1]
            weights[7, :-1] *= flows[1:]
            weights[[0, 3, 6], 0] = 0.0
            weights[[2, 5, 7], -1] = 0.0
            leaving = np.maximum(form - weights.sum(axis=0, dtype=np.float64), 0.0)
            fold_row(result, row, weights, leaving)
            before, flows = flows, after
        if fitted:
            result.damp()
        return result

    def finish(self) -> None:
        """Turn outflow into the final state: minus what is absorbed where nothing flows out, what arrives outside."""
        member = self.graph.member.reshape(self.rows, self.cols)
        weights = np.empty((8, self.cols))
        following, above, below, arrives, spare = (np.zeros(self.cols) for _ in range(5))
        for row in range(self.rows):
            here = self.outflow[row]
            self._load(row, weights)
            push(weights[BELOW], here, following, spare)
            along(weights, here, arrives, spare)
            arrives += above
            if row + 1 < self.rows:
                self._load(row + 1, weights)
                push(weights[ABOVE], self.outflow[row + 1], below, spare)
                arrives += below
            arrives += np.where(self.graph.valid[row], self.emission[row], 0.0)
            room = np.where(self.graph.valid[row], self.capacity[row], 0.0)
            absorbed = np.where(self.inside[row], -np.minimum(arrives, room), arrives * member[row])
            above, following = following, above
            here[:] = np.where(here > 0, here, absorbed)
