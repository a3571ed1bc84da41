"""What the tests of drivers share: grids of square cells, layers with gaps, smooth fields, irregular masks."""

from __future__ import annotations

from typing import Any

import numpy as np
from carbon_service_flow.core.engine.operation import Block
from carbon_service_flow.core.raster.grid import Grid
from carbon_service_flow.core.raster.sources import ArraySource, Window

# A gap in the arrays of these tests.
NO = -9999.0


def metric_grid(shape: tuple[int, int], cell: float = 1000.0) -> Grid:
    return Grid(*shape, (0.0, cell, 0, 0.0, 0, -cell), "EPSG:6933")


def grid_for(array: Any) -> Grid:
    return metric_grid(np.shape(array))


def source(values: Any) -> ArraySource:
    values = np.asarray(values)
    return ArraySource(values, values == NO)


def block_of(*bands: Any, row: int = 0, col: int = 0) -> Block:
    """Layers (rows, cols) with gaps `NO` as one block at (row, col)."""
    arrays = [np.atleast_2d(np.asarray(band, dtype=float)) for band in bands]
    masked = tuple(np.ma.MaskedArray(array, array == NO) for array in arrays)
    return Block(grid_for(arrays[0]), Window(row, col, *arrays[0].shape), masked)


def smooth_field(rng: np.random.Generator, shape: tuple[int, int], sigma: float, stretch: float = 1.0) -> np.ndarray:
    """White noise through a Gaussian of `sigma` cells (times `stretch` along rows), cut from a larger torus."""
    size = tuple(n + int(8 * sigma * stretch) + 8 for n in shape)
    fy, fx = np.fft.fftfreq(size[0])[:, None], np.fft.rfftfreq(size[1])[None, :]
    kernel = np.exp(-2 * (np.pi * sigma) ** 2 * (fy**2 + (stretch * fx) ** 2))
    field = np.fft.irfft2(np.fft.rfft2(rng.standard_normal(size)) * kernel, size)[: shape[0], : shape[1]]
    return field / field.std()


def irregular_mask(rng: np.random.Generator, shape: tuple[int, int]) -> np.ndarray:
    field = smooth_field(rng, shape, 6)
    return (field > np.quantile(field, rng.uniform(0.05, 0.5))) & (rng.random(shape) > 0.03)
