"""The flag of GRIB that tells winds along the grid, in bytes written for it."""

from __future__ import annotations

import gzip

import numpy as np
import pytest
from carbon_service_flow.core.raster.grid import spatial_reference
from carbon_service_flow.core.raster.sources import Band, Window
from carbon_service_flow.core.wind.fields.grib_flags import grib_axes
from carbon_service_flow.core.wind.uv_series import open_pair
from support.common import Recorder
from support.grib import with_flags, write_grib1
from support.netcdf import needs_grib, write_grib

U, V = np.full((3, 4), -2.5), np.full((3, 4), 1.25)
LAMBERT = "+proj=lcc +lat_1=30 +lat_2=60 +lat_0=40 +lon_0=105 +R=6371229 +units=m"


@needs_grib
def test_edition_1_as_ecmwf_delivers_it(tmp_path):
    """The bytes of 10U and 10V, three hours one after the other; 2.5 and 1.25 are whole sixteenths."""
    order = [(one, hour, values) for hour in range(3) for one, values in (("u", U), ("v", V))]
    path = write_grib1(tmp_path / "a.grib", order)
    heard = Recorder()
    pair = open_pair(Band(path), None, heard)
    u, v = pair.open().read(2, Window(0, 0, 3, 4))
    assert (np.unique(u).tolist(), np.unique(v).tolist()) == ([-2.5], [1.25])
    assert [str(time) for time in pair.times] == [f"2020-01-01 0{hour}:00:00" for hour in range(3)]
    # They are "at the surface", and their level is in their names.
    assert (heard.infos[0], heard.warnings) == ("U is 10U (10), V is 10V (10).", [])
    assert pair.u.axes == "true"


@needs_grib
@pytest.mark.parametrize(("flags", "axes"), [(0x80, "true"), (0x88, "grid"), (0x08, "grid"), (0x00, "true")])
def test_flags_of_edition_1(tmp_path, flags, axes):
    path = tmp_path / "a.grib"
    write_grib1(path, [("u", 0, U)], flags)
    assert grib_axes(str(path)) == axes
    (tmp_path / "a.grib.gz").write_bytes(gzip.compress(path.read_bytes()))
    assert grib_axes(f"/vsigzip/{tmp_path / 'a.grib.gz'}") == axes


@needs_grib
def test_winds_along_a_lambert_grid_are_turned_where_the_flag_says_so(tmp_path):
    """East of the middle meridian the grid's +x axis points south of east: u = 3, v = 0 has a part to the south."""
    order = [(one, 10, hour, value * np.ones((4, 5))) for hour in range(2) for one, value in (("u", 3.0), ("v", 0.0))]
    where = {"crs": spatial_reference(LAMBERT).ExportToWkt(), "transform": (5e5, 1e5, 0.0, 2e5, 0.0, -1e5)}
    path = tmp_path / "a.grib2"
    window = Window(0, 0, 4, 5)
    for flags, axes in ((0x00, "true"), (0x38, "grid")):
        write_grib(path, order, **where)
        assert grib_axes(with_flags(path, flags)) == axes
        heard = Recorder()
        u, v = open_pair(Band(str(path)), None, heard).open().read(0, window)
        np.testing.assert_allclose(np.hypot(u, v), 3)
        assert (v.max() < -0.1) == (axes == "grid")
        assert not [text for text in heard.warnings if "meridians" in text]


def test_what_is_no_grib_says_nothing(tmp_path):
    for content in (b"", b"text", b"GRIB", b"GRIB" + bytes(40), b"GRIB\0\0\0\x02" + bytes(40)):
        (tmp_path / "a").write_bytes(content)
        assert grib_axes(str(tmp_path / "a")) == ""
    assert grib_axes(str(tmp_path / "missing")) == ""
