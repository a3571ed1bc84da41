"""Translation of what users see; ids, columns and logs stay English."""

from __future__ import annotations

from collections.abc import Mapping

from qgis.PyQt.QtCore import QCoreApplication

from ...core.errors import CarbonFlowError
from ...core.phrases import Listing, Phrase

CONTEXT = "CarbonServiceFlow"


def translate(context: str, text: str) -> str:
    """Translate; the context is written out at each call so that the extractor finds it."""
    return QCoreApplication.translate(context, text)


def spoken(text: str) -> str:
    """Return a text that is marked for translation where it stands, a column's title say."""
    return translate(CONTEXT, text)


def message(error: CarbonFlowError) -> str:
    """Return an error's message in the user's language."""
    return _filled(error.template, error.values)


def _filled(template: str, values: Mapping[str, object]) -> str:
    return spoken(template).format(**{name: _spoken(value) for name, value in values.items()})


def _spoken(value: object) -> object:
    """Return a value of a message; phrases in the user's language."""
    if isinstance(value, Phrase):
        return _filled(value.template, value.values)
    if isinstance(value, Listing):
        return value.separator.join(str(_spoken(part)) for part in value.parts)
    return value


def language() -> str:
    """Return the language that `translate` speaks, as HTML names it: "zh" with a translation installed, else "en"."""
    return "en" if translate(CONTEXT, "Carbon accounts") == "Carbon accounts" else "zh"
