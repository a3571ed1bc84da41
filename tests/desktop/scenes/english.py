"""Dialogs without a project, the menu, the sample project, a chain of tools, names that are traps, a dark theme."""

import gc
import os
import sys

sys.path.insert(0, os.environ["CSF_SCENES"])

import processing
import qgis.utils
from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsLayerTreeGroup,
    QgsProject,
    QgsRasterLayer,
    QgsVectorLayer,
)
from stage import (
    ANSWERS,
    ASKED,
    FOLDER,
    NAME,
    begin,
    emission_parameters,
    entries,
    layer_named,
    look_at_dialogs,
    look_at_menu,
    look_for,
    open_sample,
    picture,
    plugin,
    refused,
    rendered,
    shown,
    wait,
    window,
)


def ask_before_a_project_is_lost():
    project = QgsProject.instance()
    project.addMapLayer(QgsVectorLayer("Point", "mine", "memory"))
    project.setDirty(True)
    before, layers = len(ASKED), set(project.mapLayers())
    plugin().menu.open_sample()
    ANSWERS["sample"]["asked"] = len(ASKED) - before
    ANSWERS["sample"]["kept"] = set(project.mapLayers()) == layers
    project.clear()
    project.setDirty(False)


def by_dialog(algorithm, parameters):
    """Press Run in the dialog and wait for the end."""
    dialog = processing.createAlgorithmDialog(algorithm, parameters)
    dialog.show()
    ended = []
    dialog.algorithmFinished.connect(lambda ok, results: ended.append((ok, results)))
    wait(300)
    dialog.runAlgorithm()
    for _ in range(200):
        if ended:
            break
        wait(100)
    wait(300)
    dialog.close()
    return ended[0][1]


def new_layers(before):
    return [layer for key, layer in QgsProject.instance().mapLayers().items() if key not in before]


def chain():
    """Half the assessment, with coarse cells; results are loaded as the toolbox does it."""
    project = QgsProject.instance()
    project.setCrs(QgsCoordinateReferenceSystem("EPSG:3857"))
    before = set(project.mapLayers())
    zones = {"ZONES": layer_named("provinces"), "ZONE_FIELD": "name"}
    grid = processing.run(
        "carbonflow:studygrid", {"AREA": zones["ZONES"], "CELL_SIZE": 20000, "OUTPUT": str(FOLDER / "grid.tif")}
    )
    landuse = processing.run(
        "carbonflow:aligntogrid",
        {
            "INPUT": layer_named("landcover"),
            "KIND": 0,
            "GRID": grid["OUTPUT"],
            "MASK": True,
            "OUTPUT": str(FOLDER / "landuse.tif"),
        },
    )["OUTPUT"]
    stock = by_dialog("carbonflow:carbonstock", {"LANDUSE": landuse, "SCHEME": 3, "OUTPUT": str(FOLDER / "stock.tif")})
    by = {layer.id(): "dialog" for layer in new_layers(before)}
    emission = processing.runAndLoadResults(
        "carbonflow:carbonemissions",
        {
            "LANDUSE": landuse,
            "SCHEME": 3,
            **zones,
            "STATISTICS": layer_named("yearbook_2020"),
            "STATISTICS_ZONE_FIELD": "province",
            "COEFFICIENTS": layer_named("coefficients"),
            "OUTPUT": str(FOLDER / "emission.tif"),
        },
    )["OUTPUT"]
    pair = {"EMISSION": emission, "SEQUESTRATION": stock["OUTPUT"]}
    processing.runAndLoadResults(
        "carbonflow:supplydemandratio", {**pair, **zones, "OUTPUT_RATIO": str(FOLDER / "ratio.tif")}
    )
    wind = processing.runAndLoadResults(
        "carbonflow:prevailingwinduv",
        {
            "U": layer_named("u10"),
            "V": layer_named("v10"),
            "GRID": grid["OUTPUT"],
            "OUTPUT_DIRECTION": str(FOLDER / "wind.tif"),
        },
    )["OUTPUT_DIRECTION"]
    processing.runAndLoadResults(
        "carbonflow:windflowrouting",
        {
            **pair,
            "WIND": wind,
            **zones,
            "OUTPUT_FLUX": str(FOLDER / "flux.tif"),
            "OUTPUT_NETWORK": str(FOLDER / "network.gpkg"),
            "OD_LINES": str(FOLDER / "arrows.gpkg"),
        },
    )
    wait(500)
    root = project.layerTreeRoot()
    ANSWERS["results"] = {}
    for layer in new_layers(before):
        node = root.findLayer(layer.id())
        parent = node.parent() if node else None
        ANSWERS["results"][layer.name()] = {
            "valid": layer.isValid(),
            "group": parent.name() if isinstance(parent, QgsLayerTreeGroup) else "",
            "renderer": layer.renderer().type() if layer.renderer() else "",
            "by": by.get(layer.id(), "algorithm"),
        }
    ANSWERS["project crs"] = project.crs().authid()
    return landuse


def show_only(*parts):
    root = QgsProject.instance().layerTreeRoot()
    for node in root.findLayers():
        seen = any(part in node.layer().source() for part in parts)
        node.setItemVisibilityChecked(seen)
        node.setExpanded(seen and "provinces" not in node.layer().source())
    rendered()


def outlines_on_top():
    """As a user drags the provinces above the results."""
    root = QgsProject.instance().layerTreeRoot()
    node = root.findLayer(layer_named("provinces").id())
    root.insertChildNode(0, node.clone())
    node.parent().removeChildNode(node)


def hostile(landuse):
    """Names of layers in dialog, table and page."""
    script, long = "<script>alert(1)</script>", "long name " * 30
    layers = [QgsRasterLayer(str(FOLDER / "emission.tif"), script), QgsRasterLayer(str(FOLDER / "stock.tif"), long)]
    for layer in layers:
        QgsProject.instance().addMapLayer(layer)
    page = str(FOLDER / "matrix.html")
    parameters = {
        "TARGET": layers[0],
        "LAYERS": [layers[1]],
        "SIGNIFICANCE": False,
        "HTML": page,
        "CORRELATION": "TEMPORARY_OUTPUT",
    }
    result = processing.runAndLoadResults("carbonflow:rastercorrelationmatrix", parameters)
    table = QgsProject.instance().mapLayer(result["CORRELATION"])
    names = table.fields().names() if table else []
    ANSWERS["hostile"] = {"page": page, "long": any(name.startswith("long name long name") for name in names)}
    dialog = shown("carbonflow:rastercorrelationmatrix", {"TARGET": layers[0]})
    picture("hostile_names.png")
    dialog.close()
    for layer in layers:
        QgsProject.instance().removeMapLayer(layer.id())


def scene():
    look_at_dialogs()
    look_at_menu()
    window()
    ANSWERS["sample"] = open_sample()
    look_for("carbon")
    picture("sample_project.png")
    dialog = shown("carbonflow:carbonemissions", emission_parameters())
    picture("dialog_emission.png")
    dialog.close()
    landuse = chain()
    refused("carbonflow:carbonstock", {"LANDUSE": landuse, "SCHEME": 3, "ZONE_TABLE": str(FOLDER / "z.csv")})
    hostile(landuse)
    QgsProject.instance().setCrs(QgsRasterLayer(landuse).crs())
    qgis.utils.iface.mapCanvas().setExtent(QgsRasterLayer(landuse).extent())
    outlines_on_top()
    window("")
    show_only("provinces", "ratio.tif")
    picture("ratio.png")
    show_only("provinces", "network.gpkg", "flux.tif")
    picture("flow.png")
    dialog = shown("carbonflow:windflowrouting", {"EMISSION": str(FOLDER / "emission.tif")})
    picture("dialog.png")
    dialog.close()
    QgsApplication.setUITheme("Night Mapping")
    dialog = shown("carbonflow:carbonemissions")
    picture("dark_theme.png")
    dialog.close()
    # What is drawn or read in other threads ends first, as it has when a person gets to the plugin manager.
    qgis.utils.iface.mapCanvas().stopRendering()
    QgsProject.instance().clear()
    dialog.deleteLater()
    del dialog
    gc.collect()
    QgsApplication.sendPostedEvents()
    QgsApplication.processEvents()
    qgis.utils.unloadPlugin(NAME)
    ANSWERS["menu after unload"] = len(entries())
    qgis.utils.loadPlugin(NAME)
    qgis.utils.startPlugin(NAME)
    ANSWERS["menu after reload"] = len(entries())
    ask_before_a_project_is_lost()


begin(scene)
