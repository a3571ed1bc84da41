"""What bands say they are: component, level, member, time, unit."""

from __future__ import annotations

import numpy as np
import pytest
from carbon_service_flow.core.raster.sources import Band
from carbon_service_flow.core.wind.fields.components import fields_in
from osgeo import gdal
from support.common import WGS84, save
from support.netcdf import (
    U10,
    V10,
    lonlat_axes,
    needs_grib,
    needs_netcdf,
    time_axis,
    write_grib,
    write_netcdf,
    write_winds,
)

CHINA = (100.0, 1.0, 0.0, 36.0, 0.0, -1.0)


def said(fields):
    return [(one.component, one.level, one.member, [step.places for step in one.steps]) for one in fields]


@needs_netcdf
def test_a_file_with_more_than_winds(tmp_path):
    u = np.ones((2, 3, 4))
    more = {"t2m": (("valid_time", "latitude", "longitude"), u.astype("f4"), {"units": "K"})}
    path = write_winds(tmp_path / "a.nc", u, u, **more)
    fields = fields_in(Band(path))
    assert said(fields) == [(one, "10", "", [((0, 1),), ((0, 2),)]) for one in "uv"]
    assert [(one.name, one.axes, one.unit, one.mean) for one in fields] == [
        ("u10", "true", "m s**-1", ""),
        ("v10", "true", "m s**-1", ""),
    ]
    assert [str(step.time) for step in fields[0].steps] == ["2020-01-01 00:00:00", "2020-01-01 01:00:00"]


@needs_netcdf
def test_levels_and_members_of_netcdf_are_fields(tmp_path):
    dimensions = ("valid_time", "number", "level", "latitude", "longitude")
    values = np.zeros((2, 2, 2, 3, 4), "f4")
    axes = {
        **time_axis([0, 1]),
        "number": (("number",), np.array([0, 1], "i4"), {}),
        "level": (("level",), np.array([850, 1000], "i4"), {"units": "hPa"}),
        **lonlat_axes(35.5, 100.5, 3, 4),
    }
    winds = {"u": (dimensions, values, {**U10, "cell_methods": "time: mean"}), "v": (dimensions, values, V10)}
    fields = fields_in(Band(write_netcdf(tmp_path / "a.nc", {**axes, **winds})))
    # Bands run over levels first, then members, then times.
    expected = [
        ("u", f"level {level} hPa", f"number {number}", [((0, 1 + 2 * number + k),), ((0, 5 + 2 * number + k),)])
        for number in (0, 1)
        for k, level in enumerate((850, 1000))
    ]
    assert said(fields)[:4] == expected
    assert fields[0].mean == "cell_methods time: mean"
    assert len(fields) == 8


@needs_netcdf
def test_the_versions_of_a_time_are_one_step(tmp_path):
    """ERA5 (1) and its preliminary months (5): each has a value where the other has none."""
    dimensions = ("time", "expver", "latitude", "longitude")
    packed = np.full((2, 2, 3, 4), 7, "i2")
    axes = {
        "time": (("time",), np.array([0, 1], "i4"), {"units": "hours since 2020-01-01 00:00:00.0"}),
        "expver": (("expver",), np.array([1, 5], "i4"), {}),
        **lonlat_axes(35.5, 100.5, 3, 4),
    }
    winds = {name: (dimensions, packed, U10 if name == "u10" else V10) for name in ("u10", "v10")}
    fields = fields_in(Band(write_netcdf(tmp_path / "a.nc", {**axes, **winds})))
    assert said(fields) == [(one, "10", "", [((0, 1), (0, 2)), ((0, 3), (0, 4))]) for one in "uv"]


@needs_grib
def test_messages_of_grib_are_told_apart_by_element_level_and_member(tmp_path):
    ones = np.ones((3, 4))
    order = [(one, level, hour, ones) for hour in (0, 1) for level in (10, 100) for one in "uv"]
    fields = fields_in(Band(write_grib(tmp_path / "a.grib2", order)))
    assert said(fields) == [
        (one, f"{level}[m] HTGL", "", [((0, first),), ((0, first + 4),)])
        for level, first, one in ((10, 1, "u"), (10, 2, "v"), (100, 3, "u"), (100, 4, "v"))
    ]
    (field,) = fields_in(Band(write_grib(tmp_path / "b.grib2", order[:1], member=5)))
    # Its type is 3, its number 5.
    assert (field.component, field.member, field.unit) == ("u", "member 5", "[m/s]")


@needs_grib
def test_averages_of_grib_say_so(tmp_path):
    """Product template 8, statistical process 0; 1 is an accumulation."""
    ones = np.ones((3, 4))
    for process, mean in ((0, "statistical process average"), (1, "")):
        path = write_grib(tmp_path / f"{process}.grib2", [("u", 10, 0, ones)], process=process)
        (field,) = fields_in(Band(path))
        assert (field.component, field.mean) == ("u", mean)


def test_bands_of_a_geotiff_are_told_apart_by_their_descriptions(tmp_path):
    path = save(tmp_path / "a.tif", np.zeros((4, 2, 2)), CHINA, WGS84)
    dataset = gdal.Open(path, gdal.GA_Update)
    for number, text in enumerate(("u10 2020-01-01T00:00Z", "u10 2020-01-01T06:00Z", "v10 day 1", "temperature"), 1):
        dataset.GetRasterBand(number).SetDescription(text)
    dataset = None
    u, v, other = fields_in(Band(path))
    assert said((u, v)) == [("u", "10", "", [((0, 1),), ((0, 2),)]), ("v", "10", "", [((0, 3),)])]
    assert other.component == "other"
    assert [str(step.time) for step in u.steps] == ["2020-01-01 00:00:00", "2020-01-01 06:00:00"]


@needs_netcdf
@pytest.mark.parametrize(
    ("name", "said", "component"),
    [
        ("a", {"standard_name": "wind_speed"}, "other"),
        ("a", {"standard_name": "unknown"}, ""),
        ("a", {"long_name": "10 metre wind gust since previous post-processing"}, "other"),
        ("si10", {}, "other"),
        ("wind_speed", {}, "other"),
        ("var33", {}, ""),
        ("a", {"GRIB_shortName": "2t"}, "other"),
        ("a", {"GRIB_shortName": "10u"}, "u"),
        # The name counts more than a long name that was mixed up.
        ("u10", {"long_name": "10 metre V wind component"}, "u"),
        ("u10", {"standard_name": "northward_wind"}, "v"),
    ],
)
def test_what_says_the_most_is_asked_first(tmp_path, name, said, component):
    variable = (("latitude", "longitude"), np.zeros((3, 4)), said)
    path = write_netcdf(tmp_path / "a.nc", {**lonlat_axes(35.5, 100.5, 3, 4), name: variable})
    assert [field.component for field in fields_in(Band(path))] == [component]


@needs_netcdf
@pytest.mark.parametrize(
    ("said", "axes", "mean"),
    [
        ({"GRIB_uvRelativeToGrid": np.int32(1)}, "grid", ""),
        ({"GRIB_uvRelativeToGrid": np.int32(0), "standard_name": "x_wind"}, "true", ""),
        ({"standard_name": "x_wind"}, "grid", ""),
        ({"GRIB_stepType": "avgua"}, "", "stepType avgua"),
        ({"GRIB_stepType": "instant", "cell_methods": "area: mean time: point"}, "", ""),
        ({"cell_methods": "time: mean (interval: 1 day)"}, "", "cell_methods time: mean (interval: 1 day)"),
    ],
)
def test_axes_and_means_of_a_variable(tmp_path, said, axes, mean):
    variable = (("latitude", "longitude"), np.zeros((3, 4)), said)
    (field,) = fields_in(Band(write_netcdf(tmp_path / "a.nc", {**lonlat_axes(35.5, 100.5, 3, 4), "uas": variable})))
    assert (field.component, field.axes, field.mean) == ("u", axes, mean)


@pytest.mark.parametrize(
    ("form", "level"),
    [
        ("2020-01-0{k}T00:00Z eastward wind at 10 m, m/s", "10"),
        ("2020010{k}T00_u_component_of_wind_10m", "10"),
        ("{k}_u_component_of_wind_100m", "100"),
        ("u10_{k}", "10"),
        ("u10_valid_time=157783680{k}", "10"),
        ("uas {k}", ""),
        ("u_{k}", ""),
    ],
)
def test_what_counts_or_dates_a_band_is_no_level(tmp_path, form, level):
    path = save(tmp_path / "a.tif", np.zeros((4, 2, 2)), CHINA, WGS84)
    dataset = gdal.Open(path, gdal.GA_Update)
    for number in range(1, 5):
        dataset.GetRasterBand(number).SetDescription(form.format(k=number))
    dataset = None
    (field,) = fields_in(Band(path))
    assert (field.component, field.level, len(field.steps)) == ("u", level, 4)


def test_bands_that_say_nothing_are_one_field(tmp_path):
    (field,) = fields_in(Band(save(tmp_path / "a.tif", np.zeros((3, 2, 2)), CHINA, WGS84)))
    assert (field.component, len(field.steps), field.steps[2].places) == ("", 3, ((0, 3),))
