"""The charts of a report: those of the single steps, one year's or both years' beside each other."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from ...core.charts.accounts import accounts_chart, exchange_chart, fates_chart
from ...core.charts.balance import balance_charts
from ...core.charts.drivers import factor_chart, interaction_chart, ranking_chart
from ...core.charts.rose import Rose, rose_charts
from ...core.charts.sankey import origin_destination_chart
from ...core.charts.sources import sources_charts
from ...core.charts.years import years_charts
from ...core.report.charts import matrix_chart
from ...core.report.figures import ROUTING, Year
from ...core.tables.summary import as_table, finite_numbers
from ...core.wind.directions import ROSE_FIELDS
from ..charts.words import balance_words, flow_words, sources_words, years_words
from ..drivers import factordetector_run as detectorrun
from ..drivers import rastercorrelationmatrix_run as correlationrun
from ..framework.translation import translate

# Rows of charts: (the year's label, figure), side by side where the window is wide.
Row = Mapping[str, Any]
Group = list[tuple[str, Any]]
MOST_STATIONS = 24


def charts(years: Sequence[Year], stations: Mapping[str, list[Row]]) -> dict[str, list[Group]]:
    """Return the groups of charts by section. `stations`: rows of the stations' layers, by year's label."""
    groups: dict[str, list[Group]] = {
        "emission": _by_year(years, _sources),
        "balance": _balance(years),
        "wind": [*_roses(years), *_station_roses(stations)],
        "flow": _by_year(years, _flow),
        "drivers": _by_year(years, _drivers),
    }
    return {key: group for key, group in groups.items() if group}


def _by_year(years: Sequence[Year], make: Any) -> list[Group]:
    """Charts of one kind of both years in one group."""
    made = [(year.label if len(years) > 1 else "", make(year)) for year in years]
    kinds = list(dict.fromkeys(kind for _, one in made for kind in one))
    return [[(label, one[kind]) for label, one in made if kind in one] for kind in kinds]


def _sources(year: Year) -> dict[str, Any]:
    rows = year.table("EMISSION_TABLE")
    return dict(enumerate(sources_charts(rows, sources_words()))) if len(rows) else {}


def _balance(years: Sequence[Year]) -> list[Group]:
    known = [year for year in years if len(year.table("BALANCE_TABLE"))]
    words = balance_words()
    groups = _by_year(years, lambda year: _balance_of(year, words))
    if len(known) == 2:
        first, second = known
        # Emission and sequestration of both years are in one chart; ratios are shown for each year, too.
        groups = groups[:1]
        tables = first.table("BALANCE_TABLE"), second.table("BALANCE_TABLE")
        both = years_charts(*tables, (first.label, second.label), years_words())
        return [*([("", chart)] for chart in both), *groups]
    return groups


def _balance_of(year: Year, words: Mapping[str, str]) -> dict[str, Any]:
    rows = year.table("BALANCE_TABLE")
    return dict(enumerate(balance_charts(rows, words))) if len(rows) else {}


def _roses(years: Sequence[Year]) -> list[Group]:
    title = translate("CarbonServiceFlow", "Wind rose of the area")
    calm = translate("CarbonServiceFlow", "calm")
    known = [year for year in years if year.rose is not None]
    roses = [Rose(f"{title}, {year.label}" if len(known) > 1 and year.label else title, year.rose) for year in known]
    return [[("", panel)] for panel in rose_charts(roses, calm)]


def _station_roses(stations: Mapping[str, list[Row]]) -> list[Group]:
    calm = translate("CarbonServiceFlow", "calm")
    groups = []
    for label, rows in stations.items():
        roses = [rose for row in rows if (rose := _rose_of(row)) is not None]
        groups += [[(label, panel)] for panel in rose_charts(roses, calm)]
    return groups


def _rose_of(row: Row) -> Rose | None:
    """A station's rose, None where it has no frequencies."""
    shares = [row.get(name) for name in ROSE_FIELDS]
    if any(share is None for share in shares):
        return None
    resultant = row.get("resultant_dir")
    return Rose(str(row.get("station") or ""), np.array(shares, float), math.nan if resultant is None else resultant)


def _flow(year: Year) -> dict[str, Any]:
    words = flow_words()
    figures: dict[str, Any] = {}
    numbers = year.numbers(ROUTING)
    if "EMISSION_T" in numbers:
        figures["accounts"] = accounts_chart(numbers, words)
    flows, zones = year.table("OD_TABLE"), year.table("FLOW_TABLE")
    between = origin_destination_chart(flows, words) if len(flows) else None
    if between is not None:
        figures["flows"] = between
    if len(zones):
        figures["fates"] = fates_chart(zones, words)
        figures["exchange"] = exchange_chart(zones, words)
    return figures


def _drivers(year: Year) -> dict[str, Any]:
    figures: dict[str, Any] = {}
    words = correlationrun.chart_words()
    ranking = _with_number(year, "RANKING", "r")
    if len(ranking):
        figures["ranking"] = ranking_chart(ranking, words)
    matrix = matrix_chart(year.table("CORRELATION"), words["matrix"])
    if matrix is not None:
        figures["matrix"] = matrix
    words = detectorrun.chart_words("")
    factors = _with_number(year, "FACTOR_TABLE", "q")
    if len(factors):
        figures["factors"] = factor_chart(factors, words)
    pairs = _with_number(year, "INTERACTION_TABLE", "q_both")
    if len(pairs):
        names = pairs[["factor_a", "factor_b"]].stack().drop_duplicates().tolist()
        figures["interactions"] = interaction_chart(pairs, names, words)
    return figures


def _with_number(year: Year, table: str, column: str) -> Any:
    """The rows of a table (DataFrame) that have a number in a column, () when it is not given."""
    if not len(year.table(table)):
        return ()
    rows = as_table(year.table(table))
    return rows[finite_numbers(rows, column).notna()]
