"""Which element China's daily files hold: by the file's name, a header line, the number of columns, or as chosen.

    >>> element_of_name("SURF_CLI_CHN_MUL_DAY-TEM-12001-201501.TXT")
    (<DailyElement.TEMPERATURE: 2>, True)
    >>> element_of_name("2015_pre.csv")
    (<DailyElement.PRECIPITATION: 3>, False)

Lines of wind have other numbers of columns than the others; temperature and precipitation look alike. A name in the
data set's own form is trusted, a mere "pre" or "win" in it only as far as the columns agree.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from ..errors import ParameterError, TableError
from ..progress import Progress
from .cma_daily import read_lines
from .cma_lines import DailyElement
from .messages import CMA_ELEMENT_UNKNOWN, CMA_ELEMENTS_DIFFER, CMA_OTHER_ELEMENT

# -TEM-12001: an element and the number of its table.
NAME_IN_FULL = re.compile(r"(?<![A-Z])([A-Z]{3})[-_](1[0-9]{4})(?![0-9])")
NAME_IN_SHORT = re.compile(r"(?<![A-Z])(WIN|TEM|PRE)(?![A-Z])")
ELEMENTS = {element.code: element for element in DailyElement}
# Words of headers, folded; the codes are those of the data service (V12001 is the mean temperature).
HEADER_WORDS = {
    DailyElement.WIND: ("风", "風", "wind", "win_", "v11"),
    DailyElement.TEMPERATURE: ("气温", "氣溫", "温度", "temp", "tem_", "v12"),
    DailyElement.PRECIPITATION: ("降水", "雨", "precip", "rain", "pre_", "v13"),
}
LINES_LOOKED_AT = 20


def element_of_name(name: str) -> tuple[DailyElement | None, bool]:
    """Return the element that a file's name says, and whether it is a name in the data set's form.

    Parameters
    ----------
    name : str, without folders

    Returns
    -------
    element : DailyElement or None
    certain : bool

    Raises
    ------
    TableError
        for another element of the data set
    """
    match = NAME_IN_FULL.search(name.upper())
    if match:
        if match[1] not in ELEMENTS:
            raise TableError(CMA_OTHER_ELEMENT, file=name, element=match[1])
        return ELEMENTS[match[1]], True
    named = set(NAME_IN_SHORT.findall(name.upper()))
    words = {element.code for element, texts in HEADER_WORDS.items() if any(text in name for text in texts[:2])}
    return (ELEMENTS[(named or words).pop()], False) if len(named or words) == 1 else (None, False)


def element_of_file(path: str) -> DailyElement | None:
    """Return the element of one file.

    Parameters
    ----------
    path : str

    Returns
    -------
    DailyElement or None
        None where nothing says it.

    Raises
    ------
    ReadError
        for a file that cannot be read
    TableError
        for another element of the data set
    """
    named, certain = element_of_name(Path(path).name)
    if certain:
        return named
    lines = [fields for _, fields in read_lines(path, LINES_LOOKED_AT)]
    widths = Counter(len(fields) for fields in lines)
    is_wind = sum(widths[width] for width in DailyElement.WIND.widths)
    is_other = sum(widths[width] for width in DailyElement.TEMPERATURE.widths)
    if is_wind >= is_other and is_wind:
        return DailyElement.WIND
    if not is_other:
        return None
    said = {element for fields in lines[:3] for element in _of_header(fields)} - {DailyElement.WIND}
    if named and named is not DailyElement.WIND:
        return named
    return said.pop() if len(said) == 1 else None


def _of_header(fields: Sequence[str]) -> set[DailyElement]:
    """Return the elements that a line's words mean; none for a line of numbers."""
    if any(re.fullmatch(r"[+-]?[0-9]+", field) for field in fields[1:]):
        return set()
    text = " ".join(fields).casefold()
    return {element for element, words in HEADER_WORDS.items() if any(word in text for word in words)}


def daily_element(paths: Sequence[str], choice: int, progress: Progress) -> DailyElement:
    """Return the one element of all files.

    Parameters
    ----------
    paths : sequence of str
    choice : int, 0 for what the files say, else a DailyElement
    progress : Progress, which is warned of a name that says another element than the one chosen

    Returns
    -------
    DailyElement
        That of the wind when no file has a line of any of them: reading then says so.

    Raises
    ------
    ReadError
        for a file that cannot be read
    TableError
        for another element of the data set, for files of different ones, and where nothing says which it is
    """
    if choice:
        chosen = DailyElement(choice)
        for path in paths:
            named, certain = element_of_name(Path(path).name)
            if certain and named is not None and named is not chosen:
                progress.warning(
                    f"{Path(path).name} is read as {chosen.code} (ELEMENT), but its name says {named.code}."
                )
        return chosen
    files: dict[DailyElement, str] = {}
    unknown = ""
    for path in paths:
        element = element_of_file(path)
        if element is not None:
            files.setdefault(element, path)
        elif any(len(fields) in DailyElement.TEMPERATURE.widths for _, fields in read_lines(path, LINES_LOOKED_AT)):
            unknown = unknown or path
    if len(files) > 1:
        (one, first), (other, second) = list(files.items())[:2]
        raise ParameterError(
            CMA_ELEMENTS_DIFFER, first=Path(first).name, one=one.code, second=Path(second).name, other=other.code
        )
    if unknown:
        raise ParameterError(CMA_ELEMENT_UNKNOWN, file=Path(unknown).name)
    return next(iter(files), DailyElement.WIND)
