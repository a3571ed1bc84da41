"""Two years of a zone table side by side: for each zone a ring at the first year's value, a dot at the second's.

    zone  emission_t: 2015  2020
    a                    4     6        a    o-----@    +2 t, 50 %
    b                    3     2        b  @-o          -1 t, -33.3 %
    c                          5        in the note: not in both years

Rows are those of the zone table of supplydemandratio, zones matched by name; one that has no value in a year stands in
the note and is not drawn. Zones with the largest values of the second year are shown, the others added up in a last
row. Words come from the caller, in the user's language; names of zones and years are data and are escaped.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ..tables.number_format import change
from ..tables.summary import MOST_ROWS, as_table, finite_numbers, join_rows
from .elements.axes import AxisUnit
from .elements.bars import ZoneBars, hover_text, line_at, series_figure, shorten_last_bar, zone_bars
from .elements.heatmap import Chart
from .elements.labels import LABEL_WIDTH, Words, shorten
from .elements.palette import EMISSION, RATIO, SEQUESTRATION

if TYPE_CHECKING:
    import pandas

    from ..tables.summary import Rows

Years = tuple[str, str]
RING, DOT = "○", "●"
YEAR_TOTALS = ("emission_t", "sequestration_t")
YEAR_COLUMNS = (*YEAR_TOTALS, "mean_ratio")
BEFORE, AFTER, ORDER = "before:", "after:", "order"


def years_charts(before: Rows, after: Rows, years: Years, words: Words) -> list[Chart]:
    """Return emission, sequestration and ratio of two years; a quantity without any value has no chart.

    Parameters
    ----------
    before, after : DataFrame or sequence of mappings
        Rows of the zone tables of supplydemandratio.
    years : (str, str)
        Names of the two tables, plain text.
    words : mapping of str to str
        emission_years, sequestration_years, ratio_years, ratio_axis, balanced, change, not_in_both (with {zones}),
        and those of `bars.zone_bars` and `axes.mass_axis`.

    Returns
    -------
    list of Chart
    """
    table = join_years(before, after)
    charts = []
    for column, word, colour in (
        ("emission_t", "emission_years", EMISSION),
        ("sequestration_t", "sequestration_years", SEQUESTRATION),
        ("mean_ratio", "ratio_years", RATIO),
    ):
        if any(finite_numbers(table, time + column).notna().any() for time in (BEFORE, AFTER)):
            charts.append(years_chart(table, column, colour, years, words[word], words=words))
    return charts


def join_years(before: Rows, after: Rows) -> pandas.DataFrame:
    """Return a row per zone with the columns of both years.

    Parameters
    ----------
    before, after : DataFrame or sequence of mappings
        Rows of the zone tables.

    Returns
    -------
    pandas.DataFrame
        zone, before:<column> and after:<column>; of zones of one name the last row counts.
    """
    import pandas

    joined: dict[str, dict[str, Any]] = {}
    for time, rows in ((BEFORE, before), (AFTER, after)):
        table = as_table(rows)
        numbers = {f"{time}{column}": finite_numbers(table, column) for column in YEAR_COLUMNS}
        zones = table["zone"] if "zone" in table.columns else [None] * len(table)
        for place, zone in enumerate(zones):
            row = joined.setdefault(str(zone), {"zone": zone})
            row.update((name, values[place]) for name, values in numbers.items())
    names = ["zone", *(f"{time}{column}" for time in (BEFORE, AFTER) for column in YEAR_COLUMNS)]
    return pandas.DataFrame(list(joined.values()), columns=names)


def years_chart(
    table: pandas.DataFrame,
    column: str,
    colour: str,
    years: Years,
    heading: str,
    *,
    words: Words,
    most: int = MOST_ROWS,
) -> Chart:
    """Return one quantity of both years.

    Parameters
    ----------
    table : pandas.DataFrame
        As `join_years` returns it.
    column : str
        One of `YEAR_COLUMNS`.
    colour : str
        "#rrggbb".
    years, words
        As in `years_charts`.
    heading : str
        Plain text.
    most : int
        Zones that are shown by name.

    Returns
    -------
    Chart
    """
    bars = _zones_of_both(table, column, words, most)
    first, second = bars.column(BEFORE + column), bars.column(AFTER + column)
    is_ratio = column not in YEAR_TOTALS
    unit = "" if is_ratio else words["tonnes"]
    axis = AxisUnit(1.0, words["ratio_axis"]) if is_ratio else bars.mass_axis(words, first, second)
    names = [shorten(year, LABEL_WIDTH) for year in years]
    hover = []
    for name, old, new in zip(bars.names, first, second):
        difference = None if old is None or new is None else new - old
        facts = [(names[0], old, unit), (names[1], new, unit), (words["change"], difference, unit)]
        text = hover_text(name, facts)
        hover.append(f"{text} ({change(old, new)})" if old else text)
    labels = [f"{name}  <b>{change(old, new)}</b>" for name, old, new in zip(bars.labels, first, second)]
    figure = series_figure(labels, [], hover, {"title": axis.title})
    _add_dumbbells(figure, axis.divided(first), axis.divided(second), colour, hover)
    if bars.has_others:
        shorten_last_bar(figure, [axis.divided(first), axis.divided(second)], "group", on_one_line=True)
    if is_ratio:
        line_at(figure, 1.0, words["balanced"])
    return Chart(figure, heading, bars.note, legend=((RING, colour, names[0]), (DOT, colour, names[1])))


def _zones_of_both(table: pandas.DataFrame, column: str, words: Words, most: int) -> ZoneBars:
    """Return the zones with values in both years, in the order of the second."""
    order = table[AFTER + column].where(table[BEFORE + column].notna())
    note = {**words, "without_value": words["not_in_both"]}
    return zone_bars(table.assign(**{ORDER: order}), ORDER, note, most=most, join=_join_both)


def _join_both(table: pandas.DataFrame) -> dict[str, float | None]:
    """Return the row of the others: in each year the sums, and the ratio of the sums."""
    joined: dict[str, float | None] = {}
    for time in (BEFORE, AFTER):
        amounts = table[[time + name for name in YEAR_TOTALS]].set_axis(YEAR_TOTALS, axis="columns")
        row = join_rows(amounts.assign(ratio_of_totals=None))
        joined.update({time + name: row[name] for name in YEAR_TOTALS}, **{time + "mean_ratio": row["ratio_of_totals"]})
    return joined


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
