"""A print layout of the overview, A4 across: title, map, legend, scale bar, north arrow, sources."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.core import (
    QgsCoordinateTransform,
    QgsLayoutItemLegend,
    QgsLayoutItemMap,
    QgsLayoutSize,
    QgsLegendStyle,
    QgsMapLayer,
    QgsMapLayerLegendUtils,
    QgsPrintLayout,
    QgsProject,
)
from qgis.PyQt.QtCore import QRectF
from qgis.PyQt.QtGui import QFont

from ..framework.translation import translate
from ..report.map_layouts import add_north_arrow, add_scale_bar, add_text, place, text_format

MARGIN = 1.05


def add_overview(project: QgsProject, name: str, layers: Sequence[QgsMapLayer]) -> None:
    """Add a layout called `name` that shows `layers`, the first on top; nothing when there are none."""
    if not layers:
        return
    family = QFont().family()
    layout = QgsPrintLayout(project)
    layout.initializeDefaults()
    layout.setName(name)
    add_text(
        layout, translate("CarbonServiceFlow", "Carbon Service Flow: sample"), QRectF(10, 7, 200, 10), 0, family, 18
    )
    shown = _map(layout, project, layers)
    _legend(layout, shown, layers[-1], family)
    bar = add_scale_bar(layout, shown, family, 9)
    place(bar, 14, 182 - bar.rect().height(), 0)
    add_north_arrow(layout, shown, QRectF(200, 24, 10, 14), 0)
    sources = translate(
        "CarbonServiceFlow",
        "Land cover: NASA MCD12C1 v006, 2019. Provinces: Natural Earth. Boundaries are for adding up statistics; they "
        "state nothing about any border.",
    )
    add_text(layout, sources, QRectF(10, 189, 277, 10), 0, family, 8)
    project.layoutManager().addLayout(layout)


def _map(layout: QgsPrintLayout, project: QgsProject, layers: Sequence[QgsMapLayer]) -> QgsLayoutItemMap:
    extent = QgsCoordinateTransform(layers[0].crs(), project.crs(), project).transformBoundingBox(layers[0].extent())
    extent.scale(MARGIN)
    shown = QgsLayoutItemMap(layout)
    shown.setCrs(project.crs())
    shown.setLayers(list(layers))
    shown.setKeepLayerSet(True)
    # A map that has no size yet would make an extent of nan.
    shown.setRect(0, 0, 205, 165)
    shown.setExtent(extent)
    layout.addLayoutItem(shown)
    shown.attemptResize(QgsLayoutSize(205, 165))
    place(shown, 10, 20, 0)
    shown.zoomToExtent(extent)
    shown.setFrameEnabled(True)
    return shown


def _legend(layout: QgsPrintLayout, shown: QgsLayoutItemMap, layer: QgsMapLayer, family: str) -> None:
    legend = QgsLayoutItemLegend(layout)
    legend.setLinkedMap(shown)
    legend.setAutoUpdateModel(False)
    root = legend.model().rootGroup()
    root.clear()
    node = root.addLayer(layer)
    # Without the band's own description.
    classes = len(legend.model().layerLegendNodes(node))
    QgsMapLayerLegendUtils.setLegendNodeOrder(node, list(range(1, classes)))
    legend.model().refreshLayerLegend(node)
    kinds = QgsLegendStyle.Style
    for kind, size in ((kinds.Title, 13), (kinds.Subgroup, 10), (kinds.SymbolLabel, 9)):
        words, target = text_format(family, size), legend.rstyle(kind)
        if hasattr(target, "setTextFormat"):
            target.setTextFormat(words)
        else:
            target.setFont(words.font())
    legend.setTitle(translate("CarbonServiceFlow", "Legend"))
    layout.addLayoutItem(legend)
    legend.attemptResize(QgsLayoutSize(68, 165))
    place(legend, 219, 20, 0)
