"""The submenu of Plugins; made in `initGui`, taken away in `unload`."""

from __future__ import annotations

import shutil
from typing import Any

from qgis.core import QgsProject
from qgis.PyQt.QtCore import QUrl
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtWidgets import QFileDialog, QMenu, QMessageBox

from ...core import PLUGIN_FOLDER
from ..framework.help import icon_of, page_url
from ..framework.translation import translate
from .sample_project import extent_of, fill

TITLE = "Carbon Service Flow"
MARGIN = 1.05
TEMPLATE = PLUGIN_FOLDER / "resources" / "tables" / "statistics_template.xlsx"


class Menu:
    """Three entries; `remove` leaves nothing behind."""

    def __init__(self, iface: Any) -> None:
        self._iface = iface
        self._menu = QMenu(TITLE, iface.mainWindow())
        self._menu.setIcon(icon_of("provider"))
        sample = self._menu.addAction(translate("CarbonServiceFlow", "Open the sample project"))
        sample.triggered.connect(self.open_sample)
        template = self._menu.addAction(translate("CarbonServiceFlow", "Open a template of the statistics"))
        template.triggered.connect(self.open_template)
        pages = self._menu.addAction(translate("CarbonServiceFlow", "Documentation"))
        pages.triggered.connect(self.open_documentation)
        iface.pluginMenu().addMenu(self._menu)

    def remove(self) -> None:
        """Take the submenu away."""
        self._iface.pluginMenu().removeAction(self._menu.menuAction())
        self._menu.deleteLater()

    def open_documentation(self) -> None:
        """Show the start page in the browser; it works offline."""
        QDesktopServices.openUrl(QUrl(page_url("index")))

    def open_template(self) -> None:
        """Copy the template of the statistics to where the user wants it, and open the copy."""
        path, _ = QFileDialog.getSaveFileName(
            self._iface.mainWindow(),
            translate("CarbonServiceFlow", "Save the template of the statistics"),
            TEMPLATE.name,
            translate("CarbonServiceFlow", "Workbooks (*.xlsx);;CSV files (*.csv)"),
        )
        if not path:
            return
        if not path.lower().endswith((".xlsx", ".csv")):
            path += TEMPLATE.suffix
        try:
            shutil.copyfile(TEMPLATE.with_suffix(path[path.rindex(".") :].lower()), path)
        except OSError as error:
            text = translate("CarbonServiceFlow", "The template cannot be written to {path}: {reason}")
            self._iface.messageBar().pushWarning(TITLE, text.format(path=path, reason=error.strerror or str(error)))
            return
        QDesktopServices.openUrl(QUrl.fromLocalFile(path))

    def open_sample(self) -> None:
        """Replace the project by one with the bundled data, after asking what to do with unsaved changes."""
        project = QgsProject.instance()
        if project.isDirty() and not self._may_be_replaced(project):
            return
        self._iface.newProject()
        bridge = self._iface.layerTreeCanvasBridge()
        # The project would take the CRS of the first layer.
        bridge.setAutoSetupOnFirstLayer(False)
        missing = fill(project)
        bridge.setCanvasLayers()
        bridge.setAutoSetupOnFirstLayer(True)
        canvas = self._iface.mapCanvas()
        extent = extent_of(project)
        extent.scale(MARGIN)
        canvas.setExtent(extent)
        canvas.refresh()
        project.setDirty(False)
        self._report(missing)

    def _may_be_replaced(self, project: QgsProject) -> bool:
        buttons = QMessageBox.StandardButton
        answer = QMessageBox.question(
            self._iface.mainWindow(),
            TITLE,
            translate("CarbonServiceFlow", "The current project has unsaved changes. Save them first?"),
            buttons.Save | buttons.Discard | buttons.Cancel,
            buttons.Save,
        )
        if answer == buttons.Save:
            self._iface.actionSaveProject().trigger()
            return not project.isDirty()
        return bool(answer == buttons.Discard)

    def _report(self, missing: list[str]) -> None:
        bar = self._iface.messageBar()
        if missing:
            text = translate("CarbonServiceFlow", "Not found: {files}. Install the plugin again.")
            bar.pushWarning(TITLE, text.format(files=", ".join(missing)))
        else:
            text = translate(
                "CarbonServiceFlow",
                "The sample data are loaded. The documentation, in the same menu, holds a tutorial.",
            )
            bar.pushInfo(TITLE, text)
