"""U and V as one series: what is checked, what is warned of, and the reading step by step."""

from __future__ import annotations

import numpy as np
import pytest
from carbon_service_flow.core.errors import RasterError
from carbon_service_flow.core.raster.sources import Band, Window
from carbon_service_flow.core.wind.uv_series import open_pair, step_times
from osgeo import gdal
from support.common import ALBERS, KM, WGS84, Recorder, save

CHINA = (100.0, 1.0, 0.0, 36.0, 0.0, -1.0)


def test_times_of_bands(tmp_path):
    dataset = gdal.GetDriverByName("MEM").Create("", 1, 1, 3)
    dataset.SetMetadata({"time#units": "hours since 1900-01-01 00:00:00.0"})
    dataset.GetRasterBand(1).SetMetadata({"NETCDF_DIM_time": "24"})
    dataset.GetRasterBand(2).SetMetadata({"GRIB_VALID_TIME": "  86400 sec UTC"})
    times = [None if time is None else time.isoformat() for time in step_times(dataset)]
    assert times == ["1900-01-02T00:00:00", "1970-01-02T00:00:00", None]


def pair_of(tmp_path, u, v, progress=None, **options):
    options = {"transform": CHINA, "crs": WGS84, **options}
    paths = [save(tmp_path / f"{name}.tif", values, **options) for name, values in (("u", u), ("v", v))]
    return open_pair(Band(paths[0]), Band(paths[1]), progress or Recorder())


def timed(tmp_path, name, seconds, unit="", **metadata):
    """A raster of one cell with a band per time; `seconds` since 1970, None without."""
    path = save(tmp_path / name, np.ones((len(seconds), 1, 1)), CHINA, WGS84)
    dataset = gdal.Open(path, gdal.GA_Update)
    for number, value in enumerate(seconds, start=1):
        band = dataset.GetRasterBand(number)
        band.SetMetadata({**metadata, **({} if value is None else {"GRIB_VALID_TIME": str(value)})})
        if unit:
            band.SetUnitType(unit)
    dataset.FlushCache()
    return Band(path)


@pytest.mark.parametrize(
    ("unit", "value", "expected"),
    [
        ("hours since 1900-01-01 06:30:00", "1.5", "1900-01-01T08:00:00"),
        ("minutes since 2015-3-1", "90", "2015-03-01T01:30:00"),
        ("days since 2000-02-28 00:00", "2", "2000-03-01T00:00:00"),
        ("seconds since 1970-01-01T00:00:10", "5", "1970-01-01T00:00:05"),
        ("months since 1970-01-01", "5", None),
        ("hours since 1970-13-01", "5", None),
        ("hours since 1900-01-01", "many", None),
    ],
)
def test_times_in_units_since_an_epoch(unit, value, expected):
    dataset = gdal.GetDriverByName("MEM").Create("", 1, 1, 1)
    dataset.SetMetadata({"valid_time#units": unit})
    dataset.GetRasterBand(1).SetMetadata({"NETCDF_DIM_valid_time": value})
    (time,) = step_times(dataset)
    assert (time.isoformat() if time else None) == expected


def test_steps_are_bands_and_what_either_lacks_is_missing_in_both(tmp_path):
    u = np.arange(12.0).reshape(3, 2, 2)
    v = -u
    u[1, 0, 0] = v[1, 0, 1] = -99
    pair = pair_of(tmp_path, u, v, nodata=-99)
    for reader in (pair.open(), pair.load(Recorder()).open()):
        east, north = reader.read(1, Window(0, 0, 2, 2))
        np.testing.assert_array_equal(east, [[np.nan, np.nan], [6, 7]])
        np.testing.assert_array_equal(north, [[np.nan, np.nan], [-6, -7]])
        east, north = reader.read(2, Window(1, 1, 1, 1))
        assert (east.item(), north.item()) == (11, -11)
        assert reader.read(0, Window(0, 0, 1, 2))[0].tolist() == [[0, 1]]


def test_times_that_differ_are_told(tmp_path):
    heard = Recorder()
    u, v = timed(tmp_path, "u.tif", [0, 3600, None]), timed(tmp_path, "v.tif", [0, 7200, 9])
    pair = open_pair(u, v, heard)
    assert [str(time) for time in pair.times] == ["1970-01-01 00:00:00", "1970-01-01 01:00:00", "None"]
    assert heard.warnings == [
        "The times of U and V differ in 1 of 3 steps; step 2 is 1970-01-01 01:00:00 in U and 1970-01-01 02:00:00 in V. "
        "They are paired by band number."
    ]


@pytest.mark.parametrize(
    ("transform", "degrees"),
    [
        ((-180.0, 1.0, 0, 90.0, 0, -1.0), True),
        ((-361.0, 1.0, 0, 91.0, 0, -1.0), True),
        ((-361.5, 1.0, 0, 90.0, 0, -1.0), False),
        ((0.0, 1.0, 0, 91.5, 0, -1.0), False),
        ((360.0, 1.0, 0, 10.0, 0, -1.0), False),
        ((0.0, 1.0, 0, -90.0, 0, -1.0), False),
    ],
)
def test_coordinates_without_crs_that_look_like_degrees(tmp_path, transform, degrees):
    # Rasters of 2 x 2 cells of 1 degree: a cell beyond -360 to 360 and -90 to 90 is let pass.
    ones, heard = np.ones((4, 2, 2)), Recorder()
    if degrees:
        pair = pair_of(tmp_path, ones, ones, heard, transform=transform, crs="")
        assert pair.grid.is_geographic
        assert "EPSG:4326 is taken" in heard.warnings[0]
    else:
        with pytest.raises(RasterError, match="no coordinate reference system"):
            pair_of(tmp_path, ones, ones, heard, transform=transform, crs="")


def test_components_that_describe_themselves_the_other_way_round(tmp_path):
    heard = Recorder()
    u = timed(tmp_path, "u.tif", [0], long_name="10 metre V wind component")
    v = timed(tmp_path, "v.tif", [0], long_name="10 metre U wind component")
    open_pair(u, v, heard)
    assert [text for text in heard.warnings if "may be swapped" in text]
    heard = Recorder()
    open_pair(v, u, heard)
    assert heard.warnings == []
    # One that says nothing is no reason.
    open_pair(u, timed(tmp_path, "w.tif", [0]), heard)
    assert heard.warnings == []


def test_components_along_the_grid_are_warned_of(tmp_path):
    ones, heard = np.ones((4, 2, 2)), Recorder()
    pair_of(tmp_path, ones, ones, heard, transform=KM, crs=ALBERS)
    assert len([text for text in heard.warnings if "rotated to the meridians" in text]) == 1
    heard = Recorder()
    open_pair(timed(tmp_path, "a.tif", [0], standard_name="x_wind"), timed(tmp_path, "b.tif", [0]), heard)
    assert len([text for text in heard.warnings if "rotated to the meridians" in text]) == 1


@pytest.mark.parametrize(("unit", "is_said"), [("m/s", False), ("m s**-1", False), ("m s-1", False), ("knots", True)])
def test_units_that_are_no_metres_per_second_are_told(tmp_path, unit, is_said):
    heard = Recorder()
    open_pair(timed(tmp_path, "a.tif", [0], unit), timed(tmp_path, "b.tif", [0]), heard)
    assert any(f'The unit of U is "{unit}"' in text for text in heard.warnings) is is_said


def test_an_infinite_value_is_named_with_its_band(tmp_path):
    u = np.ones((3, 2, 2))
    u[1, 1, 0] = np.inf
    pair = pair_of(tmp_path, u, np.ones((3, 2, 2)))
    with pytest.raises(RasterError, match="band 2 holds an infinite value at row 2, column 1"):
        pair.open().read(1, Window(0, 0, 2, 2))


@pytest.mark.parametrize(("extra", "is_said"), [("{time}", False), ("{time,level}", True)])
def test_bands_over_more_than_time_are_told(tmp_path, extra, is_said):
    heard = Recorder()
    u, v = timed(tmp_path, "u.tif", [0, 1]), timed(tmp_path, "v.tif", [0, 1])
    dataset = gdal.Open(u.path, gdal.GA_Update)
    dataset.SetMetadataItem("NETCDF_DIM_EXTRA", extra)
    dataset.FlushCache()
    open_pair(u, v, heard)
    assert any("The bands of U run over time,level: all 2 count" in text for text in heard.warnings) is is_said
