"""Dates of records as tables hold them: texts in the usual forms, whole numbers, years and months alone.

    >>> read_date = date_reader(["2015-01-03"])
    >>> read_date("20150103"), read_date("2015年1月")
    (Date(year=2015, month=1, day=3), Date(year=2015, month=1, day=0))
    >>> date_reader(["1/13/2015", "2/3/2015"])("2/3/2015")
    Date(year=2015, month=2, day=3)

A time behind the date is left aside. Where the year stands last, day and month are told apart by the column: a number
above 12 shows which is which; with points between them the day comes first. A column that can be read both ways is an
error.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from ..errors import TableError
from ..tables.cells import clean
from .messages import DATES_AMBIGUOUS

TIME = r"(?:[T ,].*)?"
YEAR_FIRST = re.compile(rf"(\d{{4}})(?:[-/.](\d{{1,2}})(?:[-/.](\d{{1,2}}){TIME})?)?")
COMPACT = re.compile(r"(\d{4})(\d{2})(?:(\d{2})(?:[T ]?\d{2}.*)?)?")
CHINESE = re.compile(r"(\d{4})\s*年(?:\s*(\d{1,2})\s*月(?:\s*(\d{1,2})\s*[日号]?.*)?)?")
YEAR_LAST = re.compile(rf"(\d{{1,2}})([-/.])(\d{{1,2}})\2(\d{{4}}){TIME}")
# Years that records may have.
YEARS = range(1600, 2201)


class Date(NamedTuple):
    """A date; month and day are 0 where only the year, or year and month, are given."""

    year: int
    month: int
    day: int


def date_reader(cells: Iterable[object], table: str = "", column: str = "") -> Callable[[object], Date | None]:
    """Return the function that reads the cells of a column, None for what is no date.

    Parameters
    ----------
    cells : iterable of object, the column
    table, column : str, what messages call them

    Returns
    -------
    callable from a cell to a Date or None

    Raises
    ------
    TableError
        for a column in which day and month cannot be told apart
    """
    firsts, seconds = [], []
    example = ""
    for cell in set(cells):
        match = YEAR_LAST.fullmatch(clean(cell))
        if match and match[2] != ".":
            firsts.append(int(match[1]))
            seconds.append(int(match[3]))
            example = example if firsts[-1] == seconds[-1] and example else match[0]
    day_first = max(firsts, default=0) > 12
    if firsts and day_first == (max(seconds) > 12) and firsts != seconds:
        raise TableError(DATES_AMBIGUOUS, table=table, column=column, value=example)

    def read(cell: object) -> Date | None:
        text = clean(cell)
        for pattern in (COMPACT, YEAR_FIRST, CHINESE):
            match = pattern.fullmatch(text)
            if match:
                return _date(*match.groups())
        match = YEAR_LAST.fullmatch(text)
        if match is None:
            return None
        first, second = match[1], match[3]
        return _date(match[4], second, first) if day_first or match[2] == "." else _date(match[4], first, second)

    return read


def _date(year: str, month: str | None, day: str | None) -> Date | None:
    """Return the date, None when there is no such day."""
    numbers = Date(int(year), int(month or 0), int(day or 0))
    if numbers.year not in YEARS or (month and not 1 <= numbers.month <= 12):
        return None
    if day and not 1 <= numbers.day <= calendar.monthrange(numbers.year, numbers.month)[1]:
        return None
    return numbers
