"""What a report may be given, a year or two of it: parameters, and what is read from them.

A parameter of the second year has the name of the first year's and `_2` behind it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from qgis.core import (
    QgsMapLayer,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterString,
    QgsRasterLayer,
    QgsVectorLayer,
)

from ...core.errors import TableError
from ...core.progress import Progress
from ...core.raster.containers.paths import file_behind
from ...core.raster.gdal_environment import without_side_files
from ...core.raster.sources import Band
from ...core.tables.messages import TABLE_EMPTY
from ...core.tables.summary import parse_table
from ...core.zones.zones import Zones
from ..framework.inputs import Inputs
from ..framework.parameters import ParameterAdder
from ..framework.raster_parameters import RasterParameter
from ..framework.table_parameters import TableParameter
from ..framework.translation import translate
from .words import map_words

SECOND = "_2"
# Rasters with the step and output that make them.
RASTERS = {
    "STOCK": ("carbonstock", "OUTPUT"),
    "SEQUESTRATION": ("carbonstock", "OUTPUT"),
    "EMISSION": ("carbonemissions", "OUTPUT"),
    "DIFFERENCE": ("supplydemandratio", "OUTPUT_DIFFERENCE"),
    "RATIO": ("supplydemandratio", "OUTPUT_RATIO"),
    "FLOW": ("supplydemandratio", "OUTPUT_FLOW"),
    "WIND": ("prevailingwinduv", "OUTPUT_DIRECTION"),
    "ROSE": ("prevailingwinduv", "OUTPUT_ROSE"),
    "CONSTANCY": ("prevailingwinduv", "OUTPUT_CONSTANCY"),
    "FLUX": ("windflowrouting", "OUTPUT_FLUX"),
    "ABSORBED": ("windflowrouting", "OUTPUT_ABSORBED"),
    "IMPORTED": ("windflowrouting", "OUTPUT_IMPORTED"),
    "REMAINDER": ("windflowrouting", "OUTPUT_REMAINDER"),
}
LAYERS = {
    "WIND_ARROWS": ("prevailingwinduv", "OUTPUT_ARROWS"),
    "STATIONS": ("prevailingwindstations", "OUTPUT"),
    "NETWORK": ("windflowrouting", "OUTPUT_NETWORK"),
    "OD_LINES": ("windflowrouting", "OD_LINES"),
}
GEOMETRIES = {
    "WIND_ARROWS": QgsProcessing.SourceType.TypeVectorPoint,
    "STATIONS": QgsProcessing.SourceType.TypeVectorPoint,
    "NETWORK": QgsProcessing.SourceType.TypeVectorLine,
    "OD_LINES": QgsProcessing.SourceType.TypeVectorLine,
}
# Tables with the columns that they cannot do without.
TABLES = {
    "CLASS_TABLE": ("stock_t",),
    "STOCK_TABLE": ("zone", "stock_t"),
    "EMISSION_TABLE": ("zone", "total_t"),
    "BALANCE_TABLE": ("zone", "emission_t", "sequestration_t", "mean_ratio", "ratio_of_totals", "flow_t"),
    "FLOW_TABLE": ("zone", "emission_t", "absorbed_home_t", "exported_to_zones_t", "left_region_t", "unfixed_t"),
    "OD_TABLE": ("from_zone", "to_zone", "flow_t"),
    "CORRELATION": ("layer",),
    "RANKING": ("layer", "r", "n", "n_effective", "p"),
    "FACTOR_TABLE": ("factor", "q", "p", "strata"),
    "INTERACTION_TABLE": ("factor_a", "factor_b", "q_a", "q_b", "q_both", "kind"),
}


@dataclass
class Given:
    """What is given for one year; layers are copies, with their style. `own_style`: those styled in the project."""

    suffix: str
    label: str
    rasters: dict[str, QgsRasterLayer] = field(default_factory=dict)
    layers: dict[str, QgsVectorLayer] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    bands: dict[str, list[Band]] = field(default_factory=dict)
    tables: dict[str, Any] = field(default_factory=dict)
    own_style: set[str] = field(default_factory=set)

    @property
    def is_empty(self) -> bool:
        """True when nothing is given."""
        return not (self.rasters or self.layers or self.tables)


def add_parameters(form: ParameterAdder) -> None:
    """Add all inputs: those of the first year, the zones, and, as advanced ones, those of the second year."""
    _text(form, "TITLE", translate("CarbonServiceFlow", "Title"), translate("CarbonServiceFlow", "Of the report."))
    _text(
        form,
        "LABEL",
        translate("CarbonServiceFlow", "Year"),
        translate("CarbonServiceFlow", "What the report calls the (first) year, such as 2015."),
    )
    form.zones()
    _add_year(form, "")
    _text(
        form,
        "LABEL" + SECOND,
        translate("CarbonServiceFlow", "Second year"),
        translate("CarbonServiceFlow", "What the report calls the second year, such as 2020."),
        advanced=True,
    )
    _add_year(form, SECOND)


def _text(form: ParameterAdder, name: str, text: str, help_text: str, advanced: bool = False) -> None:
    form.add(QgsProcessingParameterString(name, text, optional=True), help_text, advanced)


def _add_year(form: ParameterAdder, suffix: str) -> None:
    titles = {
        **{name[4:]: title for name, title in map_words().items()},
        "ROSE": translate("CarbonServiceFlow", "Wind rose"),
        "WIND_ARROWS": translate("CarbonServiceFlow", "Wind arrows"),
        "CLASS_TABLE": translate("CarbonServiceFlow", "Carbon stock by land-use class"),
        "STOCK_TABLE": translate("CarbonServiceFlow", "Carbon stock by zone"),
        "EMISSION_TABLE": translate("CarbonServiceFlow", "Carbon emission by zone and source"),
        "BALANCE_TABLE": translate("CarbonServiceFlow", "Balance by zone"),
        "FLOW_TABLE": translate("CarbonServiceFlow", "Routed carbon by zone"),
        "OD_TABLE": translate("CarbonServiceFlow", "Flows between zones"),
        "CORRELATION": translate("CarbonServiceFlow", "Correlation matrix"),
        "RANKING": translate("CarbonServiceFlow", "Ranking of the drivers"),
        "FACTOR_TABLE": translate("CarbonServiceFlow", "Factor detector"),
        "INTERACTION_TABLE": translate("CarbonServiceFlow", "Interaction detector"),
    }
    helps = _helps()

    def words(name: str) -> tuple[str, str]:
        if not suffix:
            return titles[name], helps[name]
        title = translate("CarbonServiceFlow", "{title}, second year").format(title=titles[name])
        return title, translate("CarbonServiceFlow", "As {name}, of the second year.").format(name=name)

    for name in RASTERS:
        title, help_text = words(name)
        form.add(RasterParameter(name + suffix, title, optional=True), help_text, bool(suffix))
    for name in LAYERS:
        title, help_text = words(name)
        definition = QgsProcessingParameterFeatureSource(name + suffix, title, [GEOMETRIES[name]], optional=True)
        form.add(definition, help_text, bool(suffix))
    for name in TABLES:
        title, help_text = words(name)
        kinds = [QgsProcessing.SourceType.TypeVector]
        definition = TableParameter(name + suffix, title, kinds, optional=True)
        form.add(definition, help_text, bool(suffix))


def _helps() -> dict[str, str]:
    """Help of the first year's parameters: which step makes them, and what the report does with them."""
    shown = translate("CarbonServiceFlow", "{output} of carbonflow:{step}; a map, and figures where it is a density.")
    lines = translate("CarbonServiceFlow", "{output} of carbonflow:{step}; shown on a map.")
    helps = {name: shown.format(output=output, step=step) for name, (step, output) in RASTERS.items()}
    helps.update({name: lines.format(output=output, step=step) for name, (step, output) in LAYERS.items()})
    helps["SEQUESTRATION"] = translate(
        "CarbonServiceFlow",
        "What emission was set against, t/ha, where it is not the carbon stock: an annual rate, say.",
    )
    helps["ROSE"] = translate(
        "CarbonServiceFlow", "OUTPUT_ROSE, 17 bands, of prevailingwinduv or windgrid; drawn as the area's mean rose."
    )
    table = translate("CarbonServiceFlow", "{output} of carbonflow:{step}; charts and a table.")
    for name, step, output in (
        ("CLASS_TABLE", "carbonstock", "CLASS_TABLE"),
        ("STOCK_TABLE", "carbonstock", "ZONE_TABLE"),
        ("EMISSION_TABLE", "carbonemissions", "ZONE_TABLE"),
        ("BALANCE_TABLE", "supplydemandratio", "ZONE_TABLE"),
        ("FLOW_TABLE", "windflowrouting", "ZONE_TABLE"),
        ("OD_TABLE", "windflowrouting", "OD_TABLE"),
        ("CORRELATION", "rastercorrelationmatrix", "CORRELATION"),
        ("RANKING", "rastercorrelationmatrix", "RANKING"),
        ("FACTOR_TABLE", "factordetector", "FACTOR_TABLE"),
        ("INTERACTION_TABLE", "factordetector", "INTERACTION_TABLE"),
    ):
        helps[name] = table.format(output=output, step=step)
    return helps


def read_year(inputs: Inputs, suffix: str, label: str, project_layers: Sequence[str], progress: Progress) -> Given:
    """Read one year. `project_layers` are the ids of the layers whose style is to be kept."""
    given = Given(suffix, label)
    for name in RASTERS:
        if inputs.given(name + suffix):
            given.bands[name] = inputs.all_bands(name + suffix) if name == "ROSE" else [inputs.band(name + suffix)]
            layer = inputs.raster_layer(name + suffix)
            given.rasters[name] = _copy(given, name, layer, project_layers)
    for name in LAYERS:
        if inputs.given(name + suffix):
            given.layers[name] = _copy(given, name, inputs.vector_layer(name + suffix), project_layers)
    for name, columns in TABLES.items():
        if inputs.given(name + suffix):
            table = _table(inputs, name + suffix, columns, progress)
            if table is not None:
                given.tables[name] = table
    return given


def _copy(given: Given, name: str, layer: QgsMapLayer, project_layers: Sequence[str]) -> QgsMapLayer:
    given.names[name] = layer.name()
    if layer.id() in project_layers:
        given.own_style.add(name)
    with without_side_files(file_behind(layer.source())):
        return layer.clone()


def _table(inputs: Inputs, name: str, columns: Sequence[str], progress: Progress) -> Any:
    """A table of numbers (DataFrame), None without rows."""
    try:
        return parse_table(inputs.table(name, columns), *columns)
    except TableError as error:
        if error.template != TABLE_EMPTY:
            raise
        progress.warning(f"{name} has no rows: it is left out.")
        return None


def read_zones(inputs: Inputs) -> Zones | None:
    """Return the zones, None when none are given."""
    return inputs.optional_zones("ZONES", "ZONE_FIELD")


def project_layer_ids(context: QgsProcessingContext) -> list[str]:
    """Return the ids of the layers in the project that the run knows."""
    project = context.project()
    return list(project.mapLayers()) if project is not None else []
