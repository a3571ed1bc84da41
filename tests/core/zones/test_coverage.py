"""How zones meet a grid: cells, data, overlaps, the share of each zone that is covered."""

from __future__ import annotations

import numpy as np
import pytest
from carbon_service_flow.core.errors import ZoneError
from carbon_service_flow.core.raster.sources import ArraySource
from carbon_service_flow.core.zones.coverage import measure_coverage
from carbon_service_flow.core.zones.zones import Zones
from support.common import ALBERS, DEGREES, KM, WGS84, Recorder, box, grid, zones_of

FRAME = grid(6, 8)


@pytest.mark.parametrize("crs", [ALBERS, WGS84])
@pytest.mark.parametrize("col", [2.5, 3.0, 4.25])
def test_neighbours_share_an_edge_and_no_cell(crs, col) -> None:
    """An edge through cell centres, or anywhere: each cell belongs to exactly one of the two; no overlap is seen."""
    frame = grid(6, 8, KM if crs == ALBERS else DEGREES, crs)
    zones = zones_of(frame, west=(0, 0, 6, col), east=(0, col, 6, 8 - col))
    log = Recorder()
    found = measure_coverage(zones, frame, None, log)
    assert found.cells.sum() == 48
    assert log.warnings == []


def test_overlap_is_warned_of_and_the_zone_drawn_last_wins() -> None:
    zones = zones_of(FRAME, a=(0, 0, 2, 3), b=(1, 2, 2, 3))
    log = Recorder()
    found = measure_coverage(zones, FRAME, None, log)
    assert found.cells.tolist() == [5, 6]
    assert log.warnings == ["Zones of zones overlap in 1 cells; such a cell counts for the zone drawn last."]


def test_coverage_by_the_grid_and_by_data() -> None:
    """a: half off the grid. b: all on it, a quarter without data. c: 99.5 % on it: enough; e: 98.5 %. d: off."""
    data = np.ma.masked_all(FRAME.shape)
    data[:] = 1.0
    mask = np.zeros(FRAME.shape, bool)
    mask[5, 3] = True
    zones = zones_of(FRAME, a=(0, -2, 1, 4), b=(4, 2, 2, 2), c=(3, 0, 1, 8.04), d=(9, 9, 1, 1), e=(2, 0, 1, 8 / 0.985))
    log = Recorder()
    found = measure_coverage(zones, FRAME, ArraySource(np.ones(FRAME.shape), mask), log)
    np.testing.assert_allclose(found.covered, [0.5, 0.75, 8 / 8.04, 0, 0.985], rtol=1e-9)
    assert found.valid.tolist() == [2, 3, 8, 0, 8]
    assert log.warnings == [
        "The grid covers only 50.00 % of zone a.",
        "The grid covers only 75.00 % of zone b.",
        "The grid covers only 0.00 % of zone d.",
        "The grid covers only 98.50 % of zone e.",
    ]


def test_coverage_on_a_geographic_grid_is_by_true_area() -> None:
    """A zone from 0 to 60 N of which the grid holds 30 to 60: by degrees half, by area (sin 60 - sin 30) / sin 60."""
    frame = grid(30, 10, (100.0, 1.0, 0.0, 60.0, 0.0, -1.0), WGS84)
    zones = Zones.from_features("z", WGS84, [("a", box(100, 0, 110, 60))])
    share = measure_coverage(zones, frame, None, Recorder()).covered[0]
    assert share == pytest.approx((np.sqrt(3) / 2 - 0.5) / (np.sqrt(3) / 2), abs=0.003)


def test_no_zone_on_the_grid_at_all() -> None:
    with pytest.raises(ZoneError, match=r"No polygon of layer zones meets the grid \(8 x 6 cells"):
        measure_coverage(zones_of(FRAME, a=(50, 50, 1, 1)), FRAME, None, Recorder())
