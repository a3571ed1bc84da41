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

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...tables.number_format import with_unit
from ...tables.summary import MOST_ROWS, join_rows, number_list, split_largest, with_row
from .axes import AxisUnit, mass_axis
from .heatmap import Chart, framed
from .labels import Words, full_name, label, listed
from .palette import MARK

if TYPE_CHECKING:
    import pandas

    from ...tables.summary import Rows

BAR_MARK, MARKER = "■", "◆"
# Pixels: one bar or several beside one another, and what is around them.
ROW_HEIGHT, MORE_HEIGHT, FRAME = 26, 14, 80
BAR_GAP, EMPTY_HEIGHT = 0.25, 30
# How much longer than all others a last row may be before the axis ends with them.
OTHERS_LONGER = 2.0
# Share of the axis that is left free beyond the longest bar.
AXIS_MARGIN = 0.06
NO_PLACES_FROM = 100
# Few ticks, so that numbers with thousands stand side by side on a phone.
AXIS = {"zeroline": True, "zerolinecolor": "#888", "tickformat": ",", "nticks": 4, "rangemode": "tozero"}
TITLE_FONT = {"size": 13}
OTHERS_TEXT = {
    "showarrow": False,
    "bgcolor": "rgba(255,255,255,0.85)",
    "borderpad": 1,
    "font": {"size": 11, "color": MARK},
}


@dataclass(frozen=True)
class Series:
    """One quantity of a chart of bars.

    Attributes
    ----------
    name : str
        Plain text.
    values : sequence of float or None
        Lengths of the bars, in the unit of the axis.
    colour : str or sequence of str
        One for all bars or one for each.
    bases : sequence of float or None
        Where the bars start; 0 where it is None.
    """

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
    """Values as diamonds over the bars.

    Attributes
    ----------
    name : str
        Plain text.
    values : sequence of float or None
        Places on the axis.
    """

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
    *,
    marks: Marks | None = None,
    has_others: bool = False,
) -> Any:
    """Return the bars of all series.

    Parameters
    ----------
    labels, hover : sequence of str
        A label and a hover text for each row, plotly's markup.
    series : sequence of Series
    axis : mapping of str to object
        plotly's settings of the x axis.
    mode : str
        "group": bars side by side; "relative": end to end.
    marks : Marks or None
    has_others : bool
        Whether the last row adds up many: where it is much longer than the others, the axis ends with them, and the
        numbers of the bars that leave it are written beside their ends.

    Returns
    -------
    plotly.graph_objects.Figure
    """
    from plotly import graph_objects

    places = list(range(len(labels)))
    figure = graph_objects.Figure()
    hover_settings = {"hovertext": list(hover), "hoverinfo": "text"}
    for one in series:
        figure.add_bar(
            x=list(one.values),
            y=places,
            base=None if one.bases is None else list(one.bases),
            orientation="h",
            marker={"color": one.colour if isinstance(one.colour, str) else list(one.colour), "line_width": 0},
            **hover_settings,
        )
    if marks is not None:
        marker = {"symbol": "diamond", "size": 9, "color": MARK, "line": {"color": "#fff", "width": 1}}
        figure.add_scatter(x=list(marks.values), y=places, mode="markers", marker=marker, **hover_settings)
    figure.update_yaxes(tickvals=places, ticktext=list(labels), range=[len(places) - 0.5, -0.5], showgrid=False)
    figure.update_yaxes(zeroline=False)
    figure.update_xaxes(**{**AXIS, **axis}, title_font=TITLE_FONT)
    if has_others:
        shorten_last_bar(figure, [one.values for one in series], mode)
    beside = max(len(series), 1) if mode == "group" else 1
    figure = framed(figure, FRAME + (ROW_HEIGHT + MORE_HEIGHT * (beside - 1)) * max(len(labels), 1))
    figure.update_layout(barmode=mode, bargap=BAR_GAP, hovermode="closest")
    if not labels:
        figure.update_layout(height=EMPTY_HEIGHT, xaxis_visible=False, yaxis_visible=False)
    return figure


def shorten_last_bar(
    figure: Any, values: Sequence[Sequence[float | None]], mode: str, on_one_line: bool = False
) -> None:
    """End the axis with the other rows when the last one is much longer, and write its numbers beside its end.

    Parameters
    ----------
    figure : plotly.graph_objects.Figure
        Changed in place.
    values : sequence of sequence of float or None
        For each series a value per row, in the unit of the axis.
    mode : str
        As in `series_figure`.
    on_one_line : bool
        Whether the numbers of all series stand on one line, first → last.
    """
    columns = [[value or 0.0 for value in one] for one in values]
    if mode == "group":
        ends = [(min(0.0, *row), max(0.0, *row)) for row in zip(*columns)]
    else:
        ends = [(sum(v for v in row if v < 0), sum(v for v in row if v > 0)) for row in zip(*columns)]
    low, high = min(end for end, _ in ends[:-1]), max(end for _, end in ends[:-1])
    last, span = len(ends) - 1, high - low
    if ends[-1][1] - ends[-1][0] <= OTHERS_LONGER * span:
        return
    margin = AXIS_MARGIN * span
    figure.update_xaxes(range=[low - margin if low < 0 else 0, high + margin if high > 0 else 0])
    amounts = [column[-1] for column in columns] if mode == "group" else list(ends[-1])
    height = (1 - BAR_GAP) / len(columns) if mode == "group" and not on_one_line else 0.0
    placed = [(amount, last + (place - (len(amounts) - 1) / 2) * height) for place, amount in enumerate(amounts)]
    outside = [(amount, y) for amount, y in placed if not low <= amount <= high]
    if on_one_line and outside:
        outside = [outside[-1]]
    for amount, y in outside:
        text = f"{_beside_bar(amounts[0])} → {_beside_bar(amounts[-1])}" if on_one_line else _beside_bar(amount)
        text = (f"{text} ▶" if amount > 0 else f"◀ {text}").replace("-", "−")
        side = {"x": 1, "xanchor": "right"} if amount > 0 else {"x": 0, "xanchor": "left"}
        figure.add_annotation(xref="paper", y=y, text=text, **side, **OTHERS_TEXT)


def _beside_bar(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= NO_PLACES_FROM else f"{value:.3g}"


def line_at(figure: Any, x: float, text: str) -> None:
    """Draw a dotted line across all bars, with a word at its upper end.

    Parameters
    ----------
    figure : plotly.graph_objects.Figure
        Changed in place.
    x : float
        Place on the axis.
    text : str
        plotly's markup.
    """
    figure.add_shape(
        type="line", x0=x, x1=x, y0=0, y1=1, yref="paper", line={"dash": "dot", "width": 1.5, "color": MARK}
    )
    figure.add_annotation(
        x=x, y=1, yref="paper", yanchor="bottom", text=text, showarrow=False, font={"size": 12, "color": MARK}
    )
    figure.update_layout(margin={"t": 26})


def hover_text(name: str, facts: Sequence[tuple[str, float | None, str]]) -> str:
    """Return a hover box: a name, and lines of word, number and unit.

    Parameters
    ----------
    name : str
        plotly's markup.
    facts : sequence of (str, float or None, str)
        Word and unit are plain text.

    Returns
    -------
    str
        plotly's markup.
    """
    lines = [f"{full_name(word)} <b>{with_unit(value, unit)}</b>" for word, value, unit in facts]
    return "<br>".join([f"<b>{name}</b>", *lines])


@dataclass(frozen=True)
class ZoneBars:
    """The rows that a chart shows, a row for the others at the end where not all are shown, and what to say of them.

    Attributes
    ----------
    table : pandas.DataFrame
        The rows from top to bottom.
    labels, names : list of str
        The zones beside the chart and in its hover boxes, plotly's markup.
    note : str
        What is not shown, plain text.
    has_others : bool
        Whether the last row adds up others.
    """

    table: pandas.DataFrame
    labels: list[str]
    names: list[str]
    note: str
    has_others: bool

    def column(self, key: str) -> list[float | None]:
        """Return a column's numbers.

        Parameters
        ----------
        key : str
            A column; one that the table lacks is empty.

        Returns
        -------
        list of float or None
        """
        return number_list(self.table, key)

    def mass_axis(self, words: Words, *columns: Sequence[float | None]) -> AxisUnit:
        """Return the unit for columns of tonnes; the row of the others has no say in it.

        Parameters
        ----------
        words : mapping of str to str
            As in `axes.mass_axis`.
        *columns : sequence of float or None
            A value per row, t.

        Returns
        -------
        AxisUnit
        """
        shown = len(self.table) - self.has_others
        return mass_axis([value for column in columns for value in column[:shown]], words)

    def chart(
        self,
        series: Sequence[Series],
        hover: Sequence[str],
        axis: Mapping[str, Any],
        heading: str,
        mode: str = "group",
        *,
        marks: Marks | None = None,
        legend: Sequence[tuple[str, str, str]] | None = None,
    ) -> Chart:
        """Return the chart of these rows.

        Parameters
        ----------
        series : sequence of Series
        hover : sequence of str
            A text for each row, plotly's markup.
        axis : mapping of str to object
            plotly's settings of the x axis.
        heading : str
            Plain text.
        mode : str
            As in `series_figure`.
        marks : Marks or None
        legend : sequence of (str, str, str) or None
            Sign, colour and meaning; the series' and the marks' own where it is None.

        Returns
        -------
        Chart
        """
        figure = series_figure(self.labels, series, hover, axis, mode, marks=marks, has_others=self.has_others)
        if legend is None:
            legend = [one.sign for one in series] + ([marks.sign] if marks else [])
        return Chart(figure, heading, self.note, legend=tuple(legend) if len(self.table) else ())


def zone_bars(
    rows: Rows,
    key: str,
    words: Words,
    *,
    most: int = MOST_ROWS,
    by_size: bool = False,
    join: Callable[[pandas.DataFrame], dict[str, float | None]] = join_rows,
) -> ZoneBars:
    """Return the zones with the largest values, and a last row for the others.

    Parameters
    ----------
    rows : DataFrame or sequence of mappings
        Rows of a zone table.
    key : str
        The column that orders them.
    words : mapping of str to str
        other_zones (with {count}), shown (with {shown}, {count}), without_value (with {zones}), no_zone.
    most : int
        Zones that are shown by name.
    by_size : bool
        Whether the largest in absolute terms are shown.
    join : callable
        Makes the last row of the others.

    Returns
    -------
    ZoneBars
    """
    groups = split_largest(rows, key, most, by_size)
    table, others = groups.shown, groups.others
    zones = table["zone"].tolist() if "zone" in table.columns else [None] * len(table)
    labels, notes = [label(zone) for zone in zones], []
    if len(others):
        name = words["other_zones"].format(count=f"{len(others):,}")
        count = len(table) + len(others)
        notes.append(words["shown"].format(shown=f"{len(table):,}", count=f"{count:,}"))
        table = with_row(table, {**join(others), "zone": name})
        zones.append(name)
        labels.append(f"<i>{label(name)}</i>")
    if len(groups.without):
        notes.append(words["without_value"].format(zones=listed(groups.without["zone"].tolist())))
    if not len(table):
        notes.append(words["no_zone"])
    return ZoneBars(table, labels, [full_name(zone) for zone in zones], " ".join(notes), bool(len(others)))
