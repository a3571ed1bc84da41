"""Sums of a block's cells by zone, over *runs*: neighbouring cells of one row and one zone.

    zones a a b / a b b, areas 1 and 2 ha per row: runs (a a)(b)(a)(b b), sums of values 1 2 3 / 4 5 6: 3, 3, 4, 11
    by zone a 3 + 4 = 7, b 3 + 11 = 14; weighted by area a 3 * 1 + 4 * 2 = 11, b 3 * 1 + 11 * 2 = 25

Zones are patches: a block has far fewer runs than cells, and each cell is added once, in order, as float64. A run lies
in one row, so its cells have one area. What lies in no zone is summed in a last entry.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .blocks import Block


@dataclass(frozen=True)
class ZoneRuns:
    """Runs of a block in row-major order: first cell, cells, zone position (`zones` for none), cell area in ha."""

    zones: int
    starts: np.ndarray
    lengths: np.ndarray
    position: np.ndarray
    area_ha: np.ndarray

    @classmethod
    def of(cls, block: Block, zone: np.ma.MaskedArray | None, zones: int) -> ZoneRuns:
        """Find the runs of a band of zone positions, masked outside; None: all cells lie in none."""
        rows, cols = block.window.shape
        if zone is None:
            starts = np.arange(0, rows * cols, cols)
            position = np.full(rows, zones)
        else:
            flat = zone.filled(zones).ravel()
            change = np.empty(flat.size, dtype=bool)
            np.not_equal(flat[1:], flat[:-1], out=change[1:])
            change[::cols] = True
            starts = np.flatnonzero(change)
            position = flat[starts]
        lengths = np.diff(starts, append=rows * cols)
        return cls(zones, starts, lengths, position, block.area_ha[starts // cols, 0])

    def count(self, where: np.ndarray | None = None) -> np.ndarray:
        """Count the cells (those where `where` is True) by zone; int64 (zones + 1,)."""
        return np.rint(self._by_zone(self._cells(where))).astype(np.int64)

    def hectares(self, where: np.ndarray | None = None) -> np.ndarray:
        """Sum the areas of the cells (those where `where` is True) by zone; float64 (zones + 1,)."""
        return self._by_zone(self._cells(where) * self.area_ha)

    def sum(self, values: np.ndarray) -> np.ndarray:
        """Sum `values` (rows, cols) by zone; float64 (zones + 1,)."""
        return self._by_zone(self._sums(values))

    def tonnes(self, values: np.ndarray) -> np.ndarray:
        """Sum `values` (rows, cols), per hectare, times the cells' areas by zone; float64 (zones + 1,)."""
        return self._by_zone(self._sums(values) * self.area_ha)

    def spread(self, by_zone: np.ndarray) -> np.ndarray:
        """Return a value per zone (zones + 1,) at each of its cells; 1-D, row-major."""
        return np.repeat(by_zone[self.position], self.lengths)

    def within(self, values: np.ndarray, where: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return zone position (int32) and value (float32) of each cell in a zone where `where` is True; 1-D."""
        position = self.spread(np.arange(self.zones + 1, dtype=np.int32))
        inside = where.ravel()
        if (self.position == self.zones).any():
            inside = inside & (position < self.zones)
        flat = values.astype(np.float32, copy=False).ravel()
        return (position, flat) if inside.all() else (position[inside], flat[inside])

    def _sums(self, values: np.ndarray) -> np.ndarray:
        return np.add.reduceat(values.ravel(), self.starts, dtype=np.float64)

    def _cells(self, where: np.ndarray | None) -> np.ndarray:
        if where is None or where.all():
            return self.lengths
        return np.add.reduceat(where.ravel(), self.starts, dtype=np.int64)

    def _by_zone(self, of_runs: np.ndarray) -> np.ndarray:
        return np.bincount(self.position, of_runs, minlength=self.zones + 1)
