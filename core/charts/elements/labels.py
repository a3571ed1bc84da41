"""Names beside charts and in them: cut, wrapped, escaped.

    >>> label("Xinjiang Uygur Autonomous Region")
    'Xinjiang Uygur Autono…'
    >>> width("新疆"), listed(["a", "b"])
    (4, 'a, b')

Names are data: they are cut and wrapped here, and escaped for plotly, which reads some HTML tags in labels.
"""

from __future__ import annotations

import html
import unicodedata
from collections.abc import Iterator, Mapping, Sequence

# Words of a page in the user's language, by key.
Words = Mapping[str, str]

# Widths in columns, a Chinese character taking two: a label beside a chart, a line of a hover box, all of its lines.
LABEL_WIDTH, LINE_WIDTH, MOST_WIDTH = 22, 44, 308
MOST_NAMES_IN_NOTE = 12
# Unicode's categories of characters that are not seen, or turn the direction of writing.
CONTROL = ("Cc", "Cf", "Cs")


def escaped(text: object) -> str:
    """Return a name as text that no renderer reads as markup.

    Parameters
    ----------
    text : object
        A name, as data hold it.

    Returns
    -------
    str
        Markup.
    """
    return html.escape(str(text), quote=False)


def label(name: object) -> str:
    """Return a name on one line, cut to what fits beside a chart.

    Parameters
    ----------
    name : object

    Returns
    -------
    str
        plotly's markup.
    """
    return escaped(shorten(name, LABEL_WIDTH))


def full_name(name: object) -> str:
    """Return a name for a hover box, wrapped.

    Parameters
    ----------
    name : object

    Returns
    -------
    str
        plotly's markup.
    """
    return "<br>".join(escaped(line) for line in _lines(shorten(name, MOST_WIDTH), LINE_WIDTH))


def listed(names: Sequence[object]) -> str:
    """Return names for a note, the first of them only when there are many.

    Parameters
    ----------
    names : sequence of object

    Returns
    -------
    str
        Plain text.
    """
    shown = ", ".join(shorten(name, LINE_WIDTH) for name in names[:MOST_NAMES_IN_NOTE])
    hidden = len(names) - MOST_NAMES_IN_NOTE
    return f"{shown}, … (+{hidden:,})" if hidden > 0 else shown


def shorten(name: object, most: int) -> str:
    """Return a name on one line of at most so many columns.

    Parameters
    ----------
    name : object
    most : int
        Columns, see `width`.

    Returns
    -------
    str
        Plain text; an ellipsis at its end where it was cut.
    """
    text = one_line(name)
    return text if width(text) <= most else next(_lines(text, most - 1)).rstrip() + "…"


def one_line(name: object) -> str:
    """Return a name without line breaks and control characters.

    Parameters
    ----------
    name : object

    Returns
    -------
    str
        Plain text.
    """
    text = "".join(" " if unicodedata.category(letter) in CONTROL else letter for letter in str(name))
    return " ".join(text.split())


def width(text: str) -> int:
    """Return the columns that a text takes, two for a Chinese character.

    Parameters
    ----------
    text : str

    Returns
    -------
    int
    """
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def _lines(text: str, most: int) -> Iterator[str]:
    """Yield pieces of at most so many columns."""
    start = columns = 0
    for place, letter in enumerate(text):
        columns += width(letter)
        if columns > most:
            yield text[start:place]
            start, columns = place, width(letter)
    yield text[start:]
