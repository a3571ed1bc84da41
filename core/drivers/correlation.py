"""Correlation and covariance matrices of rasters: Pearson and Spearman, three rules for missing cells.

Study eq. 11-12 (DOI 10.12677/ag.2022.125066): covariance with N - 1, correlation r = cov(x, y) / (s_x s_y).

Worked example, 3 x 3 cells, y with a gap in the last one:

    x = 1 2 3 / 4 5 6 / 7 8 9        y = 2 1 4 / 3 6 5 / 8 7 -

    listwise  the 8 common cells: x mean 4.5, y mean 4.5; sum of products 38, of squares 42 and 42
              covariance 38/7 = 5.428571, r = 38/42 = 0.904762
    ArcGIS    the gap holds y's mean, 4.5; x has all 9 cells: mean 5, sum of squares 60. The sum of products is
              still 38, for the gap's deviation is 0. Covariance 38/8 = 4.75, r = 38/sqrt(60 * 42) = 0.756978

Missing cells
- LISTWISE: a cell counts when every layer has data there. All entries are about the same cells.
- PAIRWISE: a cell counts for an entry when its two layers have data there. Entries are about different cells, and
  the matrix need not be positive semidefinite.
- ARCGIS: the rule of ArcGIS's Band Collection Statistics ("the mean value of the band is used for any input cells
  that are NoData"): a gap deviates by 0 from the mean of all its layer's cells, and N counts the gaps. Here N is
  the number of cells where at least one layer has data, so that the empty corners around a study area do not count.
  It pulls covariances to 0, and correlations too when gaps differ. N cancels in r.

Spearman is Pearson of mid-ranks (`ranks`): over the common cells (listwise), over the pair's cells (pairwise), or
over the layer's own cells, a gap then holding the mean rank (ArcGIS).

An entry without a value (no cells, one cell, a constant layer) is nan in the arrays and None in rows, with a
warning that says why. Memory: a few windows, whatever the grid's size; each block is read once for Pearson.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import combinations

import numpy as np

from ..engine.operation import Block, Result
from ..engine.run import run
from ..progress import Progress
from ..raster.grid import Grid
from ..raster.sources import Source
from .layer_checks import NAME_COLUMN, require_cells, require_layers
from .moments import Moments, listwise_moments, pairwise_moments
from .ranks import rank_layers


class CorrelationMethod(Enum):
    """The values that are correlated, or their mid-ranks."""

    PEARSON = "pearson"
    SPEARMAN = "spearman"


class MissingCells(Enum):
    """Which cells count where some layers have no data; see the module's text."""

    LISTWISE = "listwise"
    PAIRWISE = "pairwise"
    ARCGIS = "arcgis"


@dataclass(frozen=True)
class Correlation:
    """Correlation of K layers with each other.

    Attributes
    ----------
    names : (K,) tuple of str
    r : (K, K) float64, nan where undefined
    covariance : (K, K) float64, with N - 1, of ranks for Spearman; nan where undefined
    n : (K, K) int64, cells that count
    method : CorrelationMethod
    missing : MissingCells
    sources : (K,) tuple of Source
        what was correlated, the layers or their mid-ranks; the layers for pairwise Spearman, whose ranks differ from
        pair to pair
    moments : Moments, of `sources`
    """

    names: tuple[str, ...]
    r: np.ndarray
    covariance: np.ndarray
    n: np.ndarray
    method: CorrelationMethod
    missing: MissingCells
    sources: tuple[Source, ...]
    moments: Moments

    def correlation_rows(self) -> list[dict[str, object]]:
        """Return the correlation table.

        Returns
        -------
        list of dict, one per layer: its name under `layer` and a column per layer; None where undefined
        """
        return self._rows(self.r)

    def covariance_rows(self) -> list[dict[str, object]]:
        """Return the covariance table.

        Returns
        -------
        list of dict, one per layer: its name under `layer` and a column per layer; None where undefined
        """
        return self._rows(self.covariance)

    def _rows(self, matrix: np.ndarray) -> list[dict[str, object]]:
        lines = zip(self.names, matrix)
        return [{NAME_COLUMN: name, **dict(zip(self.names, map(none_if_nan, line)))} for name, line in lines]


def none_if_nan(value: float) -> float | None:
    """Return None for nan: a table has an empty cell there.

    Parameters
    ----------
    value : float

    Returns
    -------
    float or None
    """
    return None if math.isnan(value) else float(value)


def correlate(
    layers: Sequence[Source],
    names: Sequence[str],
    grid: Grid,
    method: CorrelationMethod = CorrelationMethod.PEARSON,
    missing: MissingCells = MissingCells.LISTWISE,
    *,
    categorical: Collection[str] = (),
    progress: Progress | None = None,
) -> Correlation:
    """Correlate every layer with every other.

    Parameters
    ----------
    layers : sequence of K Source
    names : sequence of K str
    grid : Grid, of all layers
    method : CorrelationMethod
    missing : MissingCells
    categorical : collection of str, names of layers that hold codes: correlated as numbers, with a warning
    progress : Progress

    Returns
    -------
    Correlation

    Raises
    ------
    ParameterError
        for the number of layers, and names that cannot be columns
    RasterError
        when no cell counts
    ReadError
        for layers that cannot be read

    References
    ----------
    Study eq. 11-12, DOI 10.12677/ag.2022.125066
    """
    progress = progress or Progress()
    require_layers(names, categorical, least=2)
    _warn_categories(names, categorical, method, progress)
    if method is CorrelationMethod.SPEARMAN and missing is MissingCells.PAIRWISE:
        return _spearman_pairwise(layers, tuple(names), grid, progress)
    sources = tuple(layers)
    counting = progress
    if method is CorrelationMethod.SPEARMAN:
        sources = rank_layers(
            sources, names, grid, together=missing is MissingCells.LISTWISE, progress=progress.span(0, 0.7)
        )
        counting = progress.span(0.7, 1)
    operation = _listwise if missing is MissingCells.LISTWISE else _pairwise
    moments = run(operation, sources, grid, progress=counting)
    require_cells(moments, names, every=missing is MissingCells.LISTWISE)
    result = _finish(moments, tuple(names), method, missing, sources)
    _warn(moments, result, progress)
    return result


def _listwise(block: Block) -> Result:
    return Result(partial=listwise_moments(block))


def _pairwise(block: Block) -> Result:
    return Result(partial=pairwise_moments(block))


def _finish(
    moments: Moments,
    names: tuple[str, ...],
    method: CorrelationMethod,
    missing: MissingCells,
    sources: tuple[Source, ...],
) -> Correlation:
    comoment, squares, constant, n = moments.comoment, moments.sum_of_squares, moments.constant, moments.n
    if missing is MissingCells.ARCGIS:
        own = moments.offset.diagonal()[:, None]
        shift = np.where(n > 0, moments.offset - own, 0.0)
        comoment = comoment + n * (shift * shift.T)
        squares = np.repeat(squares.diagonal()[:, None], len(names), axis=1)
        constant = np.repeat(constant.diagonal()[:, None], len(names), axis=1)
        has_data = moments.valid > 0
        n = np.where(has_data[:, None] & has_data, float(moments.union), 0.0)
    covariance = np.divide(comoment, n - 1, out=np.full_like(comoment, np.nan), where=n > 1)
    scale = np.sqrt(squares) * np.sqrt(squares.T)
    defined = (n > 1) & ~constant & ~constant.T & (scale > 0)
    # Rounding alone can push a perfect correlation past 1.
    r = np.clip(np.divide(comoment, scale, out=np.full_like(comoment, np.nan), where=defined), -1.0, 1.0)
    r[np.diag_indices_from(r)] = np.where(np.isnan(r.diagonal()), np.nan, 1.0)
    return Correlation(names, r, covariance, np.rint(n).astype(np.int64), method, missing, sources, moments)


def _spearman_pairwise(layers: Sequence[Source], names: tuple[str, ...], grid: Grid, progress: Progress) -> Correlation:
    """Rank each pair of layers over its own cells; where no layer has a gap of its own, all at once."""
    moments = run(_pairwise, layers, grid, progress=progress.span(0, 0.1))
    require_cells(moments, names, every=False)
    if (moments.n == moments.union).all():
        listwise = correlate(layers, names, grid, CorrelationMethod.SPEARMAN, progress=progress.span(0.1, 1))
        return replace(listwise, missing=MissingCells.PAIRWISE)
    count = len(names)
    r, covariance = np.full((count, count), np.nan), np.full((count, count), np.nan)
    pairs = list(combinations(range(count), 2))
    singles = [(layer, layer) for layer in range(count)]
    for done, (i, j) in enumerate(singles + pairs):
        if not moments.n[i, j]:
            continue
        chosen = [i] if i == j else [i, j]
        pair_progress = progress.span(
            0.1 + 0.9 * done / (count + len(pairs)), 0.1 + 0.9 * (done + 1) / (count + len(pairs))
        )
        sources = rank_layers(
            [layers[k] for k in chosen], [names[k] for k in chosen], grid, True, pair_progress.span(0, 0.7)
        )
        of_ranks = run(_listwise, sources, grid, progress=pair_progress.span(0.7, 1))
        pair = _finish(
            of_ranks, tuple(names[k] for k in chosen), CorrelationMethod.SPEARMAN, MissingCells.PAIRWISE, sources
        )
        r[i, j] = r[j, i] = pair.r[0, -1]
        covariance[i, j] = covariance[j, i] = pair.covariance[0, -1]
    n = np.rint(moments.n).astype(np.int64)
    result = Correlation(
        names, r, covariance, n, CorrelationMethod.SPEARMAN, MissingCells.PAIRWISE, tuple(layers), moments
    )
    _warn(moments, result, progress)
    return result


def _warn_categories(
    names: Sequence[str], categorical: Collection[str], method: CorrelationMethod, progress: Progress
) -> None:
    codes = [name for name in names if name in categorical]
    if codes:
        progress.warning(
            f"{', '.join(codes)}: {method.value} correlation of category codes treats codes as amounts; another "
            "numbering of the same classes gives another r. Read eta squared instead."
        )


def _warn(moments: Moments, result: Correlation, progress: Progress) -> None:
    names = result.names
    own, constant = moments.n.diagonal(), moments.constant
    for layer in np.flatnonzero(moments.valid == 0):
        progress.warning(f"{names[layer]} has no data at all: its row and column are empty.")
    for layer in np.flatnonzero(constant.diagonal() & (own > 1)):
        value = moments.mean[layer, layer]
        where = "the common cells" if result.missing is MissingCells.LISTWISE else "all its cells"
        progress.warning(f"{names[layer]} is {value:.6g} in {where}: a constant layer has no correlation.")
    if result.missing is MissingCells.LISTWISE:
        _warn_listwise(moments, progress)
    elif result.missing is MissingCells.PAIRWISE:
        _warn_pairs(moments, names, progress)
    else:
        gaps = [f"{name} {int(moments.union - cells)}" for name, cells in zip(names, moments.valid)]
        progress.warning(
            "Cells without data were replaced by their layer's mean, as ArcGIS does; this pulls results to 0. "
            f"Replaced of {moments.union} cells: {', '.join(gaps)}."
        )
        if moments.union == 1:
            progress.warning("There is one cell only: covariance and correlation need two.")


def _warn_listwise(moments: Moments, progress: Progress) -> None:
    n = int(moments.n.flat[0])
    if n == 1:
        progress.warning("One cell has data in every layer: covariance and correlation need two.")
    if n < moments.union:
        progress.warning(
            f"{n} cells have data in every layer; {moments.union - n} cells with data in some layers only "
            "are left out (listwise)."
        )


def _warn_pairs(moments: Moments, names: Sequence[str], progress: Progress) -> None:
    without = [f"{name} {int(moments.union - cells)}" for name, cells in zip(names, moments.valid)]
    if (moments.valid < moments.union).any():
        progress.info(
            f"Each pair has its own cells, those with data in both (pairwise). Cells without data, of {moments.union} "
            f"with data in any layer: {', '.join(without)}."
        )
    alone = moments.constant.diagonal()
    for i, j in combinations(range(len(names)), 2):
        n = int(moments.n[i, j])
        if n < 2:
            if moments.valid[i] and moments.valid[j]:
                progress.warning(f"{names[i]} and {names[j]} share {n} cells: two are needed for a correlation.")
            continue
        for layer, other in ((i, j), (j, i)):
            if moments.constant[layer, other] and not alone[layer]:
                progress.warning(f"{names[layer]} is constant where {names[other]} has data: no correlation.")
