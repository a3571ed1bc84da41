"""The sections of a report, put together from figures, maps, charts and tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ...core.provenance.record import Step
from ...core.report.cards import cards
from ...core.report.figures import SHARED, Year, emission_fate
from ...core.report.page import Command, Map, Section
from ...core.report.steps import factors_section, steps_section, warnings_section
from ...core.report.tables import flow_grid, mass_balance_table, plain_grid, zone_grid
from .map_layouts import Drawn, Sheet

Words = Mapping[str, str]
# Section of each map.
MAPS = {
    "stock": ("STOCK", "SEQUESTRATION"),
    "emission": ("EMISSION",),
    "balance": ("DIFFERENCE", "RATIO", "ZONES", "FLOW"),
    "wind": ("WIND", "CONSTANCY", "STATIONS"),
    "flow": ("FLUX", "ABSORBED", "IMPORTED", "REMAINDER", "NETWORK", "OD_LINES"),
}
NOTES = {"balance": "balance_note", "flow": "flow_note", "drivers": "drivers_note"}


@dataclass(frozen=True)
class Made:
    """All that has been made: years, drawn maps, groups of charts by section, runs, the report's own command."""

    years: Sequence[Year]
    drawn: Sequence[tuple[Sheet, Drawn]]
    charts: Mapping[str, list[list[tuple[str, Any]]]]
    runs: Sequence[tuple[Step, Mapping[str, str]]]
    command: Command


def sections(made: Made, name_of: Callable[[str], str], words: Words) -> list[Section]:
    """Return the sections in the order of the page; empty ones are left out when it is written."""
    result = [Section("figures", words["figures"], cards=cards(made.years, words))]
    for key in ("stock", "emission", "balance", "wind", "flow", "drivers"):
        section = Section(key, words[key], [words[NOTES[key]]] if key in NOTES else [])
        section.maps = [_map(sheet, drawn) for sheet, drawn in made.drawn if sheet.key in MAPS.get(key, ())]
        section.charts = list(made.charts.get(key, []))
        for year in made.years:
            section.tables += _tables(key, year, made.years, words)
        result.append(section)
        if key == "flow":
            section.accounts = [
                mass_balance_table(known, _labelled(words["accounts"], year, len(made.years) > 1), words)
                for year in made.years
                if (known := emission_fate(year)) is not None
            ]
    result.append(factors_section(made.runs, words))
    result.append(warnings_section(made.runs, name_of, words))
    result.append(steps_section(made.runs, made.command, name_of, words))
    return result


def _map(sheet: Sheet, drawn: Drawn) -> Map:
    return Map(sheet.heading, source=sheet.source, **vars(drawn))


def _labelled(title: str, year: Year, several: bool) -> str:
    return f"{title}, {year.label}" if several and year.label else title


def _tables(key: str, year: Year, years: Sequence[Year], words: Words) -> list[Any]:
    """Tables of a section for one year."""
    several = len(years) > 1

    def made(table: str, title: str, make: Callable[..., Any], *more: Any) -> list[Any]:
        rows = year.table(table)
        apart = several and not (table in SHARED and sum(len(one.table(table)) > 0 for one in years) == 1)
        return [make(rows, _labelled(words[title], year, apart), *more, words)] if len(rows) else []

    return {
        "stock": lambda: [
            *made(
                "CLASS_TABLE",
                "class_table",
                zone_grid,
                "stock_t",
            ),
            *made("STOCK_TABLE", "stock_table", zone_grid, "stock_t"),
        ],
        "emission": lambda: made("EMISSION_TABLE", "emission_table", zone_grid, "total_t"),
        "balance": lambda: made("BALANCE_TABLE", "balance_table", zone_grid, "mean_ratio"),
        "wind": lambda: [],
        "flow": lambda: [
            *made("FLOW_TABLE", "flow_table", zone_grid, "emission_t"),
            *made("OD_TABLE", "od_table", flow_grid),
        ],
        "drivers": lambda: [
            *made("RANKING", "ranking_table", plain_grid),
            *made("CORRELATION", "correlation_table", plain_grid),
            *made("FACTOR_TABLE", "factor_table", plain_grid),
            *made("INTERACTION_TABLE", "interaction_table", plain_grid),
        ],
    }[key]()
