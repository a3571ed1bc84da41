"""What routing returns: amounts by cell, and the mass balance of all emitted carbon."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .arrays import Raster, Vector

_ROUNDING = 1e-9


@dataclass(frozen=True)
class MassBalance:
    """Where the emitted carbon went, t:

        emission = absorbed_home + absorbed_downwind + exported + gaps + dispersed + trapped + calm

    Attributes
    ----------
    emission : float, t, of all cells of the study area
    absorbed_home : float, t, absorbed by the cell that emits it: the sum of min(E, C)
    absorbed_downwind : float, t, absorbed by other cells
    exported : float, t, out of the study area
    gaps : float, t, into gaps that keep what they get
    dispersed : float, t, lost to decay on the way
    trapped : float, t, in closed cycles whose cells are all full
    calm : float, t, left over in cells without wind
    """

    emission: float
    absorbed_home: float
    absorbed_downwind: float
    exported: float
    gaps: float
    dispersed: float
    trapped: float
    calm: float

    @property
    def surplus(self) -> float:
        """What cells emit and cannot absorb themselves, t: all that travels, or would."""
        return self.emission - self.absorbed_home

    @property
    def balance_error(self) -> float:
        """Difference between the emission and the sum of all that became of it, relative to the emission."""
        if self.emission == 0:
            return 0.0
        fixed_or_gone = self.absorbed_home + self.absorbed_downwind + self.exported + self.gaps
        return abs(self.emission - fixed_or_gone - self.dispersed - self.trapped - self.calm) / self.emission


@dataclass(frozen=True)
class Loops:
    """Loops that carbon goes round in: the strongly connected groups of cells with outflow.

    Attributes
    ----------
    cells : int
        cells of all loops, without those that only feed them
    count : int
    closed : int
        loops among them in which carbon is trapped
    repeated : (n,) int32
        cells whose flux is above what entered their loop, as carbon passes them several times
    entered : (n,) float64, t
        what entered the loop of each of these: from outside or by emission, less what is taken up where it enters
    """

    cells: int
    count: int
    closed: int
    repeated: NDArray[np.int32]
    entered: Vector

    @classmethod
    def none(cls) -> Loops:
        """Return what there is where nothing goes round.

        Returns
        -------
        Loops
        """
        return cls(0, 0, 0, np.zeros(0, dtype=np.int32), np.zeros(0))

    def __add__(self, other: Loops) -> Loops:
        """Return the loops of two groups of cells that have none in common."""
        return Loops(
            self.cells + other.cells,
            self.count + other.count,
            self.closed + other.closed,
            np.concatenate([self.repeated, other.repeated]),
            np.concatenate([self.entered, other.entered]),
        )


@dataclass(frozen=True)
class Flow:
    """What leaves each cell, and what became of the emission.

    Attributes
    ----------
    flux : (rows, cols) float64, t, leaving the cell downwind, own and passing; 0 outside the study area but for gap
        cells that are passed over. Gross: what passes a cell again is counted again
    accounts : MassBalance
    loops : Loops
    """

    flux: Raster
    accounts: MassBalance
    loops: Loops

    def capped_flux(self) -> Raster:
        """Return min(flux, what entered the loop): laps are no more carbon than there is.

        Outside loops, and with a wind rose, the cap is the surplus of all cells.

        Returns
        -------
        (rows, cols) float64, t; the flux itself where nothing is above its cap
        """
        surplus = self.accounts.surplus
        is_above = bool(self.flux.size) and float(self.flux.max()) > surplus * (1 + _ROUNDING)
        if not is_above and not self.loops.repeated.size:
            return self.flux
        capped = np.minimum(self.flux, surplus)
        row, col = np.divmod(self.loops.repeated, self.flux.shape[1])
        capped[row, col] = np.minimum(capped[row, col], self.loops.entered)
        return capped


@dataclass(frozen=True)
class Routed(Flow):
    """A flow with all other amounts by cell, t, 0 outside the study area.

    Attributes
    ----------
    absorbed : (rows, cols) float64, t, own and imported
    imported : (rows, cols) float64, t, absorbed less min(E, C), as a cell takes up its own emission first
    remainder : (rows, cols) float64, t, unfixed (trapped or calm); carbon trapped over a gap lies in cells of the gap
    """

    absorbed: Raster
    imported: Raster
    remainder: Raster
