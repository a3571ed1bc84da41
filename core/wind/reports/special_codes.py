"""Codes among wind directions that are no directions: what a service writes for calm, variable and missing.

    >>> codes = parse_codes("calm=999017 variable=990 missing=999,999990")
    >>> codes.kind_of("990"), codes.kind_of("999017.0"), codes.kind_of("90")
    ('variable', 'calm', None)

A column may hold other codes than those of its documentation, and a service's own: users declare them as text, kinds
of code with an equals sign, several codes by commas. What is declared goes before everything that is built in. The
kind `north` is for columns in which both 0 and 360 are directions (`north=0`): elsewhere 0 beside 360 is a calm.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from ...errors import ParameterError
from ...tables.cells import clean, parse_number
from ..messages import CODES_MALFORMED, CODES_TWICE

# In China's newer files and those of the data service: 999017 calm, 999990 not observed, 999998 and 999999 missing.
# KNMI, DWD and METAR tables write 990 for a variable wind, NOAA 999 for a missing one.
DEFAULT_CODES = "calm=999017 variable=990 missing=999,999990,999998,999999"
KINDS = ("calm", "variable", "missing", "north")
ENTRY = re.compile(r"\s*([A-Za-z]+)\s*[=:]\s*([^=:]*?)\s*[;\n]?\s*(?=[A-Za-z]+\s*[=:]|$)")
SEPARATORS = re.compile(r"[,，、\s]+")


@dataclass(frozen=True)
class SpecialCodes:
    """Values that are no directions.

    Attributes
    ----------
    kinds : mapping of code to "calm", "variable", "missing" or "north"; numbers are float, texts upper case
    """

    kinds: Mapping[float | str, str] = field(default_factory=dict)

    def kind_of(self, text: str, number: float | None = None) -> str | None:
        """Return what a cell stands for, None when it is no code.

        Parameters
        ----------
        text : str, a cleaned cell
        number : float or None, the number it holds when that is known

        Returns
        -------
        str or None
        """
        value = parse_number(text) if number is None else number
        return self.kinds.get(text.upper() if value is None else value)

    def numbers(self, kind: str) -> frozenset[float]:
        """Return the numbers of a kind.

        Parameters
        ----------
        kind : str

        Returns
        -------
        frozenset of float
        """
        return frozenset(code for code, one in self.kinds.items() if one == kind and isinstance(code, float))

    def with_calm(self, code: float) -> SpecialCodes:
        """Return the codes and one more for calm.

        Parameters
        ----------
        code : float

        Returns
        -------
        SpecialCodes
        """
        return SpecialCodes({**self.kinds, float(code): "calm"})


def parse_codes(text: str) -> SpecialCodes:
    """Read the declaration of codes.

    Parameters
    ----------
    text : str, such as "calm=0,999017 variable=990 missing=999"; empty for no codes

    Returns
    -------
    SpecialCodes

    Raises
    ------
    ParameterError
        for what is no declaration, and for a code of two kinds
    """
    kinds: dict[float | str, str] = {}
    text = clean(text)
    position = 0
    while position < len(text):
        entry = ENTRY.match(text, position)
        kind = entry[1].lower() if entry else ""
        if entry is None or kind not in KINDS or entry.end() == position:
            raise ParameterError(CODES_MALFORMED, text=text, example=DEFAULT_CODES)
        for cell in filter(None, SEPARATORS.split(entry[2])):
            number = parse_number(cell)
            code = cell.upper() if number is None else number
            if kinds.setdefault(code, kind) != kind:
                raise ParameterError(CODES_TWICE, code=cell, first=kinds[code], second=kind)
        position = entry.end()
    return SpecialCodes(kinds)
