"""Messages of `core/grids`: English templates, marked for translation; see `core/messages`."""

from __future__ import annotations

from ..messages import QT_TRANSLATE_NOOP

# The study grid
CRS_NOT_PROJECTED = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "The cell size is in metres, but {crs} counts in degrees. Choose a projected CRS, best an equal-area one.",
)
CELL_SIZE_NOT_POSITIVE = QT_TRANSLATE_NOOP("CarbonServiceFlow", "The cell size is {size} m; it must be more than 0.")
AREA_WITHOUT_CELLS = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow", "No cell of {size} m has its centre inside layer {layer}. Choose a smaller cell size."
)

# Rasters brought onto a grid
RASTER_OUTSIDE = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow", "Raster {raster} has no data on the grid ({grid}). Check both coordinate reference systems."
)
CATEGORY_TOO_LARGE = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow", "Raster {raster} holds the category {value}, which a Float32 raster cannot hold exactly."
)
LONGITUDES_TWICE = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "The longitudes of raster {raster} differ from those of the grid by 360 degrees in one part of the grid and not in "
    "another, and no whole number of its cells of {width} degrees goes round the Earth. Bring the raster onto cells of "
    "which a whole number does, or use a grid that ends at the seam (180 or 360 degrees).",
)
RESULT_NOT_OF_TOTALS = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "RESULT per hectare or per km2 is for totals per cell: choose KIND 2 (total per cell), or RESULT 0 (as the input).",
)
FACTOR_WITHOUT_MEANING = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow", "FACTOR is {factor}; it must be a finite number other than 0."
)
FACTOR_OF_CATEGORIES = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "FACTOR is {factor}, but categories (KIND 0) are codes and no amounts: leave FACTOR at 1, or choose another KIND.",
)
