"""The science: numpy and GDAL only. Nothing here knows QGIS, a layer, a style or a language."""
