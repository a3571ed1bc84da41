"""Flow network: where much carbon flows, as lines that join.

A wind field moves carbon everywhere side by side, so cells above a threshold form bands, not lines. Lines are
therefore placed at a distance from each other, those of largest flux first (as evenly spaced streamlines are; Jobard &
Lefer 1997, DOI 10.1007/978-3-7091-6876-9_5). From the cell with the largest flux a line follows the wind down to
the border, to a cell below the threshold, or to where it comes close to a line already drawn, which it joins;
and up the same way. Lines are then split where others join them.

A line steps from cell to cell and stays within one cell of the mean wind: at each cell the mean displacement
(shares times steps) is added to an aim, and of the receivers the one closest to the aim is taken.

In loops the flux is taken as min(flux, what entered the loop): carbon that passes again is not more carbon.

Example: west wind, five columns, flux 1 2 3 2 1 t, threshold 2: one line of cells 2, 3, 4.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...errors import ParameterError
from ...progress import Progress
from ..graph.arrays import Raster
from ..graph.graph import Graph
from ..graph.result import Flow
from ..messages import THRESHOLD
from ..origins.od_sums import NO_ZONE
from .trace import Tracer

FEW_LINES, MANY_LINES = 150, 400
_SPACINGS = 60  # lines that fit side by side into the shorter side of the grid


@dataclass(frozen=True)
class FlowLine:
    """A line of the network between ends and confluences.

    Attributes
    ----------
    cells : (n,) int64, n > 1, flat indices, down the wind
    flux : float, t, the largest on the line
    length : float, km on the ground
    from_zone, to_zone : int, zones of the first and the last cell, NO_ZONE where none
    """

    cells: NDArray[np.int64]
    flux: float
    length: float
    from_zone: int
    to_zone: int


@dataclass(frozen=True)
class FlowNetwork:
    """Lines, and the flux from which on a cell belongs to one.

    Attributes
    ----------
    lines : list of FlowLine
    threshold : float, t
    """

    lines: list[FlowLine]
    threshold: float


def flow_network(
    routed: Flow,
    graph: Graph,
    zone: NDArray[np.integer] | None = None,
    threshold: float | None = None,
    progress: Progress | None = None,
) -> FlowNetwork:
    """Return lines of cells whose flux is at least a threshold.

    Parameters
    ----------
    routed : Flow
    graph : Graph
    zone : (rows, cols) int, zone of each cell, below 0 where none; or None
    threshold : float or None, t; None: one that gives FEW_LINES to MANY_LINES lines where the field allows
    progress : Progress or None

    Returns
    -------
    FlowNetwork

    Raises
    ------
    ParameterError
        The threshold is below 0 or not a number.
    """
    progress = progress or Progress()
    if threshold is not None and not threshold >= 0:
        raise ParameterError(THRESHOLD, threshold=threshold)
    spacing = max(1, min(graph.shape) // (2 * _SPACINGS))
    flux = routed.capped_flux()
    seeds = _largest_per_block(flux, spacing)
    if threshold is not None:
        paths = _place(flux, graph, seeds, threshold, spacing, progress=progress)
    else:
        threshold, paths = _choose_threshold(flux, graph, seeds, spacing, progress)
    zones = np.full(graph.shape, NO_ZONE) if zone is None else np.where(graph.valid & (zone >= 0), zone, NO_ZONE)
    lines = [_describe(cells, flux.ravel(), zones.ravel(), graph) for cells in _split(paths)]
    return FlowNetwork(lines, threshold)


def _choose_threshold(
    raster: Raster, graph: Graph, seeds: NDArray[np.int64], spacing: int, progress: Progress
) -> tuple[float, list[NDArray[np.int64]]]:
    """Lower the threshold until there are enough lines, and return it with them."""
    flux = raster.ravel()[seeds]
    paths: list[NDArray[np.int64]] = []
    threshold, allowed = 0.0, MANY_LINES // 2
    while seeds.size:
        threshold = float(flux[min(allowed, seeds.size) - 1])
        placed = _place(raster, graph, seeds, threshold, spacing, progress=progress)
        if paths and len(placed) > MANY_LINES:
            return _last_threshold(flux, allowed // 2), paths
        paths = placed
        if len(paths) >= FEW_LINES or allowed >= seeds.size:
            break
        allowed *= 2
    return threshold, paths


def _last_threshold(flux: NDArray[np.float64], allowed: int) -> float:
    return float(flux[min(allowed, flux.size) - 1])


def _largest_per_block(flux: Raster, spacing: int) -> NDArray[np.int64]:
    """Return the cell with the largest flux of each block of `spacing` cells a side, largest first, without zeros."""
    rows, cols = flux.shape
    high, wide = -(-rows // spacing), -(-cols // spacing)
    padded = np.full((high * spacing, wide * spacing), -1.0)
    padded[:rows, :cols] = flux
    blocks = padded.reshape(high, spacing, wide, spacing).swapaxes(1, 2).reshape(high * wide, -1)
    cell = blocks.argmax(axis=1)
    block = np.arange(high * wide)
    row = block // wide * spacing + cell // spacing
    col = block % wide * spacing + cell % spacing
    largest = blocks[block, cell]
    flowing = np.flatnonzero(largest > 0)
    by_flux = flowing[np.argsort(-largest[flowing], kind="stable")]
    return (row * cols + col)[by_flux].astype(np.int64)


def _place(
    flux: Raster, graph: Graph, seeds: NDArray[np.int64], threshold: float, spacing: int, *, progress: Progress
) -> list[NDArray[np.int64]]:
    """Return paths of cells, down the wind; a path that joins another ends at a cell of it."""
    tracer = Tracer(flux, graph, threshold, spacing)
    paths = []
    for number, seed in enumerate(seeds[flux.ravel()[seeds] >= threshold].tolist()):
        if number % 64 == 0:
            progress.check()
        path = tracer.draw(seed)
        if len(path) > 1:
            paths.append(np.asarray(path, dtype=np.int64))
    return paths


def _split(paths: list[NDArray[np.int64]]) -> list[NDArray[np.int64]]:
    """Return the paths split at cells where another path ends."""
    ends = {int(path[-1]) for path in paths}
    lines = []
    for path in paths:
        confluences = [k for k in range(1, path.size - 1) if int(path[k]) in ends]
        bounds = [0, *confluences, path.size - 1]
        lines += [path[a : b + 1] for a, b in zip(bounds[:-1], bounds[1:])]
    return lines


def _describe(cells: NDArray[np.int64], flux: NDArray[np.float64], zone: NDArray[np.integer], graph: Graph) -> FlowLine:
    steps = graph.neighbourhood.displacement(cells[:-1], cells[1:])
    return FlowLine(
        cells=cells,
        flux=float(flux[cells].max()),
        length=float(np.hypot(*steps).sum()) / 1000.0,
        from_zone=int(zone[cells[0]]),
        to_zone=int(zone[cells[-1]]),
    )
