"""The mean rose of a raster: cells count by their area, and with all 17 frequencies only."""

from __future__ import annotations

import numpy as np
import pytest
from carbon_service_flow.core.errors import RasterError
from carbon_service_flow.core.raster.sources import ArraySource, Band
from carbon_service_flow.core.wind.directions import CALM_BAND
from carbon_service_flow.core.wind.mean_rose import mean_rose
from hypothesis import given
from hypothesis import strategies as st
from support.common import DEGREES, WGS84, file_laws, grid, save

NORTH = 0


def sources(rose, mask=None):
    """Bands of an array (17, rows, cols)."""
    return [ArraySource(band, mask) for band in rose]


def test_by_hand():
    """Cells of 1 ha and, by their share of always north, three calm: N 1/4, calm 3/4."""
    rose = np.zeros((17, 1, 4))
    rose[NORTH, 0, 0] = 1
    rose[CALM_BAND, 0, 1:] = 1
    found = mean_rose(sources(rose), grid(1, 4))
    assert found[NORTH] == 0.25
    assert found[CALM_BAND] == 0.75
    assert found.sum() == 1


@file_laws
@given(st.integers(1, 40), st.integers(1, 40), st.integers(0, 99))
def test_against_numpy(rows, cols, seed):
    """On a geographic grid rows differ in area; a cell with a gap in one band, or with zeros, does not count."""
    random = np.random.default_rng(seed)
    rose = random.dirichlet(np.ones(17), (rows, cols)).transpose(2, 0, 1) * random.uniform(0.5, 2, (rows, cols))
    gap = random.random((rows, cols)) < 0.2
    rose[:, random.random((rows, cols)) < 0.1] = 0
    frame = grid(rows, cols, DEGREES, WGS84)
    bands = [ArraySource(band, gap if k == 3 else None) for k, band in enumerate(rose)]
    whole = rose.sum(axis=0)
    counts = ~gap & (whole > 0)
    if not counts.any():
        with pytest.raises(RasterError):
            mean_rose(bands, frame)
        return
    weight = np.broadcast_to(frame.cell_area_ha(), (rows, cols))[counts]
    expected = (rose[:, counts] / whole[counts] * weight).sum(axis=1) / weight.sum()
    np.testing.assert_allclose(mean_rose(bands, frame), expected, rtol=1e-12, atol=1e-15)


def test_from_a_file(tmp_path):
    rose = np.full((17, 2, 2), -9.0)
    rose[:, 0, 0] = np.arange(17) / np.arange(17).sum()
    path = save(tmp_path / "rose.tif", rose, nodata=-9)
    found = mean_rose([Band(path, k) for k in range(1, 18)], grid(2, 2))
    np.testing.assert_allclose(found, np.arange(17) / 136)


def test_what_is_no_rose():
    with pytest.raises(RasterError, match="16 bands"):
        mean_rose(sources(np.ones((16, 1, 1))), grid(1, 1))
    with pytest.raises(RasterError, match="no cell with data"):
        mean_rose(sources(np.ones((17, 1, 1)), np.array([[True]])), grid(1, 1))
