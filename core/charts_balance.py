"""The balance of zones as charts: what they release and take up, and their ratios, in order.

Words come from the caller, in the user's language; zone names are data and are escaped.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .charts import escaped, styled, write_page

# Bars that can be read on one page.
MOST_BARS = 30
EMISSION, SEQUESTRATION, ACCENT = "#d95f02", "#1b9e77", "#2b6cb0"
BAR_HEIGHT = 24


def write_balance_page(
    path: str, rows: Sequence[Mapping[str, Any]], words: Mapping[str, str], notes: Sequence[str], language: str
) -> None:
    """Write the page for the rows of the zone table. `words`: title, densities, ratios, emission, sequestration,
    mean_ratio, ratio_of_totals, density_unit, balanced, others (with {count}).

    The 30 zones with the largest mean ratios are shown; how many are left out is said. Raises `ParameterError`
    without plotly.
    """
    ranked = sorted((row for row in rows if row["rank"] is not None), key=lambda row: row["rank"])
    shown = ranked[:MOST_BARS]
    told = list(notes)
    if len(ranked) > len(shown):
        told.append(words["others"].format(count=len(ranked) - len(shown)))
    write_page(path, words["title"], [_ratios(shown, words), _densities(shown, words)], language, told)


def _ratios(rows: Sequence[Mapping[str, Any]], words: Mapping[str, str]) -> Any:
    from plotly import graph_objects

    names = [escaped(row["zone"]) for row in rows]
    figure = graph_objects.Figure()
    for key, color in (("mean_ratio", ACCENT), ("ratio_of_totals", "#a0b8d0")):
        values = [row[key] for row in rows]
        figure.add_bar(y=names, x=values, name=words[key], orientation="h", marker_color=color)
    figure.add_vline(x=1, line_dash="dot", annotation_text=words["balanced"], annotation_position="bottom right")
    figure.update_layout(title=words["ratios"], barmode="group", legend={"orientation": "h", "y": -0.1})
    figure.update_yaxes(autorange="reversed", automargin=True, type="category")
    return styled(figure, 160 + 2 * BAR_HEIGHT * len(rows))


def _densities(rows: Sequence[Mapping[str, Any]], words: Mapping[str, str]) -> Any:
    from plotly import graph_objects

    names = [escaped(row["zone"]) for row in rows]
    figure = graph_objects.Figure()
    pairs = (("sequestration_t_ha", "sequestration", SEQUESTRATION), ("emission_t_ha", "emission", EMISSION))
    for key, word, color in pairs:
        values = [row[key] for row in rows]
        figure.add_bar(y=names, x=values, name=words[word], orientation="h", marker_color=color)
    figure.update_layout(title=words["densities"], barmode="group", legend={"orientation": "h", "y": -0.1})
    figure.update_xaxes(title=words["density_unit"])
    figure.update_yaxes(autorange="reversed", automargin=True, type="category")
    return styled(figure, 160 + 2 * BAR_HEIGHT * len(rows))
