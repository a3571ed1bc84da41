"""A font for pictures and pages: one that has the glyphs of what is written with it."""

from __future__ import annotations

from collections.abc import Iterable

from qgis.core import QgsTextFormat
from qgis.PyQt.QtGui import QColor, QFont, QFontDatabase

LATIN = ("Open Sans", "Noto Sans", "Segoe UI", "Helvetica Neue", "DejaVu Sans")
CHINESE = (
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Microsoft YaHei",
    "PingFang SC",
    "WenQuanYi Micro Hei",
    "SimHei",
)
CJK_START, CJK_END = "\u2e80", "\u9fff"
INK, GREY = "#222222", "#666666"


def needs_chinese(texts: Iterable[str]) -> bool:
    """Return True when one of the texts has a Chinese character."""
    return any(CJK_START <= character <= CJK_END for text in texts for character in text)


def font_family(chinese: bool) -> str:
    """Return an installed font family; "" when Chinese is wanted and no font has it. Main thread only."""
    system = QFontDatabase.WritingSystem
    families = _families(system.SimplifiedChinese if chinese else system.Latin)
    wanted = CHINESE if chinese else LATIN
    family = next((name for name in wanted if name in families), None)
    if family is None and chinese:
        return families[0] if families else ""
    return family or QFont().family()


def _families(system: QFontDatabase.WritingSystem) -> list[str]:
    try:
        # Static in Qt 6.
        return list(QFontDatabase.families(system))
    except TypeError:
        return list(QFontDatabase().families(system))


def text_format(family: str, size: float, bold: bool = False, color: str = INK) -> QgsTextFormat:
    """Return a text format, size in points."""
    font = QFont(family)
    font.setPointSizeF(size)
    font.setBold(bold)
    words = QgsTextFormat()
    words.setFont(font)
    words.setSize(size)
    words.setColor(QColor(color))
    return words


def plain(text: str) -> str:
    """Return a text in which layouts find no expression to evaluate: they take [% ... %] for one."""
    return text.replace("[%", "[\u200b%")
