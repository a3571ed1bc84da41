"""Numbers and names of layers, and cells to compute with."""

from __future__ import annotations

import pytest
from carbon_service_flow.core.drivers.layer_checks import MAX_LAYERS, require_cells, require_layers
from carbon_service_flow.core.drivers.moments import listwise_moments, pairwise_moments
from carbon_service_flow.core.errors import ParameterError, RasterError
from support.layers import NO, block_of


def test_numbers_of_layers():
    require_layers(["a", "b"], [], least=2)
    require_layers([f"l{k}" for k in range(MAX_LAYERS)], ["l3"], least=2)
    with pytest.raises(ParameterError, match="At least 2 layers are needed; 1 given"):
        require_layers(["a"], [], least=2)
    with pytest.raises(ParameterError, match="65 layers are given; at most 64"):
        require_layers([f"l{k}" for k in range(MAX_LAYERS + 1)], [], least=2)


@pytest.mark.parametrize("names", [["a", "A"], ["straße", "STRASSE"], ["a", "Layer"], ["b", "a", "b"]])
def test_names_that_would_be_one_column(names):
    with pytest.raises(ParameterError, match=f'"{names[-1]}" cannot be a column of its own'):
        require_layers(names, [], least=1)


def test_categories_are_among_the_layers():
    with pytest.raises(ParameterError, match="soil is declared categorical, but is not among the layers: a, b"):
        require_layers(["a", "b"], ["soil"], least=1)


def test_cells_in_every_layer_or_in_one():
    apart, empty = pairwise_moments(block_of([1, NO], [NO, 2])), pairwise_moments(block_of([NO, NO], [NO, NO]))
    both = pairwise_moments(block_of([1, NO], [3, 2]))
    require_cells(both, ["a", "b"], every=True)
    require_cells(apart, ["a", "b"], every=False)
    # Cells in either layer are enough, even where moments are about the common cells, of which there are none.
    require_cells(listwise_moments(block_of([1, NO], [NO, 2])), ["a", "b"], every=False)
    with pytest.raises(RasterError, match="a 1, b 1"):
        require_cells(listwise_moments(block_of([1, NO], [NO, 2])), ["a", "b"], every=True)
    for every in (True, False):
        with pytest.raises(RasterError, match="No layer has a cell with data: a, b"):
            require_cells(empty, ["a", "b"], every=every)
