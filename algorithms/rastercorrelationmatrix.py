"""Correlation matrix of rasters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from qgis.core import QgsProcessing, QgsProcessingParameterMultipleLayers

from ..core.correlation import Method, Missing, correlate
from ..core.grid import Grid
from ..core.progress import Progress
from ..core.raster import Band, common_grid
from .base import CarbonAlgorithm
from .inputs import Inputs
from .outputs import Outputs
from .parameters import Form
from .translation import translate

MISSING = (Missing.LISTWISE, Missing.PAIRWISE, Missing.ARCGIS)


@dataclass(frozen=True)
class Gathered:
    """What the computation needs; the target is the first layer."""

    layers: list[Band]
    names: list[str]
    categorical: list[str]
    grid: Grid
    missing: Missing


class RasterCorrelationMatrix(CarbonAlgorithm):
    """Covariance and correlation over cells, and the drivers ranked by |r|."""

    GROUP = "drivers"

    def name(self) -> str:
        return "rastercorrelationmatrix"

    def displayName(self) -> str:
        return translate("CarbonServiceFlow", "Correlation matrix of rasters")

    def tags(self) -> list[str]:
        return "correlation,covariance,matrix,drivers,Pearson,band collection statistics,相关,关联矩阵,驱动因素".split(",")
