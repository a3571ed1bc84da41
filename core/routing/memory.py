"""How much memory routing needs, so that it can be said, or refused, before it starts."""

from __future__ import annotations

from .transport import ONE_NEIGHBOUR, WELL_MIXED, WIND_ROSE

# Peaks of benchmarks/routing.py, whole process: two neighbours 190 to 250, with most cells in vortices 350 to 380.
_BYTES_PER_CELL = {ONE_NEIGHBOUR: 200, WIND_ROSE: 900, WELL_MIXED: 60}
_TWO_NEIGHBOURS = 380


def memory_needed(cells: int, method: int) -> int:
    """Return an estimate of the bytes that `route` holds at its peak, inputs and outputs included.

    cells: rows x columns; method: TWO_NEIGHBOURS, ONE_NEIGHBOUR, WIND_ROSE or WELL_MIXED. The matrix between
    zones comes on top, as it depends on how many zones lie upwind of a cell.
    """
    return cells * _BYTES_PER_CELL.get(method, _TWO_NEIGHBOURS)
