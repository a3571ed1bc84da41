"""Polygons without a name: left out when they own no cell with data, else refused."""

from __future__ import annotations

import numpy as np
import pytest
from carbon_service_flow.core.errors import ZoneError
from carbon_service_flow.core.raster.sources import ArraySource
from carbon_service_flow.core.zones.coverage import measure_coverage
from carbon_service_flow.core.zones.unnamed import require_names
from carbon_service_flow.core.zones.zones import Zones
from support.common import ALBERS, WGS84, Recorder, box, cells_box, grid

FRAME = grid(6, 8)
NAMED = ("a", cells_box(FRAME, 0, 0, 6, 4))


def data(*missing: tuple[int, int], frame=FRAME) -> ArraySource:
    mask = np.zeros(frame.shape, bool)
    for cell in missing:
        mask[cell] = True
    return ArraySource(np.ones(frame.shape), mask)


def check(*features: tuple[object, bytes], sources=(), frame=FRAME) -> list[str]:
    log = Recorder()
    require_names(Zones.from_features("z", ALBERS, features), frame, sources, log)
    return log.warnings


def test_a_polygon_between_centres_is_left_out() -> None:
    """From column 4.6 to 4.8 of row 0, in metres: 4600 to 4800 east, 3000 km north less 0.6 to 0.8 km."""
    warnings = check(NAMED, (None, cells_box(FRAME, 0.6, 4.6, 0.2, 0.2)), sources=[data()])
    x0, _, _, y0, _, _ = FRAME.geotransform
    place = f"({x0 + 4700:.10g}, {y0 - 700:.10g})"
    assert warnings == [
        f"Polygons of z without a name are left out (1); they own no cell with data: feature 2 at {place}."
    ]


def test_cells_without_data_in_any_band_are_not_owned() -> None:
    """Two cells, one missing in the first band, the other in the second."""
    nameless = ("", cells_box(FRAME, 0, 4, 1, 2))
    assert check(NAMED, nameless, sources=[data((0, 4)), data((0, 5))])
    with pytest.raises(
        ZoneError, match=r"1 polygons without a name in the zone field hold 1 cells with data: feature 2"
    ):
        check(NAMED, nameless, sources=[data((0, 4)), data()])
    with pytest.raises(ZoneError, match="hold 2 cells"):
        check(NAMED, nameless)


def test_the_polygon_drawn_last_owns_the_cell() -> None:
    """An outline of all without a name, beneath the named ones, owns what they leave: here nothing, or 24 cells."""
    outline, rest = ("", cells_box(FRAME, 0, 0, 6, 8)), ("b", cells_box(FRAME, 0, 4, 6, 4))
    assert check(outline, NAMED, rest)
    with pytest.raises(ZoneError, match="hold 24 cells with data: feature 1 at"):
        check(outline, NAMED)
    with pytest.raises(ZoneError, match="hold 48 cells"):
        check(NAMED, rest, outline)


def test_several_are_counted_each_and_the_first_ten_listed() -> None:
    features = [(None, cells_box(FRAME, row, col, 1, 1)) for row in range(2) for col in range(4, 8)] * 2
    with pytest.raises(ZoneError, match=r"8 polygons without .* hold 8 cells .*feature 10 at .*; feature 17 at"):
        check(NAMED, *features)
    many = [(None, cells_box(FRAME, row, col, 1, 1)) for row in range(3) for col in range(4, 8)]
    with pytest.raises(ZoneError, match=r"12 polygons without .*feature 11 at [^;]*; \.\.\. 2 more"):
        check(NAMED, *many)


def test_cells_of_far_chunks_are_seen() -> None:
    """A grid of four chunks: a cell in the last one."""
    frame = grid(600, 700)
    nameless = (None, cells_box(frame, 599, 699, 1, 1))
    with pytest.raises(ZoneError, match="hold 1 cells"):
        check(("a", cells_box(frame, 0, 0, 1, 1)), nameless, frame=frame)
    assert check(("a", cells_box(frame, 0, 0, 1, 1)), nameless, sources=[data((599, 699), frame=frame)], frame=frame)


def test_a_layer_in_another_crs() -> None:
    """Degrees around 105 E, on the conic's central meridian. Named or not, they are transformed."""
    frame = grid(20, 8, (-4e5, 1e5, 0, 4.5e6, 0, -1e5), ALBERS)
    zones = Zones.from_features("z", WGS84, [("a", box(104, 30, 106, 32)), (None, box(102, 33, 108, 38))])
    log = Recorder()
    with pytest.raises(ZoneError, match=r"feature 2 at \(105, 35.5\)"):
        measure_coverage(zones, frame, None, log)
