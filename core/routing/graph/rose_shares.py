"""Shares of a wind rose: all eight neighbours of a cell, in proportion to how often the wind blows there.

Each of 16 sectors (sector k is wind from 22.5 k degrees) is split between two neighbours as in `shares`, weighted by
its frequency. Shares are normalised over the sectors: calm has no direction and takes no share, so what a cell passes
on goes where the wind blows when it blows. A cell whose rose is all calm or nodata sends nothing.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from ...errors import RasterError
from ...progress import Progress
from ...wind.directions import SECTORS
from ..messages import NEGATIVE_FREQUENCY, ROSE_ARRAY_BANDS
from .cell_axes import NO_RECEIVER_CODE, CellAxes
from .neighbours import Neighbourhood
from .shares import SHARE_DENOMINATOR, SHARE_UNIT, Transport, check_shape, split_bearing
from .strips import row_strips

RoseReader = Callable[[int, int], NDArray[np.floating]]
"""Called with first row and row after the last; returns (17, rows, cols): 16 sectors, then calm."""


def from_rose(
    read: RoseReader,
    neighbourhood: Neighbourhood,
    progress: Progress | None = None,
) -> Transport:
    """Return the transport of a wind rose raster, read block by block.

    Parameters
    ----------
    read : called with first row and row after the last; gives (17, rows, cols) frequencies in any unit, 16 sectors
        clockwise from true north and calm; nan counts as 0
    neighbourhood : Neighbourhood
    progress : Progress or None

    Returns
    -------
    Transport, of 8 slots

    Raises
    ------
    RasterError
        There are negative frequencies or another number of bands, or the shape is not the neighbourhood's.
    """
    progress = progress or Progress()
    result = Transport.for_rose(neighbourhood)
    cols = neighbourhood.cols
    progress.check()
    for rows in row_strips(neighbourhood.rows, cols):
        block = np.asarray(read(rows.start, rows.stop))
        if block.shape[1:] != (rows.stop - rows.start, cols):
            check_shape("The wind rose", block.shape[1:], neighbourhood)
        result.first[rows], result.shares[:, rows] = rose_shares(block, neighbourhood, rows.start)
    return result


def rose_shares(
    rose: NDArray[np.floating], neighbourhood: Neighbourhood, row: int, col: int = 0
) -> tuple[NDArray[np.uint8], NDArray[np.uint32]]:
    """Return `first` and `shares` of a `Transport` for a window of a wind rose raster.

    Parameters
    ----------
    rose : (17, rows, cols) float, frequencies as in `from_rose`
    neighbourhood : Neighbourhood, of the whole grid
    row, col : int, where the window begins

    Returns
    -------
    first : (rows, cols) uint8
    shares : (8, rows, cols) uint32, in SHARE_UNIT

    Raises
    ------
    RasterError
        There are negative frequencies or another number of bands.
    """
    if rose.shape[0] != SECTORS + 1:
        raise RasterError(ROSE_ARRAY_BANDS, bands=rose.shape[0])
    if (rose < 0).any():
        band, down, right = (int(where[0]) for where in np.nonzero(rose < 0))
        raise RasterError(NEGATIVE_FREQUENCY, band=band + 1, row=row + down + 1, column=col + right + 1)
    rows = slice(row, row + rose.shape[1])
    matrix = CellAxes.of(neighbourhood, row, col, *rose.shape[1:]).matrix(rows)
    sums = np.zeros((8, *rose.shape[1:]))
    for sector in range(SECTORS):
        frequency = np.nan_to_num(rose[sector].astype(np.float64), nan=0.0)
        if frequency.any():
            _add_sector(sums, frequency, sector * 360.0 / SECTORS, matrix)
    shares = _normalised_shares(sums)
    return np.where(shares.any(axis=0), 0, NO_RECEIVER_CODE).astype(np.uint8), shares


def _add_sector(
    sums: NDArray[np.float64], frequency: NDArray[np.float64], comes_from: float, matrix: NDArray[np.float64]
) -> None:
    """Add the shares of one sector, weighted by its frequency, to (8, rows, cols)."""
    first, shares = split_bearing(np.array([[comes_from + 180.0]]), matrix)
    row, col = np.indices(frequency.shape, sparse=True)
    to_first = frequency * (shares * SHARE_UNIT)
    if (first == first[0, 0]).all():
        sums[first[0, 0] & 7] += to_first
        sums[(first[0, 0] + 1) & 7] += frequency - to_first
        return
    sums[first & 7, row, col] += to_first
    sums[(first + 1) & 7, row, col] += frequency - to_first


def _normalised_shares(sums: NDArray[np.float64]) -> NDArray[np.uint32]:
    """Return (8, rows, cols) normalised to a sum of 1, in SHARE_UNIT; the largest share takes what rounding leaves."""
    total = sums.sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        shares = np.where(total > 0, np.rint(sums / total * SHARE_DENOMINATOR), 0.0).astype(np.int64)
    remainder = np.where(total > 0, SHARE_DENOMINATOR - shares.sum(axis=0), 0)
    row, col = np.indices(remainder.shape, sparse=True)
    shares[shares.argmax(axis=0), row, col] += remainder
    return shares.astype(np.uint32)
