"""Renderers of lines, points and polygons: flows wider where more flows, winds as arrows, zones by ratio."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from qgis.core import (
    QgsFeatureRequest,
    QgsFillSymbol,
    QgsGraduatedSymbolRenderer,
    QgsMarkerSymbol,
    QgsRendererRange,
    QgsSingleSymbolRenderer,
    QgsSymbol,
    QgsVectorLayer,
    QgsVectorLayerUtils,
    QgsWkbTypes,
)

from ...core.raster.legend_breaks import share_breaks
from .arrows import curved_arrow, straight_arrow, wind_arrow
from .labels import label_largest, label_zones
from .rasters import ratio_colours
from .words import RATIO_BREAKS, range_labels, ratio_labels, unit_word

NETWORK_SHARES = (0.5, 0.8, 0.95, 0.99)
ARROW_SHARES = (0.5, 0.75, 0.9, 0.97)
SPEED_SHARES = (0.1, 0.4, 0.75, 0.95)
NETWORK_COLOUR = "#7a0177"
ARROW_COLOUR = "#ae017e"
WIND_COLOUR = "#252525"
# Widths in mm from the smallest to the largest class.
NETWORK_WIDTHS = (0.25, 1.5)
ARROW_WIDTHS = (0.35, 2.8)
WIND_SIZES = (2.6, 5.4)
OUTLINE = {"outline_color": "90,90,90", "outline_width": "0.2"}
# A unit per power of ten: from so many tonnes on.
TONNES = ((1e6, "million t C per year"), (1e3, "thousand t C per year"), (1.0, "t C per year"))
LABELLED_ARROWS = 6


def style_vector(layer: QgsVectorLayer, kind: str) -> None:
    """Give the layer the renderer of a kind; a layer without the geometry or the fields for it stays as it is."""
    geometry, field, style = {
        "network": (QgsWkbTypes.GeometryType.LineGeometry, "flux_t", _network),
        "od_lines": (QgsWkbTypes.GeometryType.LineGeometry, "flow_t", _between_zones),
        "zones_ratio": (QgsWkbTypes.GeometryType.PolygonGeometry, "ratio_of_totals", _zones),
        "stations": (QgsWkbTypes.GeometryType.PointGeometry, "prevailing_dir", _stations),
        "wind_arrows": (QgsWkbTypes.GeometryType.PointGeometry, "dir", _wind_arrows),
        "daily_winds": (QgsWkbTypes.GeometryType.PointGeometry, "station", _daily_winds),
    }[kind]
    if layer.isValid() and layer.geometryType() == geometry and layer.fields().lookupField(field) >= 0:
        style(layer)
        layer.triggerRepaint()


def _network(layer: QgsVectorLayer) -> None:
    def symbol(width: float) -> QgsSymbol:
        return straight_arrow(width, NETWORK_COLOUR)

    _graduate(layer, "flux_t", NETWORK_SHARES, NETWORK_WIDTHS, symbol, _tonnes(numbers_in(layer, "flux_t")))


def _between_zones(layer: QgsVectorLayer) -> None:
    flows = numbers_in(layer, "flow_t")
    scale, unit = _tonnes(flows)

    def symbol(width: float) -> QgsSymbol:
        return curved_arrow(width, ARROW_COLOUR)

    _graduate(layer, "flow_t", ARROW_SHARES, ARROW_WIDTHS, symbol, (scale, unit))
    label_largest(layer, "flow_t", flows, LABELLED_ARROWS, scale)


def _stations(layer: QgsVectorLayer) -> None:
    _winds(layer, "prevailing_dir", "mean_speed")


def _wind_arrows(layer: QgsVectorLayer) -> None:
    _winds(layer, "dir", "speed")


def _winds(layer: QgsVectorLayer, direction: str, speed: str) -> None:
    """Arrows that point where the wind goes, longer where it is faster; a ring where it has no direction."""

    def symbol(size: float) -> QgsSymbol:
        return wind_arrow(layer, direction, size, WIND_COLOUR)

    if len(numbers_in(layer, speed)):
        _graduate(layer, speed, SPEED_SHARES, WIND_SIZES, symbol, (1.0, unit_word("m/s")))
    else:
        layer.setRenderer(QgsSingleSymbolRenderer(symbol(sum(WIND_SIZES) / 2)))


def _daily_winds(layer: QgsVectorLayer) -> None:
    style = {"name": "circle", "size": "2", "color": "49,130,189,160", "outline_color": "white", "outline_width": "0.2"}
    layer.setRenderer(QgsSingleSymbolRenderer(QgsMarkerSymbol.createSimple(style)))


def _zones(layer: QgsVectorLayer) -> None:
    bounds = zip((0.0, *RATIO_BREAKS), (*RATIO_BREAKS, math.inf), ratio_labels(), ratio_colours())
    ranges = [
        QgsRendererRange(low, high, QgsFillSymbol.createSimple({**OUTLINE, "color": colour.name()}), label)
        for low, high, label, colour in bounds
    ]
    layer.setRenderer(QgsGraduatedSymbolRenderer("ratio_of_totals", ranges))
    label_zones(layer)


def _graduate(
    layer: QgsVectorLayer,
    field: str,
    shares: Sequence[float],
    sizes: tuple[float, float],
    symbol,
    scale: tuple[float, str],
) -> None:
    """Classes of a field with round breaks, larger symbols for larger values, and those drawn last."""
    breaks = share_breaks(numbers_in(layer, field), shares)
    labels = range_labels([value / scale[0] for value in breaks], scale[1], from_zero=True)
    uppers = (*breaks, math.inf)
    steps = np.linspace(*sizes, len(uppers)) if len(uppers) > 1 else [sum(sizes) / 2]
    ranges = [
        QgsRendererRange(low, high, symbol(float(size)), label)
        for low, high, size, label in zip((0.0, *breaks), uppers, steps, labels)
    ]
    renderer = QgsGraduatedSymbolRenderer(field, ranges)
    renderer.setOrderBy(QgsFeatureRequest.OrderBy([QgsFeatureRequest.OrderByClause(f'"{field}"', True)]))
    renderer.setOrderByEnabled(True)
    layer.setRenderer(renderer)


def _tonnes(values: np.ndarray) -> tuple[float, str]:
    """Divisor and unit with which the larger values are short numbers."""
    largest = float(values.max(initial=0.0))
    scale, unit = next(((scale, unit) for scale, unit in TONNES if largest >= 10 * scale), TONNES[-1])
    return scale, unit_word(unit)


def numbers_in(layer: QgsVectorLayer, field: str) -> np.ndarray:
    """The numbers of a field, float64, without NULL; none when there is no such field."""
    if layer.fields().lookupField(field) < 0:
        return np.empty(0)
    values = [value for value in QgsVectorLayerUtils.getValues(layer, field)[0] if isinstance(value, (int, float))]
    found = np.array(values, dtype=np.float64)
    return found[np.isfinite(found)]
