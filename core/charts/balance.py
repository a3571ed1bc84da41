"""The balance of zones as charts: what they release and take up, and their ratios, in order.

    zone  emission_t  sequestration_t  mean_ratio  ratio_of_totals
    a              6                4        1.80             1.50    deficit: more is released than taken up
    b              1                2        0.40             0.50    surplus

    ratio_chart: bars 1.80 and 0.40, diamonds at 1.50 and 0.50, a line at 1
    totals_chart: bars 6 and 4 t, then 1 and 2 t

The 30 zones with the largest values are shown; the others are added up in a last row, whose ratio is that of their
totals. Rows are those of the zone table. Words come from the caller, in the user's language; zone names are data and
are escaped.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from .elements.bars import BAR_MARK, Marks, Series, ZoneBars, hover_text, line_at, zone_bars
from .elements.heatmap import Chart
from .elements.labels import MOST_ROWS, Row, Scale
from .elements.page import require_plotly, write_page
from .elements.palette import DEFICIT, EMISSION, SEQUESTRATION, SURPLUS

Words = Mapping[str, str]
TWO_PLACES_FROM = 0.1


def write_balance_page(
    path: str, rows: Sequence[Mapping[str, Any]], words: Mapping[str, str], notes: Sequence[str], language: str
) -> None:
    """Write the page for the rows of the zone table; `words` as in `balance_charts`, and title.

    Raises `ParameterError` without plotly.
    """
    require_plotly()
    write_page(path, words["title"], balance_charts(rows, words), language, notes)


def balance_charts(rows: Sequence[Row], words: Words) -> list[Chart]:
    """Return ratios, totals and densities.

    `words`: ratios, ratio_axis, totals, densities, emission, sequestration, mean_ratio, ratio_of_totals, tonnes
    (begins with "t"), density_unit, balanced, surplus, deficit, surplus_key, deficit_key, and those of
    `charts_bars.zone_bars`.
    """
    return [ratio_chart(rows, words), totals_chart(rows, words), densities_chart(rows, words)]


def ratio_chart(rows: Sequence[Row], words: Words, most: int = MOST_ROWS) -> Chart:
    """Return the mean ratios as bars, the largest on top, with the ratios of the totals as diamonds."""
    sums = ("emission_t", "sequestration_t")
    table = zone_bars(rows, "mean_ratio", words, sums, {"ratio_of_totals": (*sums, 1.0)}, most)
    means, totals = table.column("mean_ratio"), table.column("ratio_of_totals")
    labels = [name if mean is None else f"{name}  <b>{_short(mean)}</b>" for name, mean in zip(table.labels, means)]
    hover = [
        hover_text(
            name,
            [
                (words["mean_ratio"], mean, _judged(mean, words)),
                (words["ratio_of_totals"], ratio, _judged(ratio, words)),
            ],
        )
        for name, mean, ratio in zip(table.names, means, totals)
    ]
    colours = [DEFICIT if mean is not None and mean > 1 else SURPLUS for mean in means]
    marks = Marks(words["ratio_of_totals"], totals)
    bars = Series(words["mean_ratio"], means, colours)
    legend = (
        (BAR_MARK, DEFICIT, words["deficit_key"]),
        (BAR_MARK, SURPLUS, words["surplus_key"]),
        marks.sign,
    )
    chart = replace(table, labels=labels).chart(
        [bars], hover, {"title": words["ratio_axis"]}, words["ratios"], "group", marks, legend
    )
    if table.rows:
        line_at(chart.figure, 1.0, words["balanced"])
    return chart


def totals_chart(rows: Sequence[Row], words: Words, most: int = MOST_ROWS) -> Chart:
    """Return emission and sequestration in t or Mt, the zone that emits most on top."""
    table = zone_bars(rows, "emission_t", words, ("emission_t", "sequestration_t"), None, most)
    scale = table.scale(words["tonnes"], table.column("emission_t"), table.column("sequestration_t"))
    return _pairs(table, ("emission_t", "sequestration_t"), scale, words["tonnes"], words["totals"], words)


def densities_chart(rows: Sequence[Row], words: Words, most: int = MOST_ROWS) -> Chart:
    """Return emission and sequestration per hectare, the zone that emits most per hectare on top."""
    sums = ("emission_t", "sequestration_t", "area_ha")
    quotients = {
        "emission_t_ha": ("emission_t", "area_ha", 1.0),
        "sequestration_t_ha": ("sequestration_t", "area_ha", 1.0),
    }
    table = zone_bars(rows, "emission_t_ha", words, sums, quotients, most)
    unit = words["density_unit"]
    keys = ("emission_t_ha", "sequestration_t_ha")
    return _pairs(table, keys, Scale(1.0, unit), unit, words["densities"], words)


def _pairs(table: ZoneBars, keys: tuple[str, str], scale: Scale, unit: str, heading: str, words: Words) -> Chart:
    """Return two bars per zone; hover boxes tell `unit`, whatever the axis counts."""
    emission, sequestration = (table.column(key) for key in keys)
    series = [
        Series(words["emission"], scale.of(emission), EMISSION),
        Series(words["sequestration"], scale.of(sequestration), SEQUESTRATION),
    ]
    hover = [
        hover_text(name, [(words["emission"], released, unit), (words["sequestration"], taken_up, unit)])
        for name, released, taken_up in zip(table.names, emission, sequestration)
    ]
    return table.chart(series, hover, {"title": scale.unit}, heading)


def _short(ratio: float) -> str:
    """Return a ratio with two places, a small one with two digits."""
    return f"{ratio:,.2f}" if ratio >= TWO_PLACES_FROM or not ratio else f"{ratio:.2g}"


def _judged(ratio: float | None, words: Words) -> str:
    """Return the word for a ratio in parentheses."""
    if ratio is None or ratio == 1:
        return "" if ratio is None else f"({words['balanced']})"
    return f"({words['deficit'] if ratio > 1 else words['surplus']})"
