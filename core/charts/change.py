"""Change between two dates as charts: gains and losses together, and by zone.

    zone  before_t  after_t  change_t  change_percent
    a          100      130        30            30.0    a bar to the right
    b          200      190       -10            -5.0    a bar to the left;  gains 30, losses -10, together 20

Rows are those of the zone table of carbonstockchange. Of many zones those with the largest changes are shown, gains on
top, the others added up in a last row. Words come from the caller, in the user's language; zone names are data and are
escaped.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from .elements.bars import BAR_MARK, Series, ZoneBars, hover_text, series_figure, zone_bars
from .elements.heatmap import Chart
from .elements.labels import MOST_ROWS, Row, Scale, exact, finite, full_name, label, percent, signed, tonnes
from .elements.page import require_plotly, write_page
from .elements.palette import GAIN, LOSS_COLOUR, NEUTRAL

Words = Mapping[str, str]
SUMS = ("before_t", "after_t", "change_t")
QUOTIENTS = {"change_percent": ("change_t", "before_t", 100.0)}


def write_change_page(path: str, rows: Sequence[Row], words: Words, notes: Sequence[str], language: str) -> None:
    """Write the page for the rows of the zone table; `words` as in `change_charts`, and title.

    Raises `ParameterError` without plotly.
    """
    require_plotly()
    write_page(path, words["title"], change_charts(rows, words), language, notes)


def change_charts(rows: Sequence[Row], words: Words) -> list[Chart]:
    """Return gains and losses together, and by zone in t and in percent.

    `words`: totals, by_zone, percents, gains, losses, net, net_note (with {total}, {share}), before, after, change,
    tonnes (begins with "t"), and those of `charts_bars.zone_bars`.
    """
    return [change_totals_chart(rows, words), change_chart(rows, words), change_percent_chart(rows, words)]


def change_totals_chart(rows: Sequence[Row], words: Words) -> Chart:
    """Return the gains of the zones that gain, the losses of those that lose, and the sum."""
    changes = [value for value in (finite(row, "change_t") for row in rows) if value is not None]
    gains, losses = sum(v for v in changes if v > 0), sum(v for v in changes if v < 0)
    bars = [
        (words["gains"], gains, GAIN),
        (words["losses"], losses, LOSS_COLOUR),
        (words["net"], gains + losses, NEUTRAL),
    ]
    unit = words["tonnes"]
    scale = tonnes([gains, losses], unit)
    before = sum(value for value in (finite(row, "before_t") for row in rows) if value is not None)
    series = Series(words["change"], scale.of([value for _, value, _ in bars]), [colour for *_, colour in bars])
    hover = [f"<b>{full_name(name)}</b><br>{exact(value, unit)} ({percent(value, before)})" for name, value, _ in bars]
    figure = series_figure([label(name) for name, *_ in bars], [series], hover, {"title": scale.unit})
    note = words["net_note"].format(total=exact(gains + losses, unit), share=percent(gains + losses, before))
    return Chart(figure, words["totals"], note)


def change_chart(rows: Sequence[Row], words: Words, most: int = MOST_ROWS) -> Chart:
    """Return each zone's change in t, from the largest gain to the largest loss; of many the largest changes."""
    table = zone_bars(rows, "change_t", words, SUMS, QUOTIENTS, most, by_size=True)
    return _changes(table, "change_t", table.scale(words["tonnes"], table.column("change_t")), words["by_zone"], words)


def change_percent_chart(rows: Sequence[Row], words: Words, most: int = MOST_ROWS) -> Chart:
    """Return each zone's change in percent of what was there before."""
    table = zone_bars(rows, "change_percent", words, SUMS, QUOTIENTS, most, by_size=True)
    return _changes(table, "change_percent", Scale(1.0, "%"), words["percents"], words)


def _changes(table: ZoneBars, key: str, scale: Scale, heading: str, words: Words) -> Chart:
    values = table.column(key)
    colours = [LOSS_COLOUR if value is not None and value < 0 else GAIN for value in values]
    unit = words["tonnes"]
    hover = [
        hover_text(
            name,
            [
                *((words[word], finite(row, f"{word}_t"), unit) for word in ("before", "after", "change")),
                (words["change"], finite(row, "change_percent"), "%"),
            ],
        )
        for name, row in zip(table.names, table.rows)
    ]
    legend = ((BAR_MARK, GAIN, words["gains"]), (BAR_MARK, LOSS_COLOUR, words["losses"]))
    bars = Series(words["change"], scale.of(values), colours)
    labels = [f"{name}  <b>{signed(value)}</b>" for name, value in zip(table.labels, scale.of(values))]
    return replace(table, labels=labels).chart([bars], hover, {"title": scale.unit}, heading, legend=legend)
