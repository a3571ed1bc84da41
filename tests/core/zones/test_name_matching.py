"""Zones matched to table rows by name: in any order, one-sided names, names with several rows."""

from __future__ import annotations

import pytest
from carbon_service_flow.core.errors import ZoneError
from carbon_service_flow.core.zones.name_matching import match_names
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
