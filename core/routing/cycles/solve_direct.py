"""Small components: hops, and the linear balance by one factorisation.

With SciPy a compiled sparse factorisation (SuperLU; Demmel et al. 1999, DOI 10.1137/S0895479895291765) of all
components together; without, a dense one of each.
"""

from __future__ import annotations

from contextlib import suppress

import numpy as np
from numpy.typing import NDArray

from ..graph.arrays import Vector
from ..graph.weights import Donors, starts_of

HOPS = 12
DENSE_LIMIT = 600  # cells of a component that is factorised without SciPy
SPARSE_LIMIT = 20000  # and with it


class DirectSolver:
    """The solver of components side by side.

    Parameters
    ----------
    donors : Donors
        weights W among the n cells
    component : (n,) integers
        the component of each cell, equal ones side by side
    use_scipy : bool
    """

    def __init__(self, donors: Donors, component: NDArray[np.integer], use_scipy: bool) -> None:
        self.donors, self.component, self.use_scipy = donors, component, use_scipy

    def restrict(self, cells: NDArray[np.int64]) -> DirectSolver:
        """Return the solver of some of the components.

        Parameters
        ----------
        cells : (m,) int64
            positions of all their cells, ascending

        Returns
        -------
        DirectSolver
        """
        return DirectSolver(self.donors.among(cells), self.component[cells], self.use_scipy)

    def guess(self, supply: Vector, capacity: Vector) -> Vector:  # noqa: ARG002
        """Return the outflow to begin with: none, so that what follows grows from below.

        Parameters
        ----------
        supply, capacity : (n,) float64, t

        Returns
        -------
        (n,) float64, t
        """
        return np.zeros(supply.size)

    def relax(self, outflow: Vector, supply: Vector, capacity: Vector) -> tuple[Vector, Vector, NDArray[np.bool_]]:
        """Take a few hops.

        Parameters
        ----------
        outflow, supply, capacity : (n,) float64, t

        Returns
        -------
        outflow : (n,) float64, t
        change : (n,) float64, t
            by the last hop
        active : (n,) bool
            where cells overflow
        """
        before = outflow
        for _ in range(HOPS):
            before = outflow
            total = supply + self.donors.inflow(outflow)
            outflow = np.maximum(total - capacity, 0.0)
        return outflow, outflow - before, outflow > 0

    def balance(self, active: NDArray[np.bool_], supply: Vector, start: Vector) -> Vector:  # noqa: ARG002
        """Solve the linear balance y = supply + W y of the active cells.

        Parameters
        ----------
        active : (n,) bool
        supply : (n,) float64, t
        start : (n,) float64, t
            not needed

        Returns
        -------
        (n,) float64, t
            0 in cells that are not active
        """
        result = np.zeros(supply.size)
        cells = np.flatnonzero(active)
        if cells.size:
            result[cells] = self.solve(cells, supply[cells, None])[:, 0]
        return result

    def solve(self, cells: NDArray[np.int64], supplies: NDArray[np.float64]) -> NDArray[np.float64]:
        """Solve y = supply + W y among some cells for several supplies.

        Parameters
        ----------
        cells : (m,) int64
            their positions, ascending
        supplies : (m, columns) float64, t

        Returns
        -------
        (m, columns) float64, t
            inf in components that carbon never leaves
        """
        donors = self.donors.among(cells)
        if donors.donor.size == 0:
            return supplies.copy()
        if self.use_scipy:
            with suppress(RuntimeError):  # SuperLU's word for singular
                return _solve_sparse(donors, supplies)
        return self._solve_one_by_one(donors, self.component[cells], supplies)

    def _solve_one_by_one(
        self, donors: Donors, component: NDArray[np.integer], supplies: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Solve each component by itself; one that rounding has closed (a singular matrix) gets infinite outflow."""
        result = np.full_like(supplies, np.inf)
        starts = starts_of(component)
        for begin, end in zip(starts, np.append(starts[1:], component.size)):
            single = donors.among(np.arange(begin, end))
            with suppress(RuntimeError, np.linalg.LinAlgError):
                if self.use_scipy and single.size > DENSE_LIMIT:
                    result[begin:end] = _solve_sparse(single, supplies[begin:end])
                else:
                    result[begin:end] = np.linalg.solve(_dense(single), supplies[begin:end])
        return result


def _dense(donors: Donors) -> NDArray[np.float64]:
    """Return 1 - W as a dense matrix."""
    matrix = np.eye(donors.size)
    rows = np.repeat(np.arange(donors.size), np.diff(donors.first))
    np.subtract.at(matrix, (rows, donors.donor), donors.weight)
    return matrix


def _solve_sparse(donors: Donors, supplies: NDArray[np.float64]) -> NDArray[np.float64]:
    from scipy.sparse import csr_matrix, identity
    from scipy.sparse.linalg import splu

    shape = (donors.size, donors.size)
    weights = csr_matrix((donors.weight, donors.donor, donors.first), shape=shape)
    factor = splu((identity(donors.size, format="csc") - weights.tocsc()).tocsc())
    return np.asarray(factor.solve(np.ascontiguousarray(supplies)), dtype=np.float64)
