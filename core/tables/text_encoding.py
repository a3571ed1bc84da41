"""The encoding of texts whose file does not say it, as dBASE tables (shapefiles) without a code page; damaged texts.

    bytes CA A1 ...  (省 in GBK) without a code page   ->   "GB18030"
    bytes of UTF-8                                     ->   "UTF-8"
    "S\\xe3o Paulo" in Latin 1                          ->   "" (GB18030 takes the bytes ã and o for one rare character)

Chinese bytes are told from those of other languages by what they mean: common characters of GB 2312, and hardly any
whose second byte is an ASCII letter, or that follow a small letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from os.path import splitext

from osgeo import gdal

from ..errors import TableError
from ..phrases import Phrase
from .messages import ENCODING_UNKNOWN, TEXT_DAMAGED

# What a decoder writes for bytes that it cannot read; what encoders write for characters that a code page lacks.
REPLACEMENT = "\ufffd"
_LOST = re.compile(r"[\W\d_]*\?[\W\d_]*")
# Language drivers of a dBASE table that name no code page, or only that of the machine that wrote it.
UNDECLARED_DRIVERS = (0x00, 0x03, 0x57)
# Larger tables are not looked into, bytes.
LARGEST_TABLE = 256 << 20
# A dBASE header: number of rows, bytes of header and row, language driver; a field's descriptor and its end.
_ROWS, _HEADER, _ROW, _DRIVER, _FIELD, _END = slice(4, 8), slice(8, 10), slice(10, 12), 29, 32, 0x0D
_NOT_ASCII = re.compile(rb"[\x80-\xff]")
# GB 2312: first bytes of the 3755 common characters; of signs, which say nothing; from where both bytes are.
_COMMON, _SIGNS, _HIGH = range(0xB0, 0xD8), range(0xA1, 0xA4), 0xA1
# Characters that Unicode leaves to private use: no text that people read has them.
_PRIVATE = re.compile("[\ue000-\uf8ff]")
# Encodings of which the bytes of characters are no others by chance: three of UTF-8, pairs of GB 2312.
_BYTES_OF_WIDE = {"UTF-8": re.compile(rb"[\xe0-\xef][\x80-\xbf]{2}"), "GB18030": re.compile(rb"[\xb0-\xf7][\xa1-\xfe]")}
# First bytes of signs, of foreign letters and of frames.
_SIGNS_OF_GBK = range(0xA1, 0xAA)
# Characters of a file that are looked at.
MOST_CHARACTERS = 100_000
# Of the characters at least so many must be common, and at most so many doubtful.
_LEAST_COMMON, _MOST_DOUBTFUL = 1 / 2, 1 / 4


def guess_encoding(texts: Iterable[bytes]) -> str:
    """Return the encoding that all texts are in.

    Parameters
    ----------
    texts : iterable of bytes

    Returns
    -------
    str
        "UTF-8" or "GB18030"; "" when all are ASCII, or neither fits.
    """
    distinct = {text for text in texts if _NOT_ASCII.search(text)}
    if not distinct:
        return ""
    for encoding in ("UTF-8", "GB18030"):
        try:
            decoded = [text.decode(encoding) for text in distinct]
        except UnicodeDecodeError:
            continue
        return encoding if encoding == "UTF-8" or _reads_as_chinese(decoded) else ""
    return ""


def _reads_as_chinese(texts: list[str]) -> bool:
    characters = common = doubtful = 0
    for text in texts:
        if _PRIVATE.search(text):
            return False
        for before, character in zip(f" {text}", text):
            if character.isascii():
                continue
            code = character.encode("gb18030")
            letter_inside = len(code) > 2 or (chr(code[1]).isascii() and chr(code[1]).isalpha())
            if letter_inside or (before.isascii() and before.islower()):
                doubtful += 1
            elif code[0] in _SIGNS:
                continue
            # Japanese, Greek and Cyrillic letters come next.
            doubtful += _SIGNS.stop <= code[0] < 0xAA
            characters += 1
            common += code[0] in _COMMON and code[1] >= _HIGH
    return characters > 0 and common >= _LEAST_COMMON * characters and doubtful <= _MOST_DOUBTFUL * characters


def is_misread_chinese(text: str) -> bool:
    """Return True for a text that another encoding makes when its bytes are read as GB18030.

    Bytes of Latin 1 take an ASCII letter each into a rare character among letters, those of Big5 become characters of
    private use.
    Signs are not looked at (a letter is in the bytes of ㎡), nor is traditional Chinese in GBK told from simplified.

    >>> is_misread_chinese("甲省,乙省"), is_misread_chinese("région".encode("latin-1").decode("gb18030"))
    (False, True)

    Parameters
    ----------
    text : str
        As it was read.

    Returns
    -------
    bool
    """
    characters = misread = 0
    text = f" {text[:MOST_CHARACTERS]} "
    for before, character, after in zip(text, text[1:], text[2:]):
        if character.isascii():
            continue
        code = character.encode("gb18030", errors="replace")
        private = _PRIVATE.match(character) is not None
        if not private and code[0] in _SIGNS_OF_GBK:
            continue
        characters += 1
        letter_inside = len(code) == 2 and chr(code[1]).isascii() and chr(code[1]).isalpha()
        among_letters = any(beside.isascii() and beside.isalpha() for beside in (before, after))
        misread += private or (letter_inside and among_letters)
    return misread > _MOST_DOUBTFUL * characters


def is_damaged(text: str) -> bool:
    """Return True for UTF-8 of which some places could not be read, and not for bytes of another encoding.

    Parameters
    ----------
    text : str
        With replacement characters.

    Returns
    -------
    bool
    """
    beyond = sum(character > "\x7f" for character in text[:MOST_CHARACTERS])
    return text[:MOST_CHARACTERS].count(REPLACEMENT) < _MOST_DOUBTFUL * beyond


def dbf_encoding(path: str) -> str:
    """Return the encoding of a shapefile's or dBASE table's texts, where the file does not say it and its bytes do.

    Parameters
    ----------
    path : str
        The .shp or .dbf; anything that GDAL opens, /vsizip/ too.

    Returns
    -------
    str
        "UTF-8" or "GB18030"; "" for a table with a code page or a .cpg file, in ASCII, or in an encoding of neither.
    """
    stem = splitext(path)[0]
    if any(_content(stem + ending, 100).strip() for ending in (".cpg", ".CPG")):
        return ""
    table = _content(stem + ".dbf") or _content(stem + ".DBF")
    return guess_encoding(_texts_of(table)) if len(table) > _FIELD and table[_DRIVER] in UNDECLARED_DRIVERS else ""


def _texts_of(table: bytes) -> Iterator[bytes]:
    """Yield the names of a dBASE table's fields, and its texts."""
    rows, header, width = (int.from_bytes(table[part], "little") for part in (_ROWS, _HEADER, _ROW))
    fields, start, place = [], 1, _FIELD
    while place + _FIELD <= header <= len(table) and table[place] != _END:
        kind, length = chr(table[place + 11]), table[place + 16]
        if kind == "C":
            # Long texts keep the upper byte of their length where numbers have their decimals.
            length += table[place + 17] << 8
            fields.append((start, length))
        yield table[place : place + 11].split(b"\0")[0]
        start, place = start + length, place + _FIELD
    for row in range(rows if width else 0):
        record = table[header + row * width : header + (row + 1) * width]
        if _NOT_ASCII.search(record):
            for first, length in fields:
                yield record[first : first + length].rstrip(b" \0")


def _content(path: str, most: int = LARGEST_TABLE) -> bytes:
    """Return a file's bytes; none of one that is missing or larger than LARGEST_TABLE."""
    status = gdal.VSIStatL(path)
    if status is None or status.size > LARGEST_TABLE:
        return b""
    file = gdal.VSIFOpenL(path, "rb")
    if file is None:
        return b""
    content = gdal.VSIFReadL(1, min(status.size, most), file)
    gdal.VSIFCloseL(file)
    return bytes(content or b"")


def require_readable(
    texts: Iterable[object], *, layer: str, field: str, encoding: str = "", are_names: bool = True
) -> None:
    """Refuse names in which bytes could not be read or characters not be written: names that differ may look the same.

    Parameters
    ----------
    texts : iterable
        Values of a field; only texts are looked at.
    layer, field : str
        What messages call them.
    encoding : str
        That the texts were read in, as far as it is known.
    are_names : bool
        Whether question marks without a letter, too, stand for what was lost: among other texts they are texts.

    Raises
    ------
    TableError
        With the first of them, the encoding and how to set it.
    """
    damaged = [
        text
        for text in texts
        if isinstance(text, str) and (REPLACEMENT in text or (are_names and _LOST.fullmatch(text)))
    ]
    if damaged:
        read_as = encoding or Phrase(ENCODING_UNKNOWN)
        raise TableError(TEXT_DAMAGED, layer=layer, field=field, count=len(damaged), text=damaged[0], encoding=read_as)


def other_encoding(texts: Iterable[object], encoding: str) -> str:
    """Return the encoding that texts seem to be in, where a file declares another and they were read in that.

    Parameters
    ----------
    texts : iterable
        Values of a field; only texts are looked at.
    encoding : str
        That the file declares.

    Returns
    -------
    str
        "UTF-8" or "GB18030"; "" when the texts read well, or are in neither.
    """
    written = {text for text in texts if isinstance(text, str) and not text.isascii()}
    try:
        stored = [_bytes_of(text, encoding) for text in written]
    except (LookupError, UnicodeError):
        return ""
    found = guess_encoding(stored)
    wide = _BYTES_OF_WIDE.get(found)
    if wide is None or not all(map(wide.search, stored)) or [text.encode(found) for text in written] == stored:
        return ""
    # Two characters that read as Chinese may be the bytes of three others.
    return "" if found == "GB18030" and _reads_as_chinese(list(written)) else found


def _bytes_of(text: str, encoding: str) -> bytes:
    """Return the bytes that a text was read from; those without a character in the code page were left as they are."""
    return b"".join(mark.encode("latin-1" if "\x80" <= mark <= "\x9f" else encoding) for mark in text)
