"""One colour per meaning, in every chart.

    EMISSION orange, SEQUESTRATION green, SURPLUS blue, DEFICIT dark red-brown; a gain is a surplus, a loss a deficit

The colours of one chart are told apart with normal and with red-green blind eyes, and stand out from white (a test
measures both, with the simulation of Machado, Oliveira and Fernandes 2009, DOI 10.1109/TVCG.2009.113).
"""

from __future__ import annotations

from collections.abc import Sequence

EMISSION, SEQUESTRATION = "#d95f02", "#1b9e77"
SURPLUS, DEFICIT = "#3b82c4", "#8c2d04"
GAIN, LOSS = SURPLUS, DEFICIT
RATIO = "#5b4a9c"
# What is compared with something, without a meaning of its own.
NEUTRAL, MARK = "#7d8590", "#222222"

# Where emitted carbon ends.
DESTINATIONS = {
    "absorbed_home": "#1b9e77",
    "absorbed_downwind": "#8fd3bb",
    "exported": "#6b4c9a",
    "gaps": "#e6ab02",
    "dispersed": "#b7a6d6",
    "trapped": "#4d4d4d",
    "calm": "#a9a9a9",
}
UNFIXED = DESTINATIONS["trapped"]

# Sources by the first part of their name: coal_t and coal_tce are both coal.
SOURCES = {
    "soil": "#b5834a",
    "population": "#d95f02",
    "pigs": "#f2a7c0",
    "large_livestock": "#a6266e",
    "coal": "#3d3d3d",
    "oil": "#1f5f99",
    "gas": "#7fc4e8",
    "electricity": "#f0d43a",
    "timber": "#3f8f4f",
    "cement": "#a3a9b0",
}
SPARE = ("#5e4fa2", "#66c2a5", "#d53e4f", "#c7b42c", "#2c7fb8", "#bf812d", "#35978f", "#c51b7d")
OTHER_SOURCES = "#d9d9d9"


def source_colours(sources: Sequence[str]) -> list[str]:
    """Return a colour for each source: its own where it is known, else the spare ones in turn."""
    colours: list[str] = []
    for source in sources:
        known = next((colour for name, colour in SOURCES.items() if _is(source, name) and colour not in colours), None)
        free = [colour for colour in SPARE if colour not in colours]
        colours.append(known or (free[0] if free else SPARE[len(colours) % len(SPARE)]))
    return colours


def _is(source: str, name: str) -> bool:
    return source == name or source.startswith(f"{name}_")


def transparent(colour: str, opacity: float) -> str:
    """Return "#rrggbb" as plotly's rgba()."""
    red, green, blue = (int(colour[k : k + 2], 16) for k in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity})"
