"""Draw a picture of every map of the demo with QGIS's own layouts: colour ramp, legend with unit, scale bar."""

from __future__ import annotations

import math
import sys
from dataclasses import dataclass
from pathlib import Path

from qgis.core import (
    QgsApplication,
    QgsArrowSymbolLayer,
    QgsColorRampShader,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsField,
    QgsFillSymbol,
    QgsGeometry,
    QgsGraduatedSymbolRenderer,
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
    QgsLineSymbol,
    QgsMapLayerLegendUtils,
    QgsMarkerSymbol,
    QgsPalettedRasterRenderer,
    QgsPointXY,
    QgsProject,
    QgsProperty,
    QgsRasterLayer,
    QgsRasterShader,
    QgsRendererRange,
    QgsSingleBandPseudoColorRenderer,
    QgsSingleSymbolRenderer,
    QgsStyle,
    QgsSymbolLayer,
    QgsUnitTypes,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import Qt, QVariant
from qgis.PyQt.QtGui import QColor, QFont

SAMPLE = Path(__file__).resolve().parent
NORTH_ARROW = "/usr/share/qgis/svg/arrows/NorthArrow_02.svg"
SOURCES = (
    "Sources: MODIS MCD12C1 v006 (2019), Natural Earth, ETOPO5, ERA5 (a week of March 2026), National Bureau of "
    "Statistics of China, CEADs. Carbon Service Flow."
)
IGBP = {
    1: ("Evergreen needleleaf forest", "#05450a"),
    2: ("Evergreen broadleaf forest", "#086a10"),
    3: ("Deciduous needleleaf forest", "#54a708"),
    4: ("Deciduous broadleaf forest", "#78d203"),
    5: ("Mixed forest", "#009900"),
    6: ("Closed shrubland", "#c6b044"),
    7: ("Open shrubland", "#dcd159"),
    8: ("Woody savanna", "#a3b86c"),
    9: ("Savanna", "#c7d38f"),
    10: ("Grassland", "#e9e29c"),
    11: ("Wetland", "#27ff87"),
    12: ("Cropland", "#f4b183"),
    13: ("Urban and built-up", "#a50026"),
    14: ("Cropland and natural mosaic", "#f7cf9f"),
    15: ("Snow and ice", "#d9f0ff"),
    16: ("Barren", "#d0c8bf"),
    0: ("Water", "#4a90c2"),
}


@dataclass(frozen=True)
class Picture:
    """A map: file, title, legend title with unit, colour ramp and breaks (upper bounds of classes, with labels)."""

    file: str
    title: str
    unit: str
    ramp: str = ""
    breaks: tuple[float, ...] = ()
    invert: bool = False
    # The first class means "none", and is grey.
    none_first: bool = False


def pictures(years: tuple[int, ...]) -> list[Picture]:
    """All maps, with breaks chosen to be round."""
    found = [
        Picture("stock", "Carbon stock, land cover of 2019", "t C/ha", "Greens", (10, 25, 50, 220, 230, 335)),
        Picture("elevation", "Elevation", "m", "YlOrBr", (0, 200, 500, 1000, 2000, 3000, 4000, 5000, 6500)),
        Picture(
            "temperature", "Air temperature, mean of a week", "°C", "RdYlBu", (-20, -10, -5, 0, 5, 10, 15, 20, 30), True
        ),
        Picture("precipitation", "Precipitation, mean of a week", "mm/day", "Blues", (0.1, 0.5, 1, 2, 5, 10, 20, 100)),
        Picture(
            "wind_constancy",
            "Prevailing wind and its constancy, a week",
            "constancy, 0 to 1",
            "PuBu",
            (0.2, 0.4, 0.6, 0.8, 1.0),
        ),
    ]
    found += [
        Picture("wind_speed", "Mean wind speed, a week", "m/s", "YlGnBu", (1, 2, 3, 4, 5, 6, 8, 20)),
        Picture("settled", "Weight for people and GDP", "1 on built-up land and cropland", "Greys", (0.5, 1)),
    ]
    for year in years:
        found += [
            Picture(
                f"absorbed_{year}",
                f"Uptake of own and imported carbon, {year}",
                "t C/ha per year",
                "BuGn",
                (1, 5, 15, 17, 20, 22, 24, 350),
            ),
            Picture(
                f"remainder_{year}",
                f"Carbon that stays unfixed in the cell, {year}",
                "t C/ha per year",
                "OrRd",
                (0.001, 1, 10, 50, 100, 1e4),
                none_first=True,
            ),
            Picture(
                f"population_{year}",
                f"Population density, {year}",
                "persons/km²",
                "Purples",
                (10, 50, 100, 250, 500, 1000, 1e5),
            ),
            Picture(
                f"gdp_{year}", f"GDP density, {year}", "10⁴ yuan/km²", "Purples", (50, 250, 500, 1000, 2500, 5000, 1e6)
            ),
            Picture(
                f"emission_{year}",
                f"Carbon emission, {year}",
                "t C/ha per year",
                "YlOrRd",
                (5, 16, 18, 22, 24, 50, 250, 1e5),
            ),
            Picture(
                f"difference_{year}",
                f"Sequestration − emission, {year}",
                "t C/ha",
                "RdBu",
                (-200, -50, 0, 50, 200, 350),
            ),
            Picture(
                f"ratio_{year}",
                f"Ratio of emission to sequestration, {year}",
                "emission / sequestration",
                "RdYlBu",
                (0.05, 0.075, 0.1, 0.5, 1, 2, 5, 1e4),
                True,
            ),
            Picture(
                f"flow_{year}",
                f"Carbon service flow, min(E, C), {year}",
                "t C/ha per year",
                "BuGn",
                (1, 5, 15, 17, 20, 22, 24, 350),
            ),
            Picture(
                f"flux_{year}",
                f"Unfixed carbon carried by the wind, {year}",
                "thousand t per cell and year",
                "YlOrRd",
                (0.001, 1, 10, 100, 300, 1000, 1e4),
                none_first=True,
            ),
            Picture(
                f"imported_{year}",
                f"Uptake of what the wind brings, {year}",
                "t C/ha per year",
                "GnBu",
                (0.001, 1, 10, 50, 100, 200, 350),
                none_first=True,
            ),
        ]
    return found


def classified(layer: QgsRasterLayer, picture: Picture) -> None:
    """Give the layer classes between the breaks."""
    ramp = QgsStyle.defaultStyle().colorRamp(picture.ramp)
    shader = QgsColorRampShader()
    shader.setColorRampType(QgsColorRampShader.Type.Discrete)
    count = len(picture.breaks)
    items, lower = [], None
    for index, upper in enumerate(picture.breaks):
        place = index / max(1, count - 1)
        color = ramp.color(1 - place if picture.invert else place)
        if picture.none_first and lower is None:
            color = QColor("#f0f0f0")
        last = index == count - 1
        if lower is None:
            label = f"≤ {upper:g}"
        else:
            label = f"> {lower:g}" if last and upper >= 1e4 else f"{lower:g} – {upper:g}"
        scale = 1000.0 if picture.unit.startswith("thousand") else 1.0
        items.append(QgsColorRampShader.ColorRampItem(math.inf if last else upper * scale, color, label))
        lower = upper
    shader.setColorRampItemList(items)
    raster_shader = QgsRasterShader()
    raster_shader.setRasterShaderFunction(shader)
    layer.setRenderer(QgsSingleBandPseudoColorRenderer(layer.dataProvider(), 1, raster_shader))


def land_cover(layer: QgsRasterLayer) -> None:
    """Give the IGBP classes their names."""
    classes = [QgsPalettedRasterRenderer.Class(code, QColor(color), name) for code, (name, color) in IGBP.items()]
    layer.setRenderer(QgsPalettedRasterRenderer(layer.dataProvider(), 1, classes))


def outlines() -> QgsVectorLayer:
    """Provinces as thin lines."""
    layer = QgsVectorLayer(str(SAMPLE / "provinces.geojson"), "Provinces", "ogr")
    style = {"style": "no", "outline_color": "60,60,60", "outline_width": "0.2"}
    layer.setRenderer(QgsSingleSymbolRenderer(QgsFillSymbol.createSimple(style)))
    return layer


def wind_arrows(folder: Path, study: QgsRasterLayer) -> QgsVectorLayer:
    """Arrows that point where the prevailing wind goes, every 150 km."""
    direction = QgsRasterLayer(str(folder / "wind_direction.tif"), "direction")
    layer = QgsVectorLayer(f"Point?crs={study.crs().authid() or 'EPSG:4326'}", "Prevailing wind", "memory")
    layer.setCrs(study.crs())
    layer.dataProvider().addAttributes([QgsField("bearing", QVariant.Double)])
    layer.updateFields()
    to_degrees = QgsCoordinateTransform(
        study.crs(), QgsCoordinateReferenceSystem("EPSG:4326"), QgsCoordinateTransformContext()
    )
    to_map = QgsCoordinateTransform(
        QgsCoordinateReferenceSystem("EPSG:4326"), study.crs(), QgsCoordinateTransformContext()
    )
    extent, step, features = study.extent(), 150_000, []
    y = extent.yMinimum() + step / 2
    while y < extent.yMaximum():
        x = extent.xMinimum() + step / 2
        while x < extent.xMaximum():
            point = QgsPointXY(x, y)
            value, found = direction.dataProvider().sample(point, 1)
            inside = study.dataProvider().sample(point, 1)[1]
            if found and inside and not math.isnan(value):
                place = to_degrees.transform(point)
                north = to_map.transform(QgsPointXY(place.x(), place.y() + 0.01))
                turn = math.degrees(math.atan2(north.x() - x, north.y() - y))
                feature = QgsFeature(layer.fields())
                feature.setGeometry(QgsGeometry.fromPointXY(point))
                feature.setAttributes([(value + 180 + turn) % 360])
                features.append(feature)
            x += step
        y += step
    layer.dataProvider().addFeatures(features)
    symbol = QgsMarkerSymbol.createSimple({"name": "arrow", "size": "4", "color": "20,20,20", "outline_style": "no"})
    angle = QgsProperty.fromField("bearing")
    symbol.symbolLayer(0).setDataDefinedProperty(QgsSymbolLayer.Property.PropertyAngle, angle)
    layer.setRenderer(QgsSingleSymbolRenderer(symbol))
    return layer


def flow_lines(
    path: Path, name: str, field: str, classes: tuple[tuple[float, float], ...], color: str
) -> QgsVectorLayer:
    """Lines as arrows, wider where more flows; `classes` are (upper bound in million t, width in mm)."""
    layer = QgsVectorLayer(str(path), name, "ogr")
    between = field == "flow_t"
    ranges, lower = [], 0.0
    for upper, width in classes:
        arrow = QgsArrowSymbolLayer.create(
            {
                "arrow_width": str(width),
                "arrow_start_width": str(width),
                "head_length": str(width * 2 + 1 if between else width + 0.6),
                "head_thickness": str(width + 0.8 if between else width / 2 + 0.4),
                "is_repeated": "0",
                "is_curved": "0",
            }
        )
        arrow.subSymbol().setColor(QColor(color))
        arrow.subSymbol().symbolLayer(0).setStrokeStyle(Qt.PenStyle.NoPen)
        symbol = QgsLineSymbol()
        symbol.changeSymbolLayer(0, arrow)
        label = f"> {lower:g}" if math.isinf(upper) else f"{lower:g} – {upper:g}"
        ranges.append(QgsRendererRange(lower * 1e6, upper * 1e6, symbol, f"{label} million t"))
        lower = upper
    layer.setRenderer(QgsGraduatedSymbolRenderer(field, ranges))
    return layer


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


def export(layers: list, title: str, unit: str, path: Path) -> None:
    """Draw one page: map, title, legend, scale bar, north arrow, sources."""
    project = QgsProject.instance()
    project.removeAllMapLayers()
    raster = layers[-1]
    project.setCrs(raster.crs())
    project.addMapLayers(layers, False)
    layout = QgsLayout(project)
    layout.initializeDefaults()
    page = layout.pageCollection().page(0)
    page.setPageSize(QgsLayoutSize(250, 150))
    frame = QgsLayoutItemMap(layout)
    # Without a size of its own the item has no scale, and a later extent none either.
    frame.setRect(0, 0, 185, 118)
    layout.addLayoutItem(frame)
    extent = raster.extent()
    extent.scale(1.03)
    frame.setExtent(extent)
    frame.attemptMove(QgsLayoutPoint(5, 18))
    frame.attemptResize(QgsLayoutSize(185, 118))
    frame.setLayers(layers)
    frame.zoomToExtent(extent)
    text(layout, title, 6, 5, 235, 18, True)
    text(layout, SOURCES, 6, 141, 240, 7)
    tree = QgsLayerTree()
    for layer in layers:
        node = tree.addLayer(layer)
        if layer is raster:
            node.setCustomProperty("cached_name", unit)
            node.setCustomProperty("legend/title-label", unit)
            # The first entry repeats the band's description.
            count = len(layer.renderer().legendSymbologyItems())
            QgsMapLayerLegendUtils.setLegendNodeOrder(node, list(range(1, count + 1)))
    legend = QgsLayoutItemLegend(layout)
    legend.setAutoUpdateModel(False)
    legend.model().setRootGroup(tree)
    for style, size in ((QgsLegendStyle.Style.Subgroup, 10), (QgsLegendStyle.Style.SymbolLabel, 8)):
        legend.setStyleFont(style, QFont("Open Sans", size))
    legend.setSymbolHeight(3.5)
    legend.rstyle(QgsLegendStyle.Style.Symbol).setMargin(QgsLegendStyle.Side.Top, 1.2)
    layout.addLayoutItem(legend)
    legend.attemptMove(QgsLayoutPoint(193, 18))
    bar = QgsLayoutItemScaleBar(layout)
    bar.setLinkedMap(frame)
    bar.setStyle("Single Box")
    bar.setUnits(QgsUnitTypes.DistanceUnit.DistanceKilometers)
    bar.setUnitLabel("km")
    bar.setNumberOfSegments(2)
    bar.setNumberOfSegmentsLeft(0)
    bar.setUnitsPerSegment(250)
    words = bar.textFormat()
    words.setFont(QFont("Open Sans", 8))
    words.setSize(8)
    bar.setTextFormat(words)
    layout.addLayoutItem(bar)
    bar.attemptMove(QgsLayoutPoint(193, 124))
    arrow = QgsLayoutItemPicture(layout)
    arrow.setPicturePath(NORTH_ARROW)
    arrow.setLinkedMap(frame)
    arrow.setNorthMode(QgsLayoutItemPicture.NorthMode.TrueNorth)
    layout.addLayoutItem(arrow)
    arrow.attemptMove(QgsLayoutPoint(232, 4))
    arrow.attemptResize(QgsLayoutSize(11, 11))
    settings = QgsLayoutExporter.ImageExportSettings()
    settings.dpi = 130
    if QgsLayoutExporter(layout).exportToImage(str(path), settings) != QgsLayoutExporter.ExportResult.Success:
        sys.exit(f"{path} cannot be drawn")


def main(folder: Path) -> None:
    """Draw all maps into the folder `maps`."""
    (folder / "maps").mkdir(exist_ok=True)
    years = tuple(sorted(int(path.stem[-4:]) for path in folder.glob("ratio_*.tif")))
    cover = QgsRasterLayer(str(folder / "landcover.tif"), "land cover")
    land_cover(cover)
    export([outlines(), cover], "Land cover, MODIS IGBP, 2019", "IGBP class", folder / "maps" / "landcover.png")
    for picture in pictures(years):
        layer = QgsRasterLayer(str(folder / f"{picture.file}.tif"), picture.file)
        if not layer.isValid():
            sys.exit(f"{picture.file}.tif cannot be opened")
        classified(layer, picture)
        layers = [outlines(), layer]
        if picture.file == "wind_constancy":
            layers.insert(0, wind_arrows(folder, QgsRasterLayer(str(folder / "grid.tif"), "grid")))
        export(layers, picture.title, picture.unit, folder / "maps" / f"{picture.file}.png")
        print(f"    maps/{picture.file}.png")
    network = ((1.0, 0.25), (3.0, 0.5), (10.0, 0.9), (math.inf, 1.5))
    between = ((0.1, 0.4), (1.0, 0.8), (10.0, 1.6), (math.inf, 3.0))
    for year in years:
        for file, title, field, classes in (
            ("network", "Flow network of unfixed carbon", "flux_t", network),
            ("origin_destination", "Unfixed carbon between provinces", "flow_t", between),
        ):
            stock = QgsRasterLayer(str(folder / "stock.tif"), "stock")
            classified(stock, next(p for p in pictures(years) if p.file == "stock"))
            stock.setOpacity(0.5)
            lines = flow_lines(folder / f"{file}_{year}.gpkg", "Unfixed carbon", field, classes, "#7a0177")
            path = folder / "maps" / f"{file}_{year}.png"
            export([lines, outlines(), stock], f"{title}, {year}", "carbon stock, t C/ha", path)
            print(f"    maps/{path.name}")


if __name__ == "__main__":
    application = QgsApplication([], False)
    application.initQgis()
    main(Path(sys.argv[1]))
    QgsProject.instance().removeAllMapLayers()
    application.exitQgis()
