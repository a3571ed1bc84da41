"""Means, sums of squares and co-moments of many layers in one pass over the blocks, right at any offset.

Two layers of four cells, the second with a gap, x = 1 2 3 6 and y = 2 4 - 6:

    cells valid in both          n = 3
    means over those cells       x 3, y 4
    sums of squares              x 4 + 1 + 9 = 14, y 4 + 0 + 4 = 8
    co-moment                    (-2)(-2) + (-1)(0) + (3)(2) = 10        r = 10 / sqrt(14 * 8) = 0.944911

Within a block all layers are shifted by their first valid value (the *origin*) and multiplied as one matrix. The
origin is itself one of the n values, so (origin - mean)^2 <= sum of squares, and a sum of shifted squares is at most
n + 1 times that: float64 loses at most the digits of the block's cell count, whatever the values' offset. Blocks
merge by the pairwise formula of Chan, Golub and LeVeque (1979, Stanford STAN-CS-79-773); means are kept relative to
an origin, so that merging does not lose digits at large offsets either. The sum of squares of a constant layer is 0,
exactly.

Matrices have shape (layers, layers). Entry (i, j) is about the cells that count for the pair: those valid in every
layer (`listwise_moments`), or those valid in i and in j (`pairwise_moments`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ..engine.operation import Block

# Cells multiplied at a time: a stack of some layers of this length stays in the processor's cache.
CHUNK_CELLS = 16384
# Shifted sums of squares beyond this multiple of the sum of squares are summed again with a shift of their own.
CONDITION_LIMIT = 1e6
# What rounding of the values alone can cause counts as constant: deviations of this many units in the last place.
CONSTANT_ULPS = 4


@dataclass(frozen=True)
class Moments:
    """What is known of K layers after some blocks. Entries (i, j) are about the cells of the pair.

    Attributes
    ----------
    n : (K, K) float64, cells
    origin : (K,) float64, shift per layer
    offset : (K, K) float64, mean of layer i minus origin[i]
    sum_of_squares : (K, K) float64, of layer i about its mean
    comoment : (K, K) float64, sum of products of layers i and j about their means
    valid : (K,) float64, cells with data per layer
    union : int, cells with data in at least one layer
    """

    n: np.ndarray
    origin: np.ndarray
    offset: np.ndarray
    sum_of_squares: np.ndarray
    comoment: np.ndarray
    valid: np.ndarray
    union: int

    @cached_property
    def mean(self) -> np.ndarray:
        """Mean of layer i over the cells of pair (i, j); nan where there are none."""
        return np.where(self.n > 0, self.origin[:, None] + self.offset, np.nan)

    @cached_property
    def constant(self) -> np.ndarray:
        """True where layer i has cells, but one value only, on the cells of pair (i, j)."""
        rounding = CONSTANT_ULPS * np.finfo(float).eps * np.abs(np.nan_to_num(self.mean))
        return (self.n > 0) & (self.sum_of_squares <= self.n * rounding**2)

    def merge(self, other: Moments) -> Moments:
        """Return the moments of both sets of blocks together.

        Parameters
        ----------
        other : Moments, of the same layers

        Returns
        -------
        Moments

        References
        ----------
        Chan, Golub and LeVeque (1979), Stanford STAN-CS-79-773
        """
        known = self.n.diagonal() > 0
        origin = np.where(known, self.origin, other.origin)
        mine = self.offset + (self.origin - origin)[:, None]
        step = other.offset + (other.origin - origin)[:, None] - mine
        n = self.n + other.n
        share = np.divide(other.n, n, out=np.zeros_like(n), where=n > 0)
        step = np.where(self.n > 0, np.where(other.n > 0, step, 0.0), 0.0)
        weight = self.n * share
        return Moments(
            n,
            origin,
            np.where(self.n > 0, mine + step * share, other.offset + (other.origin - origin)[:, None]),
            self.sum_of_squares + other.sum_of_squares + step**2 * weight,
            self.comoment + other.comoment + step * step.T * weight,
            self.valid + other.valid,
            self.union + other.union,
        )


def listwise_moments(block: Block) -> Moments:
    """Return the moments of a block over the cells that are valid in every layer.

    Parameters
    ----------
    block : Block

    Returns
    -------
    Moments
    """
    masks = [np.ma.getmask(band) for band in block.bands]
    cells = block.window.rows * block.window.cols
    if not any(mask is not np.ma.nomask and mask.any() for mask in masks):
        return _listwise(block, None, np.full(len(masks), float(cells)), cells)
    union = np.zeros(block.window.shape, dtype=bool)
    for mask in masks:
        union |= True if mask is np.ma.nomask else ~mask
    counts = [cells - np.count_nonzero(mask) for mask in masks]
    return _listwise(block, block.valid(), np.array(counts, dtype=float), int(np.count_nonzero(union)))


def pairwise_moments(block: Block) -> Moments:
    """Return the moments of a block, each entry over the cells that are valid in its two layers.

    Parameters
    ----------
    block : Block

    Returns
    -------
    Moments
    """
    if not any(np.ma.getmask(band).any() for band in block.bands):
        return listwise_moments(block)
    count = len(block.bands)
    valid = [~np.ma.getmaskarray(band) for band in block.bands]
    origin = np.array([_first(band.data, mask) for band, mask in zip(block.bands, valid)])
    linear, squares, union = np.zeros((2 * count, 2 * count)), np.zeros((count, count)), 0
    for rows in _chunks(block.window.shape):
        cells = valid[0][rows].size
        stack = np.zeros((2 * count, cells))
        for layer, (band, mask) in enumerate(zip(block.bands, valid)):
            inside = mask[rows].reshape(-1)
            stack[count + layer] = inside
            np.subtract(band.data[rows].reshape(-1), origin[layer], out=stack[layer], where=inside, dtype=np.float64)
        linear += products_of(stack)
        squares += np.einsum("ik,jk->ij", stack[:count] ** 2, stack[count:])
        union += int(np.count_nonzero(stack[count:].any(axis=0)))
    n, sums, products = linear[count:, count:], linear[:count, count:], linear[:count, :count]
    offset = np.divide(sums, n, out=np.zeros_like(n), where=n > 0)
    squares_about_mean, comoment = squares - offset * sums, products - sums * sums.T / np.maximum(n, 1.0)
    moments = Moments(n, origin, offset, squares_about_mean, comoment, n.diagonal().copy(), union)
    doubtful = (n > 0) & (offset * sums > CONDITION_LIMIT * squares_about_mean)
    for first, second in np.argwhere(np.triu(doubtful | doubtful.T)):
        _redo_pair(moments, block, valid, int(first), int(second))
    return moments


def _listwise(block: Block, valid: np.ndarray | None, counts: np.ndarray, union: int) -> Moments:
    layers = len(block.bands)
    origin = np.array([_first(band.data, valid) for band in block.bands])
    n, sums, products = 0.0, np.zeros(layers), np.zeros((layers, layers))
    for rows in _chunks(block.window.shape):
        inside = None if valid is None else valid[rows]
        if inside is not None and inside.all():
            inside = None
        cells = valid_cells = block.bands[0].data[rows].size
        if inside is not None:
            valid_cells = int(np.count_nonzero(inside))
        stack = np.empty((layers, valid_cells))
        for layer, band in enumerate(block.bands):
            stack[layer] = band.data[rows].reshape(cells) if inside is None else band.data[rows][inside]
            stack[layer] -= origin[layer]
        n += valid_cells
        sums += stack.sum(axis=1)
        products += products_of(stack)
    offset = sums / max(n, 1.0)
    comoment = products - np.outer(sums, sums) / max(n, 1.0)
    square = (layers, layers)
    return Moments(
        np.full(square, n),
        origin,
        np.repeat(offset[:, None], layers, axis=1),
        np.repeat(np.maximum(comoment.diagonal(), 0.0)[:, None], layers, axis=1),
        comoment,
        counts,
        union,
    )


def products_of(stack: np.ndarray) -> np.ndarray:
    """Return the sums of products of every two rows.

    Not `stack @ stack.T`: within QGIS on Linux numpy has that from the plain loops of GSL, in twice the time.

    Parameters
    ----------
    stack : (rows, cells) float64

    Returns
    -------
    (rows, rows) float64
    """
    result = np.empty((len(stack), len(stack)))
    for row, values in enumerate(stack):
        result[row, row:] = result[row:, row] = np.einsum("i,ji->j", values, stack[row:])
    return result


def _redo_pair(moments: Moments, block: Block, valid: list[np.ndarray], first: int, second: int) -> None:
    """Overwrite one pair with sums about the first of its own cells: a far-off origin costs digits."""
    both = valid[first] & valid[second]
    pair = [block.bands[layer].data[both].astype(np.float64) for layer in (first, second)]
    own = [values[0] for values in pair]
    shifted = [values - start for values, start in zip(pair, own)]
    means = [float(values.mean()) for values in shifted]
    deviations = [values - mean for values, mean in zip(shifted, means)]
    for (i, j), side in (((first, second), 0), ((second, first), 1)):
        moments.offset[i, j] = own[side] - moments.origin[i] + means[side]
        moments.sum_of_squares[i, j] = deviations[side] @ deviations[side]
        moments.comoment[i, j] = deviations[0] @ deviations[1]


def _first(values: np.ndarray, valid: np.ndarray | None) -> float:
    """Return the first valid value in row-major order, 0 when there is none."""
    if valid is None:
        return float(values[0, 0])
    place = int(valid.argmax())
    row, col = divmod(place, valid.shape[1])
    return float(values[row, col]) if valid[row, col] else 0.0


def _chunks(shape: tuple[int, int]) -> Iterator[slice]:
    step = max(1, CHUNK_CELLS // shape[1])
    for row in range(0, shape[0], step):
        yield slice(row, min(row + step, shape[0]))
