"""The table reader: encodings, separators, numbers as text, and errors that name file, line and column."""

from __future__ import annotations

import unicodedata

import numpy as np
import pytest
from carbon_service_flow.core.errors import ReadError, TableError
from carbon_service_flow.core.tables.read import Table, clean, parse_number
from carbon_service_flow.core.zones.zones import zone_name
from hypothesis import given
from hypothesis import strategies as st
from support.common import laws

ENCODINGS = {"utf-8": "", "utf-8-sig": "", "gb18030": "", "utf-16": "", "utf-16-le": "\ufeff", "utf-16-be": "\ufeff"}
CHINESE = '地区,人口\n广西壮族自治区,"4,796"\n青海,５８８．４\n'


def write(folder, text: str, encoding: str = "utf-8", name: str = "统计 2015.csv") -> str:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return str(path)


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_the_same_cells_whatever_the_encoding(tmp_path, encoding, newline) -> None:
    table = Table.read_csv(write(tmp_path, ENCODINGS[encoding] + CHINESE.replace("\n", newline), encoding))
    assert table.columns == ("地区", "人口")
    assert table.texts("地区") == ["广西壮族自治区", "青海"]
    np.testing.assert_array_equal(table.numbers("人口"), [4796, 588.4])
    assert table.name == "统计 2015.csv"
    assert table.lines == (2, 3)


# Han characters, Latin letters, digits, and what CSV must quote.
cell_text = st.text(
    st.one_of(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), st.sampled_from('aZ09 ,;"\n¥€')), max_size=8
)


@laws
@given(st.lists(st.tuples(cell_text, cell_text), min_size=1, max_size=6))
def test_generated_cells_survive_every_encoding(tmp_path_factory, rows) -> None:
    folder = tmp_path_factory.mktemp("encodings")
    quoted = [[cell.replace('"', '""') for cell in row] for row in rows]
    text = "名称,note\n" + "".join(f'"{first}","{second}"\n' for first, second in quoted)
    wanted = [(clean(first), clean(second)) for first, second in rows]
    if not any(any(row) for row in wanted):
        return
    found = [
        Table.read_csv(write(folder, mark + text, encoding, f"{encoding}.csv")).rows
        for encoding, mark in ENCODINGS.items()
    ]
    assert all(table == found[0] for table in found)
    assert list(found[0]) == [row for row in wanted if any(row)]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_separators(tmp_path, separator) -> None:
    lines = [["Code", "name", '"a, b, c; d; e"'], ["1", '"a, b; c"', "3"], ["2", "x", "4"]]
    table = Table.read_csv(write(tmp_path, "\n".join(separator.join(line) for line in lines)))
    assert table.texts("name") == ["a, b; c", "x"]
    np.testing.assert_array_equal(table.numbers("CODE"), [1, 2])
    np.testing.assert_array_equal(table.numbers("a, b, c; d; e"), [3, 4])


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1,234.5", 1234.5),
        ("-1,234,567", -1234567),
        ("１２３．５", 123.5),
        ("１，２３４", 1234),
        ("　7 ", 7),
        ("\u00a07", 7),
        ("1e3", 1000),
        ("+.5", 0.5),
        ("－３", -3),
    ],
)
def test_text_that_holds_a_number(text, number) -> None:
    assert parse_number(clean(text)) == number


@pytest.mark.parametrize(
    "text",
    [
        *("abc", "12 t", "1,23", "12,34,567", "1.234,5", "1_000", "nan", "inf", "-inf", "1e999", "--", "…", "5%"),
        # A decimal comma, not half a thousand; and footnote marks of yearbooks, which are no digits of the number.
        *("0,500", "00,123", "1234①", "56²", "7⑵", "½", "8₂"),
    ],
)
def test_text_that_holds_none(text) -> None:
    assert parse_number(clean(text)) is None


@laws
@given(st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_survive_being_written(number) -> None:
    assert parse_number(clean(repr(number))) == number
    assert parse_number(clean(number)) == number
    if abs(number) < 1e15:
        assert parse_number(clean(f"{number:,.6f}")) == pytest.approx(number, abs=1e-6)


def test_a_cell_that_is_no_number_is_named_with_file_line_and_column(tmp_path) -> None:
    """The header is line 1 and the empty line counts: "about 5" is in line 4, as a spreadsheet shows it."""
    path = write(tmp_path, "zone,pigs\na,1\n\nb,about 5\n")
    with pytest.raises(TableError, match=r'统计 2015\.csv, line 4, column pigs: "about 5" is not a number'):
        Table.read_csv(path).numbers("pigs")


def test_an_empty_cell_is_an_error_or_what_the_caller_says(tmp_path) -> None:
    table = Table.read_csv(write(tmp_path, "zone,pigs\na,1\nb,\nc,NA\n"))
    with pytest.raises(TableError, match="line 3, column pigs: the cell is empty"):
        table.numbers("pigs")
    two = Table.from_rows("t", ["a"], [[1], [None], [float("nan")], [2]])
    np.testing.assert_array_equal(two.numbers("a"), [1, 2])
    kept = Table.of_column("t", "a", [[1], [None], ["2"]])
    np.testing.assert_array_equal(kept.numbers("a", empty=np.nan), [1, np.nan, 2])


def test_missing_column_hints_at_the_closest(tmp_path) -> None:
    table = Table.from_rows("pools.csv", ["lucode", "c_abve", "c_soil"], [[1, 2, 3]])
    with pytest.raises(TableError, match=r"no column c_above \(c_abve\?\).*lucode, c_abve, c_soil"):
        table.numbers("c_above")
    with pytest.raises(TableError, match=r"no column gdp\. "):
        table.numbers("gdp")


def test_columns_are_found_in_any_case_and_width() -> None:
    table = Table.from_rows("t", [" LUcode ", "Ｃ_Soil"], [["1", "2"]])
    assert table.numbers("lucode").tolist() == [1]
    assert table.numbers("c_SOIL").tolist() == [2]
    with pytest.raises(TableError, match="two columns named"):
        Table.from_rows("t", ["a", "A"], [[1, 2]])


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"", "has no rows"),
        (b"  \n \n", "has no rows"),
        (b"a,b\n", "has no rows"),
        (b"a,b\n,\n", "has no rows"),
        (b"\na,b\n1,2\n\n3,4,5\n", "is not a regular CSV file: line 5 has 3 cells, the header has 2"),
        (b'a,b\n1,2\n3,"4\n5,6\n', "is not a regular CSV file: the quotation mark opened in line 3 is never closed"),
        (b'a,b\n1,"', "the quotation mark opened in line 2 is never closed"),
        # Python's csv takes cells of 128 KB at most.
        (b"a,b\n1,2\n3," + 200_000 * b"x", "is not a regular CSV file: line 3 cannot be read"),
        (b"a,b\n\xff\xff\xff,1\n", "neither UTF-8 nor GB18030"),
        (b"\xff\xfea\x00,", "neither UTF-8 nor GB18030"),
        # UTF-16 without its mark.
        ("a,b\n1,2\n".encode("utf-16-le"), "neither UTF-8 nor GB18030"),
        # A thousands comma without quotation marks makes one cell more.
        (b"zone,pigs\na,1,234.5\n", "line 2 has 3 cells"),
    ],
)
def test_files_that_are_no_table(tmp_path, raw, message) -> None:
    path = tmp_path / "bad.csv"
    path.write_bytes(raw)
    with pytest.raises(TableError, match=message) as caught:
        Table.read_csv(str(path))
    assert "bad.csv" in str(caught.value)


def test_empty_lines_above_the_header_are_passed_over_and_counted(tmp_path) -> None:
    table = Table.read_csv(write(tmp_path, "\n\nzone,pigs\na,1\nb,x\n"))
    assert table.columns == ("zone", "pigs")
    with pytest.raises(TableError, match="line 5, column pigs"):
        table.numbers("pigs")


def test_lines_are_a_spreadsheets_rows(tmp_path) -> None:
    """Old Macs' line ends, cells of two lines, rows of separators alone above the header and short rows."""
    path = write(tmp_path, ',\r\r"zone\rname",pigs\r"a\rb",1\rc\rd,x\r')
    table = Table.read_csv(path)
    assert table.columns == ("zone\rname", "pigs")
    assert table.rows == (("a\rb", "1"), ("c", ""), ("d", "x"))
    with pytest.raises(TableError, match="line 6, column pigs"):
        table.numbers("pigs", empty=0)


def test_quotation_marks_within_a_cell_are_kept(tmp_path) -> None:
    table = Table.read_csv(write(tmp_path, 'name,size\n12" pipe,1\n"the ""big"" one",2\n'))
    assert table.texts("name") == ['12" pipe', 'the "big" one']


def test_missing_file_or_a_folder_is_a_read_error(tmp_path) -> None:
    for path in (tmp_path / "no.csv", tmp_path):
        with pytest.raises(ReadError, match=f"Table {path} cannot be read"):
            Table.read_csv(str(path))


def test_shorter_rows_end_in_empty_cells() -> None:
    table = Table.from_rows("t", ["a", "b"], [["1"], ["2", "3"]])
    assert table.texts("b") == ["", "3"]
    assert table.records("a", "missing") == [{"a": "1", "missing": ""}, {"a": "2", "missing": ""}]


def test_a_whole_number_of_a_spreadsheet_is_the_same_name_as_its_text() -> None:
    """Spreadsheets and GeoPackages hold code 11 as 11.0; the layer's field may be text or integer."""
    table = Table.from_rows("stats.xlsx", ["code", "pigs"], [[11.0, 5.5]])
    assert table.texts("code") == [zone_name(11.0)] == [zone_name(11)] == [zone_name(" 11 ")] == ["11"]
    assert table.texts("pigs") == ["5.5"]


def test_text_is_folded_in_width_only() -> None:
    """Full-width forms and wide blanks are the same text; superscripts and circled digits are not digits."""
    assert clean("ＡＢＣ（１）") == "ABC(1)"
    assert clean("km²①") == "km²①"
    # Of all characters those, and only those, that Unicode calls a wide or narrow form of another.
    for code in range(0x10000):
        kind, _, ordinary = unicodedata.decomposition(chr(code)).partition(" ")
        folded = chr(int(ordinary, 16)) if kind in ("<wide>", "<narrow>") else chr(code)
        assert clean(f"1{chr(code)}1") == unicodedata.normalize("NFC", f"1{folded}1")
    assert clean(None) == clean(float("nan")) == clean("　") == ""
