"""Every message that a user can meet as an error, in English, with the fields that fill it.

`QT_TRANSLATE_NOOP` only marks a string for the translation tools; it returns the string itself.
A message says what is wrong, names the file, layer, row or code, and says what to do.
"""

from __future__ import annotations


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:  # noqa: N802, ARG001 - as the extractor wants it
    """Mark `text` for translation in `context` and return it unchanged."""
    return text


CANCELLED = QT_TRANSLATE_NOOP("CarbonServiceFlow", "Cancelled. No output was written.")
