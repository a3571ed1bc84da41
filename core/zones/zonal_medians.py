"""Exact medians per zone in bounded memory: a radix selection in a few passes over the blocks.

Float32 values are mapped to integers of the same order. The first pass counts, per zone, how many values share the
upper bits (a *bin*, 1/512 to 1/256 of the value wide). That shows which bin holds the middle value, or which two do.
The next pass counts the distinct values of just those bins; where they hold more than `MOST_VALUES`, one pass counts by
half of the remaining bits, and another by the others. The median of an even count is the mean of the two middle values.

    values 1, 2, 4, 8 in one zone: ranks 1 and 2 fall into the bins of 2 and of 4; the median is (2 + 4) / 2 = 3
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

FINE_BITS = 15
COARSE_BINS = 1 << (32 - FINE_BITS)
NO_BIN = -1
# Values in middle bins that are counted one by one: 16 bytes each, and as much again while they are sorted in.
MOST_VALUES = 1 << 22
# Values are counted in a table of all zones and bins while it has at most so many places (8 MB), and so many per value;
# otherwise they are sorted, in memory for the values only.
DENSE_BINS = 1 << 20
DENSE_BINS_PER_VALUE = 16
# So many keys are added before they are sorted in.
LEAST_WAITING = 1 << 18


def order_keys(values: np.ndarray) -> np.ndarray:
    """Map values to integers that sort alike; negative values included, -0.0 just below 0.0.

    Parameters
    ----------
    values : (n,), taken as float32

    Returns
    -------
    (n,) uint32
    """
    bits = np.ascontiguousarray(values, dtype=np.float32).view(np.int32)
    # All bits are flipped for a negative value, the sign's for others: the shift copies the sign into every bit.
    return ((bits >> 31) | np.int32(-(1 << 31))).view(np.uint32) ^ bits.view(np.uint32)


def values_of_keys(keys: np.ndarray) -> np.ndarray:
    """Undo `order_keys`.

    Parameters
    ----------
    keys : (n,) uint32

    Returns
    -------
    (n,) float32
    """
    keys = np.asarray(keys, dtype=np.uint32)
    return np.where(keys >> 31, keys & np.uint32(0x7FFFFFFF), ~keys).astype(np.uint32).view(np.float32)


@dataclass(frozen=True)
class SparseCounts:
    """Counts by key; merge by addition.

    Attributes
    ----------
    own_keys, own_counts : (n,) int64, ascending keys and how often each was counted, without those in `pieces`
    pieces : counts that were added and wait to be merged until they outweigh the own ones: so n additions cost n log n,
        not n squared
    """

    own_keys: np.ndarray
    own_counts: np.ndarray
    pieces: tuple[SparseCounts, ...] = ()

    @property
    def keys(self) -> np.ndarray:
        """Ascending keys, int64."""
        return self._merged[0]

    @property
    def counts(self) -> np.ndarray:
        """How often each key was counted, int64."""
        return self._merged[1]

    @classmethod
    def of(cls, keys: np.ndarray, counts: np.ndarray | None = None) -> SparseCounts:
        """Count keys, which may repeat.

        Parameters
        ----------
        keys : (n,)
        counts : (n,) how often each is counted; None for once

        Returns
        -------
        SparseCounts
        """
        keys = np.asarray(keys, dtype=np.int64)
        if counts is None:
            return cls(*np.unique(keys, return_counts=True))
        order = np.argsort(keys, kind="stable")
        keys = keys[order]
        first = np.flatnonzero(np.diff(keys, prepend=keys[:1] - 1))
        return cls(keys[first], np.add.reduceat(np.asarray(counts, np.int64)[order], first) if len(keys) else counts)

    def __add__(self, other: SparseCounts) -> SparseCounts:
        """Add the counts of both."""
        pieces = (*self.pieces, other)
        if sum(len(piece.own_keys) for piece in pieces) <= max(len(self.own_keys), LEAST_WAITING):
            return SparseCounts(self.own_keys, self.own_counts, pieces)
        return SparseCounts(*SparseCounts(self.own_keys, self.own_counts, pieces)._merged)

    @cached_property
    def _merged(self) -> tuple[np.ndarray, np.ndarray]:
        """Ascending keys and their counts, of all pieces."""
        pairs = [(self.own_keys, self.own_counts), *((piece.keys, piece.counts) for piece in self.pieces)]
        filled = [pair for pair in pairs if len(pair[0])] or pairs[:1]
        if len(filled) == 1:
            return filled[0]
        merged = SparseCounts.of(*(np.concatenate(arrays) for arrays in zip(*filled)))
        return merged.own_keys, merged.own_counts


def coarse_counts(zone: np.ndarray, values: np.ndarray, present: np.ndarray | None = None) -> SparseCounts:
    """Do the first pass: count values by zone and bin.

    Parameters
    ----------
    zone : (n,) zone positions
    values : (n,) float32
    present : ascending positions among which all of `zone` are, if they are known

    Returns
    -------
    SparseCounts, of which the keys are zone * COARSE_BINS + bin
    """
    if not len(zone):
        return SparseCounts(np.zeros(0, np.int64), np.zeros(0, np.int64))
    bins = (order_keys(values) >> FINE_BITS).view(np.int32)
    first = int(bins.min())
    zone, slot, counts = _count_pairs(zone, bins - first, int(bins.max()) - first + 1, present)
    return SparseCounts(zone * COARSE_BINS + slot + first, counts)


def _count_pairs(
    zone: np.ndarray, slot: np.ndarray, width: int, present: np.ndarray | None = None
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Count equal pairs of zone and slot (int32, below `width`); return the pairs in order (int64) and their counts."""
    if present is None:
        present = np.flatnonzero(np.bincount(zone))
    if len(present) * width > min(DENSE_BINS, DENSE_BINS_PER_VALUE * len(zone)):
        keys, counts = np.unique(zone.astype(np.int64) * width + slot, return_counts=True)
        return keys // width, keys % width, counts
    local = np.zeros(present[-1] + 1, dtype=np.int32)
    local[present] = np.arange(0, len(present) * width, width)
    counts = np.bincount(local[zone] + slot, minlength=len(present) * width)
    filled = np.flatnonzero(counts)
    return present[filled // width], filled % width, counts[filled]


@dataclass(frozen=True)
class MiddleBins:
    """Per zone the bins that hold the lower and the upper middle value.

    A bin is the number that its values' order keys have in common, without their last `bits` bits.

    Attributes
    ----------
    lower, upper : (zones,) int64, the bins; `NO_BIN` for a zone without values
    lower_rank, upper_rank : (zones,) int64, ranks of the middle values within their bins, from 0
    bits : bits of the order keys that are not known yet
    values : number of values in all these bins
    """

    lower: np.ndarray
    upper: np.ndarray
    lower_rank: np.ndarray
    upper_rank: np.ndarray
    bits: int
    values: int

    @classmethod
    def locate(cls, coarse: SparseCounts, zones: int) -> MiddleBins:
        """Find the bins from the counts of the first pass.

        Parameters
        ----------
        coarse : SparseCounts of `coarse_counts`, of all blocks
        zones : number of zones

        Returns
        -------
        MiddleBins
        """
        total = np.zeros(zones, dtype=np.int64)
        owner = coarse.keys // COARSE_BINS
        np.add.at(total, owner, coarse.counts)
        ranks = np.maximum(total - 1, 0) // 2, total // 2
        start = np.where(total > 0, np.arange(zones) * COARSE_BINS, NO_BIN)
        middle = [_descend(coarse, start, COARSE_BINS, rank) for rank in ranks]
        (lower, lower_rank, lower_size), (upper, upper_rank, upper_size) = middle
        values = int(lower_size.sum() + upper_size[upper != lower].sum())
        lower, upper = (np.where(key == NO_BIN, NO_BIN, key % COARSE_BINS) for key in (lower, upper))
        return cls(lower, upper, lower_rank, upper_rank, FINE_BITS, values)

    @property
    def step(self) -> int:
        """Bits that the next pass counts by: all, unless that may be too many distinct values."""
        distinct = min(self.values, 2 * len(self.lower) << self.bits)
        return self.bits if distinct <= MOST_VALUES else max(1, self.bits // 2)

    def counts(self, zone: np.ndarray, values: np.ndarray) -> SparseCounts:
        """Count the values in the middle bins by their next `step` bits.

        Parameters
        ----------
        zone : (n,) zone positions
        values : (n,) float32

        Returns
        -------
        SparseCounts, of which the keys are zone << 32 | the bits known so far and these
        """
        keys = order_keys(values)
        bins = (keys >> self.bits).astype(np.int32)
        in_lower = bins == self.lower.astype(np.int32)[zone]
        wanted = in_lower | (bins == self.upper.astype(np.int32)[zone])
        if not wanted.any():
            return SparseCounts(np.zeros(0, np.int64), np.zeros(0, np.int64))
        width = 1 << self.step
        slot = (keys[wanted] >> (self.bits - self.step)).astype(np.int64) & (width - 1)
        # A slot of the upper bin comes behind those of the lower one: keys stay in order.
        slot += np.where(in_lower[wanted], 0, width)
        zone, slot, counts = _count_pairs(zone[wanted], slot, 2 * width)
        bins = np.where(slot < width, self.lower[zone], self.upper[zone])
        return SparseCounts((zone << 32) | (bins << self.step) | (slot & (width - 1)), counts)

    def narrowed(self, counts: SparseCounts) -> MiddleBins:
        """Return the bins after a further pass, `step` bits narrower.

        Parameters
        ----------
        counts : SparseCounts of `counts`, of all blocks

        Returns
        -------
        MiddleBins
        """
        zone = np.arange(len(self.lower), dtype=np.int64) << 32
        middle = []
        for bins, rank in ((self.lower, self.lower_rank), (self.upper, self.upper_rank)):
            start = np.where(bins == NO_BIN, NO_BIN, zone | (bins << self.step))
            key, within, size = _descend(counts, start, 1 << self.step, rank)
            middle.append((np.where(key == NO_BIN, NO_BIN, key & 0xFFFFFFFF), within, size))
        (lower, lower_rank, lower_size), (upper, upper_rank, upper_size) = middle
        in_bins = int(lower_size.sum() + upper_size[upper != lower].sum())
        return MiddleBins(lower, upper, lower_rank, upper_rank, self.bits - self.step, in_bins)

    def medians(self) -> np.ndarray:
        """Return the medians, once `bits` is 0.

        Returns
        -------
        (zones,) float64, nan for a zone without values
        """
        low, high = (values_of_keys(np.maximum(bins, 0)).astype(np.float64) for bins in (self.lower, self.upper))
        return np.where(self.lower == NO_BIN, np.nan, (low + high) / 2)


def _descend(
    counts: SparseCounts, start: np.ndarray, width: int, rank: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return per zone the key that holds the value of a rank, its rank there, and how many values are there.

    A zone's keys begin at `start` and are `width` wide; NO_BIN, 0, 0 where `start` is NO_BIN.
    """
    before = np.concatenate([[0], np.cumsum(counts.counts)])
    first = np.searchsorted(counts.keys, start)
    slot = np.searchsorted(before, before[first] + rank, side="right") - 1
    has_values = (start != NO_BIN) & (first < np.searchsorted(counts.keys, start + width))
    slot = np.where(has_values, slot, 0)
    within = np.where(has_values, before[first] + rank - before[slot], 0)
    if not len(counts.keys):
        return np.full(len(start), NO_BIN), within, within
    return np.where(has_values, counts.keys[slot], NO_BIN), within, np.where(has_values, counts.counts[slot], 0)
