"""Cells from which an outlet is reached: the border of the region, a gap or calm cell, or decay on the way.

From the others carbon never gets out: it is trapped (see `cycles.policy_iteration`). The search goes against the wind,
over rows down and up, each one from end to end at once, until no cell is added.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..graph.arrays import Mask
from ..graph.graph import Graph
from ..graph.neighbours import EASTWARD
from ..graph.shares import NO_RECEIVER_CODE


def cells_reaching_outlet(graph: Graph) -> Mask:
    """Return the members from which carbon reaches an outlet.

    Parameters
    ----------
    graph : Graph, of a wind rose (8 slots)

    Returns
    -------
    (rows, cols) bool
    """
    rows, cols = graph.shape
    member, links = graph.member.reshape(graph.shape), graph.links.reshape(graph.shape)
    reaching = np.zeros(graph.shape, dtype=bool)
    for row in range(rows):
        reaching[row] = _at_once(graph, member[row], links[row], row)
    steps = graph.neighbourhood.row_steps
    across = [(code, int(steps[code]), int(EASTWARD[code])) for code in range(8) if steps[code]]
    before = -1
    while before != (before := int(np.count_nonzero(reaching))):
        for order in (range(rows), range(rows - 1, -1, -1)):
            for row in order:
                row_reaching = reaching[row]
                if row_reaching.all():
                    continue
                for code, down, right in across:
                    if 0 <= row + down < rows:
                        row_reaching |= _linked(links[row], code) & _shifted(reaching[row + down], right, cols)
                _propagate_along(row_reaching, _linked(links[row], 2), _linked(links[row], 6))
        if before == np.count_nonzero(member):
            break
    return reaching


def _at_once(graph: Graph, member: Mask, links: NDArray[np.uint8], row: int) -> Mask:
    """Return where an outlet is one step away, or nothing moves."""
    shares = graph.transport.shares[:, row]
    used = np.zeros(member.size, dtype=np.uint8)
    for code in range(8):
        used |= (shares[code] > 0).view(np.uint8) << np.uint8(code)
    out = (used & ~links) != 0
    out |= graph.transport.first[row] == NO_RECEIVER_CODE
    if graph.arriving is not None:
        for code, arriving in enumerate(graph.arriving.of_row(row)):
            out |= (shares[code] > 0) & (arriving < 1.0)
    return out & member


def _linked(links: NDArray[np.uint8], code: int) -> Mask:
    return (links >> np.uint8(code)) & np.uint8(1) == 1


def _shifted(mask: Mask, right: int, cols: int) -> Mask:
    """Return the mask `right` columns further on; beyond the row's end, where no link leads, False."""
    if right == 0:
        return mask
    result = np.zeros(cols, dtype=bool)
    if right > 0:
        result[:-1] = mask[1:]
    else:
        result[1:] = mask[:-1]
    return result


def _propagate_along(reaching: Mask, east: Mask, west: Mask) -> None:
    """Add, in place, the cells of a row from which links along the row lead to a cell that reaches an outlet."""
    if not reaching.any() or reaching.all():
        return
    for in_order, linked in ((reaching[::-1], east[::-1]), (reaching, west)):
        column = np.arange(in_order.size)
        last_reaching = np.maximum.accumulate(np.where(in_order, column, -1))
        last_unlinked = np.maximum.accumulate(np.where(linked, -1, column))
        in_order |= (last_reaching >= 0) & (last_unlinked <= last_reaching)
