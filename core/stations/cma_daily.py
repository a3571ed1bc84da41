"""China's daily wind files: SURF_CLI_CHN_MUL_DAY, element WIN, text, blanks between columns, no header.

    54511  3948 11628    313 2015  1  1     14     32     15     61     16 0 0 0 0 0

    >>> decode_line("54511  3948 11628    313 2015  1  1     14     32     15     61     17 0 0 0 0 0".split())
    ... # doctest: +NORMALIZE_WHITESPACE
    DailyWind(station='54511', lon=116.46666666666667, lat=39.8, elevation=31.3, estimated_elevation=False,
              date=datetime.date(2015, 1, 1), speed=1.4, max_speed=3.2, max_dir=315.0, max_calm=False,
              extreme_speed=6.1, extreme_dir=None, extreme_calm=True, over_range=0, wrong=0, suspect=0)

Columns: station, latitude and longitude as degrees and minutes (3948 is 39 degrees 48 minutes), elevation in 0.1 m
(above 100000: estimated, minus 100000), year, month, day, mean speed, maximum speed, its direction, extreme speed,
its direction (speeds 0.1 m/s; above 1000: beyond the instrument's range, minus 1000), and a quality code for each of
these five (0 right, 1 suspect, 2 wrong, 8 missing, 9 not checked). Directions are codes 1 = N ... 16 = NNW and
17 = calm; 32766 is missing, 32744 blank. Files without the five quality codes are read too. (Description of the data
set by the National Meteorological Information Centre, China Surface Climate Daily Data Set V3.0.)

A line that breaks these rules is rejected whole, with its reason; so is a second record of a station and day. A value
with quality code 2 becomes None; both are counted and reported.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from ..errors import ReadError, TableError
from ..phrases import Phrase
from ..progress import Progress
from ..wind.direction_codes import decode_sector_code
from .messages import (
    CMA_NOT_WIND,
    CMA_NOTHING,
    CMA_UNREADABLE,
    EXTREME,
    LATITUDE,
    LINE_COLUMNS,
    LINE_DATE,
    LINE_DEGREES,
    LINE_DIRECTION,
    LINE_MINUTES,
    LINE_NOT_INTEGER,
    LINE_NUMBER,
    LINE_OF_FILE,
    LINE_QUALITY,
    LINE_REPEATS,
    LINE_SPEED,
    LONGITUDE,
    MAXIMUM,
    MEAN,
)

MISSING_CODES = (32766, 32744)
COLUMNS_WITHOUT_QUALITY, COLUMNS_WITH_QUALITY = 12, 17
OVER_RANGE_OFFSET = 1000
ESTIMATED_OFFSET = 100_000
QUALITY_SUSPECT, QUALITY_WRONG = 1, 2
# Rejected lines that the log lists; all are counted.
MOST_LINES_LISTED = 50
# More lines than any file has.
LINES_PER_FILE = 2**32
INTEGER_PATTERN = re.compile(r"[+-]?[0-9]+")


class DailyWind(NamedTuple):
    """The winds of one station and day; None where missing.

    A direction is None with its flag `..._calm` set when it was calm.

    Attributes
    ----------
    station : str
    lon, lat : float, degrees
    elevation : float or None, m
    estimated_elevation : bool
    date : datetime.date
    speed, max_speed, extreme_speed : float or None, m/s
    max_dir, extreme_dir : float or None, degrees from
    max_calm, extreme_calm : bool
    over_range : int, values beyond the instrument's range
    wrong : int, values dropped because of quality code 2
    suspect : int, values kept in spite of quality code 1
    """

    station: str
    lon: float
    lat: float
    elevation: float | None
    estimated_elevation: bool
    date: datetime.date
    speed: float | None
    max_speed: float | None
    max_dir: float | None
    max_calm: bool
    extreme_speed: float | None
    extreme_dir: float | None
    extreme_calm: bool
    over_range: int
    wrong: int
    suspect: int


class RejectedLineError(ValueError):
    """A line that is no record; its text is the reason, for the log."""


class DailyWindFiles:
    """Reads files one after the other. Iterate once; at the end the counts are complete and have been logged.

    Attributes
    ----------
    records, rejected : int, lines that became records and lines that did not
    over_range, wrong, suspect : int, values, as in `DailyWind`
    estimated : int, records with an estimated elevation
    reasons : list of (file, line, reason), of the first `MOST_LINES_LISTED` rejected lines
    """

    def __init__(self, paths: Sequence[str], progress: Progress | None = None) -> None:
        self._paths = tuple(paths)
        self._progress = progress or Progress()
        # Per station: day to the file and line it was first met at, packed into one number to spare memory.
        self._seen: dict[str, dict[int, int]] = {}
        self.records = self.rejected = self.over_range = self.wrong = self.suspect = self.estimated = 0
        self.reasons: list[tuple[str, int, str]] = []

    def __iter__(self) -> Iterator[DailyWind]:
        """Yield the records in the order of the files and lines. An empty file is a warning.

        Yields
        ------
        DailyWind

        Raises
        ------
        ReadError
            for a file that cannot be read
        TableError
            for a file without a single usable line, and when there is no record in all files
        """
        for number, path in enumerate(self._paths):
            self._progress.check()
            yield from self._file(number, path)
            self._progress.fraction((number + 1) / len(self._paths))
        if not self.records:
            raise TableError(CMA_NOTHING, files=len(self._paths))
        self._report()

    def _file(self, number: int, path: str) -> Iterator[DailyWind]:
        lines = _lines(path)
        if not lines:
            self._progress.warning(f"{path} is empty.")
            return
        name, before, first_reason = Path(path).name, self.records, (0, "")
        width = _width(lines)
        for line, fields in lines:
            try:
                record = decode_line(fields, width)
                self._require_new(record, number, line)
            except RejectedLineError as reason:
                first_reason = first_reason if first_reason[0] else (line, reason.args[0])
                self._reject(name, line, reason.args[0])
                continue
            self._count(record)
            yield record
        if self.records == before and not width:
            raise TableError(CMA_NOT_WIND, path=path, lines=len(lines), line=first_reason[0], reason=first_reason[1])

    def _require_new(self, record: DailyWind, number: int, line: int) -> None:
        """Raise `RejectedLineError` for a second record of a station and day."""
        position = number * LINES_PER_FILE + line
        first = self._seen.setdefault(record.station, {}).setdefault(record.date.toordinal(), position)
        if first != position:
            first_file, first_line = divmod(first, LINES_PER_FILE)
            where = Phrase(LINE_NUMBER, line=first_line)
            if first_file != number:
                where = Phrase(LINE_OF_FILE, line=first_line, file=Path(self._paths[first_file]).name)
            raise RejectedLineError(Phrase(LINE_REPEATS, station=record.station, date=record.date, where=where))

    def _reject(self, name: str, line: int, reason: str) -> None:
        self.rejected += 1
        if len(self.reasons) < MOST_LINES_LISTED:
            self.reasons.append((name, line, reason))

    def _count(self, record: DailyWind) -> None:
        self.records += 1
        self.over_range += record.over_range
        self.wrong += record.wrong
        self.suspect += record.suspect
        self.estimated += record.estimated_elevation

    def _report(self) -> None:
        log = self._progress
        log.info(f"{self.records} records of {len(self._seen)} stations read.")
        if self.rejected:
            listed = "".join(f"\n  {name}, line {line}: {reason}" for name, line, reason in self.reasons)
            more = f"\n  and {self.rejected - len(self.reasons)} more" if self.rejected > len(self.reasons) else ""
            log.warning(f"{self.rejected} lines rejected:{listed}{more}")
        if self.wrong:
            log.warning(f"{self.wrong} values are marked as wrong (quality code 2) and became NULL.")
        if self.suspect:
            log.warning(f"{self.suspect} values are marked as suspect (quality code 1); they are kept.")
        if self.over_range:
            log.warning(
                f"{self.over_range} speeds exceeded the instrument's range; the range's end is given (value - 1000)."
            )
        if self.estimated:
            log.info(f"{self.estimated} records have an estimated elevation.")


def _lines(path: str) -> list[tuple[int, list[str]]]:
    """Return (line number, fields) of the lines that are not blank.

    Text is UTF-8 or GB18030; numbers are the same in both, and what is neither shows as a replacement sign in a line
    that is then rejected.
    """
    try:
        raw = Path(path).read_bytes()
    except OSError as error:
        raise ReadError(CMA_UNREADABLE, path=path, reason=error.strerror or str(error)) from error
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("gb18030", errors="replace")
    numbered = ((number, line.split()) for number, line in enumerate(text.splitlines(), start=1))
    return [(number, fields) for number, fields in numbered if fields]


def _width(lines: list[tuple[int, list[str]]]) -> int:
    """Return the number of columns of a file: that of most lines among those possible, 0 when no line has them."""
    widths = [len(fields) for _, fields in lines]
    width = max((COLUMNS_WITH_QUALITY, COLUMNS_WITHOUT_QUALITY), key=widths.count)
    return width if width in widths else 0


def decode_line(fields: Sequence[str], width: int = 0) -> DailyWind:
    """Decode the fields of one line.

    Parameters
    ----------
    fields : sequence of str, the columns of the line
    width : int, number of columns of its file, 0 when not known

    Returns
    -------
    DailyWind

    Raises
    ------
    RejectedLineError
        with the reason
    """
    if len(fields) not in (COLUMNS_WITHOUT_QUALITY, COLUMNS_WITH_QUALITY) or (width and len(fields) != width):
        expected = (
            str(width) if width else Phrase(LINE_QUALITY, most=COLUMNS_WITH_QUALITY, least=COLUMNS_WITHOUT_QUALITY)
        )
        raise RejectedLineError(Phrase(LINE_COLUMNS, found=len(fields), expected=expected))
    # Station numbers may hold letters: 0 stands in their column.
    numbers = [0, *(_integer(position, text) for position, text in enumerate(fields[1:], start=1))]
    quality = [*numbers[COLUMNS_WITHOUT_QUALITY:], *[0] * (COLUMNS_WITH_QUALITY - len(numbers))]
    values: list[int | None] = [
        None if number in MISSING_CODES else number for number in numbers[7:COLUMNS_WITHOUT_QUALITY]
    ]
    wrong = suspect = 0
    for k, code in enumerate(quality):
        if values[k] is not None and code == QUALITY_WRONG:
            values[k], wrong = None, wrong + 1
        elif values[k] is not None and code == QUALITY_SUSPECT:
            suspect += 1
    speed, max_speed, extreme_speed = (_speed(values[k], name) for k, name in ((0, MEAN), (1, MAXIMUM), (3, EXTREME)))
    max_dir, max_calm = _direction(values[2], MAXIMUM)
    extreme_dir, extreme_calm = _direction(values[4], EXTREME)
    elevation, estimated = _elevation(numbers[3])
    return DailyWind(
        station=fields[0],
        lon=_degrees(numbers[2], 180, LONGITUDE),
        lat=_degrees(numbers[1], 90, LATITUDE),
        elevation=elevation,
        estimated_elevation=estimated,
        date=_date(*numbers[4:7]),
        speed=speed,
        max_speed=max_speed,
        max_dir=max_dir,
        max_calm=max_calm,
        extreme_speed=extreme_speed,
        extreme_dir=extreme_dir,
        extreme_calm=extreme_calm,
        over_range=sum((values[k] or 0) > OVER_RANGE_OFFSET for k in (0, 1, 3)),
        wrong=wrong,
        suspect=suspect,
    )


def _integer(position: int, text: str) -> int:
    if not INTEGER_PATTERN.fullmatch(text):
        raise RejectedLineError(Phrase(LINE_NOT_INTEGER, column=position + 1, text=text))
    return int(text)


def _degrees(value: int, limit: int, name: str) -> float:
    """Return the degrees of a DDMM or DDDMM number; the sign belongs to both parts of it."""
    degrees, minutes = divmod(abs(value), 100)
    if minutes >= 60:
        raise RejectedLineError(Phrase(LINE_MINUTES, name=Phrase(name), value=value, minutes=minutes))
    result = degrees + minutes / 60
    if result > limit:
        raise RejectedLineError(Phrase(LINE_DEGREES, name=Phrase(name), value=value, limit=limit))
    return -result if value < 0 else result


def _elevation(value: int) -> tuple[float | None, bool]:
    if value in MISSING_CODES:
        return None, False
    estimated = value > ESTIMATED_OFFSET
    return (value - ESTIMATED_OFFSET if estimated else value) / 10, estimated


def _date(year: int, month: int, day: int) -> datetime.date:
    try:
        return datetime.date(year, month, day)
    except (ValueError, OverflowError) as error:
        raise RejectedLineError(Phrase(LINE_DATE, date=f"{year}-{month}-{day}")) from error


def _speed(value: int | None, name: str) -> float | None:
    if value is None:
        return None
    if not 0 <= value < 2 * OVER_RANGE_OFFSET:
        raise RejectedLineError(Phrase(LINE_SPEED, name=Phrase(name), value=value))
    return (value - OVER_RANGE_OFFSET if value > OVER_RANGE_OFFSET else value) / 10


def _direction(value: int | None, name: str) -> tuple[float | None, bool]:
    """Return (degrees or None, calm)."""
    if value is None:
        return None, False
    decoded = decode_sector_code(value)
    if decoded.kind == "invalid":
        raise RejectedLineError(Phrase(LINE_DIRECTION, value=value, name=Phrase(name)))
    return (None, True) if decoded.kind == "calm" else (decoded.direction, False)
