"""Titles, headers, units and notes of tables as offices publish them."""

from __future__ import annotations

import pytest
from carbon_service_flow.core.tables.header import Layout, Needed, find_layout, is_note, without_comments
from carbon_service_flow.core.tables.read import read_table, text_column

YEARBOOK = [
    ["数据库:分省年度数据", "", ""],
    ["指标:煤炭消费量", "", ""],
    [],
    ["地区", "coal", "oil"],
    ["", "万吨", "万吨"],
    ["北京", "1", "2"],
    ["", "", ""],
    ["台湾", "", ""],
    ["数据来源:国家统计局", "", ""],
    ["下同", "", ""],
]
ZONES = Needed(("地区",), ("Coal", "gas"))


def test_a_yearbook() -> None:
    """The last zone has no figure and is none of the notes, which begin at what looks like one."""
    assert find_layout(YEARBOOK, ZONES) == Layout(3, (0, 1), (4,), (8, 9), True)


def test_without_columns_needed_the_first_row_is_the_header() -> None:
    assert find_layout(YEARBOOK, Needed()) == Layout(0)
    assert find_layout([[], ["", ""]], ZONES).header == find_layout([], ZONES).header == -1


def test_the_header_is_the_first_that_holds_all() -> None:
    """In any case and width; a row with the names and one of the others before a row with the names alone."""
    rows = [["zone", "x"], ["Zone ", "COAL"], ["zone", "coal"], ["a", "1"]]
    assert find_layout([[c.strip() for c in row] for row in rows], Needed((" ZONE",), ("ｃｏａｌ",))).header == 1
    assert find_layout(rows, Needed(("zone",), ("gas",))) == Layout(0, complete=False)
    assert find_layout(rows, Needed(("region",), ("gas",))).header == 0
    assert find_layout(rows, Needed((), ("coal",))).header == 1


def test_twenty_rows_are_looked_at() -> None:
    titles = [[f"title {k}", ""] for k in range(19)]
    empty: list[list[str]] = [[]] * 5
    assert find_layout([*titles, *empty, ["zone", "coal"], ["a", "1"]], Needed(("zone",))).header == 24
    assert not find_layout([*titles, ["one more"], ["zone", "coal"], ["a", "1"]], Needed(("zone",))).complete


@pytest.mark.parametrize(
    "units",
    [
        ["", "t", "t"],
        ["", "", "万吨"],
        ["-", "t C/ha", ""],
        ["单位", "万吨", "万吨"],
        ["单位:万吨", "", ""],
        ["(unit)", "t", "t"],
        ["(t)", "(t)", "(10^4 m3)"],
        ["t", "t", "t"],
    ],
)
def test_units(units) -> None:
    rows = [["zone", "coal", "oil"], units, ["a", "1", "2"], ["", "t", "t"]]
    assert find_layout(rows, Needed(("zone",))).units == (1,)


@pytest.mark.parametrize(
    "row",
    [
        # A name, a number, a mark for missing data: these are data, and errors where they cannot be.
        ["whole", "see note", ""],
        ["", "1", "t"],
        ["", "-", "t"],
        ["a", "", ""],
        ["coal", "coal", ""],
        ["(rest)", "x", ""],
    ],
)
def test_what_is_no_unit(row) -> None:
    assert find_layout([["zone", "coal", "oil"], row, ["a", "1", "2"]], Needed(("zone",))).units == ()


def test_units_are_beneath_the_header_only_and_in_two_rows_at_most() -> None:
    rows = [["zone", "coal"], [], ["", "10^4"], ["", "t"], ["", "x"], ["a", "1"]]
    assert find_layout(rows, Needed(("zone",))).units == (2, 3)


@pytest.mark.parametrize(
    "text",
    [
        "注：不含港澳台",
        "数据来源：国家统计局",
        "Source: office",
        "Note that",
        "* preliminary",
        "①见上",
        "Unit: t",
        90 * "x",
    ],
)
def test_notes(text) -> None:
    assert is_note(text.replace("：", ":"))


@pytest.mark.parametrize(
    "text", ["台湾", "Xinjiang Uygur Autonomous Region", "来宾", "Notera", "31. 新疆", "", "1:", "7"]
)
def test_names_are_no_notes(text) -> None:
    assert is_note(text) == (text == "1:")


def test_notes_with_separators_have_several_cells() -> None:
    rows = [["zone", "coal"], ["a", "1"], ["注:煤", "炭", "2"], ["Source 1: office", " 2015"]]
    assert find_layout(rows, Needed(("zone",))).notes == (2, 3)
    assert find_layout([*rows, ["b", "2"]], Needed(("zone",))).notes == ()


def test_notes_need_a_table_of_more_than_a_column_and_stand_at_its_end() -> None:
    rows = [["zone", "coal"], ["Note: a", ""], ["b", "1"]]
    assert find_layout(rows, Needed(("zone",))).notes == ()
    assert find_layout([["zone"], ["a"], ["Note: b"]], Needed(("zone",))).notes == ()


SERVICE = """# BRON: dienst
#
# STN  LON(east)  LAT(north)
# 260:  5.180     52.100
# FH        = Hourly mean wind speed (in 0.1 m/s)
# STN,YYYYMMDD,   HH,   DD,   FH
#
  260,20200101,    1,  150,   20
  260,20200101,    2,     ,   30
"""
SERVICE_COLUMNS = Needed(("STN", "DD", "FH"))


def test_the_header_may_be_a_comment_and_lines_keep_their_numbers(tmp_path):
    path = tmp_path / "uurgeg.txt"
    path.write_text(SERVICE)
    table = read_table(str(path), SERVICE_COLUMNS)
    assert list(table.columns) == ["STN", "YYYYMMDD", "HH", "DD", "FH"]
    assert list(table.index) == [8, 9]
    assert text_column(table, "dd") == ["150", ""]
    assert "# FH        = Hourly mean wind speed (in 0.1 m/s)" in table.attrs["comments"]
    assert any("comment lines above the header left out" in line for line in table.attrs["told"])


@pytest.mark.parametrize(
    "text",
    [
        "STN,DD,FH\n260,1,2\n",
        "# of station,STN,DD,FH\n1,260,1,2\n",
        "title\n# STN,DD,FH\n260,1,2\n",
    ],
)
def test_what_is_no_comment_stays(text):
    assert without_comments(text, SERVICE_COLUMNS) == (text, ())
    assert without_comments(SERVICE, None) == (SERVICE, ())
    assert without_comments(SERVICE, Needed()) == (SERVICE, ())


def test_comments_above_a_plain_header():
    text, comments = without_comments("# made by hand\n\nSTN;DD;FH\n260;1;2\n", SERVICE_COLUMNS)
    assert (text, comments) == ("\n\nSTN;DD;FH\n260;1;2\n", ("# made by hand",))


def test_of_two_headers_the_last_one_counts():
    text, _ = without_comments("# STN,DD,FH,X\n# STN,DD,FH,Y\n1,2,3,4\n", SERVICE_COLUMNS)
    assert text.splitlines()[1].endswith("Y")


def test_a_header_of_two_rows_with_merged_cells() -> None:
    """The zones' cell is merged downwards, the energy's sideways; units stand beneath both."""
    rows = [["4-5", "", ""], ["地区", "能源", ""], ["", "coal", "oil"], ["", "t", "t"], ["甲", "1", "2"]]
    layout = find_layout(rows, ZONES)
    assert layout == Layout(2, (0,), (3,), (), True, (1,))
    assert layout.names(rows) == ["地区", "coal", "oil"]
    three = [["地区", "", ""], ["", "能源", ""], ["", "coal", "oil"], ["甲", "1", "2"]]
    layout = find_layout(three, Needed(("地区", "coal", "oil")))
    assert (layout.header, layout.upper) == (2, (0, 1))
    missing = find_layout(three, Needed(("地区", "gas")))
    assert (missing.header, missing.upper, missing.complete) == (0, (), False)
    # A header that is one row is no more than that.
    assert find_layout([["zone", "coal", ""], ["", "x", "y"], ["a", "1", "2"]], Needed(("zone",))).upper == ()
