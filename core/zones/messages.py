"""Messages of `core/zones`: English templates, marked for translation; see `core/messages`."""

from __future__ import annotations

from ..messages import QT_TRANSLATE_NOOP

# Layers of zones
NO_ZONES = QT_TRANSLATE_NOOP("CarbonServiceFlow", "Layer {layer} has no polygons.")
NOT_POLYGONS = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "Layer {layer} has no polygons with an area: its geometry is {kinds}. Choose a layer of polygons; lines that close "
    "become polygons with qgis:linestopolygons.",
)
POLYGON_NOT_FINITE = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "Layer {layer}: the polygon of {zone} has coordinates that are no finite numbers. Draw it anew or remove it.",
)
NO_POLYGON_NAMED = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "Layer {layer}: none of its {count} polygons has a name in the zone field. Choose another field.",
)
ZONES_UNNAMED = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "Layer {layer}: {count} polygons without a name in the zone field hold {cells} cells with data: {places}. Fill in "
    "their names, remove them or choose another field.",
)
UNNAMED_HERE = QT_TRANSLATE_NOOP("CarbonServiceFlow", "feature {feature} at {place}, {cells} cells")

LAYER_CRS_UNUSABLE = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "Layer {layer}: its coordinate reference system {crs} is {fault}, so its places are unknown. Assign the CRS that "
    "its coordinates are in, and run again.",
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

# A study area
AREA_OUTSIDE = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "The area {layer} does not meet the grid ({grid}). Check both coordinate reference systems, or choose another one.",
)
AREA_WITHOUT_DATA = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "No cell with data has its centre in the area {layer}. Choose a larger area, or smaller cells.",
)
