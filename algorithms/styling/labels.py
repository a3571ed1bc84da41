"""Labels: amounts on the largest arrows, names on zones."""

from __future__ import annotations

import numpy as np
from qgis.core import (
    QgsExpression,
    QgsPalLayerSettings,
    QgsProperty,
    QgsPropertyCollection,
    QgsTextBufferSettings,
    QgsTextFormat,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtGui import QColor

POINT_SIZE = 8.0
BUFFER_MM = 0.8
# More names than this cover the map that they explain.
MOST_LABELLED = 60


def label_largest(layer: QgsVectorLayer, field: str, values: np.ndarray, count: int, scale: float) -> None:
    """Label the `count` largest values of a field, divided by `scale`."""
    if not len(values):
        return
    least = float(np.sort(values)[-min(count, len(values))])
    column = QgsExpression.quotedColumnRef(field)
    settings = _settings(f"format_number({column} / {scale!r}, if({column} / {scale!r} < 10, 1, 0))")
    settings.placement = QgsPalLayerSettings.Placement.Line
    shown = QgsPropertyCollection()
    shown.setProperty(QgsPalLayerSettings.Property.Show, QgsProperty.fromExpression(f"{column} >= {least!r}"))
    settings.setDataDefinedProperties(shown)
    _apply(layer, settings)


def label_zones(layer: QgsVectorLayer) -> None:
    """Label zones, unless there are too many, with their name and, below it, their ratio."""
    if layer.featureCount() > MOST_LABELLED:
        return
    settings = _settings("""concat("zone", '\\n', format_number("ratio_of_totals", 2))""")
    _apply(layer, settings)


def _settings(expression: str) -> QgsPalLayerSettings:
    settings = QgsPalLayerSettings()
    settings.fieldName = expression
    settings.isExpression = True
    style = QgsTextFormat()
    style.setSize(POINT_SIZE)
    style.setColor(QColor("#252525"))
    buffer = QgsTextBufferSettings()
    buffer.setEnabled(True)
    buffer.setSize(BUFFER_MM)
    buffer.setColor(QColor(255, 255, 255, 220))
    style.setBuffer(buffer)
    settings.setFormat(style)
    return settings


def _apply(layer: QgsVectorLayer, settings: QgsPalLayerSettings) -> None:
    layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))
    layer.setLabelsEnabled(True)
