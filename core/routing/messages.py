"""Messages of `core/routing`: English templates, marked for translation; see `core/messages`."""

from __future__ import annotations

from ..messages import QT_TRANSLATE_NOOP

# Rasters of a run
WIND_NEEDED = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow", "This method needs a wind direction raster. Give one, or choose the method well mixed."
)
ROSE_NEEDED = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow", "The method wind rose needs a rose raster with 17 bands (16 sectors and calm)."
)
WIND_OUT_OF_RANGE = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "Wind raster {raster} has {count} values outside 0 to 360, for instance {value}. "
    "It must hold the direction the wind comes from, in degrees clockwise from north.",
)
ROUTING_CELLS = QT_TRANSLATE_NOOP("CarbonServiceFlow", "Routing {count} cells")

# Arrays
NEGATIVE_AMOUNT = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "{what} is negative in {count} cells, the first in row {row}, column {column} (counted from 1). "
    "Routing needs amounts of 0 or more: set negative cells to 0 or to nodata first.",
)
INFINITE_AMOUNT = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "{what} is not a finite number in {count} cells of the study area, the first in row {row}, "
    "column {column} (counted from 1). Set such cells to nodata first.",
)
SHAPE_DIFFERS = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "{what} has {shape} cells (rows x columns), but the grid has {expected}. Bring both onto one grid first.",
)
NEGATIVE_FREQUENCY = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "The wind rose has negative frequencies, the first in band {band}, row {row}, column {column} (counted "
    "from 1). Give 16 sector frequencies clockwise from north, then the frequency of calm, all 0 or more.",
)
ROSE_ARRAY_BANDS = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "The wind rose has {bands} bands, but routing needs 17: 16 sectors clockwise from north, then calm.",
)
ZONE_INDEX = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "A cell belongs to zone number {zone}, but there are only {count} zones (numbers 0 to {last}; -1: none).",
)

# Parameters
DECAY_LENGTH = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "The decay length is {length} m. Give a length above 0, or none to carry carbon without dispersal.",
)
CELL_SIZE = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "The cell size in row {row} (counted from 1) is {dx} x {dy} m. Both must be above 0.",
)
THRESHOLD = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "The flux threshold is {threshold} t. Give a number of 0 or more, or none to have one chosen.",
)
