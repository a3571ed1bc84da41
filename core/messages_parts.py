"""Words within messages; see `phrases`."""

from __future__ import annotations

from .messages import QT_TRANSLATE_NOOP

BOTH = QT_TRANSLATE_NOOP("CarbonServiceFlow", "{first} and {second}")
MORE = QT_TRANSLATE_NOOP("CarbonServiceFlow", "... {count} more")
MORE_CODES = QT_TRANSLATE_NOOP("CarbonServiceFlow", "... {count} more codes")
TABLE_LINE = QT_TRANSLATE_NOOP("CarbonServiceFlow", "{table}, line {line}")
CODE_CELLS = QT_TRANSLATE_NOOP("CarbonServiceFlow", "{code} ({count} cells)")
NO_NAME = QT_TRANSLATE_NOOP("CarbonServiceFlow", "(no name)")
ROUTING_CELLS = QT_TRANSLATE_NOOP("CarbonServiceFlow", "Routing {count} cells")

# Grids
GRID_WORDS = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow", "{cols} x {rows} cells of {width} x {height} from ({left}, {top}), {crs}"
)
WITHOUT_CRS = QT_TRANSLATE_NOOP("CarbonServiceFlow", "no CRS")
CRS_AGAINST = QT_TRANSLATE_NOOP("CarbonServiceFlow", "CRS {first} against {second}")
SIZE_AGAINST = QT_TRANSLATE_NOOP("CarbonServiceFlow", "cell size {first} against {second}")
SHIFTED = QT_TRANSLATE_NOOP("CarbonServiceFlow", "origin shifted by {columns} columns and {rows} rows")
CELLS_AGAINST = QT_TRANSLATE_NOOP("CarbonServiceFlow", "{first} against {second} cells")

# Files
IS_A_FOLDER = QT_TRANSLATE_NOOP("CarbonServiceFlow", "it is a folder")
NO_TABLE_FORMAT = QT_TRANSLATE_NOOP("CarbonServiceFlow", "the format holds no table; choose .csv, .xlsx or .gpkg")
NO_SINK = QT_TRANSLATE_NOOP("CarbonServiceFlow", "the layer cannot be created")
NO_PDF = QT_TRANSLATE_NOOP("CarbonServiceFlow", "QGIS cannot export the layout ({code})")

# Classes of land use
CROPLAND = QT_TRANSLATE_NOOP("CarbonServiceFlow", "cropland")
WOODLAND = QT_TRANSLATE_NOOP("CarbonServiceFlow", "woodland")
GRASSLAND = QT_TRANSLATE_NOOP("CarbonServiceFlow", "grassland")
WATER = QT_TRANSLATE_NOOP("CarbonServiceFlow", "water")
BUILT_UP = QT_TRANSLATE_NOOP("CarbonServiceFlow", "built-up")
UNUSED = QT_TRANSLATE_NOOP("CarbonServiceFlow", "unused")

# Lines of China's daily wind files
LINE_COLUMNS = QT_TRANSLATE_NOOP("CarbonServiceFlow", "{found} columns instead of {expected}")
LINE_REPEATS = QT_TRANSLATE_NOOP("CarbonServiceFlow", "repeats station {station} on {date} ({where})")
LINE_NOT_WHOLE = QT_TRANSLATE_NOOP("CarbonServiceFlow", 'column {column} is "{text}", not a whole number')
LINE_DATE = QT_TRANSLATE_NOOP("CarbonServiceFlow", "there is no date {date}")
LINE_QUALITY = QT_TRANSLATE_NOOP("CarbonServiceFlow", "{most} (or {least} without quality codes)")
LINE_MINUTES = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow", "{name} {value} has {minutes} minutes (it is degrees and minutes, DDMM)"
)
LINE_DEGREES = QT_TRANSLATE_NOOP("CarbonServiceFlow", "{name} {value} is beyond {limit} degrees")
LINE_SPEED = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow", "{name} speed {value} is none (0.1 m/s, plus 1000 beyond the instrument's range)"
)
LINE_DIRECTION = QT_TRANSLATE_NOOP("CarbonServiceFlow", "direction {value} of the {name} speed is no code from 1 to 17")
LINE_OF_FILE = QT_TRANSLATE_NOOP("CarbonServiceFlow", "line {line} of {file}")
LINE_NUMBER = QT_TRANSLATE_NOOP("CarbonServiceFlow", "line {line}")
LONGITUDE = QT_TRANSLATE_NOOP("CarbonServiceFlow", "longitude")
LATITUDE = QT_TRANSLATE_NOOP("CarbonServiceFlow", "latitude")
MEAN = QT_TRANSLATE_NOOP("CarbonServiceFlow", "mean")
MAXIMUM = QT_TRANSLATE_NOOP("CarbonServiceFlow", "maximum")
EXTREME = QT_TRANSLATE_NOOP("CarbonServiceFlow", "extreme")
