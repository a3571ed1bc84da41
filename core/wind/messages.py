"""Messages of `core/wind`: English templates, marked for translation; see `core/messages`."""

from __future__ import annotations

from ..messages import QT_TRANSLATE_NOOP

CALM_LIMIT = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow", "The calm limit is {value}: it must be a speed in m/s, 0 or more (0.3 is the usual one)."
)

# U and V rasters
SAME_RASTER = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "U and V are the same raster, {raster}. Give the eastward component as U and the northward one as V.",
)
STEPS_DIFFER = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "U ({u}) has {u_steps} bands and V ({v}) has {v_steps}: a band per time step is needed, "
    "the same steps in both. Extract the same times from both and run again.",
)
NOT_GEOREFERENCED = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "Raster {raster} has no position on the Earth (neither coordinates nor a CRS). "
    "Georeference it (Raster > Projections > Assign Projection, gdal_translate -a_ullr) and run again.",
)
NO_UV_DATA = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "Not one cell of the grid has wind data: U ({u}) covers {wind_grid}, the grid is {grid}. "
    "Check the grid's CRS and that the wind data covers the study area.",
)

# Codes among directions
CODES_MALFORMED = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    'CODES "{text}" cannot be read: write calm=, variable= or missing= and after each its values by commas, '
    'such as "{example}".',
)
CODES_TWICE = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow", "CODES: {code} is given as {first} and as {second}. Leave it in one of them."
)
