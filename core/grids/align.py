"""A raster brought onto another grid: categories, continuous values, totals per cell.

- Categories: the most frequent code when cells become larger, the nearest when they become smaller.
- Continuous values: the mean when cells become larger, bilinear interpolation when they become smaller.
- Totals: source cells are divided, their pieces added where they fall, and the sum kept (`core/grids/split_totals`);
  written per cell, per hectare or per km2 of the target's own cells.

Categories and continuous values are GDAL's warper (`core/grids/warp`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..accounts.spatialize import AmountBasis
from ..engine.operation import Block, Result, Sums
from ..engine.run import run
from ..errors import ParameterError, RasterError
from ..progress import Progress
from ..raster.geotiff import Target
from ..raster.grid import KM2_PER_HA, Grid
from ..raster.nodata.watch import Quantity
from ..raster.sources import Band, Source
from ..wind.bilinear import full_turn
from .longitudes import columns_per_turn, nearest_turn
from .messages import (
    CATEGORY_TOO_LARGE,
    FACTOR_OF_CATEGORIES,
    FACTOR_WITHOUT_MEANING,
    RASTER_OUTSIDE,
    RESULT_NOT_OF_TOTALS,
)
from .split_totals import TotalsBand
from .warp import ValueKind, WarpedBand

EXACT_FLOAT32 = 1 << 24
QUANTITIES = {
    ValueKind.CATEGORY: Quantity.CATEGORY,
    ValueKind.CONTINUOUS: Quantity.CONTINUOUS,
    ValueKind.TOTAL: Quantity.TOTAL,
}


@dataclass(frozen=True)
class CopyOperation:
    """Bands times a factor, per cell or area; with `masked`, the last band is no value but says which cells to keep.

    Sums, per band and of the values before that: `sum`, `count`, and `beyond`, how many are too large for a category.
    """

    masked: bool = False
    basis: AmountBasis = AmountBasis.PER_CELL
    factor: float = 1.0

    def __call__(self, block: Block) -> Result:
        """Copy a block."""
        bands = block.bands[:-1] if self.masked else block.bands
        outside = np.ma.getmaskarray(block.bands[-1]) if self.masked else False
        masks = [np.ma.getmaskarray(band) | outside for band in bands]
        values = [np.where(mask, 0, band.data).astype(np.float64) for mask, band in zip(masks, bands)]
        sums = Sums(
            sum=np.array([array.sum() for array in values]),
            count=np.array([int((~mask).sum()) for mask in masks]),
            beyond=np.array([int((np.abs(array) > EXACT_FLOAT32).sum()) for array in values]),
        )
        scaled = values
        if self.basis != AmountBasis.PER_CELL or self.factor != 1.0:
            scaled = [array * (self.factor / self._area(block)) for array in values]
        return Result([np.ma.MaskedArray(array, mask) for array, mask in zip(scaled, masks)], sums)

    def _area(self, block: Block) -> np.ndarray | float:
        """Return the area of what a value is counted per, (rows, 1), or 1 per cell."""
        if self.basis == AmountBasis.PER_CELL:
            return 1.0
        return block.area_ha if self.basis == AmountBasis.PER_HECTARE else block.area_ha * KM2_PER_HA


def require_conversion(kind: ValueKind, basis: AmountBasis, factor: float) -> None:
    """Refuse values per area that are no totals, and factors without a meaning.

    Parameters
    ----------
    kind : ValueKind
    basis : AmountBasis
    factor : float

    Raises
    ------
    ParameterError
    """
    if basis != AmountBasis.PER_CELL and kind != ValueKind.TOTAL:
        raise ParameterError(RESULT_NOT_OF_TOTALS)
    if not np.isfinite(factor) or factor == 0:
        raise ParameterError(FACTOR_WITHOUT_MEANING, factor=factor)
    if kind == ValueKind.CATEGORY and factor != 1:
        raise ParameterError(FACTOR_OF_CATEGORIES, factor=f"{factor:.10g}")


def align(
    bands: list[Band],
    grid: Grid,
    kind: ValueKind,
    target: Target,
    progress: Progress,
    *,
    mask: Band | None = None,
    basis: AmountBasis = AmountBasis.PER_CELL,
    factor: float = 1.0,
) -> Sums:
    """Write a raster on another grid.

    Parameters
    ----------
    bands : Band of one raster, each
    grid : Grid
    kind : ValueKind of all bands
    target : Target of as many bands
    progress : Progress
    mask : Band on `grid`: the result has values only where it has data; None for all cells
    basis : AmountBasis that totals are written in, by the cells' own areas
    factor : what values are multiplied by, a conversion of units

    Returns
    -------
    Sums of a `CopyOperation`

    Raises
    ------
    ParameterError
        For values per area that are no totals, and for a factor that is 0, not finite or of categories.
    RasterError
        When nothing falls on the grid, or a category is too large for a Float32 raster.
    """
    require_conversion(kind, basis, factor)
    origin = bands[0].grid
    origin.require_usable(bands[0].name)
    origin = nearest_turn(origin, grid, bands[0].name)
    bands = [band.holding(QUANTITIES[kind]) for band in bands]
    sources: list[Source]
    if kind == ValueKind.TOTAL:
        sources = [TotalsBand(band, origin, grid) for band in bands]
    else:
        sources = [WarpedBand.of_kind(band, grid, kind) for band in bands]
    if mask is not None:
        sources.append(mask.holding(Quantity.CATEGORY))
    operation = CopyOperation(mask is not None, basis, factor)
    sums: Sums = run(operation, sources, grid, [target], progress.span(0.0, 0.9))
    for band, count, beyond in zip(bands, sums["count"], sums["beyond"]):
        if not count:
            raise RasterError(RASTER_OUTSIDE, raster=band.name, grid=grid.describe())
        if kind == ValueKind.CATEGORY and beyond:
            raise RasterError(CATEGORY_TOO_LARGE, raster=band.name, value=f"> {EXACT_FLOAT32}")
    if kind == ValueKind.TOTAL:
        _compare_totals(bands, origin, grid, sums, progress)
    return sums


def _compare_totals(bands: list[Band], origin: Grid, grid: Grid, sums: Sums, progress: Progress) -> None:
    """Log the sums on both grids; warn of what lies outside the target grid's cells."""
    period = columns_per_turn(origin)
    # Not what repeats the first column.
    once = origin.window(0, 0, origin.rows, min(origin.cols, period) if period else origin.cols)
    overlaps = grid.is_geographic and grid.cols * abs(grid.geotransform[1]) > full_turn(grid) * (1 + 1e-9)
    on_own_grid = run(CopyOperation(), bands, once, progress=progress.span(0.9, 1.0))
    for band, before, after in zip(bands, on_own_grid["sum"], sums["sum"]):
        progress.info(f"{band.name}: sum {before:.12g} on its own grid, {after:.12g} on the target grid.")
        if abs(before - after) <= 1e-6 * abs(before):
            continue
        if overlaps:
            progress.warning(
                f"{band.name}: the target grid goes more than once round the Earth; what lies in both of its ends is "
                "counted twice."
            )
        else:
            progress.warning(
                f"{band.name}: {before - after:.6g} of {before:.6g} lies outside the target grid's cells: left out."
            )
