"""Codes of land use: lookups against plain dictionaries, crosswalks, counts of unknown codes, columns of integers."""

from __future__ import annotations

import pickle

import numpy as np
import pytest
from carbon_service_flow.core.accounts.landuse_codes import (
    DENSE_SPAN,
    CodeCounts,
    CodeLookup,
    Crosswalk,
    Scheme,
    integer_column,
    read_crosswalk,
    report_unknown,
    require_integers,
)
from carbon_service_flow.core.errors import RasterError, TableError, UnknownCodeError
from carbon_service_flow.core.tables.read import make_table, text_column
from hypothesis import given
from hypothesis import strategies as st
from support.common import Recorder, laws

KINDS = [np.int8, np.uint8, np.int16, np.uint16, np.int32, np.uint32, np.int64, np.uint64, np.float32, np.float64]


@laws
@given(
    st.lists(st.one_of(st.integers(-300, 300), st.integers(-(2**31), 2**33)), min_size=1, max_size=9, unique=True),
    st.sampled_from(KINDS),
    st.lists(st.integers(-(2**31), 2**33), max_size=5),
)
def test_lookup_is_a_dictionary(codes, kind, others) -> None:
    """Every type, dense and sparse codes, codes that the type cannot hold, values far outside."""
    kind = np.dtype(kind)
    limits = np.iinfo(kind) if kind.kind in "iu" else None
    edges = [limits.min, limits.max] if limits else [1e30, -1e30, np.nan]
    candidates = [c for c in codes + others if limits is None or limits.min <= c <= limits.max]
    values = np.array([*candidates, *edges], dtype=kind)
    wanted = {code: place for place, code in enumerate(codes)}

    def place(value) -> int:
        return wanted.get(int(value), len(codes)) if np.isfinite(float(value)) else len(codes)

    lookup = CodeLookup(tuple(codes))
    positions = [place(value) for value in values.tolist()]
    assert lookup.positions(values).tolist() == positions
    entries = np.arange(1000, 1001 + len(codes))
    for table in (entries, entries / 8):
        # The second time positions of all codes of the type are there.
        for _ in range(2):
            assert lookup.map_codes(table, values).tolist() == [table[position] for position in positions]


@pytest.mark.parametrize("span", [DENSE_SPAN, DENSE_SPAN + 1])
@pytest.mark.parametrize("low", [-(2**31), -(2**31) + 1, -5, 2**31 - 1 - DENSE_SPAN - 2, 2**31 - 1 - DENSE_SPAN])
@pytest.mark.parametrize("kind", [np.int32, np.int64])
def test_codes_at_the_ends_of_types_and_of_the_dense_table(span, low, kind) -> None:
    """The dense table has a slot below and one above: neither may run over in int32."""
    high = min(low + span, 2**31 - 1)
    ends = np.iinfo(kind)
    values = np.array([low, high, low + 1, high - 1, max(low - 1, ends.min), min(high + 1, ends.max)], dtype=kind)
    wanted = [{low: 0, high: 1}.get(value, 2) for value in values.tolist()]
    assert CodeLookup((low, high)).positions(values).tolist() == wanted


def test_values_beyond_a_type_are_none_of_the_codes() -> None:
    """Cut to 32 or 64 bits they would be: 5 + 2^32 is 5, 2^64 - 1 is -1, and what is no number is 0."""
    assert CodeLookup((5,)).positions(np.array([5, 5 + 2**32, 5 - 2**32])).tolist() == [0, 1, 1]
    assert CodeLookup((-1,)).positions(np.array([2**64 - 1], dtype=np.uint64)).tolist() == [1]
    for kind in (np.float32, np.float64):
        values = np.array([0, np.nan, np.inf, -np.inf, 1e30, -1e30], dtype=kind)
        assert CodeLookup((0,)).positions(values).tolist() == [0, 1, 1, 1, 1, 1]


def test_one_lookup_serves_rasters_of_every_type() -> None:
    """Also the last code of a type as it is stored: 255, and -1, which has the same bits."""
    lookup = CodeLookup((-1, 255))
    entries = np.array([10, 20, 30])
    for kind, values, wanted in (
        (np.uint8, [255, 254, 0], [20, 30, 30]),
        (np.int8, [-1, -2, 0], [10, 30, 30]),
        (np.int16, [-1, 255, 254], [10, 20, 30]),
        (np.uint16, [65535, 255, 0], [30, 20, 30]),
        (np.int64, [-1, 255, 256], [10, 20, 30]),
    ):
        assert lookup.map_codes(entries, np.array(values, dtype=kind)).tolist() == wanted


def test_mapped_integers_are_stored_narrowly() -> None:
    """255 fits a byte, 256 does not: a table of slots is read for every cell."""
    lookup = CodeLookup((1, 2))
    for largest, kind in ((255, np.uint8), (256, np.uint16)):
        for values in (np.array([2, 7], dtype=np.uint8), np.array([2, 7], dtype=np.int32)):
            mapped = lookup.map_codes(np.array([0, 1, largest]), values)
            assert (mapped.tolist(), mapped.dtype) == ([1, largest], kind)


def test_lookup_travels_to_other_processes() -> None:
    lookup = CodeLookup((10, 20))
    lookup.positions(np.array([10]))
    assert pickle.loads(pickle.dumps(lookup)).positions(np.array([20, 30])).tolist() == [1, 2]


@laws
@given(st.lists(st.lists(st.integers(0, 5)), min_size=1, max_size=4), st.randoms())
def test_counts_merge_in_any_order(parts, random) -> None:
    counts = [CodeCounts.of(np.array(part, dtype=int)) for part in parts]
    shuffled = random.sample(counts, len(counts))
    whole = CodeCounts.of(np.array([code for part in parts for code in part], dtype=int))
    assert sum(counts[1:], counts[0]) == sum(shuffled[1:], shuffled[0]) == whole


def test_counts_are_listed_from_the_most_frequent_on() -> None:
    """5 cells of code 9, then by code; 20 are listed, and how many more there are."""
    counts = CodeCounts.of(np.array([9] * 5 + [3, 1, 2] + [4] * 2))
    assert str(counts.listed()) == "9 (5 cells), 4 (2 cells), 1 (1 cells), 2 (1 cells), 3 (1 cells)"
    assert str(CodeCounts.of(np.arange(20)).listed()).endswith("18 (1 cells), 19 (1 cells)")
    assert str(CodeCounts.of(np.arange(21)).listed()).endswith("18 (1 cells), 19 (1 cells), ... 1 more codes")
    assert CodeCounts.of(np.array([], dtype=int)) == {}


def test_unknown_codes_are_an_error_or_a_warning() -> None:
    log = Recorder()
    report_unknown(CodeCounts(), "map.tif", "t.csv", False, log)
    report_unknown(CodeCounts({7: 2}), "map.tif", "t.csv", True, log)
    assert log.warnings == ["Codes of map.tif that are not in t.csv were taken as nodata: 7 (2 cells)."]
    with pytest.raises(UnknownCodeError, match=r"map\.tif has codes.*t\.csv.*7 \(2 cells\)"):
        report_unknown(CodeCounts({7: 2}), "map.tif", "t.csv", False, log)


def test_codes_must_be_integers_where_they_are_not_masked() -> None:
    require_integers(np.ma.MaskedArray([1.0, -2.0, 0.5], [False, False, True]), "map.tif")
    require_integers(np.ma.MaskedArray(np.array([1, 2])), "map.tif")
    with pytest.raises(RasterError, match=r"map\.tif holds -2\.5"):
        require_integers(np.ma.MaskedArray([1.0, -2.5, 0.5]), "map.tif")


@pytest.mark.parametrize("scheme", list(Scheme)[:-1])
def test_a_crosswalk_is_its_table(scheme) -> None:
    table, crosswalk = read_crosswalk(scheme), Crosswalk.of_scheme(scheme)
    assert crosswalk.name == table.name == f"crosswalk_{scheme.name.lower()}.csv"
    for column, values in (("code", crosswalk.codes), ("class", crosswalk.classes)):
        assert [str(value) for value in values] == text_column(table, column)
    assert list(crosswalk.subclasses) == text_column(table, "subclass")


def test_a_crosswalk_without_kinds_of_water() -> None:
    table = make_table("t", ["code", "class"], [[11, 1], [41, 4]])
    assert Crosswalk.of_table(table) == Crosswalk("t", (11, 41), (1, 4), ("", ""))


def test_a_column_of_integers() -> None:
    """Codes may not repeat, classes may; -0.0 and 1e3 are integers, 1.5 is none."""
    table = make_table("t.csv", ["code", "class", "part"], [["-0.0", 1, 1], ["1e3", 1, 1.5], [7, 2, 1]])
    assert integer_column(table, "code") == (0, 1000, 7)
    assert integer_column(table, "class") == (1, 1, 2)
    with pytest.raises(TableError, match=r"t\.csv, line 3 holds 1\.5"):
        integer_column(table, "part")
    with pytest.raises(TableError, match=r"t\.csv, line 2: code 1 is given twice"):
        integer_column(table, "class", unique=True)
    again = make_table("t.csv", ["lucode"], [[4], [3], [4], [3]])
    with pytest.raises(TableError, match=r"t\.csv, line 2: code 4 is given twice"):
        integer_column(again, "lucode")
    assert integer_column(again, "lucode", unique=False) == (4, 3, 4, 3)
