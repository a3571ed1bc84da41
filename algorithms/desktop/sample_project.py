"""The bundled data as a project: layers in groups, styled, with the map theme and the print layout "overview".

Layers are read where the plugin is; nothing is copied or written.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsLayerTreeModel,
    QgsMapLayer,
    QgsMapThemeCollection,
    QgsProject,
    QgsRasterLayer,
    QgsRectangle,
    QgsVectorLayer,
)

from ...core import PLUGIN_FOLDER
from ..framework.translation import translate
from .sample_layout import add_overview
from .sample_styles import style_landcover, style_provinces, style_ramp

FOLDER = PLUGIN_FOLDER / "resources" / "sample"
PROVINCES, LANDCOVER = "provinces.geojson", "landcover_igbp_2019.tif"
# Equal areas, and north up in the middle of the sample.
CRS_NAME = "Equal area, Yangtze provinces"
CRS = "+proj=aea +lat_1=25 +lat_2=40 +lat_0=32 +lon_0=103 +datum=WGS84 +units=m +no_defs"


@dataclass(frozen=True)
class Entry:
    """A file, its name in the project, how it is drawn, and whether it is seen at once."""

    file: str
    name: str
    style: Callable[[Any], None] | None = None
    seen: bool = False


def groups() -> list[tuple[str, list[Entry]]]:
    """The layer tree, from top to bottom."""
    return [
        (
            translate("CarbonServiceFlow", "Zones and statistics"),
            [
                Entry(PROVINCES, translate("CarbonServiceFlow", "Provinces"), style_provinces, True),
                Entry("yearbook_2015.csv", translate("CarbonServiceFlow", "Yearbook 2015")),
                Entry("yearbook_2020.csv", translate("CarbonServiceFlow", "Yearbook 2020")),
                Entry("coefficients.csv", translate("CarbonServiceFlow", "Emission coefficients for the yearbooks")),
            ],
        ),
        (
            translate("CarbonServiceFlow", "Wind, one week"),
            [
                Entry("u10.tif", translate("CarbonServiceFlow", "Eastward wind u10, m/s"), _wind),
                Entry("v10.tif", translate("CarbonServiceFlow", "Northward wind v10, m/s"), _wind),
            ],
        ),
        (
            translate("CarbonServiceFlow", "Land cover"),
            [
                Entry(
                    LANDCOVER,
                    translate("CarbonServiceFlow", "Land cover 2019 (scheme MODIS IGBP)"),
                    style_landcover,
                    True,
                )
            ],
        ),
        (
            translate("CarbonServiceFlow", "Drivers"),
            [
                Entry("elevation.tif", translate("CarbonServiceFlow", "Elevation, m"), _elevation),
                Entry("temperature.tif", translate("CarbonServiceFlow", "Air temperature, °C"), _temperature),
                Entry("precipitation.tif", translate("CarbonServiceFlow", "Precipitation, mm/day"), _precipitation),
            ],
        ),
    ]


def fill(project: QgsProject) -> list[str]:
    """Fill an empty project; return the files that are missing."""
    project.setCrs(_equal_area())
    project.setTitle(translate("CarbonServiceFlow", "Carbon Service Flow: sample"))
    missing = []
    root = project.layerTreeRoot()
    for title, entries in groups():
        group = root.addGroup(title)
        for entry in entries:
            layer = _layer(entry)
            if not layer.isValid():
                missing.append(entry.file)
                continue
            if entry.style is not None:
                entry.style(layer)
            project.addMapLayer(layer, False)
            node = group.addLayer(layer)
            node.setExpanded(False)
            node.setItemVisibilityChecked(entry.seen)
    name = translate("CarbonServiceFlow", "Overview")
    theme = QgsMapThemeCollection.createThemeFromCurrentState(root, QgsLayerTreeModel(root))
    project.mapThemeCollection().insert(name, theme)
    add_overview(project, name, [layer for layer in (_of(project, PROVINCES), _of(project, LANDCOVER)) if layer])
    return missing


def extent_of(project: QgsProject) -> QgsRectangle:
    """The extent of the provinces in the project's CRS; empty without them."""
    layer = _of(project, PROVINCES)
    if layer is None:
        return QgsRectangle()
    return QgsCoordinateTransform(layer.crs(), project.crs(), project).transformBoundingBox(layer.extent())


def _equal_area() -> QgsCoordinateReferenceSystem:
    """The CRS with a name, which the window shows."""
    wkt = QgsCoordinateReferenceSystem.fromProj(CRS).toWkt(QgsCoordinateReferenceSystem.WktVariant.WKT2_2019)
    return QgsCoordinateReferenceSystem.fromWkt(wkt.replace('"unknown"', f'"{CRS_NAME}"', 1))


def _of(project: QgsProject, file: str) -> QgsMapLayer | None:
    return next((layer for layer in project.mapLayers().values() if file in layer.source()), None)


def _layer(entry: Entry) -> QgsMapLayer:
    path = str(FOLDER / entry.file)
    if entry.file.endswith(".tif"):
        return QgsRasterLayer(path, entry.name)
    if entry.file.endswith(".csv"):
        path += "|option:AUTODETECT_TYPE=YES"
    return QgsVectorLayer(path, entry.name, "ogr")


def _wind(layer: QgsRasterLayer) -> None:
    style_ramp(layer, "RdBu", -10.0, 10.0)


def _elevation(layer: QgsRasterLayer) -> None:
    style_ramp(layer, "YlOrBr", 0.0, 5500.0)


def _temperature(layer: QgsRasterLayer) -> None:
    style_ramp(layer, "RdYlBu", -15.0, 25.0, inverted=True)


def _precipitation(layer: QgsRasterLayer) -> None:
    style_ramp(layer, "Blues", 0.0, 12.0)
