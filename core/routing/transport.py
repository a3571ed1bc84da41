"""Which of its neighbours a cell sends carbon to, and in what shares.

The wind is given as the direction it comes FROM, degrees clockwise from TRUE north; carbon travels the other
way. `rotation` (degrees) turns a true bearing into one of the grid:

    grid bearing = direction + 180 + rotation

so it is positive where true north lies clockwise of grid north (west of the central meridian on the northern
half of the world). Direction nan is calm or not known: the cell sends nothing.

**Two neighbours.** The bearing lies between two neighbours, one straight and one diagonal. Write its vector in
cells, (sin b / dx, cos b / dy), and let t = smaller / larger of the two magnitudes. The diagonal neighbour gets
t and the straight one 1 - t: the mean displacement is then (1 - t) * (1, 0) + t * (1, 1) = (1, t) cells, which
is parallel to the bearing in metres.

Example, square cells, wind from 240 degrees: carbon goes to 60 degrees, vector (0.866, 0.5), t = 0.577:
58 % to NE, 42 % to E.

**One neighbour** (D8; O'Callaghan & Mark 1984, DOI 10.1016/S0734-189X(84)80011-0): the neighbour whose bearing
is closest; a tie goes clockwise.

**Wind rose.** Each of 16 sectors (sector k is wind from 22.5 k degrees) is split as in *two neighbours*, weighted
by its frequency. Shares are normalised over the sectors: calm has no direction and takes no share, so what a
cell passes on goes where the wind blows when it blows. A cell whose rose is all calm or nodata sends nothing.

Shares are multiples of 2**-30 (1e-9) and add up to exactly 1. So no mass is lost by rounding, and no sliver such
as cos(90 degrees) = 6e-17 makes a neighbour out of none.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..errors import RasterError
from ..messages_routing import NEGATIVE_FREQUENCY, ROSE_BANDS, SHAPE_DIFFERS
from ..progress import Progress
from .neighbours import Neighbourhood

TWO_NEIGHBOURS, ONE_NEIGHBOUR, WIND_ROSE, WELL_MIXED = range(4)
SECTORS = 16
SHARE_UNIT = 2.0**-30
_BLOCK_CELLS = 1 << 18
_TIE_DEGREES = 1e-9

RoseReader = Callable[[int, int], NDArray[np.floating]]
"""Called with first row and row after the last; returns (17, rows, cols): 16 sectors, then calm."""


@dataclass(frozen=True)
class Transport:
    """Shares of a cell's outflow by slot.

    codes: (slots, rows, cols) uint8, neighbour code of each slot; shares: (slots, rows, cols) float64, 0 where
    a slot is not used. The shares of a cell add up to 1, or to 0 where it has no wind.
    """

    neighbourhood: Neighbourhood
    codes: NDArray[np.uint8]
    shares: NDArray[np.float64]

    @property
    def moving(self) -> NDArray[np.bool_]:
        """True where carbon leaves a cell, (rows, cols)."""
        moving: NDArray[np.bool_] = (self.shares > 0).any(axis=0)
        return moving


def from_direction(
    direction: ArrayLike,
    neighbourhood: Neighbourhood,
    rotation: ArrayLike = 0.0,
    one_neighbour: bool = False,
    progress: Progress | None = None,
) -> Transport:
    """Return the transport of a wind direction raster (methods 0 and 1).

    direction: (rows, cols) degrees from, nan = calm or unknown; rotation: degrees, broadcast to (rows, cols).
    Raises RasterError when the shape is not the neighbourhood's.
    """
    progress = progress or Progress()
    wind = np.asarray(direction)
    check_shape("The wind direction", wind.shape, neighbourhood)
    turn = np.broadcast_to(np.asarray(rotation), wind.shape)
    slots = 1 if one_neighbour else 2
    codes = np.zeros((slots, *wind.shape), dtype=np.uint8)
    shares = np.zeros((slots, *wind.shape), dtype=np.float64)
    for rows in _row_blocks(neighbourhood, progress):
        bearing = wind[rows].astype(np.float64) + (180.0 + turn[rows])
        if one_neighbour:
            codes[0, rows], shares[0, rows] = _closest(bearing, neighbourhood, rows)
        else:
            codes[:, rows], shares[:, rows] = _bracket(bearing, neighbourhood, rows)
    return Transport(neighbourhood, codes, shares)


def from_rose(
    read: RoseReader,
    neighbourhood: Neighbourhood,
    rotation: ArrayLike = 0.0,
    progress: Progress | None = None,
) -> Transport:
    """Return the transport of a wind rose raster (method 2), read block by block.

    read(first, after) gives (17, rows, cols) frequencies in any unit, 16 sectors and calm; nan counts as 0.
    Raises RasterError for negative frequencies or another number of bands.
    """
    progress = progress or Progress()
    shape = (neighbourhood.rows, neighbourhood.cols)
    turn = np.broadcast_to(np.asarray(rotation), shape)
    codes = np.broadcast_to(np.arange(8, dtype=np.uint8)[:, None, None], (8, *shape))
    shares = np.zeros((8, *shape), dtype=np.float64)
    for rows in _row_blocks(neighbourhood, progress):
        block = np.asarray(read(rows.start, rows.stop))
        _check_rose(block, rows, neighbourhood)
        sums = np.zeros((8, *block.shape[1:]))
        for sector in range(SECTORS):
            frequency = np.nan_to_num(block[sector].astype(np.float64), nan=0.0)
            if frequency.any():
                _add_sector(sums, frequency, sector * 360.0 / SECTORS + turn[rows], neighbourhood, rows)
        shares[:, rows] = _round_shares(sums)
    return Transport(neighbourhood, codes, shares)


def _row_blocks(neighbourhood: Neighbourhood, progress: Progress) -> list[slice]:
    """Return slices of rows, small enough for temporary arrays to be cheap."""
    progress.check()
    height = max(1, _BLOCK_CELLS // max(1, neighbourhood.cols))
    return [slice(r, min(r + height, neighbourhood.rows)) for r in range(0, neighbourhood.rows, height)]


def check_shape(what: str, shape: tuple[int, ...], neighbourhood: Neighbourhood) -> None:
    """Raise RasterError unless `shape` is that of the grid."""
    expected = (neighbourhood.rows, neighbourhood.cols)
    if tuple(shape) != expected:
        raise RasterError(
            SHAPE_DIFFERS, what=what, shape=" x ".join(map(str, shape)), expected=f"{expected[0]} x {expected[1]}"
        )


def _check_rose(block: NDArray[np.floating], rows: slice, neighbourhood: Neighbourhood) -> None:
    if block.shape[0] != SECTORS + 1:
        raise RasterError(ROSE_BANDS, bands=block.shape[0])
    if block.shape[1:] != (rows.stop - rows.start, neighbourhood.cols):
        check_shape("The wind rose", block.shape[1:], neighbourhood)
    if (block < 0).any():
        band, row, col = (int(where[0]) for where in np.nonzero(block < 0))
        raise RasterError(NEGATIVE_FREQUENCY, band=band + 1, row=rows.start + row + 1, column=col + 1)


def _octants(
    bearing: NDArray[np.float64], neighbourhood: Neighbourhood, rows: slice
) -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
    """Return the neighbour code at or anticlockwise of each bearing, and the diagonal's share; nan: share nan."""
    angle = np.radians(bearing)
    east = np.sin(angle) / neighbourhood.dx[rows, None]
    north = np.cos(angle) / neighbourhood.dy[rows, None]
    width, height = np.abs(east), np.abs(north)
    with np.errstate(invalid="ignore"):
        diagonal = np.minimum(width, height) / np.maximum(width, height)
        # Clockwise from north the octants of (east, north) are: both positive, first the one nearer to north.
        steep = height > width
        quadrant = np.where(north > 0, np.where(east >= 0, 0, 3), np.where(east > 0, 1, 2))
        quadrant = np.where((north == 0) & (east > 0), 1, np.where((north == 0) & (east < 0), 3, quadrant))
    second_half = np.where(quadrant % 2 == 0, ~steep, steep)
    return (2 * quadrant + second_half).astype(np.uint8), diagonal


def _bracket(
    bearing: NDArray[np.float64], neighbourhood: Neighbourhood, rows: slice
) -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
    """Return the two neighbours around each bearing and their shares, both (2, rows, cols)."""
    first, diagonal = _octants(bearing, neighbourhood, rows)
    share = np.where(first % 2 == 1, diagonal, 1.0 - diagonal)
    share = np.rint(share / SHARE_UNIT) * SHARE_UNIT
    blowing = np.isfinite(share)
    codes = np.stack([first, (first + 1) % 8]).astype(np.uint8)
    shares = np.where(blowing, np.stack([share, 1.0 - share]), 0.0).astype(np.float64)
    return codes, shares


def _closest(
    bearing: NDArray[np.float64], neighbourhood: Neighbourhood, rows: slice
) -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
    """Return the neighbour closest to each bearing, and 1 where the wind blows."""
    first, diagonal = _octants(bearing, neighbourhood, rows)
    second = ((first + 1) % 8).astype(np.uint8)
    at = neighbourhood.bearings(rows)
    line = np.arange(bearing.shape[0])[:, None]
    before = np.mod(bearing - at[first, line], 360.0)
    after = np.mod(at[second, line] - bearing, 360.0)
    before = np.minimum(before, 360.0 - before)  # a bearing on a neighbour may lie a rounding error outside
    after = np.minimum(after, 360.0 - after)
    with np.errstate(invalid="ignore"):
        code = np.where(after <= before + _TIE_DEGREES, second, first)
    return code, np.isfinite(diagonal).astype(np.float64)


def _add_sector(
    sums: NDArray[np.float64],
    frequency: NDArray[np.float64],
    comes_from: NDArray[np.float64],
    neighbourhood: Neighbourhood,
    rows: slice,
) -> None:
    """Add the shares of one sector, weighted by its frequency, to (8, rows, cols)."""
    bearing = np.broadcast_to(comes_from + 180.0, frequency.shape)
    codes, shares = _bracket(bearing, neighbourhood, rows)
    row, col = np.indices(frequency.shape, sparse=True)
    for slot in range(2):
        sums[codes[slot], row, col] += frequency * shares[slot]


def _round_shares(sums: NDArray[np.float64]) -> NDArray[np.float64]:
    """Normalise (8, rows, cols) to multiples of SHARE_UNIT that add up to 1; the largest takes the remainder."""
    total = sums.sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        shares = np.where(total > 0, np.rint(sums / total / SHARE_UNIT) * SHARE_UNIT, 0.0)
    rest = np.where(total > 0, 1.0 - shares.sum(axis=0), 0.0)
    row, col = np.indices(rest.shape, sparse=True)
    shares[shares.argmax(axis=0), row, col] += rest
    return shares.astype(np.float64)
