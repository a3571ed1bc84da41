"""The report as a PDF: a page of key figures, then a page per map, A4 across, made with a print layout."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qgis.core import (
    QgsLayoutExporter,
    QgsLayoutItemPage,
    QgsLayoutItemShape,
    QgsLayoutMeasurement,
    QgsLayoutSize,
    QgsPrintLayout,
    QgsUnitTypes,
)
from qgis.PyQt.QtCore import QRectF
from qgis.PyQt.QtGui import QColor

from ...core.errors import WriteError
from ...core.messages import NO_PDF
from ...core.phrases import Phrase
from ...core.progress import Progress
from ...core.raster.messages import CANNOT_CREATE
from ...core.report.cards import Card
from .fonts import GREY
from .map_layouts import Sheet, add_legend, add_map, add_north_arrow, add_scale_bar, add_text, new_layout, place

# Millimetres.
WIDTH, HEIGHT, EDGE = 297.0, 210.0, 12.0
MAP = QRectF(EDGE, 26.0, 205.0, 164.0)
SIDE = QRectF(222.0, 26.0, 63.0, 138.0)
CARD_COLUMNS, CARD_GAP, CARD_HEIGHT, CARDS_TOP = 4, 5.0, 30.0, 36.0
LEGEND_SIZE, LEAST_LEGEND_SIZE = 9.0, 4.5
DPI = 200


@dataclass(frozen=True)
class Cover:
    """The first page: title, a line under it, cards, and a line at the foot of every page."""

    title: str
    subtitle: str
    cards: Sequence[Card]
    foot: str


def write_pdf(path: str, label: str, cover: Cover, sheets: Sequence[Sheet], family: str, progress: Progress) -> None:
    """Write the pages. `path` is the temporary name, `label` what messages call it. Raises `WriteError`."""
    layout = new_layout(QgsPrintLayout)
    pages = layout.pageCollection()
    pages.page(0).setPageSize("A4", QgsLayoutItemPage.Orientation.Landscape)
    _first_page(layout, cover, family)
    for number, sheet in enumerate(sheets, start=1):
        progress.check()
        page = QgsLayoutItemPage(layout)
        page.setPageSize("A4", QgsLayoutItemPage.Orientation.Landscape)
        pages.addPage(page)
        _map_page(layout, sheet, cover, number, family)
    settings = QgsLayoutExporter.PdfExportSettings()
    settings.dpi = DPI
    settings.exportMetadata = False
    done = QgsLayoutExporter(layout).exportToPdf(path, settings)
    if done != QgsLayoutExporter.ExportResult.Success:
        raise WriteError(CANNOT_CREATE, path=label, reason=Phrase(NO_PDF, code=str(done)))


def _first_page(layout: QgsPrintLayout, cover: Cover, family: str) -> None:
    inner = WIDTH - 2 * EDGE
    add_text(layout, cover.title, QRectF(EDGE, EDGE, inner, 12), 0, family, 24, bold=True)
    add_text(layout, cover.subtitle, QRectF(EDGE, EDGE + 13, inner, 7), 0, family, 11, color=GREY)
    width = (inner - (CARD_COLUMNS - 1) * CARD_GAP) / CARD_COLUMNS
    for number, card in enumerate(cover.cards):
        x = EDGE + (number % CARD_COLUMNS) * (width + CARD_GAP)
        y = CARDS_TOP + (number // CARD_COLUMNS) * (CARD_HEIGHT + CARD_GAP)
        if y + CARD_HEIGHT > HEIGHT - EDGE - 6:
            break
        _card(layout, card, QRectF(x, y, width, CARD_HEIGHT), family)
    _foot(layout, cover, 0, family)


def _card(layout: QgsPrintLayout, card: Card, box: QRectF, family: str) -> None:
    frame = QgsLayoutItemShape(layout)
    frame.setShapeType(QgsLayoutItemShape.Shape.Rectangle)
    frame.setCornerRadius(QgsLayoutMeasurement(2.0))
    symbol = frame.symbol().clone()
    symbol.setColor(QColor("#f3f6f8"))
    symbol.symbolLayer(0).setStrokeColor(QColor("#d5dde3"))
    frame.setSymbol(symbol)
    layout.addLayoutItem(frame)
    frame.attemptResize(QgsLayoutSize(box.width(), box.height()))
    place(frame, box.x(), box.y(), 0)
    x, y, width = box.x() + 3, box.y() + 2.5, box.width() - 6
    add_text(layout, card.label, QRectF(x, y, width + 2, 5), 0, family, 8, color=GREY)
    size = 18 if len(card.values) == 1 else 13
    step = 9.0 if len(card.values) == 1 else 6.5
    for number, (label, value) in enumerate(card.values):
        words = f"{label}: {value}" if label else value
        add_text(layout, words, QRectF(x, y + 5.5 + number * step, width, step), 0, family, size, bold=True)
    below = " · ".join(text for text in (card.unit, card.change) if text) or card.note
    add_text(layout, below, QRectF(x, box.bottom() - 7.5, width, 6.5), 0, family, 8, color=GREY)


def _map_page(layout: QgsPrintLayout, sheet: Sheet, cover: Cover, page: int, family: str) -> None:
    add_text(layout, sheet.heading, QRectF(EDGE, EDGE, WIDTH - 2 * EDGE - 16, 11), page, family, 18, bold=True)
    frame = add_map(layout, sheet, MAP, page)
    frame.setFrameEnabled(True)
    frame.setFrameStrokeColor(QColor("#c5ccd1"))
    frame.setFrameStrokeWidth(QgsLayoutMeasurement(0.2, QgsUnitTypes.LayoutUnit.LayoutMillimeters))
    add_north_arrow(layout, frame, QRectF(WIDTH - EDGE - 10, EDGE - 2, 10, 13), page)
    if sheet.explained:
        size, legend = LEGEND_SIZE, add_legend(layout, sheet, family, LEGEND_SIZE)
        while size > LEAST_LEGEND_SIZE and (
            legend.rect().height() > SIDE.height() or legend.rect().width() > SIDE.width()
        ):
            layout.removeLayoutItem(legend)
            size -= 0.75
            legend = add_legend(layout, sheet, family, size)
        place(legend, SIDE.x(), SIDE.y(), page)
    bar = add_scale_bar(layout, frame, family, 9)
    place(bar, SIDE.x(), MAP.bottom() - bar.rect().height(), page)
    below = QRectF(EDGE, HEIGHT - EDGE - 7, WIDTH - 2 * EDGE, 4.5)
    add_text(layout, sheet.source, below, page, family, 7.5, color=GREY)
    _foot(layout, cover, page, family)


def _foot(layout: QgsPrintLayout, cover: Cover, page: int, family: str) -> None:
    box = QRectF(EDGE, HEIGHT - EDGE - 2, WIDTH - 2 * EDGE, 4.5)
    add_text(layout, cover.foot, box, page, family, 7.5, color=GREY)
