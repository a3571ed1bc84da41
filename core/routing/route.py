"""Route what cells cannot sequester to the cells downwind: methods 0 to 2, and 3 (well mixed)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..errors import RasterError
from ..progress import Progress
from .cycles.policy_iteration import Trapped, solve_components
from .graph.arrays import Raster, Vector
from .graph.graph import GAP, OUTSIDE, Graph
from .graph.result import Flow, MassBalance, Routed
from .graph.shares import NO_RECEIVER_CODE
from .graph.strips import map_strips, row_strips
from .messages import INFINITE_AMOUNT, NEGATIVE_AMOUNT, SHAPE_DIFFERS
from .ordered.backend import Backend, choose_backend
from .ordered.d8_paths import Paths
from .ordered.state import RoutingState
from .ordered.topological import Components, route_in_order
from .rose.solve_rose import solve_rose

_TOLERANCE = 1e-12  # of all emission, that may still be under way in cycles


def route(
    emission: Raster,
    capacity: Raster,
    graph: Graph,
    progress: Progress | None = None,
    use_scipy: bool | None = None,
    use_numba: bool | None = None,
) -> Routed:
    """Return where the emission of each cell goes along the wind: the least fixed point (see `cycles`).

    emission, capacity: t per cell, (rows, cols), read in the study area only; use_scipy, use_numba: False to do
    without. Raises RasterError for negative or infinite amounts and for shapes that differ.
    """
    valid = graph.valid
    check_amounts(emission, capacity, valid)
    amounts = np.empty((*valid.shape, 2))

    def fill(rows: slice) -> None:
        for column, values in enumerate((emission, capacity)):
            np.copyto(amounts[rows, :, column], 0.0)
            np.copyto(amounts[rows, :, column], values[rows], where=valid[rows])

    map_strips(fill, row_strips(*valid.shape))
    return route_amounts(amounts, emission, graph, progress, use_scipy, use_numba)


def route_flux(
    amounts: NDArray[np.float64],
    graph: Graph,
    progress: Progress | None = None,
    use_scipy: bool | None = None,
    use_numba: bool | None = None,
) -> Flow:
    """Return the flux and the accounts alone, in less memory.

    amounts: (rows, cols, 2) float64, contiguous, emission and capacity, t per cell, finite, >= 0, and 0 outside the
    study area; the flux is put in the place of the emission. The rest as of `route`.
    """
    backend = choose_backend(use_scipy, use_numba)
    return _FinalState.run(amounts.reshape(-1, 2), graph, backend, progress or Progress()).flux_alone()


def route_amounts(
    amounts: NDArray[np.float64],
    emission: Raster,
    graph: Graph,
    progress: Progress | None = None,
    use_scipy: bool | None = None,
    use_numba: bool | None = None,
) -> Routed:
    """Return the same as `route`; amounts: as of `route_flux`, replaced by the flux and what is absorbed."""
    backend = choose_backend(use_scipy, use_numba)
    settled = _FinalState.run(amounts.reshape(-1, 2), graph, backend, progress or Progress(), emission)
    return settled.rasters(emission.ravel())


@dataclass(frozen=True)
class _FinalState:
    """The final state of all cells, t; trapped carbon; and what is known of the sums before.

    amounts: (cells, 2) state (see `passage`) and capacity; supplied: emission; home: of it, absorbed where it is
    emitted, as arriving carbon finds a cell's own emission there already.
    """

    amounts: NDArray[np.float64]
    graph: Graph
    stays: list[Trapped]
    supplied: float
    home: float

    @classmethod
    def run(
        cls,
        amounts: NDArray[np.float64],
        graph: Graph,
        backend: Backend,
        progress: Progress,
        emission: Raster | None = None,
    ) -> _FinalState:
        """Settle all cells in place; emission: t, (rows, cols), where it is at hand."""
        progress.info(f"Routing with {backend}.")
        sums = map_strips(lambda part: _supply(amounts[part]), _parts(amounts))
        supplied, home = (sum(column, 0.0) for column in zip(*sums))
        stays = _route(graph, amounts, emission, _TOLERANCE * supplied, backend, progress)
        return cls(amounts, graph, stays, supplied, home)

    def flux_alone(self) -> Flow:
        """Turn the state into the flux."""
        sums = map_strips(self._pass_on, _parts(self.amounts))
        absorbed, calm, losses = self._add_up(sums)
        accounts = self._accounts(max(0.0, absorbed - self.home), calm, losses)
        return Flow(self._raster(0), accounts)

    def rasters(self, emission: Vector) -> Routed:
        """Turn the state into the flux and all else that is known of the cells; emission: t by cell, where valid."""
        imported, remainder = np.empty(emission.size), np.zeros(emission.size)
        valid = self.graph.valid.ravel()

        def one(part: slice) -> tuple[float, float, tuple[float, float, float]]:
            found = self._pass_on(part, remainder)
            here = self.amounts[part, 1]
            np.minimum(here, np.where(valid[part], emission[part], 0.0), out=imported[part])
            np.subtract(here, imported[part], out=imported[part])
            return (float(imported[part].sum()), *found[1:])

        downwind, calm, losses = self._add_up(map_strips(one, _parts(self.amounts)))
        for stay in self.stays:
            remainder[stay.cells] += stay.mass
        accounts = self._accounts(downwind, calm, losses)
        shape = self.graph.shape
        return Routed(
            flux=self._raster(0),
            absorbed=self._raster(1),
            imported=imported.reshape(shape),
            remainder=remainder.reshape(shape),
            accounts=accounts,
        )

    def _pass_on(self, part: slice, remainder: Vector | None = None) -> tuple[float, float, tuple[float, float, float]]:
        """Put the flux in the place of the state, and what is absorbed in that of the capacity, for some cells.

        Return what is absorbed, what stays in cells without wind, and what is lost from the others (`_losses`), t.
        """
        state, room = self.amounts[part, 0], self.amounts[part, 1]
        settled = state <= 0
        np.copyto(room, 0.0 - state, where=settled)
        np.copyto(state, 0.0, where=settled)
        calm = 0.0
        still = self.graph.transport.first.ravel()[part] == NO_RECEIVER_CODE
        if still.any():
            calm = float(state[still].sum())
            if remainder is not None:
                remainder[part][still] = state[still]
            state[still] = 0.0
        return float(room.sum()), calm, _losses(self.graph, state, part.start)

    @staticmethod
    def _add_up(
        sums: list[tuple[float, float, tuple[float, float, float]]],
    ) -> tuple[float, float, tuple[float, float, float]]:
        taken, calm, losses = zip(*sums)
        exported, gaps, dispersed = (sum(column, 0.0) for column in zip(*losses))
        return sum(taken, 0.0), sum(calm, 0.0), (exported, gaps, dispersed)

    def _accounts(self, downwind: float, calm: float, losses: tuple[float, float, float]) -> MassBalance:
        trapped = sum((float(stay.mass.sum()) for stay in self.stays), 0.0)
        return MassBalance(self.supplied, self.home, downwind, *losses, trapped, calm)

    def _raster(self, column: int) -> Raster:
        return self.amounts.reshape(*self.graph.shape, 2)[:, :, column]


def _parts(amounts: NDArray[np.float64]) -> list[slice]:
    return row_strips(amounts.shape[0], 1)


def _supply(amounts: NDArray[np.float64]) -> tuple[float, float]:
    """Return the sums of the emission and of what of it its own cell absorbs, t."""
    emission, capacity = amounts[:, 0], amounts[:, 1]
    return float(emission.sum()), float(np.minimum(emission, capacity).sum())


def _route(
    graph: Graph,
    amounts: NDArray[np.float64],
    emission: Raster | None,
    tolerance: float,
    backend: Backend,
    progress: Progress,
) -> list[Trapped]:
    """Turn what cells emit, t, into their final state; return what is trapped. tolerance: t that may stay under way."""
    if graph.slots == 1:
        paths = Paths.start(graph, amounts)
        backend.route_paths(paths, progress)
        if not paths.open.any():
            return []
        passage = RoutingState.resume(graph, amounts, paths.open)
        del paths
    else:
        if graph.slots == 8:
            if emission is None:
                emission = amounts[:, 0].copy().reshape(graph.shape)
            graph = solve_rose(graph, emission, amounts[:, 1], amounts[:, 0], tolerance=tolerance, progress=progress)
            if not graph.member.any():
                return []
        passage = RoutingState.start(graph, amounts, graph.links.copy())
    stays: list[Trapped] = []

    def settle(components: Components) -> None:
        stays.extend(solve_components(passage, components, tolerance, backend, progress))

    route_in_order(passage, settle, backend, progress)
    return stays


def well_mixed(emission: Raster, capacity: Raster, valid: NDArray[np.bool_]) -> Routed:
    """Return the allocation of all surplus over all spare capacity in proportion (method 3).

        surplus = E - min(E, C)        spare = C - min(E, C)        f = min(1, sum(surplus) / sum(spare))
        imported = f * spare           flux = surplus               exported = sum(surplus) - sum(imported)

    What finds no room stays in the air of all, so it counts as exported. Arguments and errors as for `route`.
    """
    check_amounts(emission, capacity, valid)
    supply, room = np.where(valid, emission, 0.0), np.where(valid, capacity, 0.0)
    home = np.minimum(supply, room)
    surplus, spare = supply - home, room - home
    excess, space = float(surplus.sum()), float(spare.sum())
    imported = spare * min(1.0, excess / space) if space > 0 else np.zeros(valid.shape)
    accounts = MassBalance(
        emission=float(supply.sum()),
        absorbed_home=float(home.sum()),
        absorbed_downwind=float(imported.sum()),
        exported=max(0.0, excess - space),
        gaps=0.0,
        dispersed=0.0,
        trapped=0.0,
        calm=0.0,
    )
    return Routed(surplus, accounts, home + imported, imported, np.zeros(valid.shape))


def check_amounts(emission: Raster, capacity: Raster, valid: NDArray[np.bool_]) -> None:
    """Raise RasterError unless both are finite and >= 0 where `valid`, and all have the same shape."""
    for what, values in (("The emission", emission), ("The sequestration", capacity)):
        if values.shape != valid.shape:
            given, expected = (" x ".join(map(str, array.shape)) for array in (values, valid))
            raise RasterError(SHAPE_DIFFERS, what=what, shape=given, expected=expected)
    for what, values in (("The emission", emission), ("The sequestration", capacity)):
        for template, bad in ((NEGATIVE_AMOUNT, values < 0), (INFINITE_AMOUNT, ~np.isfinite(values))):
            where = np.flatnonzero((bad & valid).ravel())
            if where.size:
                row, column = divmod(int(where[0]), valid.shape[1])
                raise RasterError(template, what=what, count=where.size, row=row + 1, column=column + 1)


def _losses(graph: Graph, flux: Vector, start: int) -> tuple[float, float, float]:
    """Return what left over the border, into gaps, and what was dispersed on the way, t; flux: from cell `start` on."""
    exported = gaps = dispersed = 0.0
    passes = flux > 0
    if graph.arriving is None:
        passes &= graph.links[start : start + flux.size] != (1 << graph.slots) - 1
    some = np.flatnonzero(passes)
    if some.size == 0:
        return exported, gaps, dispersed
    cells, leaving = start + some, flux[some]
    for slot in range(graph.slots):
        heads = graph.receivers(slot, cells)
        arriving = graph.weights(slot, cells) * leaving
        exported += float(arriving[heads == OUTSIDE].sum())
        gaps += float(arriving[heads == GAP].sum())
        if graph.arriving is not None:
            dispersed += float((graph.transport.share(slot, cells) * leaving - arriving).sum())
    return exported, gaps, dispersed
