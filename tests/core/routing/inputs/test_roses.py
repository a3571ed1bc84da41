"""A rose raster into shares, chunk by chunk."""

from __future__ import annotations

import numpy as np
import pytest
from carbon_service_flow.core.engine.operation import Block
from carbon_service_flow.core.raster.sources import Band, Window
from carbon_service_flow.core.routing import Neighbourhood, from_rose
from carbon_service_flow.core.routing.inputs.roses import RoseOperation, read_rose
from support.common import ALBERS, Recorder, grid, save


def rose_bands(folder, winds, transform=(0, 1000, 0, 0, 0, -1000), crs=ALBERS):
    path = save(folder / "rose.tif", winds, transform, crs)
    return [Band(path, number) for number in range(1, 18)]


@pytest.mark.parametrize(("scale", "warnings"), [(1.0, 0), (1.009, 0), (0.991, 0), (1.02, 1), (100.0, 1), (0.5, 1)])
def test_frequencies_that_do_not_add_up_to_one_are_warned_of(tmp_path, scale, warnings):
    """Two cells: the frequencies of the first add up to `scale`, the second is nodata."""
    log = Recorder()
    winds = np.stack([np.full((17, 1), scale / 17), np.full((17, 1), np.nan)], axis=-1)
    bands = rose_bands(tmp_path, winds)
    near = Neighbourhood.of(1, 2, 1000.0, 1000.0)
    transport = read_rose(bands, bands[0].grid, near, log)
    assert transport.moving.tolist() == [[True, False]]
    assert len(log.warnings) == warnings
    if warnings:
        assert "In 1 cells of rose.tif" in log.warnings[0]
        assert f"instance {scale:.6g})" in log.warnings[0]


def test_a_rose_is_read_as_an_array_is(tmp_path):
    """More rows than are done at once, a north that turns from cell to cell, cells whose height changes by row."""
    shape = (150, 20)
    rng = np.random.default_rng(4)
    winds = rng.random((17, *shape)) ** 3
    winds /= winds.sum(axis=0)
    winds[:, 70, 3] = np.nan
    transform = (-1.4e6, 140_000.0, 0.0, 5.0e6, 0.0, -20_000.0)
    frame = grid(*shape, transform, ALBERS)
    bands = rose_bands(tmp_path, winds, transform)
    near = Neighbourhood.of_grid(frame)
    log = Recorder()
    ours = read_rose(bands, frame, near, log)
    expected = from_rose(lambda first, after: winds[:, first:after], near)
    assert log.warnings == []
    assert np.array_equal(ours.first, expected.first)
    assert ours.share_fractions == pytest.approx(expected.share_fractions, abs=1e-6)  # frequencies are float32 there


def test_sums_of_a_chunk():
    """A chunk of 130 rows is done in pieces: cells off one are counted over all, the first sum is the example."""
    winds = np.full((17, 130, 2), 1 / 17)
    winds[:, 100, 1] = 2 / 17
    winds[:, 128, 0] = 3 / 17
    frame = grid(200, 9)
    near = Neighbourhood.of(200, 9, 1000.0, 1000.0)
    block = Block(frame, Window(50, 4, 130, 2), tuple(np.ma.MaskedArray(band) for band in winds))
    result = RoseOperation(near)(block)
    assert len(result.bands) == 9
    assert (result.partial["off_one"], result.partial["example"][0]) == (2, pytest.approx(2.0))
