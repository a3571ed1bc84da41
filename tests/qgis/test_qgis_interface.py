"""The frozen interface: ids, parameters, choices, outputs, columns. A failure here means that users' models break.

Letters: r raster, R rasters, b band, p polygons, t table, f field, n number, e choice, B yes or no, c CRS,
s text, o raster output, k sink, h page. Behind them: "?" optional, "+" added later, so advanced or optional.
"""

from __future__ import annotations

import pytest
import qgis_world as world
from carbon_service_flow.core.tables.columns import OUTPUT_TABLES, fields
from conftest import FILES, algorithm, given, outputs_in
from qgis.core import QgsApplication, QgsProcessing, QgsProcessingParameterDefinition, QgsVectorLayer

SCHEMES = ["CNLUCC", "CLCD", "GlobeLand30", "MODIS IGBP", "ESA CCI-LC", "ESA WorldCover"]
ZONES = "ZONES:p? ZONE_FIELD:f?"


def in_report(suffix: str = "", added: str = "") -> str:
    """What a report takes of one year; the second year's names end in _2."""
    rasters = "STOCK SEQUESTRATION EMISSION DIFFERENCE RATIO FLOW WIND ROSE CONSTANCY FLUX ABSORBED IMPORTED REMAINDER"
    tables = (
        "WIND_ARROWS STATIONS NETWORK OD_LINES CLASS_TABLE STOCK_TABLE EMISSION_TABLE BALANCE_TABLE FLOW_TABLE "
        "OD_TABLE CORRELATION RANKING FACTOR_TABLE INTERACTION_TABLE"
    )
    kinds = [*((name, "r") for name in rasters.split()), *((name, "t") for name in tables.split())]
    return " ".join(f"{name}{suffix}:{kind}?{added}" for name, kind in kinds)


PARAMETERS = {
    "studygrid": "AREA:p CRS:c? CELL_SIZE:n CREATION_OPTIONS:s?+ OUTPUT:o",
    "aligntogrid": "INPUT:r BAND:b? KIND:e GRID:r RESULT:e+ FACTOR:n+ MASK:B+ CREATION_OPTIONS:s?+ OUTPUT:o",
    "carbonstock": f"LANDUSE:r SCHEME:e POOLS:t? UNKNOWN:e {ZONES} CREATION_OPTIONS:s?+ "
    "OUTPUT:o? OUTPUT_POOLS:o? CLASS_TABLE:k? ZONE_TABLE:k?",
    "carbonstockchange": f"BEFORE:r AFTER:r YEARS:n PRICE:n? DISCOUNT_RATE:n? PRICE_CHANGE:n? {ZONES} "
    "CREATION_OPTIONS:s?+ OUTPUT:o OUTPUT_RATE:o? OUTPUT_VALUE:o? ZONE_TABLE:k? HTML:h?+",
    "carbonemissions": "LANDUSE:r SCHEME:e RESPIRATION:t? RESPIRATION_UNIT:e ZONES:p ZONE_FIELD:f? STATISTICS:t "
    "STATISTICS_ZONE_FIELD:f? STATISTICS_YEAR_FIELD:f?+ STATISTICS_YEAR:s?+ COEFFICIENTS:t? COEFFICIENT_SET:e "
    "POPULATION:r? GDP:r? BUILTUP:r?+ STUDY_AREA:p? UNMATCHED:e PARTIAL_ZONES:e+ "
    "UNKNOWN:e+ CREATION_OPTIONS:s?+ OUTPUT:o OUTPUT_SOURCES:o? ZONE_TABLE:k? HTML:h?+",
    "spatializetotals": "ZONES:p FIELD:f GRID:r WEIGHT:r? UNIT:e WEIGHT_KIND:e+ CREATION_OPTIONS:s?+ OUTPUT:o",
    "supplydemandratio": f"EMISSION:r SEQUESTRATION:r {ZONES} CREATION_OPTIONS:s?+ "
    "OUTPUT_DIFFERENCE:o? OUTPUT_RATIO:o? OUTPUT_FLOW:o? "
    "ZONE_TABLE:k? HTML:h? OUTPUT_ZONES:k?+",
    "prevailingwinduv": "U:r V:r? GRID:r? CALM_BELOW:n LEVEL:s?+ CREATION_OPTIONS:s?+ "
    "OUTPUT_DIRECTION:o OUTPUT_RESULTANT:o? OUTPUT_SPEED:o? "
    "OUTPUT_CONSTANCY:o? OUTPUT_ROSE:o? OUTPUT_ARROWS:k?+ HTML:h?+",
    "windflowrouting": f"EMISSION:r SEQUESTRATION:r WIND:r? ROSE:r? METHOD:e DECAY_LENGTH:n GAPS:e CORNER_INLETS:B+ "
    f"{ZONES} FLUX_THRESHOLD:n? CREATION_OPTIONS:s?+ "
    "OUTPUT_FLUX:o? OUTPUT_ABSORBED:o? OUTPUT_IMPORTED:o? OUTPUT_REMAINDER:o? ZONE_TABLE:k? "
    "OUTPUT_NETWORK:k? OD_TABLE:k? OD_LINES:k? HTML:h?+",
    "rastercorrelationmatrix": "TARGET:r LAYERS:R CATEGORICAL:R? METHOD:e MISSING:e SIGNIFICANCE:B NAMES:s?+ "
    "CORRELATION:k? COVARIANCE:k? RANKING:k? HTML:h?",
    "factordetector": "TARGET:r FACTORS:R CATEGORICAL:R? CLASSES:n BINNING:e NAMES:s?+ LEVEL:n+ FACTOR_TABLE:k? "
    "INTERACTION_TABLE:k? RISK_TABLE:k?+ ECOLOGICAL_TABLE:k?+ HTML:h?",
    "stationstogrid": "STATIONS:t VALUE_FIELD:f STATISTIC:e DATE_FIELD:f? GRID:r POWER:n NEIGHBOURS:n ELEVATION:r? "
    "ELEVATION_FIELD:f? LAPSE_RATE:n STATION_FIELD:f?+ CREATION_OPTIONS:s?+ OUTPUT:o",
    "carbonaccount": "LANDUSE:r SCHEME:e RESPIRATION:t? RESPIRATION_UNIT:e ZONES:p ZONE_FIELD:f? STATISTICS:t "
    "STATISTICS_ZONE_FIELD:f? STATISTICS_YEAR_FIELD:f?+ STATISTICS_YEAR:s?+ COEFFICIENTS:t? COEFFICIENT_SET:e "
    "POPULATION:r? GDP:r? BUILTUP:r?+ STUDY_AREA:p? UNMATCHED:e PARTIAL_ZONES:e+ "
    "UNKNOWN:e+ POOLS:t? SEQUESTRATION:r? CREATION_OPTIONS:s?+ OUTPUT_RATIO:o OUTPUT_DIFFERENCE:o? OUTPUT_FLOW:o? "
    "OUTPUT_EMISSION:o? OUTPUT_STOCK:o? ZONE_TABLE:k? EMISSION_TABLE:k?",
    "assessmentreport": f"TITLE:s? LABEL:s? {ZONES} {in_report()} LABEL_2:s?+ {in_report('_2', '+')} "
    "OUTPUT_HTML:h? OUTPUT_PDF:h?",
}
NUMBERS = {
    "studygrid": "",
    "aligntogrid": "",
    "carbonstock": "AREA_HA STOCK_T MEAN_T_HA",
    "carbonstockchange": "CHANGE_T CHANGE_PERCENT COMMON_AREA_HA BEFORE_ONLY_CELLS AFTER_ONLY_CELLS VALUE",
    "carbonemissions": "EMISSION_T MEAN_T_HA ALLOCATION_ERROR",
    "spatializetotals": "TOTAL_IN TOTAL_OUT",
    "supplydemandratio": "EMISSION_T SEQUESTRATION_T FLOW_T RATIO_OF_TOTALS MEAN_RATIO ZERO_SEQUESTRATION_CELLS",
    "carbonaccount": "EMISSION_T SEQUESTRATION_T FLOW_T STOCK_T RATIO_OF_TOTALS MEAN_RATIO ZERO_SEQUESTRATION_CELLS "
    "ALLOCATION_ERROR",
    "prevailingwinduv": "",
    "windflowrouting": "EMISSION_T ABSORBED_HOME_T ABSORBED_DOWNWIND_T EXPORTED_T GAPS_T DISPERSED_T TRAPPED_T CALM_T "
    "BALANCE_ERROR GAP_CELLS CALM_CELLS LOOP_CELLS",
    "rastercorrelationmatrix": "N",
    "factordetector": "N",
    "stationstogrid": "STATIONS_USED RECORDS LEAVE_ONE_OUT_ERROR",
    "assessmentreport": "",
}
COEFFICIENT_SETS = [
    "As Chinese papers use (per tce, and per tonne)",
    "IPCC 2006 (per tonne)",
    "China, provincial guideline (per tonne, per 10^4 m3)",
]
PARTIAL_ZONES = ["The whole total on the covered part", "The covered share of the total"]
CHOICES = {
    ("carbonstock", "SCHEME"): [*SCHEMES, "Codes of the pools table"],
    ("carbonstock", "UNKNOWN"): ["Stop with an error", "Take as nodata"],
    ("carbonemissions", "SCHEME"): [*SCHEMES, "Codes of the respiration table"],
    ("carbonemissions", "RESPIRATION_UNIT"): ["As published", "Converted to carbon (x 12/44)"],
    ("carbonemissions", "COEFFICIENT_SET"): COEFFICIENT_SETS,
    ("carbonemissions", "PARTIAL_ZONES"): PARTIAL_ZONES,
    ("carbonemissions", "UNMATCHED"): ["Stop with an error", "Skip them"],
    ("carbonemissions", "UNKNOWN"): ["Stop with an error", "Take as nodata"],
    **{
        ("carbonaccount", name): choices
        for name, choices in (
            ("SCHEME", [*SCHEMES, "Codes of the respiration table"]),
            ("RESPIRATION_UNIT", ["As published", "Converted to carbon (x 12/44)"]),
            ("COEFFICIENT_SET", COEFFICIENT_SETS),
            ("PARTIAL_ZONES", PARTIAL_ZONES),
            ("UNMATCHED", ["Stop with an error", "Skip them"]),
            ("UNKNOWN", ["Stop with an error", "Take as nodata"]),
        )
    },
    ("spatializetotals", "UNIT"): ["Per cell", "Per hectare", "Per km2"],
    ("spatializetotals", "WEIGHT_KIND"): ["A density (per unit of area)", "An amount per cell"],
    ("aligntogrid", "KIND"): ["Category", "Continuous", "Total per cell"],
    ("stationstogrid", "STATISTIC"): [
        "Mean",
        "Sum per year (mean of the yearly sums)",
        "Mean of each month (12 bands)",
        "Sum of each month (12 bands)",
    ],
    ("aligntogrid", "RESULT"): ["As the input", "Per hectare", "Per km2"],
    ("windflowrouting", "METHOD"): ["Two neighbours", "One neighbour", "Wind rose", "Well mixed"],
    ("windflowrouting", "GAPS"): ["Pass over", "Count as lost"],
    ("rastercorrelationmatrix", "METHOD"): ["Pearson", "Spearman"],
    ("rastercorrelationmatrix", "MISSING"): ["Listwise", "Pairwise", "ArcGIS (mean substitution)"],
    ("factordetector", "BINNING"): ["Quantile", "Equal interval", "Natural breaks"],
}
COLUMNS = {
    ("carbonstock", "CLASS_TABLE"): "code name area_ha density_t_ha stock_t share_percent area_percent",
    ("carbonstock", "ZONE_TABLE"): "zone area_ha stock_t mean_t_ha",
    ("carbonstockchange", "ZONE_TABLE"): "zone area_ha before_t after_t change_t change_percent change_t_ha rate_t_ha "
    "value",
    ("carbonemissions", "ZONE_TABLE"): "zone area_ha population_t coal_tce_t cement_t soil_t total_t mean_t_ha",
    ("carbonaccount", "ZONE_TABLE"): "zone area_ha emission_t sequestration_t emission_t_ha sequestration_t_ha "
    "difference_t_ha ratio_of_totals mean_ratio median_ratio flow_t flow_t_km2 rank",
    ("carbonaccount", "EMISSION_TABLE"): "zone area_ha population_t coal_tce_t cement_t soil_t total_t mean_t_ha",
    ("supplydemandratio", "ZONE_TABLE"): "zone area_ha emission_t sequestration_t emission_t_ha sequestration_t_ha "
    "difference_t_ha ratio_of_totals mean_ratio median_ratio flow_t flow_t_km2 rank",
    ("supplydemandratio", "OUTPUT_ZONES"): "zone area_ha emission_t sequestration_t emission_t_ha sequestration_t_ha "
    "difference_t_ha ratio_of_totals mean_ratio median_ratio flow_t flow_t_km2 rank",
    ("prevailingwinduv", "OUTPUT_ARROWS"): "dir speed constancy angle",
    ("windflowrouting", "ZONE_TABLE"): "zone emission_t absorbed_home_t imported_t exported_to_zones_t left_region_t "
    "unfixed_t dispersed_t",
    ("windflowrouting", "OUTPUT_NETWORK"): "flux_t length_km bearing from_zone to_zone",
    ("windflowrouting", "OD_TABLE"): "from_zone to_zone flow_t",
    ("windflowrouting", "OD_LINES"): "from_zone to_zone flow_t",
    ("rastercorrelationmatrix", "CORRELATION"): "layer stock emission wind",
    ("rastercorrelationmatrix", "COVARIANCE"): "layer stock emission wind",
    ("rastercorrelationmatrix", "RANKING"): "rank layer r n n_effective p eta2",
}
LETTERS = {
    "raster": "r",
    "multilayer": "R",
    "band": "b",
    "boolean": "B",
    "field": "f",
    "number": "n",
    "enum": "e",
    "crs": "c",
    "string": "s",
    "rasterDestination": "o",
    "sink": "k",
    "fileDestination": "h",
}
Flag = QgsProcessingParameterDefinition.Flag


def letter(definition) -> str:
    if definition.type() != "source":
        return LETTERS[definition.type()]
    return "p" if definition.dataTypes() == [QgsProcessing.SourceType.TypeVectorPolygon] else "t"


def described(definition, added: bool) -> str:
    optional = "?" if definition.flags() & Flag.FlagOptional else ""
    return f"{definition.name()}:{letter(definition)}{optional}{'+' if added else ''}"


@pytest.mark.parametrize("name", PARAMETERS)
def test_parameters(plugin, name):
    wanted = PARAMETERS[name].split()
    added = {text.split(":")[0] for text in wanted if text.endswith("+")}
    definitions = algorithm(name).parameterDefinitions()
    assert [described(definition, definition.name() in added) for definition in definitions] == wanted
    for definition in definitions:
        if definition.name() in added:
            assert definition.flags() & (Flag.FlagOptional | Flag.FlagAdvanced), definition.name()


@pytest.mark.parametrize("name", NUMBERS)
def test_outputs(plugin, name):
    outputs = algorithm(name).outputDefinitions()
    numbers = [output.name() for output in outputs if output.type() == "outputNumber"]
    assert numbers == NUMBERS[name].split()
    others = {output.name() for output in outputs if output.type() != "outputNumber"}
    assert others == {text.split(":")[0] for text in PARAMETERS[name].split() if text.split(":")[1][0] in "okh"}


def test_choices(plugin):
    found = {
        (name, definition.name()): definition.options()
        for name in PARAMETERS
        for definition in algorithm(name).parameterDefinitions()
        if definition.type() == "enum"
    }
    assert found == CHOICES


def test_defaults(plugin):
    """The first choice everywhere but for the kind of values in aligntogrid, and the numbers of the interface."""
    for name, parameter in CHOICES:
        assert algorithm(name).parameterDefinition(parameter).defaultValue() == int(parameter == "KIND")
    numbers = {
        ("studygrid", "CELL_SIZE"): 1000.0,
        ("aligntogrid", "FACTOR"): 1.0,
        ("carbonstockchange", "YEARS"): 1.0,
        ("windflowrouting", "DECAY_LENGTH"): 0.0,
        ("windflowrouting", "FLUX_THRESHOLD"): None,
        ("factordetector", "CLASSES"): 5,
        ("factordetector", "LEVEL"): 0.05,
        ("carbonstockchange", "PRICE"): None,
    }
    for (name, parameter), value in numbers.items():
        assert algorithm(name).parameterDefinition(parameter).defaultValue() == value


def test_ids_and_groups(plugin):
    groups = {
        "grids": {"studygrid", "aligntogrid", "stationstogrid"},
        "accounts": {"carbonstock", "carbonstockchange", "carbonemissions", "spatializetotals", "carbonaccount"},
        "balance": {"supplydemandratio"},
        "flow": {"prevailingwinduv", "windflowrouting"},
        "drivers": {"rastercorrelationmatrix", "factordetector"},
        "report": {"assessmentreport"},
    }
    provider = QgsApplication.processingRegistry().providerById("carbonflow")
    assert provider.name() == "Carbon Service Flow"
    there = {entry.name(): entry.groupId() for entry in provider.algorithms()}
    for group, names in groups.items():
        for name in names:
            assert there[name] == group


# The columns that the inputs of these tests add.
OWN_COLUMNS = {
    "carbonemissions": ["population_t", "coal_tce_t", "cement_t", "soil_t"],
    "carbonaccount": ["population_t", "coal_tce_t", "cement_t", "soil_t"],
    "rastercorrelationmatrix": ["stock", "emission", "wind"],
}
TYPES = {"String": str, "Integer": int, "Integer64": int, "Real": float}


def test_the_table_of_columns_is_the_frozen_one():
    """Nothing but an addition may ever change here."""
    for (name, table), columns in COLUMNS.items():
        assert " ".join(column for column, _ in fields(name, table, OWN_COLUMNS.get(name, ()))) == columns
    assert set(COLUMNS) <= set(OUTPUT_TABLES)


def test_columns(run, inputs, folder):
    """Columns of every table, and their types, as a GeoPackage layer holds them."""
    found = {}
    for name in dict.fromkeys(name for name, _ in COLUMNS):
        tables = [table for algorithm_name, table in COLUMNS if algorithm_name == name]
        files = {table: str(folder / f"{name} {table}.gpkg") for table in tables}
        result = run(name, **{**given(inputs, name), **outputs_in(folder, name), **files})
        for table in tables:
            found[name, table] = " ".join(world.read_rows(result[table])[0])
            layer = QgsVectorLayer(result[table], table, "ogr")
            written = [(field.name(), TYPES[field.typeName()]) for field in layer.fields()][1:]
            assert written == list(fields(name, table, OWN_COLUMNS.get(name, ())))
    assert found == COLUMNS


def test_every_file_of_an_algorithm_is_known_to_the_tests(plugin):
    for name, files in FILES.items():
        text = PARAMETERS[name].split()
        assert list(files) == [part.split(":")[0] for part in text if part.split(":")[1][0] in "okh"]
