"""Parts of messages that are words themselves: "origin shifted by 2 columns" within "not on the same grid: ...".

A phrase is its English text, so that core handles it as any string, and remembers how it was made, so that the QGIS
side can say it in the user's language:

    >>> Phrase("{count} more", count=3)
    '3 more'
    >>> Listing(["a", Phrase("{count} more", count=3)])
    'a, 3 more'

Templates are marked with QT_TRANSLATE_NOOP in `core/messages.py`. Joining phrases with `str.join` gives plain
English: use a `Listing`.
"""

from __future__ import annotations

from collections.abc import Iterable


class Phrase(str):
    """A template filled with values.

    Parameters
    ----------
    template : str
        English, with fields in braces.
    **values
        What fills them: numbers, texts, phrases.
    """

    template: str
    values: dict[str, object]

    def __new__(cls, template: str, **values: object) -> Phrase:
        """Fill the template in English."""
        phrase = super().__new__(cls, template.format(**values))
        phrase.template, phrase.values = template, values
        return phrase

    def __reduce__(self) -> tuple[object, ...]:
        """Send template and values to another process, not the finished text."""
        return _phrase, (self.template, self.values)


class Listing(str):
    """Texts with a separator between them.

    Parameters
    ----------
    parts : iterable of str
        Phrases or plain texts.
    separator : str
    """

    parts: tuple[str, ...]
    separator: str

    def __new__(cls, parts: Iterable[str], separator: str = ", ") -> Listing:
        """Join the parts in English."""
        parts = tuple(parts)
        listing = super().__new__(cls, separator.join(parts))
        listing.parts, listing.separator = parts, separator
        return listing

    def __reduce__(self) -> tuple[object, ...]:
        """Send the parts to another process, not the finished text."""
        return Listing, (self.parts, self.separator)


def _phrase(template: str, values: dict[str, object]) -> Phrase:
    return Phrase(template, **values)
