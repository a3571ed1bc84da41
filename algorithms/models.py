"""The models that come with the provider: files written by `resources/models/build_models.py`."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsProcessingAlgorithm, QgsProcessingModelAlgorithm

from .translation import translate

FOLDER = Path(__file__).parent.parent / "resources" / "models"


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
        return True

    def createInstance(self) -> QgsProcessingAlgorithm:
        model = ShippedModel(self.file_name)
        model.load()
        model.setProvider(self.provider())
        return model

    def displayName(self) -> str:
        return display_names().get(self.name(), self.name())

    def shortHelpString(self) -> str:
        return help_texts().get(self.name(), "")

    def group(self) -> str:
        return translate("CarbonServiceFlow", "Models")

    def groupId(self) -> str:
        return "models"

    def tags(self) -> list[str]:
        return ["carbon", "model", "chain", "service flow", "固碳", "模型", "服务流", "供需"]


FILE_NAMES = ("carbonserviceflow.model3", "carbonserviceflowdrivers.model3")


def display_names() -> dict[str, str]:
    """Names in the toolbox, by id."""
    return {
        "carbonserviceflow": translate("CarbonServiceFlow", "Carbon service flow, one year"),
        "carbonserviceflowdrivers": translate("CarbonServiceFlow", "Drivers of the carbon difference"),
    }


def help_texts() -> dict[str, str]:
    """Help, by id."""
    return {
        "carbonserviceflow": translate(
            "CarbonServiceFlow",
            "The whole chain for one year: study grid, land use on the grid, carbon stock, carbon emission, balance, "
            "prevailing wind and the routing of unfixed carbon, with a table by zone at each step, and a report of the "
            "outputs that are made. Open it in the "
            "model designer to change a step. Sequestration is the carbon stock here; with an annual rate, run the "
            "steps one by one.",
        ),
        "carbonserviceflowdrivers": translate(
            "CarbonServiceFlow",
            "Brings six drivers onto the grid of the difference C - E, correlates them with it (r, with a p that knows "
            "that neighbouring cells are alike), and asks how much of its variance they explain, alone and in pairs "
            "(q of the factor detector; drivers other than land use are cut into quantile classes). The land-use "
            "driver has a built-in dependence: emission and stock are both made from land use. Its codes are "
            "categories, so that r depends on their numbering; read eta2 and q. The p of the detectors takes cells as "
            "independent, and q depends on the number of classes.",
        ),
    }
