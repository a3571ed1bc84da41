"""The wind field of NOAA's Integrated Surface Database: direction, quality, type, speed and quality in one cell.

    >>> decode_wind_field("160,1,N,0046,1")
    IsdWind(direction='160', speed=4.6, wrong=0, suspect=0)
    >>> decode_wind_field("999,9,C,0000,1").direction, decode_wind_field("999,1,V,0021,1").direction
    ('C', 'VRB')

Direction in degrees, 999 missing; type N normal, C calm, V variable, 9 missing (with a speed of 0: calm), others are
ways to average; speed in 0.1 m/s, 9999 missing. Quality 3 and 7 is erroneous: that value is not used; 2 and 6 is
suspect: it is. (Federal Climate Complex Data Documentation for Integrated Surface Data, NOAA NCEI, WND.)
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import NamedTuple

from ...tables.cells import clean

WIND_FIELD = re.compile(r"(\d{3}),([0-9A-Z]),([0-9A-Z]),(\d{4}),([0-9A-Z])")
MISSING_DIRECTION, MISSING_SPEED = 999, 9999
CALM_TYPE, VARIABLE_TYPE, MISSING_TYPE = "C", "V", "9"
WRONG_CODES, SUSPECT_CODES = ("3", "7"), ("2", "6")
# Cells looked at to tell what a column holds.
CELLS_LOOKED_AT = 200


class IsdWind(NamedTuple):
    """One wind field.

    Attributes
    ----------
    direction : str, degrees, "C" for calm, "VRB" for variable, "" for missing
    speed : float, m/s; nan for missing
    wrong, suspect : int, values of such quality
    """

    direction: str
    speed: float
    wrong: int
    suspect: int


def holds_wind_fields(cells: Sequence[object]) -> bool:
    """Return whether a column holds wind fields: more than half of its first cells that are not empty.

    Parameters
    ----------
    cells : sequence of object

    Returns
    -------
    bool
    """
    texts: list[str] = []
    for cell in cells:
        text = clean(cell)
        if text:
            texts.append(text)
        if len(texts) == CELLS_LOOKED_AT:
            break
    return 2 * sum(decode_wind_field(text) is not None for text in texts) > len(texts)


def decode_wind_field(cell: object) -> IsdWind | None:
    """Read one wind field.

    Parameters
    ----------
    cell : object, text of five values with commas

    Returns
    -------
    IsdWind or None
        None for what is no wind field; an empty cell is a missing wind.
    """
    text = clean(cell).replace(" ", "").upper()
    if not text:
        return IsdWind("", math.nan, 0, 0)
    match = WIND_FIELD.fullmatch(text)
    if match is None:
        return None
    direction, direction_quality, kind, speed, speed_quality = match.groups()
    wrong = suspect = 0
    metres = math.nan
    if int(speed) != MISSING_SPEED:
        metres = int(speed) / 10
        suspect += speed_quality in SUSPECT_CODES
        if speed_quality in WRONG_CODES:
            metres, wrong = math.nan, wrong + 1
    if kind == CALM_TYPE or (kind == MISSING_TYPE and metres == 0):
        return IsdWind("C", metres, wrong, suspect)
    if kind == VARIABLE_TYPE:
        return IsdWind("VRB", metres, wrong, suspect)
    if int(direction) == MISSING_DIRECTION:
        return IsdWind("", metres, wrong, suspect)
    suspect += direction_quality in SUSPECT_CODES
    if direction_quality in WRONG_CODES:
        return IsdWind("", metres, wrong + 1, suspect)
    return IsdWind(str(int(direction)), metres, wrong, suspect)
