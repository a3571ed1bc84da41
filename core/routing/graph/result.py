"""What routing returns: amounts by cell, and the accounts that show where all carbon went."""

from __future__ import annotations

from dataclasses import dataclass

from .arrays import Raster


@dataclass(frozen=True)
class MassBalance:
    """Where the emitted carbon went, t.

    emission = absorbed_home + absorbed_downwind + exported + gaps + dispersed + trapped + calm, to within
    balance_error, which is relative to the emission. absorbed_home: by the cell that emits it, sum of min(E, C).
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
        """Difference between the emission and the sum of all accounts, relative to the emission."""
        if self.emission == 0:
            return 0.0
        settled = self.absorbed_home + self.absorbed_downwind + self.exported + self.gaps
        return abs(self.emission - settled - self.dispersed - self.trapped - self.calm) / self.emission


@dataclass(frozen=True)
class Flow:
    """What leaves each cell downwind, own and passing, t, (rows, cols), 0 outside the study area; and the accounts.

    Gap cells that are passed over have flux, too.
    """

    flux: Raster
    accounts: MassBalance


@dataclass(frozen=True)
class Routed(Flow):
    """Besides, amounts by cell, t, (rows, cols), 0 outside the study area.

    absorbed: own and imported; imported: absorbed less min(E, C), as a cell takes up its own emission first; remainder:
    stays unfixed (trapped or calm), where carbon is trapped over a gap also in cells of that.
    """

    absorbed: Raster
    imported: Raster
    remainder: Raster
