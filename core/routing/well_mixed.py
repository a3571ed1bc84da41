"""All surplus to all spare capacity, wherever it lies: the allocation of well-mixed air."""

from __future__ import annotations

import numpy as np

from .graph.arrays import Mask, Raster
from .graph.result import Loops, MassBalance, Routed
from .route import check_amounts


def well_mixed(emission: Raster, capacity: Raster, valid: Mask) -> Routed:
    """Return the allocation of all surplus to all spare capacity, in proportion to it:

        surplus = E - min(E, C)        spare = C - min(E, C)        f = min(1, sum(surplus) / sum(spare))
        imported = f * spare           flux = surplus               exported = sum(surplus) - sum(imported)

    What finds no capacity remains in the air of all, so it counts as exported.

    Parameters
    ----------
    emission, capacity : (rows, cols) float64, t per cell, read in the study area only
    valid : (rows, cols) bool, the study area

    Returns
    -------
    Routed, whose flux is the surplus and whose remainder is 0

    Raises
    ------
    RasterError
        An amount is negative or not finite, or shapes differ.
    """
    check_amounts(emission, capacity, valid)
    emitted, capacity_inside = np.where(valid, emission, 0.0), np.where(valid, capacity, 0.0)
    absorbed_home = np.minimum(emitted, capacity_inside)
    surplus, spare = emitted - absorbed_home, capacity_inside - absorbed_home
    total_surplus, total_spare = float(surplus.sum()), float(spare.sum())
    imported = spare * min(1.0, total_surplus / total_spare) if total_spare > 0 else np.zeros(valid.shape)
    accounts = MassBalance(
        emission=float(emitted.sum()),
        absorbed_home=float(absorbed_home.sum()),
        absorbed_downwind=float(imported.sum()),
        exported=max(0.0, total_surplus - total_spare),
        gaps=0.0,
        dispersed=0.0,
        trapped=0.0,
        calm=0.0,
    )
    return Routed(surplus, accounts, Loops.none(), absorbed_home + imported, imported, np.zeros(valid.shape))
