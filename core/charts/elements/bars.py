"""Horizontal bars of several quantities by zone, and what charts of zones share.

    zone   emission  sequestration            zone a  ######
    a             6              4      ->            ####
    b             1              2            zone b  #
                                                      ##

Bars go from top to bottom in the order of the labels, side by side ("group") or end to end ("relative": negative
values to the left). A value of None has no bar. The legend is HTML, since plotly's takes the space of the bars on a
phone. Labels, hover texts and marks are plotly's markup, names in them escaped; names of series are plain text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .heatmap import Chart, framed
from .labels import MOST_ROWS, Row, Scale, exact, finite, full_name, label, named, tonnes, top, total
from .palette import MARK

Words = Mapping[str, str]
Quotient = tuple[str, str, float]
BAR_MARK, MARKER = "■", "◆"
# Pixels: one bar or several beside one another, and what is around them.
ROW_HEIGHT, MORE_HEIGHT, FRAME = 26, 14, 80
BAR_GAP, EMPTY_HEIGHT = 0.25, 30
# How much longer than all others a last row may be before it is cut.
REST_LONGER = 2.0
NO_PLACES_FROM = 100
# Few ticks, so that numbers with thousands stand side by side on a phone.
AXIS = {"zeroline": True, "zerolinecolor": "#888", "tickformat": ",", "nticks": 4, "rangemode": "tozero"}
TITLE_FONT = {"size": 13}
REST_TEXT = {
    "showarrow": False,
    "bgcolor": "rgba(255,255,255,0.85)",
    "borderpad": 1,
    "font": {"size": 11, "color": MARK},
}


@dataclass(frozen=True)
class Series:
    """One quantity: its bars' lengths, where they start (0 without `bases`), a colour for all or for each."""

    name: str
    values: Sequence[float | None]
    colour: str | Sequence[str]
    bases: Sequence[float] | None = None

    @property
    def sign(self) -> tuple[str, str, str]:
        """The legend's entry of a series of one colour."""
        return BAR_MARK, str(self.colour), self.name


@dataclass(frozen=True)
class Marks:
    """Values as diamonds over the bars."""

    name: str
    values: Sequence[float | None]

    @property
    def sign(self) -> tuple[str, str, str]:
        """The legend's entry."""
        return MARKER, MARK, self.name


def series_figure(
    labels: Sequence[str],
    series: Sequence[Series],
    hover: Sequence[str],
    axis: Mapping[str, Any],
    mode: str = "group",
    marks: Marks | None = None,
    rest: bool = False,
) -> Any:
    """Return the bars (plotly) of all series; `hover` has a text per label, `axis` plotly's settings of the x axis.

    With `rest` the last row adds up many: where it is much longer than the others, the axis ends with them, and the
    numbers of the bars that leave it are written beside their ends.
    """
    from plotly import graph_objects

    places = list(range(len(labels)))
    figure = graph_objects.Figure()
    told = {"hovertext": list(hover), "hoverinfo": "text"}
    for one in series:
        colour = one.colour if isinstance(one.colour, str) else list(one.colour)
        base = None if one.bases is None else list(one.bases)
        figure.add_bar(
            x=list(one.values), y=places, base=base, orientation="h", marker={"color": colour, "line_width": 0}, **told
        )
    if marks is not None:
        marker = {"symbol": "diamond", "size": 9, "color": MARK, "line": {"color": "#fff", "width": 1}}
        figure.add_scatter(x=list(marks.values), y=places, mode="markers", marker=marker, **told)
    figure.update_yaxes(tickvals=places, ticktext=list(labels), range=[len(places) - 0.5, -0.5], showgrid=False)
    figure.update_yaxes(zeroline=False)
    figure.update_xaxes(**{**AXIS, **axis}, title_font=TITLE_FONT)
    if rest:
        shorten_last_bar(figure, [one.values for one in series], mode)
    beside = max(len(series), 1) if mode == "group" else 1
    figure = framed(figure, FRAME + (ROW_HEIGHT + MORE_HEIGHT * (beside - 1)) * max(len(labels), 1))
    figure.update_layout(barmode=mode, bargap=BAR_GAP, hovermode="closest")
    if not labels:
        figure.update_layout(height=EMPTY_HEIGHT, xaxis_visible=False, yaxis_visible=False)
    return figure


def shorten_last_bar(figure: Any, values: Sequence[Sequence[float | None]], mode: str, together: bool = False) -> None:
    """End the axis with the other rows when the last one is much longer, and write its numbers beside its end.

    `values` has a sequence for each series, `mode` is that of the bars; `together` puts the numbers into one line.
    """
    columns = [[value or 0.0 for value in one] for one in values]
    if mode == "group":
        ends = [(min(0.0, *row), max(0.0, *row)) for row in zip(*columns)]
    else:
        ends = [(sum(v for v in row if v < 0), sum(v for v in row if v > 0)) for row in zip(*columns)]
    low, high = min(end for end, _ in ends[:-1]), max(end for _, end in ends[:-1])
    last, span = len(ends) - 1, high - low
    if ends[-1][1] - ends[-1][0] <= REST_LONGER * span:
        return
    figure.update_xaxes(range=[low - 0.06 * span if low < 0 else 0, high + 0.06 * span if high > 0 else 0])
    numbers = [column[-1] for column in columns] if mode == "group" else list(ends[-1])
    height = (1 - BAR_GAP) / len(columns) if mode == "group" and not together else 0.0
    told = [(value, last + (place - (len(numbers) - 1) / 2) * height) for place, value in enumerate(numbers)]
    outside = [(value, y) for value, y in told if not low <= value <= high]
    if together and outside:
        outside = [outside[-1]]
    for value, y in outside:
        text = f"{_short(numbers[0])} → {_short(numbers[-1])}" if together else _short(value)
        text = (f"{text} ▶" if value > 0 else f"◀ {text}").replace("-", "−")
        side = {"x": 1, "xanchor": "right"} if value > 0 else {"x": 0, "xanchor": "left"}
        figure.add_annotation(xref="paper", y=y, text=text, **side, **REST_TEXT)


def _short(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= NO_PLACES_FROM else f"{value:.3g}"


def line_at(figure: Any, x: float, text: str) -> None:
    """Draw a dotted line across all bars, with a word at its upper end."""
    figure.add_shape(
        type="line", x0=x, x1=x, y0=0, y1=1, yref="paper", line={"dash": "dot", "width": 1.5, "color": MARK}
    )
    figure.add_annotation(
        x=x, y=1, yref="paper", yanchor="bottom", text=text, showarrow=False, font={"size": 12, "color": MARK}
    )
    figure.update_layout(margin={"t": 26})


def hover_text(name: str, facts: Sequence[tuple[str, float | None, str]]) -> str:
    """Return a hover box: a name (markup), and lines of word, number, unit."""
    lines = [f"{full_name(word)} <b>{exact(value, unit)}</b>" for word, value, unit in facts]
    return "<br>".join([f"<b>{name}</b>", *lines])


@dataclass(frozen=True)
class ZoneBars:
    """The rows that a chart shows, a row "others" at the end where not all are shown, and what to say of them.

    `labels` and `names` (for hover boxes) are plotly's markup, `note` is plain text.
    """

    rows: list[Row]
    labels: list[str]
    names: list[str]
    note: str
    rest: bool

    def column(self, key: str) -> list[float | None]:
        """Return a column's numbers."""
        return [finite(row, key) for row in self.rows]

    def scale(self, unit: str, *columns: Sequence[float | None]) -> Scale:
        """Return the scale for columns of tonnes; the row "others" has no say in it."""
        return tonnes([value for column in columns for value in column[: len(self.rows) - self.rest]], unit)

    def chart(
        self,
        series: Sequence[Series],
        hover: Sequence[str],
        axis: Mapping[str, Any],
        heading: str,
        mode: str = "group",
        marks: Marks | None = None,
        legend: Sequence[tuple[str, str, str]] | None = None,
    ) -> Chart:
        """Return the chart of these rows; the legend is the series' and the marks' where none is given."""
        figure = series_figure(self.labels, series, hover, axis, mode, marks, self.rest)
        if legend is None:
            legend = [one.sign for one in series] + ([marks.sign] if marks else [])
        return Chart(figure, heading, self.note, legend=tuple(legend) if self.rows else ())


def zone_bars(
    rows: Sequence[Row],
    key: str,
    words: Words,
    sums: Sequence[str] = (),
    quotients: Mapping[str, Quotient] | None = None,
    most: int = MOST_ROWS,
    by_size: bool = False,
) -> ZoneBars:
    """Return the zones with the largest values of `key`; the last row adds up the `sums` of the others.

    `quotients` are columns of that last row which are one of its sums divided by another, times a factor. `words`:
    other_zones (with {count}), shown (with {shown}, {count}), without_value (with {zones}), no_zone.
    """
    shown, rest, without = top(rows, key, most, by_size)
    table = list(shown)
    labels = [label(row.get("zone")) for row in shown]
    told = []
    if rest:
        others: dict[str, Any] = {"zone": words["other_zones"].format(count=f"{len(rest):,}")}
        others.update((name, total(rest, name)) for name in sums)
        for name, (over, under, factor) in (quotients or {}).items():
            others[name] = factor * others[over] / others[under] if others[under] else None
        table.append(others)
        labels.append(f"<i>{label(others['zone'])}</i>")
        count = len(shown) + len(rest)
        told.append(words["shown"].format(shown=f"{len(shown):,}", count=f"{count:,}"))
    if without:
        told.append(words["without_value"].format(zones=named(without, "zone")))
    if not table:
        told.append(words["no_zone"])
    return ZoneBars(table, labels, [full_name(row.get("zone")) for row in table], " ".join(told), bool(rest))
