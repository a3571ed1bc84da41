"""Messages of `core/accounts`: English templates, marked for translation; see `core/messages`."""

from __future__ import annotations

from ..messages import QT_TRANSLATE_NOOP

# Land-use codes, and the table of pools
CODE_NOT_INTEGER = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow", "{raster} holds {value}: land-use codes and categories must be whole numbers."
)
UNKNOWN_CODES = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "{raster} has codes that are not in {table}: {codes}. Check the land-use scheme, add the codes to the table, "
    "or choose to take unknown codes as nodata.",
)
CODE_CELLS = QT_TRANSLATE_NOOP("CarbonServiceFlow", "{code} ({count} cells)")
MORE_CODES = QT_TRANSLATE_NOOP("CarbonServiceFlow", "... {count} more codes")
CODE_TWICE = QT_TRANSLATE_NOOP("CarbonServiceFlow", "Table {table}, line {line}: code {code} is given twice.")
POOLS_INCOMPLETE = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "Table {table} has no row for {classes}. With a land-use scheme, lucode is 1 cropland, 2 woodland, "
    "3 grassland, 4 water, 5 built-up, 6 unused; to use the raster's own codes choose the scheme "
    '"codes of the pools table".',
)
DENSITY_NEGATIVE = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow", "Table {table}, line {line}: a carbon density is negative. Densities are t C/ha, 0 or more."
)

# Classes of land use
CROPLAND_WORD = QT_TRANSLATE_NOOP("CarbonServiceFlow", "cropland")
WOODLAND_WORD = QT_TRANSLATE_NOOP("CarbonServiceFlow", "woodland")
GRASSLAND_WORD = QT_TRANSLATE_NOOP("CarbonServiceFlow", "grassland")
WATER_WORD = QT_TRANSLATE_NOOP("CarbonServiceFlow", "water")
BUILT_UP_WORD = QT_TRANSLATE_NOOP("CarbonServiceFlow", "built-up")
UNUSED_WORD = QT_TRANSLATE_NOOP("CarbonServiceFlow", "unused")

# Change of stock, and its value
YEARS_NOT_POSITIVE = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow", "The time between the two dates is {years} years; it must be more than 0."
)
YEARS_NOT_INTEGER = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow", "The value is a sum over whole years; {years} is not a whole number of years."
)
PRICE_MISSING = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow", "A raster of the value needs a price per tonne of carbon: give one, or leave the raster empty."
)
RATE_TOO_LOW = QT_TRANSLATE_NOOP("CarbonServiceFlow", "A rate of {rate} % per year is not possible.")

# Tables of coefficients, respiration and activities
CARBON_UNIT_UNKNOWN = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow", 'Table {table}, line {line}: the carbon unit "{text}" is neither C nor CO2.'
)
COEFFICIENT_NEGATIVE = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow", "Table {table}, line {line}: the coefficient of {source} is negative."
)
RESPIRATION_NEGATIVE = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow", "Table {table}, line {line}: the soil respiration is negative."
)
ACTIVITY_NEGATIVE = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow", "Table {table}, line {line}, column {column}: an activity cannot be negative."
)
SOURCE_TWICE = QT_TRANSLATE_NOOP("CarbonServiceFlow", "Table {table}, line {line}: source {source} is given twice.")
SOURCES_MISSING = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "Table {statistics} has no column for these sources of {coefficients}: {sources}. Its columns are: {columns}. "
    "Add the columns, or remove the rows from a coefficient table of your own.",
)
FUELS_NOT_COUNTED = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "Table {statistics} has columns that look like fuels, and none of them is counted: {columns}. {coefficients} "
    "counts {sources}. Convert the figures to the unit in such a name and rename the columns, choose another "
    "coefficient set, give a coefficient table with rows for them, or take the columns out.",
)
YEAR_WITHOUT_ROW = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "Table {table} has no row of the year {year} (STATISTICS_YEAR) in its column {column}. Its years are: {years}.",
)
YEAR_NEEDED = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "Table {table} has several rows of {zone}: its column {column} holds the years {years}. Say which one is meant: "
    "STATISTICS_YEAR_FIELD and STATISTICS_YEAR.",
)
YEAR_FIELD_NEEDED = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "The year {year} is chosen (STATISTICS_YEAR), but not the column of table {table} that holds the years: give "
    "STATISTICS_YEAR_FIELD. The columns are: {columns}.",
)
ZONE_TWICE_IN_YEAR = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "Table {table} has several rows of {zone} in the year {year} (column {column}), in lines {lines}. One row per zone "
    "and year is wanted.",
)
CODES_NEED_RESPIRATION = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "With the raster's own codes, a respiration table (lucode, respiration, carbon_unit, class) is needed.",
)
BOTH = QT_TRANSLATE_NOOP("CarbonServiceFlow", "{first} and {second}")
TABLE_LINE = QT_TRANSLATE_NOOP("CarbonServiceFlow", "{table}, line {line}")

# Proxies
BUILTUP_NOT_A_SHARE = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "{raster} holds {value}: the share of built-up land of a cell must be 0 to 1. Bring a map of 0 and 1 onto the grid "
    "with aligntogrid, KIND 1; per cent must be divided by 100; a fill value must be declared as nodata.",
)
PROXY_UNKNOWN = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow", 'Table {table}, line {line}: the proxy "{text}" is unknown. Choose one of: {known}.'
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
