"""Cells and the steps between them: the network that carbon travels on.

Every cell of the grid is a node, numbered row by row. A node that is a `member` can hold carbon: the cells of
the study area and, when gaps are passed over, the gap cells. Each slot of a member leads to another member (it is
*linked*), out of the region (OUTSIDE), into a gap that keeps what it gets (GAP), or nowhere (NO_RECEIVER).

A receiver is one of eight neighbours, so it is never stored: `Transport.first` has its direction, and one bit per
slot says whether it is linked. With a decay length L, a step of d metres lets exp(-d / L) arrive; what does not is
dispersed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ...errors import ParameterError
from ...progress import Progress
from ..messages import DECAY_LENGTH
from .neighbours import EASTWARD, Neighbourhood
from .shares import Transport, check_shape
from .step_table import StepTable
from .strips import map_strips, row_strips
from .study_area import find_gaps, inlets_among, nearest_moving

OUTSIDE, GAP, NO_RECEIVER = -1, -2, -3
"""In the place of a receiver: out of the region; a gap that keeps what it gets; none."""
MERGES, NO_STEP = 8, 16
"""Added to a code where several steps end; in the place of a code where there is none (`Graph.single_steps`)."""


@dataclass(frozen=True)
class Graph:
    """Receivers and shares of every cell.

    Attributes
    ----------
    transport : Transport
    valid : (rows, cols) bool, the study area
    member : (cells,) bool, cells that can hold carbon
    gaps : (cells,) bool, gap cells that keep what they get; None where there are none
    links : (cells,) uint8, bit k set where slot k leads to a member
    arriving : StepTable, share of a step that arrives; None without decay
    gap_cells : int, invalid cells inside the area, which are passed over or keep what they get
    inlets : (n,) int64, flat indices of the invalid cells that corners of cells alone link to the outside: gap cells,
        unless inlets export
    """

    transport: Transport
    valid: NDArray[np.bool_]
    member: NDArray[np.bool_]
    gaps: NDArray[np.bool_] | None
    links: NDArray[np.uint8]
    arriving: StepTable | None
    gap_cells: int = 0
    inlets: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, dtype=np.int64))

    @property
    def neighbourhood(self) -> Neighbourhood:
        """The shape of the grid and the size of its cells."""
        return self.transport.neighbourhood

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.neighbourhood.rows, self.neighbourhood.cols

    @property
    def slots(self) -> int:
        """Number of receivers that a cell can have."""
        return self.transport.slots

    def receivers(self, slot: int, cells: NDArray[np.integer]) -> NDArray[np.int64]:
        """Return where a slot of each cell leads.

        Parameters
        ----------
        slot : int
        cells : (n,) int, flat indices

        Returns
        -------
        (n,) int64, flat index of a member, or OUTSIDE, GAP or NO_RECEIVER
        """
        near = self.neighbourhood
        code = self.transport.code(slot, cells)
        target = cells + near.offsets[code]
        linked = (self.links[cells] >> np.uint8(slot)) & 1 == 1
        unlinked = np.where(self.member[cells] & (self.transport.share(slot, cells) > 0), OUTSIDE, NO_RECEIVER)
        if self.gaps is not None:
            row, col = np.divmod(cells, near.cols)
            row, col = row + near.row_steps[code], col + EASTWARD[code]
            inside = (row >= 0) & (row < near.rows) & (col >= 0) & (col < near.cols)
            unlinked[inside & self.gaps[np.where(inside, target, 0)] & (unlinked == OUTSIDE)] = GAP
        return np.where(linked, target, unlinked)

    def weights(self, slot: int, cells: NDArray[np.integer]) -> NDArray[np.float64]:
        """Return the share of each cell's outflow that arrives through a slot.

        Parameters
        ----------
        slot : int
        cells : (n,) int, flat indices

        Returns
        -------
        (n,) float64, the slot's share times exp(-d / L)
        """
        share = self.transport.share(slot, cells)
        if self.arriving is None:
            return share
        return np.asarray(share * self.arriving.at(self.transport.code(slot, cells), cells))

    def mean_step(self, cells: NDArray[np.integer]) -> NDArray[np.float64]:
        """Return the mean length of the steps from each cell.

        Parameters
        ----------
        cells : (n,) int, flat indices

        Returns
        -------
        (n,) float64, metres, weighted by the shares; 0 where nothing moves
        """
        lengths = self.neighbourhood.step_lengths
        mean = np.zeros(cells.size)
        for slot in range(self.slots):
            mean += self.transport.share(slot, cells) * lengths.at(self.transport.code(slot, cells), cells)
        return mean

    def donor_counts(self, links: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Return how many steps lead to each cell.

        Parameters
        ----------
        links : (cells,) uint8, bits of the steps that count

        Returns
        -------
        (cells,) uint8
        """
        count = np.empty(self.shape, dtype=np.uint8)
        links = links.reshape(self.shape)

        def count_strip(rows: slice) -> None:
            count[rows] = 0
            around = _with_neighbours(rows, self.shape[0])
            for slot in range(self.slots):
                codes = _codes(self.transport, slot, around, links[around] >> np.uint8(slot) & np.uint8(1) != 0)
                for code in _codes_of(slot, self.slots):
                    source, target = _backward(rows, around, code, self.neighbourhood)
                    count[target] += codes[source] == code

        map_strips(count_strip, row_strips(*self.shape))
        return count.ravel()

    def single_steps(self, counts: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Return the one step of each cell, in a graph of one receiver per cell.

        Parameters
        ----------
        counts : (cells,) uint8, donors of each cell

        Returns
        -------
        (cells,) uint8: the step's code, + MERGES where its receiver has several donors; NO_STEP where it has none
        """
        steps = np.empty(self.shape, dtype=np.uint8)
        linked, several = self.links.reshape(self.shape), counts.reshape(self.shape) > 1

        def step_strip(rows: slice) -> None:
            codes = _codes(self.transport, 0, rows, linked[rows] != 0)
            merges = np.zeros(codes.shape, dtype=bool)
            for code in range(8):
                source, target = _forward(rows, code, self.neighbourhood)
                merges[source] |= (codes[source] == code) & several[target]
            codes[merges] += np.uint8(MERGES)
            steps[rows] = codes

        map_strips(step_strip, row_strips(*self.shape))
        return steps.ravel()


def build_graph(
    transport: Transport,
    valid: NDArray[np.bool_],
    decay_length: float | None = None,
    gaps_lost: bool = False,
    progress: Progress | None = None,
    *,
    corner_inlets: bool = False,
) -> Graph:
    """Return the network of the cells of the study area.

    Parameters
    ----------
    transport : Transport
    valid : (rows, cols) bool, the study area
    decay_length : float or None, metres; None: all that leaves a cell arrives
    gaps_lost : bool; invalid cells inside the area keep what flows into them, else it passes over them
    progress : Progress or None
    corner_inlets : bool; invalid cells that corners of cells alone link to the outside lie outside: what flows into
        them is exported

    Returns
    -------
    Graph

    Raises
    ------
    ParameterError
        The decay length is not above 0.
    RasterError
        The shape of `valid` is not the grid's.
    """
    progress = progress or Progress()
    neighbourhood = transport.neighbourhood
    check_shape("The mask", valid.shape, neighbourhood)
    gaps = find_gaps(valid, neighbourhood)
    inlets = inlets_among(gaps, valid, neighbourhood)
    if corner_inlets and inlets.any():
        gaps = gaps & ~inlets
    gap_cells = int(np.count_nonzero(gaps))
    has_gaps = gap_cells > 0
    if not gaps_lost and has_gaps:
        transport = _with_wind_in_gaps(transport, gaps)
    progress.check()
    member = valid | gaps if has_gaps and not gaps_lost else valid
    keeping = gaps.ravel() if gaps_lost and has_gaps else None
    arriving = _arriving(decay_length, neighbourhood)
    links = _links(transport, member)
    return Graph(transport, valid, member.ravel(), keeping, links, arriving, gap_cells, np.flatnonzero(inlets))


def _with_wind_in_gaps(transport: Transport, gaps: NDArray[np.bool_]) -> Transport:
    """Return the transport in which gap cells without wind have that of the nearest cell with one."""
    cells, sources = nearest_moving(gaps, transport.moving, transport.neighbourhood)
    cells, sources = cells[sources >= 0], sources[sources >= 0]
    if cells.size == 0:
        return transport
    first, shares = transport.first.copy(), transport.shares.copy()
    first.reshape(-1)[cells] = first.reshape(-1)[sources]
    by_cell = shares.reshape(shares.shape[0], first.size)
    by_cell[:, cells] = by_cell[:, sources]
    return Transport(transport.neighbourhood, first, shares)


def _links(transport: Transport, member: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """Return (cells,) uint8, bit k set where slot k of a member leads to a member."""
    links = np.empty(member.shape, dtype=np.uint8)

    def link_strip(rows: slice) -> None:
        links[rows] = 0
        for slot in range(transport.slots):
            codes = _codes(transport, slot, rows, member[rows] & transport.uses(slot, rows))
            linked = np.zeros(codes.shape, dtype=bool)
            for code in _codes_of(slot, transport.slots):
                source, target = _forward(rows, code, transport.neighbourhood)
                linked[source] |= (codes[source] == code) & member[target]
            links[rows] |= linked.view(np.uint8) << np.uint8(slot)

    map_strips(link_strip, row_strips(*member.shape))
    return links.ravel()


_Block = tuple[slice, slice]


def _codes_of(slot: int, slots: int) -> Sequence[int]:
    """Return the codes that a slot can have."""
    return (slot,) if slots == 8 else range(8)


def _codes(transport: Transport, slot: int, rows: slice, where: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """Return the codes of a slot in a strip of rows, NO_STEP where not `where`."""
    codes = transport.first[rows] + np.uint8(slot)
    codes &= np.uint8(7)
    codes[~where] = NO_STEP
    return codes


def _with_neighbours(rows: slice, count: int) -> slice:
    return slice(max(0, rows.start - 1), min(count, rows.stop + 1))


def _forward(rows: slice, code: int, near: Neighbourhood) -> tuple[_Block, _Block]:
    """Return which cells of a strip have a neighbour of this code (in the strip), and which these are (in the grid)."""
    down, right = int(near.row_steps[code]), int(EASTWARD[code])
    first, last = max(rows.start, -down), min(rows.stop, near.rows - down)
    columns = _shifted_columns(-right, near.cols)
    target = (slice(first + down, last + down), _shifted_columns(right, near.cols))
    return (slice(first - rows.start, last - rows.start), columns), target


def _backward(rows: slice, around: slice, code: int, near: Neighbourhood) -> tuple[_Block, _Block]:
    """Return where (in the rows `around`) steps of this code to a strip begin, and where (in the grid) they end."""
    down, right = int(near.row_steps[code]), int(EASTWARD[code])
    first, last = max(rows.start, down), min(rows.stop, near.rows + down)
    source = (slice(first - down - around.start, last - down - around.start), _shifted_columns(-right, near.cols))
    return source, (slice(first, last), _shifted_columns(right, near.cols))


def _shifted_columns(shift: int, count: int) -> slice:
    return slice(max(0, shift), count + min(0, shift))


def _arriving(decay_length: float | None, neighbourhood: Neighbourhood) -> StepTable | None:
    if decay_length is None:
        return None
    if not decay_length > 0:
        raise ParameterError(DECAY_LENGTH, length=decay_length)
    if not np.isfinite(decay_length):
        return None
    lengths = neighbourhood.step_lengths
    return lengths.replaced(np.exp(-lengths.values / decay_length))
