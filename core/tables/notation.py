"""Numbers as people write them: decimal comma or decimal point, decided for a whole column; missing data; footnotes.

    >>> decide(["17,00", "1.234,5"], Notation()).decimal, decide(["17.25", "1,234"], Notation()).decimal
    (',', '.')
    >>> plain("1.234,5", ","), plain("1,234.5", "."), plain("1 234,5", ","), plain("80,7", ".")
    ('1234.5', '1234.5', '1234.5', None)
    >>> is_missing("——"), without_footnote("1234①"), without_footnote("1234[a]"), without_footnote("12 t")
    (True, '1234', '1234', '12 t')

What a cell says of its column:

- A comma is decimal in 80,7 and 0,500 and 1234,567 and 1.234,5 and 1 234,567; it marks thousands in 1,234.5 and
  1,234,567; a point is decimal in 80.7 and 0.500 and 1 234.567, and marks thousands in 1.234.567. So is the whole
  column: where two cells disagree there is no number that could be trusted.
- 1,234 can be read both ways, as 1.234 can. Other cells of the column decide, then the other columns of the table, if
  they agree. Then: where commas separate the cells of the file, a comma within a quoted cell marks thousands; where a
  user said that commas are decimal, they are; anywhere else the column is ambiguous. 1.234 is a decimal number unless
  commas are decimal in the column or, in a text file, in the other columns.
- A cell of a spreadsheet that is written like 80.7 may be a number or a text, which cannot be told apart: it is the
  number that it looks like, and says nothing of other columns.
- A long column with both 4,790 and 932 has thousands: decimals would be 4,79 or 932,000. It is told.
- Spaces and apostrophes mark thousands where they stand before groups of three digits.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

# Dashes and dots stand for what is missing, as do these words, in any case.
MISSING_MARKS = re.compile(r"[-–—―−]{1,4}|…{1,3}|\.{2,6}|NA|N/A|null|无|缺", re.IGNORECASE)
# Circled, bracketed and superscript figures and letters, stars and daggers, [1], (a), " a)".
FOOTNOTE = re.compile(
    r"(\s*([\u2460-\u24ff\u3251-\u325f\u32b1-\u32bf\u2776-\u2793]|[¹²³⁰⁴-⁹ᵃ-ᶻ]+|[*†‡§※]+"
    r"|[\[(〔【](\d{1,2}|[a-e]|注\d?)[\])〕】]|\s[a-e]\)))+$",
    re.IGNORECASE,
)
# 10³ is a thousand.
POWER_OF_TEN = re.compile(r"(.*\D)?10[¹²³⁰⁴-⁹]+")
# Cells with commas from which on a column tells more than each of its cells.
MANY_COMMAS = 8
SMALLEST_THOUSAND = 1000
ENDS_OF_NUMBERS = frozenset(("", *"0123456789"))
THOUSANDS_SPACES = " \u00a0\u2000-\u200a\u202f\u205f"
SPACED = re.compile(rf"[+-]?[1-9]\d{{0,2}}([{THOUSANDS_SPACES}'’]\d{{3}})+([.,]\d*)?")
WRITTEN_NUMBER = re.compile(r"(?P<sign>[+\-−]?)(?P<body>\d[\d.,]*|[.,]\d+)(?P<exponent>[eE][+-]?\d+)?")
GROUPED_BY_COMMAS, GROUPED_BY_POINTS = re.compile(r"[1-9]\d{0,2}(,\d{3})+"), re.compile(r"[1-9]\d{0,2}(\.\d{3})+")


class Reading(Enum):
    """What a cell says of the comma and the point of its column."""

    NEUTRAL = "neutral"
    DECIMAL_COMMA = "decimal comma"
    DECIMAL_POINT = "decimal point"
    THOUSANDS_COMMA = "thousands comma"
    THOUSANDS_POINT = "thousands point"
    EITHER_COMMA = "1,234"
    EITHER_POINT = "1.234"
    NO_NUMBER = "no number"


SAYS_COMMA = frozenset((Reading.DECIMAL_COMMA, Reading.THOUSANDS_POINT))
SAYS_POINT = frozenset((Reading.DECIMAL_POINT, Reading.THOUSANDS_COMMA))


@dataclass(frozen=True)
class Notation:
    """What is known of a table's numbers before they are looked at.

    Attributes
    ----------
    comma : str
        What the comma of 1,234 is when no cell tells: "thousands", "decimal", or "" where it cannot be known.
    typed_cells : bool
        True for a spreadsheet: a text like 1.234 may have been a number.
    numeric : frozenset of str
        Columns that hold numbers and no text.
    """

    comma: str = ""
    typed_cells: bool = False
    numeric: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Decision:
    """How a column's numbers are written.

    Attributes
    ----------
    decimal : str
        "." or ","; "" when both are possible, or when cells disagree.
    told : str
        What a log should say of it, "" for nothing.
    doubtful : bool
        Whether that is worth a warning.
    examples : tuple of int
        Positions of the cells that disagree, or of one that can be read both ways.
    """

    decimal: str
    told: str = ""
    examples: tuple[int, ...] = ()
    doubtful: bool = False


def is_missing(text: str) -> bool:
    """Return True for a mark that stands for missing data.

    Parameters
    ----------
    text : str
        A cell, as `cells.clean` returns it.

    Returns
    -------
    bool
    """
    return MISSING_MARKS.fullmatch(text) is not None


def without_footnote(text: str) -> str:
    """Return a number without the footnote mark behind it.

    Parameters
    ----------
    text : str
        A cell, as `cells.clean` returns it.

    Returns
    -------
    str
        The text as it is when what remains is no number, or when the mark may be an exponent.
    """
    # Marks end a text; nearly all numbers end in a digit.
    if text[-1:] in ENDS_OF_NUMBERS:
        return text
    found = FOOTNOTE.search(text)
    if found is None or POWER_OF_TEN.fullmatch(text) is not None:
        return text
    number = text[: found.start()]
    return number if reading(number) is not Reading.NO_NUMBER else text


def reading(text: str) -> Reading:
    """Return what a cell says of its column's comma and point.

    Parameters
    ----------
    text : str
        A cell, as `cells.clean` returns it, without a footnote mark.

    Returns
    -------
    Reading
    """
    spaced = SPACED.fullmatch(text) is not None
    match = WRITTEN_NUMBER.fullmatch(_joined(text) if spaced else text)
    if match is None:
        return Reading.NO_NUMBER
    body = match["body"]
    commas, points = body.count(","), body.count(".")
    if not commas and not points:
        return Reading.NEUTRAL
    if commas and points:
        return _of_both(body)
    mark, grouped = (",", GROUPED_BY_COMMAS) if commas else (".", GROUPED_BY_POINTS)
    decimal, thousands, either = (
        (Reading.DECIMAL_COMMA, Reading.THOUSANDS_COMMA, Reading.EITHER_COMMA)
        if commas
        else (Reading.DECIMAL_POINT, Reading.THOUSANDS_POINT, Reading.EITHER_POINT)
    )
    if body.count(mark) > 1:
        return thousands if grouped.fullmatch(body) and not spaced else Reading.NO_NUMBER
    # Nobody groups the digits of 1,234E+05.
    if spaced or not grouped.fullmatch(body) or (match["exponent"] and body.index(mark) == 1):
        return Reading.NO_NUMBER if commas and body.endswith(mark) else decimal
    return either


def _of_both(body: str) -> Reading:
    if body.rindex(".") > body.rindex(","):
        whole, _, decimals = body.rpartition(".")
        return Reading.THOUSANDS_COMMA if GROUPED_BY_COMMAS.fullmatch(whole) and "." not in whole else Reading.NO_NUMBER
    whole, _, decimals = body.rpartition(",")
    return Reading.DECIMAL_COMMA if GROUPED_BY_POINTS.fullmatch(whole) and decimals else Reading.NO_NUMBER


def decide(texts: Sequence[str], notation: Notation, others: Iterable[Sequence[str]] = ()) -> Decision:
    """Decide whether a column's decimals stand behind a comma or a point.

    Parameters
    ----------
    texts : sequence of str
        The column's cells, without footnote marks; what is no number says nothing.
    notation : Notation
        What is known of the table.
    others : iterable of sequence of str
        The other columns that hold text, asked only when the column does not say it itself.

    Returns
    -------
    Decision
    """
    first: dict[Reading, int] = {}
    for position, text in enumerate(texts):
        # What Python reads as it stands and has no point says nothing: the usual case, made short.
        if not text.isdigit():
            first.setdefault(reading(text), position)
    comma = next((first[one] for one in first if one in SAYS_COMMA), None)
    point = next((first[one] for one in first if one in SAYS_POINT), None)
    if comma is not None and notation.typed_cells and Reading.EITHER_POINT in first:
        point = first[Reading.EITHER_POINT] if point is None else point
    if comma is not None and point is not None:
        return Decision("", "", (comma, point))
    if comma is not None:
        return Decision(",", "decimal comma")
    if point is not None or not {Reading.EITHER_COMMA, Reading.EITHER_POINT} & set(first):
        return Decision(".", "thousands comma" if Reading.EITHER_COMMA in first else "")
    if Reading.EITHER_COMMA not in first:
        return _of_points(notation, others)
    elsewhere = _elsewhere(notation, others)
    if elsewhere:
        told = "decimal comma" if elsewhere == "," else "thousands comma"
        return Decision(elsewhere, f"{told}, as in the other columns,", doubtful=True)
    if notation.comma == "decimal":
        return Decision(",", "decimal comma")
    if notation.comma == "thousands":
        return Decision(".")
    if _can_only_be_thousands(texts):
        return Decision(".", "commas are taken for thousands, as whole numbers below 1000 have none,", doubtful=True)
    return Decision("", "", (first[Reading.EITHER_COMMA],))


def _can_only_be_thousands(texts: Sequence[str]) -> bool:
    """Whether a long column of 1,234 has both 4,790 and 932.

    Decimals cut to what they need would not end in 0, and decimals of a fixed number would be there in 932,000, too.
    """
    commas = [text for text in texts if reading(text) is Reading.EITHER_COMMA]
    whole = [abs(int(text)) for text in texts if text.lstrip("+-").isdecimal() and int(text)]
    return (
        len(commas) >= MANY_COMMAS
        and any(text.endswith("0") for text in commas)
        and bool(whole)
        and max(whole) < SMALLEST_THOUSAND
    )


def _of_points(notation: Notation, others: Iterable[Sequence[str]]) -> Decision:
    """Decide on a column of 1.234 alone."""
    if notation.typed_cells:
        return Decision(".")
    if notation.comma == "decimal" or _elsewhere(notation, others) == ",":
        return Decision(",", "thousands point, as commas are decimal in the other columns,", doubtful=True)
    if notation.comma:
        return Decision(".")
    return Decision(".", "a point before three digits is taken for a decimal point, not for thousands,", doubtful=True)


def _elsewhere(notation: Notation, others: Iterable[Sequence[str]]) -> str:
    """The decimal mark of the other columns, "" when none tells or they disagree."""
    marks: set[str] = set()
    for texts in others:
        filled = [text for text in texts if text and not is_missing(text)]
        readings = [reading(without_footnote(text)) for text in filled]
        # A column of words, with a number here and there, is none.
        if 2 * readings.count(Reading.NO_NUMBER) > len(readings):
            continue
        said = set(readings)
        if said & SAYS_COMMA:
            marks.add(",")
        if said & (SAYS_POINT - {Reading.DECIMAL_POINT} if notation.typed_cells else SAYS_POINT):
            marks.add(".")
    return marks.pop() if len(marks) == 1 else ""


def plain(text: str, decimal: str) -> str | None:
    """Return a number as Python writes it.

    Parameters
    ----------
    text : str
        A cell, as `cells.clean` returns it, without a footnote mark.
    decimal : str
        "." or ",".

    Returns
    -------
    str or None
        None when the text is no number so written.
    """
    said = reading(text)
    if said is Reading.NO_NUMBER:
        return None
    if said in (SAYS_POINT if decimal == "," else SAYS_COMMA):
        return None
    joined = _joined(text).replace("−", "-")
    if decimal == ",":
        return joined.replace(".", "").replace(",", ".")
    return joined.replace(",", "")


def _joined(text: str) -> str:
    return re.sub(rf"[{THOUSANDS_SPACES}'’]", "", text) if SPACED.fullmatch(text) else text
