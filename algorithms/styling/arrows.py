"""Symbols of arrows: along a line, bent between two places, and turned with the wind."""

from __future__ import annotations

from qgis.core import (
    QgsArrowSymbolLayer,
    QgsExpression,
    QgsGeometryGeneratorSymbolLayer,
    QgsLineSymbol,
    QgsMarkerSymbol,
    QgsProperty,
    QgsSimpleMarkerSymbolLayer,
    QgsSymbol,
    QgsSymbolLayer,
    QgsVectorLayer,
)
from qgis.PyQt.QtGui import QColor

ANGLE = "angle"
HALO = "255,255,255,180"
CLEAR = "255,255,255,0"
# How far a bent arrow leaves the straight line, as a share of its length: there and back do not cover each other.
BEND = 0.15
# Both ends of a line, and a point beside its middle.
BENT_LINE = f"""with_variable('a', start_point($geometry), with_variable('b', end_point($geometry), make_line(@a,
make_point((x(@a) + x(@b)) / 2 + {BEND} * (y(@b) - y(@a)), (y(@a) + y(@b)) / 2 - {BEND} * (x(@b) - x(@a))), @b)))"""


def straight_arrow(width: float, colour: str) -> QgsSymbol:
    """One arrow along a whole line, `width` mm wide."""
    return _line_symbol(_arrow(width, colour, head=width + 0.6, thickness=width / 2 + 0.4, curved=False))


def curved_arrow(width: float, colour: str) -> QgsSymbol:
    """An arrow that bends to the right of the way from the line's start to its end."""
    bent = _line_symbol(_arrow(width, colour, head=1.6 * width + 1.2, thickness=0.8 * width + 0.6, curved=True))
    generator = QgsGeometryGeneratorSymbolLayer.create({"geometryModifier": BENT_LINE, "SymbolType": "Line"})
    generator.setSubSymbol(bent)
    return _line_symbol(generator)


def _arrow(width: float, colour: str, head: float, thickness: float, curved: bool) -> QgsArrowSymbolLayer:
    arrow = QgsArrowSymbolLayer.create(
        {
            "arrow_width": f"{width:.3f}",
            "arrow_start_width": f"{width * (0.4 if curved else 1):.3f}",
            "head_length": f"{head:.3f}",
            "head_thickness": f"{thickness:.3f}",
            "is_repeated": "0",
            "is_curved": str(int(curved)),
        }
    )
    fill = arrow.subSymbol().symbolLayer(0)
    fill.setFillColor(QColor(colour))
    fill.setStrokeColor(QColor(255, 255, 255, 180))
    fill.setStrokeWidth(0.1)
    return arrow


def _line_symbol(layer: QgsSymbolLayer) -> QgsSymbol:
    symbol = QgsLineSymbol()
    symbol.changeSymbolLayer(0, layer)
    return symbol


def wind_arrow(layer: QgsVectorLayer, direction: str, size: float, colour: str) -> QgsSymbol:
    """An arrow that points where the wind goes, `size` mm long; a ring where `direction` is NULL."""
    arrow = QgsSimpleMarkerSymbolLayer.create(
        {"name": "arrow", "size": f"{size:.2f}", "color": colour, "outline_color": HALO, "outline_width": "0.15"}
    )
    # Legends draw symbols without a feature, and all layers of them: there the ring is not to be seen.
    ring = QgsSimpleMarkerSymbolLayer.create(
        {"name": "circle", "size": "1.4", "color": CLEAR, "outline_color": CLEAR, "outline_width": "0.3"}
    )
    field = QgsExpression.quotedColumnRef(direction)
    seen = f"if({field} is null and $id is not null, '{colour}', '{CLEAR}')"
    properties = QgsSymbolLayer.Property
    for marker, changed, expression in (
        (arrow, properties.PropertyAngle, _turn(layer, field)),
        (arrow, properties.PropertyLayerEnabled, f"{field} is not null"),
        (ring, properties.PropertyStrokeColor, seen),
    ):
        marker.setDataDefinedProperty(changed, QgsProperty.fromExpression(expression))
    symbol = QgsMarkerSymbol()
    symbol.changeSymbolLayer(0, arrow)
    symbol.appendSymbolLayer(ring)
    return symbol


def _turn(layer: QgsVectorLayer, field: str) -> str:
    """An expression for the way the wind goes, clockwise from the map's upward direction.

    The column `angle` says it, for maps in the layer's CRS. Else the direction, from true north, is turned as the map's
    north is; a CRS that the expression cannot use (one without authority, before QGIS 3.42) counts as north up.
    """
    if layer.fields().lookupField(ANGLE) >= 0:
        return QgsExpression.quotedColumnRef(ANGLE)
    if not layer.crs().authid():
        return f"{field} + 180"
    crs = QgsExpression.quotedString(layer.crs().authid())
    shown = "coalesce(@map_crs, 'WKT:' || @map_crs_wkt)"
    shifted = f"translate(transform($geometry, {crs}, 'EPSG:4326'), 0, 0.01)"
    north = f"azimuth(transform($geometry, {crs}, {shown}), transform({shifted}, 'EPSG:4326', {shown}))"
    return f"{field} + 180 + coalesce(try(degrees({north}), 0), 0)"
