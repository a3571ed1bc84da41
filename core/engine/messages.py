"""Messages of `core/engine`: English templates, marked for translation; see `core/messages`."""

from __future__ import annotations

from ..messages import QT_TRANSLATE_NOOP

MEMORY_SHORT = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "{what} needs about {needed} MB of memory, but only {available} MB are free. Use larger cells or a smaller area.",
)
