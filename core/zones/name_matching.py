"""Zones of a layer matched by name to the rows of a table, without guessing."""

from __future__ import annotations

import difflib

from ..errors import ZoneError
from ..phrases import Listing, Phrase
from ..progress import Progress
from .messages import MORE_NAMES, NO_NAME, ZONE_NAMES_DIFFER

# Names listed in an error before it says how many more there are.
MOST_NAMES_LISTED = 40


def match_names(
    zones: tuple[str, ...], rows: list[str], *, layer: str, table: str, skip: bool, progress: Progress
) -> dict[int, int]:
    """Return {zone position: row position} for names that are in both.

    With `skip`, names of one side only are left out with a warning; otherwise they raise `ZoneError`, which lists
    both sides with the closest match of each, as does a name with two rows.
    """
    positions = {name: row for row, name in enumerate(rows)}
    twice = sorted({name for name in rows if rows.count(name) > 1})
    lone_zones = [name for name in zones if name not in positions]
    known = set(zones)
    lone_rows = [name for name in rows if name not in known]
    if twice or ((lone_zones or lone_rows) and not skip):
        raise ZoneError(
            ZONE_NAMES_DIFFER,
            layer=layer,
            table=table,
            zones=_with_closest(lone_zones, rows) or "-",
            rows=_with_closest(lone_rows, list(zones)) or "-",
            twice=", ".join(twice) or "-",
        )
    if lone_zones:
        progress.warning(f"Zones of {layer} without a row in {table}, skipped: {', '.join(lone_zones)}.")
    if lone_rows:
        progress.warning(f"Rows of {table} without a zone in {layer}, skipped: {', '.join(lone_rows)}.")
    return {zone: positions[name] for zone, name in enumerate(zones) if name in positions}


def _with_closest(names: list[str], candidates: list[str]) -> str:
    """Names with their closest match on the other side: "广西 (广西壮族自治区?)"."""
    told: list[str] = []
    for name in names[:MOST_NAMES_LISTED]:
        if not name:
            told.append(Phrase(NO_NAME))
            continue
        close = [c for c in candidates if c and (c.startswith(name) or name.startswith(c))]
        close = close or difflib.get_close_matches(name, candidates, 1, 0.5)
        told.append(f"{name} ({close[0]}?)" if close else name)
    if len(names) > MOST_NAMES_LISTED:
        told.append(Phrase(MORE_NAMES, count=len(names) - MOST_NAMES_LISTED))
    return Listing(told)
