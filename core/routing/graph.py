"""Cells and the steps between them: the network that carbon travels on.

Every cell of the grid is a node, numbered row by row. A node that is a `member` can hold carbon: the cells of
the study area and, when gaps are passed over, the gap cells. Each slot of a member leads to another member, out
of the region (OUTSIDE), into a gap that keeps what it gets (GAP), or nowhere (UNUSED).

With a decay length L, a step of d metres lets exp(-d / L) arrive; the rest is dispersed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..errors import ParameterError
from ..messages_routing import DECAY_LENGTH
from ..progress import Progress
from .area import find_gaps, nearest_moving
from .neighbours import Neighbourhood
from .transport import Transport, check_shape

OUTSIDE, GAP, UNUSED = -1, -2, -3
_BLOCK_CELLS = 1 << 19


@dataclass(frozen=True)
class Graph:
    """Receivers and shares of every cell.

    valid: (rows, cols) bool, the study area; member: (cells,) bool; receivers: (slots, cells) int32, a cell or
    OUTSIDE, GAP, UNUSED; codes, shares: (slots, cells), as in `Transport`; arriving: (8, rows) share of a step
    that arrives, by code and row, or None without decay.
    """

    neighbourhood: Neighbourhood
    valid: NDArray[np.bool_]
    member: NDArray[np.bool_]
    receivers: NDArray[np.int32]
    codes: NDArray[np.uint8]
    shares: NDArray[np.float64]
    arriving: NDArray[np.float64] | None

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.neighbourhood.rows, self.neighbourhood.cols

    @property
    def slots(self) -> int:
        """Number of receivers that a cell can have."""
        return int(self.receivers.shape[0])

    def weights(self, slot: int, cells: NDArray[np.integer]) -> NDArray[np.float64]:
        """Return the share of each cell's outflow that arrives through a slot, decay included."""
        share = self.shares[slot, cells].astype(np.float64)
        if self.arriving is None:
            return share
        weight: NDArray[np.float64] = share * self.arriving[self.codes[slot, cells], cells // self.neighbourhood.cols]
        return weight

    def mean_step(self, cells: NDArray[np.integer]) -> NDArray[np.float64]:
        """Return the mean length of the steps from each cell, metres."""
        lengths = self.neighbourhood.lengths()
        rows = cells // self.neighbourhood.cols
        return np.asarray(
            sum(self.shares[slot, cells] * lengths[self.codes[slot, cells], rows] for slot in range(self.slots)),
            dtype=np.float64,
        )


def build_graph(
    transport: Transport,
    valid: NDArray[np.bool_],
    decay_length: float | None = None,
    gaps_lost: bool = False,
    progress: Progress | None = None,
) -> Graph:
    """Return the network of the cells where `valid` (rows, cols) is True.

    decay_length: metres, or None for none; gaps_lost: invalid cells inside the area keep what flows into them.
    Raises ParameterError for a decay length that is not above 0.
    """
    progress = progress or Progress()
    neighbourhood = transport.neighbourhood
    check_shape("The mask", valid.shape, neighbourhood)
    gaps = find_gaps(valid, neighbourhood)
    codes = transport.codes.reshape(transport.codes.shape[0], -1)
    shares = transport.shares.reshape(transport.shares.shape[0], -1)
    if not gaps_lost and gaps.any():
        codes, shares = _with_wind_in_gaps(codes, shares, gaps, transport.moving, neighbourhood)
    progress.check()
    member = (valid if gaps_lost else valid | gaps).ravel()
    receivers = _receivers(codes, shares, member, gaps.ravel(), neighbourhood)
    return Graph(neighbourhood, valid, member, receivers, codes, shares, _arriving(decay_length, neighbourhood))


def _with_wind_in_gaps(
    codes: NDArray[np.uint8],
    shares: NDArray[np.float64],
    gaps: NDArray[np.bool_],
    moving: NDArray[np.bool_],
    neighbourhood: Neighbourhood,
) -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
    """Return codes and shares in which gap cells without wind have that of the nearest cell with one."""
    cells, sources = nearest_moving(gaps, moving, neighbourhood)
    cells, sources = cells[sources >= 0], sources[sources >= 0]
    if cells.size == 0:
        return codes, shares
    filled_codes, filled_shares = codes.copy(), shares.copy()
    filled_codes[:, cells] = codes[:, sources]
    filled_shares[:, cells] = shares[:, sources]
    return filled_codes, filled_shares


def _receivers(
    codes: NDArray[np.uint8],
    shares: NDArray[np.float64],
    member: NDArray[np.bool_],
    gaps: NDArray[np.bool_],
    neighbourhood: Neighbourhood,
) -> NDArray[np.int32]:
    """Return (slots, cells): where each slot leads."""
    receivers = np.full(shares.shape, UNUSED, dtype=np.int32)
    for start in range(0, member.size, _BLOCK_CELLS):
        block = np.arange(start, min(start + _BLOCK_CELLS, member.size))
        for slot in range(shares.shape[0]):
            cells = block[member[block] & (shares[slot, block] > 0)]
            receivers[slot, cells] = _land(cells, codes[slot, cells], member, gaps, neighbourhood)
    return receivers


def _land(
    cells: NDArray[np.integer],
    codes: NDArray[np.uint8],
    member: NDArray[np.bool_],
    gaps: NDArray[np.bool_],
    neighbourhood: Neighbourhood,
) -> NDArray[np.int64]:
    """Return where a step by `codes` from `cells` ends: a member, OUTSIDE or GAP."""
    row, col = np.divmod(cells, neighbourhood.cols)
    target = cells + neighbourhood.offsets[codes]
    row = row + neighbourhood.row_steps[codes]
    col = col + (target - cells - neighbourhood.row_steps[codes] * neighbourhood.cols)
    inside = (row >= 0) & (row < neighbourhood.rows) & (col >= 0) & (col < neighbourhood.cols)
    safe = np.where(inside, target, 0)
    return np.where(inside & member[safe], target, np.where(inside & gaps[safe], GAP, OUTSIDE)).astype(np.int64)


def _arriving(decay_length: float | None, neighbourhood: Neighbourhood) -> NDArray[np.float64] | None:
    if decay_length is None:
        return None
    if not decay_length > 0:
        raise ParameterError(DECAY_LENGTH, length=decay_length)
    if not np.isfinite(decay_length):
        return None
    arriving: NDArray[np.float64] = np.exp(-neighbourhood.lengths() / decay_length)
    return arriving
