"""Rows of CSV files: encodings, separators, lines as a spreadsheet counts them, and what is no table."""

from __future__ import annotations

import csv
import zipfile

import pytest
from carbon_service_flow.core.errors import ReadError, TableError
from carbon_service_flow.core.tables import csv_rows
from carbon_service_flow.core.tables.csv_rows import UNKNOWN, CsvRows, parse_rows, read_rows
from carbon_service_flow.core.tables.header import Needed
from carbon_service_flow.core.tables.text_encoding import is_misread_chinese
from hypothesis import given
from hypothesis import strategies as st
from support.common import laws

MARKS = {"utf-16-le": "\ufeff", "utf-16-be": "\ufeff"}
ENCODINGS = {"utf-8": "", "utf-8-sig": "", "gb18030": "", "utf-16": "", **MARKS}
CHINESE = '地区,人口\n广西壮族自治区,"4,796"\n青海,５８８．４\n'


def rows_of(folder, text: str, encoding: str = "utf-8", needed: Needed | None = None) -> CsvRows:
    path = folder / f"{encoding}.csv"
    path.write_bytes(text.encode(encoding))
    return read_rows(str(path), path.name, needed)


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_the_same_cells_whatever_the_encoding(tmp_path, encoding, newline) -> None:
    for mark in {"", ENCODINGS[encoding]}:
        found = rows_of(tmp_path, mark + CHINESE.replace("\n", newline), encoding)
        assert found.rows == [["地区", "人口"], ["广西壮族自治区", "4,796"], ["青海", "５８８．４"]]
        assert found.separator == ","


# Han characters, Latin letters, digits, and what CSV must quote.
cell_text = st.text(
    st.one_of(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), st.sampled_from('aZ09 ,;"\n¥€')), max_size=8
)


@laws
@given(st.lists(st.tuples(cell_text, cell_text), max_size=6))
def test_generated_cells_survive_every_encoding(tmp_path_factory, rows) -> None:
    folder = tmp_path_factory.mktemp("encodings")
    quoted = [[cell.replace('"', '""') for cell in row] for row in rows]
    text = "名称,note\n" + "".join(f'"{first}","{second}"\n' for first, second in quoted)
    for encoding, mark in ENCODINGS.items():
        # Rare characters among letters may be another encoding's: those cells are not read, which is told.
        if encoding != "gb18030" or not is_misread_chinese(text):
            assert rows_of(folder, mark + text, encoding).rows == [["名称", "note"], *map(list, rows)]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_separator_is_what_the_header_holds_most_often(tmp_path, separator) -> None:
    """Separators within quotation marks and in the rows do not count."""
    lines = [["Code", "name", '"a, b, c; d; e"'], ["1", '"a, b; c"', "3"], ["2", "x", "4"]]
    text = "\n" + "\n".join(separator.join(line) for line in lines)
    found = rows_of(tmp_path, text)
    assert found.rows == [[], *([cell.strip('"') for cell in line] for line in lines)]
    assert found.separator == separator


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b'a,b\n1,2\n3,"4\n5,6\n', "is not a regular CSV file: the quotation mark opened in line 3 is never closed"),
        (b'a,b\n1,"', "the quotation mark opened in line 2 is never closed"),
        (b"a,b\n\xff\xff\xff,1\n", "none of UTF-8, UTF-16 and GB18030"),
        (b"\xff\xfea\x00,", "none of UTF-8, UTF-16 and GB18030"),
        # Zeros that no text has.
        (b"a,b\n1,\x00\x00\x00\n", "none of UTF-8, UTF-16 and GB18030"),
    ],
)
def test_files_that_are_no_table(tmp_path, raw, message) -> None:
    path = tmp_path / "bad.csv"
    path.write_bytes(raw)
    with pytest.raises(TableError, match=message) as caught:
        read_rows(str(path), "named.csv")
    assert "named.csv" in str(caught.value)


def test_a_long_cell_is_read_and_an_endless_one_is_not(monkeypatch) -> None:
    """A polygon as text is longer than the 131 072 characters that `csv` takes; its limit is put back."""
    polygon = 200_000 * "x"
    assert parse_rows(f"a,b\n1,{polygon}\n", "t", ",") == [["a", "b"], ["1", polygon]]
    assert csv.field_size_limit() == 131_072
    monkeypatch.setattr(csv_rows, "LONGEST_CELL", 10)
    assert parse_rows(f"a,b\n1,{10 * 'x'}\n", "t", ",")[1] == ["1", 10 * "x"]
    with pytest.raises(TableError, match=r"Table t is not a regular CSV file: line 2 cannot be read \(field larger"):
        parse_rows(f"a,b\n1,{11 * 'x'}\n", "t", ",")
    assert csv.field_size_limit() == 131_072


def test_titles_may_hold_other_separators_than_the_table(tmp_path) -> None:
    """The separator is the one that makes a header of the columns needed, whatever the first line holds."""
    text = "Yearbook, 2015, vol. 3\nUnit, t\nzone;coal\na;1,5\n"
    found = rows_of(tmp_path, text, needed=Needed(("Zone",), ("oil", "COAL")))
    assert found.separator == ";"
    assert found.rows[2:] == [["zone", "coal"], ["a", "1,5"]]
    assert rows_of(tmp_path, text).separator == ","


def test_the_encoding_is_said(tmp_path) -> None:
    assert [rows_of(tmp_path, CHINESE, encoding).encoding for encoding in ("utf-8", "gb18030", "utf-16-be")] == [
        "utf-8",
        "gb18030",
        "utf-16-be",
    ]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("zone,coal\nRégion,1\nÎle-de-France,2\n", "latin-1"),
        ("zone,coal\nKöln,1\nWürttemberg,2\n", "cp1252"),
        ("地區,coal\n甲縣,1\n臺北縣,2\n", "big5"),
    ],
)
def test_no_chinese_is_made_of_other_languages(tmp_path, text, encoding) -> None:
    """GB18030 takes these bytes, too. ASCII and the shape of the table are kept, so that other columns can be read."""
    found = rows_of(tmp_path, text, encoding)
    assert found.encoding == UNKNOWN
    assert all("\ufffd" in row[0] for row in found.rows[1:])
    assert [row[1] for row in found.rows] == ["coal", "1", "2"]


def test_one_damaged_place_does_not_make_utf_8_another_encoding(tmp_path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("地区,coal,备注\n甲省,1,".encode() + b"\xe7\x9c" + "\n乙省,2,完\n".encode())
    found = read_rows(str(path), "a.csv")
    assert found.encoding == UNKNOWN
    assert [row[0] for row in found.rows] == ["地区", "甲省", "乙省"]
    assert "\ufffd" in found.rows[1][2]


def test_signs_and_rare_characters_are_chinese(tmp_path) -> None:
    """The bytes of ㎡ hold a letter; 㐂 has four bytes, 區 is traditional."""
    for text in ("zone,㎡\na,1\n", "地区,x\n甲省,㐂\n", "地區,x\n甲縣,1\n", "zone,℃ α\na,1\n", "coal煤,oil油\n1,2\n"):
        found = rows_of(tmp_path, text, "gb18030")
        assert (found.encoding, found.rows[0]) == ("gb18030", text.splitlines()[0].split(","))


def test_rows_are_a_spreadsheets(tmp_path) -> None:
    """Old Macs' line ends, cells of two lines, rows of separators alone above the header, short and empty rows."""
    rows = rows_of(tmp_path, ',\r\r"zone\rname",pigs\r"a\rb",1\r\rc\rd,x\r').rows
    assert rows == [["", ""], [], ["zone\rname", "pigs"], ["a\rb", "1"], [], ["c"], ["d", "x"]]


def test_quotation_marks_within_a_cell_are_kept() -> None:
    rows = parse_rows('name,size\n12" pipe,1\n"the ""big"" one",2\n', "t", ",")
    assert rows[1:] == [['12" pipe', "1"], ['the "big" one', "2"]]


def test_missing_file_or_a_folder_is_a_read_error(tmp_path) -> None:
    for path in (tmp_path / "no.csv", tmp_path):
        with pytest.raises(ReadError, match=f"Table {path} cannot be read: ."):
            read_rows(str(path), "named.csv")


def test_within_an_archive(tmp_path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("in/统计.csv", CHINESE.encode("utf-16"))
    found = read_rows(f"/vsizip/{tmp_path}/a.zip/in/统计.csv", "t")
    assert found.rows[0] == ["地区", "人口"]
    with pytest.raises(ReadError, match="cannot be read"):
        read_rows(f"/vsizip/{tmp_path}/a.zip/no.csv", "t")
