"""What routing returns: amounts by cell, and the mass balance of all emitted carbon."""

from __future__ import annotations

from dataclasses import dataclass

from .arrays import Raster


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
    def balance_error(self) -> float:
        """Difference between the emission and the sum of all that became of it, relative to the emission."""
        if self.emission == 0:
            return 0.0
        fixed_or_gone = self.absorbed_home + self.absorbed_downwind + self.exported + self.gaps
        return abs(self.emission - fixed_or_gone - self.dispersed - self.trapped - self.calm) / self.emission


@dataclass(frozen=True)
class Flow:
    """What leaves each cell, and what became of the emission.

    Attributes
    ----------
    flux : (rows, cols) float64, t, leaving the cell downwind, own and passing; 0 outside the study area but for gap
        cells that are passed over
    accounts : MassBalance
    """

    flux: Raster
    accounts: MassBalance


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
