"""Frequencies of 16 sectors into shares of eight neighbours."""

from __future__ import annotations

import numpy as np
import pytest
from carbon_service_flow.core.errors import RasterError
from carbon_service_flow.core.routing import Neighbourhood, from_direction
from carbon_service_flow.core.routing.graph import strips
from carbon_service_flow.core.routing.graph.rose_shares import from_rose, rose_shares
from hypothesis import given, settings
from hypothesis import strategies as st
from support.common import ALBERS, grid
from support.reference_routing import rose_of
from support.routing_cases import STEPS, on_ground, rose_transport, shares_by_step, square, turned


@settings(max_examples=40)
@given(st.lists(st.floats(0, 1), min_size=17, max_size=17), st.floats(50, 2000), st.floats(-20, 20))
def test_rose_shares(frequencies, dx, rotation):
    rose = np.array(frequencies)[:, None, None]
    transport = from_rose(lambda a, b: rose[:, a:b], on_ground((1, 1), turned(dx, 700, rotation)))
    total = sum(frequencies[:16])
    if total == 0:
        assert shares_by_step(transport) == {}
        return
    assert transport.share_fractions.sum(dtype=np.float64) == 1.0
    if total > 1e-9:
        expected = rose_of(frequencies, dx, 700, rotation)
        ours = shares_by_step(transport)
        for step in STEPS:
            assert ours.get(step, 0.0) == pytest.approx(expected.get(step, 0.0), abs=3e-5)


@pytest.mark.formula("rose")
def test_worked_rose():
    """Half the time from 180 degrees, a quarter from 202.5, a quarter calm.

    From 180 all goes to N; from 202.5, so to 22.5, tan(22.5) = 0.4142 to NE and 0.5858 to N. N gets
    (0.5 + 0.25 * 0.5858) / 0.75 = 0.8619, NE 0.1381.
    """
    winds = np.zeros((17, 1, 1))
    winds[8], winds[9], winds[16] = 0.5, 0.25, 0.25
    assert shares_by_step(rose_transport(winds)) == pytest.approx({(0, 1): 0.86193, (1, 1): 0.13807}, abs=1e-5)


def test_calm_and_nodata_send_nothing():
    winds = np.zeros((17, 1, 3))
    winds[16, 0, 0] = 1.0
    winds[:, 0, 1] = np.nan
    winds[4, 0, 2], winds[5, 0, 2] = 1.0, np.nan  # from E; an unknown frequency counts as none
    transport = rose_transport(winds)
    assert transport.moving.tolist() == [[False, False, True]]
    assert [shares_by_step(transport, (0, col)) for col in range(3)] == [{}, {}, {(-1, 0): 1.0}]


@pytest.mark.parametrize("sector", range(16))
@pytest.mark.parametrize("projected", [True, False])
def test_one_sector_is_the_wind_of_its_centre(sector, projected):
    """Rows of different cell sizes, or cells each with its own north and axes."""
    shape = (4, 3)
    near = Neighbourhood.of(*shape, [300.0, 600.0, 900.0, 1200.0], 700.0)
    if projected:
        near = Neighbourhood.of_grid(grid(*shape, (2e6, 3e5, 0.0, 5e6, 0.0, -2e5), ALBERS))
    winds = np.zeros((17, *shape))
    winds[sector] = 0.4
    ours = from_rose(lambda first, after: winds[:, first:after], near)
    expected = from_direction(np.full(shape, sector * 22.5), near)
    for cell in np.ndindex(shape):
        assert shares_by_step(ours, cell) == pytest.approx(shares_by_step(expected, cell), abs=2.0**-29)


def test_shares_do_not_depend_on_the_part_that_is_read(monkeypatch):
    rng = np.random.default_rng(2)
    shape = (9, 11)
    winds = rng.random((17, *shape))
    near = Neighbourhood.of_grid(grid(*shape, (-5e5, 3e5, 0.0, 5e6, 0.0, -2e5), ALBERS))
    whole = from_rose(lambda first, after: winds[:, first:after], near)
    window = np.s_[4:8, 3:9]
    first, shares = rose_shares(winds[(slice(None), *window)], near, 4, 3)
    assert np.array_equal(first, whole.first[window])
    assert np.array_equal(shares, whole.shares[(slice(None), *window)])
    monkeypatch.setattr(strips, "STRIP_CELLS", 23)
    by_strips = from_rose(lambda first, after: winds[:, first:after], near)
    assert np.array_equal(by_strips.shares, whole.shares)
    assert (whole.shares.sum(axis=0, dtype=np.int64) == 1 << 30).all()


def test_what_is_wrong_with_a_rose_is_named():
    winds = np.ones((17, 6, 2))
    winds[3, 4, 0] = -1
    with pytest.raises(RasterError, match="band 4, row 5, column 1"):
        rose_transport(winds)
    with pytest.raises(RasterError, match="band 4, row 15, column 8"):  # of a window that begins at row 10, column 7
        rose_shares(winds, square((20, 20)), 10, 7)
    with pytest.raises(RasterError, match="16 bands"):
        from_rose(lambda first, after: np.ones((16, after - first, 2)), square((6, 2)))
    with pytest.raises(RasterError, match="wind rose has 6 x 3 cells"):
        from_rose(lambda first, after: np.ones((17, 6, 3)), square((6, 2)))
