"""Single lines of the flow network (see `network`), drawn cell by cell."""

from __future__ import annotations

import numpy as np

from ..graph.arrays import Raster
from ..graph.graph import Graph
from ..graph.neighbours import EASTWARD

_FREE = -1


class Tracer:
    """Draws lines one after the other, each at a distance from those drawn before.

    Parameters
    ----------
    flux : (rows, cols) float64, t
    graph : Graph
    threshold : float, t; cells with less flux, or none, end a line
    spacing : int, cells; a line claims the cells less than so many rows and columns away
    """

    def __init__(self, flux: Raster, graph: Graph, threshold: float, spacing: int) -> None:
        self.flux, self.graph, self.threshold, self.spacing = flux.ravel(), graph, threshold, spacing
        self.row_steps = graph.neighbourhood.row_steps.tolist()
        self.col_steps = EASTWARD.tolist()
        self.offsets = graph.neighbourhood.offsets.tolist()
        self.first = graph.transport.first.ravel()
        self.owner = np.full(graph.shape, _FREE, dtype=np.int32)
        self.paths: list[list[int]] = []

    def draw(self, seed: int) -> list[int]:
        """Return the line through a cell.

        Parameters
        ----------
        seed : int, flat index

        Returns
        -------
        list of int, flat indices, down the wind; empty where another line has claimed the seed
        """
        cols = self.graph.neighbourhood.cols
        if self.owner[seed // cols, seed % cols] != _FREE:
            return []
        seen = {seed}
        down = self._follow(seed, seen, downwind=True)
        up = self._follow(seed, seen, downwind=False)
        path = [*reversed(up), seed, *down]
        own = path
        joined = self._owner(path[-1])
        if joined != _FREE and len(path) > 1:
            own = path[:-1]
            path = [*own, self._closest(path[-1], joined)]
        number = len(self.paths)
        self.paths.append(path)
        for cell in own:
            self._claim(cell, number)
        return path

    def _owner(self, cell: int) -> int:
        cols = self.graph.neighbourhood.cols
        return int(self.owner[cell // cols, cell % cols])

    def _claim(self, cell: int, number: int) -> None:
        """Claim the cells around one for a line, where no other line has."""
        row, col = divmod(cell, self.graph.neighbourhood.cols)
        reach = self.spacing - 1
        around = self.owner[max(0, row - reach) : row + reach + 1, max(0, col - reach) : col + reach + 1]
        around[around == _FREE] = number

    def _closest(self, cell: int, number: int) -> int:
        """Return the cell of a line that is closest to `cell`."""
        cols = self.graph.neighbourhood.cols
        row, col = np.divmod(np.asarray(self.paths[number]), cols)
        distance = (row - cell // cols) ** 2 + (col - cell % cols) ** 2
        return int(self.paths[number][int(distance.argmin())])

    def _follow(self, seed: int, seen: set[int], downwind: bool) -> list[int]:
        """Return the cells after (downwind) or before the seed, up to the first that another line claims."""
        cols = self.graph.neighbourhood.cols
        cell = seed
        path: list[int] = []
        aim_row, aim_col = (float(position) for position in divmod(seed, cols))
        while True:
            drift_row, drift_col = self._drift(cell)
            sign = 1.0 if downwind else -1.0
            aim_row, aim_col = aim_row + sign * drift_row, aim_col + sign * drift_col
            choices = self._receivers(cell) if downwind else self._donors(cell)
            choices = [c for c in choices if c not in seen and self.flux[c] >= self.threshold and self.flux[c] > 0]
            if not choices:
                return path
            cell = min(choices, key=lambda c: (c // cols - aim_row) ** 2 + (c % cols - aim_col) ** 2)
            if self._owner(cell) != _FREE:
                return [*path, cell] if downwind else path
            seen.add(cell)
            path.append(cell)
            aim_row = min(max(aim_row, cell // cols - 1.0), cell // cols + 1.0)
            aim_col = min(max(aim_col, cell % cols - 1.0), cell % cols + 1.0)

    def _drift(self, cell: int) -> tuple[float, float]:
        """Return the mean displacement from a cell, rows and columns."""
        row = col = 0.0
        for slot in range(self.graph.slots):
            share = float(self.graph.transport.share(slot, cell))
            code = (int(self.first[cell]) + slot) % 8
            row += share * self.row_steps[code]
            col += share * self.col_steps[code]
        return row, col

    def _receivers(self, cell: int) -> list[int]:
        first, linked = int(self.first[cell]), int(self.graph.links[cell])
        return [cell + self.offsets[(first + slot) % 8] for slot in range(self.graph.slots) if linked >> slot & 1]

    def _donors(self, cell: int) -> list[int]:
        rows, cols = self.graph.shape
        row, col = divmod(cell, cols)
        around = [(row - a, col - b) for a, b in zip(self.row_steps, self.col_steps)]
        near = [r * cols + c for r, c in around if 0 <= r < rows and 0 <= c < cols]
        return [neighbour for neighbour in near if cell in self._receivers(neighbour)]
