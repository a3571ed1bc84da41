"""Lines of the flow network."""

from __future__ import annotations

import numpy as np
import pytest
from carbon_service_flow.core.errors import CancelledError, ParameterError
from carbon_service_flow.core.routing import Neighbourhood, build_graph, flow_network, from_direction, route
from carbon_service_flow.core.routing.network.network import _largest_per_block
from carbon_service_flow.core.routing.origins.od_sums import NO_ZONE
from support.common import Recorder
from support.routing_cases import KM, on_ground, square


def network(direction, emission, capacity=None, threshold=None, zone=None, size=KM):
    emission = np.asarray(emission, float)
    near = Neighbourhood.of(*emission.shape, size, size)
    graph = build_graph(from_direction(direction, near), np.ones(emission.shape, bool))
    capacity = np.zeros(emission.shape) if capacity is None else np.asarray(capacity, float)
    routed = route(emission, capacity, graph)
    return flow_network(routed, graph, zone, threshold), routed


def test_one_line_down_the_wind():
    """E = 6 at the west end, C = 1 in each later cell: flux 6 5 4 3 2; threshold 4 keeps three cells, 2 km."""
    emission, capacity = np.zeros((1, 5)), np.ones((1, 5))
    emission[0, 0], capacity[0, 0] = 6, 0
    drawn, _ = network(np.full((1, 5), 270.0), emission, capacity, 4.0, np.array([[0, 0, 1, 1, 1]]))
    (line,) = drawn.lines
    assert line.cells.tolist() == [0, 1, 2]
    assert (line.flux, line.length) == pytest.approx((6.0, 2.0))
    assert (line.from_zone, line.to_zone) == (0, 1)
    assert drawn.threshold == 4.0


def test_lines_join():
    """Two sources whose winds meet in the middle row: three lines share the confluence."""
    direction = np.full((3, 5), 270.0)
    direction[0, :2], direction[2, :2] = 315.0, 225.0  # to the south-east, to the north-east
    emission = np.zeros((3, 5))
    emission[0, 0], emission[2, 0] = 3.0, 2.0
    drawn, _ = network(direction, emission, threshold=1.0)
    paths = sorted(line.cells.tolist() for line in drawn.lines)
    assert paths == [[0, 6], [6, 7, 8, 9], [10, 6]]


def test_lines_keep_the_bearing_of_the_wind():
    """A wind from 290 goes to 110: the line through the source leaves 150 columns on within a cell or two of that."""
    emission = np.zeros((90, 160))
    emission[5, 2] = 100.0
    drawn, _ = network(np.full((90, 160), 290.0), emission, threshold=1.0)
    following = {int(line.cells[0]): line for line in drawn.lines}
    cell = 5 * 160 + 2
    while cell in following:
        cell = int(following[cell].cells[-1])
    row, col = divmod(cell, 160)
    assert col > 150
    assert np.degrees(np.arctan2(col - 2, 5 - row)) == pytest.approx(110.0, abs=1.0)


def test_default_threshold_gives_a_readable_number():
    rng = np.random.default_rng(3)
    shape = (140, 200)
    row, col = np.indices(shape)
    direction = 300 + 40 * np.sin(col / 30) + 30 * np.cos(row / 25)
    emission = np.where(rng.random(shape) < 0.05, 100.0, 1.0)
    drawn, routed = network(direction, emission, np.full(shape, 2.0))
    assert 50 <= len(drawn.lines) <= 1000
    assert drawn.threshold > 0
    for line in drawn.lines:
        assert routed.flux.ravel()[line.cells].min() >= drawn.threshold * (1 - 1e-12)
        steps = np.abs(np.diff(np.stack(np.divmod(line.cells, shape[1])), axis=1)).max(axis=0)
        assert (steps[:-1] <= 1).all()  # only the last step may be a jump, to the line that is joined
    again, _ = network(direction, emission, np.full(shape, 2.0), drawn.threshold)
    assert [line.cells.tolist() for line in again.lines] == [line.cells.tolist() for line in drawn.lines]


def test_round_a_cycle_and_nowhere():
    drawn, _ = network([[270, 0], [180, 90]], [[9, 0], [0, 0]], [[2, 3], [4, 1]], 1.0)
    assert [line.cells.tolist() for line in drawn.lines] == [[0, 1, 3]]
    nothing, _ = network(np.full((3, 3), np.nan), np.zeros((3, 3)))
    assert nothing.lines == []
    with pytest.raises(ParameterError, match="threshold"):
        network([[270.0]], [[1.0]], threshold=-1.0)


def test_lengths_of_cells_that_are_not_square():
    """Cells of 3 x 4 km, one NE step and one N step: 5 + 4 = 9 km.

    Rows of different widths: an E step in a row of 3 km is 3 km, a NE step to a row of 5 km is hypot(4, 4).
    """
    direction = np.array([[180.0, 180.0], [180.0, 180.0], [180.0 + np.degrees(np.arctan2(3, 4)), 180.0]])
    emission = np.array([[0.0, 0.0], [0.0, 0.0], [6.0, 0.0]])
    for southward in (True, False):
        step = slice(None) if southward else slice(None, None, -1)
        near = Neighbourhood.of(3, 2, 3000.0, 4000.0, rows_southward=southward)
        graph = build_graph(from_direction(direction[step], near, one_neighbour=True), np.ones((3, 2), bool))
        routed = route(emission[step].copy(), np.zeros((3, 2)), graph)
        (line,) = flow_network(routed, graph, threshold=1.0).lines
        assert line.length == pytest.approx(9.0)
    near = Neighbourhood.of(2, 3, [5000.0, 3000.0], 4000.0)
    direction = np.array([[270.0, 270.0, 270.0], [270.0, 225.0, 270.0]])
    graph = build_graph(from_direction(direction, near, one_neighbour=True), np.ones((2, 3), bool))
    routed = route(np.array([[0.0, 0.0, 0.0], [6.0, 0.0, 0.0]]), np.zeros((2, 3)), graph)
    (line,) = flow_network(routed, graph, threshold=1.0).lines
    assert line.cells.tolist() == [3, 4, 2]
    assert line.length == pytest.approx(3.0 + np.hypot(4.0, 4.0))


def test_lengths_on_a_sheared_map():
    """A step to the right is 3 km east, a step up 4 km north and 3 km east: 5 km. Two steps up: 10 km."""
    near = on_ground((3, 2), [[3000.0, 3000.0], [0.0, 4000.0]])
    direction = np.full((3, 2), 180.0 + np.degrees(np.arctan2(3, 4)))
    graph = build_graph(from_direction(direction, near, one_neighbour=True), np.ones((3, 2), bool))
    routed = route(np.array([[0.0, 0.0], [0.0, 0.0], [6.0, 0.0]]), np.zeros((3, 2)), graph)
    (line,) = flow_network(routed, graph, threshold=1.0).lines
    assert line.cells.tolist() == [4, 2, 0]
    assert line.length == pytest.approx(10.0)


def test_zones_count_inside_the_study_area_only():
    """The last of four cells is outside; where a line begins or ends without a zone, it is NO_ZONE."""
    valid = np.array([[True, True, True, False]])
    graph = build_graph(from_direction(np.full((1, 4), 270.0), square((1, 4))), valid)
    routed = route(np.array([[5.0, 0.0, 0.0, 9.0]]), np.zeros((1, 4)), graph)
    for zone, ends in (([[7, -1, 3, 4]], (7, 3)), ([[-1, 2, -5, 4]], (NO_ZONE, NO_ZONE))):
        (line,) = flow_network(routed, graph, np.array(zone), 1.0).lines
        assert (line.from_zone, line.to_zone) == ends
    (line,) = flow_network(routed, graph, None, 1.0).lines
    assert (line.from_zone, line.to_zone, line.flux) == (NO_ZONE, NO_ZONE, 5.0)


def test_a_gap_that_is_passed_over_is_in_no_zone():
    """A gap amid eight cells, west wind: 6 t from the cell before it are all absorbed by the cell behind it.

    So the line ends in the gap, whose number in the raster of zones does not count.
    """
    valid = np.ones((3, 3), bool)
    valid[1, 1] = False
    graph = build_graph(from_direction(np.full((3, 3), 270.0), square((3, 3))), valid)
    emission, capacity = np.zeros((3, 3)), np.zeros((3, 3))
    emission[1, 0], capacity[1, 2] = 6.0, 10.0
    (line,) = flow_network(route(emission, capacity, graph), graph, np.full((3, 3), 5), 1.0).lines
    assert line.cells.tolist() == [3, 4]
    assert (line.from_zone, line.to_zone) == (5, NO_ZONE)


def test_the_flux_of_a_line_is_its_largest_and_a_threshold_is_reached_by_equal_flux():
    emission = np.array([[1.0, 2.0, 3.0]])
    drawn, _ = network(np.full((1, 3), 270.0), emission, threshold=3.0)  # flux 1 3 6
    assert [(line.cells.tolist(), line.flux) for line in drawn.lines] == [([1, 2], 6.0)]


def test_a_threshold_of_zero_takes_all_cells_with_flux():
    drawn, _ = network(np.full((1, 4), 270.0), [[0.0, 1.0, 0.0, 0.0]], threshold=0.0)
    assert [line.cells.tolist() for line in drawn.lines] == [[1, 2, 3]]


def test_seeds_are_the_largest_of_their_blocks():
    """4 x 5 cells in blocks of 2 x 2, the last column alone; blocks without flux have no seed."""
    flux = np.zeros((4, 5))
    flux[0, 1], flux[1, 0], flux[3, 4], flux[2, 2] = 5.0, 4.0, 7.0, 6.0
    assert _largest_per_block(flux, 2).tolist() == [19, 12, 1]
    assert _largest_per_block(flux, 1).tolist() == [19, 12, 1, 5]


def test_a_threshold_is_lowered_until_there_are_enough_lines():
    """100 rows of west wind, each a line of its own, the weakest with a flux of 1 t: fewer than FEW_LINES, so all."""
    rows = 100
    emission = np.zeros((rows, 300))
    emission[:, 0] = np.arange(rows, 0.0, -1.0)
    drawn, _ = network(np.full(emission.shape, 270.0), emission)
    assert len(drawn.lines) == rows
    assert drawn.threshold == 1.0


def test_can_be_cancelled():
    graph = build_graph(from_direction(np.full((1, 4), 270.0), square((1, 4))), np.ones((1, 4), bool))
    routed = route(np.ones((1, 4)), np.zeros((1, 4)), graph)
    with pytest.raises(CancelledError):
        flow_network(routed, graph, None, 1.0, Recorder(cancel_after=0))


def test_carbon_that_goes_round_makes_no_large_line():
    """Two cells pass 10 t to and fro, 80 % of it: a flux of 27.8 and 22.2 t. The line has the 10 t that entered.

    A threshold of 15 t, above what there is, gives no line.
    """
    near = square((1, 2))
    transport = from_direction(np.array([[270.0, 90.0]]), near, one_neighbour=True)
    graph = build_graph(transport, np.ones((1, 2), bool), 1000.0 / np.log(1 / 0.8))
    routed = route(np.array([[10.0, 0.0]]), np.zeros((1, 2)), graph)
    assert routed.flux.max() == pytest.approx(10 / (1 - 0.64))
    (line,) = flow_network(routed, graph, threshold=5.0).lines
    assert line.flux == pytest.approx(10.0)
    assert flow_network(routed, graph, threshold=15.0).lines == []
    assert flow_network(routed, graph).threshold == pytest.approx(10.0)
