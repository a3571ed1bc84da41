"""Laws of bearings and lengths on many projections: where wind carries, how far, and what lines say of it."""

from __future__ import annotations

import numpy as np
import pytest
from carbon_service_flow.core.routing import (
    Neighbourhood,
    build_graph,
    from_direction,
    from_rose,
    memory,
    route,
)
from carbon_service_flow.core.routing.flow_lines import network_rows
from carbon_service_flow.core.routing.graph.neighbours import EASTWARD
from carbon_service_flow.core.routing.service_flow import ServiceFlow
from support.common import Recorder
from support.ground import PLACES, bearing_and_length, grid_around

CELLS = 61
everywhere = pytest.mark.parametrize(("number", "place"), list(enumerate(PLACES)))


def random_grid(number, place, largest=1500.0):
    """Cells that are not square, in every second case with the first row in the south."""
    rng = np.random.default_rng(number)
    return rng, grid_around(place, CELLS, rng.uniform(400, largest), rng.uniform(400, largest), number % 2 == 0)


def drift(grid, transport, rng):
    """Bearing on the ground from a source in the middle to where its carbon is caught, on the rim."""
    source = CELLS // 2 + int(rng.integers(-3, 4)), CELLS // 2 + int(rng.integers(-3, 4))
    emission, capacity = np.zeros(grid.shape), np.zeros(grid.shape)
    emission[source] = 1e6
    capacity[[0, -1]] = capacity[:, [0, -1]] = 1e6
    caught = route(emission, capacity, build_graph(transport, np.ones(grid.shape, bool))).absorbed
    row, col = np.indices(grid.shape)
    middle = tuple(float((values * caught).sum() / caught.sum()) for values in (row, col))
    return bearing_and_length(grid, source, middle)[0]


def off(bearing, other):
    return abs((bearing - other + 180) % 360 - 180)


@pytest.mark.formula("grid-north")
@everywhere
def test_one_true_wind_carries_along_its_bearing(number, place):
    """Two neighbours, and a rose of one sector: what is caught lies, in the mean, where the wind blows to."""
    rng, grid = random_grid(number, place)
    near = Neighbourhood.of_grid(grid)
    for wind in rng.uniform(0, 360, 6):
        transport = from_direction(np.full(grid.shape, wind), near)
        assert off(drift(grid, transport, rng), wind + 180) < 0.2
    for sector in rng.integers(0, 16, 2):
        frequencies = np.zeros((17, *grid.shape))
        frequencies[sector] = 1.0
        transport = from_rose(lambda a, b, rose=frequencies: rose[:, a:b], near)
        assert off(drift(grid, transport, rng), sector * 22.5 + 180) < 0.2


@everywhere
def test_one_neighbour_is_the_closest_on_the_ground(number, place):
    """Of the eight ways to a neighbour's centre, by brute force; 0.1 degrees for way and chord, 1.5 km apart."""
    rng, grid = random_grid(number, place)
    wind = rng.uniform(0, 360, grid.shape)
    near = Neighbourhood.of_grid(grid)
    codes = from_direction(wind, near, one_neighbour=True).first
    for row, col in rng.integers(1, CELLS - 1, (40, 2)):
        around = [
            off(bearing_and_length(grid, (row, col), (row + down, col + right))[0], wind[row, col] + 180)
            for down, right in zip(near.row_steps, EASTWARD)
        ]
        assert around[codes[row, col]] < min(around) + 0.1


@everywhere
@pytest.mark.parametrize("compiled", [False, True])
def test_decay_is_by_lengths_on_the_ground(number, place, compiled):
    """A wind to one neighbour after the other, nothing taken up: after n steps exp(-length / L) is left, to 0.1 %."""
    rng, grid = random_grid(number, place)
    near = Neighbourhood.of_grid(grid)
    middle, steps, decay = CELLS // 2, 20, 7000.0
    for code in rng.permutation(8)[:3]:
        down, right = int(near.row_steps[code]), int(EASTWARD[code])
        to = middle + steps * down, middle + steps * right
        transport = from_direction(np.zeros(grid.shape), near, one_neighbour=True)
        transport.first[:] = code
        emission = np.zeros(grid.shape)
        emission[middle, middle] = 1000.0
        graph = build_graph(transport, np.ones(grid.shape, bool), decay)
        flux = route(emission, np.zeros(grid.shape), graph, use_numba=None if compiled else False).flux
        decayed = -decay * np.log(flux[to] / flux[middle, middle])
        assert decayed == pytest.approx(bearing_and_length(grid, (middle, middle), to)[1], rel=1e-3)


def test_a_rose_decays_by_the_same_lengths(monkeypatch):
    """A rose of one sector is the wind of its centre, where lengths change from row to row and column to column."""
    monkeypatch.setattr(memory, "LU_CELLS", 0)
    frame = grid_around("MODIS sinusoidal", CELLS, 25_000.0, 25_000.0)
    rng = np.random.default_rng(1)
    emission, capacity = rng.random((2, *frame.shape)) * [[[1.0]], [[0.3]]]
    near, frequencies = Neighbourhood.of_grid(frame), np.zeros((17, *frame.shape))
    assert near.step_lengths.col_patch is not None
    frequencies[3] = 1.0
    rose = from_rose(lambda a, b: frequencies[:, a:b], near)
    valid = np.ones(frame.shape, bool)
    ours = route(emission, capacity, build_graph(rose, valid, 60_000.0))
    wind = from_direction(np.full(frame.shape, 67.5), near)
    expected = route(emission, capacity, build_graph(wind, valid, 60_000.0))
    assert ours.flux == pytest.approx(expected.flux, rel=1e-6, abs=1e-8)


@everywhere
def test_lines_say_how_long_they_are_and_where_they_lead(number, place):
    rng, grid = random_grid(number, place)
    wind = np.full(grid.shape, rng.uniform(0, 360))
    emission = np.zeros(grid.shape)
    emission[CELLS // 2, CELLS // 2] = 1000.0
    graph = build_graph(from_direction(wind, Neighbourhood.of_grid(grid)), np.ones(grid.shape, bool))
    flow = ServiceFlow(route(emission, np.zeros(grid.shape), graph), graph.valid, graph, None, None)
    for line in network_rows(flow, grid, (), 1.0, Recorder()):
        xy = np.frombuffer(line["geometry"][9:]).reshape(-1, 2)
        x0, dx, _, y0, _, dy = grid.geotransform
        ends = [((y - y0) / dy - 0.5, (x - x0) / dx - 0.5) for x, y in xy]
        assert off(line["bearing"], bearing_and_length(grid, ends[0], ends[-1])[0]) < 0.02
        pairs = [bearing_and_length(grid, *pair)[1] for pair in zip(ends[:-1], ends[1:])]
        assert line["length_km"] == pytest.approx(sum(pairs) / 1000, rel=1e-3)
