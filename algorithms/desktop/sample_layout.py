"""A print layout of the overview, A4 across: title, map, legend, scale bar, north arrow, sources."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.core import (
    QgsApplication,
    QgsCoordinateTransform,
    QgsLayoutItem,
    QgsLayoutItemLabel,
    QgsLayoutItemLegend,
    QgsLayoutItemMap,
    QgsLayoutItemPicture,
    QgsLayoutItemScaleBar,
    QgsLayoutPoint,
    QgsLayoutSize,
    QgsLegendStyle,
    QgsMapLayer,
    QgsMapLayerLegendUtils,
    QgsPrintLayout,
    QgsProject,
    QgsUnitTypes,
)
from qgis.PyQt.QtGui import QFont

from ..translation import translate

MILLIMETRES = QgsUnitTypes.LayoutUnit.LayoutMillimeters
ARROW = "svg/arrows/NorthArrow_02.svg"


def add_overview(project: QgsProject, name: str, layers: Sequence[QgsMapLayer]) -> None:
    """Add a layout called `name` that shows `layers`, the first on top; nothing when there are none."""
    if not layers:
        return
    layout = QgsPrintLayout(project)
    layout.initializeDefaults()
    layout.setName(name)
    _label(layout, translate("CarbonServiceFlow", "Carbon Service Flow: sample"), 18, (10, 7, 200, 10))
    extent = QgsCoordinateTransform(layers[0].crs(), project.crs(), project).transformBoundingBox(layers[0].extent())
    extent.scale(1.05)
    shown = QgsLayoutItemMap(layout)
    shown.setCrs(project.crs())
    shown.setLayers(list(layers))
    shown.setKeepLayerSet(True)
    # A map that has no size yet would make an extent of nan.
    shown.setRect(0, 0, 205, 165)
    shown.setExtent(extent)
    _place(layout, shown, (10, 20, 205, 165))
    shown.zoomToExtent(extent)
    shown.setFrameEnabled(True)
    _legend(layout, shown, layers[-1])
    bar = QgsLayoutItemScaleBar(layout)
    bar.setStyle("Single Box")
    bar.setLinkedMap(shown)
    bar.setUnits(QgsUnitTypes.DistanceUnit.DistanceKilometers)
    bar.setUnitLabel("km")
    bar.setUnitsPerSegment(500)
    bar.setNumberOfSegments(2)
    bar.setNumberOfSegmentsLeft(0)
    _place(layout, bar, (14, 168, 80, 14))
    arrow = QgsLayoutItemPicture(layout)
    arrow.setPicturePath(f"{QgsApplication.pkgDataPath()}/{ARROW}")
    _place(layout, arrow, (198, 24, 13, 13))
    sources = translate(
        "CarbonServiceFlow",
        "Land cover: NASA MCD12C1 v006, 2019. Provinces: Natural Earth. Boundaries are for adding up statistics; they "
        "state nothing about any border.",
    )
    _label(layout, sources, 8, (10, 189, 277, 10))
    project.layoutManager().addLayout(layout)


def _legend(layout: QgsPrintLayout, shown: QgsLayoutItemMap, layer: QgsMapLayer) -> None:
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
        font = legend.styleFont(kind)
        font.setPointSize(size)
        legend.setStyleFont(kind, font)
    legend.setTitle(translate("CarbonServiceFlow", "Legend"))
    _place(layout, legend, (219, 20, 68, 165))


def _label(layout: QgsPrintLayout, text: str, size: int, box: tuple[float, float, float, float]) -> None:
    label = QgsLayoutItemLabel(layout)
    label.setText(text)
    font = QFont()
    font.setPointSize(size)
    label.setFont(font)
    _place(layout, label, box)


def _place(layout: QgsPrintLayout, item: QgsLayoutItem, box: tuple[float, float, float, float]) -> None:
    """Add an item at (left, top, width, height) in mm."""
    layout.addLayoutItem(item)
    item.attemptMove(QgsLayoutPoint(box[0], box[1], MILLIMETRES))
    item.attemptResize(QgsLayoutSize(box[2], box[3], MILLIMETRES))
