"""Noise with structure in space, from a seed, for any window of a raster of any size.

A field is a sum of octaves; an octave is random numbers on a lattice of `spacing` cells, joined by smooth steps. Its
value in a cell depends on the seed and the cell alone, so that windows can be computed in any order and in any process,
and a raster of 30 000 x 30 000 cells needs no more memory than its coarse lattices.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np


class Field:
    """Smooth noise, about mean 0 and deviation 1; `octaves` are (spacing in cells, weight)."""

    def __init__(self, seed: int, name: str, shape: tuple[int, int], octaves: Sequence[tuple[int, float]]) -> None:
        self._key = [seed, *name.encode()]
        self._shape = shape
        self._octaves = octaves

    @cached_property
    def _lattices(self) -> list[tuple[int, np.ndarray]]:
        rng = np.random.default_rng(self._key)
        # Joining lattice points halves the variance in either direction, more or less.
        scale = 1.45 / np.sqrt(sum(weight**2 for _, weight in self._octaves))
        return [
            (
                spacing,
                (scale * weight * rng.standard_normal([n // spacing + 2 for n in self._shape])).astype(np.float32),
            )
            for spacing, weight in self._octaves
        ]

    def __call__(self, row: int, rows: int) -> np.ndarray:
        """Return rows `row` to `row + rows` over the whole width, float32 (rows, columns)."""
        total = np.zeros((rows, self._shape[1]), dtype=np.float32)
        for spacing, lattice in self._lattices:
            low, across = _steps(row, rows, spacing)
            left, along = _steps(0, self._shape[1], spacing)
            first, last = low[0], low[-1] + 2
            part = lattice[first:last]
            # Along the row first: few rows of the lattice, then whole rows are mixed.
            wide = part[:, left] * (1 - along) + part[:, left + 1] * along
            near = wide[low - first]
            total += near
            total += (wide[low - first + 1] - near) * across[:, None]
        return total


def _steps(start: int, count: int, spacing: int) -> tuple[np.ndarray, np.ndarray]:
    """Lattice positions left of each cell, and the share of the right one (0-1, smooth at the ends)."""
    place = (np.arange(start, start + count) + 0.5) / spacing
    left = place.astype(np.intp)
    share = (place - left).astype(np.float32)
    return left, share * share * (3 - 2 * share)


def white(seed: int, name: str, row: int, shape: tuple[int, int]) -> np.ndarray:
    """Independent normal numbers of a strip that starts at `row`, float32."""
    return np.random.default_rng([seed, row, *name.encode()]).standard_normal(shape, dtype=np.float32)
