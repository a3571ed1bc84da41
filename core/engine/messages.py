"""Messages of engine: what a user can meet, in English, with the fields that fill it; see `core/messages`."""

from __future__ import annotations

from ..messages import QT_TRANSLATE_NOOP

# What the QGIS side passes on
MEMORY_SHORT = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "{what} needs about {needed} MB of memory, but only {available} MB are free. Use larger cells or a smaller area.",
)
