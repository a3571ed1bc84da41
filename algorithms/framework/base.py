"""What all algorithms share: groups, errors and progress turned into QGIS's, the life of a run's outputs."""

from __future__ import annotations

from typing import Any, ClassVar, Protocol

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
)
from qgis.PyQt.QtGui import QIcon

from ...core.charts.elements.page import require_packages
from ...core.engine.cluster import on_scheduler
from ...core.errors import CarbonFlowError, ParameterError
from ...core.messages import ZONE_TABLE_NEEDS_ZONES
from ...core.progress import Progress
from ...core.provenance.record import Factor, Journal
from ...core.raster.geodesy import planar_area_error
from ...core.raster.grid import Grid
from ...core.tables.read import require_pandas
from .help import HelpParts, icon_of, icon_path, page_url
from .inputs import Inputs
from .outputs import Outputs
from .parameter_values import require_readable_values
from .parameters import is_table
from .run_record import step_of
from .scheduler import scheduler_address
from .translation import message, translate

# Above this share the difference between planar and ellipsoidal cell areas is worth a warning.
AREA_ERROR_TOLD = 0.01


class FeedbackProgress(Progress):
    """Core's progress, passed on to QGIS's feedback; the journal keeps what the outputs' records will hold."""

    def __init__(self, feedback: QgsProcessingFeedback, journal: Journal) -> None:
        self._feedback = feedback
        self._journal = journal

    def fraction(self, done: float) -> None:
        """Set the progress bar."""
        self._feedback.setProgress(100.0 * done)

    def info(self, text: str) -> None:
        """Write a line."""
        self._feedback.pushInfo(text)

    def warning(self, text: str) -> None:
        """Write a warning."""
        self._journal.warning(text)
        self._feedback.pushWarning(text)

    def factor(self, kind: str, name: str, value: float, unit: str, **more: Any) -> None:
        """Keep a factor; core writes it to the log where it is worth a line."""
        self._journal.factor(Factor(kind, name, value, unit, **more))

    def cancelled(self) -> bool:
        """Ask QGIS."""
        return bool(self._feedback.isCanceled())


class Steps(Protocol):
    """The module that does an algorithm's work, `<id>_run`: loaded when it runs, since it needs much of core."""

    def check(self, inputs: Inputs) -> None:
        """Raise the error of parameters that do not go together; nothing large is read."""

    def gather(self, inputs: Inputs, progress: Progress) -> Any:
        """Return what `compute` needs, free of QGIS objects; in the main thread."""

    def compute(self, gathered: Any, outputs: Outputs, progress: Progress) -> dict[str, Any]:
        """Run core, hand rasters and tables to `outputs`, return the declared numbers; in a worker thread."""


class CarbonAlgorithm(QgsProcessingAlgorithm):
    """Base of the algorithms.

    A subclass says what a tool is: name, displayName, group (by `GROUP`), tags, help_parts and initAlgorithm. What it
    does is a module beside it, which `run_steps` imports: `check` (what can be refused before a run: the dialog then
    stays as it is), `gather` (main thread: what is needed from layers, as core's objects) and `compute` (worker thread:
    core to outputs; its dictionary holds the numbers). Errors of core become user errors here and nowhere else, and the
    outputs of a run appear together after `compute` has returned.
    """

    GROUP: ClassVar[str] = ""
    # Whether the charts of HTML are made from tables, by pandas; wind roses are not.
    CHARTS_OF_TABLES: ClassVar[bool] = True

    def createInstance(self) -> QgsProcessingAlgorithm:
        return type(self)()

    def group(self) -> str:
        return group_names()[self.GROUP]

    def groupId(self) -> str:
        return self.GROUP

    def icon(self) -> QIcon:
        return icon_of(self.name())

    def svgIconPath(self) -> str:
        return icon_path(self.name())

    def shortHelpString(self) -> str:
        return self.help_parts().text(f"carbonflow:{self.name()}")

    def helpUrl(self) -> str:
        return page_url(self.name())

    def help_parts(self) -> HelpParts:
        """Return the help, part by part."""
        raise NotImplementedError

    def run_steps(self) -> Steps:
        """Import the module that does the work, by an import statement: QGIS forgets only those on a reload."""
        raise NotImplementedError

    def checkParameterValues(self, parameters: dict[str, Any], context: QgsProcessingContext) -> tuple[bool, str]:
        # QGIS does not look at the default of a field.
        fields = {one.name(): one.defaultValue() for one in self.parameterDefinitions() if one.type() == "field"}
        complete = {**{name: value for name, value in fields.items() if value}, **parameters}
        try:
            require_readable_values(self, parameters, context)
        except CarbonFlowError as error:
            return False, message(error)
        able, reason = super().checkParameterValues(complete, context)
        if not able:
            return able, reason
        try:
            self._check(Inputs(self, parameters, context, Progress()))
        except CarbonFlowError as error:
            return False, message(error)
        except QgsProcessingException as error:
            return False, str(error)
        return True, ""

    def prepareAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        # What is raised here QGIS only logs, so that a script never learns the reason: processAlgorithm raises it.
        self.refusal: QgsProcessingException | None = None
        self.journal = Journal()
        progress = FeedbackProgress(feedback, self.journal)
        try:
            self.step = step_of(self, parameters, context)
            inputs = Inputs(self, parameters, context, progress)
            # In a model nothing has called checkParameterValues.
            require_readable_values(self, parameters, context)
            self._check(Inputs(self, parameters, context, Progress()))
            self.gathered = self.run_steps().gather(inputs, progress)
        except CarbonFlowError as error:
            self.refusal = QgsProcessingException(message(error))
        except QgsProcessingException as error:
            self.refusal = error
        return True

    def processAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        if self.refusal is not None:
            raise self.refusal
        progress = FeedbackProgress(feedback, self.journal)
        try:
            with on_scheduler(scheduler_address()), Outputs(self, parameters, context) as outputs:
                numbers = self.run_steps().compute(self.gathered, outputs, progress)
                progress.check()
                outputs.record(self.step, numbers, self.journal)
                return {**numbers, **outputs.commit()}
        except CarbonFlowError as error:
            raise QgsProcessingException(message(error)) from error

    def _check(self, inputs: Inputs) -> None:
        if inputs.given("HTML"):
            require_packages()
        tables = [definition.name() for definition in self.parameterDefinitions() if is_table(definition)]
        if self.CHARTS_OF_TABLES:
            tables.append("HTML")
        if any(inputs.given(name) for name in tables):
            require_pandas()
        self.run_steps().check(inputs)
        if inputs.given("ZONE_TABLE") and not inputs.given("ZONES"):
            raise ParameterError(ZONE_TABLE_NEEDS_ZONES)


def group_names() -> dict[str, str]:
    """Group ids and their names in the toolbox."""
    return {
        "accounts": translate("CarbonServiceFlow", "Carbon accounts"),
        "balance": translate("CarbonServiceFlow", "Supply and demand"),
        "flow": translate("CarbonServiceFlow", "Wind and service flow"),
        "drivers": translate("CarbonServiceFlow", "Drivers"),
        "grids": translate("CarbonServiceFlow", "Grids"),
        "report": translate("CarbonServiceFlow", "Report"),
    }


def warn_of_area_error(grid: Grid, progress: Progress) -> None:
    """Warn when the grid's planar cell areas differ from the true ones by more than 1 %."""
    error = planar_area_error(grid)
    if error > AREA_ERROR_TOLD:
        progress.warning(
            f"Cell areas in {grid.crs_name} differ from the true ones by up to {100 * error:.1f} %: totals in tonnes "
            "are as wrong. Use an equal-area CRS (carbonflow:studygrid makes one)."
        )
