"""Flow network: where much carbon flows, as lines that join.

A wind field carries carbon everywhere side by side, so cells above a threshold form bands, not lines. Lines are
therefore placed with a distance between them, the strongest first (as evenly spaced streamlines are; Jobard &
Lefer 1997, DOI 10.1007/978-3-7091-6876-9_5). From the cell with the largest flux a line follows the wind down to
the border, to a cell below the threshold, or to where it comes close to a line already drawn, which it joins;
and up the same way. Lines are then split where others join them.

A line steps from cell to cell and stays within one cell of the mean wind: at each cell the mean displacement
(shares times steps) is added to an aim, and of the receivers the one closest to the aim is taken.

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
    """A stretch of the network between ends and confluences.

    cells: flat cell numbers, down the wind; flux: the largest on the line, t; length: km; bearing: from the first
    cell to the last, degrees clockwise from grid north; from_zone, to_zone: zones of these, NO_ZONE where none.
    """

    cells: NDArray[np.int64]
    flux: float
    length: float
    bearing: float
    from_zone: int
    to_zone: int


@dataclass(frozen=True)
class FlowNetwork:
    """lines: stretches with two cells or more; threshold: t, cells with less flux are left out."""

    lines: list[FlowLine]
    threshold: float


def flow_network(
    routed: Flow,
    graph: Graph,
    zone: NDArray[np.integer] | None = None,
    threshold: float | None = None,
    progress: Progress | None = None,
) -> FlowNetwork:
    """Return the lines of cells whose flux is at least `threshold` t.

    zone: (rows, cols), below 0 where none; threshold: None to choose one that gives FEW_LINES to MANY_LINES lines
    where the field allows. Raises ParameterError for a threshold below 0.
    """
    progress = progress or Progress()
    if threshold is not None and not threshold >= 0:
        raise ParameterError(THRESHOLD, threshold=threshold)
    spacing = max(1, min(graph.shape) // (2 * _SPACINGS))
    seeds = _strongest(routed.flux, spacing)
    if threshold is not None:
        paths = _place(routed, graph, seeds, threshold, spacing, progress)
    else:
        threshold, paths = _choose(routed, graph, seeds, spacing, progress)
    numbers = np.full(graph.shape, NO_ZONE) if zone is None else np.where(graph.valid & (zone >= 0), zone, NO_ZONE)
    lines = [_describe(cells, routed.flux.ravel(), numbers.ravel(), graph) for cells in _split(paths)]
    return FlowNetwork(lines, threshold)


def _choose(
    routed: Flow, graph: Graph, seeds: NDArray[np.int64], spacing: int, progress: Progress
) -> tuple[float, list[NDArray[np.int64]]]:
    """Lower the threshold until there are enough lines, and return it with them."""
    flux = routed.flux.ravel()[seeds]
    paths: list[NDArray[np.int64]] = []
    threshold, allowed = 0.0, MANY_LINES // 2
    while seeds.size:
        threshold = float(flux[min(allowed, seeds.size) - 1])
        placed = _place(routed, graph, seeds, threshold, spacing, progress)
        if paths and len(placed) > MANY_LINES:
            return _last_threshold(flux, allowed // 2), paths
        paths = placed
        if len(paths) >= FEW_LINES or allowed >= seeds.size:
            break
        allowed *= 2
    return threshold, paths


def _last_threshold(flux: NDArray[np.float64], allowed: int) -> float:
    return float(flux[min(allowed, flux.size) - 1])


def _strongest(flux: Raster, spacing: int) -> NDArray[np.int64]:
    """Return the cell with the largest flux of each block of `spacing` cells, strongest first, without zeros."""
    rows, cols = flux.shape
    high, wide = -(-rows // spacing), -(-cols // spacing)
    padded = np.full((high * spacing, wide * spacing), -1.0)
    padded[:rows, :cols] = flux
    blocks = padded.reshape(high, spacing, wide, spacing).swapaxes(1, 2).reshape(high * wide, -1)
    inner = blocks.argmax(axis=1)
    block = np.arange(high * wide)
    row = block // wide * spacing + inner // spacing
    col = block % wide * spacing + inner % spacing
    strength = blocks[block, inner]
    some = np.flatnonzero(strength > 0)
    by_strength = some[np.argsort(-strength[some], kind="stable")]
    return (row * cols + col)[by_strength].astype(np.int64)


def _place(
    routed: Flow, graph: Graph, seeds: NDArray[np.int64], threshold: float, spacing: int, progress: Progress
) -> list[NDArray[np.int64]]:
    """Return paths of cells, down the wind; a path that joins another ends at a cell of it."""
    tracer = Tracer(routed.flux, graph, threshold, spacing)
    paths = []
    for number, seed in enumerate(seeds[routed.flux.ravel()[seeds] >= threshold].tolist()):
        if number % 64 == 0:
            progress.check()
        path = tracer.draw(seed)
        if len(path) > 1:
            paths.append(np.asarray(path, dtype=np.int64))
    return paths


def _split(paths: list[NDArray[np.int64]]) -> list[NDArray[np.int64]]:
    """Return the paths cut at cells where another path ends."""
    ends = {int(path[-1]) for path in paths}
    pieces = []
    for path in paths:
        inner = [k for k in range(1, path.size - 1) if int(path[k]) in ends]
        bounds = [0, *inner, path.size - 1]
        pieces += [path[a : b + 1] for a, b in zip(bounds[:-1], bounds[1:])]
    return pieces


def _describe(cells: NDArray[np.int64], flux: NDArray[np.float64], zone: NDArray[np.integer], graph: Graph) -> FlowLine:
    near = graph.neighbourhood
    row, col = np.divmod(cells, near.cols)
    northward = np.diff(row) * (-1 if near.rows_southward else 1) * 0.5 * (near.dy[row[1:]] + near.dy[row[:-1]])
    eastward = np.diff(col) * 0.5 * (near.dx[row[1:]] + near.dx[row[:-1]])
    return FlowLine(
        cells=cells,
        flux=float(flux[cells].max()),
        length=float(np.hypot(northward, eastward).sum()) / 1000.0,
        bearing=float(np.degrees(np.arctan2(eastward.sum(), northward.sum())) % 360.0),
        from_zone=int(zone[cells[0]]),
        to_zone=int(zone[cells[-1]]),
    )
