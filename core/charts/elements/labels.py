"""Rows of tables on their way into charts: what counts as a number, which rows are shown, how numbers are written.

    rows = [{"zone": "a", "t": 5.0}, {"zone": "b", "t": None}, {"zone": "c", "t": 7.0}]
    top(rows, "t", 1)                     # ([{"zone": "c", ...}], [{"zone": "a", ...}], [{"zone": "b", ...}])
    tonnes([5.0, 2.5e6], "t C")           # Scale(divisor=1e6, unit="Mt C")

Rows are mappings as in the tables; a missing value may be None, nan or not there. Nothing is left out of a chart in
silence: `top` hands back what does not fit and what has no value, for a last row and a note. Names are data: they are
cut and wrapped here, and escaped for plotly.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .page import escaped

Row = Mapping[str, Any]

# Rows that can be read on one page.
MOST_ROWS = 30
MEGA = 1e6
# Widths in columns, a Chinese character taking two: a label beside a chart, a line of a hover box, all of its lines.
LABEL_WIDTH, LINE_WIDTH, MOST_WIDTH = 22, 44, 308
MOST_NAMED = 12
LEAST_SHARE = 0.1
# Decimals say nothing from here on: yearbooks do not know them.
WHOLE_FROM = 1e5
# Unicode's categories of characters that are not seen, or turn the direction of writing.
CONTROL = ("Cc", "Cf", "Cs")


@dataclass(frozen=True)
class Scale:
    """Values are drawn divided by `divisor`, and the axis says `unit`."""

    divisor: float
    unit: str

    def of(self, values: Iterable[float | None]) -> list[float | None]:
        """Return values as they are drawn."""
        return [None if value is None else value / self.divisor for value in values]


def finite(row: Row, key: str) -> float | None:
    """Return a row's number, None when it is missing, nan or infinite."""
    try:
        value = float(row.get(key))  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return None
    return value if math.isfinite(value) else None


def total(rows: Iterable[Row], key: str) -> float:
    """Return the sum of the numbers there are."""
    return math.fsum(value for value in (finite(row, key) for row in rows) if value is not None)


def top(rows: Iterable[Row], key: str, most: int = MOST_ROWS, by_size: bool = False) -> tuple[list[Row], ...]:
    """Return the rows with the largest numbers (`by_size`: in absolute terms), the other rows, those without one.

    The shown ones run from the largest number down; equal ones stay in their order. One row too many is shown as
    well: a last row "others" would take its place.
    """
    known = [(value, row) for row in rows for value in [finite(row, key)] if value is not None]
    without = [row for row in rows if finite(row, key) is None]
    known.sort(key=lambda pair: -abs(pair[0]) if by_size else -pair[0])
    count = most if len(known) > most + 1 else len(known)
    shown = sorted(known[:count], key=lambda pair: -pair[0])
    return [row for _, row in shown], [row for _, row in known[count:]], without


def tonnes(values: Iterable[float | None], unit: str) -> Scale:
    """Return the scale of an axis of tonnes, in Mt from a million on; `unit` begins with "t"."""
    largest = max((abs(value) for value in values if value is not None), default=0.0)
    return Scale(MEGA, f"M{unit}") if largest >= MEGA else Scale(1.0, unit)


def exact(value: float | None, unit: str = "") -> str:
    """Return a number as a hover box tells it: 1,234,568 t, 1,234.57 t, −0.0123, – where there is none."""
    if value is None or not math.isfinite(value):
        return "–"
    # Adding 0 turns -0 into 0.
    if abs(value) >= WHOLE_FROM:
        text = f"{value:,.0f}"
    else:
        text = f"{value:,.2f}".rstrip("0").rstrip(".") if abs(value) >= 1 else f"{value + 0.0:.4g}"
    return f"{text.replace('-', '−', 1) if value < 0 else text} {unit}".rstrip()


def percent(part: float | None, whole: float) -> str:
    """Return a share; – of nothing, and a small one is never 0."""
    if part is None or not whole:
        return "–"
    share = 100 * part / whole
    if 0 < abs(share) < LEAST_SHARE:
        return f"{'<' if share > 0 else '>'} {LEAST_SHARE if share > 0 else -LEAST_SHARE} %".replace("-", "−")
    return f"{share + 0.0:,.1f} %".replace("-", "−")


def signed(value: float | None, digits: int = 3) -> str:
    """Return a change with its sign: +12.3, −1,230, ±0."""
    if value is None:
        return "–"
    size = abs(value)
    if not size:
        return "±0"
    places = max(digits - 1 - math.floor(math.log10(size)), 0)
    return f"{'+' if value > 0 else '−'}{round(size, places):,.{min(places, digits + 3)}f}"


def label(name: object) -> str:
    """Return a name on one line, cut to what fits beside a chart, as plotly's markup."""
    return escaped(shorten(name, LABEL_WIDTH))


def full_name(name: object) -> str:
    """Return a name for a hover box, wrapped, as plotly's markup."""
    return "<br>".join(escaped(line) for line in _lines(shorten(name, MOST_WIDTH), LINE_WIDTH))


def named(rows: Sequence[Row], key: str) -> str:
    """Return the rows' names for a note, the first of them only when there are many."""
    names = [shorten(row.get(key), LINE_WIDTH) for row in rows[:MOST_NAMED]]
    more = f", … (+{len(rows) - MOST_NAMED:,})" if len(rows) > MOST_NAMED else ""
    return ", ".join(names) + more


def shorten(name: object, most: int) -> str:
    """Return a name on one line of at most so many columns, as plain text."""
    text = one_line(name)
    return text if width(text) <= most else next(_lines(text, most - 1)).rstrip() + "…"


def one_line(name: object) -> str:
    """Return a name without line breaks and control characters."""
    text = "".join(" " if unicodedata.category(letter) in CONTROL else letter for letter in str(name))
    return " ".join(text.split())


def width(text: str) -> int:
    """Columns that a text takes, a Chinese character two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def _lines(text: str, most: int) -> Iterator[str]:
    """Yield pieces of at most so many columns."""
    start = columns = 0
    for place, letter in enumerate(text):
        columns += width(letter)
        if columns > most:
            yield text[start:place]
            start, columns = place, width(letter)
    yield text[start:]
