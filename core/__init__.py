"""The science: numpy, GDAL and, for tables, pandas. Nothing here knows QGIS, a layer, a style or a language."""

from pathlib import Path

# The plugin's folder: resources and metadata.txt are found from here alone.
PLUGIN_FOLDER = Path(__file__).parents[1]
