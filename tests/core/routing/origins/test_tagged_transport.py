"""Tagged transport: what arrives by hand on decaying ways, and the same whatever is transported at once."""

from __future__ import annotations

import numpy as np
import pytest
from carbon_service_flow.core.errors import CancelledError
from carbon_service_flow.core.progress import Progress
from carbon_service_flow.core.raster.grid import Grid
from carbon_service_flow.core.routing import origin_destination, route
from carbon_service_flow.core.routing.cycles import batches
from carbon_service_flow.core.routing.origins import tagged_transport as module
from support.networks import KM, random_graph, rose_graph, wind_graph

LEFT, DISPERSED = (
    2,
    4,
)  # columns of a table of one zone: 0 the zone, 1 no zone, 2 left the region, 3 unfixed, 4 dispersed


def sent(direction, dx, dy, decay, **options):
    """Return the row of the table of 1 t from the zone in the first row, absorbed in the last row as far as it arrives.

    The other cells are in no zone and absorb nothing, but those of the last row, which absorb all.
    """
    direction = np.asarray(direction, float)
    graph = wind_graph(direction, dx, dy, decay=decay)
    emission, capacity = np.zeros(direction.shape), np.zeros(direction.shape)
    emission[0, 0], capacity[-1] = 1.0, 9.0
    zone = np.full(direction.shape, -1)
    zone[0, 0] = 0
    return origin_destination(emission, route(emission, capacity, graph), graph, zone, 1, **options).dense()[0]


@pytest.mark.parametrize("use_numba", [False, None])
def test_decay_on_cells_that_are_not_square(use_numba):
    """Cells 500 m wide and 1000 m high; one step straight south, L = 1000 m: e^-1 arrives, not e^-0.5."""
    row = sent(np.zeros((2, 1)), 500.0, 1000.0, 1000.0, use_numba=use_numba)
    assert row[1] == pytest.approx(np.exp(-1), rel=1e-12)
    assert row[DISPERSED] == pytest.approx(1 - np.exp(-1), rel=1e-12)
    row = sent([[270, 270]], 500.0, 1000.0, 1000.0, use_numba=use_numba)  # absorbed in its own row: nothing is sent
    assert row[0] == pytest.approx(1.0)


def test_decay_along_a_diagonal_step():
    """From the north-west cell to the south-east one: hypot(500, 1000) = 1118 m at L = 1000 m: e^-1.118 arrives."""
    toward = np.degrees(np.arctan2(500.0, -1000.0))
    row = sent(np.full((2, 2), (toward + 180) % 360), 500.0, 1000.0, 1000.0)
    assert row[1] == pytest.approx(np.exp(-np.hypot(500, 1000) / 1000), rel=1e-6)


def test_decay_on_a_geographic_grid():
    """1 degree cells at 60 N, on the ellipsoid: a degree of longitude is some 55.8 km there, one of latitude 111.4 km.

    Two cells in a row, the wind from the west: e^-(55.8 / 50) reaches the second, and the same share of that leaves.
    One cell above the other, the wind from the north: e^-(111.4 / 50) arrives.
    """
    grid = Grid(2, 2, (10.0, 1.0, 0.0, 61.0, 0.0, -1.0), "EPSG:4326")
    dx, dy = grid.cell_size_m()
    assert dx[0] == pytest.approx(54_900, rel=0.02)
    assert dx[1] == pytest.approx(56_600, rel=0.02)
    graph = wind_graph(np.full((2, 2), 270.0), dx, dy, decay=50 * KM)
    emission, capacity = np.zeros((2, 2)), np.zeros((2, 2))
    emission[:, 0] = 1.0
    zone = np.array([[0, -1], [1, -1]])
    table = origin_destination(emission, route(emission, capacity, graph), graph, zone, 2).dense()
    assert table[:2, 3] == pytest.approx(np.exp(-2 * dx / (50 * KM)), rel=1e-9)  # left the region
    assert table[1, 3] < table[0, 3]  # cells are wider in the southern row
    row = sent(np.zeros((2, 2)), dx, dy, 50 * KM)
    assert row[1] == pytest.approx(np.exp(-dy[0] / (50 * KM)), rel=1e-9)


@pytest.mark.parametrize("columns", [1, 2, 192])
@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("graph", [random_graph(7, (9, 11)), rose_graph(3, (6, 7), 9000.0)])
def test_how_many_origins_go_at_once_changes_nothing(monkeypatch, graph, large, columns):
    if large:
        monkeypatch.setattr(batches, "SPARSE_LIMIT", 1)
        monkeypatch.setattr(batches, "DENSE_LIMIT", 1)
    rng = np.random.default_rng(0)
    emission, capacity = rng.random(graph.shape) * 6, rng.random(graph.shape) * 3
    zone = rng.integers(-1, 5, graph.shape)
    routed = route(emission, capacity, graph)
    expected = origin_destination(emission, routed, graph, zone, 5).dense()
    monkeypatch.setattr(module, "_MOST_COLUMNS", columns)
    monkeypatch.setattr(module, "_RING_NUMBERS", 10**6)
    table = origin_destination(emission, routed, graph, zone, 5).dense()
    assert table == pytest.approx(expected, rel=1e-12, abs=1e-13)
    monkeypatch.setattr(module, "_RING_NUMBERS", 1)  # less than a column fits: one at a time
    assert origin_destination(emission, routed, graph, zone, 5).dense() == pytest.approx(expected, rel=1e-12, abs=1e-13)


def test_carbon_below_a_share_of_1e_minus_20_ends():
    """A decay of e^-25 a step: after one step 1.4e-11 is there, after two 1.9e-22, which is not entered any more."""
    row = sent(np.zeros((2, 1)), KM, KM, KM / 25)
    assert row[1] == pytest.approx(np.exp(-25), rel=1e-9)
    row = sent(np.zeros((3, 1)), KM, KM, KM / 25)
    assert row[1] == 0


def test_cells_that_emit_count_though_nothing_reaches_them():
    """Two zones in a row, wind from the east: the western one gets nothing of itself from upwind, and is absorbed."""
    graph = wind_graph([[90, 90]])
    emission, capacity = np.array([[2.0, 0.0]]), np.array([[1.0, 1.0]])
    table = origin_destination(emission, route(emission, capacity, graph), graph, np.array([[1, 0]]), 2).dense()
    assert table[1, 1] == pytest.approx(1.0)
    assert table[1, 3] == pytest.approx(1.0)


def test_can_be_cancelled_and_says_how_far_it_is():
    graph = random_graph(7, (9, 11))
    rng = np.random.default_rng(0)
    emission, capacity, zone = rng.random(graph.shape), rng.random(graph.shape), rng.integers(0, 3, graph.shape)
    routed = route(emission, capacity, graph)
    shares = []

    class Listen(Progress):
        stop = False

        def fraction(self, done):
            shares.append(done)

        def cancelled(self):
            return self.stop

    origin_destination(emission, routed, graph, zone, 3, progress=Listen())
    assert shares == sorted(shares)
    assert 0.2 <= shares[-1] <= 1
    stopped = Listen()
    stopped.stop = True
    with pytest.raises(CancelledError):
        origin_destination(emission, routed, graph, zone, 3, progress=stopped)
