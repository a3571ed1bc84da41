"""China's daily files, SURF_CLI_CHN_MUL_DAY: wind, temperature or precipitation, text without a header.

    files = DailyFiles(["SURF_CLI_CHN_MUL_DAY-WIN-11002-201501.TXT"])
    for record in files: ...                                      # then files.records, files.rejected

Columns are parted by blanks, tabs, commas or semicolons; `cma_lines` says what they are. A line that breaks the rules
is rejected whole, with its reason; so is a second record of a station and day. A value with quality code 2 becomes
None; both are counted and reported. Which element files hold is `cma_elements`'.
"""

from __future__ import annotations

import codecs
import gzip
import re
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from ..errors import ReadError, TableError
from ..phrases import Listing, Phrase
from ..progress import Progress
from .cma_lines import DailyElement, DailyValues, DailyWind, RejectedLineError, decode_line, decode_values
from .messages import (
    CMA_NO_TEXT,
    CMA_NOT_ELEMENT,
    CMA_NOTHING,
    CMA_NOTHING_USABLE,
    CMA_UNREADABLE,
    LINE_NUMBER,
    LINE_OF_FILE,
    LINE_REASON,
    LINE_REPEATS,
    PRECIPITATION,
    TEMPERATURE,
    WIND,
)

# Rejected lines that the log lists; all are counted.
MOST_LINES_LISTED = 50
# More lines than any file has.
LINES_PER_FILE = 2**32
# What a gzipped file begins with, and zip (also of xlsx), 7z, rar and the older Excel files.
_GZIP = b"\x1f\x8b"
_NO_TEXT = (b"PK\x03\x04", b"7z\xbc\xaf", b"Rar!", b"\xd0\xcf\x11\xe0")
DAILY_SEPARATORS = re.compile(r"[,;，；]")
# What an empty cell between commas stands for.
EMPTY_DAILY_CELL = "32766"
DAILY_WORDS = {
    DailyElement.WIND: WIND,
    DailyElement.TEMPERATURE: TEMPERATURE,
    DailyElement.PRECIPITATION: PRECIPITATION,
}


class DailyFiles:
    """Reads files one after the other. Iterate once; at the end the counts are complete and have been logged.

    Attributes
    ----------
    records, rejected : int, lines that became records and lines that did not
    over_range, wrong, suspect : int, values, as in `DailyWind`
    estimated : int, records with an estimated elevation
    reasons : list of (file, line, reason), of the first `MOST_LINES_LISTED` rejected lines
    """

    def __init__(
        self, paths: Sequence[str], progress: Progress | None = None, element: DailyElement = DailyElement.WIND
    ) -> None:
        self._paths = tuple(paths)
        self._element = element
        self._progress = progress or Progress()
        # Per station: day to the file and line it was first met at, packed into one number to spare memory.
        self._seen: dict[str, dict[int, int]] = {}
        self.records = self.rejected = self.over_range = self.wrong = self.suspect = self.estimated = 0
        self.reasons: list[tuple[str, int, str]] = []
        self._by_kind: dict[object, _RejectedKind] = {}

    def __iter__(self) -> Iterator[DailyWind | DailyValues]:
        """Yield the records in the order of the files and lines. An empty file is a warning.

        Yields
        ------
        DailyWind or DailyValues

        Raises
        ------
        ReadError
            for a file that cannot be read
        TableError
            for a file without a line of the element, and when there is no record in all files: with the reasons by
            their number of lines
        """
        for number, path in enumerate(self._paths):
            self._progress.check()
            yield from self._file(number, path)
            self._progress.fraction((number + 1) / len(self._paths))
        if not self.records:
            what, code = Phrase(DAILY_WORDS[self._element]), self._element.code
            if self._by_kind:
                reasons = _listing(self._by_kind)
                raise TableError(CMA_NOTHING_USABLE, files=len(self._paths), what=what, element=code, reasons=reasons)
            raise TableError(CMA_NOTHING, files=len(self._paths), what=what, element=code)
        self._report()

    def _file(self, number: int, path: str) -> Iterator[DailyWind | DailyValues]:
        lines = read_lines(path)
        if not lines:
            self._progress.warning(f"{path} is empty.")
            return
        name, before = Path(path).name, self.records
        width = _width(lines, self._element)
        rejected: dict[object, _RejectedKind] = {}
        for line, fields in lines:
            try:
                record: DailyWind | DailyValues
                if self._element is DailyElement.WIND:
                    record = decode_line(fields, width)
                else:
                    record = decode_values(fields, self._element, width)
                self._require_new(record, number, line)
            except RejectedLineError as reason:
                self._reject(name, line, reason.args[0], rejected)
                continue
            self._count(record)
            yield record
        if self.records == before and not width:
            raise TableError(
                CMA_NOT_ELEMENT,
                path=path,
                what=Phrase(DAILY_WORDS[self._element]),
                element=self._element.code,
                lines=len(lines),
                reasons=_listing(rejected, with_files=False),
            )

    def _require_new(self, record: DailyWind | DailyValues, number: int, line: int) -> None:
        """Raise `RejectedLineError` for a second record of a station and day."""
        position = number * LINES_PER_FILE + line
        first = self._seen.setdefault(record.station, {}).setdefault(record.date.toordinal(), position)
        if first != position:
            first_file, first_line = divmod(first, LINES_PER_FILE)
            where = Phrase(LINE_NUMBER, line=first_line)
            if first_file != number:
                where = Phrase(LINE_OF_FILE, line=first_line, file=Path(self._paths[first_file]).name)
            raise RejectedLineError(Phrase(LINE_REPEATS, station=record.station, date=record.date, where=where))

    def _reject(self, name: str, line: int, reason: str, of_file: dict[object, _RejectedKind]) -> None:
        self.rejected += 1
        template, values = getattr(reason, "template", reason), getattr(reason, "values", {})
        kind = template, values.get("column"), str(values.get("name"))
        for kinds in (of_file, self._by_kind):
            kinds.setdefault(kind, _RejectedKind(name, line, reason)).lines += 1
        if len(self.reasons) < MOST_LINES_LISTED:
            self.reasons.append((name, line, reason))

    def _count(self, record: DailyWind | DailyValues) -> None:
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
                f"{self.over_range} values exceeded the instrument's range (marked by an amount that is added to "
                "them): the range's end is given."
            )
        if self.estimated:
            log.info(f"{self.estimated} records have an estimated elevation.")


class _RejectedKind:
    """Lines that were rejected for one reason: how many, and the first."""

    def __init__(self, name: str, line: int, reason: str) -> None:
        self.name, self.line, self.reason, self.lines = name, line, reason, 0


def _listing(kinds: dict[object, _RejectedKind], with_files: bool = True) -> Listing:
    """List reasons by their number of lines."""
    ordered = sorted(kinds.values(), key=lambda kind: -kind.lines)
    texts = []
    for kind in ordered:
        where = Phrase(LINE_NUMBER, line=kind.line)
        if with_files:
            where = Phrase(LINE_OF_FILE, line=kind.line, file=kind.name)
        texts.append(Phrase(LINE_REASON, lines=kind.lines, where=where, reason=kind.reason))
    return Listing(texts, "; ")


def read_lines(path: str, most: int = 0) -> list[tuple[int, list[str]]]:
    """Return the lines that are not blank, cut into their fields.

    Text is UTF-8 or GB18030, also gzipped, or UTF-16 with its mark; numbers are the same in the first two, and what is
    neither shows as a replacement sign in a line that is then rejected.

    Parameters
    ----------
    path : str
    most : int, how many lines to return at most; 0 for all

    Returns
    -------
    list of (int, list of str)
        number of the line, its fields

    Raises
    ------
    ReadError
        for a file that cannot be read, an archive or a spreadsheet
    """
    try:
        raw = Path(path).read_bytes()
    except OSError as error:
        raise ReadError(CMA_UNREADABLE, path=path, reason=error.strerror or str(error)) from error
    text = _text_of(raw, path)
    if most:
        text = "\n".join(text[: 4096 * most].splitlines()[: 4 * most])
    numbered = ((number, _fields(line)) for number, line in enumerate(text.splitlines(), start=1))
    lines = [(number, fields) for number, fields in numbered if fields]
    return lines[:most] if most else lines


def _text_of(raw: bytes, path: str) -> str:
    """Decode a file, a gzipped one as well; refuse archives and spreadsheets, whose bytes could pass for lines."""
    try:
        raw = gzip.decompress(raw) if raw.startswith(_GZIP) else raw
    except (OSError, EOFError, zlib.error) as error:
        raise ReadError(CMA_UNREADABLE, path=path, reason=str(error)) from error
    if raw.startswith(_NO_TEXT) or raw[257:262] == b"ustar":
        raise ReadError(CMA_NO_TEXT, path=path)
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return raw.decode("utf-16", errors="replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("gb18030", errors="replace")


def _fields(line: str) -> list[str]:
    """Cut a line at its commas or semicolons, else at its blanks and tabs; an empty cell is a missing value."""
    if not DAILY_SEPARATORS.search(line):
        return line.split()
    fields = [cell.strip().strip('"').strip() for cell in DAILY_SEPARATORS.split(line)]
    while fields and not fields[-1]:
        fields.pop()
    return [fields[0], *(cell or EMPTY_DAILY_CELL for cell in fields[1:])] if fields else []


def _width(lines: list[tuple[int, list[str]]], element: DailyElement) -> int:
    """Return the number of columns of a file: that of most lines among those possible, 0 when no line has them."""
    widths = [len(fields) for _, fields in lines]
    width = max(element.widths, key=widths.count)
    return width if width in widths else 0
