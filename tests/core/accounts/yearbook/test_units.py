"""Units that a table prints beside those of the coefficients: what they are, and which are told."""

from __future__ import annotations

import pytest
from carbon_service_flow.core.accounts.emission_factors import used_coefficients
from carbon_service_flow.core.accounts.yearbook.coefficient_tables import COEFFICIENT_TABLES, read_coefficients
from carbon_service_flow.core.accounts.yearbook.units import Unit, density_doubts, unit_of
from carbon_service_flow.core.tables.header import Needed
from carbon_service_flow.core.tables.read import make_table, read_shipped
from support.common import Recorder


@pytest.mark.parametrize(
    ("base", "size", "texts"),
    [
        ("t", 1, "t 吨 公吨 tonnes (t) （吨）"),
        ("t", 1e3, "kt Gg 千吨 10^3|t 1000|t"),
        ("t", 1e4, "万吨 10^4|t 10⁴|t 10000吨 10,000|t 1e4|t"),
        ("t", 1e6, "Mt 百万吨 million|tonnes"),
        ("t", 1e8, "亿吨"),
        ("t", 1e-3, "kg 千克 公斤"),
        ("tce", 1, "tce 吨标准煤 吨标煤"),
        ("tce", 1e4, "万吨标准煤 10^4|tce"),
        ("m3", 1, "m3 立方米 m³"),
        ("m3", 1e8, "亿立方米 亿m3"),
        ("kWh", 1, "kWh 千瓦时"),
        ("kWh", 1e8, "亿千瓦时"),
        ("person", 1, "person 人"),
        ("person", 1e4, "万人"),
        ("head", 1e4, "万头"),
    ],
)
def test_units_by_their_words(base, size, texts) -> None:
    for text in texts.split():
        assert unit_of(text.replace("|", " ")) == Unit(base, size), text


def test_what_is_no_unit_says_nothing() -> None:
    """mt may be a metric ton or a million; TJ has no tonnes."""
    for text in ("", "good", "TJ", "mt", "元", "5 t", "t/ha", "10^4"):
        assert unit_of(text) is None, text


def test_every_unit_of_the_shipped_tables_is_known() -> None:
    for name in COEFFICIENT_TABLES:
        for row in read_coefficients(read_shipped(name)):
            assert unit_of(row.per) is not None, row.per


def warnings_of(*rows: list[str], chosen: int = 2) -> list[str]:
    """What is told of the units of a table; nothing else is, as the fuels are there."""
    needed = Needed(("zone",), ("coal_t", "population", "coal_tce", "gas_1e4m3"))
    table, log = make_table("st.csv", rows[0], rows[1:], needed=needed), Recorder()
    used_coefficients(None, chosen, table, ("zone",), log)
    return log.warnings


HEADER, ROW = ["zone", "coal_t", "population", "gas_1e4m3"], ["a", "10", "20", "30"]


def test_a_row_of_units_is_read_column_by_column() -> None:
    """万吨 is ten thousand times what a coefficient per t counts, 亿立方米 ten thousand times 10^4 m3."""
    assert warnings_of(HEADER, ["", "t", "人", "万立方米"], ROW) == []
    told = warnings_of(HEADER, ["", "万吨", "人", "亿立方米"], ROW)
    assert len(told) == 2
    assert "unit of coal_t in st.csv is 万吨, its coefficient is per t: 10000 times too few" in told[0]
    assert "unit of gas_1e4m3 in st.csv is 亿立方米, its coefficient is per 10^4 m3: 10000 times too few" in told[1]
    assert "1000 times too many" in warnings_of(HEADER, ["", "kg", "", ""], ROW)[0]
    assert "convert the figures, or choose another" in warnings_of(HEADER, ["", "吨标准煤", "", ""], ROW)[0]


def test_a_title_tells_the_unit_of_the_columns_that_are_counted_in_it() -> None:
    """A title's persons say nothing of coal; of two units of mass neither can be told to be that of coal."""
    title = ["Energy 2020 (单位：万吨)", "", "", ""]
    told = warnings_of(title, HEADER, ROW)
    assert len(told) == 1
    assert "unit of coal_t in st.csv is 万吨" in told[0]
    both = warnings_of(["单位：万人、万吨", ""], HEADER, ROW)
    assert [line.split()[3] for line in both] == ["population", "coal_t"]
    assert warnings_of(["单位：吨", ""], HEADER, ROW) == []
    assert warnings_of(["单位：吨、万吨", ""], HEADER, ROW) == []
    # What stands beneath the header counts, and not the title.
    assert warnings_of(title, HEADER, ["", "t", "", ""], ROW) == []


@pytest.mark.parametrize("unit", ["kg/m2", "g C m-2", "t/km²", "t/亩", "千克/平方米", "kg/ha", "t CO2/ha"])
def test_densities_in_other_units_are_told(unit) -> None:
    """10 kg/m2 are 100 t/ha: what is printed says so, the figures do not."""
    table = make_table("p.csv", ["lucode", "c_soil"], [["", unit], ["1", "10"]], needed=Needed(("lucode", "c_soil")))
    assert [unit in line for line in density_doubts(table, ("c_soil",))] == [True]
    assert density_doubts(table, ("c_dead",)) == ()


def test_tonnes_per_hectare_are_what_densities_are_in() -> None:
    for unit in ("t/ha", "Mg C/ha", "t C ha-1", "吨/公顷"):
        table = make_table("p.csv", ["lucode", "c_soil"], [["", unit], ["1", "10"]], needed=Needed(("lucode",)))
        assert density_doubts(table, ("c_soil",)) == (), unit


def test_a_title_tells_the_unit_of_densities() -> None:
    rows = [["lucode", "c_soil"], ["1", "10"]]
    for title, count in (("Pools (kg C/m2)", 1), ("Pools of study 2, CO2 campaign", 0)):
        table = make_table("p.csv", [title, ""], rows, needed=Needed(("lucode",)))
        assert len(density_doubts(table, ("c_soil",))) == count
