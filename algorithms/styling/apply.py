"""A layer and the kind of its style: all that the loading of outputs, the report and the sample's maps need."""

from __future__ import annotations

from qgis.core import QgsMapLayer, QgsRasterLayer, QgsVectorLayer

from .kinds import RASTERS, VECTORS, kind_of
from .rasters import style_raster
from .vectors import style_vector

__all__ = ["kind_of", "style_layer"]


def style_layer(layer: QgsMapLayer, kind: str) -> None:
    """Give a layer renderer, labels and legend of a kind, one of `kinds.STYLES`; tables stay as they are.

    Needs neither project nor window. A layer of another type than the kind's, or without its fields, stays as it is.
    """
    if kind in RASTERS and isinstance(layer, QgsRasterLayer):
        style_raster(layer, RASTERS[kind])
    elif kind in VECTORS and isinstance(layer, QgsVectorLayer):
        style_vector(layer, kind)
