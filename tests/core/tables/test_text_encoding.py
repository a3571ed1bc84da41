"""Encodings that no file says: Chinese told from Latin and Cyrillic, dBASE tables by hand, damaged texts refused."""

from __future__ import annotations

import struct

import pytest
from carbon_service_flow.core.errors import TableError
from carbon_service_flow.core.tables.text_encoding import dbf_encoding, guess_encoding, other_encoding, require_readable
from osgeo import gdal

PROVINCES = ["北京市", "河北省", "内蒙古自治区", "漯河市", "濮阳市", "亳州市", "南水北调中线（一期）工程区"]


@pytest.mark.parametrize(
    ("texts", "encoding", "found"),
    [
        (PROVINCES, "gb18030", "GB18030"),
        (PROVINCES, "utf-8", "UTF-8"),
        (["甲省", "乙省"], "gbk", "GB18030"),
        # Characters beyond GB 2312, and letters beside Chinese.
        (["朱镕基故居", "珺县", "A区", "T3航站楼"], "gbk", "GB18030"),
        (["Beijing", "Tianjin"], "ascii", ""),
        ([], "ascii", ""),
        (["São Paulo", "Espírito Santo", "Ceará", "Maranhão"], "latin-1", ""),
        # Two bytes that are a character of GB 2312 each, after small letters.
        (["Conceição", "Assunção"], "latin-1", ""),
        (["Île-de-France", "Rhône-Alpes"], "latin-1", ""),
        # Capitals: two bytes that are a common character, and one with a letter behind it that is a rare one.
        (["CONCEIÇÃO", "SÃO PAULO"], "latin-1", ""),
        # Words of an even number of letters, of which three pairs in nine are common characters.
        (["Москва", "Тула", "Кострома"], "cp1251", ""),
        (["北京市天津市", "ひらが"], "gb18030", ""),
        (["São Paulo", "Ceará"], "utf-8", "UTF-8"),
        (["臺北縣", "彰化縣", "屏東縣"], "big5", ""),
        (["東京都", "ひらがな", "カタカナ"], "euc-jp", ""),
    ],
)
def test_encodings_are_told_by_the_bytes(texts, encoding, found) -> None:
    assert guess_encoding([text.encode(encoding) for text in texts]) == found


def test_bytes_of_characters_that_nobody_uses_are_of_no_encoding() -> None:
    """AA A1 is the first of GB 18030's private characters; the three before it are common ones."""
    assert guess_encoding(["北京市".encode("gbk") + b"\xaa\xa1"]) == ""


def test_a_text_cut_within_a_character_is_of_no_encoding() -> None:
    assert guess_encoding(["甲省".encode("gbk"), "乙省".encode("gbk")[:-1]]) == ""
    assert guess_encoding(["甲省".encode()[:-1]]) == ""


def dbf(fields: list[tuple[bytes, str, int]], rows: list[list[bytes]], driver: int = 0) -> bytes:
    """A dBASE III table, byte by byte: header, descriptors, rows that begin with a blank."""
    width = 1 + sum(length for _, _, length in fields)
    header = struct.pack("<B3BIHH17xB2x", 3, 120, 1, 1, len(rows), 32 + 32 * len(fields) + 1, width, driver)
    for name, kind, length in fields:
        low, high = (length & 255, length >> 8) if kind == "C" else (length, 0)
        header += struct.pack("<11sc4xBB14x", name, kind.encode(), low, high)
    body = b"".join(b" " + b"".join(cell.ljust(length) for cell, (_, _, length) in zip(row, fields)) for row in rows)
    return header + b"\r" + body + b"\x1a"


NAME = [(b"name", "C", 20)]
GBK = [["甲省".encode("gbk")], ["乙省".encode("gbk")]]


@pytest.mark.parametrize("ending", [".shp", ".dbf", ".SHP"])
def test_tables_without_a_code_page_are_looked_into(tmp_path, ending) -> None:
    (tmp_path / "z.dbf").write_bytes(dbf(NAME, GBK))
    assert dbf_encoding(str(tmp_path / f"z{ending}")) == "GB18030"


@pytest.mark.parametrize(("driver", "found"), [(0x00, "GB18030"), (0x57, "GB18030"), (0x4D, ""), (0xC9, "")])
def test_a_code_page_in_the_header_is_respected(tmp_path, driver, found) -> None:
    """0x4D is GBK, 0xC9 Russian; 0 is nothing and 0x57 "ANSI", whatever that was where the file was written."""
    (tmp_path / "z.dbf").write_bytes(dbf(NAME, GBK, driver))
    assert dbf_encoding(str(tmp_path / "z.dbf")) == found


@pytest.mark.parametrize(("content", "found"), [("UTF-8", ""), ("936\n", ""), ("  ", "GB18030")])
def test_a_cpg_file_is_respected(tmp_path, content, found) -> None:
    (tmp_path / "z.dbf").write_bytes(dbf(NAME, GBK))
    (tmp_path / "z.cpg").write_text(content)
    assert dbf_encoding(str(tmp_path / "z.shp")) == found


def test_texts_alone_count_at_their_place_in_the_row(tmp_path) -> None:
    """A number before the name, a long text behind it; names of fields count, too."""
    fields = [(b"area", "N", 10), (b"note", "C", 300), (b"name", "C", 8)]
    rows = [[b"1", b"x" * 300, "甲省".encode("gbk")], [b"2", b"y" * 300, "乙省".encode("gbk")]]
    (tmp_path / "z.dbf").write_bytes(dbf(fields, rows))
    assert dbf_encoding(str(tmp_path / "z.dbf")) == "GB18030"
    # Bytes of a field that holds no text are none.
    (tmp_path / "z.dbf").write_bytes(dbf([(b"i", "I", 4), (b"name", "C", 8)], [[b"\xff\xfe\xfd\xfc", b"Beijing"]]))
    assert dbf_encoding(str(tmp_path / "z.dbf")) == ""
    (tmp_path / "z.dbf").write_bytes(dbf([("名称".encode("gbk"), "C", 8)], [[b"Beijing"]]))
    assert dbf_encoding(str(tmp_path / "z.dbf")) == "GB18030"


def test_tables_in_archives_and_broken_ones(tmp_path) -> None:
    import zipfile

    with zipfile.ZipFile(tmp_path / "z.zip", "w") as archive:
        archive.writestr("z.dbf", dbf(NAME, GBK))
    assert dbf_encoding(f"/vsizip/{tmp_path}/z.zip/z.shp") == "GB18030"
    assert dbf_encoding(str(tmp_path / "missing.shp")) == ""
    for length in (0, 10, 40, 66, 70):
        (tmp_path / "z.dbf").write_bytes(dbf(NAME, GBK)[:length])
        assert dbf_encoding(str(tmp_path / "z.dbf")) in ("", "GB18030")
    gdal.ErrorReset()


def test_damaged_texts_are_an_error_that_names_the_encoding() -> None:
    require_readable(["甲省", None, 5], layer="z", field="name")
    with pytest.raises(TableError, match=r"z, field name: 2 texts hold .* the first is \ufffd\ufffd省\. ") as caught:
        require_readable(["甲省", "\ufffd\ufffd省", "\ufffd"], layer="z", field="name", encoding="UTF-8")
    assert "read as UTF-8, which" in str(caught.value)
    assert "Data source encoding" in str(caught.value)
    assert ".cpg" in str(caught.value)
    with pytest.raises(TableError, match="read as text of an unknown encoding"):
        require_readable(["\ufffd"], layer="z", field="name")


@pytest.mark.parametrize(
    ("text", "lost"), [("??", True), ("?", True), ("?? (2)", True), ("Why?", False), ("甲?", False)]
)
def test_names_of_question_marks_are_lost(text, lost) -> None:
    """Characters that a code page lacks are written as ?: two provinces become one name."""
    if lost:
        with pytest.raises(TableError, match="1 texts hold characters that could not be read"):
            require_readable(["Beijing", text], layer="z", field="name")
    else:
        require_readable(["Beijing", text], layer="z", field="name")


@pytest.mark.parametrize(
    ("texts", "stored", "declared", "found"),
    [
        (["河北省", "山西省"], "utf-8", "ISO-8859-1", "UTF-8"),
        (["甲省", "乙省"], "utf-8", "GBK", "UTF-8"),
        (["河北省", "山西省"], "gbk", "ISO-8859-1", "GB18030"),
        (["河北省", "山西省"], "gbk", "windows-1251", "GB18030"),
        (["河北省", "山西省"], "gbk", "Big5", "GB18030"),
        # As they are declared; ASCII; the two characters whose bytes are UTF-8 by chance.
        (["河北省", "山西省"], "utf-8", "UTF-8", ""),
        (["河北省", "山西省"], "gbk", "GBK", ""),
        (["臺北縣", "高雄市"], "big5", "Big5", ""),
        (["Rhône", "Île-de-France", "Ö"], "latin-1", "ISO-8859-1", ""),
        (["Москва", "Тула"], "cp1251", "windows-1251", ""),
        (["Hebei", "Shanxi"], "ascii", "ISO-8859-1", ""),
        (["联通"], "gbk", "GBK", ""),
        (["Hebei"], "ascii", "no such encoding", ""),
    ],
)
def test_texts_that_are_in_another_encoding_than_declared(texts, stored, declared, found) -> None:
    try:
        read = [text.encode(stored).decode(declared) for text in texts]
    except LookupError:
        read = texts
    assert other_encoding([*read, None, 5, "Beijing"], declared) == found


def test_bytes_without_a_character_in_the_code_page_count() -> None:
    """省 is E7 9C 81 in UTF-8; windows-1252 has no 81, and Qt leaves it as it is."""
    assert other_encoding(["çœ\x81"], "windows-1252") == "UTF-8"
