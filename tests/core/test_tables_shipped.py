"""The shipped default tables: complete, with a source in every row, and numbers that follow from their words."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import carbon_service_flow
import numpy as np
import pytest
from osgeo import gdal

RESOURCES = Path(carbon_service_flow.__file__).resolve().parent / "resources"
TABLES = RESOURCES / "tables"
SUBCLASSES = {"", "river", "lake", "reservoir", "glacier", "tidal_flat", "bottomland"}
PROXIES = {"builtup", "population", "gdp", "cropland", "grassland", "woodland", "even"}
CROSSWALK_COLUMNS = ["code", "name", "name_zh", "class", "subclass", "reason", "reference"]

CODES = {
    "cnlucc": {0, -9, -999, 127, 255, 99}
    | {1, 2, 3, 4, 5, 6}
    | {11, 12, 21, 22, 23, 24, 31, 32, 33, 41, 42, 43, 44, 45, 46, 47, 51, 52, 53}
    | {61, 62, 63, 64, 65, 66, 67}
    | {111, 112, 113, 114, 121, 122, 123, 124},
    "clcd": set(range(10)),
    "globeland30": set(range(0, 101, 10)) | {255},
    "modis_igbp": set(range(18)) | {255},
    "esa_cci": {0, 10, 11, 12, 20, 30, 40, 50, 60, 61, 62, 70, 71, 72, 80, 81, 82, 90, 100, 110, 120, 121, 122}
    | {130, 140, 150, 151, 152, 153, 160, 170, 180, 190, 200, 201, 202, 210, 220},
    "esa_worldcover": set(range(0, 101, 10)) | {95},
}
NODATA = {
    "cnlucc": {0, -9, -999, 127, 255},
    "clcd": {0},
    "globeland30": {0, 255},
    "modis_igbp": {255},
    "esa_cci": {0},
    "esa_worldcover": {0},
}


def read(name: str) -> list[dict[str, str]]:
    with (TABLES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def crosswalk(scheme: str) -> dict[int, tuple[int, str]]:
    return {int(row["code"]): (int(row["class"]), row["subclass"]) for row in read(f"crosswalk_{scheme}.csv")}


DATA = sorted(path for path in TABLES.glob("*.csv") if "template" not in path.name)


@pytest.mark.parametrize("path", DATA, ids=lambda path: path.name)
def test_every_row_has_its_source_and_all_its_cells(path: Path) -> None:
    raw = path.read_bytes()
    assert not raw.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in raw
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    head = rows[0]
    assert len(head) == len(set(head))
    for row in rows[1:]:
        assert len(row) == len(head), row
        assert all(cell == cell.strip() for cell in row), row
        assert len(row[head.index("reference")]) > 15, row


def test_pools_are_the_study_s_table_2() -> None:
    """Totals as printed: 17 + 80.7 + 108.4 + 9.82 = 215.92 and so on."""
    printed = ["215.92", "331.21", "228.98", "0.30", "30.00", "22.90"]
    rows = read("pools_study.csv")
    assert list(rows[0]) == ["lucode", "name", "name_zh", "c_above", "c_below", "c_soil", "c_dead", "reference"]
    assert [row["lucode"] for row in rows] == ["1", "2", "3", "4", "5", "6"]
    sums = [sum(Decimal(row[pool]) for pool in ("c_above", "c_below", "c_soil", "c_dead")) for row in rows]
    assert sums == [Decimal(number) for number in printed]


def test_pools_give_the_study_s_basin_mean() -> None:
    """Area shares 0.270, 0.417, 0.228, 0.029 built-up leave 0.056 for water and unused: 248.7 t/ha, +- 1.3.

    58.30 + 138.11 + 52.21 + 0.87 = 249.49; the last 0.056 adds between 0.02 (all water) and 1.28 (all unused).
    The shares have three digits: 0.0005 x (215.92 + 331.21 + 228.98) = 0.4 t/ha either way.
    """
    pools = {
        int(row["lucode"]): sum(float(row[pool]) for pool in ("c_above", "c_below", "c_soil", "c_dead"))
        for row in read("pools_study.csv")
    }
    vegetated = 0.270 * pools[1] + 0.417 * pools[2] + 0.228 * pools[3] + 0.029 * pools[5]
    assert vegetated == pytest.approx(249.49, abs=0.01)
    assert vegetated - 0.4 + 0.056 * pools[4] < 249.2


def test_respiration_is_the_study_s_table_3() -> None:
    rows = {(int(row["lucode"]), row["subclass"]): row for row in read("respiration_study.csv")}
    assert len(rows) == len(read("respiration_study.csv")) == 12
    given = {(1, ""): 15.98, (2, ""): 23.21, (3, ""): 21.30, (4, "lake"): 4.81}
    for key, row in rows.items():
        assert float(row["respiration"]) == given.get(key, 0.0), key
        assert row["carbon_unit"] == "C"
    assert {subclass for code, subclass in rows if code == 4} == SUBCLASSES
    assert {code for code, subclass in rows if subclass} == {4}


def test_grassland_respiration_is_the_measured_one_only_if_it_is_co2() -> None:
    """21.30 t CO2/ha x 12/44 = 5.81 t C/ha = 581 g C/m2; 582 +- 58 was measured (doi:10.5194/bg-15-5329-2018)."""
    row = next(row for row in read("respiration_study.csv") if row["lucode"] == "3")
    assert float(row["respiration"]) * 12 / 44 * 100 == pytest.approx(582.0, abs=57.9)


def test_paper_coefficients_are_the_products_they_name() -> None:
    rows = {row["source"]: row for row in read("coefficients_paper.csv")}
    assert list(rows) == [
        *("population", "pigs", "large_livestock", "coal_tce", "oil_tce", "gas_tce", "electricity_tce"),
        *("coal_t", "oil_t", "gas_1e4m3", "timber", "cement"),
    ]
    value = {source: Decimal(row["coefficient"]) for source, row in rows.items()}
    assert value["coal_t"] == Decimal("0.7559") * Decimal("0.7143") == Decimal("0.53993937")
    assert value["oil_t"] == Decimal("0.5857") * Decimal("1.4286") == Decimal("0.83673102")
    assert value["gas_1e4m3"] == Decimal("0.4483") * Decimal("13.3") == Decimal("5.96239")
    assert value["electricity_tce"] == 0
    assert (value["timber"], value["cement"]) == (Decimal("0.36"), Decimal("0.136"))
    assert (value["population"], value["pigs"], value["large_livestock"]) == (
        Decimal("0.079"),
        Decimal("0.082"),
        Decimal("0.796"),
    )
    assert {source: row["alternative_of"] for source, row in rows.items() if row["alternative_of"]} == {
        "coal_t": "coal_tce",
        "oil_t": "oil_tce",
        "gas_1e4m3": "gas_tce",
    }


@pytest.mark.parametrize(("source", "content"), [("coal_tce", 25.8), ("oil_tce", 20.0), ("gas_tce", 15.3)])
def test_tce_coefficients_follow_from_the_ipcc_carbon_content(source: str, content: float) -> None:
    rows = {row["source"]: row for row in read("coefficients_paper.csv")}
    assert float(rows[source]["coefficient"]) == pytest.approx(content * 29.3 / 1000, rel=1e-3)


def test_cement_is_half_a_ton_of_co2() -> None:
    for table in ("coefficients_paper.csv", "coefficients_ipcc2006.csv"):
        row = next(row for row in read(table) if row["source"] == "cement")
        assert float(row["coefficient"]) * 44 / 12 == pytest.approx(0.4987, abs=5e-5)


def test_ipcc_coefficients_are_calorific_value_times_carbon_content() -> None:
    rows = {row["source"]: Decimal(row["coefficient"]) for row in read("coefficients_ipcc2006.csv")}
    assert rows["coal_t"] == Decimal("25.8") * Decimal("25.8") / 1000
    assert rows["oil_t"] == Decimal("42.3") * Decimal("20.0") / 1000
    assert rows["gas_t"] == Decimal("48.0") * Decimal("15.3") / 1000
    paper = {row["source"]: Decimal(row["coefficient"]) for row in read("coefficients_paper.csv")}
    for source in ("population", "pigs", "large_livestock", "timber", "cement", "electricity_tce"):
        assert rows[source] == paper[source]


def test_ipcc_gas_by_volume_and_clinker_are_alternatives_of_the_older_rows() -> None:
    """9310 kcal/m3 are 389.79 GJ per 10^4 m3; 0.51 t CO2 per t of clinker, 2 % more for kiln dust."""
    rows = {row["source"]: row for row in read("coefficients_ipcc2006.csv")}
    heat = (Decimal(9310) * Decimal("4.1868")).quantize(Decimal(1)) / 100
    assert Decimal(rows["gas_1e4m3"]["coefficient"]) == heat * Decimal("15.3") / 1000
    assert round(Decimal("0.51") * Decimal("1.02"), 2) == Decimal(rows["clinker"]["coefficient"])
    assert rows["clinker"]["carbon_unit"] == "CO2"
    alternatives = {source: row["alternative_of"] for source, row in rows.items() if row["alternative_of"]}
    assert alternatives == {"gas_1e4m3": "gas_t", "clinker": "cement"}
    assert "IPCC 2006 counts clinker" in rows["cement"]["reference"]


# kcal per kg or m3, t C/TJ, oxidation.
GUIDELINE = {
    "coal_t": (5000, "26.37", "0.94"),
    "coke_t": (6800, "29.5", "0.93"),
    "oil_t": (10000, "20.1", "0.98"),
    "gasoline_t": (10300, "18.9", "0.98"),
    "kerosene_t": (10300, "19.6", "0.98"),
    "diesel_t": (10200, "20.2", "0.98"),
    "fuel_oil_t": (10000, "21.1", "0.98"),
    "lpg_t": (12000, "17.2", "0.98"),
    "gas_1e4m3": (9310, "15.3", "0.99"),
}
# kg CO2 per kg or m3 in the table that is passed around with the heating values of 2008, which are 0.1 % lower.
QUOTED = {
    "coal_t": 1.9003,
    "coke_t": 2.8604,
    "oil_t": 3.0202,
    "gasoline_t": 2.9251,
    "diesel_t": 3.0959,
    "fuel_oil_t": 3.1705,
    "lpg_t": 3.1013,
    "gas_1e4m3": 21.622,
}


@pytest.mark.parametrize("source", GUIDELINE)
def test_the_guideline_s_factors_are_heating_value_times_carbon_content_times_oxidation(source: str) -> None:
    row = next(row for row in read("coefficients_china.csv") if row["source"] == source)
    kilocalories, content, oxidation = GUIDELINE[source]
    kilojoules = (Decimal(kilocalories) * Decimal("4.1868")).quantize(Decimal(1))
    heat = kilojoules / (100 if source == "gas_1e4m3" else 1000)
    assert (Decimal(row["heating_value"]), row["carbon_content"], row["oxidation"]) == (heat, content, oxidation)
    assert Decimal(row["coefficient"]) == heat * Decimal(content) * Decimal(oxidation) / 1000
    assert f"{heat.normalize():f} {row['heating_unit']} x {content} kg C/GJ x {oxidation} / 1000" in row["reference"]
    if source in QUOTED:
        assert float(row["coefficient"]) * 44 / 12 == pytest.approx(QUOTED[source], rel=2e-3)


def test_electricity_is_0_and_its_factor_an_alternative_of_the_coal_burnt_for_it() -> None:
    rows = {row["source"]: row for row in read("coefficients_china.csv")}
    assert rows["electricity_1e4kwh"]["coefficient"] == "0"
    grid = rows["electricity_grid_1e4kwh"]
    # 0.5306 kg CO2/kWh * 10^4 kWh = 5.306 t
    assert (grid["coefficient"], grid["carbon_unit"], grid["alternative_of"]) == ("5.306", "CO2", "coal_t")
    assert (rows["clinker"]["coefficient"], rows["cement"]["alternative_of"]) == ("0.538", "clinker")


@pytest.mark.parametrize("table", ["coefficients_paper.csv", "coefficients_ipcc2006.csv", "coefficients_china.csv"])
def test_coefficient_rows_use_known_words(table: str) -> None:
    rows = read(table)
    columns = "source,group,coefficient,per,carbon_unit,proxy,reference,alternative_of"
    for_people = ",heating_value,heating_unit,carbon_content,oxidation" if table == "coefficients_china.csv" else ""
    assert list(rows[0]) == (columns + for_people).split(",")
    sources = [row["source"] for row in rows]
    assert len(sources) == len(set(sources))
    for row in rows:
        assert row["group"] in {"respiration", "energy", "timber", "cement"}
        assert row["carbon_unit"] in {"C", "CO2"}
        assert row["proxy"] == "builtup"
        assert row["proxy"] in PROXIES
        assert row["per"]
        assert row["alternative_of"] in {"", *sources} - {row["source"]}
        assert Decimal(row["coefficient"]) >= 0


def test_the_template_has_the_guideline_s_columns_with_their_units() -> None:
    """Of two columns for one activity only one; the workbook's second sheet lists what every set counts."""
    with (TABLES / "statistics_template.csv").open(encoding="utf-8", newline="") as file:
        names, units = csv.reader(file)
    rows = {row["source"]: row for row in read("coefficients_china.csv")}
    columns = dict(zip(names, units))
    assert list(columns)[:3] == ["zone", "year", "gdp"]
    assert columns["zone"] == columns["year"] == "", "a row of units names no zone"
    assert {name: unit for name, unit in columns.items() if name in rows} == {
        name: row["per"] for name, row in rows.items() if not row["alternative_of"]
    }
    if gdal.GetDriverByName("XLSX") is None and gdal.OpenEx(str(TABLES / "statistics_template.xlsx")) is None:
        pytest.skip("this GDAL reads no workbooks")
    book = gdal.OpenEx(str(TABLES / "statistics_template.xlsx"), gdal.OF_VECTOR)
    assert [book.GetLayer(number).GetName() for number in range(book.GetLayerCount())] == ["statistics", "columns"]
    listed = [feature.GetField(0) for feature in book.GetLayer(1)]
    every = {row["source"] for name in ("paper", "ipcc2006", "china") for row in read(f"coefficients_{name}.csv")}
    assert every <= set(listed)


@pytest.mark.parametrize("scheme", sorted(CODES))
def test_crosswalk_is_complete_and_unambiguous(scheme: str) -> None:
    rows = read(f"crosswalk_{scheme}.csv")
    assert list(rows[0]) == CROSSWALK_COLUMNS
    codes = [int(row["code"]) for row in rows]
    assert len(codes) == len(set(codes))
    assert set(codes) == CODES[scheme]
    assert codes == sorted(codes)
    for row in rows:
        assert row["class"] in {"0", "1", "2", "3", "4", "5", "6"}
        assert row["subclass"] in SUBCLASSES
        assert row["class"] == "4" or not row["subclass"]
        assert row["name"]
        assert row["name_zh"]
        assert row["reason"].endswith("."), row
        assert len(row["reason"]) > 15, row
    assert {int(row["code"]) for row in rows if row["class"] == "0"} == NODATA[scheme]
    assert {int(row["class"]) for row in rows} == {0, 1, 2, 3, 4, 5, 6}


def test_all_schemes_are_shipped() -> None:
    assert {path.name for path in TABLES.glob("crosswalk_*.csv")} == {f"crosswalk_{s}.csv" for s in CODES}


def test_cnlucc_class_is_the_leading_digit() -> None:
    for code, (group, _) in crosswalk("cnlucc").items():
        if code not in NODATA["cnlucc"] and code != 99:
            assert group == int(str(code)[0]), code
    water = {code: subclass for code, (group, subclass) in crosswalk("cnlucc").items() if group == 4}
    assert water == {
        4: "",
        41: "river",
        42: "lake",
        43: "reservoir",
        44: "glacier",
        45: "tidal_flat",
        46: "bottomland",
        47: "",
        99: "",
    }


def test_igbp_goes_by_canopy_not_by_name() -> None:
    groups: dict[int, set[int]] = {}
    for code, (group, _) in crosswalk("modis_igbp").items():
        groups.setdefault(group, set()).add(code)
    assert groups == {
        0: {255},
        1: {12, 14},
        2: {1, 2, 3, 4, 5, 6, 8, 9},
        3: {7, 10},
        4: {0, 17, 11, 15},
        5: {13},
        6: {16},
    }


def test_same_definition_gets_the_same_class_in_every_scheme() -> None:
    alike = {
        "trees": (2, {"clcd": 2, "globeland30": 20, "modis_igbp": 5, "esa_cci": 90, "esa_worldcover": 10}),
        "shrubs": (2, {"clcd": 3, "globeland30": 40, "modis_igbp": 6, "esa_cci": 120, "esa_worldcover": 20}),
        "grass": (3, {"clcd": 4, "globeland30": 30, "modis_igbp": 10, "esa_cci": 130, "esa_worldcover": 30}),
        "wetland": (4, {"clcd": 9, "globeland30": 50, "modis_igbp": 11, "esa_cci": 180, "esa_worldcover": 90}),
        "bare": (6, {"clcd": 7, "globeland30": 90, "modis_igbp": 16, "esa_cci": 200, "esa_worldcover": 60}),
        "built": (5, {"clcd": 8, "globeland30": 80, "modis_igbp": 13, "esa_cci": 190, "esa_worldcover": 50}),
        "crop": (1, {"clcd": 1, "globeland30": 10, "modis_igbp": 12, "esa_cci": 10, "esa_worldcover": 40}),
        "lake, river": (4, {"clcd": 5, "globeland30": 60, "modis_igbp": 17, "esa_cci": 210, "esa_worldcover": 80}),
    }
    for what, (group, codes) in alike.items():
        for scheme, code in codes.items():
            assert crosswalk(scheme)[code] == (group, ""), (what, scheme)
    ice = {"cnlucc": 44, "clcd": 6, "globeland30": 100, "modis_igbp": 15, "esa_cci": 220, "esa_worldcover": 70}
    for scheme, code in ice.items():
        assert crosswalk(scheme)[code] == (4, "glacier"), scheme


@pytest.mark.parametrize("scheme", sorted(CODES))
def test_every_class_has_a_pool_and_a_respiration(scheme: str) -> None:
    pools = {int(row["lucode"]) for row in read("pools_study.csv")}
    respiration = {(int(row["lucode"]), row["subclass"]) for row in read("respiration_study.csv")}
    for code, (group, subclass) in crosswalk(scheme).items():
        if group:
            assert group in pools, code
            assert (group, subclass) in respiration, code


def test_crosswalk_explains_every_code_of_the_sample() -> None:
    raster = gdal.Open(str(RESOURCES / "sample" / "landcover_igbp_2019.tif"))
    codes = {int(code) for code in np.unique(raster.ReadAsArray())}
    assert codes <= set(crosswalk("modis_igbp"))
