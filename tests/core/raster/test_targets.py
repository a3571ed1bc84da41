"""Arrays as targets: each band in its own type, chunks in their places."""

from __future__ import annotations

import numpy as np
from carbon_service_flow.core.engine.operation import Result
from carbon_service_flow.core.engine.run import run
from carbon_service_flow.core.raster.sources import ArraySource, Window
from carbon_service_flow.core.raster.targets import ArrayTarget
from support.common import grid


def test_chunks_are_copied_into_their_place_with_fill_where_masked() -> None:
    """A chunk of 2 x 3 at row 1, column 2 of 4 x 6 cells; the others stay as they are."""
    target = ArrayTarget((np.zeros((4, 6)), np.zeros((4, 6), np.uint8)), fill=9)
    first = np.ma.MaskedArray(np.arange(6.0).reshape(2, 3), [[False, True, False]] * 2)
    target.write(Window(1, 2, 2, 3), [first, np.full((2, 3), 7)])
    expected = np.zeros((4, 6))
    expected[1, 2:5], expected[2, 2:5] = [0, 9, 2], [3, 9, 5]
    np.testing.assert_array_equal(target.arrays[0], expected)
    assert target.arrays[1].sum() == 6 * 7
    assert target.arrays[1].dtype == np.uint8


def test_empty_arrays_have_the_grids_shape_and_a_type_each() -> None:
    target = ArrayTarget.empty(grid(3, 5), [np.float32, bool], fill=-1.0)
    assert [(array.shape, array.dtype) for array in target.arrays] == [((3, 5), np.float32), ((3, 5), bool)]
    assert (target.bands, target.fill) == (("0", "1"), -1.0)


def test_a_run_fills_arrays() -> None:
    values = np.arange(12.0).reshape(3, 4)
    target = ArrayTarget.empty(grid(3, 4), [np.float64, np.int16])
    run(lambda block: Result([block.bands[0], -block.bands[0]]), [ArraySource(values)], grid(3, 4), [target])
    np.testing.assert_array_equal(target.arrays[0], values)
    np.testing.assert_array_equal(target.arrays[1], -values)
    target.abandon()
