"""Words of the charts, in the user's language: each function gives what a module of `core/charts` asks for."""

from __future__ import annotations

from ...core.wind.directions import SECTOR_NAMES
from ..framework.translation import language, translate

Words = dict[str, str]


def mass_unit_words() -> Words:
    """Words of the units of mass: Chinese counts the largest amounts in 10⁸ t, not in 10⁹ t."""
    return {
        "thousand_t": translate("CarbonServiceFlow", "thousand t"),
        "million_t": translate("CarbonServiceFlow", "Mt"),
        **(
            {"hundred_million_t": translate("CarbonServiceFlow", "hundred million t")}
            if language() == "zh"
            else {"billion_t": "Gt"}
        ),
    }


def zone_words() -> Words:
    """Words of every chart of zones."""
    return {
        **mass_unit_words(),
        "other_zones": translate("CarbonServiceFlow", "other zones ({count})"),
        "shown": translate("CarbonServiceFlow", "{shown} of {count} zones are shown; the last row is all others."),
        "without_value": translate("CarbonServiceFlow", "Zones without a value: {zones}."),
        "no_zone": translate("CarbonServiceFlow", "There is no zone with a value."),
        "tonnes": "t",
        "balanced": translate("CarbonServiceFlow", "balanced"),
        "emission": translate("CarbonServiceFlow", "Emission"),
        "sequestration": translate("CarbonServiceFlow", "Sequestration"),
        "change": translate("CarbonServiceFlow", "Change"),
        "ratio_axis": translate("CarbonServiceFlow", "emission / sequestration"),
    }


def balance_words() -> Words:
    """Words of `core/charts/balance`."""
    return {
        **zone_words(),
        "title": translate("CarbonServiceFlow", "Supply-demand balance of the zones"),
        "ratios": translate("CarbonServiceFlow", "Ratio of emission to sequestration"),
        "totals": translate("CarbonServiceFlow", "Carbon emission and sequestration of the zones"),
        "densities": translate("CarbonServiceFlow", "Carbon emission and sequestration per hectare"),
        "mean_ratio": translate("CarbonServiceFlow", "Mean of the cells' ratios"),
        "ratio_of_totals": translate("CarbonServiceFlow", "Ratio of the totals"),
        "density_unit": "t/ha",
        "surplus": translate("CarbonServiceFlow", "surplus"),
        "deficit": translate("CarbonServiceFlow", "deficit"),
        "surplus_key": translate("CarbonServiceFlow", "Mean of the cells' ratios below 1: surplus"),
        "deficit_key": translate("CarbonServiceFlow", "Mean of the cells' ratios above 1: deficit"),
    }


def years_words() -> Words:
    """Words of `core/charts/years`."""
    return {
        **zone_words(),
        "emission_years": translate("CarbonServiceFlow", "Carbon emission in two years"),
        "sequestration_years": translate("CarbonServiceFlow", "Carbon sequestration in two years"),
        "ratio_years": translate("CarbonServiceFlow", "Ratio of emission to sequestration in two years"),
        "not_in_both": translate("CarbonServiceFlow", "Zones without a value in one of the years: {zones}."),
    }


def sources_words() -> Words:
    """Words of `core/charts/sources`, with the names of the sources in the tables that come with the plugin."""
    return {
        **zone_words(),
        "title": translate("CarbonServiceFlow", "Sources of carbon emission"),
        "by_source": translate("CarbonServiceFlow", "Carbon emission by source"),
        "by_zone": translate("CarbonServiceFlow", "Carbon emission of the zones by source"),
        "shares": translate("CarbonServiceFlow", "Shares of the sources in each zone's carbon emission"),
        "share": translate("CarbonServiceFlow", "Share"),
        "total": translate("CarbonServiceFlow", "Total"),
        "total_note": translate("CarbonServiceFlow", "Total: {total}."),
        "tonnes": translate("CarbonServiceFlow", "t C per year"),
        "other_sources": translate("CarbonServiceFlow", "other sources ({count})"),
        "no_source": translate("CarbonServiceFlow", "No source releases anything."),
        "source:population": translate("CarbonServiceFlow", "People"),
        "source:pigs": translate("CarbonServiceFlow", "Pigs"),
        "source:large_livestock": translate("CarbonServiceFlow", "Large livestock"),
        "source:coal_tce": translate("CarbonServiceFlow", "Coal"),
        "source:coal_t": translate("CarbonServiceFlow", "Coal"),
        "source:coal_co2": translate("CarbonServiceFlow", "Coal"),
        "source:oil_co2": translate("CarbonServiceFlow", "Crude oil"),
        "source:gas_co2": translate("CarbonServiceFlow", "Natural gas"),
        "source:cement_process_co2": translate("CarbonServiceFlow", "Cement"),
        "source:oil_tce": translate("CarbonServiceFlow", "Crude oil"),
        "source:oil_t": translate("CarbonServiceFlow", "Crude oil"),
        "source:gas_tce": translate("CarbonServiceFlow", "Natural gas"),
        "source:gas_t": translate("CarbonServiceFlow", "Natural gas"),
        "source:gas_1e4m3": translate("CarbonServiceFlow", "Natural gas"),
        "source:electricity_tce": translate("CarbonServiceFlow", "Primary electricity"),
        "source:timber": translate("CarbonServiceFlow", "Timber"),
        "source:cement": translate("CarbonServiceFlow", "Cement"),
        "source:soil": translate("CarbonServiceFlow", "Soil respiration"),
    }


def flow_words() -> Words:
    """Words of `core/charts/accounts` and `core/charts/sankey`."""
    return {
        **zone_words(),
        "title": translate("CarbonServiceFlow", "Carbon service flow along the wind"),
        "emission_note": translate("CarbonServiceFlow", "Emission: {total}."),
        "accounts": translate("CarbonServiceFlow", "Where the emission ends"),
        "absorbed_home": translate("CarbonServiceFlow", "Absorbed on the spot"),
        "absorbed_downwind": translate("CarbonServiceFlow", "Absorbed downwind"),
        "exported": translate("CarbonServiceFlow", "Left the region"),
        "gaps": translate("CarbonServiceFlow", "Lost to gaps"),
        "dispersed": translate("CarbonServiceFlow", "Dispersed"),
        "trapped": translate("CarbonServiceFlow", "Trapped"),
        "calm": translate("CarbonServiceFlow", "Left in calm cells"),
        "flows": translate("CarbonServiceFlow", "Flows between zones: from (left) and to (right)"),
        "flows_drawn": translate(
            "CarbonServiceFlow", "The {count} flows drawn hold {share} of the {total} that leave their zone."
        ),
        "flows_home": translate("CarbonServiceFlow", "{total} are absorbed in the zone that they come from."),
        "left_region": translate("CarbonServiceFlow", "Left the region"),
        "unfixed": translate("CarbonServiceFlow", "Unfixed"),
        "no_zone_cells": translate("CarbonServiceFlow", "Cells in no zone"),
        "fates": translate("CarbonServiceFlow", "Where the zones' emission ends"),
        "zone_home": translate("CarbonServiceFlow", "Absorbed in the zone itself"),
        "zone_exported": translate("CarbonServiceFlow", "Absorbed in other zones"),
        "exchange": translate("CarbonServiceFlow", "What the zones take in from others and send to them"),
        "imported": translate("CarbonServiceFlow", "Taken in from other zones"),
        "exported_to_zones": translate("CarbonServiceFlow", "Sent to other zones"),
        "net": translate("CarbonServiceFlow", "Taken in minus sent"),
        "axis_exchange": translate("CarbonServiceFlow", "sent to the left, taken in to the right"),
    }


def change_words() -> Words:
    """Words of `core/charts/change`."""
    return {
        **zone_words(),
        "title": translate("CarbonServiceFlow", "Change of carbon stock"),
        "totals": translate("CarbonServiceFlow", "Gains and losses of carbon stock"),
        "by_zone": translate("CarbonServiceFlow", "Change of carbon stock by zone"),
        "percents": translate("CarbonServiceFlow", "Change of carbon stock by zone, % of the stock before"),
        "gains": translate("CarbonServiceFlow", "Gains"),
        "losses": translate("CarbonServiceFlow", "Losses"),
        "net": translate("CarbonServiceFlow", "Net change"),
        "net_note": translate("CarbonServiceFlow", "Net change: {total} ({share} of the stock before)."),
        "before": translate("CarbonServiceFlow", "Before"),
        "after": translate("CarbonServiceFlow", "After"),
        "tonnes": "t C",
    }


def compass_words() -> list[str]:
    """Names of the 16 sectors, north first, clockwise."""
    letters = {
        "N": translate("CarbonServiceFlow", "N"),
        "E": translate("CarbonServiceFlow", "E"),
        "S": translate("CarbonServiceFlow", "S"),
        "W": translate("CarbonServiceFlow", "W"),
    }
    if letters["N"] == "N":
        return list(SECTOR_NAMES)
    # Chinese puts east and west first: NE is 东北, NNE 北东北.
    return ["".join(letters[letter] for letter in name[:-2] + name[-2:][::-1]) for name in SECTOR_NAMES]


def rose_note() -> str:
    """What a wind rose shows."""
    return translate(
        "CarbonServiceFlow",
        "Bars show where the wind comes from and how often, calms included; the share of calm stands in the middle. "
        "The dark bar is the prevailing wind, the diamond the direction of the resultant.",
    )
