"""Words of the report, in the user's language; core fills them in."""

from __future__ import annotations

from ...core.tables.columns import column, names
from ..charts.words import mass_unit_words
from ..framework.translation import spoken, translate

Words = dict[str, str]
# The outputs of tools that the report shows as tables.
SHOWN_OUTPUTS = (
    ("carbonstock", "CLASS_TABLE"),
    ("carbonstock", "ZONE_TABLE"),
    ("carbonemissions", "ZONE_TABLE"),
    ("supplydemandratio", "ZONE_TABLE"),
    ("windflowrouting", "ZONE_TABLE"),
    ("windflowrouting", "OD_TABLE"),
    ("rastercorrelationmatrix", "CORRELATION"),
    ("rastercorrelationmatrix", "RANKING"),
    ("factordetector", "FACTOR_TABLE"),
    ("factordetector", "INTERACTION_TABLE"),
)


def report_words() -> Words:
    """All of them."""
    return {
        **_page_words(),
        **_unit_words(),
        **_figure_words(),
        **_note_words(),
        **_column_words(),
        **_account_words(),
        **map_words(),
    }


def map_words() -> Words:
    """Titles of the maps, by parameter."""
    return {
        "map_STOCK": translate("CarbonServiceFlow", "Carbon stock"),
        "map_SEQUESTRATION": translate("CarbonServiceFlow", "Carbon sequestration"),
        "map_EMISSION": translate("CarbonServiceFlow", "Carbon emission"),
        "map_DIFFERENCE": translate("CarbonServiceFlow", "Difference of sequestration and emission"),
        "map_RATIO": translate("CarbonServiceFlow", "Ratio of emission to sequestration"),
        "map_ZONES": translate("CarbonServiceFlow", "Zones by their ratio of emission to sequestration"),
        "map_FLOW": translate("CarbonServiceFlow", "Carbon service flow"),
        "map_WIND": translate("CarbonServiceFlow", "Wind direction"),
        "map_WIND_ARROWS": translate("CarbonServiceFlow", "where the wind goes"),
        "map_CONSTANCY": translate("CarbonServiceFlow", "Constancy of the wind"),
        "map_STATIONS": translate("CarbonServiceFlow", "Prevailing wind at stations"),
        "map_FLUX": translate("CarbonServiceFlow", "Carbon carried on by the wind"),
        "map_ABSORBED": translate("CarbonServiceFlow", "Carbon absorbed, own and imported"),
        "map_IMPORTED": translate("CarbonServiceFlow", "Carbon absorbed of what the wind brings"),
        "map_REMAINDER": translate("CarbonServiceFlow", "Carbon that stays unfixed in the cell"),
        "map_NETWORK": translate("CarbonServiceFlow", "Flow network of unfixed carbon"),
        "map_OD_LINES": translate("CarbonServiceFlow", "Carbon between zones"),
    }


def _page_words() -> Words:
    return {
        "title": translate("CarbonServiceFlow", "Carbon service flow: report of an assessment"),
        "figures": translate("CarbonServiceFlow", "Key figures"),
        "stock": translate("CarbonServiceFlow", "Where carbon is held"),
        "emission": translate("CarbonServiceFlow", "Where carbon is released"),
        "balance": translate("CarbonServiceFlow", "Balance of emission and sequestration"),
        "wind": translate("CarbonServiceFlow", "Wind"),
        "flow": translate("CarbonServiceFlow", "Where the wind carries what is left"),
        "drivers": translate("CarbonServiceFlow", "Drivers"),
        "factors": translate("CarbonServiceFlow", "Factors and their sources"),
        "warnings": translate("CarbonServiceFlow", "Warnings"),
        "steps": translate("CarbonServiceFlow", "How to repeat it"),
        "first_year": translate("CarbonServiceFlow", "first year"),
        "second_year": translate("CarbonServiceFlow", "second year"),
        "others_row": translate("CarbonServiceFlow", "{count} others"),
        "all_zones": translate("CarbonServiceFlow", "All"),
        "others_note": translate(
            "CarbonServiceFlow", "The {shown} largest of {count}; the others are added up in one row."
        ),
        "first_rows": translate("CarbonServiceFlow", "The first {shown} of {count} rows."),
        "flows_home": translate("CarbonServiceFlow", "Absorbed in the zone that released it: {amount}."),
        "flows_others": translate("CarbonServiceFlow", "{count} smaller flows, together {amount}, are left out."),
        "left_out": translate("CarbonServiceFlow", "{count} more were not kept."),
        "legend_of": translate("CarbonServiceFlow", "Legend:"),
        "source": translate("CarbonServiceFlow", "Data: {layers}"),
        "made_by": translate("CarbonServiceFlow", "{layer} ({step}, Carbon Service Flow {version})"),
        "made_with": translate("CarbonServiceFlow", "Carbon Service Flow {version}"),
        "this_report": translate("CarbonServiceFlow", "This report"),
        "foot": translate("CarbonServiceFlow", "Carbon Service Flow {plugin} · QGIS {qgis} · GDAL {gdal} · {date}"),
        "method": translate(
            "CarbonServiceFlow",
            "Method: DOI 10.12677/ag.2022.125066. Formulas, units and limits: docs/method.md of the plugin.",
        ),
        "calm": translate("CarbonServiceFlow", "calm"),
        "rose_of_area": translate("CarbonServiceFlow", "Wind rose of the area"),
        "class_table": translate("CarbonServiceFlow", "Carbon stock by land-use class"),
        "stock_table": translate("CarbonServiceFlow", "Carbon stock by zone"),
        "emission_table": translate("CarbonServiceFlow", "Carbon emission by zone and source"),
        "balance_table": translate("CarbonServiceFlow", "Balance by zone"),
        "flow_table": translate("CarbonServiceFlow", "Routed carbon by zone"),
        "od_table": translate("CarbonServiceFlow", "Largest flows from zone to zone"),
        "correlation_table": translate("CarbonServiceFlow", "Correlation matrix"),
        "ranking_table": translate("CarbonServiceFlow", "Correlation with the target, the closest first"),
        "factor_table": translate("CarbonServiceFlow", "Factor detector"),
        "interaction_table": translate("CarbonServiceFlow", "Interaction detector"),
        "factor_emission": translate("CarbonServiceFlow", "Emission coefficients"),
        "factor_respiration": translate("CarbonServiceFlow", "Soil respiration"),
        "factor_density": translate("CarbonServiceFlow", "Carbon densities"),
    }


def _unit_words() -> Words:
    return {
        "t": translate("CarbonServiceFlow", "t"),
        **mass_unit_words(),
        "unit_c": translate("CarbonServiceFlow", "C"),
        "unit_c_year": translate("CarbonServiceFlow", "C per year"),
        "unit_density": translate("CarbonServiceFlow", "t C/ha"),
        "unit_density_year": translate("CarbonServiceFlow", "t C/ha per year"),
        "unit_km2_year": translate("CarbonServiceFlow", "t C/km² per year"),
        "km2": "km²",
        "of_emission": translate("CarbonServiceFlow", "of the emission"),
        "of_zones": translate("CarbonServiceFlow", "of {count} zones"),
    }


def _figure_words() -> Words:
    return {
        "figure_area_ha": translate("CarbonServiceFlow", "Area with data"),
        "figure_stock_t": translate("CarbonServiceFlow", "Carbon stock"),
        "figure_stock_t_ha": translate("CarbonServiceFlow", "Carbon stock, mean"),
        "figure_sequestration_t": translate("CarbonServiceFlow", "Carbon sequestration"),
        "figure_sequestration_t_ha": translate("CarbonServiceFlow", "Carbon sequestration, mean"),
        "figure_emission_t": translate("CarbonServiceFlow", "Carbon emission"),
        "figure_emission_t_ha": translate("CarbonServiceFlow", "Carbon emission, mean"),
        "figure_ratio_of_totals": translate("CarbonServiceFlow", "Emission / sequestration, totals"),
        "figure_mean_ratio": translate("CarbonServiceFlow", "Emission / sequestration, mean of the cells"),
        "figure_flow_t": translate("CarbonServiceFlow", "Taken up where it is released"),
        "figure_flow_t_km2": translate("CarbonServiceFlow", "Taken up where it is released, mean"),
        "figure_zones_in_deficit": translate("CarbonServiceFlow", "Zones in deficit"),
        "figure_downwind_share": translate("CarbonServiceFlow", "Absorbed downwind"),
        "figure_left_share": translate("CarbonServiceFlow", "Left the region"),
        "figure_constancy": translate("CarbonServiceFlow", "Constancy of the wind, mean"),
        "note_ratio_of_totals": translate("CarbonServiceFlow", "below 1: more is taken up than released"),
        "note_mean_ratio": translate("CarbonServiceFlow", "weighs the few cells with little vegetation heavily"),
        "note_zones_in_deficit": translate("CarbonServiceFlow", "mean ratio above 1"),
        "note_constancy": translate("CarbonServiceFlow", "1: always the same wind, 0: none prevails"),
    }


def _note_words() -> Words:
    return {
        "balance_note": translate(
            "CarbonServiceFlow",
            "Emission E is set against sequestration C, cell by cell: difference C - E, ratio E / C, flow min(E, C). "
            "Where C is a stock, it is compared with one year's emission, as in the published study.",
        ),
        "flow_note": translate(
            "CarbonServiceFlow",
            "What a cell cannot take up travels downwind, and cells on the way absorb what they have room for. This "
            "is an accounting device, not transport physics.",
        ),
        "drivers_note": translate(
            "CarbonServiceFlow",
            "Correlation shows what goes together in space, not what causes what. p counts neighbouring cells that "
            "are alike as few.",
        ),
        "factors_note": translate(
            "CarbonServiceFlow", "As they were used, in carbon; CO2 was multiplied by 12/44. Each with its reference."
        ),
        "warnings_note": translate(
            "CarbonServiceFlow",
            "What the steps assumed, left out or filled in, in the words of their logs (English). Steps that write "
            "tables only keep no record.",
        ),
        "steps_note": translate(
            "CarbonServiceFlow",
            "Each raster holds a record of how it was made; these are the commands, in the order of the steps. Steps "
            "that write tables only keep no record.",
        ),
        "account_note": translate(
            "CarbonServiceFlow", "Emission and the sum of the accounts differ by {difference} of the emission."
        ),
        "account_reported": translate("CarbonServiceFlow", "The routing itself reports {error}."),
        "account_zero": translate("CarbonServiceFlow", "Zero and not shown: {accounts}."),
    }


def _column_words() -> Words:
    """Titles of the columns that the report's tables have, and of its table of coefficients."""
    shown = dict.fromkeys(name for output in SHOWN_OUTPUTS for name in names(*output))
    return {
        **{f"column_{name}": spoken(column(name).title) for name in [*shown, "soil_t"]},
        "column_coefficient": translate("CarbonServiceFlow", "Coefficient"),
        "column_value": translate("CarbonServiceFlow", "Value"),
        "column_unit": translate("CarbonServiceFlow", "Unit"),
        "column_detail": translate("CarbonServiceFlow", "Detail"),
        "column_reference": translate("CarbonServiceFlow", "Reference"),
    }


def _account_words() -> Words:
    return {
        "accounts": translate("CarbonServiceFlow", "Accounts of the routed carbon: mass balance"),
        "account": translate("CarbonServiceFlow", "Account"),
        "account_emission": translate("CarbonServiceFlow", "Emission"),
        "account_sum": translate("CarbonServiceFlow", "Sum of the accounts"),
        "account_ABSORBED_HOME_T": translate("CarbonServiceFlow", "Absorbed in the cell itself"),
        "account_ABSORBED_DOWNWIND_T": translate("CarbonServiceFlow", "Absorbed downwind"),
        "account_EXPORTED_T": translate("CarbonServiceFlow", "Exported over the border"),
        "account_GAPS_T": translate("CarbonServiceFlow", "Lost to gaps"),
        "account_DISPERSED_T": translate("CarbonServiceFlow", "Dispersed"),
        "account_TRAPPED_T": translate("CarbonServiceFlow", "Trapped"),
        "account_CALM_T": translate("CarbonServiceFlow", "Left in calm cells"),
        "account_absorbed_home_t": translate("CarbonServiceFlow", "Absorbed in its own zone"),
        "account_exported_to_zones_t": translate("CarbonServiceFlow", "Absorbed in other zones"),
        "account_left_region_t": translate("CarbonServiceFlow", "Left the region"),
        "account_unfixed_t": translate("CarbonServiceFlow", "Unfixed"),
        "account_dispersed_t": translate("CarbonServiceFlow", "Dispersed"),
    }
