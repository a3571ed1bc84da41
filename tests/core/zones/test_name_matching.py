"""Zones matched to table rows by name: in any order, one-sided names, names with several rows."""

from __future__ import annotations

import pytest
from carbon_service_flow.core.errors import TableError, ZoneError
from carbon_service_flow.core.zones.name_matching import MOST_UNMATCHED_LISTED, match_names
from hypothesis import given
from hypothesis import strategies as st
from support.common import Recorder, laws


def test_names_that_do_not_match_list_both_sides_and_the_closest() -> None:
    with pytest.raises(ZoneError) as caught:
        match_names(
            ("广西", "Hunan", "Qinghai"),
            ["广西壮族自治区", "Hu'nan", "x"],
            layer="provinces",
            table="stats.csv",
            skip=False,
            progress=Recorder(),
        )
    text = str(caught.value)
    assert "广西 (广西壮族自治区?), Hunan (Hu'nan?), Qinghai" in text
    assert "广西壮族自治区 (广西?), Hu'nan (Hunan?), x" in text
    assert "provinces" in text
    assert "stats.csv" in text


def test_names_skipped_on_demand_are_warned_of() -> None:
    log = Recorder()
    assert match_names(("a", "b"), ["c", "b"], layer="layer", table="table", skip=True, progress=log) == {1: 1}
    assert log.warnings == [
        "Zones of layer without a row in table, skipped: a.",
        "Rows of table without a zone in layer, skipped: c.",
    ]


def test_two_rows_of_one_name_are_an_error_even_when_skipping() -> None:
    with pytest.raises(ZoneError, match="Names with several rows: a"):
        match_names(("a",), ["a", "a"], layer="layer", table="table", skip=True, progress=Recorder())


def test_a_row_without_a_name_is_called_so() -> None:
    """A total or a footnote below the table: no name, and no closest match is made up for it."""
    with pytest.raises(ZoneError, match=r"Rows without a zone: \(no name\)\n"):
        match_names(("a",), ["a", ""], layer="layer", table="table", skip=False, progress=Recorder())


@laws
@given(st.lists(st.text("abc", min_size=1, max_size=2), unique=True), st.randoms())
def test_matching_does_not_depend_on_order(names, random) -> None:
    rows = random.sample(names, len(names))
    found = match_names(tuple(names), rows, layer="layer", table="table", skip=False, progress=Recorder())
    assert all(rows[row] == names[zone] for zone, row in found.items())
    assert len(found) == len(names)


@pytest.mark.parametrize("count", [MOST_UNMATCHED_LISTED, MOST_UNMATCHED_LISTED + 1])
def test_forty_names_are_listed_and_then_how_many_more(count) -> None:
    names = tuple(f"z{number:03d}" for number in range(count))
    with pytest.raises(ZoneError) as caught:
        match_names(names, ["-"], layer="layer", table="table", skip=False, progress=Recorder())
    text = str(caught.value)
    assert text.count("z0") == MOST_UNMATCHED_LISTED == 40
    assert ("... 1 more" in text) == (" more" in text) == (count > 40)


def test_the_closest_name_begins_alike_either_way_or_is_similar() -> None:
    """A longer name, a shorter one, a similar one; none for what is not alike, and none that is empty."""
    with pytest.raises(ZoneError) as caught:
        match_names(
            ("Inner Mongolia", "Xizang", "Shaanxi", "Q"),
            ["", "Inner Mongolia AR", "Xi", "Shanxi"],
            layer="layer",
            table="table",
            skip=False,
            progress=Recorder(),
        )
    text = str(caught.value)
    assert "Zones without a row: Inner Mongolia (Inner Mongolia AR?), Xizang (Xi?), Shaanxi (Shanxi?), Q\n" in text
    assert (
        "Rows without a zone: (no name), Inner Mongolia AR (Inner Mongolia?), Xi (Xizang?), Shanxi (Shaanxi?)\n" in text
    )
    assert "Names with several rows: -" in text


def test_what_matches_is_matched_by_position() -> None:
    found = match_names(("a", "b", "c"), ["c", "a", "b"], layer="l", table="t", skip=False, progress=Recorder())
    assert found == {0: 1, 1: 2, 2: 0}


def test_names_in_which_bytes_could_not_be_read_are_an_error_also_where_rows_are_skipped() -> None:
    """Two provinces in GBK, read as UTF-8, are one and the same text."""
    with pytest.raises(TableError, match=r"y\.csv, field 地区: 2 texts hold characters that could not be read"):
        match_names(
            ("甲省", "乙省"),
            ["\ufffd\ufffdʡ", "\ufffd\ufffdʡ"],
            layer="z",
            table="y.csv",
            skip=True,
            progress=Recorder(),
            column="地区",
        )
