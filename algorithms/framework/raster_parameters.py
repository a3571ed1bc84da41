"""Rasters as they are given: layers, variables of files, and files by their path, which need no layer.

Of every raster that QGIS makes a layer of it takes statistics, for a style: at 10^8 cells 0.1 s, and a file `.aux.xml`
beside the raster. Core reads files itself: so a path is not made a layer, neither here nor by QGIS's check.
"""

from __future__ import annotations

import os
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
from ...core.raster.dataset import band_count
from ...core.raster.messages import BAND_MISSING
from ...core.raster.sources import Band

RASTER_TYPES = (QgsProcessingParameterRasterLayer.typeName(), QgsProcessingParameterMultipleLayers.typeName())


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
    """Return the path of a raster file for which QGIS has no layer yet, "" for anything else."""
    if not isinstance(value, str) or not os.path.isfile(value):
        return ""
    if QgsProcessingUtils.mapLayerFromString(value, context, False) is not None:
        return ""
    try:
        band_count(value)
    except ReadError:
        return ""
    return value


def files_of(value: Any, context: QgsProcessingContext) -> list[str]:
    """Return the paths of a list of raster files, [] if it holds anything else."""
    paths = [file_of(part, context) for part in value] if isinstance(value, list) else []
    return paths if all(paths) else []


def band_of_file(path: str, number: int) -> Band:
    """Return a band of a file, called as QGIS would call its layer: by what is before the first dot."""
    name = Path(path).name.split(".")[0] or Path(path).name
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


def with_subdatasets(
    algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext
) -> dict[str, Any]:
    """Return the parameters with layers for paths that GDAL opens and QGIS takes for missing: NETCDF:"f.nc":u10."""
    found = dict(parameters)
    for definition in algorithm.parameterDefinitions():
        if definition.type() in RASTER_TYPES and definition.name() in found:
            value = found[definition.name()]
            if isinstance(value, list):
                found[definition.name()] = [_subdataset(part, context) for part in value]
            else:
                found[definition.name()] = _subdataset(value, context)
    return found


def _subdataset(value: Any, context: QgsProcessingContext) -> Any:
    # "SIGNATURE:file:variable"; a drive letter is no signature.
    if not isinstance(value, str) or len(value.split(":")[0]) < 2 or value.count(":") < 2:
        return value
    if QgsProcessingUtils.mapLayerFromString(value, context) is not None:
        return value
    layer = QgsRasterLayer(value, value, "gdal")
    return layer if layer.isValid() else value
