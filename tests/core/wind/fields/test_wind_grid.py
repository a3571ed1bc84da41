"""Where wind rasters lie, where GDAL finds no CRS."""

from __future__ import annotations

import numpy as np
import pytest
from carbon_service_flow.core.errors import RasterError
from carbon_service_flow.core.raster.dataset import open_dataset
from carbon_service_flow.core.wind.fields.grid_axes import is_rotated
from carbon_service_flow.core.wind.fields.wind_grid import grid_of_winds
from support.common import ALBERS, KM, Recorder, save
from support.netcdf import lonlat_axes, needs_netcdf, write_netcdf


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
    """Rasters of 2 x 2 cells of 1 degree: a cell beyond -360 to 360 and -90 to 90 is let pass."""
    dataset, heard = open_dataset(save(tmp_path / "u.tif", np.ones((2, 2)), transform, "")), Recorder()
    if degrees:
        assert grid_of_winds(dataset, "u.tif", heard).is_geographic
        assert "EPSG:4326 is taken" in heard.warnings[0]
    else:
        with pytest.raises(RasterError, match="no coordinate reference system"):
            grid_of_winds(dataset, "u.tif", heard)


def test_a_crs_that_is_there_is_taken_without_a_word(tmp_path):
    heard = Recorder()
    grid = grid_of_winds(open_dataset(save(tmp_path / "u.tif", np.ones((2, 2)), KM, ALBERS)), "u", heard)
    assert (grid.geotransform, grid.is_geographic, heard.warnings, heard.infos) == (KM, False, [], [])


@needs_netcdf
def test_axes_that_say_what_they_are_are_no_doubt(tmp_path):
    variable = {"u10": (("latitude", "longitude"), np.ones((2, 2)), {})}
    path, heard = write_netcdf(tmp_path / "a.nc", {**lonlat_axes(35.5, 100.5, 2, 2), **variable}), Recorder()
    assert grid_of_winds(open_dataset(path), "a.nc", heard).is_geographic
    assert (heard.warnings, len(heard.infos)) == ([], 1)


@needs_netcdf
def test_rotated_axes_are_never_taken_for_true_ones(tmp_path):
    axes = {
        "rlat": (("rlat",), 2.0 - np.arange(2), {"units": "degrees", "standard_name": "grid_latitude", "axis": "Y"}),
        "rlon": (("rlon",), 20.0 + np.arange(2), {"units": "degrees", "standard_name": "grid_longitude", "axis": "X"}),
        "uas": (("rlat", "rlon"), np.ones((2, 2)), {"grid_mapping": "pole"}),
    }
    with pytest.raises(RasterError, match="its pole is not said"):
        grid_of_winds(open_dataset(write_netcdf(tmp_path / "a.nc", axes)), "a", Recorder())
    said = {
        "grid_mapping_name": "rotated_latitude_longitude",
        "grid_north_pole_latitude": 39.25,
        "grid_north_pole_longitude": -162.0,
    }
    axes["pole"] = ((), np.array(0, "i4"), said)
    assert is_rotated(grid_of_winds(open_dataset(write_netcdf(tmp_path / "b.nc", axes)), "b", Recorder()).crs)


@needs_netcdf
def test_curved_grids_are_refused_as_such(tmp_path):
    place = {
        "lat": (("y", "x"), np.array([[31.0, 31.1], [30.0, 30.1]]), {"units": "degrees_north"}),
        "lon": (("y", "x"), np.array([[105.0, 106.0], [105.1, 106.1]]), {"units": "degrees_east"}),
    }
    wind = {"uas": (("y", "x"), np.ones((2, 2)), {"coordinates": "lon lat"})}
    path = write_netcdf(tmp_path / "a.nc", {**place, **wind})
    with pytest.raises(RasterError, match="a curved grid"):
        grid_of_winds(open_dataset(f'NETCDF:"{path}":uas'), "a", Recorder())
    nowhere = save(tmp_path / "b.tif", np.ones((2, 2)), None, "")
    with pytest.raises(RasterError, match="no position on the Earth"):
        grid_of_winds(open_dataset(nowhere), "b", Recorder())
