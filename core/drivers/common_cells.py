"""The first look at a target and its factors: a sample of their common cells, and the codes of the categories.

    layers target, soil (category)  ->  sample of the common cells of both; codes of soil, say 1 2 5

A category may hold at most `MAX_CATEGORY_CODES` codes, all of them integers; what breaks that raises an error with its
position.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from ..engine.operation import Block, Result
from ..engine.run import run
from ..errors import RasterError
from ..progress import Progress
from ..raster.grid import Grid
from ..raster.sources import Source
from .layer_checks import require_cells
from .messages import NOT_A_CODE, TOO_MANY_CLASSES
from .moments import listwise_moments
from .samples import DrawSample, Sample, sample_limit

MAX_CATEGORY_CODES = 4096


@dataclass(frozen=True, eq=False)
class CommonCells:
    """What is known of the cells that are valid in every layer.

    Attributes
    ----------
    names : tuple of str, of the layers
    sample : Sample, of the common cells
    codes : mapping of the number of each categorical layer to its ascending codes, float64
    incomplete : int, cells with data in some layers only
    """

    names: tuple[str, ...]
    sample: Sample
    codes: dict[int, np.ndarray]
    incomplete: int = 0

    def merge(self, other: CommonCells) -> CommonCells:
        """Return what is known of both sets of cells.

        Parameters
        ----------
        other : CommonCells, of the same layers

        Returns
        -------
        CommonCells

        Raises
        ------
        RasterError
            when a category has more than `MAX_CATEGORY_CODES` codes
        """
        codes = {layer: np.union1d(mine, other.codes[layer]) for layer, mine in self.codes.items()}
        for layer, layer_codes in codes.items():
            _require_few(layer_codes, self.names[layer])
        return CommonCells(self.names, self.sample.merge(other.sample), codes, self.incomplete + other.incomplete)


@dataclass(frozen=True, eq=False)
class _CollectCommonCells:
    """The operation: sample and codes of one block."""

    names: tuple[str, ...]
    categories: tuple[int, ...]
    draw: DrawSample

    def __call__(self, block: Block) -> Result:
        sample = self.draw(block).partial
        valid = block.valid()
        codes = {layer: self._codes(block, layer, valid) for layer in self.categories}
        incomplete = _count_incomplete(block, valid)
        return Result(partial=CommonCells(self.names, sample, codes, incomplete))  # type: ignore[arg-type]

    def _codes(self, block: Block, layer: int, valid: np.ndarray) -> np.ndarray:
        values = block.bands[layer].data
        codes = np.unique(values[valid])
        is_integer = codes == np.floor(codes)
        if not is_integer.all():
            row, col = np.argwhere(valid & (values != np.floor(values)))[0]
            raise RasterError(
                NOT_A_CODE,
                layer=self.names[layer],
                value=f"{values[row, col]:.7g}",
                row=block.window.row + int(row) + 1,
                col=block.window.col + int(col) + 1,
            )
        _require_few(codes, self.names[layer])
        return codes.astype(np.float64)


def _count_incomplete(block: Block, valid: np.ndarray) -> int:
    """Return the number of cells with data in some layers only."""
    masks = [np.ma.getmask(band) for band in block.bands]
    if any(mask is np.ma.nomask for mask in masks):
        return int(valid.size - np.count_nonzero(valid))
    without = masks[0].copy()
    for mask in masks[1:]:
        without &= mask
    return int(valid.size - np.count_nonzero(without) - np.count_nonzero(valid))


def _require_few(codes: np.ndarray, name: str) -> None:
    if len(codes) > MAX_CATEGORY_CODES:
        raise RasterError(TOO_MANY_CLASSES, layer=name, most=MAX_CATEGORY_CODES)


def find_common_cells(
    layers: Sequence[Source],
    names: Sequence[str],
    categories: Sequence[int],
    grid: Grid,
    progress: Progress | None = None,
    *,
    limit: int | None = None,
) -> CommonCells:
    """Sample the cells that are valid in every layer, and collect the codes of categories, in one pass.

    Parameters
    ----------
    layers : sequence of Source
    names : sequence of str, of the layers
    categories : sequence of int, numbers of the categorical layers
    grid : Grid, of all layers
    progress : Progress
    limit : int or None, most cells of the sample; None for `sample_limit`

    Returns
    -------
    CommonCells

    Raises
    ------
    RasterError
        for no common cells, codes that are not integers, too many codes
    """
    progress = progress or Progress()
    draw = DrawSample(limit or sample_limit(len(layers)))
    common: CommonCells = run(
        _CollectCommonCells(tuple(names), tuple(categories), draw), layers, grid, progress=progress
    )
    if not common.sample.seen:
        require_cells(run(_count, layers, grid, progress=progress), names, every=True)
    if common.incomplete:
        progress.warning(
            f"{common.sample.seen} cells have data in every layer; {common.incomplete} cells with data in some layers "
            "only are left out."
        )
    return replace(common, sample=common.sample.thin())


def _count(block: Block) -> Result:
    return Result(partial=listwise_moments(block))
