"""The shipped sample: its grids, its provinces, and its figures against national totals found apart from it."""

from __future__ import annotations

import csv
import importlib.util
import math
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import carbon_service_flow
import numpy as np
import pytest
from osgeo import gdal, ogr

SAMPLE = Path(carbon_service_flow.__file__).resolve().parent / "resources" / "sample"
WORLD_MAP = Path("/usr/share/qgis/resources/data/world_map.gpkg")
FUELS = ("coal_co2", "oil_co2", "gas_co2", "cement_process_co2")

REACHES = {
    "upper": {"Chongqing", "Sichuan", "Guizhou", "Yunnan", "Xizang", "Gansu", "Qinghai"},
    "middle": {"Fujian", "Jiangxi", "Henan", "Hubei", "Hunan", "Guangxi", "Shaanxi"},
    "lower": {"Shanghai", "Jiangsu", "Zhejiang", "Anhui"},
}

# All 31 provinces (national totals) and the 13 that are not in the sample, in the published units:
# 10^4 persons, 10^8 yuan, 10^4 heads. Order of the 13: Beijing, Tianjin, Hebei, Shanxi, Inner Mongolia,
# Liaoning, Jilin, Heilongjiang, Shandong, Guangdong, Hainan, Ningxia, Xinjiang.
NATIONAL = {
    (2015, "population"): "138097",
    (2020, "population"): "141013",
    (2015, "gdp"): "693642.0",
    (2020, "gdp"): "1009937.5",
    (2015, "pigs"): "45112.5028",
    (2020, "pigs"): "44158.9162",
    (2015, "large_livestock"): "12195.7417",
    (2020, "large_livestock"): "9763.6140",
}
OTHERS = {
    (2015, "population"): "2188 1439 7345 3519 2440 4338 2613 3529 9866 11678 945 684 2385",
    (2020, "population"): "2189 1387 7464 3490 2403 4255 2399 3171 10165 12624 1012 721 2590",
    (2015, "gdp"): "24779.1 10879.5 26398.4 11836.4 12949 20210.3 10018 11690 55288.8 74732.4 3734.2 2579.4 9306.9",
    (2020, "gdp"): "35943.3 14008 36013.8 17835.6 17258 25011.4 12256 13633.4 72798.2 111151.6 5566.2 3956.3 13800.7",
    (2015, "pigs"): "165.6081 196.9437 1865.6525 485.9129 645.3411 1457.48 972.3827 1314.0905 2849.5753"
    " 2135.8549 401.13 65.4708 294.492",
    (2020, "pigs"): "112.1828 179.9522 1957.7981 544.1109 505.6 1308.0154 911.0983 1433.9085 3040.3267"
    " 2132.8229 399.6 81.0351 342.6823",
    (2015, "large_livestock"): "18.0752 29.9835 493.1996 122.0011 884.5753 499.745 501.0324 543.4950 518.3754"
    " 242.3465 84.24 114.3864 584.8909",
    (2020, "large_livestock"): "13.2941 26.7013 387.8652 116.7906 824.4093 290.7704 342.0511 509.3204 413.7791"
    " 120.6846 52.7664 123.0769 534.2605",
}

# CEADs' own totals over fuels and process, Mt CO2; they are no column of the sample.
TOTAL_CO2 = {
    2015: "Chongqing 164.1967 Sichuan 332.3774 Guizhou 234.9814 Yunnan 179.8157 Gansu 160.085 Qinghai 51.3564"
    " Fujian 234.2417 Jiangxi 216.1359 Henan 527.4306 Hubei 317.9965 Hunan 292.5259 Guangxi 203.0649"
    " Shaanxi 284.0251 Shanghai 195.3238 Jiangsu 721.6549 Zhejiang 378.8417 Anhui 363.9109",
    2020: "Chongqing 156.2547 Sichuan 315.1634 Guizhou 261.1292 Yunnan 185.9559 Gansu 164.4884 Qinghai 51.7524"
    " Fujian 278.1093 Jiangxi 242.3083 Henan 460.6308 Hubei 354.7525 Hunan 310.6417 Guangxi 246.7167"
    " Shaanxi 296.2725 Shanghai 192.9122 Jiangsu 804.5942 Zhejiang 381.4072 Anhui 408.0643",
}
NATIONAL_CO2 = {2015: "9831.5598", 2020: "10864.4097"}
OTHERS_CO2 = {
    2015: "92.763 154.353 788.4131 461.6094 601.546 493.9443 208.3136 273.2778 854.4628 515.0798 42.2815 141.8213"
    " 345.7297",
    2020: "89.1845 158.4665 914.2091 564.8633 794.2794 533.3884 203.6616 278.2113 937.1169 569.1195 43.0671"
    " 212.4138 455.2746",
}


def yearbook(year: int) -> list[dict[str, str]]:
    with (SAMPLE / f"yearbook_{year}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def total(numbers: str) -> Decimal:
    return sum((Decimal(number) for number in numbers.split()), Decimal(0))


@pytest.fixture(scope="module")
def provinces() -> list[dict]:
    source = ogr.Open(str(SAMPLE / "provinces.geojson"))
    layer = source.GetLayer(0)
    found = []
    for feature in layer:
        fields = {name: feature.GetField(name) for name in ("name", "name_zh", "reach", "reach_zh")}
        found.append({**fields, "geometry": feature.GetGeometryRef().Clone()})
    return found


def cell_value(name: str, lon: float, lat: float) -> float:
    raster = gdal.Open(str(SAMPLE / name))
    west, width, _, north, _, height = raster.GetGeoTransform()
    column, row = math.floor((lon - west) / width), math.floor((lat - north) / height)
    return float(raster.ReadAsArray(column, row, 1, 1)[0, 0])


def test_whole_sample_is_small() -> None:
    sizes = {path.name: path.stat().st_size for path in SAMPLE.iterdir() if path.is_file()}
    assert sum(sizes.values()) < 1_000_000, sizes


@pytest.mark.parametrize(
    ("name", "edges", "shape", "kind", "nodata"),
    [
        ("landcover_igbp_2019.tif", (78, 20, 123.5, 43.5), (1, 470, 910), gdal.GDT_Byte, 255),
        (
            "elevation.tif",
            (78 - 1 / 24, 20 - 1 / 24, 123.5 + 1 / 24, 43.5 + 1 / 24),
            (1, 283, 547),
            gdal.GDT_Int16,
            -32768,
        ),
        ("u10.tif", (76.5, 18.5, 125.5, 45.5), (24, 27, 49), gdal.GDT_Float32, -9999),
        ("v10.tif", (76.5, 18.5, 125.5, 45.5), (24, 27, 49), gdal.GDT_Float32, -9999),
        ("temperature.tif", (76.5, 18.5, 125.5, 45.5), (1, 27, 49), gdal.GDT_Float32, -9999),
        ("precipitation.tif", (76.5, 18.5, 125.5, 45.5), (1, 27, 49), gdal.GDT_Float32, -9999),
    ],
)
def test_rasters_lie_where_the_readme_says(name: str, edges: tuple, shape: tuple, kind: int, nodata: float) -> None:
    raster = gdal.Open(str(SAMPLE / name))
    west, width, skew_x, north, skew_y, height = raster.GetGeoTransform()
    bands, rows, columns = shape
    assert (raster.RasterCount, raster.RasterYSize, raster.RasterXSize) == shape
    assert (skew_x, skew_y) == (0, 0)
    assert (west, north + rows * height, west + columns * width, north) == pytest.approx(edges, abs=1e-9)
    assert raster.GetSpatialRef().GetAuthorityCode(None) == "4326"
    for band in range(1, bands + 1):
        assert raster.GetRasterBand(band).DataType == kind
        assert raster.GetRasterBand(band).GetNoDataValue() == nodata
        assert raster.GetRasterBand(band).GetDescription()
    assert not (raster.ReadAsArray() == nodata).any()


@pytest.mark.parametrize(
    ("place", "lon", "lat", "classes"),
    [
        ("Chengdu", 104.07, 30.66, {13}),
        ("Wuhan", 114.28, 30.60, {13}),
        ("Nanjing", 118.78, 32.06, {13}),
        ("Kunming", 102.71, 25.04, {13}),
        ("Shanghai", 121.47, 31.23, {13}),
        ("grassland north of Lhasa", 91.1, 30.5, {10}),
        ("Qinghai Lake", 100.2, 36.9, {0, 17}),
        ("East China Sea", 123.2, 29.0, {0, 17}),
        ("Taklamakan", 83.0, 38.5, {16}),
    ],
)
def test_land_cover_is_in_its_place(place: str, lon: float, lat: float, classes: set[int]) -> None:
    assert cell_value("landcover_igbp_2019.tif", lon, lat) in classes


@pytest.mark.parametrize(
    ("place", "lon", "lat", "low", "high"),
    [
        ("Chengdu", 104.07, 30.66, 450, 650),
        ("Wuhan", 114.30, 30.59, 0, 120),
        ("Kunming", 102.71, 25.04, 1800, 2300),
        ("Changtang plateau, where single cells of ETOPO5 are some 100 m off", 87.0, 32.5, 4300, 6000),
        ("Turpan basin", 89.2, 42.7, -160, 60),
        ("East China Sea", 123.2, 29.0, -120, -30),
    ],
)
def test_elevation_is_in_its_place(place: str, lon: float, lat: float, low: float, high: float) -> None:
    assert low <= cell_value("elevation.tif", lon, lat) <= high


def test_wind_steps_are_one_week_of_hours_in_order() -> None:
    stamps = {}
    for name in ("u10", "v10"):
        raster = gdal.Open(str(SAMPLE / f"{name}.tif"))
        bands = [raster.GetRasterBand(index) for index in range(1, 25)]
        assert {band.GetUnitType() for band in bands} == {"m/s"}
        texts = [band.GetDescription() for band in bands]
        stamps[name] = [datetime.strptime(text.split()[0], "%Y-%m-%dT%H:%MZ") for text in texts]
        assert np.abs(raster.ReadAsArray()).max() < 40
        assert all(text.endswith("m/s") for text in texts)
    assert stamps["u10"] == stamps["v10"]
    gaps = {round((b - a).total_seconds() / 3600) for a, b in zip(stamps["u10"], stamps["u10"][1:])}
    assert gaps == {7, 8}
    assert (stamps["u10"][0], stamps["u10"][-1]) == (datetime(2026, 3, 25, 0), datetime(2026, 3, 31, 23))


def test_wind_reaches_a_cell_beyond_the_land_cover() -> None:
    """Centres at 77..125 and 19..45 enclose 78..123.5 and 20..43.5 by one cell or more."""
    raster = gdal.Open(str(SAMPLE / "u10.tif"))
    west, width, _, north, _, height = raster.GetGeoTransform()
    assert west + width / 2 <= 78 - 1
    assert west + width * (raster.RasterXSize - 0.5) >= 123.5 + 1
    assert north + height / 2 >= 43.5 + 1
    assert north + height * (raster.RasterYSize - 0.5) <= 20 - 1


def test_means_have_the_units_they_claim() -> None:
    """March: a cold plateau and a warm south in degC, not kelvin; rain of the south in mm/day, not m."""
    assert -25 < cell_value("temperature.tif", 90, 34) < 0
    assert 15 < cell_value("temperature.tif", 108, 22) < 32
    rain = gdal.Open(str(SAMPLE / "precipitation.tif")).ReadAsArray()
    assert rain.min() >= 0
    assert 0.5 < rain.mean() < 6
    assert cell_value("precipitation.tif", 84, 39) < 0.5


def test_eighteen_provinces_with_their_reach(provinces: list[dict]) -> None:
    names = [province["name"] for province in provinces]
    assert len(names) == len(set(names)) == 18
    for reach, expected in REACHES.items():
        assert {province["name"] for province in provinces if province["reach"] == reach} == expected
    zh = {(province["reach"], province["reach_zh"]) for province in provinces}
    assert zh == {("upper", "上游"), ("middle", "中游"), ("lower", "下游")}


def test_provinces_are_valid_disjoint_and_without_gaps(provinces: list[dict]) -> None:
    """The union has the area of the parts (no overlap) and no ring inside it (no gap between neighbours)."""
    for province in provinces:
        assert province["geometry"].IsValid(), province["name"]
        assert province["geometry"].GetGeometryType() == ogr.wkbMultiPolygon
    union = ogr.Geometry(ogr.wkbMultiPolygon)
    for province in provinces:
        union = union.Union(province["geometry"])
    parts = sum(province["geometry"].GetArea() for province in provinces)
    assert union.GetArea() == pytest.approx(parts, rel=1e-12)
    holes = sum(union.GetGeometryRef(part).GetGeometryCount() - 1 for part in range(union.GetGeometryCount()))
    assert holes == 0


def test_provinces_lie_inside_the_land_cover_and_have_built_up_cells(provinces: list[dict]) -> None:
    raster = gdal.Open(str(SAMPLE / "landcover_igbp_2019.tif"))
    codes = raster.ReadAsArray()
    for province in provinces:
        west, east, south, north = province["geometry"].GetEnvelope()
        assert west >= 78
        assert east <= 123.5
        assert south >= 20
        assert north <= 43.5
        window = codes[round((43.5 - north) * 20) : round((43.5 - south) * 20)]
        window = window[:, round((west - 78) * 20) : round((east - 78) * 20)]
        assert (window == 13).any(), province["name"]


@pytest.mark.skipif(not WORLD_MAP.exists(), reason="QGIS's world map is not on this machine")
def test_provinces_are_what_the_script_builds(tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location("build_sample", SAMPLE / "build_sample.py")
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    script.build_provinces(tmp_path)
    assert (tmp_path / "provinces.geojson").read_bytes() == (SAMPLE / "provinces.geojson").read_bytes()


@pytest.mark.parametrize("year", [2015, 2020])
def test_yearbook_rows_are_the_provinces(year: int, provinces: list[dict]) -> None:
    rows = yearbook(year)
    assert list(rows[0]) == [
        *("province", "province_zh", "population", "gdp", "pigs", "large_livestock"),
        *FUELS,
    ]
    names = {(row["province"], row["province_zh"]) for row in rows}
    assert names == {(province["name"], province["name_zh"]) for province in provinces}
    assert len(rows) == 18


@pytest.mark.parametrize(("year", "column"), sorted(NATIONAL))
def test_yearbook_sums_are_the_nation_less_the_other_provinces(year: int, column: str) -> None:
    """18 provinces = 31 provinces - 13 others; all published per 10^4 (10^8 yuan = 10^4 x 10^4 yuan).

    Population 2015: 138097 - 52969 = 85128, so 851 280 000 persons. Heads are rounded to whole ones here
    and to 4 decimals (1 head) above: at most 32 x 0.5 heads apart.
    """
    expected = (Decimal(NATIONAL[year, column]) - total(OTHERS[year, column])) * 10_000
    found = sum(Decimal(row[column]) for row in yearbook(year))
    tolerance = 16 if column in ("pigs", "large_livestock") else 0
    assert abs(found - expected) <= tolerance


@pytest.mark.parametrize("year", [2015, 2020])
def test_fuels_and_process_add_up_to_the_inventory_total(year: int) -> None:
    """Mt with 4 decimals: four rounded parts and a rounded total differ by at most 5 x 0.00005 Mt = 250 t."""
    words = TOTAL_CO2[year].split()
    totals = dict(zip(words[::2], words[1::2]))
    rows = {row["province"]: row for row in yearbook(year) if row["province"] != "Xizang"}
    assert set(rows) == set(totals)
    for name, row in rows.items():
        found = sum(Decimal(row[fuel]) for fuel in FUELS)
        assert abs(found - Decimal(totals[name]) * 1_000_000) <= 250, name
    nation = (Decimal(NATIONAL_CO2[year]) - total(OTHERS_CO2[year])) * 1_000_000
    found = sum(Decimal(row[fuel]) for row in rows.values() for fuel in FUELS)
    assert abs(found - nation) <= 30 * 250


@pytest.mark.parametrize("year", [2015, 2020])
def test_only_energy_of_xizang_is_empty(year: int) -> None:
    empty = {(row["province"], column) for row in yearbook(year) for column in row if row[column] == ""}
    assert empty == {("Xizang", fuel) for fuel in FUELS}


@pytest.mark.parametrize("name", ["coefficients.csv", "coefficients_population.csv"])
def test_coefficients_fit_the_yearbooks(name: str) -> None:
    with (SAMPLE / name).open(encoding="utf-8", newline="") as file:
        rows = {row["source"]: row for row in csv.DictReader(file)}
    columns = set(yearbook(2015)[0]) - {"province", "province_zh", "gdp"}
    assert set(rows) == columns
    assert {source: rows[source]["coefficient"] for source in ("population", "pigs", "large_livestock")} == {
        "population": "0.079",
        "pigs": "0.082",
        "large_livestock": "0.796",
    }
    for fuel in FUELS:
        row = rows[fuel]
        assert (row["coefficient"], row["per"], row["carbon_unit"], row["proxy"]) == (
            *("1", "t CO2", "CO2", "builtup"),
        )
        assert "12/44" in row["reference"]
    assert {row["carbon_unit"] for row in rows.values() if row["source"] not in FUELS} == {"C"}
    assert all(row["reference"] for row in rows.values())
    assert rows["population"]["proxy"] == ("builtup" if name == "coefficients.csv" else "population")


def test_readme_names_every_file() -> None:
    text = (SAMPLE / "README.md").read_text(encoding="utf-8")
    for path in SAMPLE.iterdir():
        # QGIS leaves statistics beside rasters that it opens.
        if path.is_file() and path.name != "README.md" and path.suffix != ".xml":
            assert f"`{path.name}`" in text, path.name
