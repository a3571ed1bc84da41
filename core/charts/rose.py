"""Wind roses as charts for `page.write_page`.

    roses = [Rose("54511", frequencies, resultant=318.0, facts="1,095 records")]      # frequencies (17,), sum 1
    write_page("roses.html", "Wind roses", rose_charts(roses))

A bar points to where the wind comes from, north up; its length is the share of all observations, calms included, and
the share of calm stands in the middle. The darkest bar is the prevailing sector (of equal ones the first clockwise from
north, as in `wind`), a diamond at the rim marks the resultant.

Up to `SIDE_BY_SIDE` roses stand side by side on one scale, as many in a row as the window is wide; more share one
chart with a list to choose from, each on its own scale.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..wind.directions import CALM_BAND, SECTOR_NAMES, SECTOR_WIDTH, SECTORS
from .elements.labels import escaped
from .elements.page import require_packages, styled

SIDE_BY_SIDE = 24
# Characters of a name that fit over a rose.
ROSE_NAME_LENGTH = 32
# Scales end at a multiple of this share.
SCALE_STEP = 0.05
AXIS_DIGITS = 5
BAR_WIDTH = 19.0
HOLE = 0.24
RESULTANT_AT = 0.93
GRID_COLOUR = "#d5d5d5"
PANEL_HEIGHT, CHOICE_HEIGHT, CHOICE_TOP, CHOICE_TITLE, CHOICE_BOTTOM = 340, 600, 150, 66, 30
SECTOR_COLOUR, PREVAILING_COLOUR, RESULTANT_COLOUR = "#9dc3de", "#1b5a92", "#d95f02"
CENTRES = tuple(SECTOR_WIDTH * k for k in range(SECTORS))
GRID_STYLE = "display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,{width}),1fr));gap:0.5rem"


@dataclass(frozen=True)
class Rose:
    """One rose.

    Attributes
    ----------
    name : str
        Plain text.
    frequencies : (17,) float64
        Shares of the 16 sectors, from north clockwise, and of calms; they add up to 1.
    resultant : float
        Degrees that the resultant wind comes from, clockwise from north; nan for none.
    facts : str
        A short line under the name, plain text.
    """

    name: str
    frequencies: np.ndarray
    resultant: float = math.nan
    facts: str = ""

    @property
    def largest(self) -> float:
        """The largest frequency of a sector."""
        return float(self.frequencies[:SECTORS].max())

    @property
    def title(self) -> str:
        """Name and facts as plotly's markup."""
        name = self.name if len(self.name) <= ROSE_NAME_LENGTH else self.name[: ROSE_NAME_LENGTH - 1] + "…"
        facts = f"<br><span style='font-size:12px'>{escaped(self.facts)}</span>" if self.facts else ""
        return f"<b>{escaped(name)}</b>{facts}"


@dataclass(frozen=True)
class Panels:
    """Figures side by side, as many in a row as fit; stands for one figure in `page.write_page`.

    Attributes
    ----------
    figures : tuple of plotly.graph_objects.Figure
    width : str
        The least width of a figure, as CSS writes it.
    """

    figures: tuple[Any, ...]
    width: str = "17rem"

    def to_html(self, full_html: bool, include_plotlyjs: bool, config: dict[str, Any]) -> str:
        """Return the figures in a grid; plotly's script, when asked for, comes with the first.

        Parameters
        ----------
        full_html, include_plotlyjs, config : bool, bool, dict
            As plotly's `to_html` takes them.

        Returns
        -------
        str
            HTML.
        """
        # Plotly's tool bar would lie over the titles.
        config = {**config, "displayModeBar": False}
        cells = []
        for number, figure in enumerate(self.figures):
            inner = figure.to_html(
                full_html=full_html,
                include_plotlyjs=include_plotlyjs and number == 0,
                config=config,
            )
            cells.append(f'<div style="min-width:0">{inner}</div>')
        return f'<div style="{GRID_STYLE.format(width=self.width)}">{"".join(cells)}</div>'


def rose_charts(roses: Sequence[Rose], calm: str = "calm", compass: Sequence[str] = SECTOR_NAMES) -> list[Any]:
    """Return roses side by side, or, of many, one at a time with a list to choose from.

    Parameters
    ----------
    roses : sequence of Rose
    calm : str
        The word in the middle, plain text.
    compass : sequence of str
        Names of the 16 sectors, from north clockwise.

    Returns
    -------
    list of Panels
        Empty without roses.

    Raises
    ------
    ParameterError
        A package that draws charts is missing.
    """
    require_packages()
    if not roses:
        return []
    if len(roses) > SIDE_BY_SIDE:
        return [Panels((_choice(roses, calm, compass),), "100%")]
    top = _scale(max(rose.largest for rose in roses))
    return [Panels(tuple(_panel(rose, top, calm, compass) for rose in roses))]


def _scale(largest: float) -> float:
    """The end of a scale that shows a frequency; at least two steps."""
    return round(max(2, math.ceil(round(largest / SCALE_STEP, 6))) * SCALE_STEP, 2)


def _scale_axis(rose: Rose, top: float) -> dict[str, Any]:
    """The scale, between the two neighbouring sectors with the shortest bars, its labels upright."""
    sectors = rose.frequencies[:SECTORS]
    gap = int((sectors + np.roll(sectors, -1)).round(AXIS_DIGITS).argmin())
    # Counter-clockwise from east, as plotly counts the angle of this axis.
    angle = (90.0 - (gap + 0.5) * SECTOR_WIDTH + 180.0) % 360.0 - 180.0
    return {"range": [0, top], "tickvals": [round(top / 2, 3), top], "angle": angle, "tickangle": angle}


def _traces(rose: Rose, top: float, compass: Sequence[str]) -> dict[str, list[list[float]]]:
    """Lengths and directions of the three traces: other sectors, prevailing sector, resultant."""
    shares = rose.frequencies[:SECTORS].round(AXIS_DIGITS)
    first = int(rose.frequencies[:SECTORS].argmax())
    prevails = rose.largest > 0
    others = shares.copy()
    others[first] = 0.0
    defined = math.isfinite(rose.resultant)
    return {
        "r": [others.tolist(), [float(shares[first])] if prevails else [], [RESULTANT_AT * top] if defined else []],
        "theta": [list(CENTRES), [CENTRES[first]] if prevails else [], [round(rose.resultant, 1)] if defined else []],
        "customdata": [list(compass), [compass[first]] if prevails else [], []],
    }


def _middle(rose: Rose, calm: str) -> str:
    return f"{escaped(calm)}<br>{100 * float(rose.frequencies[CALM_BAND]):.1f} %"


def _figure(rose: Rose, top: float, calm: str, compass: Sequence[str], height: int) -> Any:
    """A figure of one rose."""
    from plotly import graph_objects

    traces = _traces(rose, top, compass)
    bars = [
        graph_objects.Barpolar(
            r=traces["r"][k],
            theta=traces["theta"][k],
            width=[BAR_WIDTH] * SECTORS,
            customdata=traces["customdata"][k],
            marker={"color": colour},
            hovertemplate="%{customdata} %{theta}: %{r:.1%}<extra></extra>",
        )
        for k, colour in enumerate((SECTOR_COLOUR, PREVAILING_COLOUR))
    ]
    resultant = graph_objects.Scatterpolar(
        r=traces["r"][2],
        theta=traces["theta"][2],
        mode="markers",
        marker={"symbol": "diamond", "size": 11, "color": RESULTANT_COLOUR},
        cliponaxis=False,
        hovertemplate="%{theta}<extra></extra>",
    )
    figure = styled(graph_objects.Figure([*bars, resultant]), height)
    figure.update_layout(
        showlegend=False,
        title={"text": rose.title, "x": 0.5, "xanchor": "center", "y": 0.97, "yanchor": "top", "font": {"size": 15}},
        margin={"l": 35, "r": 35, "t": 75, "b": 25},
        annotations=[
            {
                "text": _middle(rose, calm),
                "x": 0.5,
                "y": 0.5,
                "showarrow": False,
                "align": "center",
                "font": {"size": 11},
            }
        ],
        polar={
            "hole": HOLE,
            "angularaxis": {
                "gridcolor": GRID_COLOUR,
                "linecolor": GRID_COLOUR,
                "rotation": 90,
                "direction": "clockwise",
                "tickvals": list(CENTRES[::2]),
                "ticktext": list(compass[::2]),
            },
            "radialaxis": {
                **_scale_axis(rose, top),
                "tickformat": ".0%",
                "tickfont": {"size": 10, "color": "#444"},
                "showline": False,
                "ticks": "",
                "gridcolor": GRID_COLOUR,
            },
        },
    )
    return figure


def _panel(rose: Rose, top: float, calm: str, compass: Sequence[str]) -> Any:
    return _figure(rose, top, calm, compass, PANEL_HEIGHT)


def _choice(roses: Sequence[Rose], calm: str, compass: Sequence[str]) -> Any:
    """One figure with a list of all roses."""
    figure = _figure(roses[0], _scale(roses[0].largest), calm, compass, CHOICE_HEIGHT)
    buttons = []
    for rose in roses:
        top = _scale(rose.largest)
        layout = {
            "title.text": rose.title,
            **{f"polar.radialaxis.{key}": value for key, value in _scale_axis(rose, top).items()},
            "annotations[0].text": _middle(rose, calm),
        }
        name = Rose(rose.name, rose.frequencies).title
        buttons.append({"label": name, "method": "update", "args": [_traces(rose, top, compass), layout]})
    plot_height = CHOICE_HEIGHT - CHOICE_TOP - CHOICE_BOTTOM
    figure.update_layout(
        margin={"t": CHOICE_TOP, "b": CHOICE_BOTTOM},
        title={"y": 1 - CHOICE_TITLE / CHOICE_HEIGHT},
        updatemenus=[
            {
                "buttons": buttons,
                "x": 0.5,
                "xanchor": "center",
                "y": 1 + (CHOICE_TOP - 10) / plot_height,
                "yanchor": "top",
                "bgcolor": "#fff",
            }
        ],
    )
    return figure
