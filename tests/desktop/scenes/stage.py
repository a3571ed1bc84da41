"""What all scenes need: steps with time for QGIS to draw, pictures, dialogs that are answered, a file of answers."""

import json
import os
import sys
import traceback
from pathlib import Path

import processing
import qgis.utils
from qgis.core import QgsApplication, QgsProject
from qgis.PyQt.QtCore import QEventLoop, QTimer
from qgis.PyQt.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDockWidget,
    QLabel,
    QLineEdit,
    QMessageBox,
    QTreeView,
)

NAME = "carbon_service_flow"
FOLDER = Path(os.environ["CSF_FOLDER"])
PICTURES = Path(os.environ["CSF_PICTURES"])
ANSWERS = {"pictures": []}
ASKED = []


def wait(milliseconds):
    """Let QGIS work."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec() if hasattr(loop, "exec") else loop.exec_()


def rendered(most=15000):
    """Wait until the canvas has been drawn."""
    canvas = qgis.utils.iface.mapCanvas()
    canvas.refresh()
    for _ in range(most // 300):
        wait(300)
        if not canvas.isDrawing():
            break
    wait(300)


def picture(name):
    """Take a picture of the whole screen."""
    wait(300)
    QApplication.primaryScreen().grabWindow(0).save(str(PICTURES / name))
    ANSWERS["pictures"].append(name)


def answer_boxes():
    """Remember what message boxes say, and close them as Cancel does."""
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, QMessageBox) and widget.isVisible():
            ASKED.append(widget.text())
            widget.reject()


def window(search="carbon"):
    """Size the window, search the toolbox."""
    main = qgis.utils.iface.mainWindow()
    main.move(0, 0)
    main.resize(1600, 1000)
    for dock in main.findChildren(QDockWidget):
        if dock.objectName() == "Browser":
            dock.hide()
    toolbox = main.findChild(QDockWidget, "ProcessingToolbox")
    toolbox.show()
    toolbox.raise_()
    wait(500)
    look_for(search)


def look_for(text):
    """Search the toolbox and unfold what it finds; opening a project folds it again."""
    toolbox = qgis.utils.iface.mainWindow().findChild(QDockWidget, "ProcessingToolbox")
    toolbox.findChild(QLineEdit).setText(text)
    wait(400)
    if text:
        for tree in toolbox.findChildren(QTreeView):
            tree.expandAll()
        wait(300)


def shown(algorithm, parameters=None):
    """Open a dialog at a size that shows much of it."""
    dialog = processing.createAlgorithmDialog(algorithm, parameters or {})
    dialog.show()
    dialog.move(330, 60)
    dialog.resize(1000, 880)
    wait(700)
    return dialog


def algorithms():
    """Our algorithms."""
    return QgsApplication.processingRegistry().providerById("carbonflow").algorithms()


def plugin():
    """The running plugin."""
    return qgis.utils.plugins[NAME]


def entries():
    """Texts of our submenus of Plugins."""
    menus = [action.menu() for action in qgis.utils.iface.pluginMenu().actions() if action.menu()]
    return [[entry.text() for entry in menu.actions()] for menu in menus if menu.title() == "Carbon Service Flow"]


def parameters_of(dialog):
    """What the dialog shows of each parameter: a widget, a label, a tooltip, the choices."""
    shown = {}
    for definition in dialog.algorithm().parameterDefinitions():
        wrapper = dialog.mainWidget().wrappers.get(definition.name())
        widget = wrapper.wrappedWidget() if hasattr(wrapper, "wrappedWidget") else getattr(wrapper, "widget", None)
        label = wrapper.wrappedLabel() if hasattr(wrapper, "wrappedLabel") else getattr(wrapper, "label", None)
        text = label.text() if isinstance(label, QLabel) else ""
        if not text and isinstance(widget, QCheckBox):
            text = widget.text()
        if not text and definition.isDestination():
            labels = [one.text() for one in dialog.findChildren(QLabel)]
            text = next((one for one in labels if definition.description() in one), "")
        boxes = [widget] if isinstance(widget, QComboBox) else []
        options = [box.itemText(k) for box in boxes if definition.type() == "enum" for k in range(box.count())]
        shown[definition.name()] = {
            "widget": widget is not None,
            "label": text,
            "tip": next((one.toolTip() for one in (widget, label) if one is not None and one.toolTip()), ""),
            "options": options,
        }
    return shown


def look_at_dialogs():
    """Open each dialog in turn, without any layer in the project."""
    ANSWERS["dialogs"], ANSWERS["titles"] = {}, {}
    for one in algorithms():
        dialog = processing.createAlgorithmDialog(one.id())
        dialog.show()
        wait(80)
        ANSWERS["dialogs"][one.name()] = parameters_of(dialog)
        ANSWERS["titles"][one.name()] = dialog.windowTitle()
        dialog.close()
        dialog.deleteLater()


def look_at_menu():
    """The submenu and where its second entry leads."""
    from carbon_service_flow.algorithms.framework.help import page_url

    ANSWERS["menu"] = entries()[0]
    ANSWERS["documentation"] = page_url("index")


def refused(algorithm, parameters):
    """Press Run in a dialog with parameters that do not go together."""
    dialog = processing.createAlgorithmDialog(algorithm, parameters)
    dialog.show()
    wait(300)
    before = len(ASKED)
    dialog.runAlgorithm()
    wait(500)
    ANSWERS["refusal"] = {"text": "\n".join(ASKED[before:]), "open": dialog.isVisible()}
    dialog.close()


def open_sample():
    """The menu entry; what is in the project then."""
    folder = Path(qgis.utils.pluginDirectory(NAME))
    before = sorted(str(path) for path in folder.glob("**/*") if path.suffix != ".pyc")
    plugin().menu.open_sample()
    rendered()
    project, canvas = QgsProject.instance(), qgis.utils.iface.mapCanvas()
    from carbon_service_flow.algorithms.desktop.sample_project import extent_of

    after = sorted(str(path) for path in folder.glob("**/*") if path.suffix != ".pyc")
    return {
        "groups": [group.name() for group in project.layerTreeRoot().findGroups()],
        "layers": [layer.name() for layer in project.mapLayers().values() if layer.isValid()],
        "themes": project.mapThemeCollection().mapThemes(),
        "layouts": [layout.name() for layout in project.layoutManager().printLayouts()],
        "covered": canvas.extent().contains(extent_of(project)),
        "written": sorted(set(after) - set(before)),
    }


def emission_parameters():
    """What the tutorial chooses in the dialog of the emission sources."""
    return {
        "LANDUSE": layer_named("landcover"),
        "SCHEME": 3,
        "ZONES": layer_named("provinces"),
        "ZONE_FIELD": "name",
        "STATISTICS": layer_named("yearbook_2020"),
        "STATISTICS_ZONE_FIELD": "province",
        "COEFFICIENTS": layer_named("coefficients"),
    }


def layer_named(part):
    """The layer whose file has this name."""
    return next(layer for layer in QgsProject.instance().mapLayers().values() if part in layer.source())


def begin(scene):
    """Run a scene once the window is there; write the answers; end at once, without questions."""

    def go():
        try:
            scene()
        except BaseException:
            ANSWERS["error"] = traceback.format_exc()
        ANSWERS["asked"] = ASKED
        (FOLDER / "answers.json").write_text(json.dumps(ANSWERS, ensure_ascii=False), encoding="utf-8")
        sys.stdout.flush()
        os._exit(0)

    watch = QTimer(qgis.utils.iface.mainWindow())
    watch.timeout.connect(answer_boxes)
    watch.start(150)
    QTimer.singleShot(2500, go)
