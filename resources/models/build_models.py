"""Write the models that the provider ships. Run by `make models`, with QGIS 3.22, so that every version reads them.

QGIS 3.22 wants a source for each parameter of a child, and names a model's outputs `childId:outputName`; files of
newer versions have other names in older ones. QT_HASH_SEED=0 makes the files the same byte for byte.
"""

import csv
import sys
from pathlib import Path

from qgis.analysis import QgsNativeAlgorithms
from qgis.core import (
    QgsApplication,
    QgsProcessing,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildParameterSource,
    QgsProcessingModelOutput,
    QgsProcessingModelParameter,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterNumber,
    QgsProcessingParameterRasterLayer,
)
from qgis.PyQt.QtCore import QPointF

FOLDER = Path(__file__).resolve().parent
SCHEMES = ["CNLUCC", "CLCD", "GlobeLand30", "MODIS IGBP", "ESA CCI-LC", "ESA WorldCover"]
# The schemes' crosswalks, in the order of `SCHEMES`, and what stands for no data in a map of built-up land.
CROSSWALKS = ("cnlucc", "clcd", "globeland30", "modis_igbp", "esa_cci", "esa_worldcover")
NO_LAND = 255
METHODS = ["Two neighbours", "One neighbour", "Wind rose", "Well mixed"]
POLYGONS = [QgsProcessing.SourceType.TypeVectorPolygon]
TABLE = [QgsProcessing.SourceType.TypeVector]
COLUMN, ROW = 260, 110


class Builder:
    """A model that grows from left to right: parameters, then children with what feeds them."""

    def __init__(self, name, group):
        self.model = QgsProcessingModelAlgorithm(name, group)
        self._parameters = 0
        self._order = []
        self._children = 0

    def parameter(self, definition):
        """Add an input."""
        component = QgsProcessingModelParameter(definition.name())
        self._order.append(definition.name())
        component.setPosition(QPointF(120 + COLUMN * self._parameters, 80))
        self.model.addModelParameter(definition, component)
        self._parameters += 1

    def child(self, child_id, algorithm, sources, outputs=None):
        """Add a step. `sources`: "@NAME" a model input, "child:OUTPUT" a result, a list of those, else a value."""
        child = QgsProcessingModelChildAlgorithm(algorithm)
        child.setChildId(child_id)
        definition = QgsApplication.processingRegistry().algorithmById(algorithm)
        child.setDescription(definition.displayName())
        unknown = set(sources) - {p.name() for p in definition.parameterDefinitions()}
        if unknown:
            raise ValueError(f"{algorithm} has no {unknown}")
        for parameter in definition.parameterDefinitions():
            if parameter.isDestination():
                continue
            given = sources.get(parameter.name(), parameter.defaultValue())
            child.addParameterSources(parameter.name(), [_source(value) for value in _as_list(given)])
        child.setPosition(QPointF(200 + COLUMN * (self._children // 3), 260 + ROW * (self._children % 3)))
        self._children += 1
        made = {}
        for output, title in (outputs or {}).items():
            result = QgsProcessingModelOutput(title, title)
            result.setChildId(child_id)
            result.setChildOutputName(output)
            made[title] = result
        child.setModelOutputs(made)
        self.model.addChildAlgorithm(child)

    def write(self, file_name):
        """Write the file. Without an order of their own, parameters stand by the alphabet in the dialog."""
        self.model.setParameterOrder(self._order)
        if not self.model.toFile(str(FOLDER / file_name)):
            raise OSError(file_name)


def _as_list(given):
    return given if isinstance(given, list) else [given]


def _source(value):
    kinds = QgsProcessingModelChildParameterSource
    if isinstance(value, str) and value.startswith("="):
        return kinds.fromExpression(value[1:])
    if isinstance(value, str) and value.startswith("@"):
        return kinds.fromModelParameter(value[1:])
    if isinstance(value, str) and ":" in value:
        return kinds.fromChildOutput(*value.split(":"))
    return kinds.fromStaticValue(value)


def _built_up_table(name):
    """Return how `native:reclassifybytable` makes 1 of a scheme's built-up land, 0 of all other land."""
    with (FOLDER.parent / "tables" / f"crosswalk_{name}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    values = {"0": NO_LAND, "5": 1}
    return ",".join(f"{row['code']},{row['code']},{values.get(row['class'], 0)}" for row in rows)


def service_flow():
    """One year: land use, zones, statistics and wind to balance, ratio, flow and routed flow."""
    builder = Builder("carbonserviceflow", "")
    add = builder.parameter
    add(QgsProcessingParameterRasterLayer("LANDUSE", "Land use"))
    add(QgsProcessingParameterEnum("SCHEME", "Land-use scheme", SCHEMES, defaultValue=0))
    add(QgsProcessingParameterFeatureSource("POOLS", "Carbon pools table", TABLE, optional=True))
    add(QgsProcessingParameterFeatureSource("ZONES", "Zones", POLYGONS))
    add(QgsProcessingParameterField("ZONE_FIELD", "Field with the zones' names", parentLayerParameterName="ZONES"))
    add(QgsProcessingParameterFeatureSource("STATISTICS", "Statistics by zone", TABLE))
    field = "Column with the zones' names"
    add(QgsProcessingParameterField("STATISTICS_ZONE_FIELD", field, parentLayerParameterName="STATISTICS"))
    add(QgsProcessingParameterFeatureSource("COEFFICIENTS", "Coefficient table", TABLE, optional=True))
    add(QgsProcessingParameterRasterLayer("U", "Eastward wind u"))
    add(QgsProcessingParameterRasterLayer("V", "Northward wind v", optional=True))
    add(QgsProcessingParameterEnum("METHOD", "Method of routing", METHODS, defaultValue=METHODS.index("Wind rose")))
    size = QgsProcessingParameterNumber("CELL_SIZE", "Cell size, m", QgsProcessingParameterNumber.Type.Double, 1000.0)
    size.setMinimum(1.0)
    add(size)
    builder.child("grid", "carbonflow:studygrid", {"AREA": "@ZONES", "CELL_SIZE": "@CELL_SIZE"})
    builder.child(
        "landuse", "carbonflow:aligntogrid", {"INPUT": "@LANDUSE", "KIND": 0, "GRID": "grid:OUTPUT", "MASK": True}
    )
    # A town smaller than a cell is lost to the most frequent class: its share of the cell is kept.
    tables = ", ".join(f"'{_built_up_table(name)}'" for name in CROSSWALKS)
    builder.child(
        "builtupland",
        "native:reclassifybytable",
        {
            "INPUT_RASTER": "@LANDUSE",
            "RASTER_BAND": 1,
            "TABLE": f"=array_get(array({tables}), coalesce(@SCHEME, 0))",
            "NO_DATA": NO_LAND,
            "RANGE_BOUNDARIES": 2,
            "NODATA_FOR_MISSING": True,
            "DATA_TYPE": 0,
        },
    )
    builder.child(
        "builtup",
        "carbonflow:aligntogrid",
        {"INPUT": "builtupland:OUTPUT", "KIND": 1, "GRID": "grid:OUTPUT", "MASK": True},
    )
    zones = {"ZONES": "@ZONES", "ZONE_FIELD": "@ZONE_FIELD"}
    builder.child(
        "stock",
        "carbonflow:carbonstock",
        {"LANDUSE": "landuse:OUTPUT", "SCHEME": "@SCHEME", "POOLS": "@POOLS", **zones},
        {"OUTPUT": "Carbon stock", "ZONE_TABLE": "Carbon stock by zone"},
    )
    builder.child(
        "emission",
        "carbonflow:carbonemissions",
        {
            "LANDUSE": "landuse:OUTPUT",
            "SCHEME": "@SCHEME",
            **zones,
            "STATISTICS": "@STATISTICS",
            "STATISTICS_ZONE_FIELD": "@STATISTICS_ZONE_FIELD",
            "COEFFICIENTS": "@COEFFICIENTS",
            "BUILTUP": "builtup:OUTPUT",
        },
        {"OUTPUT": "Carbon emission", "ZONE_TABLE": "Carbon emission by zone"},
    )
    pair = {"EMISSION": "emission:OUTPUT", "SEQUESTRATION": "stock:OUTPUT"}
    builder.child(
        "balance",
        "carbonflow:supplydemandratio",
        {**pair, **zones},
        {
            "OUTPUT_DIFFERENCE": "Difference of sequestration and emission",
            "OUTPUT_RATIO": "Ratio of emission to sequestration",
            "OUTPUT_FLOW": "Carbon service flow",
            "ZONE_TABLE": "Balance by zone",
        },
    )
    builder.child(
        "wind",
        "carbonflow:prevailingwinduv",
        {"U": "@U", "V": "@V", "GRID": "grid:OUTPUT"},
        {"OUTPUT_DIRECTION": "Prevailing wind direction"},
    )
    builder.child(
        "routing",
        "carbonflow:windflowrouting",
        {**pair, "WIND": "wind:OUTPUT_DIRECTION", "ROSE": "wind:OUTPUT_ROSE", "METHOD": "@METHOD", **zones},
        {"OUTPUT_FLUX": "Flux", "ZONE_TABLE": "Routed flow by zone", "OD_TABLE": "Flows between zones"},
    )
    builder.child(
        "report",
        "carbonflow:assessmentreport",
        {
            **zones,
            "STOCK": "stock:OUTPUT",
            "EMISSION": "emission:OUTPUT",
            "DIFFERENCE": "balance:OUTPUT_DIFFERENCE",
            "RATIO": "balance:OUTPUT_RATIO",
            "FLOW": "balance:OUTPUT_FLOW",
            "WIND": "wind:OUTPUT_DIRECTION",
            "ROSE": "wind:OUTPUT_ROSE",
            "CONSTANCY": "wind:OUTPUT_CONSTANCY",
            "FLUX": "routing:OUTPUT_FLUX",
            "IMPORTED": "routing:OUTPUT_IMPORTED",
            "NETWORK": "routing:OUTPUT_NETWORK",
            "OD_LINES": "routing:OD_LINES",
            "CLASS_TABLE": "stock:CLASS_TABLE",
            "STOCK_TABLE": "stock:ZONE_TABLE",
            "EMISSION_TABLE": "emission:ZONE_TABLE",
            "BALANCE_TABLE": "balance:ZONE_TABLE",
            "FLOW_TABLE": "routing:ZONE_TABLE",
            "OD_TABLE": "routing:OD_TABLE",
        },
        {"OUTPUT_HTML": "Report", "OUTPUT_PDF": "Report as PDF"},
    )
    builder.write("carbonserviceflow.model3")


def drivers():
    """The difference against the study's six drivers."""
    builder = Builder("carbonserviceflowdrivers", "")
    layers = (
        ("DIFFERENCE", "Difference of sequestration and emission"),
        ("POPULATION", "X1 Population density"),
        ("GDP", "X2 GDP"),
        ("LANDUSE", "X3 Land use"),
        ("ELEVATION", "X4 Elevation"),
        ("TEMPERATURE", "X5 Air temperature"),
        ("PRECIPITATION", "X6 Precipitation"),
    )
    for name, text in layers:
        builder.parameter(QgsProcessingParameterRasterLayer(name, text))
    classes = QgsProcessingParameterNumber("CLASSES", "Number of classes", defaultValue=5)
    classes.setMinimum(2)
    builder.parameter(classes)
    aligned = []
    for name, _ in layers[1:]:
        kind = 0 if name == "LANDUSE" else 1
        sources = {"INPUT": f"@{name}", "KIND": kind, "GRID": "@DIFFERENCE"}
        builder.child(name.lower(), "carbonflow:aligntogrid", sources)
        aligned.append(f"{name.lower()}:OUTPUT")
    builder.child(
        "correlation",
        "carbonflow:rastercorrelationmatrix",
        {
            "TARGET": "@DIFFERENCE",
            "LAYERS": aligned,
            "CATEGORICAL": ["landuse:OUTPUT"],
            "NAMES": ",".join(name.lower() for name, _ in layers),
        },
        {
            "CORRELATION": "Correlation matrix",
            "COVARIANCE": "Covariance matrix",
            "RANKING": "Ranking",
            "HTML": "Charts of the correlation",
        },
    )
    builder.child(
        "detector",
        "carbonflow:factordetector",
        {
            "TARGET": "@DIFFERENCE",
            "FACTORS": aligned,
            "CATEGORICAL": ["landuse:OUTPUT"],
            "CLASSES": "@CLASSES",
            "NAMES": ",".join(name.lower() for name, _ in layers),
        },
        {
            "FACTOR_TABLE": "Factor detector",
            "INTERACTION_TABLE": "Interaction detector",
            "RISK_TABLE": "Risk detector",
            "ECOLOGICAL_TABLE": "Ecological detector",
            "HTML": "Charts of the detectors",
        },
    )
    builder.write("carbonserviceflowdrivers.model3")


if __name__ == "__main__":
    application = QgsApplication([], False)
    application.initQgis()
    sys.path.insert(0, str(FOLDER.parents[1] / "build" / "plugins"))
    from carbon_service_flow.provider import CarbonFlowProvider

    native = QgsNativeAlgorithms()
    QgsApplication.processingRegistry().addProvider(native)
    provider = CarbonFlowProvider()
    QgsApplication.processingRegistry().addProvider(provider)
    service_flow()
    drivers()
    application.exitQgis()
