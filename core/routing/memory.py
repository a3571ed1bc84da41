"""How much memory routing needs, so that it can be said, or refused, before it starts.

By cell, float64 unless said: emission, sequestration, the state, three results (48 bytes; a fourth, what stays
unfixed, takes memory where there is some), study area and members 2, wind 8, shares 5, links twice 2, open donors 1,
order and a spare number 8 (int32): 74, and some for what is read and written in blocks. Cells in or behind cycles
take up to 30 more while components are found, when the results are not there yet. Where more than 20000 cells lie in
one component, solving it takes some 110 bytes for each of these: that is known, and asked for, only then.

A wind rose: shares 32, and while it is settled emission, sequestration and outflow 24, masks, links and `first` 5,
coarser grids 12, work on them 6 to 8, the form of corrections 2: some 82, with SciPy or without.
"""

from __future__ import annotations

from .transport import ONE_NEIGHBOUR, WELL_MIXED, WIND_ROSE

_BYTES_PER_CELL = {ONE_NEIGHBOUR: 90, WIND_ROSE: 100, WELL_MIXED: 90}  # measured: 71, 84 to 90, 73
_TWO_NEIGHBOURS = 100  # 75 to 81


def memory_needed(cells: int, method: int) -> int:
    """Return an estimate of the bytes that `route` holds at its peak, inputs and outputs included.

    cells: rows x columns; method: TWO_NEIGHBOURS, ONE_NEIGHBOUR, WIND_ROSE or WELL_MIXED. The matrix between
    zones comes on top, as it depends on how the zones lie.
    """
    return cells * _BYTES_PER_CELL.get(method, _TWO_NEIGHBOURS)
