"""What try_package.py does inside a QGIS desktop: `qgis --code desktop.py`. The stage, the zips and the file for the
answers come in CSF_* variables; the answers are what QGIS showed, and try_package.py judges them.

Stage "install": from zip files by QGIS's own installer, first an older version and then the one to try; switch off, on,
reload; a dialog; a run; a model and a script that a user saved with the older one.
Stage "uninstall": what is there at the next start, and after QGIS's own uninstaller.
"""

import json
import os
import sys
import traceback
from pathlib import Path

import processing
import pyplugin_installer
import qgis.utils
from qgis.core import QgsApplication, QgsSettings
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtWidgets import QApplication, QMessageBox, QTextEdit

NAME = "carbon_service_flow"
FOLDER = Path(os.environ["CSF_FOLDER"])
PLUGIN = Path(QgsApplication.qgisSettingsDirPath()) / "python" / "plugins" / NAME
DIALOGS = []


def provider():
    """Our provider, or None."""
    return QgsApplication.processingRegistry().providerById("carbonflow")


def ids():
    """Ids of our algorithms."""
    return sorted(algorithm.id() for algorithm in provider().algorithms()) if provider() else []


def version():
    """Version of the plugin as QGIS has read it."""
    qgis.utils.updateAvailablePlugins()
    return qgis.utils.pluginMetadata(NAME, "version")


def run(algorithm):
    """Make a grid with an algorithm, ours or the user's that calls it; the file's size in bytes."""
    output = FOLDER / f"{algorithm.replace(':', '-')}.tif"
    zones = PLUGIN / "resources" / "sample" / "provinces.geojson"
    name = "grid:OUTPUT" if algorithm.startswith("model:") else "OUTPUT"
    processing.run(algorithm, {"AREA": str(zones), "CELL_SIZE": 50000, name: str(output)})
    return output.stat().st_size


def install():
    """The stage "install"."""
    answers = {"before": ids()}
    installer = pyplugin_installer.instance()
    installer.installFromZipFile(os.environ["CSF_OLDER"])
    answers["older"] = [version(), len(ids())]
    installer.installFromZipFile(os.environ["CSF_ZIP"])
    answers["newer"] = version()
    answers["installed"] = ids()
    answers["dialog"] = processing.createAlgorithmDialog("carbonflow:studygrid").windowTitle()
    for round_ in range(2):
        qgis.utils.unloadPlugin(NAME)
        answers[f"off {round_}"] = [ids(), sorted(name for name in sys.modules if name.split(".")[0] == NAME)]
        qgis.utils.loadPlugin(NAME)
        qgis.utils.startPlugin(NAME)
        answers[f"on {round_}"] = ids()
    qgis.utils.reloadPlugin(NAME)
    answers["reloaded"] = ids()
    for name in ("script", "model"):
        QgsApplication.processingRegistry().providerById(name).refreshAlgorithms()
    answers["runs"] = {name: run(name) for name in ("carbonflow:studygrid", "script:mygrid", "model:mygrid")}
    return answers


def uninstall():
    """The stage "uninstall"."""
    answers = {"at start": ids()}
    pyplugin_installer.instance().uninstallPlugin(NAME, quiet=True)
    answers["after"] = ids()
    answers["folder"] = PLUGIN.exists()
    settings = QgsSettings()
    # QGIS keeps the columns, sizes and last values of dialogs by their class, not by plugin.
    answers["settings"] = [key for key in settings.allKeys() if NAME in key or "carbonflow" in key.lower()]
    return answers


def close_dialogs():
    """Close what QGIS waits with, and keep its text: an error when a plugin cannot be loaded, for one."""
    dialog = QApplication.activeModalWidget()
    if dialog is not None:
        texts = [child.toPlainText() for child in dialog.findChildren(QTextEdit)]
        DIALOGS.append("\n".join([dialog.text()] if isinstance(dialog, QMessageBox) else texts))
        dialog.close()


def main():
    """Do the stage, write the answers, leave."""
    try:
        answers = {"install": install, "uninstall": uninstall}[os.environ["CSF_STAGE"]]()
    except Exception:
        answers = {"error": traceback.format_exc()}
    if DIALOGS:
        answers["error"] = "\n".join([*DIALOGS, answers.get("error", "")])
    QgsSettings().sync()
    (FOLDER / "answers.json").write_text(json.dumps(answers), encoding="utf-8")
    # An orderly end asks questions about unsaved projects.
    os._exit(0)


watch = QTimer()
watch.timeout.connect(close_dialogs)
watch.start(500)
# --code is run before the plugins are started and the window is shown.
QTimer.singleShot(3000, main)
