"""Units: figures that no province has ever had are told, provinces, deserts, cities and small examples are not."""

from __future__ import annotations

import numpy as np
import pytest
from carbon_service_flow.core.accounts.yearbook.coefficient_tables import Coefficient
from carbon_service_flow.core.accounts.yearbook.plausibility import check_units
from carbon_service_flow.core.tables.read import make_table
from support.common import Recorder

# Hubei: 185 900 km2, 57.75 million people, coal 118 million t, cement 100 million t, GDP 43 443 in 10^8 yuan.
HUBEI = {"population": 57_750_000, "pigs": 24_260_000, "coal_t": 118e6, "cement": 1e8}
HUBEI_HA = 18_590_000.0
FACTORS = {"population": (0.079, "person", ""), "pigs": (0.082, "head", ""), "coal_t": (0.5189, "t", "energy")}
FACTORS["gas_1e4m3"] = (5.9, "10^4 m3", "energy")
FACTORS["cement"] = (0.136, "t", "cement")


def told(figures: dict, hectares: float = HUBEI_HA, per: str = "", **columns: object) -> list[str]:
    """The warnings of one zone; `columns` are further ones of the table, which nothing counts."""
    sources = [
        Coefficient(name, FACTORS[name][0], per or FACTORS[name][1], "even", "", "", FACTORS[name][2])
        for name in figures
    ]
    totals = np.array([[figures[row.source] * row.carbon] for row in sources]).reshape(len(sources), 1)
    table = make_table("stats.csv", ["zone", *figures, *columns], [["Hubei", *figures.values(), *columns.values()]])
    log = Recorder()
    check_units(table, {0: 0}, ("Hubei",), np.array([hectares]), sources, totals, log)
    return log.warnings


def test_a_province_passes_in_its_units() -> None:
    assert told(HUBEI) == []
    for name, figure in (("GDP(亿元)", 43443), ("gdp_1e4yuan", 434_430_000), ("gdp", 43443), ("gdp", 434_430_000)):
        assert told(HUBEI, **{name: figure}) == [], name


@pytest.mark.parametrize(
    ("figures", "hectares"),
    [
        ({"population": 1000, "coal_t": 1000}, 400),
        ({"population": 8, "coal_t": 1e6, "cement": 1}, 800_000_000),
        ({"population": 1_270_000, "pigs": 240_000}, 120_000_000),
        ({"population": 683_000, "coal_t": 1}, 3_300),
        ({"coal_t": 1000}, 400),
        ({"population": 0, "coal_t": 0}, 400),
    ],
)
def test_examples_deserts_and_cities_pass(figures, hectares) -> None:
    """Eight people on 8 million km2 do not: they are 10^-8 per ha."""
    expected = 1 if figures.get("population") == 8 else 0
    assert len([text for text in told(figures, hectares) if "per ha" in text]) == expected


def test_people_in_ten_thousands() -> None:
    """5775 on 18.59 million ha are 0.00031 per ha; per 10^4 persons, they are right."""
    (people,) = told({"population": 5775})
    assert (
        "population in stats.csv is less than any province has ever had on its area: Hubei 5775, 0.00031 per ha"
        in people
    )
    assert "Is it in 10^4 persons?" in people
    assert told({"population": 5775}, per="10^4 persons") == []
    # Of a column that nothing counts, too; its name may say the unit.
    assert len(told({"cement": 1}, 人口=5775)) == 1
    assert told({"cement": 1}, **{"常住人口(万人)": 5775}) == []


def test_cities_in_ten_thousands_are_told_too() -> None:
    """Beijing: 2189 on 1.641 million ha are 0.0013 per ha, below a tenth of Tibet's 0.03."""
    assert len(told({"population": 2189}, 1_641_000)) == 1
    assert told({"population": 21_890_000}, 1_641_000) == []


def test_more_people_than_anywhere() -> None:
    (many,) = told({"population": 57_750_000}, 20_000)
    assert "more than any province has ever had on its area: Hubei 57750000, 2.9e+03 per ha" in many


def test_livestock_in_ten_thousands() -> None:
    (pigs,) = told({"pigs": 2426})
    assert pigs == (
        "pigs in stats.csv are fewer than any province has: 2426 in all zones, 0.00013 per ha. Are they in 10^4 heads?"
    )


def test_fuels_per_head() -> None:
    """11 800 (in 10^4 t) * 0.5189 / 57.75 million = 0.0001 t C; 118 * 10^9 kg as tonnes 1060; cement in kg 235."""
    (little,) = told({**HUBEI, "coal_t": 11_800})
    assert "The fuels in stats.csv are less per head than in any province ever: Hubei 0.000106 t C per head" in little
    # A table of gas alone, and a village, may burn next to nothing.
    assert told({"population": 57_750_000, "gas_1e4m3": 1}) == []
    assert told({"population": 9_000, "coal_t": 1}, 40_000) == []
    (much,) = told({**HUBEI, "coal_t": 118e9})
    assert "more per head than in any province ever: Hubei 1.06e+03 t C per head" in much
    (cement,) = told({**HUBEI, "cement": 1e11})
    assert cement.startswith("cement in stats.csv is more per head than in any province ever: Hubei 235 t C per head")


def test_carbon_per_gdp_by_the_unit_in_the_column_s_name() -> None:
    """61 million t C: 1400 per 10^8 yuan of 43 443; as 10^4 yuan that is 100 times and more what has ever been."""
    (wrong,) = told(HUBEI, **{"GDP(万元)": 43443})
    assert "per unit of GDP(万元) in stats.csv are beyond what any province has ever had: Hubei 1.41e+03" in wrong
    assert len(told(HUBEI, **{"GDP(亿元)": 4.3443e12})) == 1
    assert told(HUBEI, gdp_per_capita=75000) == []
    # Without a unit it may be yuan to 10^8 yuan.
    assert len(told({**HUBEI, "coal_t": 118e6, "population": 57_750_000}, gdp=1)) == 1


def test_many_zones_are_told_in_one_line() -> None:
    names = tuple(f"z{number}" for number in range(8))
    sources = [Coefficient("population", 1.0, "person", "even", "", "")]
    table = make_table("stats.csv", ["zone", "population"], [[name, 5] for name in names])
    log = Recorder()
    check_units(table, {i: i for i in range(8)}, names, np.full(8, 1e6), sources, np.full((1, 8), 5.0), log)
    assert len(log.warnings) == 1
    assert "z4 5, 5e-06 per ha; and 3 more zones. Is it" in log.warnings[0]
