"""Wind directions as people write them: degrees and their tens, 16-sector codes, compass letters, Chinese names.

    >>> decode("WNW", DirectionFormat.COMPASS), decode("北东北", DirectionFormat.COMPASS)
    (Decoded(kind='wind', direction=292.5), Decoded(kind='wind', direction=22.5))
    >>> decode("17", DirectionFormat.SECTOR_CODE).kind, decode("999", DirectionFormat.DEGREES).kind
    ('calm', 'missing')
    >>> decode("400", DirectionFormat.DEGREES).kind
    'invalid'

Sector codes are those of China's climate files: 1 = N, then 22.5 degrees clockwise to 16 = NNW, and 17 = calm, which
is no direction (read as a sector it would be north). Tens of degrees are those of SYNOP reports: 36 = N, 99 =
variable. Words for calm, variable and missing are taken in every format, and so are the codes of
`reports.special_codes`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from types import MappingProxyType

import numpy as np

from ..tables.cells import clean, parse_number
from .directions import SECTOR_NAMES, SECTOR_WIDTH, SECTORS
from .reports.special_codes import DEFAULT_CODES, SpecialCodes, parse_codes

CALM_CODE = 17
VARIABLE_TENS = 99
TEN_DEGREES = 10.0
# 32766 missing and 32744 blank are China's; the others are what agencies and programs write for "no value".
MISSING_NUMBERS = frozenset(
    (32766, 32744, 999, 9999, 99999, 999999, 999.9, 9999.9, -99, -999, -9999, -99999, -99.9, -999.9, -32768, -9999.9)
)
MISSING_WORDS = frozenset(
    (
        "",
        "-",
        "--",
        "/",
        "//",
        "///",
        "NA",
        "N/A",
        "NAN",
        "NULL",
        "NONE",
        "M",
        "缺测",
        "–",
        "—",
        "…",
        "...",
        "..",
        "无",
        "缺",
    )
)
VARIABLE_WORDS = frozenset(("VRB", "VAR", "V", "VARIABLE", "不定", "风向不定"))
CALM_WORDS = frozenset(("C", "CALM", "静风", "静", "静稳", "无风"))
CHINESE_LETTERS = MappingProxyType({"北": "N", "东": "E", "東": "E", "南": "S", "西": "W"})
ENGLISH_WORDS = (("NORTH", "N"), ("EAST", "E"), ("SOUTH", "S"), ("WEST", "W"))


class DirectionFormat(IntEnum):
    """How a direction field is written; the values are those of the interface."""

    DEGREES = 0
    SECTOR_CODE = 1
    COMPASS = 2
    TENS = 3

    @property
    def least_step(self) -> float:
        """The step in degrees that this way of writing has; 0 where sectors own its values equally, or for none."""
        return TEN_DEGREES if self is DirectionFormat.TENS else 0.0


NO_CODES = SpecialCodes()
USUAL_CODES = parse_codes(DEFAULT_CODES)


@dataclass(frozen=True)
class Decoded:
    """What one cell of a table says.

    Attributes
    ----------
    kind : "wind", "calm", "variable", "missing" or "invalid"
    direction : float, degrees from; nan unless `kind` is "wind"
    """

    kind: str
    direction: float = float("nan")


def decode(value: object, how: DirectionFormat, codes: SpecialCodes = NO_CODES) -> Decoded:
    """Read one direction. Never raises: what cannot be read is of kind "invalid".

    Parameters
    ----------
    value : object, a cell of a table: text, number, None
    how : DirectionFormat
    codes : SpecialCodes, declared values; they go before those that are built in

    Returns
    -------
    Decoded
    """
    text = clean(value).upper()
    number = parse_number(text)
    declared = codes.kind_of(text, number)
    if declared is not None:
        return Decoded("wind", 0.0) if declared == "north" else Decoded(declared)
    if text in MISSING_WORDS:
        return Decoded("missing")
    if text in CALM_WORDS:
        return Decoded("calm")
    if text in VARIABLE_WORDS:
        return Decoded("variable")
    if number is not None and number in MISSING_NUMBERS:
        return Decoded("missing")
    if how is DirectionFormat.COMPASS:
        sector = compass_sector(text)
        return Decoded("invalid") if sector is None else Decoded("wind", sector * SECTOR_WIDTH)
    if number is None:
        return Decoded("invalid")
    if how is DirectionFormat.SECTOR_CODE:
        return decode_sector_code(number)
    if how is DirectionFormat.TENS:
        if number == VARIABLE_TENS:
            return Decoded("variable")
        number *= TEN_DEGREES
    return Decoded("wind", number % 360.0) if 0 <= number <= 360 else Decoded("invalid")


def zero_and_north(values: Iterable[object], how: DirectionFormat, codes: SpecialCodes) -> tuple[int, int]:
    """Count the cells that are 0 and those that are 360 (36 in tens): where both occur, 0 stands for calm.

    Parameters
    ----------
    values : iterable of object, cells of the column
    how : DirectionFormat
    codes : SpecialCodes, declared values

    Returns
    -------
    zeros, norths : int; 0 and 0 for a format without either, or where 0 is declared
    """
    full = {DirectionFormat.DEGREES: 360.0, DirectionFormat.TENS: 36.0}.get(how)
    if full is None or codes.kind_of("0") is not None:
        return 0, 0
    zeros = norths = 0
    for value, count in Counter(values).items():
        number = parse_number(clean(value))
        zeros += count if number == 0 else 0
        norths += count if number == full else 0
    return zeros, norths


def decode_sector_code(code: float) -> Decoded:
    """Read a 16-sector code.

    Parameters
    ----------
    code : float, 1 = N, 2 = NNE, ... 16 = NNW, 17 = calm

    Returns
    -------
    Decoded
    """
    if code == CALM_CODE:
        return Decoded("calm")
    if code != int(code) or not 1 <= code <= SECTORS:
        return Decoded("invalid")
    return Decoded("wind", (int(code) - 1) * SECTOR_WIDTH)


def compass_sector(text: str) -> int | None:
    """Return the sector of a compass direction in English or Chinese.

    Chinese names put the letters in another order than English (东北 is NE) and differ among themselves (北东北,
    北北东 are NNE): the letters alone, sorted, are different for each of the 16 sectors.

    Parameters
    ----------
    text : str, English in upper case

    Returns
    -------
    int or None, 0 to 15; None for what is no compass direction
    """
    letters = text.replace(" ", "").replace("-", "")
    for word, letter in ENGLISH_WORDS:
        letters = letters.replace(word, letter)
    if letters in SECTOR_NAMES:
        return SECTOR_NAMES.index(letters)
    chinese = letters[:-1] if letters.endswith(("风", "風")) else letters
    if "偏" in chinese:
        # 东北偏北 is NNE; 北偏东 could be anything between N and NE.
        chinese = chinese.replace("偏", "", 1) if len(chinese) == 4 else ""
    if not chinese or not set(chinese) <= set(CHINESE_LETTERS):
        return None
    wanted = sorted(CHINESE_LETTERS[sign] for sign in chinese)
    return next((k for k, name in enumerate(SECTOR_NAMES) if sorted(name) == wanted), None)


def direction_hints(
    directions: np.ndarray, how: DirectionFormat, field: str, has_speed: bool, norths: int = 0
) -> list[str]:
    """Describe what makes decoded directions or the field's name doubtful.

    Parameters
    ----------
    directions : (n,) float64, degrees, finite
    how : DirectionFormat, the format they were read in
    field : str, the field's name
    has_speed : bool, whether the observations have speeds, too
    norths : int, cells that are written 360: then they are degrees

    Returns
    -------
    list of str, sentences for warnings
    """
    hints = []
    lowered = field.casefold()
    if any(word in lowered for word in ("toward", "heading", "_to", "to_", "去向", "吹向")):
        hints.append(
            f'The field name "{field}" sounds like the direction the wind blows to. Directions are taken as the one '
            "it comes from; add 180 degrees first if they are not."
        )
    if not directions.size:
        return hints
    integers = bool((directions == np.floor(directions)).all())
    if (
        how is DirectionFormat.TENS
        and not norths
        and directions.max() <= TEN_DEGREES * CALM_CODE
        and directions.max() > 0
    ):
        hints.append(
            "All directions are 17 or less: they may be 16-sector codes (17 = calm). They are taken as tens of "
            "degrees; choose another DIRECTION_FORMAT if they are not."
        )
    if how is not DirectionFormat.DEGREES:
        return hints
    if directions.max() <= 6.3 and not integers:
        hints.append("All directions lie between 0 and 6.3: they may be radians. They are taken as degrees.")
    # 99 among tens is a variable wind.
    tens = directions[directions != VARIABLE_TENS]
    if norths:
        pass
    elif integers and directions.min() >= 1 and directions.max() <= CALM_CODE:
        hints.append(
            "All directions are whole numbers from 1 to 17: they may be 16-sector codes (17 = calm). "
            "They are taken as degrees; choose the format of sector codes (DIRECTION_FORMAT) if they are not. "
            "They may be tens of degrees, too."
        )
    elif integers and 2 * tens.size > directions.size and 0 < tens.max() <= 36:
        hints.append(
            "All directions are whole numbers up to 36 (or 99): they look like tens of degrees (36 = north). They are "
            "taken as degrees; choose tens of degrees as DIRECTION_FORMAT if they are not."
        )
    zeros = int((directions == 0).sum())
    if zeros and not has_speed and zeros > 0.2 * directions.size:
        hints.append(
            f"{zeros} of {directions.size} directions are 0 or 360, and there is no speed: taken as north. "
            "Some agencies write 0 for calm; give the speed field, or C for calm."
        )
    return hints
