"""Operations: what the engine (`core/engine/run`) gives them of each part of a grid, and what they give back.

block of 2 x 2 cells of 1 ha, one band 1 2 / 3 -   ->   Result([1 2 / 3 -], Sums(total_t=6)), merged: 6 + the others'
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

import numpy as np

from ..raster.grid import Grid
from ..raster.sources import Window


class Partial(Protocol):
    """What an operation learns about its block, mergeable in any grouping."""

    def merge(self, other: Any) -> Any:
        """Return the union of both."""


class Sums(dict[str, Any]):
    """Named numbers and arrays that merge by addition."""

    def merge(self, other: Sums) -> Sums:
        """Add `other` entry by entry; both have the same entries."""
        return Sums({key: self[key] + other[key] for key in self})


@dataclass(frozen=True)
class Block:
    """What an operation sees: one chunk of the grid and the masked arrays of every source there."""

    grid: Grid
    window: Window
    bands: tuple[np.ma.MaskedArray, ...]

    @cached_property
    def area_ha(self) -> np.ndarray:
        """Cell areas in hectares, shape (rows, 1)."""
        return self.grid.cell_area_ha(self.window.row, self.window.rows)

    @cached_property
    def cache(self) -> dict[Hashable, Any]:
        """What the steps of an operation find out about this block, for each other."""
        return {}

    def valid(self, *bands: int) -> np.ndarray:
        """Return True where all of these bands have data (every band when none is named); bool (rows, cols)."""
        valid = np.ones(self.window.shape, dtype=bool)
        for band in self.bands if not bands else [self.bands[index] for index in bands]:
            if band.mask is not np.ma.nomask:
                # For booleans: valid and not masked.
                np.greater(valid, band.mask, out=valid)
        return valid

    def filled(self, band: int, valid: np.ndarray) -> np.ndarray:
        """Return a band as float64, 0 where `valid` is False."""
        values = self.bands[band].data.astype(np.float64)
        if not valid.all():
            np.copyto(values, 0.0, where=~valid)
        return values

    def present_elsewhere(self, band: int, valid: np.ndarray) -> int:
        """Count the cells where the band has data although `valid` is False."""
        mask = np.ma.getmask(self.bands[band])
        return int(valid.size - np.count_nonzero(valid if mask is np.ma.nomask else mask | valid))


@dataclass
class Result:
    """What an operation returns: an array per output band, masked where it has no value, and its partial sums."""

    bands: Sequence[Any] = ()
    partial: Partial | None = None


Operation = Callable[[Block], Result]
