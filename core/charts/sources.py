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

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from .elements.bars import Series, hover_text, series_figure, zone_bars
from .elements.heatmap import Chart
from .elements.labels import (
    LINE_WIDTH,
    MOST_ROWS,
    Row,
    exact,
    finite,
    full_name,
    label,
    percent,
    shorten,
    tonnes,
    total,
)
from .elements.page import require_plotly, write_page
from .elements.palette import OTHER_SOURCES, source_colours

Words = Mapping[str, str]
MOST_SOURCES = 10
SUFFIX, TOTAL_COLUMN = "_t", "total_t"


def write_sources_page(path: str, rows: Sequence[Row], words: Words, notes: Sequence[str], language: str) -> None:
    """Write the page for the rows of the zone table; `words` as in `sources_charts`, and title.

    Raises `ParameterError` without plotly.
    """
    require_plotly()
    write_page(path, words["title"], sources_charts(rows, words), language, notes)


def sources_charts(rows: Sequence[Row], words: Words) -> list[Chart]:
    """Return the region's sources, the zones' in tonnes, and the zones' in percent.

    `words`: by_source, by_zone, shares, share, total, total_note (with {total}), tonnes (begins with "t"),
    other_sources (with {count}), no_source, those of `charts_bars.zone_bars`, and "source:<name>" for the names that
    are known.
    """
    return [sources_chart(rows, words), zone_sources_chart(rows, words), zone_shares_chart(rows, words)]


def source_columns(columns: Iterable[str]) -> list[str]:
    """Return the columns that hold a source's tonnes, in their order."""
    return [column for column in columns if column.endswith(SUFFIX) and column != TOTAL_COLUMN]


@dataclass(frozen=True)
class Sources:
    """The sources of a region, the largest first: columns that each one adds up, name (plain text), colour."""

    columns: tuple[tuple[str, ...], ...]
    names: tuple[str, ...]
    colours: tuple[str, ...]

    @classmethod
    def of(cls, rows: Sequence[Row], words: Words) -> Sources:
        """Put the sources of the rows in order; what is never released anywhere has no place in a legend."""
        columns = source_columns(dict.fromkeys(column for row in rows for column in row))
        sizes = {column: total(rows, column) for column in columns}
        columns = sorted((column for column in columns if sizes[column]), key=lambda column: -sizes[column])
        count = MOST_SOURCES if len(columns) > MOST_SOURCES + 1 else len(columns)
        kept, rest = columns[:count], columns[count:]
        sources = [column[: -len(SUFFIX)] for column in kept]
        names = [words.get(f"source:{source}") or shorten(source, LINE_WIDTH) for source in sources]
        colours = source_colours(sources)
        groups = [(column,) for column in kept]
        if rest:
            names.append(words["other_sources"].format(count=len(rest)))
            colours.append(OTHER_SOURCES)
            return cls((*groups, tuple(rest)), tuple(names), tuple(colours))
        return cls(tuple(groups), tuple(names), tuple(colours))

    def amounts(self, row: Row) -> list[float | None]:
        """Return the row's tonnes of each source; None where no number is there."""
        return [_sum(row, columns) for columns in self.columns]


def _sum(row: Row, columns: Sequence[str]) -> float | None:
    known = [value for value in (finite(row, column) for column in columns) if value is not None]
    return sum(known) if known else None


def sources_chart(rows: Sequence[Row], words: Words) -> Chart:
    """Return the region's emission by source, with shares, the largest source on top."""
    sources = Sources.of(rows, words)
    sums = [sum(total(rows, column) for column in columns) for columns in sources.columns]
    whole = sum(sums)
    scale = tonnes(sums, words["tonnes"])
    labels = [f"{label(name)}  <b>{percent(value, whole)}</b>" for name, value in zip(sources.names, sums)]
    hover = [
        f"<b>{full_name(name)}</b><br>{exact(value, words['tonnes'])} ({percent(value, whole)})"
        for name, value in zip(sources.names, sums)
    ]
    series = Series(words["total"], scale.of(sums), sources.colours)
    figure = series_figure(labels, [series], hover, {"title": scale.unit})
    note = words["total_note"].format(total=exact(whole, words["tonnes"])) if sums else words["no_source"]
    return Chart(figure, words["by_source"], note)


def zone_sources_chart(rows: Sequence[Row], words: Words, most: int = MOST_ROWS) -> Chart:
    """Return the zones' emission in t or Mt, a bar of all sources per zone, the largest emission on top."""
    return _stacked(rows, words, most, shares=False)


def zone_shares_chart(rows: Sequence[Row], words: Words, most: int = MOST_ROWS) -> Chart:
    """Return the sources' shares of each zone's emission, in the order of `zone_sources_chart`."""
    return _stacked(rows, words, most, shares=True)


def _stacked(rows: Sequence[Row], words: Words, most: int, shares: bool) -> Chart:
    sources = Sources.of(rows, words)
    columns = [column for group in sources.columns for column in group]
    table = zone_bars(rows, TOTAL_COLUMN, words, [TOTAL_COLUMN, *columns], None, most)
    unit = words["tonnes"]
    amounts = [sources.amounts(row) for row in table.rows]
    wholes = [sum(value for value in line if value is not None) for line in amounts]
    scale = table.scale(unit, wholes)
    hover = []
    for name, row, line, whole in zip(table.names, table.rows, amounts, wholes):
        facts = [
            f"{label(source)} <b>{exact(value, unit)}</b> ({percent(value, whole)})"
            for source, value in zip(sources.names, line)
        ]
        hover.append("<br>".join([hover_text(name, [(words["total"], finite(row, TOTAL_COLUMN), unit)]), *facts]))
    series = []
    for place, (name, colour) in enumerate(zip(sources.names, sources.colours)):
        values = [line[place] for line in amounts]
        drawn = [_share(value, whole) for value, whole in zip(values, wholes)] if shares else scale.of(values)
        series.append(Series(name, drawn, colour))
    axis = {"title": words["share"], "range": [0, 100], "ticksuffix": " %"} if shares else {"title": scale.unit}
    return table.chart(series, hover, axis, words["shares"] if shares else words["by_zone"], "relative")


def _share(value: float | None, whole: float) -> float | None:
    return None if value is None or not whole else 100 * value / whole
