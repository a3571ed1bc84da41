"""Bars and heat maps of named layers, as parts of a page: `page.write_page` takes them in place of figures.

    heat_chart(["a", "b"], [[1, -0.5], [-0.5, 1]], ...): two by two cells with their numbers and colours, a colour bar,
    the names along both sides

Bars and rows go from top to bottom in the order given. Numbers stand in the cells of matrices of up to `MOST_NUMBERED`
layers; with more, cells get small, and hovering tells the number. Headings are HTML, because plotly's do not wrap on a
phone; cells keep their size there, and the chart scrolls sideways. Names are data and are escaped.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from .labels import escaped, label
from .page import styled

EMPTY_COLOUR, DARK, LIGHT = "#e4e4e4", "#111111", "#ffffff"
# Share of a scale's end from which on its cells are dark enough for light numbers.
LIGHT_FROM = 0.83
MOST_NUMBERED = 14
# Pixels: a bar; a cell with and without a number in it; what is around them.
BAR_HEIGHT, CELL_HEIGHT, CELL_WIDTH, SMALL_CELL = 34, 40, 44, 18
BAR_FRAME, CELL_FRAME_HEIGHT, CELL_FRAME_WIDTH = 80, 180, 230
TOP_MARGIN, TICK_LENGTH = 12, 5
LEGEND_STYLE = "display:inline-block;max-width:100%;margin-right:1.2em"
COLOUR_BAR = {"thickness": 10, "outlinewidth": 0, "lenmode": "pixels", "len": 200, "y": 1, "yanchor": "top"}


@dataclass(frozen=True)
class Chart:
    """A figure under a heading, a note and a legend; stands for a figure in `page.write_page`.

    Attributes
    ----------
    figure : plotly.graph_objects.Figure
    heading, note : str
        Plain text.
    least_width : int
        In a window narrower than so many pixels it scrolls sideways.
    legend : tuple of (str, str, str)
        Sign, colour and meaning, plain text.
    """

    figure: Any
    heading: str
    note: str = ""
    least_width: int = 0
    legend: tuple[tuple[str, str, str], ...] = ()

    def to_html(self, full_html: bool, include_plotlyjs: bool, config: dict[str, Any]) -> str:
        """Return heading, note, legend and figure; headings of HTML wrap on a phone, plotly's do not.

        Parameters
        ----------
        full_html, include_plotlyjs, config : bool, bool, dict
            As plotly's `to_html` takes them.

        Returns
        -------
        str
            HTML.
        """
        # Plotly's tool bar would lie over what is below on a phone.
        inner = self.figure.to_html(
            full_html=full_html, include_plotlyjs=include_plotlyjs, config={**config, "displayModeBar": False}
        )
        heading = f'<h2 style="font-size:1.1rem;margin:0.5rem 0">{escaped(self.heading)}</h2>'
        note = f'<p style="margin:0">{escaped(self.note)}</p>' if self.note else ""
        legend = "".join(
            f'<span style="{LEGEND_STYLE}"><span style="color:{colour}">{escaped(sign)}</span> {escaped(text)}</span> '
            for sign, colour, text in self.legend
        )
        legend = f'<p style="margin:0.3rem 0 0;line-height:1.5">{legend}</p>' if legend else ""
        wide = f'<div style="overflow-x:auto"><div style="min-width:{self.least_width}px">{inner}</div></div>'
        return heading + note + legend + wide


def bar_chart(
    labels: Sequence[str],
    values: Sequence[float],
    colours: Sequence[str],
    hover: Sequence[str],
    axis: dict[str, Any],
    *,
    heading: str,
    note: str = "",
    errors: dict[str, Any] | None = None,
) -> Chart:
    """Return horizontal bars from top to bottom.

    Parameters
    ----------
    labels, hover : sequence of str
        A label and a hover text for each bar, plotly's markup, names in them escaped.
    values : sequence of float
    colours : sequence of str
    axis : dict
        plotly's settings of the x axis.
    heading, note : str
        Plain text.
    errors : dict or None
        plotly's settings of the error bars.

    Returns
    -------
    Chart
    """
    from plotly import graph_objects

    places = list(range(len(labels)))
    figure = graph_objects.Figure()
    figure.add_bar(
        x=list(values),
        y=places,
        orientation="h",
        marker_color=list(colours),
        error_x=errors,
        hovertext=list(hover),
        hoverinfo="text",
    )
    figure.update_yaxes(tickvals=places, ticktext=list(labels), autorange="reversed")
    figure.update_xaxes(zeroline=True, zerolinecolor="#888", **axis)
    return Chart(framed(figure, BAR_FRAME + BAR_HEIGHT * len(labels)), heading, note)


def heat_chart(
    names: Sequence[str],
    values: np.ndarray,
    numbers: Sequence[Sequence[str]],
    hover: Sequence[Sequence[str]],
    colours: Sequence[str],
    *,
    limits: tuple[float, float],
    heading: str,
    note: str = "",
    background: str = EMPTY_COLOUR,
) -> Chart:
    """Return a matrix as a heat map.

    Parameters
    ----------
    names : sequence of str
        Of the rows from top to bottom and of the columns from left to right.
    values : (names, names) float64
        nan shows the background.
    numbers, hover : (names, names) of str
        The text in each cell and its hover text, plotly's markup, names in them escaped.
    colours : sequence of str
        They run evenly along the limits.
    limits : (float, float)
        Ends of the scale of colours.
    heading, note : str
        Plain text.
    background : str
        A colour.

    Returns
    -------
    Chart
    """
    from plotly import graph_objects

    places, count = list(range(len(names))), len(names)
    figure = graph_objects.Figure()
    figure.add_heatmap(
        x=places,
        y=places,
        # plotly writes nan as a word that is no JSON in old versions.
        z=[[None if math.isnan(value) else float(value) for value in line] for line in values],
        zmin=limits[0],
        zmax=limits[1],
        colorscale=[[step / (len(colours) - 1), colour] for step, colour in enumerate(colours)],
        colorbar={**COLOUR_BAR},
        hovertext=[list(line) for line in hover],
        hoverinfo="text",
        hoverongaps=False,
        xgap=1,
        ygap=1,
    )
    labels = [label(name) for name in names]
    axis = {"tickvals": places, "ticktext": labels, "showgrid": False, "zeroline": False, "automargin": True}
    figure.update_xaxes(**axis, tickangle=-90, range=[-0.5, count - 0.5])
    figure.update_yaxes(**axis, range=[count - 0.5, -0.5])
    numbered = count <= MOST_NUMBERED
    height, width = (CELL_HEIGHT, CELL_WIDTH) if numbered else (SMALL_CELL, SMALL_CELL)
    figure = framed(figure, CELL_FRAME_HEIGHT + height * count)
    figure.update_layout(plot_bgcolor=background)
    if numbered:
        figure.update_layout(annotations=list(_annotations(values, numbers, max(map(abs, limits)))))
    return Chart(figure, heading, note, CELL_FRAME_WIDTH + width * count)


def _annotations(values: np.ndarray, numbers: Sequence[Sequence[str]], end: float) -> Iterator[dict[str, Any]]:
    """Yield the numbers as annotations: plotly writes into the cells of heat maps only from 5.5 on."""
    for row, col in np.argwhere(~np.isnan(values)):
        colour = LIGHT if abs(values[row, col]) >= LIGHT_FROM * end else DARK
        font = {"size": 11, "color": colour}
        yield {"x": int(col), "y": int(row), "text": numbers[row][col], "showarrow": False, "font": font}


def framed(figure: Any, height: int) -> Any:
    """Set what all charts share; a finger that moves over a chart scrolls the page.

    Parameters
    ----------
    figure : plotly.graph_objects.Figure
        Changed in place.
    height : int
        Pixels.

    Returns
    -------
    plotly.graph_objects.Figure
        The same figure.
    """
    figure = styled(figure, height)
    # Ticks that are not seen keep the labels off the cells and bars.
    figure.update_yaxes(
        automargin=True, fixedrange=True, ticks="outside", ticklen=TICK_LENGTH, tickcolor="rgba(0,0,0,0)"
    )
    figure.update_xaxes(fixedrange=True)
    figure.update_layout(showlegend=False, dragmode=False, margin={"t": TOP_MARGIN, "l": 10, "r": 10})
    return figure
