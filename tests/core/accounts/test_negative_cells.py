"""Negative cells: counted where they are valid, the first one in reading order, merged over blocks."""

from __future__ import annotations

import numpy as np
import pytest
from carbon_service_flow.core.accounts.negative_cells import NegativeCells
from carbon_service_flow.core.errors import RasterError
from carbon_service_flow.core.messages import NEGATIVE_EMISSION
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from support.common import laws


def test_docstring_s_block() -> None:
    values = np.array([[1.0, -2.0], [3.0, -4.0]])
    assert NegativeCells.find(values, np.ones((2, 2), bool), 10, 20) == NegativeCells(2, 10, 21, -2.0)
    # Where the first one does not count, the second is the first: row 11, column 21.
    valid = np.array([[True, False], [True, True]])
    assert NegativeCells.find(values, valid, 10, 20) == NegativeCells(1, 11, 21, -4.0)
    assert NegativeCells.find(values, values > 0, 10, 20) == NegativeCells()
    assert NegativeCells.find(np.abs(values), np.ones((2, 2), bool), 10, 20) == NegativeCells()


def test_zero_and_minus_zero_are_not_negative() -> None:
    assert NegativeCells.find(np.array([[0.0, -0.0]]), np.ones((1, 2), bool), 0, 0) == NegativeCells()


@laws
@given(arrays(np.float64, (5, 4), elements=st.sampled_from([-3.0, -1.0, 0.0, 2.0])), st.integers(0, 5))
def test_two_blocks_are_one(values, rows) -> None:
    """Split anywhere, the parts add up to what the whole has, against a plain loop in reading order."""
    valid = np.ones(values.shape, bool)
    upper, lower = (
        NegativeCells.find(v, np.ones(v.shape, bool), row, 7) if v.size else NegativeCells()
        for v, row in ((values[:rows], 0), (values[rows:], rows))
    )
    whole = NegativeCells.find(values, valid, 0, 7)
    assert upper + lower == whole
    cells = [(row, col) for row in range(5) for col in range(4) if values[row, col] < 0]
    assert whole.count == len(cells)
    if cells:
        assert (whole.row, whole.col - 7) == cells[0]
        assert whole.value == values[cells[0]]


def test_first_negative_merges_in_order() -> None:
    none, one, two = NegativeCells(), NegativeCells(1, 2, 3, -4.0), NegativeCells(5, 6, 7, -8.0)
    assert none + one == one
    assert one + none == one
    assert one + two == NegativeCells(6, 2, 3, -4.0)


def test_the_error_counts_rows_and_columns_from_one() -> None:
    NegativeCells().raise_if_any(NEGATIVE_EMISSION, "e.tif")
    with pytest.raises(RasterError, match=r"e\.tif .*6 cells.*row 3, column 4 \(-4(\.0)?\)"):
        NegativeCells(6, 2, 3, -4.0).raise_if_any(NEGATIVE_EMISSION, "e.tif")
