"""Messages of `core/tables`: English templates, marked for translation; see `core/messages`."""

from __future__ import annotations

from ..messages import QT_TRANSLATE_NOOP

# Files
PANDAS_MISSING = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "Tables need the Python package pandas, which some builds of QGIS lack. Install it (OSGeo4W: python3-pandas; "
    "Debian and Ubuntu: apt install python3-pandas; conda: conda install pandas; macOS: the pip of QGIS's own Python) "
    "or run without tables of your own, tables as outputs and charts: rasters and the plugin's own tables need none.",
)
TABLE_NOT_FOUND = QT_TRANSLATE_NOOP("CarbonServiceFlow", "Table {table} cannot be read: {reason}")
TABLE_EMPTY = QT_TRANSLATE_NOOP("CarbonServiceFlow", "Table {table} has no rows.")
TABLE_ENCODING = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "The encoding of table {table} is none of UTF-8, UTF-16 and GB18030. Save it as CSV in UTF-8 and run again.",
)
TEXT_DAMAGED = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "{layer}, field {field}: {count} texts hold characters that could not be read, the first is {text}. They were read "
    "as {encoding}, which is not the file's encoding, or the file is damaged. Set the encoding, for Chinese mostly "
    "GB18030: Layer Properties > Source > Data source encoding, or beside a shapefile a .cpg file of its name that "
    "holds the word GB18030; or save the table as CSV in UTF-8.",
)
ENCODING_UNKNOWN = QT_TRANSLATE_NOOP("CarbonServiceFlow", "text of an unknown encoding")
TABLE_RAGGED = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "Table {table} is not a regular CSV file: line {line} has {cells} cells, the header has {columns}. "
    "Cells that contain the separator need quotation marks.",
)
TABLE_QUOTE = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "Table {table} is not a regular CSV file: the quotation mark opened in line {line} is never closed.",
)
TABLE_BROKEN = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow", "Table {table} is not a regular CSV file: line {line} cannot be read ({reason})."
)

SPREADSHEET_DRIVER = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "Table {table}: this GDAL cannot read {format} files. Save the sheet as CSV in UTF-8 and run again.",
)
SHEET_MISSING = QT_TRANSLATE_NOOP("CarbonServiceFlow", "Table {table} has no sheet {sheet}. Its sheets are: {sheets}.")
SPREADSHEET_BROKEN = QT_TRANSLATE_NOOP("CarbonServiceFlow", "Table {table} cannot be read as a spreadsheet: {reason}")

# Columns and cells
COLUMN_MISSING = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow", "Table {table} has no column {column}{hint}. Its columns are: {columns}."
)
HEADER_MISSING = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "Table {table}: none of its first {rows} rows is a header with the columns needed ({columns}). Its first row "
    "holds: {first}.",
)
COLUMN_TWICE = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow", "Table {table} has two columns named {column} (upper and lower case count as the same)."
)
CELL_EMPTY = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow", "Table {table}, line {line}, column {column}: the cell is empty, a number is needed."
)
CELL_MISSING = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    'Table {table}, line {line}, column {column}: "{text}" stands for missing data, a number is needed.',
)
COLUMN_AMBIGUOUS = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    'Table {table}, line {line}, column {column}: the comma of "{text}" may be a decimal comma or mark thousands, and '
    "no other cell tells which. Write decimals with a point, and thousands without a comma.",
)
COLUMN_TWO_WAYS = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    'Table {table}, column {column}: "{text}" (line {line}) and "{other}" (line {other_line}) use decimal comma and '
    "decimal point in different ways. Write all numbers of a column in one way.",
)
CELL_NOT_NUMBER = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow", 'Table {table}, line {line}, column {column}: "{text}" is not a number.'
)
