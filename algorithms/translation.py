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
