"""Small networks for the tests of routing: graphs of random winds, their weights as matrices, their components."""

from __future__ import annotations

import numpy as np
from carbon_service_flow.core.progress import Progress
from carbon_service_flow.core.routing import Neighbourhood, build_graph, from_direction, from_rose
from carbon_service_flow.core.routing.graph.weights import Donors
from carbon_service_flow.core.routing.ordered.backend import Backend
from carbon_service_flow.core.routing.ordered.state import ORDER_ALONE, RoutingState
from carbon_service_flow.core.routing.ordered.topological import route_in_order

KM = 1000.0
PLAIN = Backend(scipy=False, numba=False)


def wind_graph(direction, dx=KM, dy=KM, valid=None, one=False, decay=None, gaps_lost=False):
    """Return the graph of winds from `direction`, degrees."""
    direction = np.asarray(direction, dtype=float)
    near = Neighbourhood.of(*direction.shape, dx, dy)
    valid = np.ones(direction.shape, bool) if valid is None else valid
    return build_graph(from_direction(direction, near, one_neighbour=one), valid, decay, gaps_lost)


def random_graph(seed, shape=None, one=None, decay=None):
    """Return the graph of a wind that turns at random: cycles, calm cells, holes, cells narrower from row to row."""
    rng = np.random.default_rng(seed)
    shape = tuple(rng.integers(2, 14, 2)) if shape is None else shape
    direction = rng.random() * 360 + np.cumsum(rng.normal(0, 60, shape), axis=seed % 2)
    direction[rng.random(shape) < 0.05] = np.nan
    one = seed % 3 == 0 if one is None else one
    return wind_graph(direction, np.linspace(1500.0, 500.0, shape[0]), 700.0, rng.random(shape) > 0.1, one, decay)


def rose_graph(seed, shape, decay=None):
    """Return the graph of a random wind rose in every cell: nearly all cells are one component."""
    rose = np.random.default_rng(seed).random((17, *shape)) ** 2
    near = Neighbourhood.of(*shape, KM, KM)
    return build_graph(from_rose(lambda first, after: rose[:, first:after], near), np.ones(shape, bool), decay)


def dense_weights(graph):
    """Return W, (cells, cells): what arrives at a row of what leaves a column, step by step."""
    count = graph.member.size
    matrix = np.zeros((count, count))
    for slot in range(graph.slots):
        for cell in range(count):
            head = int(graph.receivers(slot, np.array([cell]))[0])
            if head >= 0:
                matrix[head, cell] += graph.weights(slot, np.array([cell]))[0]
    return matrix


def dense(donors):
    """Return donors as a matrix W."""
    matrix = np.zeros((donors.size, donors.size))
    rows = np.repeat(np.arange(donors.size), np.diff(donors.first))
    np.add.at(matrix, (rows, donors.donor), donors.weight)
    return matrix


def donors_of(matrix):
    """Return a matrix W as donors."""
    rows, columns = np.nonzero(matrix)
    first = np.append(0, np.cumsum(np.bincount(rows, minlength=len(matrix)))).astype(np.int32)
    return Donors(first, columns.astype(np.int32), matrix[rows, columns])


def random_component(rng, size, leak=0.1, chance=0.3):
    """Return W of one strongly connected component of which `leak` leaves every cell; columns sum to 1 - leak."""
    matrix = rng.random((size, size)) * (rng.random((size, size)) < chance)
    np.fill_diagonal(matrix, 0.0)
    matrix[np.roll(np.arange(size), 1), np.arange(size)] += 0.5  # a ring through all cells
    return matrix / matrix.sum(axis=0) * (1 - leak)


def reachable(matrix):
    """Return whether a column's cell reaches a row's, by any number of steps, none included."""
    steps = (matrix > 0) | np.eye(len(matrix), dtype=bool)
    for _ in range(len(matrix).bit_length() + 1):
        steps = steps @ steps
    return steps


def strong_pairs(matrix):
    """Return for each pair of cells whether they reach each other."""
    reach = reachable(matrix)
    return reach & reach.T


def ordered_with_components(graph, backend=PLAIN, levels=None):
    """Return (state, list of Components) after the order alone of a graph has been found."""
    state = RoutingState.start(graph, ORDER_ALONE, graph.links.copy())
    groups = []
    route_in_order(state, groups.append, backend, Progress(), levels)
    return state, groups
