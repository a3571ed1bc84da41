"""The arrays that routing works on, by what they hold."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Raster = NDArray[np.float64]
"""A number per cell, (rows, cols)."""
Vector = NDArray[np.float64]
"""A number per cell of a group, (cells,)."""
Mask = NDArray[np.bool_]
"""Yes or no per cell."""
Single = NDArray[np.float32]
"""Numbers of single precision: corrections need no more."""
Floats = NDArray[np.floating]
"""Numbers of either precision."""
