"""Output of WRF: where its cells are, and its winds along the grid."""

from __future__ import annotations

import numpy as np
import pytest
from carbon_service_flow.core.raster.dataset import open_dataset
from carbon_service_flow.core.raster.geodesy import transform_points
from carbon_service_flow.core.raster.grid import spatial_reference
from carbon_service_flow.core.raster.sources import Band, Window
from carbon_service_flow.core.wind.fields.wrf_grid import is_wrf, minutes_unit, wrf_grid
from carbon_service_flow.core.wind.uv_series import open_pair
from support.common import Recorder
from support.netcdf import needs_netcdf, write_netcdf

SPHERE = "+proj=longlat +R=6370000 +no_defs"
MAPS = {
    1: "+proj=lcc +lat_1=30 +lat_2=60 +lat_0=35 +lon_0=105 +R=6370000 +units=m",
    2: "+proj=stere +lat_0=90 +lat_ts=30 +lon_0=105 +R=6370000 +units=m",
    3: "+proj=merc +lat_ts=30 +lon_0=105 +R=6370000 +units=m",
}
ROWS, COLS, SIZE = 4, 5, 27_000.0


def wrfout(path, kind=1, places=True, shift=0.0, **said):
    """Three hours of u = 5, v = 0 along the grid; the domain's centre is 115 E, 35.5 N. Rows run north in the file."""
    (x,), (y,) = transform_points(np.array([115.0]), np.array([35.5]), SPHERE, MAPS[kind])
    cols, rows = np.meshgrid(np.arange(COLS) - (COLS - 1) / 2, np.arange(ROWS) - (ROWS - 1) / 2)
    lon, lat = transform_points(x + SIZE * (1 + shift) * cols, y + SIZE * rows, MAPS[kind], SPHERE)
    dimensions = ("Time", "south_north", "west_east")
    three = np.ones((3, 1, 1))
    wind = {"units": "m s-1", **({"coordinates": "XLONG XLAT XTIME"} if places else {})}
    variables = {
        "XTIME": (("Time",), np.array([0, 60, 120], "f4"), {"units": "minutes since 2020-01-01 00:00:00"}),
        "U10": (dimensions, np.full((3, ROWS, COLS), 5, "f4"), {**wind, "description": "U at 10 M"}),
        "V10": (dimensions, np.zeros((3, ROWS, COLS), "f4"), {**wind, "description": "V at 10 M"}),
        "U": (("Time", "south_north", "west_east_stag"), np.zeros((3, ROWS, COLS + 1), "f4"), {"stagger": "X"}),
        "V": (("Time", "south_north_stag", "west_east"), np.zeros((3, ROWS + 1, COLS), "f4"), {"stagger": "Y"}),
    }
    if places:
        variables["XLAT"] = (dimensions, (lat * three).astype("f4"), {"units": "degree_north"})
        variables["XLONG"] = (dimensions, (lon * three).astype("f4"), {"units": "degree_east"})
    attributes = {
        "MAP_PROJ": np.int32(kind),
        "TRUELAT1": 30.0,
        "TRUELAT2": 60.0,
        "STAND_LON": 105.0,
        "MOAD_CEN_LAT": 35.0,
    }
    attributes.update(CEN_LAT=35.5, CEN_LON=115.0, DX=SIZE, DY=SIZE, TITLE=" OUTPUT FROM WRF", **said)
    return write_netcdf(path, variables, attributes), (x - 2.5 * SIZE, SIZE, 0, y + 2 * SIZE, 0, -SIZE)


@needs_netcdf
@pytest.mark.parametrize("kind", [1, 2, 3])
@pytest.mark.parametrize("places", [True, False])
def test_cells_lie_where_the_model_has_them(tmp_path, kind, places):
    path, expected = wrfout(tmp_path / "wrfout.nc", kind, places)
    grid = wrf_grid(open_dataset(f'NETCDF:"{path}":U10'))
    # Float32 places a cell to some metres.
    np.testing.assert_allclose(grid.geotransform, expected, atol=10)
    assert spatial_reference(grid.crs).IsSame(spatial_reference(MAPS[kind]))


@needs_netcdf
def test_other_maps_and_places_that_contradict_are_left_alone(tmp_path):
    path, _ = wrfout(tmp_path / "a.nc", shift=0.1)
    dataset = open_dataset(f'NETCDF:"{path}":U10')
    assert is_wrf(dataset.GetMetadata())
    assert wrf_grid(dataset) is None
    assert not is_wrf({"NC_GLOBAL#MAP_PROJ": "1"})
    latlon = write_netcdf(tmp_path / "b.nc", {"a": (("y", "x"), np.zeros((2, 2)), {})}, {"MAP_PROJ": np.int32(6)})
    assert wrf_grid(open_dataset(latlon)) is None


@needs_netcdf
def test_its_winds_are_turned_and_its_hours_known(tmp_path):
    """At 115 E, ten degrees east of the middle meridian, the cone turns north by n * 10 degrees; n = 0.72 for 30/60."""
    path, _ = wrfout(tmp_path / "wrfout.nc")
    assert minutes_unit(path) == "minutes since 2020-01-01 00:00:00"
    heard = Recorder()
    pair = open_pair(Band(path), None, heard)
    u, v = pair.open().read(1, Window(0, 0, ROWS, COLS))
    n = np.log(np.cos(np.radians(30)) / np.cos(np.radians(60)))
    n /= np.log(np.tan(np.radians(45 + 30)) / np.tan(np.radians(45 + 15)))
    angle = np.radians(n * 10)
    assert (u[:, 2].mean(), v[:, 2].mean()) == pytest.approx((5 * np.cos(angle), -5 * np.sin(angle)), abs=0.01)
    np.testing.assert_allclose(np.hypot(u, v), 5, rtol=1e-6)
    assert str(pair.times[2]) == "2020-01-01 02:00:00"
    assert heard.warnings == []
