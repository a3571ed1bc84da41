"""Units of axes: values are drawn in one unit, tonnes in the one that suits the largest.

>>> axis = mass_axis([5.0, 2.5e7], {"tonnes": "t C per year", "million_t": "Mt"})
>>> axis.title, axis.divided([5e6, None])
('Mt C per year', [5.0, None])
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ...tables.number_format import MassUnit
from .labels import Words


@dataclass(frozen=True)
class AxisUnit:
    """The unit of an axis.

    Attributes
    ----------
    divisor : float
        Values are drawn divided by it.
    title : str
        What the axis says, plain text.
    """

    divisor: float
    title: str

    def divided(self, values: Iterable[float | None]) -> list[float | None]:
        """Return values as they are drawn.

        Parameters
        ----------
        values : iterable of float or None

        Returns
        -------
        list of float or None
        """
        return [None if value is None else value / self.divisor for value in values]


def mass_axis(amounts: Iterable[float | None], words: Words) -> AxisUnit:
    """Return the unit of an axis of tonnes.

    Parameters
    ----------
    amounts : iterable of float or None
        What the axis shows, t.
    words : mapping of str to str
        tonnes (begins with "t"), and the units' words, which take the place of that "t": see `MassUnit`.

    Returns
    -------
    AxisUnit
    """
    unit, tonnes = MassUnit.of(amounts, words), words["tonnes"]
    return AxisUnit(unit.divisor, tonnes if unit.word == "t" else words[unit.word] + tonnes[1:])
