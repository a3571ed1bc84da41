"""Draw a picture of every map of the demo with QGIS's own layouts, in the styles in which the plugin loads its outputs.

PYTHONPATH=build/plugins python3 resources/sample/draw_maps.py build/demo     pictures go into build/demo/maps
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from carbon_service_flow.algorithms.styling.apply import style_layer
from carbon_service_flow.algorithms.styling.landuse import style_landuse
from map_page import export
from qgis.core import (
    QgsApplication,
    QgsFillSymbol,
    QgsMapLayer,
    QgsProject,
    QgsRasterLayer,
    QgsSingleSymbolRenderer,
    QgsVectorLayer,
)

SAMPLE = Path(__file__).resolve().parent
WIND = ("wind_arrows.gpkg", "wind_arrows", "Prevailing wind")
# Picture, title, then layers from above: file, style kind, name in the legend. Provinces lie over all.
ONCE = (
    ("landcover", "Land cover, MODIS IGBP, 2019", ("landcover.tif", "landuse", "IGBP class")),
    ("stock", "Carbon stock, land cover of 2019", ("stock.tif", "stock", "Carbon stock")),
    ("elevation", "Elevation", ("elevation.tif", "aligned", "Elevation")),
    ("temperature", "Air temperature, mean of a week", ("temperature.tif", "aligned", "Air temperature")),
    ("precipitation", "Precipitation, mean of a week", ("precipitation.tif", "aligned", "Precipitation")),
    ("wind_direction", "Prevailing wind, a week", WIND, ("wind_direction.tif", "wind", "Wind direction")),
    ("wind_constancy", "Prevailing wind and its constancy", WIND, ("wind_constancy.tif", "constancy", "Constancy")),
    ("wind_speed", "Mean wind speed, a week", WIND, ("wind_speed.tif", "speed", "Mean wind speed")),
)
YEARLY = (
    ("population", "Population density", ("population_{}.tif", "spread", "Persons")),
    ("gdp", "GDP density", ("gdp_{}.tif", "spread", "10⁴ yuan")),
    ("emission", "Carbon emission", ("emission_{}.tif", "emission", "Carbon emission")),
    ("difference", "Sequestration − emission", ("difference_{}.tif", "difference", "Difference")),
    ("ratio", "Ratio of emission to sequestration", ("ratio_{}.tif", "ratio", "Emission / sequestration")),
    ("zones", "Provinces by ratio", ("provinces_by_ratio_{}.gpkg", "zones_ratio", "Emission / sequestration")),
    ("flow", "Carbon service flow, min(E, C)", ("flow_{}.tif", "flow", "Service flow")),
    ("flux", "Unfixed carbon carried by the wind, per cell", ("flux_{}.tif", "flux", "Flux")),
    ("absorbed", "Uptake of own and imported carbon", ("absorbed_{}.tif", "absorbed", "Absorbed")),
    ("imported", "Uptake of what the wind brings", ("imported_{}.tif", "imported", "Imported")),
    ("remainder", "Carbon that stays unfixed in the cell", ("remainder_{}.tif", "remainder", "Unfixed remainder")),
    (
        "network",
        "Flow network of unfixed carbon",
        ("network_{}.gpkg", "network", "Unfixed carbon"),
        ("stock.tif", "stock", "Carbon stock"),
    ),
    (
        "origin_destination",
        "Unfixed carbon between provinces",
        ("origin_destination_{}.gpkg", "od_lines", "Unfixed carbon"),
        ("provinces_by_ratio_{}.gpkg", "zones_ratio", "Emission / sequestration"),
    ),
)
MODIS_IGBP = 3
FADED = 0.45


@dataclass(frozen=True)
class Picture:
    """A map: file name without ending, title, and (file, style kind, name in the legend) per layer, from above."""

    name: str
    title: str
    layers: tuple[tuple[str, str, str], ...]


def pictures(years: tuple[int, ...]) -> Iterator[Picture]:
    """All maps."""
    for name, title, *layers in ONCE:
        yield Picture(name, title, tuple(layers))
    for year in years:
        for name, title, *layers in YEARLY:
            dated = tuple((file.format(year), kind, label) for file, kind, label in layers)
            yield Picture(f"{name}_{year}", f"{title}, {year}", dated)


def open_layer(path: Path, kind: str, label: str) -> QgsMapLayer:
    """A result in its style."""
    layer = QgsRasterLayer(str(path), label) if path.suffix == ".tif" else QgsVectorLayer(str(path), label, "ogr")
    if not layer.isValid():
        sys.exit(f"{path} cannot be opened")
    if kind == "landuse":
        style_landuse(layer, MODIS_IGBP)
    else:
        style_layer(layer, kind)
    return layer


def outlines() -> QgsVectorLayer:
    """Provinces as thin lines."""
    layer = QgsVectorLayer(str(SAMPLE / "provinces.geojson"), "Provinces", "ogr")
    style = {"style": "no", "outline_color": "60,60,60", "outline_width": "0.2"}
    layer.setRenderer(QgsSingleSymbolRenderer(QgsFillSymbol.createSimple(style)))
    return layer


def main(folder: Path) -> None:
    """Draw all maps into the folder `maps`."""
    (folder / "maps").mkdir(exist_ok=True)
    years = tuple(sorted(int(path.stem[-4:]) for path in folder.glob("ratio_*.tif")))
    for picture in pictures(years):
        layers = [open_layer(folder / file, kind, label) for file, kind, label in picture.layers]
        if len(layers) > 1 and picture.layers[0][1] in ("network", "od_lines"):
            layers[-1].setOpacity(FADED)
        overview = QgsRasterLayer(str(folder / "stock.tif"), "extent")
        export([*layers[:-1], outlines(), layers[-1]], picture.title, overview, folder / "maps" / f"{picture.name}.png")
        print(f"    maps/{picture.name}.png")


if __name__ == "__main__":
    application = QgsApplication([], False)
    application.initQgis()
    main(Path(sys.argv[1]))
    QgsProject.instance().removeAllMapLayers()
    application.exitQgis()
