"""Totals of zones that are partly on the grid: the share by cells, geographic too, and what is told."""

from __future__ import annotations

import numpy as np
import pytest
from carbon_service_flow.core.accounts.allocation import ProxySums
from carbon_service_flow.core.accounts.yearbook.partial_zones import (
    PartialZones,
    covered_totals,
    warn_of_partial_zones,
)
from carbon_service_flow.core.zones.coverage import ZoneCoverage
from support.common import DEGREES, WGS84, Recorder, grid, zones_of


def covered(frame, zones, totals, cells, usable_ha, own_ha, partial=PartialZones.COVERED_SHARE, interior=()):
    log = Recorder()
    sums = ProxySums(area=np.append(usable_ha, 0.0), zone_area=np.append(own_ha, 0.0))
    share = np.divide(usable_ha, own_ha, out=np.zeros(len(zones)), where=np.array(own_ha) > 0)
    coverage = ZoneCoverage(np.array(cells), np.array(cells), share)
    result = covered_totals(
        np.array(totals, dtype=float),
        ("coal", "oil"),
        zones,
        frame,
        partial=partial,
        sums=sums,
        coverage=coverage,
        interior=set(interior),
        progress=log,
    )
    return result, log


def test_the_share_is_that_of_the_cells_that_the_zone_would_own() -> None:
    """Zone a: 2 of its 9 cells of 100 ha are on the grid, of these one has data: 1/9 of 900 and 90 t.

    Zone b is whole: exactly all, to the last bit. Zone c has no cell and no total.
    """
    frame = grid(2, 4)
    zones = zones_of(frame, a=(0, 3, 1, 9), b=(0, 0, 2, 3), c=(0, 0, 0.2, 0.2))
    totals = [[900, 0.1, 0], [90, 0.3, 0]]
    result, log = covered(frame, zones, totals, [1, 6, 0], [100, 600, 0], [100, 600, 0])
    assert result[:, 0] == pytest.approx([900 / 9, 90 / 9])
    assert result[:, 1].tolist() == [0.1, 0.3]
    assert log.warnings == [
        "Zone a: 11.11 % of it is on the grid and has data, and gets that share of its total of 990 t C: 880 are left "
        "out (coal 800 t C, oil 80 t C)."
    ]


def test_a_zone_on_the_grid_is_whole_although_its_areas_were_summed_in_another_order() -> None:
    frame = grid(1, 4)
    zones = zones_of(frame, a=(0, 0, 1, 4))
    result, log = covered(frame, zones, [[0.1], [0.7]], [4], [400.0], [np.nextafter(400.0, 500)])
    assert result[:, 0].tolist() == [0.1, 0.7]
    assert log.warnings == []


def test_cells_without_data_are_not_covered() -> None:
    frame = grid(1, 4)
    zones = zones_of(frame, a=(0, 0, 1, 4))
    result, log = covered(frame, zones, [[8.0], [0.0]], [4], [100.0], [400.0])
    assert result[:, 0].tolist() == [2, 0]
    assert "25.00 %" in log.warnings[0]


def test_areas_of_degrees_count_not_cells() -> None:
    """Two quarter-degree cells, one on the grid, the other north of it and so a little smaller."""
    frame = grid(1, 1, DEGREES, WGS84)
    zones = zones_of(frame, a=(-1, 0, 2, 1))
    own = frame.cell_area_ha()[0, 0]
    north = frame.window(-1, 0, 1, 1).cell_area_ha()[0, 0]
    result, _ = covered(frame, zones, [[1.0], [0.0]], [1], [own], [own])
    assert result[0, 0] == pytest.approx(own / (own + north), rel=1e-12)
    assert result[0, 0] > 0.5


def test_a_zone_smaller_than_a_cell_keeps_its_total() -> None:
    frame = grid(1, 2)
    zones = zones_of(frame, tiny=(0.1, 0.1, 0.1, 0.1))
    result, log = covered(frame, zones, [[5.0], [0.0]], [0], [0.0], [0.0], interior=[0])
    assert result[0, 0] == 5
    assert log.warnings == []


def test_the_whole_total_is_today_s_result_and_told() -> None:
    frame = grid(1, 4)
    zones = zones_of(frame, a=(0, 0, 1, 8), b=(0, 0, 1, 1))
    totals = [[10.0, 7.0], [2.0, 0.0]]
    result, log = covered(frame, zones, totals, [4, 1], [400.0, 100.0], [800.0, 100.0], PartialZones.WHOLE_TOTAL)
    assert result.tolist() == totals
    assert log.warnings == [
        "Zone a: its whole total of 12 t C goes to the 50.00 % of it that is on the grid and has data, where the "
        "density is then 2 times the zone's. PARTIAL_ZONES 1 gives it that share of the total."
    ]


def test_who_is_warned() -> None:
    """Not of no total, not of 99 % or more, not of nothing (which is told otherwise)."""
    log = Recorder()
    warn_of_partial_zones(
        np.array([1.0, 0.0, 1.0, 1.0]),
        ("a", "b", "c", "d"),
        np.array([0.98, 0.5, 0.99, 0.0]),
        unit="",
        cure="Do.",
        progress=log,
    )
    assert len(log.warnings) == 1
    assert log.warnings[0].startswith("Zone a: its whole total of 1 goes to the 98.00 % of it")
