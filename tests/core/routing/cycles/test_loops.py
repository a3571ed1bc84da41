"""Loops that carbon really goes round in: by hand, by brute force on random winds, and as laws."""

from __future__ import annotations

import numpy as np
import pytest
from carbon_service_flow.core.routing import build_graph, from_direction, from_rose, route
from carbon_service_flow.core.routing.cycles import loops as module
from support.networks import dense_weights, random_graph, strong_pairs, wind_graph
from support.routing_cases import square

RING = [[270, 0], [180, 90]]  # four cells, clockwise
HOPS = 4000


def leaking_ring(leak):
    """Return the graph of four winds that turn clockwise in 4 x 4 cells, `leak` of each step going out diagonally.

    Of two neighbours the diagonal one gets tan(theta), theta off the axis; here leak. All winds around lead out.
    """
    theta = np.degrees(np.arctan(leak))
    row, col = np.mgrid[0:4, 0:4]
    towards = np.degrees(np.arctan2(col - 1.5, 1.5 - row)) % 360  # outwards
    for cell, axis in (((1, 1), 90.0), ((1, 2), 180.0), ((2, 2), 270.0), ((2, 1), 0.0)):
        towards[cell] = axis - theta  # a little to the left, which is outwards
    return wind_graph((towards + 180) % 360)


@pytest.mark.parametrize("backend", [{}, {"use_scipy": False, "use_numba": False}])
def test_a_ring_that_leaks(backend):
    """7 % leaves at each of four steps. Of 1000 t at the first cell 0.93^4 come back: 1000 / (1 - 0.93^4) pass it.

    The others get 0.93, 0.93^2, 0.93^3 of that: all above the 1000 t that entered, as 3970 x 0.93^3 = 3196.
    """
    emission = np.zeros((4, 4))
    emission[1, 1] = 1000.0
    routed = route(emission, np.zeros((4, 4)), leaking_ring(0.07), **backend)
    first = 1000.0 / (1 - 0.93**4)
    assert routed.flux[[1, 1, 2, 2], [1, 2, 2, 1]] == pytest.approx(first * 0.93 ** np.arange(4.0))
    loops = routed.loops
    assert (loops.cells, loops.count, loops.closed) == (4, 1, 0)
    assert sorted(loops.repeated) == [5, 6, 9, 10]
    assert loops.entered == pytest.approx(np.full(4, 1000.0))
    assert routed.accounts.exported == pytest.approx(1000.0)
    capped = routed.capped_flux()
    assert capped.max() == pytest.approx(1000.0)
    outside = np.ones((4, 4), bool)
    outside[1:3, 1:3] = False
    assert np.array_equal(capped[outside], routed.flux[outside])


def test_what_is_taken_up_where_it_enters_has_not_entered():
    """Of 1000 t, 400 stay in the first cell; a second one brings 50 t and keeps 20: 600 + 30 go round."""
    emission, capacity = np.zeros((4, 4)), np.zeros((4, 4))
    emission[1, 1:3] = 1000.0, 50.0
    capacity[1, 1:3] = 400.0, 20.0
    loops = route(emission, capacity, leaking_ring(0.01)).loops
    assert loops.entered[:1] == pytest.approx([630.0])
    assert loops.cells == 4


def test_inflow_from_outside_enters():
    """A feeder of 8 t west of a closed pair of 1 and 2 t room: 8 - 1 = 7 t set out, and 7 - 2 = 5 are trapped."""
    graph = wind_graph([[270, 270, 90]], one=True)
    routed = route(np.array([[8.0, 0.0, 0.0]]), np.array([[0.0, 1.0, 2.0]]), graph)
    assert (routed.loops.cells, routed.loops.count, routed.loops.closed) == (2, 1, 1)  # not the feeder
    assert routed.accounts.trapped == pytest.approx(5.0)
    assert (routed.flux <= 7.0 + 1e-9)[0, 1:].all()
    assert not routed.loops.repeated.size


@pytest.mark.parametrize(("room", "cells"), [(4.0, 0), (3.0, 0), (2.0, 4)])
def test_a_ring_with_room_for_all_is_no_loop(room, cells):
    """9 t go round four cells with 2 + 2 + 2 of room, and the last one's: of 3 t or more all is taken up there."""
    routed = route(np.array([[9.0, 0], [0, 0]]), np.array([[2.0, 2], [room, 2]]), wind_graph(RING, one=True))
    assert routed.loops.cells == cells
    assert routed.accounts.trapped == pytest.approx(1.0 if cells else 0.0)


def brute_force(emission, capacity, weights):
    """Return (cells, loops, what entered by cell, 0 outside loops) from hop-by-hop routing and reachability."""
    outflow = np.zeros(emission.size)
    for _ in range(HOPS):
        outflow = np.maximum(emission + weights @ outflow - capacity, 0.0)
    moving = outflow > 1e-9
    active = weights * moving * moving[:, None]
    together = strong_pairs(active) & moving & moving[:, None]
    looping = together.sum(axis=1) > 1
    same = together & looping
    entered = np.zeros(emission.size)
    for cell in np.flatnonzero(looping):
        members = same[cell]
        arriving = emission[members] + (weights[members] * ~members) @ outflow
        entered[cell] = np.maximum(arriving - capacity[members], 0.0).sum()
    return int(looping.sum()), len({tuple(row) for row in same[looping]}), entered


@pytest.mark.parametrize("seed", range(60))
def test_loops_are_those_of_brute_force(seed, monkeypatch):
    """Random winds, some of one neighbour, some with decay; rooms so that a part of the cells overflows."""
    monkeypatch.setattr(module, "_CELLS_PER_BLOCK", 7)
    rng = np.random.default_rng(1000 + seed)
    graph = random_graph(seed, decay=5000.0 if seed % 4 == 0 else None)
    emission = rng.random(graph.shape) * graph.valid
    capacity = rng.random(graph.shape) * [0.2, 1.0, 3.0][seed % 3] * graph.valid
    routed = route(emission, capacity, graph)
    cells, count, entered = brute_force(emission.ravel(), capacity.ravel(), dense_weights(graph))
    assert (routed.loops.cells, routed.loops.count) == (cells, count)
    closed_upstream = routed.accounts.trapped > 0  # brute force is still under way there, and has let all in
    if not closed_upstream:
        assert routed.loops.entered == pytest.approx(entered[routed.loops.repeated], rel=1e-6)


@pytest.mark.parametrize("seed", range(40))
def test_no_capped_flux_is_above_the_surplus(seed):
    rng = np.random.default_rng(seed)
    graph = random_graph(seed, shape=(15, 12))
    emission, capacity = rng.random((2, 15, 12)) * [[[1.0]], [[0.3]]]
    routed = route(emission, capacity, graph)
    surplus = np.maximum(emission - capacity, 0.0)[graph.valid].sum()
    capped = routed.capped_flux()
    assert (capped <= surplus * (1 + 1e-12)).all()
    assert (capped <= routed.flux).all()
    changed = np.flatnonzero((capped != routed.flux).ravel())
    assert set(changed) <= set(routed.loops.repeated.tolist())


def test_a_rose_counts_closed_loops_alone():
    """Two cells that send half to each other and half out: no loop with a rose. All to each other: one, of two."""
    near = square((1, 2))
    rose = np.zeros((17, 1, 2))
    rose[[4, 12]] = 0.5  # east and west
    emission = np.array([[5.0, 1.0]])
    for share, cells in ((0.5, 0), (0.0, 2)):
        rose[:, 0, 0], rose[:, 0, 1] = 0.0, 0.0
        rose[12, 0, 0] = rose[4, 0, 1] = 1 - share  # from the west in the western cell: to the other one
        rose[4, 0, 0] = rose[12, 0, 1] = share
        graph = build_graph(from_rose(lambda a, b: rose[:, a:b], near), np.ones((1, 2), bool))
        loops = route(emission, np.zeros((1, 2)), graph).loops
        assert (loops.cells, loops.closed) == (cells, cells // 2)


def test_winds_without_cycles_have_no_loops():
    graph = build_graph(from_direction(np.full((5, 5), 300.0), square((5, 5))), np.ones((5, 5), bool))
    routed = route(np.ones((5, 5)), np.zeros((5, 5)), graph)
    assert (routed.loops.cells, routed.loops.count) == (0, 0)
    assert routed.capped_flux() is routed.flux
