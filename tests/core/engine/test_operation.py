"""Blocks and what operations return: areas of the chunk's rows, valid cells, sums that merge."""

from __future__ import annotations

import numpy as np
from carbon_service_flow.core.engine.operation import Block, Gathered, Sums, WithSuspects
from carbon_service_flow.core.raster.nodata.watch import Suspects
from carbon_service_flow.core.raster.sources import Window
from hypothesis import given
from hypothesis import strategies as st
from support.common import DEGREES, WGS84, grid, laws, whole_block

X = None


def masked(rows: list[list[float | None]]) -> np.ma.MaskedArray:
    return np.ma.masked_equal([[-1 if value is None else value for value in row] for row in rows], -1)


FIRST, SECOND = masked([[1, X, 3]]), masked([[X, X, 6]])
FULL = np.ma.MaskedArray(np.array([[7, 8, 9]], np.int16))
BLOCK = whole_block(grid(1, 3), FIRST, SECOND, FULL)


def test_cells_are_valid_where_all_named_bands_have_data() -> None:
    assert BLOCK.valid().tolist() == [[False, False, True]]
    assert BLOCK.valid(0).tolist() == [[True, False, True]]
    assert BLOCK.valid(1, 2).tolist() == [[False, False, True]]
    assert BLOCK.valid(2).tolist() == [[True, True, True]]


def test_filled_values_are_float64_and_0_where_they_do_not_count() -> None:
    values = BLOCK.filled(2, BLOCK.valid(0))
    assert (values.dtype, values.tolist()) == (np.float64, [[7.0, 0.0, 9.0]])
    assert BLOCK.bands[2].tolist() == [[7, 8, 9]]
    assert BLOCK.filled(2, BLOCK.valid(2)).tolist() == [[7.0, 8.0, 9.0]]


def test_cells_with_data_that_do_not_count() -> None:
    """The first band has data in cells 0 and 2, the full one in all three; only cell 2 counts in both bands."""
    valid = BLOCK.valid(0, 1)
    assert [BLOCK.present_elsewhere(band, valid) for band in (0, 1, 2)] == [1, 0, 2]


def test_areas_are_those_of_the_chunks_rows() -> None:
    """On a geographic grid row 2 differs from row 0."""
    frame = grid(4, 3, DEGREES, WGS84)
    block = Block(frame, Window(2, 1, 2, 2), ())
    np.testing.assert_array_equal(block.area_ha, frame.cell_area_ha()[2:])
    assert block.area_ha is block.area_ha


def test_what_a_step_caches_is_of_this_block_alone() -> None:
    other = whole_block(grid(1, 3), FIRST)
    BLOCK.cache["sum"] = 4
    assert BLOCK.cache["sum"] == 4
    assert other.cache == {}


@laws
@given(st.lists(st.tuples(st.integers(-9, 9), st.integers(-9, 9)), min_size=1, max_size=6))
def test_sums_merge_by_addition_in_any_grouping(entries) -> None:
    parts = [Sums(total=first, per_zone=np.array([first, second])) for first, second in entries]
    left = parts[0]
    for part in parts[1:]:
        left = left.merge(part)
    right = parts[-1]
    for part in reversed(parts[:-1]):
        right = part.merge(right)
    assert left["total"] == right["total"] == sum(first for first, _ in entries)
    assert left["per_zone"].tolist() == right["per_zone"].tolist() == [sum(column) for column in zip(*entries)]
    assert isinstance(left, Sums)


def test_what_chunks_give_is_gathered_with_what_was_suspected_of_each_source() -> None:
    gathered = Gathered()
    gathered.add(None)
    gathered.add(WithSuspects(Sums(cells=2), {0: Suspects(frozenset({-9999}))}))
    gathered.add(Sums(cells=3))
    gathered.add(WithSuspects(None, {0: Suspects(frozenset({65535})), 2: Suspects(beyond=True)}))
    assert gathered.merged == {"cells": 5}
    assert gathered.suspects == {0: Suspects(frozenset({-9999, 65535})), 2: Suspects(beyond=True)}
