"""Comment lines above a table, as weather services write them: marked by #, the header sometimes among them.

    >>> text = "# FH = speed (0.1 m/s)\\n# STN,DD, FH\\n260,210,35\\n"
    >>> text, comments = without_comments(text, Needed(("stn", "dd")))
    >>> text.splitlines(), comments
    (['', ' STN,DD, FH', '260,210,35'], ('# FH = speed (0.1 m/s)',))

Lines keep their numbers: a comment becomes an empty line. A first column that is called # is no comment.
"""

from __future__ import annotations

import re

from .cells import clean
from .header import Needed

COMMENT_MARK = "#"
SPLITTER = re.compile(r"[,;\t]")


def without_comments(text: str, needed: Needed | None) -> tuple[str, tuple[str, ...]]:
    """Empty the comment lines above a table; one that holds the columns needed becomes its header.

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
