"""Cells and links: against plain loops, decay worked by hand."""

from __future__ import annotations

import numpy as np
import pytest
from carbon_service_flow.core.errors import CancelledError, ParameterError, RasterError
from carbon_service_flow.core.progress import Progress
from carbon_service_flow.core.routing import Neighbourhood, build_graph, from_direction, origin_destination, route
from carbon_service_flow.core.routing.graph import strips
from carbon_service_flow.core.routing.graph.graph import GAP, MERGES, NO_RECEIVER, NO_STEP, OUTSIDE
from support.common import grid
from support.reference_routing import outside_and_gaps
from support.routing_cases import KM, STEPS, rose_transport, square


def random_graph(seed, receivers, southward=True, gaps_lost=False, decay=None):
    rng = np.random.default_rng(seed)
    shape = (int(rng.integers(1, 9)), int(rng.integers(1, 9)))
    valid = rng.random(shape) > 0.25
    if receivers == 8:
        winds = rng.random((17, *shape)) * (rng.random((17, *shape)) < 0.2)
        transport = rose_transport(winds, rows_southward=southward)
    else:
        direction = rng.integers(0, 16, shape) * 22.5
        direction[rng.random(shape) < 0.1] = np.nan
        transport = from_direction(direction, square(shape, rows_southward=southward), one_neighbour=receivers == 1)
    return build_graph(transport, valid, decay, gaps_lost)


def targets_of(graph, row, col):
    """Yield slot, share and target of a cell's slots in plain loops: a cell, OUTSIDE, GAP or NO_RECEIVER."""
    rows, cols = graph.shape
    member = graph.member.reshape(graph.shape)
    gaps = outside_and_gaps(graph.valid)[1] & ~member
    for slot in range(graph.slots):
        share = float(graph.transport.share_fractions[slot, row, col])
        east, north = STEPS[int(graph.transport.codes[slot, row, col])]
        to_row = row + (-north if graph.neighbourhood.rows_southward else north)
        to_col = col + east
        inside = 0 <= to_row < rows and 0 <= to_col < cols
        if not member[row, col] or share == 0:
            yield slot, share, NO_RECEIVER
        elif inside and member[to_row, to_col]:
            yield slot, share, to_row * cols + to_col
        else:
            yield slot, share, GAP if inside and gaps[to_row, to_col] else OUTSIDE


@pytest.mark.parametrize("receivers", [1, 2, 8])
@pytest.mark.parametrize("southward", [True, False])
@pytest.mark.parametrize("gaps_lost", [True, False])
@pytest.mark.parametrize("strip_cells", [4, 1 << 16])
def test_links_receivers_and_donors_agree_with_plain_loops(monkeypatch, receivers, southward, gaps_lost, strip_cells):
    monkeypatch.setattr(strips, "STRIP_CELLS", strip_cells)
    for seed in range(12):
        graph = random_graph(seed, receivers, southward, gaps_lost)
        cells = np.arange(graph.member.size)
        links, donors, single = np.zeros_like(cells), np.zeros_like(cells), np.full(cells.size, NO_STEP)
        expected = np.full((graph.slots, cells.size), NO_RECEIVER)
        for cell in cells:
            for slot, _, target in targets_of(graph, *divmod(int(cell), graph.shape[1])):
                expected[slot, cell] = target
                if target >= 0:
                    links[cell] |= 1 << slot
                    donors[target] += 1
        assert graph.links.tolist() == links.tolist()
        assert graph.donor_counts(graph.links).tolist() == donors.tolist()
        for slot in range(graph.slots):
            assert graph.receivers(slot, cells).tolist() == expected[slot].tolist()
        if receivers == 1:
            for cell in cells:
                target = int(expected[0, cell])
                if target >= 0:
                    single[cell] = int(graph.transport.first.ravel()[cell]) + (MERGES if donors[target] > 1 else 0)
            assert graph.single_steps(graph.donor_counts(graph.links)).tolist() == single.tolist()


def test_only_steps_whose_bits_are_set_count():
    """West wind over three cells, 0 -> 1 -> 2; with the bit of cell 0 alone, cell 2 has no donor."""
    graph = build_graph(
        from_direction(np.full((1, 3), 270.0), square((1, 3)), one_neighbour=True), np.ones((1, 3), bool)
    )
    assert graph.donor_counts(graph.links).tolist() == [0, 1, 1]
    assert graph.donor_counts(np.array([1, 0, 0], np.uint8)).tolist() == [0, 1, 0]


def test_gaps_take_the_nearest_wind_when_they_are_passed_over():
    """A still gap amid winds from 240 degrees sends what they send: codes and shares."""
    direction, valid = np.full((3, 3), 240.0), np.ones((3, 3), bool)
    direction[1, 1], valid[1, 1] = np.nan, False
    transport = from_direction(direction, square((3, 3)))
    over = build_graph(transport, valid)
    assert over.member.all()
    assert over.gaps is None
    for slot in (0, 1):
        assert over.weights(slot, np.array([4])) == over.weights(slot, np.array([3]))
        assert over.receivers(slot, np.array([4])) == over.receivers(slot, np.array([3])) + 1
    keeping = build_graph(transport, valid, gaps_lost=True)
    assert keeping.member.tolist() == valid.ravel().tolist()
    assert np.flatnonzero(keeping.gaps).tolist() == [4]
    assert np.isnan(direction[1, 1])
    assert not transport.moving[1, 1]  # what is given is not changed


@pytest.mark.formula("step-length")
def test_decay_over_one_straight_step_of_cells_that_are_not_square():
    """Cells of 500 m (east) by 1000 m (north), L = 1000 m, one step.

    To the north exp(-1000 / 1000) = exp(-1) arrives, not exp(-0.5); to the east exp(-500 / 1000); to the north-east
    exp(-sqrt(0.5^2 + 1^2)). In the table of origin x destination it is as much.
    """
    near = Neighbourhood.of(3, 3, 500.0, 1000.0)
    diagonal = np.degrees(np.arctan2(500.0, 1000.0))
    for bearing, target, arriving in (
        (0.0, (0, 1), np.exp(-1.0)),
        (90.0, (1, 2), np.exp(-0.5)),
        (diagonal, (0, 2), np.exp(-np.sqrt(1.25))),
    ):
        emission, capacity = np.zeros((3, 3)), np.zeros((3, 3))
        emission[1, 1], capacity[target] = 8.0, 100.0
        for one in (True, False):
            transport = from_direction(np.full((3, 3), bearing + 180.0), near, one_neighbour=one)
            graph = build_graph(transport, np.ones((3, 3), bool), decay_length=1000.0)
            result = route(emission, capacity, graph)
            assert result.absorbed[target] == pytest.approx(8.0 * arriving, rel=1e-6)
            assert result.accounts.dispersed == pytest.approx(8.0 * (1 - arriving), rel=1e-6)
            zone = np.full((3, 3), -1)
            zone[1, 1], zone[target] = 0, 1
            flows = origin_destination(emission, result, graph, zone, 2)
            (amount,) = flows.amount[(flows.origin == 0) & (flows.destination == 1)]
            assert amount == pytest.approx(8.0 * arriving, rel=1e-6)


@pytest.mark.formula("step-length")
def test_decay_on_a_geographic_grid():
    """Quarter-degree cells at 60 degrees north: dx is half of dy there.

    With L = dy, a step north lets exp(-1) arrive, one east exp(-dx / dy), and dx is that of the row it starts from.
    """
    frame = grid(4, 3, (104.0, 0.25, 0.0, 60.5, 0.0, -0.25), "EPSG:4326")
    dx, dy = frame.cell_size_m()
    assert 0.45 < dx[1] / dy[1] < 0.55
    near = Neighbourhood.of(4, 3, dx, dy, frame.rows_run_south)
    emission = np.zeros((4, 3))
    emission[1, 1] = 5.0
    for direction, target, length in ((180.0, (0, 1), dy[1]), (270.0, (1, 2), dx[1])):
        capacity = np.zeros((4, 3))
        capacity[target] = 100.0
        transport = from_direction(np.full((4, 3), direction), near)
        result = route(emission, capacity, build_graph(transport, np.ones((4, 3), bool), decay_length=float(dy[1])))
        assert result.absorbed[target] == pytest.approx(5.0 * np.exp(-length / dy[1]), rel=1e-6)


def test_weights_are_shares_times_what_arrives():
    """Two rows of cells, 1 km and 2 km wide; west wind, L = 1 km: exp(-1) and exp(-2)."""
    near = Neighbourhood.of(2, 2, [KM, 2 * KM], KM)
    graph = build_graph(from_direction(np.full((2, 2), 270.0), near), np.ones((2, 2), bool), KM)
    total = graph.weights(0, np.arange(4)) + graph.weights(1, np.arange(4))
    assert total == pytest.approx(np.exp([-1.0, -1.0, -2.0, -2.0]))


def test_mean_step_is_weighted_by_the_shares():
    """Wind to 60 degrees on cells of 1 km: 0.57735 to NE over sqrt(2) km, 0.42265 to E over 1 km; calm: no step."""
    graph = build_graph(from_direction([[240.0, np.nan]], square((1, 2))), np.ones((1, 2), bool))
    share = np.tan(np.radians(30.0))
    expected = 1000.0 * (share * np.sqrt(2.0) + 1 - share)
    assert graph.mean_step(np.array([0, 1])) == pytest.approx([expected, 0.0], rel=1e-8)
    rows = Neighbourhood.of(2, 1, [KM, KM], [KM, 3 * KM])
    graph = build_graph(from_direction([[0.0], [0.0]], rows), np.ones((2, 1), bool))
    assert graph.mean_step(np.array([0, 1])) == pytest.approx([KM, 3 * KM])


def test_what_cannot_be_is_refused():
    transport = from_direction(np.full((2, 2), 10.0), square((2, 2)))
    for length in (0.0, -5.0, np.nan):
        with pytest.raises(ParameterError, match="decay length"):
            build_graph(transport, np.ones((2, 2), bool), length)
    assert build_graph(transport, np.ones((2, 2), bool), np.inf).arriving is None
    with pytest.raises(RasterError, match="The mask has 3 x 2 cells"):
        build_graph(transport, np.ones((3, 2), bool))


def test_can_be_cancelled():
    class Stop(Progress):
        def cancelled(self):
            return True

    transport = from_direction(np.full((2, 2), 10.0), square((2, 2)))
    with pytest.raises(CancelledError):
        build_graph(transport, np.ones((2, 2), bool), progress=Stop())
