"""Translation of what users see; ids, columns and logs stay English."""

from __future__ import annotations

from qgis.PyQt.QtCore import QCoreApplication

from ..core.errors import CarbonFlowError

CONTEXT = "CarbonServiceFlow"


def translate(context: str, text: str) -> str:
    """Translate; the context is written out at each call so that the extractor finds it."""
    return QCoreApplication.translate(context, text)


def message(error: CarbonFlowError) -> str:
    """Return an error's message in the user's language."""
    return translate(CONTEXT, error.template).format(**error.values)


def language() -> str:
    """Return the language that `translate` speaks, as HTML names it: "zh" with a translation installed, else "en"."""
    return "en" if translate(CONTEXT, "Carbon accounts") == "Carbon accounts" else "zh"
