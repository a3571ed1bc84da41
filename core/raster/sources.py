"""Rasters as sources of blocks: what is read, what counts as nodata, what is refused.

A *source* is a small picklable description (a band of a file, an array, zones); `open()` gives a reader with
`read(window)`, which returns a `numpy.ma.MaskedArray` of the window's shape. Readers belong to one thread.

A band's cell is masked when it is the band's nodata value (compared as GDAL does: `core/raster/nodata/tag`), lies in a
range that the user excluded, is masked by the file's mask band, or is NaN. Infinite values are refused: they are a
mistake upstream, not missing data.
Scale and offset of packed files (NetCDF) are applied; integers without them keep their type.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from osgeo import gdal

from ..errors import RasterError, ReadError
from ..progress import Progress
from .dataset import absolute_path, grid_of, open_dataset
from .gdal_environment import quiet_gdal
from .grid import Grid
from .messages import BAND_MISSING, CANNOT_READ, INFINITE_VALUE, NOT_REAL, SCALE_NOT_FINITE
from .nodata.tag import NodataTag
from .nodata.watch import FillWatch, Quantity


@dataclass(frozen=True)
class Window:
    """A rectangle of cells.

    Parameters
    ----------
    row, col : int
        First row and column, counted from 0.
    rows, cols : int
    """

    row: int
    col: int
    rows: int
    cols: int

    @property
    def shape(self) -> tuple[int, int]:
        """(rows, cols)."""
        return self.rows, self.cols

    def chunks(self, edge: int) -> Iterator[Window]:
        """Yield the squares that the window consists of, in row-major order.

        Parameters
        ----------
        edge : int
            Their edge in cells; those at the right and at the bottom may be smaller.

        Yields
        ------
        Window
        """
        for row in range(self.row, self.row + self.rows, edge):
            for col in range(self.col, self.col + self.cols, edge):
                yield Window(row, col, min(edge, self.row + self.rows - row), min(edge, self.col + self.cols - col))


class Reader(Protocol):
    """Reads windows of one source; used by one thread."""

    def read(self, window: Window) -> np.ma.MaskedArray:
        """Return the window's values, masked where there is no data."""


class Source(Protocol):
    """A picklable description of something that gives a masked array for every window of a grid."""

    @property
    def name(self) -> str:
        """What messages call it."""

    def open(self) -> Reader:
        """Return a reader for the calling thread."""


@dataclass(frozen=True)
class Band:
    """One band of a raster file.

    Parameters
    ----------
    path : str
        Anything that GDAL takes, subdatasets included.
    band : int
        Counted from 1.
    label : str
        What messages call it; the file's name by default.
    excluded : tuple of (low, high)
        Closed ranges of values that the user declared to be nodata.
    use_nodata : bool
        False to read the band's own nodata value as any other.
    quantity : Quantity
        What the values are: fill values that nobody declared are looked for by it (`nodata/fill_values`).
    """

    path: str
    band: int = 1
    label: str = ""
    excluded: tuple[tuple[float, float], ...] = ()
    use_nodata: bool = True
    quantity: Quantity = Quantity.CONTINUOUS

    def __getstate__(self) -> dict[str, object]:
        """Travel with an absolute path: another process has another working folder."""
        return {**self.__dict__, "path": absolute_path(self.path)}

    @property
    def name(self) -> str:
        """The label, or the file's name."""
        return self.label or Path(self.path).name or self.path

    @property
    def content(self) -> tuple[object, ...]:
        """What is read, whatever it is called."""
        return self.path, self.band, self.excluded, self.use_nodata, self.quantity

    def holding(self, quantity: Quantity) -> Band:
        """Return the band with what its values are.

        Parameters
        ----------
        quantity : Quantity

        Returns
        -------
        Band
        """
        return replace(self, quantity=quantity)

    @property
    def grid(self) -> Grid:
        """The grid that the file lies on."""
        return grid_of(self.path, self.name)

    def open(self) -> Reader:
        """Open the file for the calling thread.

        Returns
        -------
        Reader

        Raises
        ------
        ReadError, RasterError
            When it cannot be opened, lacks the band or holds complex numbers.
        """
        return BandReader(self)

    @property
    def description(self) -> tuple[str, str]:
        """The band's description (its number where it has none) and unit, as the file gives them."""
        # GDAL's band dies with its dataset: keep that.
        dataset = open_dataset(self.path, self.name)
        if not 1 <= self.band <= dataset.RasterCount:
            raise RasterError(BAND_MISSING, raster=self.name, band=self.band, bands=dataset.RasterCount)
        band = dataset.GetRasterBand(self.band)
        return band.GetDescription() or f"band {self.band}", band.GetUnitType() or ""

    def cache_bytes(self, rows: int) -> int:
        """Return the cache that a row of windows needs for no block of the file to be decoded twice.

        Parameters
        ----------
        rows : int
            Height of the windows, cells.

        Returns
        -------
        int, bytes
        """
        dataset = open_dataset(self.path, self.name)
        width, height = dataset.GetRasterBand(1).GetBlockSize()
        columns = dataset.RasterXSize if width > rows else rows + width
        return columns * (rows + height) * gdal.GetDataTypeSize(dataset.GetRasterBand(1).DataType) // 8


class BandReader:
    """Reads a band of a file, or of a dataset that stands for it (a virtual one).

    Parameters
    ----------
    source : Band
    dataset : gdal.Dataset, optional
        By default the source's file is opened.

    Raises
    ------
    ReadError, RasterError
        When it cannot be opened, lacks the band, holds complex numbers, or has a scale of 0 or nan.
    """

    def __init__(self, source: Band, dataset: gdal.Dataset | None = None) -> None:
        self._source = source
        self._dataset = dataset or open_dataset(source.path, source.name)
        if not 1 <= source.band <= self._dataset.RasterCount:
            raise RasterError(BAND_MISSING, raster=source.name, band=source.band, bands=self._dataset.RasterCount)
        self._band = self._dataset.GetRasterBand(source.band)
        if gdal.DataTypeIsComplex(self._band.DataType):
            raise RasterError(NOT_REAL, raster=source.name)
        scale, offset = self._band.GetScale(), self._band.GetOffset()
        self._scale = 1.0 if scale is None else scale
        self._offset = 0.0 if offset is None else offset
        if not (math.isfinite(self._scale) and math.isfinite(self._offset)) or not self._scale:
            raise RasterError(
                SCALE_NOT_FINITE, raster=source.name, band=source.band, scale=self._scale, offset=self._offset
            )
        self._packed = (self._scale, self._offset) != (1.0, 0.0)
        self._nodata = self._band.GetNoDataValue() if source.use_nodata else None
        self._tag: NodataTag | None = None
        self._tagged: np.dtype | None = None
        self._mask_band = self._band.GetMaskBand() if self._needs_mask_band() else None
        # What seems to be missing data that nobody declared; None when it is not looked for, or not yet.
        self.watch: FillWatch | None = None

    def _needs_mask_band(self) -> bool:
        """Return whether the file masks by more than the band's own nodata value."""
        flags = self._band.GetMaskFlags()
        if flags & gdal.GMF_NODATA:
            # One value for each band, and a cell is missing where all bands have theirs (NODATA_VALUES).
            return bool(flags & gdal.GMF_PER_DATASET) and self._source.use_nodata
        return not flags & gdal.GMF_ALL_VALID

    @property
    def dtype(self) -> np.dtype:
        """The type that `read` gives."""
        if self._packed:
            return np.dtype(np.float64)
        from osgeo import gdal_array

        return np.dtype(gdal_array.GDALTypeCodeToNumericTypeCode(self._band.DataType))

    def read(self, window: Window) -> np.ma.MaskedArray:
        """Return the values of a window, masked and unpacked.

        Parameters
        ----------
        window : Window

        Returns
        -------
        (rows, cols) MaskedArray of `dtype`

        Raises
        ------
        ReadError, RasterError
            When it cannot be read, or holds an infinite value.
        """
        stored, mask, extremes = self.stored(window)
        low, high = extremes
        values = stored
        if self._packed:
            values = stored.astype(np.float64) * self._scale + self._offset
        if self._packed or not (np.isfinite(low) and np.isfinite(high)):
            finite = np.isfinite(values)
            if not finite.all():
                self._require_finite(values, mask, window)
                mask = _either(mask, ~finite)
        for first, last in self._source.excluded:
            mask = _either(mask, (values >= first) & (values <= last))
        if self._source.quantity.limits.watched:
            if self.watch is None:
                self.watch = FillWatch(
                    self._source.quantity, stored.dtype, self._scale, self._offset, has_nodata=self._nodata is not None
                )
            by_tag_alone = self._mask_band is None and not self._source.excluded
            self.watch.inspect(stored, mask, extremes, self._tag, by_tag_alone=by_tag_alone)
        return np.ma.MaskedArray(values, np.ma.nomask if mask is None else mask)

    def stored(self, window: Window) -> tuple[np.ndarray, np.ndarray | None, tuple[Any, Any]]:
        """Return what the file holds in a window, where it declares that there is no data, and the extremes.

        Parameters
        ----------
        window : Window

        Returns
        -------
        (rows, cols) array
            As stored, before scale and offset.
        (rows, cols) bool array, or None
            True where nodata value or mask band say so; None when nowhere.
        (low, high)
            Smallest and largest value, nan where any cell is.

        Raises
        ------
        ReadError
        """
        values = self._array(self._band, window)
        # Both are nan when there is a nan, infinite when there is infinity: mostly they spare a look at every cell.
        with np.errstate(invalid="ignore"):
            low, high = values.min(), values.max()
        mask = self._missing(values, low, high)
        if self._mask_band is not None:
            mask = _either(mask, self._array(self._mask_band, window) == 0)
        return values, mask, (low, high)

    def _array(self, band: gdal.Band, window: Window) -> np.ndarray:
        with quiet_gdal() as gdal_says:
            reason = ""
            values = None
            try:
                values = band.ReadAsArray(window.col, window.row, window.cols, window.rows)
            except RuntimeError as error:
                reason = str(error)
            if values is None:
                raise ReadError(
                    CANNOT_READ,
                    raster=self._source.name,
                    first=window.row + 1,
                    last=window.row + window.rows,
                    reason=reason or gdal_says.complaint,
                )
        return values

    def _missing(self, values: np.ndarray, low: Any, high: Any) -> np.ndarray | None:
        """Return where the band's nodata value is, None when it is nowhere; `low` and `high` as in `read`."""
        if self._nodata is None:
            return None
        if self._tagged is None or self._tagged != values.dtype:
            self._tag, self._tagged = NodataTag.of(values.dtype, self._nodata), values.dtype
        return None if self._tag is None else self._tag.mask(values, low, high)

    def _require_finite(self, values: np.ndarray, mask: np.ndarray | None, window: Window) -> None:
        infinite = np.isinf(values)
        if mask is not None:
            infinite &= ~mask
        if infinite.any():
            row, col = np.argwhere(infinite)[0]
            raise RasterError(
                INFINITE_VALUE,
                raster=self._source.name,
                row=window.row + int(row) + 1,
                col=window.col + int(col) + 1,
            )


def _either(first: np.ndarray | None, second: np.ndarray) -> np.ndarray:
    return second if first is None else first | second


@dataclass(frozen=True)
class ArraySource:
    """An array in memory as a source.

    Parameters
    ----------
    values : (rows, cols) array of any real type
    mask : (rows, cols) bool, optional
        True where there is no data.
    name : str
        What messages call it.
    """

    values: np.ndarray
    mask: np.ndarray | None = field(default=None)
    name: str = "array"

    def open(self) -> Reader:
        """Return itself: slicing an array is safe in any thread.

        Returns
        -------
        ArraySource
        """
        return self

    def read(self, window: Window) -> np.ma.MaskedArray:
        """Return the values of a window, without a copy.

        Parameters
        ----------
        window : Window

        Returns
        -------
        (rows, cols) MaskedArray
        """
        cells = np.s_[window.row : window.row + window.rows, window.col : window.col + window.cols]
        return np.ma.MaskedArray(self.values[cells], np.ma.nomask if self.mask is None else self.mask[cells])


def common_grid(bands: list[Band], progress: Progress | None = None) -> Grid:
    """Return the grid that all bands share.

    Parameters
    ----------
    bands : list of Band, one or more
    progress : Progress, optional
        Told of CRS that are the same one in other words.

    Returns
    -------
    Grid

    Raises
    ------
    GridMismatchError
        With the first two grids that differ.
    RasterError
        When a grid has no usable CRS or is rotated.
    """
    grid = bands[0].grid
    grid.require_usable(bands[0].name)
    for band in bands[1:]:
        other = band.grid
        other.require_usable(band.name)
        grid.require_same(other, bands[0].name, band.name, progress)
    return grid
