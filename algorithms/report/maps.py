"""The maps of a report: what lies on each, styled as in the project or, else, as the plugin styles its outputs.

Both years of a map have one style and one extent, so that they can be compared: a style made from the data is made
from the first year's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsField,
    QgsFillSymbol,
    QgsGeometry,
    QgsMapLayer,
    QgsPalLayerSettings,
    QgsRectangle,
    QgsSingleSymbolRenderer,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)

from ...core.grids.study_grid import equal_area_crs
from ...core.progress import Progress
from ...core.provenance.record import Step
from ...core.report.figures import SHARED
from ...core.tables.columns import column
from ...core.tables.summary import number_list
from ...core.wind.arrows import ANGLE, DIRECTION, wind_points
from ...core.zones.zones import Zones, with_polygons
from ..framework.compatibility import field_type
from ..styling.apply import kind_of, style_layer
from ..styling.labels import MOST_LABELLED
from .fonts import text_format
from .inputs import LAYERS, RASTERS, Given
from .map_layouts import Sheet, common_extent

# In the order of the report; layers that lie on top of a raster, and what is drawn alone over the zones.
ORDER = (
    "STOCK",
    "SEQUESTRATION",
    "EMISSION",
    "DIFFERENCE",
    "RATIO",
    "ZONES",
    "FLOW",
    "WIND",
    "CONSTANCY",
    "STATIONS",
    "FLUX",
    "ABSORBED",
    "IMPORTED",
    "REMAINDER",
    "NETWORK",
    "OD_LINES",
)
RATIOS = ("ratio_of_totals", "mean_ratio")
# Arrows along the longer side of a map.
ARROWS_ACROSS, ARROW_SIZE = 24, 4.4
ZONES_STYLE = "zones_ratio"
OUTLINE = {"style": "no", "outline_color": "70,70,70", "outline_width": "0.2"}
GROUND = {"color": "240,240,238", "outline_color": "150,150,150", "outline_width": "0.2"}
# Wider than this, an equal-area projection of the area bends more than it helps.
WIDEST_DEGREES = 150.0


@dataclass(frozen=True)
class Ground:
    """What all maps share: the zones as outlines and as a grey ground, None without zones."""

    outlines: QgsVectorLayer | None
    ground: QgsVectorLayer | None

    @classmethod
    def of(cls, zones: Zones | None, family: str) -> Ground:
        """Make both layers."""
        if zones is None:
            return cls(None, None)
        outlines = zone_layer(zones, [])
        outlines.setRenderer(QgsSingleSymbolRenderer(QgsFillSymbol.createSimple(OUTLINE)))
        ground = zone_layer(zones, [])
        ground.setRenderer(QgsSingleSymbolRenderer(QgsFillSymbol.createSimple(GROUND)))
        _label(ground, family)
        return cls(outlines, ground)


def zone_layer(zones: Zones, rows: Sequence[Mapping[str, Any]]) -> QgsVectorLayer:
    """Return the zones as a layer in memory, a feature per name; with rows, those zones, and the rows' ratios."""
    layer = QgsVectorLayer("MultiPolygon", "zones", "memory")
    layer.setCrs(QgsCoordinateReferenceSystem.fromWkt(zones.crs))
    columns = ("zone", *RATIOS)
    provider = layer.dataProvider()
    provider.addAttributes([QgsField(name, field_type(column(name).type)) for name in columns])
    layer.updateFields()
    known = {row["zone"]: row for row in rows}
    wanted = [{**known.get(name, {}), "zone": name} for name in zones.names if name in known or not rows]
    features = []
    for row in with_polygons(wanted, zones):
        feature = QgsFeature(layer.fields())
        shape = QgsGeometry()
        if row["geometry"] is not None:
            shape.fromWkb(row["geometry"])
        feature.setGeometry(shape)
        feature.setAttributes([row.get(name) for name in columns])
        features.append(feature)
    provider.addFeatures(features)
    layer.updateExtents()
    return layer


def _ratios(table: Any) -> list[dict[str, Any]]:
    """The zones of a balance (DataFrame) with their ratios."""
    columns = [number_list(table, name) for name in RATIOS]
    return [{"zone": zone, **dict(zip(RATIOS, row))} for zone, *row in zip(table["zone"], *columns)]


def add_wind_arrows(year: Given) -> None:
    """Make arrows for the wind raster where none are given."""
    if "WIND" not in year.bands or "WIND_ARROWS" in year.layers:
        return
    layer = QgsVectorLayer("Point", "wind", "memory")
    layer.setCrs(year.rasters["WIND"].crs())
    provider = layer.dataProvider()
    columns = (DIRECTION, ANGLE)
    provider.addAttributes([QgsField(column, field_type(float)) for column in columns])
    layer.updateFields()
    features = []
    for row in wind_points({DIRECTION: year.bands["WIND"][0].path}, ARROWS_ACROSS):
        feature = QgsFeature(layer.fields())
        shape = QgsGeometry()
        shape.fromWkb(row["geometry"])
        feature.setGeometry(shape)
        feature.setAttributes([row[column] for column in columns])
        features.append(feature)
    provider.addFeatures(features)
    layer.updateExtents()
    style_layer(layer, "wind_arrows")
    symbol = layer.renderer().symbol()
    symbol.setSize(ARROW_SIZE)
    year.layers["WIND_ARROWS"] = layer
    year.own_style.add("WIND_ARROWS")


def style_years(years: Sequence[Given], steps: Mapping[str, Step], titles: Mapping[str, str]) -> None:
    """Style the layers in place. `steps`: records of rasters by parameter with suffix; `titles` by map_<parameter>."""
    for name in (*RASTERS, *LAYERS):
        first: QgsMapLayer | None = None
        for year in years:
            layer = year.rasters.get(name) or year.layers.get(name)
            if layer is None:
                continue
            if name not in year.own_style:
                if first is not None:
                    _same_style(layer, first)
                else:
                    step = steps.get(name + year.suffix)
                    default = RASTERS.get(name) or LAYERS[name]
                    kind = (kind_of(step.name, step.output) if step else None) or kind_of(*default)
                    if kind:
                        style_layer(layer, kind)
                    first = layer
            layer.setName(titles.get(f"map_{name}", layer.name()))


def _same_style(layer: QgsMapLayer, pattern: QgsMapLayer) -> None:
    if pattern.renderer() is not None:
        layer.setRenderer(pattern.renderer().clone())
    if isinstance(layer, QgsVectorLayer) and pattern.labeling() is not None:
        layer.setLabeling(pattern.labeling().clone())
        layer.setLabelsEnabled(pattern.labelsEnabled())


def sheets(
    years: Sequence[Given],
    zones: Zones | None,
    ground: Ground,
    words: Mapping[str, str],
    sources: Mapping[str, str],
    progress: Progress,
) -> list[Sheet]:
    """Return the maps in the order of the report, both years of one beside each other.

    `words`: map_<parameter>; `sources`: the line below, by parameter with suffix.
    """
    drawn = []
    crs, extent = _place(years, zones)
    for name in ORDER:
        zone_pattern: QgsVectorLayer | None = None
        for year in years:
            layers, explained = _layers(name, year, zones, ground)
            if not layers:
                continue
            if name == "ZONES":
                layers[0].setName(words["map_ZONES"])
                style_layer(layers[0], ZONES_STYLE)
                if zone_pattern is not None:
                    _same_style(layers[0], zone_pattern)
                zone_pattern = layers[0]
            if all(isinstance(layer, QgsVectorLayer) and not layer.featureCount() for layer in explained):
                progress.warning(f"{name + year.suffix} is empty: it has no map.")
                continue
            if extent.isEmpty():
                progress.warning(f"{name + year.suffix} has no place in {crs.authid() or 'its CRS'}: it has no map.")
                continue
            source = sources.get(("BALANCE_TABLE" if name == "ZONES" else name) + year.suffix, "")
            others = [one for one in years if one is not year and (name in one.rasters or name in one.layers)]
            label = "" if name in SHARED and len(years) > 1 and not others else year.label
            title = words[f"map_{name}"]
            drawn.append(Sheet(name, title, tuple(layers), tuple(explained), crs, extent, label, source))
    return drawn


def _layers(name: str, year: Given, zones: Zones | None, ground: Ground) -> tuple[list[QgsMapLayer], list[QgsMapLayer]]:
    """Layers of a map from top to bottom, and those that the legend explains; none when there is no such map."""
    outlines = [ground.outlines] if ground.outlines is not None else []
    grounds = [ground.ground] if ground.ground is not None else []
    if name == "ZONES":
        if zones is None or "BALANCE_TABLE" not in year.tables:
            return [], []
        layer = zone_layer(zones, _ratios(year.tables["BALANCE_TABLE"]))
        return ([layer], [layer]) if layer.featureCount() else ([], [])
    if name in year.rasters:
        raster = year.rasters[name]
        above = [year.layers["WIND_ARROWS"]] if name == "WIND" and "WIND_ARROWS" in year.layers else []
        return [*above, *outlines, raster], [*above, raster]
    if name == "WIND" and "WIND_ARROWS" in year.layers:
        return [year.layers["WIND_ARROWS"], *grounds], [year.layers["WIND_ARROWS"]]
    if name in year.layers:
        return [year.layers[name], *grounds], [year.layers[name]]
    return [], []


def _place(years: Sequence[Given], zones: Zones | None) -> tuple[QgsCoordinateReferenceSystem, QgsRectangle]:
    """One CRS and extent for all maps: the rasters', else the layers'; degrees become an equal-area projection."""
    rasters = [layer for year in years for layer in year.rasters.values()]
    others: list[QgsMapLayer] = [layer for year in years for layer in year.layers.values()]
    if zones is not None:
        others.append(zone_layer(zones, []))
    layers: list[QgsMapLayer] = [*rasters] or others
    if not layers:
        return QgsCoordinateReferenceSystem(), QgsRectangle()
    crs = next((layer.crs() for layer in layers if layer.crs().isValid()), layers[0].crs())
    extent = common_extent(layers, crs)
    if not crs.isGeographic() or extent.isEmpty() or extent.width() > WIDEST_DEGREES:
        return crs, extent
    corners = QgsGeometry.fromRect(extent)
    wkt = str(crs.toWkt(QgsCoordinateReferenceSystem.WktVariant.WKT2_2019))
    area = Zones("map", ("map",), ((0, bytes(corners.asWkb())),), wkt)
    fitting = QgsCoordinateReferenceSystem.fromWkt(equal_area_crs(area))
    return fitting, common_extent(layers, fitting)


def _label(layer: QgsVectorLayer, family: str) -> None:
    """Write the zones' names on a layer, unless there are too many."""
    if layer.featureCount() > MOST_LABELLED:
        return
    settings = QgsPalLayerSettings()
    settings.fieldName = "zone"
    settings.setFormat(text_format(family, 7.5, color="#555555"))
    layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))
    layer.setLabelsEnabled(True)
