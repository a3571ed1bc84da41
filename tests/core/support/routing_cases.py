"""What tests of routing share: grids of square cells, small random fields, sums of the mass balance."""

from __future__ import annotations

from typing import Any

import numpy as np
from carbon_service_flow.core.raster.ground_steps import GroundSteps
from carbon_service_flow.core.routing import (
    Graph,
    MassBalance,
    Neighbourhood,
    Routed,
    Transport,
    build_graph,
    from_direction,
    from_rose,
    route,
)
from hypothesis import strategies as st

KM = 1000.0
STEPS = [(0, 1), (1, 1), (1, 0), (1, -1), (0, -1), (-1, -1), (-1, 0), (-1, 1)]  # (east, north), by code


def square(shape: tuple[int, int], size: float = KM, **more: Any) -> Neighbourhood:
    return Neighbourhood.of(*shape, size, size, **more)


def on_ground(shape: tuple[int, int], matrix: Any, **more: Any) -> Neighbourhood:
    """Return cells of which a step to the right and a step up are the columns of a matrix, metres east and north."""
    return Neighbourhood.of(*shape, 1.0, 1.0, ground=GroundSteps.uniform(matrix), **more)


def turned(dx: float, dy: float, rotation: float) -> np.ndarray:
    """Return the matrix of cells of dx by dy metres on a map whose north lies `rotation` degrees to the right of up."""
    sine, cosine = np.sin(np.radians(rotation)), np.cos(np.radians(rotation))
    return np.array([[cosine * dx, -sine * dy], [sine * dx, cosine * dy]])


def shares_by_step(transport: Transport, cell: tuple[int, int] = (0, 0)) -> dict[tuple[int, int], float]:
    """Return {(east, north): share} of a cell, without zeros."""
    codes, shares = (values[(slice(None), *cell)] for values in (transport.codes, transport.share_fractions))
    return {STEPS[code]: float(share) for code, share in zip(codes, shares) if share > 0}


def rose_transport(winds: np.ndarray, **more: Any) -> Transport:
    """Return the transport of a rose, (17, rows, cols), on square cells of 1 km."""
    return from_rose(lambda first, after: winds[:, first:after], square(winds.shape[1:], **more))


def dense_weights(graph: Graph) -> np.ndarray:
    """Return W, (cells, cols of donors): what arrives at a cell (row) of what leaves another (column)."""
    cells = np.arange(graph.member.size)
    result = np.zeros((cells.size, cells.size))
    for slot in range(graph.slots):
        receivers, weights = graph.receivers(slot, cells), graph.weights(slot, cells)
        inside = receivers >= 0
        np.add.at(result, (receivers[inside], cells[inside]), weights[inside])
    return result


def routed(
    emission: Any,
    capacity: Any,
    direction: Any,
    valid: np.ndarray | None = None,
    one: bool = False,
    decay: float | None = None,
    gaps_lost: bool = False,
    **options: Any,
) -> Routed:
    """Route on square cells of 1 km, by two neighbours or one."""
    emission = np.asarray(emission, float)
    valid = np.ones(emission.shape, bool) if valid is None else valid
    transport = from_direction(direction, square(emission.shape), one_neighbour=one)
    graph = build_graph(transport, valid, decay, gaps_lost)
    return route(emission, np.asarray(capacity, float), graph, **options)


def fate_sum(accounts: MassBalance) -> float:
    """Return the sum of all that became of the emission, t."""
    return (
        accounts.absorbed_home
        + accounts.absorbed_downwind
        + accounts.exported
        + accounts.gaps
        + accounts.dispersed
        + accounts.trapped
        + accounts.calm
    )


@st.composite
def fields(draw: Any) -> tuple[Any, ...]:
    """A small field with random winds (so: cycles), calm cells, holes, decay.

    Returns emission, capacity, direction, valid, decay length, whether by one neighbour, whether gaps keep.
    """
    seed = draw(st.integers(0, 2**32 - 1))
    rng = np.random.default_rng(seed)
    shape = (draw(st.integers(1, 7)), draw(st.integers(1, 7)))
    winds = draw(st.sampled_from(["any", "straight", "smooth"]))
    if winds == "any":
        direction = rng.random(shape) * 360
    elif winds == "straight":
        direction = rng.integers(0, 8, shape) * 45.0
    else:
        direction = (rng.random() * 360 + np.cumsum(rng.normal(0, 40, shape), axis=1)) % 360
    direction[rng.random(shape) < draw(st.sampled_from([0, 0.1]))] = np.nan
    emission = np.round(rng.random(shape) * 10, 2)
    capacity = np.round(rng.random(shape) * draw(st.sampled_from([0.5, 8.0, 30.0])), 2)
    valid = rng.random(shape) >= draw(st.sampled_from([0, 0.25]))
    decay = draw(st.sampled_from([None, None, 500.0, 8000.0]))
    return emission, capacity, direction, valid, decay, draw(st.booleans()), draw(st.booleans())
