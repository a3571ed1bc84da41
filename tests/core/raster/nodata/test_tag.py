"""Nodata tags: GDAL's own mask is the reference; then what it does not see."""

from __future__ import annotations

import numpy as np
import pytest
from carbon_service_flow.core.raster.nodata.tag import NodataTag
from carbon_service_flow.core.raster.sources import Window
from hypothesis import given
from hypothesis import strategies as st
from osgeo import gdal
from support.common import band, file_laws, save

TYPES = {
    "uint8": gdal.GDT_Byte,
    "int16": gdal.GDT_Int16,
    "uint16": gdal.GDT_UInt16,
    "int32": gdal.GDT_Int32,
    "uint32": gdal.GDT_UInt32,
    "float32": gdal.GDT_Float32,
    "float64": gdal.GDT_Float64,
}
TAGS = [-9999.0, -99999.0, -1.0, 0.0, 3.5, -3.5, 255.0, 255.5, 32767.0, -32768.0, 65535.0, 1e20, -1.5e-30]
ENDS = [3.4028234663852886e38, -3.4028234663852886e38, -3.40282e38, -1.7976931348623157e308]
FLOAT32_MAX = float(np.finfo(np.float32).max)


def hidden(dtype: str, cells: np.ndarray, tag: float) -> np.ndarray:
    """Where the tag is found, as the reader asks: with the extremes of the block."""
    stored = np.asarray(cells, dtype)
    found = NodataTag.of(stored.dtype, tag)
    with np.errstate(invalid="ignore"):
        mask = None if found is None else found.mask(stored, stored.min(), stored.max())
    return np.zeros(stored.shape, bool) if mask is None else mask


@file_laws
@given(
    dtype=st.sampled_from(sorted(TYPES)),
    tag=st.sampled_from(TAGS + ENDS),
    steps=st.lists(st.integers(-40, 40), min_size=1, max_size=6),
    others=st.lists(st.sampled_from([0.0, 1.0, 90.0, float("nan"), *TAGS, *ENDS]), max_size=6),
)
def test_cells_are_missing_where_gdals_mask_says_so(tmp_path, dtype, tag, steps, others) -> None:
    """Neighbours of the tag, some units in the last place away, beside all other tags, in any type."""
    kind = np.dtype(dtype)
    if kind.kind == "f":
        with np.errstate(over="ignore"):
            near = kind.type(tag)
            scale = np.spacing(near) if dtype == "float32" else abs(near) * 5e-8
        around = [near + step * scale for step in steps if np.isfinite(near)]
        with np.errstate(over="ignore"):
            cells = np.array([around + others + [2.0]], kind)
        cells = cells[:, ~np.isinf(cells[0])]
    else:
        limits = np.iinfo(kind)
        plain = [int(value) for value in others if value == value]
        cells = np.array(
            [[v for v in (*plain, *(int(tag) + s for s in steps), 2) if limits.min <= v <= limits.max]], kind
        )
    path = save(tmp_path / "a.tif", cells, nodata=tag, kind=TYPES[dtype])
    dataset = gdal.Open(path)  # its bands die with it
    layer = dataset.GetRasterBand(1)
    gdal_hides = layer.GetMaskBand().ReadAsArray() == 0
    source = band(path)
    ours = np.ma.getmaskarray(source.open().read(Window(0, 0, *source.grid.shape)))
    stored = layer.ReadAsArray()
    # Of our own accord: nan; an end that the type cannot hold; six digits of 1e30.
    added = np.isnan(stored) if kind.kind == "f" else np.zeros(stored.shape, bool)
    if dtype == "float64":
        added |= np.isclose(stored, tag, 2.1e-6) & (abs(stored) > 1e29)
    if dtype == "float32" and abs(tag) > FLOAT32_MAX:
        added |= stored == np.sign(tag) * np.float32(FLOAT32_MAX)
    np.testing.assert_array_equal(ours & ~added, gdal_hides & ~added)
    assert (ours | ~gdal_hides).all()


@pytest.mark.parametrize(
    ("dtype", "tag", "cells", "expected"),
    [
        # GDAL cuts off the fraction.
        ("uint8", 3.5, [3, 4], [True, False]),
        ("int16", -3.5, [-3, -4], [True, False]),
        # 0.1 of a Float32 raster that became Float64.
        ("float64", 0.1, [0.1, np.float32(0.1), 0.1001], [True, True, False]),
        # Six digits of the end of Float32, in Float64.
        ("float64", -3.40282e38, [-FLOAT32_MAX, -3e38, 1], [True, False, False]),
        ("float64", 9.96921e36, [np.float32(9.96921e36), 9.9e36], [True, False]),
        # The end of Float64 on Float32 cells, however a program made it fit.
        ("float32", -1.7976931348623157e308, [-FLOAT32_MAX, -np.inf, 1], [True, True, False]),
        ("float32", np.inf, [FLOAT32_MAX, np.inf, -np.inf], [True, True, False]),
        # Above all others, between them, and next to nan.
        ("float32", 9.0, [9, 1, 5], [True, False, False]),
        ("float32", 5.0, [9, 1, 5], [False, False, True]),
        ("float32", -9999.0, [np.nan, -9999, 5], [False, True, False]),
        ("float32", np.nan, [np.nan, 1], [False, False]),
    ],
)
def test_what_a_tag_stands_for(dtype, tag, cells, expected) -> None:
    assert hidden(dtype, np.array(cells), tag).tolist() == expected
    found = NodataTag.of(np.dtype(dtype), tag)
    assert [found is not None and found.holds(value) for value in np.array(cells, dtype)] == expected


def test_wide_integers_are_compared_as_integers() -> None:
    """2^63 - 1 and 2^63 - 2 are one number in float64."""
    cells = np.array([2**63 - 1, 2**63 - 2])
    assert hidden("int64", cells, 2**63 - 1).tolist() == [True, False]
