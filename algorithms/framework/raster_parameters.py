"""Rasters as they are given: layers; files, variables of files and files in archives by their path, without a layer.

Of every raster that QGIS makes a layer of it takes statistics, for a style: at 10^8 cells 0.1 s, and a file `.aux.xml`
beside the raster. Core reads files itself: so a path is not made a layer, neither here nor by QGIS's check. That check
calls whatever it cannot open "not found": a path that exists passes it, and core says what the file is.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterRasterLayer,
    QgsProcessingUtils,
    QgsRasterLayer,
)

from ...core.errors import RasterError, ReadError
from ...core.messages import RASTER_NOT_A_FILE
from ...core.raster.containers.paths import exists, file_behind
from ...core.raster.dataset import band_count
from ...core.raster.messages import BAND_MISSING
from ...core.raster.sources import Band

# A raster that is always there: one cell, in memory.
STAND_IN = (
    '<VRTDataset rasterXSize="1" rasterYSize="1"><SRS>EPSG:4326</SRS><GeoTransform>0,1,0,1,0,-1</GeoTransform>'
    '<VRTRasterBand dataType="Byte" band="1"></VRTRasterBand></VRTDataset>'
)


class RasterParameter(QgsProcessingParameterRasterLayer):
    """A raster: a layer, or a file's path, for which QGIS's check makes no layer."""

    def checkValueIsAcceptable(self, value: Any, context: QgsProcessingContext | None = None) -> bool:
        if context is not None and file_of(value, context):
            return True
        return bool(super().checkValueIsAcceptable(value, context))


class RasterListParameter(QgsProcessingParameterMultipleLayers):
    """Several rasters, as `RasterParameter`."""

    def checkValueIsAcceptable(self, value: Any, context: QgsProcessingContext | None = None) -> bool:
        if context is not None and len(files_of(value, context)) >= max(1, self.minimumNumberInputs()):
            return True
        return bool(super().checkValueIsAcceptable(value, context))


def file_of(value: Any, context: QgsProcessingContext) -> str:
    """Return the path of a file that exists and for which QGIS has no layer yet, "" for anything else."""
    if not isinstance(value, str) or not value or not (exists(value) or _is_remote(value)):
        return ""
    layer = QgsProcessingUtils.mapLayerFromString(value, context, False)
    # A model makes a layer of every path that it hands on: of a container, a vector layer or one without bands.
    return "" if isinstance(layer, QgsRasterLayer) and layer.bandCount() else value


def _is_remote(value: str) -> bool:
    """Whether GDAL opens a subdataset whose file is on no disk: NETCDF:"/vsicurl/https://server/f.nc":u10."""
    # "SIGNATURE:file:variable"; a drive letter is no signature.
    if len(value.split(":")[0]) < 2 or value.count(":") < 2 or exists(value):
        return False
    try:
        return band_count(value) > 0
    except ReadError:
        return False


def files_of(value: Any, context: QgsProcessingContext) -> list[str]:
    """Return the paths of a list of raster files, [] if it holds anything else."""
    paths = [file_of(part, context) for part in value] if isinstance(value, list) else []
    return paths if all(paths) else []


def name_of_file(path: str) -> str:
    """Return what QGIS would call the layer of a file: what is before the first dot; of a variable its whole name."""
    if file_behind(path) != path and not path.startswith("/vsi"):
        return path
    return Path(path).name.split(".")[0] or Path(path).name


def band_of_file(path: str, number: int) -> Band:
    """Return a band of a file, called as QGIS would call its layer."""
    name = name_of_file(path)
    count = band_count(path, name)
    if not 1 <= number <= count:
        raise RasterError(BAND_MISSING, raster=name, band=number, bands=count)
    return Band(path, number, name)


def band_of_layer(layer: QgsRasterLayer, number: int) -> Band:
    """Return a band of a layer as core reads it, with the nodata values that the user added in QGIS."""
    provider = layer.dataProvider()
    if provider is None or provider.name() != "gdal":
        raise RasterError(
            RASTER_NOT_A_FILE, layer=layer.name(), provider=provider.name() if provider else layer.providerType()
        )
    if not 1 <= number <= provider.bandCount():
        raise RasterError(BAND_MISSING, raster=layer.name(), band=number, bands=provider.bandCount())
    excluded = tuple((r.min(), r.max()) for r in provider.userNoDataValues(number))
    use_nodata = provider.useSourceNoDataValue(number)
    return Band(layer.source().split("|option:")[0], number, layer.name(), excluded, use_nodata)


def without_raster_files(
    algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext
) -> dict[str, Any]:
    """Return the parameters with a layer in place of every raster file that core reads by its path.

    For QGIS's check of a model, whose raster inputs are QGIS's own: it knows no file of several variables.
    """
    stand_in = QgsRasterLayer(STAND_IN, "", "gdal")
    shown = dict(parameters)
    for definition in algorithm.parameterDefinitions():
        name = definition.name()
        if isinstance(definition, QgsProcessingParameterRasterLayer) and file_of(shown.get(name), context):
            shown[name] = stand_in
    return shown
