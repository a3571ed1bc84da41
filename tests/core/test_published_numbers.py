"""Numbers that were published or that InVEST gives, reproduced; the derivation stands beside each."""

from __future__ import annotations

import numpy as np
import pytest
from carbon_service_flow.core.accounts.class_densities import ClassDensities
from carbon_service_flow.core.accounts.emissions import EmissionInputs, emissions
from carbon_service_flow.core.accounts.landuse_codes import Crosswalk, Scheme
from carbon_service_flow.core.accounts.soil_respiration import RespirationBasis, SoilRespiration
from carbon_service_flow.core.accounts.stock import carbon_stock
from carbon_service_flow.core.accounts.stock_change import value_per_tonne
from carbon_service_flow.core.accounts.yearbook.coefficient_tables import read_coefficients
from carbon_service_flow.core.balance.balance import balance
from carbon_service_flow.core.raster.sources import common_grid
from carbon_service_flow.core.tables.read import make_table, read_shipped
from osgeo import gdal
from support.common import KM2_HA, Recorder, band, grid, load, save, target, zones_of

CNLUCC = 0
# Cells per 1000 by CNLUCC code: cropland 11, woodland 21, grassland 31, built-up 51, the rest below.
VEGETATED = {11: 270, 21: 417, 31: 228, 51: 29}


def land(tmp_path, cells: dict[int, int]) -> str:
    """A raster of one row that holds so many cells of each code, 1 km2 each."""
    codes = np.repeat(list(cells), list(cells.values()))
    return save(tmp_path / "land use.tif", codes[None], kind=gdal.GDT_Byte, nodata=0)


def basin(tmp_path, cells: dict[int, int]):
    """Stock (C), soil respiration with 125.58 t/ha on built-up land (E, see below), and their balance."""
    landuse = band(land(tmp_path, cells))
    frame = landuse.grid
    total_c, total_e = target(tmp_path / "c.tif"), target(tmp_path / "e.tif")
    stock = carbon_stock(landuse, frame, ClassDensities.build(CNLUCC, None), total_c, None)
    log = Recorder()
    soil = SoilRespiration.build(CNLUCC, None, RespirationBasis.AS_PUBLISHED, log)
    human = 146.63 * cells[51] * KM2_HA
    inputs = EmissionInputs(
        landuse,
        soil,
        zones_of(frame, basin=(0, 0, 1, frame.cols)),
        (True,),
        ("all human",),
        ("builtup",),
        np.array([[human]]),
    )
    released = emissions(inputs, frame, total_e, progress=log)
    rasters = [band(total_e.path), band(total_c.path)]
    common_grid(rasters)
    zone = zones_of(frame, basin=(0, 0, 1, frame.cols)).source(frame)
    account = balance(rasters[0], rasters[1], frame, (None, None, None), zones=zone, zone_names=("basin",))
    return stock, released, account


def test_basin_means_of_stock_flow_and_the_share_of_woodland(tmp_path) -> None:
    """Shares in 1/1000: cropland 270, woodland 417, grassland 228, built-up 29; 56 are left for water and unused.

    C: 0.270 * 215.92 + 0.417 * 331.21 + 0.228 * 228.98 + 0.029 * 30 = 58.298 + 138.115 + 52.207 + 0.870 = 249.490,
       and 0.30 to 22.90 t/ha on the remaining 5.6 %: with two thirds water (river, 37) and one third unused (19)
       0.446 more: 249.936. The study prints 248.7. The three shares come from stock shares of four digits but are
       given to three: 0.0005 each is 0.0005 * (215.92 + 331.21 + 228.98) = 0.39 t/ha; the rest of the 1.2 t/ha is
       that the published stock shares sum to 101.2 % and were renormalised. Honest tolerance: 0.5 %.
    E: soil 0.270 * 15.98 + 0.417 * 23.21 + 0.228 * 21.30 = 4.315 + 9.679 + 4.856 = 18.850 (printed 18.9-19.1);
       built-up 0.029 * 146.63 = 4.252; E = 23.102 (the woodland share implies 23.2).
    Woodland's share: 9.679 / 23.102 = 41.89 % against 41.79 %: 0.0005 of 0.417 alone moves it by 0.05 points, and
       0.0005 of 0.029 by 0.13 points (0.073 t/ha of 23.1): tolerance 0.2 points.
    F: vegetated cells are bound by E, built-up by C = 30: 18.850 + 0.029 * 30 = 19.720 t/ha = 1972.0 t/km2; "about
       1980" within the 19-23 t/ha of its parts: tolerance 0.5 %.
    """
    stock, released, account = basin(tmp_path, {**VEGETATED, 41: 37, 61: 19})
    assert stock.mean_t_ha == pytest.approx(249.936, abs=0.001)
    assert stock.mean_t_ha == pytest.approx(248.7, rel=0.005)
    assert released.mean_t_ha == pytest.approx(23.102, abs=0.001)
    woodland = 0.417 * 23.21 / released.mean_t_ha
    assert woodland == pytest.approx(0.4179, abs=0.002)
    row = account.zone_rows[0]
    assert row["flow_t_km2"] == pytest.approx(1972.0, abs=0.1)
    assert row["flow_t_km2"] == pytest.approx(1980, rel=0.005)
    assert row["emission_t"] == pytest.approx(released.emission_t, rel=1e-6)


@pytest.mark.formula("three-ratios")
def test_jiangsu_like_mix_has_three_very_different_ratios(tmp_path) -> None:
    """20 % built-up (146.63 / 30 = 4.888) and 6 % lake (4.81 / 0.30 = 16.03); the rest is cropland (15.98 / 215.92).

    Totals: E = 0.20 * 146.63 + 0.06 * 4.81 + 0.74 * 15.98 = 29.326 + 0.289 + 11.825 = 41.440;
            C = 0.20 * 30 + 0.06 * 0.30 + 0.74 * 215.92 = 6 + 0.018 + 159.781 = 165.799; ratio 0.24994 (stated 0.25).
    Mean of the cells: 0.20 * 4.8877 + 0.06 * 16.0333 + 0.74 * 0.07401 = 0.97753 + 0.96200 + 0.05477 = 1.9943
            (stated 1.99). Median: cropland's, 15.98 / 215.92 = 0.07401.
    """
    _, _, account = basin(tmp_path, {51: 20, 42: 6, 11: 74})
    row = account.zone_rows[0]
    assert row["ratio_of_totals"] == pytest.approx(0.24994, abs=2e-5)
    assert row["mean_ratio"] == pytest.approx(1.9943, abs=1e-4)
    assert row["median_ratio"] == pytest.approx(15.98 / 215.92, rel=1e-6)
    assert round(row["ratio_of_totals"], 2) == 0.25
    assert round(row["mean_ratio"], 2) == 1.99


@pytest.mark.parametrize(
    ("emission", "sequestration", "printed"),
    [(22.10, 244.25, 0.0905), (23.78, 265.42, 0.0896), (26.82, 196.75, 0.1363)],
)
def test_the_reaches_ratios_are_ratios_of_totals(tmp_path, emission, sequestration, printed) -> None:
    """Two cells of which one emits all: totals give E/C of the means; the mean of the ratios is another number."""
    e = save(tmp_path / "e.tif", [[2 * emission, 0.0]])
    c = save(tmp_path / "c.tif", [[0.5 * sequestration, 1.5 * sequestration]])
    account = balance(band(e), band(c), band(e).grid, (None, None, None))
    assert account.ratio_of_totals == pytest.approx(printed, abs=5e-5)
    assert account.mean_ratio == pytest.approx(2 * emission / sequestration)


@pytest.mark.formula("change-value")
@pytest.mark.parametrize(
    ("price", "years", "rate", "change", "expected"),
    [
        # InVEST's own test data: 2016 to 2030; 43/14 * sum of (0.929 * 1.028)^-t, t = 0..13.
        (43, 14, -7.1, 2.8, 59.00136),
        # 50/2 * (1 + 1 / (1.5 * 1.05)) = 25 * 1.634921
        (50, 2, 50, 5, 40.87302),
        (43, 14, 0, 0, 43),
    ],
)
def test_value_of_a_tonne_is_invests(price, years, rate, change, expected) -> None:
    assert value_per_tonne(years, price, rate, change) == pytest.approx(expected, abs=5e-6)


@pytest.mark.formula("pools")
def test_default_densities_have_the_printed_totals() -> None:
    densities = ClassDensities.build(CNLUCC, None)
    printed = [215.92, 331.21, 228.98, 0.30, 30.00, 22.90]
    np.testing.assert_allclose(densities.total, printed, atol=1e-9)
    assert densities.keys == (1, 2, 3, 4, 5, 6)


@pytest.mark.formula("respiration")
def test_respiration_reaches_the_right_codes_and_co2_becomes_carbon() -> None:
    """Lake (42) 4.81, river (41) and reservoir (43) 0; 23.21 * 12/44 = 6.33."""
    printed = SoilRespiration.build(CNLUCC, None, RespirationBasis.AS_PUBLISHED, Recorder())
    carbon = SoilRespiration.build(CNLUCC, None, RespirationBasis.AS_CARBON, Recorder())
    wanted = {11: 15.98, 23: 23.21, 33: 21.30, 41: 0, 42: 4.81, 43: 0, 44: 0, 46: 0, 51: 0, 66: 0}
    per_code = dict(zip(printed.codes, printed.respiration))
    assert {code: per_code[code] for code in wanted} == wanted
    assert dict(zip(carbon.codes, carbon.respiration))[21] == pytest.approx(6.33, abs=1e-9)
    np.testing.assert_allclose(carbon.respiration, np.array(printed.respiration) * 12 / 44, rtol=1e-12)


def test_published_unit_is_warned_about_once_and_only_for_the_study_s_table() -> None:
    log = Recorder()
    SoilRespiration.build(CNLUCC, None, RespirationBasis.AS_PUBLISHED, log)
    assert len([text for text in log.warnings if "almost certainly CO2" in text]) == 1
    log = Recorder()
    SoilRespiration.build(CNLUCC, None, RespirationBasis.AS_CARBON, log)
    assert not log.warnings


@pytest.mark.formula("energy")
def test_energy_coefficients_per_physical_unit() -> None:
    """0.7559 t C/tce * 0.7143 tce/t = 0.5399 t C/t; 0.5857 * 1.4286 = 0.8367; 0.4483 * 13.3 = 5.96 per 10^4 m3.

    IPCC 2006: 25.8 GJ/t * 25.8 kg C/GJ = 0.666; 42.3 * 20.0 = 0.846; 48.0 * 15.3 = 0.734 t C/t.
    """
    paper, ipcc = (
        {row.source: row.carbon for row in read_coefficients(read_shipped(f"coefficients_{name}.csv"))}
        for name in ("paper", "ipcc2006")
    )
    stated = {"coal_t": 0.5399, "oil_t": 0.8367, "coal_tce": 0.7559, "oil_tce": 0.5857, "gas_tce": 0.4483}
    assert {name: round(paper[name], 4) for name in stated} == stated
    assert paper["gas_1e4m3"] == pytest.approx(5.96, abs=0.005)
    assert paper["electricity_tce"] == 0
    assert (paper["timber"], paper["cement"]) == (0.36, 0.136)
    assert [paper[name] for name in ("population", "pigs", "large_livestock")] == [0.079, 0.082, 0.796]
    assert sorted(round(value, 3) for name, value in ipcc.items() if name.endswith("_t"))[:3] == [0.666, 0.734, 0.846]


@pytest.mark.formula("cement")
def test_cement_is_carbon_of_its_co2() -> None:
    """0.136 t C/t * 44/12 = 0.4987 t CO2/t."""
    rows = [["cement", "0.4987", "t", "CO2", "builtup", "x"]]
    table = make_table("own.csv", ["source", "coefficient", "per", "carbon_unit", "proxy", "reference"], rows)
    assert read_coefficients(table)[0].carbon == pytest.approx(0.136, abs=1e-5)


@pytest.mark.formula("crosswalk")
def test_woodland_of_the_igbp_scheme_is_by_definition_not_by_name() -> None:
    """Woody savanna (8) and savanna (9) are woodland from 10 % canopy on; open shrubland (7) is grassland."""
    igbp = Crosswalk.of_scheme(3)
    classes = dict(zip(igbp.codes, igbp.classes))
    assert [classes[code] for code in (1, 6, 8, 9)] == [2, 2, 2, 2]
    assert [classes[code] for code in (7, 10, 12, 14, 13, 16)] == [3, 3, 1, 1, 5, 6]
    assert [classes[code] for code in (0, 17, 11, 15)] == [4, 4, 4, 4]


@pytest.mark.formula("stock")
def test_stock_of_the_docstring_s_three_cells(tmp_path) -> None:
    """100 ha each: 100 * (331.21 + 331.21 + 30.00) = 69 242 t; 69 242 / 300 = 230.81 t/ha."""
    landuse = band(land(tmp_path, {21: 2, 51: 1}))
    out = target(tmp_path / "stock.tif")
    stock = carbon_stock(landuse, landuse.grid, ClassDensities.build(CNLUCC, None), out, None)
    assert (stock.area_ha, stock.stock_t) == (pytest.approx(300), pytest.approx(69_242))
    assert stock.mean_t_ha == pytest.approx(230.8067, abs=1e-4)
    np.testing.assert_allclose(load(out.path), [[331.21, 331.21, 30.0]], rtol=1e-7)


def test_an_invest_table_loads_unchanged(tmp_path) -> None:
    """The raster's own codes, extra columns, codes in any order; 1 km2 cells: 100 * (4 + 1 + 4) t."""
    header = ["LULC_name", "lucode", "C_above", "C_below", "C_soil", "C_dead"]
    pools = make_table("carbon_pools.csv", header, [["forest", 250, 1, 2, 0.5, 0.5], ["bare", -3, 0, 0, 1, 0]])
    codes = band(save(tmp_path / "own.tif", [[250, -3, 250]], kind=gdal.GDT_Int16))
    stock = carbon_stock(codes, grid(1, 3), ClassDensities.build(Scheme.OWN_CODES, pools), None, None)
    assert stock.stock_t == pytest.approx(900)
    assert [(row["code"], row["name"], row["stock_t"]) for row in stock.class_rows] == [
        (250, "forest", pytest.approx(800)),
        (-3, "bare", pytest.approx(100)),
    ]
