"""The schedule of tagged transport: shares of mass, order and what must be held, against brute force."""

from __future__ import annotations

import numpy as np
import pytest
from carbon_service_flow.core.progress import Progress
from carbon_service_flow.core.routing import route
from carbon_service_flow.core.routing.graph.graph import GAP, OUTSIDE
from carbon_service_flow.core.routing.origins import schedule as module
from carbon_service_flow.core.routing.origins.schedule import Schedule, Segment, make_schedule
from support.networks import PLAIN, dense, dense_weights, donors_of, random_graph, wind_graph


def scheduled(graph, seed=0, room=3.0):
    """Return (emission, routed, schedule), every cell its own home."""
    rng = np.random.default_rng(seed)
    emission, capacity = rng.random(graph.shape) * 6 * graph.valid, rng.random(graph.shape) * room
    routed = route(emission, capacity, graph, use_numba=False)
    home = np.arange(emission.size, dtype=np.int32)
    return emission, routed, make_schedule(emission.ravel(), routed, graph, home, backend=PLAIN, progress=Progress())


@pytest.mark.parametrize("block", [5, 1 << 16])
@pytest.mark.parametrize("decay", [None, 2500.0])
@pytest.mark.parametrize("seed", range(5))
def test_shares_of_a_cells_mass(monkeypatch, seed, decay, block):
    """absorbed + unfixed + what is passed on = 1; of that, what no cell gets leaves the region or is dispersed."""
    monkeypatch.setattr(module, "_CELLS_PER_LOSS_BLOCK", block)
    graph = random_graph(seed, decay=decay)
    emission, routed, schedule = scheduled(graph, seed)
    cells = schedule.cells
    assert np.array_equal(np.sort(cells), np.flatnonzero(graph.member))
    total = (routed.absorbed + routed.flux + routed.remainder).ravel()[cells]
    filled = total > 0
    passed = np.where(filled, routed.flux.ravel()[cells] / np.where(filled, total, 1), 0.0)
    assert schedule.absorbed[filled] == pytest.approx(
        (routed.absorbed.ravel()[cells] / np.where(filled, total, 1))[filled]
    )
    assert (schedule.absorbed + schedule.unfixed + passed)[filled] == pytest.approx(np.ones(filled.sum()))
    assert np.array_equal(schedule.emission, emission.ravel()[cells])
    assert np.array_equal(schedule.home, cells)
    expected = dense_weights(graph)[np.ix_(cells, cells)] * passed
    assert dense(schedule.donors) == pytest.approx(expected, rel=1e-12, abs=1e-300)
    lost = np.zeros(cells.size)
    for slot in range(graph.slots):
        heads = graph.receivers(slot, cells)
        lost += np.where((heads == OUTSIDE) | (heads == GAP), graph.weights(slot, cells), 0) * passed
    assert schedule.left_region == pytest.approx(lost, rel=1e-12)
    dispersed = np.zeros(cells.size) if schedule.dispersed is None else schedule.dispersed
    moving = passed > 0
    assert (expected.sum(axis=0) + lost + dispersed)[moving] == pytest.approx(passed[moving], rel=1e-9)
    assert (schedule.dispersed is None) == (decay is None)


@pytest.mark.parametrize("seed", range(5))
def test_segments_cover_the_order_and_follow_their_donors(seed):
    graph = random_graph(seed, shape=(9, 10))
    _, _, schedule = scheduled(graph, seed, room=0.5)
    bounds = [(segment.begin, segment.end) for segment in schedule.segments]
    assert bounds[0][0] == 0
    assert bounds[-1][1] == schedule.cells.size
    assert all(first[1] == second[0] for first, second in zip(bounds[:-1], bounds[1:]))
    matrix = dense(schedule.donors)
    for segment in schedule.segments:
        inside = matrix[segment.begin : segment.end, segment.begin :]
        if segment.solvers:
            solved = np.concatenate([solver.batch.cells for solver in segment.solvers])
            assert np.array_equal(np.sort(solved), np.sort(schedule.cells[segment.begin : segment.end]))
        else:
            assert (inside == 0).all()


def test_weights_within_components_are_shares_of_mass():
    """Two cells that send all to each other, with 6 t and room for 2 t each: 2 t are trapped, 1 in each.

    Flux by the smallest circulation: x0 = 6 - 2 - 1 + x1, x1 = x0 - 2 - 1, so x = (3, 0): totals 6 and 3, of which 3/6
    and nothing are passed on.
    """
    graph = wind_graph([[270, 90]], one=True)
    routed = route(np.array([[6.0, 0.0]]), np.array([[2.0, 2.0]]), graph)
    assert routed.flux == pytest.approx(np.array([[3.0, 0.0]]))
    home = np.array([0, 0], np.int32)
    schedule = make_schedule(np.array([6.0, 0.0]), routed, graph, home, backend=PLAIN, progress=Progress())
    assert dense(schedule.donors)[schedule.cells.tolist().index(1)].max() == pytest.approx(0.5)
    assert sorted(schedule.unfixed.tolist()) == pytest.approx([1 / 6, 1 / 3])


def test_rows_held_reach_from_the_oldest_donor_to_the_end_of_the_segment():
    """Segments [0 1] [2] [3 4]; 4 gets from 1: rows 1 to 4 are held, 4 of them. Without steps, the longest segment."""
    matrix = np.zeros((5, 5))
    segments = [Segment(0, 2), Segment(2, 3), Segment(3, 5)]
    cells, zeros = np.arange(5, dtype=np.int32), np.zeros(5)

    def held():
        return Schedule(cells, segments, donors_of(matrix), cells, zeros, zeros, zeros, zeros, None).rows_held()

    assert held() == 2
    matrix[2, 1] = 1.0
    assert held() == 2
    matrix[4, 1] = 1.0
    assert held() == 4
    matrix[3, 0] = 1.0
    assert held() == 5
    matrix[:], segments[:] = 0.0, [Segment(0, 4), Segment(4, 5)]
    matrix[4, 3] = 1.0  # two rows reach over that step, but the first segment has four
    assert held() == 4


def test_origins_that_lie_near_each_other_stand_together():
    """Four origins in the corners of a grid of 8 x 8, two at a time: those of the upper half first."""
    home = np.full((8, 8), 4, np.int32)
    home[0, 7], home[7, 0], home[0, 0], home[7, 7] = 0, 1, 2, 3
    emission = (home < 4).astype(float)
    zeros, cells = np.zeros(64), np.arange(64, dtype=np.int32)
    schedule = Schedule(
        cells,
        [Segment(0, 64)],
        donors_of(np.zeros((64, 64))),
        home.ravel(),
        emission.ravel(),
        zeros,
        zeros,
        zeros,
        None,
    )
    assert schedule.order_origins(8, 2).tolist() == [2, 0, 1, 3]
