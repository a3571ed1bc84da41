"""What all algorithms share: groups, errors and progress turned into QGIS's, the life of a run's outputs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, NamedTuple

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
)
from qgis.PyQt.QtGui import QIcon

from ...core.charts.elements.page import require_plotly
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
from .parameters import is_table
from .raster_parameters import with_subdatasets
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


class CarbonAlgorithm(QgsProcessingAlgorithm):
    """Base of the algorithms.

    A subclass gives name, displayName, group (by `GROUP`), tags, help_parts and initAlgorithm; `check` (what can be
    refused before a run: the dialog then stays as it is); `gather` (main thread: what is needed from layers, as
    core's objects) and `compute` (worker thread: core to outputs; its dictionary holds the numbers). Errors of core
    become user errors here and nowhere else, and the outputs of a run appear together after `compute` has returned.
    """

    GROUP: ClassVar[str] = ""

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

    def checkParameterValues(self, parameters: dict[str, Any], context: QgsProcessingContext) -> tuple[bool, str]:
        # QGIS does not look at the default of a field.
        fields = {one.name(): one.defaultValue() for one in self.parameterDefinitions() if one.type() == "field"}
        complete = {**{name: value for name, value in fields.items() if value}, **parameters}
        able, reason = super().checkParameterValues(with_subdatasets(self, complete, context), context)
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
            self._check(Inputs(self, parameters, context, Progress()))
            self.gathered = self.gather(inputs, progress)
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
                numbers = self.compute(outputs, progress)
                progress.check()
                outputs.record(self.step, numbers, self.journal)
                return {**numbers, **outputs.commit()}
        except CarbonFlowError as error:
            raise QgsProcessingException(message(error)) from error

    def _check(self, inputs: Inputs) -> None:
        if inputs.given("HTML"):
            require_plotly()
        if any(inputs.given(definition.name()) for definition in self.parameterDefinitions() if is_table(definition)):
            require_pandas()
        self.check(inputs)
        if inputs.given("ZONE_TABLE") and not inputs.given("ZONES"):
            raise ParameterError(ZONE_TABLE_NEEDS_ZONES)

    def check(self, inputs: Inputs) -> None:
        """Raise the error of parameters that do not go together; nothing large is read."""

    def gather(self, inputs: Inputs, progress: Progress) -> Any:
        """Return what `compute` needs, free of QGIS objects."""
        raise NotImplementedError

    def compute(self, outputs: Outputs, progress: Progress) -> dict[str, Any]:
        """Run core on `self.gathered`, hand rasters and tables to `outputs`, return the declared numbers."""
        raise NotImplementedError


class Steps(NamedTuple):
    """The steps of an algorithm as functions; `compute` is given what `gather` returned."""

    check: Callable[[Inputs], None]
    gather: Callable[[Inputs, Progress], Any]
    compute: Callable[[Any, Outputs, Progress], dict[str, Any]]


class LateAlgorithm(CarbonAlgorithm):
    """An algorithm whose work needs much of core: its steps are in a module that is loaded when it runs.

    A subclass gives `steps`. It names them in an import statement: when QGIS reloads a plugin, it forgets only modules
    that came by one.
    """

    def steps(self) -> Steps:
        """Import the steps."""
        raise NotImplementedError

    def check(self, inputs: Inputs) -> None:
        self.steps().check(inputs)

    def gather(self, inputs: Inputs, progress: Progress) -> Any:
        return self.steps().gather(inputs, progress)

    def compute(self, outputs: Outputs, progress: Progress) -> dict[str, Any]:
        return self.steps().compute(self.gathered, outputs, progress)


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
