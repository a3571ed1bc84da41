"""Route what cells cannot sequester to the cells downwind: methods 0 to 2, and 3 (well mixed)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..errors import RasterError
from ..messages_routing import INFINITE_AMOUNT, NEGATIVE_AMOUNT, SHAPE_DIFFERS
from ..progress import Progress
from .components import have_scipy
from .flow import gather_donors, settle_all
from .graph import GAP, OUTSIDE, Graph
from .linear import Vector
from .result import Accounts, Raster, Routed
from .schedule import make_schedule

_TOLERANCE = 1e-12  # of all emission, that may still be under way in cycles


def route(
    emission: Raster,
    capacity: Raster,
    graph: Graph,
    progress: Progress | None = None,
    use_scipy: bool | None = None,
) -> Routed:
    """Return where the emission of each cell goes along the wind: the least fixed point (see `flow`).

    emission, capacity: t per cell, (rows, cols), read in the study area only; use_scipy: None to use it when
    there. Raises RasterError for negative or infinite amounts and for shapes that differ.
    """
    progress = progress or Progress()
    valid = graph.valid
    check_amounts(emission, capacity, valid)
    scipy_used = have_scipy() if use_scipy is None else use_scipy
    progress.info("Routing with " + ("SciPy's compiled sparse graphs." if scipy_used else "numpy alone."))
    schedule = make_schedule(graph.receivers, graph.member, scipy_used, progress.part(0.1, 0.5))
    order = schedule.order
    donors = gather_donors(graph, order, scipy_used)
    inside = valid.ravel()[order]
    supply = np.where(inside, emission.ravel()[order], 0.0)
    room = np.where(inside, capacity.ravel()[order], 0.0)
    outflow, stay = settle_all(
        schedule,
        donors,
        supply,
        room,
        graph.mean_step(order),
        graph.neighbourhood.cols,
        _TOLERANCE * float(supply.sum()),
        scipy_used,
        progress.part(0.5, 1.0),
    )
    total = supply + donors.inflow(outflow)
    calm = np.all(graph.shares[:, order] == 0, axis=0)
    left_over = np.where(calm, outflow, 0.0)
    outflow[calm] = 0.0
    absorbed = np.minimum(total, room)
    home = np.minimum(supply, room)
    exported, gaps, dispersed = _losses(graph, order, outflow)
    accounts = Accounts(
        emission=float(supply.sum()),
        absorbed_home=float(home.sum()),
        absorbed_downwind=float((absorbed - home).sum()),
        exported=exported,
        gaps=gaps,
        dispersed=dispersed,
        trapped=float(stay.sum()),
        calm=float(left_over.sum()),
    )
    return Routed(
        flux=_raster(outflow, order, graph.shape),
        absorbed=_raster(absorbed, order, graph.shape),
        imported=_raster(absorbed - home, order, graph.shape),
        remainder=_raster(stay + left_over, order, graph.shape),
        accounts=accounts,
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


def _losses(graph: Graph, order: NDArray[np.int32], outflow: Vector) -> tuple[float, float, float]:
    """Return what left over the border, into gaps, and what was dispersed on the way, t."""
    exported = gaps = dispersed = 0.0
    for slot in range(graph.slots):
        heads = graph.receivers[slot, order]
        arriving = graph.weights(slot, order) * outflow
        exported += float(arriving[heads == OUTSIDE].sum())
        gaps += float(arriving[heads == GAP].sum())
        if graph.arriving is not None:
            dispersed += float((graph.shares[slot, order] * outflow - arriving).sum())
    return exported, gaps, dispersed


def _raster(values: Vector, order: NDArray[np.int32], shape: tuple[int, int]) -> Raster:
    raster = np.zeros(shape)
    raster.ravel()[order] = values
    return raster
