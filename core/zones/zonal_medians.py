"""Exact medians per zone in bounded memory: a radix selection in a few passes over the blocks.

Float32 values are mapped to integers of the same order. The first pass counts, per zone, how many values share the
upper bits (a *bin*, 1/512 to 1/256 of the value wide). That tells which bin holds the middle value, or which two do.
The next pass counts the distinct values of just those bins; where they hold more than `MOST_VALUES`, one pass counts by
half of the bits that are left, and another by the rest. The median of an even count is the mean of the two middle
values, as usual.

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
    """Map float32 values to uint32 that sort alike; negative values included, -0.0 just below 0.0."""
    bits = np.ascontiguousarray(values, dtype=np.float32).view(np.int32)
    # All bits are flipped for a negative value, the sign's for others: the shift copies the sign into every bit.
    return ((bits >> 31) | np.int32(-(1 << 31))).view(np.uint32) ^ bits.view(np.uint32)


def values_of_keys(keys: np.ndarray) -> np.ndarray:
    """Undo `order_keys`; float32."""
    keys = np.asarray(keys, dtype=np.uint32)
    return np.where(keys >> 31, keys & np.uint32(0x7FFFFFFF), ~keys).astype(np.uint32).view(np.float32)


@dataclass(frozen=True)
class SparseCounts:
    """Counts of int64 keys; ascending keys, merged by addition.

    What is added waits in `pieces` until it outweighs the rest: so n additions cost n log n, not n squared.
    """

    own_keys: np.ndarray
    own_counts: np.ndarray
    pieces: tuple[SparseCounts, ...] = ()

    @property
    def keys(self) -> np.ndarray:
        """Ascending keys, int64."""
        return self._settled[0]

    @property
    def counts(self) -> np.ndarray:
        """How often each key was counted, int64."""
        return self._settled[1]

    @classmethod
    def of(cls, keys: np.ndarray, counts: np.ndarray | None = None) -> SparseCounts:
        """Gather keys that may repeat; `counts` are 1 each when not given."""
        keys = np.asarray(keys, dtype=np.int64)
        if counts is None:
            return cls(*np.unique(keys, return_counts=True))
        order = np.argsort(keys, kind="stable")
        keys = keys[order]
        first = np.flatnonzero(np.diff(keys, prepend=keys[:1] - 1))
        return cls(keys[first], np.add.reduceat(np.asarray(counts, np.int64)[order], first) if len(keys) else counts)

    def __add__(self, other: SparseCounts) -> SparseCounts:
        """Merge."""
        pieces = (*self.pieces, other)
        if sum(len(piece.own_keys) for piece in pieces) <= max(len(self.own_keys), LEAST_WAITING):
            return SparseCounts(self.own_keys, self.own_counts, pieces)
        return SparseCounts(*SparseCounts(self.own_keys, self.own_counts, pieces)._settled)

    @cached_property
    def _settled(self) -> tuple[np.ndarray, np.ndarray]:
        parts = [(self.own_keys, self.own_counts), *((piece.keys, piece.counts) for piece in self.pieces)]
        filled = [part for part in parts if len(part[0])] or parts[:1]
        if len(filled) == 1:
            return filled[0]
        gathered = SparseCounts.of(*(np.concatenate(arrays) for arrays in zip(*filled)))
        return gathered.own_keys, gathered.own_counts


def coarse_counts(zone: np.ndarray, values: np.ndarray, present: np.ndarray | None = None) -> SparseCounts:
    """First pass: count the bins of `values` (float32, 1-D) per zone position; keys are zone * COARSE_BINS + bin.

    `present`: ascending positions among which all of `zone` are, when they are known.
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
    """Per zone the bins that hold the lower and upper middle value, and those values' ranks within their bins.

    A bin is what its values' order keys have in common but for the last `bits` bits; `values` are in these bins.
    """

    lower: np.ndarray
    upper: np.ndarray
    lower_rank: np.ndarray
    upper_rank: np.ndarray
    bits: int
    values: int

    @classmethod
    def locate(cls, coarse: SparseCounts, zones: int) -> MiddleBins:
        """Find them from the first pass; `NO_BIN` for a zone without values."""
        total = np.zeros(zones, dtype=np.int64)
        owner = coarse.keys // COARSE_BINS
        np.add.at(total, owner, coarse.counts)
        ranks = np.maximum(total - 1, 0) // 2, total // 2
        start = np.where(total > 0, np.arange(zones) * COARSE_BINS, NO_BIN)
        found = [_descend(coarse, start, COARSE_BINS, rank) for rank in ranks]
        (lower, lower_rank, lower_size), (upper, upper_rank, upper_size) = found
        values = int(lower_size.sum() + upper_size[upper != lower].sum())
        lower, upper = (np.where(place == NO_BIN, NO_BIN, place % COARSE_BINS) for place in (lower, upper))
        return cls(lower, upper, lower_rank, upper_rank, FINE_BITS, values)

    @property
    def step(self) -> int:
        """Bits that the next pass counts by: all, unless that may be too many distinct values."""
        distinct = min(self.values, 2 * len(self.lower) << self.bits)
        return self.bits if distinct <= MOST_VALUES else max(1, self.bits // 2)

    def counts(self, zone: np.ndarray, values: np.ndarray) -> SparseCounts:
        """Count the values of the middle bins by their next `step` bits; keys are zone << 32 | these and all before."""
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
        """Return the bins after a pass that gave `counts`."""
        zone = np.arange(len(self.lower), dtype=np.int64) << 32
        found = []
        for bins, rank in ((self.lower, self.lower_rank), (self.upper, self.upper_rank)):
            start = np.where(bins == NO_BIN, NO_BIN, zone | (bins << self.step))
            place, within, size = _descend(counts, start, 1 << self.step, rank)
            found.append((np.where(place == NO_BIN, NO_BIN, place & 0xFFFFFFFF), within, size))
        (lower, lower_rank, lower_size), (upper, upper_rank, upper_size) = found
        in_bins = int(lower_size.sum() + upper_size[upper != lower].sum())
        return MiddleBins(lower, upper, lower_rank, upper_rank, self.bits - self.step, in_bins)

    def medians(self) -> np.ndarray:
        """Return the medians, float64 of shape (zones,), nan for a zone without values; when no bits are left."""
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
    some = (start != NO_BIN) & (first < np.searchsorted(counts.keys, start + width))
    slot = np.where(some, slot, 0)
    within = np.where(some, before[first] + rank - before[slot], 0)
    if not len(counts.keys):
        return np.full(len(start), NO_BIN), within, within
    return np.where(some, counts.keys[slot], NO_BIN), within, np.where(some, counts.counts[slot], 0)
