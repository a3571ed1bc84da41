"""The messages of the wind steps that come before routing; see `messages` for the rules."""

from __future__ import annotations

from .messages import QT_TRANSLATE_NOOP

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

# Observations at stations
DIRECTION_RANGE = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "{table}, row {row}: {value} is no wind direction in degrees (0 to 360, direction the wind comes from). "
    "Correct it, set it to NULL, or choose another direction format.",
)
DIRECTION_CODE = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "{table}, row {row}: {value} is no 16-sector code (1 = N, 2 = NNE, ... 16 = NNW, 17 = calm). "
    "Correct it, set it to NULL, or choose another direction format.",
)
DIRECTION_LETTERS = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    '{table}, row {row}: "{value}" is no compass direction (N, NNE, ... NNW, C for calm, or 北, 东北 ... 静风). '
    "Correct it, set it to NULL, or choose another direction format.",
)
SPEED_INVALID = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    '{table}, row {row}: "{value}" is no wind speed in m/s. Correct it or set it to NULL and run again.',
)
NO_STATION = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow", "{table}, row {row}: the station is empty. Fill it in or remove the row."
)
NO_OBSERVATIONS = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "{table} holds no usable wind observation: {rows} rows, none of them with a direction or a calm. "
    "Check the direction field and its format.",
)

# China's daily wind files
CMA_UNREADABLE = QT_TRANSLATE_NOOP("CarbonServiceFlow", "{path} cannot be read: {reason}")
CMA_NOT_WIND = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "{path} is no daily wind file (SURF_CLI_CHN_MUL_DAY, WIN): none of its {lines} lines could be used. "
    "The first, line {line}: {reason}.",
)
CMA_NOTHING = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow", "The {files} files hold no wind record. Choose SURF_CLI_CHN_MUL_DAY WIN text files."
)

# Stations to grid
NO_WIND_STATIONS = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "{table} holds no station with wind frequencies. Make the layer with carbonflow:prevailingwindstations.",
)
FREQUENCIES = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "{table}, station {station}: the 17 frequencies (f_n ... f_nnw and calm_freq) must be 0 or more and sum to 1, "
    "but they sum to {total}. Make the layer with carbonflow:prevailingwindstations.",
)
STATION_VALUE = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "{table}, station {station}: {field} is {value}, which is not possible. Correct it and run again.",
)
STATION_PLACE = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "{table}, station {station}: the point ({x}, {y}) lies nowhere on the Earth. Check the layer's CRS.",
)
POWER = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow", "The distance power is {value}: it must be a number above 0 (2 is the usual one)."
)
NEIGHBOURS = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow", "The number of neighbours is {value}: it must be a whole number, 1 or more."
)

# What the QGIS side of the wind steps passes on
NOT_POINTS = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "Layer {layer} holds no points. Give a layer of points; for a table with coordinates make one with "
    "native:createpointslayerfromtable.",
)
NO_STATION_POINT = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "{table}, station {station}: the row has no point. Add its point or remove the row.",
)
LAYER_CRS = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow", "Layer {layer} has no coordinate reference system. Assign one and run again."
)
