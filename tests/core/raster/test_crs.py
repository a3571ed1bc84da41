"""Coordinate reference systems: what they are called, which are one, which place nothing on the Earth."""

from __future__ import annotations

import numpy as np
import pytest
from carbon_service_flow.core.errors import RasterError
from carbon_service_flow.core.raster.crs import (
    coordinate_transformation,
    crs_fault,
    describe_crs,
    horizontal_crs,
    same_crs,
    shift_between,
    spatial_reference,
)
from carbon_service_flow.core.raster.grid import Grid
from osgeo import osr
from support.common import ALBERS, WGS84

UTM50 = spatial_reference("EPSG:32650").ExportToWkt()
CGCS2000 = spatial_reference("EPSG:4490").ExportToWkt()
MOON = "+proj=longlat +R=1737400 +no_defs"
LOCAL = 'LOCAL_CS["plan",UNIT["metre",1]]'


def test_same_crs_looks_at_meaning() -> None:
    """The same system as EPSG code, WKT 1 and WKT 2; another datum is another system."""
    old = spatial_reference("EPSG:32650").ExportToWkt(["FORMAT=WKT1_GDAL"])
    new = spatial_reference("EPSG:32650").ExportToWkt(["FORMAT=WKT2_2018"])
    assert same_crs(old, new)
    assert same_crs("EPSG:4326", WGS84)
    assert not same_crs(WGS84, CGCS2000)
    assert not same_crs(ALBERS, "")
    assert same_crs("", "")
    assert not same_crs(UTM50, spatial_reference("EPSG:32651").ExportToWkt())
    assert not same_crs(UTM50, spatial_reference("EPSG:2433").ExportToWkt())


@pytest.mark.parametrize("code", ["EPSG:4326", "EPSG:4490", "EPSG:32650", "EPSG:2433", "EPSG:4526", "EPSG:3857"])
def test_the_order_of_axes_makes_no_other_crs(code) -> None:
    """EPSG names latitude, and in Gauss-Krueger northing, first; Esri's .prj, NetCDF and PROJ text do not."""
    reference = spatial_reference(code)
    wkt = reference.ExportToWkt()
    prj = osr.SpatialReference()
    prj.ImportFromESRI([reference.ExportToWkt(["FORMAT=WKT1_ESRI"])])
    assert same_crs(prj.ExportToWkt(), wkt)
    assert same_crs(wkt, prj.ExportToWkt(["FORMAT=WKT2_2019"]))
    if code == "EPSG:4326":
        assert same_crs(wkt, "OGC:CRS84")
        assert same_crs(wkt, "+proj=longlat +datum=WGS84")


@pytest.mark.parametrize("exceptions", [False, True])
def test_a_text_that_is_no_crs_is_an_error_of_ours(exceptions) -> None:
    """Other plugins switch GDAL's exceptions on for the whole process."""
    before = osr.GetUseExceptions()
    (osr.UseExceptions if exceptions else osr.DontUseExceptions)()
    try:
        with pytest.raises(RasterError, match="The coordinate reference system EPSG:999999 is not understood"):
            spatial_reference("EPSG:999999")
        with pytest.raises(RasterError, match="There is no way from the coordinate reference system plan to EPSG:4326"):
            coordinate_transformation(LOCAL, "EPSG:4326")
        assert "not understood" in crs_fault("EPSG:999999")
        assert crs_fault("EPSG:5773") == "one of heights alone"
    finally:
        (osr.UseExceptions if before else osr.DontUseExceptions)()


@pytest.mark.parametrize(
    ("crs", "fault"),
    [
        ("EPSG:4326", ""),
        ("EPSG:32650", ""),
        ("EPSG:32650+5773", ""),
        ("EPSG:4807", ""),
        ("EPSG:2227", ""),
        (MOON, ""),
        (LOCAL, "a local (engineering) one"),
        ("EPSG:4978", "geocentric (x, y, z from the Earth's centre)"),
        ("EPSG:5773", "one of heights alone"),
    ],
)
def test_which_crs_place_nothing(crs, fault) -> None:
    assert crs_fault(crs) == fault


@pytest.mark.parametrize(
    ("crs", "flat"),
    [("EPSG:32650+5773", "EPSG:32650"), ("EPSG:4326+5773", "EPSG:4326"), ("EPSG:4979", "EPSG:4326")],
)
def test_heights_are_left_out_of_a_crs(crs, flat) -> None:
    found = horizontal_crs(spatial_reference(crs).ExportToWkt(["FORMAT=WKT2_2019"]))
    assert same_crs(found, flat)
    assert describe_crs(found) == flat


@pytest.mark.parametrize("crs", ["", WGS84, ALBERS, LOCAL, "EPSG:4978", "EPSG:5773", "nonsense"])
def test_other_crs_stay_the_text_that_they_are(crs) -> None:
    assert horizontal_crs(crs) == crs


def test_names_of_crs() -> None:
    assert describe_crs("") == "no CRS"
    assert describe_crs("EPSG:4490") == "EPSG:4490"
    assert describe_crs(LOCAL) == "plan"
    assert describe_crs("nonsense") == "nonsense"
    assert "+proj=aea" in describe_crs(ALBERS)


def test_shifts_between_crs() -> None:
    """NAD27 to NAD83 is another ellipsoid; GRS 80 is WGS 84 to 0.1 mm; a false easting of half a metre more."""
    x, y = np.array([116.0, 117.0]), np.array([30.0, 31.0])
    assert max(shift_between(WGS84, CGCS2000, x, y)) < 1e-8
    assert shift_between("EPSG:4267", "EPSG:4269", x - 220, y) == (np.inf, np.inf)
    text = "+proj=tmerc +lon_0=117 +k=0.9996 +datum=WGS84 +x_0="
    found = shift_between(UTM50, f"{text}500000.5", np.array([5e5]), np.array([3.5e6]))
    assert found == (pytest.approx(0.5), pytest.approx(0, abs=1e-6))
    assert shift_between(WGS84, LOCAL, x, y) == shift_between("", WGS84, x, y) == (np.inf, np.inf)
    assert shift_between(WGS84, MOON, x, y) == (np.inf, np.inf)


def test_grads_are_the_unit_of_angles() -> None:
    """400 grads are a full turn: of a radius of 6 378 249.2 m 0.01 grad are 2 pi / 40 000, or 1001.893 m."""
    frame = Grid(1, 1, (0.0, 0.01, 0.0, 0.005, 0.0, -0.01), spatial_reference("EPSG:4807").ExportToWkt())
    across, along = frame.cell_size_m()
    assert across[0] == pytest.approx(1001.893, abs=0.001)
    assert frame.cell_area_ha()[0, 0] == pytest.approx(across[0] * along[0] / 1e4, rel=1e-6)
