"""Single lines: which cells they follow, claim and join."""

from __future__ import annotations

import numpy as np
from carbon_service_flow.core.routing import build_graph, from_direction
from carbon_service_flow.core.routing.network.trace import Tracer
from support.routing_cases import rose_transport, square


def tracer(direction, flux, threshold=1.0, spacing=1, one=True, southward=True):
    flux = np.asarray(flux, float)
    transport = from_direction(direction, square(flux.shape, rows_southward=southward), one_neighbour=one)
    return Tracer(flux, build_graph(transport, np.ones(flux.shape, bool)), threshold, spacing)


def test_a_line_goes_both_ways_from_its_seed():
    """West wind over six cells; the second has less flux than the threshold of 2: the line begins after it."""
    draw = tracer(np.full((1, 6), 270.0), [[5, 1, 2, 3, 4, 2]], threshold=2.0).draw
    assert draw(3) == [2, 3, 4, 5]
    assert draw(4) == []  # claimed already
    assert draw(0) == [0]


def test_cells_without_flux_end_a_line_at_a_threshold_of_zero():
    assert tracer(np.full((1, 4), 270.0), [[1, 1, 0, 1]], threshold=0.0).draw(0) == [0, 1]


def test_of_several_donors_and_receivers_the_one_closest_to_the_mean_wind_is_taken():
    """Wind to 60 degrees, 58 % to NE and 42 % to E: the mean step is 0.577 rows up and a column to the right.

    From the lower left of 4 x 5 cells the aim is 0.58, 1.15, 1.73, 2.31 rows up: NE, E, NE, E. Against the wind from
    the upper right it is as far down: SW, W, SW, W.
    """
    assert tracer(np.full((4, 5), 240.0), np.ones((4, 5)), one=False).draw(15) == [15, 11, 12, 8, 9]
    assert tracer(np.full((4, 5), 240.0), np.ones((4, 5)), one=False).draw(4) == [10, 11, 7, 8, 4]


def test_a_line_that_was_held_back_does_not_catch_up_by_more_than_a_cell():
    """Wind to 60 degrees, but in the first six columns only the last row, 7, has flux: there the line goes east.

    The aim stays within a cell of it, at row 6; then it is at 5.42, 4.85, 4.27, 3.69: rows 6, 5, 4, 4.
    """
    flux = np.ones((8, 10))
    flux[:7, :6] = 0.0
    path = tracer(np.full((8, 10), 240.0), flux, one=False).draw(70)
    rows, cols = np.divmod(path, 10)
    assert cols.tolist() == list(range(10))
    assert rows.tolist() == [7] * 6 + [6, 5, 4, 4]


def test_rows_may_run_northward():
    """Wind from the south goes to the next row where row 0 is the southern edge."""
    assert tracer(np.full((3, 1), 180.0), np.ones((3, 1)), southward=False).draw(0) == [0, 1, 2]
    assert tracer(np.full((3, 1), 180.0), np.ones((3, 1))).draw(0) == [2, 1, 0]


def test_a_line_joins_the_closest_cell_of_one_that_has_claimed_its_way():
    """Along row 3 a line with spacing 2, which claims rows 2 to 4; from the north another, down to row 1.

    That joins the cell of row 3 below it; cells that it claims are not taken from the first.
    """
    direction = np.full((6, 5), 270.0)
    direction[:3, 2] = 0.0
    lines = tracer(direction, np.ones((6, 5)), spacing=2)
    assert lines.draw(15) == [15, 16, 17, 18, 19]
    assert np.argwhere(lines.owner == 0)[:, 0].tolist() == [2] * 5 + [3] * 5 + [4] * 5
    assert lines.draw(2) == [0, 1, 2, 7, 17]
    assert (lines.owner[2:5] == 0).all()
    assert lines.owner[:2].tolist() == [[1, 1, 1, 1, -1]] * 2
    assert lines.draw(12) == []


def test_a_cycle_is_gone_round_once():
    """Four cells clockwise: E, S / N, W."""
    lines = tracer([[270.0, 0.0], [180.0, 90.0]], np.ones((2, 2)))
    assert sorted(lines.draw(0)) == [0, 1, 2, 3]


def test_a_rose_is_followed_along_its_mean_wind():
    """Three quarters from W, one quarter from SW: mean step 0.25 rows up and a column to the right."""
    winds = np.zeros((17, 3, 9))
    winds[12], winds[10] = 0.75, 0.25
    graph = build_graph(rose_transport(winds), np.ones((3, 9), bool))
    path = Tracer(np.ones((3, 9)), graph, 0.5, 1).draw(18)
    rows, cols = np.divmod(path, 9)
    assert cols.tolist() == list(range(9))
    assert rows.tolist() == [2, 2, 1, 1, 1, 1, 0, 0, 0] or rows.tolist() == [2, 2, 2, 1, 1, 1, 0, 0, 0]
