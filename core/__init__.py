"""The science: numpy, GDAL and pandas only. Nothing here knows QGIS, a layer, a style or a language."""
