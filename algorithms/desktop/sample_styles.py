"""How the bundled data are drawn. Limits are fixed, so that QGIS computes no statistics and writes no files."""

from __future__ import annotations

import csv

from qgis.core import (
    QgsColorBrewerColorRamp,
    QgsColorRampShader,
    QgsFillSymbol,
    QgsPalettedRasterRenderer,
    QgsPalLayerSettings,
    QgsRasterLayer,
    QgsRasterShader,
    QgsSingleBandPseudoColorRenderer,
    QgsSingleSymbolRenderer,
    QgsTextBufferSettings,
    QgsTextFormat,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtGui import QColor

from ...core import PLUGIN_FOLDER
from ..framework.translation import language

CROSSWALK = PLUGIN_FOLDER / "resources" / "tables" / "crosswalk_modis_igbp.csv"
# IGBP classes 0 to 16: greens of woods, yellows of grass and fields, red of towns.
COLOURS = (
    "#9cc4e0",
    "#1b6b3a",
    "#2f8f3f",
    "#4f9a52",
    "#66ad5c",
    "#7ebb74",
    "#9aa85b",
    "#cfc48a",
    "#97b86a",
    "#b9cb84",
    "#dfe7a4",
    "#7fb0b5",
    "#f2d377",
    "#c8403a",
    "#e8dd9a",
    "#f4f8fb",
    "#d9d0c3",
)
STEPS = 9


def style_landcover(layer: QgsRasterLayer) -> None:
    """A colour and a name per class; the names are those of the crosswalk."""
    column = "name_zh" if language() == "zh" else "name"
    with CROSSWALK.open(encoding="utf-8") as file:
        names = {int(row["code"]): row[column] for row in csv.DictReader(file)}
    classes = [
        QgsPalettedRasterRenderer.Class(code, QColor(colour), names.get(code, str(code)))
        for code, colour in enumerate(COLOURS)
    ]
    layer.setRenderer(QgsPalettedRasterRenderer(layer.dataProvider(), 1, classes))


def style_ramp(layer: QgsRasterLayer, scheme: str, low: float, high: float, inverted: bool = False) -> None:
    """Draw the first band with one of ColorBrewer's schemes between two limits."""
    ramp = QgsColorBrewerColorRamp(scheme, STEPS, inverted)
    function = QgsColorRampShader(low, high)
    values = [low + (high - low) * step / (STEPS - 1) for step in range(STEPS)]
    items = [
        QgsColorRampShader.ColorRampItem(value, ramp.color(step / (STEPS - 1)), f"{value:.4g}")
        for step, value in enumerate(values)
    ]
    function.setColorRampItemList(items)
    shader = QgsRasterShader()
    shader.setRasterShaderFunction(function)
    renderer = QgsSingleBandPseudoColorRenderer(layer.dataProvider(), 1, shader)
    renderer.setClassificationMin(low)
    renderer.setClassificationMax(high)
    layer.setRenderer(renderer)


def style_provinces(layer: QgsVectorLayer) -> None:
    """Outlines with names."""
    outline = {"color": "0,0,0,0", "outline_color": "60,60,60", "outline_width": "0.35", "style": "no"}
    layer.setRenderer(QgsSingleSymbolRenderer(QgsFillSymbol.createSimple(outline)))
    settings = QgsPalLayerSettings()
    settings.fieldName = "name_zh" if language() == "zh" else "name"
    text = QgsTextFormat()
    text.setSize(9)
    text.setColor(QColor("#222222"))
    halo = QgsTextBufferSettings()
    halo.setEnabled(True)
    halo.setSize(0.9)
    halo.setColor(QColor("#ffffff"))
    text.setBuffer(halo)
    settings.setFormat(text)
    layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))
    layer.setLabelsEnabled(True)
