"""All surplus to all spare capacity."""

from __future__ import annotations

import numpy as np
import pytest
from carbon_service_flow.core.errors import RasterError
from carbon_service_flow.core.routing import well_mixed
from hypothesis import given
from hypothesis import strategies as st
from support.routing_cases import fate_sum


@pytest.mark.formula("well-mixed")
def test_well_mixed_closed_form():
    """E = 10, 1, 0; C = 4, 5, 4: surplus 6; spare 4 and 4; f = 0.75: 3 and 3. With C = 1, 5 less room."""
    valid = np.ones((1, 3), bool)
    result = well_mixed(np.array([[10.0, 1, 0]]), np.array([[4.0, 5, 4]]), valid)
    assert result.imported == pytest.approx(np.array([[0.0, 3, 3]]))
    assert result.accounts.exported == 0
    assert result.accounts.absorbed_home == pytest.approx(5.0)
    result = well_mixed(np.array([[10.0, 1, 0]]), np.array([[4.0, 2, 1]]), valid)
    assert result.imported == pytest.approx(np.array([[0.0, 1, 1]]))
    assert result.accounts.exported == pytest.approx(4.0)
    assert fate_sum(result.accounts) == pytest.approx(11.0)


@given(st.integers(0, 2**32 - 1), st.sampled_from([0.1, 1.0, 5.0]))
def test_shortage_is_shared_in_proportion_and_nothing_is_lost(seed, room):
    """Either no surplus or no spare capacity remains; each cell's import is the same share of its spare capacity."""
    rng = np.random.default_rng(seed)
    emission, capacity = rng.random((3, 4)) * 5, rng.random((3, 4)) * 5 * room
    valid = rng.random((3, 4)) > 0.3
    result = well_mixed(np.where(valid, emission, np.nan), np.where(valid, capacity, -1.0), valid)
    home = np.minimum(emission, capacity)
    spare, surplus = (capacity - home)[valid], (emission - home)[valid]
    assert result.absorbed[valid] == pytest.approx(home[valid] + result.imported[valid])
    assert result.flux[valid] == pytest.approx(surplus)
    assert not any(values[~valid].any() for values in (result.absorbed, result.imported, result.flux))
    assert not result.remainder.any()
    if spare.sum() > 0:
        fraction = min(1.0, surplus.sum() / spare.sum())
        assert result.imported[valid] == pytest.approx(fraction * spare)
    assert result.accounts.exported == pytest.approx(max(0.0, surplus.sum() - spare.sum()), abs=1e-12)
    assert result.accounts.absorbed_downwind == pytest.approx(result.imported.sum())
    assert fate_sum(result.accounts) == pytest.approx(emission[valid].sum(), abs=1e-12)


def test_without_spare_capacity_all_surplus_is_exported():
    result = well_mixed(np.full((2, 2), 3.0), np.full((2, 2), 1.0), np.ones((2, 2), bool))
    assert not result.imported.any()
    assert (result.accounts.exported, result.accounts.absorbed_home) == (8.0, 4.0)


def test_wrong_amounts_are_named():
    good, bad, valid = np.ones((2, 2)), np.array([[1.0, 1.0], [1.0, -2.0]]), np.ones((2, 2), bool)
    with pytest.raises(RasterError, match="emission is negative in 1 cells, the first in row 2, column 2"):
        well_mixed(bad, good, valid)
    with pytest.raises(RasterError, match="sequestration"):
        well_mixed(good, bad, valid)
