"""Sums by group."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def sum_by(group: NDArray[np.integer], values: NDArray[np.floating], count: int) -> NDArray[np.float64]:
    """Return the sum of `values` for each group number 0 to count - 1."""
    return np.asarray(np.bincount(group, weights=values, minlength=count), dtype=np.float64)
