"""Lines of the flow network."""

from __future__ import annotations

import numpy as np
import pytest
from carbon_service_flow.core.errors import ParameterError
from carbon_service_flow.core.routing import Neighbourhood, build_graph, flow_network, from_direction, route

KM = 1000.0


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
    found, _ = network(np.full((1, 5), 270.0), emission, capacity, 4.0, np.array([[0, 0, 1, 1, 1]]))
    (line,) = found.lines
    assert line.cells.tolist() == [0, 1, 2]
    assert (line.flux, line.length, line.bearing) == pytest.approx((6.0, 2.0, 90.0))
    assert (line.from_zone, line.to_zone) == (0, 1)
    assert found.threshold == 4.0


def test_lines_join():
    """Two sources whose winds meet in the middle row: three lines share the confluence."""
    direction = np.full((3, 5), 270.0)
    direction[0, :2], direction[2, :2] = 315.0, 225.0  # to the south-east, to the north-east
    emission = np.zeros((3, 5))
    emission[0, 0], emission[2, 0] = 3.0, 2.0
    found, _ = network(direction, emission, threshold=1.0)
    paths = sorted(line.cells.tolist() for line in found.lines)
    assert paths == [[0, 6], [6, 7, 8, 9], [10, 6]]


def test_lines_keep_the_bearing_of_the_wind():
    """A wind from 290 goes to 110: the line through the source leaves 150 columns on within a cell or two of that."""
    emission = np.zeros((90, 160))
    emission[5, 2] = 100.0
    found, _ = network(np.full((90, 160), 290.0), emission, threshold=1.0)
    after = {int(line.cells[0]): line for line in found.lines}
    cell = 5 * 160 + 2
    while cell in after:
        cell = int(after[cell].cells[-1])
    row, col = divmod(cell, 160)
    assert col > 150
    assert np.degrees(np.arctan2(col - 2, 5 - row)) == pytest.approx(110.0, abs=1.0)


def test_default_threshold_gives_a_readable_number():
    rng = np.random.default_rng(3)
    shape = (140, 200)
    row, col = np.indices(shape)
    direction = 300 + 40 * np.sin(col / 30) + 30 * np.cos(row / 25)
    emission = np.where(rng.random(shape) < 0.05, 100.0, 1.0)
    found, routed = network(direction, emission, np.full(shape, 2.0))
    assert 50 <= len(found.lines) <= 1000
    assert found.threshold > 0
    for line in found.lines:
        assert routed.flux.ravel()[line.cells].min() >= found.threshold * (1 - 1e-12)
        steps = np.abs(np.diff(np.stack(np.divmod(line.cells, shape[1])), axis=1)).max(axis=0)
        assert (steps[:-1] <= 1).all()  # only the last step may be a jump, to the line that is joined
    again, _ = network(direction, emission, np.full(shape, 2.0), found.threshold)
    assert [line.cells.tolist() for line in again.lines] == [line.cells.tolist() for line in found.lines]


def test_round_a_cycle_and_nowhere():
    found, _ = network([[270, 0], [180, 90]], [[9, 0], [0, 0]], [[2, 3], [4, 1]], 1.0)
    assert [line.cells.tolist() for line in found.lines] == [[0, 1, 3]]
    nothing, _ = network(np.full((3, 3), np.nan), np.zeros((3, 3)))
    assert nothing.lines == []
    with pytest.raises(ParameterError, match="threshold"):
        network([[270.0]], [[1.0]], threshold=-1.0)
