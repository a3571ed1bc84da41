"""Key figures as cards: a label, a value per year with one unit for all, what changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..raster.grid import KM2_PER_HA
from ..tables.number_format import Scale, change, number, percent
from .figures import SHARED_FIGURES, Year, figures

# Key, kind: t (tonnes), t_year (tonnes per year), ha, number, share.
CARDS = (
    ("area_ha", "area", ""),
    ("stock_t", "tonnes", "unit_c"),
    ("stock_t_ha", "number", "unit_density"),
    ("sequestration_t", "tonnes", "unit_c"),
    ("sequestration_t_ha", "number", "unit_density"),
    ("emission_t", "tonnes", "unit_c_year"),
    ("emission_t_ha", "number", "unit_density_year"),
    ("ratio_of_totals", "number", ""),
    ("mean_ratio", "number", ""),
    ("flow_t", "tonnes", "unit_c_year"),
    ("flow_t_km2", "number", "unit_km2_year"),
    ("zones_in_deficit", "count", ""),
    ("downwind_share", "share", ""),
    ("left_share", "share", ""),
    ("constancy", "number", ""),
)
# Totals of rasters and of tables that stand for the same; Float32 rasters hold about seven digits.
SAME = 1e-6


@dataclass(frozen=True)
class Card:
    """A figure: (year's label, value) one to two times, the unit, the change between both, a note."""

    label: str
    values: tuple[tuple[str, str], ...]
    unit: str = ""
    change: str = ""
    note: str = ""


def cards(years: Sequence[Year], words: Mapping[str, str]) -> list[Card]:
    """Return the cards of what is known for at least one year.

    `words`: figure_<key> and note_<key> for each of `CARDS` (notes may be ""), units, of_zones (with {count}).
    """
    told = _stocks([figures(year) for year in years])
    found = []
    for key, kind, unit in CARDS:
        known = [(year, one) for year, one in zip(years, told) if key in one]
        if not known:
            continue
        values, unit_text = _values([one[key] for _, one in known], kind, words.get(unit, ""), words)
        alone = len(years) == 1 or (len(known) == 1 and key in SHARED_FIGURES)
        labels = ["" if alone else year.label for year, _ in known]
        note = words.get(f"note_{key}", "")
        if kind == "count":
            of_zones = words["of_zones"].format(count=number(known[0][1].get("zones")))
            note = f"{of_zones}; {note}" if note else of_zones
        first, last = known[0][1][key], known[-1][1][key]
        same = abs(last - first) <= SAME * abs(first)
        if len(known) > 1 and same:
            # Area and stock of both years are often one: told once.
            labels, values = labels[:1], values[:1]
            labels[0] = ""
        changed = change(known[0][1][key], known[1][1][key]) if len(known) > 1 and not same else ""
        if kind in ("share", "count"):
            changed = ""
        found.append(Card(words[f"figure_{key}"], tuple(zip(labels, values)), unit_text, changed, note))
    return found


def _stocks(told: list[dict[str, float]]) -> list[dict[str, float]]:
    """A sequestration that is the stock is told as the stock, in each year that was compared with it."""
    stocks = [one["stock_t"] for one in told if "stock_t" in one]
    for one in told:
        tonnes = one.get("sequestration_t")
        if tonnes is not None and any(abs(tonnes - stock) <= SAME * abs(stock) for stock in stocks):
            for end in ("t", "t_ha"):
                value = one.pop(f"sequestration_{end}", None)
                if value is not None:
                    one.setdefault(f"stock_{end}", value)
    return told


def _values(numbers: Sequence[float], kind: str, unit: str, words: Mapping[str, str]) -> tuple[list[str], str]:
    """The numbers as text in one scale, and its unit."""
    if kind == "tonnes":
        scale = Scale.of(numbers)
        return [scale.text(value) for value in numbers], f"{words[scale.word]} {unit}".strip()
    if kind == "area":
        return [number(value * KM2_PER_HA) for value in numbers], words["km2"]
    if kind == "share":
        return [percent(value) for value in numbers], words["of_emission"]
    if kind == "count":
        return [f"{value:.0f}" for value in numbers], ""
    return [number(value) for value in numbers], unit
