"""The Processing provider: the list of algorithms, and the models."""

from __future__ import annotations

from qgis.core import Qgis, QgsApplication, QgsMessageLog, QgsProcessingProvider
from qgis.PyQt.QtGui import QIcon

from .algorithms import ALGORITHMS
from .algorithms.framework.scheduler import add_setting, remove_setting
from .algorithms.models.shipped import FILE_NAMES, ShippedModel
from .algorithms.styling.postprocess import Store
from .core import PLUGIN_FOLDER


class CarbonFlowProvider(QgsProcessingProvider):
    """Algorithms under `carbonflow:`."""

    def __init__(self) -> None:
        super().__init__()
        self.stylers = Store()

    def id(self) -> str:
        """Return the provider's id, part of every algorithm's id."""
        return "carbonflow"

    def name(self) -> str:
        """Return the name in the toolbox."""
        return "Carbon Service Flow"

    def icon(self) -> QIcon:
        """Return the icon in the toolbox."""
        return QIcon(str(PLUGIN_FOLDER / "resources" / "icons" / "provider.svg"))

    def supportedOutputRasterLayerExtensions(self) -> list[str]:  # noqa: N802 - the name QGIS calls
        """Rasters are written as GeoTIFF, or as tiles that a VRT joins."""
        return ["tif", "tiff", "vrt"]

    def load(self) -> bool:
        """Add the provider's settings, then its algorithms."""
        add_setting(self.name(), self.icon())
        return bool(super().load())

    def unload(self) -> None:
        """Take the settings back."""
        remove_setting(self.name())

    def supportsNonFileBasedOutput(self) -> bool:  # noqa: N802 - the name QGIS calls
        """Tables may be memory or database layers."""
        return True

    def loadAlgorithms(self) -> None:  # noqa: N802 - the name QGIS calls
        """Add every algorithm, then the models, which are made of them: those once they can be found, see `plugin`."""
        for algorithm in ALGORITHMS:
            self.addAlgorithm(algorithm())
        if QgsApplication.processingRegistry().providerById(self.id()) is None:
            return
        for file_name in FILE_NAMES:
            model = ShippedModel(file_name)
            if not model.load() or not self.addAlgorithm(model):
                QgsMessageLog.logMessage(f"{file_name} cannot be loaded", self.name(), Qgis.MessageLevel.Warning)
