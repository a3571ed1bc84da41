"""What the inputs and outputs of the shipped models are called, in the user's language; ids stay."""

from __future__ import annotations

from ..framework.translation import translate

Words = dict[str, tuple[str, str]]


def input_words(model: str) -> Words:
    """What the inputs of a model are called, and their help, by id."""
    return _driver_words() if model == "carbonserviceflowdrivers" else _flow_words()


def _flow_words() -> Words:
    return {
        "LANDUSE": (
            translate("CarbonServiceFlow", "Land use"),
            translate("CarbonServiceFlow", "Raster of land-use codes (whole numbers); its first band is read."),
        ),
        "SCHEME": (
            translate("CarbonServiceFlow", "Land-use scheme"),
            translate("CarbonServiceFlow", "What the codes of the land-use raster mean."),
        ),
        "POOLS": (
            translate("CarbonServiceFlow", "Carbon pools table"),
            translate(
                "CarbonServiceFlow",
                "Columns lucode (1 to 6), c_above, c_below, c_soil, c_dead in t C/ha. Empty: the study's densities.",
            ),
        ),
        "ZONES": (
            translate("CarbonServiceFlow", "Zones"),
            translate("CarbonServiceFlow", "Polygons, such as provinces, in any CRS; the study area is all of them."),
        ),
        "ZONE_FIELD": (
            translate("CarbonServiceFlow", "Field with the zones' names"),
            translate("CarbonServiceFlow", "Names of the zones, as in the statistics."),
        ),
        "STATISTICS": (
            translate("CarbonServiceFlow", "Statistics by zone"),
            translate(
                "CarbonServiceFlow",
                "One row per zone, a column per activity (people, tonnes, ...). CSV may be UTF-8 or GB18030.",
            ),
        ),
        "STATISTICS_ZONE_FIELD": (
            translate("CarbonServiceFlow", "Column with the zones' names"),
            translate("CarbonServiceFlow", "Names as in the zone field."),
        ),
        "COEFFICIENTS": (
            translate("CarbonServiceFlow", "Coefficient table"),
            translate(
                "CarbonServiceFlow",
                "Columns: source (a column of the statistics), group, coefficient, per, carbon_unit (C or CO2), proxy "
                "(builtup, cropland, grassland, woodland, even), reference. Empty: the study's coefficients.",
            ),
        ),
        "U": (
            translate("CarbonServiceFlow", "Eastward wind u"),
            translate(
                "CarbonServiceFlow",
                "m/s, a band per time step; or a file that holds both components (NetCDF, its zip, GRIB).",
            ),
        ),
        "V": (
            translate("CarbonServiceFlow", "Northward wind v"),
            translate(
                "CarbonServiceFlow",
                "m/s, the same time steps on the same grid. Empty when the file of u holds both components.",
            ),
        ),
        "METHOD": (
            translate("CarbonServiceFlow", "Method of routing"),
            translate(
                "CarbonServiceFlow",
                "Wind rose: every wind by its frequency. Two neighbours and one neighbour: the prevailing wind alone, "
                "which traps carbon where such winds meet. Well mixed: all surplus over all spare capacity.",
            ),
        ),
        "CELL_SIZE": (
            translate("CarbonServiceFlow", "Cell size, m"),
            translate("CarbonServiceFlow", "Width and height of a cell in metres."),
        ),
    }


def _driver_words() -> Words:
    return {
        "DIFFERENCE": (
            translate("CarbonServiceFlow", "Difference of sequestration and emission"),
            translate("CarbonServiceFlow", "C - E in t/ha, from carbonflow:supplydemandratio; its grid is used."),
        ),
        "POPULATION": (
            translate("CarbonServiceFlow", "X1 Population density"),
            translate("CarbonServiceFlow", "Persons per km2."),
        ),
        "GDP": (translate("CarbonServiceFlow", "X2 GDP"), translate("CarbonServiceFlow", "Money per km2.")),
        "LANDUSE": (
            translate("CarbonServiceFlow", "X3 Land use"),
            translate("CarbonServiceFlow", "Raster of land-use codes (whole numbers); its first band is read."),
        ),
        "ELEVATION": (
            translate("CarbonServiceFlow", "X4 Elevation"),
            translate("CarbonServiceFlow", "Height above sea level, m."),
        ),
        "TEMPERATURE": (
            translate("CarbonServiceFlow", "X5 Air temperature"),
            translate("CarbonServiceFlow", "Mean air temperature, °C."),
        ),
        "PRECIPITATION": (
            translate("CarbonServiceFlow", "X6 Precipitation"),
            translate("CarbonServiceFlow", "Precipitation, mm."),
        ),
        "CLASSES": (
            translate("CarbonServiceFlow", "Number of classes"),
            translate("CarbonServiceFlow", "Into how many classes a driver that is no category is cut."),
        ),
    }


def output_words() -> dict[str, str]:
    """What the outputs of the models are called, by the name in the file."""
    return {
        "Carbon stock": translate("CarbonServiceFlow", "Carbon stock"),
        "Carbon stock by zone": translate("CarbonServiceFlow", "Carbon stock by zone"),
        "Carbon emission": translate("CarbonServiceFlow", "Carbon emission"),
        "Carbon emission by zone": translate("CarbonServiceFlow", "Carbon emission by zone"),
        "Difference of sequestration and emission": translate(
            "CarbonServiceFlow", "Difference of sequestration and emission"
        ),
        "Ratio of emission to sequestration": translate("CarbonServiceFlow", "Ratio of emission to sequestration"),
        "Carbon service flow": translate("CarbonServiceFlow", "Carbon service flow"),
        "Balance by zone": translate("CarbonServiceFlow", "Balance by zone"),
        "Prevailing wind direction": translate("CarbonServiceFlow", "Prevailing wind direction"),
        "Flux": translate("CarbonServiceFlow", "Flux"),
        "Routed flow by zone": translate("CarbonServiceFlow", "Routed flow by zone"),
        "Flows between zones": translate("CarbonServiceFlow", "Flows between zones"),
        "Correlation matrix": translate("CarbonServiceFlow", "Correlation matrix"),
        "Covariance matrix": translate("CarbonServiceFlow", "Covariance matrix"),
        "Ranking": translate("CarbonServiceFlow", "Ranking"),
        "Charts of the correlation": translate("CarbonServiceFlow", "Charts of the correlation"),
        "Factor detector": translate("CarbonServiceFlow", "Factor detector"),
        "Interaction detector": translate("CarbonServiceFlow", "Interaction detector"),
        "Risk detector": translate("CarbonServiceFlow", "Risk detector"),
        "Ecological detector": translate("CarbonServiceFlow", "Ecological detector"),
        "Charts of the detectors": translate("CarbonServiceFlow", "Charts of the detectors"),
    }
