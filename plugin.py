"""The plugin as QGIS sees it: a processing provider and a translation, and in the window a submenu of Plugins."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QCoreApplication, QLocale, QSettings, QTranslator

from .algorithms.desktop.menu import Menu

# On reload QGIS forgets the modules that import statements name: each room is named, here, in `algorithms` or in the
# room around it, else its package would stay.
from .core import (  # noqa: F401
    PLUGIN_FOLDER,
    accounts,
    balance,
    charts,
    drivers,
    engine,
    grids,
    provenance,
    raster,
    report,
    stations,
    tables,
    wind,
    zones,
)
from .provider import CarbonFlowProvider

TRANSLATIONS = PLUGIN_FOLDER / "i18n"


class CarbonServiceFlowPlugin:
    """Registers the provider; works without a window (`iface` is None in qgis_process)."""

    def __init__(self, iface: Any) -> None:
        self.iface = iface
        self.provider: CarbonFlowProvider | None = None
        self.translator: QTranslator | None = None
        self.menu: Menu | None = None

    def initProcessing(self) -> None:  # noqa: N802 - the name QGIS calls
        """Install the translation, then the provider, whose names need it."""
        self._install_translator()
        self.provider = CarbonFlowProvider()
        QgsApplication.processingRegistry().addProvider(self.provider)
        # Models that use our own algorithms can only be read once the provider is registered.
        self.provider.refreshAlgorithms()

    def initGui(self) -> None:  # noqa: N802 - the name QGIS calls
        """Do the same with a window, and add the submenu."""
        self.initProcessing()
        if self.iface is not None:
            self.menu = Menu(self.iface)

    def unload(self) -> None:
        """Take back what `initGui` and `initProcessing` did."""
        if self.menu is not None:
            self.menu.remove()
            self.menu = None
        if self.provider is not None:
            QgsApplication.processingRegistry().removeProvider(self.provider)
            self.provider = None
        if self.translator is not None:
            QCoreApplication.removeTranslator(self.translator)
            self.translator = None

    def _install_translator(self) -> None:
        settings = QSettings()
        if settings.value("locale/overrideFlag", False, type=bool):
            language = str(settings.value("locale/userLocale", ""))
        else:
            language = QLocale.system().name()
        # QGIS stores "zh-Hans"; a QLocale made from it is called zh_CN, like the translation file.
        path = TRANSLATIONS / f"carbon_service_flow_{QLocale(language).name()}.qm"
        translator = QTranslator()
        if path.exists() and translator.load(str(path)):
            QCoreApplication.installTranslator(translator)
            self.translator = translator
