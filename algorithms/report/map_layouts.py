"""Maps of the report: pictures for the page, sheets for the PDF, both drawn by QGIS's layouts.

Layouts use fonts and painters: main thread only. They need no open project: each has one of its own, so that the CRS
and the ellipsoid of the user's project change nothing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsDistanceArea,
    QgsLayerTree,
    QgsLayerTreeLayer,
    QgsLayout,
    QgsLayoutExporter,
    QgsLayoutItem,
    QgsLayoutItemLabel,
    QgsLayoutItemLegend,
    QgsLayoutItemMap,
    QgsLayoutItemPicture,
    QgsLayoutItemScaleBar,
    QgsLayoutPoint,
    QgsLayoutSize,
    QgsLegendRenderer,
    QgsLegendStyle,
    QgsMapLayer,
    QgsMapLayerLegendUtils,
    QgsPointXY,
    QgsProject,
    QgsRectangle,
    QgsSingleBandPseudoColorRenderer,
    QgsUnitTypes,
)
from qgis.PyQt.QtCore import QRectF, Qt
from qgis.PyQt.QtGui import QColor, QImage

from ...core import PLUGIN_FOLDER
from .fonts import plain, text_format
from .pictures import image_bytes, png

NORTH_ARROW = str(PLUGIN_FOLDER / "resources" / "templates" / "north.svg")
ELLIPSOID = "EPSG:7030"
# Millimetres: a picture of the page is drawn as if it were this wide.
PICTURE_WIDTH, LEAST_RATIO, MOST_RATIO = 150.0, 0.45, 1.1
PICTURE_DPI, LEGEND_DPI = 180, 144
MARGIN = 1.03
BAR_SHARE = 0.22
JPEG_QUALITY = 90
PNG_WORTH = 1.5


@dataclass(frozen=True)
class Sheet:
    """A map: layers from top to bottom, those among them that the legend explains, and where the data come from."""

    key: str
    title: str
    layers: tuple[QgsMapLayer, ...]
    explained: tuple[QgsMapLayer, ...]
    crs: QgsCoordinateReferenceSystem
    extent: QgsRectangle
    label: str = ""
    source: str = ""

    @property
    def heading(self) -> str:
        """Title with the year."""
        return f"{self.title}, {self.label}" if self.label else self.title


@dataclass(frozen=True)
class Drawn:
    """A map and its legend as images: bytes, their type, and pixels as the page shows them (half of what they hold)."""

    picture: bytes
    kind: str
    width: int
    height: int
    legend: bytes
    legend_width: int
    legend_height: int


def new_layout(kind: type[QgsLayout] = QgsLayout) -> Any:
    """Return an empty layout with a project of its own, which measures on WGS 84's ellipsoid."""
    project = QgsProject()
    project.setEllipsoid(ELLIPSOID)
    layout = kind(project)
    layout.initializeDefaults()
    # A layout owns neither its project nor the trees of its legends. Python frees them after the layout.
    layout.needed = [project]
    return layout


def common_extent(layers: Sequence[QgsMapLayer], crs: QgsCoordinateReferenceSystem) -> QgsRectangle:
    """Return the extent of the layers in a CRS, with a margin; empty when none has one."""
    frame = QgsRectangle()
    frame.setMinimal()
    for layer in layers:
        extent = layer.extent()
        if extent.isEmpty() or not extent.isFinite():
            continue
        transform = QgsCoordinateTransform(layer.crs(), crs, QgsCoordinateTransformContext())
        frame.combineExtentWith(transform.transformBoundingBox(extent))
    if not frame.isEmpty():
        frame.scale(MARGIN)
    return frame


def draw(sheet: Sheet, family: str) -> Drawn:
    """Draw a map with scale bar and north arrow, and its legend apart, so that both can be read on a phone."""
    ratio = min(max(sheet.extent.height() / sheet.extent.width(), LEAST_RATIO), MOST_RATIO)
    layout = new_layout()
    height = PICTURE_WIDTH * ratio
    layout.pageCollection().page(0).setPageSize(QgsLayoutSize(PICTURE_WIDTH, height))
    frame = add_map(layout, sheet, QRectF(0, 0, PICTURE_WIDTH, height), 0)
    bar = add_scale_bar(layout, frame, family, 9)
    bar.setBackgroundEnabled(True)
    bar.setBackgroundColor(QColor(255, 255, 255, 200))
    place(bar, 1.5, height - bar.rect().height() - 1.5, 0)
    add_north_arrow(layout, frame, QRectF(PICTURE_WIDTH - 10, 2, 8, 12), 0)
    image = QgsLayoutExporter(layout).renderPageToImage(0, dpi=PICTURE_DPI)
    picture, photo = png(image), image_bytes(image.convertToFormat(QImage.Format.Format_RGB32), "JPG", JPEG_QUALITY)
    # Many colours make a large PNG; a JPEG blurs the edges of few.
    kind = "png" if len(picture) <= PNG_WORTH * len(photo) else "jpeg"
    legend = _legend_image(sheet, family)
    return Drawn(
        picture if kind == "png" else photo,
        kind,
        image.width() // 2,
        image.height() // 2,
        image_bytes(legend, "PNG") if not legend.isNull() else b"",
        legend.width() * 3 // 4,
        legend.height() * 3 // 4,
    )


def _legend_image(sheet: Sheet, family: str) -> QImage:
    layout = new_layout()
    legend = add_legend(layout, sheet, family, 8.5)
    size = legend.rect().size()
    if not sheet.explained or size.isEmpty():
        return QImage()
    layout.pageCollection().page(0).setPageSize(QgsLayoutSize(size.width(), size.height()))
    place(legend, 0, 0, 0)
    return QgsLayoutExporter(layout).renderPageToImage(0, dpi=LEGEND_DPI)


def place(item: QgsLayoutItem, x: float, y: float, page: int) -> None:
    """Move an item, millimetres from the upper left corner of a page."""
    item.attemptMove(QgsLayoutPoint(x, y), page=page)


def add_map(layout: QgsLayout, sheet: Sheet, box: QRectF, page: int) -> QgsLayoutItemMap:
    """Add the map itself."""
    frame = QgsLayoutItemMap(layout)
    # Without a size of its own the item has no scale, and a later extent none either.
    frame.setRect(0, 0, box.width(), box.height())
    layout.addLayoutItem(frame)
    frame.setCrs(sheet.crs)
    frame.setLayers(list(sheet.layers))
    frame.setKeepLayerSet(True)
    frame.attemptResize(QgsLayoutSize(box.width(), box.height()))
    place(frame, box.x(), box.y(), page)
    frame.zoomToExtent(sheet.extent)
    frame.setBackgroundColor(QColor("#ffffff"))
    return frame


def add_legend(layout: Any, sheet: Sheet, family: str, size: float) -> QgsLayoutItemLegend:
    """Add a legend of the layers that the sheet explains to a layout of `new_layout`; it has its final size."""
    tree = QgsLayerTree()
    for layer in sheet.explained:
        node = tree.addLayer(layer)
        if isinstance(layer.renderer(), QgsSingleBandPseudoColorRenderer):
            _leave_out_band(node)
        if len(sheet.explained) == 1:
            # The map's title says it.
            QgsLegendRenderer.setNodeLegendStyle(node, QgsLegendStyle.Style.Hidden)
    legend = QgsLayoutItemLegend(layout)
    layout.addLayoutItem(legend)
    legend.setAutoUpdateModel(False)
    legend.model().setRootGroup(tree)
    styles = QgsLegendStyle.Style
    for style, points, bold in (
        (styles.Title, size + 1, True),
        (styles.Group, size + 1, True),
        (styles.Subgroup, size + 0.5, True),
        (styles.SymbolLabel, size, False),
    ):
        words, target = text_format(family, points, bold), legend.rstyle(style)
        if hasattr(target, "setTextFormat"):
            target.setTextFormat(words)
        else:
            target.setFont(words.font())
    legend.setBoxSpace(1.0)
    legend.setSymbolHeight(3.6)
    legend.rstyle(styles.Symbol).setMargin(QgsLegendStyle.Side.Top, 1.0)
    legend.setBackgroundColor(QColor("#ffffff"))
    # The item itself takes its size from the screen when it is painted, later.
    size_mm = QgsLegendRenderer(legend.model(), legend.legendSettings()).minimumSize()
    legend.attemptResize(QgsLayoutSize(size_mm.width(), size_mm.height()))
    layout.needed.append(tree)
    return legend


def _leave_out_band(node: QgsLayerTreeLayer) -> None:
    """Show the classes only: the first entry repeats the band's description."""
    entries = node.layer().legend().createLayerTreeModelLegendNodes(node)
    first = str(entries[0].data(Qt.ItemDataRole.DisplayRole)) if entries else ""
    if len(entries) > 1 and node.layer().bandName(1).partition(": ")[2] in first:
        QgsMapLayerLegendUtils.setLegendNodeOrder(node, list(range(1, len(entries))))


def add_scale_bar(layout: QgsLayout, frame: QgsLayoutItemMap, family: str, size: float) -> QgsLayoutItemScaleBar:
    """Add a bar of a round length, about a fifth of the map's width."""
    bar = QgsLayoutItemScaleBar(layout)
    layout.addLayoutItem(bar)
    bar.setLinkedMap(frame)
    bar.setStyle("Single Box")
    metres = _round_below(BAR_SHARE * _width_m(frame))
    kilometres = metres >= 1000
    units = QgsUnitTypes.DistanceUnit
    bar.setUnits(units.DistanceKilometers if kilometres else units.DistanceMeters)
    bar.setUnitLabel("km" if kilometres else "m")
    bar.setNumberOfSegments(2)
    bar.setNumberOfSegmentsLeft(0)
    bar.setUnitsPerSegment((metres / 1000 if kilometres else metres) / 2)
    bar.setHeight(1.8)
    bar.setTextFormat(text_format(family, size))
    bar.update()
    return bar


def _width_m(frame: QgsLayoutItemMap) -> float:
    """Metres across the middle of the map."""
    measure = QgsDistanceArea()
    measure.setSourceCrs(frame.crs(), QgsCoordinateTransformContext())
    measure.setEllipsoid(ELLIPSOID)
    extent = frame.extent()
    y = extent.center().y()
    width = measure.measureLine(QgsPointXY(extent.xMinimum(), y), QgsPointXY(extent.xMaximum(), y))
    return float(measure.convertLengthMeasurement(width, QgsUnitTypes.DistanceUnit.DistanceMeters))


def _round_below(metres: float) -> float:
    """The largest of 1, 2, 4, 5 times a power of ten that is not above: halves are round, too."""
    if not math.isfinite(metres) or metres <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(metres))
    return max(step for step in (1.0, 2.0, 4.0, 5.0) if step * power <= metres * (1 + 1e-9)) * power


def add_north_arrow(layout: QgsLayout, frame: QgsLayoutItemMap, box: QRectF, page: int) -> None:
    """Add an arrow to true north at the map's centre, as its CRS has it there."""
    arrow = QgsLayoutItemPicture(layout)
    layout.addLayoutItem(arrow)
    arrow.setPicturePath(NORTH_ARROW)
    arrow.setBackgroundEnabled(True)
    arrow.setBackgroundColor(QColor(255, 255, 255, 170))
    arrow.attemptResize(QgsLayoutSize(box.width(), box.height()))
    place(arrow, box.x(), box.y(), page)
    arrow.setNorthMode(QgsLayoutItemPicture.NorthMode.TrueNorth)
    arrow.setLinkedMap(frame)


def add_text(
    layout: QgsLayout, text: str, box: QRectF, page: int, family: str, size: float, **look: Any
) -> QgsLayoutItemLabel:
    """Add plain text in a box; `look` is bold and color."""
    label = QgsLayoutItemLabel(layout)
    label.setText(plain(text))
    words = text_format(family, size, **look)
    if hasattr(label, "setTextFormat"):
        label.setTextFormat(words)
    else:
        label.setFont(words.font())
        label.setFontColor(words.color())
    label.setHAlign(Qt.AlignmentFlag.AlignLeft)
    layout.addLayoutItem(label)
    label.attemptResize(QgsLayoutSize(box.width(), box.height()))
    place(label, box.x(), box.y(), page)
    return label
