"""Codes, steps, lengths and bearings of the eight neighbours."""

from __future__ import annotations

import numpy as np
import pytest
from carbon_service_flow.core.errors import ParameterError
from carbon_service_flow.core.routing import Neighbourhood
from carbon_service_flow.core.routing.graph.neighbours import EASTWARD, NORTHWARD
from support.routing_cases import STEPS


def test_codes_go_clockwise_from_north():
    assert list(zip(EASTWARD.tolist(), NORTHWARD.tolist())) == STEPS


def test_lengths_are_by_code_and_row():
    """Cells of 3 x 4 m in the first row, 6 x 8 m in the second: 4 to N, 3 to E, diagonals 5; then 8, 6 and 10."""
    lengths = Neighbourhood.of(2, 5, [3.0, 6.0], [4.0, 8.0]).lengths()
    assert lengths[:, 0].tolist() == [4.0, 5.0, 3.0, 5.0, 4.0, 5.0, 3.0, 5.0]
    assert lengths[:, 1].tolist() == [8.0, 10.0, 6.0, 10.0, 8.0, 10.0, 6.0, 10.0]


def test_bearings_are_by_code_and_row():
    """dx / dy = 1 / sqrt(3): NE at 30 degrees; sqrt(3): at 60."""
    near = Neighbourhood.of(2, 3, [1.0, np.sqrt(3.0)], [np.sqrt(3.0), 1.0])
    assert near.bearings(slice(0, 2))[:, 0] == pytest.approx([0, 30, 90, 150, 180, 210, 270, 330])
    assert near.bearings(slice(1, 2))[:, 0] == pytest.approx([0, 60, 90, 120, 180, 240, 270, 300])
    assert near.bearings(slice(1, 2)).shape == (8, 1)


def test_example_of_a_geographic_grid():
    """At 60 degrees north on a 1 degree grid, dx = 55.8 km and dy = 111.4 km."""
    near = Neighbourhood.of(1, 1, 55.8, 111.4)
    assert near.bearings(slice(0, 1))[1, 0] == pytest.approx(26.6, abs=0.05)
    assert near.lengths()[1, 0] == pytest.approx(124.6, abs=0.05)


def test_rows_may_run_northward():
    south_first = Neighbourhood.of(3, 4, 1, 1, rows_southward=False)
    assert south_first.offsets[0] == 4
    assert Neighbourhood.of(3, 4, 1, 1).offsets[0] == -4
    assert (south_first.offsets[2], south_first.offsets[5]) == (1, -5)
    assert (south_first.row_steps[0], south_first.size) == (1, 12)


@pytest.mark.parametrize(
    ("dx", "dy"),
    [([1.0, 0.0], 1.0), (1.0, [1.0, 0.0]), ([1.0, -2.0], 1.0), ([1.0, np.nan], 1.0), (1.0, [1.0, np.inf])],
)
def test_cells_without_size_are_named_by_row(dx, dy):
    with pytest.raises(ParameterError, match="row 2"):
        Neighbourhood.of(2, 2, dx, dy)
