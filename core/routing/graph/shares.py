"""Which of its neighbours a cell sends carbon to, and in what shares.

The wind is given as the direction it comes FROM, degrees clockwise from TRUE north; carbon travels the other
way, to the bearing b = direction + 180. Direction nan is calm or not known: the cell sends nothing.

**Two neighbours.** The bearing lies between two neighbours, one straight and one diagonal. Write its vector in
cells, (sin b / dx, cos b / dy) where the grid's axes point east and north, and M^-1 (sin b, cos b) on any other grid
(`cell_axes`). Let t = smaller / larger of the two magnitudes. The diagonal neighbour gets t and the straight one
1 - t: the mean displacement is then (1 - t) * (1, 0) + t * (1, 1) = (1, t) cells, which is parallel to the bearing in
metres on the ground.

Example, square cells, wind from 240 degrees: carbon goes to 60 degrees, vector (0.866, 0.5), t = 0.577:
58 % to NE, 42 % to E.

**One neighbour** (D8; O'Callaghan & Mark 1984, DOI 10.1016/S0734-189X(84)80011-0): the neighbour whose bearing
on the ground is closest; a tie goes clockwise.

Shares are multiples of 2**-30 (1e-9) and add up to exactly 1. So no mass is lost by rounding, and no sliver such
as cos(90 degrees) = 6e-17 makes a neighbour out of none. They are stored as integers, in 2**-30, and only those that
do not follow from the others: a cell needs 1 byte for one neighbour, 5 for two, 33 for a rose (`rose_shares`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ...errors import RasterError
from ...progress import Progress
from ..messages import SHAPE_DIFFERS
from .cell_axes import NO_RECEIVER_CODE, CellAxes, towards
from .neighbours import Neighbourhood
from .strips import map_strips, row_strips

SHARE_DENOMINATOR = 1 << 30
SHARE_UNIT = 1.0 / SHARE_DENOMINATOR
_OCTANTS = np.array([1, 0, 2, 3, 6, 7, 5, 4], dtype=np.uint8)  # by: nearer to N-S than to E-W, southward, westward


@dataclass(frozen=True)
class Transport:
    """Where a cell's outflow goes, by slot: 1, 2 or 8 slots.

    Attributes
    ----------
    neighbourhood : Neighbourhood
    first : (rows, cols) uint8, neighbour code of slot 0, NO_RECEIVER_CODE where nothing leaves; the code of slot k is k
        further clockwise; 0 or NO_RECEIVER_CODE for a rose
    shares : (0, 1 or 8, rows, cols) uint32, in SHARE_UNIT: none for one neighbour, of slot 0 for two, of all slots for
        a rose
    """

    neighbourhood: Neighbourhood
    first: NDArray[np.uint8]
    shares: NDArray[np.uint32]

    @classmethod
    def for_rose(cls, neighbourhood: Neighbourhood) -> Transport:
        """Return a transport whose arrays are to be filled with what `rose_shares` gives.

        Parameters
        ----------
        neighbourhood : Neighbourhood

        Returns
        -------
        Transport, of 8 slots
        """
        shape = (neighbourhood.rows, neighbourhood.cols)
        return cls(neighbourhood, np.empty(shape, np.uint8), np.empty((8, *shape), np.uint32))

    @property
    def slots(self) -> int:
        """Number of receivers that a cell can have."""
        return (1, 2, 0, 0, 0, 0, 0, 0, 8)[self.shares.shape[0]]

    @property
    def moving(self) -> NDArray[np.bool_]:
        """True where carbon leaves a cell, (rows, cols)."""
        return self.first != NO_RECEIVER_CODE

    def uses(self, slot: int, rows: slice) -> NDArray[np.bool_]:
        """Return where a slot has a share above 0.

        Parameters
        ----------
        slot : int
        rows : slice of the grid's rows

        Returns
        -------
        (rows in the slice, cols) bool
        """
        if self.slots == 8:
            return np.asarray(self.shares[slot, rows] > 0)
        moving = self.first[rows] != NO_RECEIVER_CODE
        if self.slots == 2:
            share = self.shares[0, rows]
            moving &= share > 0 if slot == 0 else share < SHARE_DENOMINATOR
        return moving

    @property
    def flat_shares(self) -> NDArray[np.uint32]:
        """`shares` with cells in one row, (0, 1 or 8, cells)."""
        return self.shares.reshape(self.shares.shape[0], self.first.size)

    def code(self, slot: int, cells: NDArray[np.integer] | slice) -> NDArray[np.uint8]:
        """Return the neighbour code of a slot.

        Parameters
        ----------
        slot : int
        cells : (n,) int or slice, flat indices

        Returns
        -------
        (n,) uint8, of no meaning where the share is 0
        """
        return (self.first.reshape(-1)[cells] + np.uint8(slot)) & np.uint8(7)

    def share(self, slot: int, cells: NDArray[np.integer] | slice | int) -> NDArray[np.float64]:
        """Return the share of a slot.

        Parameters
        ----------
        slot : int
        cells : (n,) int or slice, flat indices

        Returns
        -------
        (n,) float64, 0 to 1
        """
        flat_shares = self.flat_shares
        if self.slots == 8:
            return np.asarray(flat_shares[slot, cells] * SHARE_UNIT)
        moving = self.first.reshape(-1)[cells] != NO_RECEIVER_CODE
        if self.slots == 1:
            return np.asarray(moving, dtype=np.float64)
        share = flat_shares[0, cells] * SHARE_UNIT
        return np.where(moving, share if slot == 0 else 1.0 - share, 0.0)

    @property
    def codes(self) -> NDArray[np.uint8]:
        """All codes, (slots, rows, cols)."""
        return self._all(self.code)

    @property
    def share_fractions(self) -> NDArray[np.float64]:
        """All shares, (slots, rows, cols): add up to 1 in a cell, or to 0 where it has no wind."""
        return self._all(self.share)

    def _all(self, of: Callable[[int, slice], NDArray]) -> NDArray:
        return np.stack([of(slot, slice(None)).reshape(self.first.shape) for slot in range(self.slots)])


def from_direction(
    direction: ArrayLike,
    neighbourhood: Neighbourhood,
    one_neighbour: bool = False,
    progress: Progress | None = None,
) -> Transport:
    """Return the transport of a wind direction raster, by two neighbours or one.

    Parameters
    ----------
    direction : (rows, cols) float, degrees the wind comes from, clockwise from true north; nan = calm or unknown
    neighbourhood : Neighbourhood
    one_neighbour : bool
    progress : Progress or None

    Returns
    -------
    Transport

    Raises
    ------
    RasterError
        The shape is not the neighbourhood's.
    """
    progress = progress or Progress()
    wind = np.asarray(direction)
    check_shape("The wind direction", wind.shape, neighbourhood)
    axes = CellAxes.of(neighbourhood, 0, 0, *wind.shape, closest=one_neighbour)
    first = np.empty(wind.shape, dtype=np.uint8)
    shares = np.empty((0 if one_neighbour else 1, *wind.shape), dtype=np.uint32)

    def fill_strip(rows: slice) -> None:
        codes, *first_shares = receivers_of(wind[rows], axes, rows, one_neighbour)
        first[rows] = codes
        if not one_neighbour:
            shares[0, rows] = first_shares[0]

    progress.check()
    map_strips(fill_strip, row_strips(neighbourhood.rows, neighbourhood.cols))
    return Transport(neighbourhood, first, shares)


def receivers_of(direction: NDArray, axes: CellAxes, rows: slice, one_neighbour: bool) -> list[NDArray]:
    """Return the receivers of the cells of a window, or of some of its rows.

    Parameters
    ----------
    direction : (rows in the slice, columns of the window) float, degrees, as of `from_direction`
    axes : CellAxes, of the window
    rows : slice of the grid's rows
    one_neighbour : bool

    Returns
    -------
    list of the neighbour codes of slot 0, uint8, and for two neighbours the shares of slot 0, uint32 in SHARE_UNIT
    """
    bearing = direction.astype(np.float64)
    bearing += 180.0
    if one_neighbour:
        return [axes.closest(bearing, rows)]
    return list(split_bearing(bearing, axes.matrix(rows)))


def check_shape(what: str, shape: tuple[int, ...], neighbourhood: Neighbourhood) -> None:
    """Require that an array has the shape of the grid.

    Parameters
    ----------
    what : str, what the array is called in the message
    shape : tuple of int, of the array
    neighbourhood : Neighbourhood

    Raises
    ------
    RasterError
        The shapes differ.
    """
    expected = (neighbourhood.rows, neighbourhood.cols)
    if tuple(shape) != expected:
        raise RasterError(
            SHAPE_DIFFERS, what=what, shape=" x ".join(map(str, shape)), expected=f"{expected[0]} x {expected[1]}"
        )


def _octants(right: NDArray[np.float64], up: NDArray[np.float64]) -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
    """Return the neighbour code at or anticlockwise of each way, and the diagonal's share; nan: share nan."""
    octant = (right < 0).view(np.uint8) << np.uint8(1)
    octant |= (up < 0).view(np.uint8)
    octant <<= np.uint8(1)
    width, height = np.abs(right, out=right), np.abs(up, out=up)
    octant |= (height > width).view(np.uint8)
    diagonal = np.minimum(width, height)
    diagonal /= np.maximum(width, height, out=width)
    return _OCTANTS.take(octant), diagonal


def split_bearing(
    bearing: NDArray[np.float64], matrix: NDArray[np.float64]
) -> tuple[NDArray[np.uint8], NDArray[np.uint32]]:
    """Return the first (going clockwise) of the two neighbours on either side of each bearing, and its share.

    Parameters
    ----------
    bearing : (rows in the slice, columns of the window) or (1, 1) float64, true, degrees; nan = none
    matrix : float64, as of `CellAxes.matrix`

    Returns
    -------
    first : uint8, neighbour code, NO_RECEIVER_CODE for nan
    share : uint32, in SHARE_UNIT
    """
    angle = np.radians(bearing)
    first, share = _octants(*towards(np.sin(angle), np.cos(angle, out=angle), matrix))
    np.subtract(1.0, share, out=share, where=first & np.uint8(1) == 0)
    if np.isnan(share.min(initial=0.0)):
        calm = np.isnan(share)
        share[calm] = 0.0
        first[calm] = NO_RECEIVER_CODE
    share *= SHARE_DENOMINATOR
    return first, np.rint(share, out=share).astype(np.uint32)
