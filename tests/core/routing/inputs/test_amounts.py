"""Rasters to tonnes, study area and receivers."""

from __future__ import annotations

import numpy as np
import pytest
from carbon_service_flow.core.engine.operation import Block
from carbon_service_flow.core.errors import RasterError
from carbon_service_flow.core.raster.sources import Window
from carbon_service_flow.core.routing import Neighbourhood, from_direction
from carbon_service_flow.core.routing.inputs import amounts
from carbon_service_flow.core.routing.inputs.amounts import (
    DirectionStatistics,
    FlowArrays,
    FlowOperation,
    ReceiverRule,
)
from hypothesis import given
from hypothesis import strategies as st
from support.common import ALBERS, Recorder, grid

NAN = np.nan


def check(*values):
    log = Recorder()
    DirectionStatistics.of(np.array([values], dtype=float)).check("wind.tif", log)
    return log.warnings


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ([0.1, 3.0, 6.2], "radians"),
        ([0.5, 6.3], "radians"),
        ([1, 5, 17], "sector codes"),
        ([1, 5, 6], "sector codes"),  # would be radians as well
        ([NAN, NAN, NAN], "no wind anywhere"),
    ],
)
def test_directions_that_are_probably_none_are_warned_of(values, words):
    (warning,) = check(*values)
    assert words in warning
    assert "wind.tif" in warning


@pytest.mark.parametrize(
    "values",
    [[0.0, 22.5, 359.9, 360.0], [0.0, 0.0], [1.0, 18.0], [1.0, 16.5], [0.5, 6.4], [NAN, 270.0], [0.0, 6.31]],
)
def test_usual_directions_pass_in_silence(values):
    assert check(*values) == []


@pytest.mark.parametrize("value", [-1.0, -0.001, 360.001])
def test_directions_outside_the_circle_are_an_error(value):
    with pytest.raises(RasterError, match=r"wind\.tif has 2 values .* instance " + str(value)):
        check(90.0, NAN, value, -500.0)
    with pytest.raises(RasterError, match=r"wind\.tif has 1 values"):
        check(90.0, value)


@given(st.lists(st.sampled_from([NAN, 0.0, 3.0, 17.0, 18.0, 2.5, 90.0, 360.0, -1.0, 400.0]), min_size=2), st.data())
def test_statistics_of_two_sets_are_those_of_all(values, data):
    values = np.array(values)
    place = data.draw(st.integers(1, values.size - 1))
    both = DirectionStatistics.of(values[:place]) + DirectionStatistics.of(values[place:])
    known = values[np.isfinite(values)]
    wrong = known[(known < 0) | (known > 360)]
    assert (both.count, both.out_of_range) == (known.size, wrong.size)
    assert both.first_out_of_range == (wrong[0] if wrong.size else 0.0)
    assert max(both.largest, 0.0) == known.max(initial=0.0)
    assert both.integers == bool(((known <= 17) & (known == np.floor(known))).all())


@pytest.mark.parametrize("one", [True, False])
@pytest.mark.parametrize("at_once", [7, 1 << 14])
def test_a_window_gets_the_receivers_of_the_grid(monkeypatch, one, at_once):
    """On a grid whose north and cells change from cell to cell: bit by bit."""
    monkeypatch.setattr(amounts, "_AT_ONCE", at_once)
    frame = grid(60, 50, (-1.4e6, 50_000.0, 0.0, 5.0e6, 0.0, -40_000.0), ALBERS)
    near = Neighbourhood.of_grid(frame)
    direction = np.random.default_rng(0).random((60, 50)) * 360
    direction[20, 20] = NAN
    expected = from_direction(direction, near, one_neighbour=one)
    window = Window(13, 11, 20, 30)
    place = np.s_[13:33, 11:41]
    rule = ReceiverRule(near, one)
    first, *shares = rule.receivers(direction[place], window)
    assert np.array_equal(first, expected.first[place])
    assert len(shares) == (0 if one else 1)
    if not one:
        assert np.array_equal(shares[0], expected.shares[0][place])


def masked(values, mask):
    return np.ma.MaskedArray(np.array(values, float), np.array(mask, bool))


def test_study_area_and_counts_of_a_block():
    """Cell 1 has no sequestration, cell 2 no emission, cell 3 neither; of the valid ones cell 4 is negative."""
    frame = grid(3, 9)
    emission = masked([[1, 2, 0, 0, -5]], [[0, 0, 1, 1, 0]])
    sequestration = masked([[1, 0, 3, 0, 7]], [[0, 1, 0, 1, 0]])
    wind = masked([[270, 90, 90, 90, 180]], [[0, 0, 0, 0, 1]])
    block = Block(frame, Window(2, 3, 1, 5), (emission, sequestration, wind))
    result = FlowOperation(None)(block)
    assert len(result.bands) == 3
    assert np.asarray(result.bands[2]).tolist() == [[True, False, False, False, True]]
    sums = result.partial
    assert (sums["cells"], sums["without_counterpart"].tolist()) == (2, [1, 1])
    first = sums["negative_e"]
    assert (first.count, first.row, first.col, first.value) == (1, 2, 7, -5.0)
    assert sums["negative_c"].count == 0
    assert sums["directions"] == DirectionStatistics()
    near = Neighbourhood.of(3, 9, 1000.0, 1000.0)
    result = FlowOperation(ReceiverRule(near, True))(block)
    assert np.asarray(result.bands[3]).tolist() == [[2, 6, 6, 6, 8]]  # to E, to W, and none where the wind is masked
    assert result.partial["directions"].count == 4


@pytest.mark.parametrize("keep", [True, False])
def test_amounts_are_densities_times_the_area_of_each_row(keep):
    """t/ha times ha, 0 outside the study area, where a chunk lies; on a geographic grid areas differ by row."""
    frame = grid(6, 5, (104.0, 0.25, 0.0, 31.0, 0.0, -0.25), "EPSG:4326")
    area = frame.cell_area_ha(0, 6)
    assert area[0, 0] < area[5, 0]
    near = Neighbourhood.of(6, 5, *frame.cell_size_m())
    arrays = FlowArrays.make(frame, ReceiverRule(near, False), keep)
    assert arrays.bands == ("emission", "sequestration", "valid", "first", "shares")
    rng = np.random.default_rng(2)
    emission, sequestration = rng.random((6, 5)), rng.random((6, 5))
    valid = rng.random((6, 5)) > 0.3
    valid[:3] = True
    first, shares = rng.integers(0, 8, (6, 5)).astype(np.uint8), rng.integers(0, 99, (6, 5)).astype(np.uint32)
    for window in (Window(0, 0, 3, 5), Window(3, 0, 3, 2), Window(3, 2, 3, 3)):
        place = np.s_[window.row : window.row + window.rows, window.col : window.col + window.cols]
        bands = [values[place] for values in (emission, sequestration, valid, first, shares)]
        assert list(arrays.prepare(window, bands)) == []
    assert arrays.amounts[..., 0] == pytest.approx(np.where(valid, emission * area, 0.0))
    assert arrays.amounts[..., 1] == pytest.approx(np.where(valid, sequestration * area, 0.0))
    assert np.array_equal(arrays.valid, valid)
    assert np.array_equal(arrays.first, first)
    assert np.array_equal(arrays.shares[0], shares)
    if keep:
        assert np.array_equal(arrays.emission, arrays.amounts[..., 0])
    else:
        assert arrays.emission is None


def test_arrays_are_as_many_as_the_method_needs():
    frame = grid(4, 3)
    near = Neighbourhood.of(4, 3, 1000.0, 1000.0)
    none = FlowArrays.make(frame, None, False)
    one = FlowArrays.make(frame, ReceiverRule(near, True), False)
    assert (none.bands, none.first.shape, none.shares.shape) == (
        ("emission", "sequestration", "valid"),
        (0, 0),
        (0, 4, 3),
    )
    assert (one.bands[3:], one.first.shape, one.shares.shape) == (("first",), (4, 3), (0, 4, 3))
    assert none.open(frame, 512) is none
