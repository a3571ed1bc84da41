"""Allocation: weights against plain loops, zones without a cell, the area of the row in which their total lies."""

from __future__ import annotations

import math

import numpy as np
import pytest
from carbon_service_flow.core.accounts.allocation import (
    Allocation,
    ProxyOperation,
    ProxySums,
    ProxyWeights,
    allocate,
)
from carbon_service_flow.core.engine.operation import Block
from carbon_service_flow.core.raster.sources import Window
from carbon_service_flow.core.zones.zonal_sums import ZoneRuns
from hypothesis import given
from hypothesis import strategies as st
from support.common import WGS84, Recorder, grid, laws, whole_block

# Rows from the equator to 18.19 N and from there to 36.39 N: on a sphere the area of a row is sin(top) - sin(bottom),
# that of the second (sin 2d - sin d) / sin d = 2 cos d - 1 of the first's. With cos d = 0.95 it is 10 % smaller.
STEP = math.degrees(math.acos(0.95))
TWO_ROWS = (100.0, 10.0, 0.0, 0.0, 0.0, STEP)


def uniform(usable, *proxies, reachable=None, negative=None) -> ProxyWeights:
    usable = np.array(usable, bool)
    weights = tuple(np.array(proxy, float) * usable for proxy in proxies)
    reach = usable if reachable is None else np.array(reachable, bool)
    return ProxyWeights(
        usable,
        reach,
        weights,
        np.zeros(len(weights), np.int64) if negative is None else negative,
        np.zeros(len(weights), np.int64),
    )


def point_at(*points: tuple[int, int, int, list[float]], sources: int = 1) -> Allocation:
    """Nothing but points, of three zones."""
    nothing = np.zeros((sources, 4))
    places = tuple((zone, row, col, np.array(tonnes)) for zone, row, col, tonnes in points)
    return Allocation((0,) * sources, nothing, nothing, places)


def test_a_point_s_density_is_by_the_area_of_its_own_row() -> None:
    """7 t in the row that is 10 % smaller: 7 / (0.9 a) t/ha, which times the row's area is 7 t, not 6.3."""
    block = whole_block(grid(2, 3, TWO_ROWS, WGS84), np.zeros((2, 3)))
    area = block.area_ha[:, 0]
    # WGS 84 is no sphere: the ratio differs in the third digit.
    assert area[1] == pytest.approx(0.9 * area[0], rel=3e-3)
    ((zone, row, col, density),) = point_at((2, 1, 1, [7.0])).points_in(block)
    assert (zone, row, col) == (2, 1, 1)
    assert density[0] * area[1] == pytest.approx(7, rel=1e-12)
    assert density[0] == pytest.approx(7 / (0.9 * area[0]), rel=3e-3)


def test_points_are_found_in_the_block_that_holds_their_cell() -> None:
    """A window of 2 x 3 cells from row 4, column 7: its corners are (4, 7), (4, 9), (5, 7) and (5, 9)."""
    frame = grid(9, 12)
    block = Block(frame, Window(4, 7, 2, 3), ())
    inside, outside = [(4, 7), (4, 9), (5, 7), (5, 9)], [(3, 8), (6, 8), (4, 6), (5, 10)]
    points = point_at(*((0, row, col, [100.0, 300.0]) for row, col in inside + outside), sources=2)
    found = points.points_in(block)
    assert [(row, col) for _, row, col, _ in found] == [(0, 0), (0, 2), (1, 0), (1, 2)]
    # Cells of 100 ha.
    assert all(density.tolist() == [1, 3] for *_, density in found)


def test_two_zones_two_sources_by_hand() -> None:
    """Cells of 100 ha. Zone 0 has cells 0 and 1 with weights 1 and 3, zone 1 cell 2 with weight 0.

    Source 0, 800 t and 500 t: zone 0 sums 1 x 100 + 3 x 100 = 400, 2 t per unit: 2 and 6 t/ha. Zone 1: 500 / 100 ha
    = 5 t/ha, the same everywhere. Source 1 has nothing in zone 0, and 100 t in zone 1, on the weight 4: 1 t/ha.
    """
    block = whole_block(grid(1, 4), np.ma.MaskedArray([[0, 0, 1, 0]], [[False, False, False, True]]))
    weights = uniform([[1, 1, 1, 0]], [[1, 3, 0, 9]], [[1, 1, 4, 9]])
    sums = ProxyOperation(lambda _: weights, 0, 2)(block).partial
    np.testing.assert_array_equal(sums["area"], [200, 100, 0])
    np.testing.assert_array_equal(sums["weight"], [[400, 0, 0], [200, 400, 0]])
    log = Recorder()
    totals = np.array([[800.0, 500.0], [0.0, 100.0]])
    allocation, placed = allocate(
        totals, (0, 1), ("a", "b"), ("one", "two"), sums, cells=np.array([2, 1]), interior={}, progress=log
    )
    assert placed.tolist() == [True, True]
    assert log.warnings == ["Zone two: the weight of a is 0 everywhere; spread evenly."]
    np.testing.assert_array_equal(allocation.per_weight, [[2, 0, 0], [0, 0.25, 0]])
    np.testing.assert_array_equal(allocation.even, [[0, 5, 0], [0, 0, 0]])
    first, second = allocation.densities(weights, ZoneRuns.of(block, block.bands[0], 2))
    np.testing.assert_array_equal(first, [[2, 6, 5, 0]])
    np.testing.assert_array_equal(second, [[0, 0, 1, 0]])


def test_an_even_density_keeps_to_usable_cells() -> None:
    """A zone of four cells, two of them usable, without any weight: 400 t on 200 ha."""
    block = whole_block(grid(1, 4), np.zeros((1, 4), int))
    weights = uniform([[1, 0, 1, 0]], [[0, 0, 0, 0]])
    sums = ProxyOperation(lambda _: weights, 0, 1)(block).partial
    allocation, _ = allocate(
        np.array([[400.0]]), (0,), ("s",), ("z",), sums, cells=np.array([4]), interior={}, progress=Recorder()
    )
    (density,) = allocation.densities(weights, ZoneRuns.of(block, block.bands[0], 1))
    assert density.tolist() == [[2, 0, 2, 0]]


def test_cells_under_interior_points_count_as_reachable_where_they_have_data() -> None:
    """A window from row 1, column 2: its cells (0, 0) and (1, 1) have data, in a zone or not; (1, 0) has none."""
    frame = grid(5, 5)
    weights = uniform([[0, 0], [0, 0]], [[0, 0], [0, 0]], reachable=[[1, 0], [0, 1]])
    zones = np.ma.MaskedArray(np.zeros((2, 2), int), True)
    wanted = ((1, 2), (2, 3), (2, 2), (0, 2), (3, 3), (1, 1), (1, 4))
    sums = ProxyOperation(lambda _: weights, 0, 1, wanted)(Block(frame, Window(1, 2, 2, 2), (zones,))).partial
    assert sums["reachable_cells"] == {(1, 2), (2, 3)}


def test_sums_of_blocks_add_up_and_their_cells_unite() -> None:
    def sums(number: float, *cells: tuple[int, int]) -> ProxySums:
        amounts = {key: np.array([number]) for key in ("area", "weight", "negative")}
        return ProxySums(**amounts, reachable_cells=frozenset(cells))

    both = sums(1, (0, 0)).merge(sums(4, (5, 5)))
    assert isinstance(both, ProxySums)
    assert [both[key].tolist() for key in ("area", "weight", "negative")] == [[5]] * 3
    assert both["reachable_cells"] == {(0, 0), (5, 5)}
    assert both.merge(sums(1, (0, 0)))["reachable_cells"] == {(0, 0), (5, 5)}


NO_AREA = ProxySums(
    area=np.zeros(2), weight=np.zeros((2, 2)), negative=np.zeros(2), reachable_cells=frozenset({(3, 4)})
)


@pytest.mark.parametrize(
    ("cells", "interior", "placed", "warning"),
    [
        (0, {0: (3, 4)}, True, "Zone z holds no cell centre: its totals go to the cell under its interior point."),
        (1, {0: (3, 4)}, True, "Zone z has no usable cell: its totals go to the cell under its interior point."),
        (0, {0: (3, 5)}, False, "Zone z holds no cell centre on the grid: its totals are left out (b 7)."),
        (2, {}, False, "Zone z has no usable cell on the grid: its totals are left out (b 7)."),
    ],
)
def test_a_zone_without_a_usable_cell(cells, interior, placed, warning) -> None:
    """Its cell may have no data, or it has none; its point may lie on a cell without data, or off the grid."""
    log = Recorder()
    allocation, kept = allocate(
        np.array([[0.0], [7.0]]),
        (0, 1),
        ("a", "b"),
        ("z",),
        NO_AREA,
        cells=np.array([cells]),
        interior=interior,
        progress=log,
    )
    assert kept.tolist() == [placed]
    assert log.warnings == [warning]
    assert [(zone, row, col, tonnes.tolist()) for zone, row, col, tonnes in allocation.points] == (
        [(0, 3, 4, [0, 7])] if placed else []
    )
    assert not allocation.per_weight.any()
    assert not allocation.even.any()


def test_a_zone_without_totals_needs_no_cell() -> None:
    log = Recorder()
    allocation, placed = allocate(
        np.zeros((2, 1)), (0, 1), ("a", "b"), ("z",), NO_AREA, cells=np.array([0]), interior={}, progress=log
    )
    assert (placed.tolist(), allocation.points, log.warnings) == ([True], (), [])


@laws
@given(st.integers(0, 2**20), st.integers(1, 4), st.booleans())
def test_every_total_is_kept_whatever_the_weights(seed, zones, degrees) -> None:
    """Random zones, weights and usable cells: density x area over a zone's cells is its total, if it has any cell."""
    rng = np.random.default_rng(seed)
    frame = grid(6, 7, (*TWO_ROWS[:5], -STEP / 4), WGS84) if degrees else grid(6, 7)
    positions = np.ma.MaskedArray(rng.integers(0, zones, (6, 7)), rng.random((6, 7)) < 0.2)
    block = whole_block(frame, positions)
    usable = ~positions.mask & (rng.random((6, 7)) < 0.6)
    weights = uniform(usable, rng.choice([0.0, 0.0, 1.5, 8.0], (6, 7)), usable)
    totals = rng.choice([0.0, 3.0, 1e6], (3, zones))
    sums = ProxyOperation(lambda _: weights, 0, zones)(block).partial
    names = tuple("abcd"[:zones])
    cells = np.bincount(positions.compressed(), minlength=zones)
    allocation, placed = allocate(
        totals, (0, 1, 0), ("x", "y", "z"), names, sums, cells=cells, interior={}, progress=Recorder()
    )
    densities = allocation.densities(weights, ZoneRuns.of(block, positions, zones))
    for source, density in enumerate(densities):
        assert (density[~usable] == 0).all()
        for zone in range(zones):
            own = (positions.filled(-1) == zone) & usable
            assert placed[zone] == (own.any() or not totals[:, zone].any())
            held = (density * block.area_ha)[own].sum()
            assert held == pytest.approx(totals[source, zone] if own.any() else 0, rel=1e-9)
