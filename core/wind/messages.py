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

# Components in files
EASTWARD_WIND = QT_TRANSLATE_NOOP("CarbonServiceFlow", "eastward")
NORTHWARD_WIND = QT_TRANSLATE_NOOP("CarbonServiceFlow", "northward")
WRONG_COMPONENT = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "{parameter} ({raster}) holds {found}, the {is_wind} wind. {parameter} must be the {wanted} one: choose the right "
    "file or variable for {parameter}, and check {counterpart}.",
)
NO_WIND = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "{parameter} ({raster}) holds {found}, and no {wanted} wind. Choose the file or variable of that component.",
)
SWAPPED = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "U and V are swapped: {first} and {second} were given the other way round. Exchange them.",
)
ONE_COMPONENT = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "{raster} holds {found}, and no {missing} wind. V may be left empty only where one file holds both: give the other "
    "component as well.",
)
NO_COMPONENTS = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "{raster} does not say which of its bands are the eastward and the northward wind (it holds: {found}). Give U and "
    "V as two rasters, each by its own name.",
)
UNNAMED_BANDS = QT_TRANSLATE_NOOP("CarbonServiceFlow", "{count} bands without a name")
SEVERAL_WINDS = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "{raster} holds winds of {count} levels or members: {levels}. They are no time steps: choose one with "
    'LEVEL, for example LEVEL="{example}", or give U and V as variables or files with one level.',
)
LEVEL_MISSING = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow", "LEVEL is {level}, and {raster} holds no such level or member. It holds: {levels}"
)
LEVELS_DIFFER = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "U ({u}) and V ({v}) are no pair: U holds {u_level}, V holds {v_level}. Give both at the same level, of the same "
    "member.",
)
TIMES_DIFFER = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "The times of U ({u}, {u_steps} steps) and V ({v}, {v_steps} steps) differ: {missing} lacks {time} UTC, the first "
    "that is not in both. Extract the same times from both and run again.",
)

# Grids whose axes are not the meridians
ROTATED_AXES = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "{raster} lies on a rotated grid ({crs}) and does not say whether its winds point to the true east and north or "
    "along the grid (standard_name eastward_wind or grid_eastward_wind). Turn them to the true meridians first.",
)
ROTATED_WITHOUT_POLE = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "The axes of {raster} are those of a rotated grid (grid_latitude, grid_longitude), and its pole is not said. Bring "
    "it onto true longitudes and latitudes first.",
)
CURVED_GRID = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "{raster} lies on a curved grid: it holds the longitude and latitude of each cell and no map. Bring u and v onto "
    "true longitudes and latitudes first (cdo remapbil), after turning them to the true north where they run along the "
    "grid.",
)
ROTATED_NEEDS_GRID = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "{raster} lies on a rotated grid, which a GeoTIFF cannot describe. Choose GRID: the result then lies on that grid.",
)
