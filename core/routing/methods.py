"""The methods of routing: how the wind is given, and to whom a cell sends what it cannot absorb."""

from __future__ import annotations

from enum import IntEnum


class RoutingMethod(IntEnum):
    """Receivers of a cell's outflow; the values are those of the tool's parameter and of records."""

    TWO_NEIGHBOURS = 0
    """The two neighbours on either side of the prevailing wind's bearing."""
    ONE_NEIGHBOUR = 1
    """The neighbour closest to that bearing (D8)."""
    WIND_ROSE = 2
    """All neighbours, by the frequencies of 16 sectors."""
    WELL_MIXED = 3
    """All cells with spare capacity, wherever they lie."""
