"""Correlations and factor detectors as charts: rankings as bars, matrices as heat maps.

    r = 0.5 worth M = 28 independent cells: atanh r = 0.5493, half = 1.96 / sqrt(28 - 3) = 0.3920; the 95 %
    interval is tanh(0.1573) .. tanh(0.9413) = 0.1560 .. 0.7358

The interval is Fisher's z (1921, Metron 1, 3-32) with the effective sample size M instead of N; rank correlations
(Spearman) are treated the same way, which makes their intervals about 3 % too short. M of 3 or less has none.

Correlations are coloured from -1 (blue) through 0 (white) to 1 (orange), equally dark at both ends, and told apart with
any colour vision; the scale is the same for every matrix. q is coloured from 0 (white) to the largest q (blue).

Words come from the caller, in the user's language; layer names are data and are escaped.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from ..drivers.correlation import Correlation
from ..drivers.factor_detector import (
    ENHANCE_BIVARIATE,
    ENHANCE_NONLINEAR,
    INDEPENDENT,
    WEAKEN_NONLINEAR,
    WEAKEN_UNIVARIATE,
)
from .elements.heatmap import DARK, LIGHT, MOST_NUMBERED, Chart, bar_chart, heat_chart, short_name
from .elements.page import escaped, require_plotly, write_page

Row = Mapping[str, Any]

# The standard normal's 97.5 % quantile.
Z_95 = 1.959963984540054
DIVERGING = ("#1f5f99", "#8db8dc", "#f7f7f7", "#eba468", "#9c4100")
SEQUENTIAL = ("#ffffff", "#8db8dc", "#1f5f99")
POSITIVE, NEGATIVE, BAR_COLOUR = "#d57a30", "#4a86bd", "#2b6cb0"
# The least end of a scale of q.
LEAST_Q = 1e-3
SIGNS = {
    ENHANCE_NONLINEAR: "↑↑",
    ENHANCE_BIVARIATE: "↑",
    INDEPENDENT: "+",
    WEAKEN_UNIVARIATE: "↓",
    WEAKEN_NONLINEAR: "↓↓",
}


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
    intervals = [fisher_interval(value, size) for value, size in zip(r, sizes)]
    ends = [interval or (value, value) for interval, value in zip(intervals, r)]
    errors = {
        "type": "data",
        "array": [high - value for value, (_, high) in zip(r, ends)],
        "arrayminus": [value - low for value, (low, _) in zip(r, ends)],
        "color": DARK,
        "thickness": 1.5,
        "width": 4,
    }
    return bar_chart(
        # In the margin, where no bar and no interval can lie.
        [f"{short_name(row['layer'])}  <b>{_signed(row['r'])}</b>" for row in rows],
        r,
        [POSITIVE if value >= 0 else NEGATIVE for value in r],
        [_hover_of_r(row, interval, words) for row, interval in zip(rows, intervals)],
        {"range": [-1.05, 1.05], "tickvals": [-1, -0.5, 0, 0.5, 1], "title": "r"},
        words["ranking"],
        f"├─┤ {words['interval']}" if any(intervals) else "",
        errors if any(intervals) else None,
    )


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
    return heat_chart(names, correlation.r, numbers, hover, DIVERGING, (-1.0, 1.0), words["matrix"])


def factor_chart(rows: Sequence[Row], words: Mapping[str, str]) -> Chart:
    """Return bars of q in the order of the rows."""
    q = [float(row["q"]) for row in rows]
    hover = [
        f"{escaped(row['factor'])}<br>q = {row['q']:.4f}<br>"
        + ("" if row["p"] is None else f"p = {row['p']:.3g}<br>")
        + f"{escaped(words['strata'])}: {row['strata']}"
        for row in rows
    ]
    return bar_chart(
        [f"{short_name(row['factor'])}  <b>{row['q']:.3f}</b>" for row in rows],
        q,
        [BAR_COLOUR] * len(rows),
        hover,
        {"range": [0, min(1.0, 1.1 * max(*q, LEAST_Q))], "title": "q"},
        words["factors"],
    )


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
    met = {row["kind"] for row in rows} if count <= MOST_NUMBERED else set()
    legend = " · ".join(f"{sign} {words[kind]}" for kind, sign in SIGNS.items() if kind in met)
    limits = (0.0, max(float(np.nanmax(q)), LEAST_Q))
    return heat_chart(names, q, numbers, hover, SEQUENTIAL, limits, words["interactions"], legend, LIGHT)


def _hover_of_r(row: Row, interval: tuple[float, float] | None, words: Mapping[str, str]) -> str:
    lines = [escaped(row["layer"]), f"r = {_signed(row['r'], 4)}", f"{escaped(words['cells'])}: {row['n']:,}"]
    if row["n_effective"] is not None:
        lines.append(f"{escaped(words['effective'])}: {row['n_effective']:,.1f}")
    if interval is not None:
        low, high = (_signed(value) for value in interval)
        lines.append(f"{escaped(words['interval'])}: {low} … {high}")
    if row["p"] is not None:
        lines.append(f"p = {row['p']:.3g}")
    return "<br>".join(lines)


def _signed(value: float, digits: int = 2) -> str:
    """A number with a true minus sign; "-0.00" is 0.00."""
    text = f"{value:.{digits}f}"
    if float(text) == 0:
        text = text.lstrip("-")
    return text.replace("-", "−")
