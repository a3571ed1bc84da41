"""Comment lines above a table."""

from __future__ import annotations

import pytest
from carbon_service_flow.core.tables.comment_lines import without_comments
from carbon_service_flow.core.tables.header import Needed
from carbon_service_flow.core.tables.read import read_table, text_column

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
NEEDED = Needed(("STN", "DD", "FH"))


def test_the_header_may_be_a_comment_and_lines_keep_their_numbers(tmp_path):
    path = tmp_path / "uurgeg.txt"
    path.write_text(SERVICE)
    table = read_table(str(path), NEEDED)
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
    assert without_comments(text, NEEDED) == (text, ())
    assert without_comments(SERVICE, None) == (SERVICE, ())
    assert without_comments(SERVICE, Needed()) == (SERVICE, ())


def test_comments_above_a_plain_header():
    text, comments = without_comments("# made by hand\n\nSTN;DD;FH\n260;1;2\n", NEEDED)
    assert (text, comments) == ("\n\nSTN;DD;FH\n260;1;2\n", ("# made by hand",))


def test_of_two_headers_the_last_one_counts():
    text, _ = without_comments("# STN,DD,FH,X\n# STN,DD,FH,Y\n1,2,3,4\n", NEEDED)
    assert text.splitlines()[1].endswith("Y")
