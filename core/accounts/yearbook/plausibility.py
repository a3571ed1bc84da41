"""Units that cannot be right: people per hectare, carbon per head and per GDP beyond what any province has ever had.

    population 5850 on 18 590 000 ha   ->   0.0003 persons per ha: "is it in 10^4 persons?"

The limits lie ten times beyond the extremes, so that a city, a desert or a small example passes; docs/method.md,
"Checks of units", has their derivation. What is 0 or not given is not checked.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from ...errors import TableError
from ...progress import Progress
from ...tables.read import number_column
from .coefficient_tables import Coefficient
from .uncounted import GDP, subject

if TYPE_CHECKING:
    import pandas

# Persons per ha. Tibet has 3.0 persons/km2 (3.65 million on 1.2 million km2), and had 1.1 in the census of 1953; Macao
# has 20 700 (683 000 on 33 km2): 0.03, 0.011 and 207 per ha.
FEWEST_PER_HA, MOST_PER_HA = 0.003, 2000.0
# Heads per ha of all zones together. Tibet has about 0.002 pigs per ha (0.24 million), the fewest of all provinces.
FEWEST_HEADS_PER_HA = 0.0002
# t C of fuels per head. Inner Mongolia and Ningxia release about 9 (33 t CO2); in 1950 China released 0.04 (0.14).
LEAST_CARBON_PER_HEAD, MOST_CARBON_PER_HEAD = 0.001, 100.0
# t C of cement or timber per head. Provinces make at most about 4 t of cement (0.136 t C per t), and less timber.
MOST_MATERIAL_PER_HEAD = 10.0
# t C of fuels per 10^4 yuan: 0.1 (Beijing, 2020) to 5 (Shanxi, 1980, in prices of the time).
LEAST_CARBON_PER_GDP, MOST_CARBON_PER_GDP = 0.001, 100.0
# Yuan in the unit that a column's name gives; without one it may be any of them.
YUAN = {"亿元": 1e8, "万元": 1e4, "元": 1.0, "1e8": 1e8, "10^8": 1e8, "1e4": 1e4, "10^4": 1e4, "yuan": 1.0}
NO_GDP_AMOUNT = re.compile(r"per|人均|index|指数|growth|增长|增速|density|share|比重", re.IGNORECASE)
TEN_THOUSAND = re.compile(r"万|10\^?4|1e4|ten thousand", re.IGNORECASE)
# Fewer people are an example, not a province, and may burn next to nothing.
FEWEST_TO_COMPARE = 10_000
MOST_ZONES_LISTED = 5


def check_units(
    statistics: pandas.DataFrame,
    rows: Mapping[int, int],
    zones: Sequence[str],
    areas_ha: np.ndarray,
    coefficients: Sequence[Coefficient],
    totals: np.ndarray,
    progress: Progress,
) -> None:
    """Warn of figures whose unit is not that of their column.

    Parameters
    ----------
    statistics : DataFrame
        A row per zone, activities in columns.
    rows : mapping of int to int
        Position of a zone in `zones` to position of its row in `statistics`.
    zones : sequence of str
        Names.
    areas_ha : (zones,) float64
        Areas of the whole zones.
    coefficients : sequence of Coefficient
        The sources, in the order of `totals`.
    totals : (sources, zones) float64
        t C.
    progress : Progress
        Told.
    """
    label = statistics.attrs["name"]
    name, figures, persons = _population(statistics, rows, len(zones), coefficients, totals)
    per_ha = _quotient(persons, areas_ha)
    few, many = per_ha < FEWEST_PER_HA, per_ha > MOST_PER_HA
    words = [f"{zone} {figure:.10g}, {value:.2g} per ha" for zone, figure, value in zip(zones, figures, per_ha)]
    if few.any():
        progress.warning(
            f"{name} in {label} is less than any province has ever had on its area: {_listed(words, few)}. "
            f"Is it in 10^4 persons?"
        )
    if many.any():
        progress.warning(
            f"{name} in {label} is more than any province has ever had on its area: {_listed(words, many)}. "
            f"Is it in persons, and are the zones whole?"
        )
    _check_livestock(label, areas_ha, coefficients, totals, progress)
    fuels = [row.group.casefold() == "energy" for row in coefficients]
    carbon = totals[fuels].sum(axis=0) if any(fuels) else np.zeros(len(zones))
    per_head = _quotient(carbon, persons)
    words = [f"{zone} {value:.3g} t C per head" for zone, value in zip(zones, per_head)]
    little = (per_head < LEAST_CARBON_PER_HEAD) & (persons >= FEWEST_TO_COMPARE) & _has_coal(coefficients, totals)
    much = per_head > MOST_CARBON_PER_HEAD
    if little.any():
        progress.warning(
            f"The fuels in {label} are less per head than in any province ever: {_listed(words, little)}. "
            f"Are they in 10^4 t?"
        )
    if much.any():
        progress.warning(
            f"The fuels in {label} are more per head than in any province ever: {_listed(words, much)}. "
            f"Are they in t, and {name} in persons?"
        )
    for group in ("cement", "timber"):
        chosen = [row.group.casefold() == group for row in coefficients]
        per_head = _quotient(totals[chosen].sum(axis=0), persons)
        much = per_head > MOST_MATERIAL_PER_HEAD
        if much.any():
            words = [f"{zone} {value:.3g} t C per head" for zone, value in zip(zones, per_head)]
            progress.warning(
                f"{group} in {label} is more per head than in any province ever: {_listed(words, much)}. "
                f"Is it in t, and {name} in persons?"
            )
    _check_gdp(statistics, rows, zones, carbon, progress)


def _quotient(upper: np.ndarray, lower: np.ndarray) -> np.ndarray:
    """nan, which no comparison is true of, where either is 0 or nan."""
    known = (upper > 0) & (lower > 0)
    return np.divide(upper, lower, out=np.full(len(upper), np.nan), where=known)


def _listed(words: Sequence[str], chosen: np.ndarray) -> str:
    positions = np.flatnonzero(chosen)
    further = len(positions) - MOST_ZONES_LISTED
    listed = "; ".join(words[position] for position in positions[:MOST_ZONES_LISTED])
    return listed + (f"; and {further} more zones" if further > 0 else "")


def _population(
    statistics: pandas.DataFrame,
    rows: Mapping[int, int],
    zones: int,
    coefficients: Sequence[Coefficient],
    totals: np.ndarray,
) -> tuple[str, np.ndarray, np.ndarray]:
    """Name, figures and persons of the column of people, nan where unknown; of a source, else of any column."""
    for row, total in zip(coefficients, totals):
        if subject(row.source) == "population" and row.carbon > 0:
            figures = total / row.carbon
            return row.source, figures, figures * (1e4 if TEN_THOUSAND.search(row.per) else 1.0)
    for column in statistics.columns:
        if subject(column) == "population" and not NO_GDP_AMOUNT.search(column):
            figures = _figures(statistics, column, rows, zones)
            return column, figures, figures * (1e4 if TEN_THOUSAND.search(column) else 1.0)
    return "population", np.full(zones, np.nan), np.full(zones, np.nan)


def _figures(statistics: pandas.DataFrame, column: str, rows: Mapping[int, int], zones: int) -> np.ndarray:
    """A column's figures by zone, nan where there is none, or where the column cannot be read: it is not counted."""
    figures = np.full(zones, np.nan)
    try:
        numbers = number_column(statistics, column, empty=np.nan, rows=list(rows.values()))
    except TableError:
        return figures
    for zone, row in rows.items():
        figures[zone] = numbers[row]
    return figures


def _check_livestock(
    label: str, areas_ha: np.ndarray, coefficients: Sequence[Coefficient], totals: np.ndarray, progress: Progress
) -> None:
    for row, total in zip(coefficients, totals):
        if subject(row.source) not in ("pigs", "large_livestock") or row.carbon <= 0 or TEN_THOUSAND.search(row.per):
            continue
        kept = total > 0
        heads = float(total[kept].sum()) / row.carbon
        area = float(areas_ha[kept].sum())
        if heads > 0 and area > 0 and heads / area < FEWEST_HEADS_PER_HA:
            progress.warning(
                f"{row.source} in {label} are fewer than any province has: {heads:.10g} in all zones, "
                f"{heads / area:.2g} per ha. Are they in 10^4 heads?"
            )


def _has_coal(coefficients: Sequence[Coefficient], totals: np.ndarray) -> np.ndarray:
    """In which zones coal is counted: without it, what is burnt may be next to nothing."""
    coal = [subject(row.source) == "coal" for row in coefficients]
    return np.asarray(totals[coal].sum(axis=0) > 0)


def _check_gdp(
    statistics: pandas.DataFrame,
    rows: Mapping[int, int],
    zones: Sequence[str],
    carbon: np.ndarray,
    progress: Progress,
) -> None:
    for column in statistics.columns:
        if not GDP.search(column) or NO_GDP_AMOUNT.search(column):
            continue
        unit = next((yuan for word, yuan in YUAN.items() if word in column.casefold()), None)
        figures = _figures(statistics, column, rows, len(zones))
        per_unit = _quotient(carbon, figures)
        least, most = (unit, unit) if unit else (1.0, 1e8)
        strange = (per_unit < LEAST_CARBON_PER_GDP * least / 1e4) | (per_unit > MOST_CARBON_PER_GDP * most / 1e4)
        if strange.any():
            words = [f"{zone} {value:.3g}" for zone, value in zip(zones, per_unit)]
            progress.warning(
                f"t C of fuels per unit of {column} in {statistics.attrs['name']} are beyond what any province has "
                f"ever had: {_listed(words, strange)}. Are the fuels in t, and is {column} in the unit that it says?"
            )
        return
