"""U and V of all time steps, added up per cell: a source of counts by sector and of sums of the components.

    >>> totals = np.zeros((ROSE_SUMS, 1, 1))
    >>> for u in (-1.0, 0.0):                                      # from the east, then calm
    ...     add_step(totals, np.array([[u]]), np.zeros((1, 1)), calm_below=0.3)
    >>> totals[4].item(), totals[CALM_BAND].item(), totals[SUM_U].item(), totals[SUM_SPEED].item()
    (1.0, 1.0, -1.0, 1.0)

On another grid than the rasters' own, u and v of each step are interpolated bilinearly to the cell centres (`bilinear`)
before they are counted. The steps are read one by one: memory does not grow with their number.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ..progress import Progress
from ..raster.grid import Grid
from ..raster.sources import Window
from .bilinear import Bilinear
from .directions import CALM_BAND, ROSE_SIZE, is_calm, sector_of_vector
from .uv_series import LoadedPair, WindPair, WindReader

# Layout of the numbers that are added up per cell: a count per sector and for calm, then three sums.
SUM_U, SUM_V, SUM_SPEED = ROSE_SIZE, ROSE_SIZE + 1, ROSE_SIZE + 2
ROSE_SUMS = ROSE_SIZE + 3
# Source cells that are read at once; a window that needs more is taken in halves.
SOURCE_CELLS = 4_000_000


@dataclass(frozen=True)
class WindSums:
    """A source of `ROSE_SUMS` numbers a cell: read(window) gives (rows, cols, ROSE_SUMS) float64, nothing masked.

    Attributes
    ----------
    pair : WindPair or LoadedPair
    grid : Grid, of the cells
    calm_below : float, m/s
    progress : Progress, whose `check` stops a reading that the user cancels
    """

    pair: WindPair | LoadedPair
    grid: Grid
    calm_below: float
    progress: Progress = field(default_factory=Progress, compare=False)

    @property
    def name(self) -> str:
        """The U raster's name."""
        return self.pair.name

    def open(self) -> _WindSumsReader:
        """Open both rasters for the calling thread.

        Returns
        -------
        Reader
        """
        return _WindSumsReader(self, self.pair.open())

    def __getstate__(self) -> dict[str, Any]:
        """Leave out the progress: another process cannot ask this one whether to stop."""
        return {**self.__dict__, "progress": Progress()}


@dataclass
class _WindSumsReader:
    source: WindSums
    winds: WindReader

    def read(self, window: Window) -> np.ma.MaskedArray:
        return np.ma.MaskedArray(np.moveaxis(self._window_sums(window), 0, -1))

    def _window_sums(self, window: Window) -> np.ndarray:
        """Return the window's sums, (ROSE_SUMS, rows, cols)."""
        pair = self.source.pair
        if not self.source.grid.differences(pair.grid):
            return self._sum_steps(window, window, None)
        bilinear = Bilinear.between(self.source.grid, window, pair.grid)
        if bilinear is None:
            return np.zeros((ROSE_SUMS, *window.shape))
        if bilinear.source.rows * bilinear.source.cols > SOURCE_CELLS and max(window.shape) > 1:
            halves, axis = _halves(window)
            return np.concatenate([self._window_sums(half) for half in halves], axis=1 + axis)
        return self._sum_steps(window, bilinear.source, bilinear)

    def _sum_steps(self, window: Window, source_window: Window, bilinear: Bilinear | None) -> np.ndarray:
        totals = np.zeros((ROSE_SUMS, *window.shape))
        for step in range(self.source.pair.steps):
            self.source.progress.check()
            u, v = self.winds.read(step, source_window)
            if bilinear is not None:
                u, v = (layer.reshape(window.shape) for layer in bilinear.apply(u, v))
            add_step(totals, u, v, self.source.calm_below)
        return totals


def _halves(window: Window) -> tuple[tuple[Window, Window], int]:
    """Split a window across its longer side; return the halves and the axis along which they follow each other."""
    row, col, rows, cols = window.row, window.col, window.rows, window.cols
    if rows >= cols:
        half = rows // 2
        return (Window(row, col, half, cols), Window(row + half, col, rows - half, cols)), 0
    half = cols // 2
    return (Window(row, col, rows, half), Window(row, col + half, rows, cols - half)), 1


def add_step(totals: np.ndarray, u: np.ndarray, v: np.ndarray, calm_below: float) -> None:
    """Add the winds of one step to the sums, in place.

    Parameters
    ----------
    totals : (ROSE_SUMS, rows, cols) float64, contiguous
        17 counts, then the sums of u, v and speed, m/s
    u, v : (rows, cols) float64, m/s; nan in both where one is missing
    calm_below : float, m/s
    """
    speed = np.sqrt(u * u + v * v)
    bins = sector_of_vector(u, v)
    bins[is_calm(speed, calm_below)] = CALM_BAND
    cells = bins.ravel().astype(np.intp) * u.size + np.arange(u.size)
    present = ~np.isnan(speed)
    if not present.all():
        cells = cells[present.ravel()]
        u, v, speed = (np.where(present, values, 0.0) for values in (u, v, speed))
    totals.reshape(-1)[cells] += 1
    totals[SUM_U] += u
    totals[SUM_V] += v
    totals[SUM_SPEED] += speed
