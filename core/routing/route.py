"""Route what cells cannot sequester to the cells downwind: methods 0 to 2, and 3 (well mixed)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..errors import RasterError
from ..messages_routing import INFINITE_AMOUNT, NEGATIVE_AMOUNT, SHAPE_DIFFERS
from ..progress import Progress
from .backend import Backend, choose_backend
from .cycles import Stay, settle_components
from .graph import GAP, OUTSIDE, Graph
from .linear import Vector
from .passage import Passage
from .result import Accounts, Raster, Routed
from .rose import settle_rose
from .transport import CALM
from .walk import Components, walk

_TOLERANCE = 1e-12  # of all emission, that may still be under way in cycles
_BLOCK = 1 << 15  # cells that the processor's cache holds at once


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
    progress = progress or Progress()
    valid = graph.valid
    check_amounts(emission, capacity, valid)
    backend = choose_backend(use_scipy, use_numba)
    progress.info(f"Routing with {backend}.")
    state = np.where(valid, emission, 0.0).ravel()
    room = np.ascontiguousarray(capacity, dtype=np.float64).ravel()
    if np.count_nonzero(graph.member) > np.count_nonzero(valid):
        room = np.where(valid.ravel(), room, 0.0)
    stays = _settle(graph, emission, state, room, backend, progress)
    return _results(state, emission, room, graph, stays)


def _settle(
    graph: Graph, emission: Raster, state: Vector, room: Vector, backend: Backend, progress: Progress
) -> list[Stay]:
    """Turn what cells emit, t, into their final state; return what is trapped."""
    tolerance = _TOLERANCE * float(state.sum())
    if graph.slots == 8:
        graph = settle_rose(graph, emission, room, state, tolerance, progress)
        if not graph.member.any():
            return []
    passage = Passage.start(graph, state, room, graph.links.copy())
    stays: list[Stay] = []

    def settle(components: Components) -> None:
        stays.extend(settle_components(passage, components, tolerance, backend, progress))

    walk(passage, settle, backend, progress)
    return stays


def _results(state: Vector, emission: Raster, room: Vector, graph: Graph, stays: list[Stay]) -> Routed:
    """Turn the final state of all cells into rasters and accounts."""
    flux, absorbed, imported = np.maximum(state, 0.0), state, np.empty_like(state)
    remainder = np.zeros_like(state)
    first, valid, own = graph.transport.first.ravel(), graph.valid.ravel(), emission.ravel()
    supplied = home = downwind = calm = 0.0
    for start in range(0, state.size, _BLOCK):
        block = slice(start, start + _BLOCK)
        here = np.where(state[block] > 0, room[block], 0.0 - state[block])
        supply = np.where(valid[block], own[block], 0.0)
        least = np.minimum(supply, here)  # here is the capacity, or all that arrived
        absorbed[block] = here
        imported[block] = here - least
        supplied, home = supplied + float(supply.sum()), home + float(least.sum())
        downwind += float(imported[block].sum())
        still = first[block] == CALM
        if still.any():
            remainder[block][still] = flux[block][still]
            calm += float(flux[block][still].sum())
            flux[block][still] = 0.0
    for stay in stays:
        remainder[stay.cells] += stay.mass
    exported, gaps, dispersed = _losses(graph, flux)
    trapped = sum((float(stay.mass.sum()) for stay in stays), 0.0)
    accounts = Accounts(supplied, home, downwind, exported, gaps, dispersed, trapped, calm)
    shape = graph.shape
    return Routed(
        flux.reshape(shape), absorbed.reshape(shape), imported.reshape(shape), remainder.reshape(shape), accounts
    )


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
    accounts = Accounts(
        emission=float(supply.sum()),
        absorbed_home=float(home.sum()),
        absorbed_downwind=float(imported.sum()),
        exported=max(0.0, excess - space),
        gaps=0.0,
        dispersed=0.0,
        trapped=0.0,
        calm=0.0,
    )
    return Routed(surplus, home + imported, imported, np.zeros(valid.shape), accounts)


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


def _losses(graph: Graph, flux: Vector) -> tuple[float, float, float]:
    """Return what left over the border, into gaps, and what was dispersed on the way, t."""
    exported = gaps = dispersed = 0.0
    every = (1 << graph.slots) - 1
    for start in range(0, flux.size, _BLOCK):
        block = slice(start, start + _BLOCK)
        passes = flux[block] > 0
        if graph.arriving is None:
            passes &= graph.links[block] != every
        cells = start + np.flatnonzero(passes)
        if cells.size == 0:
            continue
        for slot in range(graph.slots):
            heads = graph.receivers(slot, cells)
            arriving = graph.weights(slot, cells) * flux[cells]
            exported += float(arriving[heads == OUTSIDE].sum())
            gaps += float(arriving[heads == GAP].sum())
            if graph.arriving is not None:
                dispersed += float((graph.transport.share(slot, cells) * flux[cells] - arriving).sum())
    return exported, gaps, dispersed
