"""What is suspected in a block: usual fill values at its ends, values that the quantity cannot have."""

from __future__ import annotations

import numpy as np
import pytest
from carbon_service_flow.core.raster.nodata.tag import NodataTag
from carbon_service_flow.core.raster.nodata.watch import FillWatch, Quantity, Suspects, usual_values
from hypothesis import given
from hypothesis import strategies as st
from support.common import laws


def suspects(cells, quantity=Quantity.CONTINUOUS, tag=None, mask=None, scale=1.0, offset=0.0) -> Suspects:
    stored = np.asarray(cells)
    found = NodataTag.of(stored.dtype, tag)
    with np.errstate(invalid="ignore"):
        extremes = stored.min(), stored.max()
    hidden = None if found is None else found.mask(stored, *extremes)
    if stored.dtype.kind == "f" and np.isnan(stored).any():
        hidden = np.isnan(stored) if hidden is None else hidden | np.isnan(stored)
    alone = mask is None
    if mask is not None:
        hidden = np.asarray(mask) if hidden is None else hidden | np.asarray(mask)
    watch = FillWatch(quantity, stored.dtype, scale, offset)
    watch.inspect(stored, hidden, extremes, found, by_tag_alone=alone)
    first = watch.take()
    assert not watch.take()
    return first


F4 = np.float32


@pytest.mark.parametrize(
    ("cells", "options", "values"),
    [
        (np.array([5, -9999, 7], F4), {}, {-9999}),
        (np.array([5, -99999, 7], np.int32), {}, {-99999}),
        (np.array([5, 65535], np.uint16), {}, {65535}),
        (np.array([5, 32767, -32768], np.int16), {}, {32767, -32768}),
        (np.array([5, 255], np.uint8), {}, {255}),
        (np.array([5, 255], np.int16), {}, set()),
        (np.array([5, -3.4028235e38], F4), {}, {float(F4(-3.4028235e38))}),
        (np.array([5, 9.96921e36]), {}, {9.96921e36}),
        (np.array([5, -999.9], F4), {}, {float(F4(-999.9))}),
        # Clean ones.
        (np.array([-32.768, -10.5, 36], F4), {}, set()),
        (np.array([-5000.5, 70000]), {}, set()),
        (np.array([0, 254], np.uint8), {}, set()),
        # Codes are no quantity.
        (np.array([5, 255], np.uint8), {"quantity": Quantity.CATEGORY}, {255}),
        # Behind declared nodata, behind nan, behind a mask.
        (np.array([5, -99999, -9999], F4), {"tag": -99999}, {-9999}),
        (np.array([5, 65535, 32767], np.uint16), {"tag": 65535}, {32767}),
        (np.array([5, np.nan, -9999], F4), {}, {-9999}),
        (np.array([5, np.nan, 1e20], F4), {}, {float(F4(1e20))}),
        (np.array([5, -99999, -9999], F4), {"mask": [False, True, False]}, {-9999}),
        (np.array([5, -9999, 6], F4), {"tag": -9999}, set()),
        (np.array([5, -9999, 6], F4), {"mask": [False, True, False]}, set()),
        (np.array([5, np.nan, 6], F4), {}, set()),
        # -1 of amounts that are rarely negative.
        (np.array([5, -1, 6], F4), {"quantity": Quantity.DENSITY}, {-1}),
        (np.array([5, -1, 6], np.int16), {"quantity": Quantity.TOTAL}, {-1}),
        (np.array([5, -200, 6], np.int32), {"quantity": Quantity.TOTAL}, {-200}),
        (np.array([5, -1, 6], F4), {}, {-1}),
        (np.array([5, -1.5, 6], F4), {}, set()),
        (np.array([5, -99, 6], F4), {"quantity": Quantity.WIND_COMPONENT}, {-99}),
        (np.array([5, -1.5, 6], F4), {"quantity": Quantity.DENSITY}, set()),
        # Packed: what is stored counts.
        (np.array([5, -32768], np.int16), {"scale": 0.001}, {-32768}),
    ],
)
def test_usual_fill_values_at_the_ends_of_a_block_are_suspected(cells, options, values) -> None:
    found = suspects(cells, **options)
    if options.get("quantity") is Quantity.CATEGORY:
        assert not Quantity.CATEGORY.limits.watched
        return
    assert found.values == values
    assert not found.beyond


@pytest.mark.parametrize(
    ("cells", "quantity", "options", "beyond"),
    [
        ([90, -1, 50], Quantity.STOCK, {}, True),
        ([90, 0, 50], Quantity.STOCK, {}, False),
        ([90, -1e-9, 50], Quantity.STOCK, {}, False),
        ([90, -1, 50], Quantity.STOCK, {"tag": -1}, False),
        ([90, -1, -2], Quantity.STOCK, {"tag": -2}, True),
        ([3, -501], Quantity.WIND_COMPONENT, {}, True),
        ([3, 501], Quantity.WIND_COMPONENT, {}, True),
        # 60000 * 0.01 is 600 m/s, 600 * 0.01 is 6; with a negative scale the ends change places.
        ([3, 60000], Quantity.WIND_COMPONENT, {"scale": 0.01}, True),
        ([3, 600], Quantity.WIND_COMPONENT, {"scale": 0.01}, False),
        ([3, 60000], Quantity.WIND_COMPONENT, {"scale": -0.01}, True),
    ],
)
def test_values_that_a_quantity_cannot_have_are_suspected(cells, quantity, options, beyond) -> None:
    assert suspects(np.array(cells, float), quantity, **options).beyond is beyond


@laws
@given(
    cells=st.lists(st.sampled_from([-9999.0, 5.0, 300.0, 65535.0, -32768.0]), min_size=1, max_size=12),
    cut=st.integers(0, 12),
)
def test_halves_of_a_block_suspect_at_least_what_the_whole_does(cells, cut) -> None:
    whole = suspects(np.array(cells))
    halves = [suspects(np.array(part)) for part in (cells[:cut], cells[cut:]) if part]
    merged = Suspects()
    for half in reversed(halves):
        merged = merged.merge(half)
    assert merged.values >= whole.values


def test_types_have_the_fill_values_that_they_can_hold() -> None:
    assert usual_values(np.dtype("u1")).tolist() == [255]
    assert usual_values(np.dtype("i1")).tolist() == [-128, 127]
    assert usual_values(np.dtype("u2")).tolist() == [9999, *range(32761, 32768), *range(65529, 65536)]
    assert {-(2**63), 2 - 2**63, 2**63 - 1, -9999} <= set(usual_values(np.dtype("i8")).tolist())
    assert {-9999, float(F4(-999.9))} <= set(usual_values(np.dtype("f4")).tolist())
