"""Common cells and codes: which cells count, what is no code and where, how many codes are too many."""

from __future__ import annotations

import numpy as np
import pytest
from carbon_service_flow.core.drivers import common_cells
from carbon_service_flow.core.drivers.common_cells import find_common_cells
from carbon_service_flow.core.errors import RasterError
from support.common import Recorder
from support.layers import NO, grid_for, source


def find(*arrays, categories=(1,), **options):
    names = ["target", "soil", "slope"][: len(arrays)]
    return find_common_cells([source(a) for a in arrays], names, categories, grid_for(arrays[0]), **options)


def test_codes_and_sample_are_of_the_common_cells():
    target = np.array([[1.0, 2, 3], [4, NO, 6]])
    soil = np.array([[5.0, -2, NO], [5, 7, 1]])
    common = find(target, soil)
    assert common.names == ("target", "soil")
    assert {layer: codes.tolist() for layer, codes in common.codes.items()} == {1: [-2, 1, 5]}
    assert common.codes[1].dtype == np.float64
    cells = common.sample.cells
    assert sorted(zip(*cells.tolist())) == [(1, 5), (2, -2), (4, 5), (6, 1)]
    assert (common.sample.low.tolist(), common.sample.high.tolist()) == ([1, -2], [6, 5])


def test_codes_of_all_blocks_come_together():
    # 600 rows are two chunks: 3 and 4 are only in the second.
    soil = np.ones((600, 4))
    soil[550:], soil[590:] = 4, 3
    common = find(soil * 2, soil)
    assert common.codes[1].tolist() == [1, 3, 4]
    assert common.sample.seen == 2400


def test_fractions_count_where_all_layers_have_data_only():
    target, soil = np.array([[NO, 2.0, 3]]), np.array([[0.5, 1.0, 2]])
    assert find(target, soil).codes[1].tolist() == [1, 2]
    # A layer that is no category may hold fractions.
    assert find(target, soil + 0.5, categories=()).codes == {}


@pytest.mark.parametrize(("row", "col"), [(3, 2), (599, 0), (2, 530), (599, 530)])
def test_a_fraction_is_named_with_its_place_in_the_grid(row, col):
    # The first cell of the block holds a fraction under a gap of the target: that one is no fault.
    target, soil = np.ones((600, 531)), np.full((600, 531), 7.0)
    soil[row, col] = 2.25
    target[0, 0], soil[0, 0] = NO, 0.5
    with pytest.raises(RasterError, match=rf"holds 2\.25 at row {row + 1}, column {col + 1}"):
        find(target, soil)


def test_as_many_codes_as_allowed(monkeypatch):
    codes = np.arange(12.0).reshape(3, 4)
    monkeypatch.setattr(common_cells, "MAX_CATEGORY_CODES", 12)
    assert len(find(codes, codes).codes[1]) == 12
    monkeypatch.setattr(common_cells, "MAX_CATEGORY_CODES", 11)
    with pytest.raises(RasterError, match="soil has more than 11 different codes"):
        find(codes, codes)


def test_the_sample_may_be_smaller_than_usual():
    values = np.arange(30.0).reshape(5, 6)
    assert find(values, values, limit=4).sample.cells.shape == (2, 4)
    assert find(values, values).sample.complete


def test_nothing_in_common_names_the_cells_of_each_layer():
    with pytest.raises(RasterError, match="target 1, soil 2"):
        find(np.array([[1.0, NO, NO]]), np.array([[NO, 2.0, 3]]))
    with pytest.raises(RasterError, match="No layer has a cell with data"):
        find(np.array([[NO]]), np.array([[NO]]))


@pytest.mark.parametrize("rows", [2, 600])
def test_cells_with_data_in_some_layers_only_are_told(rows):
    """In the last row one cell is without target, one without soil, one without either: that one is not told."""
    target, soil = np.ones((rows, 4)), np.ones((rows, 4))
    target[-1, [0, 2]] = soil[-1, [1, 2]] = NO
    heard = Recorder()
    common = find(target, soil, progress=heard)
    assert common.incomplete == 2
    assert heard.warnings == [
        f"{4 * rows - 3} cells have data in every layer; 2 cells with data in some layers only are left out."
    ]
    soil[-1, 1] = 1.0
    assert find(target, np.where(target == NO, NO, soil), progress=(quiet := Recorder())).incomplete == 0
    assert quiet.warnings == []
