"""Tables as they are given: files by their path, which core reads itself, and layers as QGIS shows them.

A file is a CSV file or a spreadsheet: QGIS takes its first line for the header, guesses encodings and types, and makes
no layer at all of UTF-16 or of lines above the header. So a file that is given by its path needs no layer, and a layer
of a CSV file that has no settings of its own is read by its path. Every other layer means what QGIS shows of it.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from osgeo import gdal
from qgis.core import (
    NULL,
    QgsProcessing,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingFeatureSource,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingParameterFeatureSource,
    QgsProcessingUtils,
    QgsProperty,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QDate, QDateTime, Qt, QTime

from ...core.tables.cells import clean
from ...core.tables.header import Needed
from ...core.tables.notation import Notation
from ...core.tables.read import make_table
from ...core.tables.spreadsheet import is_spreadsheet

CSV_ENDINGS = (".csv", ".tsv", ".tab", ".txt")
LAYER_NAME = "layername="
# For QGIS's check only.
STAND_IN = "NoGeometry?field=a:string"


@dataclass(frozen=True)
class TableFile:
    """A file that core reads; `sheet` is the one chosen, "" for any."""

    path: str
    sheet: str = ""


class TableParameter(QgsProcessingParameterFeatureSource):
    """A table: a layer, or a file's path, for which QGIS's check makes no layer."""

    def checkValueIsAcceptable(self, value: Any, context: QgsProcessingContext | None = None) -> bool:
        if context is not None and file_of_value(value, context) is not None:
            return True
        return bool(super().checkValueIsAcceptable(value, context))


def file_of_value(value: Any, context: QgsProcessingContext) -> TableFile | None:
    """Return the file that a parameter's value names by its path, None for a layer of QGIS and for anything else."""
    if isinstance(value, QgsProcessingFeatureSourceDefinition):
        if value.selectedFeaturesOnly or getattr(value, "filterExpression", ""):
            return None
        value = value.source
    if isinstance(value, QgsProperty):
        value = value.valueAsString(context.expressionContext(), "")[0]
    if not isinstance(value, str):
        return None
    file = _file(value, known=False)
    if file is None or QgsProcessingUtils.mapLayerFromString(value, context, False) is not None:
        return None
    return file


def file_of_layer(layer: QgsVectorLayer, needed: Needed) -> TableFile | None:
    """Return the file behind a layer of a CSV file or spreadsheet that shows all of it, None for any other layer.

    A sheet whose columns are as QGIS names them is taken as QGIS shows it.
    """
    if layer.providerType() != "ogr" or layer.subsetString() or layer.isEditable():
        return None
    # Joins and virtual fields are QGIS's own.
    fields, provider = layer.fields(), layer.dataProvider()
    if provider is None or len(fields) != len(provider.fields()):
        return None
    file = _file(layer.source())
    if file is None or not is_spreadsheet(file.path):
        return file
    return file if needed.given and needed.misses([clean(name) for name in fields.names()]) else None


def _file(source: str, known: bool = True) -> TableFile | None:
    path, *settings = source.split("|")
    if path.lower().startswith("file:"):
        path = unquote(urlsplit(path).path)
    # On Windows the path of a file URL is /C:/...
    if len(path) > 2 and path[0] == "/" and path[2] == ":":
        path = path[1:]
    if any(not setting.lower().startswith(LAYER_NAME) for setting in settings) or not _is_file(path):
        return None
    if is_spreadsheet(path):
        return TableFile(path, settings[0][len(LAYER_NAME) :] if settings else "")
    if path.lower().endswith(CSV_ENDINGS) or not (known or settings or _is_known(path)):
        return TableFile(path)
    return None


def _is_file(path: str) -> bool:
    if path.startswith("/vsi"):
        found = gdal.VSIStatL(path)
        return found is not None and not found.IsDirectory()
    return os.path.isfile(path)


def _is_known(path: str) -> bool:
    """Whether GDAL has a driver for the file; what it has none for may be text of any ending."""
    return gdal.IdentifyDriverEx(path, gdal.OF_VECTOR) is not None


def table_of_source(source: QgsProcessingFeatureSource, layer: QgsVectorLayer | None, needed: Needed) -> Any:
    """Return a layer's attributes as core's table (DataFrame), as QGIS shows them."""
    fields = source.fields()
    numeric = frozenset(clean(field.name()) for field in fields if field.isNumeric())
    rows = [[plain_value(value) for value in feature.attributes()] for feature in source.getFeatures()]
    notation = Notation(_comma(layer), numeric=numeric)
    return make_table(source.sourceName(), fields.names(), rows, needed=needed, notation=notation)


def _comma(layer: QgsVectorLayer | None) -> str:
    """What commas within the text fields of a layer of delimited text are, by its settings."""
    if layer is None or layer.providerType() != "delimitedtext":
        return ""
    settings = parse_qs(urlsplit(layer.source()).query)
    if settings.get("decimalPoint", [""])[0] == ",":
        return "decimal"
    return (
        "thousands" if settings.get("delimiter", [","])[0] == "," and settings.get("type", ["csv"])[0] == "csv" else ""
    )


def plain_value(value: Any) -> Any:
    """Return a value of a feature without Qt's types: None for NULL, dates and times as ISO 8601."""
    if value is None or value == NULL:
        return None
    if isinstance(value, (QDate, QDateTime, QTime)):
        return value.toString(Qt.DateFormat.ISODate) if value.isValid() else None
    return value


def with_table_layers(
    algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext
) -> dict[str, Any]:
    """Return the parameters with a layer in place of every table file that core reads by its path.

    For QGIS's check of a model, whose inputs are QGIS's own: it takes titled files and UTF-16 for missing.
    """
    shown = dict(parameters)
    for definition in algorithm.parameterDefinitions():
        table = isinstance(definition, QgsProcessingParameterFeatureSource) and definition.dataTypes() == [
            QgsProcessing.SourceType.TypeVector
        ]
        if table and file_of_value(parameters.get(definition.name()), context) is not None:
            shown[definition.name()] = QgsVectorLayer(STAND_IN, definition.name(), "memory")
    return shown
