"""Messages of `core/zones`: English templates, marked for translation; see `core/messages`."""

from __future__ import annotations

from ..messages import QT_TRANSLATE_NOOP

# Layers of zones
NO_ZONES = QT_TRANSLATE_NOOP("CarbonServiceFlow", "Layer {layer} has no polygons.")
ZONE_WITHOUT_NAME = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "Layer {layer}: polygon {feature} has no name in the zone field. Fill it in or choose another field.",
)

# Zones on a grid
ZONE_TRANSFORM = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "Layer {layer}: zone {zone} cannot be transformed to {crs}. Check the layer's coordinate reference system.",
)
ZONE_OUTSIDE = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow", "No polygon of layer {layer} meets the grid ({grid}). Check both coordinate reference systems."
)
ZONE_NOT_RASTERIZED = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow", "The polygons of {layer} cannot be laid on the grid: {reason}"
)

# Names of zones against rows of a table
ZONE_NAMES_DIFFER = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "Zones of {layer} and rows of {table} do not match.\n"
    "  Zones without a row: {zones}\n  Rows without a zone: {rows}\n  Names with several rows: {twice}\n"
    "Make the names equal, or choose to skip what does not match.",
)
MORE_NAMES = QT_TRANSLATE_NOOP("CarbonServiceFlow", "... {count} more")
NO_NAME = QT_TRANSLATE_NOOP("CarbonServiceFlow", "(no name)")
