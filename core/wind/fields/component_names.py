"""Names of wind components, as archives, models and programs write them.

>>> [component_of(name) for name in ("eastward_wind", "10 metre V wind component", "u10", "t2m")]
['u', 'v', 'u', '']
>>> level_of("UGRD_10maboveground"), level_of("u_component_of_wind_100m"), level_of("uas")
('10', '100', '')
"""

from __future__ import annotations

import re
from functools import lru_cache

# CF standard names: component, and whether it points to the true east and north or along the grid.
STANDARD_NAMES = {
    "eastward_wind": ("u", "true"),
    "northward_wind": ("v", "true"),
    "grid_eastward_wind": ("u", "grid"),
    "grid_northward_wind": ("v", "grid"),
    "x_wind": ("u", "grid"),
    "y_wind": ("v", "grid"),
}
# Names of variables, GRIB elements and GeoTIFF bands, whole: {c} is u or v.
_NAMES = (
    r"{c}",
    r"{c}[-_ ]?\d+(m|hpa|mb)?",
    r"{c}[-_]?\d+[-_]?m(etres?|eters?)?",
    r"\d+m?[-_ ]?{c}",
    r"{c}as",
    r"{c}a\d*m?",
    r"{c}{c}",
    r"{c}[-_]?gr?d([-_. ]?\d+.*|[-_].*)?",
    r"{c}[-_]?w(i)?nd([-_.]?\d+.*)?",
    r"wind[-_]?{c}([-_].*)?",
    r"(\d+m?(etre)?[-_ ])?{c}[-_ ]component[-_ ]of[-_ ]wind([-_ ].*)?",
    r"(\d+m?(etre)?[-_ ])?{c}[-_ ]wind[-_ ]component.*",
    r"{c}[-_ ]component([-_ ].*)?",
    r"(10m[-_ ])?{word}[-_ ]wind([-_ ].*)?",
    r"{word}",
    r"{axis}[-_]wind([-_]\d+m?)?",
)
# Within long names and comments, and in names with a date before them.
_PHRASES = (
    r"(?<![a-z]){word}[-_ ]([a-z-]+[-_ ])?wind",
    r"(?<![a-z0-9]){c}[-_ ]?(component|wind|vector)",
    r"(?<![a-z]){c}[-_ ]component[-_ ]of[-_ ]wind",
    r"wind[-_ ]{c}[-_ ]component",
    r"(?<![a-z0-9]){c}(10m?|grd|as|wnd)(?![a-z0-9])",
    r"{word}[-_ ]component",
)
_WORDS = {"u": ("(eastward|zonal|x)", "x"), "v": ("(northward|meridional|y)", "y")}
# Not the wind, whatever else the name says.
NO_WIND_WORDS = re.compile(
    r"gust|stress|current|wave|stokes|neutral|shear|turbulen|flux|sea[-_ ]?ice|ocean|sea[-_ ]?water|drift|variance|"
    r"standard[-_ ]dev|tendency|momentum|transport|speed[-_ ]of[-_ ]gust|u10n|v10n",
    re.IGNORECASE,
)
# A level in a name: with its unit, or next to the letter; "u_1", "u_2" are counted.
_LEVELS = (
    r"(?<!\d)(\d{1,4})[ _-]?(?:m(?!on|in)|hpa|mb)",
    r"(?<![a-z])[uv](?:a|grd|wnd)?(\d{1,4})(?!\d)",
    r"(?<!\d)(\d{1,4})[uv](?![a-z])",
)
# Variables that stand beside the components in downloads.
NO_WIND_NAMES = re.compile(
    r"(t2m|d2m|skt|sst|tp|cp|msl|mslp|sp|ps|psl|tas|pr|hurs|rh2?|t2|q2|si10|ws|wd|wspd|wdir|sfcwind|fg10|i10fg|blh|"
    r"(air_?)?temp(erature)?|precip(itation)?|pressure|humidity|(wind_?)?(speed|dir(ection)?))[-_ ]?\d*m?",
    re.IGNORECASE,
)


@lru_cache(maxsize=1024)
def component_of(name: str) -> str:
    """Return which component of the wind a name means.

    Parameters
    ----------
    name : str
        A standard name, the name of a variable or GRIB element, a long name.

    Returns
    -------
    str
        "u", "v", or "" for none or both.
    """
    text = name.strip().lower()
    if text in STANDARD_NAMES:
        return STANDARD_NAMES[text][0]
    if not text or NO_WIND_WORDS.search(text):
        return ""
    for patterns, search in ((_NAMES, re.fullmatch), (_PHRASES, re.search)):
        found = [
            component
            for component, (word, axis) in _WORDS.items()
            if any(search(one.format(c=component, word=word, axis=axis), text) for one in patterns)
        ]
        if len(found) == 1:
            return found[0]
    return ""


@lru_cache(maxsize=1024)
def level_of(name: str) -> str:
    """Return the level that the name of a component holds.

    Parameters
    ----------
    name : str

    Returns
    -------
    str
        Its number, "" without one.
    """
    if not component_of(name):
        return ""
    text = name.lower()
    for pattern in _LEVELS:
        found = re.search(pattern, text)
        if found and not re.fullmatch(r"(19|20)\d\d", found.group(1)):
            return found.group(1)
    return ""
