"""The carbon accounts through QGIS, against numpy."""

from __future__ import annotations

import numpy as np
import pytest
import qgis_world as world

RASTER = {"rtol": 1e-5, "atol": 1e-5, "equal_nan": True}


def zone_sums(values: np.ndarray) -> list[float]:
    """t per zone from t/ha."""
    return [float(np.nansum(values[world.zone_rows(zone)]) * world.CELL_HA) for zone in (0, 1)]


def test_stock(run, inputs, folder):
    codes = world.landuse_codes()
    expected = world.densities(codes)
    result = run(
        "carbonstock",
        LANDUSE=inputs["landuse"],
        SCHEME=0,
        ZONES=inputs["zones"],
        ZONE_FIELD="name",
        OUTPUT=str(folder / "碳储量 stock.tif"),
        OUTPUT_POOLS=str(folder / "pools.tif"),
        CLASS_TABLE=str(folder / "classes.csv"),
        ZONE_TABLE=str(folder / "zones.csv"),
    )
    np.testing.assert_allclose(world.read_raster(result["OUTPUT"]), expected, **RASTER)
    pools = world.read_raster(result["OUTPUT_POOLS"])
    for pool in range(4):
        np.testing.assert_allclose(pools[pool], world.densities(codes, pool), **RASTER)
    total, area = np.nansum(expected) * world.CELL_HA, np.isfinite(expected).sum() * world.CELL_HA
    assert result["STOCK_T"] == pytest.approx(total, rel=1e-12)
    assert result["AREA_HA"] == pytest.approx(area, rel=1e-12)
    assert result["MEAN_T_HA"] == pytest.approx(total / area, rel=1e-12)
    rows = world.read_csv(result["CLASS_TABLE"])
    assert [int(row["code"]) for row in rows] == [1, 2, 3, 4, 5, 6]
    for row, (code, klass) in zip(rows, world.CLASS.items()):
        assert float(row["area_ha"]) == pytest.approx((codes == code).sum() * world.CELL_HA)
        assert float(row["density_t_ha"]) == pytest.approx(sum(world.POOLS[klass]))
    assert sum(float(row["stock_t"]) for row in rows) == pytest.approx(total)
    assert sum(float(row["share_percent"]) for row in rows) == pytest.approx(100)
    zones = world.read_csv(result["ZONE_TABLE"])
    assert [row["zone"] for row in zones] == list(world.ZONES)
    assert [float(row["stock_t"]) for row in zones] == pytest.approx(zone_sums(expected))


def test_stock_with_an_invest_table(run, inputs, folder):
    """Scheme 6 takes the raster's own codes, whatever the case of the header."""
    table = world.write_text(
        folder / "pools.csv",
        "LUCODE,LULC_name,C_above,C_below,C_soil,C_dead\n"
        + "".join(f"{code},x,{code},1,0.5,0\n" for code in world.CLASS),
    )
    result = run("carbonstock", LANDUSE=inputs["landuse"], SCHEME=6, POOLS=table, OUTPUT="TEMPORARY_OUTPUT")
    codes = world.landuse_codes().astype(float)
    expected = np.where(codes == world.NODATA_CODE, np.nan, codes + 1.5)
    np.testing.assert_allclose(world.read_raster(result["OUTPUT"]), expected, **RASTER)
    assert result["STOCK_T"] == pytest.approx(np.nansum(expected) * 100)


def test_change(run, inputs, folder):
    before = world.densities(world.landuse_codes())
    after = world.densities(world.landuse_codes(6))
    after[0, 5] = np.nan
    path = world.write_raster(folder / "after.tif", np.where(np.isnan(after), -1.0, after), nodata=-1.0)
    result = run(
        "carbonstockchange",
        BEFORE=inputs["stock"],
        AFTER=path,
        YEARS=2,
        PRICE=50,
        DISCOUNT_RATE=50,
        PRICE_CHANGE=5,
        ZONES=inputs["zones"],
        ZONE_FIELD="name",
        OUTPUT=str(folder / "change.tif"),
        OUTPUT_RATE=str(folder / "rate.tif"),
        OUTPUT_VALUE=str(folder / "value.tif"),
        ZONE_TABLE=str(folder / "zones.csv"),
    )
    change = after - before
    # Price 50, two years, r = 50 %, c = 5 %: 50 / 2 * (1 + 1 / (1.5 * 1.05)) = 40.87302 per tonne.
    per_tonne = 25 * (1 + 1 / 1.575)
    np.testing.assert_allclose(world.read_raster(result["OUTPUT"]), change, **RASTER)
    np.testing.assert_allclose(world.read_raster(result["OUTPUT_RATE"]), change / 2, **RASTER)
    np.testing.assert_allclose(world.read_raster(result["OUTPUT_VALUE"]), change * per_tonne, **RASTER)
    total = np.nansum(change) * 100
    common = np.isfinite(change)
    assert result["CHANGE_T"] == pytest.approx(total)
    assert result["CHANGE_PERCENT"] == pytest.approx(total / before[common].sum())
    assert result["COMMON_AREA_HA"] == pytest.approx(common.sum() * 100)
    assert result["BEFORE_ONLY_CELLS"] == (np.isfinite(before) & ~np.isfinite(after)).sum() > 0
    assert result["AFTER_ONLY_CELLS"] == (~np.isfinite(before) & np.isfinite(after)).sum()
    assert result["VALUE"] == pytest.approx(total * per_tonne)
    rows = world.read_csv(result["ZONE_TABLE"])
    assert [float(row["change_t"]) for row in rows] == pytest.approx(zone_sums(change))


def emission_reference(population: tuple[float, float], cement: tuple[float, float], coal: tuple[float, float]):
    """Built-up cells share what people breathe, cement and coal release (factors of the paper); soil by land use."""
    codes = world.landuse_codes()
    soil = np.full(codes.shape, np.nan)
    for code, rate in world.SOIL.items():
        soil[codes == code] = rate
    sources = np.zeros((3, *codes.shape))
    for zone in (0, 1):
        rows = world.zone_rows(zone)
        builtup = codes[rows] == 51
        amounts = (population[zone] * 0.079, coal[zone] * 0.7559, cement[zone] * 0.136)
        for source, amount in enumerate(amounts):
            sources[source][rows][builtup] = amount / (builtup.sum() * world.CELL_HA)
    sources[:, np.isnan(soil)] = np.nan
    return soil, sources


def test_emissions(run, inputs, folder, feedback):
    result = run(
        "carbonemissions",
        LANDUSE=inputs["landuse"],
        SCHEME=0,
        ZONES=inputs["zones"],
        ZONE_FIELD="name",
        STATISTICS=inputs["statistics"],
        STATISTICS_ZONE_FIELD="province",
        OUTPUT=str(folder / "emission.tif"),
        OUTPUT_SOURCES=str(folder / "sources.tif"),
        ZONE_TABLE=str(folder / "zones.csv"),
    )
    # "1,000" and full-width "２０" in the table are numbers; the empty coal cell of 南区 is 0, with a warning.
    soil, sources = emission_reference((1000, 500), (50, 20), (10, 0))
    expected = soil + sources.sum(axis=0)
    np.testing.assert_allclose(world.read_raster(result["OUTPUT"]), expected, **RASTER)
    bands = world.read_raster(result["OUTPUT_SOURCES"])
    np.testing.assert_allclose(bands, np.array([*sources, soil]), **RASTER)
    assert feedback.warned("coal_tce", "南区")
    assert feedback.warned("as published")
    assert result["EMISSION_T"] == pytest.approx(np.nansum(expected) * 100)
    assert result["MEAN_T_HA"] == pytest.approx(np.nanmean(expected))
    assert result["ALLOCATION_ERROR"] <= 1e-9
    rows = world.read_csv(result["ZONE_TABLE"])
    assert list(rows[0]) == [
        "zone",
        "area_ha",
        "population_t",
        "coal_tce_t",
        "cement_t",
        "soil_t",
        "total_t",
        "mean_t_ha",
    ]
    assert [float(row["population_t"]) for row in rows] == pytest.approx([79, 39.5])
    assert [float(row["cement_t"]) for row in rows] == pytest.approx([6.8, 2.72])
    assert [float(row["soil_t"]) for row in rows] == pytest.approx(zone_sums(soil))
    assert [float(row["total_t"]) for row in rows] == pytest.approx(zone_sums(expected))


def test_emissions_cut_to_a_study_area_keep_the_density(run, inputs, folder):
    """Totals are spread over whole zones first: a cut area holds the same densities, and less in all."""
    half = [("half", world.rectangle(world.LEFT, world.TOP - 8000, world.LEFT + 6000, world.TOP))]
    area = world.write_zones(folder / "area.gpkg", half)
    common = {
        "LANDUSE": inputs["landuse"],
        "SCHEME": 0,
        "ZONES": inputs["zones"],
        "ZONE_FIELD": "name",
        "STATISTICS": inputs["statistics"],
        "RESPIRATION_UNIT": 1,
    }
    whole = run("carbonemissions", **common, OUTPUT=str(folder / "whole.tif"))
    cut = run("carbonemissions", **common, STUDY_AREA=area, OUTPUT=str(folder / "cut.tif"))
    expected = world.read_raster(whole["OUTPUT"])
    expected[:, 6:] = np.nan
    np.testing.assert_allclose(world.read_raster(cut["OUTPUT"]), expected, **RASTER)
    assert cut["EMISSION_T"] == pytest.approx(np.nansum(expected) * 100, rel=1e-6)
    soil, sources = emission_reference((1000, 500), (50, 20), (10, 0))
    np.testing.assert_allclose(world.read_raster(whole["OUTPUT"]), soil * 12 / 44 + sources.sum(axis=0), **RASTER)


@pytest.mark.parametrize(("unit", "factor"), [(0, 1.0), (1, 1 / 100), (2, 1.0)])
def test_spread_totals(run, inputs, folder, unit, factor):
    """1200 and 340.5 people by weight; per cell, per ha and per km2 (a cell is 1 km2)."""
    weight = np.random.default_rng(8).uniform(0, 3, (world.ROWS, world.COLS))
    path = world.write_raster(folder / "weight.tif", weight)
    result = run(
        "spatializetotals",
        ZONES=inputs["zones"],
        FIELD="people",
        GRID=inputs["stock"],
        WEIGHT=path,
        UNIT=unit,
        OUTPUT=str(folder / "people.tif"),
    )
    expected = np.where(np.isnan(world.densities(world.landuse_codes())), np.nan, weight)
    for zone, people in ((0, 1200.0), (1, 340.5)):
        rows = world.zone_rows(zone)
        expected[rows] *= people / np.nansum(expected[rows])
    np.testing.assert_allclose(world.read_raster(result["OUTPUT"]), expected * factor, **RASTER)
    assert result["TOTAL_IN"] == pytest.approx(1540.5)
    assert result["TOTAL_OUT"] == pytest.approx(1540.5, rel=1e-9)
