"""Components of cells that send carbon round, gathered to be solved together, and the solver that suits them.

Small ones are factorised side by side. Large ones are put in the order of Gauss-Seidel sweeps; with a wind rose, where
no small feedback set opens them, they are solved on coarser grids.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Union

import numpy as np
from numpy.typing import NDArray

from ...engine.memory import require_memory
from ...progress import Progress
from ..graph.arrays import Vector
from ..graph.weights import Donors, renumber_groups, sum_by
from ..ordered.backend import Backend
from ..ordered.state import RoutingState
from ..ordered.topological import Components, donors_among
from .solve_aggregation import AggregationSolver
from .solve_direct import DENSE_LIMIT, SPARSE_LIMIT, DirectSolver
from .solve_feedback_set import SweepSolver, sweep_order

Solver = Union[DirectSolver, SweepSolver, AggregationSolver]

_LARGE_BYTES = 110  # per cell of large components, on top of what routing holds
_ROSE_BYTES = 1000  # the same with a wind rose
_LOGGED_FROM = 1 << 28  # bytes; less is neither logged nor checked


@dataclass(frozen=True)
class Batch:
    """Components to solve together.

    Attributes
    ----------
    state : RoutingState
    backend : Backend
    donors : Donors
        weights among the n cells
    supply, capacity : (n,) float64, t
    cells : (n,) int32
        their numbers in the grid
    component : (n,) int32
        number of the component of each cell
    bounds : (levels + 1,) int64 or None
        where the levels of `sweep_order` begin and end, the cells being in that order; None: the cells of each
        component are side by side
    tolerance : float, t
        that may still be under way when iteration ends
    """

    state: RoutingState
    backend: Backend
    donors: Donors
    supply: Vector
    capacity: Vector
    cells: NDArray[np.int32]
    component: NDArray[np.int32]
    bounds: NDArray[np.int64] | None
    tolerance: float

    @property
    def count(self) -> int:
        """Number of components, counting those that have been left out."""
        return int(self.component.max(initial=-1)) + 1

    @property
    def is_aggregated(self) -> bool:
        """Whether `solver` works on coarser grids: large components of a wind rose, with SciPy."""
        large = self.bounds is None and self.cells.size > SPARSE_LIMIT
        return large and self.backend.scipy and self.state.graph.slots == 8

    def sums(self, values: Vector) -> Vector:
        """Return sums over the components.

        Parameters
        ----------
        values : (n,) float64

        Returns
        -------
        (components,) float64
        """
        return sum_by(self.component, values, self.count)

    def largest(self, values: Vector) -> Vector:
        """Return the largest value in each component.

        Parameters
        ----------
        values : (n,) float64, >= 0

        Returns
        -------
        (components,) float64
        """
        result = np.zeros(self.count)
        np.maximum.at(result, self.component, values)
        return result

    def restrict(self, cells: NDArray[np.int64]) -> Batch:
        """Return the batch of some of the components.

        Parameters
        ----------
        cells : (m,) int64
            positions in the batch of all their cells, ascending

        Returns
        -------
        Batch
        """
        if cells.size == self.cells.size:
            return self
        return replace(
            self,
            donors=self.donors.among(cells),
            supply=self.supply[cells],
            capacity=self.capacity[cells],
            cells=self.cells[cells],
            component=renumber_groups(self.component[cells]),
            bounds=None if self.bounds is None else np.searchsorted(cells, self.bounds),
            tolerance=self.tolerance * cells.size / self.donors.size,
        )

    def solver(self, progress: Progress) -> Solver:
        """Return the solver that suits these components.

        Parameters
        ----------
        progress : Progress
            whose `check` the solver calls

        Returns
        -------
        DirectSolver, SweepSolver or AggregationSolver
        """
        if self.bounds is not None:
            return SweepSolver(self.donors, self.bounds, self.component, self.backend, progress)
        if self.is_aggregated:
            row, col = np.divmod(self.cells, self.state.graph.shape[1])
            return AggregationSolver(self.donors, self.component, row, col, progress)
        return DirectSolver(self.donors, self.component, self.backend.scipy)


def make_batches(
    state: RoutingState, components: Components, tolerance: float, backend: Backend, progress: Progress
) -> Iterator[Batch]:
    """Yield the small components and the large ones.

    Parameters
    ----------
    state : RoutingState
        holds all that arrives at the components from outside
    components : Components
    tolerance : float, t
        that may still be under way in all cells of the state's order
    backend : Backend
    progress : Progress
        whose `check` raises when the user cancels

    Yields
    ------
    Batch

    Raises
    ------
    NotEnoughMemoryError
    """
    sizes = np.diff(components.starts)
    is_large = sizes > (SPARSE_LIMIT if backend.scipy else DENSE_LIMIT)
    number = np.repeat(np.arange(sizes.size, dtype=np.int32), sizes)
    is_rose = state.graph.slots == 8
    for large in (False, True):
        chosen = is_large == large
        if not chosen.any():
            continue
        of_chosen = np.repeat(chosen, sizes)
        group = components if chosen.all() else replace(components, cells=components.cells[of_chosen])
        cells, component, bounds = group.cells, number[of_chosen], None
        if large:
            spent = _ROSE_BYTES if is_rose else _LARGE_BYTES
            _require_memory(int(np.count_nonzero(of_chosen)) * spent, progress)
        if large and not (is_rose and backend.scipy):
            cells, bounds = sweep_order(state, group, backend, progress)
            components.position[group.cells] = component
            component = components.position[cells]
        donors = donors_among(state, group, cells)
        share = tolerance * cells.size / state.order.size
        supply, capacity = state.supply_and_capacity(cells)
        component = renumber_groups(component)
        yield Batch(state, backend, donors, supply, capacity, cells, component, bounds, share)


def _require_memory(bytes_needed: int, progress: Progress) -> None:
    """Raise where it does not fit; small amounts are not worth a line in the log."""
    if bytes_needed > _LOGGED_FROM:
        require_memory(bytes_needed, "Settling cells in which carbon goes round", progress)
