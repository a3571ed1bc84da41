"""Carbon emission sources."""

from __future__ import annotations

from typing import Any

from ..framework.base import CarbonAlgorithm, Steps
from ..framework.help import HelpParts
from ..framework.parameters import ParameterAdder
from ..framework.translation import translate


class CarbonEmissions(CarbonAlgorithm):
    """Yearbook totals times coefficients, spread over the zones' cells, plus soil respiration."""

    GROUP = "accounts"

    def name(self) -> str:
        return "carbonemissions"

    def displayName(self) -> str:
        return translate("CarbonServiceFlow", "Carbon emission sources")

    def tags(self) -> list[str]:
        tags = "carbon,emission,respiration,energy,cement,yearbook,statistics,碳排放,土壤呼吸,能源,统计年鉴,固碳"
        return tags.split(",")

    def help_parts(self) -> HelpParts:
        return HelpParts(
            what=translate(
                "CarbonServiceFlow",
                "Carbon released per cell: people and livestock, energy, timber, cement and soil.",
            ),
            formula=translate(
                "CarbonServiceFlow",
                "each column of the statistics table that has a row in the coefficient table is a source: activity "
                "x coefficient (x 12/44 for CO2) gives the zone's total, and a proxy spreads it over the zone's "
                "cells, so that the total is kept. Soil respiration is a rate by land use. Method: DOI "
                "10.12677/ag.2022.125066, eq. 3-8.",
            ),
            units=translate(
                "CarbonServiceFlow",
                "t C/ha per year, totals t C per year. Energy coefficients of the first set are per tonne of "
                "standard coal (tce) unless the source's name ends in _t: multiplying tonnes of raw coal by the "
                "tce factor is 40 % too much.",
            ),
            nodata=translate(
                "CarbonServiceFlow",
                "cells outside all zones and nodata of land use are nodata; nodata of a proxy raster counts as 0. "
                "An empty figure in the statistics counts as 0, with a warning.",
            ),
            crs=translate(
                "CarbonServiceFlow",
                "any; proxy rasters must lie on the grid of the land-use raster. Zones and study area may be in "
                "another CRS. Totals are spread over the whole zone and only then cut to the study area.",
            ),
            example="LANDUSE=lulc.tif SCHEME=3 ZONES=provinces.gpkg ZONE_FIELD=name "
            "STATISTICS=yearbook.csv STATISTICS_ZONE_FIELD=province OUTPUT=emission.tif",
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        form = ParameterAdder(self)
        emission_inputs(form)
        form.output_raster(
            "OUTPUT",
            translate("CarbonServiceFlow", "Carbon emission"),
            translate("CarbonServiceFlow", "All sources, t C/ha per year."),
        )
        form.output_raster(
            "OUTPUT_SOURCES",
            translate("CarbonServiceFlow", "Carbon emission by source"),
            translate("CarbonServiceFlow", "A band per source, soil last; t C/ha per year."),
            optional=True,
        )
        form.zone_table("zone, area_ha, <source>_t, soil_t, total_t, mean_t_ha")
        form.output_page(
            "HTML",
            translate("CarbonServiceFlow", "Charts of the sources"),
            translate("CarbonServiceFlow", "Emission by source and zone as charts; one file that works offline."),
        )
        form.output_number("EMISSION_T", translate("CarbonServiceFlow", "Carbon emission, t C per year"))
        form.output_number("MEAN_T_HA", translate("CarbonServiceFlow", "Mean emission, t C/ha per year"))
        form.output_number(
            "ALLOCATION_ERROR",
            translate("CarbonServiceFlow", "Largest relative difference between a zone's total and its cells"),
        )

    def run_steps(self) -> Steps:
        from . import carbonemissions_run

        return carbonemissions_run


def emission_inputs(form: ParameterAdder) -> None:
    """Add the parameters that say what is emitted where."""
    form.landuse()
    form.scheme(translate("CarbonServiceFlow", "Codes of the respiration table"))
    form.table(
        "RESPIRATION",
        translate("CarbonServiceFlow", "Soil respiration table"),
        translate(
            "CarbonServiceFlow",
            "Columns lucode, respiration (t/ha per year), carbon_unit (C or CO2); optional subclass (river, lake, "
            "...) and, with codes of your own, class (1 to 6). Empty: the study's Table 3.",
        ),
        optional=True,
    )
    form.enum(
        "RESPIRATION_UNIT",
        translate("CarbonServiceFlow", "Unit of soil respiration"),
        [
            translate("CarbonServiceFlow", "As published"),
            translate("CarbonServiceFlow", "Converted to carbon (x 12/44)"),
        ],
        translate(
            "CarbonServiceFlow",
            "The study adds its Table 3 as if it were carbon; it is almost certainly CO2. The second choice "
            "takes all respiration as CO2.",
        ),
    )
    form.zones(optional=False)
    form.table(
        "STATISTICS",
        translate("CarbonServiceFlow", "Statistics by zone"),
        translate(
            "CarbonServiceFlow",
            "One row per zone, a column per activity; the plugin's menu has a template. Columns of all sets: "
            "population (persons), pigs, large_livestock (heads), timber, cement (t). Of the first set: coal_tce,"
            " oil_tce, gas_tce, electricity_tce (t of standard coal), or coal_t, oil_t (t), gas_1e4m3. IPCC 2006:"
            " coal_t, oil_t, gas_t or gas_1e4m3, electricity_tce, clinker instead of cement. China's guideline: "
            "coal_t, coke_t, oil_t, gasoline_t, kerosene_t, diesel_t, fuel_oil_t, lpg_t, gas_1e4m3, "
            "electricity_1e4kwh (0) or electricity_grid_1e4kwh, clinker. CSV may be UTF-8 or GB18030.",
        ),
    )
    form.field(
        "STATISTICS_ZONE_FIELD",
        translate("CarbonServiceFlow", "Column with the zones' names"),
        "STATISTICS",
        translate("CarbonServiceFlow", "Names as in the zone field. When empty, the table's first column."),
    )
    form.field(
        "STATISTICS_YEAR_FIELD",
        translate("CarbonServiceFlow", "Column with the years"),
        "STATISTICS",
        translate("CarbonServiceFlow", "For a table of several years."),
        advanced=True,
    )
    form.words(
        "STATISTICS_YEAR",
        translate("CarbonServiceFlow", "Year"),
        translate(
            "CarbonServiceFlow",
            "Rows of this year alone are used, such as 2020; 2020年 and 2020-12-31 are that year, too.",
        ),
        advanced=True,
    )
    form.table(
        "COEFFICIENTS",
        translate("CarbonServiceFlow", "Coefficient table"),
        translate(
            "CarbonServiceFlow",
            "Columns source (a column of the statistics), group, coefficient, per, carbon_unit (C or CO2), proxy "
            "(builtup, population, gdp, cropland, grassland, woodland, even), reference. Empty: the set below.",
        ),
        optional=True,
    )
    form.enum(
        "COEFFICIENT_SET",
        translate("CarbonServiceFlow", "Coefficient set"),
        [
            translate("CarbonServiceFlow", "As Chinese papers use (per tce, and per tonne)"),
            translate("CarbonServiceFlow", "IPCC 2006 (per tonne)"),
            translate("CarbonServiceFlow", "China, provincial guideline (per tonne, per 10^4 m3)"),
        ],
        translate(
            "CarbonServiceFlow",
            "Used when no coefficient table is given. The guide lists the columns that each set counts; the template "
            "in the plugin's menu has them. A column of numbers that no coefficient counts is a warning.",
        ),
    )
    form.raster(
        "POPULATION",
        translate("CarbonServiceFlow", "Population density"),
        translate("CarbonServiceFlow", "For sources whose proxy is population; per unit of area."),
        optional=True,
    )
    form.raster(
        "GDP",
        translate("CarbonServiceFlow", "GDP density"),
        translate("CarbonServiceFlow", "For sources whose proxy is gdp; per unit of area."),
        optional=True,
    )
    form.raster(
        "BUILTUP",
        translate("CarbonServiceFlow", "Share of built-up land"),
        translate(
            "CarbonServiceFlow",
            "Share of each cell, 0 to 1, for sources whose proxy is builtup, instead of the class built-up. On "
            "coarse grids it keeps towns that the class loses. aligntogrid with KIND 1 makes it from a map of 0 and 1.",
        ),
        optional=True,
        advanced=True,
    )
    form.polygons(
        "STUDY_AREA",
        translate("CarbonServiceFlow", "Study area"),
        translate("CarbonServiceFlow", "Results are cut to it, after the totals have been spread."),
        optional=True,
    )
    form.enum(
        "UNMATCHED",
        translate("CarbonServiceFlow", "Zones without a row, rows without a zone"),
        [translate("CarbonServiceFlow", "Stop with an error"), translate("CarbonServiceFlow", "Skip them")],
        translate("CarbonServiceFlow", "Skipped zones are nodata in the result."),
    )
    form.enum(
        "PARTIAL_ZONES",
        translate("CarbonServiceFlow", "Zones that are not all on the grid"),
        [
            translate("CarbonServiceFlow", "The whole total on the covered part"),
            translate("CarbonServiceFlow", "The covered share of the total"),
        ],
        translate(
            "CarbonServiceFlow",
            "The share is the area of the zone's cells that exist and have data, by that of all cells that it would "
            "own if the grid went on. Soil respiration is not scaled.",
        ),
        advanced=True,
    )
    form.unknown_codes(advanced=True)
