"""Correlation matrix of rasters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from qgis.core import QgsProcessing, QgsProcessingParameterMultipleLayers, QgsProcessingParameterString

from ..core.correlation import Method, Missing, correlate
from ..core.errors import ParameterError
from ..core.grid import Grid
from ..core.messages import NAMES_COUNT
from ..core.progress import Progress
from ..core.ranking import rank
from ..core.raster import Band, common_grid
from .base import CarbonAlgorithm
from .inputs import Inputs
from .outputs import Outputs
from .parameters import Form
from .translation import translate

METHODS = (Method.PEARSON, Method.SPEARMAN)
RANKING_COLUMNS = (
    ("rank", int),
    ("layer", str),
    ("r", float),
    ("n", float),
    ("n_effective", float),
    ("p", float),
    ("eta2", float),
)
MISSING = (Missing.LISTWISE, Missing.PAIRWISE, Missing.ARCGIS)


@dataclass(frozen=True)
class Gathered:
    """What the computation needs; the target is the first layer."""

    layers: list[Band]
    names: list[str]
    categorical: list[str]
    grid: Grid
    method: Method
    missing: Missing


class RasterCorrelationMatrix(CarbonAlgorithm):
    """Covariance and correlation over cells, and the drivers ranked by |r|."""

    GROUP = "drivers"

    def name(self) -> str:
        return "rastercorrelationmatrix"

    def displayName(self) -> str:
        return translate("CarbonServiceFlow", "Correlation matrix of rasters")

    def tags(self) -> list[str]:
        return "correlation,covariance,matrix,drivers,Pearson,band collection statistics,相关,关联矩阵,驱动因素".split(
            ","
        )

    def shortHelpString(self) -> str:
        return translate(
            "CarbonServiceFlow",
            "Covariance (with N - 1) and correlation of rasters over their cells, and the layers ranked by |r| with "
            "the target. Method: DOI 10.12677/ag.2022.125066, eq. 11-12.\n\n"
            "Missing cells. Listwise: only cells where every layer has data. Pairwise: for each pair, the cells "
            "where both have. ArcGIS: nodata replaced by the layer's mean, which pulls every r towards 0. "
            "Codes of categories are correlated as numbers only with a warning. A constant layer has no correlation: "
            "its cells in the tables are empty. All rasters must lie on one grid; the first band is read. Sums are "
            "merged in float64, so that a large offset costs no digits.\n\n"
            "Example: qgis_process run carbonflow:rastercorrelationmatrix -- TARGET=difference.tif "
            "LAYERS=population.tif LAYERS=gdp.tif LAYERS=elevation.tif RANKING=ranking.csv CORRELATION=r.csv",
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        form = Form(self)
        form.raster(
            "TARGET",
            translate("CarbonServiceFlow", "Target"),
            translate("CarbonServiceFlow", "What is to be explained, such as the difference C - E."),
        )
        rasters = QgsProcessing.SourceType.TypeRaster
        form.add(
            QgsProcessingParameterMultipleLayers("LAYERS", translate("CarbonServiceFlow", "Layers"), rasters),
            translate("CarbonServiceFlow", "The drivers, on the grid of the target. Columns are called as the layers."),
        )
        form.add(
            QgsProcessingParameterMultipleLayers(
                "CATEGORICAL", translate("CarbonServiceFlow", "Layers that are categories"), rasters, optional=True
            ),
            translate("CarbonServiceFlow", "Those of the layers whose values are codes, such as land use."),
        )
        form.enum(
            "METHOD",
            translate("CarbonServiceFlow", "Method"),
            ["Pearson", "Spearman"],
            translate("CarbonServiceFlow", "Correlation of values, or of mid-ranks."),
        )
        form.enum(
            "MISSING",
            translate("CarbonServiceFlow", "Missing cells"),
            [
                translate("CarbonServiceFlow", "Listwise"),
                translate("CarbonServiceFlow", "Pairwise"),
                translate("CarbonServiceFlow", "ArcGIS (mean substitution)"),
            ],
            translate("CarbonServiceFlow", "Which cells count where some layers have no data."),
        )
        form.add(
            QgsProcessingParameterString("NAMES", translate("CarbonServiceFlow", "Names"), optional=True),
            translate(
                "CarbonServiceFlow",
                "Names for the target and the layers in the tables, separated by commas. Empty: the layers' names.",
            ),
            advanced=True,
        )
        form.output_table(
            "CORRELATION",
            translate("CarbonServiceFlow", "Correlation matrix"),
            translate("CarbonServiceFlow", "Column layer, and a column per layer; the target first."),
            by_default=True,
        )
        form.output_table(
            "COVARIANCE",
            translate("CarbonServiceFlow", "Covariance matrix"),
            translate("CarbonServiceFlow", "Column layer, and a column per layer; variances on the diagonal."),
        )
        form.output_table(
            "RANKING",
            translate("CarbonServiceFlow", "Ranking"),
            translate("CarbonServiceFlow", "rank, layer, r, n, n_effective, p, eta2; by |r| with the target."),
        )
        form.output_number("N", translate("CarbonServiceFlow", "Number of cells"))

    def gather(self, inputs: Inputs, progress: Progress) -> Gathered:
        layers = [inputs.band("TARGET"), *inputs.bands("LAYERS")]
        categorical = {band.path for band in inputs.bands("CATEGORICAL")}
        names = table_names([band.name for band in layers], inputs.text("NAMES"), progress)
        return Gathered(
            layers,
            names,
            [name for name, band in zip(names, layers) if band.path in categorical],
            common_grid(layers),
            METHODS[inputs.whole("METHOD")],
            MISSING[inputs.whole("MISSING")],
        )

    def compute(self, outputs: Outputs, progress: Progress) -> dict[str, Any]:
        given: Gathered = self.gathered
        result = correlate(
            given.layers, given.names, given.grid, given.method, given.missing, given.categorical, progress
        )
        columns = [("layer", str), *((name, float) for name in given.names)]
        outputs.table("CORRELATION", columns, result.correlation_rows())
        outputs.table("COVARIANCE", columns, result.covariance_rows())
        outputs.table("RANKING", RANKING_COLUMNS, rank(result))
        return {"N": int(result.n[0, 0])}


def table_names(layers: list[str], given: str, progress: Progress) -> list[str]:
    """Return a name per layer: those `given`, else the layers' own, numbered where they repeat.

    Raises `ParameterError` when the number of given names is not that of the layers.
    """
    if given:
        names = [name.strip() for name in given.replace("，", ",").split(",")]
        if len(names) != len(layers):
            raise ParameterError(NAMES_COUNT, names=len(names), layers=len(layers))
        return names
    names = []
    for name in layers:
        repeats = layers[: len(names)].count(name)
        names.append(f"{name} ({repeats + 1})" if repeats else name)
    if len(set(layers)) < len(layers):
        progress.info(f"Layers of one name are numbered, in the order given: {', '.join(names)}.")
    return names
