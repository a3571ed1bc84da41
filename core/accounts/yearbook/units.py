"""Units that a yearbook prints, in a row beneath its header or in a title, beside the units of the coefficients.

    coal_t in 万吨, coefficient per t   ->   a warning: each figure stands for 10 000 t

Nothing is converted. A unit that cannot be read, and a title with the units of other columns, say nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from ...progress import Progress
from ...tables.cells import clean
from ...tables.read import TextTable, find_column
from .coefficient_tables import Coefficient

# What is counted, by its words, the longest first: a kilowatt-hour (千瓦时) is no thousand, a kilogram (千克) is one.
BASES = (
    ("tce", r"吨标准?煤|(tonnes?|tons?|t) ?(of )?(standard coal|coal equivalent)|tce"),
    ("m3", r"立方米|标方|方|cubic met(re|er)s?|n?m ?(\^?3|³)"),
    ("kWh", r"千瓦时|千瓦小时|度电?|kwh"),
    ("person", r"人口?|persons?|people|inhabitants|capita"),
    ("head", r"头|只|匹|heads?|animals"),
    ("t", r"公?吨|metric tons?|tonnes?|tons?|t"),
)
# Multiples that are a word of their own.
WHOLE_UNITS = {"kg": ("t", 1e-3), "千克": ("t", 1e-3), "公斤": ("t", 1e-3), "gg": ("t", 1e3), "tg": ("t", 1e6)}
LETTERS = {"k": 1e3, "m": 1e6, "g": 1e9}
FACTORS = (
    (re.compile(r"百万|millions?( of)?"), 1e6),
    (re.compile(r"亿|hundred millions?( of)?"), 1e8),
    (re.compile(r"十万"), 1e5),
    (re.compile(r"万|ten thousands?( of)?"), 1e4),
    (re.compile(r"千|thousands?( of)?"), 1e3),
    (re.compile(r"百|hundreds?( of)?"), 1e2),
)
MULTIPLE = re.compile(r"(?:10\^|1e)(\d+)|10([⁰¹²³⁴-⁹]+)|(1[0 ,]*0)")
# Of densities, what is no tonne of carbon per hectare.
PER_OTHER_AREA = re.compile(
    r"/ *k?m *(\^?2|²)|k?m *(\^?[-−]2|⁻²)|/ *(km)?[㎡㎢]|[/每](平方米|平方公里|平方千米|亩)", re.IGNORECASE
)
# Mg is a tonne, mg is none.
OTHER_MASS = re.compile(r"(?<![A-Za-z])(kg|Kg|KG|mg|g)(?![A-Za-z])|千克|公斤|CO[2₂]")
TITLE = re.compile(r"(?:计量单位|单位|units?)\s*[:：]?\s*(.+)", re.IGNORECASE)
SEVERAL = re.compile(r"[、,，;；/]|\s和\s|\sand\s")


@dataclass(frozen=True)
class Unit:
    """What a figure counts: `size` of a `base`, such as 10 000 t."""

    base: str
    size: float


def unit_of(text: str) -> Unit | None:
    """Return the unit that a text names.

    >>> unit_of("(万吨)"), unit_of("10^4 m3"), unit_of("good")
    (Unit(base='t', size=10000.0), Unit(base='m3', size=10000.0), None)

    Parameters
    ----------
    text : str
        Of a cell, brackets around it or not.

    Returns
    -------
    Unit or None
        None for what is none of the units of energy, mass, people and animals.
    """
    words = clean(text).strip("()[]【】 ").replace("×", "").replace("*", "")
    folded = words.casefold().strip()
    if folded in WHOLE_UNITS:
        return Unit(*WHOLE_UNITS[folded])
    for base, pattern in BASES:
        found = re.fullmatch(rf"(?P<multiple>.*?)\s*(?:{pattern})", folded)
        size = _multiple(found["multiple"].strip(), words) if found else None
        if size is not None:
            return Unit(base, size)
    return None


def _multiple(text: str, written: str) -> float | None:
    """The number that words before a unit are, None when they are none."""
    if not text:
        return 1.0
    if text in LETTERS:
        # Mt is a million tonnes, mt is often a metric ton.
        return None if text == "m" and written.startswith("m") else LETTERS[text]
    power = MULTIPLE.fullmatch(text)
    if power:
        if power[3]:
            return float(re.sub("[ ,]", "", power[3]))
        return 10.0 ** int(power[1] or unicodedata.normalize("NFKC", power[2]))
    return next((factor for pattern, factor in FACTORS if pattern.fullmatch(text)), None)


def warn_of_units(statistics: TextTable, used: Sequence[Coefficient], progress: Progress) -> None:
    """Warn of columns whose printed unit is not the one that their coefficient is per.

    Parameters
    ----------
    statistics : TextTable
        Its `attrs` may hold `units`, {column: text beneath the header}, and `titles`, the texts above the header.
    used : sequence of Coefficient
        Those with a column.
    progress : Progress
        Told.
    """
    printed: dict[str, str] = statistics.attrs.get("units", {})
    titles: Sequence[str] = statistics.attrs.get("titles", ())
    of_table = [found[1] for title in titles if (found := TITLE.search(title))]
    for row in used:
        wanted, column = unit_of(row.per), find_column(statistics, row.source)
        if wanted is None or column is None:
            continue
        own = printed.get(column, "")
        for text in [own] if own else of_table:
            units = {part: unit for part in SEVERAL.split(text) if (unit := unit_of(part)) is not None}
            # A title with several units speaks of several columns: that of the same thing is this one's.
            same = [(part, unit) for part, unit in units.items() if unit.base == wanted.base]
            fitting = same or (list(units.items()) if own else [])
            if len(fitting) == 1 and fitting[0][1] != wanted:
                progress.warning(_words(statistics.attrs["name"], row, *fitting[0], wanted))


def density_doubts(table: TextTable, columns: Sequence[str]) -> tuple[str, ...]:
    """Return warnings of printed units of densities that are not tonnes of carbon per hectare.

    Parameters
    ----------
    table : TextTable
        Its `attrs` as `warn_of_units` takes them.
    columns : sequence of str
        The densities.

    Returns
    -------
    tuple of str
        One for each unit.
    """
    printed: dict[str, str] = table.attrs.get("units", {})
    texts = [text for column, text in printed.items() if column.casefold() in columns]
    wrong = [text for text in texts if PER_OTHER_AREA.search(text) or OTHER_MASS.search(text)]
    if not texts:
        wrong = [title for title in table.attrs.get("titles", ()) if PER_OTHER_AREA.search(title)]
    return tuple(
        f"The unit of the densities of {table.attrs['name']} is {text} by what is printed, and they are taken as "
        f"t C/ha: convert them (1 kg/m2 is 10 t/ha, 1 t CO2 is 12/44 t C)."
        for text in dict.fromkeys(wrong)
    )


def _words(table: str, row: Coefficient, printed: str, unit: Unit, wanted: Unit) -> str:
    beginning = f"The unit of {row.source} in {table} is {printed.strip('()[]【】 ')}, its coefficient is per {row.per}"
    if unit.base != wanted.base:
        return f"{beginning}: convert the figures, or choose another coefficient."
    times = f"{max(unit.size, wanted.size) / min(unit.size, wanted.size):.10g}"
    wrong = "few" if unit.size > wanted.size else "many"
    return (
        f"{beginning}: {times} times too {wrong} are counted. Convert the figures, or give a coefficient table with a "
        f"coefficient per {printed.strip('()[]【】 ')}."
    )
