"""From QGIS's parameters to core's objects. Called in the main thread; nothing here keeps a layer."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from qgis.core import (
    NULL,
    QgsFeatureRequest,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeatureSource,
    QgsProcessingFeatureSourceDefinition,
    QgsRasterLayer,
    QgsVectorLayer,
)

from ...core.accounts.landuse_codes import Scheme
from ...core.errors import ParameterError, ZoneError
from ...core.messages import ZONE_FIELD_MISSING, ZONE_FIELD_NEEDED
from ...core.progress import Progress
from ...core.provenance.record import Step
from ...core.raster.containers.paths import file_behind
from ...core.raster.dataset import band_count, readable_path
from ...core.raster.gdal_environment import without_side_files
from ...core.raster.nodata.watch import Quantity
from ...core.raster.sources import Band
from ...core.tables.cells import clean, parse_numbers
from ...core.tables.header import Needed
from ...core.tables.notation import Notation
from ...core.tables.read import PlainTable, find_column, log_numbers, read_table
from ...core.tables.text_encoding import other_encoding, require_readable
from ...core.zones.zones import Zones
from .raster_parameters import band_of_file, band_of_layer, file_of, name_of_file
from .table_parameters import file_of_layer, file_of_value, plain_value, table_of_source
from .vector import encoding as layer_encoding

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pandas

# Their values do not matter.
NAMES_OF_GRIDS = ("GRID",)
# What the values of a raster parameter are, in every tool: undeclared fill values are looked for by it.
QUANTITIES = {
    "LANDUSE": Quantity.CATEGORY,
    "GRID": Quantity.CATEGORY,
    "CATEGORICAL": Quantity.CATEGORY,
    "BEFORE": Quantity.STOCK,
    "AFTER": Quantity.STOCK,
    "EMISSION": Quantity.DENSITY,
    "SEQUESTRATION": Quantity.DENSITY,
    "POPULATION": Quantity.WEIGHT,
    "GDP": Quantity.WEIGHT,
    "BUILTUP": Quantity.WEIGHT,
    "WEIGHT": Quantity.WEIGHT,
    "WIND": Quantity.DIRECTION,
    "U": Quantity.WIND_COMPONENT,
    "V": Quantity.WIND_COMPONENT,
    # Heights that cannot be are told and left out where they are used.
    "ELEVATION": Quantity.CATEGORY,
}


class Inputs:
    """Reads the parameters of one run."""

    def __init__(
        self,
        algorithm: QgsProcessingAlgorithm,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        progress: Progress,
    ) -> None:
        self._algorithm = algorithm
        # Its own: a layer may be taken for a parameter that reads its texts in another encoding.
        self._parameters = dict(parameters)
        self.context = self._context = context
        self._progress = progress
        # {as it was read: as it is}, of fields of layers that are read in another encoding.
        self._new_field_names: dict[str, str] = {}
        self._read_anew: set[str] = set()

    def given(self, name: str) -> bool:
        """Return True when the parameter has a value."""
        return self._parameters.get(name) not in (None, "", NULL)

    @property
    def step(self) -> Step:
        """The record of the run that begins; there is none yet when parameters are checked."""
        step: Step = self._algorithm.step
        return step

    def layer_names(self) -> list[str]:
        """Return the names of the parameters that take a raster or a vector layer."""
        return [one.name() for one in self._algorithm.parameterDefinitions() if one.type() in ("raster", "source")]

    def tool_names(self) -> dict[str, str]:
        """Return {id without the provider: name in the toolbox} of the provider's tools."""
        provider = self._algorithm.provider()
        return {one.name(): one.displayName() for one in provider.algorithms()} if provider is not None else {}

    def number(self, name: str) -> float:
        """Return a number."""
        return float(self._algorithm.parameterAsDouble(self._parameters, name, self._context))

    def optional_number(self, name: str) -> float | None:
        """Return a number, or None when it is not given and has no default."""
        if not self.given(name) and self._algorithm.parameterDefinition(name).defaultValue() is None:
            return None
        return self.number(name)

    def integer(self, name: str) -> int:
        """Return an integer or the position of an enum's value."""
        return int(self._algorithm.parameterAsInt(self._parameters, name, self._context))

    def flag(self, name: str) -> bool:
        """Return a yes or no."""
        return bool(self._algorithm.parameterAsBool(self._parameters, name, self._context))

    def text(self, name: str) -> str:
        """Return a text."""
        return str(self._algorithm.parameterAsString(self._parameters, name, self._context))

    def field(self, name: str, parent: str) -> str:
        """Return a field as given; where nothing is said, the parameter's default if `parent` has it; else ""."""
        if name in self._parameters:
            return self.text(name) if self.given(name) else ""
        default = str(self._algorithm.parameterDefinition(name).defaultValue() or "")
        if not default or not self._has_field(parent, default):
            return ""
        self._progress.warning(f"{name} is not given: the field {default} is taken.")
        return default

    def crs(self, name: str) -> str:
        """Return a CRS as WKT, "" when none is given."""
        crs = self._algorithm.parameterAsCrs(self._parameters, name, self._context)
        return str(crs.toWkt(crs.WktVariant.WKT2_2019)) if crs.isValid() else ""

    def files(self, name: str) -> list[str]:
        """Return the paths of a parameter that takes several files."""
        return list(self._algorithm.parameterAsFileList(self._parameters, name, self._context))

    def raster_layer(self, name: str) -> QgsRasterLayer:
        """Return a raster parameter's layer. Raises the user error of a missing or unreadable layer."""
        path = file_of(self._parameters.get(name), self._context)
        readable = readable_path(path, name_of_file(path)) if path else ""
        with without_side_files(file_behind(readable)):
            if readable != path:
                return QgsRasterLayer(readable, name_of_file(path), "gdal")
            layer = self._algorithm.parameterAsRasterLayer(self._parameters, name, self._context)
        if layer is None or not layer.isValid():
            raise QgsProcessingException(self._algorithm.invalidRasterError(self._parameters, name))
        self._warn_of_another_crs(layer)
        return layer

    def _warn_of_another_crs(self, layer: QgsRasterLayer) -> None:
        """Core reads the file: a CRS that was set for the layer alone does not reach it."""
        of_file = layer.dataProvider().crs()
        if of_file.isValid() and layer.crs().isValid() and layer.crs() != of_file:
            self._progress.warning(
                f"Raster {layer.name()} is shown in {layer.crs().authid() or layer.crs().description()}, but its file "
                f"says {of_file.authid() or of_file.description()}, which is taken. If the file is wrong, give it the "
                "other one (Raster > Projections > Assign Projection) and run again."
            )

    def vector_layer(self, name: str) -> QgsVectorLayer:
        """Return a vector parameter's layer. Raises the user error of a missing or unreadable layer."""
        layer = self._algorithm.parameterAsVectorLayer(self._parameters, name, self._context)
        if layer is None or not layer.isValid():
            raise QgsProcessingException(self._algorithm.invalidSourceError(self._parameters, name))
        return layer

    def band(self, name: str, number: int = 0) -> Band:
        """Return a band of a raster parameter, without a `number` its first, with a warning when it has others.

        Raises the user error of a missing or unreadable layer.
        """
        band = self._band(name, number or 1)
        if not number and name not in NAMES_OF_GRIDS:
            self._warn_of_bands(band)
        return band

    def _band(self, name: str, number: int) -> Band:
        path = file_of(self._parameters.get(name), self._context)
        band = band_of_file(path, number) if path else band_of_layer(self.raster_layer(name), number)
        return band.holding(self._quantity(name))

    def _quantity(self, name: str) -> Quantity:
        of_scheme = name.startswith("LANDUSE") and self._algorithm.parameterDefinition("SCHEME") is not None
        if of_scheme and self.integer("SCHEME") == Scheme.MODIS_IGBP:
            return Quantity.IGBP_CODE
        return quantity_of(name)

    def container(self, name: str) -> Band:
        """Return a raster parameter whose file may hold several rasters: its first band, or its path and name."""
        path = file_of(self._parameters.get(name), self._context)
        band = Band(path, 1, name_of_file(path)) if path else band_of_layer(self.raster_layer(name), 1)
        return band.holding(quantity_of(name))

    def optional_container(self, name: str) -> Band | None:
        """Return a container, or None when the parameter is not given."""
        return self.container(name) if self.given(name) else None

    def optional_band(self, name: str) -> Band | None:
        """Return the first band, or None when the parameter is not given."""
        return self.band(name) if self.given(name) else None

    def all_bands(self, name: str) -> list[Band]:
        """Return every band of a raster parameter."""
        path = file_of(self._parameters.get(name), self._context)
        if path:
            first = band_of_file(path, 1).holding(quantity_of(name))
            return [replace(first, band=number) for number in range(1, band_count(path, first.name) + 1)]
        layer = self.raster_layer(name)
        # A layer that is no file is refused by its first band.
        numbers = range(1, max(1, layer.bandCount()) + 1)
        return [band_of_layer(layer, number).holding(quantity_of(name)) for number in numbers]

    def bands(self, name: str) -> list[Band]:
        """Return the first band of every raster of a multiple parameter; names are the layers'."""
        value = self._parameters.get(name)
        parts = value if isinstance(value, (list, tuple)) else []
        if any(file_of(part, self._context) for part in parts):
            bands = [self._band_of(name, part) for part in parts]
        else:
            layers = self._algorithm.parameterAsLayerList(self._parameters, name, self._context)
            bands = [band_of_layer(layer, 1) for layer in layers]
        for band in bands:
            self._warn_of_bands(band)
        return [band.holding(quantity_of(name)) for band in bands]

    def _band_of(self, name: str, part: Any) -> Band:
        """The first band of one raster of a list."""
        path = file_of(part, self._context)
        if path:
            return band_of_file(path, 1)
        layers = self._algorithm.parameterAsLayerList({**self._parameters, name: [part]}, name, self._context)
        if not layers:
            raise QgsProcessingException(self._algorithm.invalidRasterError({name: part}, name))
        return band_of_layer(layers[0], 1)

    def _warn_of_bands(self, band: Band) -> None:
        count = band_count(band.path, band.name)
        if count > 1:
            self._progress.warning(f"Raster {band.name} has {count} bands: the first is read.")

    def zones(self, name: str, field: str = "") -> Zones:
        """Return named polygons; without a `field` parameter each feature is called by its id."""
        source = self.source(name)
        column = self._zone_column(source, field) if field else ""
        index = source.fields().lookupField(column) if column else -1
        request = QgsFeatureRequest().setSubsetOfAttributes([index] if column else [])
        flag = QgsProcessingFeatureSource.Flag.FlagSkipGeometryValidityChecks
        features = []
        for feature in source.getFeatures(request, flag):
            value = feature[index] if column else str(feature.id())
            geometry = feature.geometry()
            wkb = None if geometry.isNull() or geometry.isEmpty() else bytes(geometry.asWkb())
            features.append((None if value == NULL else value, wkb))
        if column:
            self.require_readable(name, column, (value for value, _ in features))
        return Zones.from_features(
            source.sourceName(),
            self._crs_behind(name, source),
            features,
            progress=self._progress,
            every_feature=not column,
        )

    def optional_zones(self, name: str, field: str = "") -> Zones | None:
        """Return zones, or None when the parameter is not given."""
        return self.zones(name, field) if self.given(name) else None

    def one_area(self, name: str) -> Zones:
        """Return all polygons as one zone."""
        zones = self.zones(name)
        return Zones(zones.label, (zones.label,), tuple((0, wkb) for _, wkb in zones.shapes), zones.crs)

    def numbers(self, name: str, field: str) -> tuple[str, np.ndarray]:
        """Return a field's name and its numbers in the order of the features, nan where empty."""
        source = self.source(name)
        column = self._new_field_name(source, self.text(field))
        self._require_field(source, column)
        numeric = source.fields().at(source.fields().lookupField(column)).isNumeric()
        flag = QgsProcessingFeatureSource.Flag.FlagSkipGeometryValidityChecks
        cells = [clean(plain_value(f[column])) for f in source.getFeatures(QgsFeatureRequest(), flag)]
        lines = range(2, len(cells) + 2)
        header = PlainTable(source.sourceName(), [column], [(cell,) for cell in cells], lines, "")
        if not numeric:
            log_numbers(header, self._progress)
        notation = Notation(typed_cells=numeric)
        numbers = parse_numbers(cells, lines, table=source.sourceName(), column=column, empty=np.nan, notation=notation)
        return column, numbers

    def table(self, name: str, needed: Needed | Sequence[str] = ()) -> pandas.DataFrame:
        """Return a table as text cells: see `core.tables.read`.

        `needed` are the columns of its header, the first of them what rows are called by; without them the first row is
        the header. Files are read by core's reader, all else as QGIS shows it: see `table_parameters`.
        """
        wanted = needed if isinstance(needed, Needed) else Needed(tuple(needed))
        file, layer = file_of_value(self._parameters.get(name), self._context), None
        if file is None:
            layer = self._algorithm.parameterAsVectorLayer(self._parameters, name, self._context)
            if layer is not None and not self._only_selected(name):
                file = file_of_layer(layer, wanted)
        if file is not None:
            table = read_table(file.path, wanted, file.sheet)
        else:
            table = table_of_source(self.source(name), layer, wanted)
        for line in table.attrs["told"]:
            self._progress.info(line)
        for line in table.attrs.get("doubts", ()):
            self._progress.warning(line)
        log_numbers(table, self._progress)
        return table

    def optional_table(self, name: str, needed: Needed | Sequence[str] = ()) -> pandas.DataFrame | None:
        """Return a table, or None when the parameter is not given."""
        return self.table(name, needed) if self.given(name) else None

    def _only_selected(self, name: str) -> bool:
        value = self._parameters.get(name)
        return isinstance(value, QgsProcessingFeatureSourceDefinition) and value.selectedFeaturesOnly

    def _has_field(self, name: str, field: str) -> bool:
        source = self.optional_source(name)
        if source is None:
            return find_column(self.table(name), field) is not None
        return bool(source.fields().lookupField(field) >= 0)

    def optional_source(self, name: str) -> QgsProcessingFeatureSource | None:
        """Return a layer's features, None for a table file that QGIS makes no layer of. Raises as `source` does."""
        self._read_in_its_encoding(name)
        source = self._algorithm.parameterAsSource(self._parameters, name, self._context)
        if source is None and file_of_value(self._parameters.get(name), self._context) is None:
            raise QgsProcessingException(self._algorithm.invalidSourceError(self._parameters, name))
        return source

    def source(self, name: str) -> QgsProcessingFeatureSource:
        """Return a layer's features, texts in their encoding. Raises the user error of a missing layer."""
        self._read_in_its_encoding(name)
        source = self._algorithm.parameterAsSource(self._parameters, name, self._context)
        if source is None:
            raise QgsProcessingException(self._algorithm.invalidSourceError(self._parameters, name))
        return source

    def _read_in_its_encoding(self, name: str) -> None:
        """Take for a parameter's layer one that reads its texts as they are, where neither file nor user says how."""
        layer = self._layer_behind(name)
        if layer is None:
            return
        encoding = layer_encoding.undeclared_encoding(layer)
        if encoding:
            layer = layer_encoding.in_encoding(layer, encoding)
            self._parameters[name] = layer_encoding.replaced(self._parameters[name], layer, self._context)
        # Also of a layer that an earlier step of this run has made of the same file: QGIS finds it by its path.
        read_as, fields = layer_encoding.as_it_was_read(layer)
        if read_as and name not in self._read_anew:
            self._read_anew.add(name)
            self._new_field_names.update(zip(fields, layer.fields().names()))
            self._progress.warning(
                f"Layer {layer.name()} does not say the encoding of its texts, and was read as {read_as}: they are "
                f"taken as {layer_encoding.encoding_of(layer)}, which all of them are in. Set another in Layer "
                "Properties > Source."
            )

    def _crs_behind(self, name: str, source: QgsProcessingFeatureSource) -> str:
        """Return a layer's CRS as WKT: of one of collections, which QGIS takes for a table, the file's own."""
        if source.sourceCrs().isValid():
            return str(source.sourceCrs().toWkt())
        layer = self._layer_behind(name)
        return "" if layer is None or layer.dataProvider() is None else str(layer.dataProvider().crs().toWkt())

    def _layer_behind(self, name: str) -> QgsVectorLayer | None:
        """Return a parameter's vector layer, also of one with settings (the selected features alone)."""
        value = self._parameters.get(name)
        if isinstance(value, QgsProcessingFeatureSourceDefinition):
            return layer_encoding.layer_of(value, self._context)
        layer: QgsVectorLayer | None = self._algorithm.parameterAsVectorLayer(self._parameters, name, self._context)
        return layer

    def require_readable(self, name: str, field: str, values: Iterable[object]) -> None:
        """Raise `TableError` for texts of a layer's field that could not be read; warn of a wrong encoding."""
        texts = [value for value in values if isinstance(value, str)]
        encoding = layer_encoding.encoding_of(self._layer_behind(name))
        label = self.source(name).sourceName()
        require_readable(texts, layer=label, field=field, encoding=encoding)
        better = other_encoding(texts, encoding)
        if better:
            example = next(text for text in texts if not text.isascii())
            self._progress.warning(
                f"{label}, field {field}: the texts were read as {encoding}, as the file or the layer says, but look "
                f"like {better} ({example}). Set the encoding: Layer Properties > Source > Data source encoding, or "
                f"beside a shapefile a .cpg file of its name that holds the word {better}."
            )

    def _require_field(self, source: QgsProcessingFeatureSource, field: str) -> None:
        if source.fields().lookupField(field) < 0:
            names = ", ".join(source.fields().names())
            raise ZoneError(ZONE_FIELD_MISSING, layer=source.sourceName(), field=field, fields=names)

    def _new_field_name(self, source: QgsProcessingFeatureSource, field: str) -> str:
        """Return a field's name, also of one that was chosen by a name in the wrong encoding."""
        return self._new_field_names.get(field, field) if source.fields().lookupField(field) < 0 else field

    def _zone_column(self, source: QgsProcessingFeatureSource, field: str) -> str:
        fields = source.fields()
        column = self._new_field_name(source, self.text(field))
        if column:
            self._require_field(source, column)
            return column
        texts = [f.name() for f in fields if not f.isNumeric() and not f.isDateOrTime()]
        if not texts:
            raise ParameterError(ZONE_FIELD_NEEDED, layer=source.sourceName())
        self._progress.warning(
            f"No zone field is given: zone names of {source.sourceName()} are taken from its field {texts[0]}."
        )
        return texts[0]


def quantity_of(name: str) -> Quantity:
    """Return what the values of a raster parameter are."""
    return QUANTITIES.get(name, Quantity.CONTINUOUS)
