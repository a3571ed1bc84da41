"""Sums by zone over runs of cells, against sums cell by cell."""

from __future__ import annotations

import numpy as np
from carbon_service_flow.core.engine.operation import Block
from carbon_service_flow.core.raster.sources import Window
from carbon_service_flow.core.zones.zonal_sums import MOST_PIECES, ZonalMatrix, ZoneRuns
from hypothesis import given
from hypothesis import strategies as st
from support.common import ALBERS, DEGREES, KM, WGS84, grid, laws


def block_of(rows: int, cols: int, degrees: bool) -> Block:
    frame = grid(rows, cols, DEGREES if degrees else KM, WGS84 if degrees else ALBERS)
    return Block(frame, Window(0, 0, rows, cols), ())


def test_docstring_s_block() -> None:
    """Zones a a b / a b b with 1 and 2 ha per row, values 1 2 3 / 4 5 6."""
    runs = ZoneRuns(2, np.array([0, 2, 3, 4]), np.array([0, 1, 0, 1]), np.array([1.0, 2.0]), 6)
    values = np.array([[1, 2, 3], [4, 5, 6]])
    assert runs.sum(values).tolist() == [7, 14, 0]
    assert runs.tonnes(values).tolist() == [11, 25, 0]
    assert runs.hectares().tolist() == [4, 5, 0]
    zone = np.ma.MaskedArray([[0, 0, 1], [0, 1, 1]])
    found = ZoneRuns.of(block_of(2, 3, False), zone, 2)
    assert found.starts.tolist() == [0, 2, 3, 4]
    assert found.lengths.tolist() == [2, 1, 1, 2]
    assert found.position.tolist() == [0, 1, 0, 1]


@laws
@given(st.integers(1, 9), st.integers(1, 9), st.integers(0, 4), st.booleans(), st.integers(0, 2**20))
def test_runs_against_cells(rows, cols, zones, degrees, seed) -> None:
    rng = np.random.default_rng(seed)
    block = block_of(rows, cols, degrees)
    zone = np.ma.MaskedArray(
        rng.integers(0, max(zones, 1), (rows, cols), dtype=np.int32), rng.random((rows, cols)) < 0.3
    )
    values = rng.normal(size=(rows, cols)).astype(rng.choice([np.float32, np.float64]))
    where = rng.random((rows, cols)) < 0.7
    runs = ZoneRuns.of(block, zone if zones else None, zones)
    position = zone.filled(zones) if zones else np.zeros((rows, cols), int)
    area = np.broadcast_to(block.area_ha, (rows, cols))
    for index in range(zones + 1):
        in_zone = position == index
        np.testing.assert_allclose(runs.sum(values)[index], values[in_zone].sum(dtype=float), atol=1e-12)
        np.testing.assert_allclose(runs.tonnes(values)[index], (values.astype(float) * area)[in_zone].sum(), atol=1e-7)
        np.testing.assert_allclose(runs.hectares(where)[index], area[in_zone & where].sum(), rtol=1e-12)
        assert runs.count()[index] == in_zone.sum()
        assert runs.count(where)[index] == (in_zone & where).sum()
    of_cells = runs.broadcast(np.arange(zones + 1))
    np.testing.assert_array_equal(of_cells, position.ravel())
    inside, found = runs.within(values, where)
    np.testing.assert_array_equal(inside, position[where & (position < zones)])
    np.testing.assert_array_equal(found, values[where & (position < zones)].astype(np.float32))
    codes = rng.integers(0, 3, (rows, cols), dtype=np.uint8)
    split, (code,) = runs.split_at(codes)
    np.testing.assert_array_equal(np.repeat(code, split.lengths), codes.ravel())
    np.testing.assert_array_equal(split.broadcast(np.arange(zones + 1)), position.ravel())
    np.testing.assert_array_equal(np.repeat(split.area_ha, split.lengths), area.ravel())
    present, place = runs.present()
    np.testing.assert_array_equal(present, np.unique(position))
    np.testing.assert_array_equal(place[present], np.arange(len(present)))


def test_splitting_the_docstring_s_block() -> None:
    """Zones a a b / a b b and codes 5 7 7 / 7 7 5: a5, a7, b7 / a7, b7, b5."""
    block = block_of(2, 3, False)
    runs = ZoneRuns.of(block, np.ma.MaskedArray([[0, 0, 1], [0, 1, 1]]), 2)
    split, (code,) = runs.split_at(np.array([[5, 7, 7], [7, 7, 5]]))
    assert list(zip(split.position.tolist(), code.tolist(), split.lengths.tolist())) == [
        (0, 5, 1),
        (0, 7, 1),
        (1, 7, 1),
        (0, 7, 1),
        (1, 7, 1),
        (1, 5, 1),
    ]


def test_runs_are_split_where_only_the_second_or_third_array_changes() -> None:
    """One zone of four cells in a row; values change behind the first, the second and the third cell, in turn."""
    runs = ZoneRuns.of(block_of(1, 4, False), np.ma.MaskedArray([[0, 0, 0, 0]]), 1)
    layers = np.array([[1, 2, 2, 2]]), np.array([[5, 5, 6, 6]]), np.array([[8, 8, 8, 9]])
    split, values = runs.split_at(*layers)
    assert split.lengths.tolist() == [1, 1, 1, 1]
    assert [one.tolist() for one in values] == [[1, 2, 2, 2], [5, 5, 6, 6], [8, 8, 8, 9]]


@laws
@given(st.integers(1, 3 * MOST_PIECES), st.integers(1, 6), st.integers(0, 2**20))
def test_rows_of_zones_are_added_up_whatever_waits(blocks, zones, seed) -> None:
    rng = np.random.default_rng(seed)
    # Whole numbers: every order of adding is exact.
    wanted = np.zeros((zones, 2))
    total = None
    for _ in range(blocks):
        some = np.flatnonzero(rng.random(zones) < 0.5)
        rows = rng.integers(0, 1000, (len(some), 2)).astype(float)
        wanted[some] += rows
        piece = ZonalMatrix.of(zones, some, rows)
        total = piece if total is None else total + piece
        assert len(total.pieces) <= MOST_PIECES
    np.testing.assert_array_equal(total.matrix, wanted)
