"""Where a table begins and ends: titles above its header, units beneath it, notes after its data.

    >>> rows = [["Yearbook", ""], ["zone", "coal"], ["", "t"], ["a", "1"], ["Source: office", ""]]
    >>> layout = find_layout(rows, Needed(("zone",), ("coal", "oil")))
    >>> layout.header, layout.units, layout.notes
    (1, (2,), (4,))

- The header is the first row that holds the columns needed, among the first 20 that hold anything; without such a row
  the first that holds anything.
- Where no single row holds them, two or three rows beneath each other may: a cell that is empty in the lower one counts
  with what stands above it, as merged cells of a spreadsheet leave it.
- Units are in rows right beneath it, with no name in the first of the columns needed (or a word for "unit", or a
  bracketed unit) and no number anywhere.
- Notes are below the last row that has more than its first cell: from the first on that looks like one. A last zone
  without any figure does not.

Where no column is needed there is nothing to tell a header by: nothing is left out then.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .cells import clean
from .notation import Reading, is_missing, reading, without_footnote

ROWS_LOOKED_AT = 20
MOST_UNIT_ROWS = 2
COMMENT_MARK = "#"
SPLITTER = re.compile(r"[,;\t]")
UNIT_WORDS = frozenset(("单位", "計量單位", "计量单位", "unit", "units", "unit of measure", "einheit", "unité"))
BRACKETED_UNIT = re.compile(r"[(\[].*[)\]]")
NOTE_TEXT = re.compile(
    r"(注|附注|备注|说明|资料来源|数据来源|来源|anmerkung|quelle|notes?\b|remarks?\b|(data )?sources?\b|footnotes?\b|"
    r"[*†‡§※\u2460-\u24ff]).*|.*[:。；].*|.{80,}",
    re.IGNORECASE | re.DOTALL,
)

# Where commas separate cells, a note with commas has several.
NOTE_HEAD = re.compile(
    r"(注|附注|备注|说明|资料来源|数据来源|来源|anmerkung|quelle|notes?|remarks?|(data )?sources?|footnotes?) *\d* *:",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Needed:
    """The columns that a table's header holds.

    Attributes
    ----------
    names : tuple of str
        All of these, in any case; the first is what rows are called by.
    any_of : tuple of str
        And at least one of these.
    """

    names: tuple[str, ...] = ()
    any_of: tuple[str, ...] = ()

    @property
    def given(self) -> bool:
        """Whether any column is needed."""
        return bool(self.names or self.any_of)

    def misses(self, cells: Sequence[str]) -> int:
        """Return how far a row is from being the header.

        Parameters
        ----------
        cells : sequence of str
            Cleaned.

        Returns
        -------
        int
            0 for a header, 1 when it has all `names` and none of `any_of`, else 2.
        """
        held = {cell.casefold() for cell in cells if cell}
        if not held or not {clean(name).casefold() for name in self.names if name} <= held:
            return 2
        return int(bool(self.any_of) and not held & {clean(name).casefold() for name in self.any_of})


@dataclass(frozen=True)
class Layout:
    """What the rows of a file are, as positions.

    Attributes
    ----------
    header : int
        The row with the columns' names, the lowest of several; -1 for a file without a cell.
    titles, units, notes : tuple of int
        Rows with something in them that are not read.
    complete : bool
        Whether the header holds all columns needed.
    upper : tuple of int
        Rows above `header` that fill its empty cells, the topmost first.
    """

    header: int
    titles: tuple[int, ...] = ()
    units: tuple[int, ...] = ()
    notes: tuple[int, ...] = ()
    complete: bool = True
    upper: tuple[int, ...] = ()

    def names(self, rows: Sequence[Sequence[str]]) -> list[str]:
        """Return the columns' names.

        Parameters
        ----------
        rows : sequence of sequence of str
            Those that the layout is of.

        Returns
        -------
        list of str
        """
        return _stacked([rows[position] for position in (*self.upper, self.header)])


def find_layout(rows: Sequence[Sequence[str]], needed: Needed) -> Layout:
    """Find header, units and notes.

    Parameters
    ----------
    rows : sequence of sequence of str
        Cleaned cells of all rows.
    needed : Needed
        The columns that make a row the header.

    Returns
    -------
    Layout
    """
    looked_at: list[int] = []
    for position, row in enumerate(rows):
        if any(row):
            looked_at.append(position)
            if len(looked_at) == ROWS_LOOKED_AT:
                break
    if not looked_at:
        return Layout(-1, complete=False)
    header = min(looked_at, key=lambda position: (needed.misses(rows[position]), position))
    distance = needed.misses(rows[header])
    if not needed.given:
        return Layout(looked_at[0])
    stack = _stacked_header(rows, looked_at, needed) if distance else ()
    if stack:
        header, distance = stack[-1], 0
    elif distance == 2:
        header = looked_at[0]
    titles = tuple(position for position in looked_at if position < (*stack, header)[0])
    names = _stacked([rows[position] for position in stack or (header,)])
    units = _unit_rows(rows, header, _key(names, needed), sum(map(bool, names)))
    last = max((k for k, row in enumerate(rows) if any(row[1:]) and not NOTE_HEAD.match(row[0])), default=header)
    # A table of one column has no notes that could be told from its data.
    tail = [k for k in range(max(last, header) + 1, len(rows)) if any(rows[k])] if len(rows[header]) > 1 else []
    first = next((place for place, k in enumerate(tail) if is_note(rows[k][0])), len(tail))
    return Layout(header, titles, units, tuple(tail[first:]), distance == 0, stack[:-1])


def _stacked_header(rows: Sequence[Sequence[str]], looked_at: Sequence[int], needed: Needed) -> tuple[int, ...]:
    """The first two or three rows that are the header together, () for none."""
    for count in (2, 3):
        for start in range(len(looked_at) - count + 1):
            stack = tuple(looked_at[start : start + count])
            if needed.misses(_stacked([rows[position] for position in stack])) == 0:
                return stack
    return ()


def _stacked(rows: Sequence[Sequence[str]]) -> list[str]:
    """The lowest cell of each column that holds anything."""
    width = max(len(row) for row in rows)
    columns = ([row[k] for row in rows if k < len(row) and row[k]] for k in range(width))
    return [cells[-1] if cells else "" for cells in columns]


def is_note(text: str) -> bool:
    """Return True for a text that reads like a note beneath a table, and not like a name.

    Parameters
    ----------
    text : str
        Cleaned.

    Returns
    -------
    bool
    """
    return not _is_number(text) and NOTE_TEXT.fullmatch(text) is not None


def _key(header: Sequence[str], needed: Needed) -> int:
    """The column that rows are called by."""
    wanted = clean(needed.names[0]).casefold() if needed.names else ""
    return next((k for k, cell in enumerate(header) if wanted and cell.casefold() == wanted), 0)


def _unit_rows(rows: Sequence[Sequence[str]], header: int, key: int, columns: int) -> tuple[int, ...]:
    """Rows of units right beneath the header; empty rows among them count for nothing."""
    units: list[int] = []
    for position in range(header + 1, min(header + 1 + ROWS_LOOKED_AT, len(rows))):
        row = rows[position]
        if not any(row):
            continue
        if len(units) == MOST_UNIT_ROWS or not _is_units(row, key, columns):
            break
        units.append(position)
    return tuple(units)


def _is_units(row: Sequence[str], key: int, columns: int) -> bool:
    if any(_is_number(cell) or is_missing(cell) for place, cell in enumerate(row) if place != key):
        return False
    filled = [cell for cell in row if cell]
    name = row[key] if key < len(row) else ""
    if not name or is_missing(name):
        return len(filled) > bool(name)
    if name.strip("()[] ").casefold().split(":")[0].strip() in UNIT_WORDS:
        return True
    # (t) (t) (t), or t in every column.
    return len(filled) > 1 and (
        all(BRACKETED_UNIT.fullmatch(cell) for cell in filled) or (set(filled) == {name} and len(filled) >= columns)
    )


def _is_number(text: str) -> bool:
    return reading(without_footnote(text)) is not Reading.NO_NUMBER


def without_comments(text: str, needed: Needed | None) -> tuple[str, tuple[str, ...]]:
    """Empty the comment lines above a table, marked by #; one that holds the columns needed becomes its header.

    Weather services write files so. Lines keep their numbers; a first column that is called # is no comment.

    >>> text = "# FH = speed (0.1 m/s)\\n# STN,DD, FH\\n260,210,35\\n"
    >>> text, comments = without_comments(text, Needed(("stn", "dd")))
    >>> text.splitlines(), comments
    (['', ' STN,DD, FH', '260,210,35'], ('# FH = speed (0.1 m/s)',))

    Parameters
    ----------
    text : str
        A whole file.
    needed : Needed or None
        The columns of its header; without them nothing is a comment.

    Returns
    -------
    text : str
    comments : tuple of str
        The lines that were emptied.
    """
    if needed is None or not needed.given or not text.lstrip().startswith(COMMENT_MARK):
        return text, ()
    lines = text.splitlines(keepends=True)
    block = 0
    while block < len(lines) and (not lines[block].strip() or lines[block].lstrip().startswith(COMMENT_MARK)):
        block += 1
    marked = [k for k in range(block) if lines[k].strip()]
    if any(_holds(lines[k], needed) for k in marked):
        return text, ()
    header = next((k for k in reversed(marked) if _holds(_unmarked(lines[k]), needed)), -1)
    comments = tuple(lines[k].strip() for k in marked if k != header)
    for k in marked:
        lines[k] = _unmarked(lines[k]) if k == header else "\n"
    return "".join(lines), comments


def _unmarked(line: str) -> str:
    return line.lstrip().lstrip(COMMENT_MARK)


def _holds(line: str, needed: Needed) -> bool:
    return needed.misses([clean(cell) for cell in SPLITTER.split(line)]) == 0
