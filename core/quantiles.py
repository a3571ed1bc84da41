"""Exact medians per zone in bounded memory: a radix selection in two passes over the blocks.

Float32 values are mapped to integers of the same order. The first pass counts, per zone, how many values share the
upper bits (a *bin*, 1/256 to 1/128 of the value wide). That tells which bin holds the middle
value, or which two do. The second pass counts the distinct values of just those bins. The median of an even count
is the mean of the two middle values, as usual.

    values 1, 2, 4, 8 in one zone: ranks 1 and 2 fall into the bins of 2 and of 4; the median is (2 + 4) / 2 = 3
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

FINE_BITS = 16
COARSE_BINS = 1 << (32 - FINE_BITS)
NO_BIN = -1
# Zones and bins up to so many are counted in a table (8 MB); more are sorted, in memory for the cells only.
DENSE_BINS = 1 << 20
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


def coarse_counts(zone: np.ndarray, values: np.ndarray) -> SparseCounts:
    """First pass: count the bins of `values` (float32, 1-D) per zone position; keys are zone * COARSE_BINS + bin."""
    if not len(zone):
        return SparseCounts(np.zeros(0, np.int64), np.zeros(0, np.int64))
    present = np.flatnonzero(np.bincount(zone))
    bins = (order_keys(values) >> FINE_BITS).view(np.int32)
    first = int(bins.min())
    width = int(bins.max()) - first + 1
    if len(present) * width > DENSE_BINS:
        return SparseCounts.of(zone.astype(np.int64) * COARSE_BINS + bins)
    local = np.zeros(present[-1] + 1, dtype=np.int32)
    local[present] = np.arange(0, len(present) * width, width) - first
    counts = np.bincount(local[zone] + bins, minlength=len(present) * width)
    filled = np.flatnonzero(counts)
    keys = present[filled // width].astype(np.int64) * COARSE_BINS + filled % width + first
    return SparseCounts(keys, counts[filled])


@dataclass(frozen=True)
class MiddleBins:
    """Per zone the bins that hold the lower and upper middle value, and those values' ranks within their bins."""

    lower: np.ndarray
    upper: np.ndarray
    lower_rank: np.ndarray
    upper_rank: np.ndarray

    @classmethod
    def locate(cls, coarse: SparseCounts, zones: int) -> MiddleBins:
        """Find them from the first pass; `NO_BIN` for a zone without values."""
        found = cls(*(np.full(zones, NO_BIN, dtype=np.int64) for _ in range(4)))
        owner = coarse.keys // COARSE_BINS
        starts = np.searchsorted(owner, np.arange(zones + 1))
        for zone in range(zones):
            part = slice(starts[zone], starts[zone + 1])
            cumulated = np.cumsum(coarse.counts[part])
            if not len(cumulated):
                continue
            total = int(cumulated[-1])
            sides = ((found.lower, found.lower_rank, (total - 1) // 2), (found.upper, found.upper_rank, total // 2))
            for bins, ranks, rank in sides:
                slot = int(np.searchsorted(cumulated, rank, side="right"))
                bins[zone] = coarse.keys[part][slot] % COARSE_BINS
                ranks[zone] = rank - (cumulated[slot - 1] if slot else 0)
        return found

    def fine_counts(self, zone: np.ndarray, values: np.ndarray) -> SparseCounts:
        """Second pass: count the distinct values of the middle bins; keys are zone << 32 | order key."""
        keys = order_keys(values)
        bins = (keys >> FINE_BITS).view(np.int32)
        wanted = bins == self.lower.astype(np.int32)[zone]
        wanted |= bins == self.upper.astype(np.int32)[zone]
        return SparseCounts.of((zone[wanted].astype(np.int64) << 32) | keys[wanted])

    def medians(self, fine: SparseCounts) -> np.ndarray:
        """Return the medians, float64 of shape (zones,), nan for a zone without values."""
        result = np.full(len(self.lower), np.nan)
        for zone in np.flatnonzero(self.lower != NO_BIN):
            low = self._value(fine, int(zone), int(self.lower[zone]), int(self.lower_rank[zone]))
            high = self._value(fine, int(zone), int(self.upper[zone]), int(self.upper_rank[zone]))
            result[zone] = (low + high) / 2
        return result

    @staticmethod
    def _value(fine: SparseCounts, zone: int, coarse: int, rank: int) -> float:
        first = (zone << 32) | (coarse << FINE_BITS)
        start, end = np.searchsorted(fine.keys, [first, first + (1 << FINE_BITS)])
        slot = start + int(np.searchsorted(np.cumsum(fine.counts[start:end]), rank, side="right"))
        return float(values_of_keys(fine.keys[slot : slot + 1] & 0xFFFFFFFF)[0])
