"""Which compiled code does the loops: numba's, SciPy's, or none. Results are the same but for rounding.

- numba compiles the loops over cells (`loops_numba`): routing in topological order, D8 paths, Gauss–Seidel sweeps.
- SciPy has strongly connected components, products with sparse matrices, and factorisations.
- Without either, all is numpy (`loops_numpy`, level by level) and Python.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...progress import Progress
from ..graph.arrays import Vector
from ..graph.weights import Donors
from . import components, loops_numba, loops_numpy, sparse_products
from .d8_paths import Paths
from .state import RoutingState


@dataclass(frozen=True)
class Backend:
    """Which optional libraries are used, and the loops as they do them.

    Attributes
    ----------
    scipy, numba : bool
        whether the library may be used
    """

    scipy: bool
    numba: bool

    def __str__(self) -> str:
        """Return the libraries used, for the log."""
        used = [name for name, is_used in (("numba", self.numba), ("SciPy", self.scipy)) if is_used]
        return " and ".join([*used, "numpy"])

    def advance(self, state: RoutingState, final: int, limit: int) -> None:
        """Route ready cells in topological order.

        Parameters
        ----------
        state : RoutingState
            changed in place
        final : int
            position in the order before which cells have their final state already
        limit : int
            number of cells after which to stop
        """
        (loops_numba.advance_compiled if self.numba else loops_numpy.advance_by_level)(state, final, limit)

    def route_paths(self, paths: Paths, progress: Progress) -> None:
        """Route all cells with one receiver each but those in or behind cycles.

        Parameters
        ----------
        paths : Paths
            changed in place
        progress : Progress
            told how far it is; its `check` raises when the user cancels
        """
        (loops_numba.route_paths_compiled if self.numba else loops_numpy.route_paths_in_step)(paths, progress)

    def sweep_overflow(
        self, donors: Donors, bounds: NDArray[np.int64], x: Vector, supply: Vector, capacity: Vector
    ) -> None:
        """Put the outflow max(0, supply + inflow - capacity) of all cells from bounds[0] on into `x`, in their order.

        Parameters
        ----------
        donors : Donors
            weights among n cells
        bounds : (levels + 1,) int64
            where each level of cells begins, and the last one ends
        x : (n,) float64, t
            outflow, given for the cells before bounds[0]
        supply, capacity : (n,) float64, t
        """
        if self.numba:
            loops_numba.sweep_overflow_compiled(donors, bounds, x, supply, capacity)
        else:
            sparse_products.sweep_overflow_by_level(donors, bounds, x, supply, capacity, use_scipy=self.scipy)

    def sweep_linear(self, donors: Donors, bounds: NDArray[np.int64], x: Vector, active: NDArray[np.bool_]) -> None:
        """Add what arrives to `x` of the active cells from bounds[0] on, in their order.

        Parameters
        ----------
        donors : Donors
            weights among n cells
        bounds : (levels + 1,) int64
            where each level of cells begins, and the last one ends
        x : (n,) or (n, columns) float64, t
            0 in cells that are not active; changed in place
        active : (n,) bool
        """
        if self.numba:
            loops_numba.sweep_linear_compiled(donors, bounds, x, active)
        else:
            sparse_products.sweep_linear_by_level(donors, bounds, x, active, use_scipy=self.scipy)

    def add_inflow(self, donors: Donors, begin: int, end: int, x: Vector, to: Vector) -> None:
        """Add to `to` what cells `begin` to `end` - 1, which all have donors, get of the outflow `x`.

        Parameters
        ----------
        donors : Donors
            weights among n cells
        begin, end : int
        x : (n,) or (n, columns) float64, t
        to : (end - begin,) or (end - begin, columns) float64, t
            changed in place
        """
        sparse_products.add_inflow(donors, begin, end, x, to, use_scipy=self.scipy)

    def multiply_rows(
        self, first: NDArray[np.integer], columns: NDArray[np.integer], weights: Vector, rows: Vector
    ) -> Vector:
        """Return a sparse matrix times a dense one.

        Parameters
        ----------
        first : (n + 1,) integers
            where the entries of each row of the sparse matrix begin
        columns, weights : (entries,) integers and float64
        rows : (m, k) float64

        Returns
        -------
        (n, k) float64
        """
        return sparse_products.multiply_rows(first, columns, weights, rows, self.scipy)

    def strong_components(self, first: NDArray[np.int32], heads: NDArray[np.int32]) -> NDArray[np.int32]:
        """Return the strongly connected component of each node.

        Parameters
        ----------
        first : (n + 1,) int32
            where the edges of each node begin in `heads`
        heads : (edges,) int32

        Returns
        -------
        (n,) int32
        """
        return components.strong_components(first, heads, self.scipy)


def choose_backend(use_scipy: bool | None = None, use_numba: bool | None = None) -> Backend:
    """Return a backend of the libraries that are installed.

    Parameters
    ----------
    use_scipy, use_numba : bool or None
        False leaves the library out, True takes it unseen, None takes it where it can be imported

    Returns
    -------
    Backend
    """
    scipy = components.have_scipy() if use_scipy is None else use_scipy
    numba = loops_numba.have_numba() if use_numba is None else use_numba
    return Backend(scipy, numba)
