"""U and V as one series: what is checked, what is warned of, and the reading step by step."""

from __future__ import annotations

import zipfile

import numpy as np
import pytest
from carbon_service_flow.core.errors import RasterError
from carbon_service_flow.core.raster.sources import Band, Window
from carbon_service_flow.core.wind.fields.grid_axes import grid_bearings
from carbon_service_flow.core.wind.fields.step_times import step_times
from carbon_service_flow.core.wind.uv_series import open_pair
from osgeo import gdal
from support.common import ALBERS, KM, WGS84, Recorder, save
from support.netcdf import U10, V10, lonlat_axes, needs_netcdf, time_axis, write_netcdf, write_winds

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


def test_times_that_differ_are_refused_by_the_first(tmp_path):
    u, v = timed(tmp_path, "u.tif", [0, 3600, None]), timed(tmp_path, "v.tif", [0, 7200, 9])
    with pytest.raises(RasterError, match=r"\(v\.tif, 3 steps\) differ: V lacks 1970-01-01 01:00:00"):
        open_pair(u, v, Recorder())
    pair = open_pair(u, timed(tmp_path, "w.tif", [0, None, 9]), Recorder())
    # Where one of the two says nothing, the other's time stands.
    assert [str(time) for time in pair.times] == ["1970-01-01 00:00:00", "1970-01-01 01:00:00", "1970-01-01 00:00:09"]


def test_components_that_describe_themselves_the_other_way_round(tmp_path):
    u = timed(tmp_path, "u.tif", [0], long_name="10 metre V wind component")
    v = timed(tmp_path, "v.tif", [0], long_name="10 metre U wind component")
    silent = timed(tmp_path, "w.tif", [0])
    with pytest.raises(RasterError, match="U and V are swapped"):
        open_pair(u, v, Recorder())
    with pytest.raises(
        RasterError, match=r"U \(u\.tif\) holds .*V wind component.*, the northward wind\. U must be the east"
    ):
        open_pair(u, silent, Recorder())
    with pytest.raises(RasterError, match=r"V \(v\.tif\) holds .*, the eastward wind"):
        open_pair(silent, v, Recorder())
    heard = Recorder()
    for first, second in ((v, u), (silent, u), (v, silent)):
        open_pair(first, second, heard)
    assert heard.warnings == []


def test_components_along_the_grid_are_warned_of(tmp_path):
    ones, heard = np.ones((4, 2, 2)), Recorder()
    pair_of(tmp_path, ones, ones, heard, transform=KM, crs=ALBERS)
    assert len([text for text in heard.warnings if "rotated to the meridians" in text]) == 1
    heard = Recorder()
    pair = open_pair(timed(tmp_path, "a.tif", [0], standard_name="x_wind"), timed(tmp_path, "b.tif", [0]), heard)
    # On longitudes and latitudes the grid's axes are east and north.
    assert (heard.warnings, pair.along_grid) == ([], False)


@pytest.mark.parametrize(
    ("unit", "factor"), [("m/s", 1), ("m s**-1", 1), ("m s-1", 1), ("knots", 0.5144), ("km/h", 0.2778), ("K", None)]
)
def test_units_are_converted_or_told(tmp_path, unit, factor):
    heard = Recorder()
    pair = open_pair(timed(tmp_path, "a.tif", [0], unit), timed(tmp_path, "b.tif", [0]), heard)
    u, v = pair.open().read(0, Window(0, 0, 1, 1))
    assert (u.item(), v.item()) == (pytest.approx(factor or 1, abs=1e-4), 1)
    assert any(f'The unit of U is "{unit}", not m/s' in text for text in heard.warnings) is (factor is None)


def test_a_fill_value_that_was_not_declared_is_refused_with_its_band(tmp_path):
    """-9999 m/s is no wind, 40 m/s is a gale; 32767 thousandths far from 2000 thousandths are a fill value."""
    u = np.array([[[3.0, 40.0]], [[-9999.0, 2.0]]])
    pair = pair_of(tmp_path, u, np.ones((2, 1, 2)))
    assert pair.open().read(0, Window(0, 0, 1, 2))[0].tolist() == [[3.0, 40.0]]
    with pytest.raises(
        RasterError, match="band 2 holds values that a wind component cannot have in 1 cells, such as -9999"
    ):
        pair.open().read(1, Window(0, 0, 1, 2))
    stored = np.array([[[2000, 32767]]])
    packed = pair_of(tmp_path, stored, stored, kind=gdal.GDT_Int16, scale=(0.001, 0.0))
    with pytest.raises(RasterError, match="32767 in 1 cells"):
        packed.open().read(0, Window(0, 0, 1, 2))


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


@needs_netcdf
def test_versions_fill_each_other_and_packed_numbers_are_unpacked(tmp_path):
    """At each time one of two versions has values: 100 and 200, packed by 0.01 and 1, are 2 and 3 m/s."""
    packed = np.full((2, 2, 3, 4), -32767, "i2")
    packed[0, 0], packed[1, 1] = 100, 200
    said = {"scale_factor": 0.01, "add_offset": 1.0, "_FillValue": np.int16(-32767), "units": "m s**-1"}
    axes = {
        "time": (("time",), np.array([0, 1], "i4"), {"units": "hours since 2020-01-01 00:00:00.0"}),
        "expver": (("expver",), np.array([1, 5], "i4"), {}),
        **lonlat_axes(35.5, 100.5, 3, 4),
    }
    dimensions = ("time", "expver", "latitude", "longitude")
    winds = dict.fromkeys(("u10", "v10"), (dimensions, packed, said))
    heard = Recorder()
    pair = open_pair(Band(write_netcdf(tmp_path / "a.nc", {**axes, **winds})), None, heard)
    window = Window(0, 0, 3, 4)
    assert [np.unique(pair.open().read(step, window)).tolist() for step in (0, 1)] == [[2], [3]]
    assert (pair.steps, heard.warnings) == (2, [])
    assert "The axes of a.nc are longitude and latitude: EPSG:4326 is taken." in heard.infos


def rotated(path, standard, said="pole"):
    """Constant winds (-3, 0) on a grid whose pole is moved."""
    axes = {
        **time_axis(range(4), "time"),
        "rlat": (("rlat",), 2.0 - np.arange(3), {"units": "degrees", "standard_name": "grid_latitude", "axis": "Y"}),
        "rlon": (("rlon",), 20.0 + np.arange(4), {"units": "degrees", "standard_name": "grid_longitude", "axis": "X"}),
    }
    pole = {
        "grid_mapping_name": "rotated_latitude_longitude",
        "grid_north_pole_latitude": 39.25,
        "grid_north_pole_longitude": -162.0,
    }
    if said == "sphere":
        pole["earth_radius"] = 6371229.0
    if said:
        axes["rotated_pole"] = ((), np.array(0, "i4"), pole)
    place, ones = ("time", "rlat", "rlon"), np.ones((4, 3, 4), "f4")
    names = {"u": {**U10, "standard_name": standard}, "v": {**V10, "standard_name": standard.replace("east", "north")}}
    if said:
        names = {name: {**one, "grid_mapping": "rotated_pole"} for name, one in names.items()}
    winds = {"uas": (place, -3 * ones, names["u"]), "vas": (place, 0 * ones, names["v"])}
    return Band(write_netcdf(path, {**axes, **winds}))


@needs_netcdf
@pytest.mark.parametrize("said", ["pole", "sphere"])
def test_winds_along_a_rotated_grid_are_turned(tmp_path, said):
    """Without a radius GDAL leaves the CRS out: it is made from the attributes."""
    window = Window(0, 0, 3, 4)
    pair = open_pair(rotated(tmp_path / "a.nc", "grid_eastward_wind", said), None, Recorder())
    u, v = pair.open().read(0, window)
    angle = grid_bearings(pair.grid, window)
    # From (-3, 0): east is -3 cos, north 3 sin. The speed stays.
    np.testing.assert_allclose([u, v], [-3 * np.cos(angle), 3 * np.sin(angle)], rtol=1e-12)
    assert angle.min() > 0.3
    loaded = pair.load(Recorder())
    np.testing.assert_array_equal(loaded.read(0, window), (u, v))
    # Winds that are true already stay, and what does not say is refused.
    u, v = open_pair(rotated(tmp_path / "b.nc", "eastward_wind"), None, Recorder()).open().read(0, window)
    assert (np.unique(u).tolist(), np.unique(v).tolist()) == ([-3], [0])
    with pytest.raises(RasterError, match=r"lies on a rotated grid .* does not say whether"):
        open_pair(rotated(tmp_path / "c.nc", "unknown"), None, Recorder())
    with pytest.raises(RasterError, match="its pole is not said"):
        open_pair(rotated(tmp_path / "d.nc", "grid_eastward_wind", said=""), None, Recorder())


@needs_netcdf
def test_files_of_one_archive_follow_each_other(tmp_path):
    """Two months as delivered; the second is read where its own steps begin."""
    ones = np.ones((2, 3, 4))
    with zipfile.ZipFile(tmp_path / "d.zip", "w") as archive:
        for month, hours in enumerate(([0, 1], [744, 745])):
            write_winds(tmp_path / f"{month}.nc", (month + 1) * ones, -ones, hours=hours)
            archive.write(tmp_path / f"{month}.nc", f"{month}.nc")
    pair = open_pair(Band(str(tmp_path / "d.zip")), None, Recorder())
    reader = pair.open()
    assert [reader.read(step, Window(0, 0, 1, 1))[0].item() for step in range(4)] == [1, 1, 2, 2]
    assert str(pair.times[2]) == "2020-02-01 00:00:00"
