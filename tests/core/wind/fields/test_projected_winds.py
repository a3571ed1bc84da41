"""Winds on a Lambert grid of a weather service, whole: names, axes, angles."""

from __future__ import annotations

import numpy as np
import pytest
from carbon_service_flow.core.raster.sources import Band, Window
from carbon_service_flow.core.wind.fields.grid_axes import grid_bearings
from carbon_service_flow.core.wind.uv_series import open_pair
from support.common import Recorder
from support.netcdf import needs_netcdf, time_axis, write_netcdf


def lambert(path, name, standard):
    """Four hours of u = 3, v = 0 some 600 km east of the middle meridian."""
    dimensions, mapping = ("time", "y", "x"), "projection_lambert"
    axes = {
        **time_axis(range(4), "time"),
        "x": (("x",), 5e5 + 1e5 * np.arange(5), {"units": "m", "standard_name": "projection_x_coordinate"}),
        "y": (("y",), 2e5 - 1e5 * np.arange(4), {"units": "m", "standard_name": "projection_y_coordinate"}),
        mapping: (
            (),
            np.array(0, "i4"),
            {
                "grid_mapping_name": "lambert_conformal_conic",
                "standard_parallel": np.array([30.0, 60.0]),
                "longitude_of_central_meridian": 105.0,
                "latitude_of_projection_origin": 40.0,
                "earth_radius": 6371229.0,
            },
        ),
    }
    winds = {}
    for names, value in (((name, standard), 3), ((name.replace("x_", "y_").replace("u", "v"), standard), 0)):
        said = {"units": "m/s", "grid_mapping": mapping}
        if standard:
            said["standard_name"] = standard if value else standard.replace("x_", "y_").replace("east", "north")
        winds[names[0]] = (dimensions, np.full((4, 4, 5), value, "f4"), said)
    return Band(write_netcdf(path, {**axes, **winds}))


@needs_netcdf
@pytest.mark.parametrize(
    ("name", "standard", "turned", "warned"),
    [
        ("x_wind_10m", "x_wind", True, False),
        ("uas", "grid_eastward_wind", True, False),
        ("x_wind_10m", "", True, False),
        ("uas", "eastward_wind", False, False),
        ("uas", "", False, True),
    ],
)
def test_what_is_said_of_the_axes_decides(tmp_path, name, standard, turned, warned):
    heard = Recorder()
    pair = open_pair(lambert(tmp_path / "a.nc", name, standard), None, heard)
    window = Window(0, 0, 4, 5)
    u, v = pair.open().read(3, window)
    angle = grid_bearings(pair.grid, window) if turned else np.zeros((4, 5))
    np.testing.assert_allclose([u, v], [3 * np.cos(angle), -3 * np.sin(angle)], rtol=1e-12)
    assert (np.abs(v) > 0.2).all() == turned
    assert bool(heard.warnings) == warned
