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

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ..tables.read import require_pandas
from ..tables.summary import MOST_ROWS
from .elements.axes import AxisUnit
from .elements.bars import BAR_MARK, Marks, Series, ZoneBars, hover_text, line_at, zone_bars
from .elements.heatmap import Chart
from .elements.labels import Words
from .elements.page import require_packages, write_page
from .elements.palette import DEFICIT, EMISSION, SEQUESTRATION, SURPLUS

if TYPE_CHECKING:
    from ..tables.summary import Rows

TWO_PLACES_FROM = 0.1


def write_balance_page(path: str, rows: Rows, words: Words, notes: Sequence[str], language: str) -> None:
    """Write the charts of a balance as a page.

    Parameters
    ----------
    path : str
        The file to be written.
    rows, words
        As in `balance_charts`; the words also hold title.
    notes : sequence of str
        Paragraphs below the title, plain text.
    language : str
        As HTML names it.

    Raises
    ------
    ParameterError
        A package that draws charts is missing.
    """
    require_packages()
    require_pandas()
    write_page(path, words["title"], balance_charts(rows, words), language, notes)


def balance_charts(rows: Rows, words: Words) -> list[Chart]:
    """Return ratios, totals and densities.

    Parameters
    ----------
    rows : DataFrame or sequence of mappings
        Rows of the zone table of supplydemandratio.
    words : mapping of str to str
        ratios, ratio_axis, totals, densities, emission, sequestration, mean_ratio, ratio_of_totals, density_unit,
        balanced, surplus, deficit, surplus_key, deficit_key, and those of `bars.zone_bars` and `axes.mass_axis`.

    Returns
    -------
    list of Chart
    """
    return [ratio_chart(rows, words), totals_chart(rows, words), densities_chart(rows, words)]


def ratio_chart(rows: Rows, words: Words, most: int = MOST_ROWS) -> Chart:
    """Return the mean ratios as bars, the largest on top, with the ratios of the totals as diamonds.

    Parameters
    ----------
    rows, words
        As in `balance_charts`.
    most : int
        Zones that are shown by name.

    Returns
    -------
    Chart
    """
    bars = zone_bars(rows, "mean_ratio", words, most=most)
    means, ratios = bars.column("mean_ratio"), bars.column("ratio_of_totals")
    labels = [name if mean is None else f"{name}  <b>{_ratio(mean)}</b>" for name, mean in zip(bars.labels, means)]
    hover = [
        hover_text(
            name,
            [
                (words["mean_ratio"], mean, _meaning(mean, words)),
                (words["ratio_of_totals"], ratio, _meaning(ratio, words)),
            ],
        )
        for name, mean, ratio in zip(bars.names, means, ratios)
    ]
    colours = [DEFICIT if mean is not None and mean > 1 else SURPLUS for mean in means]
    marks = Marks(words["ratio_of_totals"], ratios)
    series = [Series(words["mean_ratio"], means, colours)]
    legend = (
        (BAR_MARK, DEFICIT, words["deficit_key"]),
        (BAR_MARK, SURPLUS, words["surplus_key"]),
        marks.sign,
    )
    axis = {"title": words["ratio_axis"]}
    chart = replace(bars, labels=labels).chart(series, hover, axis, words["ratios"], marks=marks, legend=legend)
    if len(bars.table):
        line_at(chart.figure, 1.0, words["balanced"])
    return chart


def totals_chart(rows: Rows, words: Words, most: int = MOST_ROWS) -> Chart:
    """Return emission and sequestration in a unit that suits them, the zone that emits most on top.

    Parameters
    ----------
    rows, words
        As in `balance_charts`.
    most : int
        Zones that are shown by name.

    Returns
    -------
    Chart
    """
    bars = zone_bars(rows, "emission_t", words, most=most)
    axis = bars.mass_axis(words, bars.column("emission_t"), bars.column("sequestration_t"))
    return _pairs(bars, "_t", axis, words["tonnes"], words["totals"], words=words)


def densities_chart(rows: Rows, words: Words, most: int = MOST_ROWS) -> Chart:
    """Return emission and sequestration per hectare, the zone that emits most per hectare on top.

    Parameters
    ----------
    rows, words
        As in `balance_charts`.
    most : int
        Zones that are shown by name.

    Returns
    -------
    Chart
    """
    bars = zone_bars(rows, "emission_t_ha", words, most=most)
    unit = words["density_unit"]
    return _pairs(bars, "_t_ha", AxisUnit(1.0, unit), unit, words["densities"], words=words)


def _pairs(bars: ZoneBars, ending: str, axis: AxisUnit, unit: str, heading: str, *, words: Words) -> Chart:
    """Return two bars per zone, from the columns with this ending; hover boxes say `unit`, whatever the axis counts."""
    emission, sequestration = bars.column(f"emission{ending}"), bars.column(f"sequestration{ending}")
    series = [
        Series(words["emission"], axis.divided(emission), EMISSION),
        Series(words["sequestration"], axis.divided(sequestration), SEQUESTRATION),
    ]
    hover = [
        hover_text(name, [(words["emission"], released, unit), (words["sequestration"], taken_up, unit)])
        for name, released, taken_up in zip(bars.names, emission, sequestration)
    ]
    return bars.chart(series, hover, {"title": axis.title}, heading)


def _ratio(ratio: float) -> str:
    """Return a ratio with two places, a small one with two digits."""
    return f"{ratio:,.2f}" if ratio >= TWO_PLACES_FROM or not ratio else f"{ratio:.2g}"


def _meaning(ratio: float | None, words: Words) -> str:
    """Return the word for a ratio in parentheses."""
    if ratio is None or ratio == 1:
        return "" if ratio is None else f"({words['balanced']})"
    return f"({words['deficit'] if ratio > 1 else words['surplus']})"
