"""Messages of `core/stations`: English templates, marked for translation; see `core/messages`."""

from __future__ import annotations

from ..messages import QT_TRANSLATE_NOOP

# China's daily wind files
CMA_UNREADABLE = QT_TRANSLATE_NOOP("CarbonServiceFlow", "{path} cannot be read: {reason}")
CMA_NO_TEXT = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "{path} is an archive or a spreadsheet, not a text file. Unpack it, or save it as text, and choose the text files.",
)
CMA_NOT_ELEMENT = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "{path} is no daily {what} file (SURF_CLI_CHN_MUL_DAY, {element}): none of its {lines} lines could be used: "
    "{reasons}. If it holds another element, choose ELEMENT.",
)
CMA_NOTHING = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "The {files} files hold no {what} record. Choose SURF_CLI_CHN_MUL_DAY {element} text files.",
)
CMA_NOTHING_USABLE = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "The {files} files hold no {what} record that could be used: {reasons}. "
    "Choose SURF_CLI_CHN_MUL_DAY {element} text files as downloaded.",
)
CMA_OTHER_ELEMENT = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "{file} holds the element {element}, as its name says. WIN (wind), TEM (temperature) and PRE (precipitation) are "
    "read.",
)
CMA_ELEMENTS_DIFFER = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "The files hold different elements: {first} is {one}, {second} is {other}. Read one element at a time.",
)
CMA_ELEMENT_UNKNOWN = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "Whether {file} holds temperature or precipitation cannot be seen: their lines are alike, and neither its name nor "
    "a header says it. Choose ELEMENT.",
)

# Why one of their lines cannot be used
LINE_COLUMNS = QT_TRANSLATE_NOOP("CarbonServiceFlow", "{found} columns instead of {expected}")
LINE_REPEATS = QT_TRANSLATE_NOOP("CarbonServiceFlow", "repeats station {station} on {date} ({where})")
LINE_NOT_INTEGER = QT_TRANSLATE_NOOP("CarbonServiceFlow", 'column {column} is "{text}", not a whole number')
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
LINE_TEMPERATURE = QT_TRANSLATE_NOOP("CarbonServiceFlow", "temperature {value} cannot be (it is in 0.1 °C)")
LINE_PRECIPITATION = QT_TRANSLATE_NOOP("CarbonServiceFlow", "precipitation {value} cannot be (it is in 0.1 mm)")

# Words within these
LINE_REASON = QT_TRANSLATE_NOOP("CarbonServiceFlow", "{lines} lines ({where}: {reason})")
WIND = QT_TRANSLATE_NOOP("CarbonServiceFlow", "wind")
TEMPERATURE = QT_TRANSLATE_NOOP("CarbonServiceFlow", "temperature")
PRECIPITATION = QT_TRANSLATE_NOOP("CarbonServiceFlow", "precipitation")
LINE_OF_FILE = QT_TRANSLATE_NOOP("CarbonServiceFlow", "line {line} of {file}")
LINE_NUMBER = QT_TRANSLATE_NOOP("CarbonServiceFlow", "line {line}")
LONGITUDE = QT_TRANSLATE_NOOP("CarbonServiceFlow", "longitude")
LATITUDE = QT_TRANSLATE_NOOP("CarbonServiceFlow", "latitude")
MEAN = QT_TRANSLATE_NOOP("CarbonServiceFlow", "mean")
MAXIMUM = QT_TRANSLATE_NOOP("CarbonServiceFlow", "maximum")
EXTREME = QT_TRANSLATE_NOOP("CarbonServiceFlow", "extreme")

# Tables of observations
DIRECTION_RANGE = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "{table}, row {row}: {value} is no wind direction in degrees (0 to 360, direction the wind comes from). "
    "{count} of {records} records cannot be read, more than {limit} %. Correct them, set them to NULL, "
    'declare a code in CODES ("missing={value}"), or choose another direction format.',
)
DIRECTION_TENS = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "{table}, row {row}: {value} is no wind direction in tens of degrees (0 to 36, 99 = variable). "
    "{count} of {records} records cannot be read, more than {limit} %. Correct them, set them to NULL, "
    'declare a code in CODES ("missing={value}"), or choose another direction format.',
)
DIRECTION_CODE = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "{table}, row {row}: {value} is no 16-sector code (1 = N, 2 = NNE, ... 16 = NNW, 17 = calm). "
    "{count} of {records} records cannot be read, more than {limit} %. Correct them, set them to NULL, "
    'declare a code in CODES ("missing={value}"), or choose another direction format.',
)
DIRECTION_LETTERS = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    '{table}, row {row}: "{value}" is no compass direction (N, NNE, ... NNW, C for calm, or 北, 东北 ... 静风). '
    "{count} of {records} records cannot be read, more than {limit} %. Correct them, set them to NULL, "
    'declare a code in CODES ("missing={value}"), or choose another direction format.',
)
SPEED_INVALID = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    '{table}, row {row}: "{value}" is no wind speed in m/s. {count} of {records} records cannot be read, '
    "more than {limit} %. Correct them or set them to NULL and run again.",
)
WIND_FIELD_INVALID = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    '{table}, row {row}: "{value}" is no wind field such as "160,1,N,0046,1" (direction, quality, type, speed, '
    "quality), as others of the column are. {count} of {records} records cannot be read, more than {limit} %. "
    "Correct them or set them to NULL.",
)
NO_STATION = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "{table}, row {row}: the station is empty, as in {count} of {records} records (more than {limit} %). "
    "Fill it in or remove the rows.",
)
NO_OBSERVATIONS = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "{table} holds no usable wind observation: {rows} rows, none of them with a direction or a calm. "
    "Check the direction field and its format.",
)

# The layer of stations
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

# Interpolation
POWER = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow", "The distance power is {value}: it must be a number above 0 (2 is the usual one)."
)
NEIGHBOURS = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow", "The number of neighbours is {value}: it must be a whole number, 1 or more."
)

# Values of stations
DATES_AMBIGUOUS = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    '{table}, column {column}: dates such as "{value}" can be read with the day or with the month first. '
    "Write them as 2015-01-31 and run again.",
)
DATE_INVALID = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    '{table}, row {row}: "{value}" is no date (2015-01-31, 20150131). {count} of {records} records cannot be read, '
    "more than {limit} %. Correct them, or choose another date field.",
)
VALUE_INVALID = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    '{table}, row {row}: "{value}" is no number. {count} of {records} records cannot be read, more than {limit} %. '
    "Correct them or set them to NULL, or choose another value field.",
)
MONTHS_NEED_DATES = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "This statistic needs the dates of the records: choose DATE_FIELD, with the months for values by month.",
)
NO_STATION_VALUES = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "{table}: none of the {stations} stations has a value of a complete period. "
    "Sums and months need at most 3 missing days a month; the log lists what is left out.",
)
NO_ELEVATIONS = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "{table}: none of the {stations} stations has an elevation in metres (-500 to 9000). Check ELEVATION_FIELD.",
)
