"""Which field is U and which V; which step belongs to which."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np
import pytest
from carbon_service_flow.core.errors import RasterError, ReadError
from carbon_service_flow.core.raster.sources import Band
from carbon_service_flow.core.wind.fields.components import Field, FieldStep
from carbon_service_flow.core.wind.fields.pairing import align_steps, choose_fields
from osgeo import gdal
from support.common import WGS84, Recorder, save
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
ONES = np.ones((2, 3, 4))
START = datetime(2020, 1, 1)


def both_levels(path):
    """u10, v10, u100, v100 and a temperature."""
    place = ("valid_time", "latitude", "longitude")
    names = {"u10": U10, "v10": V10, "u100": U10, "v100": V10, "t2m": {"units": "K"}}
    winds = {name: (place, ONES.astype("f4"), dict(said, long_name=name)) for name, said in names.items()}
    return write_netcdf(path, {**time_axis([0, 1]), **lonlat_axes(35.5, 100.5, 3, 4), **winds})


@needs_netcdf
def test_one_file_with_both(tmp_path):
    path = write_winds(tmp_path / "a.nc", ONES, ONES)
    u, v = choose_fields(Band(path), None)
    assert (u.component, v.component) == ("u", "v")
    # The same file twice, and one variable of it: its counterpart is in the same file.
    assert choose_fields(Band(path), Band(path)) == (u, v)
    assert choose_fields(Band(f'NETCDF:"{path}":u10'), None) == (u, v)
    assert choose_fields(Band(f'NETCDF:"{path}":u10'), Band(f'NETCDF:"{path}":v10')) == (u, v)
    with pytest.raises(RasterError, match="same raster"):
        choose_fields(Band(f'NETCDF:"{path}":u10'), Band(f'NETCDF:"{path}":u10'))
    with pytest.raises(RasterError, match=r"U and V are swapped: v10 \(10\) and u10 \(10\)"):
        choose_fields(Band(f'NETCDF:"{path}":v10'), Band(f'NETCDF:"{path}":u10'))


@needs_netcdf
def test_levels_are_listed_and_chosen(tmp_path):
    path = both_levels(tmp_path / "a.nc")
    with pytest.raises(RasterError, match=r'2 levels or members: 10; 100\. .* LEVEL="10"'):
        choose_fields(Band(path), None)
    for level, names in (("100", ("u100", "v100")), ("10 m", None), ("u10", None), (" 10.0 ", ("u10", "v10"))):
        if names:
            assert tuple(one.name for one in choose_fields(Band(path), None, level)) == names
        else:
            with pytest.raises(RasterError, match=rf"LEVEL is {level}.*It holds: "):
                choose_fields(Band(path), None, level)
    # The name of one variable chooses, too.
    assert [one.name for one in choose_fields(Band(f'NETCDF:"{path}":u100'), None)] == ["u100", "v100"]
    with pytest.raises(RasterError, match=r"no pair: U holds u10 \(10\), V holds v100 \(100\)"):
        choose_fields(Band(f'NETCDF:"{path}":u10'), Band(f'NETCDF:"{path}":v100'))


@needs_netcdf
def test_one_component_twice_or_missing(tmp_path):
    path = both_levels(tmp_path / "a.nc")
    u10, u100 = (Band(f'NETCDF:"{path}":{name}', label=name) for name in ("u10", "u100"))
    with pytest.raises(
        RasterError, match=r"V \(u100\) holds u100 \(100\), the eastward wind\. V must be the northward"
    ):
        choose_fields(u10, u100)
    place = ("valid_time", "latitude", "longitude")
    axes = {**time_axis([0, 1]), **lonlat_axes(35.5, 100.5, 3, 4)}
    alone = write_netcdf(tmp_path / "u.nc", {**axes, "u10": (place, ONES, U10)})
    with pytest.raises(RasterError, match=r"u\.nc holds u10 \(10\), and no northward wind"):
        choose_fields(Band(alone, label="u.nc"), None)
    speed = write_netcdf(tmp_path / "s.nc", {**axes, "si10": (place, ONES, {"long_name": "10 metre wind speed"})})
    with pytest.raises(RasterError, match=r"V \(s\.nc\) holds si10, and no northward wind"):
        choose_fields(Band(alone), Band(speed, label="s.nc"))
    maps = write_netcdf(tmp_path / "m.nc", {**axes, "a": (place, ONES, {}), "b": (place, ONES, {})})
    with pytest.raises(RasterError, match=r"does not say which of its bands .*\(it holds: a; b\)"):
        choose_fields(Band(maps), None)
    with pytest.raises(ReadError, match=r"m\.nc holds 2 rasters: a .*; b "):
        choose_fields(Band(maps), Band(maps.replace("m.nc", "u.nc")))


@needs_grib
def test_interleaved_messages(tmp_path):
    order = [(one, 10, hour, ONES[0]) for hour in range(3) for one in "uv"]
    u, v = choose_fields(Band(write_grib(tmp_path / "a.grib2", order)), None)
    assert [step.places for step in u.steps] == [((0, 1),), ((0, 3),), ((0, 5),)]
    assert [step.places for step in v.steps] == [((0, 2),), ((0, 4),), ((0, 6),)]


def test_rasters_that_say_nothing_are_taken_as_they_are_given(tmp_path):
    first, second = (Band(save(tmp_path / f"{name}.tif", ONES, CHINA, WGS84)) for name in "ab")
    u, v = choose_fields(first, second)
    assert (u.files[0].path, v.files[0].path) == (first.path, second.path)
    with pytest.raises(RasterError, match="same raster"):
        choose_fields(first, first)
    with pytest.raises(RasterError, match="does not say which"):
        choose_fields(first, None)


def test_a_stack_that_names_its_bands(tmp_path):
    path = save(tmp_path / "a.tif", np.ones((4, 2, 2)), CHINA, WGS84)
    dataset = gdal.Open(path, gdal.GA_Update)
    for number, text in enumerate(("u10", "v10", "u10", "v10"), 1):
        dataset.GetRasterBand(number).SetDescription(text)
    dataset = None
    u, v = choose_fields(Band(path), None)
    assert [[step.places[0][1] for step in one.steps] for one in (u, v)] == [[1, 3], [2, 4]]


def series(component, hours):
    steps = [FieldStep(None if h is None else START + timedelta(hours=h), ((0, k + 1),)) for k, h in enumerate(hours)]
    return Field(component, "", component, "", "", "", "", component, (Band(f"{component}.tif"),), tuple(steps))


def bands(field):
    return [step.places[0][1] for step in field.steps]


def test_steps_are_paired_by_their_times():
    heard = Recorder()
    u, v = align_steps(series("u", [0, 1, 2]), series("v", [2, 1, 0]), heard)
    assert (bands(u), bands(v)) == ([1, 2, 3], [3, 2, 1])
    assert "another order" in heard.infos[0]
    heard = Recorder()
    u, v = align_steps(series("u", [0, 1, 2]), series("v", [0, 1, 2]), heard)
    assert (bands(v), heard.infos, heard.warnings) == ([1, 2, 3], [], [])


def test_repeats_are_left_out_and_told():
    heard = Recorder()
    u, v = align_steps(series("u", [0, 1, 1, 2, 0]), series("v", [0, 1, 2, 1]), heard)
    assert (bands(u), bands(v)) == ([1, 2, 4], [1, 2, 3])
    assert [text[:60] for text in heard.warnings] == [
        "2 time steps of U repeat a time that was there before, the f",
        "1 time steps of V repeat a time that was there before, the f",
    ]
    heard = Recorder()
    align_steps(series("u", [0, 1, 1]), series("v", [0, 1, 1]), heard)
    assert heard.warnings[0].startswith("1 time steps of U and V repeat")
    assert "first 2020-01-01 01:00:00" in heard.warnings[0]


@pytest.mark.parametrize(
    ("u", "v", "words"),
    [
        ([0, 1, 2], [0, 1, 3], "V lacks 2020-01-01 02:00:00"),
        ([0, 2], [0, 1, 2], "U lacks 2020-01-01 01:00:00"),
        ([0, 1, None], [0, 2, None], "V lacks 2020-01-01 01:00:00"),
        ([0, 1], [None, None, None], "has 2 bands and V .* has 3"),
    ],
)
def test_times_that_differ(u, v, words):
    with pytest.raises(RasterError, match=words):
        align_steps(series("u", u), series("v", v), Recorder())


def test_times_of_one_side_are_enough():
    u, v = align_steps(series("u", [0, 1]), series("v", [None, None]), Recorder())
    assert (bands(u), bands(v)) == ([1, 2], [1, 2])
