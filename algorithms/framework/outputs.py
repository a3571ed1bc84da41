"""From core's results to QGIS's outputs: rasters and table files that appear together, or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFeatureSink,
    QgsField,
    QgsFields,
    QgsGeometry,
    QgsProcessing,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingOutputLayerDefinition,
    QgsProcessingUtils,
    QgsVectorLayer,
    QgsWkbTypes,
)

from ...core.charts.elements.page import require_packages
from ...core.engine.windows import CHUNK
from ...core.errors import WriteError
from ...core.messages import EXTENSION_NOT_TIF, NO_SINK, NO_TABLE_FORMAT, SINK_FAILED
from ...core.phrases import Phrase
from ...core.progress import Progress
from ...core.provenance.record import Journal, Step, write_record
from ...core.raster.creation_options import DEFAULT_CREATION, CreationOptions, fastest_creation
from ...core.raster.dataset import grid_of
from ...core.raster.geotiff import Target
from ...core.raster.staging import Staging
from ...core.tables.cells import spreadsheet_safe
from ...core.tables.columns import fields as output_fields
from ...core.wind.arrows import wind_points
from .compatibility import UNFIT_FOR_TABLES, field_type
from .parameters import CREATION_OPTIONS

Column = tuple[str, type]
Row = Mapping[str, Any]
# A layer in a database or in an existing GeoPackage.
DATABASES = ("ogr:", "postgis:", "spatialite:", "mssql:", "oracle:")
# A VRT joins a folder of tiles: see core/raster/tiled_vrt.
RASTER_ENDINGS = (".tif", ".tiff", ".vrt")
DEFAULT_TABLE_ENDING = ".gpkg"
# Without this, points written as CSV lose their coordinates.
CSV_WITH_COORDINATES = ["GEOMETRY=AS_XY"]
# A spreadsheet runs a text that begins as a formula does.
READ_BY_SPREADSHEETS = (".csv", ".tsv", ".txt")
WITHOUT_POINTS = (".xlsx", ".ods")


class Outputs:
    """The outputs of one run; use as a context, and `commit` when all has been computed."""

    def __init__(
        self, algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext
    ) -> None:
        self._algorithm = algorithm
        self._parameters = parameters
        self._context = context
        self._creation = CreationOptions.parse(self._text(CREATION_OPTIONS))
        self._staging = Staging()
        self._results: dict[str, Any] = {}
        self._waiting: list[tuple[str, str, tuple[Column, ...], QgsWkbTypes.Type, str]] = []
        self._folder: TemporaryDirectory[str] | None = None
        self._to_load: list[tuple[str, str]] = []
        self._rasters: dict[str, Target] = {}
        self._class_breaks: dict[str, list[float]] = {}

    def __enter__(self) -> Outputs:
        """Start."""
        return self

    def __exit__(self, *_: object) -> None:
        """Remove what was not committed."""
        self._staging.discard()
        if self._folder is not None:
            self._folder.cleanup()

    def _text(self, name: str) -> str:
        if self._algorithm.parameterDefinition(name) is None:
            return ""
        return str(self._algorithm.parameterAsString(self._parameters, name, self._context))

    def wanted(self, name: str) -> bool:
        """Return True when the user asked for this output."""
        return self._destination(name) != ""

    def raster(self, name: str, bands: Sequence[str], units: Sequence[str]) -> Target | None:
        """Return the target of a raster output, None when it is not wanted."""
        if not self.wanted(name):
            return None
        path = self._algorithm.parameterAsOutputLayer(self._parameters, name, self._context)
        if Path(path).suffix.lower() not in RASTER_ENDINGS:
            raise WriteError(EXTENSION_NOT_TIF, path=path)
        self._results[name] = path
        creation = self._creation
        # Temporary layers, and those between the steps of a model, are read by this QGIS alone.
        if creation == DEFAULT_CREATION and Path(QgsProcessingUtils.tempFolder()) in Path(path).parents:
            creation = fastest_creation()
        self._rasters[name] = Target(self._staging.reserve(path), tuple(bands), tuple(units), path, creation)
        return self._rasters[name]

    def page(self, name: str) -> str:
        """Return the temporary name to write an HTML output to, "" when it is not wanted.

        Raises `ParameterError` when plotly, which draws the charts, is missing.
        """
        if self.wanted(name):
            require_packages()
        return self.file(name)

    def file(self, name: str) -> str:
        """Return the temporary name to write a file output to, "" when it is not wanted."""
        if not self.wanted(name):
            return ""
        path = self._algorithm.parameterAsFileOutput(self._parameters, name, self._context)
        self._results[name] = path
        return self._staging.reserve(path)

    def path(self, name: str) -> str:
        """Return where an output will be, "" when it is not wanted."""
        return str(self._results.get(name, ""))

    def required_raster(self, name: str, bands: Sequence[str], units: Sequence[str]) -> Target:
        """Return the target of a raster output that is always written."""
        target = self.raster(name, bands, units)
        if target is None:
            raise WriteError(EXTENSION_NOT_TIF, path=name)
        return target

    def table(
        self,
        name: str,
        columns: Iterable[Column],
        rows: Iterable[Row],
        geometry: QgsWkbTypes.Type = QgsWkbTypes.Type.NoGeometry,
        crs: str = "",
    ) -> None:
        """Write a table as its rows come; a row's value under "geometry" is its WKB.

        Files are staged. Tables for databases wait in a file for `commit`. Temporary layers are the run's own: one
        that fails does not return them.
        """
        destination = self._destination(name)
        if not destination:
            return
        columns = tuple(columns)
        if destination == QgsProcessing.TEMPORARY_OUTPUT or destination.startswith("memory:"):
            self._results[name] = self._write(self._parameters, name, columns, rows, geometry, crs, name)
            return
        if destination.startswith(DATABASES):
            waiting = self.scratch(f"{name}.gpkg")
            self._write({**self._parameters, name: waiting}, name, columns, rows, geometry, crs, name)
            self._waiting.append((name, waiting, columns, geometry, crs))
            return
        path = destination if Path(destination).suffix else destination + DEFAULT_TABLE_ENDING
        if path.lower().endswith(UNFIT_FOR_TABLES):
            raise WriteError(SINK_FAILED, path=path, reason=Phrase(NO_TABLE_FORMAT))
        temporary = self._staging.reserve(path)
        try:
            written = self._write({**self._parameters, name: temporary}, name, columns, rows, geometry, crs, path)
        except QgsProcessingException as error:
            raise WriteError(SINK_FAILED, path=path, reason=str(error).replace(temporary, path)) from error
        # QGIS adds .gpkg to endings that it does not know, and may write a format that holds no table.
        added = written.split("|")[0][len(temporary) :]
        if not Path(temporary + added).is_file():
            raise WriteError(SINK_FAILED, path=path, reason=Phrase(NO_TABLE_FORMAT))
        self._results[name] = path + added
        self._to_load.append((name, path + added))

    def record(self, step: Step, numbers: Mapping[str, Any], journal: Journal) -> None:
        """Write into each raster how it was made; to be called when all are complete. Raises `WriteError`."""
        known = {name: float(value) for name, value in numbers.items() if value is not None}
        for name, target in self._rasters.items():
            told = replace(
                step,
                output=name,
                numbers=known,
                factors=journal.factors,
                warnings=journal.warnings,
                class_breaks=self._class_breaks.get(name, ()),
            )
            options = target.creation.for_cog(CHUNK) if target.creation.is_cog else None
            write_record(target.path, target.name, told, options)

    def class_breaks(self, name: str, breaks: list[float]) -> None:
        """Note where the classes of a raster's legend begin, for its record: styles take them as they are."""
        self._class_breaks[name] = breaks

    def winds(self, name: str, rasters: Mapping[str, str]) -> None:
        """Write points on every n-th cell, with the winds of `rasters` (column -> path) there."""
        columns = output_fields(self._algorithm.name(), name)
        crs = grid_of(next(iter(rasters.values()))).crs
        self.table(name, columns, wind_points(rasters), QgsWkbTypes.Type.Point, crs)

    def commit(self) -> dict[str, Any]:
        """Write the sinks that are no files, rename all files, and return the outputs by name."""
        for name, waiting, columns, geometry, crs in self._waiting:
            rows = _rows_of(waiting, columns)
            self._results[name] = self._write(self._parameters, name, columns, rows, geometry, crs, name)
        self._staging.commit()
        for name, path in self._to_load:
            self._load_on_completion(name, path)
        stylers = getattr(self._algorithm.provider(), "stylers", None)
        if stylers is not None:
            stylers.attach(self._algorithm.name(), self._results, self._context)
        return self._results

    def holds_points(self, name: str) -> bool:
        """Return False when the output's format would lose the coordinates of points."""
        return not self._destination(name).lower().endswith(WITHOUT_POINTS)

    def warn_of_lost_shapes(self, name: str, progress: Progress) -> None:
        """Warn when the output's format loses lines and polygons."""
        if self._destination(name).lower().endswith((*WITHOUT_POINTS, ".csv")):
            progress.warning(f"A table file holds no lines and polygons: {name} has the columns only. Choose .gpkg.")

    def scratch(self, file_name: str) -> str:
        """Return a name for a file that the run needs and removes at its end."""
        return str(Path(self._waiting_room()) / file_name)

    def _waiting_room(self) -> str:
        if self._folder is None:
            self._folder = TemporaryDirectory()
        return self._folder.name

    def _destination(self, name: str) -> str:
        value = self._parameters.get(name)
        if value is None and not self._is_optional(name):
            value = self._algorithm.parameterDefinition(name).defaultValue()
        if isinstance(value, QgsProcessingOutputLayerDefinition):
            value = value.sink.valueAsString(self._context.expressionContext(), "")[0]
        return str(value or "")

    def _is_optional(self, name: str) -> bool:
        definition = self._algorithm.parameterDefinition(name)
        return bool(definition.flags() & definition.Flag.FlagOptional)

    def _write(
        self,
        parameters: dict[str, Any],
        name: str,
        columns: Sequence[Column],
        rows: Iterable[Row],
        geometry: QgsWkbTypes.Type,
        crs: str,
        told: str,
    ) -> str:
        guarded = told.lower().endswith(READ_BY_SPREADSHEETS)
        fields = QgsFields()
        for column, kind in columns:
            fields.append(QgsField(spreadsheet_safe(column) if guarded else column, field_type(kind)))
        reference = QgsCoordinateReferenceSystem.fromWkt(crs) if crs else QgsCoordinateReferenceSystem()
        options = CSV_WITH_COORDINATES if geometry == QgsWkbTypes.Type.Point and told.lower().endswith(".csv") else []
        sink, destination = self._algorithm.parameterAsSink(
            parameters, name, self._context, fields, geometry, reference, layerOptions=options
        )
        if sink is None:
            raise WriteError(SINK_FAILED, path=told, reason=Phrase(NO_SINK))
        try:
            for row in rows:
                feature = QgsFeature(fields)
                values = [row.get(column) for column, _ in columns]
                if guarded:
                    values = [spreadsheet_safe(value) if isinstance(value, str) else value for value in values]
                feature.setAttributes(values)
                if row.get("geometry") is not None:
                    shape = QgsGeometry()
                    shape.fromWkb(row["geometry"])
                    feature.setGeometry(shape)
                if not sink.addFeature(feature, QgsFeatureSink.Flag.FastInsert):
                    raise WriteError(SINK_FAILED, path=told, reason=sink.lastError())
            if hasattr(sink, "finalize"):
                sink.finalize()
        finally:
            # QGIS closes the file when the last reference goes; a file that is open cannot be removed everywhere.
            del sink
        return str(destination)

    def _load_on_completion(self, name: str, path: str) -> None:
        value = self._parameters.get(name)
        if not isinstance(value, QgsProcessingOutputLayerDefinition) or value.destinationProject is None:
            return
        title = value.destinationName or self._algorithm.parameterDefinition(name).description()
        details = QgsProcessingContext.LayerDetails(title, value.destinationProject, name)
        self._context.addLayerToLoadOnCompletion(path, details)


def _rows_of(path: str, columns: Sequence[Column]) -> Iterator[Row]:
    """Yield the rows of a table that waits in a file."""
    layer = QgsVectorLayer(path, "waiting", "ogr")
    for feature in layer.getFeatures():
        row: dict[str, Any] = {column: feature[column] for column, _ in columns}
        if feature.hasGeometry():
            row["geometry"] = bytes(feature.geometry().asWkb())
        yield row
