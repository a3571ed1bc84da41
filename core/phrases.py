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
    """A template filled with values, which may be phrases themselves."""

    template: str
    values: dict[str, object]

    def __new__(cls, template: str, **values: object) -> Phrase:
        """Fill the template in English."""
        made = super().__new__(cls, template.format(**values))
        made.template, made.values = template, values
        return made

    def __reduce__(self) -> tuple[object, ...]:
        """Keep template and values on the way to another process."""
        return _phrase, (self.template, self.values)


class Listing(str):
    """Texts and phrases with a separator between them."""

    parts: tuple[str, ...]
    separator: str

    def __new__(cls, parts: Iterable[str], separator: str = ", ") -> Listing:
        """Join the parts in English."""
        kept = tuple(parts)
        made = super().__new__(cls, separator.join(kept))
        made.parts, made.separator = kept, separator
        return made

    def __reduce__(self) -> tuple[object, ...]:
        """Keep the parts on the way to another process."""
        return Listing, (self.parts, self.separator)


def _phrase(template: str, values: dict[str, object]) -> Phrase:
    return Phrase(template, **values)
