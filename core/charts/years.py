"""Two years of a zone table side by side: for each zone a ring at the first year's value, a dot at the second's.

    zone  emission_t: 2015  2020
    a                    4     6        a    o-----@    +2 t, 50 %
    b                    3     2        b  @-o          -1 t, -33.3 %
    c                          5        told: not in both years

Rows are those of the zone table of supplydemandratio, zones matched by name; one that has no value in a year is told
and not drawn. Zones with the largest values of the second year are shown, the others added up in a last row. Words
come from the caller, in the user's language; names of zones and years are data and are escaped.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .elements.bars import Quotient, ZoneBars, hover_text, line_at, series_figure, shorten_last_bar, zone_bars
from .elements.heatmap import Chart
from .elements.labels import LABEL_WIDTH, MOST_ROWS, Row, Scale, finite, percent, shorten, signed
from .elements.palette import EMISSION, RATIO, SEQUESTRATION

Words = Mapping[str, str]
Years = tuple[str, str]
RING, DOT = "○", "●"
YEAR_TOTALS = ("emission_t", "sequestration_t")
COLUMNS = (*YEAR_TOTALS, "mean_ratio")
BEFORE, AFTER, ORDER = "before:", "after:", "order"


def years_charts(before: Sequence[Row], after: Sequence[Row], years: Years, words: Words) -> list[Chart]:
    """Return emission, sequestration and ratio of two years; a quantity without any value has no chart.

    `years` are the names of the two tables. `words`: emission_years, sequestration_years, ratio_years, ratio_axis,
    balanced, change, tonnes (begins with "t"), not_in_both (with {zones}), and those of `charts_bars.zone_bars`.
    """
    rows = joined(before, after)
    charts = []
    for column, word, colour in (
        ("emission_t", "emission_years", EMISSION),
        ("sequestration_t", "sequestration_years", SEQUESTRATION),
        ("mean_ratio", "ratio_years", RATIO),
    ):
        if any(finite(row, f"{time}{column}") is not None for row in rows for time in (BEFORE, AFTER)):
            charts.append(years_chart(rows, column, colour, years, words[word], words))
    return charts


def joined(before: Sequence[Row], after: Sequence[Row]) -> list[Row]:
    """Return a row per zone with the columns of both years, named before:<column> and after:<column>."""
    rows: dict[str, dict[str, Any]] = {}
    for time, table in ((BEFORE, before), (AFTER, after)):
        for row in table:
            own = rows.setdefault(str(row.get("zone")), {"zone": row.get("zone")})
            own.update((f"{time}{column}", finite(row, column)) for column in COLUMNS)
    return list(rows.values())


def years_chart(
    rows: Sequence[Row], column: str, colour: str, years: Years, heading: str, words: Words, most: int = MOST_ROWS
) -> Chart:
    """Return one quantity (a column of `joined`) of both years."""
    table = _table(rows, column, words, most)
    first, second = table.column(BEFORE + column), table.column(AFTER + column)
    is_ratio = column not in YEAR_TOTALS
    unit = "" if is_ratio else words["tonnes"]
    scale = Scale(1.0, words["ratio_axis"]) if is_ratio else table.scale(unit, first, second)
    names = [shorten(year, LABEL_WIDTH) for year in years]
    hover = []
    for name, old, new in zip(table.names, first, second):
        change = None if old is None or new is None else new - old
        told = hover_text(name, [(names[0], old, unit), (names[1], new, unit), (words["change"], change, unit)])
        hover.append(f"{told} ({percent(change, old)})" if old else told)
    labels = [f"{name}  <b>{_change(old, new)}</b>" for name, old, new in zip(table.labels, first, second)]
    figure = series_figure(labels, [], hover, {"title": scale.unit})
    _add_dumbbells(figure, scale.of(first), scale.of(second), colour, hover)
    if table.rest:
        shorten_last_bar(figure, [scale.of(first), scale.of(second)], "group", together=True)
    if is_ratio:
        line_at(figure, 1.0, words["balanced"])
    return Chart(figure, heading, table.note, legend=((RING, colour, names[0]), (DOT, colour, names[1])))


def _change(old: float | None, new: float | None) -> str:
    """Return the change in percent of the first year."""
    return "–" if old is None or new is None or not old else f"{signed(100 * (new - old) / old, 2)} %"


def _table(rows: Sequence[Row], column: str, words: Words, most: int) -> ZoneBars:
    """Return the zones with values in both years; the last row's ratio is that of its totals."""
    ordered = [
        {**row, ORDER: None if finite(row, BEFORE + column) is None else row.get(AFTER + column)} for row in rows
    ]
    sums = [time + name for time in (BEFORE, AFTER) for name in YEAR_TOTALS]
    quotients: dict[str, Quotient] = {}
    if column not in YEAR_TOTALS:
        quotients = {time + column: (time + YEAR_TOTALS[0], time + YEAR_TOTALS[1], 1.0) for time in (BEFORE, AFTER)}
    told = {**words, "without_value": words["not_in_both"]}
    return zone_bars(ordered, ORDER, told, sums, quotients, most)


def _add_dumbbells(
    figure: Any, first: Sequence[float | None], second: Sequence[float | None], colour: str, hover: Sequence[str]
) -> None:
    """Add a line, a ring and a dot per zone; where one is missing there is no line."""
    places = list(range(len(hover)))
    line_x: list[float | None] = []
    line_y: list[float | None] = []
    for place, old, new in zip(places, first, second):
        if old is not None and new is not None:
            line_x += [old, new, None]
            line_y += [place, place, None]
    figure.add_scatter(
        x=line_x, y=line_y, mode="lines", line={"color": colour, "width": 2}, hoverinfo="skip", connectgaps=False
    )
    for values, symbol, size in ((first, "circle-open", 10), (second, "circle", 10)):
        marker = {"symbol": symbol, "size": size, "color": colour, "line": {"width": 2, "color": colour}}
        figure.add_scatter(
            x=list(values),
            y=places,
            mode="markers",
            marker=marker,
            hovertext=list(hover),
            hoverinfo="text",
            cliponaxis=False,
        )
