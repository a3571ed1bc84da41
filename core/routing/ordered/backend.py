"""Which compiled code helps: numba's, SciPy's, or none. Results are the same but for rounding.

- numba: loops over cells are compiled (`compiled`); SciPy is used besides when it is there.
- SciPy: strongly connected components and factorisations are its; passages are numpy's, level by level (`plain`).
- neither: all is numpy and Python.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...progress import Progress
from ..graph.weights import Donors, Vector
from . import components
from . import loops_numba as compiled
from . import loops_numpy as plain
from . import sparse_products as sweeps
from .d8_paths import Paths
from .state import RoutingState


@dataclass(frozen=True)
class Backend:
    """What may be used."""

    scipy: bool
    numba: bool

    def __str__(self) -> str:
        """Return it in words, for the log."""
        there = [name for name, used in (("numba", self.numba), ("SciPy", self.scipy)) if used]
        return " and ".join([*there, "numpy"])

    def advance(self, passage: RoutingState, settled: int, limit: int) -> None:
        """Settle ready cells: see `plain.advance`."""
        (compiled if self.numba else plain).advance(passage, settled, limit)

    def route_paths(self, paths: Paths, progress: Progress) -> None:
        """Settle cells with one receiver each: see `plain.route_paths`."""
        (compiled if self.numba else plain).route_paths(paths, progress)

    def sweep_overflow(
        self, donors: Donors, bounds: NDArray[np.int64], x: Vector, supply: Vector, capacity: Vector
    ) -> None:
        """Settle cells in turn: see `sweeps.sweep_overflow`."""
        if self.numba:
            compiled.sweep_overflow(donors, bounds, x, supply, capacity)
        else:
            sweeps.sweep_overflow(donors, bounds, x, supply, capacity, self.scipy)

    def sweep_linear(self, donors: Donors, bounds: NDArray[np.int64], x: Vector, active: NDArray[np.bool_]) -> None:
        """Add what arrives: see `sweeps.sweep_linear`."""
        if self.numba:
            compiled.sweep_linear(donors, bounds, x, active)
        else:
            sweeps.sweep_linear(donors, bounds, x, active, self.scipy)

    def add_inflow(self, donors: Donors, begin: int, end: int, x: Vector, to: Vector) -> None:
        """Add what arrives at a stretch of cells: see `sweeps.add_inflow`."""
        sweeps.add_inflow(donors, begin, end, x, to, self.scipy)

    def product(
        self, first: NDArray[np.integer], columns: NDArray[np.integer], weights: Vector, rows: Vector
    ) -> Vector:
        """Return a sparse matrix times dense rows: see `sweeps.product`."""
        if self.numba:
            return compiled.product(first, columns, weights, rows)
        return sweeps.product(first, columns, weights, rows, self.scipy)

    def strong_components(self, first: NDArray[np.int32], heads: NDArray[np.int32]) -> NDArray[np.int32]:
        """Return a component number per row of steps: see `components.strong_components`."""
        if self.numba:
            return compiled.strong_components(first, heads)
        return components.strong_components(first, heads, self.scipy)


def choose_backend(use_scipy: bool | None = None, use_numba: bool | None = None) -> Backend:
    """Return what is there; False leaves out what is, None takes it."""
    scipy = components.have_scipy() if use_scipy is None else use_scipy
    numba = _have_numba() if use_numba is None else use_numba
    return Backend(scipy, numba)


def _have_numba() -> bool:
    try:
        compiled.compile_kernels()
    except ImportError:
        return False
    return True
