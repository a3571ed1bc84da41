"""Land-use rasters by their scheme: names from the crosswalk that comes with the plugin, a hue per class of six."""

from __future__ import annotations

from qgis.core import QgsPalettedRasterRenderer, QgsRasterLayer
from qgis.PyQt.QtGui import QColor

from ...core.accounts.landuse_codes import NODATA_CLASS, Scheme, integer_column, read_crosswalk
from ...core.tables.read import text_column
from ..framework.translation import language
from .rasters import BAND, sample_of

# Cropland, woodland, grassland, water, built-up, unused: the codes of a class lie between its two colours.
SHADES = {
    1: ("#f9e79f", "#e0a95c"),
    2: ("#1b5e20", "#8fbc5a"),
    3: ("#b9cf7a", "#e6edb8"),
    4: ("#1f78b4", "#b8e0f2"),
    5: ("#99000d", "#f0746a"),
    6: ("#8d8379", "#ded5cb"),
}


def style_landuse(layer: QgsRasterLayer, scheme: Scheme) -> None:
    """Show a raster of land-use codes.

    Codes that the raster does not hold are left out, unless it is too large to be read whole.
    """
    sample = sample_of(layer.dataProvider())
    present = set(sample.values.tolist()) if sample.complete else None
    table = read_crosswalk(scheme)
    names = text_column(table, "name_zh" if language() == "zh" else "name")
    rows = list(zip(integer_column(table, "code"), integer_column(table, "class"), names))
    members: dict[int, list[int]] = {}
    for code, klass, _ in rows:
        members.setdefault(klass, []).append(code)
    classes = [
        QgsPalettedRasterRenderer.Class(code, _shade(klass, members[klass].index(code), len(members[klass])), name)
        for code, klass, name in sorted(rows, key=lambda row: (row[1], row[0]))
        if klass != NODATA_CLASS and (present is None or code in present)
    ]
    layer.setRenderer(QgsPalettedRasterRenderer(layer.dataProvider(), BAND, classes))
    layer.triggerRepaint()


def _shade(klass: int, place: int, count: int) -> QColor:
    first, last = (QColor(name) for name in SHADES[klass])
    share = place / (count - 1) if count > 1 else 0.0
    parts = zip(first.getRgb()[:3], last.getRgb()[:3])
    return QColor(*(round(low + share * (high - low)) for low, high in parts))
