"""Correlations and factor detectors as charts: rankings as bars, matrices as heat maps.

    r = 0.5 worth M = 28 independent cells: atanh r = 0.5493, half = 1.96 / sqrt(28 - 3) = 0.3920, so that the 95 %
    interval is tanh(0.1573) .. tanh(0.9413) = 0.1560 .. 0.7358

The interval is Fisher's z (1921, Metron 1, 3-32) with the effective sample size M instead of N; rank correlations
(Spearman) are treated the same way, which makes their intervals about 3 % too short. M of 3 or less has none.

Correlations are coloured from -1 (blue) through 0 (white) to 1 (orange), equally dark at both ends, and told apart with
any colour vision; the scale is the same for every matrix. q is coloured from 0 (white) to the largest q (blue). Numbers
stand in the cells of matrices of up to `MOST_NUMBERED` layers.

Words come from the caller, in the user's language; layer names are data and are escaped.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from .charts import escaped, require_plotly, styled, write_page
from .correlation import Correlation
from .detector import (
    ENHANCE_BIVARIATE,
    ENHANCE_NONLINEAR,
    INDEPENDENT,
    WEAKEN_NONLINEAR,
    WEAKEN_UNIVARIATE,
)

Row = Mapping[str, Any]

# The standard normal's 97.5 % quantile.
Z_95 = 1.959963984540054
DIVERGING = ("#1f5f99", "#8db8dc", "#f7f7f7", "#f2b079", "#b04a00")
SEQUENTIAL = ("#ffffff", "#8db8dc", "#1f5f99")
POSITIVE, NEGATIVE, BAR, EMPTY = "#d57a30", "#4a86bd", "#2b6cb0", "#e4e4e4"
DARK, LIGHT = "#222222", "#ffffff"
# Share of a scale's end from which on its cells are dark enough for light numbers.
LIGHT_FROM = 0.72
MOST_NUMBERED = 14
NAME_LENGTH = 20
# Pixels: a bar; a cell with and without a number in it; what is around them.
BAR_HEIGHT, CELL_HEIGHT, CELL_WIDTH, SMALL_CELL = 34, 40, 44, 18
BAR_FRAME, CELL_FRAME_HEIGHT, CELL_FRAME_WIDTH = 80, 180, 230
TOP_MARGIN, TICK_LENGTH, COLOURBAR_LENGTH = 12, 5, 200
SIGNS = {
    ENHANCE_NONLINEAR: "↑↑",
    ENHANCE_BIVARIATE: "↑",
    INDEPENDENT: "+",
    WEAKEN_UNIVARIATE: "↓",
    WEAKEN_NONLINEAR: "↓↓",
}


@dataclass(frozen=True)
class Chart:
    """A figure under a heading and a note, which are plain text; stands for a figure in `charts.write_page`.

    In a window narrower than `least_width` pixels it scrolls sideways.
    """

    figure: Any
    heading: str
    note: str = ""
    least_width: int = 0

    def to_html(self, full_html: bool, include_plotlyjs: bool, config: dict[str, Any]) -> str:
        """Return heading, note and figure; headings of HTML wrap on a phone, plotly's do not."""
        # Plotly's tool bar would lie over what is below on a phone.
        inner = self.figure.to_html(
            full_html=full_html, include_plotlyjs=include_plotlyjs, config={**config, "displayModeBar": False}
        )
        heading = f'<h2 style="font-size:1.1rem;margin:0.5rem 0">{escaped(self.heading)}</h2>'
        note = f'<p style="margin:0">{escaped(self.note)}</p>' if self.note else ""
        wide = f'<div style="overflow-x:auto"><div style="min-width:{self.least_width}px">{inner}</div></div>'
        return heading + note + wide


def fisher_interval(r: float, n_effective: float) -> tuple[float, float] | None:
    """Return the 95 % confidence interval of a correlation; None when undefined or M is 3 or less."""
    if math.isnan(r) or not n_effective > 3:
        return None
    if abs(r) >= 1:
        return r, r
    centre, half = math.atanh(r), Z_95 / math.sqrt(n_effective - 3)
    return math.tanh(centre - half), math.tanh(centre + half)


def write_correlation_page(
    path: str,
    correlation: Correlation,
    ranking: Sequence[Row],
    words: Mapping[str, str],
    notes: Sequence[str],
    language: str,
) -> None:
    """Write the ranking (rows of `ranking.rank`) and the matrix; the target is the correlation's first layer.

    `words`: title (with {target}), ranking, interval, matrix, cells, effective, without (with {layers}). Raises
    `ParameterError` without plotly.
    """
    require_plotly()
    told = list(notes)
    shown = [row for row in ranking if row["r"] is not None]
    lost = [str(row["layer"]) for row in ranking if row["r"] is None]
    if lost:
        told.append(words["without"].format(layers=", ".join(lost)))
    figures = [ranking_chart(shown, words)] if shown else []
    figures.append(correlation_chart(correlation, words))
    write_page(path, words["title"].format(target=correlation.names[0]), figures, language, told)


def write_detector_page(
    path: str,
    factors: Sequence[Row],
    interactions: Sequence[Row],
    words: Mapping[str, str],
    notes: Sequence[str],
    language: str,
) -> None:
    """Write the q of the factors and of their overlays (rows of `factor_detector` and `interaction_detector`).

    `words`: title, factors, strata, interactions, both, without (with {layers}), and a word for each kind of
    interaction. Raises `ParameterError` without plotly.
    """
    require_plotly()
    told = list(notes)
    shown = [row for row in factors if row["q"] is not None]
    lost = [str(row["factor"]) for row in factors if row["q"] is None]
    if lost:
        told.append(words["without"].format(layers=", ".join(lost)))
    figures = [factor_chart(shown, words)] if shown else []
    pairs = [row for row in interactions if row["q_both"] is not None]
    if pairs:
        figures.append(interaction_chart(pairs, [str(row["factor"]) for row in factors], words))
    write_page(path, words["title"], figures, language, told)


def ranking_chart(rows: Sequence[Row], words: Mapping[str, str]) -> Chart:
    """Return bars of r in the order of the rows, with the confidence interval where there is one."""
    r = [float(row["r"]) for row in rows]
    sizes = [math.nan if row["n_effective"] is None else float(row["n_effective"]) for row in rows]
    intervals = [fisher_interval(value, size) or (value, value) for value, size in zip(r, sizes)]
    errors = {
        "type": "data",
        "array": [high - value for value, (_, high) in zip(r, intervals)],
        "arrayminus": [value - low for value, (low, _) in zip(r, intervals)],
        "color": DARK,
        "thickness": 1.5,
        "width": 4,
    }
    figure = _bars(
        [str(row["layer"]) for row in rows], r, [POSITIVE if value >= 0 else NEGATIVE for value in r], errors
    )
    figure.data[0].hovertext = [_told_of_r(row, interval, words) for row, interval in zip(rows, intervals)]
    figure.update_xaxes(range=[-1.05, 1.05], tickvals=[-1, -0.5, 0, 0.5, 1], title="r")
    # In the margin, where no bar and no interval can lie.
    figure.update_yaxes(ticktext=[f"{_short(row['layer'])}  <b>{_signed(row['r'])}</b>" for row in rows])
    tested = any(not math.isnan(size) for size in sizes)
    note = f"├─┤ {words['interval']}" if tested else ""
    return Chart(_framed(figure, BAR_FRAME + BAR_HEIGHT * len(rows)), words["ranking"], note)


def correlation_chart(correlation: Correlation, words: Mapping[str, str]) -> Chart:
    """Return the matrix as a heat map; entries without a value are grey."""
    names = correlation.names
    hover = [
        [
            f"{escaped(a)}<br>{escaped(b)}<br>r = {_signed(correlation.r[i, j], 4)}"
            f"<br>{escaped(words['cells'])}: {int(correlation.n[i, j]):,}"
            for j, b in enumerate(names)
        ]
        for i, a in enumerate(names)
    ]
    numbers = [[_signed(value) for value in line] for line in correlation.r]
    figure = _heat_map(names, correlation.r, numbers, hover, DIVERGING, (-1.0, 1.0))
    return _heat_chart(figure, len(names), words["matrix"], "")


def factor_chart(rows: Sequence[Row], words: Mapping[str, str]) -> Chart:
    """Return bars of q in the order of the rows."""
    q = [float(row["q"]) for row in rows]
    figure = _bars([str(row["factor"]) for row in rows], q, [BAR] * len(rows), None)
    figure.data[0].hovertext = [
        f"{escaped(row['factor'])}<br>q = {row['q']:.4f}<br>"
        + ("" if row["p"] is None else f"p = {row['p']:.3g}<br>")
        + f"{escaped(words['strata'])}: {row['strata']}"
        for row in rows
    ]
    figure.update_xaxes(range=[0, 1.1 * max(*q, 1e-3)] if max(q) < 0.9 else [0, 1], title="q")
    figure.update_yaxes(ticktext=[f"{_short(row['factor'])}  <b>{row['q']:.3f}</b>" for row in rows])
    return Chart(_framed(figure, BAR_FRAME + BAR_HEIGHT * len(rows)), words["factors"])


def interaction_chart(rows: Sequence[Row], names: Sequence[str], words: Mapping[str, str]) -> Chart:
    """Return the q of all overlays as a heat map's lower triangle, each factor's own q on the diagonal."""
    place = {name: number for number, name in enumerate(names)}
    count = len(names)
    q = np.full((count, count), np.nan)
    numbers = [[""] * count for _ in names]
    hover = [[""] * count for _ in names]
    for row in rows:
        a, b = sorted((place[row["factor_a"]], place[row["factor_b"]]))
        q[b, a] = row["q_both"]
        numbers[b][a] = f"{row['q_both']:.3f}<br>{SIGNS[row['kind']]}"
        hover[b][a] = (
            f"{escaped(row['factor_a'])}: q = {row['q_a']:.4f}<br>{escaped(row['factor_b'])}: q = {row['q_b']:.4f}<br>"
            f"{escaped(words['both'])}: q = {row['q_both']:.4f}<br>{escaped(words[row['kind']])}"
        )
        for name, key in ((row["factor_a"], "q_a"), (row["factor_b"], "q_b")):
            own = place[name]
            q[own, own] = row[key]
            numbers[own][own] = f"<i>{row[key]:.3f}</i>"
            hover[own][own] = f"{escaped(name)}: q = {row[key]:.4f}"
    top = max(float(np.nanmax(q)), 1e-6)
    figure = _heat_map(names, q, numbers, hover, SEQUENTIAL, (0.0, top))
    figure.update_layout(plot_bgcolor=LIGHT)
    met = {row["kind"] for row in rows}
    legend = " · ".join(f"{sign} {words[kind]}" for kind, sign in SIGNS.items() if kind in met)
    return _heat_chart(figure, count, words["interactions"], legend if count <= MOST_NUMBERED else "")


def _bars(names: Sequence[str], values: Sequence[float], colours: Sequence[str], errors: dict[str, Any] | None) -> Any:
    from plotly import graph_objects

    places = list(range(len(names)))
    figure = graph_objects.Figure()
    figure.add_bar(
        x=list(values), y=places, orientation="h", marker_color=list(colours), error_x=errors, hoverinfo="text"
    )
    figure.update_yaxes(tickvals=places, ticktext=[_short(name) for name in names], autorange="reversed")
    figure.update_xaxes(zeroline=True, zerolinecolor="#888")
    return figure


def _heat_map(
    names: Sequence[str],
    values: np.ndarray,
    numbers: Sequence[Sequence[str]],
    hover: Sequence[Sequence[str]],
    colours: Sequence[str],
    limits: tuple[float, float],
) -> Any:
    from plotly import graph_objects

    places = list(range(len(names)))
    figure = graph_objects.Figure()
    figure.add_heatmap(
        x=places,
        y=places,
        # plotly writes nan as a word that is no JSON in old versions.
        z=[[None if math.isnan(value) else float(value) for value in line] for line in values],
        zmin=limits[0],
        zmax=limits[1],
        colorscale=[[step / (len(colours) - 1), colour] for step, colour in enumerate(colours)],
        colorbar={
            "thickness": 10,
            "outlinewidth": 0,
            "lenmode": "pixels",
            "len": COLOURBAR_LENGTH,
            "y": 1,
            "yanchor": "top",
        },
        hovertext=[list(line) for line in hover],
        hoverinfo="text",
        hoverongaps=False,
        xgap=1,
        ygap=1,
    )
    short = [_short(name) for name in names]
    axis = {"tickvals": places, "ticktext": short, "showgrid": False, "zeroline": False, "automargin": True}
    figure.update_xaxes(**axis, tickangle=-90, range=[-0.5, len(names) - 0.5])
    figure.update_yaxes(**axis, range=[len(names) - 0.5, -0.5])
    figure.update_layout(plot_bgcolor=EMPTY)
    if len(names) <= MOST_NUMBERED:
        figure.update_layout(annotations=list(_annotations(values, numbers, max(map(abs, limits)))))
    return figure


def _annotations(values: np.ndarray, numbers: Sequence[Sequence[str]], end: float) -> list[dict[str, Any]]:
    """Numbers as annotations: plotly writes into the cells of heat maps only from 5.5 on."""
    return [
        {
            "x": int(col),
            "y": int(row),
            "text": numbers[row][col],
            "showarrow": False,
            "font": {"size": 11, "color": LIGHT if abs(values[row, col]) >= LIGHT_FROM * end else DARK},
        }
        for row, col in np.argwhere(~np.isnan(values))
    ]


def _heat_chart(figure: Any, count: int, heading: str, note: str) -> Chart:
    """A chart with cells large enough for their numbers, or without numbers."""
    height, width = (CELL_HEIGHT, CELL_WIDTH) if count <= MOST_NUMBERED else (SMALL_CELL, SMALL_CELL)
    framed = _framed(figure, CELL_FRAME_HEIGHT + height * count)
    return Chart(framed, heading, note, CELL_FRAME_WIDTH + width * count)


def _framed(figure: Any, height: int) -> Any:
    figure = styled(figure, height)
    # Ticks that are not seen keep the labels off the cells and bars.
    figure.update_yaxes(automargin=True, ticks="outside", ticklen=TICK_LENGTH, tickcolor="rgba(0,0,0,0)")
    figure.update_layout(showlegend=False, margin={"t": TOP_MARGIN, "l": 10, "r": 10})
    return figure


def _told_of_r(row: Row, interval: tuple[float, float], words: Mapping[str, str]) -> str:
    lines = [escaped(row["layer"]), f"r = {_signed(row['r'], 4)}", f"{escaped(words['cells'])}: {row['n']:,}"]
    if row["n_effective"] is not None:
        lines.append(f"{escaped(words['effective'])}: {row['n_effective']:,.1f}")
    if interval[0] < interval[1]:
        low, high = (_signed(value) for value in interval)
        lines.append(f"{escaped(words['interval'])}: {low} … {high}")
    if row["p"] is not None:
        lines.append(f"p = {row['p']:.3g}")
    return "<br>".join(lines)


def _short(name: object) -> str:
    text = str(name)
    return escaped(text if len(text) <= NAME_LENGTH else text[: NAME_LENGTH - 1] + "…")


def _signed(value: float, digits: int = 2) -> str:
    """A number with a true minus sign; "-0.00" is 0.00."""
    text = f"{value:.{digits}f}"
    if float(text) == 0:
        text = text.lstrip("-")
    return text.replace("-", "−")
