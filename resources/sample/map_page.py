"""One page with a map: title, legend, scale bar, north arrow, sources. Used by `draw_maps.py`."""

from __future__ import annotations

import sys
from pathlib import Path

from qgis.core import (
    QgsLayerTree,
    QgsLayout,
    QgsLayoutExporter,
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
    QgsProject,
    QgsRasterLayer,
    QgsUnitTypes,
)
from qgis.PyQt.QtGui import QFont

NORTH_ARROW = "/usr/share/qgis/svg/arrows/NorthArrow_02.svg"
SOURCES = (
    "Sources: MODIS MCD12C1 v006 (2019), Natural Earth, ETOPO5, ERA5 (a week of March 2026), National Bureau of "
    "Statistics of China, CEADs. Carbon Service Flow."
)


def text(layout: QgsLayout, words: str, x: float, y: float, width: float, size: int, bold: bool = False) -> None:
    """Put words on the page, millimetres from its upper left corner."""
    label = QgsLayoutItemLabel(layout)
    font = QFont("Open Sans", size)
    font.setBold(bold)
    label.setText(words)
    label.setFont(font)
    layout.addLayoutItem(label)
    label.attemptMove(QgsLayoutPoint(x, y))
    label.attemptResize(QgsLayoutSize(width, size * 1.2))


def legend(layout: QgsLayout, layers: list[QgsMapLayer]) -> None:
    """All layers with their classes, at the right."""
    tree = QgsLayerTree()
    for layer in layers:
        node = tree.addLayer(layer)
        if isinstance(layer, QgsRasterLayer):
            # The first entry repeats the band's description.
            count = len(layer.renderer().legendSymbologyItems())
            QgsMapLayerLegendUtils.setLegendNodeOrder(node, list(range(1, count + 1)))
    item = QgsLayoutItemLegend(layout)
    # The legend does not own its tree.
    tree.setParent(item)
    item.setAutoUpdateModel(False)
    item.model().setRootGroup(tree)
    for style, size in ((QgsLegendStyle.Style.Subgroup, 9), (QgsLegendStyle.Style.SymbolLabel, 7)):
        item.setStyleFont(style, QFont("Open Sans", size))
    item.setSymbolHeight(3.2)
    item.rstyle(QgsLegendStyle.Style.Symbol).setMargin(QgsLegendStyle.Side.Top, 1.0)
    layout.addLayoutItem(item)
    item.attemptMove(QgsLayoutPoint(190, 16))


def furniture(layout: QgsLayout, frame: QgsLayoutItemMap) -> None:
    """Scale bar and north arrow."""
    bar = QgsLayoutItemScaleBar(layout)
    bar.setLinkedMap(frame)
    bar.setStyle("Single Box")
    bar.setUnits(QgsUnitTypes.DistanceUnit.DistanceKilometers)
    bar.setUnitLabel("km")
    bar.setNumberOfSegments(2)
    bar.setNumberOfSegmentsLeft(0)
    bar.setUnitsPerSegment(250)
    words = bar.textFormat()
    words.setSize(8)
    bar.setTextFormat(words)
    layout.addLayoutItem(bar)
    bar.attemptMove(QgsLayoutPoint(8, 122))
    arrow = QgsLayoutItemPicture(layout)
    arrow.setPicturePath(NORTH_ARROW)
    arrow.setLinkedMap(frame)
    arrow.setNorthMode(QgsLayoutItemPicture.NorthMode.TrueNorth)
    layout.addLayoutItem(arrow)
    arrow.attemptMove(QgsLayoutPoint(178, 20))
    arrow.attemptResize(QgsLayoutSize(10, 10))


def export(layers: list[QgsMapLayer], title: str, extent_of: QgsMapLayer, path: Path) -> None:
    """Draw one page: map, title, legend, scale bar, north arrow, sources."""
    project = QgsProject.instance()
    project.removeAllMapLayers()
    project.setCrs(extent_of.crs())
    project.addMapLayers([*layers, extent_of], False)
    layout = QgsLayout(project)
    layout.initializeDefaults()
    layout.pageCollection().page(0).setPageSize(QgsLayoutSize(260, 150))
    frame = QgsLayoutItemMap(layout)
    # Without a size of its own the item has no scale, and a later extent none either.
    frame.setRect(0, 0, 182, 118)
    layout.addLayoutItem(frame)
    extent = extent_of.extent()
    extent.scale(1.03)
    frame.attemptMove(QgsLayoutPoint(5, 18))
    frame.attemptResize(QgsLayoutSize(182, 118))
    frame.setLayers(layers)
    frame.zoomToExtent(extent)
    text(layout, title, 6, 5, 245, 18, True)
    text(layout, SOURCES, 6, 141, 250, 7)
    legend(layout, layers)
    furniture(layout, frame)
    settings = QgsLayoutExporter.ImageExportSettings()
    settings.dpi = 130
    if QgsLayoutExporter(layout).exportToImage(str(path), settings) != QgsLayoutExporter.ExportResult.Success:
        sys.exit(f"{path} cannot be drawn")
