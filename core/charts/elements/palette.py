"""One colour per meaning, in every chart.

    EMISSION orange, SEQUESTRATION green, SURPLUS blue, DEFICIT dark red-brown; a gain is a surplus, a loss a deficit

The colours of one chart are told apart with normal and with red-green blind eyes, and stand out from white (a test
measures both, with the simulation of Machado, Oliveira and Fernandes 2009, DOI 10.1109/TVCG.2009.113).
"""

from __future__ import annotations

from collections.abc import Sequence

EMISSION, SEQUESTRATION = "#d95f02", "#1b9e77"
SURPLUS, DEFICIT = "#3b82c4", "#8c2d04"
GAIN, LOSS_COLOUR = SURPLUS, DEFICIT
RATIO = "#5b4a9c"
# What is compared with something, without a meaning of its own.
NEUTRAL, MARK = "#7d8590", "#222222"

# Where emitted carbon ends.
DESTINATIONS = {
    "absorbed_home": "#1b9e77",
    "absorbed_downwind": "#9ad7aa",
    "exported": "#6b4c9a",
    "gaps": "#c19500",
    "dispersed": "#ab93db",
    "trapped": "#55464e",
    "calm": "#a3a9b7",
}
UNFIXED_COLOUR = DESTINATIONS["trapped"]

# Sources by the first part of their name: coal_t and coal_tce are both coal.
SOURCES = {
    "soil": "#ada158",
    "population": "#d35b00",
    "pigs": "#eac6d6",
    "large_livestock": "#b80089",
    "coal": "#333333",
    "oil": "#3a85a8",
    "gas": "#92bbf7",
    "electricity": "#f5dd3a",
    "timber": "#314e32",
    "cement": "#b5a4b9",
}
SPARE = (
    "#295eec",
    "#76b65a",
    "#a04948",
    "#55b4c8",
    "#d43993",
    "#3d3b1b",
    "#fe6631",
    "#354389",
    "#a0dc5a",
    "#9e797b",
    "#0065be",
)
OTHER_SOURCES = "#d9d9d9"


def source_colours(sources: Sequence[str]) -> list[str]:
    """Return a colour for each source: its own where it is known, else the spare ones in turn.

    Parameters
    ----------
    sources : sequence of str
        Names; those of the plugin's tables are known by their first part.

    Returns
    -------
    list of str
        "#rrggbb", different as long as there are spare ones.
    """
    colours: list[str] = []
    for source in sources:
        known = next((colour for name, colour in SOURCES.items() if _is(source, name) and colour not in colours), None)
        free = [colour for colour in SPARE if colour not in colours]
        colours.append(known or (free[0] if free else SPARE[len(colours) % len(SPARE)]))
    return colours


def _is(source: str, name: str) -> bool:
    return source == name or source.startswith(f"{name}_")


def transparent(colour: str, opacity: float) -> str:
    """Return a colour with an opacity, as plotly writes it.

    Parameters
    ----------
    colour : str
        "#rrggbb".
    opacity : float
        0 to 1.

    Returns
    -------
    str
        "rgba(r,g,b,opacity)".
    """
    red, green, blue = (int(colour[k : k + 2], 16) for k in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity})"
