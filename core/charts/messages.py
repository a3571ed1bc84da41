"""Messages of `core/charts`: English templates, marked for translation; see `core/messages`."""

from __future__ import annotations

from ..messages import QT_TRANSLATE_NOOP

PLOTLY_MISSING = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "Charts need the Python package plotly, which QGIS usually brings. Install it (OSGeo4W: python3-plotly; Debian "
    "and Ubuntu: apt install python3-plotly; conda: conda install plotly; macOS: the pip of QGIS's own Python) or "
    "leave the HTML output empty.",
)
JINJA_MISSING = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "Charts and the report need the Python package jinja2, which QGIS usually brings. Install it (OSGeo4W: "
    "python3-jinja2; Debian and Ubuntu: apt install python3-jinja2; conda: conda install jinja2; macOS: the pip of "
    "QGIS's own Python).",
)
