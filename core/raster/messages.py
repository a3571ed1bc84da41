"""Messages of `core/raster`: English templates, marked for translation; see `core/messages`."""

from __future__ import annotations

from ..messages import QT_TRANSLATE_NOOP

# Grids, and why two differ
GRID_ROTATED = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "Raster {raster} is rotated or sheared. Warp it onto a north-up grid (Raster > Projections > Warp (Reproject)) and "
    "run again.",
)
GRID_NOT_FINITE = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "Raster {raster} has no usable position: its geotransform is ({numbers}). Assign its extent "
    "(gdal:translate with -a_ullr) or georeference it, and run again.",
)
NO_POSITION = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "Raster {raster} has no position on a map: {cause}. Warp it onto a north-up grid (Raster > Projections > Warp "
    "(Reproject)) or georeference it, and run again.",
)
NO_GEOREFERENCE = QT_TRANSLATE_NOOP("CarbonServiceFlow", "the file holds no geotransform")
ONLY_GCPS = QT_TRANSLATE_NOOP("CarbonServiceFlow", "the file holds ground control points alone ({count})")
ONLY_RPC = QT_TRANSLATE_NOOP("CarbonServiceFlow", "the file holds rational polynomial coefficients (RPC) alone")
ONLY_GEOLOCATION = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow", "the file holds arrays of longitude and latitude alone (a curved grid)"
)
GRID_MISMATCH = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "{first} and {second} do not lie on the same grid: {differences}.\n"
    "  {first}: {first_grid}\n  {second}: {second_grid}\n"
    "Bring one onto the grid of the other with carbonflow:aligntogrid.",
)
GRID_WORDS = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow", "{cols} x {rows} cells of {width} x {height} from ({left}, {top}), {crs}"
)
WITHOUT_CRS = QT_TRANSLATE_NOOP("CarbonServiceFlow", "no CRS")
CRS_AGAINST = QT_TRANSLATE_NOOP("CarbonServiceFlow", "CRS {first} against {second}")
ROTATION_AGAINST = QT_TRANSLATE_NOOP("CarbonServiceFlow", "rotation terms {first} against {second}")
SIZE_AGAINST = QT_TRANSLATE_NOOP("CarbonServiceFlow", "cell size {first} against {second}")
SHIFTED = QT_TRANSLATE_NOOP("CarbonServiceFlow", "origin shifted by {columns} columns and {rows} rows")
CELLS_AGAINST = QT_TRANSLATE_NOOP("CarbonServiceFlow", "{first} against {second} cells")

# Coordinate reference systems
CRS_UNUSABLE = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "Raster {raster}: its coordinate reference system {crs} is {fault}, so places and cell areas are unknown. "
    "Assign the CRS that its coordinates are in (Raster > Projections > Assign Projection) and run again.",
)
CRS_LOCAL = QT_TRANSLATE_NOOP("CarbonServiceFlow", "a local (engineering) one")
CRS_GEOCENTRIC = QT_TRANSLATE_NOOP("CarbonServiceFlow", "geocentric (x, y, z from the Earth's centre)")
CRS_VERTICAL = QT_TRANSLATE_NOOP("CarbonServiceFlow", "one of heights alone")
CRS_WITHOUT_EARTH = QT_TRANSLATE_NOOP("CarbonServiceFlow", "without longitude and latitude behind it")
CRS_OF_DEGREES = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow", "one of longitudes and latitudes, which its coordinates are not"
)
CRS_NOT_OF_DEGREES = QT_TRANSLATE_NOOP("CarbonServiceFlow", "one of lengths, and its coordinates look like degrees")
CRS_UNREADABLE = QT_TRANSLATE_NOOP("CarbonServiceFlow", "not understood ({reason})")
CRS_NOT_UNDERSTOOD = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "The coordinate reference system {crs} is not understood: {reason}. Assign another one and run again.",
)
CRS_TRANSFORMATION_MISSING = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "There is no way from the coordinate reference system {first} to {second}: {reason}. Check both, and assign the "
    "right ones.",
)

# What is read
SCALE_NOT_FINITE = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "Raster {raster}, band {band}: its scale is {scale} and its offset {offset}, so it has no values. Set them right "
    "(gdal:translate with -a_scale 1 -a_offset 0) and run again.",
)
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


# Values that stand for missing data and were not declared
A_VALUE = QT_TRANSLATE_NOOP("CarbonServiceFlow", "such a value")
A_CODE = QT_TRANSLATE_NOOP("CarbonServiceFlow", "a code")
A_TOTAL = QT_TRANSLATE_NOOP("CarbonServiceFlow", "a total per cell")
A_WEIGHT = QT_TRANSLATE_NOOP("CarbonServiceFlow", "a weight")
A_STOCK = QT_TRANSLATE_NOOP("CarbonServiceFlow", "a carbon stock")
A_DENSITY = QT_TRANSLATE_NOOP("CarbonServiceFlow", "a density")
A_WIND_COMPONENT = QT_TRANSLATE_NOOP("CarbonServiceFlow", "a wind component")
A_DIRECTION = QT_TRANSLATE_NOOP("CarbonServiceFlow", "a wind direction")
IMPOSSIBLE_VALUES = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "Raster {raster} holds values that {what} cannot have in {count} cells, such as {value}. If it stands for missing "
    "data, declare it as nodata: in the layer's properties, Transparency, Additional no data value, or with "
    "gdal_edit.py -a_nodata {value} {file}. Then run again.",
)
UNDECLARED_NODATA = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "Raster {raster} holds {value} in {count} cells, far from all its other values ({low} to {high}): it stands for "
    "missing data, not for {what}, but is not declared as nodata. Declare it: in the layer's properties, Transparency, "
    "Additional no data value, or with gdal_edit.py -a_nodata {value} {file}. Then run again.",
)

# What is written, and how it is stored
OVERFLOW = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    'A value of the result "{raster}" at row {row}, column {col} is too large for a Float32 raster. '
    "Check the units of the inputs.",
)
CANNOT_CREATE = QT_TRANSLATE_NOOP("CarbonServiceFlow", "{path} cannot be created: {reason}")
IS_A_FOLDER = QT_TRANSLATE_NOOP("CarbonServiceFlow", "it is a folder")
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

# Names of outputs, and the final rename
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

# Tiles
TILE_MISSING = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "The tile {path} was written by a worker, but is not there for this machine. Outputs must lie in a folder that "
    "all machines of the cluster see under the same name.",
)
TILES_FOLDER_TAKEN = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "{path} cannot be written: its tiles go to the folder {folder}, which holds something else ({found}). Choose "
    "another name or move that away.",
)

# What a path holds that is no raster, or more than one
SEVERAL_RASTERS = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "{raster} holds {count} rasters: {variables}. Give one of them by its own name, for example {example}",
)
AND_MORE = QT_TRANSLATE_NOOP("CarbonServiceFlow", "{count} more")
CANNOT_UNPACK = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "Raster {raster} cannot be unpacked from its archive: {reason}. Unpack it yourself and choose the file.",
)
IS_EMPTY = QT_TRANSLATE_NOOP("CarbonServiceFlow", "the file is there but empty (0 bytes). Copy or download it again.")
IS_TEXT = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    'it is a text file ({encoding}) that begins "{start}". A text raster needs the header of an Esri ASCII grid, in '
    "ASCII or UTF-8; a table of points becomes a raster with gdal:gridinversedistance or native:rasterize.",
)
IS_WEB_PAGE = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "it is a web page. Downloads that need a login or a licence end like this: download it again in a browser.",
)
IS_POINTER = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow", "it is a pointer to a file in Git LFS, not the file. Download the file itself."
)
IS_DOCUMENT = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow", "it is a document ({ending}), not a raster. Choose the raster that it shows."
)
IS_SIDE_FILE = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow", "it is a file that belongs to a raster and lies beside it. Choose the raster itself."
)
IS_PACKED = QT_TRANSLATE_NOOP("CarbonServiceFlow", "it is an archive of {kind}. Unpack it and choose the raster.")
NO_DRIVER = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "it is a file of the format {kind}, which the GDAL of this QGIS cannot read. Convert it to GeoTIFF elsewhere.",
)
IS_VECTOR = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow",
    "it is a vector file or table ({kind}, layers: {layers}). Choose a raster; gdal:rasterize makes one of polygons.",
)
IS_UNKNOWN = QT_TRANSLATE_NOOP("CarbonServiceFlow", "the file is there, but GDAL finds no raster in it ({reason})")
IS_DAMAGED = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow", "it begins like a raster ({kind}) and cannot be opened ({reason}). Copy or download it again."
)
NOT_IN_ARCHIVE = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow", "the archive is there, and no raster {file} in it ({reason}). It holds: {files}"
)
FOLDER_WITHOUT_RASTER = QT_TRANSLATE_NOOP("CarbonServiceFlow", "it is a folder without a raster. It holds: {files}")
ARCHIVE_WITHOUT_RASTER = QT_TRANSLATE_NOOP(
    "CarbonServiceFlow", "the archive is there, but holds no raster. It holds: {files}"
)
