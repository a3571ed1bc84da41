"""Zones of a layer matched by name to the rows of a table, without guessing.

zones 广东, 广西; rows 广东, 广西壮族自治区   ->   an error: 广西 (广西壮族自治区?) has no row
"""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from ..errors import ZoneError
from ..phrases import Listing, Phrase
from ..progress import Progress
from ..tables.text_encoding import require_readable
from .messages import MORE_NAMES, NO_NAME, ZONE_NAMES_DIFFER

# Names listed in an error before it says how many more there are.
MOST_UNMATCHED_LISTED = 40


def match_names(
    zones: tuple[str, ...],
    rows: list[str],
    *,
    layer: str,
    table: str,
    skip: bool,
    progress: Progress,
    lines: Sequence[int] | None = None,
    column: str = "names",
) -> dict[int, int]:
    """Match zones to rows of equal name.

    Parameters
    ----------
    zones : names of the zones, each once
    rows : name in each row of the table
    layer, table : their names, for messages
    skip : names of one side only are left out with a warning, not raised
    progress : Progress
    lines : line of each row, by which the warning calls rows without a name; by default from 2 on
    column : of the table's names, for messages

    Returns
    -------
    Row position by zone position, for names that are in both

    Raises
    ------
    ZoneError
        For names of one side only, unless skipped, and for a name with several rows; it lists them with the closest
        name of the other side.
    TableError
        For a row's name in which bytes could not be read.
    """
    require_readable(rows, layer=table, field=column)
    positions = {name: row for row, name in enumerate(rows)}
    twice = sorted({name for name in rows if rows.count(name) > 1 and (name or not skip)})
    zones_without_row = [name for name in zones if name not in positions]
    known = set(zones)
    rows_without_zone = [name for name in rows if name not in known]
    if twice or ((zones_without_row or rows_without_zone) and not skip):
        raise ZoneError(
            ZONE_NAMES_DIFFER,
            layer=layer,
            table=table,
            zones=_with_closest(zones_without_row, rows) or "-",
            rows=_with_closest(rows_without_zone, list(zones)) or "-",
            twice=", ".join(twice) or "-",
        )
    if zones_without_row:
        progress.warning(f"Zones of {layer} without a row in {table}, skipped: {', '.join(zones_without_row)}.")
    if rows_without_zone:
        numbered = lines if lines is not None else range(2, len(rows) + 2)
        called = [name or f"line {line} without a name" for name, line in zip(rows, numbered) if name not in known]
        progress.warning(f"Rows of {table} without a zone in {layer}, skipped: {', '.join(called)}.")
    return {zone: positions[name] for zone, name in enumerate(zones) if name in positions}


def _with_closest(names: list[str], candidates: list[str]) -> str:
    """Names with their closest match on the other side: "广西 (广西壮族自治区?)"."""
    listed: list[str] = []
    for name in names[:MOST_UNMATCHED_LISTED]:
        if not name:
            listed.append(Phrase(NO_NAME))
            continue
        close = [c for c in candidates if c and (c.startswith(name) or name.startswith(c))]
        close = close or difflib.get_close_matches(name, candidates, 1, 0.5)
        listed.append(f"{name} ({close[0]}?)" if close else name)
    if len(names) > MOST_UNMATCHED_LISTED:
        listed.append(Phrase(MORE_NAMES, count=len(names) - MOST_UNMATCHED_LISTED))
    return Listing(listed)
