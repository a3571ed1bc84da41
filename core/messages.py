"""Messages that two rooms raise, or the QGIS side; those of one room alone stand in its `messages.py`.

Each is an English template with the fields that fill it: it says what is wrong, names the file, layer, row or code, and
says what to do. `QT_TRANSLATE_NOOP` only marks a string for the translation tools; it returns the string itself.
"""

from __future__ import annotations


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:  # noqa: N802, ARG001 - as the extractor wants it
    """Mark `text` for translation in `context` and return it unchanged."""
    return text


CANCELLED = QT_TRANSLATE_NOOP("CarbonServiceFlow", "Cancelled. No output was written.")

# Parameters: values that QGIS would read as something else
PARAMETER_NOT_NUMBER = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "{name} ({label}): {value} is no finite number. Write it with a point and without separators, as in 1234.5, or "
    "leave it empty where it is optional.",
)
PARAMETER_NOT_INTEGER = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow", "{name} ({label}): {value} is no whole number. Give one, as in 3."
)
PARAMETER_OUT_OF_RANGE = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow", "{name} ({label}): {value} is out of range. Give a number within {range}."
)
PARAMETER_NOT_CHOICE = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow", "{name} ({label}): {value} is none of its choices. Give the number of one: {choices}."
)
PARAMETER_NOT_FLAG = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow", "{name} ({label}): {value} is neither true nor false. Give true or false."
)
PARAMETER_NOT_BAND = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow", "{name} ({label}): {value} is no band. Give its number, counted from 1."
)
PARAMETER_NOT_CRS = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "{name} ({label}): {value} is no coordinate reference system (CRS) that QGIS knows. Give a code such as "
    "EPSG:32650, a PROJ or a WKT text, or leave it empty where it is optional.",
)

# Rasters
NO_CRS = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "Raster {raster} has no coordinate reference system, so its cell areas are unknown. "
    "Assign its CRS (Raster > Projections > Assign Projection) and run again.",
)
CANNOT_OPEN = QT_TRANSLATE_NOOP("CarbonServiceFlow", "Raster {raster} cannot be opened: {reason}")
CANNOT_WRITE = QT_TRANSLATE_NOOP("CarbonServiceFlow", "{path} cannot be written to its end: {reason}")
RASTER_NOT_A_FILE = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "Layer {layer} comes from {provider}, which cannot be read cell by cell. Save it as GeoTIFF and choose that file.",
)
EXTENSION_NOT_TIF = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "{path}: rasters are written as GeoTIFF, or in tiles that a VRT joins. Choose a name that ends in .tif or .vrt.",
)

# Emission and sequestration: balance and routing
NEGATIVE_EMISSION = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "Emission raster {raster} is negative in {count} cells, first at row {row}, column {col} ({value}). "
    "Emission is 0 or more: move uptake to the sequestration raster. If such values stand for missing data, "
    "declare them as nodata.",
)
NEGATIVE_SEQUESTRATION = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "Sequestration raster {raster} is negative in {count} cells, first at row {row}, column {col} ({value}). "
    "A cell that releases carbon belongs into the emission raster: add its release there and set it to 0 here. "
    "If such values stand for missing data, declare them as nodata.",
)

# Vector layers
LAYER_CRS = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow", "Layer {layer} has no coordinate reference system. Assign one and run again."
)
ZONE_FIELD_MISSING = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow", "Layer {layer} has no field {field}. Its fields are: {fields}."
)
ZONE_FIELD_NEEDED = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow", "Layer {layer} has no text field for the zones' names. Choose the zone field."
)
NOT_POINTS = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "Layer {layer} holds no points. Give a layer of points; for a table with coordinates make one with "
    "native:createpointslayerfromtable.",
)
NO_STATION_POINT = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "{table}, station {station}: the row has no point. Add its point or remove the row.",
)

# Outputs that need zones
CHARTS_NEED_ZONES = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow", "These charts show zones: choose a zone layer, or leave the HTML output empty."
)
POLYGONS_NEED_ZONES = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow", "Zones by ratio need a zone layer: choose one, or leave that output empty."
)
FLOWS_NEED_ZONES = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow", "Flows between zones need a zone layer: choose one, or leave these outputs empty."
)
ZONE_TABLE_NEEDS_ZONES = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow", "A table by zone needs a zone layer: choose one, or leave the table empty."
)

# Wind
ROSE_RASTER_BANDS = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow", "Rose raster {raster} has {bands} bands; it needs 17 (16 sectors from north clockwise, calm)."
)

# Layers compared with each other
PAIR_WITHOUT_COMMON_CELLS = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow", "{first} and {second} have no cell with data in common."
)
NAMES_COUNT = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "{names} names are given for {layers} layers, the target included. Give one name for each, separated by commas.",
)

# Tables and reports to be written
SINK_FAILED = QT_TRANSLATE_NOOP("CarbonServiceFlow", "Table {path} cannot be written: {reason}")
NO_TABLE_FORMAT = QT_TRANSLATE_NOOP("CarbonServiceFlow", "the format holds no table; choose .csv, .xlsx or .gpkg")
NO_SINK = QT_TRANSLATE_NOOP("CarbonServiceFlow", "the layer cannot be created")
NOTHING_TO_REPORT = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "The report has nothing to tell: choose at least one raster, table or layer of the assessment.",
)
NO_PDF = QT_TRANSLATE_NOOP("CarbonServiceFlow", "QGIS cannot export the layout ({code})")

# Values of stations
NOT_AVERAGED = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "{field} holds directions in degrees, which have no mean (350 and 10 would give 180). "
    "Use carbonflow:prevailingwindstations and carbonflow:windgrid.",
)
ELEVATION_NEEDED = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "ELEVATION needs the stations' own elevations: choose ELEVATION_FIELD, or leave ELEVATION empty.",
)
