"""Cells that carbon can get out from, step by step: out of the region, into a calm cell, or dispersed on the way.

From the others, carbon never gets out (see *trapped carbon* in `cycles`). Rows are gone through down and up, each one
from end to end at once, until nothing is added: what can get out is found against the wind.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..graph.arrays import Mask
from ..graph.graph import Graph
from ..graph.neighbours import EASTWARD
from ..graph.shares import NO_RECEIVER_CODE


def cells_reaching_outlet(graph: Graph) -> Mask:
    """Return True for members from which carbon can get out, (rows, cols)."""
    rows, cols = graph.shape
    member, links = graph.member.reshape(graph.shape), graph.links.reshape(graph.shape)
    found = np.zeros(graph.shape, dtype=bool)
    for row in range(rows):
        found[row] = _at_once(graph, member[row], links[row], row)
    steps = graph.neighbourhood.row_steps
    across = [(code, int(steps[code]), int(EASTWARD[code])) for code in range(8) if steps[code]]
    before = -1
    while before != (before := int(np.count_nonzero(found))):
        for order in (range(rows), range(rows - 1, -1, -1)):
            for row in order:
                here = found[row]
                if here.all():
                    continue
                for code, down, right in across:
                    if 0 <= row + down < rows:
                        here |= _linked(links[row], code) & _shifted(found[row + down], right, cols)
                _propagate_along(here, _linked(links[row], 2), _linked(links[row], 6))
        if before == np.count_nonzero(member):
            break
    return found


def _at_once(graph: Graph, member: Mask, links: NDArray[np.uint8], row: int) -> Mask:
    """Return where carbon gets out with one step, or stays as nothing moves."""
    shares = graph.transport.shares[:, row]
    uses = np.zeros(member.size, dtype=np.uint8)
    for code in range(8):
        uses |= (shares[code] > 0).view(np.uint8) << np.uint8(code)
    out = (uses & ~links) != 0
    out |= graph.transport.first[row] == NO_RECEIVER_CODE
    if graph.arriving is not None:
        for code in np.flatnonzero(graph.arriving[:, row] < 1.0):
            out |= shares[code] > 0
    return out & member


def _linked(links: NDArray[np.uint8], code: int) -> Mask:
    return (links >> np.uint8(code)) & np.uint8(1) == 1


def _shifted(found: Mask, right: int, cols: int) -> Mask:
    """Return what is found `right` columns further; where there is none no link leads."""
    if right == 0:
        return found
    result = np.zeros(cols, dtype=bool)
    if right > 0:
        result[:-1] = found[1:]
    else:
        result[1:] = found[:-1]
    return result


def _propagate_along(here: Mask, east: Mask, west: Mask) -> None:
    """Add the cells that links lead from, along the row, to those found, in place."""
    if not here.any() or here.all():
        return
    for found, linked in ((here[::-1], east[::-1]), (here, west)):
        at = np.arange(found.size)
        last_found = np.maximum.accumulate(np.where(found, at, -1))
        last_gap = np.maximum.accumulate(np.where(linked, -1, at))
        found |= (last_found >= 0) & (last_gap <= last_found)
