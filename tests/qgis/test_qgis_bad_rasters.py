"""Rasters that cannot be used, or only with care: the message says what is wrong and what to do."""

from __future__ import annotations

import numpy as np
import pytest
import qgis_world as world
from conftest import is_clean


@pytest.fixture
def balance(fails, inputs, folder):
    """A balance that must fail; nothing may be left behind."""

    def call(**more) -> str:
        text = fails(
            "supplydemandratio",
            **{"EMISSION": inputs["emission"], "SEQUESTRATION": inputs["stock"], **more},
            ZONES=inputs["zones"],
            ZONE_FIELD="name",
            OUTPUT_DIFFERENCE=str(folder / "difference.tif"),
            OUTPUT_RATIO=str(folder / "ratio.tif"),
            OUTPUT_FLOW=str(folder / "flow.tif"),
            ZONE_TABLE=str(folder / "zones.csv"),
        )
        assert is_clean(folder)
        return text

    return call


def plain() -> np.ndarray:
    return np.full((world.ROWS, world.COLS), 5.0, np.float32)


def test_unknown_codes(fails, inputs, folder, tmp_path):
    codes = world.landuse_codes()
    codes[0, 1] = codes[0, 2] = 77
    codes[3, 3] = 78
    path = world.write_raster(tmp_path / "lulc.tif", codes, nodata=255)
    text = fails("carbonstock", LANDUSE=path, OUTPUT=str(folder / "a.tif"), CLASS_TABLE=str(folder / "a.csv"))
    assert "77 (2 cells)" in text
    assert "78 (1 cells)" in text
    assert "lulc" in text
    assert is_clean(folder)


def test_unknown_codes_as_nodata(run, folder, tmp_path, feedback):
    codes = world.landuse_codes()
    codes[0, 1] = 77
    path = world.write_raster(tmp_path / "lulc.tif", codes, nodata=255)
    result = run("carbonstock", LANDUSE=path, UNKNOWN=1, OUTPUT=str(folder / "a.tif"))
    np.testing.assert_allclose(world.read_raster(result["OUTPUT"]), world.densities(codes), rtol=1e-5)
    assert feedback.warned("77 (1 cells)", "nodata")


def test_codes_that_are_no_whole_numbers(fails, folder, tmp_path):
    path = world.write_raster(tmp_path / "lulc.tif", plain() + 0.5)
    text = fails("carbonstock", LANDUSE=path, OUTPUT=str(folder / "a.tif"))
    assert "5.5" in text
    assert "whole numbers" in text
    assert is_clean(folder)


def test_off_by_half_a_cell(balance, tmp_path):
    moved = world.write_raster(tmp_path / "moved.tif", plain(), origin=(world.LEFT + 500, world.TOP))
    text = balance(SEQUESTRATION=moved)
    assert "0.5 columns" in text
    assert "carbonflow:aligntogrid" in text
    assert "(400500, 500000)" in text
    assert "(400000, 500000)" in text


def test_another_cell_size(balance, tmp_path):
    fine = world.write_raster(tmp_path / "fine.tif", np.kron(plain(), np.ones((2, 2), np.float32)), size=500)
    text = balance(SEQUESTRATION=fine)
    assert "cell size" in text
    assert "aligntogrid" in text


def test_another_crs(balance, tmp_path):
    other = world.write_raster(tmp_path / "utm.tif", plain(), crs="EPSG:32649")
    text = balance(SEQUESTRATION=other)
    assert "EPSG:32649" in text
    assert "aligntogrid" in text


def test_no_crs(balance, tmp_path):
    paths = [world.write_raster(tmp_path / f"{name}.tif", plain(), crs="") for name in "ab"]
    text = balance(EMISSION=paths[0], SEQUESTRATION=paths[1])
    assert "no coordinate reference system" in text


def test_negative_emission(balance, tmp_path):
    values = plain()
    values[2, 4] = -3.5
    values[6, 1] = -1
    text = balance(EMISSION=world.write_raster(tmp_path / "negative.tif", values))
    assert "negative in 2 cells" in text
    assert "row 3, column 5 (-3.5)" in text


def test_negative_sequestration(balance, tmp_path):
    values = plain()
    values[0, 0] = -2
    text = balance(SEQUESTRATION=world.write_raster(tmp_path / "negative.tif", values))
    assert "negative in 1 cells" in text
    assert "emission raster" in text


def test_infinite_value(balance, tmp_path):
    values = plain()
    values[1, 2] = np.inf
    text = balance(EMISSION=world.write_raster(tmp_path / "infinite.tif", values))
    assert "infinite" in text
    assert "row 2, column 3" in text


def test_nan_counts_as_nodata(run, folder, tmp_path):
    """NaN in a raster without a nodata value, and beside one."""
    values, others = plain(), plain()
    values[1, 2] = others[0, 0] = np.nan
    others[4, 4] = -9999
    emission = world.write_raster(tmp_path / "e.tif", values)
    sequestration = world.write_raster(tmp_path / "c.tif", others, nodata=-9999)
    result = run(
        "supplydemandratio",
        EMISSION=emission,
        SEQUESTRATION=sequestration,
        OUTPUT_DIFFERENCE=str(folder / "d.tif"),
        OUTPUT_RATIO="TEMPORARY_OUTPUT",
        OUTPUT_FLOW="TEMPORARY_OUTPUT",
    )
    assert np.argwhere(np.isnan(world.read_raster(result["OUTPUT_DIFFERENCE"]))).tolist() == [[0, 0], [1, 2], [4, 4]]
    assert result["EMISSION_T"] == pytest.approx((96 - 3) * 500)


def test_nan_as_the_nodata_value(run, folder, tmp_path):
    values = plain()
    values[1, 2] = np.nan
    path = world.write_raster(tmp_path / "e.tif", values, nodata=np.nan)
    result = run("carbonstockchange", BEFORE=path, AFTER=path, YEARS=1, OUTPUT=str(folder / "a.tif"))
    assert np.isnan(world.read_raster(result["OUTPUT"])).sum() == 1


def test_no_nodata_set(fails, folder, tmp_path):
    """A byte map whose 254 is not declared: told as an unknown code, not taken for a class."""
    codes = world.landuse_codes()
    codes[codes == world.NODATA_CODE] = 254
    path = world.write_raster(tmp_path / "lulc.tif", codes)
    text = fails("carbonstock", LANDUSE=path, OUTPUT=str(folder / "a.tif"))
    assert "254 (3 cells)" in text
    assert is_clean(folder)


def test_no_common_cells(fails, inputs, folder, tmp_path):
    empty = world.write_raster(tmp_path / "empty.tif", np.full((8, 12), -1.0), nodata=-1.0)
    text = fails(
        "windflowrouting",
        EMISSION=empty,
        SEQUESTRATION=inputs["stock"],
        WIND=inputs["wind"],
        OUTPUT_FLUX=str(folder / "flux.tif"),
    )
    assert "no cell with data in common" in text
    assert is_clean(folder)


def test_truncated_file(fails, folder, tmp_path):
    """The header is there, the data end early."""
    # Random values in strips: the data do not compress away, and the header comes first.
    values = np.random.default_rng(0).uniform(0, 9, (700, 700)).astype(np.float32)
    whole = tmp_path / "whole.tif"
    world.write_raster(whole, values)
    half = tmp_path / "截断 half.tif"
    half.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    text = fails("carbonstockchange", BEFORE=str(whole), AFTER=str(half), YEARS=1, OUTPUT=str(folder / "a.tif"))
    assert "截断 half" in text
    assert "cannot be read" in text
    assert "copy or download it again" in text
    assert is_clean(folder)


def test_missing_file(fails, folder):
    text = fails("carbonstock", LANDUSE=str(folder / "nowhere.tif"), OUTPUT=str(folder / "a.tif"))
    assert "nowhere.tif" in text
    assert is_clean(folder)


def test_a_file_that_is_no_raster(fails, folder, tmp_path):
    path = world.write_text(tmp_path / "text.tif", "no raster")
    assert "text.tif" in fails("carbonstock", LANDUSE=path, OUTPUT=str(folder / "a.tif"))


def test_layer_that_is_no_file(fails, inputs, folder):
    """A web layer has pictures, not values."""
    from qgis.core import QgsRasterLayer

    layer = QgsRasterLayer(
        "type=xyz&url=http://localhost:1/%7Bz%7D/%7Bx%7D/%7By%7D.png&zmax=3&zmin=0", "web map", "wms"
    )
    assert layer.isValid()
    text = fails("carbonstock", LANDUSE=layer, OUTPUT=str(folder / "a.tif"))
    assert "web map" in text
    assert "GeoTIFF" in text


def test_band_that_is_not_there(fails, inputs, folder):
    text = fails("aligntogrid", INPUT=inputs["stock"], BAND=3, GRID=inputs["stock"], OUTPUT=str(folder / "a.tif"))
    assert "no band 3" in text
    assert is_clean(folder)


def test_rasters_that_do_not_meet(fails, inputs, folder, tmp_path):
    far = world.write_raster(tmp_path / "far.tif", plain(), origin=(world.LEFT + 9e5, world.TOP))
    text = fails("aligntogrid", INPUT=far, GRID=inputs["stock"], OUTPUT=str(folder / "a.tif"))
    assert "no data on the grid" in text
    assert is_clean(folder)


def test_wind_that_is_no_direction(fails, inputs, folder, tmp_path):
    wind = plain() * 100
    path = world.write_raster(tmp_path / "wind.tif", wind)
    common = {"EMISSION": inputs["emission"], "SEQUESTRATION": inputs["stock"]}
    text = fails("windflowrouting", **common, WIND=path, OUTPUT_FLUX=str(folder / "a.tif"))
    assert "outside 0 to 360" in text
    text = fails("windflowrouting", **common, OUTPUT_FLUX=str(folder / "a.tif"))
    assert "needs a wind direction raster" in text
    text = fails("windflowrouting", **common, METHOD=2, ROSE=inputs["wind"], OUTPUT_FLUX=str(folder / "a.tif"))
    assert "17" in text
    assert is_clean(folder)


def test_u_and_v_that_do_not_belong_together(fails, folder, tmp_path):
    three = world.write_raster(tmp_path / "u.tif", np.ones((3, 4, 4), np.float32))
    two = world.write_raster(tmp_path / "v.tif", np.ones((2, 4, 4), np.float32))
    assert "3 bands" in fails("prevailingwinduv", U=three, V=two, OUTPUT_DIRECTION=str(folder / "d.tif"))
    assert "the same raster" in fails("prevailingwinduv", U=three, V=three, OUTPUT_DIRECTION=str(folder / "d.tif"))
    assert is_clean(folder)


def test_a_fault_of_web_mercator_is_told(run, folder, tmp_path, feedback):
    """At 35 degrees north Web Mercator counts half as much again."""
    path = world.write_raster(tmp_path / "m.tif", plain(), crs="EPSG:3857", origin=(11_700_000, 4_170_000))
    run("carbonstockchange", BEFORE=path, AFTER=path, YEARS=1, OUTPUT=str(folder / "a.tif"))
    assert feedback.warned("EPSG:3857", "%")
