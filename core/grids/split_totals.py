"""Totals per cell on another grid: every source cell is divided, and its pieces are added to the cells they fall into.

    cells of 2 km with 8 and 4, target cells of 1 km in the same row   ->   2 2 1 1 (half of each lies in the next row)

So the sum stays. In one CRS the pieces are exact overlaps; across CRS a cell is divided into k x k equal pieces, each a
fraction of a target cell wide, which go where their centres lie.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from ..raster.geodesy import interpolate_between, mesh_positions, transform_points
from ..raster.grid import Grid, same_crs
from ..raster.nodata.watch import FillWatch
from ..raster.sources import Band, Reader, Window
from ..wind.bilinear import full_turn
from .longitudes import UnrolledReader, columns_per_turn, unwrapped
from .warp import WARP_CELLS, cell_ratio, needed_window, source_window

# Across CRS the pieces of a source cell are at most this share of a target cell wide.
PIECE_WIDTH = 1 / 8
# Pieces placed together; also fixes the source tiles, so that a piece falls into the same cell for every window.
PIECES_AT_ONCE = 1 << 20
# Cells of a source between two positions that are transformed, and how far others may be off, in target cells.
NODE_STEPS = (32, 8)
NODE_TOLERANCE = 0.05


@dataclass(frozen=True)
class TotalsBand:
    """A band of totals per cell on another grid, with the sum kept; masked where nothing valid falls.

    Attributes
    ----------
    band : Band
    source_grid : Grid of the band
    grid : Grid it is brought onto
    """

    band: Band
    source_grid: Grid
    grid: Grid

    @property
    def name(self) -> str:
        """The band's name."""
        return self.band.name

    @property
    def needed(self) -> Window | None:
        """The part of the band that the grid needs; None when it needs nothing."""
        return needed_window(self.source_grid, self.grid)

    def open(self) -> Reader:
        """Return a reader for the calling thread.

        Returns
        -------
        Reader
        """
        if same_crs(self.source_grid.crs, self.grid.crs):
            return _OverlapReader(self)
        return _PieceReader(self)


class _OverlapReader:
    """Exact: the share of each source row and column in each target one; the target in tiles that need few cells."""

    def __init__(self, source: TotalsBand) -> None:
        period = columns_per_turn(source.source_grid)
        self._band = UnrolledReader(source.band.open(), source.source_grid.cols, period)
        shape, other = source.source_grid.geotransform, source.grid.geotransform
        self._rows = _Axis(shape[3], shape[5], (0, source.source_grid.rows), other[3], other[5])
        # Columns that go round are counted on beyond both ends.
        ends = (-np.inf, np.inf) if period else (0, source.source_grid.cols)
        self._cols = _Axis(shape[0], shape[1], ends, other[0], other[1])
        # Source cells are held in float64 four times over.
        edge = math.isqrt(WARP_CELLS) // 2
        self._high = max(1, int(edge * abs(shape[5] / other[5])))
        self._wide = max(1, int(edge * abs(shape[1] / other[1])))

    @property
    def watch(self) -> FillWatch | None:
        return self._band.watch

    def read(self, window: Window) -> np.ma.MaskedArray:
        total, empty = np.zeros(window.shape), np.ones(window.shape, dtype=bool)
        for row in range(0, window.rows, self._high):
            rows = self._rows.overlaps(window.row + row, min(self._high, window.rows - row))
            for col in range(0, window.cols, self._wide):
                cols = self._cols.overlaps(window.col + col, min(self._wide, window.cols - col))
                if rows.count and cols.count:
                    values = self._band.read(Window(rows.first, cols.first, rows.count, cols.count))
                    tile = np.s_[row : row + rows.targets, col : col + cols.targets]
                    total[tile], empty[tile] = _move_totals(values, rows, cols)
        return np.ma.MaskedArray(total, empty)


def _move_totals(values: np.ma.MaskedArray, rows: _Overlaps, cols: _Overlaps) -> tuple[np.ndarray, np.ndarray]:
    """Return the totals of the target cells, and which of them nothing valid falls into."""
    valid = ~np.ma.getmaskarray(values)
    given = np.where(valid, values.data, 0.0).astype(np.float64)
    total = cols.add_up(rows.add_up(given).T).T
    if valid.all():
        return total, ~np.outer(rows.touched, cols.touched)
    return total, ~cols.any_of(rows.any_of(valid).T).T


@dataclass(frozen=True)
class _Overlaps:
    """Which source cells of an axis, `count` from `first` on, fall into which of `targets` target cells.

    Entries by target: position in the source (from `first`), share of that source cell; a target's begin at `starts`.
    Only `touched` targets have any.
    """

    first: int
    count: int
    targets: int
    position: np.ndarray
    share: np.ndarray
    starts: np.ndarray
    touched: np.ndarray

    def add_up(self, values: np.ndarray) -> np.ndarray:
        """Return sums (targets, n) of values (count, n) by their shares."""
        sums = np.zeros((self.targets, values.shape[1]))
        sums[self.touched] = np.add.reduceat(values[self.position] * self.share[:, None], self.starts, axis=0)
        return sums

    def any_of(self, valid: np.ndarray) -> np.ndarray:
        """Return for which targets, (targets, n) bool, any of `valid`, (count, n) bool, falls into it."""
        reached = np.zeros((self.targets, valid.shape[1]), dtype=bool)
        reached[self.touched] = np.logical_or.reduceat(valid[self.position], self.starts, axis=0)
        return reached


@dataclass(frozen=True)
class _Axis:
    """One axis of two grids: origin and step of the source (with the ends of its cells) and of the target."""

    origin: float
    step: float
    ends: tuple[float, float]
    target_origin: float
    target_step: float

    def overlaps(self, start: int, count: int) -> _Overlaps:
        """Return the overlaps of `count` target cells from `start` on."""
        edges = (self.target_origin + self.target_step * np.arange(start, start + count + 1) - self.origin) / self.step
        # A hair off an edge is rounding in the files' origins.
        edges = np.where(np.abs(edges - np.rint(edges)) < 1e-9, np.rint(edges), edges)
        low = np.clip(np.minimum(edges[:-1], edges[1:]), *self.ends)
        high = np.clip(np.maximum(edges[:-1], edges[1:]), *self.ends)
        begin, end = np.floor(low).astype(np.int64), np.ceil(high).astype(np.int64)
        sizes = np.where(high > low, end - begin, 0)
        touched = sizes > 0
        starts = (np.cumsum(sizes) - sizes)[touched]
        target = np.repeat(np.arange(count), sizes)
        cell = np.arange(target.size) - np.repeat(np.cumsum(sizes) - sizes, sizes) + begin[target]
        share = np.minimum(high[target], cell + 1) - np.maximum(low[target], cell)
        first = int(cell.min()) if cell.size else 0
        needed = int(cell.max()) + 1 - first if cell.size else 0
        return _Overlaps(first, needed, count, cell - first, share, starts, touched)


class _PieceReader:
    """Across CRS: the pieces of a source cell go where their centres lie.

    Source tiles are fixed, and each tile's pieces are placed by its own mesh: a piece falls into the same target cell
    whichever window is read, so none is lost or counted twice.
    """

    def __init__(self, source: TotalsBand) -> None:
        self._source = source
        self._band = source.band.open()
        self._pieces = max(2, math.ceil(1 / (cell_ratio(source.source_grid, source.grid) * PIECE_WIDTH)))
        self._tile = max(1, math.isqrt(PIECES_AT_ONCE) // self._pieces)

    @property
    def watch(self) -> FillWatch | None:
        return getattr(self._band, "watch", None)

    def read(self, window: Window) -> np.ma.MaskedArray:
        total, pieces = np.zeros(window.rows * window.cols), np.zeros(window.rows * window.cols)
        for tile in self._tiles(window):
            values = self._band.read(tile)
            valid = ~np.ma.getmaskarray(values)
            if not valid.any():
                continue
            row, col = self._landing(tile)
            inside = (row >= window.row) & (row < window.row + window.rows)
            inside &= (col >= window.col) & (col < window.col + window.cols)
            inside &= self._repeat(valid)
            slot = ((row[inside] - window.row) * window.cols + col[inside] - window.col).astype(np.intp)
            share = self._repeat(np.where(valid, values.data, 0.0).astype(np.float64))[inside] / self._pieces**2
            total += np.bincount(slot, share, minlength=total.size)
            pieces += np.bincount(slot, minlength=total.size)
        return np.ma.MaskedArray(total.reshape(window.shape), pieces.reshape(window.shape) == 0)

    def _repeat(self, values: np.ndarray) -> np.ndarray:
        return values.repeat(self._pieces, axis=0).repeat(self._pieces, axis=1)

    def _landing(self, tile: Window) -> tuple[np.ndarray, np.ndarray]:
        """Return the target row and column of every piece of a source tile, as floats; nan where there is no image."""
        target = self._source.grid
        at_rows = (np.arange(tile.rows * self._pieces) + 0.5) / self._pieces
        at_cols = (np.arange(tile.cols * self._pieces) + 0.5) / self._pieces
        for step in NODE_STEPS:
            rows, cols = mesh_positions(tile.rows + 1, step), mesh_positions(tile.cols + 1, step)
            x, y = self._images(tile, rows, cols)
            if self._mesh_error(tile, rows, cols, (x, y)) <= NODE_TOLERANCE:
                piece_x = interpolate_between(x, rows, cols, at_rows, at_cols)
                piece_y = interpolate_between(y, rows, cols, at_rows, at_cols)
                break
        else:
            # The seam of a projection, or its rim, runs through the tile, or its cells are large.
            piece_x, piece_y = self._images(tile, at_rows, at_cols)
        tx0, tdx, _, ty0, _, tdy = target.geotransform
        if target.is_geographic:
            # By whole turns into the target, or the turn that begins with it.
            turn = full_turn(target)
            piece_x = tx0 + np.mod(piece_x - tx0, turn) - (turn if tdx < 0 else 0.0)
        return np.floor((piece_y - ty0) / tdy), np.floor((piece_x - tx0) / tdx)

    def _images(self, tile: Window, rows: np.ndarray, cols: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return where the lattice of positions in a source tile lies in the target's CRS."""
        source, target = self._source.source_grid, self._source.grid
        x0, dx, _, y0, _, dy = source.geotransform
        node_x, node_y = np.meshgrid(x0 + (tile.col + cols) * dx, y0 + (tile.row + rows) * dy)
        x, y = transform_points(node_x, node_y, source.crs, target.crs)
        if target.is_geographic:
            x = unwrapped(x, full_turn(target), x.flat[0]) if np.isfinite(x.flat[0]) else x
        return x, y

    def _mesh_error(
        self, tile: Window, rows: np.ndarray, cols: np.ndarray, images: tuple[np.ndarray, np.ndarray]
    ) -> float:
        """Return how far interpolation is off amid a mesh, in target cells; inf with a node without image."""
        middles = [(nodes[:-1] + nodes[1:]) / 2 for nodes in (rows, cols)]
        _, tdx, _, _, _, tdy = self._source.grid.geotransform
        errors = [
            np.abs(interpolate_between(nodes, rows, cols, *middles) - true).max() / abs(size)
            for nodes, true, size in zip(images, self._images(tile, *middles), (tdx, tdy))
        ]
        return max(errors) if np.isfinite(errors).all() else np.inf

    def _tiles(self, window: Window) -> list[Window]:
        """Return the source tiles of which pieces may fall into a target window."""
        source = self._source.source_grid
        needed = source_window(source, self._source.grid, window)
        if needed is None:
            return []
        period = columns_per_turn(source)
        used = min(source.cols, period) if period else source.cols
        first = range(needed.row // self._tile * self._tile, needed.row + needed.rows, self._tile)
        return [
            Window(r, c, min(self._tile, source.rows - r), min(self._tile, used - c))
            for r in first
            for c in self._first_columns(needed, used, period)
        ]

    def _first_columns(self, needed: Window, used: int, period: int) -> list[int]:
        """Return where the tiles begin that hold the columns needed, each once."""
        if not period:
            return list(range(needed.col // self._tile * self._tile, needed.col + needed.cols, self._tile))
        columns = np.arange(needed.col, needed.col + min(needed.cols, period)) % period
        starts = np.unique(columns[columns < used] // self._tile) * self._tile
        return [int(start) for start in starts]
