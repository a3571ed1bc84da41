"""The table of output columns: complete, without doubt, and the same as the rooms that write them say."""

from __future__ import annotations

import pytest
from carbon_service_flow.core.tables import columns
from carbon_service_flow.core.tables.columns import (
    COLUMNS,
    GRIDDED_WIND_ARROWS,
    INTEGER_COLUMNS,
    MEAN_WIND_ARROWS,
    OUTPUT_TABLES,
    OWN,
    TEXT_COLUMNS,
    Quotient,
    column,
    columns_of_sources,
    fields,
    is_amount,
    names,
)
from carbon_service_flow.core.wind.arrows import ANGLE
from carbon_service_flow.core.wind.directions import CALM_BAND, ROSE_FIELDS

# As the method has them (docs/method.md), written out a second time: over, under, factor, minus.
QUOTIENTS = {
    "density_t_ha": ("stock_t", "area_ha", 1.0, ""),
    "mean_t_ha": ("total_t or stock_t", "area_ha", 1.0, ""),
    "emission_t_ha": ("emission_t", "area_ha", 1.0, ""),
    "sequestration_t_ha": ("sequestration_t", "area_ha", 1.0, ""),
    "difference_t_ha": ("sequestration_t", "area_ha", 1.0, "emission_t"),
    "change_t_ha": ("change_t", "area_ha", 1.0, ""),
    # 1 km2 = 100 ha.
    "flow_t_km2": ("flow_t", "area_ha", 100.0, ""),
    "ratio_of_totals": ("emission_t", "sequestration_t", 1.0, ""),
    "change_percent": ("change_t", "before_t", 100.0, ""),
}
ADD_UP = (
    "area_ha stock_t total_t soil_t emission_t sequestration_t flow_t before_t after_t change_t absorbed_home_t "
    "imported_t exported_to_zones_t left_region_t unfixed_t dispersed_t value length_km share_percent area_percent "
    "records"
)
AMOUNTS = set(ADD_UP.split()) - {"area_ha", "value", "length_km", "share_percent", "area_percent", "records"}


def test_every_output_is_made_of_listed_columns_and_no_column_is_for_nothing():
    listed = {name for text in OUTPUT_TABLES.values() for name in text.split()} - {OWN}
    # Soil is a source of `carbonemissions`, one that a run always has.
    assert listed == set(COLUMNS) - {"soil_t"}


def test_no_column_stands_twice():
    assert len(COLUMNS) == len(columns._ALL)
    for text in OUTPUT_TABLES.values():
        assert len(set(text.split())) == len(text.split())


def test_each_column_has_a_title_and_a_type_that_a_sink_holds():
    for one in COLUMNS.values():
        assert one.title
        assert one.type in (str, int, float)


def test_quotients_are_those_of_the_method():
    found = {
        name: (" or ".join(one.quotient.over), one.quotient.under, one.quotient.factor, one.quotient.minus)
        for name, one in COLUMNS.items()
        if one.quotient
    }
    assert found == QUOTIENTS


def test_what_adds_up_is_an_extensive_quantity():
    assert {name for name, one in COLUMNS.items() if one.adds_up} == set(ADD_UP.split())
    assert {name for name in COLUMNS if is_amount(name)} == AMOUNTS
    assert {name: one.weight for name, one in COLUMNS.items() if one.weight} == {"rate_t_ha": "area_ha"}


def test_a_column_has_one_rule():
    """A sum, a quotient, a weighted mean, or an empty cell: never two of them."""
    for one in COLUMNS.values():
        assert one.adds_up + (one.quotient is not None) + bool(one.weight) <= 1


def test_per_hectare_and_percent_are_told_by_units():
    for name, one in COLUMNS.items():
        ending = {"_t": "t C", "_ha": "t C/ha", "_percent": "%", "_km2": "t C/km²", "_dir": "°"}
        for end, unit in ending.items():
            if name.endswith(end) and name not in ("area_ha", "rate_t_ha"):
                assert one.unit == unit, name
    assert COLUMNS["area_ha"].unit == "ha"
    assert COLUMNS["rate_t_ha"].unit == "t C/ha per year"
    assert {one.unit for one in COLUMNS.values() if one.name.endswith("speed")} == {"m/s"}


def test_text_and_integers():
    assert {"zone", "name", "from_zone", "to_zone", "layer", "factor_a", "class_b", "kind", "station"} <= TEXT_COLUMNS
    assert {"rank", "code", "strata", "n"} <= INTEGER_COLUMNS
    assert not INTEGER_COLUMNS & TEXT_COLUMNS
    # Degrees of freedom of Welch's test are no integer.
    assert "df" not in INTEGER_COLUMNS


def test_the_rose_of_a_station_is_that_of_the_wind_room():
    assert ROSE_FIELDS[:CALM_BAND] == columns.SECTOR_FIELDS
    assert names("prevailingwindstations", "OUTPUT")[-17:] == ("calm_freq", *ROSE_FIELDS[:CALM_BAND])


@pytest.mark.parametrize(
    ("algorithm", "rasters"), [("prevailingwinduv", MEAN_WIND_ARROWS), ("windgrid", GRIDDED_WIND_ARROWS)]
)
def test_arrows_have_their_rasters_and_an_angle(algorithm, rasters):
    assert names(algorithm, "OUTPUT_ARROWS") == (*rasters, ANGLE)


def test_own_columns_stand_in_their_place_and_are_numbers():
    own = columns_of_sources(["coal", "soil"])
    assert own == ("coal_t", "soil_t")
    assert names("carbonemissions", "ZONE_TABLE", own) == (
        "zone", "area_ha", "coal_t", "soil_t", "total_t", "mean_t_ha",
    )  # fmt: skip
    # A layer may be called as a column of text is.
    assert fields("rastercorrelationmatrix", "CORRELATION", iter(["kind", "b"])) == (
        ("layer", str), ("kind", float), ("b", float),
    )  # fmt: skip


def test_types_reach_the_sink():
    assert dict(fields("carbonstock", "CLASS_TABLE"))["code"] is int
    assert dict(fields("rastercorrelationmatrix", "RANKING"))["n"] is float
    assert dict(fields("carbonstock", "CLASS_TABLE"))["name"] is str


def test_columns_of_users_tables():
    known, tonnes, other = column("stock_t"), column("peat_t"), column("people")
    assert known.title == "Carbon stock"
    assert (tonnes.title, tonnes.unit, tonnes.adds_up) == ("peat", "t C", True)
    assert (other.title, other.unit, other.adds_up, other.type) == ("", "", False, float)
    assert [is_amount(name) for name in ("peat_t", "people", "area_ha", "peat_t_ha")] == [True, False, False, False]


def test_a_quotient_is_plain_unless_it_says_otherwise():
    assert Quotient(("a",), "b") == Quotient(("a",), "b", 1.0, "")
