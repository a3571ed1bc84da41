"""The final state of a routing turned into its results: flux, what is absorbed, and the mass balance.

The array that routing and results share, and what it holds before and after, is in `route`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from .cycles.policy_iteration import Trapped
from .graph.arrays import Raster, Vector
from .graph.graph import GAP, OUTSIDE, Graph
from .graph.result import Flow, Loops, MassBalance, Routed
from .graph.shares import NO_RECEIVER_CODE
from .graph.strips import map_strips, row_strips

_Losses = tuple[float, float, float]
"""Exported, into gaps, dispersed, t."""


@dataclass(frozen=True)
class FinalState:
    """The final state of all cells, trapped carbon, and sums of the emission, which the state holds no more.

    Parameters
    ----------
    amounts : (cells, 2) float64, t, final state and capacity, see `route`; overwritten
    graph : Graph
    trapped : list of Trapped
    emitted : float, t
    absorbed_home : float, t, of the emission, absorbed where it is emitted: a cell's own emission comes first
    loops : Loops
    """

    amounts: NDArray[np.float64]
    graph: Graph
    trapped: list[Trapped]
    emitted: float
    absorbed_home: float
    loops: Loops = field(default_factory=Loops.none)

    def flux_alone(self) -> Flow:
        """Turn the state into the flux.

        Returns
        -------
        Flow, whose flux is a view of `amounts`
        """
        absorbed, calm, losses = _add_up(map_strips(self._pass_on, _strips(self.amounts)))
        accounts = self._mass_balance(max(0.0, absorbed - self.absorbed_home), calm, losses)
        return Flow(self._raster(0), accounts, self.loops)

    def rasters(self, emission: Vector) -> Routed:
        """Turn the state into the flux and all other results.

        Parameters
        ----------
        emission : (cells,) float64, t, read in the study area only

        Returns
        -------
        Routed, whose flux and absorbed amounts are views of `amounts`
        """
        imported, remainder = np.empty(emission.size), np.zeros(emission.size)
        valid = self.graph.valid.ravel()

        def fill_strip(cells: slice) -> tuple[float, float, _Losses]:
            _, calm, losses = self._pass_on(cells, remainder)
            absorbed = self.amounts[cells, 1]
            np.minimum(absorbed, np.where(valid[cells], emission[cells], 0.0), out=imported[cells])
            np.subtract(absorbed, imported[cells], out=imported[cells])
            return float(imported[cells].sum()), calm, losses

        downwind, calm, losses = _add_up(map_strips(fill_strip, _strips(self.amounts)))
        for trapped in self.trapped:
            remainder[trapped.cells] += trapped.mass
        shape = self.graph.shape
        return Routed(
            flux=self._raster(0),
            absorbed=self._raster(1),
            imported=imported.reshape(shape),
            remainder=remainder.reshape(shape),
            accounts=self._mass_balance(downwind, calm, losses),
            loops=self.loops,
        )

    def _pass_on(self, cells: slice, remainder: Vector | None = None) -> tuple[float, float, _Losses]:
        """Put the flux in the place of the state, and what is absorbed in that of the capacity, for some cells.

        Return what is absorbed, what remains in cells without wind, and what is lost from the others (`_losses`), t.
        """
        state, absorbed = self.amounts[cells, 0], self.amounts[cells, 1]
        not_full = state <= 0
        np.copyto(absorbed, 0.0 - state, where=not_full)
        np.copyto(state, 0.0, where=not_full)
        calm = 0.0
        still = self.graph.transport.first.ravel()[cells] == NO_RECEIVER_CODE
        if still.any():
            calm = float(state[still].sum())
            if remainder is not None:
                remainder[cells][still] = state[still]
            state[still] = 0.0
        return float(absorbed.sum()), calm, _losses(self.graph, state, cells.start)

    def _mass_balance(self, downwind: float, calm: float, losses: _Losses) -> MassBalance:
        trapped = sum((float(trapped.mass.sum()) for trapped in self.trapped), 0.0)
        return MassBalance(self.emitted, self.absorbed_home, downwind, *losses, trapped, calm)

    def _raster(self, column: int) -> Raster:
        return self.amounts.reshape(*self.graph.shape, 2)[:, :, column]


def _strips(amounts: NDArray[np.float64]) -> list[slice]:
    return row_strips(amounts.shape[0], 1)


def _add_up(strips: list[tuple[float, float, _Losses]]) -> tuple[float, float, _Losses]:
    """Return the sums over strips of what `FinalState._pass_on` gives for one."""
    absorbed, calm, losses = zip(*strips)
    exported, gaps, dispersed = (sum(column, 0.0) for column in zip(*losses))
    return sum(absorbed, 0.0), sum(calm, 0.0), (exported, gaps, dispersed)


def emitted_and_absorbed_at_home(amounts: NDArray[np.float64]) -> tuple[float, float]:
    """Return the sum of the emission, and of what of it its own cell absorbs: of min(E, C).

    Parameters
    ----------
    amounts : (cells, 2) float64, t, emission and capacity

    Returns
    -------
    (float, float), t
    """

    def strip_sums(cells: slice) -> tuple[float, float]:
        emission, capacity = amounts[cells, 0], amounts[cells, 1]
        return float(emission.sum()), float(np.minimum(emission, capacity).sum())

    emitted, absorbed_home = (sum(column, 0.0) for column in zip(*map_strips(strip_sums, _strips(amounts))))
    return emitted, absorbed_home


def _losses(graph: Graph, flux: Vector, start: int) -> _Losses:
    """Return what left over the border, into gaps, and what was dispersed on the way, t; flux: from cell `start` on."""
    exported = gaps = dispersed = 0.0
    passes = flux > 0
    if graph.arriving is None:
        passes &= graph.links[start : start + flux.size] != (1 << graph.slots) - 1
    passing = np.flatnonzero(passes)
    if passing.size == 0:
        return exported, gaps, dispersed
    cells, leaving = start + passing, flux[passing]
    for slot in range(graph.slots):
        receivers = graph.receivers(slot, cells)
        arriving = graph.weights(slot, cells) * leaving
        exported += float(arriving[receivers == OUTSIDE].sum())
        gaps += float(arriving[receivers == GAP].sum())
        if graph.arriving is not None:
            dispersed += float((graph.transport.share(slot, cells) * leaving - arriving).sum())
    return exported, gaps, dispersed
