"""Key figures as cards: a label, a value per year with one unit for all, what changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..charts.elements.labels import Words
from ..raster.grid import KM2_PER_HA
from ..tables.number_format import MassUnit, change, fixed, number, percent
from .figures import SHARED_FIGURES, Year, figures

# Key, kind of number, key of the unit's word.
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
    """A key figure, all of it plain text.

    Attributes
    ----------
    label : str
    values : tuple of (str, str)
        The year's label and the value, one or two times.
    unit, change, note : str
        The unit of all values, the change between both, and what to know.
    """

    label: str
    values: tuple[tuple[str, str], ...]
    unit: str = ""
    change: str = ""
    note: str = ""


def cards(years: Sequence[Year], words: Words) -> list[Card]:
    """Return the cards of what is known for at least one year.

    Parameters
    ----------
    years : sequence of Year
        One or two.
    words : mapping of str to str
        figure_<key> and note_<key> for each of `CARDS` (notes may be missing), the units, those of `MassUnit`, km2,
        of_emission, of_zones (with {count}).

    Returns
    -------
    list of Card
    """
    by_year = _stock_for_sequestration([figures(year) for year in years])
    result = []
    for key, kind, unit in CARDS:
        known = [(year, one) for year, one in zip(years, by_year) if key in one]
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
            # Area and stock of both years are often one: shown once.
            labels, values = [""], values[:1]
        changed = change(first, last) if len(known) > 1 and not same and kind not in ("share", "count") else ""
        result.append(Card(words[f"figure_{key}"], tuple(zip(labels, values)), unit_text, changed, note))
    return result


def _stock_for_sequestration(by_year: list[dict[str, float]]) -> list[dict[str, float]]:
    """A sequestration that is the stock is shown as the stock, in each year that was compared with it."""
    stocks = [one["stock_t"] for one in by_year if "stock_t" in one]
    for one in by_year:
        tonnes = one.get("sequestration_t")
        if tonnes is not None and any(abs(tonnes - stock) <= SAME * abs(stock) for stock in stocks):
            for end in ("t", "t_ha"):
                value = one.pop(f"sequestration_{end}", None)
                if value is not None:
                    one.setdefault(f"stock_{end}", value)
    return by_year


def _values(numbers: Sequence[float], kind: str, unit: str, words: Words) -> tuple[list[str], str]:
    """The numbers as text, all in one unit, and that unit."""
    if kind == "tonnes":
        mass = MassUnit.of(numbers, words)
        return [mass.text(value) for value in numbers], f"{words[mass.word]} {unit}".strip()
    if kind == "area":
        return [number(value * KM2_PER_HA) for value in numbers], words["km2"]
    if kind == "share":
        return [percent(value) for value in numbers], words["of_emission"]
    if kind == "count":
        return [fixed(value, 0) for value in numbers], ""
    return [number(value) for value in numbers], unit
