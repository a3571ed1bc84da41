"""Sources of emission as charts: what a region releases by source, and which sources make up each zone's emission.

    zone  coal_t  soil_t  total_t
    a          6       2        8     -> bar of 6 coal and 2 soil, shares 75 % and 25 %
    b          1       3        4     -> 1 and 3, 25 % and 75 %;  region: coal 7 (58.3 %), soil 5 (41.7 %)

Rows are those of the zone table of carbonemissions (t C per year). Sources are stacked from the region's largest to
its smallest, in the same order in every bar; more than `MOST_SOURCES` are added up as "other sources". The zones that
emit most are shown, the others added up in a last row. Words come from the caller, in the user's language:
"source:coal" names the source coal, and a source without such a word keeps its own name, which is data and is
escaped.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..tables.columns import TONNES_ENDING
from ..tables.number_format import share, with_unit
from ..tables.read import require_pandas
from ..tables.summary import MOST_ROWS, as_table, number_list, total
from .elements.axes import mass_axis
from .elements.bars import Series, hover_text, series_figure, zone_bars
from .elements.heatmap import Chart
from .elements.labels import LINE_WIDTH, Words, full_name, label, shorten
from .elements.page import require_packages, write_page
from .elements.palette import OTHER_SOURCES, source_colours

if TYPE_CHECKING:
    import pandas

    from ..tables.summary import Rows

MOST_SOURCES = 10
TOTAL_COLUMN = "total_t"


def write_sources_page(path: str, rows: Rows, words: Words, notes: Sequence[str], language: str) -> None:
    """Write the charts of the sources as a page.

    Parameters
    ----------
    path : str
        The file to be written.
    rows, words
        As in `sources_charts`; the words also hold title.
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
    write_page(path, words["title"], sources_charts(rows, words), language, notes)


def sources_charts(rows: Rows, words: Words) -> list[Chart]:
    """Return the region's sources, the zones' in tonnes, and the zones' in percent.

    Parameters
    ----------
    rows : DataFrame or sequence of mappings
        Rows of the zone table of carbonemissions, t C per year.
    words : mapping of str to str
        by_source, by_zone, shares, share, total, total_note (with {total}), other_sources (with {count}), no_source,
        those of `bars.zone_bars` and `axes.mass_axis`, and "source:<name>" for the names that are known.

    Returns
    -------
    list of Chart
    """
    return [sources_chart(rows, words), zone_sources_chart(rows, words), zone_shares_chart(rows, words)]


def source_columns(columns: Iterable[str]) -> list[str]:
    """Return the columns that hold a source's tonnes.

    Parameters
    ----------
    columns : iterable of str

    Returns
    -------
    list of str
        In their order.
    """
    return [column for column in columns if column.endswith(TONNES_ENDING) and column != TOTAL_COLUMN]


@dataclass(frozen=True)
class Sources:
    """The sources of a region, the largest first.

    Attributes
    ----------
    columns : tuple of tuples of str
        The columns that each one adds up.
    names : tuple of str
        Plain text.
    colours : tuple of str
        "#rrggbb".
    """

    columns: tuple[tuple[str, ...], ...]
    names: tuple[str, ...]
    colours: tuple[str, ...]

    @classmethod
    def of(cls, table: pandas.DataFrame, words: Words) -> Sources:
        """Put the sources in order; what is never released anywhere has no place in a legend.

        Parameters
        ----------
        table : pandas.DataFrame
            The zone table.
        words : mapping of str to str
            As in `sources_charts`.

        Returns
        -------
        Sources
        """
        sizes = {column: total(table, column) or 0.0 for column in source_columns(table.columns)}
        columns = sorted((column for column in sizes if sizes[column]), key=lambda column: -sizes[column])
        count = MOST_SOURCES if len(columns) > MOST_SOURCES + 1 else len(columns)
        shown, others = columns[:count], columns[count:]
        sources = [column[: -len(TONNES_ENDING)] for column in shown]
        names = [words.get(f"source:{source}") or shorten(source, LINE_WIDTH) for source in sources]
        colours = source_colours(sources)
        groups: list[tuple[str, ...]] = [(column,) for column in shown]
        if others:
            names.append(words["other_sources"].format(count=len(others)))
            colours.append(OTHER_SOURCES)
            groups.append(tuple(others))
        return cls(tuple(groups), tuple(names), tuple(colours))

    def amounts(self, table: pandas.DataFrame) -> list[list[float | None]]:
        """Return the tonnes of each source in each row.

        Parameters
        ----------
        table : pandas.DataFrame
            Rows with the columns of the sources.

        Returns
        -------
        (sources, rows) list of float or None
            None where no number is there.
        """
        return [_sums([number_list(table, column) for column in group]) for group in self.columns]


def _sums(columns: Sequence[Sequence[float | None]]) -> list[float | None]:
    """Return the sum of each row, None where no column has a number."""
    rows = [[value for value in row if value is not None] for row in zip(*columns)]
    return [math.fsum(row) if row else None for row in rows]


def sources_chart(rows: Rows, words: Words) -> Chart:
    """Return the region's emission by source, with shares, the largest source on top.

    Parameters
    ----------
    rows, words
        As in `sources_charts`.

    Returns
    -------
    Chart
    """
    table = as_table(rows)
    sources = Sources.of(table, words)
    sums = [math.fsum(total(table, column) or 0.0 for column in group) for group in sources.columns]
    whole, unit = math.fsum(sums), words["tonnes"]
    axis = mass_axis(sums, words)
    labels = [f"{label(name)}  <b>{share(value, whole)}</b>" for name, value in zip(sources.names, sums)]
    hover = [
        f"<b>{full_name(name)}</b><br>{with_unit(value, unit)} ({share(value, whole)})"
        for name, value in zip(sources.names, sums)
    ]
    series = Series(words["total"], axis.divided(sums), sources.colours)
    figure = series_figure(labels, [series], hover, {"title": axis.title})
    note = words["total_note"].format(total=with_unit(whole, unit)) if sums else words["no_source"]
    return Chart(figure, words["by_source"], note)


def zone_sources_chart(rows: Rows, words: Words, most: int = MOST_ROWS) -> Chart:
    """Return the zones' emission in tonnes, a bar of all sources per zone, the largest emission on top.

    Parameters
    ----------
    rows, words
        As in `sources_charts`.
    most : int
        Zones that are shown by name.

    Returns
    -------
    Chart
    """
    return _stacked(rows, words, most, in_percent=False)


def zone_shares_chart(rows: Rows, words: Words, most: int = MOST_ROWS) -> Chart:
    """Return the sources' shares of each zone's emission, in the order of `zone_sources_chart`.

    Parameters
    ----------
    rows, words
        As in `sources_charts`.
    most : int
        Zones that are shown by name.

    Returns
    -------
    Chart
    """
    return _stacked(rows, words, most, in_percent=True)


def _stacked(rows: Rows, words: Words, most: int, in_percent: bool) -> Chart:
    table = as_table(rows)
    sources = Sources.of(table, words)
    bars = zone_bars(table, TOTAL_COLUMN, words, most=most)
    unit = words["tonnes"]
    amounts = sources.amounts(bars.table)
    wholes = _sums(amounts) if amounts else [None] * len(bars.table)
    axis = bars.mass_axis(words, wholes)
    hover = []
    for place, (name, amount) in enumerate(zip(bars.names, bars.column(TOTAL_COLUMN))):
        facts = [
            f"{label(source)} <b>{with_unit(values[place], unit)}</b> ({share(values[place], wholes[place])})"
            for source, values in zip(sources.names, amounts)
        ]
        hover.append("<br>".join([hover_text(name, [(words["total"], amount, unit)]), *facts]))
    series = []
    for name, colour, values in zip(sources.names, sources.colours, amounts):
        drawn = [_percent(v, whole) for v, whole in zip(values, wholes)] if in_percent else axis.divided(values)
        series.append(Series(name, drawn, colour))
    if in_percent:
        settings = {"title": words["share"], "range": [0, 100], "ticksuffix": " %"}
        return bars.chart(series, hover, settings, words["shares"], "relative")
    return bars.chart(series, hover, {"title": axis.title}, words["by_zone"], "relative")


def _percent(value: float | None, whole: float | None) -> float | None:
    return None if value is None or not whole else 100 * value / whole
