"""Layers whose files do not say the encoding of their texts, read in the one that their bytes are in."""

from __future__ import annotations

from typing import Any

from osgeo import gdal
from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingUtils,
    QgsProperty,
    QgsVectorLayer,
)

from ....core.tables.text_encoding import dbf_encoding

# What QGIS takes where a file says nothing; any other was declared, or chosen by the user.
DEFAULT_ENCODINGS = ("", "System", "UTF-8", "ISO-8859-1", "windows-1252")

# Property of a layer that is read in another encoding: the one before, and its fields' names in that.
_READ_AS = "carbon_service_flow/read_as"


def layer_of(value: QgsProcessingFeatureSourceDefinition, context: QgsProcessingContext) -> QgsVectorLayer | None:
    """Return the vector layer that a source with settings names, None for anything else."""
    text = value.source.staticValue()
    layer = QgsProcessingUtils.mapLayerFromString(text, context) if isinstance(text, str) else None
    return layer if isinstance(layer, QgsVectorLayer) else None


def encoding_of(layer: QgsVectorLayer | None) -> str:
    """Return the encoding that a layer's texts are read in, "" when it is not known."""
    provider = None if layer is None else layer.dataProvider()
    return "" if provider is None else str(provider.encoding())


def undeclared_encoding(layer: QgsVectorLayer | None) -> str:
    """Return the encoding of a shapefile's or dBASE table's texts, "" if it is declared, unknown or the one read in."""
    if layer is None or layer.providerType() != "ogr" or layer.isEditable():
        return ""
    read_as = encoding_of(layer)
    if read_as not in DEFAULT_ENCODINGS or layer.storageType() != "ESRI Shapefile":
        return ""
    encoding = dbf_encoding(_shapefile_of(layer))
    return "" if encoding == read_as else encoding


def _shapefile_of(layer: QgsVectorLayer) -> str:
    """Return the path of a layer's .shp or .dbf, in a folder or an archive, too; "" when it cannot be told."""
    path, *settings = layer.source().split("|")
    if path.lower().endswith((".shp", ".dbf")):
        return str(path)
    names = [setting.partition("=")[2] for setting in settings if setting.startswith("layername=")]
    tables = [name for name in gdal.ReadDir(path) or [] if name.lower().endswith(".dbf")]
    tables = [name for name in tables if not names or name[:-4] == names[0]]
    return f"{path}/{tables[0]}" if len(tables) == 1 else ""


def in_encoding(layer: QgsVectorLayer, encoding: str) -> QgsVectorLayer:
    """Return a layer of its own with the same features and selection, its texts read in another encoding."""
    copy = layer.clone()
    copy.setCustomProperty(_READ_AS, [encoding_of(layer), *layer.fields().names()])
    copy.setProviderEncoding(encoding)
    copy.selectByIds(layer.selectedFeatureIds())
    return copy


def as_it_was_read(layer: QgsVectorLayer) -> tuple[str, list[str]]:
    """Return the encoding that a layer of `in_encoding` was read in before and its fields' names then, else ""."""
    encoding, *fields = layer.customProperty(_READ_AS) or [""]
    return str(encoding), [str(field) for field in fields]


def replaced(value: Any, layer: QgsVectorLayer, context: QgsProcessingContext) -> Any:
    """Return a parameter's value with another layer, which the context keeps, and its other settings."""
    context.temporaryLayerStore().addMapLayer(layer)
    if not isinstance(value, QgsProcessingFeatureSourceDefinition):
        return layer.id()
    definition = QgsProcessingFeatureSourceDefinition(value)
    definition.source = QgsProperty.fromValue(layer.id())
    return definition
