"""Areas and their share on a grid; study areas that miss it, or hold no cell with data."""

from __future__ import annotations

import numpy as np
import pytest
from carbon_service_flow.core.errors import ZoneError
from carbon_service_flow.core.zones.area_on_grid import check_area, require_data_in, share_within
from support.common import Recorder, grid, zones_of

FRAME = grid(6, 8)


@pytest.mark.parametrize(("left", "warned"), [(4, True), (0, False)])
def test_an_area_partly_on_the_grid_is_warned_of(left, warned) -> None:
    """An area of 8 columns, of which 4 or all lie on the grid."""
    area = zones_of(FRAME, area=(0, left, 6, 8))
    log = Recorder()
    check_area(area, FRAME, log)
    assert log.warnings == (["The grid covers only 50.00 % of the area zones."] if warned else [])


def test_an_area_off_the_grid_is_an_error() -> None:
    with pytest.raises(ZoneError, match=r"The area zones does not meet the grid \(8 x 6 cells"):
        check_area(zones_of(FRAME, area=(6, 0, 1, 1)), FRAME, Recorder())


def test_an_area_without_a_cell_with_data_is_an_error() -> None:
    area = zones_of(FRAME, area=(0, 0, 1, 1))
    require_data_in(area, True)
    with pytest.raises(ZoneError, match="No cell with data has its centre in the area zones"):
        require_data_in(area, False)


def test_shares_of_zones_by_hand() -> None:
    """All, a quarter (over a corner), none."""
    zones = zones_of(FRAME, all=(1, 1, 2, 2), corner=(-1, -1, 2, 2), none=(9, 9, 1, 1))
    np.testing.assert_allclose(share_within(zones.source(FRAME).polygons), [1, 0.25, 0], atol=1e-12)
