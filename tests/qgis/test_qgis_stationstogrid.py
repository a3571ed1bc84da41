"""Station values on a grid through QGIS: from China's daily files to temperature and rain for the drivers."""

from __future__ import annotations

import datetime

import numpy as np
import pytest
import qgis_world as world
import stations_world as wind
from conftest import algorithm, is_clean
from osgeo import gdal
from qgis.core import QgsVectorLayer

# Three stations in 2015: degrees of latitude and longitude as DDMM, metres, mm of each day, degrees at sea level.
PLACES = (("57001", 3420, 10920, 400, 1.0), ("57002", 3430, 10935, 900, 2.0), ("57003", 3450, 10950, 100, 3.0))


def days(year=2015):
    day = datetime.date(year, 1, 1)
    while day.year == year:
        yield day
        day += datetime.timedelta(days=1)


@pytest.fixture
def rain(run, tmp_path, folder):
    """Daily rain of 2015; the third station lacks July."""
    lines = [
        f"{name},{lat},{lon},{10 * height},{day.year},{day.month},{day.day},0,0,{round(10 * mm)},0,0,0"
        for name, lat, lon, height, mm in PLACES
        for day in days()
        if not (name == "57003" and day.month == 7)
    ]
    path = world.write_text(tmp_path / "SURF_CLI_CHN_MUL_DAY-PRE-13011-2015.TXT", "\n".join(lines))
    return run("importcmadaily", INPUT=[path], OUTPUT=str(folder / "rain.gpkg"))["OUTPUT"]


@pytest.fixture
def grid(inputs):
    return inputs["stock"]


def test_interface(plugin):
    one = algorithm("stationstogrid")
    names = [definition.name() for definition in one.parameterDefinitions()]
    assert names == [
        "STATIONS",
        "VALUE_FIELD",
        "STATISTIC",
        "DATE_FIELD",
        "GRID",
        "POWER",
        "NEIGHBOURS",
        "ELEVATION",
        "ELEVATION_FIELD",
        "LAPSE_RATE",
        "STATION_FIELD",
        "CREATION_OPTIONS",
        "OUTPUT",
    ]
    numbers = [output.name() for output in one.outputDefinitions() if output.type() == "outputNumber"]
    assert numbers == ["STATIONS_USED", "RECORDS", "LEAVE_ONE_OUT_ERROR"]
    assert one.groupId() == "grids"
    assert one.parameterDefinition("LAPSE_RATE").defaultValue() == 6.5
    assert [option[:10] for option in one.parameterDefinition("STATISTIC").options()] == [
        "Mean",
        "Sum per ye",
        "Mean of ea",
        "Sum of eac",
    ]


def test_yearly_rain_from_daily_files(run, rain, grid, folder, feedback):
    result = run(
        "stationstogrid", STATIONS=rain, VALUE_FIELD="precipitation", STATISTIC=1, GRID=grid, NEIGHBOURS=1,
        OUTPUT=str(folder / "p.tif"),
    )  # fmt: skip
    values = world.read_raster(result["OUTPUT"])
    # A year without July does not count: 365 and 730 mm are left.
    assert set(np.unique(values)) <= {365.0, 730.0}
    assert (result["STATIONS_USED"], result["LEAVE_ONE_OUT_ERROR"]) == (2, 365)
    assert feedback.warned("1 of 3 years", "57003")
    dataset = gdal.Open(result["OUTPUT"])
    band = dataset.GetRasterBand(1)
    assert (band.GetDescription(), band.GetUnitType()) == ("precipitation, sum per year, mm", "mm")
    assert is_clean(folder, "rain.gpkg", "p.tif")


def test_months(run, rain, grid, folder):
    result = run(
        "stationstogrid", STATIONS=rain, VALUE_FIELD="precipitation", STATISTIC=3, GRID=grid, NEIGHBOURS=1,
        OUTPUT=str(folder / "m.tif"),
    )  # fmt: skip
    dataset = gdal.Open(result["OUTPUT"])
    assert dataset.RasterCount == 12
    january, july = (dataset.GetRasterBand(k).ReadAsArray() for k in (1, 7))
    assert set(np.unique(january)) <= {31.0, 62.0, 93.0}
    assert set(np.unique(july)) <= {31.0, 62.0}
    assert dataset.GetRasterBand(7).GetDescription() == "precipitation, sum of July, mm"


def test_temperature_follows_the_terrain(run, grid, folder, tmp_path, feedback):
    rows = [
        {
            "t": 20 - 0.0065 * height,
            "height": float(height),
            "at": (lon // 100 + lon % 100 / 60, lat // 100 + lat % 100 / 60),
        }
        for _, lat, lon, height, _ in PLACES
    ]
    path = wind.write_records(folder / "t.gpkg", rows)
    shape = world.read_raster(grid).shape[-2:]
    heights = np.linspace(0, 3000, shape[0] * shape[1]).reshape(shape)
    elevation = world.write_raster(tmp_path / "dem.tif", heights)
    result = run(
        "stationstogrid", STATIONS=path, VALUE_FIELD="t", GRID=grid, ELEVATION=elevation, ELEVATION_FIELD="height",
        OUTPUT=str(folder / "t.tif"),
    )  # fmt: skip
    np.testing.assert_allclose(world.read_raster(result["OUTPUT"]), 20 - 0.0065 * heights, atol=1e-4)
    assert result["LEAVE_ONE_OUT_ERROR"] == pytest.approx(0, abs=1e-6)
    assert not feedback.warned("LAPSE_RATE")
    sums = {"STATIONS": path, "VALUE_FIELD": "t", "GRID": grid, "ELEVATION": elevation, "ELEVATION_FIELD": "height"}
    run("stationstogrid", **sums, LAPSE_RATE=0, OUTPUT=str(folder / "flat.tif"))
    flat = world.read_raster(str(folder / "flat.tif"))
    assert flat.max() <= 20 - 0.0065 * 100 + 1e-6


def test_dates_of_qgis(run, grid, folder):
    """A field of dates, not of text."""
    layer = QgsVectorLayer("Point?crs=EPSG:4326&field=when:date&field=v:double", "days", "memory")
    from qgis.core import QgsFeature, QgsGeometry, QgsPointXY
    from qgis.PyQt.QtCore import QDate

    features = []
    for day in days():
        feature = QgsFeature(layer.fields())
        feature.setAttributes([QDate(day.year, day.month, day.day), 2.0])
        feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(109.4, 34.4)))
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    result = run(
        "stationstogrid", STATIONS=layer, VALUE_FIELD="v", DATE_FIELD="when", STATISTIC=1, GRID=grid,
        OUTPUT=str(folder / "v.tif"),
    )  # fmt: skip
    assert set(np.unique(world.read_raster(result["OUTPUT"]))) == {730.0}
    assert "LEAVE_ONE_OUT_ERROR" not in result or result["LEAVE_ONE_OUT_ERROR"] is None


def test_what_is_refused(fails, rain, grid, daily_wind, folder):
    given = {"STATIONS": rain, "VALUE_FIELD": "precipitation", "GRID": grid, "OUTPUT": str(folder / "x.tif")}
    assert "DATE_FIELD" in fails("stationstogrid", **given, STATISTIC=1, DATE_FIELD="")
    assert "above 0" in fails("stationstogrid", **given, POWER=0)
    assert "ELEVATION_FIELD" in fails("stationstogrid", **given, ELEVATION=grid, ELEVATION_FIELD="")
    other = world.write_raster(folder / "other.tif", np.ones((2, 2)))
    assert "aligntogrid" in fails("stationstogrid", **given, ELEVATION=other)
    text = fails("stationstogrid", **{**given, "STATIONS": daily_wind, "VALUE_FIELD": "max_dir"})
    assert "have no mean" in text


@pytest.fixture
def daily_wind(run, tmp_path, folder):
    files = wind.daily_files(tmp_path, wind.CODES)
    return run("importcmadaily", INPUT=files, OUTPUT=str(folder / "wind.gpkg"))["OUTPUT"]
