"""Significance of a target's correlations with the other layers, on grids of any size.

    significance(correlation, grid)  ->  per layer (n_effective, p), None for the target itself

    >>> coarsening_factor(Grid(10_000, 10_000, (0, 30, 0, 0, 0, -30), "EPSG:6933"))        # means of 8 x 8 cells
    8

The effective sample size (`effective_n`) needs the fields in memory. Grids of more than `MAX_FIELD_CELLS` cells are
averaged over blocks of f x f cells, f the smallest power of two that fits (8 for 10 000 x 10 000), with a warning.
Block means keep what neighbouring blocks have in common; what varies within blocks comes in again through the
variance of the single cells (see `effective_n`). A block counts with its valid cells only. Measured against M of the
full grid: within 1 % for white noise; within 6 % for smooth fields, with or without noise on top, whose kernel (its
standard deviation) is at least f cells; 30 % too large for one of f/2, twice as large for one of f/4. There M is in
the tens of thousands, and only |r| below 0.02 could be taken for significant by mistake.

Cells: those that the correlation counts. Listwise, one set for all layers; pairwise and with ArcGIS's rule, the
cells where target and layer both have data.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ..engine.operation import Block, Result
from ..engine.run import run
from ..engine.windows import CHUNK
from ..progress import Progress
from ..raster.grid import Grid
from ..raster.sources import Source
from .correlation import Correlation, CorrelationMethod, MissingCells, none_if_nan
from .effective_n import LagClasses, p_value
from .moments import Moments, listwise_moments
from .ranks import rank_layers

MAX_FIELD_CELLS = 1 << 22
# Fields held at a time, 17 MB each at most.
FIELDS_AT_ONCE = 8


@dataclass(frozen=True)
class Significance:
    """Of one correlation; nan where undefined.

    Attributes
    ----------
    n_effective : float, independent cells it is worth
    p : float, two-sided
    """

    n_effective: float
    p: float


def coarsening_factor(grid: Grid, most: int = MAX_FIELD_CELLS) -> int:
    """Return the power of two by which a grid is coarsened.

    Parameters
    ----------
    grid : Grid
    most : int, cells that may remain

    Returns
    -------
    int
    """
    factor = 1
    while -(-grid.rows // factor) * -(-grid.cols // factor) > most and factor < CHUNK:
        factor *= 2
    return factor


def significance(
    correlation: Correlation,
    grid: Grid,
    target: int = 0,
    progress: Progress | None = None,
    most_cells: int = MAX_FIELD_CELLS,
) -> list[Significance | None]:
    """Return effective sample size and p of the target's correlation with every layer.

    Warns when the grid is coarsened and when M is too small for a test.

    Parameters
    ----------
    correlation : Correlation
    grid : Grid, of its layers
    target : int, number of the target among the layers
    progress : Progress
    most_cells : int, beyond which the grid is coarsened

    Returns
    -------
    list of Significance or None, one per layer; None for the target

    Raises
    ------
    ReadError
        for layers that cannot be read
    """
    progress = progress or Progress()
    factor = coarsening_factor(grid, most_cells)
    if factor > 1:
        progress.warning(
            f"{grid.cells} cells are too many to autocorrelate in memory: the effective sample size is estimated "
            f"from means of blocks of {factor} x {factor} cells."
        )
    others = [layer for layer in range(len(correlation.names)) if layer != target]
    tests: list[Significance | None] = [None] * len(correlation.names)
    for first, group in _groups(correlation, others):
        group_progress = progress.span(first / len(others), (first + len(group)) / len(others))
        sizes = _group_sizes(correlation, grid, target, group, factor=factor, progress=group_progress)
        for layer, size in zip(group, sizes):
            tests[layer] = Significance(size, p_value(float(correlation.r[target, layer]), size))
            if size <= 2:
                progress.warning(
                    f"{correlation.names[layer]} and {correlation.names[target]} are so smooth that they are worth "
                    f"{size:.2f} independent cells: no test is possible."
                )
    return tests


def _groups(correlation: Correlation, others: list[int]) -> list[tuple[int, list[int]]]:
    """Split the layers into groups that share their cells, each with its position."""
    size = FIELDS_AT_ONCE - 1 if correlation.missing is MissingCells.LISTWISE else 1
    return [(first, others[first : first + size]) for first in range(0, len(others), size)]


def _group_sizes(
    correlation: Correlation, grid: Grid, target: int, group: list[int], *, factor: int, progress: Progress
) -> list[float]:
    chosen = [target, *group]
    # Mean substitution gives r = 0 to layers that share no cell: nothing to test there.
    shared = correlation.moments.n[target] > 0
    defined = [bool(shared[layer]) and not math.isnan(correlation.r[target, layer]) for layer in group]
    if not any(defined):
        return [math.nan] * len(group)
    if correlation.missing is MissingCells.LISTWISE:
        sources, moments, used = correlation.sources, correlation.moments, chosen
    else:
        sources, moments = _pair(correlation, grid, chosen, progress.span(0, 0.4))
        used = [0, 1]
    fields = _coarsen(sources, moments, used, grid, factor=factor, progress=progress.span(0.4, 0.7))
    classes = LagClasses(fields.weight, _cell_step(grid, fields.weight, factor))
    variances = [float(moments.sum_of_squares[layer, layer] / moments.n[layer, layer]) for layer in used]
    target_sums = classes.sums(fields.means[0], variances[0])
    sizes = []
    for done, is_defined in enumerate(defined, start=1):
        progress.check()
        size = math.nan
        if is_defined:
            size = classes.effective_sample_size(target_sums, classes.sums(fields.means[done], variances[done]))
        sizes.append(size)
        progress.fraction(0.7 + 0.3 * done / len(group))
    return sizes


def _pair(
    correlation: Correlation, grid: Grid, chosen: list[int], progress: Progress
) -> tuple[tuple[Source, ...], Moments]:
    sources = tuple(correlation.sources[layer] for layer in chosen)
    if correlation.method is CorrelationMethod.SPEARMAN and correlation.missing is MissingCells.PAIRWISE:
        names = [correlation.names[layer] for layer in chosen]
        sources = rank_layers(sources, names, grid, True, progress.span(0, 0.7))
    return sources, run(_moments, sources, grid, progress=progress.span(0.7, 1))


def _moments(block: Block) -> Result:
    return Result(partial=listwise_moments(block))


@dataclass(frozen=True)
class Fields:
    """Coarsened layers.

    Attributes
    ----------
    means : (layers, rows, cols) float32, block means about the layers' overall means
    weight : (rows, cols) float32, cells behind them
    """

    means: np.ndarray
    weight: np.ndarray


@dataclass(frozen=True, eq=False)
class _CoarseWindows:
    """Coarse parts of the grid, each with its first coarse row and column; merges by concatenation."""

    parts: tuple[tuple[int, int, np.ndarray], ...]

    def merge(self, other: _CoarseWindows) -> _CoarseWindows:
        return _CoarseWindows(self.parts + other.parts)


@dataclass(frozen=True, eq=False)
class _Coarsen:
    """The operation: counts and means of f x f cells of the chosen layers, where every layer has data."""

    used: tuple[int, ...]
    shift: np.ndarray
    factor: int

    def __call__(self, block: Block) -> Result:
        valid = block.valid()
        count = self._sum(valid.astype(np.float64))
        lines = [count]
        for layer, shift in zip(self.used, self.shift):
            values = block.filled(layer, valid)
            values -= shift
            values[~valid] = 0.0
            lines.append(np.divide(self._sum(values), count, out=np.zeros_like(count), where=count > 0))
        row, col = block.window.row // self.factor, block.window.col // self.factor
        return Result(partial=_CoarseWindows(((row, col, np.array(lines, dtype=np.float32)),)))

    def _sum(self, values: np.ndarray) -> np.ndarray:
        if self.factor == 1:
            return values
        lines = np.add.reduceat(values, np.arange(0, values.shape[0], self.factor), axis=0)
        return np.add.reduceat(lines, np.arange(0, values.shape[1], self.factor), axis=1)


def _coarsen(
    sources: Sequence[Source], moments: Moments, used: list[int], grid: Grid, *, factor: int, progress: Progress
) -> Fields:
    shift = np.array([moments.mean[layer, layer] for layer in used])
    pieces: _CoarseWindows = run(_Coarsen(tuple(used), shift, factor), sources, grid, progress=progress)
    fields = np.zeros((len(used) + 1, -(-grid.rows // factor), -(-grid.cols // factor)), dtype=np.float32)
    for row, col, piece in pieces.parts:
        fields[:, row : row + piece.shape[1], col : col + piece.shape[2]] = piece
    return Fields(fields[1:], fields[0])


def _cell_step(grid: Grid, weight: np.ndarray, factor: int) -> tuple[float, float]:
    """Return the (dy, dx) of a coarse cell in metres: the mean over the rows, weighted by their valid cells."""
    across, along = grid.cell_size_m()
    cells = weight.sum(axis=1, dtype=np.float64)
    starts = np.arange(0, grid.rows, factor)
    counts = np.diff([*starts, grid.rows])
    means = [np.add.reduceat(sizes, starts) / counts for sizes in (along, across)]
    return float(means[0] @ cells / cells.sum() * factor), float(means[1] @ cells / cells.sum() * factor)


def rank_drivers(
    correlation: Correlation,
    target: int = 0,
    tests: Sequence[Significance | None] | None = None,
    eta2: Mapping[str, float] | None = None,
) -> list[dict[str, object]]:
    """Return the layers in the order of |r| with the target.

    Parameters
    ----------
    correlation : Correlation
    target : int, number of the target among the layers
    tests : sequence of Significance or None, one per layer, as `significance` returns them
    eta2 : mapping of the names of categorical layers to eta squared

    Returns
    -------
    list of dict, one per layer but the target
        rank, layer, r, n, n_effective, p, eta2; None where there is no value
    """
    names, r = correlation.names, correlation.r[target]
    others = [layer for layer in range(len(names)) if layer != target]
    order = sorted(others, key=lambda layer: math.inf if math.isnan(r[layer]) else -abs(r[layer]))
    rows: list[dict[str, object]] = []
    for place, layer in enumerate(order, start=1):
        test = tests[layer] if tests is not None else None
        rows.append(
            {
                "rank": None if math.isnan(r[layer]) else place,
                "layer": names[layer],
                "r": none_if_nan(r[layer]),
                "n": int(correlation.n[target, layer]),
                "n_effective": none_if_nan(test.n_effective) if test else None,
                "p": none_if_nan(test.p) if test else None,
                "eta2": none_if_nan(eta2[names[layer]]) if eta2 and names[layer] in eta2 else None,
            }
        )
    return rows
