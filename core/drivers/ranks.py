"""Mid-ranks of rasters in bounded memory, as sources of their own: Spearman is Pearson of these.

    values 7 0 0 3 0  ->  ranks 5 2 2 4 2        the three zeros share ranks 1, 2, 3: each has the middle one

    >>> mid_ranks(np.array([3, 1, 1])).tolist()                    # of three zeros, a 3 and a 7
    [2.0, 4.0, 5.0]

A layer is read through a table of ascending *edges*. Every edge, and every gap between two edges, has one mid-rank.
- Up to `sample_limit` cells (1 048 576 for up to 4 layers, 599 186 for 7), every value is an edge: exact ranks.
- Beyond, one pass samples the cells; the sample's distinct values are the edges or, when they are more than
  `MAX_EDGES`, its quantiles. A second pass counts the cells at each edge and in each gap. Values that fill a gap
  share its mid-rank, which is their mean. Layers with up to 65 536 distinct values (counts, codes, whole metres)
  come out exact but for values so rare that the sample missed them; otherwise a gap holds about 1/65 536 of the
  cells, which moves Spearman's r by less than 1e-7. The log says how large the fullest gap is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..engine.operation import Block, Result, Sums
from ..engine.run import run
from ..progress import Progress
from ..raster.grid import Grid
from ..raster.sources import Reader, Source, Window
from .samples import draw_sample

MAX_EDGES = 1 << 16


@dataclass(frozen=True, eq=False)
class RankedSource:
    """A source whose values are the mid-ranks of another's.

    Attributes
    ----------
    source : Source
    edges : (edges,) float64, ascending
    ranks : (2 edges + 1,) float64, of each gap and edge in turn
    """

    source: Source
    edges: np.ndarray
    ranks: np.ndarray

    @property
    def name(self) -> str:
        """The layer's own name."""
        return self.source.name

    def open(self) -> Reader:
        """Open the layer for the calling thread.

        Returns
        -------
        Reader
        """
        return _RankedReader(self.source.open(), self.edges, self.ranks)


class _RankedReader:
    def __init__(self, reader: Reader, edges: np.ndarray, ranks: np.ndarray) -> None:
        self._reader = reader
        self._edges = edges
        self._ranks = ranks

    def read(self, window: Window) -> np.ma.MaskedArray:
        values = self._reader.read(window)
        return np.ma.MaskedArray(self._ranks[edge_positions(self._edges, values.data)], np.ma.getmask(values))


def edge_positions(edges: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Return where values lie among the edges.

    Parameters
    ----------
    edges : (edges,) float64, ascending
    values : (...) float

    Returns
    -------
    (...) intp, 2 k + 1 for a value equal to edge k, 2 k for one between edges k - 1 and k
    """
    values = np.asarray(values, dtype=np.float64)
    place = np.searchsorted(edges, values)
    hit = edges[np.minimum(place, len(edges) - 1)] == values
    return 2 * place + hit


def mid_ranks(counts: np.ndarray) -> np.ndarray:
    """Return the mean rank of groups of equal values.

    Parameters
    ----------
    counts : (groups,) int, values in each group, in ascending order of the values

    Returns
    -------
    (groups,) float64, from 1
    """
    return np.cumsum(counts) - (counts - 1) / 2.0


def rank_layers(
    layers: Sequence[Source], names: Sequence[str], grid: Grid, together: bool, progress: Progress | None = None
) -> tuple[Source, ...]:
    """Return layers as their mid-ranks.

    Parameters
    ----------
    layers : sequence of Source
    names : sequence of str, of the layers
    grid : Grid, of all layers
    together : bool, whether ranks are over the cells valid in all layers, or over each layer's own
    progress : Progress

    Returns
    -------
    tuple of Source
    """
    progress = progress or Progress()
    if together:
        return _ranked_together(layers, names, grid, progress)
    own_ranks: list[Source] = []
    for done, (layer, name) in enumerate(zip(layers, names)):
        layer_progress = progress.span(done / len(layers), (done + 1) / len(layers))
        own_ranks.extend(_ranked_together([layer], [name], grid, layer_progress))
    return tuple(own_ranks)


def _ranked_together(
    layers: Sequence[Source], names: Sequence[str], grid: Grid, progress: Progress
) -> tuple[Source, ...]:
    sample = draw_sample(layers, grid, progress.span(0, 0.4))
    edges = [_edges(values, sample.complete) for values in sample.cells]
    if sample.complete:
        counts = [np.bincount(edge_positions(e, v), minlength=2 * len(e) + 1) for e, v in zip(edges, sample.cells)]
    else:
        sums = run(_CountPlaces(tuple(edges)), layers, grid, progress=progress.span(0.4, 1))
        counts = [sums[str(layer)] for layer in range(len(layers))]
        _report(names, counts, sample.seen, progress)
    return tuple(RankedSource(layer, e, mid_ranks(c)) for layer, e, c in zip(layers, edges, counts))


def _edges(values: np.ndarray, complete: bool) -> np.ndarray:
    distinct = np.unique(values)
    if not len(distinct):
        return np.zeros(1)
    if complete or len(distinct) <= MAX_EDGES:
        return distinct
    ordered = np.sort(values)
    return np.unique(ordered[np.linspace(0, len(ordered) - 1, MAX_EDGES).astype(np.intp)])


@dataclass(frozen=True, eq=False)
class _CountPlaces:
    """The operation: how many of a block's common cells lie at each edge and in each gap of each layer."""

    edges: tuple[np.ndarray, ...]

    def __call__(self, block: Block) -> Result:
        valid = block.valid()
        sums = Sums()
        for layer, (band, edges) in enumerate(zip(block.bands, self.edges)):
            sums[str(layer)] = np.bincount(edge_positions(edges, band.data[valid]), minlength=2 * len(edges) + 1)
        return Result(partial=sums)


def _report(names: Sequence[str], counts: list[np.ndarray], cells: int, progress: Progress) -> None:
    fullest = {name: int(count[::2].max()) for name, count in zip(names, counts)}
    shared = [f"{name} {100 * most / cells:.2g} %" for name, most in fullest.items() if most > 1]
    if shared:
        progress.warning(
            f"{cells} cells are more than are ranked one by one: close values share a mid-rank. Largest share of "
            f"the cells in one such group: {', '.join(shared)}."
        )
