"""The Processing provider: the list of algorithms, and the models."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsProcessingProvider
from qgis.PyQt.QtGui import QIcon

from .algorithms import ALGORITHMS

FOLDER = Path(__file__).parent


class CarbonFlowProvider(QgsProcessingProvider):
    """Algorithms under `carbonflow:`."""

    def id(self) -> str:
        """Return the provider's id, part of every algorithm's id."""
        return "carbonflow"

    def name(self) -> str:
        """Return the name in the toolbox."""
        return "Carbon Service Flow"

    def icon(self) -> QIcon:
        """Return the icon in the toolbox."""
        return QIcon(str(FOLDER / "resources" / "icons" / "provider.svg"))

    def supportedOutputRasterLayerExtensions(self) -> list[str]:  # noqa: N802 - the name QGIS calls
        """Rasters are written as GeoTIFF."""
        return ["tif", "tiff"]

    def supportsNonFileBasedOutput(self) -> bool:  # noqa: N802 - the name QGIS calls
        """Tables may be memory or database layers."""
        return True

    def loadAlgorithms(self) -> None:  # noqa: N802 - the name QGIS calls
        """Add every algorithm."""
        for algorithm in ALGORITHMS:
            self.addAlgorithm(algorithm())
