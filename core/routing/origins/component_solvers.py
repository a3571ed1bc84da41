"""Solve the masses of many origins in a group of cyclic components: y = supply + W y, a column per origin.

With a wind rose a component may hold all cells of a grid. Its sparse LU (SuperLU; Demmel et al. 1999,
DOI 10.1137/S0895479895291765) is made once and serves all origins, while it fits into memory. The columns of W sum to
at most 1, so 1 - W needs no pivots besides its diagonal, and can be ordered for little fill by minimum degree on its
symmetric pattern (George & Liu 1989, DOI 10.1137/1031001). Larger components, or without SciPy, are solved origin by
origin as routing solves them.
"""

from __future__ import annotations

from contextlib import suppress
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...progress import Progress
from ..cycles.batches import Batch
from ..cycles.solve_aggregation import AggregationSolver, build_levels
from ..cycles.solve_direct import DirectSolver
from ..cycles.solve_feedback_set import SweepSolver
from ..graph.weights import Donors
from ..memory import lu_fits

COLUMNS_AT_ONCE = 16  # columns that one solution with the factors takes: more are no faster

Masses = NDArray[np.float64]
"""Mass by cell and origin, (cells, origins), t."""


class ComponentSolver:
    """The solver of a batch of components, kept for all origins.

    Parameters
    ----------
    batch : Batch
        whose weights are shares of a cell's mass, not of its outflow
    """

    def __init__(self, batch: Batch) -> None:
        self.batch = batch

    @cached_property
    def factors(self) -> Any:
        """SciPy's sparse LU of 1 - W; None where another solver suits, or it does not fit, or 1 - W is singular."""
        largest = int(np.bincount(self.batch.component).max(initial=0))
        if not self.batch.is_aggregated or not lu_fits(largest, self.batch.cells.size):
            return None
        with suppress(RuntimeError, MemoryError):  # the first is SuperLU's word for singular
            return factorize(self.batch.donors)
        return None

    def solve(self, supplies: Masses, progress: Progress) -> Masses:
        """Return the mass of each origin in each cell.

        Parameters
        ----------
        supplies : (cells, origins) float64, t
            own emission, and what comes from outside the components
        progress : Progress
            whose `check` raises when the user cancels

        Returns
        -------
        (cells, origins) float64, t
            y = supplies + W y
        """
        if self.factors is not None:
            return _solve_factorized(self.factors, supplies, progress)
        solver = self.batch.solver(progress)
        if isinstance(solver, DirectSolver):
            return solver.solve(np.arange(self.batch.cells.size), supplies)
        if isinstance(solver, SweepSolver):
            return solver.balance_all(supplies)
        return _solve_by_aggregation(solver, supplies)


def factorize(donors: Donors) -> Any:
    """Return the sparse LU of 1 - W, ordered by minimum degree and without pivoting.

    Parameters
    ----------
    donors : Donors
        the weights W, columns summing to at most 1

    Returns
    -------
    scipy.sparse.linalg.SuperLU

    Raises
    ------
    RuntimeError
        where 1 - W is singular
    """
    from scipy.sparse import csr_matrix, identity
    from scipy.sparse.linalg import splu

    shape = (donors.size, donors.size)
    weights = csr_matrix((donors.weight, donors.donor, donors.first), shape=shape)
    matrix = (identity(donors.size, format="csc") - weights.tocsc()).tocsc()
    return splu(matrix, permc_spec="MMD_AT_PLUS_A", diag_pivot_thresh=0.0, options={"SymmetricMode": True})


def _solve_factorized(factors: Any, supplies: Masses, progress: Progress) -> Masses:
    """Return the solution for each column, some columns at a time."""
    masses = np.empty_like(supplies)
    for first in range(0, supplies.shape[1], COLUMNS_AT_ONCE):
        progress.check()
        columns = slice(first, first + COLUMNS_AT_ONCE)
        masses[:, columns] = factors.solve(np.asfortranarray(supplies[:, columns]))
    return masses


def _solve_by_aggregation(solver: AggregationSolver, supplies: Masses) -> Masses:
    """Return the solution for each column, one after the other, each corrected once."""
    solver.levels = build_levels(solver.weights, solver.row, solver.col)
    active = np.ones(supplies.shape[0], dtype=bool)
    no_guess = np.zeros(supplies.shape[0])
    masses = np.zeros_like(supplies)
    for _ in range(2):
        for column in range(supplies.shape[1]):
            residual = supplies[:, column] + solver.donors.inflow(masses[:, column]) - masses[:, column]
            masses[:, column] += solver.balance(active, residual, no_guess)
    return masses
