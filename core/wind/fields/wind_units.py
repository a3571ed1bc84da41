"""Units of wind speed as files declare them.

>>> metres_per_second("m s**-1"), round(metres_per_second("km h-1"), 4), metres_per_second("[m/s]")
(1.0, 0.2778, 1.0)
>>> metres_per_second("degrees") is None
True
"""

from __future__ import annotations

import re

KNOT, MILE_PER_HOUR = 1852.0 / 3600.0, 1609.344 / 3600.0
_FACTORS = {
    "m/s": 1.0,
    "km/h": 1.0 / 3.6,
    "km/s": 1000.0,
    "cm/s": 0.01,
    "mm/s": 0.001,
    "dm/s": 0.1,
    "ft/s": 0.3048,
    "m/h": 1.0 / 3600.0,
    "m/min": 1.0 / 60.0,
    "mi/h": MILE_PER_HOUR,
    "nmi/h": KNOT,
    "kt": KNOT,
}
_SAME = {
    "mps": "m/s",
    "kmh": "km/h",
    "kph": "km/h",
    "kmph": "km/h",
    "mph": "mi/h",
    "fps": "ft/s",
    "/s": "m/s",
    "s-1": "m/s",
}
_UNIT_WORDS = (
    (r"nautical_?mi(le)?s?", "nmi"),
    (r"kilomet(er|re)s?", "km"),
    (r"centimet(er|re)s?", "cm"),
    (r"(international_?)?knots?|kts?|kn", "kt"),
    (r"met(er|re)s?", "m"),
    (r"miles?", "mi"),
    (r"feet|foot", "ft"),
    (r"minutes?", "min"),
    (r"seconds?|secs?", "s"),
    (r"hours?|hrs?", "h"),
)


def metres_per_second(unit: str) -> float | None:
    """Return what a speed in a unit is multiplied by.

    Parameters
    ----------
    unit : str
        As a file declares it: m/s, m s-1, km/h, knots, 0.1 m/s.

    Returns
    -------
    float or None
        None for what is no known unit of speed; 1 where nothing is declared.
    """
    text = unit.strip().strip("[]()").lower().replace("⁻¹", "-1").replace("−", "-")
    if not text:
        return 1.0
    scale = re.match(r"(\d*\.?\d+(?:e-?\d+)?)\s*\*?\s*(?=[a-z])", text)
    factor = float(scale.group(1)) if scale else 1.0
    text = text[scale.end() :] if scale else text
    for word, short in _UNIT_WORDS:
        text = re.sub(rf"(?<![a-z])({word})(?![a-z])", short, text)
    text = re.sub(r"[\s_]*(\bper\b|_per_)[\s_]*", "/", text)
    text = re.sub(r"[*^.()\[\]{}]", " ", text)
    text = re.sub(r"(?<=[a-z])\s*/\s*(?=[a-z])", "/", text).strip()
    text = re.sub(r"^([a-z]+)\s*(?<![a-z])(s|h|min)\s*-\s*1$", r"\1/\2", text)
    text = re.sub(r"^(m|km|cm|mm|ft|mi)(s|h)\s*-\s*1$", r"\1/\2", text)
    known = _FACTORS.get(_SAME.get(text, text))
    return None if known is None else factor * known
