"""A user's script that calls the plugin; try_package.py runs it after an upgrade. mygrid.model3 is a user's model."""

import processing
from qgis.core import (
    QgsProcessing,
    QgsProcessingAlgorithm,
    QgsProcessingParameterNumber,
    QgsProcessingParameterRasterDestination,
    QgsProcessingParameterVectorLayer,
)


class MyGrid(QgsProcessingAlgorithm):
    """A grid by another name."""

    def name(self):  # noqa: D102
        return "mygrid"

    def displayName(self):  # noqa: D102, N802
        return "My grid"

    def createInstance(self):  # noqa: D102, N802
        return MyGrid()

    def initAlgorithm(self, configuration=None):  # noqa: ARG002, D102, N802
        polygons = [QgsProcessing.SourceType.TypeVectorPolygon]
        self.addParameter(QgsProcessingParameterVectorLayer("AREA", "Area", polygons))
        self.addParameter(QgsProcessingParameterNumber("CELL_SIZE", "Cell size"))
        self.addParameter(QgsProcessingParameterRasterDestination("OUTPUT", "Grid"))

    def processAlgorithm(self, parameters, context, feedback):  # noqa: ARG002, D102, N802
        return processing.run("carbonflow:studygrid", parameters, context=context, is_child_algorithm=True)
