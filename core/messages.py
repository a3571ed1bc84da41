"""Every message that a user can meet as an error, in English, with the fields that fill it.

`QT_TRANSLATE_NOOP` only marks a string for the translation tools; it returns the string itself.
A message says what is wrong, names the file, layer, row or code, and says what to do.
"""

from __future__ import annotations


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:  # noqa: N802, ARG001 - as the extractor wants it
    """Mark `text` for translation in `context` and return it unchanged."""
    return text


CANCELLED = QT_TRANSLATE_NOOP("CarbonServiceFlow", "Cancelled. No output was written.")

# Rasters and grids
NO_CRS = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "Raster {raster} has no coordinate reference system, so its cell areas are unknown. "
    "Assign its CRS (Raster > Projections > Assign Projection) and run again.",
)
GRID_ROTATED = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "Raster {raster} is rotated or sheared. Bring it onto a north-up grid with aligntogrid and run again.",
)
GRID_MISMATCH = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "{first} and {second} do not lie on the same grid: {differences}.\n"
    "  {first}: {first_grid}\n  {second}: {second_grid}\n"
    "Bring one onto the grid of the other with carbonflow:aligntogrid.",
)
CANNOT_OPEN = QT_TRANSLATE_NOOP("CarbonServiceFlow", "Raster {raster} cannot be opened: {reason}")
CANNOT_READ = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "Raster {raster} cannot be read at rows {first} to {last}: {reason}. The file may be incomplete: "
    "copy or download it again.",
)
BAND_MISSING = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow", "Raster {raster} has no band {band}: it has {bands}. Choose another band."
)
NOT_REAL = QT_TRANSLATE_NOOP("CarbonServiceFlow", "Raster {raster} holds complex numbers; real ones are needed.")
INFINITE_VALUE = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "Raster {raster} holds an infinite value at row {row}, column {col}. Set such cells to nodata and run again.",
)
OVERFLOW = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    'A value of the result "{raster}" at row {row}, column {col} is too large for a Float32 raster. '
    "Check the units of the inputs.",
)

# Files to be written
CANNOT_CREATE = QT_TRANSLATE_NOOP("CarbonServiceFlow", "{path} cannot be created: {reason}")
CANNOT_WRITE = QT_TRANSLATE_NOOP("CarbonServiceFlow", "{path} cannot be written to its end: {reason}")
CREATION_OPTION = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "The creation option {option} is not known here. Write options as NAME=VALUE, joined by |; names are {options}.",
)
CREATION_VALUE = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "The creation option {option} cannot be {value}. Choose one of: {values}. (Codecs that lose digits are refused, "
    "and rasters are always tiled.)",
)
CODEC_MISSING = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "The GDAL of this QGIS cannot write rasters with the compression {codec}. It has: {codecs}.",
)
CANNOT_REPLACE = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "{path} cannot be replaced: {reason}. It may be open in another program or loaded in the project: "
    "close it or choose another name.",
)
FOLDER_MISSING = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow", "{path} cannot be written: the folder {folder} does not exist. Create it first."
)
TARGET_READ_ONLY = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "{path} cannot be written: {blocked} is read-only. Choose another name or allow writing.",
)
TARGET_TWICE = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow", "{path} is named for two outputs of one run. Give each output its own name."
)

# Zones
NO_ZONES = QT_TRANSLATE_NOOP("CarbonServiceFlow", "Layer {layer} has no polygons.")
ZONE_CRS = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow", "Layer {layer} has no coordinate reference system. Assign one and run again."
)
ZONE_WITHOUT_NAME = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "Layer {layer}: polygon {feature} has no name in the zone field. Fill it in or choose another field.",
)
ZONE_TRANSFORM = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "Layer {layer}: zone {zone} cannot be transformed to {crs}. Check the layer's coordinate reference system.",
)
ZONE_OUTSIDE = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow", "No polygon of layer {layer} meets the grid ({grid}). Check both coordinate reference systems."
)
ZONE_NAMES_DIFFER = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "Zones of {layer} and rows of {table} do not match.\n"
    "  Zones without a row: {zones}\n  Rows without a zone: {rows}\n  Names with several rows: {twice}\n"
    "Make the names equal, or choose to skip what does not match.",
)

# Land-use codes and their tables
CODE_NOT_WHOLE = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow", "{raster} holds {value}: land-use codes and categories must be whole numbers."
)
CODE_TWICE = QT_TRANSLATE_NOOP("CarbonServiceFlow", "Table {table}, line {line}: code {code} is given twice.")
UNKNOWN_CODES = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "{raster} has codes that are not in {table}: {codes}. Check the land-use scheme, add the codes to the table, "
    "or choose to take unknown codes as nodata.",
)
POOLS_INCOMPLETE = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "Table {table} has no row for {classes}. With a land-use scheme, lucode is 1 cropland, 2 woodland, "
    "3 grassland, 4 water, 5 built-up, 6 unused; to use the raster's own codes choose the scheme "
    '"codes of the pools table".',
)
DENSITY_NEGATIVE = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow", "Table {table}, line {line}: a carbon density is negative. Densities are t C/ha, 0 or more."
)

# Balance and change
NEGATIVE_EMISSION = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "Emission raster {raster} is negative in {count} cells, first at row {row}, column {col} ({value}). "
    "Emission is 0 or more: move uptake to the sequestration raster.",
)
NEGATIVE_SEQUESTRATION = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "Sequestration raster {raster} is negative in {count} cells, first at row {row}, column {col} ({value}). "
    "A cell that releases carbon belongs into the emission raster: add its release there and set it to 0 here.",
)
YEARS_NOT_POSITIVE = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow", "The time between the two dates is {years} years; it must be more than 0."
)
YEARS_NOT_WHOLE = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow", "The value is a sum over whole years; {years} is not a whole number of years."
)
PRICE_MISSING = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow", "A raster of the value needs a price per tonne of carbon: give one, or leave the raster empty."
)
RATE_TOO_LOW = QT_TRANSLATE_NOOP("CarbonServiceFlow", "A rate of {rate} % per year is not possible.")

# Emission factors and proxies
CARBON_UNIT_UNKNOWN = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow", 'Table {table}, line {line}: the carbon unit "{text}" is neither C nor CO2.'
)
COEFFICIENT_NEGATIVE = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow", "Table {table}, line {line}: the coefficient of {source} is negative."
)
RESPIRATION_NEGATIVE = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow", "Table {table}, line {line}: the soil respiration is negative."
)
PROXY_UNKNOWN = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow", 'Table {table}, line {line}: the proxy "{text}" is unknown. Choose one of: {known}.'
)
SOURCE_TWICE = QT_TRANSLATE_NOOP("CarbonServiceFlow", "Table {table}, line {line}: source {source} is given twice.")
SOURCES_MISSING = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "Table {statistics} has no column for these sources of {coefficients}: {sources}. Its columns are: {columns}. "
    "Add the columns, or remove the rows from a coefficient table of your own.",
)
CODES_NEED_RESPIRATION = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "With the raster's own codes, a respiration table (lucode, respiration, carbon_unit, class) is needed.",
)
PROXY_RASTER_MISSING = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "Source {source} is spread by {proxy}, but no {proxy} raster is given. Give one, or change the proxy in the "
    "coefficient table (builtup needs land use only).",
)
CLASS_PROXY_WITHOUT_CLASSES = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "Source {source} is spread over {proxy}, but {table} does not say which codes are {proxy}. Add a column class "
    "(1 cropland, 2 woodland, 3 grassland, 4 water, 5 built-up, 6 unused).",
)
ACTIVITY_NEGATIVE = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow", "Table {table}, line {line}, column {column}: an activity cannot be negative."
)

# Preparation
CRS_NOT_PROJECTED = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "The cell size is in metres, but {crs} counts in degrees. Choose a projected CRS, best an equal-area one.",
)
CELL_SIZE_NOT_POSITIVE = QT_TRANSLATE_NOOP("CarbonServiceFlow", "The cell size is {size} m; it must be more than 0.")
AREA_WITHOUT_CELLS = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow", "No cell of {size} m has its centre inside layer {layer}. Choose a smaller cell size."
)
RASTER_OUTSIDE = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow", "Raster {raster} has no data on the grid ({grid}). Check both coordinate reference systems."
)
CATEGORY_TOO_LARGE = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow", "Raster {raster} holds the category {value}, which a Float32 raster cannot hold exactly."
)
ZONE_BURN = QT_TRANSLATE_NOOP("CarbonServiceFlow", "The polygons of {layer} cannot be laid on the grid: {reason}")

# What the QGIS side passes on
RASTER_NOT_A_FILE = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "Layer {layer} comes from {provider}, which cannot be read cell by cell. Save it as GeoTIFF and choose that file.",
)
ZONE_FIELD_MISSING = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow", "Layer {layer} has no field {field}. Its fields are: {fields}."
)
ZONE_FIELD_NEEDED = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow", "Layer {layer} has no text field for the zones' names. Choose the zone field."
)
EXTENSION_NOT_TIF = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "{path}: rasters are written as GeoTIFF, or in tiles that a VRT joins. Choose a name that ends in .tif or .vrt.",
)
SINK_FAILED = QT_TRANSLATE_NOOP("CarbonServiceFlow", "Table {path} cannot be written: {reason}")
MEMORY_SHORT = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "{what} needs about {needed} MB of memory, but only {available} MB are free. Use larger cells or a smaller area.",
)

# Service flow
WIND_NEEDED = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow", "This method needs a wind direction raster. Give one, or choose the method well mixed."
)
ROSE_NEEDED = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow", "The method wind rose needs a rose raster with 17 bands (16 sectors and calm)."
)
ROSE_BANDS = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow", "Rose raster {raster} has {bands} bands; it needs 17 (16 sectors from north clockwise, calm)."
)
WIND_OUT_OF_RANGE = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "Wind raster {raster} has {count} values outside 0 to 360, for instance {value}. "
    "It must hold the direction the wind comes from, in degrees clockwise from north.",
)
NO_COMMON_CELLS = QT_TRANSLATE_NOOP("CarbonServiceFlow", "{first} and {second} have no cell with data in common.")
NAMES_COUNT = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "{names} names are given for {layers} layers, the target included. Give one name for each, separated by commas.",
)
PLOTLY_MISSING = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "Charts need the Python package plotly, which QGIS usually brings. Install it (OSGeo4W: python3-plotly; Debian "
    "and Ubuntu: apt install python3-plotly; conda: conda install plotly; macOS: the pip of QGIS's own Python) or "
    "leave the HTML output empty.",
)
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

# The report
JINJA_MISSING = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "The report needs the Python package jinja2, which QGIS usually brings. Install it (OSGeo4W: python3-jinja2; "
    "Debian and Ubuntu: apt install python3-jinja2; conda: conda install jinja2; macOS: the pip of QGIS's own Python).",
)
NOTHING_TO_REPORT = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "The report has nothing to tell: choose at least one raster, table or layer of the assessment.",
)
