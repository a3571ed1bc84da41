"""What legends say, in the user's language."""

from __future__ import annotations

from collections.abc import Sequence

from ..framework.translation import translate

# Upper bounds of the classes of emission / sequestration, the last one open. Against a stock, annual emission is a few
# percent: so the classes of surplus reach far down.
RATIO_BREAKS = (0.05, 0.075, 0.1, 0.5, 0.9, 1.1, 2.0, 5.0)
# Of each class, the place of its colour among eleven from blue to red.
RATIO_SHADES = (0, 1, 2, 3, 4, 5, 7, 8, 10)


def ratio_labels() -> list[str]:
    """Labels of the classes between `RATIO_BREAKS`: a surplus is one of sequestration."""
    very_strong = translate("CarbonServiceFlow", "very strong surplus")
    words = [
        very_strong,
        very_strong,
        very_strong,
        translate("CarbonServiceFlow", "strong surplus"),
        translate("CarbonServiceFlow", "surplus"),
        translate("CarbonServiceFlow", "balanced"),
        translate("CarbonServiceFlow", "deficit"),
        translate("CarbonServiceFlow", "strong deficit"),
        translate("CarbonServiceFlow", "very strong deficit"),
    ]
    return [f"{text}  {word}" for text, word in zip(range_labels(RATIO_BREAKS, ""), words)]


def sector_words() -> list[str]:
    """Where the wind comes from, clockwise in steps of 45 degrees."""
    return [
        translate("CarbonServiceFlow", "from north"),
        translate("CarbonServiceFlow", "from north-east"),
        translate("CarbonServiceFlow", "from east"),
        translate("CarbonServiceFlow", "from south-east"),
        translate("CarbonServiceFlow", "from south"),
        translate("CarbonServiceFlow", "from south-west"),
        translate("CarbonServiceFlow", "from west"),
        translate("CarbonServiceFlow", "from north-west"),
    ]


def inside_word() -> str:
    """The one class of a study grid."""
    return translate("CarbonServiceFlow", "inside")


def unit_word(unit: str) -> str:
    """A unit as legends show it; "" for numbers without unit, the unit itself when it has no words: t/ha, m/s."""
    known = {
        "": "",
        "1": "",
        "t C/ha per year": translate("CarbonServiceFlow", "t C/ha per year"),
        "t C per year": translate("CarbonServiceFlow", "t C per year"),
        "thousand t C per year": translate("CarbonServiceFlow", "thousand t C per year"),
        "million t C per year": translate("CarbonServiceFlow", "million t C per year"),
        "currency per ha": translate("CarbonServiceFlow", "currency per ha"),
        "per cell": translate("CarbonServiceFlow", "per cell"),
        "per ha": translate("CarbonServiceFlow", "per ha"),
        "per km2": translate("CarbonServiceFlow", "per km²"),
    }
    return known.get(unit, unit)


def heading(kind: str, band: str) -> str:
    """What stands over the classes of a raster in the layer tree; `band`, its description, where a kind has many."""
    return {
        "studygrid": translate("CarbonServiceFlow", "study area"),
        "stock": translate("CarbonServiceFlow", "all pools"),
        "change": translate("CarbonServiceFlow", "after − before"),
        "change_rate": translate("CarbonServiceFlow", "(after − before) / years"),
        "value": translate("CarbonServiceFlow", "value of the change"),
        "emission": translate("CarbonServiceFlow", "all sources"),
        "difference": translate("CarbonServiceFlow", "sequestration − emission"),
        "ratio": translate("CarbonServiceFlow", "emission / sequestration"),
        "flow": translate("CarbonServiceFlow", "min(emission, sequestration)"),
        "wind": translate("CarbonServiceFlow", "where the wind comes from"),
        "speed": translate("CarbonServiceFlow", "calms included"),
        "constancy": translate("CarbonServiceFlow", "|mean vector| / mean speed"),
        "reliability": translate("CarbonServiceFlow", "how much the stations agree"),
        "flux": translate("CarbonServiceFlow", "what leaves the cell downwind"),
        "absorbed": translate("CarbonServiceFlow", "own and imported"),
        "imported": translate("CarbonServiceFlow", "brought by the wind"),
        "remainder": translate("CarbonServiceFlow", "trapped or calm"),
    }.get(kind, band)


def number(value: float) -> str:
    """A number as legends show it: 1,000,000; 0.05; −3."""
    text = f"{value:,.6g}" if abs(value) < 1e6 else f"{value:,.0f}"
    return text.replace("-", "−", 1) if text.startswith("-") else text


def with_unit(text: str, unit: str) -> str:
    """A label with the unit behind it."""
    return f"{text} {unit}" if unit else text


def range_labels(breaks: Sequence[float], unit: str, from_zero: bool = False) -> list[str]:
    """Labels of the classes that `breaks` bound: one more than there are breaks; `from_zero`: nothing is below 0."""
    if not breaks:
        return [with_unit("≥ 0" if from_zero else "", unit)]
    inner = [f"{number(low)} – {number(high)}" for low, high in zip(breaks[:-1], breaks[1:])]
    first = "0" if from_zero and breaks[0] == 0 else f"≤ {number(breaks[0])}"
    return [with_unit(text, unit) for text in (first, *inner, f"> {number(breaks[-1])}")]
