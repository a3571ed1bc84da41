"""Components of cells that send carbon round, gathered to be settled together, and the solver that suits them.

Small ones are factorised side by side. Large ones are put in the order in which laps go through them; with a wind
rose, where no small cut opens them, they are solved on coarser grids.
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
from ..graph.weights import Donors, sum_by
from ..ordered.backend import Backend
from ..ordered.state import RoutingState
from ..ordered.topological import Components, donors_among
from .solve_aggregation import AggregationSolver
from .solve_direct import DENSE_LIMIT, SPARSE_LIMIT, DirectSolver
from .solve_feedback_set import SweepSolver, sweep_order

Solver = Union[DirectSolver, SweepSolver, AggregationSolver]

_LARGE_BYTES = 110  # per cell of large components, on top of what routing holds
_SPREADING_BYTES = 1000
_WORTH_SAYING = 1 << 28


@dataclass(frozen=True)
class Batch:
    """Components to settle together.

    donors: weights among the cells; supply, capacity: t by cell; cells: their numbers in the grid; component: number of
    the component of each cell; bounds: None, and components side by side, or of cells in lap order; tolerance: t that
    may stay under way.
    """

    passage: RoutingState
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

    def sums(self, values: Vector) -> Vector:
        """Return the sum of a cell quantity for each component."""
        return sum_by(self.component, values, self.count)

    def largest(self, values: Vector) -> Vector:
        """Return the largest value, all >= 0, for each component."""
        result = np.zeros(self.count)
        np.maximum.at(result, self.component, values)
        return result

    def restrict(self, cells: NDArray[np.int64]) -> Batch:
        """Return the batch of the components that `cells` make up."""
        if cells.size == self.cells.size:
            return self
        return replace(
            self,
            donors=self.donors.among(cells),
            supply=self.supply[cells],
            capacity=self.capacity[cells],
            cells=self.cells[cells],
            component=_renumber(self.component[cells]),
            bounds=None if self.bounds is None else np.searchsorted(cells, self.bounds),
            tolerance=self.tolerance * cells.size / self.donors.size,
        )

    def solver(self, progress: Progress) -> Solver:
        """Return the solver that suits these components."""
        if self.bounds is not None:
            return SweepSolver(self.donors, self.bounds, self.component, self.backend, progress)
        if self.passage.graph.slots == 8 and self.backend.scipy and self.cells.size > SPARSE_LIMIT:
            row, col = np.divmod(self.cells, self.passage.graph.shape[1])
            return AggregationSolver(self.donors, self.component, row, col, progress)
        return DirectSolver(self.donors, self.component, self.backend.scipy)


def make_batches(
    passage: RoutingState, components: Components, tolerance: float, backend: Backend, progress: Progress
) -> Iterator[Batch]:
    """Yield the small components and the large ones."""
    sizes = np.diff(components.starts)
    large = sizes > (SPARSE_LIMIT if backend.scipy else DENSE_LIMIT)
    number = np.repeat(np.arange(sizes.size, dtype=np.int32), sizes)
    for is_large in (False, True):
        chosen = large == is_large
        if not chosen.any():
            continue
        some = np.repeat(chosen, sizes)
        part = components if chosen.all() else replace(components, cells=components.cells[some])
        cells, mine, bounds = part.cells, number[some], None
        if is_large:
            spent = _SPREADING_BYTES if passage.graph.slots == 8 else _LARGE_BYTES
            _need(int(np.count_nonzero(some)) * spent, progress)
        if is_large and not (passage.graph.slots == 8 and backend.scipy):
            cells, bounds = sweep_order(passage, part, backend, progress)
            components.position[part.cells] = mine
            mine = components.position[cells]
        donors = donors_among(passage, part, cells)
        share = tolerance * cells.size / passage.order.size
        supply, capacity = passage.supply_and_capacity(cells)
        yield Batch(passage, backend, donors, supply, capacity, cells, _renumber(mine), bounds, share)


def _need(bytes_needed: int, progress: Progress) -> None:
    """Refuse what does not fit; small amounts are not worth a line in the log."""
    if bytes_needed > _WORTH_SAYING:
        require_memory(bytes_needed, "Settling cells in which carbon goes round", progress)


def _renumber(number: NDArray[np.int32]) -> NDArray[np.int32]:
    """Return the same groups, numbered without gaps in the same order."""
    used = np.bincount(number) > 0
    return (np.cumsum(used, dtype=np.int32) - np.int32(1))[number]
