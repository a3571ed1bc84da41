"""Sums of a block's cells by zone, over *runs*: neighbouring cells of one row and one zone.

    zones a a b / a b b, areas 1 and 2 ha per row: runs (a a)(b)(a)(b b), sums of values 1 2 3 / 4 5 6: 3, 3, 4, 11
    by zone a 3 + 4 = 7, b 3 + 11 = 14; weighted by area a 3 * 1 + 4 * 2 = 11, b 3 * 1 + 11 * 2 = 25

Zones are patches: a block has far fewer runs than cells, and each cell is added once, in order, as float64. A run lies
in one row, so its cells have one area. What lies in no zone is summed in a last entry.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ..engine.operation import Block

# Pieces of a sum by zone that wait to be added up.
MOST_PIECES = 256


def changes(flat: np.ndarray) -> np.ndarray:
    """Find where a 1-D array differs from the entry before.

    Parameters
    ----------
    flat : (cells,)

    Returns
    -------
    (cells,) bool, True at the first
    """
    change = np.empty(flat.size, dtype=bool)
    change[:1] = True
    np.not_equal(flat[1:], flat[:-1], out=change[1:])
    return change


@dataclass(frozen=True)
class ZoneRuns:
    """Runs of a block in row-major order.

    Attributes
    ----------
    zones : number of zones
    starts : (runs,) intp, first cell of each run
    position : (runs,) zone of each run, `zones` for none
    row_area_ha : (rows,) float64, ha, the area of a cell in each of the block's rows
    block_cells : cells of the block
    band : (rows, cols) the positions cell by cell, masked where there is none, if they are known
    """

    zones: int
    starts: np.ndarray
    position: np.ndarray
    row_area_ha: np.ndarray
    block_cells: int
    band: np.ma.MaskedArray | None = None

    @cached_property
    def lengths(self) -> np.ndarray:
        """Cells of each run, (runs,)."""
        lengths = np.empty_like(self.starts)
        np.subtract(self.starts[1:], self.starts[:-1], out=lengths[:-1])
        lengths[-1:] = self.block_cells - self.starts[-1:]
        return lengths

    @cached_property
    def area_ha(self) -> np.ndarray:
        """Area of a cell in each run, (runs,) float64, ha."""
        return self.row_area_ha[self.starts // (self.block_cells // len(self.row_area_ha))]

    @cached_property
    def cells(self) -> np.ndarray | None:
        """Zone positions cell by cell, `zones` for none; 1-D."""
        return None if self.band is None else self.band.filled(self.zones).ravel()

    @classmethod
    def of(cls, block: Block, zone: np.ma.MaskedArray | None, zones: int) -> ZoneRuns:
        """Find the runs of a block, once for all operations that look at it.

        Parameters
        ----------
        block : Block, which caches the runs
        zone : (rows, cols) zone positions, masked outside every zone; None: no cell lies in a zone
        zones : number of zones

        Returns
        -------
        ZoneRuns
        """
        # Cached with the band itself, so that no other array can get its id meanwhile.
        key = "runs", id(zone), zones
        if key not in block.cache:
            block.cache[key] = zone, cls._find(block, zone, zones)
        runs: ZoneRuns = block.cache[key][1]
        return runs

    @classmethod
    def _find(cls, block: Block, zone: np.ma.MaskedArray | None, zones: int) -> ZoneRuns:
        rows, cols = block.window.shape
        if zone is None:
            starts, position = np.arange(0, rows * cols, cols), np.full(rows, zones)
        else:
            flat, outside = zone.data.ravel(), np.ma.getmaskarray(zone).ravel()
            change = changes(flat)
            change |= changes(outside)
            change[::cols] = True
            starts = np.flatnonzero(change)
            position = np.where(outside[starts], zones, flat[starts])
        return cls(zones, starts, position, block.area_ha[:, 0], rows * cols, zone)

    def split_at(self, *layers: np.ndarray) -> tuple[ZoneRuns, list[np.ndarray]]:
        """Split the runs where any of some arrays changes, too.

        Parameters
        ----------
        *layers : (rows, cols)

        Returns
        -------
        ZoneRuns, without `band`; for each array its value in each run, (runs,)
        """
        flat = [layer.ravel() for layer in layers]
        change = changes(flat[0])
        for layer in flat[1:]:
            change |= changes(layer)
        first = np.zeros(change.size, dtype=bool)
        first[self.starts] = True
        change |= first
        starts = np.flatnonzero(change)
        position = self.position[np.cumsum(first[starts]) - 1]
        runs = ZoneRuns(self.zones, starts, position, self.row_area_ha, self.block_cells)
        return runs, [layer[starts] for layer in flat]

    def present(self) -> tuple[np.ndarray, np.ndarray]:
        """Return which positions occur.

        Returns
        -------
        (present,) those that occur, ascending; (zones + 1,) the rank of each position among them
        """
        occurs = np.zeros(self.zones + 1, dtype=bool)
        occurs[self.position] = True
        return np.flatnonzero(occurs), np.cumsum(occurs) - 1

    def count(self, where: np.ndarray | None = None) -> np.ndarray:
        """Count cells by zone.

        Parameters
        ----------
        where : (rows, cols) bool, the cells that count; None for all

        Returns
        -------
        (zones + 1,) int64
        """
        return np.rint(self._by_zone(self._cells(where))).astype(np.int64)

    def hectares(self, where: np.ndarray | None = None) -> np.ndarray:
        """Sum the areas of cells by zone.

        Parameters
        ----------
        where : (rows, cols) bool, the cells that count; None for all

        Returns
        -------
        (zones + 1,) float64, ha
        """
        return self._by_zone(self._cells(where) * self.area_ha)

    def sum(self, values: np.ndarray) -> np.ndarray:
        """Sum values by zone.

        Parameters
        ----------
        values : (rows, cols)

        Returns
        -------
        (zones + 1,) float64
        """
        return self._by_zone(self._sums(values))

    def tonnes(self, values: np.ndarray) -> np.ndarray:
        """Sum densities times the cells' areas by zone.

        Parameters
        ----------
        values : (rows, cols), t/ha

        Returns
        -------
        (zones + 1,) float64, t
        """
        return self._by_zone(self._sums(values) * self.area_ha)

    def broadcast(self, by_zone: np.ndarray) -> np.ndarray:
        """Give each cell the value of its zone.

        Parameters
        ----------
        by_zone : (zones + 1,)

        Returns
        -------
        (cells,) row-major, not to be written to
        """
        if (self.position == self.position[0]).all():
            return np.broadcast_to(by_zone[self.position[0]], self.block_cells)
        if self.cells is not None:
            # Three times as fast as repeating; all positions are in range, "clip" only saves the check.
            return np.take(by_zone, self.cells, mode="clip")
        return np.repeat(by_zone[self.position], self.lengths)

    def within(self, values: np.ndarray, where: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Select the cells that lie in a zone.

        Parameters
        ----------
        values : (rows, cols)
        where : (rows, cols) bool, the cells that count

        Returns
        -------
        (selected,) int32, zone positions; (selected,) float32, values
        """
        position = self.broadcast(np.arange(self.zones + 1)) if self.cells is None else self.cells
        position = position.astype(np.int32, copy=False)
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


@dataclass(frozen=True)
class ZonalMatrix:
    """Rows of a matrix with a row per zone, from blocks that hold some of the zones; merges by addition.

    zones a b c: a block with a and b, another with b and c   ->   a, b + b, c, added up in the blocks' order
    """

    zones: int
    pieces: tuple[tuple[np.ndarray, np.ndarray], ...]

    @classmethod
    def of(cls, zones: int, positions: np.ndarray, rows: np.ndarray) -> ZonalMatrix:
        """Make a matrix of some of the zones.

        Parameters
        ----------
        zones : number of all zones
        positions : (n,) zone positions, each once
        rows : (n, columns)

        Returns
        -------
        ZonalMatrix
        """
        return cls(zones, ((positions, rows),))

    def __add__(self, other: ZonalMatrix) -> ZonalMatrix:
        """Put the other's pieces behind; those of some hundred blocks are added up."""
        joined = ZonalMatrix(self.zones, self.pieces + other.pieces)
        return joined._added_up() if len(joined.pieces) > MOST_PIECES else joined

    @property
    def matrix(self) -> np.ndarray:
        """The matrix (zones, columns), float64; 0 where no block had the zone."""
        ((positions, rows),) = self._added_up().pieces
        matrix = np.zeros((self.zones, rows.shape[1]))
        matrix[positions] = rows
        return matrix

    def _added_up(self) -> ZonalMatrix:
        present = np.unique(np.concatenate([positions for positions, _ in self.pieces]))
        total = np.zeros((len(present), self.pieces[0][1].shape[1]))
        for positions, rows in self.pieces:
            total[np.searchsorted(present, positions)] += rows
        return ZonalMatrix.of(self.zones, present, total)
