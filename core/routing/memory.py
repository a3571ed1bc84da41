"""How much memory routing needs, so that it can be checked before it starts.

Bytes per cell, float64 unless another type is given: state and capacity 16, which become flux and absorbed; masks,
links (twice), open donors and `first` 6, order and a spare number 8 (int32), shares of two neighbours 4 (uint32): some
35, with what is read and written in blocks. All results: emission, imported and remainder 24 more, the last one only
where there is any. With decay, step lengths by patches of cells are 64 bytes a patch, 33 MB at most; nodes of bearings
on the ground are 2 MB at most. Cells in or behind cycles take up to 30 while components are found, before there are
results. Where more than 20000 cells lie in one component, solving it takes some 110 bytes for each of these: that is
known, and checked, only then.

A wind rose: shares 32, and while it is solved emission, sequestration and outflow 24, masks, links and `first` 5,
coarser grids 12, work on them 6 to 8, the prolongation 2: some 82, with SciPy or without.
"""

from __future__ import annotations

from ..engine.memory import available_memory
from .methods import RoutingMethod

# The flux alone, and all results. Measured on 100 million cells: 24 and 38 with one neighbour, 35 and 50 with two; on
# 4 million, where winds close cycles, 40 with two; a rose 84 to 90.
_BYTES_PER_CELL = {
    RoutingMethod.ONE_NEIGHBOUR: (30, 50),
    RoutingMethod.TWO_NEIGHBOURS: (50, 70),
    RoutingMethod.WIND_ROSE: (100, 100),
    RoutingMethod.WELL_MIXED: (90, 90),
}
# The sparse LU of a component of a wind rose, for the flows between zones: up to 10^6 cells measured 1300 to 1500 while
# it is made, and then some columns that are solved at once. `LU_CELLS`: the cells up to which it was measured.
LU_BYTES_PER_CELL = 2500
LU_CELLS = 1 << 20
# Positions of the zones, and flux and absorbed once more, side by side.
_WITH_ZONES = 20


def memory_needed(cells: int, method: RoutingMethod, flux_alone: bool = False, zones: bool = False) -> int:
    """Return an estimate of the memory that routing holds at its peak, inputs and outputs included.

    Parameters
    ----------
    cells : int, rows x columns
    method : RoutingMethod
    flux_alone : bool; of `route_flux`, not `route_amounts`
    zones : bool; flows between zones are wanted. Their table comes on top, as it depends on how zones lie

    Returns
    -------
    int, bytes
    """
    return cells * (_BYTES_PER_CELL[method][not flux_alone] + (_WITH_ZONES if zones else 0))


def lu_fits(largest: int, cells: int) -> bool:
    """Return whether a wind rose's components are to be solved by sparse LU: it pays, and fits into free memory.

    Parameters
    ----------
    largest, cells : int
        cells of the largest component, and of all that are factorised together

    Returns
    -------
    bool
        True also where free memory is unknown
    """
    free = available_memory()
    return largest <= LU_CELLS and (free is None or cells * LU_BYTES_PER_CELL <= free)
