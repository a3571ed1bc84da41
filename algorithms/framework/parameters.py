"""Parameters that several algorithms share, each with its help."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingAlgorithm,
    QgsProcessingOutputHtml,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterNumber,
    QgsProcessingParameterRasterDestination,
    QgsProcessingParameterString,
)

from .raster_parameters import RasterParameter
from .table_parameters import TableParameter
from .translation import translate

Definition = QgsProcessingParameterDefinition
CREATION_OPTIONS = "CREATION_OPTIONS"


def is_table(definition: Definition) -> bool:
    """Return True for a table as input or output: a layer's attributes, whether it has geometries or not."""
    if isinstance(definition, QgsProcessingParameterFeatureSource):
        return bool(definition.dataTypes() == [QgsProcessing.SourceType.TypeVector])
    if isinstance(definition, QgsProcessingParameterFeatureSink):
        return bool(definition.dataType() == QgsProcessing.SourceType.TypeVector)
    return False


class ParameterAdder:
    """Adds parameters to an algorithm, in order; `text` is what the user sees, `help_text` explains it."""

    def __init__(self, algorithm: QgsProcessingAlgorithm) -> None:
        self._algorithm = algorithm

    def add(self, definition: Definition, help_text: str, advanced: bool = False) -> None:
        """Add any parameter with its help."""
        definition.setHelp(help_text)
        if advanced:
            definition.setFlags(definition.flags() | Definition.Flag.FlagAdvanced)
        self._algorithm.addParameter(definition)

    def raster(self, name: str, text: str, help_text: str, optional: bool = False, advanced: bool = False) -> None:
        """Add a raster input."""
        self.add(RasterParameter(name, text, optional=optional), help_text, advanced)

    def table(self, name: str, text: str, help_text: str, optional: bool = False) -> None:
        """Add a table input: a layer with or without geometry."""
        kinds = [QgsProcessing.SourceType.TypeVector]
        self.add(TableParameter(name, text, kinds, optional=optional), help_text)

    def polygons(self, name: str, text: str, help_text: str, optional: bool = False) -> None:
        """Add a polygon input."""
        kinds = [QgsProcessing.SourceType.TypeVectorPolygon]
        self.add(QgsProcessingParameterFeatureSource(name, text, kinds, optional=optional), help_text)

    def field(
        self,
        name: str,
        text: str,
        parent: str,
        help_text: str,
        optional: bool = True,
        default: str | None = None,
        advanced: bool = False,
    ) -> None:
        """Add a field of a layer parameter."""
        definition = QgsProcessingParameterField(
            name, text, default, parentLayerParameterName=parent, optional=optional
        )
        self.add(definition, help_text, advanced)

    def words(self, name: str, text: str, help_text: str, advanced: bool = False) -> None:
        """Add an optional text."""
        self.add(QgsProcessingParameterString(name, text, optional=True), help_text, advanced)

    def enum(
        self, name: str, text: str, values: list[str], help_text: str, default: int = 0, advanced: bool = False
    ) -> None:
        """Add a choice."""
        self.add(QgsProcessingParameterEnum(name, text, values, defaultValue=default), help_text, advanced)

    def flag(self, name: str, text: str, help_text: str, default: bool = False, advanced: bool = False) -> None:
        """Add a yes or no."""
        self.add(QgsProcessingParameterBoolean(name, text, default), help_text, advanced)

    def number(
        self,
        name: str,
        text: str,
        help_text: str,
        default: float | None = None,
        minimum: float | None = None,
        optional: bool = False,
        whole: bool = False,
        advanced: bool = False,
    ) -> None:
        """Add a number."""
        kinds = QgsProcessingParameterNumber.Type
        definition = QgsProcessingParameterNumber(
            name, text, kinds.Integer if whole else kinds.Double, default, optional
        )
        if minimum is not None:
            definition.setMinimum(minimum)
        self.add(definition, help_text, advanced)

    def output_raster(
        self, name: str, text: str, help_text: str, optional: bool = False, by_default: bool | None = None
    ) -> None:
        """Add a raster output; an optional one is made in the dialog when `by_default`, elsewhere when asked for."""
        if self._algorithm.parameterDefinition(CREATION_OPTIONS) is None:
            self._creation_options()
        made = (not optional) if by_default is None else by_default
        definition = QgsProcessingParameterRasterDestination(name, text, optional=optional, createByDefault=made)
        self.add(definition, help_text)

    def _creation_options(self) -> None:
        """Add CREATION_OPTIONS, once for all raster outputs of an algorithm."""
        name = translate("CarbonServiceFlow", "Creation options of rasters")
        self.add(
            QgsProcessingParameterString(CREATION_OPTIONS, name, optional=True),
            translate(
                "CarbonServiceFlow",
                "Options of GDAL's GeoTIFF driver joined by |, for example COMPRESS=ZSTD|ZSTD_LEVEL=1 (fastest; older "
                "programs may not read it) or COMPRESS=DEFLATE|ZLEVEL=6|PREDICTOR=3 (smaller). FORMAT=COG writes "
                "cloud-optimised GeoTIFFs with overviews. Empty: DEFLATE, level 1; for temporary rasters the fastest "
                "there is.",
            ),
            advanced=True,
        )

    def output_table(
        self,
        name: str,
        text: str,
        help_text: str,
        kind: Any = None,
        by_default: bool = False,
        advanced: bool = False,
    ) -> None:
        """Add an optional table (or, with `kind`, layer) output."""
        kind = QgsProcessing.SourceType.TypeVector if kind is None else kind
        definition = QgsProcessingParameterFeatureSink(name, text, kind, optional=True, createByDefault=by_default)
        self.add(definition, help_text, advanced)

    def output_page(self, name: str, text: str, help_text: str, by_default: bool = False) -> None:
        """Add an optional HTML output."""
        files = translate("CarbonServiceFlow", "HTML files (*.html)")
        definition = QgsProcessingParameterFileDestination(name, text, files, optional=True, createByDefault=by_default)
        self.add(definition, help_text)
        self._algorithm.addOutput(QgsProcessingOutputHtml(name, text))

    def output_number(self, name: str, text: str) -> None:
        """Declare a number among the results."""
        self._algorithm.addOutput(QgsProcessingOutputNumber(name, text))

    def landuse(self) -> None:
        """Add LANDUSE."""
        self.raster(
            "LANDUSE",
            translate("CarbonServiceFlow", "Land use"),
            translate("CarbonServiceFlow", "Raster of land-use codes (whole numbers); its first band is read."),
        )

    def pools(self) -> None:
        """Add POOLS."""
        self.table(
            "POOLS",
            translate("CarbonServiceFlow", "Carbon pools table"),
            translate(
                "CarbonServiceFlow",
                "Columns lucode, c_above, c_below, c_soil, c_dead in t C/ha. With a scheme, lucode is 1 to 6; with "
                "the codes of the pools table it is the raster's own code. Empty: the study's densities.",
            ),
            optional=True,
        )

    def unknown_codes(self, advanced: bool = False) -> None:
        """Add UNKNOWN."""
        self.enum(
            "UNKNOWN",
            translate("CarbonServiceFlow", "Codes that are not in the table"),
            [translate("CarbonServiceFlow", "Stop with an error"), translate("CarbonServiceFlow", "Take as nodata")],
            translate("CarbonServiceFlow", "What to do with raster codes that no row explains."),
            advanced=advanced,
        )

    def emission_and_sequestration(self) -> None:
        """Add EMISSION and SEQUESTRATION."""
        self.raster(
            "EMISSION",
            translate("CarbonServiceFlow", "Carbon emission"),
            translate("CarbonServiceFlow", "t/ha per year, 0 or more."),
        )
        self.raster(
            "SEQUESTRATION",
            translate("CarbonServiceFlow", "Carbon sequestration"),
            translate("CarbonServiceFlow", "A stock (t/ha) or an annual rate (t/ha per year), 0 or more."),
        )

    def zones(self, optional: bool = True) -> None:
        """Add ZONES and ZONE_FIELD."""
        self.polygons(
            "ZONES",
            translate("CarbonServiceFlow", "Zones"),
            translate(
                "CarbonServiceFlow",
                "Polygons, such as provinces, in any CRS. A cell belongs to the zone that holds its centre; "
                "polygons of one name are one zone.",
            ),
            optional,
        )
        self.field(
            "ZONE_FIELD",
            translate("CarbonServiceFlow", "Field with the zones' names"),
            "ZONES",
            translate("CarbonServiceFlow", "Names of the zones. When empty, the layer's first text field is taken."),
        )

    def wind_arrows(self, columns: Iterable[str]) -> None:
        """Add OUTPUT_ARROWS; `columns` are those of the layer."""
        self.output_table(
            "OUTPUT_ARROWS",
            translate("CarbonServiceFlow", "Wind arrows"),
            translate(
                "CarbonServiceFlow",
                "Points on every n-th cell, at most 32 across, with the columns {columns}; shown as arrows that point "
                "where the wind goes. dir is where it comes from, from true north; angle is the arrow's, clockwise "
                "from the map's upward direction in the grid's CRS.",
            ).format(columns=", ".join(columns)),
            QgsProcessing.SourceType.TypeVectorPoint,
            advanced=True,
        )

    def zone_table(self, columns: str) -> None:
        """Add ZONE_TABLE; `columns` names what it holds."""
        self.output_table(
            "ZONE_TABLE",
            translate("CarbonServiceFlow", "Table by zone"),
            translate("CarbonServiceFlow", "A row per zone with the columns {columns}.").format(columns=columns),
        )

    def scheme(self, own_codes: str) -> None:
        """Add SCHEME; `own_codes` names the last choice."""
        values = ["CNLUCC", "CLCD", "GlobeLand30", "MODIS IGBP", "ESA CCI-LC", "ESA WorldCover", own_codes]
        self.enum(
            "SCHEME",
            translate("CarbonServiceFlow", "Land-use scheme"),
            values,
            translate(
                "CarbonServiceFlow",
                "What the codes of the land-use raster mean. A scheme's crosswalk turns its codes into the six "
                "classes 1 cropland, 2 woodland, 3 grassland, 4 water, 5 built-up, 6 unused; the crosswalks, with a "
                "reason per row, are in the plugin's folder resources/tables. The last choice takes the codes of "
                "your own table.",
            ),
        )
