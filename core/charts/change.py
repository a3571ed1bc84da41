"""Change between two dates as charts: gains and losses together, and by zone.

    zone  before_t  after_t  change_t  change_percent
    a          100      130        30            30.0    a bar to the right
    b          200      190       -10            -5.0    a bar to the left;  gains 30, losses -10, together 20

Rows are those of the zone table of carbonstockchange. Of many zones those with the largest changes are shown, gains on
top, the others added up in a last row. Words come from the caller, in the user's language; zone names are data and are
escaped.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ..tables.columns import PERCENT
from ..tables.number_format import share, signed, signed_percent, with_unit
from ..tables.read import require_pandas
from ..tables.summary import MOST_ROWS, as_table, number_list, total
from .elements.axes import AxisUnit, mass_axis
from .elements.bars import BAR_MARK, Series, ZoneBars, hover_text, series_figure, zone_bars
from .elements.heatmap import Chart
from .elements.labels import Words, full_name, label
from .elements.page import require_packages, write_page
from .elements.palette import GAIN, LOSS_COLOUR, NEUTRAL

if TYPE_CHECKING:
    from ..tables.summary import Rows


def write_change_page(path: str, rows: Rows, words: Words, notes: Sequence[str], language: str) -> None:
    """Write the charts of a change as a page.

    Parameters
    ----------
    path : str
        The file to be written.
    rows, words
        As in `change_charts`; the words also hold title.
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
    write_page(path, words["title"], change_charts(rows, words), language, notes)


def change_charts(rows: Rows, words: Words) -> list[Chart]:
    """Return gains and losses together, and by zone in t and in percent.

    Parameters
    ----------
    rows : DataFrame or sequence of mappings
        Rows of the zone table of carbonstockchange.
    words : mapping of str to str
        totals, by_zone, percents, gains, losses, net, net_note (with {total}, {share}), before, after, change, and
        those of `bars.zone_bars` and `axes.mass_axis`.

    Returns
    -------
    list of Chart
    """
    return [change_totals_chart(rows, words), change_chart(rows, words), change_percent_chart(rows, words)]


def change_totals_chart(rows: Rows, words: Words) -> Chart:
    """Return the gains of the zones that gain, the losses of those that lose, and the sum.

    Parameters
    ----------
    rows, words
        As in `change_charts`.

    Returns
    -------
    Chart
    """
    table = as_table(rows)
    changes = [value for value in number_list(table, "change_t") if value is not None]
    gains, losses = math.fsum(v for v in changes if v > 0), math.fsum(v for v in changes if v < 0)
    bars = [
        (words["gains"], gains, GAIN),
        (words["losses"], losses, LOSS_COLOUR),
        (words["net"], gains + losses, NEUTRAL),
    ]
    unit = words["tonnes"]
    axis = mass_axis([gains, losses], words)
    before = total(table, "before_t")
    series = Series(words["change"], axis.divided([value for _, value, _ in bars]), [colour for *_, colour in bars])
    hover = [
        f"<b>{full_name(name)}</b><br>{with_unit(value, unit)} ({share(value, before)})" for name, value, _ in bars
    ]
    figure = series_figure([label(name) for name, *_ in bars], [series], hover, {"title": axis.title})
    note = words["net_note"].format(total=with_unit(gains + losses, unit), share=share(gains + losses, before))
    return Chart(figure, words["totals"], note)


def change_chart(rows: Rows, words: Words, most: int = MOST_ROWS) -> Chart:
    """Return each zone's change in tonnes, from the largest gain to the largest loss; of many the largest changes.

    Parameters
    ----------
    rows, words
        As in `change_charts`.
    most : int
        Zones that are shown by name.

    Returns
    -------
    Chart
    """
    bars = zone_bars(rows, "change_t", words, most=most, by_size=True)
    axis = bars.mass_axis(words, bars.column("change_t"))
    return _changes(bars, "change_t", axis, signed, words["by_zone"], words=words)


def change_percent_chart(rows: Rows, words: Words, most: int = MOST_ROWS) -> Chart:
    """Return each zone's change in percent of what was there before.

    Parameters
    ----------
    rows, words
        As in `change_charts`.
    most : int
        Zones that are shown by name.

    Returns
    -------
    Chart
    """
    bars = zone_bars(rows, "change_percent", words, most=most, by_size=True)
    axis = AxisUnit(1.0, PERCENT)
    return _changes(bars, "change_percent", axis, signed_percent, words["percents"], words=words)


def _changes(
    bars: ZoneBars,
    key: str,
    axis: AxisUnit,
    written: Callable[[float | None], str],
    heading: str,
    *,
    words: Words,
) -> Chart:
    """Return one bar per zone, its number as `written` beside its name."""
    values = axis.divided(bars.column(key))
    colours = [LOSS_COLOUR if value is not None and value < 0 else GAIN for value in values]
    unit = words["tonnes"]
    columns = [bars.column(name) for name in ("before_t", "after_t", "change_t", "change_percent")]
    facts = [(words["before"], unit), (words["after"], unit), (words["change"], unit), (words["change"], PERCENT)]
    hover = [
        hover_text(name, [(word, value, unit) for (word, unit), value in zip(facts, row)])
        for name, row in zip(bars.names, zip(*columns))
    ]
    legend = ((BAR_MARK, GAIN, words["gains"]), (BAR_MARK, LOSS_COLOUR, words["losses"]))
    series = [Series(words["change"], values, colours)]
    labels = [f"{name}  <b>{written(value)}</b>" for name, value in zip(bars.labels, values)]
    return replace(bars, labels=labels).chart(series, hover, {"title": axis.title}, heading, legend=legend)
