"""How zones meet a grid: cells, data, overlaps, the share of each zone that is covered."""

from __future__ import annotations

import numpy as np
import pytest
from carbon_service_flow.core.engine.operation import Block, Result, Sums
from carbon_service_flow.core.errors import ZoneError
from carbon_service_flow.core.raster.sources import ArraySource
from carbon_service_flow.core.zones.coverage import measure_coverage, run_with_coverage
from carbon_service_flow.core.zones.zones import Zones
from support.common import ALBERS, DEGREES, KM, WGS84, Recorder, box, cells_box, grid, zones_of

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
        "Zones of zones that do not meet the grid: d.",
        "The grid covers only 50.00 % of zone a.",
        "The grid covers only 75.00 % of zone b.",
        "The grid covers only 98.50 % of zone e.",
        # 48 cells without one: 47, less 2 of a, 3 of b and 8 each of c and e.
        "26 cells with data (2600 ha) lie in no zone of zones: the numbers of the whole raster hold them, the rows by "
        "zone do not.",
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


def test_docstring_s_zone() -> None:
    """4 cells, one without data, half of the zone off the grid: 0.5 * 3/4."""
    mask = np.zeros(FRAME.shape, bool)
    mask[0, 0] = True
    zones = zones_of(FRAME, a=(-2, 0, 4, 2))
    found = measure_coverage(zones, FRAME, ArraySource(np.ones(FRAME.shape), mask), Recorder())
    assert (found.cells.tolist(), found.valid.tolist(), found.covered.tolist()) == ([4], [3], [0.375])


def test_the_grid_s_share_of_a_zone_of_several_polygons() -> None:
    """Of 12 cells' area in two polygons, 9 are on the grid; and of one in the grid and one off it, 2 of 6."""
    features = [
        ("a", cells_box(FRAME, 0, 0, 2, 3)),
        ("a", cells_box(FRAME, 3, 5, 1, 6)),
        ("b", cells_box(FRAME, 5, 0, 1, 2)),
        ("b", cells_box(FRAME, 7, 0, 1, 4)),
    ]
    log = Recorder()
    found = measure_coverage(Zones.from_features("z", ALBERS, features), FRAME, None, log)
    np.testing.assert_allclose(found.covered, [9 / 12, 2 / 6])
    assert log.warnings == [
        "The grid covers only 75.00 % of zone a.",
        "The grid covers only 33.33 % of zone b.",
    ]


@pytest.mark.parametrize(("part", "warned"), [(0.99, False), (0.9899, True)])
def test_less_than_99_percent_is_warned_of(part, warned) -> None:
    """A zone as high as the grid is covered by 8 of its 8 / part columns."""
    log = Recorder()
    zones = zones_of(FRAME, a=(0, 0, 6, 8 / (part + 1e-9)))
    measure_coverage(zones, FRAME, None, log)
    assert log.warnings == (["The grid covers only 98.99 % of zone a."] if warned else [])


@pytest.mark.parametrize("side", [(0, -2, 1, 4), (0, 6, 1, 4), (-2, 0, 4, 1), (4, 0, 4, 1)])
def test_a_zone_over_each_edge_of_the_grid_is_half_covered(side) -> None:
    found = measure_coverage(zones_of(FRAME, a=side), FRAME, None, Recorder())
    assert found.covered[0] == pytest.approx(0.5)


def test_an_operation_sees_zones_without_marks_and_its_own_sums() -> None:
    """Zones a, b and c; b and c overlap in two cells, which are c's. The operation counts cells by position."""
    zones = zones_of(FRAME, a=(0, 0, 2, 2), b=(3, 0, 1, 4), c=(3, 2, 2, 2))

    def count(block: Block) -> Result:
        positions = block.bands[1].compressed()
        return Result(partial=Sums(cells=np.bincount(positions, minlength=3), seen=int(block.bands[0].count())))

    mask = np.zeros(FRAME.shape, bool)
    mask[0, 0] = mask[3, 2] = mask[3, 3] = True
    log = Recorder()
    sources = [ArraySource(np.ones(FRAME.shape), mask), zones.source(FRAME)]
    sums, coverage = run_with_coverage(zones, count, sources, FRAME, progress=log, zone_band=1, data_bands=(0,))
    assert sums["cells"].tolist() == [4, 2, 4]
    assert sums["seen"] == 45
    assert coverage.cells.tolist() == [4, 2, 4]
    assert coverage.valid.tolist() == [3, 2, 2]
    np.testing.assert_allclose(coverage.covered, [0.75, 1, 0.5])
    assert log.warnings[0] == "Zones of zones overlap in 2 cells; such a cell counts for the zone drawn last."
    # Without a band that says which cells have data, all have.
    _, everywhere = run_with_coverage(zones, count, sources, FRAME, zone_band=1, data_bands=())
    assert everywhere.valid.tolist() == [4, 2, 4]


def test_counts_of_many_windows_add_up() -> None:
    """A grid of several chunks, window by window: cells, data and overlaps of all."""
    frame = grid(600, 700)
    mask = np.zeros(frame.shape, bool)
    mask[::2, 0] = True
    zones = zones_of(frame, a=(0, 0, 600, 650), b=(500, 600, 100, 100))
    log = Recorder()
    sources = [zones.source(frame), ArraySource(np.ones(frame.shape), mask)]
    sums, found = run_with_coverage(
        zones, lambda _: Result(), sources, frame, progress=log, zone_band=0, data_bands=(1,), window_cells=1
    )
    assert sums is None
    assert found.cells.tolist() == [600 * 650 - 100 * 50, 100 * 100]
    assert found.valid.tolist() == [600 * 650 - 100 * 50 - 300, 100 * 100]
    assert log.warnings[0] == "Zones of zones overlap in 5000 cells; such a cell counts for the zone drawn last."
    # 50 columns right of a, but for b's 100 rows of them.
    assert found.unassigned_cells == 600 * 50 - 100 * 50


def test_a_zone_without_an_area_is_not_covered() -> None:
    """A polygon that is a line lies on the grid, and has nothing that it could cover."""
    line = box(1000, KM[3] - 2000, 3000, KM[3] - 2000)
    features = [("a", cells_box(FRAME, 0, 0, 1, 1)), ("line", line)]
    zones = Zones.from_features("z", ALBERS, features, every_feature=True)
    assert measure_coverage(zones, FRAME, None, Recorder()).covered.tolist() == [1, 0]


def test_zones_without_cells_are_told_by_what_they_lack() -> None:
    """Between centres; off the grid; on it, but on a cell without data. The fourth is fine, 46 cells lie outside."""
    mask = np.zeros(FRAME.shape, bool)
    mask[5, 7] = True
    zones = zones_of(FRAME, tiny=(1.6, 1.6, 0.3, 0.3), off=(20, 0, 1, 1), empty=(5, 7, 1, 1), fine=(0, 0, 1, 1))
    log = Recorder()
    found = measure_coverage(zones, FRAME, ArraySource(np.ones(FRAME.shape), mask), log)
    assert found.cells.tolist() == [0, 0, 1, 1]
    assert log.warnings == [
        "Zones of zones that do not meet the grid: off.",
        "Zones of zones that hold no centre of a cell, and so have no cells: tiny. Use smaller cells.",
        "Zones of zones without a cell with data: empty.",
        "46 cells with data (4600 ha) lie in no zone of zones: the numbers of the whole raster hold them, the rows by "
        "zone do not.",
    ]


def test_cells_in_no_zone_have_the_area_of_their_rows() -> None:
    """Rows of a geographic grid differ: what is in no zone, and has data in both bands, is summed row by row."""
    frame = grid(6, 8, DEGREES, WGS84)
    masks = [np.zeros(frame.shape, bool), np.zeros(frame.shape, bool)]
    masks[0][5, 0] = masks[1][3, :] = True
    zones = zones_of(frame, north=(0, 0, 3, 8))
    found = measure_coverage(zones, frame, [ArraySource(np.ones(frame.shape), mask) for mask in masks], Recorder())
    area = frame.cell_area_ha()[:, 0]
    assert found.unassigned_cells == 8 + 7
    assert found.unassigned_ha == pytest.approx(8 * area[4] + 7 * area[5], rel=1e-12)


def test_many_zones_partly_on_the_grid_do_not_flood_the_log() -> None:
    """60 zones side by side, half of each beyond the northern edge: 40 are named, 20 counted."""
    frame = grid(1, 60)
    zones = zones_of(frame, **{f"z{col}": (-1, col, 2, 1) for col in range(60)})
    log = Recorder()
    measure_coverage(zones, frame, None, log)
    assert len(log.warnings) == 41
    assert log.warnings[39] == "The grid covers only 50.00 % of zone z39."
    assert log.warnings[40] == "The grid covers less than 99 % of 20 more zones of zones."
