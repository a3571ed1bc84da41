"""Operations: the block that the engine (`core/engine/run`) gives them of each chunk, and the result they give back.

block of 2 x 2 cells of 1 ha, one band 1 2 / 3 -   ->   Result([1 2 / 3 -], Sums(total_t=6))

>>> Sums(total_t=6).merge(Sums(total_t=4))["total_t"]      # of two blocks
10
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

import numpy as np

from ..raster.grid import Grid
from ..raster.nodata.watch import Suspects
from ..raster.sources import Window


class Partial(Protocol):
    """What an operation learns about its block, mergeable in any grouping."""

    def merge(self, other: Any) -> Any:
        """Return the union of both."""


class Sums(dict[str, Any]):
    """Named numbers and arrays that merge by addition."""

    def merge(self, other: Sums) -> Sums:
        """Add entry by entry.

        Parameters
        ----------
        other : Sums
            With the same entries.

        Returns
        -------
        Sums
        """
        return Sums({key: self[key] + other[key] for key in self})


@dataclass(frozen=True)
class Block:
    """What an operation sees of one chunk.

    Parameters
    ----------
    grid : Grid
        That of the whole run.
    window : Window
        The chunk: its place and size in the grid.
    bands : tuple of (rows, cols) MaskedArray
        The values of each source there, in the order of the sources.
    """

    grid: Grid
    window: Window
    bands: tuple[np.ma.MaskedArray, ...]

    @cached_property
    def area_ha(self) -> np.ndarray:
        """Cell areas in hectares, shape (rows, 1)."""
        return self.grid.cell_area_ha(self.window.row, self.window.rows)

    @cached_property
    def cache(self) -> dict[Hashable, Any]:
        """What the steps of an operation have computed of this block, for each other."""
        return {}

    def valid(self, *bands: int) -> np.ndarray:
        """Return where bands have data.

        Parameters
        ----------
        *bands : int
            Positions in `bands`; all of them when none is named.

        Returns
        -------
        (rows, cols) bool
            True where every one of these bands has data.
        """
        valid = np.ones(self.window.shape, dtype=bool)
        for band in self.bands if not bands else [self.bands[index] for index in bands]:
            if band.mask is not np.ma.nomask:
                # For booleans, a > b is a and not b.
                np.greater(valid, band.mask, out=valid)
        return valid

    def filled(self, band: int, valid: np.ndarray) -> np.ndarray:
        """Return a band's values, 0 where they do not count.

        Parameters
        ----------
        band : int
        valid : (rows, cols) bool
            As of `valid()`.

        Returns
        -------
        (rows, cols) float64
        """
        values = self.bands[band].data.astype(np.float64)
        if not valid.all():
            np.copyto(values, 0.0, where=~valid)
        return values

    def present_elsewhere(self, band: int, valid: np.ndarray) -> int:
        """Count the cells where a band has data although they do not count.

        Parameters
        ----------
        band : int
        valid : (rows, cols) bool
            As of `valid()`.

        Returns
        -------
        int
        """
        mask = np.ma.getmask(self.bands[band])
        return int(valid.size - np.count_nonzero(valid if mask is np.ma.nomask else mask | valid))


@dataclass
class Result:
    """What an operation returns.

    Parameters
    ----------
    bands : sequence of (rows, cols) arrays
        One per output band, masked where it has no value.
    partial : Partial, optional
        What is to be merged over all blocks, such as `Sums`.
    """

    bands: Sequence[Any] = ()
    partial: Partial | WithSuspects | None = None


Operation = Callable[[Block], Result]


@dataclass(frozen=True)
class WithSuspects:
    """The partial sums of a chunk, with what was suspected where its window was read.

    Parameters
    ----------
    partial : Partial, optional
    suspects : dict
        `Suspects` by position of the source.
    """

    partial: Any
    suspects: dict[int, Suspects]


class Gathered:
    """What the chunks of a run gave, one after the other: partial sums, and what was suspected of each source.

    Attributes
    ----------
    merged : Partial, optional
        The union of all partial sums; None when there are none.
    suspects : dict
        `Suspects` by position of the source.
    """

    def __init__(self) -> None:
        self.merged: Any = None
        self.suspects: dict[int, Suspects] = {}

    def add(self, partial: Partial | WithSuspects | None) -> None:
        """Take in what one chunk gave.

        Parameters
        ----------
        partial : Partial or WithSuspects, optional
        """
        if isinstance(partial, WithSuspects):
            for source, found in partial.suspects.items():
                self.suspects[source] = self.suspects.get(source, Suspects()).merge(found)
            partial = partial.partial
        if partial is not None:
            self.merged = partial if self.merged is None else self.merged.merge(partial)
