"""The models that come with the provider: files written by `resources/models/build_models.py`.

What QGIS does with a model is mended in three places: outputs that are not wanted may be left out, though a step needs
one of them to go on (it is then temporary); a raster may be a file that QGIS has no layer for (a container of several
variables, which the steps read themselves); values are checked as those of the tools are.
"""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingModelAlgorithm,
    QgsProcessingParameterDefinition,
)
from qgis.PyQt.QtGui import QIcon

from ...core import PLUGIN_FOLDER
from ...core.errors import CarbonFlowError
from ..framework.help import HelpParts, icon_of, icon_path, page_url
from ..framework.parameter_values import require_readable_values
from ..framework.raster_parameters import without_raster_files
from ..framework.table_parameters import with_table_layers
from ..framework.translation import message, translate
from .words import input_words, output_words

FOLDER = PLUGIN_FOLDER / "resources" / "models"
Flag = QgsProcessingParameterDefinition.Flag
# Makes a report of the outputs that are there: it needs none of them.
REPORT = "carbonflow:assessmentreport"


class ShippedModel(QgsProcessingModelAlgorithm):
    """A model with a stable id and a translated name."""

    def __init__(self, file_name: str = "") -> None:
        super().__init__()
        self.file_name = file_name

    def load(self) -> bool:
        """Read the file; False when QGIS cannot, which would also hide every later model."""
        path = str(FOLDER / self.file_name)
        if not self.fromFile(path):
            return False
        self.setSourceFilePath(path)
        self._explain()
        return True

    def _explain(self) -> None:
        """Give inputs and outputs their words in the user's language, and their help; ids stay."""
        inputs = input_words(self.name())
        for definition in self.parameterDefinitions():
            if definition.name() in inputs:
                text, explained = inputs[definition.name()]
                definition.setDescription(text)
                definition.setHelp(explained)
        method, routing = self.parameterDefinition("METHOD"), self.childAlgorithms().get("routing")
        if method is not None and routing is not None:
            method.setOptions(routing.algorithm().parameterDefinition("METHOD").options())
        titles = output_words()
        for child in self.childAlgorithms().values():
            for output in child.modelOutputs().values():
                definition = self.parameterDefinition(f"{child.childId()}:{output.name()}")
                made = child.algorithm().parameterDefinition(output.childOutputName()) if child.algorithm() else None
                if definition is not None and made is not None:
                    definition.setDescription(titles.get(output.name(), made.description()))
                    definition.setHelp(made.help())
                    definition.setFlags(definition.flags() | Flag.FlagOptional)

    def checkParameterValues(self, parameters: dict[str, Any], context: QgsProcessingContext) -> tuple[bool, str]:
        try:
            require_readable_values(self, parameters, context)
        except CarbonFlowError as error:
            return False, message(error)
        shown = with_table_layers(self, without_raster_files(self, parameters, context), context)
        return super().checkParameterValues(shown, context)

    def processAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        temporary = dict.fromkeys(self._outputs_between(), QgsProcessing.TEMPORARY_OUTPUT)
        wanted = {name: value for name, value in parameters.items() if value not in (None, "")}
        return super().processAlgorithm({**parameters, **temporary, **wanted}, context, feedback)

    def _outputs_between(self) -> list[str]:
        """Names of the outputs that a step must make, or that another step than the report reads."""
        children = self.childAlgorithms()
        read = {
            (source.outputChildId(), source.outputName())
            for child in children.values()
            if child.algorithmId() != REPORT
            for sources in child.parameterSources().values()
            for source in sources
            if source.outputChildId()
        }
        names = []
        for child_id, child in children.items():
            for output in child.modelOutputs().values():
                made = child.algorithm().parameterDefinition(output.childOutputName())
                required = not made.flags() & Flag.FlagOptional
                if required or (child_id, output.childOutputName()) in read:
                    names.append(f"{child_id}:{output.name()}")
        return names

    def createInstance(self) -> QgsProcessingAlgorithm:
        model = ShippedModel(self.file_name)
        model.load()
        model.setProvider(self.provider())
        return model

    def displayName(self) -> str:
        return display_names().get(self.name(), self.name())

    def shortHelpString(self) -> str:
        parts = help_parts().get(self.name())
        return parts.text(f"carbonflow:{self.name()}") if parts else ""

    def helpUrl(self) -> str:
        return page_url(self.name())

    def icon(self) -> QIcon:
        return icon_of(self.name())

    def svgIconPath(self) -> str:
        return icon_path(self.name())

    def group(self) -> str:
        return translate("CarbonServiceFlow", "Models")

    def groupId(self) -> str:
        return "models"

    def tags(self) -> list[str]:
        if self.name() == "carbonserviceflow":
            tags = "carbon,model,chain,supply,demand,wind,service flow,固碳,模型,服务流,供需,风向,碳储量,碳排放"
            return tags.split(",")
        return "carbon,model,drivers,correlation,geodetector,固碳,模型,供需,驱动因素,关联矩阵,地理探测器".split(",")


FILE_NAMES = ("carbonserviceflow.model3", "carbonserviceflowdrivers.model3")


def display_names() -> dict[str, str]:
    """Names in the toolbox, by id."""
    return {
        "carbonserviceflow": translate("CarbonServiceFlow", "Carbon service flow, one year"),
        "carbonserviceflowdrivers": translate("CarbonServiceFlow", "Drivers of the carbon difference"),
    }


def help_parts() -> dict[str, HelpParts]:
    """Help, by id."""
    return {
        "carbonserviceflow": HelpParts(
            what=translate(
                "CarbonServiceFlow",
                "The whole chain for one year: study grid, land use on the grid, carbon stock, carbon emission, "
                "balance, prevailing wind and the routing of unfixed carbon, with a table by zone at each step, and a "
                "report of the outputs that are made.",
            ),
            formula=translate(
                "CarbonServiceFlow",
                "those of the steps: carbonflow:carbonstock, carbonflow:carbonemissions, "
                "carbonflow:supplydemandratio, carbonflow:prevailingwinduv, carbonflow:windflowrouting. Method: "
                "DOI 10.12677/ag.2022.125066.",
            ),
            units=translate(
                "CarbonServiceFlow",
                "densities t C/ha (emission per year), totals t C, wind in degrees it comes FROM. Sequestration is "
                "the carbon stock here; with an annual rate, run the steps one by one.",
            ),
            nodata=translate(
                "CarbonServiceFlow",
                "nodata of the land use stays nodata; unknown codes and zones without statistics are errors that "
                "list them.",
            ),
            crs=translate(
                "CarbonServiceFlow",
                "any; all steps are made on an equal-area grid for the zones, with the cell size given.",
            ),
            example="LANDUSE=lulc.tif SCHEME=3 ZONES=provinces.gpkg ZONE_FIELD=name "
            "STATISTICS=yearbook.csv STATISTICS_ZONE_FIELD=province U=era5.nc "
            "CELL_SIZE=5000 'balance:Ratio of emission to sequestration=ratio.tif'",
            more=translate("CarbonServiceFlow", "Open it in the model designer to change a step."),
        ),
        "carbonserviceflowdrivers": HelpParts(
            what=translate(
                "CarbonServiceFlow",
                "Brings six drivers onto the grid of the difference C - E, correlates them with it, and asks how "
                "much of its variance they explain, alone and in pairs.",
            ),
            formula=translate(
                "CarbonServiceFlow",
                "those of carbonflow:rastercorrelationmatrix (r, with a p that knows that neighbouring cells are "
                "alike) and carbonflow:factordetector (q; drivers other than land use are cut into quantile "
                "classes). Method: DOI 10.12677/ag.2022.125066, eq. 11-12; DOI 10.1080/13658810802443457.",
            ),
            units=translate("CarbonServiceFlow", "r and q have none."),
            nodata=translate(
                "CarbonServiceFlow",
                "only cells where the difference and every driver have data count.",
            ),
            crs=translate("CarbonServiceFlow", "any; drivers are brought onto the grid of the difference."),
            example="DIFFERENCE=difference.tif POPULATION=population.tif GDP=gdp.tif LANDUSE=lulc.tif "
            "ELEVATION=dem.tif TEMPERATURE=t.tif PRECIPITATION=p.tif "
            "correlation:Ranking=ranking.csv",
            more=translate(
                "CarbonServiceFlow",
                "The land-use driver has a built-in dependence: emission and stock are both made from land use. "
                "Its codes are categories, so that r depends on their numbering; read eta2 and q. The p of the "
                "detectors takes cells as independent, and q depends on the number of classes.",
            ),
        ),
    }
