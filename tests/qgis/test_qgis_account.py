"""carbonaccount against the chain of tools, and creation options, as QGIS runs them."""

from __future__ import annotations

import numpy as np
import pytest
import qgis_world as world
from conftest import given, is_clean
from osgeo import gdal
from qgis.core import QgsProcessingException


def same(first: str, second: str) -> None:
    one, other = gdal.Open(first).ReadAsArray(), gdal.Open(second).ReadAsArray()
    np.testing.assert_array_equal(one, other)


def test_the_account_is_what_the_three_tools_give(run, inputs, folder):
    common = given(inputs, "carbonaccount")
    zones = {name: common[name] for name in ("ZONES", "ZONE_FIELD")}
    stock = run("carbonstock", LANDUSE=common["LANDUSE"], SCHEME=0, OUTPUT=str(folder / "stock.tif"))
    emission = run("carbonemissions", **common, OUTPUT=str(folder / "e.tif"), ZONE_TABLE=str(folder / "e.csv"))
    wanted = {name: str(folder / f"{name}.tif") for name in ("OUTPUT_DIFFERENCE", "OUTPUT_RATIO", "OUTPUT_FLOW")}
    rasters = {"EMISSION": emission["OUTPUT"], "SEQUESTRATION": stock["OUTPUT"]}
    balance = run("supplydemandratio", **rasters, **zones, **wanted, ZONE_TABLE=str(folder / "balance.csv"))
    names = {**dict.fromkeys(wanted), "OUTPUT_EMISSION": None, "OUTPUT_STOCK": None}
    files = {name: str(folder / f"account {name}.tif") for name in names}
    tables = {"ZONE_TABLE": str(folder / "account.csv"), "EMISSION_TABLE": str(folder / "account e.csv")}
    account = run("carbonaccount", **common, **files, **tables)
    for name in wanted:
        same(account[name], balance[name])
    same(account["OUTPUT_EMISSION"], emission["OUTPUT"])
    same(account["OUTPUT_STOCK"], stock["OUTPUT"])
    assert world.read_rows(account["ZONE_TABLE"]) == world.read_rows(balance["ZONE_TABLE"])
    assert world.read_rows(account["EMISSION_TABLE"]) == world.read_rows(emission["ZONE_TABLE"])
    for name in ("SEQUESTRATION_T", "FLOW_T", "RATIO_OF_TOTALS", "MEAN_RATIO", "ZERO_SEQUESTRATION_CELLS"):
        assert account[name] == balance[name]
    assert account["EMISSION_T"] == emission["EMISSION_T"]
    assert account["STOCK_T"] == stock["STOCK_T"]


def test_a_sequestration_raster_takes_the_place_of_the_stock(run, inputs, folder, feedback):
    files = {"OUTPUT_RATIO": str(folder / "r.tif"), "OUTPUT_STOCK": str(folder / "s.tif")}
    result = run("carbonaccount", **given(inputs, "carbonaccount"), SEQUESTRATION=inputs["stock"], **files)
    assert feedback.warned("sequestration raster is given")
    assert result["STOCK_T"] is None
    assert is_clean(folder, "r.tif")


@pytest.mark.parametrize(("options", "layout"), [("FORMAT=COG", "COG"), ("COMPRESS=LZW", None)])
def test_creation_options_reach_the_file(run, inputs, folder, options, layout):
    common = given(inputs, "carbonstock")
    plain = run("carbonstock", **common, OUTPUT=str(folder / "plain.tif"))
    chosen = run("carbonstock", **common, OUTPUT=str(folder / "chosen.tif"), CREATION_OPTIONS=options)
    same(plain["OUTPUT"], chosen["OUTPUT"])
    # GDAL 3.13 calls plain tiled files COG, too: a file without options has its word for them.
    usual = gdal.Open(plain["OUTPUT"]).GetMetadataItem("LAYOUT", "IMAGE_STRUCTURE")
    assert usual is None or int(gdal.VersionInfo()) >= 3_11_00_00
    assert gdal.Open(chosen["OUTPUT"]).GetMetadataItem("LAYOUT", "IMAGE_STRUCTURE") == (layout or usual)
    assert is_clean(folder, "chosen.tif", "plain.tif")


def test_a_wrong_creation_option_stops_before_anything_is_written(run, inputs, folder):
    with pytest.raises(QgsProcessingException, match="COMPRESS cannot be JPEG"):
        run(
            "carbonstock",
            **given(inputs, "carbonstock"),
            OUTPUT=str(folder / "a.tif"),
            CREATION_OPTIONS="COMPRESS=JPEG",
        )
    assert is_clean(folder)
