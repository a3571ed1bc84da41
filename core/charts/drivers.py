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
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from ..drivers.correlation import Correlation
from ..drivers.factor_detector import (
    ENHANCE_BIVARIATE,
    ENHANCE_NONLINEAR,
    INDEPENDENT,
    WEAKEN_NONLINEAR,
    WEAKEN_UNIVARIATE,
)
from ..tables.number_format import fixed
from ..tables.read import require_pandas
from ..tables.summary import as_table, finite_numbers
from .elements.heatmap import DARK, LIGHT, MOST_NUMBERED, Chart, bar_chart, heat_chart
from .elements.labels import Words, escaped, label
from .elements.page import require_packages, write_page

if TYPE_CHECKING:
    import pandas

    from ..tables.summary import Rows

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
    """Return the 95 % confidence interval of a correlation.

    Parameters
    ----------
    r : float
        -1 to 1, or nan.
    n_effective : float
        The effective sample size M, or nan.

    Returns
    -------
    (float, float) or None
        tanh(atanh r ∓ 1.96 / sqrt(M - 3)); None when undefined or M is 3 or less.

    References
    ----------
    Fisher, R. A. (1921), On the "probable error" of a coefficient of correlation deduced from a small sample,
    Metron 1, 3-32.
    """
    if math.isnan(r) or not n_effective > 3:
        return None
    if abs(r) >= 1:
        return r, r
    centre, half = math.atanh(r), Z_95 / math.sqrt(n_effective - 3)
    return math.tanh(centre - half), math.tanh(centre + half)


def write_correlation_page(
    path: str,
    correlation: Correlation,
    ranking: Rows,
    words: Words,
    notes: Sequence[str],
    *,
    language: str,
) -> None:
    """Write the ranking and the matrix as a page.

    Parameters
    ----------
    path : str
        The file to be written.
    correlation : Correlation
        The target is its first layer.
    ranking : DataFrame or sequence of mappings
        Rows of the ranking: layer, r, n, n_effective, p.
    words : mapping of str to str
        title (with {target}), ranking, interval, matrix, cells, effective, without (with {layers}).
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
    table = as_table(ranking)
    defined = finite_numbers(table, "r").notna()
    shown = table[defined]
    figures = [ranking_chart(shown, words)] if len(shown) else []
    figures.append(correlation_chart(correlation, words))
    title = words["title"].format(target=correlation.names[0])
    write_page(path, title, figures, language, [*notes, *_without(table[~defined], "layer", words)])


def write_detector_page(
    path: str,
    factors: Rows,
    interactions: Rows,
    words: Words,
    notes: Sequence[str],
    *,
    language: str,
) -> None:
    """Write the q of the factors and of their overlays as a page.

    Parameters
    ----------
    path : str
        The file to be written.
    factors, interactions : DataFrame or sequence of mappings
        Rows of `factor_detector` and `interaction_detector`.
    words : mapping of str to str
        title, factors, strata, interactions, both, without (with {layers}), and a word for each kind of interaction.
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
    table, pairs = as_table(factors), as_table(interactions)
    defined = finite_numbers(table, "q").notna()
    shown = table[defined]
    figures = [factor_chart(shown, words)] if len(shown) else []
    pairs = pairs[finite_numbers(pairs, "q_both").notna()]
    if len(pairs):
        figures.append(interaction_chart(pairs, table["factor"].astype(str).tolist(), words))
    write_page(path, words["title"], figures, language, [*notes, *_without(table[~defined], "factor", words)])


def _without(table: pandas.DataFrame, column: str, words: Words) -> list[str]:
    """Return the note that names what has no value."""
    return [words["without"].format(layers=", ".join(map(str, table[column])))] if len(table) else []


def ranking_chart(rows: Rows, words: Words) -> Chart:
    """Return bars of r in the order of the rows, with the confidence interval where there is one.

    Parameters
    ----------
    rows : DataFrame or sequence of mappings
        layer, r (a number in each row), n, n_effective, p.
    words : mapping of str to str
        ranking, interval, cells, effective.

    Returns
    -------
    Chart
    """
    table = as_table(rows)
    r, sizes = finite_numbers(table, "r").tolist(), finite_numbers(table, "n_effective").tolist()
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
        [f"{label(name)}  <b>{fixed(value)}</b>" for name, value in zip(table["layer"], r)],
        r,
        [POSITIVE if value >= 0 else NEGATIVE for value in r],
        _hover_of_r(table, intervals, words),
        {"range": [-1.05, 1.05], "tickvals": [-1, -0.5, 0, 0.5, 1], "title": "r"},
        heading=words["ranking"],
        note=f"├─┤ {words['interval']}" if any(intervals) else "",
        errors=errors if any(intervals) else None,
    )


def correlation_chart(correlation: Correlation, words: Words) -> Chart:
    """Return the matrix as a heat map; entries without a value are grey.

    Parameters
    ----------
    correlation : Correlation
    words : mapping of str to str
        matrix, cells.

    Returns
    -------
    Chart
    """
    names = correlation.names
    hover = [
        [
            f"{escaped(a)}<br>{escaped(b)}<br>r = {fixed(correlation.r[i, j], 4)}"
            f"<br>{escaped(words['cells'])}: {int(correlation.n[i, j]):,}"
            for j, b in enumerate(names)
        ]
        for i, a in enumerate(names)
    ]
    numbers = [[fixed(value) for value in line] for line in correlation.r]
    return heat_chart(names, correlation.r, numbers, hover, DIVERGING, limits=(-1.0, 1.0), heading=words["matrix"])


def factor_chart(rows: Rows, words: Words) -> Chart:
    """Return bars of q in the order of the rows.

    Parameters
    ----------
    rows : DataFrame or sequence of mappings
        factor, q (a number in each row), p, strata.
    words : mapping of str to str
        factors, strata.

    Returns
    -------
    Chart
    """
    table = as_table(rows)
    names = table["factor"].tolist()
    q, p, strata = (finite_numbers(table, name).tolist() for name in ("q", "p", "strata"))
    hover = [
        f"{escaped(name)}<br>q = {value:.4f}<br>"
        + ("" if math.isnan(probability) else f"p = {probability:.3g}<br>")
        + f"{escaped(words['strata'])}: {0.0 if math.isnan(count) else count:.0f}"
        for name, value, probability, count in zip(names, q, p, strata)
    ]
    return bar_chart(
        [f"{label(name)}  <b>{value:.3f}</b>" for name, value in zip(names, q)],
        q,
        [BAR_COLOUR] * len(q),
        hover,
        {"range": [0, min(1.0, 1.1 * max(*q, LEAST_Q))], "title": "q"},
        heading=words["factors"],
    )


def interaction_chart(rows: Rows, names: Sequence[str], words: Words) -> Chart:
    """Return the q of all overlays as a heat map's lower triangle, each factor's own q on the diagonal.

    Parameters
    ----------
    rows : DataFrame or sequence of mappings
        factor_a, factor_b, q_a, q_b, q_both (numbers in each row), kind.
    names : sequence of str
        The factors in the order of the map.
    words : mapping of str to str
        interactions, both, and a word for each kind.

    Returns
    -------
    Chart
    """
    table = as_table(rows)
    place = {name: number for number, name in enumerate(names)}
    count = len(names)
    q = np.full((count, count), np.nan)
    numbers = [[""] * count for _ in names]
    hover = [[""] * count for _ in names]
    columns = table[["factor_a", "factor_b", "q_a", "q_b", "q_both", "kind"]]
    for first, second, q_a, q_b, q_both, kind in columns.itertuples(index=False, name=None):
        a, b = sorted((place[first], place[second]))
        q[b, a] = q_both
        numbers[b][a] = f"{q_both:.3f}<br>{SIGNS[kind]}"
        hover[b][a] = (
            f"{escaped(first)}: q = {q_a:.4f}<br>{escaped(second)}: q = {q_b:.4f}<br>"
            f"{escaped(words['both'])}: q = {q_both:.4f}<br>{escaped(words[kind])}"
        )
        for name, value in ((first, q_a), (second, q_b)):
            own = place[name]
            q[own, own] = value
            numbers[own][own] = f"<i>{value:.3f}</i>"
            hover[own][own] = f"{escaped(name)}: q = {value:.4f}"
    shown = set(table["kind"]) if count <= MOST_NUMBERED else set()
    note = " · ".join(f"{sign} {words[kind]}" for kind, sign in SIGNS.items() if kind in shown)
    limits = (0.0, max(float(np.nanmax(q)), LEAST_Q))
    return heat_chart(
        names,
        q,
        numbers,
        hover,
        SEQUENTIAL,
        limits=limits,
        heading=words["interactions"],
        note=note,
        background=LIGHT,
    )


def _hover_of_r(table: pandas.DataFrame, intervals: Sequence[tuple[float, float] | None], words: Words) -> list[str]:
    columns: list[list[Any]] = [finite_numbers(table, name).tolist() for name in ("r", "n", "n_effective", "p")]
    texts = []
    for name, interval, r, n, n_effective, p in zip(table["layer"], intervals, *columns):
        lines = [escaped(name), f"r = {fixed(r, 4)}", f"{escaped(words['cells'])}: {0 if math.isnan(n) else int(n):,}"]
        if not math.isnan(n_effective):
            lines.append(f"{escaped(words['effective'])}: {n_effective:,.1f}")
        if interval is not None:
            low, high = map(fixed, interval)
            lines.append(f"{escaped(words['interval'])}: {low} … {high}")
        if not math.isnan(p):
            lines.append(f"p = {p:.3g}")
        texts.append("<br>".join(lines))
    return texts
