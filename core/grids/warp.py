"""A band as GDAL's warper brings it onto another grid: categories and continuous values.

    2 x 2 cells of 1 km, values 1, 3, 5 and one missing  ->  one cell of 2 km: 3, the mean of the three

The warper knows one nodata value and nothing of NaN beside it, of value ranges that the user excluded, of alpha bands
without their colours, or of nodata in packed files, where an unpacked value may be the packed nodata by chance.
So it is not given the file: each tile of the target gets the source cells that it needs, as our own reader returns
them, with missing ones set to a value that no raster holds. Tiles are fixed on the target grid; a cell is the same
whatever window is read. The transformation is exact (no position tolerance).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from osgeo import gdal

from ..errors import ReadError
from ..messages import CANNOT_OPEN
from ..raster.crs import same_crs
from ..raster.gdal_environment import quiet_gdal
from ..raster.geodesy import transform_points
from ..raster.grid import Grid
from ..raster.nodata.watch import FillWatch
from ..raster.sources import Band, Reader, Window
from ..wind.bilinear import full_turn
from .longitudes import UnrolledReader, columns_per_turn, filled_columns, nearest_turn, unwrapped

NO_VALUE = float(np.finfo(np.float64).min)
# Source cells that a tile of the target may need: 32 MB in float64.
WARP_CELLS = 1 << 22
LARGEST_TILE = 512
# Points along each side of a window that are looked up in the source.
LATTICE = 33


class ValueKind(IntEnum):
    """What a raster's values are, which decides how they are resampled; numbers as in the KIND parameter."""

    CATEGORY = 0
    CONTINUOUS = 1
    TOTAL = 2


def is_coarser(source: Grid, target: Grid) -> bool:
    """Return whether the target's cells are larger than the source's, by area at the target's centre.

    Parameters
    ----------
    source, target : Grid

    Returns
    -------
    bool
    """
    return cell_ratio(source, target) > 1.0 + 1e-6


def cell_ratio(source: Grid, target: Grid) -> float:
    """Return how many source cells a target cell is wide, at the target's centre.

    Parameters
    ----------
    source, target : Grid

    Returns
    -------
    float: square root of the ratio of their areas; 1 where the target's centre has no image in the source's CRS
    """
    row, col = (target.rows - 1) / 2, (target.cols - 1) / 2
    corners = np.array([target.centre(row + a, col + b) for a, b in ((-0.5, -0.5), (-0.5, 0.5), (0.5, -0.5))])
    x, y = corners[:, 0], corners[:, 1]
    if not same_crs(source.crs, target.crs):
        x, y = transform_points(x, y, target.crs, source.crs)
        if source.is_geographic:
            x = unwrapped(x, full_turn(source), x[0])
    area = abs((x[1] - x[0]) * (y[2] - y[0]) - (x[2] - x[0]) * (y[1] - y[0]))
    _, dx, _, _, _, dy = source.geotransform
    return math.sqrt(area / abs(dx * dy)) if np.isfinite(area) and area > 0 else 1.0


def source_window(source: Grid, target: Grid, window: Window) -> Window | None:
    """Return the window of the source that a window of the target needs, with a margin.

    Parameters
    ----------
    source, target : Grid
    window : Window of the target

    Returns
    -------
    Window of the source; None when nothing of it is needed. Its columns may lie beyond both ends of a geographic
    source: see `longitudes.UnrolledReader`
    """
    rows, cols = np.linspace(0, window.rows, LATTICE), np.linspace(0, window.cols, LATTICE)
    tx0, tdx, _, ty0, _, tdy = target.geotransform
    edge_x, edge_y = np.meshgrid(tx0 + (window.col + cols) * tdx, ty0 + (window.row + rows) * tdy)
    x, y = edge_x, edge_y
    reprojected = not same_crs(source.crs, target.crs)
    if reprojected:
        x, y = transform_points(edge_x, edge_y, target.crs, source.crs)
    x0, dx, _, y0, _, dy = source.geotransform
    col, row = (x - x0) / dx, (y - y0) / dy
    has_image = np.isfinite(col) & np.isfinite(row)
    if not has_image.any():
        return None
    period = columns_per_turn(source)
    seam = bool(period) and reprojected and _jumps(col, period)
    if seam:
        # PROJ mostly counts longitudes from -180 to 180, and the window lies on both sides of that.
        col = unwrapped(col, period, col[has_image][has_image.sum() // 2])
    # A side bulges out by less than one step between two points of the lattice.
    pad_rows, pad_cols = (np.ptp(axis[has_image]) / (LATTICE - 1) + 2 for axis in (row, col))
    first_row, last_row = max(0, row[has_image].min() - pad_rows), min(source.rows, row[has_image].max() + pad_rows)
    low, high = float(col[has_image].min() - pad_cols), float(col[has_image].max() + pad_cols)
    if last_row <= first_row:
        return None
    if not period:
        low, high = max(0.0, low), min(float(source.cols), high)
        columns = (math.floor(low), math.ceil(high)) if high > low else None
    else:
        if seam and high - low >= period:
            # All round, as PROJ counts: the warper, too, leaves longitudes alone then.
            start = (-full_turn(source) / 2 - x0) / dx
            low, high = (start - 2, start + period + 2) if dx > 0 else (start - period - 2, start + 2)
        columns = filled_columns(low, high, source.cols, period)
    if columns is None:
        return None
    r = math.floor(first_row)
    return Window(r, columns[0], math.ceil(last_row) - r, columns[1] - columns[0])


def _jumps(positions: np.ndarray, period: float) -> bool:
    """Return whether neighbours lie more than half a turn apart."""
    steps = (np.abs(np.diff(positions, axis=axis)) for axis in (0, 1))
    return any(bool((step > period / 2).any()) for step in steps)


def needed_window(source: Grid, target: Grid) -> Window | None:
    """Return the part of the source that a whole target needs.

    Parameters
    ----------
    source, target : Grid

    Returns
    -------
    Window of the source, all its columns where they are counted on beyond its ends; None when nothing is needed
    """
    window = source_window(source, target, Window(0, 0, *target.shape))
    if window is None or (window.col >= 0 and window.col + window.cols <= source.cols):
        return window
    return Window(window.row, 0, window.rows, source.cols)


@dataclass(frozen=True)
class WarpedBand:
    """A band on another grid.

    Attributes
    ----------
    band : Band
    grid : Grid it is brought onto
    method : the warper's name of the resampling
    turned : Grid of the band with its longitudes counted otherwise (`longitudes.nearest_turn`); None for its own
    """

    band: Band
    grid: Grid
    method: str
    turned: Grid | None = None

    @classmethod
    def of_kind(cls, band: Band, grid: Grid, kind: ValueKind) -> WarpedBand:
        """Choose the method by the kind of values, and whether cells become larger or smaller.

        Parameters
        ----------
        band : Band
        grid : Grid
        kind : ValueKind, category or continuous

        Returns
        -------
        WarpedBand
        """
        coarser, finer = ("mode", "near") if kind == ValueKind.CATEGORY else ("average", "bilinear")
        source = nearest_turn(band.grid, grid, band.name)
        return cls(band, grid, coarser if is_coarser(source, grid) else finer, source)

    @property
    def source_grid(self) -> Grid:
        """The grid that the band lies on, its longitudes counted as the target's."""
        return self.turned or self.band.grid

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
        return _WarpedReader(self)


class _WarpedReader:
    def __init__(self, source: WarpedBand) -> None:
        self._name, self._method = source.band.name, source.method
        self._source, self._target = source.source_grid, source.grid
        self._reader = UnrolledReader(source.band.open(), self._source.cols, columns_per_turn(self._source))
        widest = math.isqrt(WARP_CELLS) / cell_ratio(self._source, self._target)
        self._tile = min(LARGEST_TILE, 1 << max(0, int(widest).bit_length() - 1))

    @property
    def watch(self) -> FillWatch | None:
        return self._reader.watch

    def read(self, window: Window) -> np.ma.MaskedArray:
        values = np.empty(window.shape)
        bottom, right = window.row + window.rows, window.col + window.cols
        for row in range(window.row // self._tile * self._tile, bottom, self._tile):
            for col in range(window.col // self._tile * self._tile, right, self._tile):
                size = min(self._tile, self._target.rows - row), min(self._tile, self._target.cols - col)
                tile = self._warp(Window(row, col, *size))
                top, left = max(row, window.row), max(col, window.col)
                low, far = min(row + size[0], bottom), min(col + size[1], right)
                common = tile[top - row : low - row, left - col : far - col]
                values[top - window.row : low - window.row, left - window.col : far - window.col] = common
        return np.ma.MaskedArray(values, values == NO_VALUE)

    def _warp(self, tile: Window) -> np.ndarray:
        needed = source_window(self._source, self._target, tile)
        if needed is None:
            return np.full(tile.shape, NO_VALUE)
        values = np.ma.filled(self._reader.read(needed).astype(np.float64), NO_VALUE)
        origin = _in_memory(self._source.window(needed.row, needed.col, *needed.shape), values)
        frame = self._target.window(tile.row, tile.col, *tile.shape)
        result = _in_memory(frame, np.full(tile.shape, NO_VALUE))
        with quiet_gdal() as gdal_says:
            reason = ""
            try:
                done = gdal.Warp(
                    result,
                    origin,
                    resampleAlg=self._method,
                    errorThreshold=0,
                    workingType=gdal.GDT_Float64,
                    srcNodata=NO_VALUE,
                    dstNodata=NO_VALUE,
                    # Else the warper guesses a scale per tile, and smooths where that is a little below 1.
                    warpOptions=["XSCALE=1", "YSCALE=1"] if self._method == "bilinear" else [],
                )
            except RuntimeError as error:
                done, reason = 0, str(error)
            if not done:
                raise ReadError(CANNOT_OPEN, raster=self._name, reason=reason or gdal_says.complaint)
        return result.ReadAsArray()


def _in_memory(grid: Grid, values: np.ndarray) -> gdal.Dataset:
    """Return a dataset of one float64 band that holds a copy of `values`."""
    dataset = gdal.GetDriverByName("MEM").Create("", grid.cols, grid.rows, 1, gdal.GDT_Float64)
    dataset.SetGeoTransform(grid.geotransform)
    dataset.SetSpatialRef(grid.reference)
    band = dataset.GetRasterBand(1)
    band.SetNoDataValue(NO_VALUE)
    band.WriteArray(values)
    return dataset
